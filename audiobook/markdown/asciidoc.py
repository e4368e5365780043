"""AsciiDoc's blocks, which stray into lessons that were converted by hand: https://docs.asciidoctor.org/asciidoc/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import label_of
from audiobook.markdown.lines import least_indent, parse_within, starts, text_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_HEADING = re.compile(r"(?P<marks>={1,5})[ \t]+(?P<title>[^\s\"=].*?)[ \t]*$")
_ATTRIBUTES = re.compile(r"\[(?P<name>[A-Za-z]+)(?:[,%](?P<more>[^\[\]]*))?\][ \t]*$")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,})[ \t]*$")
_IMAGE = re.compile(r"image::(?P<source>[^\s\[\]]+)\[(?P<alternative>[^\[\],]*)[^\[\]]*\][ \t]*$")
_CODE = frozenset(("source", "listing", "literal"))


def asciidoc(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[source,ruby]` or `[NOTE]` above a delimited block, `image::file[words]`, and `== Heading`."""
    if silent or not starts(state, start, "[=i"):
        return False
    text = text_of(state, start)
    if image := _IMAGE.match(text):
        opening = state.push("container_open", "div", 1)
        opening.map = [start, start + 1]
        opening.meta = {"names": ["image"], "title": "", "options": {"alt": image["alternative"]}}
        state.push("container_close", "div", -1)
        state.line = start + 1
        return True
    if heading := _HEADING.match(text):
        _heading(state, start, len(heading["marks"]), heading["title"])
        return True
    return _delimited(state, start, end, text)


def _heading(state: StateBlock, start: int, level: int, title: str) -> None:
    opening = state.push("heading_open", f"h{level}", 1)
    opening.markup, opening.map = "=" * level, [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [start, start + 1], []
    state.push("heading_close", f"h{level}", -1).markup = "=" * level
    state.line = start + 1


def _delimited(state: StateBlock, start: int, end: int, text: str) -> bool:
    attributes = _ATTRIBUTES.match(text)
    if attributes is None or start + 2 >= end or not _DELIMITER.match(delimiter := text_of(state, start + 1)):
        return False
    name = attributes["name"].lower()
    if name not in _CODE and not label_of([name]):
        return False
    last = next(
        (line for line in range(start + 2, end) if text_of(state, line).rstrip() == delimiter.rstrip()), None
    )
    if last is None:
        return False
    content = state.getLines(start + 2, last, least_indent(state, start + 2, last), True)
    if name in _CODE:
        token = state.push("fence", "code", 0)
        token.info = (attributes["more"] or "").split(",")[0].strip()
        token.content, token.map = content, [start, last + 1]
    else:
        opening = state.push("container_open", "div", 1)
        opening.map = [start, last + 1]
        opening.meta = {"names": [name], "title": "", "options": {}}
        state.tokens += parse_within(state.md, state.env, content, start + 2, last, state.level)
        state.push("container_close", "div", -1)
    state.line = last + 1
    return True
