"""Compound units ("9.8 m/s²", "kg·m²", "L/100 km") and units without a number ("how many oz. are in a lb.")."""

from __future__ import annotations

import re

from . import numbers
from .context import ends_text, left_of, right_of, word_before
from .draft import Draft
from .scan import Match, Rules
from .vocabulary import COMPOUND_UNITS, GLUED_UNITS, LONE_UNITS, PER, SUPERSCRIPTS, UNITS, any_of

RULES = Rules()

_SIMPLE = {symbol: names for symbol, names in UNITS.items() if not re.search(r"[/²³%°]|\w[23]$", symbol)}
_BASES = _SIMPLE | COMPOUND_UNITS
_EXPONENT = r"(?:\^[-−]?[1-4](?!\d)|\^\{[-−]?[1-4]\}|⁻?[¹²³⁴]|[-−]?[123](?!\d))"
_FACTOR = rf"(?:{any_of(_BASES)}){_EXPONENT}?"
_PRODUCT = rf"{_FACTOR}(?:[·⋅•]{_FACTOR}){{0,2}}"
_NAMED = any_of(sorted({*PER, *(one for one, _ in UNITS.values() if one.isalpha())}))
_UNDER = rf"(?:\({_PRODUCT}\)|{_PRODUCT}(?!\w)|\d{{2,4}}\s?{_FACTOR}|(?:{_NAMED})(?!\w))"
COMPOUND = rf"(?P<top>{_PRODUCT})(?P<unders>(?:/{_UNDER}){{0,3}})(?![\w²³]|/\w)"
"""A unit that may be a product and may have denominators, as a pattern."""

_LENGTHS = re.compile(r"(?:.*meter|foot|inch|yard|mile|pixel)$")
_POWERS = {"2": "squared", "3": "cubed", "4": "to the fourth"}
_PIECE = re.compile(rf"({any_of(_BASES)})({_EXPONENT})?")


def _exponent(written: str | None) -> int:
    return int(re.sub(r"[\^{}]", "", (written or "1").translate(SUPERSCRIPTS)).replace("−", "-"))


def _powered(name: str, one: str, exponent: int) -> str:
    """A unit and its power: areas and volumes are "square" and "cubic", "second squared" is a power."""
    if exponent in (2, 3) and _LENGTHS.match(one):
        return f"{'square' if exponent == 2 else 'cubic'} {name}"
    return f"{name} {_POWERS[str(exponent)]}" if exponent > 1 else name


def _product(written: str, *, many: bool) -> str:
    """The factors of a product; only the last is in the plural, negative powers follow as "per"."""
    pieces = [(_BASES[symbol], _exponent(power)) for symbol, power in _PIECE.findall(written)]
    above = [(names, power) for names, power in pieces if power > 0]
    said = [
        _powered(names[many and index == len(above) - 1], names[0], power)
        for index, (names, power) in enumerate(above)
    ]
    said += [f"per {_powered(names[0], names[0], -power)}" for names, power in pieces if power < 0]
    return " ".join(said)


def _denominator(written: str) -> str:
    count = re.match(r"(\d+)\s?", written)
    if count:
        return f"per {numbers.integer(count[1])} {_product(written[count.end() :], many=True)}"
    plain = written.strip("()")
    named = PER.get(plain.lower()) if plain not in _BASES else None
    if named is None and not re.fullmatch(_PRODUCT, plain):
        named = plain
    return f"per {named or _product(plain, many=False)}"


def compound_words(match: Match, *, many: bool) -> str:
    """The words for a match of COMPOUND."""
    unders = re.findall(rf"/({_UNDER})", match["unders"])
    said = _product(match["top"], many=many)
    return " ".join([said, *(_denominator(under) for under in unders)])


def _is_compound(match: Match) -> bool:
    top = match["top"]
    return bool(match["unders"]) or re.search(r"[·⋅•]|[\^²³¹⁴⁻]", top) is not None


@RULES.on(
    "digit - − .",
    r"(?P<number>(?:(?<![\w.)%°])[-−])?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+))"
    rf"(?:\s?[-–—]\s?(?P<upto>\d+(?:\.\d+)?))?(?P<gap>[\s-]?){COMPOUND}",
)
def _measured_compound(match: Match, _: Draft) -> str | None:
    """`9.8 m/s²`, `50 kg·m²`, `8.5 L/100 km`."""
    number, top = match["number"], match["top"]
    if not _is_compound(match) or (match["gap"] and top in GLUED_UNITS and top not in ("J", "N", "K")):
        return None
    said = numbers.number(number)
    if match["upto"]:
        said += f" to {numbers.number(match['upto'])}"
    one = number.lstrip("-−") == "1" and not match["upto"]
    return f"{said} {compound_words(match, many=not one)}"


@RULES.on(
    "digit",
    rf"(\d[\d,]*(?:\.\d+)?)\s([a-z]{{2,}}(?:es|s))/({any_of(name for name in PER if name.isalpha())})(?!\w|/)",
)
def _counted_per(match: Match, _: Draft) -> str:
    """`72 beats/min`, `30 miles/gallon`."""
    return f"{numbers.number(match[1])} {match[2]} per {PER[match[3]]}"


# Two single letters are seldom a unit when no number is there.
_SHORT_COMPOUNDS = frozenset(("m/s", "g/L", "g/l", "B/s", "W/m", "V/m", "N/m", "J/K", "m/h"))


@RULES.on("letter", rf"(?=\S{{1,12}}[/·⋅²³])(?<![\w/.@-]){COMPOUND}")
def _compound_alone(match: Match, _: Draft) -> str | None:
    """`in km/h`, `measured in W/m²`."""
    text = match[0]
    one_letter = re.fullmatch(r"\w/\w", text) and text not in _SHORT_COMPOUNDS
    if not _is_compound(match) or one_letter or re.fullmatch(r"\w[²³]", text):
        return None  # "x/y", "m²" may be variables
    if not re.search(r"[·⋅²³⁻^]", text) and not all(
        part in _BASES for part in text.replace("(", "").replace(")", "").split("/")
    ):
        return None
    return compound_words(match, many=True)


_ONE_OF = frozenset(("a", "an", "per", "each", "every", "one", "another", "half"))
_ASKS_FOR_A_UNIT = frozenset(
    (*_ONE_OF, "in", "many", "of", "few", "fewer", "more", "several", "as", "or", "to", "and", "than", "into")
)


@RULES.on("letter ° µ μ", rf"({any_of(LONE_UNITS)})(?![\w'])(\.(?!\w))?")
def _unit_alone(match: Match, _: Draft) -> str | None:
    """`how many oz. are in a lb.`, `a file of several GB`; the full stop is that of an abbreviation."""
    symbol, stop = match[1], match[2]
    when, before = LONE_UNITS[symbol], word_before(match).lower()
    if stop and re.match(r"\s?\d", right_of(match, 2)):
        return None  # "pt. 2"
    if (when == "." and not stop) or (when == "in" and before not in _ASKS_FOR_A_UNIT):
        return None
    if when == "in" and before in ("a", "an", "and", "or") and re.match(r"\s[A-Za-z]", right_of(match, 2)):
        return None  # "a KB article"
    by_the = re.search(r"\bby the $", left_of(match, 8))
    name = UNITS[symbol][0 if (before in _ONE_OF or by_the) and symbol[-1] != "s" else 1]
    ends = stop and (ends_text(match) or re.match(r"\s+[A-Z]", right_of(match, 3)))
    return name + ("." if ends else "")
