"""Inline Markdown and HTML to visible text with marks on it.

What a listener cannot use goes here: struck-out words, badges, comments, citations, emoji codes, attribute lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown import parse_inline
from audiobook.model import Written
from audiobook.narration.parts import Image, Inline, Note
from audiobook.narration.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["Image", "Inline", "Note", "read", "read_tokens", "written", "written_of"]

_PLAIN = re.compile(r"[\w ,.?!'’()\-%/–—\"“”;]*")


def written_of(node: SyntaxTreeNode) -> Written:
    """The visible text of an `inline` node. A hard line break is a newline, other white space single spaces."""
    return read(node).written


def written(markdown: str) -> Written:
    """The visible text of a line of inline Markdown."""
    if _PLAIN.fullmatch(markdown):
        return Written(" ".join(markdown.split()))
    return read(parse_inline(markdown)).written


def read(node: SyntaxTreeNode, expanded: set[str] | None = None) -> Inline:
    """All that an `inline` node holds. Abbreviations in `expanded` are not expanded again; new ones are added."""
    return read_tokens((node.token.children if node.token else None) or (), expanded)


def read_tokens(tokens: Sequence[Token], expanded: set[str] | None = None) -> Inline:
    """All that a run of inline tokens holds."""
    return Reader(set() if expanded is None else expanded).read(tokens)
