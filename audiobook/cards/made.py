"""The cards of a lesson as they are planned, and as they come from the store or are drawn and kept there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from audiobook.cards.figures import Figure, Spoken
from audiobook.cards.themes import THEMES, Theme
from audiobook.facts import facts_as
from audiobook.keys import stable_hash

if TYPE_CHECKING:
    from audiobook.cards.draw import Card
    from audiobook.store import Entry, Store

KIND = "card"
STAGE = 2  # raise it when the same figure gives another picture

_DRAWN_WITH = ("pillow", "pygments", "fontpkg-inter", "fontpkg-jetbrains-mono", "wcwidth")


@dataclass(frozen=True)
class CardsPlan:
    """The cards a lesson is to have.

    theme: of the pictures that are embedded in files and named in chapters; cover: of the course, which gives the
    frame its colour; base_url: of the course, for the addresses of pictures.
    """

    spoken: tuple[Spoken, ...] = ()
    theme: Theme = "dark"
    cover: bytes = field(default=b"", repr=False)
    base_url: str = ""

    @cached_property
    def pictures(self) -> str:
        """The key of all that the pictures in files, and when each is shown, depend on; empty without cards."""
        if not self.spoken:
            return ""
        shown = [(self._key(each.figure), each.first, each.last) for each in self.spoken]
        return stable_hash([self.theme, shown])

    @cached_property
    def key(self) -> str:
        """The key of these and of the addresses in what names them."""
        return stable_hash([self.base_url, self.pictures]) if self.spoken else ""

    def cards(self, store: Store) -> list[tuple[Card, ...]]:
        """The cards of each figure: from the store, else drawn and kept there."""
        return [self._cards(each.figure, store) for each in self.spoken]

    def _key(self, figure: Figure) -> str:
        return stable_hash([STAGE, _tools(), self._frame, asdict(figure)])

    @cached_property
    def _frame(self) -> str:
        return hashlib.sha256(self.cover).hexdigest()

    def _cards(self, figure: Figure, store: Store) -> tuple[Card, ...]:
        from audiobook.cards.draw import cards_of

        key = self._key(figure)
        stored = store.get(KIND, key)
        if stored:
            try:
                return _kept(stored)
            except ValueError:
                store.reject(KIND, key)
        cards = cards_of(figure, _hue(self.cover))
        files = [card.files[theme] for card in cards for theme in THEMES]
        facts: Mapping[str, object] = {
            "weights": [card.weight for card in cards],
            "lengths": [len(file) for file in files],
        }
        store.put(KIND, key, facts, b"".join(files))
        return cards


def _kept(entry: Entry) -> tuple[Card, ...]:
    """The cards of an entry of the store. Raises ValueError for what is no such entry."""
    from audiobook.cards.draw import Card

    facts = facts_as(_Facts, entry.facts)
    if sum(facts.lengths) != len(entry.payload):
        raise ValueError("not the files that are told of")
    ends = list(accumulate(facts.lengths, initial=0))
    files = [entry.payload[start:end] for start, end in pairwise(ends)]
    pairs = zip(files[::2], files[1::2], facts.weights, strict=True)
    return tuple(Card(dict(zip(THEMES, (dark, light), strict=True)), weight) for dark, light, weight in pairs)


@dataclass(frozen=True)
class _Facts:
    """What is kept beside the files, which follow each other: those of a card, one for each theme."""

    weights: list[int]
    lengths: list[int]


@cache
def _tools() -> list[str]:
    from importlib import metadata

    return [f"{name} {metadata.version(name)}" for name in _DRAWN_WITH]


@cache
def _hue(cover: bytes) -> int:
    from audiobook.cards.themes import hue_of

    return hue_of(cover)
