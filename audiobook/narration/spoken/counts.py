"""Numbers without a unit: ordinals, fractions, ranges, years, versions, codes and plain counts."""

from __future__ import annotations

import re

from . import numbers
from .context import cue_before, left_of, right_of
from .draft import Draft
from .electronic import port
from .measures import NUMBER, SIGNED
from .numbers import is_number
from .scan import Match, Rules
from .tables import listed
from .vocabulary import MAGNITUDES, VERSIONED, VULGAR_FRACTIONS, any_of, spelled

FIRST = Rules()
"""Tried before units, which would take the ending of an ordinal for one."""
RULES = Rules()


@FIRST.on("digit", r"\d{1,3}(?:\s\d{3}){2,4}(?![\w]|\s\d|[.,]\d|-)")
def _spaced_thousands(match: Match, _: Draft) -> str:
    return numbers.integer(re.sub(r"\s", "", match[0]))


@FIRST.on("digit", r"\d{1,3}\s000(?!\d|[.,]\d|\s\d)")
def _spaced_thousand(match: Match, _: Draft) -> str:
    return numbers.integer(match[0])


@FIRST.on("digit", r"911(?=\s(?:call|caller|operator|dispatcher|emergency|center|service)s?\b)")
def _emergency(_match: Match, _: Draft) -> str:
    return "nine one one"


@FIRST.on("digit", r"(\d+(?:\.\d+)?)\s?[-–]\s?(\d+(?:\.\d+)?)x(?!\w)")
def _times_range(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} to {numbers.number(match[2])} X"


@FIRST.on("digit", r"(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)")
def _ordinal(match: Match, _: Draft) -> str:
    return numbers.ordinal_of(match[1])


_COUNTED_PARTS = any_of(
    listed(
        "step part page phase question lesson chapter round task slide stage exercise episode module day week "
        "attempt test"
    )
)


@FIRST.on("letter", rf"({_COUNTED_PARTS})\s(\d{{1,4}})\s?/\s?(\d{{1,4}})(?![\w/])", re.IGNORECASE)
def _part_of(match: Match, _: Draft) -> str:
    return f"{match[1]} {numbers.integer(match[2])} of {numbers.integer(match[3])}"


@RULES.on("digit - .", rf"({SIGNED})\s(bn|mn|mln|tn|[KMBT])(?!\w)")
def _magnitude(match: Match, _: Draft) -> str:
    letter = match[2]
    return f"{numbers.number(match[1])} {letter if len(letter) == 1 else MAGNITUDES[letter]}"


@RULES.on("digit " + " ".join(VULGAR_FRACTIONS), rf"(\d+)?\s?([{''.join(VULGAR_FRACTIONS)}])")
def _vulgar_fraction(match: Match, _: Draft) -> str:
    over, under = VULGAR_FRACTIONS[match[2]]
    return numbers.mixed(match[1], over, under) if match[1] else numbers.fraction(over, under)


@RULES.on("digit", r"(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})(?!\w)")
def _scientific(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} times ten to the {numbers.number(match[2])}"


@RULES.on("digit", r"(\d+\.\d+)([A-Z]{2,4})(?!\w)")
def _decimal_with_letters(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} {spelled(match[2])}"


@RULES.on("digit", r"(\d+(?:\.\d+)?)([xKkMB])(?!\w)")
def _number_with_letter(match: Match, _: Draft) -> str | None:
    """`3x`, `4K`; `10k users` and `1M+ rows` are counts."""
    number, letter = match.groups()
    if letter not in "xK" and re.match(r"\+?\s[a-z]+s\b", right_of(match, 24)):
        return f"{numbers.number(number)} {MAGNITUDES[letter]}"
    return f"{numbers.number(number)} {letter.upper()}" if len(number) <= 6 else None


