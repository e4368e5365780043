"""The pictures that a lesson names, and what boxes are pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

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


def place_of(source: str, lesson: Lesson) -> str:
    """Where in the course folder a picture lies, as a path with slashes: below the lesson's folder, or below the
    course's if it is written with a slash before it. "" for one on the web, and for what is no address.
    """
    try:
        parts = urlsplit(source)
    except ValueError:  # a malformed host
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    below = posixpath.join("/", posixpath.dirname(lesson.path), unquote(parts.path))
    return posixpath.normpath(below).lstrip("/")


def hidden(lesson: Lesson, course: Path) -> Iterator[Path]:
    """The pictures of a lesson in folders or files whose names begin with a dot, whether they are there or not.

    What else is hidden in a course is not ours to look at.
    """
    for source in sources(lesson):
        place = place_of(source, lesson)
        if "\0" not in place and any(part.startswith(".") for part in place.split("/")):
            yield course / place


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
