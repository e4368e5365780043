"""The pictures that a lesson names, and what boxes are pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import PICTURES
from audiobook.markdown.html import tag

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.model import Lesson


def sources(lesson: Lesson) -> Iterator[str]:
    """The pictures of a lesson as they are written there, in order."""
    for section in lesson.sections:
        for block in section.blocks:
            for node in block.node.walk():
                source = _source(node)
                if source:
                    yield source


def is_figure(names: Sequence[str]) -> bool:
    """Whether a box of these names (its kind and classes) shows a picture."""
    return bool(names) and names[0] in PICTURES


def figure_source(node: SyntaxTreeNode) -> str:
    """The picture of a box that shows one."""
    options = node.meta.get("options", {})
    return str(options.get("source") or options.get("src") or node.meta.get("title", ""))


def _source(node: SyntaxTreeNode) -> str:
    match node.type:
        case "image":
            return str(node.attrs.get("src", ""))
        case "html_inline":
            piece = tag(node.content)
            return piece.attrs.get("src", "") if piece and piece.name == "img" else ""
        case "container" if is_figure(node.meta.get("names", ())):
            return figure_source(node)
    return ""
