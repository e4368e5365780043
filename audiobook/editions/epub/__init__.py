"""The whole course as an EPUB 3: the written lessons, read aloud, with what is being read highlighted.

A page a lesson, its published MP3 file as it is, and a media overlay that binds the two: https://www.w3.org/TR/epub-33/,
section 9. A sentence of prose is highlighted by itself, a row of a table too; a listing, a diagram or a picture while
it is described.

| module | what it does |
|---|---|
| `reading`, `follow` | what is heard, found again on the page, in its order |
| `page`, `overlay` | a lesson's two files; the rules for what is on a page are those of `editions/written` |
| `front`, `package` | cover, title page, contents; package document |
| `links`, `pictures`, `surroundings` | where links lead, which pictures are in the course, footnotes |
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import outputs
from audiobook.editions import archive
from audiobook.editions.epub import front
from audiobook.editions.epub.links import Links, page_name
from audiobook.editions.epub.overlay import clips_of, smil
from audiobook.editions.epub.package import FOLDER, PACKAGE, Item, container, package
from audiobook.editions.epub.page import STYLES, render
from audiobook.editions.epub.pictures import Pictures

if TYPE_CHECKING:
    from audiobook.course import CourseSource
    from audiobook.editions.forms import Book
    from audiobook.model import Episode
    from audiobook.plan import Planned
    from audiobook.tracks import Track

FORMAT = 2  # raise it when the same lessons give another file
SUFFIX = ".epub"
MEDIA_TYPE = "application/epub+zip"


def facts(source: CourseSource, guid: str, lessons: Sequence[Planned], readers: Sequence[str]) -> object:
    """All that the book depends on besides the lessons' files. `guid`: of the edition; `readers`: the voices."""
    settings = source.settings
    told = (
        "title",
        "subtitle",
        "author",
        "description",
        "language",
        "copyright",
        "license",
        "category",
    )
    pictures = Pictures(source.folder)
    return [
        FORMAT,
        settings.model_dump(mode="json", include=set(told)),
        guid,
        [source.cover.suffix.lower(), outputs.digest(source.cover)],
        list(readers),
        [
            [
                *(planned.lesson.id, planned.lesson.path, planned.lesson.title, planned.lesson.module),
                *(planned.lesson.source_sha256, planned.published.date().isoformat()),
                pictures.digests(planned.lesson),
            ]
            for planned in lessons
        ],
    ]


def write(book: Book, readers: Sequence[str], out: Path) -> None:
    """Writes the book. The same lessons give the same bytes. Raises AudioError, and leaves no file."""
    archive.write(_Members(book).all(readers), out)


Member = tuple[str, bytes | Path]


class _Members:
    """The files of the book, made lesson after lesson: no more than one is in memory."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._items: list[Item] = []
        self._shown: set[str] = set()  # pictures
        self._lessons = [track.plan.lesson for track in book.tracks]
        self._links = Links(self._lessons)
        self._pictures = Pictures(book.source.folder)

    def all(self, readers: Sequence[str]) -> Iterator[Member]:
        edition = self._book.edition
        yield "mimetype", MEDIA_TYPE.encode()
        yield "META-INF/container.xml", container()
        yield from self._front()
        for track, episode in zip(self._book.tracks, edition.episodes, strict=True):
            yield from self._lesson(track, episode)
        yield f"{FOLDER}/{PACKAGE}", package(edition, self._items, readers)

    def _front(self) -> Iterator[Member]:
        from audiobook.pages import asset

        edition, cover = self._book.edition, self._book.source.cover
        suffix = cover.suffix.lower()
        picture = Item("cover-image", f"cover{suffix}", mimetypes.types_map[suffix], "cover-image")
        yield self._member(picture, cover)
        yield self._member(Item("styles", STYLES, "text/css"), asset(__name__, STYLES).encode())
        yield self._page("cover", front.COVER, front.cover_page(edition, picture.name))
        yield self._page("title-page", front.TITLE, front.title_page(edition))
        contents = front.contents_page(edition, self._lessons)
        yield self._page("contents", front.CONTENTS, contents, properties="nav")

    def _lesson(self, track: Track, episode: Episode) -> Iterator[Member]:
        lesson = track.plan.lesson
        utterances = [utterance for utterance in track.plan.script.utterances if utterance.written]
        page = render(lesson, episode, utterances, self._book.edition.language, self._links, self._pictures)
        for picture in page.pictures:
            if picture.name not in self._shown:
                self._shown.add(picture.name)
                item = Item(f"picture-{len(self._shown)}", picture.name, picture.media_type)
                yield self._member(item, picture.path)
        lines = zip(
            utterances, track.lines(), strict=True
        )  # the transcript has a line for each that is written
        starts = [round(line.start_s * 1000) for _, line in lines]
        clips = clips_of(page.read, starts, round(track.heard.duration_s * 1000))
        name, sound = page_name(lesson), f"lesson-{lesson.id}.mp3"
        overlay = f"overlay-{lesson.id}"
        yield self._page(f"page-{lesson.id}", name, page.content, overlay=overlay)
        duration = sum(clip.end_ms - clip.start_ms for clip in clips)
        item = Item(overlay, f"lesson-{lesson.id}.smil", "application/smil+xml", duration_ms=duration)
        yield self._member(item, smil(clips, name, sound))
        yield self._member(Item(f"sound-{lesson.id}", sound, "audio/mpeg"), track.audio.path)

    def _page(
        self, identifier: str, name: str, content: bytes, properties: str = "", overlay: str = ""
    ) -> Member:
        item = Item(identifier, name, "application/xhtml+xml", properties, overlay, spine=True)
        return self._member(item, content)

    def _member(self, item: Item, content: bytes | Path) -> Member:
        self._items.append(item)
        return f"{FOLDER}/{item.name}", content
