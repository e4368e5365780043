"""Engines that do wrong, for tests of those who have to cope. The first word of a text says what goes wrong.

The voice is the path of a folder: `PIDS` in it lists the processes that opened the engine, a line each.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech.engine import Synthesizer
from audiobook.testing import FakeEngine

PIDS = "pids"


class Faulty(FakeEngine):
    name = "faulty"
    limits = replace(FakeEngine.limits, slowness=0)  # the time limit is client.GRACE_S

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        folder = Path(voice)
        with (folder / PIDS).open("a") as pids:
            pids.write(f"{os.getpid()}\n")
        return _Faulty(folder, super().open("high", settings))


class FaultyInFork(Faulty):
    limits = replace(Faulty.limits, fork_safe=True)


class Unopenable(FakeEngine):
    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        raise EngineError("the licence has run out", "Renew it")


class DiesAtStart(FakeEngine):
    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        print("out of memory", file=sys.stderr)
        os._exit(3)


class _Faulty:
    pace = 1.0

    def __init__(self, folder: Path, sound: Synthesizer) -> None:
        self._folder = folder
        self._sound = sound

    def synthesize(self, text: str) -> Clip:
        what = text.partition(" ")[0].lower()
        if what == "once":  # wrong for the first time only
            flag = self._folder / "once"
            if not flag.exists():
                flag.touch()
                os.kill(os.getpid(), signal.SIGSEGV)
        return getattr(self, f"_{what}", self._sound.synthesize)(text)

    def _hang(self, text: str) -> Clip:
        time.sleep(1000)
        raise AssertionError

    def _crash(self, text: str) -> Clip:
        os.kill(os.getpid(), signal.SIGSEGV)
        raise AssertionError

    def _raise(self, text: str) -> Clip:
        raise ValueError("what a strange text")

    def _print(self, text: str) -> Clip:
        print("a line of a chatty library")
        os.write(1, b"another, from C")
        subprocess.run(["echo", "a third, from a program"], check=True)
        return self._sound.synthesize(text)

    def _half(self, text: str) -> Clip:
        clip = self._sound.synthesize(text)
        return replace(clip, pcm=clip.pcm[: clip.frames // 2 * 2] + bytes(4_000))

    def _silence(self, text: str) -> Clip:
        clip = self._sound.synthesize(text)
        return replace(clip, pcm=bytes(len(clip.pcm)))

    def _empty(self, text: str) -> Clip:
        return Clip(FakeEngine.limits.sample_rate, b"")
