"""What stands before the lessons: cover, title page, contents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from audiobook.editions.epub.links import page_name, section_id
from audiobook.editions.epub.page import STYLES
from audiobook.editions.written.xhtml import EPUB_TYPE, add, document, page_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from audiobook.model import Edition, Episode, Lesson

COVER, TITLE, CONTENTS = "cover.xhtml", "title.xhtml", "contents.xhtml"


def cover_page(edition: Edition, picture: str) -> bytes:
    root, body = document(edition.language, edition.title, STYLES)
    body.set(EPUB_TYPE, "cover")
    body.set("class", "cover")
    add(body, "img", {"src": picture, "alt": edition.title, "role": "doc-cover"})
    return page_bytes(root)


def title_page(edition: Edition) -> bytes:
    root, body = document(edition.language, edition.title, STYLES)
    body.set(EPUB_TYPE, "frontmatter")
    place = add(body, "section", {EPUB_TYPE: "titlepage", "class": "titlepage"})
    add(place, "h1", text=edition.title)
    if edition.subtitle:
        add(place, "p", {"class": "subtitle"}, edition.subtitle)
    add(place, "p", {"class": "author"}, edition.author)
    for paragraph in _paragraphs(edition.description):
        if paragraph not in (edition.subtitle, edition.title):
            add(place, "p", text=paragraph)
    for line in (edition.copyright, edition.license):
        if line:
            add(place, "p", {"class": "fine"}, line)
    if edition.synthetic_voice:
        add(place, "p", {"class": "fine"}, "The narration is spoken by a synthetic voice.")
    return page_bytes(root)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            yield " ".join(paragraph.split())


def contents_page(edition: Edition, lessons: Sequence[Lesson]) -> bytes:
    """The navigation document: modules, lessons and their sections."""
    root, body = document(edition.language, edition.title, STYLES)
    toc = add(body, "nav", {"id": "toc", EPUB_TYPE: "toc", "role": "doc-toc"})
    add(toc, "h1", text="Contents")
    place = add(toc, "ol")
    pairs = zip(edition.episodes, lessons, strict=True)
    for module, group in groupby(pairs, key=lambda pair: pair[0].module):
        inner = place
        if module is not None:
            part = add(place, "li")
            add(part, "span", text=module.title)
            inner = add(part, "ol")
        for episode, lesson in group:
            _lesson(inner, episode, lesson)
    marks = add(body, "nav", {"id": "landmarks", EPUB_TYPE: "landmarks", "hidden": "hidden"})
    add(marks, "h2", text="Landmarks")
    places = add(marks, "ol")
    first = page_name(lessons[0])
    for kind, address, name in (
        ("cover", COVER, "Cover"),
        ("toc", f"{CONTENTS}#toc", "Contents"),
        ("bodymatter", first, "First lesson"),
    ):
        add(add(places, "li"), "a", {"href": address, EPUB_TYPE: kind}, name)
    return page_bytes(root)


def _lesson(place: _Element, episode: Episode, lesson: Lesson) -> None:
    item = add(place, "li")
    add(item, "a", {"href": page_name(lesson)}, episode.title)
    sections = [
        (index, section)
        for index, section in enumerate(lesson.sections)
        if section.level > 1 and section.title.strip() and section.title != episode.title
    ]
    if sections:
        inner = add(item, "ol")
        for index, section in sections:
            add(add(inner, "li"), "a", {"href": f"{page_name(lesson)}#{section_id(index)}"}, section.title)
