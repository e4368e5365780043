"""Reads the trees of languages with C-like or Python-like grammars: calls, chains, keys, parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tree_sitter import Node

from audiobook.narration.code.kinds import CALLS, WRAPPERS
from audiobook.narration.code.snippet import field, first, named, parse, text, within

SIMPLE = re.compile(r"^[@$&*:]{0,2}[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)#?[A-Za-z_$][\w$]*)*[!?]?$")


def string_value(node: Node) -> str:
    """The content of a string literal, without quotes or prefixes; insertions are left out."""
    if within(node, "interpolation", "template_substitution"):
        return ""
    return re.sub(r"^[a-zA-Z]{0,2}(\"\"\"|'''|[\"'`])|(\"\"\"|'''|[\"'`])$", "", text(node))


def unwrapped(node: Node) -> Node:
    """The node inside statement wrappers, parentheses and awaits."""
    while node.type in WRAPPERS:
        inner = field(node, "definition", "declaration", "value") or next(iter(named(node)), None)
        if inner is None:
            return node
        node = inner
    return node


def arguments(node: Node) -> list[Node]:
    """The arguments of a call; those of a Rust macro are read as those of a function."""
    if node.type == "macro_invocation":
        return macro_arguments(node)
    holder = field(node, "arguments") or first(node, "argument_list", "arguments", "token_tree")
    if holder is not None and holder.type == "template_string":
        return [holder]
    return named(holder)


def macro_arguments(node: Node) -> list[Node]:
    """The expressions between the brackets of a Rust macro, whose own tree holds only tokens."""
    inner = text(first(node, "token_tree")).strip()[1:-1]
    root = parse(f"fn f() {{ [{inner}]; }}", "tree_sitter_rust")
    array = next(iter(within(root, "array_expression")), None)
    return named(array) if array is not None and not root.has_error else []


def callee(node: Node) -> str:
    """What a call calls, as source text: `Repo.all`, `console.log`, `new User`."""
    method = field(node, "function", "macro", "target", "constructor")
    if method is None:
        receiver, method = field(node, "receiver", "object"), field(node, "method", "name")
        if receiver is not None and method is not None:
            head = text(receiver) if SIMPLE.match(text(receiver)) else ""
            return f"{head}.{text(method)}".lstrip(".")
    if method is not None and method.type == "generic_function":
        method = field(method, "function")
    if method is not None and not SIMPLE.match(text(method)):
        last = field(method, "attribute", "property", "field", "name", "right")
        return text(last) if last is not None else ""
    return text(method)


def receiver(node: Node) -> Node | None:
    """The object on which a method is called, or None for a plain function."""
    method = field(node, "function")
    if method is not None and method.type == "generic_function":
        method = field(method, "function")
    return field(method, "object", "value", "operand", "argument") or field(node, "object", "receiver")


def method_name(node: Node) -> str:
    """The last part of what a call calls: `all` for `Repo.all(x)`, also where the receiver is no plain name."""
    return re.split(r"\.|::|->", callee(node))[-1].lstrip("#")


def chain(node: Node) -> tuple[Node, list[Node]]:
    """What a chain of method calls starts from, and its calls in order: `xs.filter(f).map(g)`."""
    calls: list[Node] = []
    while True:
        if node.type in CALLS and node.type != "macro_invocation":
            method = field(node, "function", "method")
            owner = receiver(node)
            if owner is None or (
                method is not None and method.type in {"identifier", "scoped_identifier"} and owner == method
            ):
                return node, calls[::-1]
            calls.append(node)
            node = owner
        elif (node.type == "member_expression" and text(field(node, "property")) in _FLUENT and calls) or (
            node.type in _PASSED_THROUGH and named(node)
        ):
            node = named(node)[0]
        else:
            return node, calls[::-1]


_FLUENT = frozenset(["not", "to", "be", "have", "been", "and", "resolves", "rejects", "deep", "is", "that"])
"""Words that a fluent assertion puts between its calls."""
_PASSED_THROUGH = frozenset(
    ["subscript", "parenthesized_expression", "await_expression", "index_expression", "try_expression"]
)


def keys_of(node: Node) -> list[str]:
    """The keys of a map-like literal, without quotes and colons."""
    return [name for name, _ in pairs_of(node)]


_PAIRS = (
    "pair", "field_initializer", "shorthand_property_identifier", "shorthand_field_initializer", "keyed_element",
    "method_definition", "initializer_pair",
)  # fmt: skip


def pairs_of(node: Node) -> list[tuple[str, Node | None]]:
    """The keys of a map-like literal and their values; a shorthand has its own name as its value."""
    holder = field(node, "body") or node
    parts = [part for child in named(holder) for part in ([child] if child.type in _PAIRS else [])]
    found = []
    for part in parts:
        key = field(part, "key", "field", "name", "designator") or (named(part) or [part])[0]
        value = field(part, "value") or (part if part.type.startswith(("shorthand", "method")) else None)
        if value is None and len(named(part)) > 1:
            value = named(part)[-1]
        if value is not None and value.type == "literal_element" and named(value):
            value = named(value)[0]
        found.append((text(key).strip("\"':@ .").rstrip(":"), value))
    return found


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter's name, and its type as written where one is given."""

    name: str
    type: str = ""


