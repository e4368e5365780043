"""A real voice that can do less: one that tells nothing of its words, one that takes SSML only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from audiobook.model import Clip
from audiobook.speech.engine import Synthesizer
from audiobook.speech.espeak import EspeakEngine


class UnmarkedEspeak(EspeakEngine):
    name = "unmarked"
    limits = replace(EspeakEngine.limits, word_marks=False, phonemes=False, ssml=False)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        return _Unmarked(super().open(voice, settings))


class SsmlEspeak(EspeakEngine):
    """Takes phonemes as SSML only."""

    limits = replace(EspeakEngine.limits, phonemes=False)


class _Unmarked:
    pace = 1.0

    def __init__(self, sound: Synthesizer) -> None:
        self._sound = sound

    def synthesize(self, text: str) -> Clip:
        return replace(self._sound.synthesize(text), marks=())
