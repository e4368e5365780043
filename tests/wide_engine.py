"""A fake engine with another sample rate than the fake engine's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from audiobook.model import Clip
from audiobook.speech.engine import Synthesizer
from audiobook.testing import FakeEngine

RATE = 24_000


class WideFake(FakeEngine):
    name = "wide"
    limits = replace(FakeEngine.limits, sample_rate=RATE)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        return _Wide(super().open(voice, settings))


class _Wide:
    """The same samples, played faster."""

    pace = FakeEngine.limits.sample_rate / RATE

    def __init__(self, sound: Synthesizer) -> None:
        self._sound = sound

    def synthesize(self, text: str) -> Clip:
        return replace(self._sound.synthesize(text), rate=RATE)
