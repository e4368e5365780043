"""A lesson file: its identity, its sections and the lines they keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audiobook.config import ProjectSettings
from audiobook.course import read_course, read_lesson
from audiobook.errors import ContentError, UsageError
from audiobook.model import Change, Lesson
from tests.contents import course, problems, project, write


def lesson(tmp_path: Path, text: str, name: str = "01-demo.md") -> Lesson:
    return course(tmp_path, {name: text}).lessons[0]


def outline(lesson: Lesson) -> list[tuple[str, str, int, int, int]]:
    return [(s.id, s.title, s.level, s.line, s.end_line) for s in lesson.sections]


@pytest.mark.parametrize(
    ("name", "identifier", "title"),
    [
        ("03-abstract-schemas.md", "abstract-schemas", "Abstract schemas"),
        ("03 - Abstract Schemas.MD", "abstract-schemas", "Abstract Schemas"),
        ("abstract_schemas.markdown", "abstract-schemas", "Abstract schemas"),
        ("01.md", "01", "01"),
        ("café-com-leite.md", "cafe-com-leite", "Café com leite"),
    ],
)
def test_the_file_name_gives_id_and_title(tmp_path: Path, name: str, identifier: str, title: str) -> None:
    found = lesson(tmp_path, "Words.\n", name)
    assert (found.id, found.slug, found.title, found.pinned) == (identifier, identifier, title, False)


def test_the_title_is_the_front_matter_s_else_the_first_heading_s(tmp_path: Path) -> None:
    text = "Words.\n\n## Two\n\n# The *real* `title` & [more](x)\n\nWords.\n"
    assert lesson(tmp_path, text).title == "The real title & more"
    assert lesson(tmp_path, "---\ntitle: Mine\n---\n" + text).title == "Mine"


def test_front_matter_sets_the_lesson(tmp_path: Path) -> None:
    text = (
        "\ufeff---\r\nid: stable \r\ntitle: 'A title'\r\ndate: 2024-05-31\r\nsummary: Short.\r\n"
        "module: Basics\r\nvoice: espeak:en-us\r\n---\r\nWords.\r\n"
    )
    found = lesson(tmp_path, text)
    assert (found.id, found.slug, found.pinned) == ("stable", "demo", True)
    assert (found.title, found.summary, str(found.published)) == ("A title", "Short.", "2024-05-31")
    assert (found.module, found.voice) == ("Basics", "espeak:en-us")
    assert outline(found) == [("a-title", "A title", 0, 9, 9)]


@pytest.mark.parametrize(
    "front",
    [
        "---\nchanges:\n- date: 2026-05-01\n  what: 'Example 2: right'\n- date: 2026-02-01\n  what: Typo\n---\n",
        '+++\nchanges = [{date = 2026-05-01, what = "Example 2: right"}, {date = 2026-02-01, what = "Typo"}]\n+++\n',
    ],
)
def test_its_author_can_say_what_changed(tmp_path: Path, front: str) -> None:
    found = lesson(tmp_path, front + "Words.\n")
    assert found.changes == (
        Change(date(2026, 5, 1), "Example 2: right"),
        Change(date(2026, 2, 1), "Typo"),
    )


TEXT = """\
---
title: Lesson
---

Before any heading.

# Lesson

- one
- two


## Part

```python
# not a heading
```

> ## Not at the top level

Setext
------

## Part

