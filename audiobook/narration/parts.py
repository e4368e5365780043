"""The small values that the narrator works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.model import Utterance

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
