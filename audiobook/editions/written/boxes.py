"""Quotes, boxes and figures on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiobook.editions.written.inline import runs_of
from audiobook.editions.written.runs import Run
from audiobook.editions.written.sheet import Sheet
from audiobook.editions.written.shown import figure_source, is_figure
from audiobook.editions.written.xhtml import add
from audiobook.markdown import parse_inline
from audiobook.markdown.boxes import COLLAPSIBLE, EMBEDDED, label_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

_FOR_THE_SITE_NAMES = """
autoclass autofunction automodule bibliography contents eval-rst highlight include index literalinclude meta only raw
tableofcontents toctree
"""
_FOR_THE_SITE = frozenset(_FOR_THE_SITE_NAMES.split())


def quote(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A quote, or the box that it is a disguise of."""
    names = [*node.meta.get("names", ()), *str(node.attrs.get("class", "")).split()]
    style = str(node.attrs.get("style", ""))
    if names and names[0] in EMBEDDED:
        _elsewhere(sheet, parent, node, EMBEDDED[names[0]])
    elif node.meta.get("names") or label_of([*names, style]):
        _box(sheet, parent, node, [*names, style], str(node.meta.get("title", "")))
    else:
        with sheet.whole(add(parent, "blockquote"), "quote", node) as place:
            sheet.render(place, node.children)


def container(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A box, a figure, what is shown from elsewhere; a directive for the site is nothing here."""
    names = list(node.meta.get("names", ()))
    kind = names[0] if names else ""
    if kind in EMBEDDED:
        _elsewhere(sheet, parent, node, EMBEDDED[kind])
    elif is_figure(names):
        _figure(sheet, parent, node)
    elif kind not in _FOR_THE_SITE:
        _box(sheet, parent, node, names, str(node.meta.get("title", "")))


def details(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """Always open: what is heard has to be seen, and not every reader can open it."""
    with sheet.whole(add(parent, "div", {"class": "box"}), "box", node) as place:
        sheet.render(place, node.children)


def summary(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    sheet.text(add(parent, "p", {"class": "title"}), sheet.inline(node), node)


def _figure(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A picture with its caption; its alternative text where the picture is not in the book."""
    options = node.meta.get("options", {})
    source = figure_source(node)
    alternative = str(options.get("alt") or options.get("caption") or options.get("title") or "")
    picture = sheet.context.picture(source, alternative) if source else None
    with sheet.whole(add(parent, "figure"), "picture", node) as place:
        if picture is not None:
            place.append(picture)
        elif alternative:
            sheet.text(add(place, "p", {"class": "picture"}), [Run(alternative)], node)
        sheet.render(place, node.children)


def _box(sheet: Sheet, parent: _Element, node: SyntaxTreeNode, names: Sequence[str], title: str) -> None:
    """A box with its kind and title; one of neither is no more than what is in it."""
    label = "" if COLLAPSIBLE.intersection(names) else label_of(names)
    if not label and not title:
        sheet.render(parent, node.children)
        return
    with sheet.whole(add(parent, "div", {"class": "box", "role": "note"}), "box", node) as place:
        runs = runs_of(parse_inline(title), sheet.context) if title else []
        if label and not title.lower().startswith(label.lower()):
            runs.insert(0, Run(f"{label}: " if title else label))
        if title or not _opens_with(node, label):
            sheet.text(add(place, "p", {"class": "title"}), runs, node)
        sheet.render(place, node.children)


def _opens_with(node: SyntaxTreeNode, label: str) -> bool:
    """Whether the text of a box says itself what the box is: "Note: ..." """
    first = node.children[0] if node.children else None
    words = first.children[0].content if first and first.type == "paragraph" and first.children else ""
    return str(words).lstrip("*_ ").lower().startswith(label.lower())


def _elsewhere(sheet: Sheet, parent: _Element, node: SyntaxTreeNode, what: str) -> None:
    link = next((inner for inner in node.walk() if inner.type == "link"), None)
    sheet.link(parent, str(link.attrs.get("href", "")) if link else "", what)
