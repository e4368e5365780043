"""Quantities: money, measures, durations, percentages, ranges, fractions, ordinals, plain numbers."""

from __future__ import annotations

import re

from . import numbers
from .code import STATUS_CODES
from .draft import Draft
from .electronic import port
from .quantities import AFTER_PER, CENTS, CURRENCIES, GLUED_ONLY, MAGNITUDES, PER, UNITS
from .scan import Rule, rule
from .symbols import VULGAR
from .vocabulary import VERSIONED, spelled

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SIGNED = rf"(?:(?<![\w.)%°])[-−])?(?:{NUMBER})"
_BIG = r"hundred|thousand|million|billion|trillion|quadrillion"
_SYMBOLS = r"US\s\$|" + "|".join(
    sorted((re.escape(symbol) for symbol in CURRENCIES if not symbol.isalpha()), key=len, reverse=True)
)
_CODES = "|".join(sorted((code for code in CURRENCIES if code.isalpha()), key=len, reverse=True))
_DASH = r"\s?[-–—]\s?"
_UNIT = "|".join(sorted((re.escape(symbol) for symbol in UNITS), key=len, reverse=True))
_PER = "|".join(sorted((re.escape(unit) for unit in PER), key=len, reverse=True))


def _previous(match: re.Match[str]) -> str:
    tail = match.string[max(0, match.start() - 24) : match.start()]
    found = re.search(r"([\w.+#-]+)\W*$", tail)
    return found[1].lower().rstrip(".") if found else ""


# -- money ------------------------------------------------------------------------------------------------------


def money(amount: str, magnitude: str | None, currency: str) -> str:
    """An amount of a currency, given as its symbol or code: ("4.99", None, "$") -> "four dollars ninety nine cents"."""
    one, many, cent, cents = CURRENCIES[currency.replace(" ", "")]
    if magnitude:
        return f"{numbers.number(amount)} {MAGNITUDES[magnitude]} {many}"
    whole, _, part = amount.replace(",", "").partition(".")
    part = part.rstrip("0") if len(part) > 2 or not part.strip("0") else part
    if len(part) > 2:
        return f"{numbers.decimal(amount)} {many}"
    units, hundredths = int(whole or 0), int(part.ljust(2, "0")) if part else 0
    said = [] if not units and hundredths else [f"{numbers.cardinal(units)} {one if units == 1 else many}"]
    if hundredths:
        said.append(f"{numbers.cardinal(hundredths)} {cent if hundredths == 1 else cents}")
    return " ".join(said)


def _money(match: re.Match[str], _: Draft) -> str:
    sign = "minus " if match[1] else ""
    said = sign + money(match["amount"], match["big"], match["currency"])
    if match["upto"]:
        said += " to " + money(match["upto"], match["upbig"], match["currency"])
    return said + _per(match)


def _per(match: re.Match[str]) -> str:
    """The period or unit a price is for: "/mo", "/GB-month"."""
    if not match["per"]:
        return ""
    return " per " + PER[match["per"].lower()] + (f" {match['per2']}" if match["per2"] else "")


def _money_after(match: re.Match[str], _: Draft) -> str:
    said = money(match["amount"], match["big"], match["currency"])
    return said + _per(match)


def _cents(match: re.Match[str], _: Draft) -> str:
    return f"{numbers.number(match[1])} {CENTS['¢'][match[1] != '1']}"


# -- measures ---------------------------------------------------------------------------------------------------


def unit_name(symbol: str, *, singular: bool) -> str:
    """The name of a unit given by its symbol, which may be a compound such as "req/s"."""
    return UNITS[symbol][0 if singular else 1]


_NUMBERED_PLACES = frozenset(
    "apt apartment room unit suite flat gate building seat plan appendix table number no exhibit".split()
)


