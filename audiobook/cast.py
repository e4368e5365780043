"""Who speaks what: a voice for each role of a lesson, and the words of the lexicon that hold for it.

A role is the voice an utterance is meant for (`model.Utterance.role`): the narrator's, that of code, that of quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields

from audiobook.config import CourseSettings
from audiobook.model import Lesson, Utterance
from audiobook.narration.lexicon import Entry, Lexicon
from audiobook.speech.engine import Phonemes, VoiceSpec, portable


@dataclass(frozen=True, slots=True)
class Cast:
    """The voices of a lesson, a field for each role."""

    narrator: VoiceSpec
    code: VoiceSpec
    quote: VoiceSpec

    def of(self, role: str) -> VoiceSpec:
        voice: VoiceSpec = getattr(self, role)
        return voice

    def __iter__(self) -> Iterator[VoiceSpec]:
        """The different voices, the narrator's first."""
        return iter(dict.fromkeys((self.narrator, self.code, self.quote)))

    def __str__(self) -> str:
        """The narrator's voice, and those of the roles that have another, as they are called on every machine."""
        others = [f"{role} {portable(self.of(role))}" for role in ROLES if self.of(role) != self.narrator]
        return ", ".join([str(portable(self.narrator)), *others])


ROLES = tuple(field.name for field in fields(Cast))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a lexicon as they hold for each role of a cast."""

    cast: Cast
    _by_role: dict[str, Lexicon]

    @property
    def narrator(self) -> Lexicon:
        return self._by_role["narrator"]

    @property
    def others(self) -> dict[str, Lexicon]:
        """Those of the roles for which other entries hold than for the narrator."""
        return {role: words for role, words in self._by_role.items() if words != self.narrator}

    def used_in(self, utterances: Iterable[Utterance]) -> set[Entry]:
        """The entries that are said in these utterances."""
        return {
            match.entry for each in utterances for match in self._by_role[each.role].matches(each.written)
        }

    def phonemes_in(self, utterance: Utterance) -> Phonemes:
        """Where entries with phonemes are said in the utterance: see `Lexicon.phonemes_in`."""
        return self._by_role[utterance.role].phonemes_in(utterance)


def cast_of(
    lesson: Lesson, settings: CourseSettings, asked: str | None, parse: Callable[[str], VoiceSpec]
) -> Cast:
    """The voices of a lesson; `asked`, from the command line, stands for all of them.

    A lesson's own voice for a role wins over the course's, and both over the narrator's. `parse` reads the name of a
    voice; what it raises comes through.
    """
    if asked:
        voice = parse(asked)
        return Cast(voice, voice, voice)
    own = dict(lesson.voices)
    narrator = lesson.voice or settings.voice
    return Cast(
        narrator=parse(narrator),
        code=parse(own.get("code") or settings.voices.code or narrator),
        quote=parse(own.get("quote") or settings.voices.quote or narrator),
    )


def words_of(cast: Cast, lexicon: Lexicon, language: str) -> Words:
    """The entries of a lexicon that hold for a course in this language, by role."""
    by_engine = {voice.engine: lexicon.chosen(language, voice.engine) for voice in cast}
    return Words(cast, {role: by_engine[cast.of(role).engine] for role in ROLES})


def words_for(lesson: Lesson, settings: CourseSettings, lexicon: Lexicon) -> Words:
    """The same for a lesson whose voices need not be usable here."""
    return words_of(cast_of(lesson, settings, None, VoiceSpec.parse), lexicon, settings.language)
