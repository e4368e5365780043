"""Block quotes: who says it, the words in another voice, and where they end. Many are boxes in disguise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown import parse_inline
from audiobook.model import Written
from audiobook.narration.blocks.boxes import box, label_of
from audiobook.narration.inline import Inline, read
from audiobook.narration.writing import EMPTY, cut, led

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

_ATTRIBUTION = re.compile(r"^[ \t]*(?:—|–|--+|―|~|-(?=[ \t]))[ \t]*(?P<who>\S.{0,150})$", re.DOTALL)
_BOX_LEAD = re.compile(r"([A-Z][\w ]{1,20})[:!.]?$")


def blockquote(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """`Quote from X. ... End quote.`, an alert or another box by its kind, or a box with a heading of its own."""
    names = [*node.meta.get("names", ()), *str(node.attrs.get("class", "")).split()]
    if label_of(names) or node.meta.get("names"):
        box(narrator, node, names, str(node.meta.get("title", "")), node.children)
    elif _is_box(node):
        narrator.account(node)
        narrator.walk(node.children)
        narrator.pause(narrator.pauses.way_back)
    else:
        _quote(narrator, node)


def _quote(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node)
    body, who = _attributed(node.children)
    lead = led("Quote from", who) if who.text else Written("Quote")
    narrator.say(lead, "quote", node, narrator.pauses.sentence, whole=True)
    with narrator.voice("quote"):
        for child in body:
            if isinstance(child, tuple):
                paragraph, inline = child
                narrator.account(paragraph)
                narrator.prose_of(paragraph, inline, "quote", narrator.pauses.paragraph)
            elif child.type == "paragraph" and child.children:
                narrator.account(child)
                narrator.prose_of(child, narrator.read(child.children[0]), "quote", narrator.pauses.paragraph)
            else:
                narrator.walk([child])
    narrator.tell("End quote.", "quote", node, narrator.pauses.paragraph)


def _attributed(
    children: Sequence[SyntaxTreeNode],
) -> tuple[list[SyntaxTreeNode | tuple[SyntaxTreeNode, Inline]], Written]:
    """The blocks of a quote, its last paragraph without the line that names who said it, and that name."""
    last = children[-1] if children else None
    body: list[SyntaxTreeNode | tuple[SyntaxTreeNode, Inline]] = list(children)
    if last is None or last.type != "paragraph" or not last.children:
        return body, EMPTY
    *before, line = last.children[0].content.rstrip().split("\n")
    match = _ATTRIBUTION.match(line)
    if match is None or (not before and len(children) == 1):
        return body, EMPTY
    who = read(parse_inline(match["who"])).written
    text = "\n".join(before).rstrip("\\ \t")
    body[-1] = (last, read(parse_inline(text)) if text else Inline(EMPTY))
    return body, cut(who, 0, len(who.text.rstrip(".")))


def _is_box(node: SyntaxTreeNode) -> bool:
    """Whether a quote quotes nobody: it opens with a heading, or with a bold word such as "Note:"."""
    first = node.children[0] if node.children else None
    if first is None or first.type == "heading":
        return first is not None
    if first.type != "paragraph" or not first.children:
        return False
    inner = [
        child
        for child in first.children[0].children
        if not (child.type == "text" and not child.content.strip())
    ]
    if not inner or inner[0].type != "strong":
        return False
    lead = read(first.children[0]).written
    bold = next((mark for mark in lead.marks if mark.kind == "strong"), None)
    match = _BOX_LEAD.match(lead.text[: bold.end].strip()) if bold else None
    return bool(match and label_of([match[1].lower().strip()]))