def _says_unit(match: re.Match[str], symbol: str, number: str) -> bool:
    """Whether a symbol after a number is a unit here, and not a word, a magnitude or a letter."""
    glued = not match["gap"]
    if symbol in GLUED_ONLY and not glued:
        return False
    if symbol == "B" and (
        "." in number
        or _previous(match) in _NUMBERED_PLACES
        or re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2])
    ):
        return False
    return not (
        symbol in ("F", "K", "N", "J", "A") and _previous(match) in ("port", "chapter", "room", "version")
    )


def _measure(match: re.Match[str], draft: Draft) -> str | None:
    number, unit = match["number"], match["unit"]
    if not _says_unit(match, unit, number) or (
        unit in ("m", "M") and match["big"] is None and match["fraction"] is None and _minutes(match)
    ):
        return None
    if unit == "d" and number in ("2", "3"):
        return None
    count, singular = _count(match)
    if unit == "m" and _previous(match) in _TIME_CUES:
        return f"{count} {'minute' if singular else 'minutes'}"
    said = f"{count} {unit_name(unit, singular=singular or match['gap'] == '-' or _is_adjective(match))}"
    if match["per"]:
        said += " per " + PER[match["per"].lower()]
    if match["stop"] and not match.string[match.end() :].strip():
        said += "."
    return said


_TIME_CUES = frozenset("every after timeout wait ttl sleep interval within last past".split())


def _is_adjective(match: re.Match[str]) -> bool:
    """`a 30s timeout`, `a 5 km run`: a measure between an article and a noun is in the singular."""
    if _previous(match) not in ("a", "an"):
        return False
    noun = re.match(r"\s([a-z]+)", match.string[match.end() : match.end() + 16])
    return noun is not None and noun[1] not in (
        "of",
        "or",
        "and",
        "in",
        "per",
        "to",
        "for",
        "a",
        "is",
        "was",
        "on",
        "at",
        "from",
        "with",
        "long",
        "after",
        "before",
        "each",
        "more",
    )


def _minutes(match: re.Match[str]) -> bool:
    """`5m` beside hours or seconds is a duration, which has its own rule."""
    return bool(re.match(r"\s\d+\s?s\b", match.string[match.end() : match.end() + 6]))


def _count(match: re.Match[str]) -> tuple[str, bool]:
    """The number words of a measure, and whether the unit is in the singular."""
    number, fraction, upto, big = match["number"], match["fraction"], match["upto"], match["big"]
    if fraction:
        over, under = fraction.split("/")
        return (
            (numbers.mixed(number, over, under), False) if number else (numbers.fraction(over, under), True)
        )
    said = numbers.number(number)
    if upto:
        return f"{said} to {numbers.number(upto)}", False
    return (f"{said} {MAGNITUDES[big]}", False) if big else (said, number.lstrip("-−") == "1")


def _fraction_measure(match: re.Match[str], _: Draft) -> str | None:
    """`1/2 oz`: a plain fraction of a unit."""
    over, under, unit = match[1], match[2], match["unit"]
    if int(under) == 0 or (unit in GLUED_ONLY and match[3]):
        return None
    return f"{numbers.fraction(over, under)} {unit_name(unit, singular=int(over) <= 1)}"


def _per_unit(match: re.Match[str], _: Draft) -> str | None:
    return f"{numbers.number(match[1])} per {PER[match[2].lower()]}"


def _dimensions(match: re.Match[str], _: Draft) -> str | None:
    """`2x8 m2`, `1920x1080`, `3 × 4 × 5 cm`: numbers joined by "by"; `3 × 4` alone is a product."""
    if (
        "×" in match[1]
        and not match["unit"]
        and not re.fullmatch(r"\d{3,}\s?×\s?\d{3,}", match[1])
        and not re.match(
            r"\s(?:matri|grid|table|array|board|block|square|pixel|image|cell|kernel|display|screen|identity)",
            match.string[match.end() : match.end() + 10],
        )
    ):
        return None
    sides = re.split(r"\s?[x×X]\s?", match[1])
    said = " by ".join(_side(side) for side in sides)
    unit = match["unit"]
    return f"{said} {unit_name(unit, singular=False)}" if unit else said


