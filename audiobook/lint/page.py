"""A lesson laid out for the rules of lint: one walk over its blocks, beside the script that narration made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.lint.disable import Disabled, disabled_in
from audiobook.narration.inline import Inline, read

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.config import LintSettings
    from audiobook.course import CourseSource
    from audiobook.model import Block, Lesson, Script
    from audiobook.narration.lexicon import Lexicon

# Why narration did not apply its own rules to a block: what its author decided is not second-guessed.
_DECIDED = frozenset(("left out by the author", "in the author's words"))


@dataclass(frozen=True, slots=True)
class Place:
    """A node with its 1-based, inclusive lines in the file: those of the node around it where it has none."""

    node: SyntaxTreeNode
    line: int
    end_line: int

    def line_of(self, words: str) -> int:
        """The line of the first use of some words, by the source of an `inline` node; else the first line."""
        position = self.node.content.find(words)
        if position < 0:
            return self.line
        return min(self.line + self.node.content.count("\n", 0, position), self.end_line)


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text: its `inline` node and what narration reads of it."""

    place: Place
    inline: Inline

    @property
    def is_heading(self) -> bool:
        parent = self.place.node.parent
        return parent is not None and parent.type == "heading"


@dataclass(frozen=True, slots=True)
class Page:
    """All that a rule may look at.

    `places` and `texts` leave out what the author replaced or skipped by a directive. `dated`: the course has a date
    of its own. `disabled`: the rules that comments turn off.
    """

    lesson: Lesson
    script: Script
    settings: LintSettings
    lexicon: Lexicon
    language: str
    dated: bool
    places: tuple[Place, ...]
    texts: tuple[Text, ...]
    disabled: Disabled

    def line_of(self, words: str, first: int, last: int) -> int:
        """The line of some words of an utterance that stands for the lines `first` to `last`."""
        start = words.split(maxsplit=1)[0] if words.split() else words
        for wanted in (words, start):
            for text in self.texts:
                if first <= text.place.line <= last and wanted in text.place.node.content:
                    return text.place.line_of(wanted)
        return first


def page_of(
    lesson: Lesson, script: Script, course: CourseSource, lexicon: Lexicon, rules: Collection[str]
) -> Page:
    """The page of a lesson and its script. `rules` are the names of all rules there are."""
    every = tuple(
        place for section in lesson.sections for block in section.blocks for place in _places(block)
    )
    decided = _merged([(e.line, e.end_line) for e in script.ledger if e.reason in _DECIDED])
    starts = [first for first, _ in decided]

    def is_decided(place: Place) -> bool:
        index = bisect_right(starts, place.line) - 1
        return index >= 0 and place.end_line <= decided[index][1]

    places = tuple(place for place in every if not is_decided(place))
    expanded: set[str] = set()
    texts = tuple(Text(place, read(place.node, expanded)) for place in places if place.node.type == "inline")
    disabled = disabled_in(every, texts, rules)
    settings = course.settings
    dated = settings.published is not None
    return Page(lesson, script, settings.lint, lexicon, settings.language, dated, places, texts, disabled)


def _places(block: Block) -> Iterator[Place]:
    """The block and all blocks and runs of text within it, in the order of the source."""
    waiting = [Place(block.node, block.line, block.end_line)]
    while waiting:
        place = waiting.pop()
        yield place
        if place.node.type == "inline":
            continue
        first, last = place.line, place.end_line
        for child in reversed(place.node.children):
            if child.map:
                start = min(max(child.map[0] + 1, first), last)
                waiting.append(Place(child, start, min(max(child.map[1], start), last)))
            else:
                waiting.append(Place(child, first, last))


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of lines without those that lie within others, by their start."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not merged or last > merged[-1][1]:
            merged.append((first, last))
    return merged
