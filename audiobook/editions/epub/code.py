"""Listings in colour: tokens of Pygments as spans, with its short class names, which style.css gives colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from audiobook.editions.epub.xhtml import add, add_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST = 100_000  # characters; what is longer is no listing that anyone reads, and is shown without colours


def highlight(host: _Element, content: str, language: str) -> None:
    """Put a listing into `host`; one in a language that nobody knows is plain text."""
    for name, text in _tokens(content, language):
        if name:
            add(host, "span", {"class": name}, text)
        else:
            add_text(host, text)


def _tokens(content: str, language: str) -> Iterator[tuple[str, str]]:
    from pygments.lexers import get_lexer_by_name
    from pygments.token import STANDARD_TYPES
    from pygments.util import ClassNotFound

    if len(content) > _LONGEST or not language:
        yield "", content
        return
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        yield "", content
        return

    def class_of(token: tuple[object, str]) -> str:
        kind = token[0]
        while kind not in STANDARD_TYPES:
            kind = kind.parent  # type: ignore[attr-defined]
        name = STANDARD_TYPES[kind]
        return "" if name == "w" else name

    for name, group in groupby(lexer.get_tokens(content), class_of):
        yield name, "".join(text for _, text in group)
