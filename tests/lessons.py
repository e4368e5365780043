"""Lessons from a few lines of Markdown, and golden cases of their narration."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiobook.config import NarrationSettings
from audiobook.errors import ContentError
from audiobook.lesson import read_lesson_file
from audiobook.model import Lesson, Script
from audiobook.narration import narrate
from audiobook.narration.lexicon import EMPTY, Lexicon

GOLDEN = Path(__file__).parent / "golden" / "narration"

_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n+~~~~markdown\n(?P<markdown>.*?)^~~~~\n+~~~~text\n(?P<expected>.*?)^~~~~$",
    re.M | re.S,
)


@dataclass(frozen=True)
class Case:
    """A golden case: what the file and its heading say, the lesson, and what a listener should hear."""

    name: str
    markdown: str
    expected: str


def golden_cases() -> list[Case]:
    """The cases of all files, in order of file name and line."""
    cases: list[Case] = []
    for path in sorted(set(GOLDEN.glob("*.md")) - {GOLDEN / "README.md"}):
        text = path.read_text(encoding="utf-8")
        found = [
            Case(f"{path.stem}: {m['title']}", m["markdown"], m["expected"]) for m in _CASE.finditer(text)
        ]
        if len(found) != text.count("\n~~~~markdown\n"):
            raise ValueError(f"{path}: a case is not a `## title`, a ~~~~markdown fence and a ~~~~text fence")
        cases += found
    return cases


def lesson(markdown: str, title: str = "") -> Lesson:
    """A lesson as a course folder would give it. Without a `title` none is announced. Raises ContentError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "01-lesson.md"
        path.write_bytes(markdown.encode("utf-8"))
        problems: list[Any] = []
        found = read_lesson_file(path, "01-lesson.md", problems)
    if found is None or problems:
        raise ContentError(tuple(problems))
    return replace(found.lesson, title=title)


def narrated(markdown: str, title: str = "", lexicon: Lexicon = EMPTY, **settings: Any) -> Script:
    """The narration of a lesson. Raises ContentError."""
    return narrate(lesson(markdown, title), NarrationSettings(**settings), lexicon)


def spoken(markdown: str, **settings: Any) -> list[str]:
    """What is said, an utterance a line, in lower case: capitals are for the transcript's readers."""
    return [utterance.spoken.lower() for utterance in narrated(markdown, **settings).utterances]


def shown(script: Script) -> str:
    """A script as golden cases write it: `[pause in ms] words`, then `=` lines for what was adapted or left out."""
    said = [f"[{utterance.pause_ms}] {utterance.spoken.lower()}" for utterance in script.utterances]
    adapted = [
        f"= {entry.line}-{entry.end_line} {entry.kind} {entry.treatment}: {entry.reason}"
        for entry in script.ledger
        if entry.treatment != "spoken" or entry.reason.startswith("without ")
    ]
    return "".join(f"{line}\n" for line in said + adapted)
