"""Numbers with a slash between: fractions, scores, metres of music, blood pressure, days that have become names."""

from __future__ import annotations

import re

from . import numbers
from .context import cue_before, left_of, right_of
from .draft import Draft
from .scan import Match, Rules

RULES = Rules()

_SAID_AS_PAIRS = frozenset((("24", "7"), ("50", "50"), ("80", "20"), ("20", "20"), ("9", "11"), ("7", "11")))
_EVENT = re.compile(
    r"\s+(?:terror(?:ist)?\s+)?(?:attack|bombing|bomber|massacre|hearing|earthquake|disaster|commission|memorial|museum"
    r"|victim|survivor|truther|conspiracy|attacker|hijacker|plot|riot)s?\b"
)
_MUSIC = re.compile(r"\s+(?:time|beat|met(?:er|re)|rhythm|signature|march|groove|bar)s?\b")
_RATED = frozenset(
    ("rated", "scored", "score", "rating", "scores", "rates", "got", "grade", "ranked", "marks")
)
_RATED_BEFORE = re.compile(
    r"\b(?:score|rating|grade|mark|total|result)s?\s(?:of|was|is|at)\s(?:a\s)?$", re.IGNORECASE
)
_OUT_OF = re.compile(
    r"\s+(?:stars?|points?|marks?|correct|nodes?|pods?|replicas?|tests?|checks?|questions?|votes?|attempts?|workers?|shards?"
    r"|passed|failed|running|ready|available|completed?|done|would|on the (?:test|exam|quiz|final)|from\s[A-Z])\b"
)
_PRESSURE = re.compile(r"\b(?:pressure|BP|reading)\b[^.]{0,24}$")


@RULES.on("digit", r"24/7/365(?![\w/])")
def _always(_match: Match, _: Draft) -> str:
    return "twenty four seven three sixty five"


@RULES.on("digit", r"(\d{1,3})/([1-9]\d{0,2})(?:st|nd|rd|th|ths|rds)(?!\w)")
def _fraction_with_ending(match: Match, _: Draft) -> str:
    return numbers.fraction(match[1], match[2])


@RULES.on("digit", r"(\d{1,6})(?:\s|-)(\d{1,3})/([1-9]\d{0,2})(?![\w/]|\.\d)")
def _mixed_fraction(match: Match, _: Draft) -> str | None:
    whole, over, under = match.groups()
    return numbers.mixed(whole, over, under) if int(over) < int(under) else None


@RULES.on("digit", r"(\d{1,9})/(\d{1,9})(?![\w/]|\.\d)")
def _fraction(match: Match, _: Draft) -> str:
    over, under = match[1], match[2]
    if (over, under) in _SAID_AS_PAIRS or _is_name(match):
        return f"{numbers.integer(over)} {numbers.integer(under)}"
    if (over == under == "0") or re.match(r"\s?=\s?[-\d]", right_of(match, 4)):
        return f"{numbers.integer(over)} divided by {numbers.integer(under)}"
    if _two_years(over, under):
        end = numbers.year(int(under)) if len(under) == 4 else numbers.two_digits(under)
        return f"{numbers.year(int(over))} slash {end}"
    if _is_score(match):
        return f"{numbers.integer(over)} out of {numbers.integer(under)}"
    if _PRESSURE.search(left_of(match, 48)) and len(over) in (2, 3) and len(under) in (2, 3):
        return f"{numbers.pairs(over)} over {numbers.pairs(under)}"
    codes = len(over) == len(under) == 3
    if codes or over[0] == "0" or (under[0] == "0" and under != "0") or len(under) > 4 or len(over) > 6:
        return f"{numbers.integer(over)} slash {numbers.integer(under)}"
    if int(over) > int(under) > 12 and len(over) < 4:
        return f"{numbers.integer(over)} over {numbers.integer(under)}"
    return numbers.fraction(over, under)


def _is_name(match: Match) -> bool:
    """`the 7/7 attacks`, `in 6/8 time`: a day or a metre, whose numbers are said one after the other."""
    after = right_of(match, 40)
    day = int(match[1]) <= 31 and int(match[2]) <= 31 and _EVENT.match(after)
    music = match[2] in ("2", "4", "8", "16") and _MUSIC.match(after)
    return bool(day or music)


def _is_score(match: Match) -> bool:
    """`rated 9/10`, `3/3 tests passed`, `10/10`: so many out of so many."""
    over, under = int(match[1]), int(match[2])
    if over > under or under == 0 or len(match[2]) > 3:
        return False
    cue = cue_before(match) in _RATED or _RATED_BEFORE.search(left_of(match, 32))
    return bool(cue or (over == under and under > 1) or _OUT_OF.match(right_of(match, 24)))


def _two_years(first: str, second: str) -> bool:
    """`1999/2000`, `2023/24`."""
    if len(first) != 4 or not 1000 <= int(first) <= 2100:
        return False
    if len(second) == 4:
        return int(first) < int(second) <= 2100
    return len(second) == 2 and int(second) == (int(first) + 1) % 100
