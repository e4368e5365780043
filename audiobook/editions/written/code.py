"""Listings in colour: tokens of Pygments as spans, with its short class names, which style.css gives colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from audiobook.editions.written.xhtml import add, add_text
from audiobook.lexers import tokens_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pygments.token import _TokenType

_COLOURED_NAMES = """
c c1 ch cm cp cpf cs k kc kd kn kp kr kt ow s s1 s2 sa sb sc sd sh sx dl se si sr ss m mb mf mh mi mo il nf fm nc nn ne
na nd nt nv vc vg vi no bp nb gd gi gh gu gp
"""
COLOURED = frozenset(_COLOURED_NAMES.split())
"""The classes that style.css knows; other tokens are plain text."""


def highlight(host: _Element, content: str, language: str) -> None:
    """Put a listing into `host`; one in a language that nobody knows is plain text."""
    for name, text in _tokens(content, language):
        if name:
            add(host, "span", {"class": name}, text)
        else:
            add_text(host, text)


def _tokens(content: str, language: str) -> Iterator[tuple[str, str]]:
    tokens = tokens_of(content, language)
    if tokens is None:
        yield "", content
        return
    for name, group in groupby(tokens, lambda token: _class_of(token[0])):
        yield name, "".join(text for _, text in group)


@cache
def _class_of(kind: _TokenType) -> str:
    from pygments.token import STANDARD_TYPES

    name = STANDARD_TYPES[next(known for known in reversed(kind.split()) if known in STANDARD_TYPES)]
    return name if name in COLOURED else ""
