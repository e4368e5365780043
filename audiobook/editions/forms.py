"""The forms in which a course is published, a row each: whole, and lesson by lesson beside the MP3 files.

To add one: a module with how it is made, its row, and its switch in `EditionsSettings`. What a form is made of is known
before a sound is made, and has a key; a file of the same key is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.editions import m4b, opus
from audiobook.editions.codec import AAC, OPUS, Codec
from audiobook.keys import stable_hash

if TYPE_CHECKING:
    from audiobook.config import EditionsSettings
    from audiobook.course import CourseSource
    from audiobook.editions.mp3 import TrackFacts
    from audiobook.model import Edition
    from audiobook.plan import Planned
    from audiobook.tracks import Track


@dataclass(frozen=True, slots=True)
class Book:
    """What a form is made of: the course, its finished lessons, and their streams by lesson id, if it asks for any."""

    source: CourseSource
    edition: Edition
    tracks: Sequence[Track]
    streams: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    name    its switch in the settings
    suffix  of its file, which is called after the course
    codec   of the lessons' streams it is put together from, if any
    facts   all that its file depends on besides these streams, as JSON values
    write   makes the file; the same book gives the same bytes
    count   of a stream: how long it is, in units by which `split` finds it again in the file
    split   takes a file apart into the streams it was put together from: those that have a path
    """

    name: str
    suffix: str
    codec: Codec | None
    facts: Callable[[CourseSource, Sequence[Planned]], object]
    write: Callable[[Book, Path], None]
    count: Callable[[Path], int] | None = None
    split: Callable[[Path, Sequence[int], Sequence[Path | None]], None] | None = None

    def key(self, source: CourseSource, lessons: Sequence[Planned], streams: Sequence[str]) -> str:
        """The key of the file; `streams`: the keys of the streams it asks for, in order."""
        return stable_hash([self.name, self.facts(source, lessons), streams])


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
        description=settings.description or settings.subtitle or settings.title,
        language=settings.language,
        copyright=settings.copyright,
        year=year,
        cover=cover,
        cover_type=cover_type,
    )


def _m4b_facts(source: CourseSource, lessons: Sequence[Planned]) -> object:
    tags = lessons[-1].tags
    facts = asdict(_book_facts(source, lessons[-1].published.year, tags.cover, tags.cover_type))
    chapters = [
        [planned.lesson.title, [section.title for section in planned.script.sections]] for planned in lessons
    ]
    return [m4b.FORMAT, {**facts, "cover": stable_hash(tags.cover.hex())}, chapters]


def _write_m4b(book: Book, out: Path) -> None:
    parts = [
        m4b.Part(track.plan.lesson.title, book.streams[track.plan.lesson.id], track.heard.chapters)
        for track in book.tracks
    ]
    last = book.tracks[-1].plan
    m4b.write(
        parts, _book_facts(book.source, last.published.year, last.tags.cover, last.tags.cover_type), out
    )


def _aac_frames(stream: Path) -> int:
    return m4b.measure(stream).frames


FORMS: tuple[Form, ...] = (Form("m4b", m4b.SUFFIX, AAC, _m4b_facts, _write_m4b, _aac_frames, m4b.take_apart),)

LESSON_FORMS: tuple[LessonForm, ...] = (
    LessonForm("opus", opus.SUFFIX, OPUS, opus.MEDIA_TYPE, opus.CODECS, opus.FORMAT, opus.write),
)
