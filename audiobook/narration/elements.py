"""Elements of HTML amid text: what they mark, and what they hide."""

from __future__ import annotations

from dataclasses import dataclass

ELEMENT_MARKS = {
    "kbd": "key",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "sub": "sub",
    "sup": "sup",
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
}
HIDDEN_ELEMENTS = {
    **dict.fromkeys(("del", "s", "strike"), "struck-out text"),
    **dict.fromkeys(("rt", "rp"), "the reading of a character"),
    **dict.fromkeys(("script", "style", "template"), ""),
    "svg": "a drawing",
}
"""What the text in an element is left out as, for the ledger."""


@dataclass(slots=True)
class OpenElement:
    """An element that is not closed yet: where its text starts, and what it will mark."""

    name: str
    start: int
    kind: str = ""
    value: str = ""
    hides: bool = False
