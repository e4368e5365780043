"""Phoenix routes."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    is_pipe,
    target,
)
from audiobook.narration.code.snippet import text
from audiobook.narration.code.words import code, count, listing


def is_route(node: Node) -> bool:
    given = args(node)
    return bool(given) and given[0].type == "string" and text(given[0]).startswith('"/') and not is_pipe(node)


def route_says(routes: Sequence[Node]) -> list[Say]:
    told = []
    for node in routes:
        given = args(node)
        verb = target(node)
        path = code(bare(given[0]))
        inside = [part for part in body(node) if is_route(part)]
        if verb == "scope":
            told.append(
                f"the scope {path} with {count(len(inside), 'route')}"
                if path
                else f"the root scope with {count(len(inside), 'route')}"
            )
            told += [_route(part) for part in inside]
        else:
            told.append(_route(node))
    return [say(f"it routes {listing(told)}", f"it has {count(len(told), 'route')}, first {told[0]}", rank=0)]


def _route(node: Node) -> str:
    given = args(node)
    method = target(node).upper()
    method = {"RESOURCES": "the resources", "LIVE": "the live page", "SCOPE": "the scope"}.get(method, method)
    path = code(bare(given[0])) or "the root path"
    goes = f" to {code(bare(given[1]))}" if len(given) > 1 else ""
    act_name = f" action {code(bare(given[2]))}" if len(given) > 2 and given[2].type == "atom" else ""
    return f"{method} {path}{goes}{',' if act_name else ''}{act_name}"
