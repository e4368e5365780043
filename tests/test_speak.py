"""The order in which sentences are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from contents import PINNED, write

from audiobook.config import load_project
from audiobook.plan import LessonPlan
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines
from audiobook.speak import in_order
from audiobook.testing import FakeEngine

FAKE = "audiobook.testing:FakeEngine"


@pytest.fixture
def work(tmp_path: Path) -> tuple[LessonPlan, ...]:
    folder = write(
        tmp_path / "content" / "demo",
        {
            "course.toml": PINNED + f'voice = "{FAKE}"\n',
            "01-a.md": "# One\n\nShort. This sentence is rather long, and so it takes its time.\n",
            "02-b.md": "# Two\n\nA sentence of a middling length.\n",
        },
    )
    return prepare(folder, load_project(tmp_path, {}, {}), Options(), Lines(quiet=True)).plan.lessons


def lengths(work: tuple[LessonPlan, ...]) -> list[int]:
    return [len(lesson.script.utterances[index].spoken) for lesson, index in in_order(work)]


def test_a_slow_engine_is_asked_for_the_longest_sentence_first(work: tuple[LessonPlan, ...]) -> None:
    assert FakeEngine.limits.slowness > 1
    found = lengths(work)
    assert found == sorted(found, reverse=True)
    assert len(found) == sum(len(lesson.missing) for lesson in work)


def test_a_fast_engine_is_asked_lesson_by_lesson(
    work: tuple[LessonPlan, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeEngine, "limits", replace(FakeEngine.limits, slowness=1.0))
    assert [lesson.lesson.id for lesson, _ in in_order(work)] == sorted(
        lesson.lesson.id for lesson in work for _ in lesson.missing
    )
