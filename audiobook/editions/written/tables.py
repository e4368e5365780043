"""Tables on the page: every row can be pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.editions.written.sheet import Sheet
from audiobook.editions.written.xhtml import add
from audiobook.markdown.tables import PARTS, cells_of, parts_of, rows_in, spans_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode


def table(sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
    """A table as HTML has it: its caption, a head, then rows; what else an author left in it comes after it."""
    parts = [(part.type, rows) for part in parts_of(node) if (rows := rows_in(part))]
    if not parts:
        sheet.render(parent, node.children)
        return
    with sheet.whole(add(parent, "table"), "table", node) as place:
        captions = [child for child in node.children if child.type == "caption"]
        if captions:
            sheet.text(add(place, "caption"), [run for one in captions for run in sheet.inline(one)], node)
        group, grouped = None, ""
        for number, (kind, rows) in enumerate(parts):
            if group is None or kind != "tr" or grouped == "thead":
                grouped = "thead" if kind == "thead" and number == 0 else "tbody"
                group = add(place, grouped)
            for row in rows:
                _row(sheet, group, row)
    sheet.render(parent, [child for child in node.children if child.type not in (*PARTS, "caption")])


def _row(sheet: Sheet, group: _Element, node: SyntaxTreeNode) -> None:
    with sheet.whole(add(group, "tr"), "row", node) as place:
        for cell in cells_of(node):
            sheet.cell(add(place, cell.type, {**_aligned(cell), **spans_of(cell)}), cell)


def _aligned(cell: SyntaxTreeNode) -> dict[str, str]:
    """Where a column stands, as Markdown's colons say."""
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    return {"class": side} if side in ("center", "right") else {}
