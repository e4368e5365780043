"""The catalogue of all courses: made of the editions that lie in the output folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from samples import HOSTILE, edition

from audiobook import manifest, outputs
from audiobook.build import build_courses
from audiobook.catalog import Catalog, Entry, contents, files_of, opml, page
from audiobook.config import ProjectSettings, load_project
from audiobook.errors import ContentError, PublishError, UsageError
from audiobook.manifest import Manifest, Origin
from audiobook.model import Edition
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.safe_text import plain_line, xml_text

SETTINGS = """\
publisher = "Example Press"
base_url = "https://audio.example/"
voice = "audiobook.testing:FakeEngine"

[catalog]
title = "All our courses"
description = "To learn on the go."
"""


def as_loaded(course: Edition, folder: Path) -> Manifest:
    """What the next build reads of an edition."""
    folder.mkdir(parents=True)
    episodes = course.episodes
    files = [course.cover]
    for episode in episodes:
        files += [episode.audio, episode.vtt, episode.word_vtt, episode.transcript, episode.text]
        files.append(episode.chapters_file)
    origins = {episode.id: Origin("a.md", "r", "m", "v", 1, 0) for episode in episodes}
    (folder / manifest.NAME).write_bytes(manifest.render(course, origins, {}, files))
    loaded = manifest.load(folder)
    assert loaded is not None
    return loaded


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    (tmp_path / "audiobook.toml").write_text(SETTINGS)
    for name in ("ants", "bees"):
        course = tmp_path / "content" / name
        course.mkdir(parents=True)
        (course / "course.toml").write_text(f'title = "All about {name}"\npublished = 2026-01-05\n')
        (course / "01-start.md").write_text(f"---\nid: start\n---\n\n# Start\n\nHere are {name}.\n")
    return tmp_path


class Told(Lines):
    """What a build says, kept."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def project(root: Path) -> ProjectSettings:
    return load_project(root, {}, {})


def build(root: Path, *names: str) -> list[str]:
    told = Told()
    build_courses(names, project(root), Options(), told)
    return told.lines


def courses(root: Path) -> list[str]:
    return [
        entry["course"] for entry in json.loads((root / "output" / "catalog.json").read_bytes())["courses"]
    ]


# -- in the output folder ------------------------------------------------------------------------------------


def test_a_build_lists_every_course(workshop: Path) -> None:
    build(workshop)
    root = html.document_fromstring((workshop / "output" / "index.html").read_bytes())

    assert root.findtext(".//h1") == "All our courses"
    assert [title.text_content() for title in root.iter("h2")] == ["All about ants", "All about bees"]
    assert "2 courses" in root.find(".//header").text_content()
    for course in ("ants", "bees"):
        link = next(a for a in root.iter("a") if a.get("href") == f"{course}/index.html")
        assert (workshop / "output" / link.get("href")).is_file()
    for image in root.iter("img"):
        assert (workshop / "output" / image.get("src")).is_file()


def test_every_feed_is_in_the_opml(workshop: Path) -> None:
    build(workshop)
    outlines = etree.parse(workshop / "output" / "feeds.opml").findall(".//outline")

    assert [outline.get("xmlUrl") for outline in outlines] == [
        "https://audio.example/ants/feed.xml",
        "https://audio.example/bees/feed.xml",
    ]
    assert {outline.get("type") for outline in outlines} == {"rss"}


def test_the_manifest_names_every_file_of_the_catalogue(workshop: Path) -> None:
    build(workshop)
    files = files_of((workshop / "output" / "catalog.json").read_bytes())

    assert {file.path for file in files} == {"index.html", "feeds.opml"}
    assert all(outputs.intact(workshop / "output", file) for file in files)


def test_a_sitemap_is_made_where_it_is_wanted(workshop: Path) -> None:
    build(workshop)
    place = workshop / "output" / "sitemap.xml"
    assert not place.exists()

    (workshop / "audiobook.toml").write_text(SETTINGS + "sitemap = true\n")
    elsewhere = 'title = "Bees"\npublished = 2026-01-05\nbase_url = "https://elsewhere.example/bees/"\n'
    (workshop / "content" / "bees" / "course.toml").write_text(elsewhere)
    build(workshop)
    assert [node.text for node in etree.parse(place).iterfind(".//{*}loc")] == [
        "https://audio.example/index.html",
        "https://audio.example/ants/index.html",
    ]
    assert "sitemap.xml" in {file.path for file in files_of((place.parent / "catalog.json").read_bytes())}

    (workshop / "audiobook.toml").write_text(SETTINGS)
    build(workshop)
    assert not place.exists()


def test_a_sitemap_needs_a_public_address(workshop: Path) -> None:
    settings = SETTINGS.replace('base_url = "https://audio.example/"\n', "")
    (workshop / "audiobook.toml").write_text(settings + "sitemap = true\n")
    with pytest.raises(UsageError, match="base_url"):
        build(workshop)


def test_building_one_course_keeps_the_others_listed(workshop: Path) -> None:
    build(workshop)
    (workshop / "content" / "bees" / "course.toml").write_text('title = "Bees"\npublished = 2026-01-05\n')
    build(workshop, "bees")

    assert courses(workshop) == ["ants", "bees"]
    assert (
        '<h2 dir="ltr"><a href="bees/index.html">Bees</a>' in (workshop / "output" / "index.html").read_text()
    )


def test_a_course_without_an_edition_is_not_listed(workshop: Path) -> None:
    build(workshop, "bees")

    assert courses(workshop) == ["bees"]


