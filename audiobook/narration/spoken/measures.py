"""Quantities with a unit: measures, durations, dimensions, rates."""

from __future__ import annotations

import re

from . import numbers
from .context import cue_before, describes_noun, ends_text, left_of, right_of
from .draft import Draft
from .numbers import is_number
from .scan import Match, Rules
from .vocabulary import AFTER_PER, GLUED_UNITS, MAGNITUDES, PER, UNITS, any_of

RULES = Rules()

NUMBER = r"(?:\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
"""A written number without its sign."""
SIGNED = rf"(?:(?<![\w.)%°])[-−])?(?:{NUMBER})"
BIG = any_of(name for name in MAGNITUDES if len(name) > 3)
DASH = r"\s?[-–—]\s?"
PER_UNIT = any_of(PER)
_UNIT = any_of(UNITS)

# `4B` is a flat and `512B` a number of bytes; `m` after these is minutes.
_BEFORE_A_NAME = frozenset(
    ("apt", "apartment", "room", "unit", "suite", "flat", "gate", "building", "seat", "number", "no")
)
_BEFORE_A_TIME = frozenset(
    (
        *("every", "after", "timeout", "wait", "ttl", "sleep", "interval", "within", "last", "past"),
        *("video", "talk", "screencast", "webinar", "episode", "watch", "runs", "lasts", "duration"),
    )
)


def _unit(symbol: str, count: str) -> str:
    return UNITS[symbol][0 if count.lstrip("-−") == "1" else 1]


_PHYSICAL = re.compile(
    r"\b(?:force|energy|work|weight|heat|tension|load|temperature|thrust)s?\b[^.]{0,24}$", re.IGNORECASE
)


def _is_measured(match: Match) -> bool:
    """Whether a unit that is a word or a letter is meant after a space all the same: `a force of 5 N`, `12-pt font`."""
    if match["gap"] == "-":
        return match["unit"] in ("pt", "mo")
    return match["unit"] in ("N", "J") and _PHYSICAL.search(left_of(match, 40)) is not None


def _is_unit(match: Match) -> bool:
    """Whether a symbol after a number is a unit here, and not a word, a magnitude or part of a name."""
    symbol, number = match["unit"], match["number"]
    if symbol in GLUED_UNITS and match["gap"] and not _is_measured(match):
        return False
    if symbol == "d" and number in ("2", "3"):
        return False
    if symbol != "B":
        return True
    return (
        "." not in number
        and cue_before(match) not in _BEFORE_A_NAME
        and not re.match(r"\s[A-Z]", right_of(match, 2))
    )


@RULES.on("digit", rf"({NUMBER})\s?(sq|cu)\.?\s?(mi|km|m|ft|in|yd|cm|mm)\b\.?(?!\w)")
def _square(match: Match, _: Draft) -> str:
    """`3 sq mi`, `5 cu. ft`: a unit whose power is a word."""
    count, power, symbol = match.groups()
    name = ("inch" if count == "1" else "inches") if symbol == "in" else _unit(symbol, count)
    return f"{numbers.number(count)} {'square' if power == 'sq' else 'cubic'} {name}"


@RULES.on("digit", r"(\d{1,6})m(?=\s(?:of\s)?v?(?:CPUs?|cpus?|cores?)(?!\w))")
def _share_of_processor(match: Match, _: Draft) -> str:
    """`250m CPU`: thousandths, as Kubernetes counts them."""
    return f"{numbers.integer(match[1])} milli"


@RULES.on("digit", r"(?<=(?:cpu|CPU):\s)(\d{1,6})m(?!\w)")
@RULES.on("digit", r"(?<=(?:cpu|CPU)\sof\s)(\d{1,6})m(?!\w)")
def _thousandths(match: Match, _: Draft) -> str:
    return f"{numbers.integer(match[1])} millicores"


@RULES.on("digit", rf"({NUMBER})\s?([kKM])\s(rps|qps|tps|RPS|QPS|TPS|rpm|ops/s|req/s|req/min)(?!\w)")
def _thousands_of(match: Match, _: Draft) -> str:
    """`10k rps`, `1M ops/s`."""
    return f"{numbers.number(match[1])} {MAGNITUDES[match[2]]} {UNITS[match[3]][1]}"


@RULES.on("x ×", r"[x×](?=\s\d)")
def _by(match: Match, _: Draft) -> str | None:
    """`2 cm x 3 cm`."""
    return "by" if re.search(r"\d\s?[A-Za-z]{1,3}\s$", left_of(match, 10)) else None


@RULES.on("letter", rf"(?<=\bper\s)({any_of(AFTER_PER)})(?!\w)")
def _after_per(match: Match, _: Draft) -> str:
    return UNITS[match[1]][0]


