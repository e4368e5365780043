"""A block of code, parsed: the lenient way into tree-sitter that fragments need.

Lessons show fragments: a lone method, a leading `|>`, a bare WHERE, an ellipsis for what is left out. Each language
names wrappers; the first reading without errors wins, else the one with the least source lost to errors.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiobook.narration.code.languages import STATEMENTS

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

    from audiobook.narration.code.languages import Language

_MOST_INDENTS = 60
_MOST_BRACKETS = 200
_MOST_NODES = 20_000
_MARKERS = re.compile(r"\s*(?:[-?]\s+)*")
_ELLIPSIS_LINE = re.compile(
    r"^[ \t]*(?:(?:#|//|--|/\*|<!--)\s*)?(?:\.\.\.|…|\[\.\.\.\]|\[…\]|\(\.\.\.\))\s*(?:\*/|-->)?,?[ \t]*$",
    re.M,
)
_ELLIPSIS_INSIDE = re.compile(r",?\s*(?<![\w.\"'])(?:\.\.\.|…)(?![\w.\"'\[{(])\s*,?")


@dataclass(frozen=True, slots=True)
class Snippet:
    """`tops` are the outermost statements that come from the block itself; `damage` is the share of it not understood.

    `lines` counts the written lines that are not blank. `title` is a file name or caption the fence gives.
    """

    source: str
    language: Language
    lines: int
    tops: tuple[Node, ...]
    damage: float
    title: str = ""


@lru_cache(maxsize=32)
def _parser(grammar: str) -> Parser:
    from tree_sitter import Language as Grammar
    from tree_sitter import Parser

    module, _, function = grammar.partition(":")
    return Parser(Grammar(getattr(importlib.import_module(module), function or "language")()))


def parse(source: str, grammar: str) -> Node:
    """The root of the tree that `grammar` reads from `source`, as it stands."""
    return _parser(grammar).parse(source.encode()).root_node


def walk(node: Node, most: int = _MOST_NODES) -> Iterator[Node]:
    """`node` and all below it in source order, without recursion; stops after `most` nodes."""
    stack = [node]
    while stack and most:
        most -= 1
        current = stack.pop()
        yield current
        stack.extend(reversed(current.children))


def text(node: Node | None) -> str:
    """The source text of `node`."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text else ""


def field(node: Node | None, *names: str) -> Node | None:
    """The first of the named fields that `node` has."""
    if node is None:
        return None
    return next((child for name in names if (child := node.child_by_field_name(name)) is not None), None)


def named(node: Node | None, *types: str) -> list[Node]:
    """The named children of `node`, of the given types when any are given, comments left out unless asked for."""
    if node is None:
        return []
    if types:
        return [child for child in node.named_children if child.type in types]
    return [child for child in node.named_children if "comment" not in child.type]


def first(node: Node | None, *types: str) -> Node | None:
    """The first child of `node` of one of `types`."""
    return next(iter(named(node, *types)), None)


def within(node: Node | None, *types: str) -> list[Node]:
    """All nodes of `types` at any depth below `node`, in source order."""
    return [child for child in walk(node) if child.type in types] if node is not None else []


def _lost(root: Node) -> int:
    """Characters under error nodes, and one for each missing token."""
    if not root.has_error:
        return 0
    lost, stack = 0, [root]
    while stack:
        node = stack.pop()
        if node.is_error:
            lost += node.end_byte - node.start_byte
        elif node.is_missing:
            lost += 1
        elif node.has_error:
            stack.extend(node.children)
    return max(lost, 1)


def trailing_comments(node: Node) -> list[Node]:
    """The comments that a grammar hangs on the end of a statement which no semicolon closes."""
    found: list[Node] = []
    if node.type.endswith(("statement", "declaration")):
        for child in reversed(node.children):
            if "comment" not in child.type:
                break
            found.insert(0, child)
    return found


def _tops(root: Node, start: int, end: int) -> Iterator[Node]:
    """The outermost named nodes that lie wholly inside the block's own bytes."""
    stack = [root]
    while stack:
        node = stack.pop()
        inside = start <= node.start_byte and node.end_byte <= end
        if node is not root and inside:
            if node.is_named and not (node.type == "ERROR" and node.child_count > 1):
                yield node
                yield from trailing_comments(node)
                continue
            if node.type != "ERROR":
                continue
        if node.end_byte > start and node.start_byte < end:
            stack.extend(reversed(node.children))


