"""Dates, times of day, durations with colons, decades and quarters."""

from __future__ import annotations

import re

from . import numbers
from .draft import Draft
from .scan import Rule, rule
from .vocabulary import DAY_OF, MONTH_OF, MONTHS

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>[12]\d{3})"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NO_MORE = r"(?![\w]|[-/.:]\d)"
_ZONES = frozenset(
    "utc gmt est edt cst cdt mst mdt pst pdt bst cet cest ist jst aest eet hst akst wet msk".split()
)
_MERIDIEM = r"(?P<half>[AaPp])(?:\.\s?[Mm]\.?|[Mm]\b\.?(?!\w))"


def day_and_month(day: str, month: str, *, day_first: bool) -> str:
    """A day of a month; `day_first` gives "the fifth of may", else "may fifth"."""
    said = numbers.ordinal(int(day))
    return f"the {said} of {month}" if day_first else f"{month} {said}"


def _date(day: str, month: str, year: str | None, *, day_first: bool = False) -> str:
    said = day_and_month(day, month, day_first=day_first)
    return f"{said} {numbers.year(int(year))}" if year else said


def _previous_word(match: re.Match[str]) -> str:
    tail = match.string[max(0, match.start() - 24) : match.start()]
    words = re.findall(r"[\w#]+", tail)
    return words[-1].lower() if words else ""


def _month_first(match: re.Match[str], _: Draft) -> str | None:
    if match["month"].islower() and match["month"] in ("may", "mar", "dec", "sep") and not match["year"]:
        return None
    return _date(match["day"], MONTH_OF[match["month"].lower()], match["year"])


def _day_first(match: re.Match[str], _: Draft) -> str | None:
    if match["month"] == "mar" or (match["month"] == "may" and not match["year"]):
        return None
    said = _date(match["day"], MONTH_OF[match["month"].lower()], match["year"], day_first=True)
    return said.removeprefix("the ") if _previous_word(match) == "the" or "of" in match[0] else said


def _month_and_year(match: re.Match[str], _: Draft) -> str:
    return f"{MONTH_OF[match['month'].lower()]}{',' if ',' in match[0] else ''} {numbers.year(int(match['year']))}"


def _month_alone(match: re.Match[str], _: Draft) -> str | None:
    """A month cut short, with a capital or a full stop that shows it is one."""
    name, stop = match["month"], match[2]
    if (
        name.lower() in MONTHS
        or (not stop and not name[0].isupper())
        or name.lower() in ("mar", "dec", "may", "jun")
        and not stop
    ):
        return None
    if name.isupper():
        return None
    return MONTH_OF[name.lower()]


def _numeric(match: re.Match[str], _: Draft) -> str | None:
    """01/31/2024, 31.01.2024, 15-01-2020: month first, as in America, unless that cannot be."""
    first, second, year = int(match[1]), int(match[3]), match[4]
    if not 1 <= first <= 31 or not 1 <= second <= 31 or min(first, second) > 12:
        return None
    full = year if len(year) == 4 else None
    day_first = first > 12
    day, month = (first, second) if day_first else (second, first)
    said = day_and_month(str(day), MONTHS[month - 1], day_first=day_first)
    return f"{said} {numbers.year(int(full)) if full else numbers.two_digits(year)}"


