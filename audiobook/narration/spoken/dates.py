"""Calendar dates, decades, quarters and spans of years. Numeric dates are read month first, as in America."""

from __future__ import annotations

import re

from . import numbers
from .context import cue_before, left_of, right_of
from .draft import Draft
from .scan import Match, Rules
from .tables import listed
from .times import clock, offset
from .vocabulary import DAY_OF, MONTH_OF, MONTHS

RULES = Rules()

_NAMES_OF_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<month>{_NAMES_OF_MONTHS})"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_WEEKDAY = (
    r"mon(?:day)?|tues?(?:day)?|tu|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_DASH = r"\s?[-–—]\s?"
_END = r"(?![\w]|[-/.:]\d)"
_I = re.IGNORECASE


def _month(name: str) -> str:
    return MONTH_OF[name.lower()]


def _said(day: str, month: str, year: str | None, *, day_first: bool = False) -> str:
    """ "may fifth twenty twenty", or "the fifth of may twenty twenty"."""
    ordinal = numbers.ordinal(int(day))
    said = f"the {ordinal} of {month}" if day_first else f"{month} {ordinal}"
    return f"{said} {numbers.year(int(year))}" if year else said


def iso_date(year: str, month: str, day: str) -> str | None:
    """The date in words; None when there is no such month or day."""
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return None
    return _said(day, MONTHS[int(month) - 1], year)


@RULES.on(
    "digit",
    rf"{_YEAR}-(\d\d)-(\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{{1,9}})?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?!\w|-\d)",
)
def _iso(match: Match, _: Draft) -> str | None:
    """`2024-01-15`, `2024-01-15T10:30:00Z` (ISO 8601)."""
    said = iso_date(*match.group(1, 2, 3))
    if said is None or not match["hour"]:
        return said
    said += " " + clock(match["hour"], match["minute"])
    if match["second"] and int(match["second"]):
        said += f" and {numbers.cardinal(int(match['second']))} seconds"
    zone = match["zone"]
    if zone:
        said += " U T C" if zone == "Z" else f" U T C {offset(zone)}"
    return said


@RULES.on("digit", rf"{_YEAR}([/.])(\d{{1,2}})\2(\d{{1,2}})(?![\w/]|\.\d)")
def _year_first(match: Match, _: Draft) -> str | None:
    return iso_date(*match.group(1, 3, 4))


@RULES.on("digit", r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[.-]\d)")
def _numeric(match: Match, _: Draft) -> str | None:
    """`01/31/2024`; `31.01.2024` can only be day first."""
    first, _sign, second, year = match.groups()
    day_first = int(first) > 12
    day, month = (first, second) if day_first else (second, first)
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31:
        return None
    said = _said(day, MONTHS[int(month) - 1], None, day_first=day_first)
    return f"{said} {numbers.year(int(year)) if len(year) == 4 else numbers.two_digits(year)}"


@RULES.on("digit", rf"{_DAY}(?:\s+of\s+|\s+|-){_MONTH}\b\.?(?:(?:,?\s+|-){_YEAR}\b)?(?![-/]\d)", _I)
def _day_first(match: Match, _: Draft) -> str | None:
    name = match["month"]
    if name == "mar" or (name == "may" and not match["year"]):
        return None
    said = _said(match["day"], _month(name), match["year"], day_first=True)
    return said.removeprefix("the ") if cue_before(match) == "the" or " of " in match[0] else said


@RULES.on("letter", rf"{_MONTH}\b\.?(?:\s+|-){_DAY}(?:(?:,?\s+|-){_YEAR})?(?![\w]|[-/.:]\d|\s?%)", _I)
def _month_first(match: Match, _: Draft) -> str | None:
    if match["month"] in ("may", "mar", "dec", "sep") and not match["year"]:
        return None
    return _said(match["day"], _month(match["month"]), match["year"])


@RULES.on("letter", rf"{_MONTH}\b\.?(,?)\s+{_YEAR}{_END}", _I)
def _month_and_year(match: Match, _: Draft) -> str:
    return f"{_month(match['month'])}{match[2]} {numbers.year(int(match['year']))}"


@RULES.on("letter", rf"{_MONTH}\b\.?{_DASH}(?P<until>{_NAMES_OF_MONTHS})\b\.?(?!\w)", _I)
def _months(match: Match, _: Draft) -> str | None:
    return f"{_month(match['month'])} to {_month(match['until'])}" if match["month"][0].isupper() else None


@RULES.on("letter", r"(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(\.?)(?!\w)")
def _month_cut_short(match: Match, _: Draft) -> str | None:
    """`Jan`; those that are names or words too need their full stop."""
    return None if match[1] in ("Mar", "Jun", "Dec") and not match[2] else _month(match[1])


