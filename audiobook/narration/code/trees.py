"""Reads the trees of languages with C-like or Python-like grammars: calls, chains, keys, parameters."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.kinds import CALLS, WRAPPERS
from audiobook.narration.code.snippet import field, first, named, text, within

SIMPLE = re.compile(r"^[@$&*:]{0,2}[A-Za-z_][\w]*(?:(?:\.|::|->|\?\.)[A-Za-z_]\w*)*[!?]?$")


def string_value(node: Node) -> str:
    """The content of a string literal, without quotes or prefixes; insertions are left out."""
    if node.type == "template_string" or within(node, "interpolation", "template_substitution"):
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
    """The arguments of a call."""
    holder = field(node, "arguments") or first(node, "argument_list", "arguments", "token_tree")
    return named(holder)


def callee(node: Node) -> str:
    """What a call calls, as source text: `Repo.all`, `console.log`, `new User`."""
    method = field(node, "function", "macro", "target", "constructor")
    if method is None:
        receiver, method = field(node, "receiver", "object"), field(node, "method", "name")
        if receiver is not None and method is not None:
            head = text(receiver) if SIMPLE.match(text(receiver)) else ""
            return f"{head}.{text(method)}".lstrip(".")
    if method is not None and not SIMPLE.match(text(method)):
        last = field(method, "attribute", "property", "field", "name", "right")
        return text(last) if last is not None else ""
    return text(method)


def chain(node: Node) -> tuple[Node, list[Node]]:
    """What a chain of method calls starts from, and its calls in order: `xs.filter(f).map(g)`."""
    calls: list[Node] = []
    while True:
        if node.type in CALLS and node.type != "macro_invocation":
            method = field(node, "function", "method")
            owner = field(method, "object", "value", "operand", "receiver", "argument") or field(
                node, "object", "receiver"
            )
            if owner is None or (
                method is not None and method.type in {"identifier", "scoped_identifier"} and owner == method
            ):
                return node, calls[::-1]
            calls.append(node)
            node = owner
        elif node.type in {
            "subscript",
            "parenthesized_expression",
            "await_expression",
            "index_expression",
        } and named(node):
            node = named(node)[0]
        else:
            return node, calls[::-1]


def keys_of(node: Node) -> list[str]:
    """The keys of a map-like literal, without quotes and colons."""
    pairs = within(
        node,
        "pair",
        "field_initializer",
        "shorthand_property_identifier",
        "shorthand_field_initializer",
        "keyed_element",
    )
    direct = [pair for pair in pairs if pair.parent is not None and node in (pair.parent, pair.parent.parent)]
    return [
        text(field(pair, "key", "field") or (named(pair) or [pair])[0]).strip("\"':@ ").rstrip(":")
        for pair in direct
    ]


def parameter_names(node: Node) -> list[str]:
    """The names of the parameters of a function or lambda, without `self` and types."""
    holder = field(node, "parameters", "parameter")
    if holder is None:
        declarator = field(node, "declarator")
        while declarator is not None and field(declarator, "parameters") is None:
            declarator = field(declarator, "declarator")
        holder = field(declarator, "parameters") or first(node, "block_parameters", "closure_parameters")
    if holder is None:
        return []
    if holder.type in {"identifier", "property_identifier"}:
        return [text(holder)]
    names = []
    for part in named(holder):
        target = part
        while (inner := field(target, "name", "pattern", "declarator")) is not None and inner != target:
            target = inner
        found = (
            target
            if target.type in {"identifier", "this", "self"}
            else next(iter(within(target, "identifier")), None)
        )
        name = text(found if found is not None else target)
        if re.fullmatch(r"\w+", name) and name not in {"self", "cls", "this"}:
            names.append(name)
    return names
