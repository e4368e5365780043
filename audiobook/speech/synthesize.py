"""Texts become clips in the store: each distinct one once, on an executor, and no failure loses the others."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cache

from audiobook.facts import facts_as
from audiobook.keys import stable_hash
from audiobook.model import Clip, MarkSource, WordMark
from audiobook.speech.engine import Limits, Phonemes, VoiceSpec, load_engine, portable
from audiobook.store import Store

KIND = "clip"
STAGE = 1  # raise it when the same engine and text give another clip: trimming, marks


@cache
def identity_of(engine: str) -> str:
    """The identity of an engine as it is part of clip keys. Raises EngineError."""
    return load_engine(engine).identity()


@cache
def _limits(engine: str) -> Limits:
    return load_engine(engine).limits


def clip_key(text: str, voice: VoiceSpec, phonemes: Phonemes = ()) -> str:
    """The store's key of a text as this voice says it. `voice` is a checked one: see `parse_voice`.

    Phonemes count only where the engine takes them, and settings only where they change the sound.
    """
    voice = portable(voice)
    parts: list[object] = [STAGE, voice.engine, identity_of(voice.engine), voice.voice, voice.settings, text]
    if phonemes and _limits(voice.engine).takes_phonemes:
        parts.append(phonemes)
    return stable_hash(parts)


def read_clip(store: Store, key: str) -> Clip | None:
    """The verified clip; None when it is not in the store or is damaged."""
    entry = store.get(KIND, key)
    if entry is None:
        return None
    try:
        facts = facts_as(_Facts, entry.facts)
    except ValueError:
        store.reject(KIND, key)
        return None
    return Clip(facts.rate, entry.payload, tuple(WordMark(*mark) for mark in facts.marks), facts.marked)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What `put_clip` keeps beside the samples."""

    rate: int
    frames: int
    marks: list[tuple[int, int]]
    marked: MarkSource = "engine"


def put_clip(store: Store, key: str, clip: Clip) -> None:
    marks = [[mark.char, mark.frame] for mark in clip.marks]
    facts = {"rate": clip.rate, "frames": clip.frames, "marks": marks}
    if clip.marked != "engine":
        facts["marked"] = clip.marked
    store.put(KIND, key, facts, clip.pcm)


@dataclass(frozen=True, slots=True)
class Task:
    """One utterance to synthesize, as it can be sent to any worker: the store opens there by its URL."""

    text: str
    voice: VoiceSpec
    key: str
    store: Store
    phonemes: Phonemes = ()


def perform(task: Task) -> int:
    """Makes the clip and puts it into the store; returns its frames. Raises EngineError or PublishError."""
    from audiobook.speech.client import HOSTS  # only who speaks pays for loading it

    clip = HOSTS.speak(task.text, task.voice, task.phonemes)
    put_clip(task.store, task.key, clip)
    return clip.frames


class Speaker:
    """Speaks texts into a store, on an executor. Safe for threads."""

    def __init__(self, store: Store, executor: Executor) -> None:
        self._store = store
        self._executor = executor
        self._lock = threading.Lock()
        self._futures: dict[str, Future[int]] = {}

    def submit(self, text: str, voice: VoiceSpec, phonemes: Phonemes = ()) -> Future[int]:
        """The number of frames of the clip, once the store has it; done at once when it has it already.

        Texts with equal keys share a future while they wait. The future raises EngineError (the text cannot be spoken)
        or PublishError (the store cannot be written); neither keeps the others from being spoken.
        """
        taken = phonemes if _limits(voice.engine).takes_phonemes else ()
        key = clip_key(text, voice, taken)
        with self._lock:
            if key in self._futures:
                return self._futures[key]
            future = self._futures[key] = self._future(Task(text, voice, key, self._store, taken))
        future.add_done_callback(lambda _: self._futures.pop(key, None))
        return future

    def _future(self, task: Task) -> Future[int]:
        facts = self._store.facts(KIND, task.key) or {}
        frames = facts.get("frames")
        if not isinstance(frames, int):  # or a damaged entry: what is made anew takes its place
            return self._executor.submit(perform, task)
        future: Future[int] = Future()
        future.set_result(frames)
        return future
