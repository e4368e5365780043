"""Lessons as sound, joined from their clips: nothing is levelled or encoded."""

from __future__ import annotations

import math
import tempfile
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobook import stitch
from audiobook.errors import EngineError
from audiobook.execute import open_executor
from audiobook.model import Loudness
from audiobook.plan import Planned, recording_key
from audiobook.record import clips_of, joining_facts
from audiobook.recordings import Sound, header, restore, sound_of
from audiobook.speak import first_lines, sensible_jobs
from audiobook.speech.synthesize import Speaker
from audiobook.store import Store

UNMEASURED = Loudness(math.nan, math.nan)
FILES_KEPT = 4  # a WAV file is 2.6 MB a minute; those that nobody has asked for are not on the disk
LOOK_UP_S = 0.2  # how often, while sentences are spoken, somebody asks how far they are


class SavedMeanwhile(Exception):  # noqa: N818 - no error: what is being spoken is out of date
    """The content was saved again while its sentences were being spoken; those that are done are kept."""


def key_of(lesson: Planned) -> str:
    """The key of what is heard of a lesson."""
    return recording_key(lesson.script, lesson.clips, joining_facts())


def speak(
    lessons: Sequence[Planned],
    store: Store,
    jobs: int | None,
    saved: Callable[[], bool],
    told: Callable[[int, int], None],
) -> int:
    """Bring every clip of these lessons into the store; returns how many were spoken.

    `saved`: whether the content has changed meanwhile, asked now and then; `told`: how many are done, of how many.
    Raises SavedMeanwhile, or EngineError with `file:line` for every sentence that cannot be spoken.
    """
    voices = {voice for lesson in lessons for voice in lesson.cast}
    with open_executor("local", jobs or sensible_jobs(voices)) as pool:
        speaker = Speaker(store, pool)
        asked = [
            (f"{lesson.place}:{said.line}", speaker.submit(said.spoken, voice, phonemes))
            for lesson in lessons
            for said in lesson.script.utterances
            for voice, phonemes in [(lesson.cast.of(said.role), lesson.words.phonemes_in(said))]
        ]
        new = {future for _, future in asked if not future.done()}
        waiting = set(new)
        while waiting:
            _, waiting = wait(waiting, timeout=LOOK_UP_S)
            told(len(new) - len(waiting), len(new))
            if waiting and saved():
                raise SavedMeanwhile
    failures = [(place, error) for place, future in asked if (error := future.exception()) is not None]
    for _, error in failures:
        if not isinstance(error, EngineError):
            raise error
    if failures:
        raise EngineError(first_lines([f"{place}: {error}" for place, error in failures]))
    return len(new)


@dataclass(frozen=True, slots=True)
class _Joined:
    lesson: Planned
    store: Store
    sound: Sound


class Sounds:
    """The sound of lessons by key, in a folder of its own while it is open. Safe for threads."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="audiobook-watch-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        self._lock = threading.RLock()
        self._joined: dict[str, _Joined] = {}
        self._asked_last: str | None = None
        self._files: dict[str, Path] = {}  # the one that was asked for last at the end

    def __enter__(self) -> Sounds:
        return self

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()

    @property
    def asked_last(self) -> str | None:
        """The key of the sound that was opened last: most likely it is being listened to."""
        return self._asked_last

    def knows(self, key: str) -> bool:
        return key in self._joined

    def sound(self, key: str, lesson: Planned, store: Store) -> Sound:
        """Where everything is in the lesson, whose clips are in the store. Raises AudioError."""
        with self._lock:
            if key not in self._joined:
                self._join(key, lesson, store)
            known = self._joined[key].sound
        # Times are the same for the same key; words and titles need not be.
        return restore(lesson.script, header(known))

    def wav(self, key: str) -> IO[bytes] | None:
        """The WAV file of a lesson, open; None for a key that is not known. Raises AudioError."""
        with self._lock:
            joined = self._joined.get(key)
            if joined is None:
                return None
            if key not in self._files:
                self._join(key, joined.lesson, joined.store)
            self._files[key] = self._files.pop(key)
            self._asked_last = key
            return self._files[key].open("rb")

    def keep(self, keys: Collection[str]) -> None:
        """Forget all others."""
        with self._lock:
            for key in self._joined.keys() - set(keys):
                del self._joined[key]

    def _join(self, key: str, lesson: Planned, store: Store) -> None:
        path = self.folder / f"{key}.wav"
        recording = stitch.join(lesson.script, clips_of(lesson, store), path)
        self._joined[key] = _Joined(lesson, store, sound_of(recording, UNMEASURED))
        self._files[key] = path
        while len(self._files) > FILES_KEPT:
            oldest = next(iter(self._files))
            with suppress(OSError):  # on Windows a file that is being read cannot go before its folder does
                self._files.pop(oldest).unlink()
