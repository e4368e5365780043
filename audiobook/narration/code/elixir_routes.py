"""Phoenix and Plug routes: scopes with what they go through, pipelines of plugs, and each route."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elixir_nouns import condition, held_pairs, noun
from audiobook.narration.code.elixir_tree import args, bare, body, is_pipe, pairs, target
from audiobook.narration.code.snippet import field, text
from audiobook.narration.code.words import IT, code, codes, count, listing, run, some

_VERBS = frozenset(["get", "post", "put", "patch", "delete", "head", "options", "match"])
_OTHERS = frozenset(["resources", "live", "forward", "live_dashboard", "resource"])
_GROUPS = frozenset(["scope", "pipeline", "live_session"])


def is_route(node: Node) -> bool:
    """Whether a call routes: a scope, a pipeline, or a verb with a path."""
    name, given = target(node), args(node)
    if node.type != "call" or is_pipe(node):
        return False
    if name == "pipe_through":
        return bool(given) and given[0].type in {"atom", "list"}
    if name in _GROUPS:
        return bool(body(node))
    if name == "match" and given and body(node):
        return True
    path = bool(given) and given[0].type == "string" and text(given[0]).startswith('"/')
    return path and name in _VERBS | _OTHERS


def route_says(routes: Sequence[Node]) -> list[Say]:
    """A sentence for each scope and pipeline, and one for the routes outside of them."""
    says: list[Say] = []
    loose = [node for node in routes if target(node) not in _GROUPS]
    for node in routes:
        if target(node) == "pipeline":
            says.append(_pipeline(node))
        elif target(node) in _GROUPS:
            says += _scope(node, "")
    if loose:
        told = _routed(loose)
        says.append(say(f"it {told}", f"it has {count(len(loose), 'route')}", rank=0))
    return says


def _pipeline(node: Node) -> Say:
    name = code(bare(args(node)[0])) if args(node) else ""
    plugs = [plug_words(part) for part in body(node) if target(part) == "plug" and args(part)]
    return say(
        f"the pipeline {name} plugs in {listing(plugs)}" if plugs else f"it has the pipeline {name}",
        f"the pipeline {name} has {count(len(plugs), 'plug')}",
        rank=1,
    )


def plug_words(node: Node) -> str:
    """A plug with its options: "`Plug.Parsers` with `parsers` ..."."""
    given = [part for part in args(node) if target(part) not in {"when"}]
    if given and given[0].type == "binary_operator":
        inner = field(given[0], "left")
        test = field(given[0], "right")
        when = f" when {condition(test)}" if test is not None else ""
        return (code(bare(inner)) if inner is not None else "a plug") + when
    about = [noun(part, 2) for part in given[1:]] + held_pairs(pairs(node).items(), 2)
    return code(bare(given[0])) + (f" with {listing(about)}" if about else "")


def _scope(node: Node, above: str) -> list[Say]:
    """A scope: its path, what it goes through, its routes; a scope inside it gets a sentence of its own."""
    given = args(node)
    path = above + (bare(given[0]).rstrip("/") if given and given[0].type == "string" else "")
    inner = body(node)
    through = [
        noun(args(part)[0], 2).removeprefix("a list of ")
        for part in inner
        if target(part) == "pipe_through" and args(part)
    ]
    routes = [part for part in inner if is_route(part) and target(part) not in {*_GROUPS, "pipe_through"}]
    if target(node) == "live_session":
        where = f"in the live session {code(bare(given[0]))}" if given else "in a live session"
    else:
        where = f"under {code(path)}" if path else "under the root path"
    if hooks := pairs(node).get("on_mount"):
        through.append(f"the hook {noun(hooks, 2)}")
    lead = f"{where}, through {listing(through)}" if through else where
    says = []
    if routes:
        told = _routed(routes)
        says.append(say(f"{lead}, it {told}", f"{lead}, it has {count(len(routes), 'route')}", rank=0))
    for part in inner:
        if target(part) in _GROUPS:
            says += _scope(part, path)
    return says or [say(f"{lead}, nothing is routed yet", rank=1)]


def _routed(routes: Sequence[Node]) -> str:
    """Routes as a verb phrase; lines that only say what they go through stand first."""
    through = [noun(args(node)[0], 2) for node in routes if target(node) == "pipe_through"]
    told = [_route(node) for node in routes if target(node) != "pipe_through"]
    parts = [f"goes through {listing(through)}"] if through else []
    return listing([*parts, *([f"routes {listing(told)}"] if told else [])])


def _route(node: Node) -> str:
    from audiobook.narration.code.elixir_acts import acts

    given, options = args(node), pairs(node)
    method = target(node).upper()
    method = {
        "RESOURCES": "the resources", "RESOURCE": "the resource", "LIVE": "the live page",
        "FORWARD": "everything under", "MATCH": "any request for", "LIVE_DASHBOARD": "the live dashboard",
    }.get(method, method)  # fmt: skip
    path = "anything else" if text(given[0]) == "_" else (code(bare(given[0])) or "the root path")
    goes = f" to {code(bare(given[1]))}" if len(given) > 1 else ""
    act_name = f" action {code(bare(given[2]))}" if len(given) > 2 and given[2].type == "atom" else ""
    only = "".join(
        f", {word} {some(codes([bare(part) for part in options[key].named_children]), 4)}"
        for key, word in (("only", "only"), ("except", "without"))
        if key in options
    )
    inner = body(node)
    nested = [_route(part) for part in inner if is_route(part)]
    holds = f", and inside it {listing(nested)}" if nested else ""
    if inner and not nested and (steps := acts(inner)):
        holds = f", for which {run(IT, steps).replace(IT, 'it')}"
    return f"{method} {path}{goes}{',' if act_name else ''}{act_name}{only}{holds}"
