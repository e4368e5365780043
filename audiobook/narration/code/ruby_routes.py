"""Routes of Rails."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.ruby_nouns import noun
from audiobook.narration.code.ruby_tree import args, bare, block, body, method, names, options
from audiobook.narration.code.snippet import text
from audiobook.narration.code.words import code, listing

_VERBS = frozenset(["get", "post", "put", "patch", "delete", "match"])
_GROUPS = {
    "namespace": "the namespace", "scope": "the scope", "concern": "the concern",
    "constraints": "the constraint", "member": "each of them", "collection": "the whole of them",
    "controller": "the controller",
}  # fmt: skip
_OTHERS = frozenset(["resources", "resource", "root", "mount", "direct", "resolve", "devise_for", "concerns"])


def is_route(node: Node) -> bool:
    """Whether a call routes."""
    if node.type != "call" or (field_receiver(node) and method(node) != "draw"):
        return False
    name = method(node)
    if name == "draw":
        return "routes" in text(node)[:60]
    if name in _VERBS:
        return bool(args(node) or options(node)) and bool(options(node)) and block(node) is None
    return (name in _OTHERS and bool(args(node) or options(node))) or (
        name in {"namespace", "scope"} and block(node) is not None
    )


def field_receiver(node: Node) -> bool:
    """Whether a call has a receiver."""
    return node.child_by_field_name("receiver") is not None


def routes_of(nodes: Sequence[Node]) -> list[str]:
    """Routes as noun phrases."""
    told: list[str] = []
    for node in nodes:
        if node.type != "call":
            continue
        name = method(node)
        if name == "draw":
            told += routes_of(body(block(node)))
        elif name in _GROUPS:
            inner = routes_of(body(block(node)))
            about = listing(names(args(node))) or listing(
                [f"{code(k)} {noun(v, 1)}" for k, v in options(node).items()]
            )
            lead = (
                f"in {_GROUPS[name]} {about}".strip()
                if name not in {"member", "collection"}
                else f"for {_GROUPS[name]}"
            )
            told.append(f"{lead}, {listing(inner)}" if inner else lead)
        elif said := _route(node):
            told.append(said)
    return told


_LIMITS = {
    "only": "only", "except": "without", "controller": "by the controller", "path": "under the path",
}  # fmt: skip


def _route(node: Node) -> str:
    name, held = method(node), options(node)
    spans = names(args(node))
    if name in {"resources", "resource"}:
        inner = routes_of(body(block(node)))
        only = "".join(f", {word} {_listed(held[key])}" for key, word in _LIMITS.items() if key in held)
        holds = f", and in it {listing(inner)}" if inner else ""
        return f"the {name} {listing(spans)}{only}{holds}"
    goal = _goal(held)
    if name == "root":
        return f"the root path to {listing(spans) or goal or 'a page'}"
    if name in _VERBS:
        path = spans[0] if spans else next((code(key) for key in held), "a path")
        where = goal or (noun(next(iter(held.values())), 1) if held and not spans else "")
        return f"{name.upper() if name != 'match' else 'any request for'} {path}" + (
            f" to {where}" if where else ""
        )
    if name == "mount":
        at = goal or (noun(next(iter(held.values())), 1) if held else "a path")
        return f"{listing(spans) or 'an application'} mounted at {at}"
    return f"{code(name)} {listing(spans)}".strip() if spans else ""


def _listed(node: Node) -> str:
    """The names of a list, or one name."""
    return listing(names([node])) or noun(node, 1)


def _goal(held: dict[str, Node]) -> str:
    if "to" in held:
        return noun(held["to"], 1)
    if "controller" in held and "action" in held:
        return f"{code(bare(held['controller']))}, action {code(bare(held['action']))}"
    return noun(held["at"], 1) if "at" in held else ""
