"""Cells of Markdown's tables that hold lists and paragraphs in HTML, as Markdown has no way to write them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.markdown.html import pieces, tag
from audiobook.markdown.tables import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BLOCK_NAMES = "blockquote dd details div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre summary table ul"
_BLOCKS = frozenset(_BLOCK_NAMES.split())


def take_cells(md: MarkdownIt, tokens: Sequence[Token]) -> None:
    """Make the text of such cells blocks of HTML, for `nesting` to read."""
    before = ""
    for token in tokens:
        if token.type == "inline" and before in _OPENING and _holds_blocks(md, token.content):
            token.type, token.children = "html_block", None
        before = token.type


_OPENING = frozenset(f"{name}_open" for name in CELLS)


def _holds_blocks(md: MarkdownIt, text: str) -> bool:
    """Whether there are elements for blocks in a line, and none of their tags is a mere example in code."""
    found = [piece.source for piece in pieces(text) if piece.name in _BLOCKS]
    return bool(found) and found == list(_tags(md, text))


def _tags(md: MarkdownIt, text: str) -> Iterator[str]:
    for token in md.parseInline(text, {})[0].children or ():
        piece = tag(token.content) if token.type == "html_inline" else None
        if piece and piece.name in _BLOCKS:
            yield piece.source
