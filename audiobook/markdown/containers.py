"""Containers of `:::`, `///`, `!!!` and `..`, as dialects have them. rules.py lists what is written how."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from audiobook.markdown.attributes import attributes, give
from audiobook.markdown.boxes import EMBEDDED
from audiobook.markdown.components import push_tag
from audiobook.markdown.fences import HOLDING_DATA
from audiobook.markdown.lines import (
    end_of_indented,
    least_indent,
    line_with,
    parse_within,
    starts,
    text_of,
)

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_COLONS = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_SLASHES = re.compile(r"(/{3,})(?:[ \t]+(?P<name>[A-Za-z][\w-]*)[ \t]*(?:\|[ \t]*(?P<title>.*?))?)?[ \t]*$")
_WHOLE = re.compile(
    r":::[ \t]*(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:[ \t]+[\w-]+=\"[^\"]*\")*)[ \t]*:::$"
)
_CONTAINER = re.compile(
    r"""(?: \{ (?P<attributes>[^{}]*) \} | (?P<name>[A-Za-z][\w-]*) )
        [ \t]* (?: \[ (?P<label>[^\]]*) \] )? [ \t]*
        (?: \{ (?P<more>[^{}]*) \} )? [ \t]* (?P<title>.*?) [ \t]* :* $""",
    re.VERBOSE,
)
_SOUP = re.compile(r"[\w-]+=[\"']")
_INDENTED = re.compile(r"""(?P<marker>!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<rest>.+)$""")
_QUOTED_TITLE = re.compile(r'(?P<names>[^"]*?)[ \t]*"(?P<title>.*)"[ \t]*$')
_RST = re.compile(r"\.\.[ \t]+(?P<name>[A-Za-z][\w:-]*)::[ \t]*(?P<argument>.*)$")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)$")
_INDENTED_OPTION = re.compile(r"([\w-]+):[ \t]*(.*)$")
_RST_CODE = frozenset(("code", "code-block", "sourcecode", "prompt"))


def fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` opens and a bare run of three colons or more closes: https://pandoc.org/MANUAL.html#divs."""
    if not starts(state, start, ":"):
        return False
    whole = _WHOLE.match(text_of(state, start))
    if whole is not None:
        if not silent:
            _whole(state, start, end, whole)
        return True
    line = _COLONS.match(text_of(state, start))
    if line is None:
        return False
    opening = _CONTAINER.match(line[2])
    if line[2] and opening is None:
        return False
    if silent:
        return True
    if opening is not None and (opening["attributes"] or "").strip() in HOLDING_DATA:
        _data(state, start, end, line[1], line[2])
        return True
    token = _mark(state, start, line[1])
    if opening is not None and not (opening["name"] or "").endswith("-end"):
        options, state.line = _options(state, start + 1, end) if opening["attributes"] else ({}, start + 1)
        _describe_container(token, opening, options)
        token.map = [start, state.line]
    return True


def _data(state: StateBlock, start: int, end: int, marks: str, info: str) -> None:
    """A directive of MyST that holds no Markdown, as the fence that it may be written as (fences.py)."""
    last = start + 1
    while last < end and not (
        set(bare := text_of(state, last).rstrip()) == {":"} and len(bare) >= len(marks)
    ):
        last += 1
    token = state.push("fence", "code", 0)
    token.info = info
    token.content = state.getLines(start + 1, last, least_indent(state, start + 1, last), True)
    token.map = [start, min(last + 1, end)]
    state.line = min(last + 1, end)


def _mark(state: StateBlock, start: int, markup: str) -> Token:
    """A line that opens or closes a container, which nesting.py pairs."""
    token = state.push("container_mark", "div", 0)
    token.map = [start, start + 1]
    token.markup = markup
    token.block = True
    state.line = start + 1
    return token


def _whole(state: StateBlock, start: int, end: int, line: re.Match[str]) -> None:
    """`:::image source="a.png" alt-text="Words":::` of Microsoft Learn, which is all in one line.

    Between `:::row:::` and `:::row-end:::` may stand anything, however far it is indented.
    """
    found = attributes(line["attributes"])
    last = line_with(state, start + 1, end, f":::{line['name']}-end:::")
    state.line = start + 1
    if line["name"] == "image":
        token = state.push("container_open", "div", 1)
        token.map = [start, start + 1]
        token.meta = {"names": ["image"], "title": "", "options": {"alt": found.get("alt-text", "")}}
        state.push("container_close", "div", -1)
    elif last is not None and line["name"] in ("row", "column"):
        push_tag(state, line[0], start, start + 1)
        text = dedent(state.getLines(start + 1, last, state.blkIndent, True))
        state.tokens += parse_within(state.md, state.env, text, start + 1, last, state.level + 1)
        push_tag(state, text_of(state, last), last, last + 1)
        state.line = last + 1
    else:
        push_tag(state, line[0], start, start + 1, EMBEDDED.get(line["name"], ""))


