"""Feet and inches, angles and the points of the compass: "6'2\"", "a 10\" nail", "54°N", "40°26′46″N"."""

from __future__ import annotations

import re

from . import numbers
from .context import describes_noun, left_of, right_of
from .draft import Draft
from .scan import Match, Rules
from .vocabulary import DIRECTIONS

RULES = Rules()

_SIZE = r"\d{1,4}(?:\.\d+)?"
_POINT = r"(?:[NS](?:[NS]?[EW])?|[EW](?:[NS][EW])?)(?![\w'])"


def _feet(count: str, *, adjective: bool = False) -> str:
    return f"{numbers.number(count)} {'foot' if count == '1' or adjective else 'feet'}"


def _inches(count: str, *, adjective: bool = False) -> str:
    return f"{numbers.number(count)} {'inch' if count == '1' or adjective else 'inches'}"


def _is_quote(match: Match, mark: str) -> bool:
    """Whether a mark after a number rather closes a quotation that was opened before it."""
    text, is_open = left_of(match, 160), False
    for at, char in enumerate(text):
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if char == mark and not (before.isalnum() and after.isalnum()):
            is_open = not is_open and not before.isalnum() and not after.isspace()
    return is_open


def _points(written: str | None) -> str:
    """ "NW" -> "northwest", "NNE" -> "north northeast"."""
    if not written:
        return ""
    first, rest = (written[0], written[1:]) if len(written) == 3 else ("", written)
    return f"{DIRECTIONS[first]} {DIRECTIONS[rest]}" if first else DIRECTIONS[rest]


@RULES.on("digit", rf"(\d{{1,3}})°\s?(\d{{1,2}})['′](?:\s?(\d{{1,2}}(?:\.\d+)?)[\"″])?(?:\s?({_POINT}))?")
def _coordinates(match: Match, _: Draft) -> str:
    parts = zip(match.groups()[:3], ("degrees", "minutes", "seconds"), strict=True)
    said = [f"{numbers.number(part)} {name}" for part, name in parts if part]
    return " ".join([*said, _points(match[4])])


@RULES.on("digit", rf"(\d{{1,3}}(?:\.\d+)?)(?:°|\sdeg(?:rees)?|\sdegrees)\s?({_POINT})")
def _bearing(match: Match, _: Draft) -> str:
    """`54°N`, `40.7° W`."""
    return f"{numbers.number(match[1])} {'degree' if match[1] == '1' else 'degrees'} {_points(match[2])}"


@RULES.on("digit", r"(\d{1,3}\.\d{2,})\s?([NS])(?=[,;]?\s\d{1,3}\.\d{2,}\s?[EW](?!\w))")
@RULES.on("digit", r"(?<=[NS]\s)(\d{1,3}\.\d{2,})\s?([EW])(?!\w)")
@RULES.on("digit", r"(?<=[NS],\s)(\d{1,3}\.\d{2,})\s?([EW])(?!\w)")
def _decimal_coordinate(match: Match, _: Draft) -> str:
    """`40.7128 N, 74.0060 W`."""
    return f"{numbers.number(match[1])} {_points(match[2])}"


@RULES.on("N S E W", r"(?<=\d\s)[NSEW](?![\w.'])")
def _road(match: Match, _: Draft) -> str | None:
    """`I-95 N`, `Route 9 W`."""
    road = re.search(
        r"(?:\b(?:I|US)-?\s?|(?:Route|Highway|Hwy|Interstate|Rte)\.?\s)\d{1,3}\s$", left_of(match, 16)
    )
    return _points(match[0]) if road else None


@RULES.on(
    "N S",
    r"(?<=\bthe\s)[NS][EW](?=\s(?:corner|coast|side|of|part|quadrant|wind|edge|end|at|by|and)\b|[.,;)])",
)
def _quarter_of_the_compass(match: Match, _: Draft) -> str:
    """`winds from the NW at 10 mph`."""
    return _points(match[0])


