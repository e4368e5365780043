"""Marks that stand at the start of text: GitHub's alerts and task list items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_ALERT = re.compile(r"\[!([A-Za-z][\w-]*)\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_TASK = re.compile(r"\[([ xX])\](?=\s)[ \t]*")


def take_alerts(tokens: Sequence[Token]) -> None:
    """Move `[!NOTE] Title` from the first line of a quote to the quote's `meta`, as `names` and `title`.

    https://docs.github.com/en/get-started/writing-on-github (alerts); Obsidian adds a title and a fold sign.
    """
    for quote, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if quote.type == "blockquote_open" and paragraph.type == "paragraph_open":
            match = _ALERT.match(inline.content)
            if match:
                quote.meta = {"names": [match[1].lower()], "title": match[2].strip()}
                inline.content = inline.content[match.end() :]


def take_tasks(tokens: Sequence[Token]) -> None:
    """Move `[ ]` and `[x]` from the start of a list item to the item's `meta`, as `done`."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            match = _TASK.match(inline.content)
            if match:
                item.meta = {"done": match[1] != " "}
                inline.content = inline.content[match.end() :]
