"""Why a sentence is not what it was: see `Cause`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from audiobook import announcements
from audiobook.ingredients import LessonMadeOf, MadeOf, Said
from audiobook.model import Utterance
from audiobook.narration.lexicon import Entry, Lexicon

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
        if utterance is None and reason.cause == "rules":
            return ()  # it may have been an announcement
        return (reason,)

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
                if _went(old, was.spoken, is_.spoken) or _went(new, is_.spoken, was.spoken)
            }
        return "; ".join(f"{written}: {_change(*self._changed_words[written])}" for written in sorted(found))

    def _lexicon_for(self, engine: str) -> Lexicon:
        """The changed words as they hold for an engine."""
        changed = (entry for sides in self._changed_words.values() for side in sides for entry in side)
        return Lexicon.from_entries(changed).chosen(self._language, engine)


_Entries = tuple[Entry, ...]


def _changed_words(before: _Entries, after: _Entries) -> Mapping[str, tuple[_Entries, _Entries]]:
    """By word, the entries that are gone and those that have come. `before` may lack what no sentence held."""
    sides: dict[str, tuple[list[Entry], list[Entry]]] = {}
    for side, (mine, others) in enumerate(((before, set(after)), (after, set(before)))):
        for entry in mine:
            if entry not in others:
                sides.setdefault(entry.written, ([], []))[side].append(entry)
    return {written: (tuple(gone), tuple(come)) for written, (gone, come) in sides.items()}


def _went(entries: _Entries, there: str, not_here: str) -> bool:
    """Whether what entries say is in one text and not in the other."""
    return _says(there, entries) and not _says(not_here, entries)


def _says(spoken: str, entries: _Entries) -> bool:
    words = f" {spoken.translate(_NO_STOPS)} "
    return any(f" {entry.spoken.translate(_NO_STOPS)} " in words for entry in entries)


def _change(gone: _Entries, come: _Entries) -> str:
    sides = (", ".join(map(_told, side)) or "not in the lexicon" for side in (gone, come))
    return " -> ".join(sides)


def _told(entry: Entry) -> str:
    return f"{entry.spoken} /{entry.phonemes}/" if entry.phonemes else entry.spoken
