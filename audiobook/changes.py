"""How the narration of a course differs from an earlier one, sentence by sentence, and why.

Both sides are told by `ingredients.MadeOf`: one read from the edition in the output, or made of a git revision, the
other of the content as it is. A sentence that is said as before in the same place is not a change, unless it has to be
spoken again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from audiobook.ingredients import LessonMadeOf, MadeOf, Said
from audiobook.model import Script
from audiobook.pairing import pairs, stretches
from audiobook.why import Explainer, Reason

Step = Literal["new", "changed", "moved", "removed", "lost"]
"""`lost`: as before, but its clip is not in the store, and its lesson has to be put together again."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one sentence.

    index: its place among the utterances of the lesson, None for a removed one; before, after: what is said, None where
    there is no such side; reasons: the first explains it best; origin: the file it was moved from, when another;
    speak: it has to be synthesized (else it is in the store already, or is gone).
    """

    step: Step
    index: int | None
    before: Said | None
    after: Said | None
    reasons: tuple[Reason, ...] = ()
    origin: str = ""
    speak: bool = False

    @property
    def text(self) -> str:
        """What is said, or was when it is removed."""
        said = self.after or self.before
        return said.spoken if said else ""

    @property
    def is_other_text(self) -> bool:
        """Whether other words are heard, not the same ones in another voice or place."""
        return self.before is None or self.after is None or self.before.spoken != self.after.spoken


@dataclass(frozen=True, slots=True)
class LessonChanges:
    """The changes in one lesson, in order. `other`: what else of its files is made of something else, by name.

    `before` is None for a new lesson, `after` for one that is gone.
    """

    before: LessonMadeOf | None
    after: LessonMadeOf | None
    changes: tuple[Change, ...]
    other: tuple[str, ...] = ()

    def ledger(self) -> dict[tuple[str, str, str], int]:
        """How many more blocks (or fewer) of a kind have a treatment for a reason, where that changed."""
        sides = [side.ledger if side else {} for side in (self.before, self.after)]
        keys = sorted({*sides[0], *sides[1]})
        more = {key: sides[1].get(key, 0) - sides[0].get(key, 0) for key in keys}
        return {key: number for key, number in more.items() if number}


@dataclass(frozen=True, slots=True)
class CourseChanges:
    """The changes in all lessons, in course order, and in those that are gone."""

    lessons: tuple[LessonChanges, ...]
    removed: tuple[LessonChanges, ...]


def compare(
    before: MadeOf,
    after: MadeOf,
    scripts: Sequence[Script],
    missing: Sequence[Collection[int]],
) -> CourseChanges:
    """What became of every sentence. `scripts` and `missing`, the utterances to speak, are those of `after.lessons`."""
    return _Comparison(before, after, scripts, missing).result()


_Stretch = tuple[list[int], list[int], int]
"""Sentences that are in the place of others: before and after, and where the latter begin."""


class _Comparison:
    """Lesson by lesson what is equal; then across the course what moved; then in each place what is alike."""

    def __init__(
        self,
        before: MadeOf,
        after: MadeOf,
        scripts: Sequence[Script],
        missing: Sequence[Collection[int]],
    ) -> None:
        self._before, self._after = before, after
        self._missing = {lesson.id: set(found) for lesson, found in zip(after.lessons, missing, strict=True)}
        self._utterances = {
            lesson.id: script.utterances for lesson, script in zip(after.lessons, scripts, strict=True)
        }
        self._then = {lesson.id: lesson for lesson in before.lessons}
        self._explain = Explainer(before, after)
        self._stretches: dict[str, list[_Stretch]] = {}
        self._found: dict[str, list[tuple[float, Change]]] = defaultdict(list)

    def result(self) -> CourseChanges:
        for lesson in self._after.lessons:
            self._align(lesson)
        gone = [lesson for lesson in self._before.lessons if lesson.id not in self._utterances]
        for lesson in gone:
            self._stretches[lesson.id] = [(list(range(len(lesson.said))), [], 0)]
        self._find_moves()
        for lesson in self._after.lessons:
            for stretch in self._stretches[lesson.id]:
                self._pair(lesson, stretch)
        return CourseChanges(
            tuple(self._changes(lesson) for lesson in self._after.lessons),
            tuple(
                LessonChanges(
                    lesson,
                    None,
                    tuple(
                        Change("removed", None, lesson.said[i], None)
                        for i in chain.from_iterable(then for then, _, _ in self._stretches[lesson.id])
                    ),
                )
                for lesson in gone
            ),
        )

    def _changes(self, lesson: LessonMadeOf) -> LessonChanges:
        then = self._then.get(lesson.id)
        found = sorted(self._found[lesson.id], key=lambda placed: placed[0])
        changes = tuple(change for _, change in found)
        return LessonChanges(then, lesson, changes, self._other(then, lesson) if then else ())

    def _other(self, then: LessonMadeOf, now: LessonMadeOf) -> tuple[str, ...]:
        """What else of a lesson's files is made of something else, by name."""
        other = [name for name in now.facts if now.facts[name] != then.facts.get(name)]
        same_text = [each.spoken for each in then.said] == [each.spoken for each in now.said]
        if not same_text:  # then these follow from the sentences
            other = [
                name for name in other if name not in ("earcons", "where chapters begin", "words as written")
            ]
        elif [each.pause_ms for each in then.said] != [each.pause_ms for each in now.said]:
            other.insert(0, "pauses")
        encoding = (self._before.encoding, self._after.encoding)
        other += [
            f"encoding ({name})"
            for name in encoding[1]
            if name in encoding[0] and encoding[0][name] != encoding[1][name]
        ]
        return tuple(other)

    # -- the steps ------------------------------------------------------------------------------------------

    def _align(self, now: LessonMadeOf) -> None:
        """Take what is equal in order, and keep what is not as stretches."""
        then = self._then.get(now.id)
        said_then = [each.spoken for each in then.said] if then else []
        left: list[_Stretch] = []
        for equal, gone, come in stretches(said_then, [each.spoken for each in now.said]):
            if not equal or then is None:
                left.append((list(gone), list(come), come.start))
                continue
            for i, j in zip(gone, come, strict=True):
                if then.said[i].clip != now.said[j].clip or j in self._missing[now.id]:
                    self._add(then, i, now, j)
        self._stretches[now.id] = left

    def _find_moves(self) -> None:
        """A sentence that is gone in one place and comes in another has moved; best within its lesson."""
        gone: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, left in self._stretches.items():
            for i in chain.from_iterable(then for then, _, _ in left):
                gone[self._then[key].said[i].spoken].append((key, i))
        taken: set[tuple[str, int]] = set()
        for own in (True, False):
            for lesson in self._after.lessons:
                for _, come, _ in self._stretches[lesson.id]:
                    for j in list(come):
                        offered = (
                            place
                            for place in gone.get(lesson.said[j].spoken, ())
                            if place not in taken and (not own or place[0] == lesson.id)
                        )
                        place = next(offered, None)
                        if place is not None:
                            taken.add(place)
                            come.remove(j)
                            self._add(self._then[place[0]], place[1], lesson, j, moved=True)
        for key, left in self._stretches.items():
            for then, _, _ in left:
                then[:] = [i for i in then if (key, i) not in taken]

    def _pair(self, now: LessonMadeOf, stretch: _Stretch) -> None:
        """Of what is left in one place: what is alike has changed; the rest is removed, or new."""
        gone, come, start = stretch
        then = self._then.get(now.id)
        old = [then.said[i] for i in gone] if then else []
        new = [now.said[j] for j in come]

        def same(i: int, j: int) -> bool:
            return bool(old[i].written) and old[i].written == new[j].written

        found = pairs([each.spoken for each in old], [each.spoken for each in new], same)
        paired = {j: i for i, j in found}
        for j, index in enumerate(come):
            if then and j in paired:
                self._add(then, gone[paired[j]], now, index)
            else:
                reasons = self._explain.appearance(then, now, self._utterances[now.id][index])
                speak = index in self._missing[now.id]
                change = Change("new", index, None, new[j], reasons, speak=speak)
                self._found[now.id].append((index, change))
        place = start - 0.5  # what is removed is told before what came in its place
        placed = dict(found)
        for i, was in enumerate(old):
            if i in placed:
                place = come[placed[i]] + 0.5
            else:
                reasons = self._explain.appearance(then, now, None)
                self._found[now.id].append((place, Change("removed", None, was, None, reasons)))

    def _add(self, then: LessonMadeOf, i: int, now: LessonMadeOf, j: int, moved: bool = False) -> None:
        """A sentence that was, and is: moved, changed or lost."""
        was, is_ = then.said[i], now.said[j]
        reasons = self._explain.pair((then, was), (now, is_), self._utterances[now.id][j])
        step: Step = "changed" if reasons else "moved" if moved else "lost"
        speak = j in self._missing[now.id]
        origin = then.path if then.id != now.id else ""
        self._found[now.id].append((j, Change(step, j, was, is_, reasons, origin, speak)))
