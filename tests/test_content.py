"""The courses in content/ hold what a learner may rely on: listings that parse, names that agree, dates that ascend."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import tree_sitter_elixir
import tree_sitter_json
import tree_sitter_python
import tree_sitter_sql
from tree_sitter import Language, Node, Parser

CONTENT = Path(__file__).parents[1] / "content"
COURSES = tuple(sorted(path.parent for path in CONTENT.glob("*/course.toml")))
LESSONS = tuple(lesson for course in COURSES for lesson in sorted(course.glob("[0-9]*.md")))

ECTO = CONTENT / "ecto-polymorphism"

GRAMMARS = {
    "elixir": Language(tree_sitter_elixir.language()),
    "iex": Language(tree_sitter_elixir.language()),
    "json": Language(tree_sitter_json.language()),
    "python": Language(tree_sitter_python.language()),
    "sql": Language(tree_sitter_sql.language()),
}

_FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TYPED = re.compile(r"^(?:iex>|\.\.\.>) ?(.*)$", re.MULTILINE)
_THINK = re.compile(r"^Pause here and answer: .*\n\n<!-- narrate: pause \d+s -->\n\n\S", re.MULTILINE)

# The owners exist before the course begins, and what is built twice alike is listed once and told once.
_GIVEN_TABLES = {"articles", "customers", "article_comment_links"}
_GIVEN_MODULES = {"Repo", "DataCase", "Article", "Customer"}
_SYSTEM_TABLES = {"information_schema.columns"}


@dataclass(frozen=True, slots=True)
class Listing:
    """One fenced block of a lesson; `line` is where its fence opens."""

    lesson: Path
    line: int
    language: str
    source: str

    def __str__(self) -> str:
        return f"{self.lesson.parent.name}/{self.lesson.name}:{self.line}"

    @property
    def code(self) -> str:
        """What somebody would type: a session without its prompts and answers."""
        typed = _TYPED.findall(self.source)
        return "\n".join(typed) if typed else self.source


def listings_of(lesson: Path) -> list[Listing]:
    text = lesson.read_text(encoding="utf-8")
    return [
        Listing(lesson, text.count("\n", 0, fence.start()) + 1, fence[1], fence[2])
        for fence in _FENCE.finditer(text)
    ]


def front_matter(lesson: Path) -> dict[str, str]:
    found = _FRONT_MATTER.match(lesson.read_text(encoding="utf-8"))
    assert found, f"{lesson.name} has no front matter"
    pairs = (line.split(": ", 1) for line in found[1].splitlines())
    return {key: value.strip('"') for key, value in pairs}


def first_error(node: Node) -> Node | None:
    if node.type == "ERROR" or node.is_missing:
        return node
    return next((error for child in node.children if (error := first_error(child))), None)


LISTINGS = tuple(listing for lesson in LESSONS for listing in listings_of(lesson))
ECTO_LISTINGS = tuple(listing for listing in LISTINGS if listing.lesson.parent == ECTO)


# -- every course ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("listing", [it for it in LISTINGS if it.language in GRAMMARS], ids=str)
def test_listings_parse(listing: Listing) -> None:
    tree = Parser(GRAMMARS[listing.language]).parse(listing.code.encode())
    error = first_error(tree.root_node)
    assert error is None, f"{listing}: syntax error in its line {error.start_point.row + 1}"


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_ids_and_titles_are_unique_and_titles_carry_no_numbers(course: Path) -> None:
    facts = [front_matter(lesson) for lesson in sorted(course.glob("[0-9]*.md"))]
    for key in ("id", "title"):
        values = [fact[key] for fact in facts]
        assert len(set(values)) == len(values)
    assert not [fact["title"] for fact in facts if re.search(r"\d", fact["title"])]


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_dates_ascend_by_a_day_or_more(course: Path) -> None:
    """Podcast applications sort by date, and some merge episodes of one day."""
    days = [date.fromisoformat(front_matter(lesson)["date"]) for lesson in sorted(course.glob("[0-9]*.md"))]
    assert all(earlier < later for earlier, later in pairwise(days))


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_modules_name_every_lesson_once_in_order(course: Path) -> None:
    settings = tomllib.loads((course / "course.toml").read_text(encoding="utf-8"))
    named = [lesson for module in settings.get("modules", []) for lesson in module["lessons"]]
    assert named == [front_matter(lesson)["id"] for lesson in sorted(course.glob("[0-9]*.md"))]


# -- the Ecto course ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", sorted(ECTO.glob("[0-9]*.md")), ids=lambda lesson: lesson.stem)
def test_lessons_have_sections_a_quiz_and_a_recap(lesson: Path) -> None:
    text = lesson.read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert re.findall(r"^# (.+)$", text, re.MULTILINE) == [front_matter(lesson)["title"]]
    assert 3 <= len(sections) <= 9
    assert sections[-1] == "Recap"
    assert _THINK.search(text)


def test_every_helpdesk_module_is_defined_or_given() -> None:
    code = "\n".join(listing.code for listing in ECTO_LISTINGS if listing.language in {"elixir", "iex"})
    defined = set(re.findall(r"def(?:module|protocol) Helpdesk\.([\w.]+) do", code)) | _GIVEN_MODULES
    used = set(re.findall(r"Helpdesk\.([A-Z]\w*(?:\.[A-Z]\w*)*)", code))
    used |= {
        name.strip() for group in re.findall(r"Helpdesk\.\{([^}]*)\}", code) for name in group.split(",")
    }
    assert used - defined == set()


def test_every_table_is_created_or_given() -> None:
    code = "\n".join(listing.code for listing in ECTO_LISTINGS)
    created = set(re.findall(r"create table\(:(\w+)", code))
    created |= set(re.findall(r'create_comments\("(\w+)"', code))
    created |= set(re.findall(r"CREATE TABLE (\w+)", code))
    created |= _GIVEN_TABLES

    used = {
        name for name in re.findall(r'schema "([^"]+)" do', code) if not name.startswith("abstract table: ")
    }
    used |= set(re.findall(r'(?:has_comments |join_through: |source: )"(\w+)"', code))
    used |= set(re.findall(r'\{"(\w+)", [A-Z]', code))
    used |= set(re.findall(r"\b(?:table|index|references|constraint)\(:(\w+)", code))
    used |= set(re.findall(r"(?:FROM|JOIN|REFERENCES|INTO|ALTER TABLE) ([a-z_.]+)", code)) - _SYSTEM_TABLES
    assert used - created == set()


def test_the_abstract_comment_has_the_columns_of_every_comments_table() -> None:
    def declared(number: str, opening: str, pattern: str) -> list[set[str]]:
        codes = [it.code for it in ECTO_LISTINGS if it.lesson.name.startswith(number) and opening in it.code]
        return [set(re.findall(pattern, code)) for code in codes]

    [fields] = declared("04", 'schema "abstract table: comments"', r"field :(\w+)")
    tables = declared("03", "use Ecto.Migration", r"add :(\w+)")
    assert fields == {"owner_id", "author_name", "body"}
    assert tables == [fields, fields]


def test_cover_is_a_small_square_jpeg() -> None:
    data = (ECTO / "cover.jpg").read_bytes()
    assert data[:3] == b"\xff\xd8\xff"
    assert len(data) < 300_000
    frame = re.search(rb"\xff[\xc0\xc2]\x00\x11\x08(....)", data, re.DOTALL)
    assert frame
    height, width = int.from_bytes(frame[1][:2]), int.from_bytes(frame[1][2:])
    assert height == width == 1400
