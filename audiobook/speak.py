"""Speak what is missing and record the lessons, side by side."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

from audiobook.errors import EngineError
from audiobook.execute import default_jobs, open_executor
from audiobook.plan import CoursePlan, LessonPlan, characters
from audiobook.prepare import Prepared
from audiobook.progress import Progress
from audiobook.record import record
from audiobook.speech.engine import VoiceSpec, load_engine
from audiobook.speech.synthesize import KIND, Speaker
from audiobook.state import LocalState
from audiobook.store import Store

FAILURES_SHOWN = 10
ENOUGH_TO_MEASURE = 5_000  # characters: below, starting the engine is most of the time


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
    clips: dict[str, Future[int]] = {}
    with (
        # The last pool ends first: when the user stops us it drops what waits to be spoken, for which recorders wait.
        ThreadPoolExecutor(jobs or default_jobs(), thread_name_prefix="encode") as encoders,
        ThreadPoolExecutor(jobs or default_jobs(), thread_name_prefix="record") as recorders,
        open_executor(executor, jobs or sensible_jobs(item.voice for item in prepared.plan.to_speak)) as pool,
    ):
        speaker = Speaker(prepared.store, pool)
        for lesson, index in in_order(work):
            utterance = lesson.script.utterances[index]
            voice = lesson.cast.of(utterance.role)
            future = speaker.submit(utterance.spoken, voice, lesson.words.phonemes_in(utterance))
            future.add_done_callback(lambda _: progress.spoke())
            clips[lesson.clips[index]] = future
        prepared.store.fetch(KIND, [key for lesson in work for key in lesson.clips if key not in clips])
        recordings = [
            recorders.submit(_record_when_spoken, lesson, clips, prepared.store, staged, encoders, progress)
            for lesson in work
        ]
        _learn_speed(prepared.plan, clips, state, begin)
    _raise_failures(work, clips, recordings)


def in_order(work: Sequence[LessonPlan]) -> list[tuple[LessonPlan, int]]:
    """What has to be spoken, a lesson and the index of an utterance each, in the order of asking.

    Where speech is faster than encoding, lesson by lesson: the first can be encoded while the next is spoken. Where it
    is slower, the longest sentences first: at the end no worker speaks a long one while the others have nothing left.
    """
    asked = [(lesson, index) for lesson in work for index in lesson.missing]
    if all(_is_fast(lesson.cast.of(lesson.script.utterances[index].role)) for lesson, index in asked):
        return asked
    return sorted(asked, key=lambda item: -len(item[0].script.utterances[item[1]].spoken))


def _is_fast(voice: VoiceSpec) -> bool:
    return load_engine(voice.engine).limits.slowness <= 1


def sensible_jobs(voices: Iterable[VoiceSpec]) -> int:
    """How many utterances to speak at once when the user has not said: as many as the least of the engines wants."""
    wanted = [load_engine(engine).limits.parallel for engine in {voice.engine for voice in voices}]
    return min((jobs or default_jobs() for jobs in wanted), default=default_jobs())


def _record_when_spoken(
    lesson: LessonPlan,
    clips: Mapping[str, Future[int]],
    store: Store,
    staged: Path,
    encoders: Executor,
    progress: Progress,
) -> None:
    lesson.cards.cards(store)  # drawn while others speak; the store keeps them
    for key in lesson.clips:
        if key in clips and clips[key].exception() is not None:
            return  # told once, with its own place, by _raise_failures
    seconds = record(lesson, store, staged, encoders)
    progress.finished_lesson(lesson.lesson.title, seconds)


def _learn_speed(plan: CoursePlan, clips: Mapping[str, Future[int]], state: LocalState, begin: float) -> None:
    """Remember how fast this machine spoke, for the next plan; only where one voice did it all."""
    voices = {item.voice for item in plan.to_speak}
    spoken = characters(plan.to_speak)
    done = all(future.exception() is None for future in clips.values())
    if len(voices) == 1 and done and spoken >= ENOUGH_TO_MEASURE:
        state.learn_speed(str(voices.pop()), spoken, time.perf_counter() - begin)


def _raise_failures(
    work: Sequence[LessonPlan], clips: Mapping[str, Future[int]], recordings: Sequence[Future[None]]
) -> None:
    lines = []
    hint = ""
    for lesson in work:
        for index in lesson.missing:
            error = clips[lesson.clips[index]].exception()
            if isinstance(error, EngineError):
                lines.append(f"{lesson.place}:{lesson.script.utterances[index].line}: {error.message}")
                hint = error.hint
            elif error is not None:
                raise error
    if lines:
        more = len(lines) - FAILURES_SHOWN
        shown = lines[:FAILURES_SHOWN] + ([f"and {more} more like it"] if more > 0 else [])
        raise EngineError("\n".join(shown), f"{hint}. The rest is synthesized and kept; build again to go on")
    for recording in recordings:
        recording.result()
