"""Front matter: what is read, and what is refused with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook import front_matter
from audiobook.errors import Problem


def read(text: str) -> tuple[dict[str, object], str, list[str]]:
    problems: list[Problem] = []
    document, body = front_matter.split("a.md", text, problems)
    return dict(document.values), body, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Plain words # and a comment", "Plain words"),
        ("title:\ttabs and trailing spaces \t ", "tabs and trailing spaces"),
        ('title: "Ecto: a \\"quoted\\" title" # comment', 'Ecto: a "quoted" title'),
        ("title: 'It''s here'", "It's here"),
        ("title: C# and F#", "C# and F#"),
        ("title: http://example.com", "http://example.com"),
        ("title: 2024-05-01", "2024-05-01"),
        ("title: true", True),
        ('title: "true"', "true"),
        ("title: [one, 'two, three', \"four\"]", ["one", "two, three", "four"]),
        ("title:\n  - one\n  - two", ["one", "two"]),
        ("title:\n- one\n\n- two", ["one", "two"]),
        (
            "title:\n  - date: 2026-05-01 # late\n    what: 'A: b'\n  - what: c\n\n    date: 2026-06-01",
            [{"date": "2026-05-01", "what": "A: b"}, {"what": "c", "date": "2026-06-01"}],
        ),
        ("title:\n- two: # later", [{}]),
    ],
)
def test_values(line: str, value: object) -> None:
    assert read(f"---\n{line}\n---\nBody\n") == (
        {"title": value},
        "\n" * (line.count("\n") + 3) + "Body\n",
        [],
    )


@pytest.mark.parametrize("line", ["title:", "title: ~", "title: null", "title: # later"])
def test_a_key_without_a_value_is_not_set(line: str) -> None:
    assert read(f"---\n{line}\n---\nBody")[0] == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("title: Ecto: a guide", "a.md:2: a colon inside plain text means something else in YAML."),
        ("title: >", "a.md:2: the value is text over several lines in YAML,"),
        ("title: {a: b}", "a.md:2: the value is a mapping in braces in YAML,"),
        ("title: &x y", "a.md:2: the value is an anchor in YAML,"),
        ('title: "open', "a.md:2: the quoted text has no end on its line."),
        ('title: "a" b', "a.md:2: something follows the quoted text."),
        ('title: "\\q"', "a.md:2: `\\q` is no escape of front matter."),
        ("title: [a, b", "a.md:2: the list has no closing bracket on its line."),
        ("title:Ecto", "a.md:2: this is not a `key: value` line of front matter."),
        ("# note\n  title: x", "a.md:3: front matter is flat: this line is indented."),
        ("title:\n- a: b\n  a: c", "a.md:4: `a` is already set in this item."),
        ("title:\n- a\n  b: c", "a.md:4: front matter is flat: this line is indented."),
        ("title: a\ndate: 1\ntitle: b", "a.md:4: `title` is already set on line 2."),
    ],
)
def test_richer_yaml_is_refused_where_it_stands(line: str, problem: str) -> None:
    _, _, problems = read(f"---\n{line}\n---\nBody")
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_toml_between_plus_signs_keeps_its_lines() -> None:
    assert read('+++\ntitle = "A"\n+++\nBody') == ({"title": "A"}, "\n\n\nBody", [])
    _, _, problems = read("+++\ntitle = A\n+++\nBody")
    assert problems[0].startswith("a.md:2: this is not TOML")


def test_blank_lines_may_stand_before_it() -> None:
    assert read("\n\n---\ntitle: A\n---\nBody") == ({"title": "A"}, "\n\n\n\n\nBody", [])
    _, _, problems = read("\n\n---\ntitle A\n---\nBody")
    assert problems[0].startswith("a.md:4:")


def test_front_matter_without_an_end() -> None:
    _, _, problems = read("---\ntitle: A\n\nBody")
    assert problems == [
        "a.md:1: the front matter has no end. "
        "Close it with a line `---`; a lesson that begins with a rule can write `***`"
    ]


def test_an_elixir_map_is_refused_with_its_title_to_keep() -> None:
    text = '%{\n  version: "1.0",\n  title: "Basics",\n  tags: %{a: 1}\n}\n---\n\nBody\n'
    values, body, problems = read(text)
    assert (values, body) == ({}, "\n" * 7 + "Body\n")
    assert problems == [
        "a.md:1: the front matter is an Elixir map, and YAML or TOML is read here. "
        'Put `title: "Basics"` between two lines `---` in its place'
    ]


def test_an_elixir_map_that_no_line_ends_is_text() -> None:
    assert read("%{a: 1} is a map.\n") == ({}, "%{a: 1} is a map.\n", [])


def test_a_lesson_without_front_matter_is_all_body() -> None:
    text = "# Title\n\n---\n\ntitle: not a setting\n"
    assert read(text) == ({}, text, [])


@given(st.text())
def test_the_body_keeps_every_line_in_its_place(text: str) -> None:
    _, body, problems = read(text)
    if not problems:
        for kept, written in zip(body.split("\n"), text.split("\n"), strict=True):
            assert kept in {"", written}


@given(st.text(alphabet="abc:#-[]{}'\"\\|> \n\t~"))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    read(f"---\n{text}\n---\nBody")
