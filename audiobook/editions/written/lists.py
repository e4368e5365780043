"""Lists on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.editions.written.runs import Run
from audiobook.editions.written.sheet import Sheet
from audiobook.editions.written.xhtml import add

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

_COLON = re.compile(r"\s*:\s+")


def bullet_list(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A list of bullets, or of terms with meanings that begin with a colon, as MDN writes them."""
    items = [child for child in node.children if child.type == "list_item"]
    if items and all(map(_is_definition, items)):
        _bullet_definitions(sheet, parent, node)
    else:
        _list(sheet, parent, node, "ul", {})


def ordered_list(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    start = str(node.attrs.get("start", 1))
    _list(sheet, parent, node, "ol", {"start": start} if start.isdecimal() and start != "1" else {})


def _list(sheet: Sheet, parent: _Element, node: SyntaxTreeNode, tag: str, attributes: dict[str, str]) -> None:
    if not any(child.type == "list_item" for child in node.children):
        sheet.render(parent, node.children)
        return
    with sheet.whole(add(parent, tag, attributes), "list", node) as place:
        last = None
        for child in node.children:
            if child.type == "list_item":
                last = _item(sheet, place, child)
            elif last is not None:  # what stands between items goes with the one before
                sheet.render(last, [child])


def item(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """An item that HTML left outside any list."""
    sheet.render(add(parent, "div"), node.children)


def _item(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> _Element:
    tight = any(child.type == "paragraph" and child.hidden for child in node.children)
    done = node.meta.get("done")
    names = [name for name, given in (("tight", tight), ("task", done is not None)) if given]
    place = add(parent, "li", {"class": " ".join(names)} if names else {})
    before = len(sheet.spots)
    sheet.render(place, node.children)
    if done is not None and len(sheet.spots) > before and sheet.spots[before].runs:
        sheet.spots[before].runs.insert(0, Run("☑ " if done else "☐ "))
    return place


def definitions(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    if not any(child.type in ("dt", "dd") for child in node.children):
        sheet.render(parent, node.children)
        return
    with sheet.whole(add(parent, "dl"), "list", node) as place:
        for child in node.children:
            if child.type in ("dt", "dd"):
                sheet.cell(add(place, child.type), child)


def stray_definition(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A term or meaning that HTML left outside any list."""
    sheet.cell(add(parent, "div"), node)


def _is_definition(node: SyntaxTreeNode) -> bool:
    """Whether an item of a list is a paragraph, and a list whose items all begin with a colon."""
    kinds = [child.type for child in node.children]
    return kinds == ["paragraph", "bullet_list"] and all(
        meaning.children
        and meaning.children[0].type == "paragraph"
        and meaning.children[0].children
        and meaning.children[0].children[0].content.startswith(": ")
        for meaning in node.children[1].children
    )


def _bullet_definitions(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    with sheet.whole(add(parent, "dl"), "list", node) as place:
        for child in node.children:
            if child.type == "list_item":
                term, meanings = child.children
                sheet.text(add(place, "dt"), sheet.inline(term), term)
                for meaning in meanings.children:
                    before = len(sheet.spots)
                    sheet.render(add(place, "dd"), meaning.children)
                    _drop_colon(sheet, before)


def _drop_colon(sheet: Sheet, index: int) -> None:
    """Take the colon from the start of a text, unless narration has taken it out of the tree before."""
    runs = sheet.spots[index].runs if index < len(sheet.spots) else []
    if runs and runs[0].element is None:
        runs[0] = Run(_COLON.sub("", runs[0].text, count=1), runs[0].wraps)
