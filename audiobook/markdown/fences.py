"""Fences that are more than code: directives of MyST, chunks of R Markdown and Quarto, notes of Exercism.

A directive that holds Markdown becomes a `container`, one that holds code a fence without the directive's options,
and a formula a `math_block`. Code that the page hides becomes a fence with `meta["hidden"]`.
https://mystmd.org/guide/directives, https://quarto.org/docs/computations/execution-options.html
"""

from __future__ import annotations

import csv
import re
from textwrap import dedent
from typing import TYPE_CHECKING

from markdown_it.token import Token

from audiobook.markdown.attributes import attributes, give
from audiobook.markdown.boxes import COLLAPSIBLE, PICTURES, label_of
from audiobook.markdown.lines import parse_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.utils import EnvType

_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}[ \t]*(?P<argument>.*)$")
_CHUNK = re.compile(r"\{(?P<language>[A-Za-z]\w*)(?P<options>[ ,][^{}]*)\}$")
_RAW = re.compile(r"\{=(?P<format>\w+)\}$")
_NOTE = re.compile(r"\w+/(?P<name>[\w-]+)$")
_OPTION = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")
_CELL_OPTION = re.compile(r"(?:#|//|--|%)\|[ \t]*(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")
_HIDING = re.compile(r"\b(?:echo|include)\s*[=:]\s*(?:FALSE|F|false)\b|\bremove-(?:input|cell)\b")
_CODE = frozenset(("code", "code-block", "code-cell", "sourcecode", "prompt"))
_FORMULAS = frozenset(("math", "amsmath"))
_TABLES = frozenset(("list-table", "csv-table"))
HOLDING_DATA = _CODE | _FORMULAS | _TABLES | {"mermaid", "raw"}
"""Directives that hold no Markdown."""
_HOLDING_TEXT_NAMES = """
aside card card-item div epigraph glossary grid grid-item grid-item-card highlights margin pull-quote rubric
tab-set table topic
"""
_FOR_THE_PAGE_NAMES = """
bibliography contents embed eval-rst include index iframe literalinclude only raw tableofcontents toctree
"""
_HOLDING_TEXT = frozenset(_HOLDING_TEXT_NAMES.split())
_FOR_THE_PAGE = frozenset(_FOR_THE_PAGE_NAMES.split())


