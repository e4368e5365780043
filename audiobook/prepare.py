"""Everything about a course that can be known without making a sound: read, narrated and planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from audiobook import identity, manifest
from audiobook.announcements import announced, fields_of
from audiobook.cards.figures import figures_of
from audiobook.cards.made import CardsPlan
from audiobook.cast import Cast, cast_of, words_of
from audiobook.config import COURSE_FILE, ProjectSettings
from audiobook.course import CourseSource, read_course
from audiobook.documents import shown
from audiobook.earcons import with_earcons
from audiobook.editions import transcript
from audiobook.errors import EngineError
from audiobook.keys import stable_hash
from audiobook.manifest import Manifest
from audiobook.model import Lesson, Related
from audiobook.narrated import script_of
from audiobook.plan import CoursePlan, Planned, make_plan
from audiobook.progress import Progress
from audiobook.record import joining_facts, tags_of
from audiobook.speech.engine import VoiceSpec, engine_of, parse_voice
from audiobook.speech.synthesize import clip_key
from audiobook.state import program
from audiobook.store import Store, project_store


@dataclass(frozen=True, slots=True)
class Options:
    """How to build, as asked for on the command line. None means: as the project or course says."""

    voice: str | None = None
    jobs: int | None = None
    executor: str = "local"
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A course read, narrated and planned: everything that can be known without making a sound."""

    source: CourseSource
    plan: CoursePlan
    previous: Manifest | None
    output: Path
    store: Store
    related: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Narrated:
    """A course as it will be heard, before it is compared with what exists."""

    source: CourseSource
    lessons: tuple[Planned, ...]
    previous: Manifest | None
    store: Store


def prepare(
    folder: Path, project: ProjectSettings, options: Options, progress: Progress, store: Store | None = None
) -> Prepared:
    """Read, narrate and plan a course. `store`: an open one to plan with, else the project's."""
    course = narrated_course(folder, project, options.voice, progress, store)
    source, output = course.source, project.output / course.source.slug
    plan = make_plan(source, course.lessons, joining_facts(), course.store, output, course.previous)
    related = identity.related(source.related, project.output)
    return Prepared(source, plan, course.previous, output, course.store, related)


def narrated_course(
    folder: Path, project: ProjectSettings, asked: str | None, progress: Progress, store: Store | None = None
) -> Narrated:
    """A course, with its lessons under the ids and dates they have or will have in the edition.

    `asked`: the voice of all of them; `store`: an open one, else the project's.
    """
    source = read(folder, project, progress)
    previous = manifest.load(project.output / source.slug)
    store = store or project_store(project, progress.say)
    lessons = identity.keep_ids(source.lessons, previous)
    for line in identity.renamed_beyond_recognition(lessons, previous):
        progress.say(f"warning: {source.slug}: {line}")
    dates = identity.publication_dates(lessons, source.settings.published, previous)
    return Narrated(source, narrated(source, lessons, dates, asked, store, progress), previous, store)


def read(folder: Path, project: ProjectSettings, progress: Progress) -> CourseSource:
    """A course, whose warnings are told."""
    source = read_course(folder, project)
    for warning in source.warnings:
        progress.say(f"warning: {warning}")
    return source


def narrated(
    source: CourseSource,
    lessons: Sequence[Lesson],
    dates: Sequence[datetime],
    asked: str | None,
    store: Store,
    progress: Progress,
) -> tuple[Planned, ...]:
    """The lessons of a course, under these ids and dates, as they will be heard. `asked`: the voice of all of them."""
    if dates[-1] > datetime.now(UTC):
        progress.say(
            f"warning: {source.slug}: lessons are dated up to {dates[-1].date()}; apps hide what lies in the future"
        )
    cover = source.cover.read_bytes()
    planned = [
        _planned(source, lessons, index, dates[index], asked, cover, store) for index in range(len(lessons))
    ]
    for line in language_warnings(source, {voice for lesson in planned for voice in lesson.cast}):
        progress.say(f"warning: {line}")
    return tuple(planned)


def _planned(
    source: CourseSource,
    lessons: Sequence[Lesson],
    index: int,
    published: datetime,
    asked: str | None,
    cover: bytes,
    store: Store,
) -> Planned:
    """One lesson with its script as it will be heard, and the keys of its clips."""
    lesson, settings = lessons[index], source.settings
    place = shown(source.folder / lesson.path)
    cast = _cast(asked, lesson, place, source)
    words = words_of(cast, source.lexicon, settings.language)
    script = script_of(lesson, settings.narration, words, program(), store)
    if settings.announcements.opening or settings.announcements.closing:
        fields = fields_of(lessons, index, source)
        pause = settings.narration.pauses.heading_3
        script = announced(script, settings.announcements, fields, words.narrator, pause)
    if settings.earcons:
        script = with_earcons(script)
    clips = tuple(
        clip_key(utterance.spoken, cast.of(utterance.role), words.phonemes_in(utterance))
        for utterance in script.utterances
    )
    tags = tags_of(lesson, script, (index + 1, len(lessons)), published.year, source, cover)
    cards = CardsPlan()
    if settings.cards.enabled:
        cards = CardsPlan(figures_of(lesson, script), settings.cards.theme, cover, settings.base_url)
    told = stable_hash(transcript.facts(script.utterances))
    return Planned(lesson, place, published, script, cast, words, clips, told, tags, cards)


def _cast(asked: str | None, lesson: Lesson, place: str, source: CourseSource) -> Cast:
    """The voices of a lesson, all usable. Raises EngineError that says where a voice was asked for."""
    own = {lesson.voice, *dict(lesson.voices).values()}

    def parsed(name: str) -> VoiceSpec:
        try:
            return parse_voice(name)
        except EngineError as error:
            if asked:
                raise
            where = place if name in own else shown(source.folder / COURSE_FILE)
            raise EngineError(f"{where}: {error.message}", error.hint) from error

    return cast_of(lesson, source.settings, asked, parsed)


def language_warnings(source: CourseSource, voices: Iterable[VoiceSpec]) -> Iterator[str]:
    """What a listener would hear in the wrong language."""
    language = source.settings.language
    base = language.partition("-")[0].lower()
    if base != "en":
        yield f"{source.slug} is in {language}, but numbers, code and lists are put into English words"
    for voice in sorted(voices, key=str):
        spoken = engine_of(voice).find(voice.voice).language
        if spoken and spoken.partition("-")[0].lower() != base:
            yield (
                f"{source.slug} is in {language}, but the voice {voice} speaks {spoken}. "
                "Choose another: `audiobook voices` lists them"
            )
