"""JavaScript and TypeScript above the shared outline: tests, routes, React components, exported objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import objects, outline, react, vue
from audiobook.narration.code.act import Act
from audiobook.narration.code.act import act as verb_phrase
from audiobook.narration.code.budget import say
from audiobook.narration.code.clauses import body_words
from audiobook.narration.code.jsx import ELEMENTS, element_words
from audiobook.narration.code.kinds import CALLS, LAMBDAS, STRINGS
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.phrases import body_of, step, steps, steps_of
from audiobook.narration.code.routes import METHODS, route_words
from audiobook.narration.code.snippet import Snippet, field, first, named
from audiobook.narration.code.telling import Telling, does_all, idiom, in_sentences, lines_of, size, where
from audiobook.narration.code.trees import (
    arguments,
    callee,
    chain,
    method_name,
    pairs_of,
    receiver,
    string_value,
    unwrapped,
)
from audiobook.narration.code.words import clause, code, codes, count, listing, plain, run, some

_SERVERS = frozenset(
    {"app", "router", "api", "server", "fastify", "route", "instance", "apiRouter", "childServer", "Route"}
)


def _required(node: Node) -> str:
    """The module of `const x = require("y")`, or empty."""
    made = first(node, "variable_declarator")
    value = field(made, "value")
    if value is None:
        return ""
    call = value
    while call.type in {"call_expression", "member_expression"} and callee(call) != "require":
        inner = field(call, "function", "object")
        if inner is None:
            return ""
        call = inner
    if call.type != "call_expression":
        return ""
    given = arguments(call)
    return string_value(given[0]) if given and given[0].type in STRINGS else ""


def _called(node: Node) -> Node | None:
    inner = unwrapped(node)
    return inner if inner.type in CALLS else None


def _callback(node: Node) -> Node | None:
    return next((arg for arg in reversed(arguments(node)) if arg.type in LAMBDAS), None)


def act(node: Node) -> Act | str | None:
    """A statement as a verb phrase; `require`, routes and parts of objects are told as such."""
    inner = unwrapped(node)
    if inner.type in {"lexical_declaration", "variable_declaration"} and (module := _required(inner)):
        return f"requires {code(module)}"
    if (
        inner.type in {"pair", "method_definition"}
        and inner.parent is not None
        and inner.parent.type == "object"
    ):
        return objects.pair_act(inner) if inner.type == "pair" else step(node)
    call = _called(node)
    if call is not None and (route := _route(call)) is not None:
        return route
    return step(node)


def _route(call: Node) -> Act | None:
    """`app.get("/x", (req, res) => ...)` and its kin; `app.use("/x", router)`."""
    _, links = chain(call)
    call, after = (links[0], links[1:]) if links else (call, [])
    method = method_name(call)
    owner = receiver(call)
    given = arguments(call)
    name = callee(call).rpartition(".")[0] or (
        "app" if owner is not None and callee(owner).endswith("route") else ""
    )
    if (
        owner is None
        or name.rpartition(".")[2] not in _SERVERS
        or len(given) < 2
        or given[0].type not in STRINGS
    ):
        return None
    path = string_value(given[0])
    if method == "use" and given[-1].type in LAMBDAS:
        method = "any"
    elif method == "use":
        return verb_phrase(f"mounts {noun(given[-1], 2)} under {code(path) or 'the root path'}")
    if method not in METHODS | {"any"}:
        return None
    handlers = [arg for arg in given if arg.type in LAMBDAS]
    lead = route_words(method, path, ())
    between = [part for arg in given[1:] for part in (named(arg) if arg.type == "array" else [arg])]
    checks = [
        noun(arg, 2) for arg in between if arg.type in {"identifier", "member_expression", "call_expression"}
    ]
    through = f" through {listing(checks)}" if checks else ""
    then = [code(method_name(link)) for link in after]
    options = [code(key) for arg in between if arg.type == "object" for key, _ in pairs_of(arg)]
    through += (
        f" with the {'options' if len(options) > 1 else 'option'} {listing(options[:4])}" if options else ""
    )
    through += f", with {listing(then)}" if then else ""
    inner = body_words([step_ for handler in handlers for step_ in steps_of(handler, 1)], 40)
    full = f"{lead}{through}: {run('it', inner)}" if inner else f"{lead}{through}"
    return verb_phrase(full, "", lead)


def _tests(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[str, Node]]:
    """The titles and bodies of `it` and `test` calls, also inside `describe`."""
    for node in nodes:
        call = _called(node)
        name = callee(call).split(".")[0] if call is not None else ""
        if call is None or name not in {"it", "test", "describe"} or not arguments(call):
            continue
        inner = _callback(call)
        if name == "describe" and inner is not None and depth < 3:
            yield from _tests(body_of(inner), depth + 1)
        elif inner is not None and arguments(call)[0].type in STRINGS:
            yield plain(string_value(arguments(call)[0])), inner


def tell(snippet: Snippet) -> Telling | None:
    """A JavaScript block: tests, routes or an exported object when it is one, else the outline."""
    tests = list(_tests(snippet.tops))
    if tests:
        return _tested(snippet, tests)
    nodes = [node for node in snippet.tops if "comment" not in node.type]
    modules = [module for node in nodes if (module := _required(unwrapped(node)))]
    tops = tuple(node for node in snippet.tops if not _required(unwrapped(node)))
    if len(nodes) == 1 and (shown := unwrapped(nodes[0])).type in ELEMENTS:
        return idiom(
            "elements",
            say(lines_of(snippet), rank=0),
            say(f"it renders {element_words(shown)}", f"it renders {element_words(shown, 1)}"),
        )
    routes = [node for node in tops if (call := _called(node)) is not None and _route(call) is not None]
    if routes:
        return _routed(snippet, tops, routes, modules)
    made = objects.largest_object(tops)
    if (
        made is not None
        and len([node for node in tops if "comment" not in node.type and not node.type.startswith("import")])
        == 1
    ):
        return _object(snippet, tops, *made)
    return _outlined(snippet, tops, modules)


def _tested(snippet: Snippet, tests: Sequence[tuple[str, Node]]) -> Telling:
    says = [
        say(
            f"{count(len(tests), 'test')}, {size(snippet)} of {snippet.language.spoken}{where(snippet)}",
            rank=0,
        )
    ]
    alone = len(tests) == 1
    for title, body in tests[:4]:
        steps = steps_of(body)
        if steps:
            says += in_sentences(steps, f"the test, {title},", 1, 3 if alone else 1)
        else:
            says.append(say(f"the test, {title}, is empty", rank=2))
    return idiom("tests", *says)


def _routed(
    snippet: Snippet, tops: Sequence[Node], routes: Sequence[Node], modules: Sequence[str]
) -> Telling:
    """Routes in their order, with what comes before and after them."""
    first_route = tops.index(routes[0])
    before = outline.sorted_tops([node for node in tops[:first_route] if node not in routes])
    after = outline.sorted_tops([node for node in tops[first_route:] if node not in routes])
    head = say(f"{lines_of(snippet)}{where(snippet)}, with {count(len(routes), 'route')}", rank=0)
    imports = [*codes(modules), *before.imports, *after.imports]
    says = [head]
    if imports:
        verb = "requires" if modules else "imports"
        says.append(say(f"it {verb} {some(imports, 3)}", rank=3))
    opened = steps(before.before + before.after, 0, act)
    closed = steps(after.before + after.after, 0, act)
    if opened:
        says.append(does_all(opened, "it", 2))
    for node in routes:
        call = _called(node)
        told = _route(call) if call is not None else None
        if told is not None:
            says.append(say(*(clause("it", form) for form in (told.full, told.brief)), rank=0))
    if closed:
        says.append(does_all(closed, "at last, it", 2))
    return idiom("web routes", *says)


def _object(snippet: Snippet, tops: Sequence[Node], lead: str, node: Node) -> Telling:
    """An object that is handed out: a component's options, or settings."""
    imports = outline.sorted_tops([one for one in tops if one.type.startswith("import")]).imports
    says = [say(f"{lines_of(snippet)}{where(snippet)}", rank=0)]
    if imports:
        says.append(
            say(f"it imports {some(imports, 3)}", f"it imports {count(len(imports), 'module')}", rank=3)
        )
    if vue.is_options(node):
        head = say(
            f"here is a Vue component in {snippet.language.spoken}, {size(snippet)}{where(snippet)}", rank=0
        )
        return idiom("a component", head, *says[1:], *vue.option_says(node))
    return idiom("an object", *says, objects.object_say(f"it {lead}", node))


def _outlined(snippet: Snippet, tops: Sequence[Node], modules: Sequence[str]) -> Telling | None:
    """The outline, with React components told as such."""
    sorted_tops = outline.sorted_tops(tops)
    sorted_tops.made = [react.as_react(made) for made in sorted_tops.made]
    sorted_tops.imports = [*codes(modules), *sorted_tops.imports]
    hooks = any(react._HOOK.match(callee(call)) for node in tops if (call := _called(node)) is not None)
    telling = outline.tell(replace(snippet, tops=tuple(tops)), react.say if hooks else act, sorted_tops)
    if telling is None:
        return None
    if not (sorted_tops.made or sorted_tops.before or sorted_tops.after) and modules:
        return idiom("imports", say(f"{lines_of(snippet)}: it requires {listing(codes(modules))}"))
    return telling
