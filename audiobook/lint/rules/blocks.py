"""Blocks that are lost for a listener, or too big to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit
from audiobook.markdown.tables import grid_of, heads_in
from audiobook.narration.blocks.tables import SMALL_COLUMNS, SMALL_ROWS
from audiobook.narration.code.languages import PLAIN, read_info
from audiobook.narration.patterns import BADGE
from audiobook.narration.references import kind_of

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.lint.page import Page, Text

_NO_ALTERNATIVE = "an image has no alternative text"
_ALT_FIX = 'Write in its brackets what it shows; for decoration, an `<img>` with `alt=""` says so'
_SAYS_NOTHING = re.compile(
    r"(?:the |an? |this )?(?:image|picture|photo|figure|fig\.?|diagram|screenshot|screen ?shot|graphic|img|alt"
    r"(?: text)?)\s*\d*\.?",
    re.IGNORECASE,
)


def images_without_words(page: Page) -> Iterator[Hit]:
    """Images without alternative text, or with one that says no more than that there is an image."""
    found: set[int] = set()
    for text in page.texts:
        for hit in _images(text):
            found.add(text.place.line)
            yield hit
    for entry in page.script.ledger:  # those of elements and directives, which are no text
        if entry.reason == _NO_ALTERNATIVE and not any(
            line in found for line in range(entry.line, entry.end_line + 1)
        ):
            yield Hit(entry.line, "the listener does not learn of this image", _ALT_FIX)


def _images(text: Text) -> Iterator[Hit]:
    for image in text.inline.images:
        line = text.place.line_of(image.source)
        if image.alternative is None:
            yield Hit(line, f"the listener does not learn of the image `{image.source}`", _ALT_FIX)
        elif _SAYS_NOTHING.fullmatch(image.alternative.strip()):
            reason = f'"{image.alternative}" does not say what the image shows'
            yield Hit(line, reason, _ALT_FIX)
    for node in text.place.node.walk():
        source = str(node.attrs.get("src", "")) if node.type == "image" else ""
        if source and not node.content.strip() and not BADGE.search(source) and not _is_labelled(node):
            line = text.place.line_of(source)
            yield Hit(line, f"the listener does not learn of the image `{source}`", _ALT_FIX)


def _is_labelled(node: SyntaxTreeNode) -> bool:
    """Whether an attribute list after an image gives it an alternative text, be it an empty one."""
    siblings = node.parent.children if node.parent else []
    after = next((b for a, b in pairwise(siblings) if a is node), None)
    return after is not None and bool(re.match(r"\{[^{}]*\balt=", after.content))


def large_tables(page: Page) -> Iterator[Hit]:
    """Tables beyond the limits: as configured, else those that narration sums up instead of telling."""
    most_rows = page.settings.max_table_rows or SMALL_ROWS
    most_columns = page.settings.max_table_columns or SMALL_COLUMNS
    for place in page.places:
        if place.node.type != "table":
            continue
        grid = grid_of(place.node)
        columns = max(map(len, grid), default=0)
        body = len(grid) - heads_in(grid)
        if body > most_rows or columns > most_columns:
            size = f"{body} rows and {columns} columns are too many to follow by ear"
            fix = "Say in a paragraph what it shows, split it, or put the words before it: `<!-- narrate: ... -->`"
            yield Hit(place.line, size, fix)


def large_code(page: Page) -> Iterator[Hit]:
    """Programs beyond the limit that are told; output is told as a count of lines, however long."""
    announced = {entry.line for entry in page.script.ledger if _announcement(entry.reason)}
    for place in page.places:
        if place.node.type not in ("fence", "code_block") or kind_of(place.node) != "code":
            continue
        lines = sum(bool(line.strip()) for line in place.node.content.split("\n"))
        is_big = lines > page.settings.max_code_lines
        if is_big and not _is_output(place.node) and place.line not in announced:
            reason = f"of {lines} lines of code a listener hears a few sentences"
            fix = (
                "Split it where the prose can explain each part, or say what matters: `<!-- narrate: ... -->`"
            )
            yield Hit(place.line, reason, fix)


def announced_code(page: Page) -> Iterator[Hit]:
    """Blocks of which a listener hears only that they are there, though nobody asked for that."""
    output = {place.line for place in page.places if _is_output(place.node)}
    for entry in page.script.ledger:
        reason = _announcement(entry.reason)
        if reason and reason != "configured" and not (reason == _NOTHING and entry.line in output):
            fix = "Say before it what it shows: `<!-- narrate: ... -->`, or leave it out: `<!-- narrate: skip -->`"
            yield Hit(entry.line, reason, fix)


def _is_output(node: SyntaxTreeNode) -> bool:
    """Whether a fence says that it holds text rather than a program."""
    name = read_info(node.info).name if node.type == "fence" else ""
    return bool(name) and name in PLAIN


def _announcement(reason: str) -> str:
    """Why a block was only announced, by its reason in the ledger; empty when it was told."""
    return _ANNOUNCED.get(reason, "")


_NOTHING = "the listener hears only how long this block is: nothing in it can be told"
_ANNOUNCED = {
    "announced, as configured": "configured",
    "too long to tell by ear": "the listener hears only how long this block is: it is too long to be told",
    "nothing in it can be told by ear": _NOTHING,
    "a diagram, announced": "the listener hears only that there is a diagram: only mermaid is told",
    "the block is empty": "the listener hears that an example is empty",
}

# Left out, and nobody misses it: what is for the page alone, what has no words, what its author took out.
NOT_MISSED = frozenset(
    (
        "HTML without text",
        "a citation",
        "a table of contents",
        "an empty item",
        "an image that is decoration",
        "an import of the site generator",
        "left out by the author",
        "links within the page",
        "no words in it",
        "struck out",
    )
)


def omitted_blocks(page: Page) -> Iterator[Hit]:
    """What narration left out, but for what is not missed and for images, which have a rule of their own."""
    told = 0  # the last line of the block reported last, with all blocks within it
    for entry in page.script.left_out:
        reason = entry.reason
        if (
            entry.end_line <= told
            or reason in NOT_MISSED
            or reason == _NO_ALTERNATIVE
            or reason.endswith(" is for the page")
        ):
            continue
        told = entry.end_line
        what = f"the listener does not get this block: {reason}"
        fix = "Say in words what it holds, `<!-- narrate: ... -->`, or that it may be missed, `<!-- narrate: skip -->`"
        yield Hit(entry.line, what, fix)
