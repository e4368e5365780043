"""Speak what is missing and record the lessons, side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Self

from audiobook.errors import EngineError
from audiobook.execute import LocalExecutor, default_jobs, open_executor
from audiobook.plan import LessonPlan
from audiobook.prepare import Prepared
from audiobook.progress import Progress
from audiobook.record import record
from audiobook.speech.engine import VoiceSpec, load_engine
from audiobook.speech.synthesize import KIND, Speaker
from audiobook.state import LocalState
from audiobook.store import Store

FAILURES_SHOWN = 10
ENOUGH_TO_MEASURE = 5_000  # characters: below, starting the engine is most of the time
LESSONS_AT_ONCE = 16
"""Within so many, a slow engine is asked for the longest sentences first; for so many, clips are fetched at once."""
QUEUED = 256
"""Utterances that wait for a worker: enough that none is idle, and not a whole course of many hours."""


def speak_and_record(
    prepared: Prepared, jobs: int | None, executor: str, staged: Path, state: LocalState, progress: Progress
) -> None:
    """Speak what is missing, and record each lesson as soon as its last clip is there.

    One failure does not stop the rest: all that can be made is made, and kept; then the failures are raised.
    """
    work = [lesson for lesson in prepared.plan.lessons if lesson.work in ("encode", "speak")]
    if not work:
        return
    begin = time.perf_counter()
    voices = {item.voice for item in prepared.plan.to_speak}
    spoken = Spoken(lesson.clips[index] for lesson in work for index in lesson.missing)
    with (
        # The last pool ends first: when the user stops us it drops what waits to be spoken, for which recorders wait.
        ThreadPoolExecutor(jobs or default_jobs(), thread_name_prefix="encode") as encoders,
        ThreadPoolExecutor(jobs or default_jobs(), thread_name_prefix="record") as recorders,
        open_executor(executor, jobs or sensible_jobs(voices)) as pool,
        LocalExecutor(1, thread_name_prefix="fetch") as fetcher,
        spoken,
    ):
        recordings = []
        for lessons in _by_windows(work):
            fetched = fetcher.submit(_fetch, lessons, prepared.store)
            fetched.add_done_callback(spoken.give_up_without)
            recordings += [
                recorders.submit(
                    _record_when_spoken, lesson, fetched, spoken, prepared.store, staged, encoders, progress
                )
                for lesson in lessons
            ]
        characters = _speak(work, Speaker(prepared.store, pool), spoken, progress)
        spoken.wait_for_all()
        if len(voices) == 1 and not spoken.errors and characters >= ENOUGH_TO_MEASURE:
            state.learn_speed(str(*voices), characters, time.perf_counter() - begin)
    _raise_failures(work, spoken, recordings)


class Spoken:
    """What has become of the clips that have to be spoken, by key. Safe for threads.

    `errors`: of those that could not be. An error in its `with` block gives up the rest, so that nobody waits for ever;
    `is_given_up` tells those who have not begun.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self.errors: dict[str, BaseException] = {}
        self.is_given_up = False
        self._cause: BaseException | None = None
        self._open = set(keys)
        self._changed = threading.Condition()
        self._room = threading.Semaphore(QUEUED)

    def begin(self) -> None:
        """Waits until one more may be asked for. Raises what the rest was given up for."""
        self._room.acquire()
        if self._cause:
            raise self._cause

    def end(self, key: str, clip: Future[int]) -> None:
        """One that was asked for is there, or never will be."""
        error = CancelledError() if clip.cancelled() else clip.exception()
        with self._changed:
            self._open.discard(key)
            if error:
                self.errors[key] = error
            else:
                self.errors.pop(key, None)
            self._changed.notify_all()
        self._room.release()

    def are_there(self, keys: Iterable[str]) -> bool:
        """Waits for clips; whether all of them could be spoken."""
        wanted = set(keys)
        with self._changed:
            self._changed.wait_for(lambda: self._open.isdisjoint(wanted))
            return self.errors.keys().isdisjoint(wanted)

    def wait_for_all(self) -> None:
        """Raises what they were given up for."""
        with self._changed:
            self._changed.wait_for(lambda: not self._open)
        if self._cause:
            raise self._cause

    def give_up_without(self, task: Future[None]) -> None:
        """Gives up the rest when a task has failed that all depends on."""
        if not task.cancelled() and (error := task.exception()):
            self._cause = error
            self._give_up()
            self._room.release()

    def _give_up(self) -> None:
        with self._changed:
            self.is_given_up = True
            self.errors |= dict.fromkeys(self._open, CancelledError())
            self._open.clear()
            self._changed.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._give_up()


