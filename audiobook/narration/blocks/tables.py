"""Tables: small ones row by row, larger ones by their size, columns, a sample row and the extremes of their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration.numerals import cardinal, counted
from audiobook.narration.references import WRITTEN_LESSON
from audiobook.narration.writing import EMPTY, join, led, listing, with_marks

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

SMALL_COLUMNS, SMALL_ROWS = 4, 5
"""A table up to this size is told whole."""

_NAMED_COLUMNS = 8
_EXTREMES = 2
_SIGNS = {
    **dict.fromkeys(("✅", "✔", "✓", "☑", "✔️", "☑️", "👍"), "yes"),
    **dict.fromkeys(("❌", "✗", "✘", "✖", "✖️", "🚫", "👎"), "no"),
    **dict.fromkeys(("-", "–", "—", "--", "---", ""), "none"),
}
_NUMBER = re.compile(
    r"(?P<before>[$€£~≈<>]?)\s?(?P<number>[-+−]?\d[\d,]*(?:\.\d+)?)\s?(?P<after>[%A-Za-zµ°/]{0,8})$"
)
_VALUE = re.compile(r":[a-z]\w*|nil|null|none|None|true|false|True|False|NULL")
_ONE_NAME = re.compile(r"[A-Za-z]+(?<!s)")
_COUNTER_NAME = re.compile(
    r"(?:#|no\.?|nr\.?|id|index|rank|year|number|step|port|line|version|code)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read: the column names (empty where there is no header) and the cells of each row."""

    names: tuple[Written, ...]
    rows: tuple[tuple[Written, ...], ...]

    @property
    def columns(self) -> int:
        return max((len(row) for row in (self.names, *self.rows)), default=0)


def table(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node)
    caption = join([narrator.read(n).written for n in _inlines(node, within="caption")])
    grid = _read(narrator, node)
    if caption.text:
        narrator.say(caption, "table", node, narrator.pauses.sentence)
    if not grid.rows and not grid.names:
        narrator.ledger.pop()
        narrator.account(node, "omitted", "an empty table")
    elif grid.columns <= SMALL_COLUMNS and len(grid.rows) <= SMALL_ROWS and not _is_form(grid):
        _tell_whole(narrator, node, grid)
    else:
        narrator.ledger.pop()
        narrator.account(
            node,
            "described",
            f"a table of {counted(len(grid.rows), 'row')} and {counted(grid.columns, 'column')}",
        )
        _summarize(narrator, node, grid)
    for cell in _cells(node):
        narrator.walk(
            [child for child in cell.children if child.type not in _IN_CELL and not _plain_items(child)]
        )
    narrator.heard, narrator.prose = "table", ""


# -- reading --------------------------------------------------------------------------------------------------


