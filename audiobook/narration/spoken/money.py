"""Amounts of money: "$4.99/mo", "€1.5 million", "20 USD", "99¢"."""

from __future__ import annotations

import re

from . import numbers
from .context import describes_noun
from .draft import Draft
from .measures import BIG, DASH, NUMBER
from .scan import Match, Rules
from .vocabulary import CURRENCIES, MAGNITUDES, PER, UNITS, any_of

RULES = Rules()

_SIGNS = rf"US\s\$|{any_of(symbol for symbol in CURRENCIES if not symbol.isalpha())}"
_CODES = any_of(code for code in CURRENCIES if code.isalpha())
_FIRST = " ".join(sorted({symbol[0] for symbol in CURRENCIES if not symbol[0].isalpha()}))
_SHORT = r"bn|mn|mln|[kKMBbTm](?!\w)|[Cc]r(?!\w)|L(?!\w)"
_GOODS = any_of((*PER, *UNITS))
_FOR = (
    rf"(?P<per>(?:\s?/\s?(?:{_GOODS})(?![\w/]|\.\w)(?:-(?:month|hour|day|year|second|mo|hr)(?!\w))?|/(?:{_GOODS})(?=/[a-z]))"
    r"{0,2}(?:\s?/(?=[A-Za-z]|\d[\d,]*[KMB]?\s[a-z]))?)"
)
_UP_TO = (
    rf"(?:(?P<to>{DASH}|\sto\s)(?P<upto_sign>{_SIGNS})?(?P<upto>{NUMBER})"
    rf"(?:\s?(?P<upto_big>{BIG}|{_SHORT})(?!\w))?(?![\w/%]))?"
)


def money(amount: str, magnitude: str | None, currency: str, *, adjective: bool = False) -> str:
    """An amount of a currency, given as symbol or code: ("4.99", None, "$") -> "four dollars ninety nine cents".

    Fractions finer than a hundredth are read as a decimal: "$0.00025" is "zero point ... dollars". An `adjective`
    stands before a noun: "a two thousand dollar deposit".
    """
    one, many, cent, cents = CURRENCIES[currency.replace(" ", "")]
    if adjective:
        many, cents = one, cent
    if magnitude:
        return f"{numbers.number(amount)} {MAGNITUDES[magnitude]} {many}"
    whole, _, part = amount.partition(".")
    part = part.rstrip("0") if len(part) > 2 or not part.strip("0") else part
    if len(part) > 2:
        return f"{numbers.decimal(amount)} {many}"
    units = whole.replace(",", "").lstrip("0")
    hundredths = int(part.ljust(2, "0")) if part else 0
    said = [] if not units and hundredths else [_units(whole if units else "0", one, many)]
    if hundredths:
        said.append(f"{numbers.cardinal(hundredths)} {cent if hundredths == 1 else cents}")
    return " ".join(said)


def _units(whole: str, one: str, many: str) -> str:
    count = whole.lstrip("0") or "0"
    return f"{numbers.integer(count)} {one if count == '1' else many}"


def _price_for(written: str) -> str:
    """What a price is for: "/mo", "/GB-month", "/user/mo"; of what is no unit, only "per" is said here."""
    said = []
    for part in re.split(r"\s?/\s?", written)[1:]:
        unit, _, each = part.partition("-")
        name = PER.get(unit.lower()) or (UNITS[unit][0] if unit in UNITS else "")
        said.append(f" per {name} {PER.get(each, '')}".rstrip())
    return "".join(said)


@RULES.on("€ R k z", r"(?P<currency>€|R\$|kr|zł)\s?(?P<whole>\d{1,3}(?:\.\d{3})*|\d+),(?P<part>\d\d)(?!\d|,)")
@RULES.on("digit", r"(?P<whole>\d{1,3}(?:\.\d{3})*|\d+),(?P<part>\d\d)\s?(?P<currency>€|kr(?!\w)|zł)")
def _decimal_comma(match: Match, _: Draft) -> str:
    """`€5,50`, `1.299,00 €`."""
    return money(f"{match['whole'].replace('.', '')}.{match['part']}", None, match["currency"])


@RULES.on(
    f"{_FIRST} letter - −",
    rf"(?P<sign>[-−])?(?P<currency>{_SIGNS}|(?:{_CODES})(?=\s?\d))\s?(?P<amount>{NUMBER})"
    rf"(?:\s?(?P<big>{BIG}|{_SHORT})(?!\w))?{_UP_TO}{_FOR}(?:(?!\w)|(?<=/))",
)
def _money(match: Match, _: Draft) -> str | None:
    adjective = not match["per"] and describes_noun(match)
    said = "minus " if match["sign"] else ""
    first = money(match["amount"], match["big"], match["currency"], adjective=adjective)
    if match["upto"]:
        shared = not match["upto_sign"] and "to" not in match["to"]
        if adjective or shared:
            first = _bare(match["amount"], match["big"])
        first += " to " + money(match["upto"], match["upto_big"], match["currency"], adjective=adjective)
    return said + first + _price_for(match["per"])


def _bare(amount: str, magnitude: str | None) -> str:
    return numbers.number(amount) + (f" {MAGNITUDES[magnitude]}" if magnitude else "")


@RULES.on(
    "digit",
    rf"(?P<amount>{NUMBER})(?:\s?(?P<big>{BIG}|bn))?\s?(?P<currency>[€£₩₹₽₺₪₫₦₱₿฿₴]|zł|(?:{_CODES})(?!\w)){_FOR}(?:(?!\w)|(?<=/))",
)
def _money_before_its_sign(match: Match, _: Draft) -> str:
    adjective = not match["per"] and describes_noun(match)
    said = money(match["amount"], match["big"], match["currency"], adjective=adjective)
    return said + _price_for(match["per"])


@RULES.on("digit", r"(\d+)\s?¢")
def _cents(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} {'cent' if match[1] == '1' or describes_noun(match) else 'cents'}"
