"""Texts become clips in the store: each once, in any order, and what worked is kept."""

from __future__ import annotations

import pickle
from concurrent.futures import Future
from pathlib import Path

import pytest
from faulty_engines import PIDS

from audiobook.errors import EngineError
from audiobook.execute import SerialExecutor, open_executor
from audiobook.speech import synthesize
from audiobook.speech.engine import VoiceSpec, parse_voice
from audiobook.speech.synthesize import KIND, Speaker, Task, clip_key, read_clip
from audiobook.store import Store, open_store
from audiobook.testing import FakeEngine

VOICE = parse_voice("audiobook.testing:FakeEngine")
TEXTS = ("Welcome to the course.", "A post belongs to a user.", "Step one.", "S Q L.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


class Counting(SerialExecutor):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def submit(self, fn, /, task: Task) -> Future[int]:  # type: ignore[no-untyped-def, override]
        self.texts.append(task.text)
        return super().submit(fn, task)


def contents(store: Store) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}


def test_every_text_becomes_a_clip_in_the_store(store: Store) -> None:
    with open_executor("local", 2) as executor:
        speaker = Speaker(store, executor)
        futures = [speaker.submit(text, VOICE) for text in TEXTS]
        assert [future.result() for future in futures] == [FakeEngine.frames(text) for text in TEXTS]
    for text in TEXTS:
        clip = read_clip(store, clip_key(text, VOICE))
        assert clip is not None
        assert clip.frames == FakeEngine.frames(text)
        assert clip.marks[0].char == 0


def test_a_text_is_synthesized_once(store: Store) -> None:
    executor = Counting()
    speaker = Speaker(store, executor)
    for text in TEXTS * 3:
        speaker.submit(text, VOICE)
    again = Speaker(store, executor)
    assert [again.submit(text, VOICE).result() for text in TEXTS] == [
        FakeEngine.frames(text) for text in TEXTS
    ]
    assert executor.texts == list(TEXTS)


def test_order_and_number_of_workers_change_nothing(tmp_path: Path) -> None:
    stores = []
    for number, (spec, jobs, texts) in enumerate(
        [("serial", None, TEXTS), ("local", 1, TEXTS[::-1]), ("local", 3, TEXTS[2:] + TEXTS[:2])]
    ):
        stores.append(open_store(str(tmp_path / str(number))))
        with open_executor(spec, jobs) as executor:
            speaker = Speaker(stores[-1], executor)
            for text in texts:
                speaker.submit(text, VOICE)
    assert contents(stores[0]) == contents(stores[1]) == contents(stores[2]) != {}


def test_one_failure_does_not_lose_the_others(store: Store, tmp_path: Path) -> None:
    voice = VoiceSpec("faulty_engines:FaultyInFork", str(tmp_path))
    with open_executor("local", 2) as executor:
        speaker = Speaker(store, executor)
        futures = {
            text: speaker.submit(text, voice) for text in (*TEXTS, "crash here", *TEXTS[::-1], "silence")
        }
    failed = {text for text, future in futures.items() if future.exception()}
    assert failed == {"crash here", "silence"}
    assert all(isinstance(futures[text].exception(), EngineError) for text in failed)
    assert all(store.has(KIND, clip_key(text, voice)) for text in TEXTS)
    assert not any(store.has(KIND, clip_key(text, voice)) for text in failed)


def test_a_damaged_clip_is_synthesized_anew(store: Store) -> None:
    executor = Counting()
    Speaker(store, executor).submit(TEXTS[0], VOICE)
    path = store.path(KIND, clip_key(TEXTS[0], VOICE))
    good = path.read_bytes()
    path.write_bytes(good[:-100] + bytes(99) + b"?")
    assert read_clip(store, clip_key(TEXTS[0], VOICE)) is None
    Speaker(store, executor).submit(TEXTS[0], VOICE)
    assert path.read_bytes() == good
    assert executor.texts == [TEXTS[0]] * 2


def test_the_key_holds_what_decides_the_sound_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    key = clip_key(TEXTS[0], VOICE)
    assert key == clip_key(TEXTS[0], VOICE)
    low = VoiceSpec(VOICE.engine, "low")
    slow = VoiceSpec(VOICE.engine, VOICE.voice, (("rate", "120"),))
    others = [clip_key(TEXTS[1], VOICE), clip_key(TEXTS[0], low), clip_key(TEXTS[0], slow)]
    monkeypatch.setattr(FakeEngine, "identity", lambda self: "fake 2")
    synthesize.identity_of.cache_clear()
    others.append(clip_key(TEXTS[0], VOICE))
    synthesize.identity_of.cache_clear()
    assert len({key, *others}) == 5


def test_a_task_can_be_sent_to_another_machine(store: Store) -> None:
    task = Task(TEXTS[0], VOICE, clip_key(TEXTS[0], VOICE), store)
    function, sent = pickle.loads(pickle.dumps((synthesize.perform, task)))
    assert function(sent) == FakeEngine.frames(TEXTS[0])
    assert store.has(KIND, task.key)


def test_speaking_from_the_store_starts_no_engine(store: Store, tmp_path: Path) -> None:
    voice = VoiceSpec("faulty_engines:Faulty", str(tmp_path))
    Speaker(store, SerialExecutor()).submit(TEXTS[0], voice)
    (tmp_path / PIDS).unlink()
    assert Speaker(store, SerialExecutor()).submit(TEXTS[0], voice).result() == FakeEngine.frames(TEXTS[0])
    assert not (tmp_path / PIDS).exists()
