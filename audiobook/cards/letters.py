"""Text as the fonts can write it: what they lack has a stand-in or a dot, never the box that fonts draw for it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from audiobook.cards.canvas import is_known

DOT = "·"
"""What stands for a letter, emoji or sign that the fonts do not have."""

_ALIKE = {
    **dict.fromkeys("✅✔☑", "✓"),
    **dict.fromkeys("❌❎✖✘", "✗"),
    **dict.fromkeys("➡➔➜➤", "→"),
    **dict.fromkeys("⭐🌟", "★"),
    **dict.fromkeys("❗❕", "!"),
    **dict.fromkeys("❓❔", "?"),
    "⬅": "←", "⬆": "↑", "⬇": "↓", "➕": "+", "➖": "−", "✚": "+", "⋯": "…", "⋮": "…", "✱": "*",
}  # fmt: skip
"""Signs that mean the same. Where the meaning is a colour or a thing, no other sign has it."""


def drawable(text: str, in_columns: bool = False) -> str:
    """The text in letters that the fonts have, one code point each.

    in_columns: what takes two columns in a terminal or editor takes two here, so that what stands below one another
    still does.
    """
    if text.isascii():
        return text
    from wcwidth import iter_graphemes, wcswidth

    letters = ((letter, _written(letter)) for letter in iter_graphemes(text))
    if not in_columns:
        return "".join(written for _, written in letters)
    return "".join(written.ljust(wcswidth(letter)) if written else "" for letter, written in letters)


def readable(text: str) -> bool:
    """Whether a text is worth a card: of its letters a tenth at most are dots, and of all its signs a half."""
    if text.isascii():
        return True
    from wcwidth import iter_graphemes

    seen = [letter for letter in iter_graphemes(text) if not letter.isspace()]
    lost = [letter for letter in seen if letter != DOT and drawable(letter) == DOT]
    scripts = sum(unicodedata.category(letter[0])[0] in "LMN" for letter in lost)
    return scripts * 10 <= len(text) and len(lost) * 2 <= len(seen)


@lru_cache(4096)
def _written(letter: str) -> str:
    """A letter of any number of code points: what means the same, itself, what it is made of, or a dot."""
    if letter.isascii() or letter.isspace():
        return letter
    base = letter[0]
    if not _is_seen(base):
        return ""
    whole, parts = unicodedata.normalize("NFC", letter), unicodedata.normalize("NFKC", base)
    forms = (_ALIKE.get(base, ""), whole, base, parts)
    return next(
        (form for form in forms if form and all(_is_seen(each) and is_known(each) for each in form)), DOT
    )


def _is_seen(letter: str) -> bool:
    """Whether a code point is a letter of its own: marks above and below cannot be placed without shaping."""
    return unicodedata.category(letter) not in ("Mn", "Me", "Mc", "Cf", "Cc")
