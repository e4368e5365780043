"""Tables: small ones row by row, larger ones by their size, columns, a sample row and the extremes of their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.markdown.boxes import label_of
from audiobook.model import Written
from audiobook.narration.blocks.grid import (
    Grid,
    besides,
    captions_of,
    read_grid,
)
from audiobook.narration.blocks.table_rows import row_words
from audiobook.narration.blocks.table_summary import LONG_ROW, is_form, summarize
from audiobook.narration.inline import Inline
from audiobook.narration.numerals import counted
from audiobook.narration.writing import EMPTY, led, listing

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

SMALL_COLUMNS, SMALL_ROWS = 4, 5
"""A table up to this size is told whole."""


def table(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A table whole, or what a listener should know of a larger one; a table of one cell may be a box."""
    captions = [narrator.read(inline) for inline in captions_of(node)]
    grid = read_grid(narrator, node)
    for caption in (*captions, *grid.titles):
        narrator.prose_of(node, caption, "table", narrator.pauses.sentence)
    callout = _callout(grid)
    if not grid.rows and not grid.names:
        narrator.account(node, "omitted", "an empty table")
        narrator.walk(grid.blocks[0])
    elif callout:
        narrator.account(node)
        _tell_callout(narrator, node, grid, callout)
    elif grid.columns <= SMALL_COLUMNS and len(grid.rows) <= SMALL_ROWS and not is_form(grid):
        narrator.account(node)
        _tell_whole(narrator, node, grid)
    else:
        size = f"{counted(len(grid.rows), 'row')} and {counted(grid.columns, 'column')}"
        narrator.account(node, "described", f"a table of {size}")
        summarize(narrator, node, grid)
        for blocks in grid.blocks:
            narrator.walk(blocks)
    for child in besides(node):
        narrator.aside(child, "table")
    narrator.heard, narrator.prose = "" if callout else "table", ""


def _callout(grid: Grid) -> str:
    """What a table is called that is a box in disguise: one column under a name such as "NOTE:"."""
    if grid.columns != 1 or not grid.names or not grid.rows:
        return ""
    return label_of([grid.names[0].text.strip(" :.!").lower().replace(" ", "-")])


def _tell_callout(narrator: Narrator, node: SyntaxTreeNode, grid: Grid, label: str) -> None:
    narrator.say(Written(label), "note", node, narrator.pauses.sentence)
    narrator.walk(grid.blocks[0])
    for (cell, *_), notes, blocks in zip(grid.rows, grid.notes[1:], grid.blocks[1:], strict=True):
        narrator.prose_of(node, Inline(cell, notes), "prose", narrator.pauses.paragraph)
        narrator.walk(blocks)


# -- telling --------------------------------------------------------------------------------------------------


def _tell_whole(narrator: Narrator, node: SyntaxTreeNode, grid: Grid) -> None:
    opening = _opening(grid)
    if opening.text:
        narrator.say(opening, "table", node, narrator.pauses.item, whole=True)
    narrator.footnotes_of(Inline(EMPTY, grid.notes[0]), node)
    narrator.walk(grid.blocks[0])
    for cells, notes, blocks in zip(grid.rows, grid.notes[1:], grid.blocks[1:], strict=True):
        row = row_words(grid.names, cells)
        narrator.say(row, "table", node, narrator.pauses.item, whole=len(row.text) < LONG_ROW)
        narrator.footnotes_of(Inline(EMPTY, notes), node)
        narrator.walk(blocks)
    narrator.pause(narrator.pauses.paragraph)


def _opening(grid: Grid) -> Written:
    """The column names, once."""
    if not grid.names:
        return Written(f"A table of {counted(len(grid.rows), 'row')}")
    names = [name for name in grid.names if name.text]
    if len(grid.names) == 2 and len(names) == 2:
        return led("A table of", listing(names))
    return led(f"A table of {counted(len(names), 'column')}:", listing(names))
