"""The catalogue: a page that lists every course, an OPML file with all feeds, and `catalog.json` for programs.

It is made of the manifests of the editions as they lie in the output folder, so it never names what is not there:
`page.html` is the skeleton of the page, `style.css` with the theme of all pages how it looks.

Specifications: http://opml.org/spec2.opml (OPML 2.0), https://www.sitemaps.org/protocol.html (sitemap).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audiobook.feed import FEED_NAME, PAGE_NAME
from audiobook.manifest import Manifest
from audiobook.model import OutputFile
from audiobook.outputs import described
from audiobook.pages import policy, styles, template
from audiobook.safe_text import plain_line, xml_text
from audiobook.subscribe import SUBSCRIBE_NAME

MANIFEST_NAME = "catalog.json"
OPML_NAME = "feeds.opml"
SITEMAP_NAME = "sitemap.xml"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A course of the catalogue. `folder`: where its edition lies, relative to the catalogue."""

    folder: str
    edition: Manifest

    @property
    def page(self) -> str:
        return f"{self.folder}/{PAGE_NAME}"

    @property
    def cover(self) -> str:
        return f"{self.folder}/{self.edition.cover}"

    @property
    def subscribe(self) -> str:
        """The page to subscribe on; empty for an edition that was built without one."""
        return f"{self.folder}/{SUBSCRIBE_NAME}" if SUBSCRIBE_NAME in self.edition.files else ""

    @property
    def feed(self) -> str:
        """The public address of the feed, as the edition gives it."""
        return self.edition.base_url + FEED_NAME


@dataclass(frozen=True, slots=True)
class Catalog:
    """What the catalogue says of itself, and its courses in the order they are listed.

    `sitemap`: the public folder of the catalogue, with its slash, when search engines are to be told of the pages.
    """

    title: str
    description: str
    publisher: str
    language: str
    courses: tuple[Entry, ...]
    sitemap: str | None = None

    @property
    def private(self) -> bool:
        """Whether it names a course that search engines must not find."""
        return any(course.edition.private for course in self.courses)

    @property
    def duration_s(self) -> float:
        return sum(course.edition.duration_s for course in self.courses)


def contents(catalog: Catalog) -> dict[str, bytes]:
    """Every file of the catalogue by name, the manifest last."""
    files = {OPML_NAME: opml(catalog), PAGE_NAME: page(catalog).encode()}
    if catalog.sitemap is not None:
        files[SITEMAP_NAME] = sitemap(catalog, catalog.sitemap)
    return {**files, MANIFEST_NAME: _manifest(catalog, [described(*file) for file in files.items()])}


def listed(content: bytes) -> dict[str, str]:
    """The courses that a `catalog.json` lists: title by folder. Raises ValueError for what is none."""
    try:
        return {entry["course"]: entry["title"] for entry in json.loads(content)["courses"]}
    except (KeyError, TypeError) as error:
        raise ValueError(f"no catalogue: {error!r}") from error


def files_of(content: bytes) -> tuple[OutputFile, ...]:
    """The files that a `catalog.json` names. Raises ValueError for what is none."""
    try:
        return tuple(OutputFile(**entry) for entry in json.loads(content)["files"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"no catalogue: {error!r}") from error


def page(catalog: Catalog) -> str:
    """`index.html`. Addresses are relative but for those of the feeds, so it works from any host and from a folder."""
    style = styles(__name__)
    return template(__name__).render(catalog=catalog, style=style, policy=policy(style), opml=OPML_NAME)


def opml(catalog: Catalog) -> bytes:
    """All feeds in one file, which podcast apps import. It has no date: the same feeds give the same bytes."""
    from lxml import etree

    root = etree.Element("opml", {"version": "2.0"})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = plain_line(catalog.title)
    body = etree.SubElement(root, "body")
    for course in catalog.courses:
        edition = course.edition
        facts = {
            "type": "rss",
            "version": "RSS2",
            "text": edition.title,
            "title": edition.title,
            "description": edition.subtitle,
            "language": edition.language,
            "htmlUrl": edition.base_url,
            "xmlUrl": course.feed,
        }
        etree.SubElement(body, "outline", {name: plain_line(value) for name, value in facts.items() if value})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def sitemap(catalog: Catalog, folder: str) -> bytes:
    """The pages of the catalogue and of its courses. A sitemap may name only what lies below its own folder.

    It tells no dates of change: none is known that is sure to be that of a page.
    """
    from lxml import etree

    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    root = etree.Element(f"{{{space}}}urlset", nsmap={None: space})  # type: ignore[dict-item]
    public = (course.edition for course in catalog.courses if not course.edition.private)
    addresses = [edition.base_url + PAGE_NAME for edition in public]
    for address in (folder + PAGE_NAME, *addresses):
        if address.startswith(folder):
            etree.SubElement(etree.SubElement(root, f"{{{space}}}url"), f"{{{space}}}loc").text = xml_text(
                address
            )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _manifest(catalog: Catalog, files: Sequence[OutputFile]) -> bytes:
    content: dict[str, Any] = {
        "format": FORMAT,
        "title": catalog.title,
        "publisher": catalog.publisher,
        "duration_s": round(catalog.duration_s, 3),
        "courses": [
            {
                "course": course.folder,
                "guid": course.edition.guid,
                "title": course.edition.title,
                "author": course.edition.author,
                "language": course.edition.language,
                "lessons": len(course.edition.episodes),
                "duration_s": round(course.edition.duration_s, 3),
                "feed": course.feed,
                "cover": course.cover,
                "page": course.page,
            }
            for course in catalog.courses
        ],
        "files": [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in files],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
