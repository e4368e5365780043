"""CSS selectors: "ul > li:hover", "#main .item", "input[type=text]"."""

from __future__ import annotations

import re

from .draft import Draft
from .numbers import integer
from .scan import Match, Rules
from .tables import words
from .vocabulary import any_of
from .words import identifier

RULES = Rules()

TAGS = words("html_tags")
"""The elements of HTML in use."""
_TAG = rf"(?:{any_of(TAGS)})(?![\w-])"
_NAMED = r"[.#][A-Za-z_][\w-]{0,60}"
_ATTRIBUTE = r"\[[a-z][\w-]*(?:[~|^$*]?=(?:\"[^\"\]]*\"|'[^'\]]*'|[\w-]+))?\]"
_STATE = rf"::?(?:{any_of(words('css_states'))})(?:\([^()]{{0,40}}\))?(?![\w-])"
_PART = rf"(?:{_NAMED}|{_ATTRIBUTE}|{_STATE})"
_SIMPLE = rf"(?:(?:{_TAG}|\*|&){_PART}{{0,5}}|{_PART}{{1,6}})"
_SELECTOR = re.compile(rf"{_SIMPLE}(?:(?:\s*[>+~,]\s*|\s+){_SIMPLE}){{0,6}}")
# What a text must hold that is no sum, comparison or name: a state, an attribute, or a mark between longer names.
_CERTAIN = re.compile(
    rf"[\w)\]*]{_STATE}|\w\[[\w-]+[~|^$*]?=|\w{{2,}}\s*[>+~]\s*\S|\S\s*[>+~]\s*(?:\w{{2,}}|[.#*])"
    r"|[.#]\w\S*\s+\S|\S\s+[.#]\w"
)


def is_selector(text: str) -> bool:
    """Whether a piece of code is a CSS selector that cannot be taken for something else."""
    return len(text) <= 120 and _CERTAIN.search(text) is not None and _SELECTOR.fullmatch(text) is not None


for _sign, _words in (
    *(
        (r"\s*>\s*", "greater than"),
        (r"\s*\+\s*", "plus"),
        (r"\s*~(?!=)\s*", "tilde"),
        ("::", "double colon"),
    ),
    *(
        (":", "colon"),
        (r"\.", "dot"),
        ("#", "hash"),
        (r"\*(?!=)", "star"),
        ("&", "ampersand"),
        ("=", "equals"),
    ),
    *((r"\^=", "starts with"), (r"\$=", "ends with"), (r"\*=", "contains"), ("~=", "contains")),
):
    RULES.says(f"space {_sign.removeprefix(chr(92) + 's*').lstrip(chr(92))[0]}", _sign, _words)
RULES.says("space", r"\s+", "")


@RULES.on(",", ",")
def _comma(_: Match, draft: Draft) -> str:
    draft.pause(",")
    return ""


@RULES.on("digit", r"\d+")
def _number(match: Match, _: Draft) -> str:
    return integer(match[0])


@RULES.on("letter _", r"[A-Za-z_]\w*")
def _name(match: Match, _: Draft) -> str:
    return " ".join(identifier(part) for part in match[0].split("_") if part)
