"""A speech engine for `audiobook`: any program that writes a WAV file.

voice = "command?command=espeak-ng -w {out} {text}"
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech.engine import Limits, Synthesizer, VoiceInfo, find_voice

EXAMPLE = "espeak-ng -w {out} {text}"
_VOICES = (VoiceInfo("program", "As the program speaks", ""),)
_PLACE = re.compile(r"\{(out|text)\}")


class CommandEngine:
    """Settings: `command`, with {out} for the file to write, and {text} for the words; without {text} the program reads
    them from its standard input. `pace`: seconds of speech where one is expected. `version`: of the program; another
    one has everything spoken anew.
    """

    name = "command"
    limits = Limits(max_characters=4000, sample_rate=0, silent_settings=("pace",))

    def identity(self) -> str:
        return "audiobook-command 1"

    def unusable(self) -> str | None:
        return None

    def voices(self) -> tuple[VoiceInfo, ...]:
        return _VOICES

    def find(self, voice: str) -> VoiceInfo:
        return find_voice(self.name, _VOICES, voice or "program")

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _program(settings)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:  # noqa: ARG002 - there is only one
        return _program(settings)


def _program(settings: Mapping[str, str]) -> _Program:
    """The program that the settings describe. Raises EngineError for what cannot be meant."""
    if unknown := set(settings) - {"command", "pace", "version"}:
        raise EngineError(f"command has no setting '{min(unknown)}'", "Settings: command, pace, version")
    template = settings.get("command", "")
    try:
        words = shlex.split(template)
    except ValueError as error:
        raise EngineError(f"the command '{template}' cannot be read: {error}", "Close the quotes") from error
    if not words or "{out}" not in template:
        raise EngineError("command needs a program that writes {out}", f"Write ?command={EXAMPLE}")
    if not shutil.which(words[0]):
        raise EngineError(f"there is no program '{words[0]}'", "Install it, or write its whole path")
    pace = settings.get("pace", "1")
    if not re.fullmatch(r"\d+(\.\d+)?", pace) or not float(pace):
        raise EngineError(f"command cannot speak at pace {pace}", "Give a number such as 1.2")
    return _Program(words, float(pace))


class _Program:
    """What `open` returns: it has a pace, and speaks."""

    def __init__(self, words: Sequence[str], pace: float) -> None:
        self.pace = pace
        self._words = words
        self._has_text = any("{text}" in word for word in words)

    def synthesize(self, text: str) -> Clip:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "speech.wav"
            trouble = self._run(self._command(str(out), text), "" if self._has_text else text)
            if trouble or not out.exists():
                by_hand = shlex.join(self._command("speech.wav", text))
                raise EngineError(
                    f"{self._words[0]} wrote no speech {trouble}".rstrip(), f"Run it by hand: {by_hand}"
                )
            return _clip(out)

    def _command(self, out: str, text: str) -> list[str]:
        given = {"out": out, "text": text}
        return [_PLACE.sub(lambda place: given[place[1]], word) for word in self._words]

    def _run(self, command: Sequence[str], text: str) -> str:
        """What went wrong; nothing when all went well."""
        try:
            done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
        except OSError as error:
            return f"({error.strerror})"
        said = " ".join(done.stderr.decode(errors="replace").split()[-20:])
        return f"(exit status {done.returncode}) {said}" if done.returncode else ""


def _clip(path: Path) -> Clip:
    """The sound in a WAV file: one channel of 16-bit samples, at whatever rate."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, bits = file.getnchannels(), 8 * file.getsampwidth()
            clip = Clip(file.getframerate(), file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise EngineError(f"the program wrote no WAV file: {error}", "Tell it to write WAV") from error
    if (channels, bits) != (1, 16):
        raise EngineError(
            f"the program wrote {channels} channels of {bits} bits", "Tell it to write one channel of 16 bits"
        )
    return clip
