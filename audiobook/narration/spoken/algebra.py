"""Algebra in running text that is not marked as mathematics: "n(n − 1)/2", "3x - 2", "(a + b)/2", "the (n-1)th"."""

from __future__ import annotations

import re

from . import numbers
from .context import left_of, right_of
from .draft import Draft
from .formulas import formula_words
from .scan import Match, Rules
from .vocabulary import COMPOUND_UNITS, SHORT_WORDS, SUBSCRIPTS, UNITS

RULES = Rules()

_TERM = r"[-−]?(?:\d+(?:\.\d+)?[a-z]?|[a-z][a-z_]{0,12}|[A-Z])(?:[²³ⁿ]|\^\w{1,3})?(?!\w)"
_SUM = rf"{_TERM}(?:\s?[-−–+*/×·]\s?{_TERM}){{1,5}}"


def _sum(written: str) -> str:
    return formula_words(written.replace("−", "-").replace("–", "-"))


_FUNCTIONS = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "log": "log",
    "ln": "natural log",
    "exp": "exp",
    "sqrt": "square root",
}


@RULES.on("letter", rf"(?<![\w.])({'|'.join(_FUNCTIONS)})([₀-₉]+)?\((?!e?s\))({_SUM}|{_TERM})\)")
def _function(match: Match, _: Draft) -> str:
    """`sin(x)`, `log(n + 1)`."""
    base = f" base {numbers.integer(match[2].translate(SUBSCRIPTS))}" if match[2] else ""
    return f"{_FUNCTIONS[match[1]]}{base} of {_sum(match[3])}"


@RULES.on("|", rf"(?<!\|)\|({_SUM}|{_TERM})\|(?!\|)")
def _absolute(match: Match, _: Draft) -> str:
    return f"the absolute value of {_sum(match[1])}"


@RULES.on("letter", r"(?<!\w)([a-z]{2})(?=[²³]|\^\d)")
def _two_variables(match: Match, _: Draft) -> str | None:
    """`mc²`."""
    known = match[1] in UNITS or match[1] in COMPOUND_UNITS or match[1] in SHORT_WORDS
    return None if known else " ".join(match[1].upper())


_OVER = r"(?P<over>\s?/\s?(?=\d|[a-z](?!\w)|\())?"


def _over(match: Match) -> str:
    return " over" if match["over"] else ""


@RULES.on("letter digit", rf"(?<![\w'.])([nkmabcxyij]|\d{{1,4}})\(({_SUM})\){_OVER}")
def _product(match: Match, _: Draft) -> str:
    """`n(n − 1)/2`, `2(a + b)`: a factor before a sum in brackets."""
    factor = match[1].upper() if match[1].isalpha() else numbers.integer(match[1])
    return f"{factor} times {_sum(match[2])}{_over(match)}"


@RULES.on("(", rf"\(({_SUM})\)(th|st|nd|rd)(?!\w)")
def _ordinal(match: Match, _: Draft) -> str:
    """`the (n-1)th element`."""
    head, _space, last = _sum(match[1]).rpartition(" ")
    return f"{head} {numbers.ordinal(int(match[1][-1]))}" if match[1][-1].isdigit() else f"{head} {last} th"


@RULES.on("(", rf"(?:(?<=\))\(({_SUM})\)|\(({_SUM})\)(?=\s?/\s?(?:\d|[a-z](?!\w)|\()|\^|[²³ⁿ]|\()){_OVER}")
def _bracketed(match: Match, _: Draft) -> str:
    """`(a + b)/2`, `(k − 1)(k − 2)`."""
    times = "times " if left_of(match, 1) == ")" else ""
    return f"{times}{_sum(match[1] or match[2])}{_over(match)}"


@RULES.on(
    "letter digit",
    r"(?<![\w/.'-])(?:(\d{0,3})([a-eijkmnp-z])([²³])?/(\d{1,3})|(\d{1,3})/([abceijknpqrtuvxz]))(?![\w/'-]|\.\w)",
)
def _quotient(match: Match, _: Draft) -> str:
    """`n/2`, `2n/3`, `1/n`."""
    return _sum(match[0])


@RULES.on("digit", r"(?<![\w.])(\d+)([a-z])(?![\w']|\.\d)")
def _coefficient(match: Match, _: Draft) -> str | None:
    """`3y` beside an `x` is a term and no span of time."""
    around = left_of(match, 24) + " " + right_of(match, 24)
    if match[2] not in "bdghlmsty" or not re.search(r"(?<!\w)\d*[xz](?:[²³]|\^\d)?\s?[-−+=]", around):
        return None
    return f"{numbers.integer(match[1])} {match[2].upper()}"


_TERM_BEFORE = re.compile(
    r"(?:^|[\s(=+*/-])(?:\d+(?:\.\d+)?[a-ce-fi-kn-rt-xz]|\d*\w?[²³ⁿ⁴]|\d*\w\^\w{1,3}|\w_\w|[a-zA-Z]\([^()\s]{1,8}\))\s$"
)
_TERM_AFTER = re.compile(r"\s(?:\d+(?:\.\d+)?[a-z]?|[a-z])(?:[²³ⁿ]|\^\w{1,3}|\([^()\s]{1,8}\))?(?![\w'’-])")


def is_minus(match: Match) -> bool:
    """Whether a hyphen between spaces stands between two terms: `3x - 2`."""
    return (
        _TERM_BEFORE.search(left_of(match, 16)) is not None
        and _TERM_AFTER.match(right_of(match, 16)) is not None
    )
