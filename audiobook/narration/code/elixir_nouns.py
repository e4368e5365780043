"""Names Elixir values and tests in words."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    is_pipe,
    names_in,
    operator,
    pairs,
    source_of,
    stages,
    target,
)
from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    count,
    listing,
    some,
    spoken_length,
)

_DEEP = 3


_OPERATORS = {
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "<>": "joined with", "++": "joined with",
    "--": "without",
    "..": "to", "=~": "matches", "|": "with", "::": "as", "when": "when", "\\\\": "by default",
    "//": "in steps of",
}  # fmt: skip


def noun(node: Node, depth: int = 0) -> str:
    """An Elixir value as a noun phrase; past three levels or about fourteen words only its kind."""
    kind, source = node.type, text(node)
    if kind == "unary_operator" and source.startswith("^"):
        return f"the given {code(source[1:])}" if re.fullmatch(r"[\w.]+", source[1:]) else "a given value"
    if kind in {"identifier", "alias", "atom", "quoted_atom", "nil", "boolean"} or re.fullmatch(
        r"[\^&@]?\w+(\.\w+)*[?!]?", source
    ):
        if kind == "integer":
            return numeral(source)
        return code(source.lstrip("^&:@") if kind != "dot" else source)
    if kind == "string":
        if first(node, "interpolation") is not None:
            inner = [noun(named(part)[0], _DEEP) for part in named(node, "interpolation") if named(part)]
            spans = [span for span in inner if span.startswith("`")]
            return f"a text with {some(spans, 2)} in it" if spans else "a text with values in it"
        return quoted(source.strip('"'))
    if kind in {"float", "charlist", "char"}:
        return code(source)
    if depth >= _DEEP:
        return _kind_word(node)
    return short(_composed(node, depth), _kind_word(node))


def _kind_word(node: Node) -> str:
    words = {
        "list": "a list",
        "tuple": "a tuple",
        "map": "a map",
        "anonymous_function": "a function",
        "sigil": "a pattern",
    }
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return article(code(text(struct)))
    if node.type == "call" and code(target(node)):
        return f"the result of {code(target(node))}"
    return words.get(node.type, "a computed value")


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind == "map":
        return _map(node)
    if kind in {"list", "tuple"}:
        return _sequence(node, depth)
    if kind == "binary_operator":
        if is_pipe(node):
            return f"the result of a pipeline from {noun(stages(node)[0], depth + 1)}"
        return condition(node, depth)
    if kind == "unary_operator":
        return _unary(node, depth)
    if kind == "access_call" and len(named(node)) > 1:
        return f"the {noun(named(node)[1], depth + 1)} of {noun(named(node)[0], depth + 1)}"
    if kind == "anonymous_function":
        clause = first(node, "stab_clause")
        given = names_in(field(clause, "left"))
        return f"a function of {listing(given)}" if given else "a function"
    if kind == "sigil":
        content = first(node, "quoted_content")
        return quoted(text(content), "a pattern") if re.match(r"~[wsSD]", text(node)) else "a pattern"
    if kind == "call":
        return _call_noun(node, depth)
    return ""


def _map(node: Node) -> str:
    struct = first(node, "struct")
    keys = codes(list(pairs(node)))
    if not keys:
        content = first(node, "map_content")
        keys = codes(
            [
                bare(held)
                for part in named(content, "binary_operator")
                if (held := field(part, "left")) is not None
            ]
        )
    if struct is not None:
        what = article(code(text(struct)))
        return f"{what} with {some(keys, 4)}" if keys else what
    return f"a map with {some(keys, 4)}" if keys else "an empty map"


def _sequence(node: Node, depth: int) -> str:
    inner = named(node)
    if not inner:
        return f"an empty {node.type}"
    if node.type == "tuple" and text(inner[0]) in {":ok", ":error"} and len(inner) == 2:
        return f"{'an OK' if text(inner[0]) == ':ok' else 'an error'} tuple with {noun(inner[1], depth + 1)}"
    if inner[0].type == "keywords":
        return f"options {some(codes(list(pairs(node))), 3)}"
    if len(inner) > 1 and all(
        part.type == "tuple" and named(part) and named(part)[0].type == "atom" for part in inner
    ):
        return f"a list of {count(len(inner), 'pair')}, for {some(codes([bare(named(part)[0]) for part in inner]), 4)}"
    told = [noun(part, depth + 1) for part in inner[:4]]
    if len(inner) <= 4 and all(spoken_length(word) <= 6 for word in told):
        return f"a {node.type} of {listing(told)}"
    return f"a {node.type} of {count(len(inner), 'item')}"


def _unary(node: Node, depth: int) -> str:
    held, sign = field(node, "operand"), operator(node)
    if held is None:
        return ""
    if sign == "&":
        inner = re.fullmatch(r"&(?:\(?)([\w.]+[?!]?)/(\d+)\)?", text(node))
        if inner:
            return f"the function {code(inner[1])}"
        piece = re.fullmatch(r"&+\s*\(?&1\.(\w+)\)?", text(node))
        return f"their {code(piece[1])}" if piece else "a short function"
    if sign in {"not", "!"}:
        return f"not {noun(held, depth + 1)}"
    return noun(held, depth + 1)


def _call_noun(node: Node, depth: int) -> str:
    name, given = target(node), args(node)
    if not given and not pairs(node) and "." in name and name[:1].islower():
        return code(name)
    if name.endswith(".changeset") and given:
        return f"a changeset of {noun(given[0], depth + 1)}"
    if name == "unquote" and given:
        return noun(given[0], depth + 1)
    if name == "from" and given:
        return f"a query on {source_of(given[0])}"
    told = [noun(arg, depth + 1) for arg in given[:3]]
    with_those = f" with {listing(told)}" if told and depth < 2 else ""
    return short(f"the result of {code(name)}{with_those}", f"the result of {code(name)}")


def condition(node: Node, depth: int = 0) -> str:
    """A test as a clause: "`title` is nil", "`likes` is greater than 10"."""
    if node.type == "binary_operator":
        sign = operator(node)
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return ""
        word = _OPERATORS.get(sign, "")
        if sign in {"==", "!="} and right.type in {"nil", "boolean"}:
            word = "is not" if sign == "!=" else "is"
        deeper = sign in {"and", "or", "&&", "||"}
        a = condition(left, depth + 1) if deeper else noun(left, depth + 1)
        b = condition(right, depth + 1) if deeper else noun(right, depth + 1)
        return (
            short(f"{a} {word} {b}", "a condition holds")
            if word and depth < _DEEP + 1
            else "a condition holds"
        )
    if node.type == "call":
        name, given = target(node), args(node)
        if name == "is_nil" and given:
            return f"{noun(given[0], depth + 1)} is nil"
        if name in {"like", "ilike"} and len(given) == 2:
            return f"{noun(given[0], depth + 1)} is like {noun(given[1], depth + 1)}"
        if name == "not" and given:
            return f"not {condition(given[0], depth + 1)}"
        if name == "fragment":
            return "a fragment of SQL holds"
        if name.startswith("is_") and len(given) == 1:
            return f"{noun(given[0], depth + 1)} is {article(name[3:].replace('_', ' '))}"
    if (
        node.type == "unary_operator"
        and operator(node) in {"not", "!"}
        and field(node, "operand") is not None
    ):
        inner = field(node, "operand")
        told = condition(inner, depth + 1) if inner is not None else ""
        if " is " in told:
            return told.replace(" is ", " is not ", 1)
        return f"{told.removesuffix(' holds')} does not hold"
    return f"{noun(node, depth + 1)} holds"
