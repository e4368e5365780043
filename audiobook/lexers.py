"""Listings as the tokens of Pygments, which colour them on cards and in the EPUB, and tell what they define."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_LONGEST = 100_000  # characters; what is longer is no listing that anyone reads, and is shown without colours

Token = tuple["_TokenType", str]


def tokens_of(source: str, language: str) -> list[Token] | None:
    """The tokens of a listing, whose texts together are exactly the listing.

    None where it is to be shown as plain text: nobody knows its language, or the lexer would change it.
    """
    lexer = _known(language) if language and len(source) <= _LONGEST else None
    if lexer is None:
        return None
    # Lexers of sessions drop a last line that has no end.
    ended = source if source.endswith("\n") else source + "\n"
    tokens = list(lexer.get_tokens(ended))
    if "".join(text for _, text in tokens) != ended:
        return None
    return tokens if ended == source else _without_end(tokens)


def _without_end(tokens: list[Token]) -> list[Token]:
    """The tokens without the line's end that was added for the lexer."""
    while not tokens[-1][1]:
        tokens.pop()
    kind, text = tokens.pop()
    return [*tokens, (kind, text[:-1])] if len(text) > 1 else tokens


@cache
def _known(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
