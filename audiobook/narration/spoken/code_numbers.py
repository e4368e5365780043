"""Addresses, codes, numbers and versions in code, whatever its language."""

from __future__ import annotations

import re

from . import codes, electronic, measures, numbers
from .context import left_of, right_of
from .dates import iso_date
from .draft import Draft
from .scan import Match, Rules
from .statuses import STATUS_CODES
from .vocabulary import FILE_EXTENSIONS, UNITS

RULES = Rules()

RULES.says("space", r"[\s\u200b]+", "")

# -- addresses and codes ----------------------------------------------------------------------------------------


@RULES.on("letter", r"[a-z][a-z0-9+.-]{1,20}://[^\s\"'`<>]+")
def _url(match: Match, _: Draft) -> str:
    return electronic.url(match[0])


@RULES.on("letter digit", r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
def _email(match: Match, _: Draft) -> str:
    return electronic.email(match[0])


@RULES.on("digit", r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?![\w.])")
def _ip_address(match: Match, _: Draft) -> str:
    return electronic.ip_address(match[0])


@RULES.on("digit", r"([12]\d{3})-(\d\d)-(\d\d)(?!\w|-\d)")
def _date(match: Match, _: Draft) -> str | None:
    return iso_date(*match.groups())


RULES.on("letter digit :", codes.HARDWARE_ADDRESS)(codes.hardware_address)
RULES.on("letter digit", codes.UUID)(codes.content_hash)
RULES.on("letter digit", codes.VERSION)(codes.version)
RULES.on("letter", codes.SHORT_VERSION)(codes.version)
RULES.on("0", codes.HEXADECIMAL)(codes.hexadecimal)
RULES.on("0", codes.BINARY)(codes.binary)
RULES.on("letter digit", codes.HASH)(codes.content_hash)


@RULES.on("digit", r"(\d{2,5}):(\d{2,5})(?![\w:])")
def _mapped_ports(match: Match, _: Draft) -> str:
    return f"{electronic.port(match[1])} colon {electronic.port(match[2])}"


@RULES.on(
    "letter", rf"(localhost|{electronic.HOST}|[a-z]\w{{0,40}}(?:[.-]\w{{1,40}}){{1,8}}):(\d{{4,5}})(?![\w:])"
)
@RULES.on("letter", rf"(localhost|{electronic.HOST}):(\d{{2,5}})(?![\w:])")
def _host_and_port(match: Match, _: Draft) -> str | None:
    """`example.com:443`, `db.internal:5432`, `my-redis:6379`; `server.go:1770` is a line of a file."""
    if match[1].rpartition(".")[2] in FILE_EXTENSIONS:
        return None
    return f"{electronic.host(match[1])} {electronic.port(match[2])}"


@RULES.on("letter *", rf"(?<![\w@/.-])(?:\*\.)?(?:www\.)?{electronic.PLAIN_HOST}(?![\w(:]|\.\w)")
def _host(match: Match, _: Draft) -> str:
    """`example.com`; other names with dots are mostly attributes."""
    return electronic.host(match[0])


# -- numbers ----------------------------------------------------------------------------------------------------

RULES.says("1 2", r"2>&1", "two to one")

_PORT_SETTING = re.compile(r"(?:\bEXPOSE|\blisten|port|PORT)\"?(?:\s?[:=]\s?|\s)$")


@RULES.on("digit", r"\d{2,5}(?![\w.])")
def _port_number(match: Match, _: Draft) -> str | None:
    """`EXPOSE 8080`, `PORT=3000`, `port: 5432`."""
    return electronic.port(match[0]) if _PORT_SETTING.search(left_of(match, 12)) else None


RULES.on("digit", measures.DURATION)(measures.duration)


@RULES.on("digit", r"(\d{1,9}(?:\.\d{1,6})?)([A-Za-zµ%°]{1,4}(?:/s)?)(?!\w)")
def _number_with_unit(match: Match, _: Draft) -> str | None:
    """A number with a unit glued to it, as in settings: `500ms`, `64MB`."""
    number, symbol = match.groups()
    if symbol == "m":
        share = re.search(r"\bcpu\W+$", left_of(match, 12), re.IGNORECASE)
        return f"{numbers.number(number)} {'millicores' if share else 'M'}"
    unit = UNITS.get(symbol)
    return f"{numbers.number(number)} {unit[0 if number == '1' else 1]}" if unit else None


@RULES.on("digit", r"(\d[\d_]*(?:\.\d+)?)(?:[eE]([-+]?\d{1,4}))?(?![A-Za-z_])")
def _number(match: Match, _: Draft) -> str:
    if match[1] in STATUS_CODES and re.match(r"\.[a-z]", right_of(match, 2)):
        return numbers.pairs(match[1])  # `404.html`
    said = numbers.number(match[1].replace("_", ""))
    return f"{said} times ten to the {numbers.number(match[2])}" if match[2] else said


_SIGNS = {
    "~>": "squiggly arrow",
    ">=": "greater than or equal to",
    "<=": "less than or equal to",
    "==": "equals",
    "^": "caret",
    "~": "tilde",
    ">": "greater than",
    "<": "less than",
}


@RULES.on(
    "~ > < = ^",
    r"(?:(?<!.)|(?<=[\"'])|(?<=,\s)|(?<=and\s)|(?<=or\s)|(?<=\|\s))(~>|>=|<=|==|\^|~|>|<)\s{0,2}"
    r"(\d+(?:\.\d+){0,3})(?![\w.])",
)
def _requirement(match: Match, _: Draft) -> str:
    """The version a package asks for: `"~> 3.10"`."""
    return f"{_SIGNS[match[1]]} {numbers.version(match[2])}"
