"""A page as one line of words, in which what is heard can be found again."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.editions.written.runs import Cut, text_of
from audiobook.editions.written.sheet import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Characters that are not seen do not part a word.
_WORD = re.compile(r"\w[\w\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of text in the line of words: where its words begin there, and where they stand in the text."""

    places: list[int]
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """Words on the page: half-open places in the line of words, and where they stand in the text of a spot."""

    start: int
    end: int
    spot: int
    cut: Cut


class Reading:
    """The words of all spots in order, folded to one form, each between two spaces; a spot begins with a newline."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        self.spots = spots
        self.starts: list[int] = []
        self._texts: list[_Text] = []
        parts: list[str] = []
        length = 0
        for spot in spots:
            self.starts.append(length)
            line = "\n "
            text = _Text([], [])
            if spot.kind == "text":
                shown = text_of(spot.runs)
                pieces = [line]
                at = length + len(line)
                for match in _WORD.finditer(shown):
                    word = plain(match[0])
                    text.places.append(at)
                    text.spans.append(match.span())
                    pieces.append(word + " ")
                    at += len(word) + 1
                line = "".join(pieces)
            self._texts.append(text)
            parts.append(line)
            length += len(line)
        self.line = "".join(parts)
        self.ends = [
            self.starts[max(spot.last, index) + 1] if max(spot.last, index) + 1 < len(spots) else length
            for index, spot in enumerate(spots)
        ]

    def find(self, words: Sequence[str], start: int, end: int) -> Found | None:
        """The first place between `start` and `end` where these words stand side by side in one text."""
        if not words:
            return None
        at = self.line.find(f" {' '.join(words)} ", start, end)
        return self._found(at + 1, at + 1 + sum(map(len, words)) + len(words)) if at != -1 else None

    def begins(self, found: Found) -> bool:
        """Whether a text begins with these words."""
        return found.start == self._texts[found.spot].places[0]

    def between(self, first: Found, last: Found) -> float:
        """How many words stand between; very many when it is not the same text, or not in this order."""
        if first.spot != last.spot or first.end > last.start:
            return math.inf
        return self.line.count(" ", first.end, last.start)

    def reach(self, first: Found, last: Found) -> Found:
        """From the one to the other, in the same text."""
        return Found(first.start, last.end, first.spot, Cut(first.cut.start, last.cut.end))

    def within(self, start: int, end: int) -> frozenset[str]:
        """The different words between two places."""
        return frozenset(self.line[start:end].split())

    def place_of(self, spot: int, position: int) -> int:
        """Where a position in the text of a spot lies in the line of words: after the words before it."""
        text = self._texts[spot]
        count = bisect_right(text.spans, position, key=lambda span: span[1])
        return text.places[count] if count < len(text.places) else self.ends[spot]

    def widened(self, spot: int, cuts: Iterable[Cut]) -> list[Cut]:
        """The stretches of a text with the marks that belong to them: quotes before the first word, the full stop."""
        spans, shown = self._texts[spot].spans, text_of(self.spots[spot].runs)
        found: list[Cut] = []
        for cut in cuts:
            start, end = cut.start, cut.end
            before = bisect_left(spans, (start, start)) - 1
            floor = max(found[-1].end if found else 0, spans[before][1] if before >= 0 else 0)
            while start > floor and not shown[start - 1].isspace():
                start -= 1
            after = bisect_left(spans, (end, end))
            ceiling = spans[after][0] if after < len(spans) else len(shown)
            while end < ceiling and not shown[end].isspace():
                end += 1
            found.append(Cut(start, end))
        return found

    def _found(self, start: int, end: int) -> Found:
        spot = bisect_right(self.starts, start) - 1
        text = self._texts[spot]
        first, after = bisect_left(text.places, start), bisect_left(text.places, end)
        return Found(start, end, spot, Cut(text.spans[first][0], text.spans[after - 1][1]))


def words_of(text: str) -> list[str]:
    """The words of a text, in the form in which a page is read."""
    return [plain(match) for match in _WORD.findall(text)]


def plain(word: str) -> str:
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold()
    return re.sub(r"\s+", "", folded) or "_"
