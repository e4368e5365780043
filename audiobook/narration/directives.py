"""What authors ask of the narration, in comments (`<!-- narrate: skip -->`) or attributes (`{narrate="skip"}`).

| directive | what it does to the block after it, or that has the attribute |
|---|---|
| `skip` | leaves it out |
| `pause 4s`, `pause 500ms` | adds a silence before it, up to a minute |
| `read`, `outline`, `announce` | sets how closely code in it is told |
| any other words | are said instead of it |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiobook.markdown.attributes import attributes

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

LONGEST_PAUSE_MS = 60_000

_COMMENT = re.compile(r"<!--\s*narrat(?:e|ion)\b[ \t]*(:?)(.*?)(?:-->|$)\s*$", re.IGNORECASE | re.DOTALL)
_PAUSE = re.compile(r"pause\b\s*(.*)$", re.IGNORECASE | re.DOTALL)
_DURATION = re.compile(
    r"(\d{1,6}(?:\.\d{1,3})?)\s*(ms|milliseconds?|s|sec|secs|seconds?|min|minutes?)$", re.IGNORECASE
)
_ARGUMENT = re.compile(r"[-+.\d]\S*(?:\s+\w+)?$|$")
_LEVELS = ("read", "outline", "announce")
_KEYWORDS = ("skip", "pause", *_LEVELS)


@dataclass(frozen=True, slots=True)
class Directive:
    """kind: `words` (`value` is inline Markdown), `skip`, `pause` (`pause_ms`) or `level` (`value` is a cap)."""

    kind: Literal["words", "skip", "pause", "level"]
    value: str = ""
    pause_ms: int = 0


class MalformedDirective(ValueError):  # noqa: N818 - becomes a Problem
    """A directive that means nothing; the message says what is wrong with it."""


def directive_in(comment: str) -> Directive | None:
    """The directive in an HTML comment; None for any other comment. Raises MalformedDirective."""
    match = _COMMENT.match(comment)
    if match is None:
        return None
    if not match[1]:
        word = match[2].strip().lower()
        if word.startswith(_KEYWORDS) or not word:
            raise MalformedDirective("a directive needs a colon")
        return None
    return read_directive(match[2])


def read_directive(text: str) -> Directive:
    """The directive that `text` (what follows `narrate:`) asks for. Raises MalformedDirective."""
    words = " ".join(text.split())
    keyword = words.lower()
    if not words:
        raise MalformedDirective("a directive says nothing")
    if keyword == "skip":
        return Directive("skip")
    if keyword in _LEVELS:
        return Directive("level", keyword)
    pause = _PAUSE.match(words)
    if pause and _ARGUMENT.match(pause[1]):
        return Directive("pause", pause_ms=_milliseconds(pause[1]))
    if re.fullmatch(r"[a-z]+", words):
        raise MalformedDirective(f"`{words}` is no directive")
    return Directive("words", words)


def attribute_of(node: SyntaxTreeNode) -> str | None:
    """What the `narrate` attribute of a block says; None when it has none."""
    given = node.attrs.get("narrate") if node.type != "root" else None
    if given is not None:
        return str(given)
    source = node.info if node.type == "fence" else _attributes_of_picture(node)
    if "narrate" not in source:
        return None
    return attributes(source.replace("{", " ").replace("}", " ")).get("narrate")


def _attributes_of_picture(node: SyntaxTreeNode) -> str:
    """The attributes of an image that is a paragraph of its own, as written; "" for anything else."""
    inner = node.children[0].children if node.type == "paragraph" and node.children else ()
    if len(inner) == 2 and inner[0].type == "image" and inner[1].type == "attribute_text":
        return inner[1].content
    return ""


HINT = "Write `skip`, `pause 4s`, `read`, `outline`, `announce`, or the words to say, after `narrate:`"


def _milliseconds(duration: str) -> int:
    match = _DURATION.match(duration)
    if match is None:
        raise MalformedDirective(
            f"`pause {duration}` has no duration such as 4s" if duration else "`pause` has no duration"
        )
    unit = match[2].lower()
    scale = 60_000 if unit.startswith("min") else 1 if unit.startswith("m") else 1000
    milliseconds = round(float(match[1]) * scale)
    if milliseconds > LONGEST_PAUSE_MS:
        raise MalformedDirective(f"`pause {duration}` is longer than a minute")
    return milliseconds
