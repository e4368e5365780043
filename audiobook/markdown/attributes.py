"""Attribute lists as Pandoc, kramdown and Djot write them: `#id .class key=value key="two words"`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_ATTRIBUTE = re.compile(
    r"""\#(?P<id>[^\s.#{}="']+) | \.(?P<class>[^\s.#{}="']+)
      | (?P<key>[\w:@-]+)(?:=|[ \t]*=[ \t]*(?=["']))
        (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | (?P<bare>[^\s"'{}]+) )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")
# An index of mathematics, `a_{i=1}` or `x_{.5}`, is none: a name has two letters, unless a quoted value follows it.
LIST_START = (
    r"""(?:\#[^\s{}"']+|\.(?!\d)[\w:-][\w:.-]*|[A-Za-z]=(?:"[^"]*"|'[^']*')"""
    r"""|[A-Za-z_:@][\w:@-]+=(?:"[^"]*"|'[^']*'|[^\s{}"']+))"""
)
_AT_HEADING_END = re.compile(
    rf"(?:[ \t]+|(?<![_^]))\{{:?([ \t]*{LIST_START}[^{{}}]*?|(?<=[ \t]\{{)-)[ \t]*\}}[ \t#]*$"
)


def attributes(text: str) -> dict[str, str]:
    """The attributes in `text` (without its braces) by name; classes are joined by spaces under `class`.

    Words that are no attribute, such as a language name, are passed over.
    """
    found: dict[str, str] = {}
    classes: list[str] = []
    for match in _ATTRIBUTE.finditer(text):
        if match["class"]:
            classes.append(match["class"])
        elif match["id"]:
            found["id"] = match["id"]
        else:
            quoted = match["double"] if match["double"] is not None else match["single"]
            found[match["key"]] = _ESCAPED.sub(r"\1", quoted) if quoted is not None else match["bare"]
    if classes:
        found["class"] = " ".join(classes)
    return found


def give(token: Token, found: dict[str, str]) -> None:
    """Add attributes to a token: classes accumulate, other names are replaced."""
    for name, value in found.items():
        known = token.attrs.get("class")
        token.attrs[name] = f"{known} {value}" if name == "class" and known else value


def take_heading_attributes(tokens: Sequence[Token]) -> None:
    """Move `{#id .class}` at the end of a heading from its text to its token."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and inline.type == "inline" and "{" in inline.content:
            match = _AT_HEADING_END.search(inline.content)
            if match and match.start() > 0:
                inline.content = inline.content[: match.start()]
                give(opening, attributes(match[1]))


def apply_attribute_lists(tokens: Sequence[Token]) -> None:
    """Give each attribute list that stands on a line of its own to its block.

    That is the block that ends on the line above (as in kramdown), else the next one (as in Djot):
    https://kramdown.gettalong.org/syntax.html#block-ials.
    """
    last: list[Token | None] = [None]
    waiting: dict[int, list[Token]] = {}
    for token in tokens:
        depth = len(last) - 1
        if token.nesting == -1:
            last.pop()
            waiting.pop(depth, None)
            continue
        if token.type == "attribute_list":
            before = last[-1]
            found = attributes(token.content)
            if token.content.strip() == "toc":  # kramdown puts a table of contents in the place of the block
                found["toc"] = "toc"
            if before is not None and before.map and token.map and before.map[1] == token.map[0]:
                give(before, found)
            else:
                waiting.setdefault(depth, []).append(token)
            continue
        if token.block or token.map:
            for given in waiting.pop(depth, ()):
                give(token, attributes(given.content))
            last[-1] = token
        if token.nesting == 1:
            last.append(None)
