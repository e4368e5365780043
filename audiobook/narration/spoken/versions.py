"""Versions without their software: after "Ecto 3.13", the number in "from 3.14 on" is said in the same form."""

from __future__ import annotations

import re

from audiobook.model import Mark, Written

from . import numbers
from .vocabulary import UNITS, VERSIONED, any_of

_DECIMAL = re.compile(r"(?<![\w.$€£~≈<>=+*/-])(\d{1,4})\.(\d{1,4})(?![\w.%°])")
_NAME_BEFORE = re.compile(r"([\w.+#-]+)\W{1,3}$")
_CUES = frozenset(
    (
        *("from", "since", "to", "until", "till", "in", "before", "after", "with", "on", "and", "or", "than"),
        *("through", "at", "is", "by"),
    )
)
_MEASURED = re.compile(rf"\s?(?:{any_of(UNITS)}|times|percent|[x×])(?!\w)")


class Versions:
    """The versions that a passage has named so far, by their first number."""

    def __init__(self) -> None:
        self._majors: set[str] = set()

    def recalled(self, written: Written) -> Written:
        """`written` with a `say` mark on each number that repeats the form of a version named before it."""
        text = written.text
        added: list[Mark] = []
        for match in _DECIMAL.finditer(text):
            before = _NAME_BEFORE.search(text, max(0, match.start() - 24), match.start())
            cue = before[1].lower() if before else ""
            if cue in VERSIONED:
                self._majors.add(match[1])
            elif match[1] in self._majors and cue in _CUES and not _MEASURED.match(text, match.end()):
                added.append(Mark(*match.span(), "say", numbers.version(match[0])))
        return _with(written, added) if added else written


def _with(written: Written, added: list[Mark]) -> Written:
    """`written` with more marks, but for those on text that is said in another way already; in linear time."""
    marks = list(written.marks)
    opaque = [mark for mark in marks if mark.kind in ("code", "math", "key", "say")]
    reached = at = 0  # `reached`: the end of the opaque marks that begin before a new one ends
    for new in added:
        while at < len(opaque) and opaque[at].start < new.end:
            reached = max(reached, opaque[at].end)
            at += 1
        if reached <= new.start:
            marks.append(new)
    return Written(written.text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))
