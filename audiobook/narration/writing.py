"""Cut and join Written values; the marks move with the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from audiobook.model import Mark, Written

EMPTY = Written("")
_BREAK = re.compile(r"\n(?![a-z])")


def cut(written: Written, start: int, end: int) -> Written:
    """The half-open stretch, without white space at its ends; marks that reach past it are clipped."""
    text = written.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    marks = tuple(
        Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind, mark.value)
        for mark in written.marks
        if mark.start < end and mark.end > start
    )
    return Written(text, marks)


def join(parts: Iterable[Written], separator: str = " ") -> Written:
    """The parts that have text, with `separator` between them."""
    text = ""
    marks: list[Mark] = []
    for part in parts:
        if not part.text:
            continue
        if text:
            text += separator
        offset = len(text)
        marks += [Mark(m.start + offset, m.end + offset, m.kind, m.value) for m in part.marks]
        text += part.text
    return Written(text, tuple(marks))


def led(shown: str, written: Written, said: str | None = None) -> Written:
    """`written` after a lead such as "1." that is said as `said` (inline Markdown), if that differs."""
    if not shown:
        return written
    if not written.text:
        return said_as(shown, said)
    return join((said_as(shown, said), written))


def said_as(shown: str, said: str | None) -> Written:
    """Text that is said in other words; None says it as it is shown."""
    if said is None or said == shown:
        return Written(shown)
    return Written(shown, (Mark(0, len(shown), "say", said),))


def with_marks(written: Written, added: Iterable[Mark]) -> Written:
    """`written` with more marks; those that would cross a mark already there are left out."""
    marks = list(written.marks)
    for new in added:
        if not any(_cross(old, new) for old in marks):
            marks.append(new)
    return Written(written.text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _cross(one: Mark, other: Mark) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def lines(written: Written) -> list[Written]:
    """The stretches between hard line breaks.

    A line that runs on (its end has no mark of punctuation and the next begins in lower case) is not cut.
    """
    if "\n" not in written.text:
        return [written] if written.text else []
    text = written.text
    breaks = [match.start() for match in _BREAK.finditer(text)]
    found: list[Written] = []
    start = first = 0
    for end in [*breaks, len(text)]:
        marks = []
        while first < len(written.marks) and written.marks[first].start < end:
            marks.append(written.marks[first])
            first += 1
        line = cut(Written(text, tuple(marks)), start, end)
        if line.text:
            found.append(line)
        start = end
    return found


def listing(names: list[Written] | list[str], word: str = "and") -> Written:
    """`a, b and c`."""
    parts = [Written(name) if isinstance(name, str) else name for name in names]
    if len(parts) < 2:
        return parts[0] if parts else EMPTY
    return join((join(parts[:-1], ", "), parts[-1]), f" {word} ")


def escaped(text: str) -> str:
    """Plain text as inline Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>~$:^@])", r"\\\1", text)
