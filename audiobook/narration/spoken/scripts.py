"""Superscripts and subscripts that are marked up: powers, ordinal endings, indices."""

from __future__ import annotations

import re

from . import numbers
from .draft import Draft
from .formulas import power_words
from .numbers import is_number
from .prose import say_prose

_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")


def say_script(text: str, start: int, end: int, kind: str, draft: Draft) -> None:
    """Say a `sup` as a power (or drop it when it only marks a note or a trademark), a `sub` as an index."""
    content = text[start:end].strip()
    before = re.search(r"\w+$|\)$", text[max(0, start - 24) : start])
    base = before[0] if before else ""
    if not content or (kind == "sup" and content.lower() in ("tm", "®", "sm")):
        return
    if kind == "sup" and content in _ORDINAL_ENDINGS and is_number(base):
        # The number itself was said as a cardinal just before.
        draft.replace_since(start - len(base), numbers.ordinal_of(base), end)
        return
    simple = re.fullmatch(r"[-−+]?\w{1,9}", content)
    if kind == "sup" and simple and base and (len(base) == 1 or is_number(base) or base == ")"):
        draft.say(power_words(content.replace("−", "-")), start, end)
    elif kind == "sub" and is_number(content):
        draft.say(("base " if base.lower() == "log" else "") + numbers.integer(content), start, end)
    elif kind == "sub" or not (is_number(content) and base.isalpha()):
        say_prose(text, start, end, draft)
