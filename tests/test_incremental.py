"""What a build leaves as it is, is what a build from nothing would make, wherever an ingredient is from."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from contents import png, write
from editions import Published, project
from PIL import Image

from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines

COURSE = """\
title = "Small course"
author = "The authors"
published = 2025-03-02
base_url = "https://example.org/small/"
voice = "audiobook.testing:FakeEngine"
"""


def build(published: Published) -> None:
    with Lines(quiet=True) as progress:
        build_courses((), load_project(published.root, {}, {}), Options(), progress)


def edit(published: Published, name: str, old: str, new: str) -> None:
    path = published.content / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# -- lessons that sound alike --------------------------------------------------------------------------------

ALIKE = {
    f"0{number}-l{number}.md": f"---\nid: l{number}\ntitle: Lesson {number}\n---\n# Exercises\n\nWritten soon.\n"
    for number in (1, 2, 3)
} | {"02-l2.md": "---\nid: l2\ntitle: Lesson 2\n---\n# Other\n\nThis one sounds otherwise.\n"}


@pytest.fixture(scope="module")
def built_alike(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return project(tmp_path_factory.mktemp("alike") / "project", COURSE, ALIKE)


@pytest.fixture
def alike(built_alike: Published, tmp_path: Path) -> Published:
    """Of three lessons the first and the last sound alike."""
    return built_alike.copy(tmp_path / "project")


def test_lessons_that_sound_alike_are_checked_by_their_own_lengths(alike: Published) -> None:
    first, second, third = alike.manifest["forms"]["m4b"]["streams"]
    assert first == third != second

    assert [
        finding.fault.message for finding in alike.check().findings if finding.fault.file == "small.m4b"
    ] == []


def test_lessons_that_sound_alike_come_out_of_the_book_they_are_in(alike: Published) -> None:
    shutil.rmtree(alike.root / ".audiobook")
    edit(alike, "course.toml", "Small course", "Another title")
    build(alike)
    anew = project(alike.root.parent / "anew", COURSE.replace("Small course", "Another title"), ALIKE)

    assert (alike.folder / "small.m4b").read_bytes() == (anew.folder / "small.m4b").read_bytes()


def test_a_lesson_comes_to_sound_like_another_without_the_store(alike: Published) -> None:
    shutil.rmtree(alike.root / ".audiobook")
    (alike.content / "02-l2.md").write_text(
        ALIKE["01-l1.md"].replace("l1", "l2").replace("Lesson 1", "Lesson 2")
    )
    build(alike)

    first, second, third = alike.manifest["forms"]["m4b"]["streams"]
    assert first == second == third


def test_a_book_that_does_not_tell_lengths_apart_is_made_anew(alike: Published) -> None:
    """As editions were written once: the lengths of streams by their keys."""
    whole = files(alike.folder)
    old = alike.manifest
    streams = old["forms"]["m4b"]["streams"]
    old["forms"]["m4b"]["streams"] = {stream["key"]: stream["length"] for stream in streams}
    alike.save(old)
    build(alike)

    assert files(alike.folder) == whole


def test_a_book_that_tells_lengths_by_key_is_kept_where_all_sound_different(tmp_path: Path) -> None:
    published = project(
        tmp_path / "project", COURSE, {"01-l1.md": ALIKE["01-l1.md"], "02-l2.md": ALIKE["02-l2.md"]}
    )
    whole = files(published.folder)
    old = published.manifest
    streams = old["forms"]["m4b"]["streams"]
    old["forms"]["m4b"]["streams"] = {stream["key"]: stream["length"] for stream in streams}
    published.save(old)
    shutil.rmtree(published.root / ".audiobook")
    before = (published.folder / "small.m4b").stat().st_mtime_ns
    build(published)

    assert files(published.folder) == whole
    assert (published.folder / "small.m4b").stat().st_mtime_ns == before


# -- every ingredient ----------------------------------------------------------------------------------------

RICH = f"""\
{COURSE}subtitle = "A subtitle"
description = "A description."
[narration]
code = "auto"
[announcements]
opening = "This is {{lesson}}."
[editions]
opus = true
[cards]
theme = "dark"
"""
LESSON = """\
---
id: first
title: First steps
summary: A summary.
module: Beginnings
---
# First steps

