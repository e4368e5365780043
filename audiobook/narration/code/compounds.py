"""Values made of parts in words: objects, comprehensions, functions, conditionals, conversions, references."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from audiobook.narration.code import calls, nouns, operators
from audiobook.narration.code.kinds import CALLS, LAMBDAS, MAPS, STRINGS
from audiobook.narration.code.literals import composite_noun, keyword_noun, map_noun, members, pattern_noun
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.texts import (
    LONG,
    inserted,
    quoted,
    short,
)
from audiobook.narration.code.trees import (
    names_in,
    parameter_names,
    string_value,
)
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.words import IT, article, code, listing

_DEEP = 3


_LONGEST = 34


_COMPREHENSIONS = {
    "list_comprehension": "a list",
    "set_comprehension": "a set",
    "dictionary_comprehension": "a dictionary",
    "generator_expression": "a series",
}


SUBSCRIPTS = frozenset(
    ["subscript", "subscript_expression", "index_expression", "element_reference", "array_access"]
)


MEMBERS = frozenset(
    ["attribute", "member_expression", "selector_expression", "field_access", "field_expression"]
)


def _comprehension(node: Node, depth: int) -> str:
    body, clause = field(node, "body"), first(node, "for_in_clause")
    if body is None or clause is None:
        return _COMPREHENSIONS[node.type]
    item, of = field(clause, "left"), field(clause, "right")
    tested = first(node, "if_clause")
    test = (
        f", where {nouns.condition(named(tested)[0], depth + 1)}"
        if tested is not None and named(tested)
        else ""
    )
    same = text(body) == text(item)
    what = "" if same else f" of {nouns.noun(body, depth + 1)}"
    if of is None or item is None:
        return _COMPREHENSIONS[node.type]
    each = listing([code(name) for name in names_in(item)]) or code(text(item))
    of_or_for = "of" if same else "for"
    full = f"{_COMPREHENSIONS[node.type]}{what} {of_or_for} each {each} in {nouns.noun(of, depth + 1)}{test}"
    bare = f"{_COMPREHENSIONS[node.type]} with a value for each {each} in {nouns.noun(of, _DEEP)}"
    return short(full, bare if not test else f"{bare} that passes a test", most=_LONGEST)


def subscript(node: Node, depth: int) -> str:
    """An element of a list or map: "the `name` of `user`", "item 0 of `xs`"."""
    parts = named(node)
    holder, key = (field(node, "value", "object", "operand", "argument", "array") or parts[0]), parts[-1]
    whole = nouns.noun(holder, depth + 1)
    if key.type in STRINGS and not inserted(key):
        return f"the {quoted(string_value(key))} of {whole}"
    if key.type in {"slice", "range_expression"} or node.type == "slice_expression":
        return f"a slice of {whole}{_bounds(node, key, depth)}"
    if text(key) == "-1":
        return f"the last item of {whole}"
    return f"item {nouns.noun(key, depth + 1)} of {whole}"


def _bounds(node: Node, key: Node, depth: int) -> str:
    """From where to where a slice goes: " from 1 to 3", " up to 3", " from 3 on"."""
    if node.type == "slice_expression":
        start, end = field(node, "start"), field(node, "end")
    else:
        many = node.children_by_field_name("subscript")
        parts, source = named(key), text(key)
        if len(many) > 1 or source.count(":") > 1 or len(parts) > 2:
            return ""
        opens = source.startswith((":", ".."))
        start = None if opens or not parts else parts[0]
        end = parts[-1] if parts and (opens or len(parts) == 2) else None
    a, b = (nouns.noun(part, depth + 1) if part is not None else "" for part in (start, end))
    if a and b:
        return f" from {a} to {b}"
    return f" up to {b}" if b else (f" from {a} on" if a else "")


def _lambda(node: Node, depth: int) -> str:
    """A function as a value: what it takes, and what it gives or does while that is short."""
    given = [code(name) for name in parameter_names(node)[:3]]
    head = f"a function of {listing(given)}" if given and all(given) else "a function"
    if depth > 1:
        return head
    most = 30 if depth == 0 else LONG + 4
    body = calls.body_expression(node)
    if (
        body is not None
        and body.type not in CALLS
        and not body.type.startswith(("jsx", "assignment", "augmented"))
    ):
        told = nouns.noun(body, depth + 1)
        return short(f"{head} that gives {told}", head, most=most) if told else head
    from audiobook.narration.code.phrases import steps_of

    steps = [step.plain for step in steps_of(node, depth + 1)]
    if not steps or any(IT in step for step in steps):
        return head
    return short(f"{head} that {listing(steps)}", head, most=most)


def _new(node: Node, depth: int) -> str:
    made = field(node, "constructor", "type")
    given = calls.given_words(node, depth, nouns.noun)
    name = re.sub("<.*", "", text(made), flags=re.S)
    holder = {"Error": "error", "Map": "map", "Set": "set", "Date": "date"}.get(name)
    what = f"a new {holder}" if holder else f"a new {code(name)}"
    return short(what + (f" with {listing(given)}" if given else ""), what)


def _binary(node: Node, depth: int) -> str:
    told = operators.binary(node, depth, nouns.noun)
    return f"whether {told}" if told and operators.is_comparison(node) else told


def _compound(node: Node, depth: int) -> str:
    """C's `(struct point){1, 2}`."""
    name = code(re.sub(r"^(?:struct|union|enum) ", "", text(field(node, "type"))))
    values = [nouns.noun(part, depth + 1) for part in named(field(node, "value"))]
    return article(name) + (f" with {listing(values)}" if 0 < len(values) <= 4 else "") if name else ""


