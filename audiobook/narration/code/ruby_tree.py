"""Reads Ruby trees: calls with their receivers, arguments, options and blocks."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import codes

SYMBOLS = frozenset(
    ["simple_symbol", "string", "constant", "scope_resolution", "identifier", "hash_key_symbol"]
)


def method(node: Node) -> str:
    """The name of the method a call calls, without its receiver."""
    return (
        text(field(node, "method"))
        if node.type == "call"
        else text(node)
        if node.type == "identifier"
        else ""
    )


def receiver(node: Node) -> Node | None:
    return field(node, "receiver") if node.type == "call" else None


def args(node: Node) -> list[Node]:
    """The positional arguments of a call; options and `&block` are not among them."""
    return [part for part in named(field(node, "arguments")) if part.type not in {"pair", "block_argument"}]


def options(node: Node) -> dict[str, Node]:
    """The keyword arguments of a call, or the pairs of a hash, by key."""
    holder = field(node, "arguments") if node.type == "call" else node
    found = {}
    for part in named(holder, "pair"):
        key, value = field(part, "key"), field(part, "value")
        if key is not None:
            found[bare(key)] = value if value is not None else key
    return found


def block(node: Node) -> Node | None:
    """The block given to a call, in either form."""
    return field(node, "block")


def block_argument(node: Node) -> Node | None:
    """What `&` passes as a block: `&:name`."""
    return first(field(node, "arguments"), "block_argument")


def body(node: Node | None) -> list[Node]:
    """The statements of a block, method, class or branch, comments included."""
    if node is None:
        return []
    held = field(node, "body", "consequence") or node
    if held.type in {"body_statement", "block_body", "then", "else", "do", "ensure"}:
        return [part for part in held.named_children if part.type not in {"rescue", "ensure", "else"}]
    return [held] if held is not node else []


def statements(node: Node | None) -> list[Node]:
    """The statements a `then`, `else` or `ensure` holds."""
    if node is None:
        return []
    if node.type in {"then", "else", "body_statement", "block_body", "ensure", "do"}:
        return list(node.named_children)
    return [node]


def bare(node: Node | None) -> str:
    """A symbol, string, constant or key as its name alone."""
    return text(node).strip().strip(":").strip("\"'").lstrip("@&$").replace("::", ".")


def names(nodes: list[Node]) -> list[str]:
    """Names and symbols as code spans."""
    found: list[str] = []
    for node in nodes:
        if node.type in {"symbol_array", "string_array", "array"}:
            found += names(named(node))
        elif node.type in SYMBOLS | {"bare_symbol", "bare_string", "instance_variable"}:
            found += codes([bare(node)])
    return found


def chain(node: Node) -> tuple[Node | None, list[Node]]:
    """What a chain of calls starts from, and its calls in order."""
    calls: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "call":
        calls.append(current)
        current = receiver(current)
    return current, calls[::-1]


def parameters(node: Node) -> list[str]:
    """The parameters of a method or block as code spans."""
    holder = field(node, "parameters")
    found = []
    for part in named(holder):
        target = field(part, "name") or part
        if target.type == "destructured_parameter":
            found += [text(inner) for inner in named(target)]
        elif name := text(target).lstrip("*&"):
            found.append(name)
    return codes([name for name in found if not name.startswith("_")])
