"""The packaged audiobook: what W3C Audiobooks and the packaging format require, checked on the finished file.

The checks below are what the JSON schemas of https://www.w3.org/ns/pub-schema/ ask for, in words of our own. Where the
schemas themselves are at hand (see w3c_schemas.py), the manifests are held against them too.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from editions import COURSE, LESSONS, project
from samples import HOSTILE
from w3c_schemas import AUDIOBOOK, PUBLICATION, Schemas, require_w3c_schemas

from audiobook.editions import archive, w3c
from audiobook.errors import AudioError
from audiobook.model import ChapterTime

FACTS = w3c.BookFacts(
    identifier="urn:uuid:8352d4f9-c1a6-5635-991b-7ee8d926fd24",
    url="https://audio.example/ecto%20course/",
    title="Ecto & “more”",
    subtitle="With <tags>",
    author="Ana Ng",
    readers=("joe (synthetic voice)", "English (America) (synthetic voice)"),
    description="All of it.",
    language="en-GB",
    copyright="© Ana Ng",
    published=date(2026, 3, 2),
    modified=date(2026, 3, 4),
    cover=b"\xff\xd8\xff\xe0 a picture",
    cover_name="cover.jpg",
    cover_type="image/jpeg",
)
# ISO 8601, as the schema of durations has it for seconds.
DURATION = re.compile(r"PT(\d+(?:\.\d+)?)S")


def member(folder: Path, number: int, module: str = "", title: str = "") -> w3c.Member:
    name = f"{number:02}-lesson-{number}"
    audio, transcript = folder / f"{name}.mp3", folder / f"{name}.vtt"
    audio.write_bytes(f"sound of {number}".encode() * 100)
    transcript.write_bytes(b"WEBVTT\n")
    chapters = (ChapterTime("Start", 0.0, 12.25), ChapterTime("A <b> & more", 12.25, 60.1))
    return w3c.Member(
        name, title or f"Lesson {number}", module, audio, transcript, 60.1, chapters[: 1 + number % 2]
    )


@pytest.fixture
def lessons(tmp_path: Path) -> list[w3c.Member]:
    return [member(tmp_path, 1), member(tmp_path, 2, "Basics"), member(tmp_path, 3, "Basics")]


@pytest.fixture
def book(lessons: list[w3c.Member], tmp_path: Path) -> zipfile.ZipFile:
    w3c.write(lessons, FACTS, tmp_path / "a book.audiobook")
    return zipfile.ZipFile(tmp_path / "a book.audiobook")


def publication(book: zipfile.ZipFile) -> dict:
    return json.loads(book.read(w3c.PUBLICATION))


def readium(book: zipfile.ZipFile) -> dict:
    return json.loads(book.read(w3c.READIUM))


class Contents(HTMLParser):
    """The links of the table of contents with their depth, and what the page links to its manifest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.within = False
        self.links: list[tuple[int, str]] = []
        self.manifest = ""
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.within |= tag == "nav" and given.get("role") == "doc-toc"
        self.depth += tag == "ol"
        if tag == "link" and given.get("rel") == "publication":
            self.manifest = given["href"] or ""
        if tag == "a" and self.within:
            self.links.append((self.depth, given["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "ol"
        self.within &= tag != "nav"

    def handle_data(self, data: str) -> None:
        if self.within and data.strip():
            self.texts.append(data.strip())


# -- W3C Audiobooks ------------------------------------------------------------------------------------------


def test_what_the_profile_requires_is_there(book: zipfile.ZipFile) -> None:
    manifest = publication(book)
    assert manifest["@context"][:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert manifest["@context"][2] == {"language": "en-GB"}
    assert manifest["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert manifest["type"] == "Audiobook"
    assert manifest["name"] == FACTS.title
    assert all(entry["type"] == "LinkedResource" for entry in manifest["readingOrder"])
    assert {entry["encodingFormat"] for entry in manifest["readingOrder"]} == {"audio/mpeg"}


def test_what_it_recommends_too(book: zipfile.ZipFile) -> None:
    manifest = publication(book)
    assert (manifest["author"], manifest["readBy"]) == ("Ana Ng", list(FACTS.readers))
    assert (manifest["datePublished"], manifest["dateModified"]) == ("2026-03-02", "2026-03-04")
    assert (manifest["id"], manifest["url"]) == (FACTS.identifier, FACTS.url)
    assert manifest["inLanguage"] == "en-GB"
    assert {"auditory", "textual"} == set(manifest["accessMode"])
    assert all(entry["type"] == "ItemList" for entry in manifest["accessModeSufficient"])
    for name in ("accessibilityFeature", "accessibilityHazard", "accessibilitySummary", "readingProgression"):
        assert manifest[name]


def test_durations_add_up(book: zipfile.ZipFile) -> None:
    manifest = publication(book)
    lengths = [DURATION.fullmatch(entry["duration"])[1] for entry in manifest["readingOrder"]]
    assert lengths == ["60.1"] * 3
    assert DURATION.fullmatch(manifest["duration"])[1] == "180.3"


@pytest.mark.parametrize(
    ("milliseconds", "written"), [(0, "PT0S"), (7, "PT0.007S"), (1000, "PT1S"), (36_000_010, "PT36000.01S")]
)
def test_a_duration_is_written_in_seconds(milliseconds: int, written: str) -> None:
    assert w3c._iso(milliseconds) == written


def test_every_resource_is_in_the_archive_and_every_file_is_a_resource(book: zipfile.ZipFile) -> None:
    manifest = publication(book)
    named = {unquote(entry["url"]) for entry in (*manifest["resources"], *manifest["readingOrder"])}
    assert named == set(book.namelist()) - {w3c.PUBLICATION, w3c.READIUM}
    relations = {entry["rel"]: entry["url"] for entry in manifest["resources"] if "rel" in entry}
    assert relations == {"contents": "index.html", "cover": "cover.jpg"}
    assert [entry["alternate"][0]["url"] for entry in manifest["readingOrder"]] == [
        f"transcripts/{number:02}-lesson-{number}.vtt" for number in (1, 2, 3)
    ]


def test_the_entry_page_has_the_contents_and_names_the_manifest(book: zipfile.ZipFile) -> None:
    page = Contents(book.read("index.html").decode())
    assert page.manifest == "publication.json"
    assert page.links == [
        (1, "audio/01-lesson-1.mp3"),
        (2, "audio/01-lesson-1.mp3#t=0"),
        (2, "audio/01-lesson-1.mp3#t=12.25"),
        (2, "audio/02-lesson-2.mp3"),
        (2, "audio/03-lesson-3.mp3"),
        (3, "audio/03-lesson-3.mp3#t=0"),
        (3, "audio/03-lesson-3.mp3#t=12.25"),
    ]
    assert "Basics" in page.texts
    assert all(urlsplit(link).path in book.namelist() for _, link in page.links)


# -- W3C's own schemas ----------------------------------------------------------------------------------------

BOTH = {PUBLICATION, AUDIOBOOK}
ABSENT = object()


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    return require_w3c_schemas()


@pytest.fixture(scope="module")
def built(schemas: Schemas, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The manifest of a course that went through all stages."""
    forms = "[editions]\nm4b = false\naudiobook = true\nepub = false\nprinted = false\n"
    edition = project(tmp_path_factory.mktemp("built") / "project", COURSE + forms, LESSONS)
    return publication(zipfile.ZipFile(edition.folder / "small.audiobook"))


def changed(manifest: dict, place: tuple[str | int, ...], value: object) -> dict:
    """A copy with another value in one place, or none."""
    copy = json.loads(json.dumps(manifest))
    within = copy
    for step in place[:-1]:
        within = within[step]
    assert within[place[-1]] != value
    if value is ABSENT:
        del within[place[-1]]
    else:
        within[place[-1]] = value
    return copy


def test_the_schemas_accept_a_built_course(schemas: Schemas, built: dict) -> None:
    assert len(built["readingOrder"]) == len(LESSONS)
    assert schemas.faults(built) == {}


def test_the_schemas_accept_what_is_written_directly(schemas: Schemas, book: zipfile.ZipFile) -> None:
    assert schemas.faults(publication(book)) == {}


@pytest.mark.parametrize("title", [title for title in HOSTILE if "\ud800" not in title])
def test_the_schemas_accept_any_title(schemas: Schemas, tmp_path: Path, title: str) -> None:
    assert schemas.faults(w3c.publication([member(tmp_path, 1, title, title)], FACTS)) == {}


def test_the_schemas_accept_a_book_that_says_little(schemas: Schemas, lessons: list[w3c.Member]) -> None:
    facts = replace(FACTS, url="", subtitle="", author="", readers=(), description="", copyright="")
    assert schemas.faults(w3c.publication(lessons, facts)) == {}


@pytest.mark.parametrize(
    ("place", "value", "refused_by"),
    [
        (("@context",), ABSENT, BOTH),
        (("@context", 0), "https://example.org/", BOTH),
        (("@context", 2, "language"), "British English", BOTH),
        (("conformsTo",), ABSENT, BOTH),
        (("conformsTo",), "https://www.w3.org/TR/another/", {AUDIOBOOK}),
        (("type",), "Book", {AUDIOBOOK}),
        (("name",), ABSENT, {AUDIOBOOK}),
        (("author",), 7, BOTH),
        (("url",), "https://audio.example/a course/", BOTH),
        (("inLanguage",), "British English", BOTH),
        (("readingProgression",), "downwards", {PUBLICATION}),
        (("datePublished",), "2026-02-30", BOTH),
        (("dateModified",), "2026-03-04T25:00:00Z", BOTH),
        (("duration",), 180.3, BOTH),
        (("duration",), "180.3", BOTH),
        (("accessModeSufficient", 0, "type"), ABSENT, BOTH),
        (("accessibilitySummary", "value"), ABSENT, BOTH),
        (("readingOrder",), ABSENT, {AUDIOBOOK}),
        (("readingOrder", 0, "type"), "Audio", BOTH),
        (("readingOrder", 0, "url"), ABSENT, BOTH),
        (("readingOrder", 0, "url"), "audio/a lesson.mp3", BOTH),
        (("readingOrder", 0, "duration"), 60.1, BOTH),
        (("readingOrder", 0, "alternate", 0, "url"), ABSENT, BOTH),
        (("resources", 0, "rel"), {"contents": True}, BOTH),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_the_schemas_refuse_what_is_wrong(
    schemas: Schemas, built: dict, place: tuple[str | int, ...], value: object, refused_by: set[str]
) -> None:
    faults = schemas.faults(changed(built, place, value))
    assert set(faults) == refused_by
    assert all(place[: len(path)] == path for paths in faults.values() for path in paths)


def test_no_reference_of_the_schemas_is_missing_and_no_format_goes_unchecked(schemas: Schemas) -> None:
    """An absent schema would be an error only where it is needed, an absent format never."""
    assert set(schemas.values("$ref")) <= set(schemas.found)
    assert set(schemas.values("format")) == {"date", "date-time", "uri-reference"}
    assert set(schemas.values("format")) <= schemas.checked_formats


# -- Readium -------------------------------------------------------------------------------------------------


def test_readium_is_told_the_same(book: zipfile.ZipFile) -> None:
    manifest, first = readium(book), publication(book)
    metadata = manifest["metadata"]
    assert re.fullmatch(r"https?://schema\.org/Audiobook", metadata["@type"])
    assert metadata["conformsTo"] == "https://readium.org/webpub-manifest/profiles/audiobook"
    assert (metadata["title"], metadata["subtitle"], metadata["narrator"]) == (
        FACTS.title,
        FACTS.subtitle,
        list(FACTS.readers),
    )
    assert metadata["duration"] == 180.3
    assert [entry["href"] for entry in manifest["readingOrder"]] == [
        entry["url"] for entry in first["readingOrder"]
    ]
    assert {entry["bitrate"] for entry in manifest["readingOrder"]} == {64}


def test_readium_has_modules_lessons_and_chapters(book: zipfile.ZipFile) -> None:
    def titles(entries: list[dict]) -> Iterator[object]:
        for entry in entries:
            yield entry["title"]
            if "children" in entry:
                yield list(titles(entry["children"]))

    assert list(titles(readium(book)["toc"])) == [
        "Lesson 1",
        ["Start", "A <b> & more"],
        "Basics",
        ["Lesson 2", "Lesson 3", ["Start", "A <b> & more"]],
    ]


# -- the archive ---------------------------------------------------------------------------------------------


def test_the_same_lessons_give_the_same_bytes(lessons: list[w3c.Member], tmp_path: Path) -> None:
    w3c.write(lessons, FACTS, tmp_path / "one.audiobook")
    for lesson in lessons:
        lesson.audio.touch()
        lesson.audio.chmod(0o600)
    w3c.write(lessons, FACTS, tmp_path / "two.audiobook")
    one, two = ((tmp_path / name).read_bytes() for name in ("one.audiobook", "two.audiobook"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()


def test_members_are_stored_as_they_are(book: zipfile.ZipFile, lessons: list[w3c.Member]) -> None:
    assert book.testzip() is None
    assert {entry.compress_type for entry in book.infolist()} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(entry.flag_bits & 0x8 for entry in book.infolist())  # sizes stand before the bytes
    assert book.read("audio/02-lesson-2.mp3") == lessons[1].audio.read_bytes()
    assert book.read("cover.jpg") == FACTS.cover


@pytest.mark.parametrize("title", [title for title in HOSTILE if "\ud800" not in title])
def test_no_title_breaks_it(tmp_path: Path, title: str) -> None:
    w3c.write([member(tmp_path, 1, title, title)], FACTS, tmp_path / "book.audiobook")
    book = zipfile.ZipFile(tmp_path / "book.audiobook")
    assert publication(book)["readingOrder"][0]["name"] == title
    page = Contents(book.read("index.html").decode())
    assert page.links[0][1] == "audio/01-lesson-1.mp3"
    assert "<script" not in book.read("index.html").decode()


def test_what_cannot_be_written_leaves_no_file(lessons: list[w3c.Member], tmp_path: Path) -> None:
    lessons[2].audio.unlink()
    with pytest.raises(AudioError, match=r"book\.audiobook: cannot be written \(No such file"):
        w3c.write(lessons, FACTS, tmp_path / "book.audiobook")
    assert not (tmp_path / "book.audiobook").exists()


def test_an_archive_keeps_the_order_of_its_members(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"from a file")
    archive.write([("z", b"bytes"), ("a/b", tmp_path / "b")], tmp_path / "out.zip")
    found = zipfile.ZipFile(tmp_path / "out.zip")
    assert [(name, found.read(name)) for name in found.namelist()] == [
        ("z", b"bytes"),
        ("a/b", b"from a file"),
    ]