def iso_date(match: re.Match[str], _: Draft) -> str | None:
    """2024-01-15, with an optional time of day and zone."""
    year, month, day = match["year"], int(match["m"]), int(match["d"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    said = _date(str(day), MONTHS[month - 1], year)
    if match["h"]:
        said += " " + clock(match["h"], match["min"])
        seconds = match["s"]
        if seconds and int(seconds):
            said += f" and {numbers.cardinal(int(seconds))} seconds"
        zone = match["z"]
        if zone:
            said += " U T C" if zone == "Z" else " U T C " + _offset(zone)
    return said


def _year_month(match: re.Match[str], _: Draft) -> str | None:
    month = int(match[2])
    if month > int(match[1][2:]) or not 1900 <= int(match[1]) <= 2099:
        return None
    return f"{MONTHS[month - 1]} {numbers.year(int(match[1]))}" if 1 <= month <= 12 else None


def _offset(zone: str) -> str:
    hours, minutes = re.fullmatch(r"[+-](\d{1,2}):?(\d{2})?", zone).groups()  # type: ignore[union-attr]
    said = ("plus " if zone[0] == "+" else "minus ") + numbers.cardinal(int(hours))
    return said if not minutes or minutes == "00" else f"{said} {numbers.cardinal(int(minutes))}"


_DATE_CUES = frozenset(
    "on for by until till since before after beginning starting from due report dated monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tu wed thu thur fri sat sun tomorrow today".split()
)


def _short_numeric(match: re.Match[str], _: Draft) -> str | None:
    """1/4 is a date only where the words before it ask for one."""
    month, day = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= day <= 31 or _previous_word(match) not in _DATE_CUES:
        return None
    return day_and_month(str(day), MONTHS[month - 1], day_first=day <= 12)


def clock(hour: str, minute: str | None) -> str:
    """A time of day: ("10", "30") -> "ten thirty", ("9", "05") -> "nine oh five", ("13", "00") -> "thirteen o'clock"."""
    said = numbers.cardinal(int(hour))
    if minute is None:
        return said
    if minute == "00":
        return f"{said} o'clock"
    return (
        f"{said} oh {numbers.cardinal(int(minute))}"
        if minute[0] == "0"
        else f"{said} {numbers.cardinal(int(minute))}"
    )


def _meridiem(match: re.Match[str], draft: Draft) -> str | None:
    """A time with a.m. or p.m.; the second full stop may end the sentence too."""
    hour, minute = match["hour"], match["minute"]
    if int(hour) > 24:
        return None
    said = clock(hour, None if minute == "00" else minute)
    said += f" {match['half'].upper()} M"
    after = match.string[match.end() : match.end() + 3]
    if match[0].endswith(".") and (not after or re.match(r"\s+[A-Z]|[\"')]*\s*$", after)):
        said += "."
    return said


def _meridiem_range(match: re.Match[str], draft: Draft) -> str:
    """`5pm-7 pm`, `4:00 am - 8:12 pm`, `10-12am`: the second time is left to its own rule."""
    hour, minute, half = match["hour"], match["minute"], match["half"]
    said = clock(hour, None if minute == "00" else minute)
    return f"{said} {half.upper()} M to" if half else f"{said} to"


def _ratio(match: re.Match[str], _: Draft) -> str:
    """`16:9` is a ratio; after a name, `John 3:6` is chapter and verse."""
    named = re.search(r"[A-Z][a-z]+\s$", match.string[max(0, match.start() - 24) : match.start()])
    return f"{numbers.integer(match[1])}{'' if named else ' to'} {numbers.integer(match[2])}"


def _verses(match: re.Match[str], _: Draft) -> str:
    chapter, first, last = match.groups()
    return f"{numbers.integer(chapter)}, from {numbers.integer(first)} to {numbers.integer(last)}"


def _hours_minutes(match: re.Match[str], _: Draft) -> str | None:
    hour, minute = match[1], match[2]
    if int(hour) > 24 or int(minute) > 59:
        return f"{numbers.integer(hour)} {numbers.integer(minute)}" if int(hour) < 100 else None
    return clock(hour, minute)


def _hours_minutes_seconds(match: re.Match[str], _: Draft) -> str | None:
    parts = [int(part) for part in match.groups()[:3]]
    if parts[1] > 59 or parts[2] > 59:
        return None
    said = [
        f"{numbers.cardinal(value)} {name}{'' if value == 1 else 's'}"
        for value, name in zip(parts, ("hour", "minute", "second"), strict=True)
        if value
    ]
    if not said:
        return "zero seconds"
    return " and ".join([" ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]


def _zone_offset(match: re.Match[str], _: Draft) -> str:
    zone = " ".join(match[1].upper())
    sign = {"+": "plus ", "-": "minus ", "−": "minus "}.get(match[2] or "", "")
    return f"{zone} {sign}{clock(match[3], match[4])}"


def _zone(match: re.Match[str], _: Draft) -> str | None:
    letters = match[0].replace(".", "").lower()
    return " ".join(letters.upper()) if letters in _ZONES else None


def _decade(match: re.Match[str], _: Draft) -> str | None:
    quote, text = match[1], match[2]
    value = int(text)
    if (
        len(text) == 2
        and not quote
        and _previous_word(match) not in ("the", "early", "late", "mid", "from", "to", "middle", "and")
    ):
        return None
    return numbers.decade(value)


def _decades(match: re.Match[str], _: Draft) -> str:
    return f"{numbers.decade(int(match[1]))} to {numbers.decade(int(match[2]))}"


def _short_year(match: re.Match[str], _: Draft) -> str:
    return numbers.pairs(match[1]) if match[1][0] != "0" else numbers.digits(match[1])


def _quarter(match: re.Match[str], _: Draft) -> str:
    which, year = match["quarter"], match["year"]
    said = f"the {numbers.ordinal(int(which))} quarter of "
    return said + (numbers.year(int(year)) if len(year) == 4 else numbers.pairs(year))


def _day_of_week(match: re.Match[str], draft: Draft) -> str | None:
    name, stop = match[1], match[2]
    after = match.string[match.end() : match.end() + 3]
    if (
        name.lower() in ("sun", "sat", "wed", "mon", "tu", "thu")
        and not stop
        and not re.match(r"\s?[(\d,-]", after)
    ):
        return None
    return DAY_OF[name.lower()]


def _day_range(match: re.Match[str], _: Draft) -> str:
    return f"{DAY_OF[match[1].lower()]} to {DAY_OF[match[2].lower()]}"


def _year_range(match: re.Match[str], _: Draft) -> str | None:
    first, second = match[1], match[2]
    later = int(first[: 4 - len(second)] + second)
    if not 1000 <= int(first) <= 2100 or not int(first) < later <= 2100:
        return None
    return f"{numbers.year(int(first))} to {numbers.year(int(second)) if len(second) == 4 else numbers.two_digits(second)}"


_I = re.IGNORECASE
_DAYS_PATTERN = r"(mon(?:day)?|tues?(?:day)?|tu|wed(?:nesday)?s?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_DASH = r"\s?[-–—]\s?"

RULES: list[Rule] = [
    rule(
        "iso date",
        "digit",
        rf"{_YEAR}-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?:[T ](?P<h>\d{{2}}):(?P<min>\d{{2}})(?::(?P<s>\d{{2}})(?:\.\d{{1,9}})?)?\s?(?P<z>Z|[+-]\d{{2}}:?\d{{2}})?)?(?!\w|-\d)",
        iso_date,
    ),
    rule(
        "year first",
        "digit",
        r"(?P<year>[12]\d{3})([/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?P<h>)(?P<min>)(?P<s>)(?P<z>)(?![\w/]|\.\d)",
        iso_date,
    ),
    rule("numeric date", "digit", r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/]|[.-]\d)", _numeric),
    rule(
        "day and month",
        "digit",
        rf"{_DAY}{_ORDINAL}(?:\s+of\s+|\s+|-){_MONTH}\b\.?(?:(?:,?\s+|-){_YEAR}\b)?(?![-/]\d)",
        _day_first,
        _I,
    ),
    rule(
        "month, day",
        "letter",
        rf"{_MONTH}\b\.?(?:\s+|-){_DAY}{_ORDINAL}(?:(?:,?\s+|-){_YEAR})?(?![\w]|[-/.:]\d|\s?%)",
        _month_first,
        _I,
    ),
    rule("month, year", "letter", rf"{_MONTH}\b\.?,?\s+{_YEAR}(?![\w]|[-/.:]\d)", _month_and_year, _I),
    rule(
        "months",
        "letter",
        rf"{_MONTH}\b\.?{_DASH}{_MONTH.replace('month', 'until')}\b\.?(?!\w)",
        lambda m, _: (
            f"{MONTH_OF[m['month'].lower()]} to {MONTH_OF[m['until'].lower()]}"
            if m["month"][0].isupper()
            else None
        ),
        _I,
    ),
    rule("month", "letter", rf"{_MONTH}\b(\.?)(?!\w)", _month_alone, _I),
    rule("days", "letter", rf"{_DAYS_PATTERN}\.?{_DASH}{_DAYS_PATTERN}\b\.?(?!\w)", _day_range, _I),
    rule("day", "letter", r"(Mon|Tues?|Tu|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b(\.?)(?!\w)", _day_of_week),
    rule("verses", "digit", r"(\d{1,3}):(\d{1,3})[-–](\d{1,3})(?![\w:])", _verses),
    rule(
        "meridiem range",
        "digit",
        rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?\s?[-–—]\s?(?=\d{{1,2}}(?:[:.][0-5]\d)?\s?[AaPp]\.?[Mm](?!\w))",
        _meridiem_range,
    ),
    rule("meridiem", "digit", rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?{_MERIDIEM}", _meridiem),
    rule("duration", "digit", r"(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,6})?(?![\w:])", _hours_minutes_seconds),
    rule(
        "time range",
        "digit",
        r"(\d{1,2}):([0-5]\d)\s?[-–]\s?(?=\d{1,2}:[0-5]\d(?![\d:]))",
        lambda m, _: f"{clock(m[1], m[2])} to" if int(m[1]) <= 24 else None,
    ),
    rule("time", "digit", r"(\d{1,2}):(\d{2})(?![\w:]|-\d)", _hours_minutes),
    rule("ratio", "digit", r"(\d{1,5}):(\d|\d{3,5})(?![\w:]|-\d)", _ratio),
    rule("zone offset", "letter", r"(UTC|GMT)\s?([+\-−])?(\d{1,2})(?::(\d{2}))?(?!\w)", _zone_offset),
    rule(
        "zone",
        "letter",
        r"(?<=[mM.\d]\s)(?:[A-Za-z]\.){2,4}[A-Za-z]?(?!\w)|(?<=[mM.\d]\s)[A-Za-z]{3,4}(?!\w)",
        _zone,
    ),
    rule("decades", "digit", r"([12]\d\d0)s\s?[-–—]\s?((?:[12]\d)?\d0)s(?!\w)", _decades),
    rule("decade", "digit '", r"(')?([12]\d\d0|\d0)'?s(?!\w)", _decade),
    rule("short year", "'", r"'(\d\d)(?![\w'])", _short_year),
    rule("quarter", "letter", r"Q(?P<quarter>[1-4])\s?'?(?P<year>[12]\d{3}|\d\d)(?!\w)", _quarter),
    rule("year, quarter", "digit", r"(?P<year>[12]\d{3})\s?Q(?P<quarter>[1-4])(?!\w)", _quarter),
    rule("quarter first", "digit", r"(?P<quarter>[1-4])Q\s?'?(?P<year>[12]\d{3}|\d\d)(?!\w)", _quarter),
    rule("year and month", "digit", r"([12]\d{3})-(0[1-9]|1[0-2])(?![\w]|[-/.:]\d)", _year_month),
    rule("years", "digit", rf"([12]\d{{3}}){_DASH}([12]\d{{3}}|\d\d)(?![\w]|[-/.:]\d|\s?[=+*])", _year_range),
    rule("short date", "digit", r"(\d{1,2})/(\d{1,2})(?![\w/]|[.]\d|\s?%)", _short_numeric),
]
