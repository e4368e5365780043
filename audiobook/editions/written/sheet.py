"""A page as it is written: elements below elements, and the spots that can be pointed at, in page order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.direction import direction_in
from audiobook.editions.written.inline import Context, elsewhere, runs_of
from audiobook.editions.written.runs import Cut, Run, fill, text_of
from audiobook.editions.written.xhtml import add, name_of
from audiobook.markdown.tree import lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode


@dataclass(slots=True, eq=False)
class Spot:
    """A place on the page that can be pointed at: a stretch of text, or a whole element.

    kind: `text`, or what the element is: `code`, `table`, `row`, `list`, `quote`, `box`, `picture`, `math`, `note`,
    `opening`; lines: of the source, 1-based and inclusive; runs: of a stretch of text; last: the index of the last spot
    within an element; aside: it stands in a footnote.
    """

    element: _Element
    kind: str
    lines: tuple[int, int]
    runs: list[Run] = field(default_factory=list)
    last: int = -1
    aside: bool = False


Rule = Callable[["Sheet", "_Element", "SyntaxTreeNode"], None]


_CODE = frozenset({"code", "kbd", "samp"})


class Sheet:
    """What rules (blocks.py) write on: `rules` by type of node; "" is the rule for any other.

    spots: grows with the page; context: what inline text needs; aside: a footnote is being written.
    """

    def __init__(self, context: Context, rules: Mapping[str, Rule]) -> None:
        self.context = context
        self.spots: list[Spot] = []
        self.aside = False
        self.plain = False  # within what may hold no headings
        self._rules = rules
        self._bounds = (1, 1)

    def render(self, parent: _Element, nodes: Sequence[SyntaxTreeNode]) -> None:
        """Write blocks at the end of `parent`."""
        for node in nodes:
            self._rules.get(node.type, self._rules[""])(self, parent, node)

    # -- spots -----------------------------------------------------------------------------------------------

    @contextmanager
    def whole(self, element: _Element, kind: str, node: SyntaxTreeNode | None) -> Iterator[_Element]:
        """Make a spot of an element with all that is put into it meanwhile."""
        spot = Spot(element, kind, self.lines(node), aside=self.aside)
        self.spots.append(spot)
        yield element
        spot.last = len(self.spots) - 1

    def text(self, host: _Element, runs: Sequence[Run], node: SyntaxTreeNode | None) -> None:
        """A spot for running text; `host` is filled with it when its sentences are known."""
        if shows(runs):
            self.spots.append(Spot(host, "text", self.lines(node), list(runs), aside=self.aside))

    # -- what is in a node -----------------------------------------------------------------------------------

    def inline(self, node: SyntaxTreeNode) -> list[Run]:
        """The runs of all texts right in a node."""
        return [
            run for child in node.children if child.type == "inline" for run in runs_of(child, self.context)
        ]

    def cell(self, place: _Element, node: SyntaxTreeNode) -> None:
        """What is in a cell, a term or a meaning: text of its own, or blocks without headings."""
        if all(child.type == "inline" for child in node.children):
            self.text(place, self.inline(node), node)
        else:
            before, self.plain = self.plain, True
            self.render(place, node.children)
            self.plain = before

    def link(self, parent: _Element, target: str, what: str) -> None:
        """A paragraph that leads to what cannot be shown here, or tells of it where it has no address on the web."""
        run = elsewhere(target, what, self.context)
        fill(add(parent, "p"), [run], ())

    # -- lines -----------------------------------------------------------------------------------------------

    @contextmanager
    def within(self, bounds: tuple[int, int]) -> Iterator[None]:
        """Keep the lines of nodes within these: those of the top-level block that holds them."""
        before, self._bounds = self._bounds, bounds
        yield
        self._bounds = before

    def lines(self, node: SyntaxTreeNode | None) -> tuple[int, int]:
        """The 1-based, inclusive source lines of a node; those of the block that holds it where it has none."""
        return lines_of(node, self._bounds)


def shows(runs: Sequence[Run]) -> bool:
    """Whether there is anything to see in them."""
    return any(run.text.strip() or run.element is not None for run in runs)


def fill_in(spot: Spot, cuts: Sequence[Cut], direction: str) -> list[_Element]:
    """Fill a text on a page of this direction, with a span around each sentence; gives the spans.

    Text of the other direction says so, and code is read from left to right in any text.
    """
    prose = [run for run in spot.runs if not any(wrap.tag in _CODE for wrap in run.wraps)]
    own = direction_in(text_of(prose)) or direction
    if own != direction:
        spot.element.set("dir", own)
    spans = fill(spot.element, spot.runs, cuts)
    if own == "rtl":
        for node in spot.element.iterdescendants():
            if name_of(node) in _CODE:
                node.set("dir", "ltr")
    return spans
