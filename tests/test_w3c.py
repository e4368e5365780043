"""The packaged audiobook: what W3C Audiobooks and the packaging format require, checked on the finished file.

The checks below are what the JSON schemas of https://www.w3.org/ns/pub-schema/ ask for, in words of our own.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from samples import HOSTILE

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
