"""What stands around a token: small looks to the left and right, of bounded length."""

from __future__ import annotations

import re

from .scan import Match

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


def ends_text(match: Match) -> bool:
    """Whether nothing but closing quotes and brackets follows."""
    return not right_of(match, 60).strip(" \"')]")
