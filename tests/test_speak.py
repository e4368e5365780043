"""The order in which sentences are asked for, and who waits for them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from contents import PINNED, write

from audiobook import speak
from audiobook.config import load_project
from audiobook.errors import EngineError
from audiobook.plan import LessonPlan
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines
from audiobook.speak import Spoken, in_order
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


# -- what waits ----------------------------------------------------------------------------------------------


def done(error: Exception | None = None) -> Future[int]:
    clip: Future[int] = Future()
    if error:
        clip.set_exception(error)
    else:
        clip.set_result(1)
    return clip


def test_a_lesson_waits_for_its_own_clips_only() -> None:
    spoken = Spoken(["a", "b", "c"])
    with spoken, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(spoken.are_there, ["a", "b", "old"])
        spoken.begin()
        spoken.end("a", done())
        assert not waiting.done()
        spoken.begin()
        spoken.end("b", done())
        assert waiting.result(10)
        assert not spoken.errors


def test_a_clip_that_failed_is_told_and_its_lesson_is_not_made() -> None:
    spoken = Spoken(["a", "b"])
    error = EngineError("it cannot", "Try another")
    with spoken:
        spoken.begin()
        spoken.end("a", done(error))
        assert not spoken.are_there(["a"])
        assert spoken.errors == {"a": error}


def test_whoever_waits_is_let_go_when_it_is_given_up() -> None:
    spoken = Spoken(["a"])
    with ThreadPoolExecutor(1) as pool:
        with spoken:
            waiting = pool.submit(spoken.are_there, ["a"])
        assert waiting.result(10) is False


def test_no_more_are_asked_for_than_can_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speak, "QUEUED", 2)
    spoken = Spoken(["a", "b", "c"])
    spoken.begin()
    spoken.begin()
    with spoken, ThreadPoolExecutor(1) as pool:
        third = pool.submit(spoken.begin)
        assert not third.done()
        spoken.end("a", done())
        third.result(10)