def test_a_course_that_fails_is_listed_with_its_previous_edition(workshop: Path) -> None:
    build(workshop)
    (workshop / "content" / "ants" / "01-start.md").write_text("---\nid: [\n---\n\n# Start\n")
    (workshop / "content" / "bees" / "course.toml").write_text('title = "Bees"\npublished = 2026-01-05\n')

    with pytest.raises(ContentError):
        build(workshop)
    assert courses(workshop) == ["ants", "bees"]
    assert "Bees" in (workshop / "output" / "index.html").read_text()


def test_a_course_that_is_gone_leaves_the_catalogue_and_keeps_its_edition(workshop: Path) -> None:
    build(workshop)
    shutil.rmtree(workshop / "content" / "ants")
    told = build(workshop)

    assert courses(workshop) == ["bees"]
    assert (workshop / "output" / "ants" / "feed.xml").is_file()
    assert any("All about ants is no longer in the catalogue" in line for line in told)
    assert not any("no longer" in line for line in build(workshop))


def test_nothing_to_do_touches_nothing(workshop: Path) -> None:
    build(workshop)
    before = {path: path.stat().st_mtime_ns for path in (workshop / "output").iterdir() if path.is_file()}
    build(workshop)

    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize("name", ["index.html", "feeds.opml", "catalog.json"])
def test_a_damaged_file_is_made_anew(workshop: Path, name: str) -> None:
    build(workshop)
    place = workshop / "output" / name
    whole = place.read_bytes()
    place.write_bytes(whole[: len(whole) // 2])
    build(workshop)

    assert place.read_bytes() == whole


def test_a_new_title_of_the_catalogue_is_shown(workshop: Path) -> None:
    build(workshop)
    (workshop / "audiobook.toml").write_text(SETTINGS.replace("All our courses", "Courses to hear"))
    build(workshop)

    assert '<h1 dir="ltr">Courses to hear</h1>' in (workshop / "output" / "index.html").read_text()


def test_a_catalogue_that_cannot_be_written_is_told_and_loses_no_course(workshop: Path) -> None:
    (workshop / "output" / "index.html").mkdir(parents=True)

    with pytest.raises(PublishError, match=r"index\.html"):
        build(workshop)
    assert (workshop / "output" / "ants" / "feed.xml").is_file()


def test_the_publisher_names_a_catalogue_without_a_title(workshop: Path) -> None:
    (workshop / "audiobook.toml").write_text(
        'publisher = "Example Press"\nvoice = "audiobook.testing:FakeEngine"\n'
    )
    build(workshop)

    assert "<title>Example Press</title>" in (workshop / "output" / "index.html").read_text()


# -- private courses -----------------------------------------------------------------------------------------


def make_private(root: Path, *names: str) -> None:
    for name in names:
        path = root / "content" / name / "course.toml"
        path.write_text(path.read_text() + "private = true\n")


def test_private_courses_are_left_out(workshop: Path) -> None:
    build(workshop)
    make_private(workshop, "bees")
    told = build(workshop)

    assert courses(workshop) == ["ants"]
    for name in ("index.html", "feeds.opml", "catalog.json"):
        assert b"bees" not in (workshop / "output" / name).read_bytes()
    assert b"noindex" not in (workshop / "output" / "index.html").read_bytes()
    assert b'<meta name="robots" content="noindex">' in (workshop / "output/bees/index.html").read_bytes()
    assert any("All about bees is no longer in the catalogue" in line for line in told)


def test_a_catalogue_of_private_courses_can_be_asked_for(workshop: Path) -> None:
    make_private(workshop, "bees")
    (workshop / "audiobook.toml").write_text(SETTINGS + "private = true\n")
    build(workshop)

    assert courses(workshop) == ["ants", "bees"]
    assert b'<meta name="robots" content="noindex">' in (workshop / "output" / "index.html").read_bytes()


def test_without_a_public_course_there_is_no_catalogue(workshop: Path) -> None:
    make_private(workshop, "ants", "bees")
    build(workshop)

    assert (workshop / "output" / "bees" / "feed.xml").is_file()
    assert not (workshop / "output" / "index.html").exists()


# -- with awkward words --------------------------------------------------------------------------------------


def test_hostile_titles_reach_neither_page_nor_opml_as_markup(tmp_path: Path) -> None:
    for number, title in enumerate(HOSTILE):
        text = title.replace("\ud800", "")  # no TOML file holds a lone surrogate
        hostile = replace(edition(), title=text, subtitle=text, author=text)
        course = Entry(f"course-{number}", as_loaded(hostile, tmp_path / str(number)))
        catalog = Catalog(title, title, title, "en", (course,))
        root = html.document_fromstring(page(catalog))
        assert not list(root.iter("script"))
        assert root.findtext(".//title").split() == xml_text(title).split()
        outline = etree.fromstring(opml(catalog)).find(".//outline")
        assert outline.get("title") == plain_line(course.edition.title)


def test_a_catalogue_has_the_direction_of_its_language(tmp_path: Path) -> None:
    course = Entry("ecto", as_loaded(edition(language="he", title="עברית"), tmp_path / "a"))
    root = html.document_fromstring(page(Catalog("دروس", "", "", "ar", (course,))))
    assert [root.get("dir"), *(node.get("dir") for node in root.iter("h1", "h2", "footer"))] == [
        *("rtl", "rtl", "rtl", "ltr")
    ]


def test_the_same_editions_give_the_same_bytes(tmp_path: Path) -> None:
    one = Entry("ecto", as_loaded(edition(), tmp_path / "a"))
    other = Entry("ecto", as_loaded(edition(), tmp_path / "b"))

    assert contents(Catalog("T", "", "", "en", (one,))) == contents(Catalog("T", "", "", "en", (other,)))
