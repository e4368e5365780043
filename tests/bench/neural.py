"""Neural speech through this program beside the engine's own library, on the same sentences.

Called by `make bench` for the engines that are installed; alone: `python -m tests.bench.neural TEXTS.json [ENGINE]`.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from audiobook.speech.engine import load_engine, parse_voice
from audiobook.speech.piper_voices import file_of

SENTENCES = {"piper": 240, "kokoro": 24}  # about two minutes of work for one core
SAYS = {"piper": "piper", "kokoro": "kokoro:?language=en-US"}

Say = Callable[[str], float]
"""Speaks a text and returns the seconds of sound."""


def installed() -> list[str]:
    """The neural engines that can speak here, voices included."""
    return [name for name in SENTENCES if load_engine(name).unusable() is None and load_engine(name).voices()]


def sample(texts: list[str], engine: str) -> list[str]:
    """Sentences from all over the course, longest first, as a build speaks them."""
    step = max(1, len(texts) // SENTENCES[engine])
    return sorted(texts[::step][: SENTENCES[engine]], key=len, reverse=True)


def through_us(texts: list[str], engine: str, jobs: int) -> tuple[float, float]:
    """Seconds of sound and of wall time, with the start of the hosts, of clips into a new store."""
    from audiobook.execute import open_executor
    from audiobook.speech.client import HOSTS
    from audiobook.speech.synthesize import Speaker, read_clip
    from audiobook.store import open_store

    voice = parse_voice(SAYS[engine])
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        begin = time.perf_counter()
        with open_executor("local", jobs) as pool:
            speaker = Speaker(store, pool)
            futures = [speaker.submit(text, voice) for text in texts]
            frames = sum(future.result() for future in futures)
        wall = time.perf_counter() - begin
        rate = next(
            clip.rate
            for path in Path(folder).rglob("*")
            if path.is_file() and (clip := read_clip(store, path.name))
        )
    HOSTS.close()
    return frames / rate, wall


def library_alone(texts: list[str], engine: str, processes: int, threads: int) -> tuple[float, float]:
    """The same with the engine's own library, each process taking the next sentence when it is free."""
    context = multiprocessing.get_context("spawn")
    begin = time.perf_counter()
    with ProcessPoolExecutor(processes, context, _open, (engine, threads)) as pool:
        seconds = sum(pool.map(_say, texts, chunksize=1))
    return seconds, time.perf_counter() - begin


_speak: Say


def _open(engine: str, threads: int) -> None:
    global _speak  # noqa: PLW0603 - a process of the pool holds one model
    _speak = {"piper": _piper, "kokoro": _kokoro}[engine](threads)


def _say(text: str) -> float:
    return _speak(text)


def _session(model: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _piper(threads: int) -> Say:
    import piper

    file = file_of(parse_voice("piper").voice)
    voice = piper.PiperVoice(
        session=_session(file.model, threads), config=piper.PiperConfig.from_dict(file.config())
    )

    def say(text: str) -> float:
        return sum(len(chunk.audio_int16_array) / chunk.sample_rate for chunk in voice.synthesize(text))

    return say


def _kokoro(threads: int) -> Say:
    from kokoro_onnx import Kokoro

    from audiobook.speech import onnx
    from audiobook.speech.kokoro import KokoroEngine

    model, (voices,) = KokoroEngine()._files()
    with tempfile.NamedTemporaryFile(suffix=".onnx") as whole:
        whole.write(onnx.read(*model))
        whole.flush()
        voice = Kokoro.from_session(_session(Path(whole.name), threads), str(voices))
    style = parse_voice(SAYS["kokoro"]).voice

    def say(text: str) -> float:
        samples, rate = voice.create(text, voice=style, lang="en-us", trim=False)
        return len(samples) / rate

    return say


def report(texts: list[str], cores: int, engines: list[str]) -> None:
    """Print a row for each split of the library, one for this program, and the ratio to the best split."""
    for engine in engines:
        chosen = sample(texts, engine)
        splits = dict.fromkeys([(cores, 1), (1, cores), (1, 1)])
        print(f"\n{engine}: {len(chosen)} sentences, seconds of speech in a second, with loading the model")
        found = {}
        for processes, threads in splits:
            sound, wall = library_alone(chosen, engine, processes, threads)
            found[processes, threads] = sound / wall
            print(f"  library, {processes} processes of {threads} threads {sound / wall:8.2f}", flush=True)
        sound, wall = through_us(chosen, engine, cores)
        print(f"  audiobook, {cores} processes of 1 thread  {sound / wall:8.2f}")
        print(
            f"  audiobook / best split of the library {sound / wall / max(found.values()):6.2f}   (to reach: 0.85)"
        )


if __name__ == "__main__":
    report(
        json.loads(Path(sys.argv[1]).read_text("utf-8")),
        len(os.sched_getaffinity(0)),
        sys.argv[2:] or installed(),
    )