@RULES.on("digit .", rf"({NUMBER})(\s?[-–—]\s?|\s[-–—]\s)({NUMBER})(?!\w|-\w|\.\d|/)")
def _range(match: Match, _: Draft) -> str:
    """`10-20`: "to", but "minus" inside an equation and, when spaced, where the first is the larger."""
    first, dash, second = match.groups()
    word = "to"
    if cue_before(match) in ("table", "figure", "fig", "listing", "example", "exhibit", "equation"):
        word = "dash"
    elif re.match(r"\s?=", right_of(match, 2)) or (dash == " - " and _value(first) > _value(second)):
        word = "minus"
    return f"{numbers.number(first)} {word} {numbers.number(second)}"


def _value(text: str) -> float:
    return float(text.replace(",", "")[:18])


@RULES.on("digit", rf"({NUMBER})\+(?=\s|$|[,.;)])")
def _at_least(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} plus"


_ABOUT = {
    "~": "about",
    "≈": "about",
    "∼": "about",
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "<=": "at most",
    ">=": "at least",
    "±": "plus or minus",
}


@RULES.on(
    "~ ≈ ∼ < > ≤ ≥ ±",
    r"(?<![\w)])(?<![\d)=+*/-]\s)(?<!\b[A-Za-z]\s)(<=|>=|[~≈∼<>≤≥±])\s?(?=[$€£]?\.?\d)",
)
def _comparison(match: Match, _: Draft) -> str:
    """A sign before a number that nothing is compared with: `~5 min`, `<10 ms`."""
    return _ABOUT[match[1]]


@RULES.on("- − +", rf"(?<![\w)%°])[-−+](?:{NUMBER})(?!\w)")
def _signed(match: Match, _: Draft) -> str:
    return numbers.number(match[0])


_PORTS = re.compile(r"\bports\s\d+(?:,\s\d+)*,?\s(?:and|or)\s$")
_DOCUMENTS = listed("iso rfc ieee pep error din en ansi bug ticket pin rtx gtx rx ryzen geforce radeon")
_CALLS = frozenset(("call", "dial", "calling", "called", "dialing", "dialed"))


@RULES.on("digit .", rf"(?:{NUMBER})(?![^\W_])")
def _plain(match: Match, _: Draft) -> str:
    """A number by itself: a year, a version, a port, or a count."""
    text, before = match[0], cue_before(match)
    if "." in text:
        return numbers.version(text) if before in VERSIONED and text[0] != "." else numbers.decimal(text)
    if len(text) == 2 and text[0] == "0":
        return numbers.two_digits(text)
    if before in ("port", "ports") or (before in ("and", "or") and _PORTS.search(left_of(match, 24))):
        return port(text)
    if len(text) == 3 and before in _CALLS:
        return numbers.digits(text)
    if len(text) == 4 and is_number(text):
        if before in _DOCUMENTS and not text.endswith("000"):
            return numbers.pairs(text)
        if text[0] in "12" and _is_year(match, before):
            return numbers.year(int(text))
    return numbers.integer(text)


_COUNTED = re.compile(
    r"\s+(?:(?:[a-z]+(?:ed|ing|al|ic|ive)|new|concurrent|different|more|other)\s+)?([a-z]{2,}s)\b"
)
_NOT_COUNTED = listed(
    "was is as its has this us less plus minus vs versus edition series does always thus perhaps whereas "
    "sales elections olympics games census"
)
_NUMBER_CUES = listed(
    "divide times plus minus multiply than about least most over up limit size id number no"
)
_YEAR_CUES = listed(
    "in since year by of from until till before after around circa during early late mid and to between "
    "summer winter spring fall autumn"
)


def _is_year(match: Match, before: str) -> bool:
    """Whether four digits are a year: not when they count the noun that follows, or stand where counts do."""
    counted = _COUNTED.match(match.string, match.end(), match.end() + 60)
    if counted and counted[1] not in _NOT_COUNTED and not counted[1].endswith(("wards", "ss")):
        return False
    return before not in _NUMBER_CUES and (int(match[0]) >= 1100 or before in _YEAR_CUES)