def _speak(work: Sequence[LessonPlan], speaker: Speaker, spoken: Spoken, progress: Progress) -> int:
    """Asks for what is missing, and returns of how many characters it is."""
    characters = 0

    def end(key: str, clip: Future[int]) -> None:
        try:
            progress.spoke()
        finally:
            spoken.end(key, clip)  # whatever happens: a recorder waits for it

    for lesson, index in in_order(work):
        utterance = lesson.script.utterances[index]
        characters += len(utterance.spoken)
        spoken.begin()
        clip = speaker.submit(
            utterance.spoken, lesson.cast.of(utterance.role), lesson.words.phonemes_in(utterance)
        )
        clip.add_done_callback(partial(end, lesson.clips[index]))
    return characters


def in_order(work: Sequence[LessonPlan]) -> Iterator[tuple[LessonPlan, int]]:
    """What has to be spoken, a lesson and the index of an utterance each, in the order of asking.

    Where speech is faster than encoding, lesson by lesson: the first can be encoded while the next is spoken. Where it
    is slower, the longest sentences first: at the end no worker speaks a long one while the others have nothing left.
    """
    for lessons in _by_windows(work):
        asked = [
            (lesson, index, lesson.script.utterances[index]) for lesson in lessons for index in lesson.missing
        ]
        if not all(_is_fast(lesson.cast.of(utterance.role)) for lesson, _, utterance in asked):
            asked.sort(key=lambda item: -len(item[2].spoken))
        yield from ((lesson, index) for lesson, index, _ in asked)


def _by_windows(work: Sequence[LessonPlan]) -> Iterator[Sequence[LessonPlan]]:
    for first in range(0, len(work), LESSONS_AT_ONCE):
        yield work[first : first + LESSONS_AT_ONCE]


def _is_fast(voice: VoiceSpec) -> bool:
    return load_engine(voice.engine).limits.slowness <= 1


def sensible_jobs(voices: Iterable[VoiceSpec]) -> int:
    """How many utterances to speak at once when the user has not said: as many as the least of the engines wants."""
    wanted = [load_engine(engine).limits.parallel for engine in {voice.engine for voice in voices}]
    return min((jobs or default_jobs() for jobs in wanted), default=default_jobs())


def _fetch(lessons: Sequence[LessonPlan], store: Store) -> None:
    """Brings here what others have spoken. Raises PublishError, for which nothing more has to be spoken here."""
    missing = {lesson.clips[index] for lesson in lessons for index in lesson.missing}
    store.fetch(KIND, [key for lesson in lessons for key in lesson.clips if key not in missing])


def _record_when_spoken(
    lesson: LessonPlan,
    fetched: Future[None],
    spoken: Spoken,
    store: Store,
    staged: Path,
    encoders: Executor,
    progress: Progress,
) -> None:
    if spoken.is_given_up:
        return
    lesson.cards.cards(store)  # drawn while others speak; the store keeps them
    fetched.result()
    if spoken.are_there(lesson.clips):  # else it is told once, with its own place, by _raise_failures
        seconds = record(lesson, store, staged, encoders)
        progress.finished_lesson(lesson.lesson.title, seconds)


def _raise_failures(work: Sequence[LessonPlan], spoken: Spoken, recordings: Sequence[Future[None]]) -> None:
    lines = []
    hint = ""
    for lesson in work:
        for index in lesson.missing if spoken.errors else ():
            error = spoken.errors.get(lesson.clips[index])
            if isinstance(error, EngineError):
                lines.append(f"{lesson.place}:{lesson.script.utterances[index].line}: {error.message}")
                hint = error.hint
            elif error is not None:
                raise error
    if lines:
        told = first_lines(lines)
        raise EngineError(told, f"{hint}. The rest is synthesized and kept; build again to go on")
    for recording in recordings:
        recording.result()


def first_lines(failures: Sequence[str]) -> str:
    """The first of them, a line each, and how many more there are."""
    more = len(failures) - FAILURES_SHOWN
    return "\n".join([*failures[:FAILURES_SHOWN], *([f"and {more} more like it"] if more > 0 else [])])