def _readings(source: str, language: Language) -> Iterator[str]:
    """The source as written, then in the grammar's own dialect, then without its ellipses.

    Where the grammar is one of another language, the source as written says nothing.
    """
    if language.module != "nearly":
        yield source
    brought_back = source
    for pattern, replacement in language.dialect:
        brought_back = re.sub(pattern, replacement, brought_back)
    if brought_back != source or language.module == "nearly":
        yield brought_back
        source = brought_back
    without_lines = _ELLIPSIS_LINE.sub("", source)
    if without_lines != source and without_lines.strip():
        yield without_lines
    without_all = _ELLIPSIS_INSIDE.sub(lambda hit: "," if hit[0].count(",") > 1 else "", without_lines)
    if without_all != without_lines and without_all.strip():
        yield without_all


def too_deep(source: str) -> bool:
    """Whether indentation, list markers or brackets nest past what any lesson shows.

    The YAML scanner keeps its indents in a fixed buffer and crashes past about two hundred of them.
    """
    indents: list[int] = []
    brackets = 0
    for line in source.split("\n"):
        head = _MARKERS.match(line)
        columns = [at for at, sign in enumerate(head[0] if head else "") if sign in "-?"] + [
            head.end() if head else 0
        ]
        if not line.strip():
            continue
        while indents and indents[-1] >= columns[0]:
            indents.pop()
        indents += columns
        brackets += sum(line.count(sign) for sign in "([{<") - sum(line.count(sign) for sign in ")]}>")
        deepest = max(brackets, sum(line.count(sign) for sign in "([{<"))
        if len(indents) > _MOST_INDENTS or deepest > _MOST_BRACKETS:
            return True
    return False


_OPENED = re.compile(
    r"//[^\n]*|/\*[\s\S]*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|"
    r"</?([A-Za-z][\w.]*)(?:\s(?:[^<>{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*?)?(/?)>|[()\[\]{}]"
)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_MARKUP = re.compile(r"</[A-Za-z]|/>|\breturn \(?\s*<|\A\s*<[A-Za-z]")


def _closers(source: str) -> str:
    """What would close the brackets and elements that a fragment leaves open; empty where they do not nest."""
    waiting: list[str] = []
    markup = _MARKUP.search(source) is not None
    for hit in _OPENED.finditer(source):
        sign = hit[0]
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif sign in _PAIRS.values():
            if not waiting or waiting.pop() != sign:
                return ""
        elif hit[1] and markup and not hit[2]:
            if not sign.startswith("</"):
                waiting.append(f"</{hit[1]}>")
            elif not waiting or waiting.pop() != f"</{hit[1]}>":
                return ""
    return "\n" + "".join(reversed(waiting)) if waiting else ""


def read(source: str, language: Language, lines: int, title: str = "") -> Snippet:
    """Parse `source` in the reading and wrapping that loses least of it; what nests too deep is not parsed."""
    if too_deep(source):
        return Snippet(source, language, lines, (), 1.0, title)
    best: tuple[int, Snippet] | None = None
    for grammar in (language.grammar, *language.also):
        for reading in _readings(source, language):
            closed = _closers(reading) if grammar in STATEMENTS else ""
            for before, after in (("", ""), *([("", closed)] if closed else []), *language.wrappers):
                line_end = "\n" if grammar == "tree_sitter_c" else ""  # a directive ends with its line
                data = (before + reading + (line_end if not before else "") + after).encode()
                root = _parser(grammar).parse(data).root_node
                lost, start = _lost(root), len(before.encode())
                if best is None or lost < best[0]:
                    # What only closes the block belongs to it; what wraps it does not.
                    end = len(data) - (len(after.encode()) if before else 0)
                    share = lost / max(end - start, 1)
                    best = (
                        lost,
                        Snippet(reading, language, lines, tuple(_tops(root, start, end)), share, title),
                    )
                if lost == 0:
                    return best[1]
    assert best is not None
    return best[1]
