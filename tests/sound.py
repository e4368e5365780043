"""Sound for tests: made by rule, so that lengths and levels are known; and what ffmpeg says of a finished file."""

from __future__ import annotations

import math
import random
import re
import struct
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from audiobook import ffmpeg
from audiobook.model import Clip, Recording, Script, ScriptSection, SpokenWord, Utterance, WordMark

RATE = 22050


def tone(seconds: float, rate: int = RATE, *, hertz: float = 220.0, peak: float = 0.5) -> bytes:
    """A sine wave, mono s16."""
    count = round(seconds * rate)
    scale, step = 32767 * peak, 2 * math.pi * hertz / rate
    return struct.pack(f"<{count}h", *(round(scale * math.sin(step * n)) for n in range(count)))


def voice(seconds: float, rate: int = RATE, *, peak: float = 1.0, hertz: int = 110) -> bytes:
    """Like a voice: short pulses with a ring, in syllables of a quarter of a second; much peak for its loudness."""
    period, syllable = rate // hertz, rate // 4
    cycle = [math.exp(-9 * n / period) * math.sin(40 * n / period) for n in range(period)]
    loudest = max(map(abs, cycle))
    second = [
        32767 * peak * cycle[n % period] / loudest * math.sin(math.pi * (n % syllable) / syllable)
        for n in range(syllable * 4)
    ]
    samples = struct.pack(f"<{len(second)}h", *map(round, second))
    count = round(seconds * rate) * 2
    return (samples * (count // len(samples) + 1))[:count]


def noise(seconds: float, rate: int = RATE, *, peak: float = 0.4) -> bytes:
    """White noise: a second of it, again and again."""
    scale = int(32767 * peak)
    generator = random.Random(1)
    second = struct.pack(f"<{rate}h", *(generator.randint(-scale, scale) for _ in range(rate)))
    count = round(seconds * rate) * 2
    return (second * (count // len(second) + 1))[:count]


def silence(seconds: float, rate: int = RATE) -> bytes:
    return bytes(2 * round(seconds * rate))


def words(text: str) -> tuple[SpokenWord, ...]:
    """Spoken as written: a word each for what spaces set apart."""
    spoken = text.split(" ")
    starts = accumulate((len(word) + 1 for word in spoken), initial=0)
    return tuple(
        SpokenWord(word, start, start + len(word)) for word, start in zip(spoken, starts, strict=False)
    )


def utterance(text: str = "Hello there.", pause_ms: int = 350, kind: str = "prose") -> Utterance:
    return Utterance(kind, text, words(text), 1, 1, pause_ms)


def script(*sections: Sequence[Utterance]) -> Script:
    return Script(
        "01-sound",
        "Sound",
        tuple(
            ScriptSection(f"part-{number}", f"Part {number}", 2, tuple(utterances))
            for number, utterances in enumerate(sections, 1)
        ),
        (),
    )


def marks(*positions: tuple[int, int]) -> tuple[WordMark, ...]:
    return tuple(WordMark(char, frame) for char, frame in positions)


def recording(path: Path, pcm: bytes, rate: int = RATE) -> Recording:
    """A WAV file of these samples, without chapters and cues."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return Recording(path, rate, len(pcm) // 2, (), (), "estimated")


def clip(seconds: float, rate: int = RATE) -> Clip:
    return Clip(rate, tone(seconds, rate))


@dataclass(frozen=True, slots=True)
class Probe:
    """What ffmpeg reads in a file."""

    codec: str
    rate: int
    channels: str
    kilobits: int
    duration_s: float
    chapters: tuple[tuple[float, float, str], ...]
    log: str


def probe(path: Path) -> Probe:
    """Reads a file as a player would, with the log of `ffmpeg -i` (the wheel has no ffprobe)."""
    log = subprocess.run(
        [ffmpeg.binary(), "-hide_banner", "-i", str(path)], capture_output=True, text=True, check=False
    ).stderr
    stream = re.search(r"Audio: (\w+).*?, (\d+) Hz, (\w+), \w+, (\d+) kb/s", log)
    clock = re.search(r"Duration: (\d+):(\d+):([\d.]+)", log)
    assert stream, log
    assert clock, log
    chapters = re.findall(r"Chapter #0:\d+: start ([\d.]+), end ([\d.]+)\s+Metadata:\s+title\s+: (.*)", log)
    return Probe(
        codec=stream[1],
        rate=int(stream[2]),
        channels=stream[3],
        kilobits=int(stream[4]),
        duration_s=int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3]),
        chapters=tuple((float(start), float(end), title) for start, end, title in chapters),
        log=log,
    )


def decoded(path: Path) -> bytes:
    """Mono s16 samples at the file's own rate, without the delay and padding that the file declares."""
    command = [ffmpeg.binary(), "-loglevel", "error", "-i", str(path), "-map", "0:a", "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout
