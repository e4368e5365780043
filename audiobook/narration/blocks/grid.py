"""Tables as they are read: names, rows, and the footnotes that they call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.model import Written
from audiobook.narration.inline import Inline, Note
from audiobook.narration.writing import join, listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as read: the column names (empty where there is no header) and the cells of each row.

    `notes` are the footnotes that the names call, then those that each row calls. `blocks` are those in the cells that
    are no text, such as code: of the header, then of each row.
    """

    names: tuple[Written, ...]
    rows: tuple[tuple[Written, ...], ...]
    notes: tuple[tuple[Note, ...], ...]
    blocks: tuple[tuple[SyntaxTreeNode, ...], ...]

    @property
    def columns(self) -> int:
        return max((len(row) for row in (self.names, *self.rows)), default=0)


def rows_of(node: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    """The rows of this table, not of those within its cells."""
    found = []
    for child in node.children:
        if child.type == "tr":
            found.append(child)
        elif child.type in ("thead", "tbody"):
            found += [row for row in child.children if row.type == "tr"]
    return found


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
    parts = [node, *(child for child in node.children if child.type in ("thead", "tbody")), *rows_of(node)]
    known = ("thead", "tbody", "tr", "th", "td", "caption")
    return [child for part in parts for child in part.children if child.type not in known]


def read_grid(narrator: Narrator, node: SyntaxTreeNode) -> Grid:
    rows = []
    for row in rows_of(node):
        cells = [_cell(narrator, cell) for cell in row.children if cell.type in ("th", "td")]
        if cells:
            notes = tuple(note for cell in cells for note in cell.notes)
            rows.append((row, tuple(cell.written for cell in cells), notes, tuple(_blocks_in(row))))
    names: tuple[Written, ...] = ()
    called: tuple[Note, ...] = ()
    besides_names: tuple[SyntaxTreeNode, ...] = ()
    headed = rows and all(cell.type == "th" for cell in rows[0][0].children if cell.type in ("th", "td"))
    if headed or (len(rows) > 1 and all(map(_is_bold, rows[0][1]))):
        _, names, called, besides_names = rows.pop(0)
    filled = [row for row in rows if row[3] or any(cell.text for cell in row[1])]
    if not any(name.text for name in names):
        names = ()
    return Grid(
        names,
        tuple(row[1] for row in filled),
        (called, *(row[2] for row in filled)),
        (besides_names, *(row[3] for row in filled)),
    )


def _blocks_in(row: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for cell in row.children:
        if cell.type in ("th", "td"):
            yield from (
                block for block in cell.children if block.type not in _TEXTS and not _plain_items(block)
            )


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
