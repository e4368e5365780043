"""Times of day, with zones; durations and ratios with colons; verses."""

from __future__ import annotations

import re

from . import numbers
from .context import left_of, right_of, word_before
from .draft import Draft
from .scan import Match, Rules
from .vocabulary import TIME_ZONES, spelled

RULES = Rules()

_HOUR = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?"


def clock(hour: str, minute: str | None) -> str:
    """A time of day: ("9", "05") -> "nine oh five", ("9", "00") -> "nine o'clock", ("21", "00") ends in "hundred"."""
    said = numbers.cardinal(int(hour))
    if minute is None:
        return said
    if minute == "00":
        return f"{said} hundred" if int(hour) > 12 else f"{said} o'clock"
    return f"{said} {numbers.two_digits(minute)}"


def offset(text: str) -> str:
    """A zone's distance from UTC: "+02:00" -> "plus two"."""
    hours, minutes = text[1:3], text[3:].lstrip(":")
    said = f"{'plus' if text[0] == '+' else 'minus'} {numbers.cardinal(int(hours))}"
    return said if minutes == "00" else f"{said} {numbers.cardinal(int(minutes))}"


@RULES.on("digit", r"(\d{1,3}):(\d{1,3})[-–](\d{1,3})(?![\w:])")
def _verses(match: Match, _: Draft) -> str:
    """`Micah 6:6-8`."""
    chapter, first, last = map(numbers.integer, match.groups())
    return f"{chapter}, from {first} to {last}"


@RULES.on(
    "digit",
    rf"{_HOUR}(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?\s?[-–—]\s?(?=\d{{1,2}}(?:[:.][0-5]\d)?\s?[AaPp]\.?[Mm](?!\w))",
)
def _until_meridiem(match: Match, _: Draft) -> str:
    """The first half of `5pm-7 pm` or `10-12am`; the second is left to the next rule."""
    hour, minute, half = match.group("hour", "minute", "half")
    said = clock(hour, None if minute == "00" else minute)
    return f"{said} {half.upper()} M to" if half else f"{said} to"


@RULES.on("digit", rf"{_HOUR}\s?(?P<half>[AaPp])(?:\.\s?[Mm]\.?|[Mm]\b\.?(?!\w))")
def _meridiem(match: Match, _: Draft) -> str | None:
    """`5pm`, `1:59 p.m.`; the last full stop may end the sentence too."""
    hour, minute, half = match.group("hour", "minute", "half")
    if int(hour) > 24:
        return None
    said = f"{clock(hour, None if minute == '00' else minute)} {half.upper()} M"
    closes = match[0].endswith(".") and re.match(r"\s+[A-Z][a-z]|[\"')]*\s*$", right_of(match, 4))
    return said + ("." if closes else "")


@RULES.on("digit", r"(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.\d{1,6})?(?![\w:])")
def _hours_minutes_seconds(match: Match, _: Draft) -> str:
    parts = zip(map(int, match.groups()), ("hour", "minute", "second"), strict=True)
    said = [f"{numbers.cardinal(value)} {name}{'' if value == 1 else 's'}" for value, name in parts if value]
    if len(said) > 1:
        return f"{' '.join(said[:-1])} and {said[-1]}"
    return said[0] if said else "zero seconds"


@RULES.on("digit", r"(\d{1,2}):([0-5]\d)\s?[-–]\s?(?=\d{1,2}:[0-5]\d(?![\d:]))")
def _until(match: Match, _: Draft) -> str | None:
    return f"{clock(match[1], match[2])} to" if int(match[1]) <= 24 else None


@RULES.on("digit", r"(\d{1,2}):(\d{2})(?![\w:]|-\d)")
def _hours_minutes(match: Match, _: Draft) -> str:
    hour, minute = match.groups()
    if int(hour) > 24 or int(minute) > 59:
        return f"{numbers.integer(hour)} {numbers.integer(minute)}"
    if hour == minute == "00":
        return "midnight"
    return clock(hour, minute)


@RULES.on("digit", r"([01]\d|2[0-3])([0-5]\d)(?=\s(?:hours|hrs)\b)")
def _military(match: Match, _: Draft) -> str | None:
    """`at 1900 hours`, `0600 hours`."""
    hour, minute = match.groups()
    if hour[0] != "0" and word_before(match).lower() not in (
        "at",
        "by",
        "until",
        "from",
        "before",
        "after",
        "to",
    ):
        return None
    said = numbers.two_digits(hour)
    return f"{said} hundred" if minute == "00" else f"{said} {numbers.two_digits(minute)}"


@RULES.on("letter", r"T-(\d{1,3})(?=\s(?:days?|hours?|minutes?|seconds?)\b)")
def _countdown(match: Match, _: Draft) -> str:
    return f"T minus {numbers.integer(match[1])}"


@RULES.on("digit", r"(\d{1,5}):(\d|\d{3,5})(?![\w:]|-\d)")
def _ratio(match: Match, _: Draft) -> str:
    """`16:9` is a ratio; after a name, `John 3:6` is chapter and verse."""
    named = re.search(r"[A-Z][a-z]+\.?\s$", left_of(match, 24))
    return f"{numbers.integer(match[1])}{'' if named else ' to'} {numbers.integer(match[2])}"


@RULES.on("letter", r"(UTC|GMT)\s?([+\-−])?(\d{1,2})(?::(\d{2}))?(?!\w)")
def _zone_with_offset(match: Match, _: Draft) -> str:
    zone, sign, hour, minute = match.groups()
    word = "" if not sign else "plus " if sign == "+" else "minus "
    return f"{spelled(zone)} {word}{clock(hour, minute)}"


@RULES.on("letter", r"(?<=[mM.\d]\s)(?:(?:[A-Za-z]\.){2,4}[A-Za-z]?|[A-Za-z]{3,4})(?!\w)")
def _zone(match: Match, _: Draft) -> str | None:
    """A zone after a time: `1:59 p.m. est`."""
    letters = match[0].replace(".", "")
    return spelled(letters) if letters.lower() in TIME_ZONES else None
