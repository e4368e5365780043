"""Everything about a course that can be known without making a sound: read, narrated and planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from audiobook import identity, manifest
from audiobook.config import COURSE_FILE, ProjectSettings
from audiobook.course import CourseSource, read_course
from audiobook.documents import shown
from audiobook.errors import EngineError
from audiobook.manifest import Manifest
from audiobook.model import Lesson
from audiobook.narrated import script_of
from audiobook.plan import CoursePlan, Planned, make_plan
from audiobook.progress import Progress
from audiobook.record import encoding_facts, tags_of
from audiobook.speech.engine import VoiceSpec, load_engine, parse_voice
from audiobook.speech.synthesize import clip_key
from audiobook.state import program
from audiobook.store import Store, open_store


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


def prepare(folder: Path, project: ProjectSettings, options: Options, progress: Progress) -> Prepared:
    """Read, narrate and plan a course."""
    source = read_course(folder, project)
    for warning in source.warnings:
        progress.say(f"warning: {warning}")
    output = project.output / source.slug
    previous = manifest.load(output)
    store = open_store(project.store, progress.say)
    lessons = identity.keep_ids(source.lessons, previous)
    cover = source.cover.read_bytes()
    dates = identity.publication_dates(lessons, source.settings.published, previous)
    if dates[-1] > datetime.now(UTC).date():
        progress.say(
            f"warning: {source.slug}: lessons are dated up to {dates[-1]}; apps hide what lies in the future"
        )
    planned = []
    for number, (lesson, published) in enumerate(zip(lessons, dates, strict=True), 1):
        place = shown(source.folder / lesson.path)
        voice = _voice(options.voice, lesson, place, source)
        words = source.lexicon.chosen(source.settings.language, voice.engine)
        script = script_of(lesson, source.settings.narration, words, program(), store)
        clips = tuple(
            clip_key(utterance.spoken, voice, words.phonemes_in(utterance)) for utterance in script.utterances
        )
        tags = tags_of(lesson, script, (number, len(lessons)), published.year, source, cover)
        planned.append(Planned(lesson, place, published, script, voice, clips, tags))
    for line in language_warnings(source, {lesson.voice for lesson in planned}):
        progress.say(f"warning: {line}")
    plan = make_plan(planned, encoding_facts(), store, output, previous)
    return Prepared(source, plan, previous, output, store)


def _voice(asked: str | None, lesson: Lesson, place: str, source: CourseSource) -> VoiceSpec:
    """The voice of a lesson. Raises EngineError that says where the voice was asked for."""
    try:
        return parse_voice(asked or lesson.voice or source.settings.voice)
    except EngineError as error:
        if asked:
            raise
        where = place if lesson.voice else shown(source.folder / COURSE_FILE)
        raise EngineError(f"{where}: {error.message}", error.hint) from error


def language_warnings(source: CourseSource, voices: Iterable[VoiceSpec]) -> Iterator[str]:
    """What a listener would hear in the wrong language."""
    language = source.settings.language
    base = language.partition("-")[0].lower()
    if base != "en":
        yield f"{source.slug} is in {language}, but numbers, code and lists are put into English words"
    for voice in sorted(voices, key=str):
        spoken = load_engine(voice.engine).find(voice.voice).language
        if spoken and spoken.partition("-")[0].lower() != base:
            yield (
                f"{source.slug} is in {language}, but the voice {voice} speaks {spoken}. "
                "Choose another: `audiobook voices` lists them"
            )
