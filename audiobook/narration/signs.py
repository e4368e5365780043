"""Signs that stand in parentheses after their own name, as in "an underscore (_)": one of the two is enough to hear."""

from __future__ import annotations

import re

from audiobook.model import Mark, Written
from audiobook.narration.writing import with_marks

_NAMES = {
    "_": "underscore",
    "*": "asterisk star",
    "-": "hyphen dash minus",
    "--": "dash hyphen",
    ".": "dot period point stop",
    "...": "ellipsis dots",
    ",": "comma",
    ":": "colon",
    "::": "colon",
    ";": "semicolon",
    "`": "backtick backquote grave",
    "```": "backtick",
    '"': "quote",
    "'": "apostrophe quote",
    "{}": "brace bracket",
    "{": "brace bracket",
    "}": "brace bracket",
    "[]": "bracket",
    "[": "bracket",
    "]": "bracket",
    "()": "parenthese parenthesis bracket",
    "<>": "bracket chevron",
    "<": "bracket than",
    ">": "bracket than",
    "&": "ampersand",
    "&&": "ampersand",
    "@": "at",
    "#": "hash pound octothorpe hashtag number",
    "%": "percent modulo",
    "^": "caret",
    "~": "tilde",
    "|": "pipe bar",
    "||": "pipe",
    "|>": "pipe",
    "/": "slash",
    "\\": "backslash",
    "+": "plus",
    "=": "equal equals",
    "!": "exclamation bang",
    "?": "question",
    "$": "dollar",
}
_KIND = r"(?:sign|mark|character|symbol|operator|key|point)s?"
_ECHO = re.compile(
    rf"\b(?P<name>[A-Za-z]+)(?: {_KIND})?(?P<echo> ?\((?P<sign>(?:[^\w\s()]|_){{1,3}}|\(\))\))"
)
_SILENT = re.compile(r"[\s().\u2026\[\]]+")


def without_echoes(sentence: Written) -> Written:
    """The sentence with nothing said for signs that stand after their names."""
    if "(" not in sentence.text:
        return sentence
    echoes = [
        Mark(*match.span("echo"), "say", "")
        for match in _ECHO.finditer(sentence.text)
        if {match["name"].lower(), match["name"].lower().removesuffix("s")}
        & set(_NAMES.get(match["sign"], "").split())
    ]
    return with_marks(sentence, echoes) if echoes else sentence


def is_silent(sentence: Written) -> bool:
    """Whether a sentence is nothing but an omission mark, as in "(...)"."""
    return bool(_SILENT.fullmatch(sentence.text)) and not sentence.marks
