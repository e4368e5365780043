"""A square picture of which every pixel says what it shows, not in which colour: both themes are one drawing.

A pixel is an *ink* and how much of it covers what lies below, in sixteen steps. The colours are in the palette of the
file alone, so that a card is drawn once and saved in each theme. Text is drawn letter by letter from a cache, without
shaping or hinting by the system: the same text gives the same pixels wherever Pillow's wheel is the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIDE = 1400
"""Pixels of a side: the least that Apple takes for artwork, and about what a phone shows."""

STEPS = 16

_EFFORT = 6  # of the packer: 9 takes six times as long for files that are a tenth smaller

Colour = tuple[int, int, int]


class Ink(IntEnum):
    """What a pixel shows. Below `FRAME_TITLE` inks lie on the panel, from there on the frame."""

    TEXT = 0
    SOFT = 1
    RULE = 2
    COMMENT = 3
    KEYWORD = 4
    STRING = 5
    NUMBER = 6
    NAME = 7
    TYPE = 8
    SYMBOL = 9
    OUTPUT = 10
    ACCENT = 11
    BOX = 12
    FRAME_TITLE = 13
    FRAME_SOFT = 14
    PANEL = 15


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme: of the frame, and of every ink in full."""

    frame: Colour
    inks: Mapping[Ink, Colour]


class Face(IntEnum):
    """A font and its weight."""

    CODE = 0
    CODE_BOLD = 1
    TEXT = 2
    TEXT_BOLD = 3


_FACES = {
    Face.CODE: ("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", (500,)),
    Face.CODE_BOLD: ("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf", (700,)),
    Face.TEXT: ("fontpkg_inter", "Inter[opsz,wght].ttf", (24, 500)),
    Face.TEXT_BOLD: ("fontpkg_inter", "Inter[opsz,wght].ttf", (24, 700)),
}


_OTHER = {
    Face.CODE: Face.TEXT,
    Face.CODE_BOLD: Face.TEXT_BOLD,
    Face.TEXT: Face.CODE,
    Face.TEXT_BOLD: Face.CODE_BOLD,
}
"""Where a letter is taken from that a face does not have."""

CODE_ADVANCE = 0.6
"""How wide a letter of the code face is, for each pixel of its size."""


