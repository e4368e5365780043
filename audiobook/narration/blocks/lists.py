"""Lists: how many items, each item a sentence, and where in nested ones the listener is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration.blocks.imperatives import is_imperative
from audiobook.narration.blocks.text import only_anchors
from audiobook.narration.inline import Inline, written_of
from audiobook.narration.numerals import cardinal, ordinal
from audiobook.narration.writing import EMPTY, cut, join, led, said_as, with_marks

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

COUNTED_FROM = 3
"""A list of this many items or more is told its count, unless the text that leads to it gives one."""

_SHORT_NAME = 6
"""The most words by which a parent item is named."""

_FIRSTS = 5
"""Ordered lists up to this length say "First, second"; longer ones say numbers."""

_COUNT_WORDS = re.compile(
    r"\b(?:\d+|both|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|pair|couple|trio|dozen)\b",
    re.IGNORECASE,
)
_OWN_COUNT = re.compile(
    r"(?:\d+[.):]|step\s+\w+|first(?:ly)?\b|one\b|second(?:ly)?\b|next\b|then\b|last(?:ly)?\b|finally\b)",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"\s*(?::\s|\s[–—-]\s|\s\(|;|$)")
_SIGNS = {
    **dict.fromkeys("✅✔✓☑👍", "Yes:"),
    **dict.fromkeys("❌✗✘✖🚫👎", "No:"),
    "⚠": "Warning:",
    "💡": "Tip:",
}


def list_of(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A bullet or ordered list, perhaps within another."""
    if "toc" in node.attrs or _is_contents(node):
        narrator.account_all(node, "omitted", "a table of contents")
        return
    narrator.account(node)
    items = node.children
    tasks = any("done" in item.meta for item in items)
    _announce(narrator, node, len(items))
    narrator.depth += 1
    parent = narrator.parent
    labels = [""] * len(items) if tasks or node.type == "bullet_list" else _labels(node)
    narrator.walk_with(items, lambda index, item: _item(narrator, item, labels[index], parent))
    narrator.depth -= 1
    narrator.parent = parent
    narrator.pause(narrator.pauses.way_back if narrator.depth else narrator.pauses.paragraph)
    narrator.heard = "list"


def _is_contents(node: SyntaxTreeNode) -> bool:
    """Whether every item of a list is a link to a place on the same page."""
    texts = [inner for inner in node.walk() if inner.type == "inline"]
    return len(texts) > 1 and all(only_anchors(written_of(text)) for text in texts)


