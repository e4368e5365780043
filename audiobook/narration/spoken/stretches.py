"""Cuts a text by its marks and by the lexicon into stretches that are said in one way each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...model import Written
from ..lexicon import Lexicon

_OPAQUE = frozenset(("code", "math", "key", "say", "sup", "sub"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] and how it is said: `prose`, `entry` (as `value`), or the kind of its mark.

    A piece of code may be part of a larger one, text[whole[0]:whole[1]], which an entry of the lexicon has divided.
    """

    start: int
    end: int
    kind: str
    value: str = ""
    whole: tuple[int, int] = (0, 0)


def stretches_of(written: Written, lexicon: Lexicon) -> Iterator[Stretch]:
    """The stretches of a text from left to right; of nested marks the outermost that changes the saying counts."""
    position = 0
    for mark in written.marks:
        if mark.kind not in _OPAQUE or mark.start < position or mark.end <= mark.start:
            continue
        yield from _with_entries(written.text, position, mark.start, "prose", lexicon)
        if mark.kind == "code":
            yield from _with_entries(written.text, mark.start, mark.end, "code", lexicon)
        else:
            yield Stretch(mark.start, min(mark.end, len(written.text)), mark.kind, mark.value)
        position = mark.end
    yield from _with_entries(written.text, position, len(written.text), "prose", lexicon)


def _with_entries(text: str, start: int, end: int, kind: str, lexicon: Lexicon) -> Iterator[Stretch]:
    if start >= end:
        return
    position = start
    for match in lexicon.matches(text[start:end]) if lexicon else ():
        if start + match.start > position:
            yield Stretch(position, start + match.start, kind, whole=(start, end))
        yield Stretch(start + match.start, start + match.end, "entry", match.entry.spoken)
        position = start + match.end
    if position < end:
        yield Stretch(position, end, kind, whole=(start, end))
