"""Addresses of the net: hosts, URLs, e-mail, IP, and file paths and names."""

from __future__ import annotations

import re

from . import numbers
from .numbers import is_number
from .vocabulary import CODE_WORDS, LETTERS, NAMES
from .words import camel_parts, code_part, identifier

_PIECE = re.compile(r"[^\W\d_]+|\d+|.", re.DOTALL)
_WORDS_AND_MARKS = re.compile(r"[^\W_]+|.", re.DOTALL)

MARKS = {
    ".": "dot",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "@": "at",
    "&": "ampersand",
    "?": "question mark",
    "=": "equals",
    "#": "hash",
    "%": "percent",
    "+": "plus",
    "~": "tilde",
    "$": "dollar",
    "*": "star",
    "\\": "backslash",
    "!": "bang",
    "^": "caret",
    "|": "pipe",
    "<": "less than",
    ">": "greater than",
}
_SILENT_IN_PATH = frozenset("-_{}[]()<>:;,'\"")

_TOP_LEVEL = (
    "com|org|net|edu|gov|mil|int|info|biz|dev|app|io|ai|co|me|tv|cloud|online|site|xyz|tech|blog|shop|page|wiki|local|test|abc|example|"
    "uk|us|de|fr|it|es|nl|be|ch|at|se|no|fi|dk|pl|cz|ru|ua|cn|jp|kr|in|au|nz|ca|br|mx|ar|za|eu|pm|sm|ie|pt|gr|tr|il|sg|hk|tw|ly|gg|sh|fm|to|so|ms|is|li|lu|hu|ro|bg|hr"
)
HOST = rf"(?:[A-Za-z0-9](?:[\w-]{{0,62}})\.){{1,6}}(?:{_TOP_LEVEL})(?![\w-]|\.\w)"
"""A host name with a known top-level domain, as a pattern."""
PLAIN_HOST = (
    r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}"
    r"(?:com|org|net|edu|gov|mil|io|dev|app|ai|cloud|xyz|co|uk|de|fr|jp|eu|ca)(?![\w-]|\.\w)"
)
"""A host name whose top-level domain is seldom the name of an attribute."""


def host(text: str) -> str:
    """A host name: "docs.example.co.uk" -> "docs dot example dot co dot U K"; a leading "www." is not said."""
    labels = text.removeprefix("www.").split(".")
    if labels[0] == "*":
        return f"star dot {host('.'.join(labels[1:]))}"
    said = [_label(label) for label in labels[:-1]]
    top = labels[-1]
    said.append(
        " ".join(top.upper())
        if len(top) == 2 and top not in ("co", "me", "in", "so", "is", "to")
        else _label(top)
    )
    return " dot ".join(said)


def _label(text: str) -> str:
    if text.lower() in NAMES:
        return NAMES[text.lower()]
    return " ".join(MARKS.get(piece) or net_word(piece) for piece in _PIECE.findall(text))


def net_word(text: str) -> str:
    """Letters or digits of an address: a name, letters, a word, or a number (whole if round, else by digits)."""
    if is_number(text):
        return numbers.integer(text) if text.endswith("000") and text[0] != "0" else numbers.digits(text)
    low = text.lower()
    if low in NAMES or low in CODE_WORDS or low in LETTERS:
        return code_part(text)
    return " ".join(part.lower() if len(part) > 1 else part.upper() for part in camel_parts(text)) or text


def email(text: str) -> str:
    """An e-mail address, its marks said and its letters kept together."""
    local, _, domain = text.rpartition("@")
    said = (MARKS.get(piece) or net_word(piece) for piece in _PIECE.findall(local))
    return f"{' '.join(said)} at {host(domain)}"


def port(text: str) -> str:
    """A port number, as developers say it: 8080 "eighty eighty", 3000 "three thousand", 443 "four forty three"."""
    if text.endswith("000") and len(text) < 6:
        return numbers.integer(text)
    return numbers.pairs(text)


def ip_address(text: str) -> str:
    """A dotted IPv4 address, with an optional prefix length or port."""
    address, mark, rest = re.fullmatch(r"([\d.]+)([/:]?)(\d*)", text).groups()  # type: ignore[union-attr]
    said = " dot ".join(_octet(part) for part in address.split("."))
    if mark == "/":
        return f"{said} slash {numbers.integer(rest)}"
    return f"{said} port {port(rest)}" if rest else said


def _octet(text: str) -> str:
    """127 and 10 begin networks everybody knows by name; other numbers are read out."""
    return numbers.pairs(text) if text in ("127", "10") or len(text) == 1 else numbers.digits(text)


_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][\w+.-]*):(?://)?)?(?:(?P<user>[^/@\s]*)@)?(?P<host>[^/:?#\s]*)(?::(?P<port>\d+))?(?P<path>[^?#]*)(?P<rest>.*)",
    re.DOTALL,
)


def url(text: str, *, segments: int | None = None) -> str:
    """A URL without its web scheme. Of a path longer than `segments`, only so many parts are said, and no query."""
    match = _URL.fullmatch(text)
    if match is None:
        return path(text)
    scheme, place = (match["scheme"] or "").lower(), match["host"]
    said: list[str] = []
    if scheme == "file":
        said.append("file colon slash slash")
    elif scheme not in ("", "http", "https"):
        said.append(identifier(scheme))
    if match["user"]:
        said.append(path(match["user"]) + " at")
    if place:
        said.append(ip_address(place) if re.fullmatch(r"\d+(?:\.\d+){3}", place) else host(place))
    if match["port"]:
        said.append(port(match["port"]))
    way = match["path"].rstrip("/")
    parts = way.count("/")
    if segments is not None and parts > segments:
        way = "/".join(way.split("/")[: segments + 1])
        said.append(path(way))
    else:
        said += [path(way), path(match["rest"])]
    return " ".join(part for part in said if part)


def path(text: str) -> str:
    """A file or URL path: separators and dots are said, hyphens and underscores are not."""
    said: list[str] = []
    pieces = _WORDS_AND_MARKS.findall(text)
    for index, piece in enumerate(pieces):
        if piece[0].isalnum():
            hyphened = (index and pieces[index - 1] == "-") or pieces[index + 1 : index + 2] == ["-"]
            said.append(
                net_word(piece)
                if hyphened and is_number(piece)
                else net_number(piece)
                if is_number(piece)
                else identifier(piece)
            )
        elif piece in _SILENT_IN_PATH:
            continue
        elif piece == "*" and index and pieces[index - 1] == "*":
            said.append("star")
        elif piece in MARKS:
            said.append(MARKS[piece])
    return " ".join(said)


def net_number(text: str) -> str:
    """A number inside a path: short ones whole, longer ones digit by digit unless round."""
    if not text.isascii():
        return text
    return numbers.integer(text) if len(text) <= 2 or text.endswith("000") else numbers.digits(text)