def list_item(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """An item that HTML left outside any list."""
    _item(narrator, node, "", EMPTY)


def _announce(narrator: Narrator, node: SyntaxTreeNode, count: int) -> None:
    """`Three items.` before the first, or where the list is: `Under Fruits, three items.`"""
    counted = count >= COUNTED_FROM and not _COUNT_WORDS.search(_last_sentence(narrator.prose))
    noun = "steps" if node.type == "ordered_list" and _imperatives(node) else "items"
    name = _name(narrator.parent) if narrator.depth else EMPTY
    if name.text and (counted or narrator.depth == 1):
        under = join((said_as("Under", None), name))
        rest = f", {cardinal(count)} {noun}" if counted else ""
        narrator.say(join((under, Written(rest)), ""), "list", node, narrator.pauses.item, whole=True)
    elif counted:
        text = f"{cardinal(count).capitalize()} {noun}"
        narrator.say(Written(text), "list", node, narrator.pauses.item)


def _last_sentence(prose: str) -> str:
    return re.split(r"(?<=[.?!])\s", prose.rstrip())[-1]


def _item(narrator: Narrator, item: SyntaxTreeNode, label: str, parent: Written) -> None:
    """One item: its lead and first paragraph, then whatever else it holds."""
    first = item.children[0] if item.children else None
    narrator.parent = EMPTY
    if first is None:
        narrator.account(item, "omitted", "an empty item")
        return
    blocks = item.children
    if first.type == "paragraph" and first.children:
        inline = _signed(narrator.read(first.children[0]))
        lead = _lead(narrator, item, label, parent, inline.written)
        said = 0
        if inline.images and not inline.outside_images:
            narrator.walk([first])
        else:
            said = narrator.prose_of(
                first, inline, "list", narrator.pauses.item, lead if inline.written.text else EMPTY
            )
            reason = "struck out" if inline.struck_out else "no words in it"
            narrator.account(first, "spoken" if said else "omitted", inline.omission if said else reason)
        narrator.parent = inline.written
        blocks = blocks[1:]
    elif first.type == "inline":
        inline = _signed(narrator.read(first))
        narrator.prose_of(
            item, inline, "list", narrator.pauses.item, _lead(narrator, item, label, parent, inline.written)
        )
        narrator.parent = inline.written
        blocks = blocks[1:]
    elif label:
        narrator.say(said_as(*_label_words(label)), "list", item, narrator.pauses.sentence)
    narrator.walk(blocks)


def _lead(narrator: Narrator, item: SyntaxTreeNode, label: str, parent: Written, text: Written) -> Written:
    """What is said before an item: that it is done, its number, and past depth two whose item it is."""
    leads = []
    if narrator.depth > 2 and _name(parent).text:
        leads.append(led("Under", join((_name(parent), Written("")), "")))
        leads[-1] = join((leads[-1], Written(":")), "")
    if "done" in item.meta:
        leads.append(Written("Done:" if item.meta["done"] else "To do:"))
    if label and not _OWN_COUNT.match(text.text):
        leads.append(said_as(*_label_words(label)))
    return join(leads)


def _label_words(label: str) -> tuple[str, str]:
    shown, _, said = label.partition("|")
    return shown, said


def _labels(node: SyntaxTreeNode) -> list[str]:
    """For each item of an ordered list what is shown and what is said, as `1.|Step one:`."""
    start = int(node.attrs.get("start", 1))
    numbers = range(start, start + len(node.children))
    if _imperatives(node):
        return [f"{number}.|Step {cardinal(number)}:" for number in numbers]
    if start == 1 and len(node.children) <= _FIRSTS:
        return [f"{number}.|{ordinal(number).capitalize()}," for number in numbers]
    return [f"{number}.|{cardinal(number).capitalize()}," for number in numbers]


def _imperatives(node: SyntaxTreeNode) -> bool:
    """Whether most items of a list tell the listener to do something."""
    texts = [
        item.children[0].children[0].content
        for item in node.children
        if item.children and item.children[0].children
    ]
    return bool(texts) and sum(map(is_imperative, texts)) * 2 > len(texts)


def _name(parent: Written) -> Written:
    """A parent item in a few words: its bold beginning, or what stands before a colon or dash; else nothing."""
    bold = next((mark for mark in parent.marks if mark.kind == "strong"), None)
    if bold is not None and bold.start == 0:
        name = cut(parent, 0, bold.end)
    else:
        end = _NAME_END.search(parent.text)
        name = cut(parent, 0, end.start() if end else len(parent.text))
    name = cut(name, 0, len(name.text.rstrip(" .:,;!?")))
    return name if 0 < len(name.text.split()) <= _SHORT_NAME else EMPTY


def _signed(inline: Inline) -> Inline:
    """A check mark or cross at the start of an item is said: it is what the item means."""
    text = inline.written.text
    said = _SIGNS.get(text[:1])
    if said is None:
        return inline
    end = 2 if text[1:2] == "\ufe0f" else 1
    if not text[end:].strip():
        said = said.rstrip(":")
    marked = with_marks(inline.written, (Mark(0, end, "say", said),))
    return Inline(
        marked,
        inline.notes,
        inline.images,
        inline.comments,
        inline.outside_images,
        inline.left_out,
        inline.struck_out,
    )


def definition_list(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """`Term: meaning.` for each term; of several meanings each begins with the term."""
    narrator.account(node)
    terms: list[Written] = []
    said_terms = True
    for child in node.children:
        if child.type == "dt":
            terms = terms if not said_terms else []
            said_terms = False
            terms += [narrator.read(inner).written for inner in child.children if inner.type == "inline"]
            continue
        _meaning(narrator, child, _term(terms), again=said_terms)
        said_terms = True
    if terms and not said_terms:
        narrator.say(_term(terms), "list", node, narrator.pauses.item)
    narrator.pause(narrator.pauses.paragraph)


def _term(terms: list[Written]) -> Written:
    return join(terms, ", ")


def _meaning(narrator: Narrator, meaning: SyntaxTreeNode, term: Written, *, again: bool) -> None:
    lead = join((Written("Or,"), term)) if again and term.text else term
    lead = join((lead, Written(":")), "") if lead.text else lead
    blocks = list(meaning.children)
    first = blocks[0] if blocks else None
    text = first.children[0] if first and first.type == "paragraph" and first.children else first
    if first is not None and text is not None and text.type == "inline":
        inline = narrator.read(text)
        said = narrator.prose_of(first, inline, "list", narrator.pauses.item, lead)
        if first.type == "paragraph":
            reason = inline.omission if said else "no words in it"
            narrator.account(first, "spoken" if said else "omitted", reason)
        blocks = blocks[1:]
    else:
        narrator.say(lead, "list", meaning, narrator.pauses.sentence)
    narrator.walk(blocks)
