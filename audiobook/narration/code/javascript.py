"""JavaScript and TypeScript idioms above the shared outline: Express routes, Jest tests, `require` as an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import outline
from audiobook.narration.code.budget import say
from audiobook.narration.code.kinds import CALLS, LAMBDAS, STRINGS
from audiobook.narration.code.phrases import acts, body_of, does
from audiobook.narration.code.routes import METHODS, route_words
from audiobook.narration.code.snippet import Snippet, field, first
from audiobook.narration.code.telling import Telling, does_all, idiom, lines_of, size, where
from audiobook.narration.code.trees import arguments, callee, string_value, unwrapped
from audiobook.narration.code.words import code, codes, count, listing, plain, some


def _required(node: Node) -> str:
    """The module of `const x = require("y")`, or empty."""
    made = first(node, "variable_declarator")
    value = field(made, "value")
    if value is None or value.type != "call_expression" or callee(value) != "require":
        return ""
    given = arguments(value)
    return string_value(given[0]) if given and given[0].type in STRINGS else ""


def _called(node: Node) -> Node | None:
    inner = unwrapped(node)
    return inner if inner.type in CALLS else None


def _callback(node: Node) -> Node | None:
    return next((arg for arg in reversed(arguments(node)) if arg.type in LAMBDAS), None)


def act(node: Node) -> str:
    """A statement as a verb phrase; `require` is told as such."""
    inner = unwrapped(node)
    if inner.type in {"lexical_declaration", "variable_declaration"} and (module := _required(inner)):
        return f"requires {code(module)}"
    call = _called(node)
    if call is not None and (route := _route(call)):
        return route
    return does(node)


def _route(call: Node) -> str:
    head, _, method = callee(call).rpartition(".")
    given = arguments(call)
    if (
        head not in {"app", "router", "api", "server", "fastify", "route"}
        or method not in METHODS
        or len(given) < 2
        or given[0].type not in STRINGS
    ):
        return ""
    handler = _callback(call)
    return route_words(
        method, string_value(given[0]), acts(body_of(handler))[:2] if handler is not None else ()
    )


def _tests(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[str, Node]]:
    """The titles and bodies of `it` and `test` calls, also inside `describe`."""
    for node in nodes:
        call = _called(node)
        if call is None or callee(call) not in {"it", "test", "describe"} or not arguments(call):
            continue
        inner = _callback(call)
        if callee(call) == "describe" and inner is not None and depth < 3:
            yield from _tests(body_of(inner), depth + 1)
        elif inner is not None and arguments(call)[0].type in STRINGS:
            yield plain(string_value(arguments(call)[0])), inner


def tell(snippet: Snippet) -> Telling | None:
    """A JavaScript block: tests or routes when it has them, else the outline."""
    tests = list(_tests(snippet.tops))
    if tests:
        says = [
            say(
                f"{count(len(tests), 'test')}, {size(snippet)} of {snippet.language.spoken}{where(snippet)}",
                rank=0,
            )
        ]
        says += [does_all(acts(body_of(body)), f"the test, {title},", 1) for title, body in tests[:4]]
        return idiom("tests", *says)
    routes = [call for node in snippet.tops if (call := _called(node)) is not None and _route(call)]
    modules = [module for node in snippet.tops if (module := _required(unwrapped(node)))]
    rest = tuple(node for node in snippet.tops if not _required(unwrapped(node)))
    if routes:
        others = [node for node in rest if _called(node) not in routes]
        made = outline.tell(replace(snippet, tops=tuple(others))) if others else None
        extra = made.says[1:] if made is not None else ()
        head = say(f"{lines_of(snippet)}{where(snippet)}, with {count(len(routes), 'route')}", rank=0)
        uses = [say(f"it requires {some(codes(modules), 3)}", rank=3)] if modules else []
        told = [say(f"it {_route(call)}", f"it {_route(call).split(':')[0]}", rank=0) for call in routes]
        return idiom("web routes", head, *uses, *told, *extra)
    telling = outline.tell(replace(snippet, tops=rest), act) if rest else None
    if telling is None:
        return (
            idiom("imports", say(f"{lines_of(snippet)}: it requires {listing(codes(modules))}"))
            if modules
            else None
        )
    if modules:
        head, *others_said = telling.says
        return replace(
            telling, says=(head, say(f"it requires {some(codes(modules), 3)}", rank=3), *others_said)
        )
    return telling
