"""Key caps and key chords: "Ctrl+Shift+P", "C-x C-s", "⌘K"."""

from __future__ import annotations

import re

from . import numbers
from .numbers import is_number
from .tables import mapping
from .vocabulary import any_of

_MODIFIERS = mapping("modifier_keys")
_KEYS = mapping("keys")
_EMACS = {"C": "control", "M": "meta", "S": "shift", "s": "super", "A": "alt"}

_NAMES = any_of(name for name in _MODIFIERS if name.isalpha() and name.isascii())
_KEY = rf"(?:F\d{{1,2}}|[A-Za-z0-9]|{any_of(_KEYS)})"
CHORD = rf"(?:(?:{_NAMES})\s?[+-]\s?)+(?:{_KEY})(?![\w])"
"""A chord with named modifiers, as a pattern to be used without regard to case."""

_CHORD = re.compile(CHORD, re.IGNORECASE)
_GLYPHS = re.compile(r"[⌘⌥⇧⌃]+\s?\+?\s?(?:F\d{1,2}|[A-Za-z0-9]|.)")
_EMACS_CHORDS = re.compile(
    r"(?:[CMSsA]-)+(?:RET|SPC|TAB|ESC|<\w+>|\S)(?:\s+(?:(?:[CMSsA]-)*(?:RET|SPC|TAB|ESC|\S)))*"
)
_VIM_CONTROL = re.compile(r"\^([A-Z\[\\])")
_VIM_COMMAND = re.compile(r":(w|q|wq|x|qa|wqa|wa|e|sp|vs|bd|bn|bp|tabn)(!?)")


def chord(text: str) -> str | None:
    """A whole text that is a key chord, in words; None when it is not one."""
    if _CHORD.fullmatch(text):
        return chord_words(text)
    if _GLYPHS.fullmatch(text) and text[0] in "⌘⌥⇧⌃":
        return " ".join(key(char) for char in re.findall(r"F\d+|[^\s+]", text))
    if _EMACS_CHORDS.fullmatch(text):
        return " ".join(_emacs(part) for part in text.split())
    colon = _VIM_COMMAND.fullmatch(text)
    if colon:
        return f"colon {' '.join(colon[1].upper())}" + (" bang" if colon[2] else "")
    control = _VIM_CONTROL.fullmatch(text)
    return f"control {key(control[1])}" if control else None


def chord_words(text: str) -> str:
    """The keys of a chord whose modifiers are written out."""
    return " ".join(key(part) for part in re.findall(r"[A-Za-z0-9]+|(?<=[+-])\s?[^\w\s]$|[⌘⌥⇧⌃]", text))


def _emacs(text: str) -> str:
    said: list[str] = []
    while len(text) > 2 and text[1] == "-" and text[0] in _EMACS:
        said.append(_EMACS[text[0]])
        text = text[2:]
    return " ".join([*said, key(text.strip("<>"))])


def key(text: str) -> str:
    """One key cap in words."""
    text = text.strip()
    low = text.lower()
    if low in _MODIFIERS:
        return _MODIFIERS[low]
    if low in _KEYS:
        return _KEYS[low]
    if len(text) == 1 and text.isalpha():
        return text.upper()
    function = re.fullmatch(r"[fF](\d{1,2})", text)
    if function:
        return "F " + numbers.integer(function[1])
    return numbers.integer(text) if is_number(text) else text


def key_words(text: str) -> str:
    """The words for the content of a key cap, which may be a chord."""
    return chord(text.strip()) or " ".join(key(part) for part in re.findall(r"[A-Za-z]+\d*|\d+|\S", text))