def _side(text: str) -> str:
    return (
        numbers.pairs(text)
        if len(text) == 4 and text.isdigit() and text[0] == "1" and text[1:] != "000"
        else numbers.number(text)
    )


_SECONDS = {
    "d": "day",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "m": "minute",
    "min": "minute",
    "mins": "minute",
    "s": "second",
    "sec": "second",
    "secs": "second",
    "ms": "millisecond",
}


def _duration(match: re.Match[str], _: Draft) -> str:
    """`1h 16m`, `2m30s`: at least two parts, so that `m` is sure to be minutes."""
    said = []
    for count, unit in re.findall(r"(\d+)\s?([a-z]+)", match[0]):
        name = _SECONDS[unit]
        said.append(f"{numbers.integer(count)} {name}{'' if count == '1' else 's'}")
    return " ".join(said)


def _feet_and_inches(match: re.Match[str], _: Draft) -> str:
    feet, inches = match[1], match[2]
    return f"{numbers.integer(feet)} {'foot' if feet == '1' else 'feet'} {numbers.integer(inches)} {'inch' if inches == '1' else 'inches'}"


def _inches(match: re.Match[str], _: Draft) -> str | None:
    if match.string.count('"', max(0, match.start() - 120), match.start()) % 2:
        return None
    return f"{numbers.number(match[1])} {'inch' if match[1] == '1' else 'inches'}"


def _square(match: re.Match[str], _: Draft) -> str:
    """`3 sq mi`, `5 cu. ft`: a unit with its power written as a word."""
    count, power, unit = match.groups()
    name = UNITS[unit][0 if count == "1" else 1] if unit in UNITS else "inches" if unit == "in" else unit
    return f"{numbers.number(count)} {'square' if power == 'sq' else 'cubic'} {name}"


def _inch(match: re.Match[str], _: Draft) -> str:
    count = match[1] or match[2] or match[3]
    said = numbers.fraction(*count.split("/")) if "/" in count else numbers.number(count)
    return f"{said} {'inch' if count == '1' else 'inches'}" + (
        "." if match[0].endswith(".") and not match.string[match.end() :].strip() else ""
    )


def _coordinates(match: re.Match[str], _: Draft) -> str:
    names = ("degrees", "minutes", "seconds")
    return " ".join(
        f"{numbers.number(part)} {name}" for part, name in zip(match.groups(), names, strict=True) if part
    )


# -- plain numbers ----------------------------------------------------------------------------------------------


def _ordinal(match: re.Match[str], _: Draft) -> str:
    return numbers.ordinal_of(match[1])


def _part_of(match: re.Match[str], _: Draft) -> str:
    return f"{match[1]} {numbers.integer(match[2])} of {numbers.integer(match[3])}"


def _mixed_fraction(match: re.Match[str], _: Draft) -> str | None:
    return (
        None
        if int(match[3]) == 0 or int(match[2]) >= 10 * int(match[3])
        else numbers.mixed(match[1], match[2], match[3])
    )


def _fraction(match: re.Match[str], _: Draft) -> str | None:
    over, under = match[1], match[2]
    if (
        len(over) == 4
        and 1000 <= int(over) <= 2100
        and (
            len(under) == 4
            and int(over) < int(under) <= 2100
            or len(under) == 2
            and int(under) == (int(over) + 1) % 100
        )
    ):
        return f"{numbers.year(int(over))} slash {numbers.year(int(under)) if len(under) == 4 else numbers.two_digits(under)}"
    if over == under == "0":
        return "zero divided by zero"
    if over[0] == "0" or under[0] == "0" and under != "0" or len(under) > 4 or len(over) > 6:
        return f"{numbers.integer(over)} slash {numbers.integer(under)}"
    if (over, under) in (("24", "7"), ("50", "50"), ("80", "20"), ("20", "20"), ("9", "11")):
        return f"{numbers.integer(over)} {numbers.integer(under)}"
    if int(over) > 2 * int(under) and int(under) > 12 and len(over) < 4:
        return f"{numbers.integer(over)} slash {numbers.integer(under)}"
    return numbers.fraction(over, under)


