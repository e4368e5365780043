"""The author's words about a definition: its docstring, or the comment above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.comments import read_comment
from audiobook.narration.code.kinds import STRINGS
from audiobook.narration.code.snippet import text
from audiobook.narration.code.trees import string_value, unwrapped
from audiobook.narration.code.words import comment_text, first_sentence, plain


def docstring(body: Sequence[Node]) -> str:
    """The first sentence of a docstring that opens `body`."""
    if body and unwrapped(body[0]).type in STRINGS:
        return first_sentence(plain(string_value(unwrapped(body[0])).strip().split("\n\n")[0]))
    return ""


def note_above(node: Node, name: str = "", in_words: bool = True) -> str:
    """The first sentence of the comment that ends on the line before `node`, which defines `name`.

    With `in_words`, an order is told as what is done; above a class it speaks of the lesson, not of the class.
    """
    lines = comment_above(node)
    if not lines:
        return ""
    source = "\n".join(text(line) for line in lines)
    about = (
        re.match(rf"^(\W*)(?:(?:An?|The) )?`?{re.escape(name)}`? (?=(?:is|are|[a-z]+s)\b)", source)
        if name
        else None
    )
    if about is not None:
        return first_sentence(comment_text(source[about.end() :]), 22).rstrip(".")
    comment = read_comment(source)
    if comment.kind not in {"remark", "step", "error"}:
        return ""
    return comment.words if in_words and comment.kind == "step" else comment.said


def comment_above(node: Node) -> list[Node]:
    """The comment lines right above `node`; a comment at the end of another statement's line is not one of them."""
    above = node.prev_named_sibling
    lines: list[Node] = []
    row = node.start_point[0]
    while above is not None and above.type in {"attribute_item", "decorator"}:
        row, above = above.start_point[0], above.prev_named_sibling
    while above is not None and "comment" in above.type and row - 1 <= above.end_point[0] <= row:
        before = above.prev_named_sibling
        if before is not None and before.end_point[0] == above.start_point[0] and before.end_point[1] > 0:
            break
        lines.insert(0, above)
        row = above.start_point[0]
        above = before
    return lines
