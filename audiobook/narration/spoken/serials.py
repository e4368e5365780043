"""Numbers that only identify, said digit by digit: ISBNs, card and serial numbers, ZIP codes, extensions."""

from __future__ import annotations

import re

from . import numbers
from .context import left_of
from .draft import Draft
from .scan import Match, Rules

RULES = Rules()

_KINDS = r"isbn|issn|ismn|upc|ean|gtin|imei|ssn|pmid|pmc|oclc|lccn|orcid|barcode|passport|zip|postcode"
_NAMED = (
    r"serial|account|tracking|routing|reference|confirmation|invoice|order|part|model|case|card|licen[cs]e|postal|area|pin"
    r"|promo|access|security|verification|phone|fax|policy|member|customer|ticket|booking|bank|sort|country|dialing"
)
_CUE = re.compile(
    rf"\b(?:(?:{_KINDS})(?:-?1[03])?|(?:{_NAMED})(?=\s?(?:numbers?|nos?\b|codes?|ids?\b|key)))"
    r"(?:\s?(?:numbers?|nos?\.?|codes?|ids?|key))?(?:\s(?:is|was|of))?[:#]?\s*#?"
    r"(?:\d[\d-]*(?:,\s\d[\d-]*)*,?\s(?:and|or)\s)?$",
    re.IGNORECASE,
)


def _is_named(match: Match) -> bool:
    """Whether the words before name a kind of code: `ISBN`, `serial number`, `ZIP codes 10001 and`."""
    return _CUE.search(left_of(match, 48)) is not None


@RULES.on("digit", r"(?<![\w.$-])\d{1,13}(?:-\d{1,13}){1,6}(?:-?[xX])?(?![\w-]|[.,]\d|\s?=)")
def _groups(match: Match, _: Draft) -> str | None:
    """`978-0-14-044913-6`: a pause between the groups. `1-2-3` is counted, `10-20` is a range."""
    groups = match[0].split("-")
    plain = all(len(group) <= 2 and (group[0] != "0" or group == "0") for group in groups)
    named = _is_named(match)
    if len(groups) == 2 and not named and not any(len(group) > 2 and group[0] == "0" for group in groups):
        return None
    if plain and not named:
        return ", ".join(numbers.integer(group) for group in groups)
    return ", ".join(_group(group) for group in groups)


def _group(text: str) -> str:
    said = numbers.digits(text)
    return f"{said} X".strip() if text[-1] in "xX" else said


@RULES.on("digit", r"(?<![\w.$-])\d{4}(?: \d{4}){2,3}(?![\w-]|[.,]\d)")
def _card(match: Match, _: Draft) -> str:
    """`4111 1111 1111 1111`."""
    return ", ".join(map(numbers.digits, match[0].split()))


@RULES.on("digit", r"\d{3,20}[xX]?(?![\w-]|[.,:/]\d|\s?[%°])")
def _single(match: Match, _: Draft) -> str | None:
    """`serial number 4471`, `zip code 02134`."""
    return _group(match[0]) if _is_named(match) else None


@RULES.on("letter", r"(?:(?:[Ee]xt(?:n|ension)?\.?|EXT\.?)\s?|x)(\d{1,6})(?!\w)")
def _extension(match: Match, _: Draft) -> str | None:
    """`ext. 42`; `x42` only after a telephone number."""
    if match[0][0] == "x" and not re.search(r"[-.\s]\d{4},?\s$", left_of(match, 8)):
        return None
    number = match[1]
    return f"extension {numbers.integer(number) if len(number) <= 2 else numbers.digits(number)}"


@RULES.on("digit", r"\d{5}-\d{4}(?![\w-])")
def _zip_code(match: Match, _: Draft) -> str:
    """A ZIP code with its four further digits."""
    return ", ".join(map(numbers.digits, match[0].split("-")))
