"""Tables as they are read: names, rows, and the footnotes that they call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.markdown.tables import (
    CELLS,
    PARTS,
    cells_of,
    grid_of,
    heads_in,
    is_one_cell,
    once,
    rows_of,
)
from audiobook.model import Written
from audiobook.narration.inline import Inline, Note
from audiobook.narration.writing import EMPTY, join, listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.markdown.tables import Grid as Places
    from audiobook.narration.narrator import Narrator


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read: the column names (empty where there is no header) and the cells of each row.

    `notes` are the footnotes that the names call, then those that each row calls. `blocks` are those in the cells that
    are no text, such as code: of the header, then of each row. `titles` are cells that cover all columns of the header.
    """

    names: tuple[Written, ...]
    rows: tuple[tuple[Written, ...], ...]
    notes: tuple[tuple[Note, ...], ...]
    blocks: tuple[tuple[SyntaxTreeNode, ...], ...]
    titles: tuple[Inline, ...] = ()

    @property
    def columns(self) -> int:
        return max((len(row) for row in (self.names, *self.rows)), default=0)


def captions_of(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [
        inner
        for child in node.children
        if child.type == "caption"
        for inner in child.children
        if inner.type == "inline"
    ]


def besides(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """What stands in a table outside of its cells, as comments in HTML may."""
    parts = [node, *(child for child in node.children if child.type in ("thead", "tbody"))]
    rows = [row for part in parts for row in part.children if row.type == "tr"]
    known = (*PARTS, *CELLS, "caption")
    return [child for part in (*parts, *rows) for child in part.children if child.type not in known]


def read_grid(narrator: Narrator, node: SyntaxTreeNode) -> Grid:
    """A table as it is told: a cell that covers several rows or columns is said in each of them."""
    places = grid_of(node)
    own = [cells_of(row) for row in rows_of(node)]
    read = {id(cell): _cell(narrator, cell) for cells in own for cell in cells}
    rows = [tuple(read[id(cell)].written if cell else EMPTY for cell in once(row)) for row in places]
    notes = [tuple(note for cell in cells for note in read[id(cell)].notes) for cells in own]
    blocks = [tuple(block for cell in cells for block in _blocks_in(cell)) for cells in own]
    heads = _heads(places, rows)
    titles = [row[0] for row in places[:heads] if is_one_cell(row) and row[0]]
    named = [number for number in range(heads) if not is_one_cell(places[number])]
    names = tuple(_names([places[number] for number in named], read))
    filled = [
        number
        for number in range(heads, len(rows))
        if blocks[number] or any(read[id(cell)].written.text for cell in own[number])
    ]
    return Grid(
        names if any(name.text for name in names) else (),
        tuple(rows[number] for number in filled),
        (tuple(note for number in named for note in notes[number]), *(notes[number] for number in filled)),
        (tuple(block for head in blocks[:heads] for block in head), *(blocks[number] for number in filled)),
        tuple(read[id(title)] for title in titles),
    )


def _heads(places: Places, rows: Sequence[tuple[Written, ...]]) -> int:
    """How many rows are the head: those of headers alone, or a first one in bold."""
    heads = heads_in(places)
    if heads == len(rows):  # whoever marks all cells as headers has rows too
        return min(heads, 1)
    return heads or int(len(rows) > 1 and all(map(_is_bold, rows[0])))


def _names(heads: Places, read: Mapping[int, Inline]) -> Iterator[Written]:
    """The name of each column: of all headers above it, each once, as in "Price net" and "Price gross"."""
    for column in range(max(map(len, heads), default=0)):
        above = [row[column] for row in heads if column < len(row)]
        cells = dict.fromkeys(id(cell) for cell in above if cell)
        yield join(read[cell].written for cell in cells)


def _blocks_in(cell: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    yield from (block for block in cell.children if block.type not in _TEXTS and not _plain_items(block))


def _is_bold(cell: Written) -> bool:
    return any(mark.kind == "strong" and (mark.start, mark.end) == (0, len(cell.text)) for mark in cell.marks)


def _cell(narrator: Narrator, node: SyntaxTreeNode) -> Inline:
    """The text of a cell, of all paragraphs and plain lists in it, and the footnotes it calls."""
    parts: list[Written] = []
    read: list[Inline] = []
    for child in node.children:
        if child.type == "inline" or (child.type == "paragraph" and child.children):
            read.append(narrator.read(child if child.type == "inline" else child.children[0]))
            parts.append(read[-1].written)
            if child.type == "paragraph":
                narrator.account(child)
        elif items := _plain_items(child):
            texts = [narrator.read(item) for item in items]
            read += texts
            parts.append(listing([text.written for text in texts]))
            narrator.account_all(child, "spoken", "")
    text = join(parts, ", ")
    notes = tuple(note for inline in read for note in inline.notes)
    return Inline(Written(text.text.replace("\n", " "), text.marks), notes)


_TEXTS = ("inline", "paragraph")


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
