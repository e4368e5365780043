"""What a build would do and why, as it can be told: course by course, lesson by lesson, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.changes import Change, LessonChanges, Step
from audiobook.plan import ToSpeak, Work
from audiobook.progress import counted
from audiobook.speech.checks import expected_seconds

if TYPE_CHECKING:
    from audiobook.lint.finding import Finding
    from audiobook.model import Lesson, Script


@dataclass(frozen=True, slots=True)
class LessonOutlook:
    """The work one lesson needs.

    place: its file as messages show it; work: the earliest stage that has to run; to_speak: the utterances to
    synthesize; changes: None where it is not known what the edition was made of; findings: what lint says of a lesson
    with other words, when it was asked.
    """

    lesson: Lesson
    place: str
    script: Script
    work: Work
    reason: str
    to_speak: tuple[ToSpeak, ...]
    changes: LessonChanges | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class GoneLesson:
    """A lesson that the content no longer has."""

    id: str
    title: str
    path: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CourseOutlook:
    """The work a course needs, in an order that can be told.

    since: the revision it is compared with, empty for the edition in the output; forms: those of the whole course that
    have to be written, by name, and why; pages: when no lesson needs work, the files that would change all the same.
    estimated_s: seconds the synthesis would take here, None where this machine has not yet measured a voice; cost: of
    it, in the currency of the voices' prices, None where a voice is paid for and has no price.
    """

    course: str
    since: str
    lessons: tuple[LessonOutlook, ...]
    removed: tuple[GoneLesson, ...]
    forms: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]
    estimated_s: float | None
    cost: float | None

    @property
    def utterances(self) -> int:
        return sum(len(lesson.script.utterances) for lesson in self.lessons)

    @property
    def to_speak(self) -> tuple[ToSpeak, ...]:
        return tuple(item for lesson in self.lessons for item in lesson.to_speak)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes in all lessons, and in those that are gone."""
        known = [lesson.changes.changes for lesson in self.lessons if lesson.changes]
        return tuple(each for found in (*known, *(gone.changes for gone in self.removed)) for each in found)

    @property
    def nothing_to_do(self) -> bool:
        idle = all(lesson.work == "none" for lesson in self.lessons)
        return idle and not (self.removed or self.forms or self.pages)


def added_s(changes: Iterable[Change]) -> float:
    """Estimated seconds of speech that a listener of before did not hear: of new sentences and of changed words."""
    return sum(expected_seconds(each.after.spoken) for each in changes if each.after and each.is_other_text)


def removed_s(changes: Iterable[Change]) -> float:
    """Estimated seconds of speech that are no more to be heard."""
    return sum(expected_seconds(each.before.spoken) for each in changes if each.before and each.is_other_text)


def told(changes: LessonChanges) -> str:
    """What became of a lesson, in a line: `2 sentences changed (text), 1 new; pauses`."""
    if changes.before is None:
        return "new lesson"
    counts: Counter[str] = Counter()
    for change in changes.changes:
        causes = " and ".join(reason.cause for reason in change.reasons)
        counts[f"changed ({causes})" if change.step == "changed" else _STEPS[change.step]] += 1
    parts = [f"{number} {what}" for what, number in counts.items()]
    if parts:
        number, _, what = parts[0].partition(" ")
        parts[0] = f"{counted(int(number), 'sentence')} {what}"
    return "; ".join(filter(None, [", ".join(parts), ", ".join(changes.other)])) or "unchanged"


_STEPS: dict[Step, str] = {
    "new": "new",
    "moved": "moved",
    "removed": "removed",
    "lost": "no longer in the store",
}
