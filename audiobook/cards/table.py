"""Tables on cards: columns as wide as they need, words wrapped, the head on every card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from audiobook.cards.canvas import Canvas, Face, Ink, advance, width
from audiobook.cards.figures import Cell, Figure
from audiobook.cards.letters import drawable
from audiobook.cards.listing import MOST_CARDS

SIZES = (48, 44, 40, 36, 32)
"""Pixels of a letter."""

_LINE = 1.32  # of the size
_GAP = 34  # between columns
_PAD = 16  # above and below a row

Painter = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a part of one that is too long for its column; `glued`: no space comes before it."""

    text: str
    face: Face
    glued: bool


Lines = tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row as it will be drawn: the lines of each cell."""

    cells: tuple[Lines, ...]
    head: bool

    @property
    def cut(self) -> int:
        """How many lines begin amid a word."""
        return sum(line[0].glued for cell in self.cells for line in cell[1:] if line)

    @property
    def lines(self) -> int:
        return max(map(len, self.cells), default=1) or 1


def pages(figure: Figure, left: int, top: int, room: int, height: int) -> Iterator[tuple[Painter, int]]:
    """What draws each card of a table, and how many rows it shows."""
    size, columns, rows = _laid(figure, room, height)
    heads, body = rows[: figure.heads], rows[figure.heads :]
    taken = sum(_height(row, size) for row in heads)
    divided = list(_divided(body, size, height - taken)) or [[]]
    for part in divided[:MOST_CARDS]:
        yield _painter([*heads, *part], columns, size, left, top, room), max(1, len(part))


def _laid(figure: Figure, room: int, height: int) -> tuple[int, list[float], list[LaidRow]]:
    """The largest letters by which the table is on as few cards as it can be."""
    best = None
    for size in SIZES:
        count = max(map(len, figure.rows))
        columns = _columns(figure, count, size, room)
        rows = [_row(row, columns, size, number < figure.heads) for number, row in enumerate(figure.rows)]
        cards = -(-sum(_height(row, size) for row in rows) // height)
        cut = sum(row.cut for row in rows)
        if best is None or (cards, cut) < best[0]:
            best = (cards, cut), size, columns, rows
    assert best is not None
    return best[1:]


def _row(row: Sequence[Cell], columns: Sequence[float], size: int, head: bool) -> LaidRow:
    return LaidRow(
        tuple(_wrapped(cell, wide, size, head) for cell, wide in zip(row, columns, strict=False)), head
    )


def _columns(figure: Figure, count: int, size: int, room: int) -> list[float]:
    """How wide each column is: what its longest cell asks for, else at least its longest word where that fits."""
    whole, least = [1.0] * count, [1.0] * count
    space = advance(Face.TEXT, size, " ")
    for number, row in enumerate(figure.rows):
        for index, cell in enumerate(row):
            words = list(_words(cell, number < figure.heads))
            widths = [width(word.face, size, word.text) for word in words]
            whole[index] = max(whole[index], sum(widths) + sum(space for word in words if not word.glued))
            least[index] = max([least[index], *widths])
    free = room - _GAP * (count - 1)
    if sum(whole) <= free:
        return whole
    least = [min(wide, free / count * 1.5) for wide in least]
    if sum(least) >= free:
        return [wide * free / sum(least) for wide in least]
    spare, asked = free - sum(least), [max(0.0, wide - low) for wide, low in zip(whole, least, strict=True)]
    return [low + spare * more / sum(asked) for low, more in zip(least, asked, strict=True)]


def _words(cell: Cell, head: bool) -> Iterator[Word]:
    plain = Face.TEXT_BOLD if head else Face.TEXT
    glued = True
    for run in cell:
        if run.text[:1].isspace():
            glued = False
        for part in drawable(run.text).split():
            yield Word(part, Face.CODE if run.code else plain, glued)
            glued = False
        glued = not run.text[-1:].isspace()


def _wrapped(cell: Cell, room: float, size: int, head: bool) -> Lines:
    """The cell in lines; a word that is wider than the column is cut."""
    lines: list[list[Word]] = [[]]
    pen = 0.0
    for word in _words(cell, head):
        space = 0.0 if word.glued or not lines[-1] else advance(Face.TEXT, size, " ")
        wide = width(word.face, size, word.text)
        if lines[-1] and pen + space + wide > room + 1:
            lines.append([])
            pen, space = 0.0, 0.0
        rest = word
        while width(rest.face, size, rest.text) > room + 1 and len(rest.text) > 1:
            keep = _fitting(rest, room, size)
            lines[-1].append(Word(rest.text[:keep], rest.face, rest.glued))
            lines.append([])
            rest = Word(rest.text[keep:], rest.face, glued=True)
            pen, space = 0.0, 0.0
        lines[-1].append(rest)
        pen += space + width(rest.face, size, rest.text)
    return tuple(tuple(line) for line in lines)


def _fitting(word: Word, room: float, size: int) -> int:
    """How many letters of a word fit; up to a mark within it where there is one."""
    keep = len(word.text)
    while keep > 1 and width(word.face, size, word.text[:keep]) > room:
        keep -= 1
    mark = max(word.text.rfind(each, keep // 2, keep) for each in "_-/.,:#")
    return mark + 1 if mark > 0 else keep


def _height(row: LaidRow, size: int) -> int:
    return round(row.lines * size * _LINE) + 2 * _PAD


def _divided(rows: Sequence[LaidRow], size: int, height: int) -> Iterator[list[LaidRow]]:
    page: list[LaidRow] = []
    used = 0
    for row in rows:
        tall = _height(row, size)
        if page and used + tall > height:
            yield page
            page, used = [], 0
        page.append(row)
        used += tall
    if page:
        yield page


def _painter(rows: list[LaidRow], columns: list[float], size: int, left: int, top: int, room: int) -> Painter:
    def paint(canvas: Canvas) -> None:
        y = float(top)
        for number, row in enumerate(rows):
            tall = _height(row, size)
            x = float(left)
            for cell, wide in zip(row.cells, columns, strict=False):
                for index, line in enumerate(cell):
                    _line(canvas, line, x, y + _PAD + index * size * _LINE + size * 0.98, size, row.head)
                x += wide + _GAP
            y += tall
            if number + 1 < len(rows):
                thick = 4 if row.head else 2
                canvas.box(
                    left, y - thick / 2, left + room, y + thick / 2, Ink.ACCENT if row.head else Ink.RULE
                )

    return paint


def _line(canvas: Canvas, line: tuple[Word, ...], x: float, base: float, size: int, head: bool) -> None:
    for number, word in enumerate(line):
        if number and not word.glued:
            x += advance(Face.TEXT, size, " ")
        ink = Ink.SYMBOL if word.face is Face.CODE else Ink.ACCENT if head else Ink.TEXT
        x = canvas.text(x, base, word.text, word.face, size, ink)