def _assigned(node: Node, depth: int) -> str:
    """An assignment used as a value: a named argument, or what is set on the way."""
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return ""
    return f"{code(text(left))} {nouns.noun(right, depth + 1)}"


def _async(node: Node, depth: int) -> str:
    from audiobook.narration.code.phrases import steps_of

    inner = [one.plain for one in steps_of(node, depth + 1)]
    return short(f"an async block that {listing(inner)}", "an async block") if inner else "an async block"


def _conditional(node: Node, depth: int) -> str:
    parts = named(node)
    if len(parts) != 3:
        return ""
    a, b, c = parts
    python = (
        node.type == "conditional_expression" and field(node, "condition") is None and "?" not in text(node)
    )
    then, test, other = (a, b, c) if python else (b, a, c)
    return f"{nouns.noun(then, depth + 1)} if {nouns.condition(test, depth + 1)}, else {nouns.noun(other, depth + 1)}"


def _member(node: Node, depth: int) -> str:
    owner, part = named(node)[0], named(node)[-1]
    name = text(part).lstrip("#")
    if text(owner) in {"this", "self"}:
        return f"its field {name}" if name.isdigit() else f"its {code(name)}"
    if name == "length":
        return f"the length of {nouns.noun(owner, depth + 1)}"
    if re.fullmatch(r"\d+", name):
        return f"item {name} of {nouns.noun(owner, depth + 1)}"
    return f"the {code(name)} of {nouns.noun(owner, depth + 1)}"


def _range(node: Node, depth: int) -> str:
    parts = [nouns.noun(part, depth + 1) for part in named(node)]
    through = "..=" in text(node)
    if len(parts) == 2:
        return f"the range from {parts[0]} {'through' if through else 'to'} {parts[1]}"
    return f"a range with {parts[0]}" if parts else "the full range"


def _jsx(node: Node, depth: int) -> str:
    from audiobook.narration.code.jsx import element_words

    return element_words(node, depth)


def _typed(node: Node, depth: int) -> str:
    """A value converted to a type."""
    value, kind = field(node, "value") or named(node)[0], field(node, "type") or named(node)[-1]
    if node.type == "type_assertion":
        kind, value = named(node)[0], named(node)[-1]
    if value == kind:  # `as const`
        return nouns.noun(value, depth)
    told = type_words(text(kind).strip("<>") if node.type == "type_assertion" else text(kind))
    return f"{nouns.noun(value, depth + 1)} as {told}" if told else nouns.noun(value, depth + 1)


def _reference(node: Node, depth: int) -> str:
    inner = field(node, "value") or named(node)[-1]
    if inner.type in STRINGS:
        return nouns.noun(inner, depth)
    mutable = first(node, "mutable_specifier") is not None
    return f"a {'mutable ' if mutable else ''}reference to {nouns.noun(inner, depth + 1)}"


def _spread(node: Node, depth: int) -> str:
    return f"all of {nouns.noun(named(node)[0], depth + 1)}" if named(node) else ""


def _size(node: Node, _depth: int) -> str:
    inner = field(node, "value", "type") or (named(node) or [node])[0]
    return f"the size of {code(text(inner).strip('()* '))}"


def _updated(node: Node, depth: int) -> str:
    """`i++` where its value is used."""
    word = "decreased" if "--" in text(node) else "increased"
    first_part = named(node)[0] if named(node) else node
    then = ", then" if text(node).startswith(text(first_part)) else ","
    return f"{nouns.noun(first_part, depth + 1)}{then} {word} by one"


def _regex(node: Node, _depth: int) -> str:
    words = re.sub(r"^/|/[a-z]*$", "", text(node))
    return f"the pattern {code(words)}" if re.fullmatch(r"[\w -]{2,30}", words) else "a regular expression"


_Rule = Callable[[Node, int], str]


COMPOSED: dict[str, _Rule] = {
    **dict.fromkeys(_COMPREHENSIONS, _comprehension),
    **dict.fromkeys(MAPS, map_noun),
    **dict.fromkeys(LAMBDAS, _lambda),
    **dict.fromkeys(MEMBERS, _member),
    **dict.fromkeys(operators.BINARY, _binary),
    **dict.fromkeys(operators.UNARY, lambda node, depth: operators.unary(node, depth, nouns.noun)),
    **dict.fromkeys(["new_expression", "object_creation_expression", "array_creation_expression"], _new),
    **dict.fromkeys(["conditional_expression", "ternary_expression"], _conditional),
    **dict.fromkeys(["jsx_element", "jsx_self_closing_element", "jsx_fragment"], _jsx),
    **dict.fromkeys(
        [
            "type_assertion",
            "type_cast_expression",
            "type_conversion_expression",
            "cast_expression",
            "as_expression",
        ],
        _typed,
    ),
    **dict.fromkeys(["tuple_struct_pattern", "tuple_pattern", "struct_pattern"], pattern_noun),
    **dict.fromkeys(["keyword_argument", "pair"], keyword_noun),
    **dict.fromkeys(["spread_element", "list_splat", "dictionary_splat", "splat_argument"], _spread),
    "assignment_expression": _assigned,
    "async_block": _async,
    "composite_literal": composite_noun,
    "compound_literal_expression": _compound,
    "range_expression": _range,
    "regex": _regex,
    "reference_expression": _reference,
    "sequence_expression": lambda node, depth: members(named(node), "tuple", depth),
    "sizeof_expression": _size,
    "update_expression": _updated,
    "match_pattern": lambda node, depth: (
        nouns.noun(named(node)[0], depth) if named(node) else "anything else"
    ),
    "unit_expression": lambda _node, _depth: "nothing",
}
