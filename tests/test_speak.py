"""The order in which sentences are asked for, and who waits for them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from contents import PINNED, write

from audiobook import speak
from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.errors import EngineError, PublishError
from audiobook.plan import LessonPlan
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines
from audiobook.speak import Spoken, in_order
from audiobook.store import Store
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
        waiting = pool.submit(spoken.are_there, ["a"])
        with suppress(KeyboardInterrupt), spoken:
            raise KeyboardInterrupt
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


def test_when_a_store_cannot_be_reached_no_more_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speak, "QUEUED", 1)
    spoken = Spoken(["a", "b"])
    spoken.begin()
    error = PublishError("it is out of reach", "Mend the network")
    with spoken, ThreadPoolExecutor(1) as pool:
        second = pool.submit(spoken.begin)
        spoken.give_up_without(done(error))
        with pytest.raises(PublishError, match="out of reach"):
            second.result(10)
        with pytest.raises(PublishError, match="out of reach"):
            spoken.wait_for_all()


def test_a_build_ends_when_the_store_cannot_be_reached_not_when_all_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paragraphs = "\n\n".join(f"Sentence number {number} is here." for number in range(300))
    write(
        tmp_path / "content" / "demo",
        {"course.toml": PINNED + f'voice = "{FAKE}"\n', "01-a.md": f"# One\n\n{paragraphs}\n"},
    )

    def refuse(*_: object) -> None:
        raise PublishError("it is out of reach", "Mend the network")

    monkeypatch.setattr(speak, "_fetch", refuse)
    monkeypatch.setattr(speak, "QUEUED", 1)
    with pytest.raises(PublishError, match="out of reach"):
        build_courses((), load_project(tmp_path, {}, {}), Options(), Lines(quiet=True))
    kept = list((tmp_path / ".audiobook" / "store" / "clip").glob("*/*"))
    assert len(kept) < 30


def test_a_lesson_that_has_not_begun_when_all_is_given_up_does_nothing(
    work: tuple[LessonPlan, ...], tmp_path: Path
) -> None:
    spoken = Spoken(["a"])
    with suppress(KeyboardInterrupt), spoken:
        raise KeyboardInterrupt
    never: Future[None] = Future()
    store = Store(tmp_path / "store")
    with ThreadPoolExecutor(1) as pool:
        speak._record_when_spoken(work[0], never, spoken, store, tmp_path, pool, Lines(quiet=True))
    assert not (tmp_path / "store").exists()


def test_lessons_that_need_no_speech_are_recorded_though_all_is_spoken_at_once(
    work: tuple[LessonPlan, ...], tmp_path: Path
) -> None:
    spoken = Spoken([])
    with spoken:
        spoken.wait_for_all()
    assert not spoken.is_given_up
    assert spoken.are_there(work[0].clips)
