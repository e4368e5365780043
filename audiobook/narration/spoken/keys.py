"""Key caps and key chords: "Ctrl+Shift+P", "C-x C-s", "⌘K"."""

from __future__ import annotations

import re

from . import numbers

_MODIFIERS = {
    "ctrl": "control", "control": "control", "ctl": "control", "cmd": "command", "command": "command", "⌘": "command", "alt": "alt", "opt": "option", "option": "option",
    "⌥": "option", "shift": "shift", "⇧": "shift", "⌃": "control", "meta": "meta", "super": "super", "win": "windows", "windows": "windows", "fn": "function", "mod": "mod", "hyper": "hyper",
}  # fmt: skip
_KEYS = {
    "esc": "escape", "escape": "escape", "enter": "enter", "return": "return", "ret": "return", "tab": "tab", "space": "space", "spc": "space", "del": "delete", "delete": "delete", "backspace": "backspace",
    "bksp": "backspace", "ins": "insert", "insert": "insert", "home": "home", "end": "end", "pgup": "page up", "pageup": "page up", "pgdn": "page down", "pgdown": "page down", "pagedown": "page down",
    "up": "up", "down": "down", "left": "left", "right": "right", "↑": "up arrow", "↓": "down arrow", "←": "left arrow", "→": "right arrow", "capslock": "caps lock", "prtsc": "print screen", "printscreen": "print screen",
    "⏎": "return", "↩": "return", "↵": "enter", "⎋": "escape", "⌫": "backspace", "⌦": "delete", "⇥": "tab", "␣": "space", "plus": "plus", "minus": "minus", "click": "click", "break": "break", "pause": "pause",
    "/": "slash", "\\": "backslash", ".": "period", ",": "comma", ";": "semicolon", ":": "colon", "'": "quote", "`": "backtick", "[": "left bracket", "]": "right bracket", "-": "minus", "+": "plus", "=": "equals",
    "?": "question mark", "@": "at", "#": "hash", "*": "star", "scroll": "scroll", "drag": "drag", "arrow": "arrow", "menu": "menu",
}  # fmt: skip
_EMACS = {"C": "control", "M": "meta", "S": "shift", "s": "super", "A": "alt"}

_NAMES = "|".join(
    sorted(
        (re.escape(name) for name in _MODIFIERS if name.isalpha() and name.isascii()), key=len, reverse=True
    )
)
_KEY = rf"(?:F\d{{1,2}}|[A-Za-z0-9]|{'|'.join(sorted((re.escape(k) for k in _KEYS), key=len, reverse=True))})"
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
    return numbers.integer(text) if text.isdigit() and text.isascii() else text


def key_words(text: str) -> str:
    """The words for the content of a key cap, which may be a chord."""
    return chord(text.strip()) or " ".join(key(part) for part in re.findall(r"[A-Za-z]+\d*|\d+|\S", text))
