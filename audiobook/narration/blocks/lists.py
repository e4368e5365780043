"""Lists: how many items, each item a sentence, and where in nested ones the listener is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration.blocks.definitions import definitions_of, is_definitions
from audiobook.narration.blocks.imperatives import is_imperative
from audiobook.narration.blocks.text import is_contents
from audiobook.narration.inline import Inline
from audiobook.narration.numerals import cardinal, ordinal
from audiobook.narration.parts import SILENT_TYPES
from audiobook.narration.writing import EMPTY, cut, join, led, said_as, with_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if "toc" in node.attrs or is_contents(node):
        narrator.account_all(node, "omitted", "a table of contents")
        return
    items = [child for child in node.children if child.type == "list_item"]
    if is_definitions(items):
        definitions_of(narrator, node, items)
        return
    narrator.account(node)
    tasks = any("done" in item.meta for item in items)
    _announce(narrator, node, items)
    narrator.depth += 1
    parent = narrator.parent
    labels = iter([""] * len(items) if tasks or node.type == "bullet_list" else _labels(node, items))

    def tell(_: int, child: SyntaxTreeNode) -> None:
        if child.type == "list_item":
            _item(narrator, child, next(labels), parent)
        else:
            narrator.aside(child, "list")

    narrator.walk_with(node.children, tell)
    narrator.depth -= 1
    narrator.parent = parent
    narrator.pause(narrator.pauses.way_back if narrator.depth else narrator.pauses.paragraph)
    narrator.heard = "list"


def list_item(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """An item that HTML left outside any list."""
    narrator.account(node)
    _item(narrator, node, "", EMPTY)


def _announce(narrator: Narrator, node: SyntaxTreeNode, items: Sequence[SyntaxTreeNode]) -> None:
    """`Three items.` before the first, or where the list is: `Under Fruits, three items.`"""
    count = len(items)
    counted = count >= COUNTED_FROM and not _COUNT_WORDS.search(_last_sentence(narrator.prose))
    noun = "steps" if node.type == "ordered_list" and _imperatives(items) else "items"
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
    narrator.parent = EMPTY
    blocks = list(item.children)
    while blocks and blocks[0].type in SILENT_TYPES:
        narrator.block(blocks.pop(0))
    first = blocks[0] if blocks else None
    if first is None:
        narrator.account(item, "omitted", "an empty item")
    elif first.type == "inline" or (first.type == "paragraph" and first.children):
        narrator.walk_with(
            blocks,
            lambda index, block: (
                narrator.block(block)
                if index
                else narrator.block_with(block, lambda: _text(narrator, item, block, label, parent))
            ),
        )
    else:
        if label:
            narrator.say(said_as(*_label_words(label)), "list", item, narrator.pauses.sentence)
        narrator.walk(blocks)


def _text(
    narrator: Narrator, item: SyntaxTreeNode, block: SyntaxTreeNode, label: str, parent: Written
) -> None:
    """The text that an item begins with, after its lead."""
    inline = _signed(narrator.read(block if block.type == "inline" else block.children[0]))
    if inline.images and not inline.outside_images and block.type == "paragraph":
        narrator.walk([block])
    else:
        lead = _lead(narrator, item, label, parent, inline.written) if inline.written.text else EMPTY
        said = narrator.prose_of(block, inline, "list", narrator.pauses.item, lead)
        if block.type == "paragraph":
            reason = "struck out" if inline.struck_out else "no words in it"
            narrator.account(block, "spoken" if said else "omitted", inline.omission if said else reason)
    narrator.parent = inline.written


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


def _labels(node: SyntaxTreeNode, items: Sequence[SyntaxTreeNode]) -> list[str]:
    """For each item of an ordered list what is shown and what is said, as `1.|Step one:`."""
    start = int(node.attrs.get("start", 1))
    numbers = range(start, start + len(items))
    if _imperatives(items):
        return [f"{number}.|Step {cardinal(number)}:" for number in numbers]
    if start == 1 and len(items) <= _FIRSTS:
        return [f"{number}.|{ordinal(number).capitalize()}," for number in numbers]
    return [f"{number}.|{cardinal(number).capitalize()}," for number in numbers]


def _imperatives(items: Sequence[SyntaxTreeNode]) -> bool:
    """Whether most items of a list tell the listener to do something."""
    texts = [
        item.children[0].children[0].content for item in items if item.children and item.children[0].children
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
    if len(name.text.split()) > _SHORT_NAME:
        return EMPTY
    sentence = re.search(r"[.?!]\s", name.text)
    name = cut(name, 0, sentence.start() if sentence else len(name.text))
    return cut(name, 0, len(name.text.rstrip(" .:,;!?")))


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
