"""Trying voices: how fast they speak on this machine, and how they sound.

Each voice is tried alone, in processes that are warm: opening an engine is no part of its speed. One that fails costs
a line, and the others are tried all the same.
"""

from __future__ import annotations

import re
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from audiobook.config import ProjectSettings
from audiobook.errors import EngineError, UsageError
from audiobook.execute import default_jobs, open_executor
from audiobook.model import Clip
from audiobook.names import unique
from audiobook.outputs import explained
from audiobook.progress import counted, on_terminal
from audiobook.speech.client import Hosts
from audiobook.speech.engine import VoiceSpec, load_engine
from audiobook.state import LocalState
from audiobook.stitch import LEAD_IN_MS, milliseconds_to_frames
from audiobook.voices import EngineVoices, Wish, find_voices, one_line, real_time, times

SAMPLE = "The A P I keeps forty two posts, and each of them has an I D. Which one would you read first?"
_WARM_UP = "Yes."

# Short ones and long ones, as in lessons: what a sentence costs besides its length is part of the speed.
_MEASURED = (
    "Welcome to the first lesson of this course.",
    "A post belongs to a user, and has many comments, which have many authors of their own.",
    "The key is the user I D.",
    "What happens when the connection is lost? The client tries again, three times, and then gives up.",
    "In the next section, an index is added, and the same query is run again.",
    "Nothing is lost.",
    "The function takes a list of orders, and returns the sum of their totals, in cents.",
)
_ENOUGH_S = 1.0  # a fast engine says them again and again until so much time has passed
_MOST_ROUNDS = 20

_UNSAFE = re.compile(r"[^\w.+-]+")  # in the name of a file

Tell = Callable[[str], None]
T = TypeVar("T")


class Trials:
    """Voices tried one after the other; what goes wrong is told at once, and counted."""

    def __init__(self, wish: Wish, project: ProjectSettings, tell: Tell) -> None:
        """`tell` gets a line for every voice that failed. Raises EngineError for a name that means no voice."""
        self._wish = wish
        self._project = project
        self._tell = tell
        self._tried = self._failed = 0

    def measure(self) -> None:
        """Speaks a fixed text with the default voice of each engine, or with the voices named, and remembers how fast.

        As many sentences at a time as a build would speak.
        """
        state = LocalState(self._project.state)
        for engine in self._engines():
            specs = [voice.spec for voice in engine.voices]
            for spec in specs if engine.named else [replace(engine.spec, voice=engine.default)]:
                speed = self._try(spec, partial(_measured, spec, self._project.jobs))
                if speed:
                    state.learn_speed(str(spec), *speed)
                    self._tell(f"{spec}: {times(real_time(speed.characters / speed.seconds))}")

    def sample(self, folder: Path, text: str = "") -> Iterator[str]:
        """Says one sentence in each voice of the list, into a WAV file each; yields a line for each file.

        Raises UsageError for a text without words, PublishError when a file cannot be written.
        """
        said = _spoken(text) if text else SAMPLE
        taken: set[str] = set()
        for engine in self._engines():
            for voice in engine.voices:
                made = self._try(voice.spec, partial(_timed, voice.spec, said))
                if made:
                    path = folder / f"{unique(_file_name(voice.spec), taken)}.wav"
                    _write(made.clip, path)
                    length = made.clip.frames / made.clip.rate
                    yield f"{path}  {length:.1f} s, {times(length / made.seconds)}"
                elif voice.default and not engine.named:
                    self._leave_out(engine)
                    break

    def raise_failures(self) -> None:
        """Raises EngineError when a voice failed."""
        if self._failed:
            tried = counted(self._tried, "voice")
            raise EngineError(
                f"{self._failed} of {tried} failed", "The reasons are above; the others are done"
            )

    def _engines(self) -> Iterator[EngineVoices]:
        """The engines to try: the usable ones, but those whose speech may cost money only when they are named."""
        for engine in find_voices(self._wish, self._project):
            if engine.trouble and self._wish.names:
                self._tried += 1
                self._fail(f"{engine.name}: not usable: {engine.trouble}")
            elif engine.paid and not self._wish.names:
                self._tell(f"{engine.name}: left out, as its speech may cost money; name it to try it")
            elif not engine.trouble:
                yield engine

    def _try(self, spec: VoiceSpec, act: Callable[[], T]) -> T | None:
        """What `act` gives; None when the engine fails."""
        self._tried += 1
        try:
            with _status(str(spec)):
                return act()
        except EngineError as error:
            self._fail(f"{spec}: {one_line(error)}")
            return None

    def _leave_out(self, engine: EngineVoices) -> None:
        """The default voice stands for the engine: when it fails, hundreds of others would only take long to do so."""
        if others := len(engine.voices) - 1:
            self._tell(f"{engine.name}: its {counted(others, 'other voice')} left out")

    def _fail(self, line: str) -> None:
        self._failed += 1
        self._tell(f"error: {line}")


class _Speed(NamedTuple):
    characters: int
    seconds: float


class _Made(NamedTuple):
    clip: Clip
    seconds: float


def _measured(spec: VoiceSpec, jobs: int | None) -> _Speed:
    at_once = jobs or load_engine(spec.engine).limits.parallel or default_jobs()
    with closing(Hosts()) as hosts, open_executor("local", at_once) as pool:

        def speak(text: str) -> int:
            hosts.speak(text, spec)
            return len(text)

        list(pool.map(speak, [_WARM_UP] * at_once))
        characters, begin = 0, time.perf_counter()
        for _ in range(_MOST_ROUNDS):
            characters += sum(pool.map(speak, _MEASURED))
            if time.perf_counter() - begin > _ENOUGH_S:
                break
        return _Speed(characters, time.perf_counter() - begin)


def _timed(spec: VoiceSpec, text: str) -> _Made:
    with closing(Hosts()) as hosts:
        hosts.speak(_WARM_UP, spec)
        begin = time.perf_counter()
        clip = hosts.speak(text, spec)
        return _Made(clip, time.perf_counter() - begin)


def _spoken(text: str) -> str:
    """Written text in the words that a lesson would say it in. Raises UsageError when there are none."""
    from audiobook.inspect import spoken_line

    said = spoken_line(" ".join(text.split()))
    if not said:
        raise UsageError(f"there is nothing to say in '{text}'", "Give --text some words")
    return said


def _write(clip: Clip, path: Path) -> None:
    """After a short silence, as players swallow the first moments of a file."""
    with explained(path, "Choose another folder with --sample"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(clip.rate)
            file.writeframes(bytes(2 * milliseconds_to_frames(LEAD_IN_MS, clip.rate)) + clip.pcm)


def _file_name(spec: VoiceSpec) -> str:
    return _UNSAFE.sub("-", str(spec))[:100].strip(".-")


@contextmanager
def _status(line: str) -> Iterator[None]:
    """Shows on a terminal what is being worked on, for as long as it is."""
    if not on_terminal():
        yield
        return
    click.echo(f"\r\x1b[2K{line} ...", err=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r\x1b[2K", err=True, nl=False)
