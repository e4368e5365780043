"""Block quotes: who says it, the words in another voice, and where they end. Many are boxes in disguise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import EMBEDDED, label_of
from audiobook.model import Written
from audiobook.narration.blocks.boxes import box
from audiobook.narration.blocks.text import paragraph, tell_unheard
from audiobook.narration.inline import Inline, read, read_tokens
from audiobook.narration.writing import cut, led

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

_DASH = re.compile(r"[ \t]*(?:—|–|--+|―|~|-(?=[ \t]))[ \t]*(?=\S)")
_LONGEST_NAME = 150
_PLAIN_LEAD = re.compile(r"([A-Z][A-Za-z ]{1,20}):\s")
_SIGN_LABELS = frozenset("⚠💡📝🚨ℹ❗📌🔔✏📖🚧🛑🔥✨👉")
_CODE_LABELS = frozenset(
    (
        "warning",
        "bulb",
        "memo",
        "information_source",
        "exclamation",
        "pushpin",
        "rotating_light",
        "construction",
    )
)
_BOX_LEAD = re.compile(r"([A-Z][\w ]{1,20})[:!.]?$")


def blockquote(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """`Quote from X. ... End quote.`, an alert or another box by its kind, or a box with a heading of its own."""
    names = [*node.meta.get("names", ()), *str(node.attrs.get("class", "")).split()]
    if names and names[0] in EMBEDDED:
        narrator.account_all(node, "omitted", EMBEDDED[names[0]])
        tell_unheard(narrator, node, "It is")
    elif label_of([*names, str(node.attrs.get("style", ""))]) or node.meta.get("names"):
        names.append(str(node.attrs.get("style", "")))
        box(narrator, node, names, str(node.meta.get("title", "")), node.children)
    elif _is_box(node):
        narrator.account(node)
        narrator.walk(node.children)
        narrator.pause(narrator.pauses.way_back)
    else:
        _quote(narrator, node)


def _quote(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node)
    body = list(node.children)
    last = body[-1] if body else None
    words, who = _attributed(narrator, last)
    if who is not None and not words and len(body) == 1:
        who = None  # a quote that is only a dash and words is no attribution
    narrator.say(_lead(who), "quote", node, narrator.pauses.sentence, whole=True)
    for note in who.notes if who else ():
        narrator.footnote(note, node, narrator.pauses.sentence)
    with narrator.voice("quote"):
        narrator.walk_with(
            body, lambda _, child: _told(narrator, child, words if child is last and who else None)
        )
    narrator.tell("End quote.", "quote", node, narrator.pauses.paragraph)


def _told(narrator: Narrator, node: SyntaxTreeNode, words: Sequence[Token] | None) -> None:
    """One block of a quote; `words` are those of the last paragraph without its attribution."""
    if node.type != "paragraph" or not node.children:
        narrator.block(node)
    else:
        narrator.block_with(node, lambda: _paragraph(narrator, node, words))


def _paragraph(narrator: Narrator, node: SyntaxTreeNode, words: Sequence[Token] | None) -> None:
    inline = narrator.read(node.children[0]) if words is None else read_tokens(words, narrator.expanded)
    if words is None and inline.images and not inline.outside_images:
        paragraph(narrator, node)
        return
    said = narrator.prose_of(node, inline, "quote", narrator.pauses.paragraph)
    if said or words is not None:
        narrator.account(node, "spoken", inline.omission)
    else:
        narrator.account(node, "omitted", "no words in it")


def _lead(who: Inline | None) -> Written:
    """`Quote from Ada Lovelace`, or `Quote, often attributed to her`."""
    if who is None or not who.written.text:
        return Written("Quote")
    name = cut(who.written, 0, len(who.written.text.rstrip(".")))
    return led("Quote from" if name.text[0].isupper() else "Quote,", name)


def _attributed(narrator: Narrator, node: SyntaxTreeNode | None) -> tuple[Sequence[Token], Inline | None]:
    """The tokens of a paragraph before its last line, and who that line names, if it begins with a dash."""
    if node is None or node.type != "paragraph" or not node.children:
        return (), None
    token = node.children[0].token
    tokens = (token.children if token else None) or []
    breaks = [index for index, inner in enumerate(tokens) if inner.type in ("softbreak", "hardbreak")]
    start = breaks[-1] + 1 if breaks else 0
    first = tokens[start] if start < len(tokens) else None
    match = _DASH.match(first.content) if first is not None and first.type == "text" else None
    if first is None or match is None:
        return (), None
    name = [first.copy(content=first.content[match.end() :]), *tokens[start + 1 :]]
    who = read_tokens(name, narrator.expanded)
    return (tokens[: breaks[-1]] if breaks else ()), who if len(who.written.text) <= _LONGEST_NAME else None


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
    text = first.children[0].content
    if text[:1] in _SIGN_LABELS or any(text.startswith(f":{code}:") for code in _CODE_LABELS):
        return True
    plain = _PLAIN_LEAD.match(text)
    if plain and label_of([plain[1].lower().replace(" ", "-")]):
        return True
    if not inner or inner[0].type != "strong":
        return False
    lead = read(first.children[0]).written
    bold = next((mark for mark in lead.marks if mark.kind == "strong"), None)
    match = _BOX_LEAD.match(lead.text[: bold.end].strip()) if bold else None
    return bool(match and label_of([match[1].lower().strip()]))
