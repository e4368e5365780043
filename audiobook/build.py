"""From a course folder to a finished edition: the whole order of the stages, in one place.

    read -> narrate -> plan -> speak -> record -> assemble -> commit

Nothing is published before every stage of every lesson has succeeded. The catalogue of all courses follows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audiobook import ffmpeg, identity, manifest, outputs
from audiobook.assemble import assemble, edition_of
from audiobook.books import make_books
from audiobook.catalog.update import update as update_catalog
from audiobook.config import ProjectSettings
from audiobook.course import course_slug, find_courses, related_courses
from audiobook.editions.written.shown import hidden
from audiobook.errors import AudiobookError, Missing, NotInStore, together
from audiobook.execute import default_jobs, open_executor
from audiobook.outputs import Changes
from audiobook.plan import CoursePlan
from audiobook.prepare import Options, Prepared, prepare
from audiobook.progress import Progress
from audiobook.record import Gone, finish
from audiobook.recordings import KIND
from audiobook.speak import speak_and_record
from audiobook.speech.engine import VoiceSpec, load_engine, portable
from audiobook.state import LocalState, fingerprint
from audiobook.store import Store, is_folder, project_store
from audiobook.tracks import Track

ATTEMPTS = 4  # a damaged store shows itself step by step: recordings, clips, streams of forms


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


def build_courses(
    names: Sequence[str], project: ProjectSettings, options: Options, progress: Progress
) -> list[CourseReport]:
    """Build the named courses, or all of them. One that fails does not keep the others from being built.

    Raises UsageError for an unknown name or executor; at the end, what failed, with the exit code of the first failure.
    """
    open_executor(options.executor).shutdown()  # a wrong spec is told also where there is nothing to do
    reports, errors = [], []
    for folder in find_courses(project.content, names):
        try:
            reports.append(build_course(folder, project, options, progress))
        except AudiobookError as error:
            errors.append(error)
    try:
        update_catalog(project, progress)
        if not is_folder(project.store):
            from audiobook.shared_store import send_unsent

            send_unsent(project, progress.say)
    except AudiobookError as error:
        if str(error) not in map(
            str, errors
        ):  # an edition that cannot be read was told of when it was to be built
            errors.append(error)
    if errors:
        for report in reports:
            progress.say(f"{report.course}: built")
        raise together(errors)
    return reports


def build_course(
    folder: Path, project: ProjectSettings, options: Options, progress: Progress
) -> CourseReport:
    """Bring one course's output up to date.

    Raises ContentError, EngineError, AudioError or PublishError; the previous edition is then still in place, and
    what was synthesized is kept in the store.
    """
    output = project.output / course_slug(folder)
    state = LocalState(project.state)
    with outputs.locked(output, lambda: progress.say(f"waiting for another build of {output.name}")):
        begin = time.perf_counter()
        inputs = _inputs(folder, project, options)
        unchanged = up_to_date(output, state, inputs, begin)
        if unchanged is not None:
            for warning in state.warnings(output / manifest.NAME):
                progress.say(f"warning: {warning}")
            return unchanged
        with project_store(project, progress.say) as store:
            for attempt in range(ATTEMPTS):
                try:
                    prepared, tracks, changes = _make(folder, project, options, state, store, progress)
                    break
                except Gone as error:
                    if attempt + 1 == ATTEMPTS:
                        raise
                    progress.say(f"warning: {error.message}; making it anew")
        if inputs == _inputs(folder, project, options):  # what was saved while we built is not in the edition
            state.remember(output / manifest.NAME, inputs, _machine(prepared), prepared.source.warnings)
    plan = prepared.plan
    return CourseReport(
        course=prepared.source.slug,
        duration_s=sum(track.heard.duration_s for track in tracks),
        utterances=plan.utterances,
        synthesized=plan.missing,
        changes=changes,
        elapsed_s=time.perf_counter() - begin,
        lessons=tuple(_lesson_report(track) for track in tracks),
        removed=tuple(episode.title for episode in plan.removed),
    )


def _make(
    folder: Path,
    project: ProjectSettings,
    options: Options,
    state: LocalState,
    store: Store,
    progress: Progress,
) -> tuple[Prepared, list[Track], Changes]:
    """One go at an edition, from reading to commit. Raises Gone when the store turned out to hold less than planned."""
    prepared = prepare(folder, project, options, progress, store)
    plan = prepared.plan
    if options.frozen:
        refuse_synthesis(plan)
    to_record = sum(lesson.work in ("encode", "speak") for lesson in plan.lessons)
    if to_record:
        store.ready()
    progress.begin(prepared.source.slug, plan.missing, to_record)
    with outputs.staging(prepared.output) as staged:
        speak_and_record(prepared, options.jobs or project.jobs, options.executor, staged, state, progress)
        tracks = finish_all(prepared, staged)
        edition = edition_of(prepared.source, prepared.previous, tracks, prepared.related)
        books = make_books(prepared, edition, tracks, staged)
        pieces = [piece for track in tracks for piece in track.pieces]
        pieces += [book.piece for book in books.values()]
        forms = {name: book.published for name, book in books.items()}
        store.flush()
        beside = staged / "pages"
        pages = assemble(
            prepared.source, edition, prepared.previous, tracks, forms, partial(outputs.write, beside)
        )
        changes = outputs.commit(
            prepared.output,
            beside,
            pages,
            {piece.file: piece.path if piece.staged else None for piece in pieces},
            prepared.previous.files.values() if prepared.previous else (),
        )
    return prepared, tracks, changes


def finish_all(prepared: Prepared, staged: Path) -> list[Track]:
    """The finished files of all lessons. Raises Gone, after a look at all of them, when some have to be redone."""
    tagged = [lesson.recording for lesson in prepared.plan.lessons if not lesson.whole]
    prepared.store.fetch(KIND, tagged)
    tracks, gone = [], []
    for lesson in prepared.plan.lessons:
        try:
            tracks.append(finish(lesson, prepared.previous, prepared.store, prepared.output, staged))
        except Gone as error:
            gone.append(error)
    if gone:
        raise gone[0]
    return tracks


def _inputs(folder: Path, project: ProjectSettings, options: Options) -> str:
    related = identity.related(related_courses(folder, project), project.output)
    return fingerprint(folder, project.files_beside(folder), [options.voice, repr(project), repr(related)])


def _machine(prepared: Prepared) -> dict[str, str]:
    """What an edition depends on that is neither content nor ours, or lies apart from the content: the engines, the
    encoder, a cover from elsewhere, pictures in hidden folders.
    """
    voices = {voice for lesson in prepared.plan.lessons for voice in lesson.cast}
    source = prepared.source
    pictures = {path for lesson in source.lessons for path in hidden(lesson, source.folder)}
    return {
        **{f"engine {name}": load_engine(name).identity() for name in {voice.engine for voice in voices}},
        **{f"voice {voice}": str(portable(voice)) for voice in voices},
        "encoder": ffmpeg.whereabouts(),
        **{f"file {path.resolve()}": _digest(path) for path in (source.cover, *sorted(pictures))},
    }


def _digest(path: Path) -> str:
    """Of a file; empty where there is none to read, as of a picture that a lesson only names."""
    try:
        return outputs.digest(path)
    except OSError:
        return ""


def _same_machine(remembered: Mapping[str, str]) -> bool:
    """Whether all that `_machine` told is still so."""

    def now(fact: str) -> str:
        kind, _, name = fact.partition(" ")
        if kind == "engine":
            return load_engine(name).identity()
        if kind == "voice":
            return str(portable(VoiceSpec.parse(name)))
        return _digest(Path(name)) if kind == "file" else ffmpeg.whereabouts()

    try:
        return bool(remembered) and all(now(fact) == value for fact, value in remembered.items())
    except (AudiobookError, OSError):
        return False


def up_to_date(output: Path, state: LocalState, inputs: str, begin: float) -> CourseReport | None:
    """The report of a build with nothing to do: same inputs, and every file of the edition is intact on disk.

    What a killed build left beside them is swept. Raises PublishError when it cannot be removed.
    """
    place = output / manifest.NAME
    if not state.is_current(place, inputs) or not _same_machine(state.machine(place)):
        return None
    previous = manifest.load(output)
    if previous is None or not _all_intact(output, previous):
        return None
    removed = outputs.sweep_unfinished(output, previous.files)
    return CourseReport(
        course=output.name,
        duration_s=previous.duration_s,
        utterances=previous.utterances,
        synthesized=0,
        changes=Changes(0, len(previous.files) + 1, removed),
        elapsed_s=time.perf_counter() - begin,
        lessons=tuple(
            LessonReport(episode.title, episode.duration_s, "none", "unchanged", episode.origin.omitted)
            for episode in previous.episodes.values()
        ),
    )


def _all_intact(output: Path, edition: manifest.Manifest) -> bool:
    """Whether every file has its bytes, read side by side: hashing is all the work of a build with nothing to do."""
    with ThreadPoolExecutor(default_jobs()) as readers:
        return all(readers.map(lambda file: outputs.intact(output, file), edition.files.values()))


def refuse_synthesis(plan: CoursePlan) -> None:
    """Raise NotInStore that tells what a frozen build would have to synthesize."""
    missing = tuple(
        Missing(
            item.place,
            item.utterance.line,
            item.utterance.written or item.utterance.spoken,
            str(item.voice),
        )
        for item in plan.to_speak
    )
    if missing:
        raise NotInStore(missing)


def _lesson_report(track: Track) -> LessonReport:
    plan = track.plan
    omitted = len(plan.script.left_out)
    return LessonReport(plan.lesson.title, track.heard.duration_s, plan.work, plan.reason, omitted)
