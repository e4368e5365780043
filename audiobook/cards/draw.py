"""Cards of a figure: a frame in the colour of the course with lesson and section, and the figure on a panel within."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from audiobook.cards import diagram, listing, table
from audiobook.cards.canvas import SIDE, Canvas, Face, Ink, shortened, width
from audiobook.cards.figures import Figure
from audiobook.cards.letters import drawable, readable
from audiobook.cards.themes import THEMES, Theme, palette

_EDGE, _PANEL_TOP, _RADIUS = 26, 196, 34
_PAD = 38
_LEFT, _RIGHT = _EDGE + _PAD, SIDE - _EDGE - _PAD
_TOP, _BOTTOM = _PANEL_TOP + 92, SIDE - _EDGE - 34
WIDTH, HEIGHT = _RIGHT - _LEFT, _BOTTOM - _TOP
"""The room that a figure has on a card, in pixels."""


@dataclass(frozen=True, slots=True)
class Card:
    """One finished card: the PNG file of each theme; `weight`: how much of the figure it shows, in rows."""

    files: Mapping[Theme, bytes]
    weight: int


Painter = Callable[[Canvas], None]


def cards_of(figure: Figure, hue: int) -> tuple[Card, ...]:
    """The cards of a figure, in a course of this hue. None when it is in a script that the fonts do not have."""
    pages = list(_pages(figure))
    cards = []
    for number, (paint, weight) in enumerate(pages, 1):
        canvas = Canvas()
        _frame(canvas, figure, number, len(pages))
        paint(canvas)
        files = canvas.pngs([palette(theme, hue) for theme in THEMES])
        cards.append(Card(dict(zip(THEMES, files, strict=True)), weight))
    return tuple(cards)


def _pages(figure: Figure) -> Iterator[tuple[Painter, int]]:
    if figure.kind == "table":
        text = "".join(run.text for row in figure.rows for cell in row for run in cell)
        if readable(text):
            yield from table.pages(figure, _LEFT, _TOP, WIDTH, HEIGHT)
        return
    if not readable(figure.source):
        return
    drawing = diagram.page(figure, _LEFT, _TOP, WIDTH, HEIGHT) if figure.kind == "diagram" else None
    if drawing:
        yield drawing, 1
        return
    laid = listing.paged(figure.source, figure.language, WIDTH, HEIGHT)
    for number, rows in enumerate(laid.pages, 1):
        left_out = laid.left_out if number == len(laid.pages) else 0
        yield _listing(rows, laid.size, left_out), len(rows)


def _listing(rows: tuple[listing.Row, ...], size: int, left_out: int) -> Painter:
    step = size * listing.LINE

    def paint(canvas: Canvas) -> None:
        top = _TOP + max(0.0, min(HEIGHT - len(rows) * step, 6 * step) / 3)
        for number, row in enumerate(rows):
            base, pen = top + number * step + size, float(_LEFT)
            for piece in row:
                face = Face.CODE_BOLD if piece.bold else Face.CODE
                pen = canvas.text(pen, base, piece.text, face, size, piece.ink)
        if left_out:
            more = f"{left_out} more lines in the lesson"
            canvas.text(_RIGHT - width(Face.TEXT, 30, more), _BOTTOM + 22, more, Face.TEXT, 30, Ink.SOFT)

    return paint


def _frame(canvas: Canvas, figure: Figure, number: int, count: int) -> None:
    canvas.panel(_PANEL_TOP, _EDGE, _RADIUS)
    left, room = _EDGE + 14, SIDE - 2 * _EDGE - 28
    lesson, section, name = (
        drawable(text) if readable(text) else "" for text in (figure.lesson, figure.section, figure.label)
    )
    if section == lesson:
        canvas.text(
            left, 128, shortened(Face.TEXT_BOLD, 60, lesson, room), Face.TEXT_BOLD, 60, Ink.FRAME_TITLE
        )
    else:
        canvas.text(left, 76, shortened(Face.TEXT, 38, lesson, room), Face.TEXT, 38, Ink.FRAME_SOFT)
        canvas.text(
            left, 152, shortened(Face.TEXT_BOLD, 58, section, room), Face.TEXT_BOLD, 58, Ink.FRAME_TITLE
        )
    base = _PANEL_TOP + 62
    place = f"{number} of {count}" if count > 1 else ""
    side = width(Face.TEXT_BOLD, 34, place)
    label = shortened(Face.TEXT_BOLD, 34, name, WIDTH - side - 40)
    canvas.text(_LEFT, base, label, Face.TEXT_BOLD, 34, Ink.ACCENT)
    canvas.text(_RIGHT - side, base, place, Face.TEXT_BOLD, 34, Ink.SOFT)
