"""A stretch of running text as runs, so that it can be cut into sentences wherever they begin, also amid a link."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from audiobook.editions.written.xhtml import add, add_text

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, eq=False)
class Wrap:
    """An inline element around runs: the same object around all that stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """Text within the same inline elements, the outermost first; or an element that is one piece.

    The text of an element is what may be heard of it, as the alternative text of a picture. `note`: the footnote that
    it calls.
    """

    text: str
    wraps: tuple[Wrap, ...] = ()
    element: _Element | None = None
    note: object = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A sentence: half-open positions in the joined text of the runs."""

    start: int
    end: int


def text_of(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def fill(host: _Element, runs: Sequence[Run], cuts: Sequence[Cut]) -> list[_Element]:
    """Put the runs into `host`, with a span around each sentence; gives the spans. Cuts are in order, and apart.

    An inline element that reaches over the edge of a sentence is written once on each side of it.
    """
    spans: list[_Element] = []
    path: list[tuple[object, _Element]] = []  # what is open, by the Cut or Wrap that it stands for
    for run, cut in _pieces(runs, cuts):
        wanted: list[Cut | Wrap] = [*([cut] if cut else []), *run.wraps]
        shared = 0
        while shared < min(len(path), len(wanted)) and path[shared][0] is wanted[shared]:
            shared += 1
        del path[shared:]
        for step in wanted[shared:]:
            place = path[-1][1] if path else host
            if isinstance(step, Wrap):
                path.append((step, add(place, step.tag, step.attributes)))
            else:
                path.append((step, add(place, "span")))
                spans.append(path[-1][1])
        place = path[-1][1] if path else host
        if run.element is not None:
            place.append(run.element)
        else:
            add_text(place, run.text)
    return spans


def _pieces(runs: Sequence[Run], cuts: Sequence[Cut]) -> Iterator[tuple[Run, Cut | None]]:
    """The runs, cut where a sentence begins or ends, each with the sentence it is in."""
    starts = [cut.start for cut in cuts]
    offsets = [0, *accumulate(len(run.text) for run in runs)]
    for run, start, end in zip(runs, offsets[:-1], offsets[1:], strict=True):
        if run.element is not None:
            yield run, _around(cuts, starts, start, end)
            continue
        at = start
        while at < end:
            index = bisect_right(starts, at) - 1
            cut = cuts[index] if index >= 0 and at < cuts[index].end else None
            following = starts[index + 1] if index + 1 < len(starts) else end
            until = min(end, cut.end if cut else following)
            yield Run(run.text[at - start : until - start], run.wraps), cut
            at = until


def _around(cuts: Sequence[Cut], starts: Sequence[int], start: int, end: int) -> Cut | None:
    """The sentence that an element belongs to; one of no length, between two, belongs to that before it."""
    index = bisect_right(starts, start) - 1
    if (
        start == end
        and index >= 0
        and cuts[index].start == start
        and index > 0
        and cuts[index - 1].end == start
    ):
        index -= 1
    return cuts[index] if index >= 0 and end <= cuts[index].end else None