The foo bar is [here](02-second.md).

![A chart](chart.png)

```python
x = 1
```

| Name | Use |
|---|---|
| one | two |

## Later on

The last of it.
"""
RICH_LESSONS = {
    "01-first.md": LESSON,
    "02-second.md": "---\nid: second\ntitle: Second steps\nmodule: Ends\n---\n# Second steps\n\nFour is here.\n",
}
LEXICON = '[[word]]\nwritten = "foo bar"\nspoken = "alpha beta"\n'
TWO_WORDS = '[[word]]\nwritten = "foo"\nspoken = "alpha"\n\n[[word]]\nwritten = "bar"\nspoken = "beta"\n'

Change = Callable[[Path], object]


def cover(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1400, 1400), colour).save(out, "JPEG")
    return out.getvalue()


def edited(name: str, old: str, new: str) -> Change:
    def change(content: Path) -> None:
        text = (content / name).read_text()
        assert old in text
        (content / name).write_text(text.replace(old, new, 1))

    return change


def setting(line: str) -> Change:
    """Of the course, as it is not set yet."""
    return edited("course.toml", "subtitle =", f"{line}\nsubtitle =")


def said(line: str) -> Change:
    """In the front matter of the first lesson."""
    return edited("01-first.md", "id: first\n", f"id: first\n{line}\n")


def renamed(old: str, new: str) -> Change:
    return lambda content: (content / old).rename(content / new)


def swapped(content: Path) -> None:
    (content / "01-first.md").rename(content / "03-first.md")
    edited("03-first.md", "02-second.md", "01-second.md")(content)
    (content / "02-second.md").rename(content / "01-second.md")


CHANGES: dict[str, Change] = {
    "title": edited("course.toml", "Small course", "Another title"),
    "author": edited("course.toml", "The authors", "Others"),
    "published": edited("course.toml", "2025-03-02", "2024-01-01"),
    "base_url": edited("course.toml", "example.org", "example.com"),
    "voice": edited("course.toml", "FakeEngine", "FakeEngine:low"),
    "subtitle": edited("course.toml", "A subtitle", "Another subtitle"),
    "description": edited("course.toml", "A description", "Another description"),
    "language": setting('language = "en-GB"'),
    "cover": lambda content: (content / "cover.jpg").write_bytes(cover("navy")),
    "name of the cover": renamed("cover.jpg", "cover.jpeg"),
    "category": setting('category = "Technology"'),
    "copyright": setting('copyright = "2025 the authors"'),
    "license": setting('license = "CC-BY-4.0"'),
    "private": setting("private = true"),
    "guid": setting('guid = "8d6b1c4e-3c8f-5f2a-9a53-0a1b2c3d4e5f"'),
    "code voice": edited(
        "course.toml", "[narration]", '[voices]\ncode = "audiobook.testing:FakeEngine:low"\n[narration]'
    ),
    "pauses": edited(
        "course.toml", "[announcements]", "[narration.pauses]\nparagraph = 700\n[announcements]"
    ),
    "opening": edited("course.toml", "This is", "Here is"),
    "theme": edited("course.toml", '"dark"', '"light"'),
    "no cards": edited("course.toml", "[cards]", "[cards]\nenabled = false"),
    "no cards in the book": edited("course.toml", "[cards]", "[cards]\nm4b = false"),
    "id": edited("01-first.md", "id: first", "id: other"),
    "title of a lesson": edited("01-first.md", "title: First", "title: Very first"),
    "summary": edited("01-first.md", "A summary", "Another summary"),
    "module": edited("01-first.md", "Beginnings", "Other beginnings"),
    "date": said("date: 2025-01-01"),
    "changes": said("changes:\n  - date: 2025-04-01\n    what: Better."),
    "draft": edited("02-second.md", "id:", "draft: true\nid:"),
    "name of a lesson": renamed("02-second.md", "02-renamed.md"),
    "order": swapped,
    "bullet": edited("01-first.md", "The last of it", "- The last of it"),
    "emphasis": edited("01-first.md", "The last of it", "The *last* of it"),
    "link": edited("01-first.md", "02-second.md", "https://example.org/"),
    "line": edited("01-first.md", "# First steps\n", "\n# First steps\n"),
    "code": edited("01-first.md", "x = 1", "x  =  1"),
    "table": edited("01-first.md", "|---|", "|:-:|"),
    "picture": lambda content: (content / "chart.png").write_bytes(png(3, 3)),
    "no picture": lambda content: (content / "chart.png").unlink(),
    "lexicon": edited("lexicon.toml", "alpha beta", "gamma"),
    "words of the lexicon": lambda content: (content / "lexicon.toml").write_text(TWO_WORDS),
}


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A course with something of everything."""
    root = tmp_path_factory.mktemp("rich") / "project"
    beside = {"lexicon.toml": LEXICON, "chart.png": png(2, 2), "cover.jpg": cover("maroon")}
    write(root / "content" / "small", beside)
    return project(root, RICH, RICH_LESSONS)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_change_leaves_is_what_would_be_made(rich: Published, tmp_path: Path, change: Change) -> None:
    changed = rich.copy(tmp_path / "changed")
    change(changed.content)
    build(changed)
    anew = changed.copy(tmp_path / "anew")
    shutil.rmtree(anew.folder)
    write(
        anew.folder, {"edition.json": (rich.folder / "edition.json").read_bytes()}
    )  # its history, and no file
    build(anew)

    one, other = files(changed.root / "output"), files(anew.root / "output")
    assert [path for path in one.keys() | other.keys() if one.get(path) != other.get(path)] == []


