"""Codes that are read by their characters: versions, commit hashes, UUIDs, hexadecimal numbers, hardware addresses."""

from __future__ import annotations

import re

from . import numbers
from .draft import Draft
from .numbers import is_number
from .scan import Match
from .words import code_part

_NUMBER_OR_WILDCARD = r"(?:\d{1,8}|[xX*](?![A-Za-z]))"
_PRE_RELEASE = r"(?:-[A-Za-z][\w.]{0,20})?"
VERSION = (
    rf"(?P<lead>[vV])?(?P<core>\d{{1,6}}(?:\.{_NUMBER_OR_WILDCARD}){{2,4}})"
    rf"(?P<rest>{_PRE_RELEASE}(?:\+[\w.]{{1,20}})?)(?![\w.]*\w)"
)
"""A version of three parts or more, as a pattern (semver.org)."""
SHORT_VERSION = (
    rf"(?P<lead>[vV])(?P<core>\d{{1,4}}(?:\.{_NUMBER_OR_WILDCARD}){{0,4}})(?P<rest>{_PRE_RELEASE})(?!\w)"
)
"""A version that is known by its `v`."""
UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)"
HASH = r"[0-9a-f]{7,64}(?!\w)"
HEXADECIMAL = r"0[xX]([0-9a-fA-F]{1,32})(?!\w)"
BINARY = r"0([bBoO])([0-7]{1,64})(?!\w)"
HARDWARE_ADDRESS = r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\w:])"
"""A MAC or IPv6 address, as a pattern."""


def characters(text: str) -> str:
    """Letters and digits one by one: "a1b2" -> "A one B two"."""
    return " ".join(
        numbers.digits(char) if is_number(char) else char.upper() for char in text if char.isalnum()
    )


def version(match: Match, _: Draft) -> str:
    """A version number with its `v`, wildcards, pre-release and build."""
    said = ["V"] if match["lead"] else []
    for index, part in enumerate(match["core"].split(".")):
        if index:
            said.append("point")
        said.append("X" if part in "xX*" else numbers.version(part))
    for piece in re.findall(r"[A-Za-z]+|\d+|\+", match["rest"]):
        said.append(
            "plus" if piece == "+" else code_part(piece) if piece.isalpha() else numbers.integer(piece)
        )
    return " ".join(said)


def content_hash(match: Match, _: Draft) -> str | None:
    """A commit hash or a UUID; of a long one the first characters are enough to know it by ear."""
    text = match[0]
    if not re.search(r"\d", text) or not re.search(r"[a-f]", text, re.IGNORECASE):
        return None
    if len(text) <= 12:
        return characters(text)
    kind = "U U I D" if "-" in text else "hash"
    return f"{kind} {characters(text.replace('-', '')[:7])} and so on"


def hexadecimal(match: Match, _: Draft) -> str:
    """`0xFF`."""
    return f"hex {characters(match[1])}"


def binary(match: Match, _: Draft) -> str:
    """`0b1010`, `0o755`."""
    return f"{'binary' if match[1] in 'bB' else 'octal'} {numbers.digits(match[2])}"


def hardware_address(match: Match, _: Draft) -> str | None:
    """A MAC or IPv6 address, character by character."""
    text = match[0]
    if "::" not in text and text.count(":") not in (5, 7):
        return None
    return " colon ".join(characters(group) for group in text.split(":")).strip()
