"""Running text with marks on it, as it grows: it closes over what is left out, as if it had never been there."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiobook.model import Mark, Written
from audiobook.narration.growing import GrowingText
from audiobook.narration.patterns import (
    CLAUSE_END,
    JOINING_END,
    JOINING_START,
    MENU_CUE,
    MENU_SIGN,
    MINUTES,
    SPACE,
)

_LOOK_BACK = 8
"""Characters: more than a conjunction and the spaces around it."""


@dataclass(slots=True)
class RunningText:
    """`left_out` names what the page shows and nobody hears; `visible` is false while only images were added."""

    text: GrowingText = field(default_factory=GrowingText)
    marks: list[Mark] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)
    visible: bool = False
    timed: bool = False  # a picture of a clock stands before what comes next
    dropped: bool = False  # something stood here that takes no room
    vanished: bool = False  # what was visible here is not said

    @property
    def length(self) -> int:
        return self.text.length

    def written(self) -> Written:
        if self.vanished:
            self._drop_joining()
        text = "".join(self.text.parts).rstrip()
        marks = [*self.marks, *_menu_marks(text, self.marks)]
        return Written(text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))

    def add(self, text: str) -> None:
        """Visible text; white space becomes single spaces."""
        if not text:
            return
        text = SPACE.sub(" ", text)
        if self.vanished:
            text = self._close_gap(text)
            if not text:
                return
        if text[0] == " " and self.text.last in ("", " ", "\n"):
            text = text[1:]
        if self.dropped and text.startswith((",", ".", ";", ":", "!", "?", ")")) and self.text.last == " ":
            self.text.drop_last()
        self.dropped = False
        self.text.append(text)
        if self.timed and text.strip():
            self._tell_minutes(text)
        self.visible = self.visible or bool(text.strip())

    def add_marked(self, text: str, kind: str, value: str = "") -> None:
        start = self.text.length
        self.add(text)
        if self.text.length > start:
            self.marks.append(Mark(start, self.text.length, kind, value))

    def ends_with(self, words: str) -> bool:
        """Whether the text ends with these words: "version {{ version }}" says them once."""
        last = self.text.since(max(0, self.text.length - len(words) - 1)).strip()
        return last.casefold() == words.casefold()

    def line_break(self) -> None:
        if self.text.last not in ("", "\n"):
            if self.text.last == " ":
                self.text.drop_last()
            self.text.append("\n")

    def vanish(self, what: str) -> None:
        """Something visible is left out here."""
        self.dropped = self.vanished = True
        if what:
            self.left_out[what] = None

    def _tell_minutes(self, added: str) -> None:
        """`27m` after the picture of a clock is no length."""
        self.timed = False
        found = MINUTES.match(added)
        if found:
            start = self.text.length - len(added) + found.start(1)
            end = self.text.length - len(added) + found.end()
            self.marks.append(Mark(start, end, "say", f"{found[1]} minutes"))

    def _close_gap(self, text: str) -> str:
        """What comes after something left out, without the conjunction or comma that stood beside it."""
        before = self.text.since(max(0, self.text.length - _LOOK_BACK))
        end, start = JOINING_END.search(before), JOINING_START.match(text)
        if end and CLAUSE_END.match(text):
            self._drop_joining()
        elif start and (not before.strip() or (end and (start["word"] == "," or end[0].strip(", ")))):
            text = text[start.end() :]
        self.vanished = not text.strip()
        return text

    def _drop_joining(self) -> None:
        """Take back the conjunction or comma at the end; the marks on it end before it."""
        end = JOINING_END.search(self.text.since(max(0, self.text.length - _LOOK_BACK)))
        if end is None:
            return
        self.text.drop(len(end[0]))
        for index in range(len(self.marks) - 1, -1, -1):
            mark = self.marks[index]
            if mark.end <= self.text.length:
                break
            self.marks[index] = Mark(
                min(mark.start, self.text.length), self.text.length, mark.kind, mark.value
            )


def _menu_marks(text: str, marks: list[Mark]) -> list[Mark]:
    """`File > Open` is a way through menus: the sign between two names is said "then"."""
    signs = list(MENU_SIGN.finditer(text))
    if not signs:
        return []
    taken = [(mark.start, mark.end) for mark in marks if mark.kind in ("code", "math", "key", "say")]
    starts = {mark.start for mark in marks if mark.kind == "strong"}
    ends = {mark.end for mark in marks if mark.kind == "strong"}
    told = bool(MENU_CUE.search(text)) or len(signs) > 1
    found = []
    for sign in signs:
        start, end = sign.span("sign")
        bold = sign.start() in ends and sign.end() in starts
        named = told and sign["after"] is not None and _begins_like_a_name(text[max(0, start - 40) : start])
        if (bold or named) and not any(low < end and start < high for low, high in taken):
            found.append(Mark(start, end, "say", "then"))
    return found


def _begins_like_a_name(before: str) -> bool:
    """Whether the last word of a text begins with a capital, as the names in menus do."""
    words = before.split()
    return bool(words) and words[-1].lstrip("(“\"'")[:1].isupper()