def slashed_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`/// name | Title` and `///` of PyMdown: https://facelessuser.github.io/pymdown-extensions/extensions/blocks/."""
    if not starts(state, start, "/"):
        return False
    line = _SLASHES.match(text_of(state, start))
    if line is None:
        return False
    if silent:
        return True
    token = _mark(state, start, line[1])
    if line["name"]:
        options: dict[str, str] = {}
        while state.line < end and state.sCount[state.line] >= state.blkIndent + 4:
            option = _INDENTED_OPTION.match(text_of(state, state.line))
            if option is None:
                break
            options[option[1]] = option[2].strip()
            state.line += 1
        token.map = [start, state.line]
        kind = line["name"].lower()
        names = [kind, *options.get("type", "").lower().split()]
        title = "" if kind in ("html", "define") else line["title"] or ""
        token.meta = {"opens": True, "names": names, "title": title, "options": options}
    return True


def _options(state: StateBlock, start: int, end: int) -> tuple[dict[str, str], int]:
    """The `:name: value` lines from `start` on, as Sphinx has them, and the line after them."""
    options: dict[str, str] = {}
    while start < end and (option := _OPTION.match(text_of(state, start))):
        options[option[1]] = option[2].strip()
        start += 1
    return options, start


def _describe_container(token: Token, opening: re.Match[str], options: dict[str, str]) -> None:
    inside = opening["attributes"]
    bare = inside is not None and re.fullmatch(r"[\w-]+", inside.strip())
    name = inside.strip() if inside is not None and bare else opening["name"] or ""
    found = {} if bare else attributes(inside or "")
    give(token, attributes(opening["more"] or ""))
    give(token, found)
    classes = str(token.attrs.get("class", "")).split()
    title = (
        opening["label"] or opening["title"] or str(token.attrs.get("title") or token.attrs.get("name", ""))
    )
    if _SOUP.match(title):  # `::: moniker range="..."`
        title = str(attributes(title).get("title", ""))
    classes += options.get("class", "").split()
    names = [name.lower(), *classes] if name else classes
    token.meta = {"opens": True, "names": names, "title": title, "options": options}


def indented_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An admonition, collapsible block or tab of MkDocs: a marker line, then text indented by four columns.

    https://squidfunk.github.io/mkdocs-material/reference/admonitions/
    """
    if not starts(state, start, "!?="):
        return False
    line = _INDENTED.match(text_of(state, start))
    if line is None:
        return False
    titled = _QUOTED_TITLE.match(line["rest"])
    tab = line["marker"].startswith("=")
    if tab and titled is None:
        return False
    if silent:
        return True
    names = ["tab"] if tab else (titled["names"] if titled else line["rest"]).lower().split()
    if line["marker"].startswith("?"):
        names.append("collapsible")
    meta: dict[str, object] = {"names": names, "title": titled["title"] if titled else ""}
    _nest_indented(state, start, start + 1, end_of_indented(state, start, end, 4), meta)
    return True


def rst_directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A directive left over from reStructuredText: code becomes a fence, the rest a container of that name."""
    if not starts(state, start, "."):
        return False
    line = _RST.match(text_of(state, start))
    if line is None:
        return False
    if silent:
        return True
    name, argument = line["name"].lower(), line["argument"].strip()
    options, body = _options(state, start + 1, end_of_indented(state, start, end, 2))
    if name in _RST_CODE or name == "math":
        last = end_of_indented(state, start, end, 2)
        token = state.push(
            "math_block" if name == "math" else "fence", "math" if name == "math" else "code", 0
        )
        token.info = argument
        token.content = state.getLines(body, last, least_indent(state, body, last), False).strip("\n") + "\n"
        token.markup = ".."
        token.map = [start, last]
        state.line = last
    else:
        meta = {"names": [name], "title": argument, "options": options}
        _nest_indented(state, start, body, end_of_indented(state, start, end, 2), meta)
    return True


def _nest_indented(state: StateBlock, start: int, body: int, last: int, meta: dict[str, object]) -> None:
    """A container from line `start` to before `last`, whose text begins at line `body`."""
    last = max(body, last)
    token = state.push("container_open", "div", 1)
    token.map = [start, last]
    token.meta = meta
    before = (state.blkIndent, state.lineMax, state.parentType)
    # The text decides how far it is indented: three columns are as common as four.
    state.blkIndent = least_indent(state, body, last)
    state.lineMax = last
    state.parentType = "container"
    if body < last:
        state.md.block.tokenize(state, body, last)
    state.blkIndent, state.lineMax, state.parentType = before
    state.push("container_close", "div", -1)
    state.line = last
