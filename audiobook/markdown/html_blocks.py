"""What blocks of HTML show, and where they end."""

from __future__ import annotations

import re

from markdown_it.token import Token

_CLOSING_MARK = re.compile(r":{3,}")
ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def shows(source: str) -> bool:
    """Whether inline HTML has text or a picture, and not tags alone."""
    return bool(ANY_TAG.sub("", source).strip()) or "<img" in source.lower() or "alt=" in source


def without_marks(block: Token) -> list[Token]:
    """A block of HTML cut where a line closes a container, as HTML reaches to the next empty line."""
    if "\n:::" not in block.content or block.content.lstrip().startswith("<!--"):
        return [block]
    first = (block.map or [0, 0])[0]
    parts: list[Token] = []
    held: list[str] = []
    lines = block.content.split("\n")
    for number, line in enumerate([*lines, ""]):
        closes = _CLOSING_MARK.fullmatch(line.strip())
        if (closes or number == len(lines)) and any(text.strip() for text in held):
            begun = first + number - len(held)
            parts.append(block.copy(content="\n".join(held), map=[begun, first + number]))
        if closes:
            mark = Token("container_mark", "div", 0, map=[first + number, first + number + 1], block=True)
            mark.markup = line.strip()
            parts.append(mark)
        held = [] if closes else [*held, line]
    return parts
