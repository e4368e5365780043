"""Which way text is written: `ltr` or `rtl`, as HTML has them."""

from __future__ import annotations

import unicodedata
from collections import Counter

_WRITTEN_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_OF_LETTERS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction_of(language: str) -> str:
    """`rtl` for a language (BCP 47) that is written from right to left, else `ltr`."""
    primary, *subtags = language.lower().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    return "rtl" if script in _RTL_SCRIPTS or (not script and primary in _WRITTEN_RTL) else "ltr"


def direction_along(text: str, language: str) -> str:
    """The direction of a text of its own, such as a title, where this language is written."""
    return direction_in(text) or direction_of(language)


def direction_in(text: str) -> str:
    """The direction that the letters of a text give it; empty when they leave that to the text around it.

    They do where its first letter and most of the others do not agree: an Arabic sentence may begin with a name in
    Latin letters, and an English one may quote Hebrew.
    """
    if text.isascii():
        return "ltr" if any(map(str.isalpha, text)) else ""
    found = [_OF_LETTERS[kind] for kind in map(unicodedata.bidirectional, text) if kind in _OF_LETTERS]
    most = Counter(found).most_common(1)
    return found[0] if found and most[0][0] == found[0] else ""