@cache
def font(face: Face, size: int) -> FreeTypeFont:
    """A face at a size in pixels."""
    from importlib import resources

    from PIL import ImageFont

    package, name, axes = _FACES[face]
    with (resources.files(package) / "files" / name).open("rb") as file:
        found = ImageFont.truetype(BytesIO(file.read()), size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes(list(axes))
    return found


@cache
def advance(face: Face, size: int, letter: str) -> float:
    """How far a letter moves the pen, in pixels; code stands in columns."""
    if face in (Face.CODE, Face.CODE_BOLD):
        return size * CODE_ADVANCE
    return float(font(face, size).getlength(letter))


def width(face: Face, size: int, text: str) -> float:
    """How wide a text is, in pixels: the sum of its letters, as `Canvas.text` draws them."""
    return sum(advance(face, size, letter) for letter in text)


def shortened(face: Face, size: int, text: str, room: float) -> str:
    """The text, cut and ended with an ellipsis where it does not fit into so many pixels."""
    if width(face, size, text) <= room:
        return text
    while text and width(face, size, text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def has_glyph(face: Face, letter: str) -> bool:
    """Whether a face has a letter; of those that it does not have it draws a box."""
    known = font(face, 32)
    return letter.isspace() or bytes(known.getmask(letter)) != bytes(known.getmask("\uffff"))


def is_known(letter: str) -> bool:
    """Whether a letter can be drawn: where one face does not have it, it is taken from the other."""
    return has_glyph(Face.CODE, letter) or has_glyph(Face.TEXT, letter)


class Canvas:
    """The picture while it is drawn. Positions are pixels from the top left."""

    def __init__(self) -> None:
        from PIL import Image

        self._pixels = Image.new("P", (SIDE, SIDE), _FRAME)

    def panel(self, top: int, edge: int, radius: int) -> None:
        """The part that is not frame, with round corners."""
        self._shape((edge, top, SIDE - edge, SIDE - edge), Ink.PANEL, radius)

    def box(self, left: float, top: float, right: float, bottom: float, ink: Ink, radius: int = 0) -> None:
        """A filled rectangle on the panel."""
        self._shape((round(left), round(top), round(right), round(bottom)), ink, radius)

    def line(self, points: list[tuple[float, float]], ink: Ink, thickness: int) -> None:
        """A stroke through points."""
        from PIL import Image, ImageDraw

        pad = thickness + 2
        left, top = (int(min(point[axis] for point in points)) - pad for axis in (0, 1))
        right, bottom = (int(max(point[axis] for point in points)) + pad for axis in (0, 1))
        scale = 4
        mask = Image.new("L", ((right - left) * scale, (bottom - top) * scale))
        moved = [((x - left) * scale, (y - top) * scale) for x, y in points]
        ImageDraw.Draw(mask).line(moved, 255, thickness * scale, joint="curve")
        self._stamp(mask.reduce(scale), left, top, ink)

    def polygon(self, points: list[tuple[float, float]], ink: Ink) -> None:
        """A filled shape."""
        from PIL import Image, ImageDraw

        left, top = (int(min(point[axis] for point in points)) - 1 for axis in (0, 1))
        right, bottom = (int(max(point[axis] for point in points)) + 2 for axis in (0, 1))
        scale = 4
        mask = Image.new("L", ((right - left) * scale, (bottom - top) * scale))
        ImageDraw.Draw(mask).polygon([((x - left) * scale, (y - top) * scale) for x, y in points], 255)
        self._stamp(mask.reduce(scale), left, top, ink)

    def text(self, left: float, base: float, text: str, face: Face, size: int, ink: Ink) -> float:
        """Text on a base line; gives where it ends."""
        pen = left
        for letter in text:
            if not letter.isspace():
                mark = _glyph(face, size, letter, ink)
                if mark:
                    pixels, mask, dx, dy = mark
                    self._pixels.paste(pixels, (round(pen) + dx, round(base) + dy), mask)
            pen += advance(face, size, letter)
        return pen

    def pngs(self, palettes: Sequence[Palette]) -> list[bytes]:
        """The finished picture in the colours of each palette: as they alone differ, it is packed once."""
        self._pixels.putpalette(_colours(palettes[0]))
        buffer = BytesIO()
        self._pixels.save(buffer, "PNG", compress_level=_EFFORT)
        first = buffer.getvalue()
        return [first, *(_recoloured(first, bytes(_colours(each))) for each in palettes[1:])]

    def _shape(self, box: tuple[int, int, int, int], ink: Ink, radius: int) -> None:
        from PIL import Image, ImageDraw

        left, top, right, bottom = box
        if not radius:
            self._pixels.paste(_index(ink, STEPS - 1), box)
            return
        scale = 4
        corner = Image.new("L", (2 * radius * scale, 2 * radius * scale))
        ImageDraw.Draw(corner).ellipse((0, 0, 2 * radius * scale - 1, 2 * radius * scale - 1), 255)
        small = corner.reduce(scale)
        mask = Image.new("L", (right - left, bottom - top), 255)
        across, down = right - left - radius, bottom - top - radius
        for x, y, part in (
            (0, 0, (0, 0, radius, radius)),
            (across, 0, (radius, 0, 2 * radius, radius)),
            (0, down, (0, radius, radius, 2 * radius)),
            (across, down, (radius, radius, 2 * radius, 2 * radius)),
        ):
            mask.paste(small.crop(part), (x, y))
        self._stamp(mask, left, top, ink)

    def _stamp(self, coverage: Image, left: int, top: int, ink: Ink) -> None:
        self._pixels.paste(coverage.point(_table(ink)), (left, top), coverage.point(_SEEN))


_SEEN = [0 if value * STEPS // 256 == 0 else 255 for value in range(256)]


def _index(ink: Ink, step: int) -> int:
    return int(ink) * STEPS + step


_FRAME = _index(Ink.FRAME_TITLE, 0)


@cache
def _table(ink: Ink) -> list[int]:
    return [_index(ink, value * STEPS // 256) for value in range(256)]


@lru_cache(4096)
def _glyph(face: Face, size: int, letter: str, ink: Ink) -> tuple[Image, Image, int, int] | None:
    """A letter in an ink, the mask of its pixels, and where it lies from the pen and the base line.

    None for a letter without a picture: the box that a font has in its place says nothing.
    """
    from PIL import Image, ImageDraw

    if not is_known(letter):
        return None
    known, shift = font(face, size), 0
    if not has_glyph(face, letter):
        known = font(_OTHER[face], round(size * 0.75))
        shift = round((advance(face, size, letter) - known.getlength(letter)) / 2)
    left, top, right, bottom = (int(edge) for edge in known.getbbox(letter, anchor="ls"))
    if right <= left or bottom <= top:
        return None
    coverage = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(coverage).text((-left, -top), letter, 255, known, anchor="ls")
    return coverage.point(_table(ink)), coverage.point(_SEEN), left + shift, top


def _recoloured(png: bytes, colours: bytes) -> bytes:
    """The same picture with another palette of that size (PNG 3, 5.3: length, name, data, CRC of name and data)."""
    name = png.index(b"PLTE")
    chunk = b"PLTE" + colours
    return png[:name] + chunk + zlib.crc32(chunk).to_bytes(4, "big") + png[name + len(chunk) + 4 :]


def _colours(palette: Palette) -> list[int]:
    """The 256 colours: each ink in sixteen steps from its ground to full."""
    flat: list[int] = []
    for ink in Ink:
        full, ground = palette.inks[ink], palette.inks[Ink.PANEL] if ink < Ink.FRAME_TITLE else palette.frame
        for step in range(STEPS):
            share = step / (STEPS - 1)
            flat += [round(low + (high - low) * share) for low, high in zip(ground, full, strict=True)]
    return flat
