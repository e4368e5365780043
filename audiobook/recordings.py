"""Encoded recordings in the store: a lesson's audio without tags, with the positions found when it was joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audiobook.editions.codec import MP3
from audiobook.facts import facts_as
from audiobook.model import Chapter, ChapterTime, Cue, Loudness, Recording, Script, TimingSource

KIND = "recording"
"""The MP3 recordings, which hold all positions; the streams of other codecs are kept under the codec's own name."""


def kind_of(codec: str) -> str:
    """The kind under which the store keeps streams of a codec."""
    return KIND if codec == MP3.name else codec


@dataclass(frozen=True, slots=True)
class Heard:
    """What pages and feed tell of a lesson's audio, in seconds. `timing`: how it is known when words are said."""

    duration_s: float
    chapters: tuple[ChapterTime, ...]
    loudness: Loudness
    timing: TimingSource


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of an encoded recording without decoding it. Positions are frames at `rate` of the joined audio."""

    rate: int
    frames: int
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    timing: TimingSource
    loudness: Loudness

    def seconds(self, frame: int) -> float:
        """To the millisecond, as the files beside the audio hold it: all that is published is made from one number."""
        return round(frame / self.rate, 3)

    @property
    def duration_s(self) -> float:
        return self.seconds(self.frames)

    def heard(self) -> Heard:
        return Heard(
            duration_s=self.duration_s,
            chapters=tuple(
                ChapterTime(chapter.title, self.seconds(chapter.start), self.seconds(chapter.end))
                for chapter in self.chapters
            ),
            loudness=self.loudness,
            timing=self.timing,
        )


def sound_of(recording: Recording, loudness: Loudness) -> Sound:
    return Sound(
        recording.rate, recording.frames, recording.chapters, recording.cues, recording.timing, loudness
    )


def header(sound: Sound) -> dict[str, Any]:
    """Only what the script cannot tell: the script's words and titles are not repeated."""
    return {
        "rate": sound.rate,
        "frames": sound.frames,
        "timing": sound.timing,
        "loudness": [sound.loudness.integrated_lufs, sound.loudness.true_peak_dbtp],
        "chapters": [[chapter.start, chapter.end] for chapter in sound.chapters],
        "cues": [[cue.start, cue.end, list(cue.word_starts)] for cue in sound.cues],
    }


@dataclass(frozen=True, slots=True)
class _Header:
    """What `header` returns."""

    rate: int
    frames: int
    timing: TimingSource
    loudness: tuple[float, float]
    chapters: list[tuple[int, int]]
    cues: list[tuple[int, int, tuple[int, ...]]]


def restore(script: Script, stored: Mapping[str, Any]) -> Sound:
    """Join a stored header with the script it was made from (the recording key covers all that they share).

    Raises ValueError for what is not a header, or not of this script.
    """
    held = facts_as(_Header, stored)
    sections = [section for section in script.sections if section.utterances]
    chapters = tuple(
        Chapter(section.id, section.title, start, end)
        for section, (start, end) in zip(sections, held.chapters, strict=True)
    )
    cues = tuple(
        Cue(utterance, start, end, words)
        for utterance, (start, end, words) in zip(script.utterances, held.cues, strict=True)
    )
    return Sound(held.rate, held.frames, chapters, cues, held.timing, Loudness(*held.loudness))
