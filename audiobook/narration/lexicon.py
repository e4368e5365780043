"""How the author wants words to be said: entries that win over every rule, in prose and inside code.

A lexicon is read from `lexicon.toml` files (by config.py) and used by `narration.spoken`. Lookup is by the first
word of an entry, longest entry first, so that its cost depends on the text and not on the size of the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.letters import composed, is_mark

if TYPE_CHECKING:
    from audiobook.model import Utterance

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: text as written, and what is said for it.

    `spoken` is plain words (see `narration.spoken.speakable`). With `whole_word`, letters and digits may not touch the
    match (an underscore, dot or hyphen may). An empty `engine` or `language` means any. `phonemes` is how engines that
    take them (`speech.engine.Limits.phonemes`) say the words of `spoken`, in their own alphabet; others ignore it.
    """

    written: str
    spoken: str
    case_sensitive: bool = False
    whole_word: bool = True
    language: str = ""
    engine: str = ""
    phonemes: str = ""

    def applies_to(self, language: str, engine: str) -> bool:
        """Whether the entry holds for a BCP 47 language tag ("en" covers "en-GB") and an engine name."""
        if self.engine and self.engine != engine:
            return False
        mine, theirs = self.language.lower(), language.lower()
        return not mine or mine == theirs or theirs.startswith(mine + "-")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at the half-open character span [start, end) of a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lexicon:
    """An ordered set of entries. Of two entries for the same text, the later one counts."""

    entries: tuple[Entry, ...] = ()
    _by_word: dict[str, tuple[Entry, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _anywhere: re.Pattern[str] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, list[Entry]] = {}
        anywhere: list[Entry] = []
        for entry in reversed(self.entries):
            head = _WORD.match(entry.written)
            if entry.whole_word and head:
                by_word.setdefault(head.group().lower(), []).append(entry)
            elif entry.written:
                anywhere.append(entry)
        for word, found in by_word.items():
            self._by_word[word] = tuple(sorted(found, key=_longest_first))
        if anywhere:
            starts = sorted((entry.written for entry in anywhere), key=len, reverse=True)
            pattern = re.compile("|".join(map(re.escape, starts)), re.IGNORECASE)
            object.__setattr__(self, "_anywhere", pattern)
            self._by_word[""] = tuple(sorted(anywhere, key=_longest_first))

    @classmethod
    def from_entries(cls, entries: Iterable[Entry]) -> Lexicon:
        """A lexicon of these entries, in order of rising precedence."""
        return cls(tuple(entries))

    def __bool__(self) -> bool:
        return bool(self.entries)

    def merge(self, other: Lexicon) -> Lexicon:
        """This lexicon overridden by `other` (shared.merge(course))."""
        return Lexicon(self.entries + other.entries)

    def chosen(self, language: str, engine: str) -> Lexicon:
        """The entries that hold for one language and engine; entries that name them win over those that do not."""
        fitting = [entry for entry in self.entries if entry.applies_to(language, engine)]
        return Lexicon(tuple(sorted(fitting, key=lambda entry: bool(entry.engine) + bool(entry.language))))

    def matches(self, text: str) -> tuple[Match, ...]:
        """Every use of an entry in the text, from left to right, longest first, without overlap."""
        if not self.entries:
            return ()
        plain = composed(text)
        if plain is None:
            return self._matches(text)
        return tuple(
            Match(*plain.span(match.start, match.end), match.entry) for match in self._matches(plain.text)
        )

    def _matches(self, text: str) -> tuple[Match, ...]:
        found: list[Match] = []
        position = 0
        for match in self._candidates(text):
            if match.start >= position:
                found.append(match)
                position = match.end
        return tuple(found)

    def phonemes_in(self, utterance: Utterance) -> tuple[tuple[int, int, str], ...]:
        """Where entries with phonemes are said: half-open character spans of `utterance.spoken`, and the phonemes.

        An entry used in an author's words for a sentence (`say`) is not seen: its place is not in the written text.
        """
        if not any(entry.phonemes for entry in self.entries):
            return ()
        matches = [match for match in self.matches(utterance.written) if match.entry.phonemes]
        starts: dict[
            int, int
        ] = {}  # where the first word that stands for each written place begins when spoken
        position = 0
        for word in utterance.words:
            starts.setdefault(word.start, position)
            position += len(word.text) + 1
        said = []
        for match in matches:
            words = match.entry.spoken.rstrip(",.?!")
            start = starts.get(match.start, -1)
            if start >= 0 and utterance.spoken.startswith(words, start):
                said.append((start, start + len(words), match.entry.phonemes))
        return tuple(said)

    def _candidates(self, text: str) -> Iterator[Match]:
        """The longest match at each place, by rising start."""
        in_words = self._at_words(text)
        if self._anywhere is None:
            yield from in_words
            return
        within = (
            match
            for place in self._anywhere.finditer(text)
            if (match := _longest(text, place.start(), self._by_word[""])) is not None
        )
        yield from sorted([*in_words, *within], key=lambda match: (match.start, -match.end))

    def _at_words(self, text: str) -> Iterator[Match]:
        for word in _WORD.finditer(text):
            entries = self._by_word.get(word.group().lower())
            if entries and (match := _longest(text, word.start(), entries)) is not None:
                yield match


def _longest_first(entry: Entry) -> tuple[int, bool]:
    return (-len(entry.written), not entry.case_sensitive)


def _longest(text: str, start: int, entries: tuple[Entry, ...]) -> Match | None:
    for entry in entries:
        end = start + len(entry.written)
        here = text[start:end]
        same = here == entry.written if entry.case_sensitive else here.lower() == entry.written.lower()
        if same and not (entry.whole_word and _touches(text, start, end)):
            return Match(start, end, entry)
    return None


def _touches(text: str, start: int, end: int) -> bool:
    """Whether a letter or digit stands right before or after the span, next to a letter or digit of it."""
    before = start > 0 and _in_word(text[start]) and _in_word(text[start - 1])
    after = end < len(text) and _in_word(text[end - 1]) and _in_word(text[end])
    return before or after


def _in_word(char: str) -> bool:
    return char.isalnum() or is_mark(char)


EMPTY = Lexicon()
