"""Hearing one section: played with a program of the machine, or written to a file, as it will sound in the edition."""

from __future__ import annotations

import json
import os
import re
import sys
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from contents import PINNED, write

from audiobook import playing
from audiobook.cli import main
from audiobook.config import load_project
from audiobook.inspect import passage

FAKE = "audiobook.testing:FakeEngine"

LESSON = """\
---
id: first
title: First steps
---

# First steps

A list is made like this.

## Code

It has a total, which is the sum of all its numbers, of which there are three in this list.

```python
total = sum([1, 2, 3])
```

> Keep it short.

## The end

That is all.
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the fake players are scripts")


@pytest.fixture(autouse=True)
def _course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project in the working directory, and a PATH without any program."""
    settings = f'voice = "{FAKE}:high"\nearcons = true\n[voices]\ncode = "{FAKE}:low"\n'
    write(tmp_path / "content" / "demo", {"course.toml": PINNED + settings, "01-first.md": LESSON})
    (tmp_path / "bin").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


def player(name: str, *, complaint: str = "", code: int = 0) -> None:
    """A program that notes how it was called, and keeps what it was to play."""
    path = Path("bin", name)
    path.write_text(
        f"#!{sys.executable}\n"
        "import shutil, sys\n"
        f"print({name!r}, *sys.argv[1:-1], file=open('played', 'a'))\n"
        "shutil.copyfile(sys.argv[-1], 'played.wav')\n"
        f"print({complaint!r}, end='', file=sys.stderr)\n"
        f"sys.exit({code})\n"
    )
    path.chmod(0o755)


def preview(place: str, *options: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["preview", f"content/demo/01-first.md{place}", *options])
    assert result.exit_code == code, result.output + result.stderr
    return result


def played() -> list[str]:
    return Path("played").read_text().splitlines()


# -- playing -------------------------------------------------------------------------------------------------


def test_a_section_is_played(tmp_path: Path) -> None:
    player("aplay")
    heard = preview("#code")
    preview("#code", "-o", "code.wav")

    assert played() == ["aplay -q"]
    assert Path("played.wav").read_bytes() == Path("code.wav").read_bytes()
    assert re.fullmatch(r"content/demo/01-first\.md#code  \d+s\n", heard.stdout)


def test_the_first_player_that_works_plays() -> None:
    for name in reversed(playing.PLAYERS):
        player(name)
    preview("#code")
    player("afplay", code=1)
    preview("#code")

    first, second, *_ = [" ".join([name, *options]) for name, options in playing.PLAYERS.items()]
    assert played() == [first, first, second]


def test_a_player_that_gives_up_at_once_has_not_played() -> None:
    """Without a sound card ffplay complains and ends, with exit status 0."""
    player("ffplay", complaint="no sound card\nfailed")
    error = preview("", code=5).stderr.splitlines()[-1]

    assert error == "error: ffplay cannot play here: no sound card. Write a file instead: -o OUT.mp3"


def test_a_player_that_fails_without_a_word_is_told_with_its_exit_status() -> None:
    player("paplay", code=3)
    assert "paplay cannot play here: it ended with exit status 3" in preview("#code", code=5).stderr


def test_without_a_player_nothing_is_spoken_in_vain() -> None:
    result = preview("#code", code=5)

    assert result.stderr.startswith("error: there is no program to play with: afplay, mpv, ffplay, ")
    assert result.stderr.endswith("or aplay. Write a file instead: -o OUT.mp3\n")
    assert not Path(".audiobook").exists()


# -- what is heard -------------------------------------------------------------------------------------------


def test_what_is_synthesized_is_told_and_not_made_twice() -> None:
    first = preview("#code", "-o", "a.wav").stderr.splitlines()
    again = preview("#code", "-o", "b.wav").stderr.splitlines()

    count = len(first) - 1
    assert first[0] == f"First steps: {count} utterances, {count} to speak"
    assert any(line.startswith("  It has a total, which is the sum of ") for line in first)
    assert "  Keep it short." in first
    assert again == [f"First steps: {count} utterances, 0 to speak"]
    assert Path("a.wav").read_bytes() == Path("b.wav").read_bytes()


def test_a_build_finds_what_was_previewed() -> None:
    preview("", "-o", "a.wav")
    plan = json.loads(CliRunner().invoke(main, ["plan", "--json"]).stdout)["courses"][0]
    assert plan["utterances"]["missing"] == 0


def test_a_lesson_sounds_as_long_as_in_the_edition() -> None:
    preview("", "-o", "a.wav")
    built = json.loads(CliRunner().invoke(main, ["build", "--json"]).stdout)["courses"][0]
    with wave.open("a.wav") as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(built["duration_s"], abs=0.01)


@pytest.mark.parametrize(
    ("section", "sounds"),
    [
        ("first-steps", ["lesson-begins"]),
        ("code", ["code-begins", "code-ends"]),
        ("the-end", ["lesson-ends"]),
    ],
)
def test_sounds_stand_where_they_do_in_the_lesson(section: str, sounds: list[str]) -> None:
    part = passage(f"content/demo/01-first.md#{section}", None, load_project(Path.cwd()))
    found = [sound for u in part.script.utterances for sound in (u.before, u.after) if sound]
    assert found == sounds


def test_a_course_without_sounds_has_none_in_its_previews() -> None:
    course = Path("content/demo/course.toml")
    course.write_text(course.read_text().replace("earcons = true", "earcons = false"))
    part = passage("content/demo/01-first.md", None, load_project(Path.cwd()))
    assert not any(u.before or u.after for u in part.script.utterances)


def test_each_role_has_its_voice() -> None:
    part = passage("content/demo/01-first.md#code", None, load_project(Path.cwd()))
    voices = {u.role: part.cast.of(u.role).voice for u in part.script.utterances}
    assert voices == {"narrator": "high", "code": "low", "quote": "high"}


def test_the_words_of_the_lexicon_are_heard() -> None:
    write(
        Path("content/demo"), {"lexicon.toml": '[[word]]\nwritten = "total"\nspoken = "grand total of all"\n'}
    )
    assert any("grand total of all" in line for line in preview("#code", "-o", "a.wav").stderr.splitlines())
