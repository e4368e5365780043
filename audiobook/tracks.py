"""The finished files of one lesson, on their way into the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobook.editions import transcript
from audiobook.model import Line, OutputFile
from audiobook.plan import LessonPlan
from audiobook.recordings import Heard


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished file of the edition. `path`: where it is now; `staged`: it waits there to be moved into place."""

    file: OutputFile
    path: Path
    staged: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The finished audio of one lesson, and the files beside it by suffix."""

    plan: LessonPlan
    heard: Heard
    audio: Piece
    beside: Mapping[str, Piece]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (self.audio, *self.beside.values())

    def lines(self) -> tuple[Line, ...]:
        """The sentences of the transcript, read anew: a course of many hours is not kept in memory."""
        return transcript.lines_of(self.beside[transcript.TRANSCRIPT].path.read_bytes())
