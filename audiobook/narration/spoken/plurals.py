"""Plurals of number names: "two 747s", "1s and 0s", "100s of users", "the 49ers"; `30s` alone is a time."""

from __future__ import annotations

import re

from . import numbers
from .context import left_of, right_of, word_before
from .draft import Draft
from .scan import Match, Rules
from .tables import listed
from .vocabulary import DETERMINERS, NOT_NOUNS

RULES = Rules()

_COUNTS = listed(
    "two three four five six seven eight nine ten eleven twelve several many few some both these those "
    "various all straight perfect size sizes dozen"
)
_SCALES = {3: "thousands", 6: "millions", 9: "billions"}
_LEADS = ("", "tens of ", "hundreds of ")


@RULES.on("digit", r"(1(?:0+|0{0,2}(?:,000)+))s(?=\s(?:of\s[a-z]+s\b|(?:or|and|to)\s1[0,]+s\b))")
@RULES.on("digit", r"(?<=\ds\s(?:or|to)\s)(1(?:0+|0{0,2}(?:,000)+))s(?=\sof\b)")
@RULES.on("digit", r"(?<=\ds\sand\s)(1(?:0+|0{0,2}(?:,000)+))s(?=\sof\b)")
def _many(match: Match, _: Draft) -> str | None:
    """`100s of users`, `10s or 100s of rows`."""
    zeros = match[1].count("0")
    if zeros in (1, 2):
        return "tens" if zeros == 1 else "hundreds"
    scale = _SCALES.get(zeros - zeros % 3)
    return f"{_LEADS[zeros % 3]}{scale}" if scale else None


@RULES.on("digit", r"([01])'?s(?!\w)")
def _bits(match: Match, _: Draft) -> str | None:
    """`1s and 0s`: digits, not times."""
    other = "10"[int(match[1])]
    beside = rf"\s(?:and|or|to|by|into|from|with)\s(?:all\s|the\s)?{other}'?s\b|,\s{other}'?s\b"
    before = rf"\b{other}'?s(?:,|\s(?:and|or|to|by|into|from|with))\s(?:all\s|the\s)?$"
    found = re.match(beside, right_of(match, 16)) or re.search(before, left_of(match, 16))
    return (
        numbers.plural(numbers.cardinal(int(match[1]))) if found or "'" in match[0] else _named_plural(match)
    )


@RULES.on("digit", r"(\d{1,4})s(?!\w)")
def _named(match: Match, _: Draft) -> str | None:
    """`two 747s`, `Boeing 787s`: names that are numbers, when the words before say so."""
    return _named_plural(match)


def _named_plural(match: Match) -> str | None:
    before = word_before(match)
    low = before.lower()
    named = (
        len(match[1]) > 2
        and before[:1].isupper()
        and before[1:].islower()
        and low not in NOT_NOUNS | DETERMINERS | _BEFORE_A_TIME
    )
    listed = low in ("the", "those", "these") and re.match(
        r"\s(?:in|of|are|were)\b|[.,;)]", right_of(match, 6)
    )
    paired = re.search(r"\b(\w+)\s\d{1,4}s,?\s(?:and|or|to|into)\s$", left_of(match, 24))
    counted = low in _COUNTS or (paired is not None and paired[1].lower() in _COUNTS)
    if not counted and not named and not (listed and match[1][-1] != "0"):
        return None
    said = (
        numbers.pairs(match[1]) if len(match[1]) > 2 and match[1][-2:] != "00" else numbers.integer(match[1])
    )
    return numbers.plural(said)


# Words before a time that may begin a sentence.
_BEFORE_A_TIME = listed(
    "wait waits sleep timeout delay pause takes took lasts lasted set default defaults max min ttl "
    "roughly nearly"
)


@RULES.on("digit", r"(\d{1,2})x(\d{1,2})s(?!\w)")
def _shapes(match: Match, _: Draft) -> str:
    """`two 4x4s`."""
    return f"{numbers.integer(match[1])} by {numbers.plural(numbers.integer(match[2]))}"


@RULES.on("digit", r"(\d{1,3})ers(?!\w)")
def _followers(match: Match, _: Draft) -> str:
    """`the 49ers`."""
    said = numbers.integer(match[1])
    return said + ("rs" if said.endswith("e") else "ers")
