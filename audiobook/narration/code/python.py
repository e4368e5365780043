"""Python idioms above the shared outline: pytest tests, Flask and FastAPI routes, dataclasses and models."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import outline
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.phrases import acts, body_of, function_name
from audiobook.narration.code.routes import METHODS, route_words
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.telling import Telling, does_all, idiom, size, where
from audiobook.narration.code.trees import arguments, callee, parameter_names, string_value, unwrapped
from audiobook.narration.code.words import article, code, codes, count, listing, some


def tell(snippet: Snippet) -> Telling | None:
    """A Python block: tests, routes or a model when it is one, else the outline."""
    tops = [node for node in snippet.tops if "comment" not in node.type]
    functions = [node for node in tops if unwrapped(node).type == "function_definition"]
    tests = [node for node in functions if function_name(unwrapped(node)).startswith("test")]
    if tests:
        return _tests(snippet, tops, tests)
    routes = [(node, route) for node in functions if (route := _route(node))]
    if routes:
        return _routes(snippet, routes)
    classes = [node for node in tops if unwrapped(node).type == "class_definition"]
    if (
        len(classes) == 1
        and len([n for n in tops if not n.type.startswith(("import", "from"))]) == 1
        and (told := _model(snippet, classes[0]))
    ):
        return told
    return outline.tell(snippet)


def _decorators(node: Node) -> list[Node]:
    return [inner for part in named(node, "decorator") if named(part) for inner in [named(part)[0]]]


# -- pytest ---------------------------------------------------------------------------------------------------


def _is_fixture(node: Node) -> bool:
    return any("fixture" in text(part) for part in _decorators(node))


def _tests(snippet: Snippet, tops: Sequence[Node], tests: Sequence[Node]) -> Telling:
    fixtures = [function_name(unwrapped(node)) for node in tops if _is_fixture(node)]
    head = f"{count(len(tests), 'pytest test')}, {size(snippet)}{where(snippet)}"
    says = [say(head, rank=0)]
    if fixtures:
        says.append(say(f"it has {count(len(fixtures), 'fixture')}, {listing(codes(fixtures))}", rank=2))
    for node in tests:
        inner = unwrapped(node)
        name = function_name(inner).removeprefix("test_").replace("_", " ").strip() or "unnamed"
        taken = codes(parameter_names(inner))
        cases = _cases(node)
        opening = [
            f"runs with {count(cases, 'set')} of values" if cases else "",
            f"takes {listing(taken)}" if taken else "",
        ]
        steps = acts(body_of(inner))
        subject = f"the test, {name}," if len(tests) == 1 else f"the test {code(name)}"
        says.append(does_all([*opening, *steps], subject, 1))
    return idiom("pytest tests", *says)


def _cases(node: Node) -> int:
    """How many value sets a `parametrize` decorator gives."""
    for part in _decorators(node):
        if part.type == "call" and callee(part).endswith("parametrize"):
            lists = [arg for arg in arguments(part) if arg.type == "list"]
            return len(named(lists[-1])) if lists else 0
    return 0


# -- routes ---------------------------------------------------------------------------------------------------


def _route(node: Node) -> tuple[str, str] | None:
    """The method and path that a decorator such as `@app.get("/x")` gives."""
    for part in _decorators(node):
        if part.type != "call":
            continue
        method = callee(part).rpartition(".")[2]
        given = [arg for arg in arguments(part) if arg.type == "string"]
        if method in METHODS and given and "." in callee(part):
            methods = re.search(r"methods\s*=\s*[\[(]\s*[\"'](\w+)", text(part))
            return (
                methods[1].lower() if methods else ("get" if method == "route" else method)
            ), string_value(given[0])
    return None


def _routes(snippet: Snippet, routes: Sequence[tuple[Node, tuple[str, str]]]) -> Telling:
    decorator = text(_decorators(routes[0][0])[0])
    flask = ".route(" in decorator
    kind = "Flask route" if flask else "web route"
    says = [say(f"{count(len(routes), kind)}, {size(snippet)} of Python{where(snippet)}", rank=0)]
    for node, (method, path) in routes:
        inner = unwrapped(node)
        name = code(function_name(inner))
        steps = acts(body_of(inner))
        taken = codes(parameter_names(inner))
        takes = [f"takes {some(taken, 4)}"] if taken else []
        lead = f"{name} {route_words(method, path, ())}"
        says.append(does_all([*takes, *steps], f"{lead}; it", 1) if takes or steps else say(lead))
    return idiom("web routes", *says)


# -- models ---------------------------------------------------------------------------------------------------

_TYPES = {
    "str": "a string",
    "int": "an integer",
    "float": "a float",
    "bool": "a boolean",
    "bytes": "bytes",
    "date": "a date",
    "datetime": "a date-time",
    "UUID": "a UUID",
    "Decimal": "a decimal",
    "dict": "a dictionary",
    "list": "a list",
}
_COLUMNS = {
    "CharField": "text",
    "TextField": "text",
    "IntegerField": "an integer",
    "BooleanField": "a boolean",
    "DateTimeField": "a date-time",
    "DateField": "a date",
    "EmailField": "an email address",
    "String": "a string",
    "Integer": "an integer",
    "Text": "text",
    "DateTime": "a date-time",
    "Boolean": "a boolean",
    "SlugField": "a slug",
    "URLField": "a URL",
}


def _type_words(source: str) -> str:
    source = source.strip()
    optional = re.fullmatch(r"(?:Optional\[(.+)\]|(.+?)\s*\|\s*None)", source)
    if optional:
        return f"optional, {_type_words(optional[1] or optional[2])}"
    held = re.fullmatch(r"(?:list|List|set|Sequence|tuple)\[(\w+).*\]", source)
    if held:
        inner = _TYPES.get(held[1], "")
        return f"a list of {inner.split(' ', 1)[-1]}s" if inner else f"a list of {code(held[1])}"
    clean = re.sub(r"\[.*", "", source).strip("\"'")
    return _TYPES.get(clean, article(code(clean)) if code(clean) else "")


def _field(node: Node) -> tuple[str, str] | None:
    """A class attribute with a type or a column as its name and kind."""
    inner = unwrapped(node)
    if inner.type != "assignment":
        return None
    name, kind, value = text(field(inner, "left")), field(inner, "type"), field(inner, "right")
    if not re.fullmatch(r"\w+", name) or name.startswith("__"):
        return None
    if value is not None and value.type == "call":
        made = callee(value).rpartition(".")[2]
        target = next((arg for arg in arguments(value) if arg.type in {"identifier", "string", "call"}), None)
        if made in {"ForeignKey", "OneToOneField", "ManyToManyField", "relationship"} and target is not None:
            verb = {
                "ForeignKey": "a foreign key to",
                "OneToOneField": "a one-to-one link to",
                "ManyToManyField": "a many-to-many link to",
            }.get(made, "a relationship to")
            return code(name), f"{verb} {code(text(target).strip(chr(34) + chr(39)))}"
        if made in {"Column", "mapped_column"} and target is not None:
            return code(name), _COLUMNS.get(
                callee(target) if target.type == "call" else text(target), "a column"
            )
        if made in _COLUMNS:
            return code(name), _COLUMNS[made]
    return (code(name), _type_words(text(kind))) if kind is not None else None


def _model(snippet: Snippet, node: Node) -> Telling | None:
    """A dataclass, pydantic, Django or SQLAlchemy model: its fields with their types."""
    inner = unwrapped(node)
    body = body_of(inner)
    fields = [found for part in body if (found := _field(part))]
    if len(fields) < 2:
        return None
    made = outline.definition(node)
    assert made is not None
    kind = "dataclass" if any("dataclass" in text(part) for part in _decorators(node)) else "class"
    says: list[Say] = [
        say(f"here is the {kind} {code(made.name)} in Python, {size(snippet)}{where(snippet)}", rank=0)
    ]
    table = next(
        (
            string_value(value)
            for part in body
            if text(field(unwrapped(part), "left")) == "__tablename__"
            and (value := field(unwrapped(part), "right"))
        ),
        "",
    )
    parents = f"it extends {listing(codes(made.parents))}" if made.parents else ""
    maps = f"maps to the table {code(table)}" if table else ""
    if parents or maps:
        says.append(
            say(
                listing([part for part in (parents, maps if parents else f"it {maps}") if part])
                if maps
                else parents,
                rank=1,
            )
        )
    if made.note:
        says.append(say(f"in its author's words: {made.note}", rank=2))
    says.append(
        listed("it has", [name for name, _ in fields], [kind for _, kind in fields], noun="field", rank=0)
    )
    methods = [member for member in made.members if code(member.name)]
    if len(methods) > 1:
        says.append(listed("it also has", [code(member.name) for member in methods], noun="method"))
    says += [outline.function_say(member, f"its method {code(member.name)}", 2) for member in methods[:2]]
    return idiom("a model", *says)
