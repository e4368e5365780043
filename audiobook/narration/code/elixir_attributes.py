"""Module attributes, types and struct keys of Elixir."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    operand,
    pairs,
    target,
)
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.words import (
    code,
    codes,
    listing,
)


def struct_keys(node: Node) -> list[str]:
    """The keys of a `defstruct`, those with a default with it."""
    lists = [inner for part in args(node) for inner in named(part)]
    plain = codes([bare(part) for part in lists if part.type != "keywords"])
    held = [pair for part in (node, *args(node)) for pair in pairs(part).items()]
    return plain + [
        f"{code(key)}{'' if value.type == 'nil' else f' by default {noun(value, 1)}'}" for key, value in held
    ]


def attribute_act(node: Node) -> list[str]:
    """A module attribute as verb phrases."""
    held = operand(node)
    if held is None or held.type != "call":
        return [f"reads {code(text(node).lstrip('@'))}"]
    name, given = target(held), args(held)
    if name in {"moduledoc", "doc", "typedoc", "impl"}:
        return []
    if name in {"spec", "type", "callback", "typep", "opaque", "macrocallback"}:
        return [_typed(name, given)]
    if name == "derive" and given:
        return [f"derives {noun(given[0])}"]
    if name == "behaviour" and given:
        return [f"follows the behaviour {noun(given[0])}"]
    if not given and (options := pairs(held)):
        return [f"sets the attribute {code(name)} to options {listing(codes(list(options)))}"]
    said = noun(given[0]) if given else ""
    return [f"sets the attribute {code(name)}" + (f" to {said}" if said and "computed" not in said else "")]


def _typed(name: str, given: Sequence[Node]) -> str:
    """A type, a specification or a callback by the name that it is for."""
    left = field(given[0], "left") if given and given[0].type == "binary_operator" else None
    about = code(target(left) or text(left)) if left is not None else ""
    words = {"spec": "gives a type specification", "callback": "declares the callback",
             "macrocallback": "declares the callback"}  # fmt: skip
    if name == "spec":
        return f"{words[name]} of {about}" if about else words[name]
    return f"{words.get(name, 'defines the type')} {about}".rstrip()