_PARTS_OF_TIME = {"d": "day", "h": "hour", "m": "minute", "s": "second", "ms": "millisecond"}
_DAYS, _HOURS, _MINUTES, _SECONDS = (
    r"\d+\s?d",
    r"\d+\s?(?:hrs?|h)",
    r"\d+\s?(?:mins?|m)",
    r"\d+\s?(?:secs?|s)",
)


DURATION = (
    rf"(?:{_HOURS}\s?{_MINUTES}(?:\s?{_SECONDS})?|{_MINUTES}\s?{_SECONDS}|{_DAYS}\s?{_HOURS}(?:\s?{_MINUTES})?"
    rf"|{_SECONDS}\s\d+\s?ms|{_HOURS}\s?{_SECONDS})(?!\w)"
)
"""At least two parts, so that `m` is sure to be minutes."""


@RULES.on("digit", DURATION)
def duration(match: Match, _: Draft) -> str:
    """`1h 16m`, `2m30s`."""
    said: list[str] = []
    for count, unit in re.findall(r"(\d+)\s?([a-z]+)", match[0]):
        name = _PARTS_OF_TIME.get(unit) or _PARTS_OF_TIME[unit[0]]
        said.append(f"{numbers.integer(count)} {name}{'' if count == '1' else 's'}")
    return " ".join(said)


_FLAT_THINGS = re.compile(
    r"\s(?:matri|grid|table|array|board|block|square|pixel|image|cell|kernel|display|screen|identity)"
)


@RULES.on(
    "digit",
    rf"(\d+(?:\.\d+)?(?:\s?[x×X]\s?\d+(?:\.\d+)?){{1,3}})(?:\s?(?P<unit>{_UNIT})(?!\w))?(?![\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])",
)
def _dimensions(match: Match, _: Draft) -> str | None:
    """`2x8 m2`, `1920x1080`, `3 × 4 × 5 cm`: numbers joined by "by"; `3 × 4` alone is a product."""
    sizes, symbol = match[1], match["unit"]
    picture = re.fullmatch(r"\d{3,}\s?×\s?\d{3,}", sizes) or _FLAT_THINGS.match(right_of(match, 10))
    if "×" in sizes and not symbol and not picture:
        return None
    word = " times " if re.match(r"\s?=", right_of(match, 2)) else " by "
    said = word.join(_side(side) for side in re.split(r"\s?[x×X]\s?", sizes))
    return f"{said} {UNITS[symbol][1]}" if symbol else said


def _side(text: str) -> str:
    screen = len(text) == 4 and text[0] == "1" and is_number(text) and not text.endswith("000")
    return numbers.pairs(text) if screen else numbers.number(text)


@RULES.on("digit", rf"(\d{{1,3}})/([1-9]\d{{0,2}})(?P<gap>\s?)(?P<unit>{_UNIT})\b\.?(?!\w)")
def _fraction_of_unit(match: Match, _: Draft) -> str | None:
    """`1/2 oz`."""
    over, under, symbol = match[1], match[2], match["unit"]
    if symbol in GLUED_UNITS and match["gap"]:
        return None
    return f"{numbers.fraction(over, under)} {UNITS[symbol][0 if int(over) <= 1 else 1]}"


@RULES.on(
    "digit - − .",
    rf"(?P<number>{SIGNED})(?:\s(?P<fraction>\d{{1,3}}/[1-9]\d{{0,2}}))?(?:{DASH}(?P<upto>{NUMBER}))?(?:\s(?P<big>{BIG}))?"
    rf"(?P<gap>[\s-]?)(?P<unit>{_UNIT})(?![\w°²³]|/\w|\.\w)(?P<stop>\.(?=\s|$))?",
)
def _measure(match: Match, _: Draft) -> str | None:
    """`12kg`, `4 1/2 lbs`, `10-13 °C`, `100 million kg`, `10 min.`"""
    if not _is_unit(match):
        return None
    number, symbol = match["number"], match["unit"]
    said = numbers.number(number)
    single = number.lstrip("-−") == "1"
    if match["fraction"]:
        said, single = numbers.mixed(number, *match["fraction"].split("/")), False
    if match["upto"]:
        said, single = f"{said} to {numbers.number(match['upto'])}", False
    if match["big"]:
        said, single = f"{said} {MAGNITUDES[match['big']]}", False
    if symbol == "m" and cue_before(match) in _BEFORE_A_TIME:
        name = "minute" if single else "minutes"
    else:
        name = UNITS[symbol][0 if single or match["gap"] == "-" or describes_noun(match) else 1]
    # The full stop of an abbreviated unit ends the sentence too when nothing follows.
    return f"{said} {name}{'.' if match['stop'] and ends_text(match) else ''}"


@RULES.on("digit", rf"({NUMBER})/({PER_UNIT})(?!\w)")
def _per(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} per {PER[match[2].lower()]}"
