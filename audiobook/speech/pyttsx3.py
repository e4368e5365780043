"""The default engine: pyttsx3, through its public API, one utterance at a time.

On Linux it speaks with the eSpeak NG library of the espeakng-loader wheel and our own driver (pyttsx3_driver.py), so
that nothing but pip is needed, and every utterance is made in a fork of the freshly opened engine, so that a text has
the same bytes whatever was said before. On macOS and Windows it speaks with the voices of the system, in one process.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech import espeak_ng
from audiobook.speech.engine import Limits, Synthesizer, VoiceInfo, find_voice
from audiobook.speech.espeak_ng import (
    DEFAULT_RATE,
    MAX_CHARACTERS,
    RATES,
    SAMPLE_RATE,
    is_english,
    lone_letters,
    said,
    within,
    without_stop,
)

_WAY = 1  # raise it when this module or the driver makes other sound of the same text
_ON_LINUX = sys.platform.startswith("linux")


class Pyttsx3Engine:
    """Voices are espeak's: `gmw/en-US`, `en-us`, `English (America)`, with a variant after a plus: `en-us+f3`."""

    name = "pyttsx3"
    limits = Limits(
        max_characters=MAX_CHARACTERS,
        sample_rate=SAMPLE_RATE,
        word_marks=_ON_LINUX,
        fork_safe=_ON_LINUX,
        slowness=1.0,
        spells=True,
    )

    def identity(self) -> str:
        from importlib.metadata import version

        ours = f"pyttsx3 {version('pyttsx3')}, way {_WAY}, rate {DEFAULT_RATE}"
        if _ON_LINUX:
            return f"{ours}, {espeak_ng.identity()}"
        import platform

        return f"{ours}, {platform.system()} {platform.release()}"

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        needed = (
            {"pyttsx3": "pyttsx3", "espeakng_loader": "espeakng-loader"}
            if _ON_LINUX
            else {"pyttsx3": "pyttsx3"}
        )
        missing = [package for module, package in needed.items() if find_spec(module) is None]
        return f"not installed; run `pip install {' '.join(missing)}`" if missing else None

    def voices(self) -> tuple[VoiceInfo, ...]:
        return espeak_ng.voices() if _ON_LINUX else _system_voices()

    def find(self, voice: str) -> VoiceInfo:
        if not _ON_LINUX:
            return (
                find_voice(self.name, self.voices(), voice) if voice else VoiceInfo("", "system default", "")
            )
        return espeak_ng.find(self.name, voice)

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _rate(settings)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        rate = _rate(settings)
        return _EspeakSynthesizer(voice, rate) if _ON_LINUX else _SystemSynthesizer(voice, rate)


def _rate(settings: Mapping[str, str]) -> int:
    """Words a minute. Raises EngineError for a rate, or a setting, that pyttsx3 does not have."""
    if unknown := set(settings) - {"rate"}:
        raise EngineError(f"pyttsx3 has no setting '{min(unknown)}'", "Settings: rate (words per minute)")
    asked = settings.get("rate", str(DEFAULT_RATE))
    rate = int(asked) if asked.isdecimal() else 0
    if rate not in RATES:
        raise EngineError(f"pyttsx3 cannot speak at rate {asked}", f"Give {RATES[0]} to {RATES[-1]}")
    return rate


class _EspeakSynthesizer:
    """pyttsx3 with our driver. The state of espeak changes with every utterance: speak in a fork."""

    def __init__(self, voice: str, rate: int) -> None:
        from audiobook.speech import pyttsx3_driver

        pyttsx3_driver.install()
        import pyttsx3

        self.pace = DEFAULT_RATE / rate
        self._english = is_english(voice)
        self._failures: list[Exception] = []
        self._parts: list[bytes] = []
        self._marks: list[WordMark] = []
        self._rate = SAMPLE_RATE
        self._engine = pyttsx3.init(pyttsx3_driver.NAME)
        self._engine.connect("error", self._on_error)
        self._engine.connect("sound", self._on_sound)
        self._engine.connect("started-word", self._on_word)
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        self._run()
        if (speaking := self._engine.getProperty("voice")) != voice:
            raise EngineError(
                f"espeak speaks as '{speaking}' when asked for '{voice}'", "See `audiobook voices`"
            )

    def synthesize(self, text: str) -> Clip:
        self._parts, self._marks = [], []
        as_said = said(text, lone_letters(text) if self._english else ())
        asked = without_stop(as_said.text)
        self._engine.say(asked)
        self._run()
        pcm = b"".join(self._parts)
        self._parts = []
        return Clip(self._rate, pcm, within(asked, self._marks, as_said.origin))

    def _run(self) -> None:
        self._engine.runAndWait()
        if self._failures:
            failure = self._failures.pop()
            raise EngineError(f"pyttsx3 failed: {failure}", "See `audiobook voices`") from failure

    def _on_error(self, name: str | None, exception: Exception) -> None:  # noqa: ARG002 - pyttsx3 names them
        self._failures.append(exception)

    def _on_sound(self, name: str | None, rate: int, samples: bytes) -> None:  # noqa: ARG002
        self._rate = rate
        self._parts.append(samples)

    def _on_word(self, name: str, location: int, length: int, frame: int) -> None:  # noqa: ARG002
        self._marks.append(WordMark(location, frame))


def _system_voices() -> tuple[VoiceInfo, ...]:
    import pyttsx3

    found: list[Any] = pyttsx3.init().getProperty("voices")
    return tuple(
        VoiceInfo(voice.id, voice.name or voice.id, str((voice.languages or [""])[0])) for voice in found
    )


class _SystemSynthesizer:
    """pyttsx3 with the driver of macOS or Windows; whatever file that writes is decoded with ffmpeg."""

    def __init__(self, voice: str, rate: int) -> None:
        import pyttsx3

        self.pace = DEFAULT_RATE / rate
        self._engine = pyttsx3.init()
        if voice:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)

    def synthesize(self, text: str) -> Clip:
        import subprocess
        import tempfile

        import imageio_ffmpeg

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "utterance.wav"
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            if not path.exists():
                raise EngineError("pyttsx3 wrote no file", "Try another voice: see `audiobook voices`")
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path)]
            command += ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "s16le", "-"]
            return Clip(SAMPLE_RATE, subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