_SELVES = frozenset({"self", "cls", "this", "_"})


def parameters(node: Node) -> list[Parameter]:
    """The parameters of a function or lambda without `self`; a destructured object gives one for each of its names."""
    holder = field(node, "parameters", "parameter")
    if holder is None:
        declarator = field(node, "declarator")
        while declarator is not None and field(declarator, "parameters") is None:
            declarator = field(declarator, "declarator")
        holder = field(declarator, "parameters") or first(node, "block_parameters", "closure_parameters")
    if holder is None:
        return []
    if holder.type in {"identifier", "property_identifier"}:
        return [Parameter(text(holder))]
    found = []
    for part in named(holder):
        kind = text(field(part, "type")).lstrip(": ")
        found += [
            Parameter(name, kind)
            for name in _bound(part)
            if re.fullmatch(r"[\w$]+", name) and name not in _SELVES
        ]
    return found


def parameter_names(node: Node) -> list[str]:
    """The names of the parameters of a function or lambda, without `self` and types."""
    return [one.name for one in parameters(node)]


_BINDS = ("identifier", "shorthand_property_identifier_pattern", "field_identifier")


def _bound(part: Node) -> list[str]:
    """The names that one parameter binds."""
    many = part.children_by_field_name("name")
    if len(many) > 1:
        return [text(one) for one in many]
    target = part
    while (inner := field(target, "name", "pattern", "declarator", "left")) is not None and inner != target:
        target = inner
    if target.type in _BINDS:
        return [text(target)]
    if target.type in {
        "object_pattern",
        "tuple_struct_pattern",
        "tuple_pattern",
        "array_pattern",
        "struct_pattern",
    }:
        return names_bound(target)
    if part.type == "parameter_declaration" and field(part, "name") is None and part.parent is not None:
        return [] if field(part, "declarator") is None else [text(one) for one in within(target, *_BINDS)[:1]]
    return [text(next(iter(within(target, *_BINDS)), target))]


def names_bound(pattern: Node | None) -> list[str]:
    """The names that a pattern binds (`{a, b: c}` binds `a` and `c`), each once, in order."""
    if pattern is None:
        return []
    if pattern.type in {"identifier", "shorthand_property_identifier_pattern", "shorthand_field_identifier"}:
        return [text(pattern)]
    found: list[str] = []
    kind, key = field(pattern, "type"), field(pattern, "key")
    defaults = field(pattern, "right") if pattern.type.endswith("assignment_pattern") else None
    for part in named(pattern):
        if part not in (kind, key, defaults):
            found += names_bound(part)
    return list(dict.fromkeys(found))


def names_in(node: Node, most: int = 3) -> list[str]:
    """The first names used anywhere in an expression: what a value is computed from."""
    seen: list[str] = []
    for part in within(
        node, "identifier", "shorthand_property_identifier", "field_identifier", "property_identifier"
    ):
        name = text(part)
        if name not in seen and re.search(r"[A-Za-z]", name):
            seen.append(name)
        if len(seen) == most:
            break
    return seen