def test_a_course_that_leaves_this_machine_has_its_new_guid_in_every_book(
    rich: Published, tmp_path: Path
) -> None:
    """One that was made of an address of this machine is made anew with the real one."""
    course = RICH.replace("https://example.org/", "http://localhost:8000/") + "enabled = false\n"
    home = project(tmp_path / "home", course, {"02-second.md": RICH_LESSONS["02-second.md"]})
    before = home.manifest["guid"]
    edit(home, "course.toml", "http://localhost:8000/", "https://example.org/")
    build(home)

    guid = home.manifest["guid"]
    assert guid != before
    for book in ("small.epub", "small.audiobook"):
        with zipfile.ZipFile(home.folder / book) as archive:
            texts = b"".join(
                archive.read(name) for name in archive.namelist() if name.endswith((".opf", ".json"))
            )
        assert f"urn:uuid:{guid}".encode() in texts
        assert f"urn:uuid:{before}".encode() not in texts


# -- and no other --------------------------------------------------------------------------------------------

SPARED = {
    "base_url": {"small.m4b", "small.epub"},
    "theme": {"small.html"},
    "no cards": {"small.html"},
    "no cards in the book": {"small.epub", "small.html", "small.audiobook"},
    "category": {"small.m4b", "small.html", "small.audiobook"},
    "id": {"small.m4b"},
    "bullet": {"small.m4b"},
    "words of the lexicon": {"small.m4b"},
}
"""Books that have nothing of what changed."""


@pytest.mark.parametrize(("name", "books"), SPARED.items(), ids=SPARED)
def test_a_book_is_not_made_of_what_is_not_in_it(
    rich: Published, tmp_path: Path, name: str, books: set[str]
) -> None:
    CHANGES[name](rich.copy(tmp_path / "changed").content)
    with Lines(quiet=True) as progress:
        root = tmp_path / "changed"
        plan = prepare(root / "content" / "small", load_project(root, {}, {}), Options(), progress).plan

    assert {f"small{form.form.suffix}" for form in plan.forms if form.current} == books
