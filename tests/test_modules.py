"""Modules: declared in course.toml, named by lessons, or made by subfolders."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.course import CourseSource
from tests.contents import PINNED, course, problems, warnings


def lesson(title: str, module: str = "") -> str:
    front = f"---\nmodule: {module}\n---\n" if module else ""
    return f"{front}# {title}\n\nWords.\n"


def modules(source: CourseSource) -> tuple[list[tuple[int, str]], list[str | None]]:
    numbered = [(module.number, module.title) for module in source.modules]
    return numbered, [lesson.module for lesson in source.lessons]


THREE: dict[str, str | bytes] = {"01-a.md": lesson("A"), "02-b.md": lesson("B"), "03-c.md": lesson("C")}
DECLARED = '[[modules]]\ntitle = "One"\nlessons = ["a", "b"]\n[[modules]]\ntitle = "Two"\nlessons = ["c"]\n'


def test_a_course_may_have_none(tmp_path: Path) -> None:
    assert modules(course(tmp_path, THREE)) == ([], [None, None, None])


def test_modules_list_their_lessons(tmp_path: Path) -> None:
    found = modules(course(tmp_path, THREE | {"course.toml": PINNED + DECLARED}))
    assert found == ([(1, "One"), (2, "Two")], ["One", "One", "Two"])


def test_lessons_may_name_their_module_instead(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"01-a.md": lesson("A", "Start"), "02-b.md": lesson("B", "End")}
    assert modules(course(tmp_path, files)) == ([(1, "Start"), (2, "End")], ["Start", "End"])
    declared = PINNED + '[[modules]]\ntitle = "Start"\nlessons = ["a"]\n[[modules]]\ntitle = "End"\n'
    assert modules(course(tmp_path, files | {"course.toml": declared}))[1] == ["Start", "End"]


def test_subfolders_are_modules(tmp_path: Path) -> None:
    source = course(
        tmp_path,
        {
            "00-welcome.md": lesson("Welcome"),
            "01-foundations/01-a.md": lesson("A"),
            "01-foundations/02-b.md": lesson("B"),
            "02-going_further/01-c.md": lesson("C"),
        },
    )
    assert modules(source) == (
        [(1, "Foundations"), (2, "Going further")],
        [None, "Foundations", "Foundations", "Going further"],
    )
    assert [lesson.path for lesson in source.lessons][1] == "01-foundations/01-a.md"


def test_lessons_deeper_than_that_are_pointed_out(tmp_path: Path) -> None:
    source = course(tmp_path, {"01-one/01-a.md": lesson("A"), "01-one/deep/02-b.md": lesson("B")})
    assert [lesson.id for lesson in source.lessons] == ["a"]
    assert warnings(source) == [
        "01-one/deep: lessons this deep are not read. Move them up, or begin the folder's name with _"
    ]


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (
            'title = "One"\nlessons = ["a", "bee", "c"]',
            "course.toml:7: no lesson has the id `bee`. Known: a, b, c",
        ),
        (
            'title = "One"\nlessons = ["a", "b", "c", "a"]',
            'course.toml:7: `a` is already listed in the module "One". List it once',
        ),
        (
            'title = "One"\nlessons = ["a", "b"]',
            "03-c.md: the lesson is in no module of course.toml. "
            "Add `c` to the `lessons` of one, or write `module:` in the front matter",
        ),
        (
            'title = "One"\nlessons = ["a", "b", "c"]\n[[modules]]\ntitle = "One"',
            'course.toml:9: two modules are called "One". Give one another title',
        ),
    ],
)
def test_modules_that_do_not_fit_the_lessons(tmp_path: Path, listed: str, problem: str) -> None:
    found = problems(tmp_path, THREE | {"course.toml": f"{PINNED}[[modules]]\n{listed}\n"})
    assert problem in found


@pytest.mark.parametrize(
    ("module", "problem"),
    [
        ("On", '03-c.md:2: course.toml has no module "On". Did you mean `One`?'),
        (
            "One",
            '03-c.md:2: the lesson says module "One", but course.toml lists it in "Two". Keep one of the two',
        ),
    ],
)
def test_a_lesson_and_its_course_may_not_disagree(tmp_path: Path, module: str, problem: str) -> None:
    files = THREE | {"course.toml": PINNED + DECLARED, "03-c.md": lesson("C", module)}
    assert problems(tmp_path, files) == [problem]


def test_drafts_may_stay_listed(tmp_path: Path) -> None:
    files = THREE | {"course.toml": PINNED + DECLARED, "02-b.md": "---\ndraft: true\n---\n"}
    assert modules(course(tmp_path, files))[1] == ["One", "Two"]


def test_modules_that_are_not_in_file_order_are_pointed_out(tmp_path: Path) -> None:
    text = '[[modules]]\ntitle = "One"\nlessons = ["a", "c"]\n[[modules]]\ntitle = "Two"\nlessons = ["b"]\n'
    assert warnings(course(tmp_path, THREE | {"course.toml": PINNED + text})) == [
        "03-c.md: this lesson of module 1 comes after one of module 2. "
        "Number the files in the order of the modules: lessons are heard in file order"
    ]