def _vulgar(match: re.Match[str], _: Draft) -> str:
    over, under = VULGAR[match[2]]
    return numbers.mixed(match[1], over, under) if match[1] else numbers.fraction(over, under)


def _range(match: re.Match[str], _: Draft) -> str | None:
    """`10-20`: "to", but "minus" inside an equation and, when spaced, where the first is the larger."""
    first, second = match[1], match[2]
    after = match.string[match.end() : match.end() + 3]
    if _previous(match) in ("table", "figure", "fig", "listing", "example", "exhibit", "equation"):
        return f"{numbers.number(first)} dash {numbers.number(second)}"
    larger_first = _value(first) > _value(second)
    if re.match(r"\s?=", after) or (larger_first and match[0][len(first)].isspace() and "-" in match[0]):
        return f"{numbers.number(first)} minus {numbers.number(second)}"
    return f"{numbers.number(first)} to {numbers.number(second)}"


def _value(text: str) -> float:
    return float(text.replace(",", "")[:18])


def _comparison(match: re.Match[str], _: Draft) -> str:
    words = {
        "~": "about",
        "≈": "about",
        "∼": "about",
        "<": "less than",
        ">": "more than",
        "≤": "at most",
        "≥": "at least",
        "±": "plus or minus",
        "<=": "at most",
        ">=": "at least",
    }
    return words[match[1]]


_COUNTED = re.compile(
    r"\s+(?:(?:[a-z]+ed|[a-z]+ing|new|concurrent|different|more|other|[a-z]+al|[a-z]+ic|[a-z]+ive)\s+)?([a-z]{2,}s)\b"
)
_NOT_COUNTED = frozenset(
    "was is as its has this us less plus minus vs versus edition series does across always thus perhaps bus gas whereas sales elections olympics games census saw cars".split()
)
_PORTS = re.compile(r"\bports\s\d+(?:,\s\d+)*,?\s(?:and|or)\s$")
_YEAR_CUES = frozenset(
    "in since year by of from until till before after around circa during early late mid and to between summer winter spring fall autumn ©".split()
)


def _plain(match: re.Match[str], draft: Draft) -> str | None:
    """A number by itself: a year, a version, a port, or a count."""
    text = match[0]
    previous = _previous(match)
    if "." in text:
        return numbers.version(text) if previous in VERSIONED and text[0] != "." else numbers.decimal(text)
    if len(text) == 2 and text[0] == "0" and text.isdigit():
        return numbers.two_digits(text)
    if text in ("911", "999", "112") and previous in (
        "call",
        "dial",
        "calling",
        "called",
        "dialing",
        "dialed",
        "a",
    ):
        return numbers.digits(text)
    if previous in ("port", "ports") or (
        previous in ("and", "or") and _PORTS.search(match.string[max(0, match.start() - 24) : match.start()])
    ):
        return port(text)
    if (
        len(text) == 4
        and text.isdigit()
        and previous in ("iso", "rfc", "ieee", "pep", "error", "din", "en", "ansi", "bug", "ticket", "pin")
    ):
        return numbers.pairs(text)
    if len(text) == 4 and text.isdigit() and text[0] in "12" and _is_year(match, previous):
        return numbers.year(int(text))
    return numbers.integer(text)


def _is_year(match: re.Match[str], previous: str) -> bool:
    value = int(match[0])
    counted = _COUNTED.match(match.string, match.end(), match.end() + 60)
    if counted and counted[1] not in _NOT_COUNTED and not counted[1].endswith(("wards", "ss")):
        return False
    if previous in (
        "divide",
        "times",
        "plus",
        "minus",
        "multiply",
        "than",
        "about",
        "least",
        "most",
        "over",
        "up",
        "limit",
        "size",
        "id",
        "number",
        "no",
    ):
        return False
    return value >= 1100 or previous in _YEAR_CUES


