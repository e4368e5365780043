"""One-to-one replacement of characters before anything is matched, so that positions stay those of the text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TABLE = dict(
    [
        *((char, "'") for char in "‘’‚‛ʼ＇‹›"),
        *((char, '"') for char in "“”„‟«»＂"),
        *((char, "-") for char in "‐‑﹣"),
        *((char, " ") for char in "\u00a0\u2002\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u3000"),
        *zip("‒―─μ。、！？，；：（）", "–——µ.,!?,;:()", strict=True),
        # Stops, pauses and questions of other scripts: of India, Arabic, Armenian, Ethiopic, Burmese, Khmer.
        *((char, ".") for char in "।॥۔։።။។៕"),
        *((char, ",") for char in "،՝፣၊"),
        *((char, ";") for char in "؛፤"),
        *((char, "?") for char in "؟፧"),
        # Letters that patterns without regard to case take for ASCII ones.
        *zip("İıſK", "IisK", strict=True),
        # A letter by its category, an emoji by its use.
        ("ℹ", "\u200b"),
    ]
)

# Numeric characters that have rules of their own.
_KEPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉¼½¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚")


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """The plain form of one character: ASCII for full-width forms, mathematical alphabets and foreign digits."""
    if char in _TABLE:
        return _TABLE[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in "\t\n\r":
        return "\u200b"
    if category in ("No", "Nl") and char not in _KEPT:
        value = unicodedata.numeric(char, -1)
        return str(int(value)) if value in range(10) else "\u200b"
    if "\uff01" <= char <= "\uff5e" or "\U0001d400" <= char <= "\U0001d7ff":
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 else char
    return char


def normalized(text: str) -> str:
    """The text with the same length and plain characters; invisible ones become zero-width spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_plain, text))
