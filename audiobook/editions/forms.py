"""The forms in which a course is published, a row each: whole, and lesson by lesson beside the MP3 files.

To add one: a module with how it is made, its row, and its switch in `EditionsSettings`. What a form is made of is known
before a sound is made, and has a key; a file of the same key is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.cards import jpeg
from audiobook.editions import epub, m4b, opus, printed, transcript, w3c
from audiobook.editions.codec import AAC, MP3, OPUS, Codec
from audiobook.feed import PAGE_NAME
from audiobook.keys import stable_hash
from audiobook.speech.engine import engine_of
from audiobook.subscribe import SUBSCRIBE_NAME

if TYPE_CHECKING:
    from audiobook.config import EditionsSettings
    from audiobook.course import CourseSource
    from audiobook.editions.mp3 import TrackFacts
    from audiobook.model import Edition
    from audiobook.plan import LessonPlan, Planned
    from audiobook.store import Store
    from audiobook.tracks import Track


@dataclass(frozen=True, slots=True)
class Book:
    """What a form is made of: the course, its finished lessons, and their streams by lesson id, if it asks for any.

    `store` keeps what is made of them on the way.
    """

    source: CourseSource
    edition: Edition
    tracks: Sequence[Track]
    streams: Mapping[str, Path]
    store: Store


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a form's ingredients before a sound is made.

    guid: of the edition; streams: of each lesson, the keys by codec; finished: of each, the key of its MP3 file and its
    transcripts.
    """

    source: CourseSource
    guid: str
    lessons: Sequence[Planned]
    streams: Sequence[Mapping[str, str]]
    finished: Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    name    its switch in the settings
    suffix  of its file, which is called after the course
    codec   of the lessons' streams it is put together from, if any
    facts   all that its file depends on besides these streams, as JSON values
    write   makes the file; the same book gives the same bytes. Of a form that is put together from streams it returns
            how long each is, in units by which `split` finds it again
    split   takes a file apart into the streams it was put together from: those that have a path
    """

    name: str
    suffix: str
    codec: Codec | None
    facts: Callable[[Known], object]
    write: Callable[[Book, Path], Sequence[int] | None]
    split: Callable[[Path, Sequence[int], Sequence[Path | None]], None] | None = None

    def file_name(self, slug: str) -> str:
        """What the file of a course is called: not as the pages of the edition are, should the course be."""
        name = f"{slug}{self.suffix}"
        return f"{slug}-course{self.suffix}" if name in (PAGE_NAME, SUBSCRIBE_NAME) else name

    def key(self, known: Known) -> str:
        """The key of the file."""
        asked = [keys[self.codec.name] for keys in known.streams] if self.codec else []
        return stable_hash([self.name, self.facts(known), asked])


@dataclass(frozen=True, slots=True)
class LessonForm:
    """One form of each lesson.

    name        its switch in the settings
    suffix      of its files
    codec       of the stream that a file holds
    media_type  of its files, and in `codecs` what is within (RFC 6381)
    format      raised when the same stream and facts give another file
    write       makes a file of a stream and what its tags say; the same give the same bytes
    """

    name: str
    suffix: str
    codec: Codec
    media_type: str
    codecs: str
    format: int
    write: Callable[[Path, TrackFacts, Path], None]


def wanted(settings: EditionsSettings) -> tuple[Form, ...]:
    """The forms of the whole that a course asks for."""
    return tuple(form for form in FORMS if getattr(settings, form.name))


def wanted_of_lessons(settings: EditionsSettings) -> tuple[LessonForm, ...]:
    """The forms of each lesson that a course asks for."""
    return tuple(form for form in LESSON_FORMS if getattr(settings, form.name))


# -- M4B -----------------------------------------------------------------------------------------------------


def _book_facts(source: CourseSource, year: int, cover: bytes, cover_type: str) -> m4b.BookFacts:
    settings = source.settings
    return m4b.BookFacts(
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        description=settings.about,
        language=settings.language,
        copyright=settings.copyright,
        year=year,
        cover=cover,
        cover_type=cover_type,
    )


def _m4b_facts(known: Known) -> object:
    source, lessons = known.source, known.lessons
    tags = lessons[-1].tags
    facts = asdict(_book_facts(source, lessons[-1].published.year, tags.cover, tags.cover_type))
    chapters = [
        [planned.lesson.title, [section.title for section in planned.script.sections]] for planned in lessons
    ]
    cards = (
        [jpeg.STAGE, *(planned.cards.pictures for planned in lessons)] if source.settings.cards.m4b else []
    )
    return [m4b.FORMAT, {**facts, "cover": stable_hash(tags.cover.hex())}, chapters, cards]


def _write_m4b(book: Book, out: Path) -> Sequence[int]:
    settings = book.source.settings.cards
    parts = [
        m4b.Part(
            track.plan.lesson.title,
            book.streams[track.plan.lesson.id],
            track.heard.chapters,
            tuple(track.shown(settings.theme)) if settings.m4b else (),
        )
        for track in book.tracks
    ]
    last = book.tracks[-1].plan
    facts = _book_facts(book.source, last.published.year, last.tags.cover, last.tags.cover_type)
    return m4b.write(parts, facts, jpeg.jpegs(book.store), out)


# -- W3C Audiobook -------------------------------------------------------------------------------------------


def _audiobook_facts(known: Known) -> object:
    """The lessons' files, and what only the book tells."""
    settings = known.source.settings
    return [
        w3c.FORMAT,
        known.finished,
        [known.guid, settings.base_url, settings.subtitle, settings.about, settings.copyright],
        [_cover_name(known.source), stable_hash(known.lessons[-1].tags.cover.hex())],
        [[each.lesson.id, each.lesson.module, each.published.date().isoformat()] for each in known.lessons],
        _readers(known.lessons),
    ]


