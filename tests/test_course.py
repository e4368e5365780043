"""A course folder: which files are lessons, what is wrong with them together, and which courses there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.config import ProjectSettings
from audiobook.course import course_slug, courses_in, find_courses, read_course, read_courses
from audiobook.errors import ContentError, UsageError
from tests.contents import course, png, problems, project, warnings, write

LESSON = "# {}\n\nWords.\n"


def lessons(*names: str) -> dict[str, str | bytes]:
    return {name: LESSON.format(name) for name in names}


def test_a_folder_of_plain_lessons_builds_and_says_once_what_to_pin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write(tmp_path / "content" / "Plain Lessons", lessons("b.md", "a.md"))
    source = read_course(folder, ProjectSettings())
    assert (source.slug, source.settings.title) == ("plain-lessons", "Plain Lessons")
    assert source.settings.base_url == "http://localhost:8000/plain-lessons/"
    assert [lesson.slug for lesson in source.lessons] == ["a", "b"]
    assert source.cover.is_file()
    assert [str(warning) for warning in source.warnings] == [
        "content/Plain Lessons: defaults stand in for `title`, `author`, `published`, `base_url`. "
        "Pin them in content/Plain Lessons/course.toml: podcast apps hold on to what they first saw"
    ]


def test_a_pinned_course_has_no_warning(tmp_path: Path) -> None:
    assert warnings(course(tmp_path, lessons("01-a.md"))) == []


def test_what_the_project_pins_need_not_be_pinned_again(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "demo", {"course.toml": 'title = "T"\npublished = 2024-01-01', **lessons("a.md")}
    )
    settings = ProjectSettings(author="Ana", base_url="https://example.com/")
    assert read_course(folder, settings).warnings == ()


def test_papers_hidden_files_and_drafts_are_no_lessons(tmp_path: Path) -> None:
    files = lessons(
        "01-a.md",
        "README.md",
        "readme.md",
        "CHANGELOG.md",
        "LICENSE.md",
        "_notes.md",
        ".hidden.md",
        "index.md",
    )
    files |= {
        "02-later.md": "---\ndraft: true\n---\n",
        "notes.txt": "x",
        "_old/03-b.md": "x",
        ".git/04-c.md": "x",
    }
    assert [lesson.slug for lesson in course(tmp_path, files).lessons] == ["a", "index"]


def test_drafts_can_be_asked_for(tmp_path: Path) -> None:
    files = lessons("01-a.md") | {"02-b.md": "---\ndraft: true\n---\nWords.\n"}
    assert [lesson.slug for lesson in course(tmp_path, files, drafts=True).lessons] == ["a", "b"]


def test_a_course_without_lessons(tmp_path: Path) -> None:
    folder = write(tmp_path / "empty", {"course.toml": ""})
    with pytest.raises(ContentError, match=r"there is no lesson\. Add one, such as 01-introduction\.md"):
        read_course(folder, ProjectSettings())
    write(folder, {"01-a.md": "---\ndraft: true\n---\n"})
    with pytest.raises(ContentError, match=r"every lesson is a draft\. Remove `draft: true` from one"):
        read_course(folder, ProjectSettings())


def test_file_names_order_the_lessons_and_numbers_of_unequal_length_are_pointed_out(tmp_path: Path) -> None:
    source = course(tmp_path, lessons("1-one.md", "2-two.md", "10-ten.md"))
    assert [lesson.slug for lesson in source.lessons] == ["one", "ten", "two"]
    assert warnings(source) == [
        "10-ten.md: this lesson comes before 2-two.md. Write the numbers with equally many digits, such as 02"
    ]


def test_names_without_numbers_may_stand_among_numbered_ones(tmp_path: Path) -> None:
    assert warnings(course(tmp_path, lessons("01-a.md", "02-b.md", "Appendix.md", "index.md"))) == []


def test_a_draft_may_have_the_id_and_title_of_a_lesson(tmp_path: Path) -> None:
    files = lessons("01-a.md") | {"02-a.md": "---\ntitle: 01-a.md\ndraft: true\n---\nWords.\n"}
    assert [lesson.path for lesson in course(tmp_path, files).lessons] == ["01-a.md"]
    with pytest.raises(ContentError, match="the id `a` is also that of"):
        course(tmp_path, files, drafts=True)


def test_every_problem_of_a_course_is_reported_at_once(tmp_path: Path) -> None:
    assert problems(
        tmp_path,
        {
            "course.toml": 'tite = "A"\ncover = "cover.png"\n',
            "01-a.md": "---\ndate: soon\n---\n# Same\n\nWords.\n",
            "02-b.md": "---\nid: a\n---\n# Other\n\nWords.\n",
            "03-c.md": "\n# same\n\nWords.\n",
            "04-d.md": "",
            "05-e.md": b"caf\xe9",
            "06-f.md/x": "",
            "lexicon.toml": '[[word]]\nwritten = "K8s"\nspoken = "k8s"\n',
        },
    ) == [
        '01-a.md:2: `date` "soon" is not a date. Write it as YYYY-MM-DD, such as 2024-05-31',
        "02-b.md:2: the id `a` is also that of 01-a.md. "
        "Give one of the two another `id:` in its front matter",
        '03-c.md:2: the title "same" is also that of 01-a.md:4. '
        "Give one of the two another `title:`: players tell episodes apart by it",
        "04-d.md: the lesson is empty. Write it, set `draft: true` in its front matter, or remove it",
        "05-e.md:1: the file is not UTF-8: byte 0xe9 cannot be read. Save it as UTF-8",
        "06-f.md: this is a folder, but its name is that of a file. Rename the folder",
        "course.toml:1: unknown key `tite`. Did you mean `title`?",
        "course.toml:2: the cover `cover.png` does not exist. Add it, or remove the key for a plain one",
        'lexicon.toml:3: `spoken` "k8s" cannot be said: `k8s`. '
        "Use letters and apostrophes, with only , . ? ! between words; write numbers as words",
    ]


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    folder = write(tmp_path / "content" / "demo", lessons("01-a.md"))
    (folder / "02-loop.md").symlink_to("02-loop.md")
    (folder / "03-around").symlink_to(".")
    assert problems(tmp_path, {}) == [
        "02-loop.md: the link leads to no file that can be read. Mend or remove the link",
        "03-around: the link leads back into itself. Remove it",
    ]


def test_a_folder_whose_name_gives_no_address(tmp_path: Path) -> None:
    folder = write(tmp_path / "課程", lessons("01-a.md"))
    with pytest.raises(ContentError, match="no address can be made from the name of the folder"):
        read_course(folder, ProjectSettings())


# -- the lexicon ---------------------------------------------------------------------------------------------


def test_the_lexicon_of_the_course_follows_the_shared_one(tmp_path: Path) -> None:
    word = '[[word]]\nwritten = "Ecto"\nspoken = "{}"\n'
    write(tmp_path / "content", {"lexicon.toml": word.format("shared")})
    source = course(tmp_path, lessons("01-a.md") | {"lexicon.toml": word.format("own")})
    assert [entry.spoken for entry in source.lexicon.entries] == ["shared", "own"]


def test_a_course_that_is_the_content_folder_reads_no_lexicon_outside_it(tmp_path: Path) -> None:
    write(tmp_path, {"lexicon.toml": "broken"})
    folder = write(tmp_path / "content", lessons("01-a.md"))
    assert read_course(folder, project(tmp_path)).lexicon.entries == ()


# -- which courses -------------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return write(
        tmp_path / "content",
        {
            "README.md": "About.\n",
            "ecto-polymorphism/course.toml": "",
            "Redis Basics/01-a.md": "# A\n\nWords.\n",
            "modular/01-first/01-a.md": "# A\n\nWords.\n",
            "_templates/01-a.md": "x",
            "pictures/a.png": "x",
        },
    )


def test_courses_are_the_folders_with_settings_or_lessons(catalogue: Path) -> None:
    assert [course_slug(folder) for folder in courses_in(catalogue)] == [
        "redis-basics",
        "ecto-polymorphism",
        "modular",
    ]


def test_a_content_folder_can_be_a_course_itself(tmp_path: Path) -> None:
    assert courses_in(write(tmp_path / "one", lessons("01-a.md"))) == (tmp_path / "one",)


def test_courses_are_chosen_by_slug_folder_or_path(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(catalogue.parent)
    content = Path("content")
    names = ["redis-basics", "Redis Basics", "content/ecto-polymorphism/"]
    assert find_courses(content, names) == (content / "Redis Basics", content / "ecto-polymorphism")


def test_an_unknown_course_names_the_nearest(catalogue: Path) -> None:
    with pytest.raises(UsageError, match=r"no course `ecto`.*Known: ecto-polymorphism, modular, redis"):
        find_courses(catalogue, ["ecto"])
    with pytest.raises(UsageError, match=r"no course `redis-basic`.*Did you mean `redis-basics`\?"):
        find_courses(catalogue, ["redis-basic"])


def test_two_folders_may_not_be_published_as_one(tmp_path: Path) -> None:
    content = write(tmp_path, {"Redis Basics/01-a.md": "x", "redis-basics/01-a.md": "x"})
    with pytest.raises(UsageError, match="would both be published as redis-basics"):
        find_courses(content)


def test_no_course_at_all(tmp_path: Path) -> None:
    for content in (tmp_path, tmp_path / "absent"):
        with pytest.raises(UsageError, match=r"there is no course in .*audiobook init"):
            find_courses(content)


def test_the_problems_of_all_courses_come_together(tmp_path: Path) -> None:
    folder = write(tmp_path / "content", {"a/01-a.md": "", "b/01-b.md": "", "c/01-c.md": "# C\n\nWords.\n"})
    write(folder, {"lexicon.toml": "broken"})
    with pytest.raises(ContentError) as caught:
        read_courses(project(tmp_path))
    names = [Path(problem.path).name for problem in caught.value.problems]
    assert names == ["01-a.md", "lexicon.toml", "01-b.md"]
    (folder / "lexicon.toml").unlink()
    assert [source.slug for source in read_courses(project(tmp_path), ["c"])] == ["c"]


def test_reading_a_course_does_not_depend_on_the_order_of_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    folder = write(
        tmp_path / "demo", lessons(*(f"{n:02}-l.md" for n in range(9))) | {"cover.png": png(1400, 1400)}
    )
    write(folder, {f"{n:02}-l.md": f"---\nid: l{n}\n---\n# L{n}\n\nWords.\n" for n in range(9)})
    before = read_course(folder, ProjectSettings()).lessons
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: reversed(list(scandir(path))))
    after = read_course(folder, ProjectSettings()).lessons
    assert [lesson.id for lesson in before] == [lesson.id for lesson in after] == [f"l{n}" for n in range(9)]


@pytest.mark.parametrize(
    ("category", "warning"),
    [
        ('"Technology"', []),
        ('["Science", "Physics"]', []),
        (
            '"Tecnology"',
            ["course.toml:1: `Tecnology` is no category of Apple Podcasts. Did you mean `Technology`?"],
        ),
        (
            '["Education", "courses"]',
            [
                "course.toml:1: `courses` is no subcategory of Education in Apple Podcasts. Did you mean `Courses`?"
            ],
        ),
        (
            '["Technology", "Elixir"]',
            [
                "course.toml:1: `Elixir` is no subcategory of Technology in Apple Podcasts. It has none: remove it"
            ],
        ),
    ],
)
def test_a_category_that_no_directory_knows(tmp_path: Path, category: str, warning: list[str]) -> None:
    found = course(tmp_path, {"course.toml": f"category = {category}\n", "01-a.md": "# A\n\nWords.\n"})
    assert [line for line in warnings(found) if "Apple" in line] == warning
