"""The finished files of one lesson, on their way into the edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.editions import transcript
from audiobook.editions.book_pictures import Shown
from audiobook.editions.forms import LessonForm
from audiobook.errors import PublishError, reason_of
from audiobook.model import Card, Line, Loudness, OutputFile
from audiobook.plan import LessonPlan
from audiobook.recordings import Heard

if TYPE_CHECKING:
    from audiobook.cards.themes import Theme


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished file of the edition. `path`: where it is now; `staged`: it waits there to be moved into place."""

    file: OutputFile
    path: Path
    staged: bool


@dataclass(frozen=True, slots=True)
class AlternateTrack:
    """The finished audio of one lesson in another form than MP3."""

    form: LessonForm
    audio: Piece
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class CardTrack:
    """A card of a lesson with its files, which are named in it."""

    card: Card
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """The finished audio of one lesson, the files beside it by suffix, its cards, and its other forms."""

    plan: LessonPlan
    heard: Heard
    audio: Piece
    beside: Mapping[str, Piece]
    cards: tuple[CardTrack, ...] = field(default=())
    alternates: tuple[AlternateTrack, ...] = field(default=())

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All its files, each once: a lesson may show one picture twice."""
        pictures = (piece for card in self.cards for piece in card.pieces)
        every = (self.audio, *self.beside.values(), *pictures, *(form.audio for form in self.alternates))
        return tuple({piece.file.path: piece for piece in every}.values())

    def shown(self, theme: Theme) -> Iterator[Shown]:
        """Its cards in one theme, and when they are seen, in seconds."""
        for each in self.cards:
            name = getattr(each.card, theme).path
            place = next(piece.path for piece in each.pieces if piece.file.path == name)
            yield Shown(each.card.start_s, each.card.end_s, place)

    def lines(self) -> tuple[Line, ...]:
        """The sentences of the transcript, read anew: a course of many hours is not kept in memory.

        Raises PublishError.
        """
        place = self.beside[transcript.TRANSCRIPT].path
        try:
            return transcript.lines_of(place.read_bytes())
        except OSError as error:
            raise PublishError(
                f"{place} cannot be read ({reason_of(error)})", "Mend it and build again"
            ) from error
