"""Scalars in words: numbers, short texts, names; long texts, hashes and addresses by what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from audiobook.narration.code.nouns import numeral, short
from audiobook.narration.code.words import code, plain, spoken_length

Value: TypeAlias = "Mapping[str, Value] | Sequence[Value] | str | int | float | bool | None"

_LONG_TEXT = 16
VAGUE = frozenset({"a longer text", "a long number", "an ID", "a sign"})
"""What is said of a scalar that cannot be said itself."""


def scalar_words(value: Value) -> str:
    """A scalar in words: a short text as itself, a long one as "a text"."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return numeral(str(value))
    if not isinstance(value, str):
        return ""
    if not value.strip():
        return "empty"
    if value.strip() in {"...", "…"}:
        return "left out"
    if re.fullmatch(r"\d{1,5}", value):
        return value
    if len(value) > 80 or "\n" in value:
        return "a longer text"
    if re.fullmatch(r"[A-Za-z][\w' ,.-]*", value) and " " in value:
        said = plain(value).rstrip(".,")
        return said if spoken_length(said) <= _LONG_TEXT else "a longer text"
    return _token_words(value)


_ID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[\w-]{8,}|[0-9a-f]{16,}|[a-z]{1,6}-[0-9a-zA-Z]{8,}")


def _token_words(value: str) -> str:
    """A text of one word: itself where it can be said, else what it is."""
    if value.startswith("arn:"):
        return f"the ARN of {code(re.split('[:/]', value)[-1]) or 'something'}"
    if re.match(r"https?://", value):
        from audiobook.narration.code.addresses import place

        told = place(value)
        return told if spoken_length(told) <= _LONG_TEXT else "an address"
    if _ID.fullmatch(value):
        return "an ID"
    if re.fullmatch(r"[\d-]{10,}", value) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "a long number"
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d[\d:.-]*.*", value):
        return f"a time on {code(value[:10])}"
    return short(code(value), "a longer text", most=_LONG_TEXT) if code(value) else "a sign"
