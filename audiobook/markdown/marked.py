"""Marks at the start of text: GitHub's alerts, task list items, captions of tables, tabs of Microsoft Learn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from audiobook.markdown.attributes import LIST_START
from audiobook.markdown.boxes import EMBEDDED, label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALERT = re.compile(r"\[!([A-Za-z][\w-]*)(?:[ \t]+([^\[\]\n]*))?\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_BRACED_ALERT = re.compile(r"\{([a-z]+)\}[ \t]+")
_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?P<text>.*)$", re.DOTALL)
_TAB_LINK = re.compile(r"\[(?P<title>[^\[\]\n]+)\]\(#tab/[^()\s]*\)[ \t]*$")
_ATTRIBUTES_AT_END = re.compile(rf"(?<![_^])[ \t]*\{{:?[ \t]*{LIST_START}[^{{}}]*\}}[ \t]*$")
_TASK = re.compile(r"\[([ xX])\](?=\s)[ \t]*")


def take_alerts(tokens: Sequence[Token]) -> None:
    """Move `[!NOTE] Title` from the first line of a quote to the quote's `meta`, as `names` and `title`.

    https://docs.github.com/en/get-started/writing-on-github (alerts); Obsidian adds a title and a fold sign, and
    Microsoft Learn what is shown, as in `[!VIDEO https://example.com]`. Laravel writes `{note} Text`.
    """
    for quote, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if quote.type == "blockquote_open" and paragraph.type == "paragraph_open":
            match = _ALERT.match(inline.content)
            braced = _BRACED_ALERT.match(inline.content)
            if match:
                title = "" if match[2] else match[3].strip()
                quote.meta = {"names": [match[1].lower()], "title": title}
                inline.content = match[3] * bool(match[2]) + inline.content[match.end() :]
            elif braced and (label_of([braced[1]]) or braced[1] in EMBEDDED):
                quote.meta = {"names": [braced[1]], "title": ""}
                inline.content = inline.content[braced.end() :]


def take_loose_alerts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each paragraph that begins with `[!NOTE]`, but stands in no quote, put into a box."""
    found: list[Token] = []
    boxed = False
    for index, token in enumerate(tokens):
        if token.type == "paragraph_open" and not (found and found[-1].type == "blockquote_open"):
            inline = tokens[index + 1]
            match = _ALERT.match(inline.content)
            boxed = match is not None and bool(label_of([match[1]]))
            if match is not None and boxed:
                box = Token("container_open", "div", 1, map=token.map, block=True)
                box.meta = {"names": [match[1].lower()], "title": match[3].strip(), "options": {}}
                inline.content = inline.content[match.end() :]
                found.append(box)
        found.append(token)
        if token.type == "paragraph_close" and boxed:
            found.append(Token("container_close", "div", -1, block=True))
            boxed = False
    return found


def take_tasks(tokens: Sequence[Token]) -> None:
    """Move `[ ]` and `[x]` from the start of a list item to the item's `meta`, as `done`."""
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            match = _TASK.match(inline.content)
            if match:
                item.meta = {"done": match[1] != " "}
                inline.content = inline.content[match.end() :]


def take_captions(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each paragraph `: Words` or `Table: Words` beside a table moved into it, as Pandoc has them."""
    found: list[Token] = []
    waiting: list[Token] = []  # the caption of the table that comes next
    index = 0
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 3].type if index + 3 < len(tokens) else ""
        caption = _caption(tokens[index + 1]) if token.type == "paragraph_open" else None
        if caption and found and found[-1].type == "table_close":
            found[-1:] = [*caption, found[-1]]
            index += 3
        elif caption and following == "table_open":
            waiting = caption
            index += 3
        else:
            found.append(token)
            if token.type == "table_open":
                found += waiting
                waiting = []
            index += 1
    return found


def _caption(inline: Token) -> list[Token] | None:
    match = _CAPTION.match(inline.content)
    if match is None:
        return None
    words = inline.copy(content=_ATTRIBUTES_AT_END.sub("", match["text"]))
    opening = Token("caption_open", "caption", 1, block=True)
    return [opening, words, Token("caption_close", "caption", -1, block=True)]


def take_tabs(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each heading `# [Title](#tab/id)`, as Microsoft Learn begins tabs, made an empty box."""
    taken: set[int] = set()
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "heading_open" and (match := _TAB_LINK.match(inline.content)):
            opening.type, closing.type = "container_open", "container_close"
            opening.meta = {"names": ["tab"], "title": match["title"], "options": {}}
            taken.add(id(inline))
    return [token for token in tokens if id(token) not in taken]
