"""Grid tables: cells drawn with `+---+` borders, a header above `+===+`: https://pandoc.org/MANUAL.html#tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_BORDER = re.compile(r"\+(?:[:=-]{2,}\+)+[ \t]*$")
_HOLDS_BLOCKS = re.compile(r"^(?:[-*+>]|\d{1,9}[.)]|`{3,})[ \t]|^`{3,}|^$", re.MULTILINE)

Row = tuple[bool, int, int, list[str]]
"""Whether it is a header, its half-open lines, and the text of its cells."""


def grid_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table between borders; without a last border it is none."""
    first = _row_of_text(state, start)
    if not first.startswith("+-") and not first.startswith("+:") and not first.startswith("+="):
        return False
    if not _BORDER.match(first) or state.is_code_block(start):
        return False
    last = _end(state, start, end)
    if last - start < 3:
        return False
    if not silent:
        edges = [index for index, sign in enumerate(first) if sign == "+"]
        _push(state, start, last, _rows(state, start, last, edges))
        state.line = last
    return True


def _row_of_text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _end(state: StateBlock, start: int, end: int) -> int:
    """The line after the last border that the lines from `start` on reach without a gap."""
    last = start + 1
    for line in range(start + 1, end):
        text = _row_of_text(state, line)
        if text[:1] not in ("+", "|") or state.sCount[line] < state.blkIndent:
            break
        if _BORDER.match(text):
            last = line + 1
    return last


def _rows(state: StateBlock, start: int, last: int, edges: list[int]) -> list[Row]:
    rows: list[Row] = []
    cells: list[list[str]] = []
    begun = start + 1
    for line in range(start + 1, last):
        text = _row_of_text(state, line)
        if _BORDER.match(text):
            header = "=" in text and not any(row[0] for row in rows)
            if header:
                rows = [(True, *row[1:]) for row in rows]
            if cells:
                rows.append((header, begun, line, ["\n".join(parts).strip() for parts in cells]))
            cells, begun = [], line + 1
            continue
        for index, part in enumerate(_parts(text, edges)):
            while len(cells) <= index:
                cells.append([])
            cells[index].append(part)
    return rows


def _parts(text: str, edges: list[int]) -> list[str]:
    """The parts of a line, a column each. Where no `|` stands at an edge, a cell reaches over it."""
    parts: list[str] = []
    begun = edges[0] + 1
    skipped = 0
    for edge in edges[1:]:
        if text[edge : edge + 1] in ("|", "+", ""):
            part = text[begun:edge].strip()
            parts += ["" if set(part) <= set("-+=") else part, *[""] * skipped]
            begun, skipped = edge + 1, 0
        else:
            skipped += 1
    if skipped:  # the row is drawn wider or narrower than its border
        parts.append(text[begun:].strip(" |"))
    return parts


def _push(state: StateBlock, start: int, last: int, rows: list[Row]) -> None:
    """The tokens of a table, as the rule for pipe tables makes them."""
    state.push("table_open", "table", 1).map = [start, last]
    part = ""
    for header, first, end, cells in rows:
        wanted = "thead" if header else "tbody"
        if wanted != part:
            if part:
                state.push(f"{part}_close", part, -1)
            state.push(f"{wanted}_open", wanted, 1).map = [first, last]
            part = wanted
        state.push("tr_open", "tr", 1).map = [first, end]
        for text in cells:
            _push_cell(state, "th" if header else "td", first, end, text)
        state.push("tr_close", "tr", -1)
    if part:
        state.push(f"{part}_close", part, -1)
    state.push("table_close", "table", -1)


def _push_cell(state: StateBlock, tag: str, first: int, end: int, text: str) -> None:
    state.push(f"{tag}_open", tag, 1)
    if _HOLDS_BLOCKS.search(text) and text:
        before = len(state.tokens)
        state.md.block.parse(text, state.md, state.env, state.tokens)
        for token in state.tokens[before:]:
            token.level += state.level
            if token.map:
                token.map = [min(first + token.map[0], end - 1), min(first + token.map[1], end)]
    else:
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = text, [], [first, end]
    state.push(f"{tag}_close", tag, -1)
