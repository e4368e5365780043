"""What a build leaves as it is, is what a build from nothing would make, wherever an ingredient is from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from editions import Published, project

from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.prepare import Options
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
