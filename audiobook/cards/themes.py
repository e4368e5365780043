"""The two themes of cards, and the colour of a course, which frames them."""

from __future__ import annotations

import colorsys
from io import BytesIO
from typing import Literal

from audiobook.cards.canvas import Colour, Ink, Palette

Theme = Literal["dark", "light"]

THEMES: tuple[Theme, Theme] = ("dark", "light")

_HUES = (
    24  # of the wheel: decoders of pictures may differ by a shade, and the colour is not to differ with them
)
_GREY_BLUE = 14
_DEEP = 0.15  # luminance of which white stands out by more than 5 to 1

_DARK = {
    Ink.TEXT: "#e8e6e1",
    Ink.SOFT: "#a3a29d",
    Ink.RULE: "#484b52",
    Ink.COMMENT: "#98a29b",
    Ink.KEYWORD: "#ff9d8a",
    Ink.STRING: "#b5dd8e",
    Ink.NUMBER: "#f5c06f",
    Ink.NAME: "#8ec7ff",
    Ink.TYPE: "#ffd479",
    Ink.SYMBOL: "#86dfd0",
    Ink.OUTPUT: "#c3c1bb",
    Ink.BOX: "#2c2f35",
    Ink.FRAME_TITLE: "#ffffff",
    Ink.FRAME_SOFT: "#e3e5e8",
    Ink.PANEL: "#17181b",
}
_LIGHT = {
    Ink.TEXT: "#1d1c1a",
    Ink.SOFT: "#65625d",
    Ink.RULE: "#cfcbc3",
    Ink.COMMENT: "#5d6b63",
    Ink.KEYWORD: "#a8321c",
    Ink.STRING: "#35690f",
    Ink.NUMBER: "#8a5200",
    Ink.NAME: "#1256a8",
    Ink.TYPE: "#7a4b00",
    Ink.SYMBOL: "#0a6862",
    Ink.OUTPUT: "#4a4843",
    Ink.BOX: "#efece5",
    Ink.FRAME_TITLE: "#ffffff",
    Ink.FRAME_SOFT: "#eef0f2",
    Ink.PANEL: "#fdfcfa",
}


def palette(theme: Theme, hue: int) -> Palette:
    """The colours of a theme in a course of this hue, which `hue_of` gives."""
    if theme == "dark":
        accent, frame, base = _mixed(hue, 0.72, 0.55), _deep(hue, 0.26, 0.42), _DARK
    else:
        accent, frame, base = _deep(hue, 0.34, 0.65), _deep(hue, 0.33, 0.5), _LIGHT
    inks = {ink: _parsed(code) for ink, code in base.items()}
    return Palette(frame, {**inks, Ink.ACCENT: accent})


def hue_of(cover: bytes) -> int:
    """The hue that a cover shows most of, in steps around the wheel; a quiet blue where it has hardly any colour."""
    from PIL import Image

    try:
        with Image.open(BytesIO(cover)) as image:
            image.draft("RGB", (128, 128))
            small = image.convert("RGB").resize((48, 48), Image.Resampling.BOX)
    except OSError:  # a picture that is cut short, which players may still show
        return _GREY_BLUE
    weights = [0.0] * _HUES
    pixels = small.tobytes()
    for red, green, blue in zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True):
        hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
        weights[round(hue * _HUES) % _HUES] += saturation * value
    best = max(range(_HUES), key=lambda step: weights[step])
    return best if weights[best] > 48 * 48 * 0.02 else _GREY_BLUE


def _deep(hue: int, lightness: float, saturation: float) -> Colour:
    """A colour that stands out from white: yellow and green have to be darker for that than red and blue."""
    while _luminance(_mixed(hue, lightness, saturation)) > _DEEP:
        lightness -= 0.01
    return _mixed(hue, lightness, saturation)


def _luminance(colour: Colour) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(hue: int, lightness: float, saturation: float) -> Colour:
    red, green, blue = colorsys.hls_to_rgb(hue / _HUES, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _parsed(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
