"""Settings: where each comes from, and what is said of one that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from audiobook.config import ProjectSettings, load_project, read_course_settings, read_lexicon
from audiobook.errors import Problem, UsageError
from tests.contents import problems, write


def course_toml(tmp_path: Path, text: str) -> list[str]:
    """The problems of a course whose course.toml is this."""
    return problems(tmp_path, {"course.toml": text, "01-a.md": "# A\n\nWords.\n"})


def test_a_course_needs_no_setting(tmp_path: Path) -> None:
    folder = write(tmp_path / "My Course", {})
    settings, document = read_course_settings(folder, "my-course", ProjectSettings(), [])
    assert settings.title == "My Course"
    assert settings.author == "Unknown author"
    assert settings.base_url == "http://localhost:8000/my-course/"
    assert settings.published is None
    assert dict(document.values) == {}


def test_settings_of_the_course_win_over_those_of_the_project(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "audiobook.toml": 'author = "House"\nbase_url = "https://example.com/audio"\nvoice = "espeak"\n'
            "[narration]\nmax_code_words = 40\npauses.paragraph = 500\n",
            "content/demo/course.toml": 'author = "Ana"\n[narration]\npauses.heading_1 = 2000\n',
        },
    )
    project = load_project(tmp_path, environment={})
    settings, _ = read_course_settings(tmp_path / "content" / "demo", "demo", project, [])
    assert settings.author == "Ana"
    assert settings.voice == "espeak"
    assert settings.base_url == "https://example.com/audio/demo/"
    assert settings.narration.max_code_words == 40
    assert (settings.narration.pauses.paragraph, settings.narration.pauses.heading_1) == (500, 2000)


def test_what_all_courses_are_can_stand_in_the_project(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "audiobook.toml": 'private = true\nowner_email = "desk@example.org"\n',
            "content/open/course.toml": 'private = false\nowner_email = "ana@example.org"\n',
            "content/paid/course.toml": "",
        },
    )
    project = load_project(tmp_path, environment={})
    found = [
        read_course_settings(tmp_path / "content" / name, name, project, [])[0] for name in ("open", "paid")
    ]
    assert [settings.private for settings in found] == [False, True]
    assert [settings.owner_email for settings in found] == ["ana@example.org", "desk@example.org"]


def test_lint_settings_of_the_course_win_rule_by_rule(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "audiobook.toml": '[lint]\nmax_code_lines = 40\n[lint.rules]\nbare-url = "off"\nimage-alt = "warning"\n',
            "content/demo/course.toml": '[lint.rules]\nimage-alt = "error"\n',
        },
    )
    project = load_project(tmp_path, environment={})
    settings, _ = read_course_settings(tmp_path / "content" / "demo", "demo", project, [])
    assert settings.lint.max_code_lines == 40
    assert settings.lint.rules == {"bare-url": "off", "image-alt": "error"}


def test_a_date_is_a_toml_date_or_text(tmp_path: Path) -> None:
    for written in ("2024-05-31", '"2024-05-31"'):
        folder = write(tmp_path / "demo", {"course.toml": f"published = {written}"})
        settings, _ = read_course_settings(folder, "demo", ProjectSettings(), [])
        assert settings.published == date(2024, 5, 31)


def test_a_title_is_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "demo", {"course.toml": 'title = """\n  Two\n  lines"""'})
    assert read_course_settings(folder, "demo", ProjectSettings(), [])[0].title == "Two lines"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('autor = "Ana"', "course.toml:1: unknown key `autor`. Did you mean `author`?"),
        (
            '\n[narration]\ncode = "outline"\ncod = 1',
            "course.toml:4: unknown key `cod`. Did you mean `code`?",
        ),
        (
            '[[modules]]\ntitle = "A"\nlesons = ["a"]',
            "course.toml:3: unknown key `lesons`. Did you mean `lessons`?",
        ),
        ("title = 7", "course.toml:1: `title` 7 is not text. Put it in quotes"),
        ('title = " "', 'course.toml:1: `title` " " is empty. Fill it in, or remove the key'),
        (
            "published = 2024-02-30",
            "course.toml:1: this is not TOML: Invalid date or datetime. Mend the TOML, see https://toml.io",
        ),
        (
            'published = "2024-02-30"',
            'course.toml:1: `published` "2024-02-30" is not a date in the calendar: day is out of range for'
            " month. Write it as YYYY-MM-DD, such as 2024-05-31",
        ),
        (
            'published = "31.05.2024"',
            'course.toml:1: `published` "31.05.2024" is not a date. '
            "Write it as YYYY-MM-DD, such as 2024-05-31",
        ),
        (
            "published = 2024-05-31T10:00:00",
            "course.toml:1: `published` 2024-05-31 10:00:00 is not a date. "
            "Write it as YYYY-MM-DD, such as 2024-05-31",
        ),
        (
            'owner_email = "ana at example.org"',
            'course.toml:1: `owner_email` "ana at example.org" is not an e-mail address. '
            "Write one such as courses@example.com",
        ),
        (
            'license_url = "example.org/license"',
            'course.toml:1: `license_url` "example.org/license" is not an address on the web. '
            "Write one such as https://example.com/license",
        ),
        (
            'title = "a\\u0007b"',
            'course.toml:1: `title` "ab" holds the control character U+0007, which can stand in no feed or page. '
            "Delete it",
        ),
        (
            'description = "a\\uFFFFb"',
            'course.toml:1: `description` "ab" holds the control character U+FFFF, which can stand in no feed or '
            "page. Delete it",
        ),
        (
            'title = "\\u200B \\u2060"',
            'course.toml:1: `title` "\u200b \u2060" shows nothing: all its characters are invisible. '
            "Write letters, or remove the key",
        ),
        (
            'explicit = "no"',
            'course.toml:1: `explicit` "no" is neither true nor false. Write true or false, without quotes',
        ),
        (
            'language = "english"',
            'course.toml:1: `language` "english" is not a language tag. Write one such as en-US, de or pt-BR',
        ),
        (
            'base_url = "example.com"',
            'course.toml:1: `base_url` "example.com" is not the address of a folder on the web. '
            "Write one such as https://example.com/audio/",
        ),
        (
            "base_url = 'https://example.com/\"><script>'",
            'course.toml:1: `base_url` "https://example.com/"><script>" is not the address of a folder on the web. ',
        ),
        (
            'guid = "12"',
            'course.toml:1: `guid` "12" is not a UUID. '
            "Remove it to have one made from base_url, or keep the one of the published feed",
        ),
        (
            'narration.code = "all"',
            "course.toml:1: `code` \"all\" is not a choice. Choose 'auto', 'outline', 'announce' or 'read'",
        ),
        (
            "[narration]\nmax_code_words = 5",
            "course.toml:2: `max_code_words` 5 is out of range. Input should be greater than or equal to 10",
        ),
        ("narration = 5", "course.toml:1: `narration` 5 is not a table. Write its settings as"),
        (
            '[lint]\nmax_code_lines = 40\n[lint.rules]\nbare-ulr = "off"',
            "course.toml:3: `rules` (a table) has no rule `bare-ulr`. Did you mean `bare-url`?",
        ),
        (
            '[lint.rules]\nbare-url = "of"',
            "course.toml:2: `bare-url` \"of\" is not a choice. Choose 'error', 'warning' or 'off'",
        ),
        (
            'lint.rules = "none"',
            'course.toml:1: `rules` "none" is not a table. Write it as `[lint.rules]`, with lines such as',
        ),
        (
            "[lint]\nmax_sentence_words = 5",
            "course.toml:2: `max_sentence_words` 5 is out of range. Input should be greater than or equal to 10",
        ),
        ("modules = 5", "course.toml:1: `modules` 5 is not a list. Write it in brackets,"),
        ("[[modules]]\nlessons = []", 'course.toml:1: `title` is missing. Add `title = "..."`'),
    ],
)
def test_a_wrong_setting_is_one_problem_on_its_line(tmp_path: Path, text: str, problem: str) -> None:
    found = course_toml(tmp_path, text)
    assert found[0].startswith(problem)
    if "modules" not in text:
        assert len(found) == 1


def test_all_wrong_settings_are_reported_together(tmp_path: Path) -> None:
    found = course_toml(tmp_path, 'titel = "A"\nexplicit = 1\npublished = "soon"\n')
    assert [line.split(": ")[0] for line in found] == ["course.toml:1", "course.toml:2", "course.toml:3"]


# -- the project ---------------------------------------------------------------------------------------------


def test_places_count_from_the_project_unless_told_otherwise(tmp_path: Path) -> None:
    write(tmp_path, {"audiobook.toml": 'content = "lessons"\nstore = "s3://bucket/clips"\n'})
    project = load_project(tmp_path, {"output": Path("elsewhere")}, {})
    assert project.content == tmp_path / "lessons"
    assert project.output == Path("elsewhere")
    assert project.store == "s3://bucket/clips"
    assert load_project(tmp_path / "other", environment={}).store == str(
        tmp_path / "other" / ".audiobook" / "store"
    )


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    write(tmp_path, {"audiobook.toml": 'output = "a"\nstore = "a"\njobs = 1\n'})
    environment = {"AUDIOBOOK_OUTPUT": "b", "AUDIOBOOK_STORE": "b", "AUDIOBOOK_JOBS": "2"}
    project = load_project(tmp_path, {"store": "c"}, environment)
    assert (project.output, project.store, project.jobs) == (Path("b"), "c", 2)


def test_a_place_to_take_from_is_none_a_folder_or_a_url(tmp_path: Path) -> None:
    assert load_project(tmp_path, environment={}).store_from == ""
    write(tmp_path, {"audiobook.toml": 'store_from = "shared"\n'})
    assert load_project(tmp_path, environment={}).store_from == str(tmp_path / "shared")
    url = "s3://bucket/clips"
    assert load_project(tmp_path, environment={"AUDIOBOOK_STORE_FROM": url}).store_from == url
    assert load_project(tmp_path, {"store_from": ""}, {"AUDIOBOOK_STORE_FROM": url}).store_from == ""


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1.5"])
def test_a_number_of_jobs_that_is_none(tmp_path: Path, jobs: str) -> None:
    with pytest.raises(UsageError, match=r"AUDIOBOOK_JOBS is .* Set it to a number from 1"):
        load_project(tmp_path, environment={"AUDIOBOOK_JOBS": jobs})


def test_problems_of_the_project_file_are_reported_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"audiobook.toml": 'ouput = "a"\njobs = "two"\n'})
    with pytest.raises(UsageError) as caught:
        load_project(tmp_path, environment={})
    assert str(caught.value).splitlines() == [
        "audiobook.toml:1: unknown key `ouput`. Did you mean `output`?",
        'audiobook.toml:2: `jobs` "two" is not a whole number. '
        "Write it without quotes and without a decimal point",
    ]


def test_what_an_edition_depends_on_outside_its_folder(tmp_path: Path) -> None:
    project = load_project(tmp_path, environment={})
    assert project.files_beside(tmp_path / "content" / "demo") == (
        tmp_path / "audiobook.toml",
        tmp_path / "content" / "lexicon.toml",
    )
    assert project.files_beside(tmp_path / "content") == (tmp_path / "audiobook.toml",)


# -- lexicons ------------------------------------------------------------------------------------------------


def lexicon(tmp_path: Path, text: str) -> tuple[list[str], list[str]]:
    found: list[Problem] = []
    path = write(tmp_path, {"lexicon.toml": text}) / "lexicon.toml"
    words = read_lexicon(path, found)
    return [word.spoken for word in words], [f"{problem.line}: {problem.message}" for problem in found]


def test_a_lexicon_is_optional(tmp_path: Path) -> None:
    assert read_lexicon(tmp_path / "lexicon.toml", []) == ()


def test_words_are_read_in_order(tmp_path: Path) -> None:
    text = '[[word]]\nwritten = "Ecto"\nspoken = "eck toe"\n[[word]]\nwritten = "let\'s"\nspoken = "let’s"\n'
    assert lexicon(tmp_path, text) == (["eck toe", "let's"], [])


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ('written = "v2"\nspoken = "version 2"', '3: `spoken` "version 2" cannot be said: `2`'),
        ('written = "a/b"\nspoken = "a slash/b"', '3: `spoken` "a slash/b" cannot be said: `slash/b`'),
        ('written = "x"\nspoken = ""', '3: `spoken` "" is empty'),
        ('written = "x"', "1: `spoken` is missing"),
        ('written = "x"\nspoken = "ex"\nwhole_word = true', "4: unknown key `whole_word`"),
    ],
)
def test_a_word_that_cannot_be_said(tmp_path: Path, word: str, problem: str) -> None:
    assert lexicon(tmp_path, f"[[word]]\n{word}\n")[1] == [problem]


def test_the_same_word_twice(tmp_path: Path) -> None:
    text = (
        '[[word]]\nwritten = "Ecto"\nspoken = "a"\n[[word]]\nwritten = "ecto"\nspoken = "b"\n'
        '[[word]]\nwritten = "ecto"\nspoken = "c"\nlanguage = "de"\n'
    )
    assert lexicon(tmp_path, text)[1] == ["4: `ecto` already has a word on line 1"]