def _status(match: re.Match[str], _: Draft) -> str | None:
    """An HTTP status code: told by the words beside it."""
    code = match[1]
    if not 100 <= int(code) <= 599:
        return None
    before = _previous(match)
    after = match.string[match.end() : match.end() + 40]
    article = (
        before in ("a", "an")
        and code in STATUS_CODES
        and code[0] != "1"
        and re.match(
            r"\s*(?:[.,;:!?)]|$|page\b|for\b|from\b|if\b|when\b|because\b|and\b|or\b|back\b|on\b|with\b|instead\b|is\b|means\b)",
            after,
        )
    )
    cue = (
        article
        or before in _STATUS_CUES
        or re.match(r"\s+(?:[A-Z]\w+|OK\b|errors?\b|status|responses?\b|redirects?\b|codes?\b)", after)
        and re.match(_STATUS_TEXT, after)
    )
    return numbers.pairs(code) if cue else None


_STATUS_CUES = frozenset(
    "http status code returns returned returning respond responds response responding gives".split()
)
_STATUS_TEXT = re.compile(
    r"\s+(?:OK|Created|Accepted|No Content|Partial|Moved|Found|See Other|Not |Temporary|Permanent|Bad |Unauthorized|Payment|Forbidden|Method|Conflict|Gone|Length|Precondition|Payload|Content Too|Content-Type|URI|"
    r"Unsupported|Range|Expectation|I'm|Unprocessable|Locked|Too |Upgrade|Internal|Service|Gateway|HTTP|Continue|Switching|errors?\b|status|responses?\b|redirects?\b|codes?\b)"
)


def _number_and_letters(match: re.Match[str], _: Draft) -> str | None:
    """`3D`, `97X`, `5xx`, `2x`, `10K`: a number with letters glued on."""
    if match[1]:
        return f"{numbers.number(match[1])} {spelled(match[2])}"
    number, letters = match[3], match[4]
    if letters == "x":
        return f"{numbers.number(number)} X"
    counted = re.match(r"\+?\s[a-z]+s\b", match.string[match.end() : match.end() + 24])
    if counted and letters != "K":
        return f"{numbers.number(number)} {MAGNITUDES[letters]}"
    if letters in ("K", "k", "M", "B") and len(number) <= 6:
        return f"{numbers.number(number)} {letters.upper()}"
    return None


def _plus(match: re.Match[str], _: Draft) -> str:
    return f"{numbers.number(match[1])} plus"


def _scientific(match: re.Match[str], _: Draft) -> str:
    power = numbers.number(match[2])
    return f"{numbers.number(match[1])} times ten to the {power}"


_TAIL = r"(?![\w]|\.\d)"
_PERIOD = rf"(?:\s?/\s?(?P<per>{_PER})(?:-(?P<per2>month|hour|day|year|second))?(?![\w/]))?"
_MAGNITUDE = rf"(?:\s?(?P<big>{_BIG}|bn|mn|[kKMBbTm](?!\w))(?!\w))?"

