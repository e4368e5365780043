"""Formulas of running text and code that are not TeX: powers and big O."""

from __future__ import annotations

import re

from . import numbers
from .draft import Draft
from .numbers import is_number
from .scan import ALPHA, Match
from .vocabulary import GREEK, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS
from .words import code_part, identifier

_TOKEN = re.compile(rf"{ALPHA}+|\d+(?:\.\d+)?|[₀₁₂₃₄₅₆₇₈₉]+|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+|\*\*|\S")
_SIGNS = {
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "over",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "!": "factorial",
    ",": ",",
}
_TWO_LETTER_WORDS = {
    "ln": "natural log",
    "lg": "log",
    "of": "of",
    "in": "in",
    "is": "is",
    "to": "to",
    "or": "or",
    "pi": "pi",
    "mu": "mu",
}


def power_words(exponent: str) -> str:
    """What is said after a base: "2" is "squared", "10" is "to the tenth", "n" is "to the N"."""
    if exponent in ("2", "3"):
        return "squared" if exponent == "2" else "cubed"
    if is_number(exponent):
        return f"to the {numbers.ordinal_of(exponent)}"
    if exponent[:1] in ("-", "−") and is_number(exponent[1:]):
        return f"to the minus {numbers.integer(exponent[1:])}"
    return f"to the {identifier(exponent)}"


def growth(match: Match, draft: Draft) -> str:
    """Big O and its relatives: `O(n log n)` (groups: the letter, the inside)."""
    name = {"O": "O of", "o": "little O of", "Θ": "theta of", "Ω": "omega of"}[match[1]]
    draft.say(name, *match.span(1))
    draft.say(formula_words(match[2]), *match.span(2))
    return ""


def formula_words(source: str) -> str:
    """A short formula in words, from left to right."""
    said: list[str] = []
    tokens = iter(_TOKEN.findall(source))
    before = ""
    for token in tokens:
        if token in ("^", "**"):
            said.append(power_words(next(tokens, "")))
        elif token == "(" and re.fullmatch(r"[a-z]|\d+|\)", before):
            said.append("times")
        else:
            said.append(_token_words(token, said))
        before = token
    return re.sub(r"\s+,", ",", " ".join(part for part in said if part))


def _token_words(token: str, said: list[str]) -> str:
    if token[0] in "₀₁₂₃₄₅₆₇₈₉":
        return ("base " if said and said[-1] == "log" else "") + numbers.integer(token.translate(SUBSCRIPTS))
    if token[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ":
        return power_words(token.translate(SUPERSCRIPTS))
    if is_number(token[0]):
        return numbers.number(token)
    if token in GREEK:
        return GREEK[token]
    if token.isalpha():
        # Two letters are two variables: `O(nm)`.
        return _TWO_LETTER_WORDS.get(token) or (
            " ".join(token.upper()) if len(token) == 2 else code_part(token)
        )
    return SYMBOLS.get(token) or _SIGNS.get(token, "")
