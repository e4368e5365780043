"""Pygments' lexers, for listings that are shown in colours: on cards and in the EPUB."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LONGEST = 100_000  # characters; what is longer is no listing that anyone reads, and is shown without colours


def lexer_for(source: str, language: str) -> Lexer | None:
    """The lexer that keeps every character of this listing; None where nobody knows its language."""
    return _known(language) if language and len(source) <= _LONGEST else None


@cache
def _known(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
