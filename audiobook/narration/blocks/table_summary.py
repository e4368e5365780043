"""Larger tables by their size, columns, a sample row and the extremes of their numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from audiobook.model import Written
from audiobook.narration.blocks.footnotes import unheard
from audiobook.narration.blocks.table_rows import row_words, said_cell, unstopped
from audiobook.narration.inline import Inline
from audiobook.narration.numerals import cardinal, counted
from audiobook.narration.references import WRITTEN_LESSON
from audiobook.narration.writing import EMPTY, join, led, listing

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.blocks.grid import Grid
    from audiobook.narration.narrator import Narrator

LONG_ROW = 240
"""Characters: a longer row is said a sentence an utterance."""

_NAMED_COLUMNS = 8
_EXTREMES = 2
_NUMBER = re.compile(
    r"(?P<before>[$€£~≈<>]?)\s?(?P<number>[-+−]?\d[\d,]*(?:\.\d+)?)\s?(?P<after>[%A-Za-zµ°/]{0,8})$"
)
_COUNTER_NAME = re.compile(
    r"(?:#|no\.?|nr\.?|id|index|rank|year|number|step|port|line|version|code)$", re.IGNORECASE
)


def summarize(narrator: Narrator, node: SyntaxTreeNode, grid: Grid) -> None:
    size = f"A table of {counted(len(grid.rows), 'row')} and {counted(grid.columns, 'column')}"
    names = [name for name in grid.names if name.text]
    narrator.footnotes_of(Inline(EMPTY, grid.notes[0]), node)
    if names:
        shown: list[Written] = list(names[:_NAMED_COLUMNS])
        if len(names) > _NAMED_COLUMNS:
            shown.append(Written(f"{cardinal(len(names) - _NAMED_COLUMNS)} more"))
        narrator.say(led(f"{size}:", listing(shown)), "table", node, narrator.pauses.item, whole=True)
    else:
        narrator.say(Written(size), "table", node, narrator.pauses.item)
    if is_form(grid):
        heads = [row[0] for row in grid.rows if row[0].text]
        if 0 < len(heads) <= _NAMED_COLUMNS:
            narrator.say(led("Its rows:", listing(heads)), "table", node, narrator.pauses.item, whole=True)
        narrator.tell("The cells are empty, to be filled in.", "table", node, narrator.pauses.item)
    elif sample_row := _sample_row(grid):
        number, row = sample_row
        sample = led("For example,", _sample(grid, row))
        narrator.say(sample, "table", node, narrator.pauses.item, whole=len(sample.text) < LONG_ROW)
        narrator.footnotes_of(Inline(EMPTY, grid.notes[number]), node)
    for sentence in _extremes(grid)[:_EXTREMES]:
        narrator.say(sentence, "table", node, narrator.pauses.item, whole=True)
    narrator.tell(f"The full table is {WRITTEN_LESSON}.", "table", node, narrator.pauses.paragraph)
    unheard(narrator, (note for notes in grid.notes for note in notes))


def is_form(grid: Grid) -> bool:
    """Whether a table is there to be filled in: no row has more than its header."""
    return (
        not any(grid.blocks)
        and bool(grid.rows)
        and grid.columns > 1
        and not any(cell.text for row in grid.rows for cell in row[1:])
    )


def _sample_row(grid: Grid) -> tuple[int, tuple[Written, ...]] | None:
    """The first row with text, and its number, from 1; rather one of several cells than a title between rows."""
    rows = [each for each in enumerate(grid.rows, 1) if any(cell.text for cell in each[1])]
    return next((each for each in rows if len(each[1]) > 1), rows[0] if rows else None)


def _sample(grid: Grid, row: tuple[Written, ...]) -> Written:
    """A row, each value after the name of its column."""
    row = row[:_NAMED_COLUMNS]
    if not grid.names:
        return row_words((), row)
    pairs = []
    for name, cell in zip((*grid.names, *(EMPTY,) * len(row)), row, strict=False):
        if cell.text:
            pairs.append(join((unstopped(name), unstopped(said_cell(cell)))))
    return join(pairs, ". " if any("," in cell.text for cell in row) else ", ")


def _extremes(grid: Grid) -> list[Written]:
    """For each column of measures its least and greatest value, and whose they are."""
    sentences = []
    for column in range(1, grid.columns):
        name = grid.names[column] if column < len(grid.names) else EMPTY
        cells = [(row[0], row[column]) for row in grid.rows if column < len(row) and row[column].text]
        numbers = [_number(cell.text) for _, cell in cells]
        known = [number for number in numbers if number is not None]
        if len(cells) < 3 or len(known) < len(cells) or not name.text or _COUNTER_NAME.search(name.text):
            continue
        if len({unit for _, unit in known}) > 1 or len({value for value, _ in known}) < 3:
            continue
        order = sorted(range(len(cells)), key=lambda index: known[index][0])
        low, high = cells[order[0]], cells[order[-1]]
        span = (
            Written("from"),
            low[1],
            Written("for"),
            low[0],
            Written("to"),
            high[1],
            Written("for"),
            high[0],
        )
        sentences.append(join((unstopped(name), join(span)), ": "))
    return sentences


def _number(text: str) -> tuple[Decimal, str] | None:
    """A cell's number and its unit; None for anything else."""
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    digits = match["number"].replace(",", "").replace("−", "-")
    return Decimal(digits), match["before"] + match["after"]
