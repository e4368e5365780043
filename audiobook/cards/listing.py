"""Listings as lines of coloured pieces, wrapped where they are too long and divided among cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from audiobook.cards.canvas import CODE_ADVANCE, Ink
from audiobook.cards.letters import drawable
from audiobook.lexers import tokens_of

if TYPE_CHECKING:
    from pygments.token import _TokenType

WRAPPED = "↪ "
"""What a line that goes on the line before it begins with."""

SIZES = (64, 60, 56, 52, 48, 44, 40)
"""Pixels of a letter. On a phone of 390 points the smallest is a letter of 11 points, as captions are."""

LINE = 1.42  # of the size

MOST_CARDS = 8
"""Cards of one figure: what is longer is for reading, not for a glance."""

_PROMPT = re.compile(r"(?:[\w.@:/~-]+[>$#%]|[>$]) ")
_DEEPEST = 16  # columns that the rest of a wrapped line is moved in at most


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one ink."""

    text: str
    ink: Ink = Ink.TEXT
    bold: bool = False


Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """A listing as it will be drawn: rows, card by card, in letters of `size`; `left_out`: rows without a card."""

    size: int
    pages: tuple[tuple[Row, ...], ...]
    left_out: int = 0


def paged(source: str, language: str, width: int, height: int) -> Pages:
    """The listing in the best size for cards with so many pixels of room.

    Few cards come before few wrapped lines, and these before large letters: it is a glance.
    """
    lines = [_drawable(line) for line in coloured(source, language)]
    best: tuple[tuple[int, int, int], list[list[Row]]] | None = None
    for size in SIZES:
        columns, room = int(width / (size * CODE_ADVANCE)), int(height / (size * LINE))
        groups = [wrapped(line, columns) for line in lines]
        breaks = sum(map(len, groups)) - len(lines)
        if any(len(group) > room for group in groups):  # a line that no card can hold is no unit
            groups = [[row] for group in groups for row in group]
        pages = list(_divided(groups, room))
        cost = len(pages), breaks, -size
        if best is None or cost < best[0]:
            best = cost, pages
    assert best is not None
    (_, _, size), pages = best
    left_out = sum(map(len, pages[MOST_CARDS:]))
    return Pages(-size, tuple(tuple(page) for page in pages[:MOST_CARDS]), left_out)


def _drawable(line: Row) -> Row:
    return tuple(replace(piece, text=drawable(piece.text, in_columns=True)) for piece in line)


