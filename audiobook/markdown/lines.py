"""What rules for blocks need to know of lines, and how they parse the text that a block of theirs holds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from textwrap import dedent
from typing import TYPE_CHECKING

from markdown_it.rules_block import StateBlock

from audiobook.markdown.limits import TooDeep

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_CLOSERS = re.compile(
    r"</([\w.:-]+)|(?:\{%-?[ \t]*(?:end_?|/[ \t]*)|\{\{[<%#]?[ \t]*(?:/[ \t]*|end))([\w./-]+)"
)


def text_of(state: StateBlock, number: int) -> str:
    """A line without its indentation."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def starts(state: StateBlock, number: int, characters: str) -> bool:
    """Whether a line, which is not one of an indented code block, begins with one of these characters."""
    position = state.bMarks[number] + state.tShift[number]
    return (
        position < state.eMarks[number]
        and state.src[position] in characters
        and not state.is_code_block(number)
    )


def end_of_indented(state: StateBlock, start: int, end: int, indent: int) -> int:
    """The line after the last one that is indented by `indent` columns more than line `start`."""
    last = number = start + 1
    while number < end:
        if not state.isEmpty(number):
            if state.sCount[number] < state.sCount[start] + indent:
                break
            last = number + 1
        number += 1
    return last


def least_indent(state: StateBlock, start: int, end: int) -> int:
    return min((state.sCount[number] for number in range(start, end) if not state.isEmpty(number)), default=0)


def line_with(state: StateBlock, start: int, end: int, ending: str) -> int | None:
    """The first line from `start` on that holds `ending`, before the block's parent ends."""
    # Remembered, so that a file full of beginnings without an end is not searched once for each.
    missing: set[tuple[str, int]] = state.env.setdefault("missing_ends", set())
    if (ending, end) in missing:
        return None
    for number in range(start, end):
        if number > start and state.sCount[number] < state.blkIndent and not state.isEmpty(number):
            break
        if ending in text_of(state, number):
            return number
    missing.add((ending, end))
    return None


def line_at(state: StateBlock, position: int) -> int:
    """The line that holds a position of the source."""
    return bisect_right(state.bMarks, position) - 1


def closing(
    state: StateBlock, pattern: re.Pattern[str], name: str, position: int, end: int
) -> re.Match[str] | None:
    """What closes the element that was opened before `position`: its match, or None before line `end`.

    `pattern` finds openings and closings of that name (groups `close`, and `alone` where nothing is left open) and
    what hides them (group `fence`, or no group at all).
    """
    stop = state.eMarks[end - 1]
    if name not in _closers(state) or (name, stop) in (missing := _missing(state)):
        return None
    depth, fence = 1, ""
    for match in pattern.finditer(state.src, position, stop):
        marks = match["fence"]
        if marks and not fence:
            fence = marks
        elif marks and marks.startswith(fence):
            fence = ""
        elif fence or match["name"] is None or match["alone"]:
            continue
        else:
            depth += -1 if match["close"] else 1
            if depth == 0:
                return match
    missing.add((name, stop))
    return None


def _closers(state: StateBlock) -> set[str]:
    """All names that something in the source closes."""
    known: tuple[str, set[str]] | None = state.env.get("closers")
    if known is None or known[0] is not state.src:
        known = (state.src, {match[1] or match[2] for match in _CLOSERS.finditer(state.src)})
        state.env["closers"] = known
    return known[1]


def _missing(state: StateBlock) -> set[tuple[str, int]]:
    missing: set[tuple[str, int]] = state.env.setdefault("missing_closings", set())
    return missing


def between(state: StateBlock, start: int, end: int) -> str:
    """The text between two positions, in whole lines, without the indentation that all of them share."""
    first, last = line_at(state, start), line_at(state, end)
    lines = state.getLines(first, last + 1, state.blkIndent, False).split("\n")
    lines[-1] = lines[-1][: len(lines[-1]) - max(0, state.eMarks[last] - end)]
    head = state.src[start : min(end, state.eMarks[first])].strip()
    rest = dedent("\n".join(lines[1:]))
    return f"{head}\n{rest}" if len(lines) > 1 else head


def parse_within(md: MarkdownIt, env: EnvType, text: str, first: int, last: int, level: int) -> list[Token]:
    """The tokens of a text that begins at line `first` and ends before line `last` of the lesson."""
    tokens: list[Token] = []
    kept = {key: env.pop(key) for key in ("missing_ends", "missing_closings", "closers") if key in env}
    inner = StateBlock(text, md, env, tokens)
    inner.level = level
    try:
        md.block.tokenize(inner, 0, inner.lineMax)
    except TooDeep as deep:
        raise TooDeep(deep.line + first) from None
    for key in ("missing_ends", "missing_closings", "closers"):
        env.pop(key, None)
    env.update(kept)
    for token in tokens:
        if token.map:
            token.map = [min(first + token.map[0], last - 1), min(first + token.map[1], last)]
    return tokens


def has_heading(tokens: Iterable[Token]) -> bool:
    """Whether a heading stands among these blocks, and not within one of them."""
    depth = 0
    for token in tokens:
        if token.type == "heading_open" and depth == 0:
            return True
        depth += token.nesting
    return False
