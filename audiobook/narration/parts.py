"""The small values that the narrator works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.model import Mark, Utterance, Written

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

PART_TYPES = frozenset(
    ("inline", "thead", "tbody", "tr", "th", "td", "list_item", "dt", "dd", "caption", "root")
)
"""Nodes that are part of a block and are accounted for with it."""

SILENT_TYPES = frozenset(("html_block", "attribute_list", "template_tag", "definition", "container_mark"))
"""Nodes that a directive before them is not about: they have no words to replace."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences in milliseconds: those of the settings, and those that follow from them."""

    headings: tuple[int, int, int]
    paragraph: int
    thematic_break: int

    sentence: int = 200
    item: int = 300
    after_heading: int = 500
    after_code: int = 600
    way_back: int = 600
    closing: int = 1000

    def before_heading(self, level: int) -> int:
        return self.headings[min(max(level, 1), 3) - 1]


@dataclass(slots=True)
class Chapter:
    """A section of the script as it grows."""

    id: str
    title: str
    level: int
    utterances: list[Utterance] = field(default_factory=list)


@dataclass(slots=True)
class Footnote:
    """A footnote: its node, the lines of the top-level block it is in, and whether the text has called it."""

    node: SyntaxTreeNode
    bounds: tuple[int, int]
    used: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Where a footnote is called: a position in the text, and the note's label, or its text when it is inline."""

    position: int
    label: str
    content: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image: its alternative text, empty when it is decoration, None when there is none or only a file name.

    `marks` are those on the alternative text.
    """

    alternative: str | None
    source: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text as read. `outside_images` is false when nothing but images stands in it.

    `left_out` names what the page shows and nobody hears, such as struck-out text.
    """

    written: Written
    notes: tuple[Note, ...] = ()
    images: tuple[Image, ...] = ()
    comments: tuple[str, ...] = ()
    outside_images: bool = True
    left_out: tuple[str, ...] = ()
    struck_out: bool = False

    @property
    def omission(self) -> str:
        """What of the visible text is not said, for the ledger; "" when all of it is."""
        return f"without {' and '.join(self.left_out)}" if self.left_out else ""
