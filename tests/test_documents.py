"""Reading text files, and finding the lines of TOML keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.documents import parse_toml, read_text, shown
from audiobook.errors import Problem


def test_line_ends_and_a_byte_order_mark_do_not_reach_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(path, []) == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"one\ntwo \xe9\n", 2, "the file is not UTF-8: byte 0xe9 cannot be read"),
        ("one\n".encode("utf-16"), 1, "the file is UTF-16, not UTF-8"),
        (b"one\r\ntwo\r\nthree \x1b[1m\r\n", 3, "the control character U+001B can stand in no feed or page"),
    ],
)
def test_what_is_no_text_is_a_problem_on_its_line(
    tmp_path: Path, data: bytes, line: int, message: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    problems: list[Problem] = []
    assert read_text(path, problems) is None
    assert [(problem.line, problem.message) for problem in problems] == [(line, message)]


def test_files_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    folder.mkdir()
    loop = tmp_path / "loop.md"
    loop.symlink_to(loop)
    problems: list[Problem] = []
    for path in (folder, loop, tmp_path / "missing.md"):
        assert read_text(path, problems) is None
    assert [problem.message for problem in problems] == [
        "this is a folder, but its name is that of a file",
        "the link leads to no file that can be read",
        "the file cannot be read (No such file or directory)",
    ]


def test_paths_are_shown_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "content" / "a.md") == "content/a.md"
    assert shown(Path("content/a.md")) == "content/a.md"
    assert shown(Path("/elsewhere/a.md")) == "/elsewhere/a.md"


TOML = '''\
title = "A"
text = """
fake = 1
[fake]
"""
list = [
  "x = 1", # y = 2
  "]",
]
a.b . "c d" = 1

[table]
key = 1
[[words]]
written = "one"
[[words]]
written = "two"
  [words.more]
  deep = 1
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("title",), 1),
        (("text",), 2),
        (("list",), 6),
        (("a", "b", "c d"), 10),
        (("table", "key"), 13),
        (("words", 0), 14),
        (("words", 1), 16),
        (("words", 1, "written"), 17),
        (("words", 1, "more", "deep"), 19),
    ],
)
def test_every_written_key_has_its_line(keys: tuple[str | int, ...], line: int) -> None:
    document = parse_toml("a.toml", TOML, [])
    assert document
    assert document.line_of(*keys) == line


def test_a_key_that_is_not_written_has_the_line_of_its_table() -> None:
    document = parse_toml("a.toml", TOML, [])
    assert document
    assert document.line_of("words", 1, "spoken") == 16
    assert document.line_of("absent") == 0
    assert document.line_of("fake") == 0


def test_a_syntax_error_names_its_line() -> None:
    problems: list[Problem] = []
    assert parse_toml("a.toml", 'title = "A"\nauthor = Ana\n', problems) is None
    assert str(problems[0]).startswith("a.toml:2: this is not TOML: Invalid value")
    parse_toml("a.toml", 'title = """\nA', problems)
    assert problems[1].line == 2


keys = st.from_regex(r"[a-z]{1,3}", fullmatch=True)
scalars = st.sampled_from(["1", '"text"', '"""two\nlines"""', "[\n1,\n2]", "{ x = 1 }", "'''a\nb = 2\n'''"])


@given(st.lists(st.tuples(keys, scalars), unique_by=lambda pair: pair[0], max_size=8))
def test_the_line_of_any_key_begins_with_it(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in pairs)
    document = parse_toml("a.toml", text, [])
    assert document
    for key, _ in pairs:
        assert text.split("\n")[document.line_of(key) - 1].startswith(f"{key} = ")