def _cells(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [child for row in _rows(node) for child in row.children if child.type in ("th", "td")]


def _rows(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The rows of this table, not of those within its cells."""
    found = []
    for child in node.children:
        if child.type == "tr":
            found.append(child)
        elif child.type in ("thead", "tbody"):
            found += [row for row in child.children if row.type == "tr"]
    return found


def _inlines(node: SyntaxTreeNode, within: str) -> list[SyntaxTreeNode]:
    return [
        inner
        for child in node.children
        if child.type == within
        for inner in child.children
        if inner.type == "inline"
    ]


def _read(narrator: Narrator, node: SyntaxTreeNode) -> Grid:
    rows = [
        (row, tuple(_cell(narrator, c) for c in row.children if c.type in ("th", "td")))
        for row in _rows(node)
    ]
    rows = [(row, cells) for row, cells in rows if cells]
    names: tuple[Written, ...] = ()
    headed = rows and all(cell.type == "th" for cell in rows[0][0].children if cell.type in ("th", "td"))
    if headed or (len(rows) > 1 and all(map(_is_bold, rows[0][1]))):
        names = rows.pop(0)[1]
    filled = [cells for _, cells in rows if any(cell.text for cell in cells)]
    if not any(name.text for name in names):
        names = ()
    return Grid(names, tuple(filled))


def _is_bold(cell: Written) -> bool:
    return any(mark.kind == "strong" and (mark.start, mark.end) == (0, len(cell.text)) for mark in cell.marks)


def _cell(narrator: Narrator, node: SyntaxTreeNode) -> Written:
    """The text of a cell, of all paragraphs and plain lists in it."""
    parts = []
    for child in node.children:
        if child.type == "inline":
            parts.append(narrator.read(child).written)
        elif child.type == "paragraph" and child.children:
            parts.append(narrator.read(child.children[0]).written)
            narrator.account(child)
        elif items := _plain_items(child):
            parts.append(listing([narrator.read(item).written for item in items]))
            narrator.account_all(child, "spoken", "")
    text = join(parts, ", ")
    return Written(text.text.replace("\n", " "), text.marks)


_IN_CELL = ("inline", "paragraph")


def _plain_items(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The texts of a list whose items are a paragraph each; nothing for any other block."""
    if node.type not in ("bullet_list", "ordered_list"):
        return []
    blocks = [block for item in node.children for block in item.children]
    if len(blocks) != len(node.children) or any(
        block.type != "paragraph" or not block.children for block in blocks
    ):
        return []
    return [block.children[0] for block in blocks]


# -- telling --------------------------------------------------------------------------------------------------


def _tell_whole(narrator: Narrator, node: SyntaxTreeNode, grid: Grid) -> None:
    opening = _opening(grid)
    if opening.text:
        narrator.say(opening, "table", node, narrator.pauses.item, whole=True)
    for row in grid.rows:
        narrator.say(_row(grid.names, row), "table", node, narrator.pauses.item, whole=True)
    narrator.pause(narrator.pauses.paragraph)


def _opening(grid: Grid) -> Written:
    """The column names, once."""
    if not grid.names:
        return Written(f"A table of {counted(len(grid.rows), 'row')}")
    names = [name for name in grid.names if name.text]
    if len(grid.names) == 2 and len(names) == 2:
        return led("A table of", listing(names))
    return led(f"A table of {counted(len(names), 'column')}:", listing(names))


def _row(names: tuple[Written, ...], cells: tuple[Written, ...]) -> Written:
    """`X: Y`, or from three columns on `X. Name: Y. Name: Z`: the ear keeps no count of columns.

    Trailing empty cells are not worth a word.
    """
    filled = [_said(cell) for cell in cells]
    while len(filled) > 1 and not cells[len(filled) - 1].text:
        filled.pop()
    head, rest = _head(names, filled[0]), filled[1:]
    if not rest:
        return head
    if len(cells) > 2 and any(name.text for name in names[1:]):
        named = [
            _named(names[index] if index < len(names) else EMPTY, cell) for index, cell in enumerate(rest, 1)
        ]
        return join((_unstopped(head), *map(_unstopped, named[:-1]), named[-1]), ". ")
    between = ". " if any("," in cell.text for cell in rest[:-1]) else ", "
    return join(
        (
            join((_unstopped(head), Written(":")), ""),
            join([_unstopped(c) for c in rest[:-1]] + rest[-1:], between),
        )
    )


def _named(name: Written, cell: Written) -> Written:
    """`Name: value`, as a sentence begins."""
    if not name.text:
        return cell
    bare = _unstopped(name)
    first = bare.text.split(" ", 1)[0]
    if first.isalpha() and first.islower() and not any(mark.start == 0 for mark in bare.marks):
        bare = Written(bare.text[0].upper() + bare.text[1:], bare.marks)
    if bare.text.endswith("?"):
        return join((bare, cell))
    return join((join((bare, Written(":")), ""), cell))


def _head(names: tuple[Written, ...], cell: Written) -> Written:
    """A row's header; a value such as `:nothing` is called one, or it would be taken for words of the sentence."""
    name = names[0].text if names else ""
    in_code = any(
        mark.kind == "code" and (mark.start, mark.end) == (0, len(cell.text)) for mark in cell.marks
    )
    if not (in_code and _VALUE.fullmatch(cell.text) and _ONE_NAME.fullmatch(name)):
        return cell
    return join((Written(f"The {name.lower()}"), cell))


def _unstopped(cell: Written) -> Written:
    """A cell that ends a sentence amid a row would cut the row in two."""
    text = cell.text.rstrip(".:;, ")
    return Written(text, tuple(mark for mark in cell.marks if mark.end <= len(text))) if text else cell


def _said(cell: Written) -> Written:
    """A cell with signs such as a check mark or a dash in words."""
    said = _SIGNS.get(cell.text.strip("\ufe0f"))
    if said is None or any(mark.kind == "code" for mark in cell.marks):
        return cell
    return (
        with_marks(Written(cell.text), (Mark(0, len(cell.text), "say", said),))
        if cell.text
        else Written(said)
    )


# -- summarizing ----------------------------------------------------------------------------------------------


def _summarize(narrator: Narrator, node: SyntaxTreeNode, grid: Grid) -> None:
    size = f"A table of {counted(len(grid.rows), 'row')} and {counted(grid.columns, 'column')}"
    names = [name for name in grid.names if name.text]
    if names:
        shown: list[Written] = list(names[:_NAMED_COLUMNS])
        if len(names) > _NAMED_COLUMNS:
            shown.append(Written(f"{cardinal(len(names) - _NAMED_COLUMNS)} more"))
        narrator.say(led(f"{size}:", listing(shown)), "table", node, narrator.pauses.item, whole=True)
    else:
        narrator.say(Written(size), "table", node, narrator.pauses.item)
    if _is_form(grid):
        heads = [row[0] for row in grid.rows if row[0].text]
        if 0 < len(heads) <= _NAMED_COLUMNS:
            narrator.say(led("Its rows:", listing(heads)), "table", node, narrator.pauses.item, whole=True)
        narrator.tell("The cells are empty, to be filled in.", "table", node, narrator.pauses.item)
    elif grid.rows:
        narrator.say(led("For example,", _sample(grid)), "table", node, narrator.pauses.item, whole=True)
    for sentence in _extremes(grid)[:_EXTREMES]:
        narrator.say(sentence, "table", node, narrator.pauses.item, whole=True)
    narrator.tell(f"The full table is {WRITTEN_LESSON}.", "table", node, narrator.pauses.paragraph)


def _is_form(grid: Grid) -> bool:
    """Whether a table is there to be filled in: no row has more than its header."""
    return (
        bool(grid.rows) and grid.columns > 1 and not any(cell.text for row in grid.rows for cell in row[1:])
    )


def _sample(grid: Grid) -> Written:
    """The first row, each value after the name of its column."""
    row = grid.rows[0][:_NAMED_COLUMNS]
    if not grid.names:
        return _row((), row)
    pairs = []
    for name, cell in zip((*grid.names, *(EMPTY,) * len(row)), row, strict=False):
        if cell.text:
            pairs.append(join((_unstopped(name), _unstopped(_said(cell)))))
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
        sentences.append(join((_unstopped(name), join(span)), ": "))
    return sentences


def _number(text: str) -> tuple[Decimal, str] | None:
    """A cell's number and its unit; None for anything else."""
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    digits = match["number"].replace(",", "").replace("−", "-")
    return Decimal(digits), match["before"] + match["after"]
