"""`audiobook init`: a course that builds at once, and nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.config import load_project
from audiobook.course import read_courses
from audiobook.errors import UsageError
from audiobook.starter import write_starter


def test_the_starter_is_a_course_without_a_problem(tmp_path: Path) -> None:
    write_starter(tmp_path / "new")
    [source] = read_courses(load_project(tmp_path / "new", environment={}))
    assert source.warnings == ()
    assert [lesson.pinned for lesson in source.lessons] == [True, True]
    assert {lesson.module for lesson in source.lessons} == {"Basics"}
    assert source.cover.parent == source.folder
    assert source.lexicon.entries


def test_the_starter_shows_what_lessons_are_made_of(tmp_path: Path) -> None:
    write_starter(tmp_path)
    [source] = read_courses(load_project(tmp_path, environment={}))
    kinds = {block.kind for lesson in source.lessons for part in lesson.sections for block in part.blocks}
    assert kinds >= {
        "heading",
        "paragraph",
        "bullet_list",
        "ordered_list",
        "fence",
        "table",
        "blockquote",
        "dl",
    }


def test_what_was_written_is_returned(tmp_path: Path) -> None:
    written = write_starter(tmp_path)
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert (tmp_path / ".gitignore").read_text() == "output/\n.audiobook/\n"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_starter(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=r"audiobook\.toml exists, and nothing is overwritten"):
        write_starter(tmp_path)
    (tmp_path / "audiobook.toml").unlink()
    with pytest.raises(UsageError, match=r"content/first-steps.* exists, and nothing is overwritten"):
        write_starter(tmp_path)
    assert not (tmp_path / "audiobook.toml").exists()
    assert all(path.read_bytes() == data for path, data in before.items() if path.exists())


def test_an_ignore_file_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / ".gitignore"
    path.write_text("*.pyc\noutput/")
    assert path in write_starter(tmp_path)
    assert path.read_text() == "*.pyc\noutput/\n.audiobook/\n"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="file cannot be written to"):
        write_starter(tmp_path / "file")