@RULES.on("letter", rf"({_WEEKDAY})\.?{_DASH}({_WEEKDAY})\b\.?(?!\w)", _I)
def _weekdays(match: Match, _: Draft) -> str:
    return f"{DAY_OF[match[1].lower()]} to {DAY_OF[match[2].lower()]}"


@RULES.on("letter", r"(Mon|Tues?|Tu|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b(\.?)(?!\w)")
def _weekday(match: Match, _: Draft) -> str | None:
    """`Mon, Jan 5`; those that are names or words too need a date or a full stop."""
    certain = match[2] or match[1] in ("Tue", "Tues", "Weds", "Thur", "Thurs", "Fri")
    return DAY_OF[match[1].lower()] if certain or re.match(r"\s?[(\d,-]", right_of(match, 3)) else None


@RULES.on("digit", rf"([12]\d\d0)s{_DASH}((?:[12]\d)?\d0)s(?!\w)")
def _decades(match: Match, _: Draft) -> str:
    return f"{numbers.decade(int(match[1]))} to {numbers.decade(int(match[2]))}"


_DECADE_CUES = listed("the early late mid from to middle and high low upper lower")
_OF_LIFE = re.compile(r"\b(?:in|into|until|through|past|of)\s(?:his|her|their|my|our|your)\s$")
_TIMED = re.compile(
    r"\s(?:timeout|delay|interval|window|limit|deadline|pause|wait|mark|period|threshold|budget|clip|video|ttl)s?\b"
)


@RULES.on("digit '", r"(')?([12]\d\d0|\d0)'?s(?!\w)")
def _decade(match: Match, _: Draft) -> str | None:
    """`1980s`, `'80s`; `the 80s` and `in his 30s`, but `80s` alone is a time in seconds."""
    if len(match[2]) == 2 and not match[1]:
        cue = cue_before(match).rstrip("-") in _DECADE_CUES or _OF_LIFE.search(left_of(match, 20))
        if not cue or _TIMED.match(right_of(match, 14)):
            return None
    return numbers.decade(int(match[2]))


@RULES.on("'", r"'(\d\d)(?![\w'])")
def _short_year(match: Match, _: Draft) -> str:
    return numbers.integer(match[1])


def _quarter_words(quarter: str, year: str) -> str:
    return f"the {numbers.ordinal(int(quarter))} quarter of {numbers.year(int(year))}"


@RULES.on("letter", r"Q([1-4])\s?'?([12]\d{3}|\d\d)(?!\w)")
@RULES.on("digit", r"([1-4])Q\s?'?([12]\d{3}|\d\d)(?!\w)")
def _quarter(match: Match, _: Draft) -> str:
    return _quarter_words(match[1], match[2])


@RULES.on("digit", r"([12]\d{3})\s?Q([1-4])(?!\w)")
def _year_and_quarter(match: Match, _: Draft) -> str:
    return _quarter_words(match[2], match[1])


@RULES.on("digit", rf"([12]\d{{3}})-(0[1-9]|1[0-2]){_END}")
def _year_and_month(match: Match, _: Draft) -> str | None:
    """`2024-03`; `2001-05` is rather a span of years."""
    year, month = int(match[1]), int(match[2])
    if month > year % 100 or not 1900 <= year <= 2099:
        return None
    return f"{MONTHS[month - 1]} {numbers.year(year)}"


@RULES.on("digit", rf"([12]\d{{3}}){_DASH}([12]\d{{3}}|\d\d)(?![\w]|[-/.:]\d|\s?[=+*])")
def _years(match: Match, _: Draft) -> str | None:
    """`1914-1918`, `1960-80`: the second year is later."""
    first, second = match.groups()
    later = int(first[: 4 - len(second)] + second)
    if not int(first) < later <= 2100:
        return None
    end = numbers.year(later) if len(second) == 4 else numbers.two_digits(second)
    return f"{numbers.year(int(first))} to {end}"


_DATE_CUES = frozenset(
    (
        *(
            "on",
            "for",
            "by",
            "until",
            "till",
            "since",
            "before",
            "after",
            "beginning",
            "starting",
            "from",
            "due",
            "report",
        ),
        *("dated", "tomorrow", "today"),
        *DAY_OF,
    )
)


@RULES.on("digit", r"(\d{1,2})/(\d{1,2})(?![\w/]|\.\d|\s?%)")
def _month_slash_day(match: Match, _: Draft) -> str | None:
    """`on 1/4`: a date only where the word before asks for one; the day comes first where both could be the month."""
    month, day = int(match[1]), int(match[2])
    words = re.findall(r"\w+", left_of(match, 24))
    if match[0] == "9/11":
        return None  # rather the name than the date
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not words or words[-1].lower() not in _DATE_CUES:
        return None
    return _said(match[2], MONTHS[month - 1], None, day_first=day <= 12)
