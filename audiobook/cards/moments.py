"""When each card is shown: from where its part of the figure is told of to the next card, or the end of the chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from audiobook.model import ChapterTime

if TYPE_CHECKING:
    from audiobook.cards.draw import Card
    from audiobook.cards.figures import Spoken
    from audiobook.recordings import Sound


@dataclass(frozen=True, slots=True)
class Moment:
    """A card with its time: `when` is titled as the chapter. `first`: it is shown from the start of the chapter."""

    card: Card
    label: str
    when: ChapterTime
    first: bool


def moments_of(
    spoken: Sequence[Spoken], cards: Sequence[tuple[Card, ...]], sound: Sound
) -> tuple[Moment, ...]:
    """The cards of a lesson in order of time.

    The first card of a chapter is shown from its start: what leads up to code is about it too. A figure on several
    cards is told evenly, as far as anyone knows: each is shown for its share of the rows.
    """
    begins: list[tuple[float, Card, str]] = []
    for each, drawn in zip(spoken, cards, strict=True):
        start, end = sound.cues[each.first].start, sound.cues[each.last].end
        weights = [card.weight for card in drawn]
        shares = [0, *accumulate(weights)]
        for number, card in enumerate(drawn):
            at = start + (end - start) * shares[number] / shares[-1]
            begins.append((at, card, _label(each, number, len(drawn))))
    found = []
    for chapter in sound.chapters:
        within = [each for each in begins if chapter.start <= each[0] < chapter.end]
        starts = [sound.seconds(round(at)) for at, _, _ in within]
        starts[:1] = [sound.seconds(chapter.start)] if within else []
        ends = [*starts[1:], sound.seconds(chapter.end)]
        for number, ((_, card, label), begin, end_s) in enumerate(zip(within, starts, ends, strict=False)):
            if begin < end_s:
                title = f"{chapter.title} ({number + 1})" if number else chapter.title
                found.append(Moment(card, label, ChapterTime(title, begin, end_s), first=not number))
    return tuple(found)


def _label(spoken: Spoken, number: int, count: int) -> str:
    """`Elixir: The schema, 1 of 2`."""
    figure = spoken.figure
    place = f", {number + 1} of {count}" if count > 1 else ""
    return f"{figure.label}: {figure.section}{place}"
