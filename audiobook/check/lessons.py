"""A lesson off the disk: its sound decoded, its tag and transcripts read, each once for all checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from audiobook.check.model import Edition, Lesson
from audiobook.check.sound import Measured, measure
from audiobook.check.tags import read_tags
from audiobook.check.webvtt import read_cues
from audiobook.editions.transcript import CHAPTERS, TRANSCRIPT, VTT, WORD_VTT, lines_of
from audiobook.errors import AudioError
from audiobook.manifest import PublishedEpisode

T = TypeVar("T")


def read_lesson(edition: Edition, episode: PublishedEpisode, longest_pause_s: float) -> Lesson:
    """All that checks of a lesson look at. What cannot be read is in `unreadable`."""
    unreadable: dict[str, str] = {}
    stem = episode.audio.path.removesuffix(".mp3")

    def read(path: str, reader: Callable[[Path], T]) -> T | None:
        place = edition.whole(path)
        if place is None:
            return None
        try:
            return reader(place)
        except AudioError as error:
            unreadable[path] = error.message
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            unreadable[path] = f"it cannot be read ({error})"
        return None

    sounds = {episode.audio.path: read(episode.audio.path, measure)}
    for alternate in episode.alternates.values():
        sounds[alternate.file.path] = read(alternate.file.path, _without_peaks)
    return Lesson(
        edition=edition,
        episode=episode,
        sounds={path: sound for path, sound in sounds.items() if sound},
        tags=read(episode.audio.path, read_tags),
        lines=read(stem + TRANSCRIPT, lambda place: lines_of(place.read_bytes())),
        cues=read(stem + VTT, lambda place: read_cues(place.read_bytes())),
        word_cues=read(stem + WORD_VTT, lambda place: read_cues(place.read_bytes())),
        entries=read(stem + CHAPTERS, lambda place: tuple(json.loads(place.read_bytes())["chapters"])),
        unreadable=unreadable,
        longest_pause_s=longest_pause_s,
    )


def _without_peaks(place: Path) -> Measured:
    return measure(place, peaks=False)