def wrapped(line: Row, columns: int) -> list[Row]:
    """A line in rows of at most so many letters; where it is broken, the next row begins with `WRAPPED`."""
    text = "".join(piece.text for piece in line)
    if len(text) <= columns:
        return [line]
    indent = min(len(text) - len(text.lstrip()) + 2, _DEEPEST, columns // 3)
    rows, start, room = [], 0, columns
    while len(text) - start > room:
        cut = start + _break(text[start : start + room + 1], room)
        rows.append((start, cut))
        start = cut + (len(text[cut:]) - len(text[cut:].lstrip()))
        room = columns - indent - len(WRAPPED)
    if start < len(text):
        rows.append((start, len(text)))
    lead = (Piece(" " * indent), Piece(WRAPPED, Ink.ACCENT))
    return [(lead if number else ()) + _cut(line, *span) for number, span in enumerate(rows)]


def _break(text: str, room: int) -> int:
    """How many of the letters stay: up to a space, else behind a mark, else as many as there is room for."""
    least = room // 2
    space = text.rfind(" ", least)
    if space > 0:
        return space
    marks = max(text.rfind(mark, least, room) for mark in ",;(){}[]/.|&")
    return marks + 1 if marks > 0 else room


def _cut(line: Row, start: int, end: int) -> Row:
    pieces, position = [], 0
    for piece in line:
        part = piece.text[max(0, start - position) : max(0, end - position)]
        if part:
            pieces.append(Piece(part, piece.ink, piece.bold))
        position += len(piece.text)
    return tuple(pieces)


def _divided(groups: Sequence[list[Row]], room: int) -> Iterator[list[Row]]:
    """Rows in pages of about equal length, which end at a blank line or where the code is shallow."""
    position = 0
    while position < len(groups):
        rest = sum(map(len, groups[position:]))
        cards = -(-rest // room)
        end = len(groups) if cards <= 1 else _end(groups, position, min(room, -(-rest // cards) + 2), room)
        page = [row for group in groups[position:end] for row in group]
        while page and not _letters(page[-1]):
            page.pop()
        yield page
        position = end
        while position < len(groups) and not _letters(groups[position][0]):
            position += 1


def _end(groups: Sequence[list[Row]], start: int, wanted: int, room: int) -> int:
    """Where a page that starts at `start` ends: near `wanted` rows, never beyond `room`."""
    best, best_cost, rows = start + 1, 0.0, 0
    for index in range(start, len(groups)):
        rows += len(groups[index])
        if rows > room:
            break
        text = _letters(groups[index][0])
        following = _letters(groups[index + 1][0]) if index + 1 < len(groups) else ""
        depth = len(following) - len(following.lstrip()) if following else 0
        cost = abs(wanted - rows) + (0 if not text or not following else 2 + depth)
        if index == start or cost <= best_cost:
            best, best_cost = index + 1, cost
    return best


def _letters(row: Row) -> str:
    return "".join(piece.text for piece in row).rstrip()


def coloured(source: str, language: str) -> list[Row]:
    """The lines of a listing with the inks of their tokens; where nobody knows the language, prompts alone have one."""
    tokens = tokens_of(source, language)
    if tokens is not None:
        lines: list[list[Piece]] = [[]]
        for kind, text in tokens:
            ink, bold = _look(kind)
            for number, part in enumerate(text.split("\n")):
                if number:
                    lines.append([])
                if part:
                    lines[-1].append(Piece(part, ink, bold))
        return [tuple(line) for line in lines]
    plain = source.split("\n")
    is_session = any(map(_PROMPT.match, plain))
    return [_in_session(line) if is_session else (Piece(line),) for line in plain]


def _in_session(line: str) -> Row:
    """A line of a session with a program: what was typed stands out from what was printed."""
    prompt = _PROMPT.match(line)
    if not prompt:
        return (Piece(line, Ink.OUTPUT),)
    return Piece(prompt[0], Ink.ACCENT, bold=True), Piece(line[prompt.end() :])


_INKS = (
    ("Comment", Ink.COMMENT, False),
    ("Keyword.Constant", Ink.NUMBER, False),
    ("Keyword.Type", Ink.TYPE, False),
    ("Keyword", Ink.KEYWORD, True),
    ("Operator.Word", Ink.KEYWORD, False),
    ("Literal.String.Symbol", Ink.SYMBOL, False),
    ("Literal.String.Interpol", Ink.SYMBOL, False),
    ("Literal.String", Ink.STRING, False),
    ("Literal.Date", Ink.NUMBER, False),
    ("Literal.Number", Ink.NUMBER, False),
    ("Name.Function", Ink.NAME, True),
    ("Name.Class", Ink.TYPE, True),
    ("Name.Namespace", Ink.TYPE, False),
    ("Name.Builtin", Ink.NAME, False),
    ("Name.Tag", Ink.NAME, False),
    ("Name.Attribute", Ink.SYMBOL, False),
    ("Name.Decorator", Ink.SYMBOL, False),
    ("Name.Constant", Ink.NUMBER, False),
    ("Name.Variable", Ink.SYMBOL, False),
    ("Name.Label", Ink.SYMBOL, False),
    ("Punctuation", Ink.SOFT, False),
    ("Generic.Prompt", Ink.ACCENT, True),
    ("Generic.Output", Ink.OUTPUT, False),
    ("Generic.Traceback", Ink.KEYWORD, False),
    ("Generic.Error", Ink.KEYWORD, False),
    ("Generic.Inserted", Ink.STRING, False),
    ("Generic.Deleted", Ink.KEYWORD, False),
    ("Generic.Heading", Ink.ACCENT, True),
)


@cache
def _look(kind: _TokenType) -> tuple[Ink, bool]:
    from pygments.token import Token

    for name, ink, bold in _INKS:
        wanted = Token
        for part in name.split("."):
            wanted = getattr(wanted, part)
        if kind[: len(wanted)] == wanted:
            return ink, bold
    return Ink.TEXT, False
