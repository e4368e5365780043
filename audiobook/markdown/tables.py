"""Tables: which cells stand in which row and column, where cells of HTML reach over several.

The reader of HTML finds the place of every cell once, when the table ends: https://html.spec.whatwg.org/#forming-a-table.
Each cell then has its column, and no more rows and columns than there are; every other stage builds on that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

CELLS = ("th", "td")
_GROUPS = ("thead", "tbody")
PARTS = (*_GROUPS, "tr")
_SPANS = ("rowspan", "colspan")

_MOST_ROWS, _MOST_COLUMNS = 65_534, 1000  # as browsers limit them
_MOST_PLACES = 50_000
"""In a table with cells that reach over others: in a larger one no cell does, or a short file would fill the memory."""

_WHOLE_NUMBER = re.compile(r"[ \t\n\f\r]*\+?([0-9]{1,9})")

Grid = list[list["SyntaxTreeNode | None"]]


# -- as a table is read ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cell:
    """A cell as it is written: `rows` is 0 where it reaches to the end of its group of rows."""

    token: Token
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its group: from `row` over `rows`, and the half-open columns as browsers count them."""

    token: Token
    row: int
    rows: int
    start: int
    end: int


@dataclass(slots=True)
class OpenTable:
    """The rows of a table of HTML, by their groups, while it is read.

    opening, group, row: the opening tokens of the table, and of the group and row that began last.
    """

    opening: Token
    group: Token | None = None
    row: Token | None = None
    groups: list[list[list[Cell]]] = field(default_factory=list)
    spans: bool = False

    def note(self, token: Token, holder: Token, attributes: Mapping[str, str]) -> None:
        """Take up an element that opens right within `holder`, if it is a part of this table."""
        kind = token.type.removesuffix("_open")
        if kind in _GROUPS and holder is self.opening:
            self.group = token
            self.groups.append([])
        elif kind == "tr" and holder is self.opening:
            if self.group is not None or not self.groups:
                self.groups.append([])
            self.group = None
            self._begin_row(token)
        elif kind == "tr" and holder is self.group:
            self._begin_row(token)
        elif kind in CELLS and holder is self.row:
            rows = min(_number(attributes.get("rowspan", "")), _MOST_ROWS)
            columns = min(_number(attributes.get("colspan", "")) or 1, _MOST_COLUMNS)
            self.spans = self.spans or (rows, columns) != (1, 1)
            self.groups[-1][-1].append(Cell(token, rows, columns))

    def _begin_row(self, token: Token) -> None:
        self.row = token
        self.groups[-1].append([])

    def close(self) -> None:
        """Give each cell its column, and how many rows and columns it covers where these are more than one."""
        if not self.spans:
            return
        groups = []
        for group in self.groups:
            if (placed := _placed(group)) is None:
                return
            groups.append(placed)
        # A column in which no cell begins is none: nobody could tell it from the one before it.
        begun = sorted({cell.start for each in groups for cell in each})
        if sum(_places(each, begun) for each in groups) > _MOST_PLACES:
            return
        for each in groups:
            for cell in each:
                first, end = bisect_left(begun, cell.start), bisect_left(begun, cell.end)
                cell.token.meta["column"] = first
                for name, count in zip(_SPANS, (cell.rows, end - first), strict=True):
                    if count > 1:
                        cell.token.attrs[name] = count


def _number(value: str) -> int:
    """A whole number as HTML reads it; 1 for what is none."""
    found = _WHOLE_NUMBER.match(value)
    return int(found[1]) if found else 1


def _placed(rows: list[list[Cell]]) -> list[_Placed] | None:
    """The cells of a group of rows in their places; None where they would be too many to go through.

    A row without cells is none. No cell covers another: it ends where one begins that reaches down to it.
    """
    filled = list(accumulate((bool(row) for row in rows), initial=0))
    placed: list[_Placed] = []
    above: list[_Placed] = []  # cells that reach down into this row, from left to right
    seen = 0
    for number, row in enumerate(rows):
        if not row:
            continue
        above = [cell for cell in above if cell.row + cell.rows > filled[number]]
        seen += len(above) + len(row)
        if seen > _MOST_PLACES:
            return None
        column, taken, here = 0, 0, []
        for cell in row:
            while taken < len(above) and above[taken].start <= column:
                column = above[taken].end
                taken += 1
            end = column + cell.columns
            if taken < len(above):
                end = min(end, above[taken].start)
            last = min(number + cell.rows, len(rows)) if cell.rows else len(rows)
            here.append(_Placed(cell.token, filled[number], filled[last] - filled[number], column, end))
            column = end
        placed += here
        above = sorted([*above, *here], key=lambda cell: cell.start)
    return placed


def _places(cells: list[_Placed], begun: list[int]) -> int:
    """How many places the rows of a group have, up to the last cell of each."""
    widths: dict[int, int] = {}
    for cell in cells:
        width = bisect_left(begun, cell.end)
        for row in range(cell.row, cell.row + cell.rows):
            widths[row] = max(widths.get(row, 0), width)
    return sum(widths.values())


# -- as a table is looked at -----------------------------------------------------------------------------------


def rows_of(table: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The rows of this table that have cells, not those of tables within its cells."""
    return [row for part in parts_of(table) for row in rows_in(part)]


def parts_of(table: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The head, the bodies and the rows outside of them."""
    return [child for child in table.children if child.type in PARTS]


def rows_in(part: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The rows with cells in one of `parts_of` a table."""
    rows = [part] if part.type == "tr" else [row for row in part.children if row.type == "tr"]
    return [row for row in rows if cells_of(row)]


def cells_of(row: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [cell for cell in row.children if cell.type in CELLS]


def spans_of(cell: SyntaxTreeNode) -> dict[str, str]:
    """The attributes of HTML by which a cell covers more than its own place."""
    return {name: str(cell.attrs[name]) for name in _SPANS if name in cell.attrs}


def grid_of(table: SyntaxTreeNode) -> Grid:
    """The cell at each place of the table, row by row of `rows_of`; a cell stands in every place that it covers.

    None in a place that no cell covers. Rows end with their last cell, and may differ in length.
    """
    rows = rows_of(table)
    grid: Grid = [[] for _ in rows]
    for number, row in enumerate(rows):
        for index, cell in enumerate(cells_of(row)):
            start = cell.meta.get("column", index)
            end = start + _count(cell, "colspan")
            for covered in grid[number : number + _count(cell, "rowspan")]:
                covered.extend([None] * (end - len(covered)))
                covered[start:end] = [cell] * (end - start)
    return grid


def heads_in(grid: Grid) -> int:
    """How many rows at the top are a head: all their cells are headers."""
    return next(
        (
            number
            for number, row in enumerate(grid)
            if any(cell is not None and cell.type != "th" for cell in row)
        ),
        len(grid),
    )


def is_one_cell(row: list[SyntaxTreeNode | None]) -> bool:
    """Whether one cell covers a whole row of several columns: a title for the rows below it."""
    return len(row) > 1 and all(cell is row[0] for cell in row)


def once(row: list[SyntaxTreeNode | None]) -> Iterator[SyntaxTreeNode | None]:
    """A row as it is told: what covers all of it is told once."""
    yield from row[:1] if is_one_cell(row) else row


def _count(cell: SyntaxTreeNode, name: str) -> int:
    return int(cell.attrs.get(name, 1))
