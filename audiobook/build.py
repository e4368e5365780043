"""From a course folder to a finished edition: the whole order of the stages, in one place.

    read -> narrate -> plan -> speak -> record -> assemble -> commit

Nothing is published before every stage of every lesson has succeeded.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audiobook import identity, manifest, publish
from audiobook.assemble import Track, assemble
from audiobook.config import ProjectSettings
from audiobook.course import CourseSource, read_course
from audiobook.errors import EngineError
from audiobook.manifest import Manifest
from audiobook.narration import narrate
from audiobook.plan import CoursePlan, LessonPlan, Planned, make_plan
from audiobook.progress import Progress
from audiobook.publish import Changes
from audiobook.record import encoding_facts, record
from audiobook.state import LocalState, fingerprint
from audiobook.store import Store, open_store
from audiobook.tags import tag_facts


@dataclass(frozen=True, slots=True)
class Options:
    """How to build, as asked for on the command line. None means: as the project or course says."""

    voice: str | None = None
    jobs: int | None = None
    executor: str = "local"
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class LessonReport:
    """One lesson of a finished build. `omitted`: blocks of the source that are not in the narration."""

    title: str
    duration_s: float
    work: str
    reason: str
    omitted: int


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What a build did. `synthesized` counts distinct utterances; the rest of `utterances` came from the store."""

    course: str
    duration_s: float
    utterances: int
    synthesized: int
    changes: Changes
    elapsed_s: float
    lessons: tuple[LessonReport, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A course read, narrated and planned: everything that can be known without making a sound."""

    source: CourseSource
    plan: CoursePlan
    previous: Manifest | None
    output: Path
    store: Store


def build_course(folder: Path, project: ProjectSettings, options: Options, progress: Progress) -> CourseReport:
    """Bring one course's output up to date.

    Raises ContentError, EngineError, AudioError or PublishError; the previous edition is then still in place, and
    what was synthesized is kept in the store.
    """
    begin = time.perf_counter()
    output = project.output / folder.resolve().name
    state = LocalState(project.state)
    inputs = fingerprint(folder, project.files_beside(folder), {"options": str(options), "project": repr(project)})
    with publish.locked(output):
        unchanged = up_to_date(output, state, inputs, begin)
        if unchanged is not None:
            return unchanged
        prepared = prepare(folder, project, options, progress)
        if options.frozen:
            refuse_synthesis(prepared.plan)
        progress.begin(
            prepared.source.slug,
            prepared.plan.missing,
            sum(lesson.work in ("encode", "speak") for lesson in prepared.plan.lessons),
        )
        with publish.staging(output) as staged:
            tracks = make_tracks(prepared, options, staged, state, progress)
            edition = assemble(prepared.source, prepared.previous, tracks)
            changes = publish.commit(
                output,
                staged,
                edition.contents,
                {track.file.path: track.staged for track in tracks},
                prepared.previous.files.values() if prepared.previous else (),
            )
        if not prepared.source.warnings:  # a warning is worth repeating, so such a course is read every time
            state.remember(output, inputs)
    return CourseReport(
        course=prepared.source.slug,
        duration_s=sum(track.sound.duration_s for track in tracks),
        utterances=prepared.plan.utterances,
        synthesized=prepared.plan.missing,
        changes=changes,
        elapsed_s=time.perf_counter() - begin,
        lessons=tuple(
            LessonReport(
                track.plan.lesson.title,
                track.sound.duration_s,
                track.plan.work,
                track.plan.reason,
                sum(entry.treatment == "omitted" for entry in track.plan.script.ledger),
            )
            for track in tracks
        ),
        removed=tuple(episode.title for episode in prepared.plan.removed),
    )


def up_to_date(output: Path, state: LocalState, inputs: str, begin: float) -> CourseReport | None:
    """The report of a build with nothing to do: same inputs, and every file of the edition is intact on disk."""
    if not state.is_current(output, inputs):
        return None
    previous = manifest.load(output)
    if previous is None or not all(publish.intact(output, file) for file in previous.files.values()):
        return None
    return CourseReport(
        course=output.name,
        duration_s=previous.duration_s,
        utterances=previous.utterances,
        synthesized=0,
        changes=Changes(0, len(previous.files) + 1, 0),
        elapsed_s=time.perf_counter() - begin,
        lessons=tuple(
            LessonReport(episode.title, episode.duration_s, "none", "unchanged", episode.origin.omitted)
            for episode in previous.episodes.values()
        ),
    )


def prepare(folder: Path, project: ProjectSettings, options: Options, progress: Progress) -> Prepared:
    """Read, narrate and plan a course."""
    from audiobook.speech.engine import parse_voice
    from audiobook.speech.synthesize import clip_key

    source = read_course(folder, project)
    for warning in source.warnings:
        progress.say(f"warning: {warning}")
    output = project.output / source.slug
    previous = manifest.load(output)
    store = open_store(project.store, progress.say)
    lessons = identity.keep_ids(source.lessons, previous)
    planned = []
    for number, lesson in enumerate(lessons, 1):
        script = narrate(lesson, source.settings.narration, source.lexicon)
        voice = parse_voice(options.voice or lesson.voice or source.settings.voice)
        clips = tuple(clip_key(utterance.spoken, voice) for utterance in script.utterances)
        tags = tag_facts(source, lesson, script, number, len(lessons))
        planned.append(Planned(lesson, script, voice, clips, tags))
    return Prepared(
        source,
        make_plan(planned, encoding_facts(), store, output, previous),
        previous,
        output,
        store,
    )


def refuse_synthesis(plan: CoursePlan) -> None:
    """Raise EngineError that lists what a frozen build would have to synthesize."""
    lines = [
        f"{lesson.lesson.path}:{utterance.line}: not in the store: {utterance.written[:80]}"
        for lesson in plan.lessons
        for utterance in (lesson.script.utterances[index] for index in lesson.missing)
    ]
    if lines:
        raise EngineError(
            "\n".join([*lines, f"{len(lines)} utterances would need synthesis, and this build is --frozen"]),
            "Build without --frozen where the engine runs, and share the store",
        )


def make_tracks(
    prepared: Prepared, options: Options, staged: Path, state: LocalState, progress: Progress
) -> tuple[Track, ...]:
    """Speak what is missing and record each lesson as soon as its last clip is there.

    A failure does not stop the others: all that can be synthesized is, and is kept; then the failures are raised.
    """
    from audiobook.execute import default_jobs
    from audiobook.speech.synthesize import Speaker

    plan = prepared.plan
    jobs = options.jobs or default_jobs()
    begin = time.perf_counter()
    with (
        Speaker(prepared.store, options.executor, jobs) as speaker,
        ThreadPoolExecutor(jobs, thread_name_prefix="record") as recorders,
    ):
        clips = [
            [speaker.submit(lesson.script.utterances[index], lesson) for index in lesson.missing]
            for lesson in plan.lessons
        ]
        recordings = [
            recorders.submit(_record_when_spoken, lesson, waiting, prepared, staged, progress)
            for lesson, waiting in zip(plan.lessons, clips, strict=True)
        ]
    raise NotImplementedError


def _record_when_spoken(
    lesson: LessonPlan, clips: Sequence[Future[None]], prepared: Prepared, staged: Path, progress: Progress
) -> Track:
    for clip in clips:
        clip.result()
    return record(lesson, prepared, staged, progress)