def expand_fences(md: MarkdownIt, env: EnvType, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with such fences replaced by what they mean."""
    found: list[Token] = []
    for token in tokens:
        if token.type != "fence" or not token.info.strip() or not token.map:
            found.append(token)
        else:
            found += _meant(md, env, token)
    return found


def _meant(md: MarkdownIt, env: EnvType, token: Token) -> list[Token]:
    info = token.info.strip()
    if info.startswith("{#") and (classes := attributes(info).get("class")):
        return [token.copy(info="{." + classes.split()[0] + " " + info[1:], attrs={**token.attrs})]
    if chunk := _CHUNK.match(info):
        return [_cell(token, chunk["language"], chunk["options"])]
    if raw := _RAW.match(info):
        return _raw(md, env, token, raw["format"])
    if "-nolint" in info:
        return [token.copy(info=info.replace("-nolint", "", 1))]
    directive = _DIRECTIVE.match(info)
    note = _NOTE.match(info)
    if note and label_of([note["name"]]):
        return _container(md, env, token, note["name"], "", {}, 0)
    if directive is None:
        return [token]
    name = directive["name"].lower()
    options, skipped = _options(token.content)
    if name in _CODE:
        cell = _cell(token, directive["argument"], " ".join(options.values()), skipped)
        give(cell, _for_narration(options))
        return [cell]
    if name in _FORMULAS:
        formula = "\n".join(token.content.split("\n")[skipped:])
        return [Token("math_block", "math", 0, map=token.map, content=formula, block=True, level=token.level)]
    bare = name.rsplit(":", 1)[-1].removesuffix("-start")
    if bare.endswith("-end"):
        return [Token("template_tag", "", 0, map=token.map, content=info, block=True)]
    if bare in _TABLES:
        return _table(md, env, token, bare, directive["argument"], options, skipped)
    holds_text = label_of([name]) or bare in COLLAPSIBLE | PICTURES | _HOLDING_TEXT
    if holds_text or name in _FOR_THE_PAGE:
        return _container(md, env, token, bare, directive["argument"], options, skipped)
    if re.fullmatch(r"\{[A-Za-z]\w*\}", info):
        return [_cell(token, name, "")]
    return [token]


def _cell(token: Token, language: str, options: str, skipped: int = 0) -> Token:
    """Code without the lines that are options of the page."""
    lines = token.content.split("\n")[skipped:]
    kept = [line for line in lines if not _CELL_OPTION.match(line)]
    told = "\n".join(line for line in lines if _CELL_OPTION.match(line))
    hidden = bool(_HIDING.search(options) or _HIDING.search(told))
    attrs = {**token.attrs, **attributes(options)}
    meta = {"hidden": True} if hidden else {}
    return token.copy(info=language, content="\n".join(kept), attrs=attrs, meta=meta)


def _raw(md: MarkdownIt, env: EnvType, token: Token, form: str) -> list[Token]:
    """What is for one form of output: of HTML the text is heard, of other forms nothing."""
    first, last = token.map or (0, 1)
    if form == "html":
        return parse_within(md, env, token.content, first + 1, last, token.level)
    return [Token("template_tag", "", 0, map=[first, last], content=token.content, block=True)]


def _options(content: str) -> tuple[dict[str, str], int]:
    """The options at the start of a directive, `:name: value` lines or between `---`, and how many lines they take."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    if lines[0].strip() == "---" and "---" in (stripped := [line.strip() for line in lines[1:]]):
        end = stripped.index("---") + 1
        for line in lines[1:end]:
            key, colon, value = line.partition(":")
            if colon:
                options[key.strip()] = value.strip().strip("\"'")
        return options, end + 1
    count = 0
    while count < len(lines) and (option := _OPTION.match(lines[count].strip())):
        options[option["name"]] = option["value"].strip()
        count += 1
    return options, count


def _for_narration(options: dict[str, str]) -> dict[str, str]:
    return {"narrate": options["narrate"]} if "narrate" in options else {}


def _container(
    md: MarkdownIt, env: EnvType, token: Token, name: str, title: str, options: dict[str, str], skipped: int
) -> list[Token]:
    first, last = token.map or (0, 1)
    if name in PICTURES:
        name, title = "image", ""
    if name == "solution":  # what follows the name is the exercise's label
        title = ""
    names = [name, *options.get("class", "").lower().split()]
    opening = Token("container_open", "div", 1, map=[first, last], block=True, level=token.level)
    opening.meta = {"names": names, "title": title, "options": options}
    give(opening, attributes(token.info) | _for_narration(options))
    text = dedent("\n".join(token.content.split("\n")[skipped:]))
    inside = parse_within(md, env, text, first + 1 + skipped, last, token.level + 1)
    inside = expand_fences(md, env, inside)
    return [opening, *inside, Token("container_close", "div", -1, block=True, level=token.level)]


# -- tables ---------------------------------------------------------------------------------------------------


def _table(
    md: MarkdownIt, env: EnvType, token: Token, name: str, title: str, options: dict[str, str], skipped: int
) -> list[Token]:
    """A table written as a list of lists, or as comma-separated values."""
    first, last = token.map or (0, 1)
    text = dedent("\n".join(token.content.split("\n")[skipped:])).strip("\n")
    headers = int(options.get("header-rows", "0") or 0) if options.get("header-rows", "0").isdecimal() else 0
    if name == "csv-table":
        text = _as_lists(text, options.get("header", ""))
        headers = max(headers, bool(options.get("header")))
    inside = parse_within(md, env, text, first + 1 + skipped, last, token.level + 1)
    cells = _cells(inside, headers)
    if cells is None:
        return inside
    caption: list[Token] = []
    if title:
        inline = Token("inline", "", 0, map=[first, first + 1], content=title, children=[], block=True)
        caption = [Token("caption_open", "caption", 1), inline, Token("caption_close", "caption", -1)]
    opening = Token("table_open", "table", 1, map=[first, last], block=True, level=token.level)
    return [opening, *caption, *cells, Token("table_close", "table", -1, block=True, level=token.level)]


def _as_lists(text: str, header: str) -> str:
    rows = [*csv.reader([header] if header else []), *csv.reader(text.split("\n"), skipinitialspace=True)]
    return "\n".join("* - " + "\n  - ".join(cell.strip() or " " for cell in row) for row in rows if row)


def _cells(tokens: Sequence[Token], headers: int) -> list[Token] | None:
    """The rows and cells that a list of lists holds; None when it is none."""
    names = ("", "tr", "", "td")
    found: list[Token] = []
    path: list[str] = []
    row = 0
    for token in tokens:
        depth = len(path) - (token.nesting == -1)
        if depth < len(names):
            if token.type.rsplit("_", 1)[0] != ("list_item" if depth % 2 else "bullet_list"):
                return None
            row += depth == 1 and token.nesting == 1
            tag = "th" if depth == 3 and row <= headers else names[depth]
            if tag:
                ending = "open" if token.nesting == 1 else "close"
                found.append(token.copy(type=f"{tag}_{ending}", tag=tag, meta={}, attrs={}))
        else:
            found.append(token)
        if token.nesting == 1:
            path.append(token.type)
        elif token.nesting == -1:
            path.pop()
    return found
