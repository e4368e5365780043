"""Names values and tests in words: "the result of `fetch` with `url`", "`x` is greater than 2".

The grammars share most field names, so that one table serves them all. Each phrase is bounded in depth and in words,
and says less rather than symbols.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code import calls, operators
from audiobook.narration.code.compounds import COMPOSED, SUBSCRIPTS, subscript
from audiobook.narration.code.kinds import CALLS, LAMBDAS, LISTS, MAPS, NUMBERS, STRINGS
from audiobook.narration.code.literals import members
from audiobook.narration.code.snippet import named, text, within
from audiobook.narration.code.texts import (
    LONG,
    filled,
    inserted,
    joined_parts,
    literal,
    name_span,
    numeral,
    quoted,
    short,
)
from audiobook.narration.code.trees import (
    SIMPLE,
    callee,
    names_in,
    string_value,
    unwrapped,
)
from audiobook.narration.code.words import code, listing

__all__ = ["chain_words", "condition", "name_span", "noun", "numeral", "quoted", "short", "subscript"]


_DEEP = 3


_POINTED = frozenset({"reference_expression", "pointer_expression", "unary_expression"})


_LONGEST = 34


def chain_words(node: Node, depth: int) -> str:
    """A chain of at least two calls: "`groupby` with `month`, then `sum`, on `df`"; empty for a shorter one."""
    return calls.chain_words(node, depth, noun)


def condition(node: Node, depth: int = 0) -> str:
    """`node` as a clause after "if"."""
    return operators.condition(node, depth, noun)


def noun(node: Node, depth: int = 0) -> str:
    """`node` as a noun phrase. Beyond three levels, or past what an ear holds, only its kind is told."""
    node = _core(node)
    kind, source = node.type, text(node)
    if SIMPLE.match(source) and kind not in _POINTED:
        return name_span(source)
    if kind in STRINGS:
        values = inserted(node)
        if not values:
            return quoted(string_value(node))
        return filled(literal(node), [noun(value, max(depth + 1, 2)) for value in values])
    if kind in NUMBERS:
        return numeral(source)
    if depth >= _DEEP:
        return noun(named(node)[0], depth) if kind == "as_expression" else kind_word(node)
    told = _composed(node, depth)
    return (
        short(told, kind_word(node), most=_LONGEST if depth == 0 else LONG + 4) if told else kind_word(node)
    )


def _core(node: Node) -> Node:
    """The value inside wrappers; a Rust reference and a Go pointer keep their own words."""
    return unwrapped(node)


def kind_word(node: Node) -> str:
    """What kind of value `node` is, when it is too deep or long to be told."""
    if node.type in CALLS:
        name = callee(node)
        if calls.FORMATS & {name}:
            return "a text"
        return f"the result of {span}" if (span := name_span(name)) else "the result of a call"
    for types, word in (
        (LISTS, "a list"),
        (MAPS, "an object"),
        (LAMBDAS, "a function"),
        (STRINGS, "a text"),
        (operators.BINARY, ""),
    ):
        if node.type in types and word:
            return word
    if node.type.startswith("jsx"):
        return "an element"
    names = [code(name) for name in names_in(node)]
    if joined_parts(node):
        return f"a text built from {listing(names)}" if names else "a text"
    return f"a value computed from {listing(names)}" if names else "a computed value"


_LIST_WORDS = {
    "tuple": "tuple", "set": "set", "array": "array", "array_expression": "array", "tuple_expression": "tuple",
    "array_initializer": "array", "initializer_list": "list", "expression_list": "tuple",
}  # fmt: skip


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind in COMPOSED:
        return COMPOSED[kind](node, depth)
    if kind in CALLS:
        return calls.call_noun(node, depth, noun)
    if kind in LISTS:
        return members(named(node), _LIST_WORDS.get(kind, "list"), depth)
    if (kind in SUBSCRIPTS and len(named(node)) > 1) or kind == "slice_expression":
        return subscript(node, depth)
    if within(node, "string", "string_literal") or "\n" in text(node):
        return ""
    return code(text(node)) if re.fullmatch(r"[\w .:'-]{1,40}", text(node)) else ""
