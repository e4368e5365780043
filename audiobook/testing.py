"""For tests, also those of plugin authors: an engine with exact lengths, and what every engine has to keep.

class TestMyEngine(EngineContract):
    target = "my_package.engine:MyEngine"
"""

from __future__ import annotations

import re
import unicodedata
import unittest
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from statistics import median
from typing import ClassVar

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech import checks
from audiobook.speech.client import Host, Hosts
from audiobook.speech.engine import (
    Engine,
    Limits,
    Phonemes,
    Synthesizer,
    VoiceInfo,
    VoiceSpec,
    find_voice,
    load_target,
)

_RATE = 16_000
_UNIT = 800  # frames, 1/20 s
_AMPLITUDE = 8_000
_WORD = re.compile(r"\S+")


class FakeEngine:
    """Speaks tones whose lengths can be told beforehand, in units of 800 frames at 16 kHz.

    A word lasts 2 units and one for each letter (6 for a digit), the last of them silent; after a comma come 5 units of
    silence, after a full stop, question or exclamation mark 10. Silence stands before and after, as with real engines.
    Phonemes change the tone of the words they begin in, not their length.
    """

    name = "fake"
    limits = Limits(max_characters=2_000, sample_rate=_RATE, word_marks=True, phonemes=True)

    def identity(self) -> str:
        return "fake 1"

    def unusable(self) -> str | None:
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VoiceInfo("high", "High tones", "en"), VoiceInfo("low", "Low tones", "en-GB"))

    def find(self, voice: str) -> VoiceInfo:
        return find_voice(self.name, self.voices(), voice) if voice else self.voices()[0]

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        if settings:
            raise EngineError(f"fake has no setting '{min(settings)}'", "It has none at all")
        return _FakeSynthesizer(30 if voice == "high" else 60)

    @staticmethod
    def frames(text: str) -> int:
        """The frames of the finished clip of `text`: trimmed, with the margin on each side."""
        margin = 2 * round(checks.MARGIN_S * _RATE)
        *earlier, (_, last, _) = _timed(text)
        return sum(sound + silence for _, sound, silence in earlier) + last + margin


