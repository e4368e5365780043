"""What only a whole run of inline tokens shows: pictures on lines of their own, stars that made nothing bold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

STRAY_STARS = re.compile(r"(?<=\S)(?<![*/])\*\*(?![\w*/])|(?<![\w*/])\*\*(?=\S)(?![*/])")
_LINE_ENDS = frozenset(("softbreak", "hardbreak"))
_PICTURES_ALONE = frozenset(("image", "softbreak", "hardbreak", "link_open", "link_close", "attribute_text"))


def has_stray_stars(tokens: Sequence[Token]) -> bool:
    """Whether `**` stands in pairs in the text, as where it was to make something bold and could not."""
    count = sum(token.content.count("**") for token in tokens if token.type == "text")
    return count > 0 and count % 2 == 0


def own_lines(tokens: Sequence[Token]) -> frozenset[int]:
    """Which images, that may be within links, are all that stands on a line of a text of several lines."""
    if all(token.type in _PICTURES_ALONE for token in tokens):
        return frozenset()
    found: set[int] = set()
    line: list[int] = []
    for index, token in enumerate([*tokens, None]):
        if token is not None and token.type not in _LINE_ENDS:
            line.append(index)
            continue
        pictures = [at for at in line if tokens[at].type == "image"]
        if len(pictures) == 1 and all(tokens[at].type in _PICTURES_ALONE for at in line):
            found.update(pictures)
        line = []
    return frozenset(found)
