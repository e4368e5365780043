"""Boxes: admonitions, alerts, `:::` containers and collapsible details. Their kind comes first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown import parse_inline
from audiobook.markdown.boxes import COLLAPSIBLE, EMBEDDED, PICTURES, label_of
from audiobook.model import Written
from audiobook.narration.blocks.text import images, tell_unheard
from audiobook.narration.inline import Image, Inline, read
from audiobook.narration.writing import EMPTY, join, led

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

LONG_BOX = 2
"""A box of more sentences than this is told to end."""

_LEAD = re.compile(
    r"[*_]{0,3}([A-Za-z][A-Za-z ]{1,20}?)[*_]{0,3}[ \t]*(?:[:.!][*_]{0,3}(?=\s)|[*_]{2,3}(?:\n|$))"
)
_UNHEARD_NAMES = """
autoclass autofunction automodule bibliography contents embed eval-rst highlight iframe include index
literalinclude meta only raw tableofcontents toctree
"""
_UNHEARD = frozenset(_UNHEARD_NAMES.split())


def container(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A `:::` container, MkDocs admonition, component, template's tag, leftover directive or HTML box."""
    meta = node.meta
    names = list(meta.get("names", ()))
    title = str(meta.get("title", ""))
    kind = names[0] if names else ""
    if kind in _UNHEARD:
        narrator.account_all(node, "omitted", f"the directive {kind} is for the page")
    elif kind in EMBEDDED:
        narrator.account_all(node, "omitted", EMBEDDED[kind])
    elif kind in PICTURES:
        _picture(narrator, node, meta.get("options", {}))
    elif not COLLAPSIBLE.isdisjoint(names):
        label = label_of(name for name in names if name not in COLLAPSIBLE)
        _optional(narrator, node, _titled(narrator, title or label), node.children)
    else:
        box(narrator, node, names, title, node.children)


def _titled(narrator: Narrator, title: str) -> Inline:
    return read(parse_inline(title, narrator.footnotes), narrator.expanded) if title else Inline(EMPTY)


def box(
    narrator: Narrator, node: SyntaxTreeNode, names: Sequence[str], title: str, body: Sequence[SyntaxTreeNode]
) -> None:
    """The kind and title of a box, what is in it, and its end when it is long.

    A box of no known kind is no more than what is in it.
    """
    label = label_of(names)
    narrator.account(node)
    heading = _titled(narrator, title)
    own_heading = body[0] if body and body[0].type == "heading" and body[0].children else None
    if own_heading is not None and not heading.written.text and not narrator.is_directed(own_heading):
        heading = narrator.read(own_heading.children[0])
        narrator.account(own_heading)
        body = body[1:]
    opening = _opening(label, heading.written)
    if heading.written.text or not _opens_with(body, label):
        narrator.say(opening, "note", node, narrator.pauses.sentence if label else narrator.pauses.paragraph)
    narrator.footnotes_of(heading, node)
    chapter = narrator.chapters[-1]
    before = len(chapter.utterances)
    narrator.walk(body)
    if label and len(chapter.utterances) - before > LONG_BOX and chapter is narrator.chapters[-1]:
        narrator.tell(f"End of {label.lower()}.", "note", node, narrator.pauses.way_back)
    else:
        narrator.pause(narrator.pauses.way_back)
    if opening.text:
        narrator.heard = ""


def _opens_with(body: Sequence[SyntaxTreeNode], label: str) -> bool:
    """Whether the text of a box says itself what the box is: "Note: ..." """
    if not label or not body or body[0].type != "paragraph" or not body[0].children:
        return False
    lead = _LEAD.match(body[0].children[0].content)
    return bool(lead and label_of([lead[1].lower().replace(" ", "-")]) == label)


def _opening(label: str, title: Written) -> Written:
    """`Warning.`, `Warning: Title.`, or the title alone when it begins with the label."""
    if not title.text:
        return Written(label)
    if not label or title.text.lower().startswith(label.lower()) or label_of([title.text.strip(".:!")]):
        return title
    return led(label if label.endswith("version") else f"{label}:", title)


def details(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """HTML's `<details>`: optional, and a chapter of its own, so that a listener can skip it."""
    body = list(node.children)
    summary = Inline(EMPTY)
    if body and body[0].type == "summary":
        first = body.pop(0)
        narrator.account(first)
        texts = [narrator.read(child) for child in first.children if child.type == "inline"]
        notes = tuple(note for text in texts for note in text.notes)
        summary = Inline(join([text.written for text in texts]), notes)
    _optional(narrator, node, summary, body)


def _optional(
    narrator: Narrator, node: SyntaxTreeNode, title: Inline, body: Sequence[SyntaxTreeNode]
) -> None:
    narrator.account(node)
    words = title.written
    with narrator.own_chapter(f"Optional: {words.text}" if words.text else "Optional"):
        narrator.say(
            led("Optional:", words) if words.text else Written("Optional"),
            "note",
            node,
            narrator.pauses.paragraph,
        )
        narrator.footnotes_of(title, node)
        before = len(narrator.chapters[-1].utterances)
        narrator.walk(body)
        if len(narrator.chapters[-1].utterances) - before > LONG_BOX:
            narrator.tell("End of the optional part.", "note", node, narrator.pauses.way_back)
        else:
            narrator.pause(narrator.pauses.way_back)
    narrator.heard = ""


def _picture(narrator: Narrator, node: SyntaxTreeNode, options: Mapping[str, str]) -> None:
    """A picture by its alternative text; without one by what stands in it, which is its caption."""
    alternative = options.get("alt") or options.get("caption") or options.get("title")
    said = images(narrator, node, (Image(alternative, ""),))
    if said:
        narrator.account(node, "described", "by the alternative text of the image")
    elif node.children:
        narrator.account(node, "described", "by the caption of the image")
        narrator.say(Written("Image"), "image", node, narrator.pauses.sentence)
    else:
        narrator.account(node, "omitted", "an image has no alternative text")
        tell_unheard(narrator, node, "It is shown")
        narrator.unseen = True
    narrator.walk(node.children)
    if said or node.children:
        narrator.heard = "image"
