"""Which place on the page is read at each moment.

Every sentence that is heard has some places where it may belong: its own words, the listing, table or picture that it
describes, the box or list that it announces. Each place has a weight. Of all ways to go through the page from its
beginning to its end, without ever going back, the one of the greatest weight is taken. A sentence without a place on
that way is heard at the place before it ("End quote."), or, if it tells a footnote, where that is called.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from audiobook.announcements import KIND as ANNOUNCEMENT
from audiobook.editions.epub.reading import Found, Reading, words_of
from audiobook.editions.written.runs import Cut
from audiobook.model import Utterance

_EXACT, _NEARLY, _ROW, _WHOLE, _NEAR = 40, 20, 12, 4, 2
# What stands in a footnote that was told early must not keep a sentence of the text from its place.
_NOTE_WORDS, _NOTE = 2, 1
_LENGTH = 20  # words: of two sentences the longer one, up to here, is the surer
_ROWS, _SPOTS = 200, 8  # the most rows, and other spots, that a sentence is compared with
_DESCRIBED = {
    "code": ("code",),
    "diagram": ("code", "picture"),
    "image": ("picture",),
    "list": ("list",),
    "math": ("math", "code"),
    "note": ("box", "note", "list"),
    "quote": ("quote", "box"),
    "table": ("table",),
}
"""What an utterance of a kind may tell of, by kinds of spots."""


@dataclass(frozen=True, slots=True)
class Call:
    """Where a footnote is called: a position in the text of a spot, and the source lines of the note.

    `run`: which of the spot's runs the call is.
    """

    spot: int
    run: int
    position: int
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """What is pointed at: a whole spot, a stretch of its text, or (by its run) the call of a footnote in it."""

    spot: int
    cut: Cut | None = None
    run: int = -1


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place for an utterance, from and to where it reaches in the line of words, and how well it fits."""

    place: Place
    start: int
    end: int
    weight: int


def follow(utterances: Sequence[Utterance], reading: Reading, calls: Sequence[Call]) -> list[Place | None]:
    """The place of each utterance, in page order; None for one that is heard where the one before it is."""
    finder = _Finder(reading)
    places = _best_way([list(finder.choices(utterance)) for utterance in utterances])
    if places and not any(places):  # nothing of the page is heard, and a reader still wants to be somewhere
        places[0] = Place(0)
    before: Place | None = None
    for number, utterance in enumerate(utterances):
        if places[number] is None and before is not None:
            places[number] = _called(utterance, before, reading, calls)
        before = places[number] or before
    return places


def _called(utterance: Utterance, before: Place, reading: Reading, calls: Sequence[Call]) -> Place | None:
    """Where the footnote that an utterance tells is called, in what was read before it."""
    last = before.spot if before.cut or before.run >= 0 else max(before.spot, reading.spots[before.spot].last)
    for call in calls:
        told = call.lines[0] <= utterance.line and utterance.end_line <= call.lines[1]
        here = before.spot <= call.spot <= last and call.run > before.run
        if told and here and (before.cut is None or before.cut.start <= call.position):
            return Place(call.spot, run=call.run)
    return None


# -- the way -------------------------------------------------------------------------------------------------


def _best_way(choices: Sequence[Sequence[_Choice]]) -> list[Place | None]:
    """One choice at most for each utterance, of the greatest weight in all, each beginning where another has ended."""
    ends = sorted({choice.end for options in choices for choice in options})
    # A Fenwick tree: the greatest weight up to an end, and the last step of the way that has it.
    best: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)
    steps: list[tuple[int, _Choice, int]] = []  # the utterance, its choice, and the step before it

    def reached(count: int) -> tuple[int, int]:
        weight, step = 0, -1
        while count:
            if best[count][0] > weight:
                weight, step = best[count]
            count &= count - 1
        return weight, step

    for number, options in enumerate(choices):
        for choice, (weight, before) in [
            (choice, reached(bisect_right(ends, choice.start))) for choice in options
        ]:
            steps.append((number, choice, before))
            at = bisect_left(ends, choice.end) + 1
            while at <= len(ends):
                if weight + choice.weight > best[at][0]:
                    best[at] = (weight + choice.weight, len(steps) - 1)
                at += at & -at

    found: list[Place | None] = [None] * len(choices)
    _, step = reached(len(ends))
    while step != -1:
        number, choice, step = steps[step]
        found[number] = choice.place
    return found


# -- the choices ---------------------------------------------------------------------------------------------


