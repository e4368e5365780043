"""Literals with parts in words: objects, structs, lists and patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import nouns
from audiobook.narration.code.kinds import CALLS, NUMBERS, STRINGS
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.texts import (
    LONG,
    inserted,
    short,
)
from audiobook.narration.code.trees import (
    SIMPLE,
    callee,
    pairs_of,
    unwrapped,
)
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.words import article, code, count, listing, spoken_length


def members(nodes: Sequence[Node], kind: str, depth: int) -> str:
    """A list, tuple or set: its items while they are few and short, else how many."""
    if not nodes:
        return article(f"empty {kind}")
    inner = [nouns.noun(child, depth + 1) for child in nodes[:5]]
    if any("computed" in word for word in inner):
        return f"{article(kind)} of {count(len(nodes), 'item')}"
    if (
        len(nodes) <= 5
        and depth < 2
        and sum(spoken_length(word) for word in inner) <= (24 if depth == 0 else 12)
    ):
        return f"{article(kind)} of {listing(inner)}"
    if len(set(inner)) == 1 and len(nodes) > 1 and spoken_length(inner[0]) <= 14:
        return f"{article(kind)} of {count(len(nodes), 'item')}, each {inner[0]}"
    called = [code(callee(child)) if child.type in CALLS else "" for child in nodes]
    if len(nodes) <= 4 and all(called):
        return f"{article(kind)} of what {listing(called)} {'give' if len(called) > 1 else 'gives'}"
    return f"{article(kind)} of {count(len(nodes), 'item')}"


_MAP_WORDS = {"dictionary": "a dictionary", "hash": "a hash"}


_DEEP = 3


def map_noun(node: Node, depth: int = 0) -> str:
    """An object or dictionary with its keys; with its values too while all of it is short."""
    holder = field(node, "name", "type")
    what = (
        article(code(re.sub("<.*", "", text(holder))))
        if holder is not None
        else _MAP_WORDS.get(node.type, "an object")
    )
    pairs = [(code(key), value) for key, value in pairs_of(node) if code(key)]
    spread = [
        nouns.noun(named(part)[0], _DEEP)
        for part in named(node, "spread_element", "dictionary_splat")
        if named(part)
    ]
    rest = f"all of {listing(spread[:2])}" if spread else ""
    if not pairs:
        return (
            f"a copy of {listing(spread)}"
            if spread
            else (what if holder is not None else f"an empty {what.split()[-1]}")
        )
    if len(pairs) <= 3 and depth <= 1:
        told = [_pair(key, value) for key, value in pairs]
        if all(told) and sum(map(spoken_length, told)) <= LONG:
            return f"{what} with {listing([rest, *told] if rest else told)}"
    keys = [key for key, _ in pairs]
    if len(keys) <= 5:
        return f"{what} with {listing([rest, *keys] if rest else keys)}"
    return f"{what} with {count(len(keys), 'key')}" + (f" and {rest}" if rest else "")


def _pair(key: str, value: Node | None) -> str:
    if value is None or text(value) == key.strip("`"):
        return key
    value = unwrapped(value)
    if (value.type in STRINGS and not inserted(value)) or value.type in NUMBERS or SIMPLE.match(text(value)):
        return f"{key} {nouns.noun(value, 1)}"
    return ""


def composite_noun(node: Node, depth: int) -> str:
    """A Go literal: a struct with its fields, or a slice or map of a type."""
    made, body = field(node, "type"), field(node, "body")
    items = named(body)
    told = type_words(text(made))
    keyed = [part for part in items if part.type == "keyed_element"]
    if made is not None and made.type in {"type_identifier", "qualified_type", "generic_type"}:
        name = code(re.split(r"[.\[]", text(made))[-1])
        if keyed:
            return map_noun_of(f"{article(name)}", node)
        inner = [nouns.noun(named(part)[0] if named(part) else part, depth + 1) for part in items[:4]]
        return short(f"{article(name)} with {listing(inner)}" if inner else article(name), article(name))
    if not items:
        return re.sub(r"^an? ", "an empty ", told, count=1) if told else "an empty value"
    if keyed:
        keys = [code(key) for key, _ in pairs_of(node)]
        return (
            f"{told} with {listing(keys)}"
            if 0 < len(keys) <= 4
            else f"{told} with {count(len(keyed), 'key')}"
        )
    values = [nouns.noun(named(part)[0] if named(part) else part, depth + 1) for part in items[:5]]
    plain = not any("computed" in value for value in values)
    if plain and len(items) <= 5 and sum(map(spoken_length, values)) <= 12:
        return f"a slice of {listing(values)}"
    return f"{told}, with {count(len(items), 'item')}"


def map_noun_of(what: str, node: Node) -> str:
    """`what` with the keys of `node`, and their values while they are short."""
    pairs = [(code(key), value) for key, value in pairs_of(node) if code(key)]
    told = [_pair(key, value) for key, value in pairs]
    if len(pairs) <= 3 and all(told) and sum(map(spoken_length, told)) <= LONG:
        return f"{what} with {listing(told)}"
    keys = [key for key, _ in pairs]
    return f"{what} with {listing(keys)}" if len(keys) <= 5 else f"{what} with {count(len(keys), 'field')}"


def pattern_noun(node: Node, depth: int) -> str:
    """A Rust pattern: "`Some` of `max`", "`Point` with `x` and `y`"."""
    holder = field(node, "type")
    parts = [nouns.noun(part, depth + 1) for part in named(node) if part != holder]
    name = code(text(holder).rpartition("::")[2]) if holder is not None else ""
    word = "with" if node.type == "struct_pattern" else "of"
    return f"{name} {word} {listing(parts)}" if name and parts else (name or f"a tuple of {listing(parts)}")


def keyword_noun(node: Node, depth: int) -> str:
    key, value = field(node, "name", "key"), field(node, "value")
    if key is None or value is None:
        return ""
    return f"{code(text(key))} {nouns.noun(value, depth + 1)}"