RULES: list[Rule] = [
    rule(
        "spaced thousands",
        "digit",
        r"\d{1,3}(?:\s\d{3}){2,4}(?![\w]|\s\d|[.,]\d|-)",
        lambda m, _: numbers.integer(re.sub(r"\s", "", m[0])),
    ),
    rule(
        "square measure",
        "digit",
        rf"({NUMBER})\s?(sq|cu)\.?\s?(mi|km|m|ft|in|yd|cm|mm|miles|feet|meters|kilometers)\b\.?(?!\w)",
        _square,
    ),
    rule(
        "inches",
        "digit",
        r"(\d+(?:\.\d+)?|\d+/\d+)\s?in\.(?=\s[a-z]|[\s,;)]*$|[,;)])|(?<=\d\sft\s)(\d+)\s?in\b|(?<=\d\sft\.\s)(\d+)\s?in\b\.?",
        _inch,
    ),
    rule(
        "by",
        "x ×",
        r"[x×](?=\s\d)(?<=[A-Za-z\d]\s.)",
        lambda m, _: (
            "by"
            if re.search(r"\d\s?[A-Za-z]{1,3}\s$", m.string[max(0, m.start() - 10) : m.start()])
            else None
        ),
    ),
    rule(
        "times range",
        "digit",
        r"(\d+(?:\.\d+)?)\s?[-–]\s?(\d+(?:\.\d+)?)x(?!\w)",
        lambda m, _: f"{numbers.number(m[1])} to {numbers.number(m[2])} X",
    ),
    rule(
        "per unit name",
        "letter",
        r"(?<=\bper\s)(" + "|".join(sorted(AFTER_PER, key=len, reverse=True)) + r")(?!\w)",
        lambda m, _: unit_name(m[1], singular=True),
    ),
    rule("ordinal", "digit", r"(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w)", _ordinal),
    rule(
        "money",
        " ".join(
            sorted({symbol[0] for symbol in CURRENCIES if not symbol.isalpha() and not symbol[0].isalpha()})
        )
        + " letter - −",
        rf"([-−])?(?P<currency>{_SYMBOLS}|(?:{_CODES})(?=\s?\d))\s?(?P<amount>{NUMBER}){_MAGNITUDE}(?:{_DASH}(?:{_SYMBOLS})?(?P<upto>{NUMBER})(?:\s?(?P<upbig>{_BIG}|bn|[kKMB](?!\w))(?!\w))?(?!\w))?{_PERIOD}(?![\w])",
        _money,
    ),
    rule(
        "money after",
        "digit",
        rf"(?P<amount>{NUMBER})(?:\s?(?P<big>{_BIG}|bn))?\s?(?P<currency>[€£₩₹₽₺₪₫₦₱₿฿₴]|zł|(?:{_CODES})(?!\w)){_PERIOD}(?!\w)",
        _money_after,
    ),
    rule("cents", "digit", r"(\d+)\s?¢", _cents),
    rule(
        "duration",
        "digit",
        r"(?:\d+\s?(?:hrs?|h)\s?\d+\s?(?:mins?|m)(?:\s?\d+\s?(?:secs?|s))?|\d+\s?(?:mins?|m)\s?\d+\s?(?:secs?|s)|\d+\s?d\s?\d+\s?(?:hrs?|h)(?:\s?\d+\s?(?:mins?|m))?|\d+\s?(?:secs?|s)\s\d+\s?ms|\d+\s?(?:hrs?|h)\s?\d+\s?(?:secs?|s))(?!\w)",
        _duration,
    ),
    rule(
        "part of",
        "letter",
        r"([Ss]tep|[Pp]art|[Pp]age|[Pp]hase|[Qq]uestion|[Ll]esson|[Cc]hapter|[Rr]ound|[Tt]ask|[Ss]lide|[Ss]tage|[Ee]xercise|[Ee]pisode|[Mm]odule|[Dd]ay|[Ww]eek|[Aa]ttempt|[Tt]est)\s(\d{1,4})\s?/\s?(\d{1,4})(?![\w/])",
        _part_of,
    ),
    rule(
        "dimensions",
        "digit",
        rf"(\d+(?:\.\d+)?(?:\s?[x×X]\s?\d+(?:\.\d+)?){{1,3}})(?:\s?(?P<unit>{_UNIT})(?!\w))?(?![\w^⁰¹²³⁴⁵⁶⁷⁸⁹⁻])",
        _dimensions,
    ),
    rule("coordinates", "digit", r"(\d{1,3})°\s?(\d{1,2})['′](?:\s?(\d{1,2}(?:\.\d+)?)[\"″])?", _coordinates),
    rule("feet and inches", "digit", r"(\d{1,2})['′]\s?(\d{1,2})[\"″]", _feet_and_inches),
    rule("inches", "digit", r"(\d{1,3}(?:\.\d+)?)[\"″](?=\s+[a-z])", _inches),
    rule(
        "fraction measure",
        "digit",
        rf"(\d{{1,3}})/(\d{{1,3}})(\s?)(?P<unit>{_UNIT})\b\.?(?!\w)",
        _fraction_measure,
    ),
    rule(
        "measure",
        "digit - − .",
        rf"(?P<number>{_SIGNED})(?:\s(?P<fraction>\d{{1,3}}/[1-9]\d{{0,2}}))?(?:{_DASH}(?P<upto>{NUMBER}))?(?:\s(?P<big>{_BIG}))?(?P<gap>[\s-]?)(?P<unit>{_UNIT})(?![\w°²³]|/\w|\.\w)(?P<per>(?!))?(?P<stop>\.(?=\s|$))?",
        lambda m, d: _measure_with_stop(m, d),
    ),
    rule(
        "measure per",
        "digit",
        rf"(?P<number>{NUMBER})(?P<gap>\s?)(?P<unit>{_UNIT})/(?P<per>{_PER})(?!\w)(?P<fraction>(?!))?(?P<upto>(?!))?(?P<big>(?!))?(?P<stop>(?!))?",
        _measure,
    ),
    rule("per", "digit", rf"({NUMBER})/({_PER})(?!\w)", _per_unit),
    rule(
        "magnitude",
        "digit - .",
        rf"({_SIGNED})\s(bn|mn|tn|[KMBT])(?!\w)",
        lambda m, _: (
            f"{numbers.number(m[1])} {m[2]}"
            if len(m[2]) == 1
            else f"{numbers.number(m[1])} {MAGNITUDES[m[2]]}"
        ),
    ),
    rule(
        "fraction ordinal",
        "digit",
        r"(\d{1,3})/(\d{1,3})(?:st|nd|rd|th|ths|rds)(?!\w)",
        lambda m, _: numbers.fraction(m[1], m[2]) if int(m[2]) else None,
    ),
    rule("mixed fraction", "digit", r"(\d{1,6})\s(\d{1,3})/(\d{1,3})(?![\w/]|\.\d)", _mixed_fraction),
    rule("fraction", "digit", r"(\d{1,9})/(\d{1,9})(?![\w/]|\.\d)", _fraction),
    rule("vulgar fraction", "digit " + " ".join(VULGAR), rf"(\d+)?\s?([{''.join(VULGAR)}])", _vulgar),
    rule("status", "digit", r"(\d{3})(?![\w]|[.,]\d|%)", _status),
    rule("scientific", "digit", r"(\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})(?!\w)", _scientific),
    rule(
        "number and letter",
        "digit",
        r"(\d+\.\d+)([A-Z]{2,4})(?!\w)|(\d+(?:\.\d+)?)(x|K|k|M|B)(?![\w])",
        _number_and_letters,
    ),
    rule("range", "digit .", rf"({NUMBER})(?:\s?[-–—]\s?|\s(?:-|–|—)\s)({NUMBER})(?!\w|-\w|\.\d|/)", _range),
    rule("at least", "digit", rf"({NUMBER})\+(?=\s|$|[,.;)])", _plus),
    rule(
        "comparison",
        "~ ≈ ∼ < > ≤ ≥ ±",
        r"(?<![\w)])(?<![\d)=+*/-]\s)(?<!\b[A-Za-z]\s)(<=|>=|[~≈∼<>≤≥±])\s?(?=[$€£]?\.?\d)",
        _comparison,
    ),
    rule("signed", "- − +", rf"(?<![\w)%°])[-−+](?:{NUMBER})(?!\w)", lambda m, _: numbers.number(m[0])),
    rule("plain", "digit .", rf"(?:{NUMBER})(?![^\W_])", _plain),
]


def _measure_with_stop(match: re.Match[str], draft: Draft) -> str | None:
    """A measure whose unit may carry a full stop ("10 min."), which also ends the sentence when nothing follows."""
    return _measure(match, draft)