class _Finder:
    """Finds the places where utterances may belong, by their words and their lines in the source."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._hints = [0, 0]  # where words were found last: in the text, in footnotes
        self._spots = [
            [n for n, spot in enumerate(reading.spots) if spot.aside is aside and spot.kind != ANNOUNCEMENT]
            for aside in (False, True)
        ]
        # Rising, so that spots can be sought by line: a caption that is written below its table stands above it.
        self._lines = [
            list(accumulate((reading.spots[spot].lines[0] for spot in spots), max)) for spots in self._spots
        ]

    def choices(self, utterance: Utterance) -> Iterator[_Choice]:
        if utterance.kind == ANNOUNCEMENT:
            yield from self._around()
        where, spots = self._near(utterance)
        if not spots:
            return
        words = words_of(utterance.written)
        start = self._reading.starts[spots[0]]
        end = max(self._reading.ends[spots[0]], self._reading.ends[spots[-1]])
        found = self._sought(words, start, end, where)
        weight = _EXACT + min(len(words), _LENGTH) if found else _NEARLY
        if utterance.kind == "table":
            yield from self._rows(words, spots)
        elif found is None:
            found = self._most(words, start, end, where)
        if found:
            self._hints[where] = found.end
            weight = _NOTE_WORDS if where else weight
            yield _Choice(Place(found.spot, found.cut), found.start, found.end, weight)
        yield from self._described(utterance.kind, spots, _NOTE if where else _WHOLE)

    def _around(self) -> Iterator[_Choice]:
        """What stands before and after the lesson, for what is said there."""
        for index in (0, len(self._reading.spots) - 1):
            if self._reading.spots[index].kind == ANNOUNCEMENT:
                start = self._reading.starts[index]
                yield _Choice(Place(index), start, start, _WHOLE)

    def _near(self, utterance: Utterance) -> tuple[int, list[int]]:
        """The spots that begin in the lines of an utterance, and whether they stand in a footnote."""
        for where in (0, 1):
            lines = self._lines[where]
            first, after = bisect_left(lines, utterance.line), bisect_right(lines, utterance.end_line)
            if first < after:
                return where, self._spots[where][first:after]
        before = bisect_right(self._lines[0], utterance.line)
        return 0, self._spots[0][max(0, before - 1) : before]

    # -- words -----------------------------------------------------------------------------------------------

    def _sought(self, words: Sequence[str], start: int, end: int, where: int) -> Found | None:
        """The words after those that were found last, else anywhere from `start` to `end`."""
        hint = self._hints[where] - 1  # the space between two words
        after = self._reading.find(words, max(start, hint), end) if hint < end else None
        return after or (self._reading.find(words, start, end) if hint > start else None)

    def _most(self, words: Sequence[str], start: int, end: int, where: int) -> Found | None:
        """Half of the words or more: the longest ending, the longest beginning, or both; or all of them but a lead."""
        count = len(words)
        head = _most_of(count, lambda size: self._sought(words[:size], start, end, where))
        tail = _most_of(count, lambda size: self._sought(words[count - size :], start, end, where))
        first = self._sought(words[:head], start, end, where)
        last = self._sought(words[count - tail :], start, end, where) if tail else None
        if first and last and 2 * (head + tail) >= count and self._reading.between(first, last) <= count:
            return self._reading.reach(first, last)
        if last and (2 * tail >= count or self._reading.begins(last)):
            return last
        return first if 2 * head >= count else None

    # -- things ----------------------------------------------------------------------------------------------

    def _rows(self, words: Sequence[str], spots: Sequence[int]) -> Iterator[_Choice]:
        """The rows of which most words are heard."""
        heard = frozenset(words)
        reading = self._reading
        scores = []
        for spot in [spot for spot in spots if reading.spots[spot].kind == "row"][:_ROWS]:
            shown = reading.within(reading.starts[spot], reading.ends[spot])
            scores.append((len(shown & heard) / len(shown) if shown else 0.0, len(shown), spot))
        best = max(scores, default=(0.0, 0, 0))[:2]
        for share, size, spot in scores:
            if (share, size) == best and share > 0.6:
                yield _Choice(
                    Place(spot), reading.starts[spot], reading.ends[spot], _ROW + min(size, _LENGTH)
                )

    def _described(self, kind: str, spots: Sequence[int], weight: int) -> Iterator[_Choice]:
        """The first thing in these lines of which such an utterance may tell, else whatever begins there."""
        wanted = _DESCRIBED.get(kind, ())
        told = (
            next((spot for spot in spots if self._reading.spots[spot].kind in wanted), None)
            if wanted
            else None
        )
        for spot in spots[:_SPOTS] if told is None else (told,):
            start = self._reading.starts[spot]
            yield _Choice(Place(spot), start, start, min(weight, _NEAR) if told is None else weight)


def _most_of(most: int, sought: Callable[[int], object]) -> int:
    """The greatest count for which something is found, where all smaller ones find it too."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if sought(middle):
            low = middle
        else:
            high = middle - 1
    return low
