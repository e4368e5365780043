"""Blocks of a library's own language (a schema of GraphQL, a resource, a policy): what is declared, and in what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from tree_sitter import Node

from audiobook.narration.code.elixir_nouns import held_pairs, noun
from audiobook.narration.code.elixir_tree import args, body, pairs, target
from audiobook.narration.code.nouns import short
from audiobook.narration.code.words import (
    code,
    count,
    listing,
    some,
    spoken_length,
)

_MOST_HEAD = 18
_MOST_WORDS = 60
_DEEP = 2


def declares(node: Node) -> str:
    """A call with a `do` block of declarations: "declares the `policy` of ..., with ..."."""
    return f"declares {item(node)}"


def head(node: Node) -> str:
    """What a line declares, without what is in its block: "`field` `create_user`, `user`"."""
    name = code(target(node))
    given = [_argument(part) for part in args(node)]
    options = {key: value for key, value in pairs(node).items() if key not in {"do", "else"}}
    told = " ".join(filter(None, [name, ", ".join(given)]))
    held = f", with {listing(held_pairs(options.items(), 2))}" if options else ""
    keys = f", with {some([code(key) for key in options], 4)}" if options else ""
    return short(told + held, told + keys, told, name, most=_MOST_HEAD)


def _argument(node: Node) -> str:
    """An argument; one that is a call of the same language as its name and arguments."""
    if node.type == "call" and args(node) and all(part.type in {"atom", "alias"} for part in args(node)):
        said = noun(node, 1)
        if said.startswith("the result of"):
            return " ".join([code(target(node)), listing([noun(part, 2) for part in args(node)])])
    return noun(node, 1)


def item(node: Node, depth: int = 0) -> str:
    """A declaration with what its block holds."""
    inner = body(node)
    opening = head(node)
    if not inner or depth >= _DEEP:
        return opening
    parts = held(inner, depth + 1)
    if not parts:
        return opening
    full = f"{opening}, which holds {listing(parts)}"
    names = _names(inner)
    return full if spoken_length(full) <= _MOST_WORDS else f"{opening}, which holds {listing(names)}"


def held(nodes: Sequence[Node], depth: int) -> list[str]:
    """The lines of a block: neighbours of one name are counted and told by what each is about."""
    told: list[str] = []
    lines = [node for node in nodes if node.type == "call" and code(target(node))]
    for name, run_of in groupby(lines, target):
        alike = list(run_of)
        if len(alike) > 1:
            told.append(f"{count(len(alike), 'line')} of {code(name)}, for {some(_about(alike), 5)}")
        else:
            told.append(item(alike[0], depth))
    return told


def _about(nodes: Sequence[Node]) -> list[str]:
    """The first argument of each line, or its name when it has none."""
    return [noun(args(node)[0], 2) if args(node) else code(target(node)) for node in nodes]


def _names(nodes: Sequence[Node]) -> list[str]:
    lines = [target(node) for node in nodes if node.type == "call" and code(target(node))]
    return [
        code(name) if lines.count(name) == 1 else f"{count(lines.count(name), 'line')} of {code(name)}"
        for name in dict.fromkeys(lines)
    ]