@RULES.on(
    "digit",
    rf"({_SIZE})(?P<mark>['\"′″])?\s?[x×]\s?({_SIZE})(?P<second>['\"′″])(?:\s?[x×]\s?({_SIZE})['\"′″])?(?![\w])",
)
def _sides(match: Match, _: Draft) -> str | None:
    """`a 24' x 36' room`, `8.5" x 11" paper`."""
    if match["mark"] and match["mark"] != match["second"]:
        return None
    said = " by ".join(numbers.number(side) for side in match.group(1, 3, 5) if side)
    adjective = re.match(r"\s[a-z]", right_of(match, 2)) is not None and (
        describes_noun(match) or not re.match(r"\s(?:and|or|is|was|in|on|by)\b", right_of(match, 6))
    )
    small = match["second"] in '"″'
    return f"{said} {('inch' if adjective else 'inches') if small else ('foot' if adjective else 'feet')}"


@RULES.on("digit", r"(\d{1,2})['′]\s?(\d{1,2}(?:\.\d+)?)(?:[\"″]|'')")
def _feet_and_inches(match: Match, _: Draft) -> str:
    adjective = describes_noun(match)
    return f"{_feet(match[1], adjective=adjective)} {_inches(match[2], adjective=adjective)}"


@RULES.on("digit", r"([4-7])'(1[01]|\d)(?![\w'.])")
def _height(match: Match, _: Draft) -> str:
    """`5'10 tall`: the height of a person, with the inches left unmarked."""
    return f"{_feet(match[1])} {numbers.integer(match[2])}"


@RULES.on("digit", r"(?:(\d{1,3})[\s-])?(\d{1,2})/(\d{1,2})[\"″](?=[\s.,;:)]|$)")
def _fraction_of_inch(match: Match, _: Draft) -> str | None:
    """`7/8" drill`, `3 1/2" floppy`."""
    whole, over, under = match.groups()
    if _is_quote(match, '"') or not int(under):
        return None
    if not whole:
        return f"{numbers.fraction(over, under)} inch"
    return f"{numbers.mixed(whole, over, under)} {'inch' if describes_noun(match) else 'inches'}"


@RULES.on("digit", r"(\d{1,3}(?:\.\d+)?)[\"″](?=[\s.,;:)]|$)")
def _inches_alone(match: Match, _: Draft) -> str | None:
    """`16" wheels`, but not a number before a closing quote."""
    return None if _is_quote(match, '"') else _inches(match[1], adjective=describes_noun(match))


@RULES.on("digit", r"(\d{1,3}(?:\.\d+)?)['′](?=[\s.,;:)]|$)")
def _feet_alone(match: Match, _: Draft) -> str | None:
    """`a 6' ladder`, but not a number before a closing quote."""
    return None if _is_quote(match, "'") else _feet(match[1], adjective=describes_noun(match))


@RULES.on(
    "digit",
    r"(?:(?P<low>\d+(?:\.\d+)?)\s?[-–—]\s?)?(?P<a>\d+(?:\.\d+)?|\d+/[1-9]\d*)\s?in(?:\.(?=\s[a-z]|[\s,;)]*$|[,;)])|(?=\)))"
    r"|(?<=\d\sft\s)(?P<b>\d+(?:\.\d+)?)\s?in\b|(?<=\d\sft\.\s)(?P<c>\d+(?:\.\d+)?)\s?in\b\.?",
)
def _inches_abbreviated(match: Match, _: Draft) -> str:
    """`8 in. wide`, `(5.5 in)`, `6 ft 2 in`; "in" is too common a word to be a unit elsewhere."""
    count = match["a"] or match["b"] or match["c"]
    over, slash, under = count.partition("/")
    if slash:
        return f"{numbers.fraction(over, under)} inch"
    low = f"{numbers.number(match['low'])} to " if match["low"] else ""
    return low + _inches(count, adjective=describes_noun(match))
