"""What stands around a token: small looks to the left and right, of bounded length."""

from __future__ import annotations

import re

from .scan import Match
from .vocabulary import DETERMINERS, NOT_NOUNS

_LAST_WORD = re.compile(r"[\w']+$")
_NEAR_WORD = re.compile(r"([\w.+#-]+)\W*$")


def left_of(match: Match, length: int) -> str:
    """Up to `length` characters before the match."""
    return match.string[max(0, match.start() - length) : match.start()]


def right_of(match: Match, length: int) -> str:
    """Up to `length` characters after the match."""
    return match.string[match.end() : match.end() + length]


def neighbours(match: Match) -> tuple[str, str]:
    """The characters right before and right after the match; "" at the ends of the text."""
    return left_of(match, 1), right_of(match, 1)


def word_before(match: Match) -> str:
    """The word before the match, as written, when only spaces stand between; else ""."""
    found = _LAST_WORD.search(left_of(match, 32).rstrip(" "))
    return found[0] if found else ""


def cue_before(match: Match) -> str:
    """The nearest word before the match in small letters, whatever marks stand between; else ""."""
    found = _NEAR_WORD.search(left_of(match, 24))
    return found[1].lower().rstrip(".") if found else ""


# Nouns that are described by what stands before them, with or without an article.
_SURELY_DESCRIBED = re.compile(
    r"\s(?:bill|banknote|note|prize|fee|fine|deposit|budget|deal|grant|bonus|ticket|gift|donation|lawsuit|settlement|coupon"
    r"|race|dash|sprint|relay|freestyle|hurdles|backstroke|butterfly|breaststroke|interval|timeout|delay|window)s?(?!\w)"
)
_NOUN_AFTER = re.compile(r"[\s-]([A-Za-z]+)(?![\w'])")
_DIMENSION_AFTER = re.compile(r"[\s-](?:tall|long|wide|high|deep|thick|old|square)(?!\w)")


def describes_noun(match: Match) -> bool:
    """Whether a quantity stands between a determiner and the noun it describes: `a 5 km run`, `the $20 fee`."""
    after = right_of(match, 40)
    if word_before(match).lower() not in DETERMINERS:
        return _SURELY_DESCRIBED.match(after) is not None
    dimension = _DIMENSION_AFTER.match(after)
    noun = _NOUN_AFTER.match(after, dimension.end() if dimension else 0)
    if noun is None:
        return False
    is_can = noun[1] == "can" and word_before(match).lower() in ("a", "an")
    return is_can or noun[1].lower() not in NOT_NOUNS


def ends_text(match: Match) -> bool:
    """Whether nothing but closing quotes and brackets follows."""
    return not right_of(match, 60).strip(" \"')]")
