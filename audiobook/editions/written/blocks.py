"""A rule for each type of node: how it is written on the page.

Nothing of a lesson is copied into the page as markup: every element and attribute is chosen by a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from audiobook.editions.written.boxes import container, details, quote, summary
from audiobook.editions.written.code import highlight
from audiobook.editions.written.inline import runs_of
from audiobook.editions.written.lists import bullet_list, definitions, item, ordered_list, stray_definition
from audiobook.editions.written.sheet import Rule, Sheet, shows
from audiobook.editions.written.tables import table
from audiobook.editions.written.xhtml import add
from audiobook.markdown.attributes import attributes
from audiobook.markdown.boxes import EMBEDDED
from audiobook.markdown.html import pieces

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

_LANGUAGE = re.compile(r"[\w+#-]{1,30}", re.ASCII)


def paragraph(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """Text; pictures alone are a figure."""
    runs = sheet.inline(node)
    seen = [run for run in runs if run.text.strip() or run.element is not None]
    pictures = [
        run.element for run in seen if run.element is not None and str(run.element.tag).endswith("}img")
    ]
    if pictures and len(pictures) == len(seen):
        with sheet.whole(add(parent, "figure"), "picture", node) as figure:
            figure.extend(pictures)
    elif seen:
        sheet.text(add(parent, "p"), runs, node)


def loose_text(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """Text that HTML left outside any paragraph."""
    runs = runs_of(node, sheet.context)
    if shows(runs):
        sheet.text(add(parent, "p"), runs, node)


def heading(sheet: Sheet, parent: _Element, node: SyntaxTreeNode, lowered: int = 0) -> None:
    """A heading, `lowered` by as many levels as the page has above the lesson's."""
    level = min(int(node.tag[1:]) + lowered, 6)
    place = add(parent, "p", {"class": "heading"}) if sheet.plain else add(parent, f"h{level}")
    sheet.text(place, sheet.inline(node), node)


def thematic_break(_sheet: Sheet, parent: _Element, _node: SyntaxTreeNode) -> None:
    add(parent, "hr")


def code(
    sheet: Sheet,
    parent: _Element,
    node: SyntaxTreeNode,
    write: Callable[[_Element, str, str], None] = highlight,
) -> None:
    """A listing, with its title if it has one; one that the page hides is hidden here too.

    `write` puts text in a language into an element.
    """
    if node.meta.get("hidden"):
        return
    words = node.info.split()
    language = words[0].strip("{}.").lower() if words else ""
    known = language if _LANGUAGE.fullmatch(language) else ""
    title = attributes(node.info).get("title", "")
    place = add(parent, "figure", {"class": "listing"}) if title else parent
    if title:
        add(place, "figcaption", {"dir": "auto"}, title)
    listing = add(place, "pre", {"class": "code", "dir": "ltr"})
    with sheet.whole(place if title else listing, "code", node):
        inner = add(listing, "code", {"class": f"language-{known}"} if known else {})
        write(inner, node.content.rstrip("\n"), known)


def math(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    with sheet.whole(add(parent, "pre", {"class": "math", "dir": "ltr"}), "math", node) as formula:
        add(formula, "code", text=node.content.strip())


def html(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """An element without words: of what it shows there is a link."""
    opened = [piece for piece in pieces(node.content) if piece.kind == "open"]
    what = str(node.meta.get("shows") or (opened and EMBEDDED.get(opened[0].name)) or "")
    addresses = (piece.attrs.get("src") or piece.attrs.get("href") for piece in opened)
    if what:
        sheet.link(parent, next(filter(None, addresses), ""), what)


def nothing(_sheet: Sheet, _parent: _Element, _node: SyntaxTreeNode) -> None:
    """A line of markup; a footnote, which is written where its section ends."""


def transparent(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A block that only groups others."""
    sheet.render(parent, node.children)


RULES: dict[str, Rule] = {
    "heading": heading,
    "paragraph": paragraph,
    "inline": loose_text,
    "summary": summary,
    "hr": thematic_break,
    "fence": code,
    "code_block": code,
    "math_block": math,
    "math_block_label": math,
    "bullet_list": bullet_list,
    "ordered_list": ordered_list,
    "list_item": item,
    "dl": definitions,
    "dt": stray_definition,
    "dd": stray_definition,
    "table": table,
    "blockquote": quote,
    "container": container,
    "details": details,
    "html_block": html,
    "attribute_list": nothing,
    "container_mark": nothing,
    "definition": nothing,
    "footnote_reference": nothing,
    "template_tag": nothing,
    "": transparent,
}