class _FakeSynthesizer:
    pace = 1.0

    def __init__(self, period: int) -> None:
        self._period = period

    def synthesize(self, text: str) -> Clip:
        return self.synthesize_phonemes(text, ())

    def synthesize_phonemes(self, text: str, phonemes: Phonemes) -> Clip:
        given = {start: said for start, _, said in phonemes}
        parts, marks, frame = [bytes(4 * _UNIT)], [], 2 * _UNIT
        for word, sound, silence in _timed(text):
            marks.append(WordMark(word.start(), frame))
            parts += [self._tone(given.get(word.start(), word.group()), sound), bytes(2 * silence)]
            frame += sound + silence
        return Clip(_RATE, b"".join([*parts, bytes(2 * _UNIT)]), tuple(marks))

    def _tone(self, word: str, frames: int) -> bytes:
        half = self._period + zlib.crc32(word.encode()) % self._period
        wave = b"".join(
            level.to_bytes(2, "little", signed=True) * half for level in (_AMPLITUDE, -_AMPLITUDE)
        )
        return (wave * (frames // (2 * half) + 1))[: 2 * frames]


def _timed(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Each word with its frames of sound and of silence after it."""
    for word in _WORD.finditer(text):
        units = 1 + sum(_units(character) for character in word.group())
        pause = {",": 5, ".": 10, "?": 10, "!": 10}.get(word.group()[-1], 0)
        yield word, units * _UNIT, (1 + pause) * _UNIT


def _units(character: str) -> int:
    if character.isdigit():
        return 6
    if unicodedata.east_asian_width(character) in "WF":
        return 5
    return int(character.isalpha())


class EngineContract:
    """What `audiobook` relies on in an engine. Inherit it, name the engine's class in `target`, run it with pytest."""

    target: ClassVar[str]
    voice: ClassVar[str] = ""  # the default one
    settings: ClassVar[tuple[tuple[str, str], ...]] = ()
    phonemes: ClassVar[str] = ""  # how the engine could be told to say "repository", where it takes phonemes
    texts: ClassVar[tuple[str, ...]] = (
        "Yes.",
        "The key is the user I D.",
        "Welcome to the first lesson of this course.",
        "A post belongs to a user, and has many comments, which have many authors.",
        "What happens when the connection is lost? The client tries again, three times.",
        "Each repository maps to a data store, each schema maps its table to a struct, and each changeset says "
        "which of the fields may be changed, and what has to be true of them before anything is written.",
    )

    def engine(self) -> Engine:
        engine = load_target(self.target)
        if reason := engine.unusable():
            raise unittest.SkipTest(f"{self.target}: {reason}")
        return engine

    def spec(self) -> VoiceSpec:
        return VoiceSpec(self.target, self.engine().find(self.voice).id, self.settings)

    def speak_all(self, texts: tuple[str, ...]) -> dict[str, Clip]:
        hosts = Hosts()
        try:
            return {text: hosts.speak(text, self.spec()) for text in texts}
        finally:
            hosts.close()

    def test_says_who_it_is(self) -> None:
        engine = self.engine()
        assert re.fullmatch(r"[a-z][a-z0-9_-]*", engine.name)
        assert engine.identity() == load_target(self.target).identity() != ""
        assert engine.limits.max_characters >= 500
        assert engine.limits.sample_rate == 0 or engine.limits.sample_rate >= 8_000
        assert all(re.fullmatch(r"[a-z]{2,3}", language) for language in engine.limits.languages)

    def test_finds_its_voices(self) -> None:
        engine = self.engine()
        ids = [voice.id for voice in engine.voices()]
        assert len(set(ids)) == len(ids) > 0
        assert all(engine.find(voice.id) == voice for voice in engine.voices())
        assert engine.find("").id in ids

    def test_refuses_an_unknown_voice(self) -> None:
        engine = self.engine()
        assert "no such voice" in _refusal(lambda: engine.find("no such voice"))

    def test_refuses_an_unknown_setting(self) -> None:
        asked = replace(self.spec(), settings=(("no_such_setting", "1"),))
        assert "no_such_setting" in _refusal(lambda: Host(asked))

    def test_speaks_all_of_every_text(self) -> None:
        for text, clip in self.speak_all(self.texts).items():
            assert clip.frames > 0, text

    def test_says_the_same_whatever_came_before(self) -> None:
        assert self.speak_all(self.texts) == self.speak_all(self.texts[::-1])

    def test_keeps_its_pace(self) -> None:
        host = Host(self.spec())
        host.close()
        clips = self.speak_all(self.texts)
        ratio = median(
            clip.frames / clip.rate / checks.expected_seconds(text) for text, clip in clips.items()
        )
        assert 0.7 < ratio / host.pace < 1.5, (
            f"it takes {ratio:.2f} of the expected time, and claims {host.pace:.2f}"
        )

    def test_tells_where_words_begin(self) -> None:
        if not self.engine().limits.word_marks:
            return
        for text, clip in self.speak_all(self.texts).items():
            starts = {word.start() for word in _WORD.finditer(text)}
            assert {mark.char for mark in clip.marks} <= starts, text
            assert len(clip.marks) >= len(starts) * 0.7, text

    def test_takes_the_phonemes_it_says_it_takes(self) -> None:
        if not self.engine().limits.takes_phonemes:
            return
        assert self.phonemes, "give `phonemes`: another way to say the word repository"
        text = "The repository keeps all of it."
        start = text.index("repository")
        hosts = Hosts()
        try:
            plain = hosts.speak(text, self.spec())
            said = hosts.speak(text, self.spec(), ((start, start + len("repository"), self.phonemes),))
        finally:
            hosts.close()
        assert said.pcm != plain.pcm
        assert {mark.char for mark in said.marks} <= {word.start() for word in _WORD.finditer(text)}


def _refusal(act: Callable[[], object]) -> str:
    """What the EngineError says that `act` raises; nothing when it raises none."""
    try:
        act()
    except EngineError as error:
        return str(error)
    return ""
