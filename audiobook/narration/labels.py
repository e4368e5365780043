"""What is written in a Mermaid diagram: as Mermaid shows it, and as it is told."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ICON = re.compile(r"\bfa[a-z]?:fa-[\w-]+")
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|li|ul|ol|hr)(?:\s[^<>]*)?/?>|\\n", re.IGNORECASE)
_TAG = re.compile(
    # in small letters only: `Pair<A>` and `Set<I>` are types
    r"</?(?:a|abbr|b|big|center|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var)"
    r"(?:\s[^<>]*)?/?>"
)
_ENTITY = re.compile(r"(?<!&)#(\w+);")
_FORMULA = re.compile(r"\$\$[^$]*\$\$")
_TYPE = re.compile(r"((?<![\w.])[\w.]*<(?=\w)(?:[^<>`]|<[^<>`]*>)*>)")


def shown(text: str) -> str:
    """A label as Mermaid shows it, of one or more lines: without quotes and formatting, codes of letters decoded.

    Syntax: https://mermaid.js.org/syntax/flowchart.html, "Special characters that break syntax" and "Markdown Strings".
    """
    text = text.strip()
    if re.fullmatch(r'"[^"]*"', text):
        text = text[1:-1].strip()
    text = _TAG.sub("", _BREAK.sub("\n", _ICON.sub("", text)))
    text = _ENTITY.sub(_as_in_html, text)
    marked = re.fullmatch(r"`(.*)`", text, re.DOTALL)
    text = _without_marks(marked[1]) if marked else html.unescape(text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def spoken(label: str) -> str:
    """What `shown` gives as inline Markdown that can stand amid a sentence: without its full stop, types as code."""
    text = _FORMULA.sub("a formula", " ".join(label.split())).rstrip(" .?!")
    return "".join(
        f"`{part}`" if number % 2 else re.sub(r"([\\`*_\[\]<>~$&])", r"\\\1", part)
        for number, part in enumerate(_TYPE.split(text))
    )


def _as_in_html(match: re.Match[str]) -> str:
    return f"&#{match[1]};" if match[1].isdigit() else f"&{match[1]};"


def _without_marks(text: str) -> str:
    """The text of a Markdown string, which knows bold and slanted letters alone."""
    (inline,) = _markdown().parseInline(text)
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if token.type in breaks else token.content for token in inline.children or ())


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(["emphasis", "entity", "escape", "newline"])