End.
"""


def test_sections_split_at_top_level_headings_and_keep_their_lines(tmp_path: Path) -> None:
    found = lesson(tmp_path, TEXT)
    assert outline(found) == [
        ("lesson", "Lesson", 0, 5, 5),
        ("lesson-2", "Lesson", 1, 7, 10),
        ("part", "Part", 2, 13, 19),
        ("setext", "Setext", 2, 21, 22),
        ("part-2", "Part", 2, 24, 26),
    ]
    assert [(block.kind, block.line, block.end_line) for block in found.sections[2].blocks] == [
        ("heading", 13, 13),
        ("fence", 15, 17),
        ("blockquote", 19, 19),
    ]


def test_section_ids_never_collide(tmp_path: Path) -> None:
    headings = ("A", "A 2", "A", "数据", "数据", "Named {#own}")
    found = lesson(tmp_path, "".join(f"## {heading}\n\nWords.\n\n" for heading in headings))
    assert [section.id for section in found.sections] == ["a", "a-2", "a-3", "section", "section-2", "own"]


def test_a_heading_without_words_opens_no_section(tmp_path: Path) -> None:
    found = lesson(tmp_path, "# One\n\n#\n\nWords.\n\n## <br>\n\nMore.\n")
    assert outline(found) == [("one", "One", 1, 1, 9)]
    assert [block.kind for block in found.sections[0].blocks] == ["heading"] + [
        "heading",
        "paragraph",
    ] * 2


def test_comments_before_the_first_heading_belong_to_it(tmp_path: Path) -> None:
    found = lesson(tmp_path, "<!-- narrate: Welcome. -->\n\n# One\n\nWords.\n")
    assert outline(found) == [("one", "One", 1, 3, 5)]
    assert found.sections[0].blocks[0].kind == "html_block"


def test_gathered_footnotes_have_lines_too(tmp_path: Path) -> None:
    found = lesson(tmp_path, "Words.[^1]\n\n[^1]: A note.\n\nMore words.\n")
    lines = [(block.line, block.end_line) for section in found.sections for block in section.blocks]
    assert all(1 <= line <= end <= 5 for line, end in lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n\t\n",
        "---\ntitle: A\n---\n",
        "<!-- later -->\n",
        "[a]: x\n",
        "<script>\nrun()\n</script>\n",
        "***\n",
    ],
)
def test_a_lesson_without_words_is_empty(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, {"01-a.md": text}) == [
        "01-a.md: the lesson is empty. Write it, set `draft: true` in its front matter, or remove it"
    ]


def test_a_lesson_of_headings_alone_has_nothing_to_hear(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, {"01-a.md": "# Only\n\n## Headings\n\n***\n"})
    assert problem.startswith("01-a.md: there is nothing in the lesson but headings.")


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("titel: A", "01-a.md:2: unknown key `titel`. Did you mean `title`?"),
        (
            "tags: [a, b]",
            "01-a.md:2: unknown key `tags`. Known: id, title, date, summary, module, voice, code_voice, quote_voice, "
            "changes, draft. "
            "In a lesson from another site, delete the line or begin it with `#`",
        ),
        (
            "id: My Lesson!",
            '01-a.md:2: `id` "My Lesson!" cannot name files and URLs: an id is lower-case letters a to z, '
            "digits and single hyphens. Write `my-lesson`",
        ),
        (
            "# a note\ndate: 2024-13-01",
            '01-a.md:3: `date` "2024-13-01" is not a date in the calendar: month must be in 1..12. '
            "Write it as YYYY-MM-DD, such as 2024-05-31",
        ),
        (
            "draft: yes",
            '01-a.md:2: `draft` "yes" is neither true nor false. Write true or false, without quotes',
        ),
        (
            "changes:\n- date: 2026-05-01\n  what: a\n  wat: b",
            "01-a.md:3: unknown key `wat`. Did you mean `what`?",
        ),
        ("title: [a]", "01-a.md:2: `title` (a list) is not text. Put it in quotes"),
    ],
)
def test_front_matter_that_is_wrong(tmp_path: Path, front: str, problem: str) -> None:
    assert problems(tmp_path, {"01-a.md": f"---\n{front}\n---\nWords.\n"}) == [problem]


def test_a_file_name_that_gives_no_id(tmp_path: Path) -> None:
    assert problems(tmp_path, {"第一課.md": "Words.\n"}) == [
        "第一課.md: no id can be made from the name of the file. "
        "Rename it, such as `01-first-steps.md`, or give an `id:` in its front matter"
    ]
    assert course(tmp_path, {"第一課.md": "---\nid: one\n---\nWords.\n"}).lessons[0].slug == "one"


# -- one lesson alone ----------------------------------------------------------------------------------------


def test_a_lesson_can_be_read_while_others_are_broken(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "content" / "demo",
        {
            "course.toml": 'voice = "espeak"\n',
            "01-broken.md": b"\xff",
            "basics/02-good.md": "---\ndraft: true\n---\n# Good\n\nWords.\n",
            "lexicon.toml": '[[word]]\nwritten = "Ecto"\nspoken = "eck toe"\n',
        },
    )
    found, course_settings, lexicon = read_lesson(folder / "basics" / "02-good.md", project(tmp_path))
    assert (found.id, found.path) == ("good", "basics/02-good.md")
    assert [section.title for section in found.sections] == ["Good"]
    assert course_settings.voice == "espeak"
    assert [entry.spoken for entry in lexicon.entries] == ["eck toe"]


def test_a_lesson_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file .*/absent\.md"):
        read_lesson(tmp_path / "absent.md", project(tmp_path))


# -- any text ------------------------------------------------------------------------------------------------

MARKDOWN = st.text(alphabet="ab#-*>`|[]()!<>/:~=+_\\{}$^&;1.) \t\n\r\u00e9\u6570\U0001f600")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.one_of(MARKDOWN, st.text(), st.binary()))
@example("#")
@example("> " * 200 + "deep")
@example("[^1]\n\n[^1]: [^1]\n")
def test_any_file_is_a_lesson_or_a_content_error(tmp_path: Path, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    folder = write(tmp_path / "demo", {"01-a.md": data})
    try:
        found = read_course(folder, ProjectSettings(content=tmp_path)).lessons[0]
    except ContentError:
        return
    rows = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    identifiers = [section.id for section in found.sections]
    assert len(set(identifiers)) == len(identifiers)
    for section in found.sections:
        assert section.title
        assert section.blocks
        for block in section.blocks:
            assert 1 <= block.line <= block.end_line <= len(rows)
