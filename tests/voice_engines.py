"""Engines for tests of the list of voices: fakes with other voices, other faults, another price."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.errors import EngineError
from audiobook.speech.engine import Synthesizer, VoiceInfo, find_voice
from audiobook.testing import FakeEngine


class Polyglot(FakeEngine):
    """Voices of several languages, one of which does not say which."""

    name = "polyglot"

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (
            VoiceInfo("x/hans", "Hans", "de-DE", "neural", "MIT"),
            VoiceInfo("x/jo", "Jo", "en-GB", "neural, medium", "CC0"),
            VoiceInfo("x/mary", "Mary", "en-US", "formant", "MIT"),
            VoiceInfo("x/anna", "Anna", "de-AT"),
            VoiceInfo("x/any", "Any", ""),
        )

    def find(self, voice: str) -> VoiceInfo:
        return find_voice(self.name, self.voices(), voice or "x/mary")

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        return super().open("high", settings)


class Hoarse(Polyglot):
    """One of its voices fails."""

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        if voice == "x/jo":
            raise EngineError("Jo has\nno voice", "Give it tea")
        return super().open(voice, settings)


class Mute(Polyglot):
    """None of its voices can speak."""

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        raise EngineError("the licence has run out", "Renew it")


class Paid(FakeEngine):
    name = "paid"

    def cost(self, characters: int, settings: Mapping[str, str]) -> float | None:
        return characters / 1000


class Faulty(FakeEngine):
    """A plugin with a mistake."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        raise KeyError("no such thing")


class Missing(FakeEngine):
    def unusable(self) -> str | None:
        return "not installed; run `pip install 'audiobook[missing]'`"
