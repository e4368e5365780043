"""How the narration of a course differs from an earlier one, sentence by sentence, and why.

Both sides are told by `ingredients.MadeOf`: one read from the edition in the output, or made of a git revision, the
other of the content as it is. A sentence that is said as before in the same place is not a change, unless it has to be
spoken again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal

from audiobook import announcements
from audiobook.ingredients import LessonMadeOf, MadeOf, Said
from audiobook.model import Script, Utterance
from audiobook.narration.lexicon import Entry, Lexicon
from audiobook.pairing import pairs, stretches

Step = Literal["new", "changed", "moved", "removed", "lost"]
"""`lost`: as before, but its clip is not in the store, and its lesson has to be put together again."""

Cause = Literal[
    "text", "lexicon", "phonemes", "rules", "settings", "announcement", "voice", "engine", "stage"
]
"""Why a sentence is not what it was.

text          the lesson's Markdown
lexicon       words of the lexicon
phonemes      the phonemes of such words
rules         this program puts the same text into other words
settings      those of the narration
announcement  what is said around a lesson: its template, or the titles in it
voice         another voice, or other settings of it
engine        another version of the engine or its model
stage         this program makes another clip of the same speech
"""

_NO_STOPS = str.maketrans("", "", ",.?!")


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause; `detail` tells what became of what, where that is known."""

    cause: Cause
    detail: str = ""


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
"""Sentences that are in the place of others: before and after, and where after them the next equal ones begin."""


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
                left.append((list(gone), list(come), come.stop))
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
        gone, come, end = stretch
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
        for i in range(len(gone)):
            if i not in paired.values():
                place = next((come[j] for j, other in sorted(paired.items()) if other > i), end)
                reasons = self._explain.appearance(then, now, None)
                self._found[now.id].append((place - 0.5, Change("removed", None, old[i], None, reasons)))

    def _add(self, then: LessonMadeOf, i: int, now: LessonMadeOf, j: int, moved: bool = False) -> None:
        """A sentence that was, and is: moved, changed or lost."""
        was, is_ = then.said[i], now.said[j]
        reasons = self._explain.pair((then, was), (now, is_), self._utterances[now.id][j])
        step: Step = "changed" if reasons else "moved" if moved else "lost"
        speak = j in self._missing[now.id]
        origin = then.path if then.id != now.id else ""
        self._found[now.id].append((j, Change(step, j, was, is_, reasons, origin, speak)))


class Explainer:
    """Why a sentence is not what it was."""

    def __init__(self, before: MadeOf, after: MadeOf) -> None:
        self._before, self._after = before, after
        self._changed_words = _changed_words(before.lexicon, after.lexicon)
        self._language = str(after.settings.get("language", ""))
        self._lexicon = cache(self._lexicon_for)

    def pair(
        self, then: tuple[LessonMadeOf, Said], now: tuple[LessonMadeOf, Said], utterance: Utterance
    ) -> tuple[Reason, ...]:
        """All the reasons for which one sentence became another; none when its sound is the same."""
        was, is_ = then[1], now[1]
        if was.clip == is_.clip:
            return ()
        reasons = []
        if was.spoken != is_.spoken:
            reasons.append(self._words(then, now, utterance))
        old, new = self._before.voices[was.voice], self._after.voices[is_.voice]
        if old.spec != new.spec:
            reasons.append(Reason("voice", f"{old.spec} -> {new.spec}"))
        elif old.identity != new.identity:
            reasons.append(Reason("engine", f"{old.identity} -> {new.identity}"))
        if self._before.stage != self._after.stage:
            reasons.append(Reason("stage", f"{self._before.stage} -> {self._after.stage}"))
        return tuple(reasons) or (Reason("phonemes", self._words_of_lexicon(was, is_, utterance)),)

    def appearance(
        self, then: LessonMadeOf | None, now: LessonMadeOf, utterance: Utterance | None
    ) -> tuple[Reason, ...]:
        """Why a sentence is there now, or (without an utterance) is there no more."""
        if then is None:
            return ()
        if utterance is not None and utterance.kind == announcements.KIND:
            return (Reason("announcement"),)
        if then.source != now.source:
            return (Reason("text"),)
        reason = self._settings_or_rules()
        return (
            () if utterance is None and reason.cause == "rules" else (reason,)
        )  # it may have been announced

    def _words(
        self, then: tuple[LessonMadeOf, Said], now: tuple[LessonMadeOf, Said], utterance: Utterance
    ) -> Reason:
        """Why one sentence has other words than it had."""
        was, is_ = then[1], now[1]
        if was.written and was.written == is_.written:
            if words := self._words_of_lexicon(was, is_, utterance):
                return Reason("lexicon", words)
            if then[0].source == now[0].source:
                return Reason("rules")
        if utterance.kind == announcements.KIND:
            return Reason("announcement")
        if then[0].source == now[0].source:
            return self._settings_or_rules()
        return Reason("text")

    def _settings_or_rules(self) -> Reason:
        then, now = self._before.settings, self._after.settings
        changed = [
            f"{name} {then.get(name)} -> {value}" for name, value in now.items() if then.get(name) != value
        ]
        return Reason("settings", ", ".join(changed)) if changed else Reason("rules")

    def _words_of_lexicon(self, was: Said, is_: Said, utterance: Utterance) -> str:
        """The changed words of the lexicon that a sentence holds, with how they were and are said."""
        if not self._changed_words:
            return ""
        engine = self._after.voices[is_.voice].engine
        found = {match.entry.written for match in self._lexicon(engine).matches(utterance.written)}
        if not found:  # what the author wants said instead does not show in the written text
            found = {
                written
                for written, (old, new) in self._changed_words.items()
                if _says(was.spoken, old) or _says(is_.spoken, new)
            }
        return "; ".join(f"{written}: {_change(*self._changed_words[written])}" for written in sorted(found))

    def _lexicon_for(self, engine: str) -> Lexicon:
        """The changed words as they hold for an engine."""
        changed = (entry for sides in self._changed_words.values() for side in sides for entry in side)
        return Lexicon.from_entries(changed).chosen(self._language, engine)


_Entries = tuple[Entry, ...]


def _changed_words(before: _Entries, after: _Entries) -> Mapping[str, tuple[_Entries, _Entries]]:
    """By word, the entries that are gone and those that have come. `before` may lack what no sentence held."""
    gone = [entry for entry in before if entry not in after]
    come = [entry for entry in after if entry not in before]
    return {
        written: (
            tuple(entry for entry in gone if entry.written == written),
            tuple(entry for entry in come if entry.written == written),
        )
        for written in dict.fromkeys(entry.written for entry in (*gone, *come))
    }


def _says(spoken: str, entries: _Entries) -> bool:
    words = f" {spoken.translate(_NO_STOPS)} "
    return any(f" {entry.spoken.translate(_NO_STOPS)} " in words for entry in entries)


def _change(gone: _Entries, come: _Entries) -> str:
    sides = (", ".join(map(_told, side)) or "not in the lexicon" for side in (gone, come))
    return " -> ".join(sides)


def _told(entry: Entry) -> str:
    return f"{entry.spoken} /{entry.phonemes}/" if entry.phonemes else entry.spoken