def _write_audiobook(book: Book, out: Path) -> None:
    edition, plans = book.edition, [track.plan for track in book.tracks]
    cover = plans[-1].tags
    members = [
        w3c.Member(
            name=f"{episode.number:02}-{episode.id}",
            title=episode.title,
            module=episode.module.title if episode.module else "",
            audio=track.audio.path,
            transcript=track.beside[transcript.VTT].path,
            duration_s=episode.duration_s,
            chapters=episode.chapters,
        )
        for episode, track in zip(edition.episodes, book.tracks, strict=True)
    ]
    facts = w3c.BookFacts(
        identifier=f"urn:uuid:{edition.guid}",
        url=edition.base_url,
        title=edition.title,
        subtitle=edition.subtitle,
        author=edition.author,
        readers=tuple(_readers(plans)),
        description=edition.description,
        language=edition.language,
        copyright=edition.copyright,
        published=edition.episodes[0].published.date(),
        modified=edition.episodes[-1].published.date(),
        cover=cover.cover,
        cover_name=_cover_name(book.source),
        cover_type=cover.cover_type,
    )
    w3c.write(members, facts, out)


def _cover_name(source: CourseSource) -> str:
    return f"cover{source.cover.suffix.lower()}"


# -- EPUB ----------------------------------------------------------------------------------------------------


def _epub_facts(known: Known) -> object:
    return [known.finished, epub.facts(known.source, known.guid, known.lessons, _readers(known.lessons))]


def _write_epub(book: Book, out: Path) -> None:
    epub.write(book, _readers([track.plan for track in book.tracks]), out)


# -- a page to print -----------------------------------------------------------------------------------------


def _page_facts(source: CourseSource, cover: TrackFacts) -> printed.BookFacts:
    settings = source.settings
    return printed.BookFacts(
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        description=settings.about,
        language=settings.language,
        copyright=settings.copyright,
        url=settings.base_url,
        private=settings.private,
        cover=cover.cover,
        cover_type=cover.cover_type,
    )


def _printed_facts(known: Known) -> object:
    """What the page says of the course; the lessons, with their pictures; and what the times in it depend on."""
    source, cover = known.source, known.lessons[-1].tags
    lessons = [
        [
            *(lesson.id, lesson.path, lesson.title, lesson.summary, lesson.module, lesson.source_sha256),
            printed.pictures.digests(lesson, source.folder),
        ]
        for lesson in (planned.lesson for planned in known.lessons)
    ]
    times = [
        [keys[MP3.name], planned.shown] for keys, planned in zip(known.streams, known.lessons, strict=True)
    ]
    facts = {**asdict(_page_facts(source, cover)), "cover": stable_hash(cover.cover.hex())}
    return [printed.FORMAT, facts, lessons, times]


def _write_printed(book: Book, out: Path) -> None:
    lessons = [
        printed.Heard(track.plan.lesson, track.heard.duration_s, _moments(track)) for track in book.tracks
    ]
    facts = _page_facts(book.source, book.tracks[-1].plan.tags)
    printed.write(lessons, facts, book.source.folder, out)


def _moments(track: Track) -> tuple[tuple[int, float], ...]:
    """When something of a source line is said: the transcript has a line for each utterance that is written."""
    written = [utterance for utterance in track.plan.script.utterances if utterance.written]
    pairs = zip(written, track.lines(), strict=True)
    return tuple((utterance.line, line.start_s) for utterance, line in pairs)


# -- what several forms ask ----------------------------------------------------------------------------------


def _readers(lessons: Sequence[Planned | LessonPlan]) -> list[str]:
    """The voices of all lessons, as people call them."""
    voices = dict.fromkeys(voice for lesson in lessons for voice in lesson.cast)
    names = (engine_of(voice).find(voice.voice).name for voice in voices)
    return list(dict.fromkeys(f"{name} (synthetic voice)" for name in names))


FORMS: tuple[Form, ...] = (
    Form("m4b", m4b.SUFFIX, AAC, _m4b_facts, _write_m4b, split=m4b.take_apart),
    Form("audiobook", w3c.SUFFIX, None, _audiobook_facts, _write_audiobook),
    Form("epub", epub.SUFFIX, None, _epub_facts, _write_epub),
    Form("printed", printed.SUFFIX, None, _printed_facts, _write_printed),
)

LESSON_FORMS: tuple[LessonForm, ...] = (
    LessonForm("opus", opus.SUFFIX, OPUS, opus.MEDIA_TYPE, opus.CODECS, opus.FORMAT, opus.write),
)
