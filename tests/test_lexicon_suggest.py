"""Words that are said by guess are listed with how often, how and where; words that are known are not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobook.cli import main
from audiobook.course import read_courses
from audiobook.lexicon_suggest import Suggestion, as_text, as_toml, of_courses, suggest
from audiobook.narration import narrate
from audiobook.narration.spoken.guesses import guess
from tests.contents import PINNED, project, write

LESSON = """\
# Tools

The tool fzf finds files, and `fzf --multi` finds more than one. Ask the YAGL server.

Then pgrstat counts, as said in Wolvercote by everybody.
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of a project with one course of one lesson; the project is the working directory."""
    write(tmp_path / "content" / "demo", {"course.toml": PINNED, "01-tools.md": LESSON})
    monkeypatch.chdir(tmp_path)
    return tmp_path / "content"


def found(content: Path, **options: int) -> dict[str, Suggestion]:
    return {word.written: word for word in suggest((), project(content.parent), **options)}


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("pgrstat", "spelling"),
        ("lxml", "spelling"),
        ("xqzf", "spelling"),
        ("YAGL", "capitals"),
        ("YAGLs", "capitals"),
        ("pH", "mixed case"),
        ("YaglYAGL", "capitals"),
        ("wug7", ""),
        ("YAGL7", "capitals"),
    ],
)
def test_a_guess_has_a_reason(word: str, reason: str) -> None:
    assert guess(word) == reason


@pytest.mark.parametrize(
    "text",
    [
        "The rhythm of twelve strengths, asked and mapped, is an expression of the sixth subject's design.",
        "He didn't queue downstream; hundreds of psychologists align columns with an extra schema.",
        "SQL and JSON over HTTPS, APIs, kubectl, nginx, PostgreSQL, getUserById, utf8, sha256, iOS and McDonald",
        "Chapter XIV: naïve café",
    ],
)
def test_english_and_the_vocabulary_are_no_guess(text: str) -> None:
    words = [word.strip(".,;:") for word in text.split()]
    assert [word for word in words if guess(word)] == []


def test_a_word_is_listed_with_its_uses_saying_and_first_place(content: Path) -> None:
    write(content / "demo", {"02-more.md": "# More\n\nAgain xfzgrep,\nand the YAGL's port, and xfzgrep.\n"})

    assert found(content)["xfzgrep"] == Suggestion(
        "xfzgrep", "xfzgrep", 2, "spelling", "content/demo/02-more.md", 3, False
    )
    assert found(content)["YAGL"] == Suggestion(
        "YAGL", "Y A G L", 2, "capitals", "content/demo/01-tools.md", 3, False
    )


def test_frequent_words_come_first_and_rare_ones_can_be_left_out(content: Path) -> None:
    write(content / "demo", {"02-more.md": "# More\n\nThe pgrstat of pgrstat.\n"})

    assert next(iter(found(content))) == "pgrstat"
    assert list(found(content, minimum=3)) == ["pgrstat"]


def test_what_is_always_capitalised_is_a_name(content: Path) -> None:
    assert found(content)["Wolvercote"].reason == "name"

    write(content / "demo", {"02-more.md": "# More\n\nA wolvercote is a word.\n"})

    assert "Wolvercote" not in found(content)


def test_capitals_of_sentences_and_headings_make_no_name(content: Path) -> None:
    write(
        content / "demo", {"02-more.md": "# The Glade\n\nBracken grows. *Clover* grows too: Heather, also.\n"}
    )

    assert not {"Glade", "Bracken", "Clover", "Heather"} & found(content).keys()


def test_words_with_an_entry_are_not_listed(content: Path) -> None:
    entries = [("pgrstat", "P G R stat"), ("YAGL server", "yagl")]
    text = "".join(f'[[word]]\nwritten = "{written}"\nspoken = "{spoken}"\n' for written, spoken in entries)
    write(content / "demo", {"lexicon.toml": text})
    write(content, {"lexicon.toml": '[[word]]\nwritten = "wolvercote"\nspoken = "wolver coat"\n'})

    assert not {"pgrstat", "YAGL", "Wolvercote"} & found(content).keys()


def test_an_entry_for_another_engine_is_no_entry(content: Path) -> None:
    entry = '[[word]]\nwritten = "pgrstat"\nspoken = "P G R stat"\nengine = "piper"\n'
    write(content / "demo", {"lexicon.toml": entry})

    assert "pgrstat" in found(content)


def test_parts_of_addresses_and_paths_are_not_words(content: Path) -> None:
    write(
        content / "demo",
        {"02-more.md": "# More\n\nSee https://xqzf.example/zzkx/qqrt or mail zzkx@xqzf.org.\n"},
    )

    assert not {"xqzf", "zzkx", "qqrt"} & found(content).keys()


def test_an_acronym_that_is_a_word_too_needs_its_case(content: Path) -> None:
    assert "case = true" not in as_toml([found(content)["YAGL"]])

    write(content / "demo", {"02-more.md": "# More\n\nA yagl is a tale.\n"})

    assert "case = true" in as_toml([found(content)["YAGL"]])


def test_entries_to_paste_say_the_same_as_before(content: Path) -> None:
    toml = as_toml(list(found(content).values()))
    [before] = read_courses(project(content.parent))
    write(content / "demo", {"lexicon.toml": toml})
    [after] = read_courses(project(content.parent))

    assert [word["written"] for word in tomllib.loads(toml)["word"]] == ["pgrstat", "Wolvercote", "YAGL"]
    said = [
        [
            utterance.spoken
            for utterance in narrate(course.lessons[0], course.settings.narration, course.lexicon).utterances
        ]
        for course in (before, after)
    ]
    assert said[0] == said[1]
    assert of_courses([after]) == ()


def test_the_text_has_a_line_for_each(content: Path) -> None:
    lines = as_text(list(found(content).values())).splitlines()

    assert lines[0].split() == ["1", "pgrstat", "pgrstat", "spelling", "content/demo/01-tools.md:5"]
    assert as_text([]) == "every word has an entry, or a saying that is known"


def test_the_command(content: Path) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["lexicon", "suggest", *arguments])
        assert result.exit_code == code, result.output + result.stderr
        return result.stdout

    words = json.loads(run("demo", "--json"))["words"]

    assert {"written", "spoken", "count", "reason", "file", "line"} == set(words[0])
    assert [word["written"] for word in words] == [
        word["written"] for word in tomllib.loads(run("--toml"))["word"]
    ]
    assert run("--min", "9") == "every word has an entry, or a saying that is known\n"
    run("dmeo", code=2)
