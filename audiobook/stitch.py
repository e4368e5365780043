"""Clips -> one WAV file per lesson, with the exact positions of its chapters, sentences and words.

Sections are joined as raw samples and handed to pydub once each: adding segment to segment would copy
everything anew for every clip. One section at a time is in memory, and clips are taken only as they are
needed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

from audiobook import earcons
from audiobook.errors import AudioError
from audiobook.ffmpeg import pydub_segment
from audiobook.model import Chapter, Clip, Cue, Recording, Script, ScriptSection, TimingSource, Utterance
from audiobook.outputs import whole
from audiobook.timing import word_starts

LEAD_IN_MS = 250
"""Silence before the first word: players and headphones swallow the first moments of a file."""

FADE_MS = 4
"""Each clip fades in and out over this long: a clip that begins or ends off the zero line would click."""

_ROUGHNESS: tuple[TimingSource, ...] = ("engine", "aligned", "estimated")
_SAMPLE_BYTES = 2
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_LARGEST_WAV = 2**32 - 1 - _HEADER.size  # RIFF sizes are 32 bits


def join(script: Script, clips: Iterable[Clip], wav: Path) -> Recording:
    """Writes the lesson to `wav` (mono s16 at the rate of the clips) and returns where everything is in it.

    `clips` holds one clip per utterance of the script, in order, and is read once, lazily. A chapter is a
    section that has utterances: it begins with its first word and lasts until the next one begins; the first
    begins at 0 and the last ends with the recording.

    Raises AudioError, and leaves no file: nothing to join, clips of different rates, a clip without sound, no
    room on the disk, or more than a WAV file can hold (4 GiB, 27 hours at 22,050 Hz).
    """
    source = iter(clips)
    first = next(source, None)
    if first is None:
        raise AudioError(f"lesson '{script.lesson}' has nothing to say", "Write some text under its headings")
    with whole(wav), wav.open("wb") as file:
        file.write(_wav_header(first.rate, 0))
        recording = _write(script, chain([first], source), first.rate, file, wav)
        file.seek(0)
        file.write(_wav_header(recording.rate, recording.frames))
    return recording


def milliseconds_to_frames(milliseconds: int, rate: int) -> int:
    """The nearest whole number of frames."""
    return (milliseconds * rate + 500) // 1000


def _write(script: Script, clips: Iterator[Clip], rate: int, file: IO[bytes], wav: Path) -> Recording:
    tape = _Tape(rate, parts=[_silence(milliseconds_to_frames(LEAD_IN_MS, rate))])
    tape.position = milliseconds_to_frames(LEAD_IN_MS, rate)
    sections = [section for section in script.sections if section.utterances]
    starts = []
    timing: TimingSource = "engine"
    for section in sections:
        starts.append(tape.position)
        for utterance, clip in _pairs(section, clips):
            _check(clip, rate, script, utterance)
            tape.add(utterance, clip)
            timing = max(timing, clip.timing, key=_ROUGHNESS.index)
        _flush(tape, file, script)
    if next(clips, None) is not None:
        raise ValueError(f"more clips than utterances in lesson '{script.lesson}'")
    starts[0] = 0
    ends = [*starts[1:], tape.position]
    return Recording(
        path=wav,
        rate=rate,
        frames=tape.position,
        chapters=tuple(
            Chapter(section.id, section.title, start, end)
            for section, start, end in zip(sections, starts, ends, strict=True)
        ),
        cues=tuple(tape.cues),
        timing=timing,
    )


@dataclass(slots=True)
class _Tape:
    """What has been joined so far: the position in frames, and the samples that are not yet in the file."""

    rate: int
    parts: list[bytes]
    position: int = 0
    cues: list[Cue] = field(default_factory=list)

    def add(self, utterance: Utterance, clip: Clip) -> None:
        gap = milliseconds_to_frames(earcons.GAP_MS, self.rate)
        if utterance.before:
            self._lay(earcons.samples(utterance.before, self.rate), _silence(gap))
        start, end = self.position, self.position + clip.frames
        starts = tuple(start + frame for frame in word_starts(utterance.words, clip))
        self.cues.append(Cue(utterance, start, end, starts))
        self._lay(_faded(clip.pcm, milliseconds_to_frames(FADE_MS, self.rate)))
        if utterance.after:
            self._lay(_silence(gap), earcons.samples(utterance.after, self.rate))
        self._lay(_silence(milliseconds_to_frames(utterance.pause_ms, self.rate)))

    def _lay(self, *parts: bytes) -> None:
        self.parts += parts
        self.position += sum(map(len, parts)) // _SAMPLE_BYTES


def _flush(tape: _Tape, file: IO[bytes], script: Script) -> None:
    if tape.position * _SAMPLE_BYTES > _LARGEST_WAV:
        hours = _LARGEST_WAV // _SAMPLE_BYTES // tape.rate // 3600
        raise AudioError(
            f"lesson '{script.lesson}' lasts more than {hours} hours", "Split it into several lessons"
        )
    section = pydub_segment()(
        b"".join(tape.parts), sample_width=_SAMPLE_BYTES, frame_rate=tape.rate, channels=1
    )
    file.write(section.raw_data)
    tape.parts.clear()


def _pairs(section: ScriptSection, clips: Iterator[Clip]) -> Iterator[tuple[Utterance, Clip]]:
    for utterance in section.utterances:
        clip = next(clips, None)
        if clip is None:
            raise ValueError(f"fewer clips than utterances in section '{section.id}'")
        yield utterance, clip


def _check(clip: Clip, rate: int, script: Script, utterance: Utterance) -> None:
    where = f"lesson '{script.lesson}', line {utterance.line}"
    if clip.rate != rate:
        raise AudioError(
            f"{where}: this sentence was spoken at {clip.rate} Hz, those before it at {rate} Hz",
            "Bring the clips to one rate first: see resample.py",
        )
    if not clip.frames or len(clip.pcm) % _SAMPLE_BYTES:
        raise AudioError(
            f"{where}: the clip of {len(clip.pcm)} bytes is not sound", "Report it to the engine's author"
        )


def _wav_header(rate: int, frames: int) -> bytes:
    """The header of a mono s16 WAV file. (The `wave` module prints tracebacks of its own when a disk is full.)"""
    size = frames * _SAMPLE_BYTES
    shape = (16, 1, 1, rate, rate * _SAMPLE_BYTES, _SAMPLE_BYTES, 8 * _SAMPLE_BYTES)
    return _HEADER.pack(b"RIFF", _HEADER.size - 8 + size, b"WAVE", b"fmt ", *shape, b"data", size)


def _silence(frames: int) -> bytes:
    return bytes(_SAMPLE_BYTES * frames)


def _faded(pcm: bytes, frames: int) -> bytes:
    """The clip with its first and last `frames` (less when it is shorter) ramped from and to zero."""
    size = min(frames, len(pcm) // _SAMPLE_BYTES // 2)
    if not size:
        return pcm
    shape = struct.Struct(f"<{size}h")
    edge = size * _SAMPLE_BYTES
    head, tail = shape.unpack_from(pcm), shape.unpack_from(pcm, len(pcm) - edge)
    rising = shape.pack(*(sample * step // size for step, sample in enumerate(head)))
    falling = shape.pack(*(sample * (size - 1 - step) // size for step, sample in enumerate(tail)))
    return b"".join((rising, memoryview(pcm)[edge:-edge], falling))
