"""Amounts of money: "$4.99/mo", "€1.5 million", "20 USD", "99¢"."""

from __future__ import annotations

from . import numbers
from .draft import Draft
from .measures import BIG, DASH, NUMBER, PER_UNIT
from .scan import Match, Rules
from .vocabulary import CURRENCIES, MAGNITUDES, PER, any_of

RULES = Rules()

_SIGNS = rf"US\s\$|{any_of(symbol for symbol in CURRENCIES if not symbol.isalpha())}"
_CODES = any_of(code for code in CURRENCIES if code.isalpha())
_FIRST = " ".join(sorted({symbol[0] for symbol in CURRENCIES if not symbol[0].isalpha()}))
_SHORT = r"bn|mn|[kKMBbTm](?!\w)"
_FOR = rf"(?:\s?/\s?(?P<per>{PER_UNIT})(?:-(?P<each>month|hour|day|year|second))?(?![\w/]))?"
_UP_TO = rf"(?:{DASH}(?:{_SIGNS})?(?P<upto>{NUMBER})(?:\s?(?P<upto_big>{BIG}|{_SHORT})(?!\w))?(?!\w))?"


def money(amount: str, magnitude: str | None, currency: str) -> str:
    """An amount of a currency, given as symbol or code: ("4.99", None, "$") -> "four dollars ninety nine cents".

    Fractions finer than a hundredth are read as a decimal: "$0.00025" is "zero point ... dollars".
    """
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


def _price_for(match: Match) -> str:
    """The period or unit a price is for: "/mo", "/GB-month"."""
    if not match["per"]:
        return ""
    return " per " + PER[match["per"].lower()] + (f" {match['each']}" if match["each"] else "")


@RULES.on(
    f"{_FIRST} letter - −",
    rf"(?P<sign>[-−])?(?P<currency>{_SIGNS}|(?:{_CODES})(?=\s?\d))\s?(?P<amount>{NUMBER})"
    rf"(?:\s?(?P<big>{BIG}|{_SHORT})(?!\w))?{_UP_TO}{_FOR}(?!\w)",
)
def _money(match: Match, _: Draft) -> str:
    said = "minus " if match["sign"] else ""
    said += money(match["amount"], match["big"], match["currency"])
    if match["upto"]:
        said += " to " + money(match["upto"], match["upto_big"], match["currency"])
    return said + _price_for(match)


@RULES.on(
    "digit",
    rf"(?P<amount>{NUMBER})(?:\s?(?P<big>{BIG}|bn))?\s?(?P<currency>[€£₩₹₽₺₪₫₦₱₿฿₴]|zł|(?:{_CODES})(?!\w)){_FOR}(?!\w)",
)
def _money_before_its_sign(match: Match, _: Draft) -> str:
    return money(match["amount"], match["big"], match["currency"]) + _price_for(match)


@RULES.on("digit", r"(\d+)\s?¢")
def _cents(match: Match, _: Draft) -> str:
    return f"{numbers.number(match[1])} {'cent' if match[1] == '1' else 'cents'}"
