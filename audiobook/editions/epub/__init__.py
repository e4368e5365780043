"""The whole course as an EPUB 3: the written lessons, read aloud, with what is being read highlighted.

A page a lesson, its published MP3 file as it is, and a media overlay that binds the two: https://www.w3.org/TR/epub-33/,
section 9. A sentence of prose is highlighted by itself, a row of a table too; a listing, a diagram or a picture while
it is described.

| module | what it does |
|---|---|
| `blocks` with `lists`, `tables`, `boxes`, `code`; `inline` | a rule for each type of node, and for text |
| `sheet`, `runs`, `surroundings`, `xhtml` | what rules write on: elements, text that can be cut into sentences |
| `reading`, `follow` | what is heard, found again on the page, in its order |
| `page`, `overlay` | a lesson's two files |
| `front`, `package`, `archive` | cover, title page, contents; package document; zip |
| `links`, `pictures` | where links lead, which pictures are in the course |
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import publish
from audiobook.editions.epub import front
from audiobook.editions.epub.archive import Archive
from audiobook.editions.epub.links import Links, page_name
from audiobook.editions.epub.overlay import clips_of, smil
from audiobook.editions.epub.package import FOLDER, PACKAGE, Item, container, package
from audiobook.editions.epub.page import STYLES, Page, render
from audiobook.editions.epub.pictures import Pictures
from audiobook.errors import AudioError

if TYPE_CHECKING:
    from audiobook.course import CourseSource
    from audiobook.editions.forms import Book
    from audiobook.model import Episode
    from audiobook.plan import Planned
    from audiobook.tracks import Track

FORMAT = 1  # raise it when the same lessons give another file
SUFFIX = ".epub"
MEDIA_TYPE = "application/epub+zip"


def facts(source: CourseSource, lessons: Sequence[Planned]) -> object:
    """All that the book depends on besides the lessons' MP3 files."""
    settings = source.settings
    pictures = Pictures(source.folder)
    return [
        FORMAT,
        settings.model_dump(
            mode="json",
            include={
                *("title", "subtitle", "author", "description", "language"),
                *("copyright", "license", "category", "guid"),
            },
        ),
        publish.digest(source.cover),
        [
            [
                *(planned.lesson.id, planned.lesson.path, planned.lesson.title, planned.lesson.module),
                *(planned.lesson.source_sha256, planned.published.isoformat(), str(planned.cast)),
                pictures.digests(planned.lesson),
            ]
            for planned in lessons
        ],
    ]


def write(book: Book, out: Path) -> None:
    """Writes the book. The same lessons give the same bytes. Raises AudioError, and leaves no file."""
    try:
        with Archive(out) as archive:
            _Writer(book, archive).write()
    except OSError as error:
        out.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise AudioError(f"{out}: cannot be written ({reason})", "Check the disk and build again") from error
    except BaseException:
        out.unlink(missing_ok=True)
        raise


class _Writer:
    """Writes the files of the book, lesson after lesson: no more than one is in memory."""

    def __init__(self, book: Book, archive: Archive) -> None:
        self._book = book
        self._archive = archive
        self._items: list[Item] = []
        self._shown: set[str] = set()  # pictures
        self._lessons = [track.plan.lesson for track in book.tracks]
        self._links = Links(self._lessons)
        self._pictures = Pictures(book.source.folder)

    def write(self) -> None:
        edition = self._book.edition
        self._archive.add("mimetype", MEDIA_TYPE.encode())
        self._archive.add("META-INF/container.xml", container())
        self._front()
        for track, episode in zip(self._book.tracks, edition.episodes, strict=True):
            self._lesson(track, episode)
        synthetic = "synthetic voice " if edition.synthetic_voice else ""
        narrators = dict.fromkeys(f"{synthetic}{track.plan.cast}" for track in self._book.tracks)
        self._archive.add(f"{FOLDER}/{PACKAGE}", package(edition, self._items, list(narrators)))

    def _front(self) -> None:
        from audiobook.pages import asset

        edition, cover = self._book.edition, self._book.source.cover
        picture = f"cover{cover.suffix.lower()}"
        kind = mimetypes.types_map[cover.suffix.lower()]
        self._copy(Item("cover-image", picture, kind, "cover-image"), cover)
        self._add(Item("styles", STYLES, "text/css"), asset(__name__, STYLES).encode())
        self._add(_page("cover", front.COVER), front.cover_page(edition, picture))
        self._add(_page("title-page", front.TITLE), front.title_page(edition))
        contents = replace(_page("contents", front.CONTENTS), properties="nav")
        self._add(contents, front.contents_page(edition, self._lessons))

    def _lesson(self, track: Track, episode: Episode) -> None:
        lesson = track.plan.lesson
        utterances = [utterance for utterance in track.plan.script.utterances if utterance.written]
        lines = zip(utterances, track.lines(), strict=True)
        page = render(lesson, episode, utterances, self._book.edition.language, self._links, self._pictures)
        starts = [round(line.start_s * 1000) for _, line in lines]
        clips = clips_of(page.read, starts, round(track.heard.duration_s * 1000))
        name, sound = page_name(lesson), f"lesson-{lesson.id}.mp3"
        overlay = Item(f"overlay-{lesson.id}", f"lesson-{lesson.id}.smil", "application/smil+xml")
        overlay = replace(overlay, duration_ms=sum(clip.end_ms - clip.start_ms for clip in clips))
        self._show(page)
        self._add(replace(_page(f"page-{lesson.id}", name), overlay=overlay.id), page.content)
        self._add(overlay, smil(clips, name, sound))
        self._copy(Item(f"sound-{lesson.id}", sound, "audio/mpeg"), track.audio.path)

    def _show(self, page: Page) -> None:
        """The pictures of a page that no page before it showed."""
        for picture in page.pictures:
            if picture.name not in self._shown:
                self._shown.add(picture.name)
                item = Item(f"picture-{len(self._shown)}", picture.name, picture.media_type)
                self._copy(item, picture.path)

    def _add(self, item: Item, content: bytes) -> None:
        self._items.append(item)
        self._archive.add(f"{FOLDER}/{item.name}", content)

    def _copy(self, item: Item, path: Path) -> None:
        self._items.append(item)
        self._archive.copy(f"{FOLDER}/{item.name}", path)


def _page(identifier: str, name: str) -> Item:
    return Item(identifier, name, "application/xhtml+xml", spine=True)
