"""Assignments and declarations as verb phrases: "sets `x` to 5", "takes `a` and `b` from `props`", "keeps `name`"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.callacts import call_act
from audiobook.narration.code.clauses import Steps
from audiobook.narration.code.kinds import CALLS, LAMBDAS, STRINGS
from audiobook.narration.code.nouns import name_span, noun, subscript
from audiobook.narration.code.operators import operator_of
from audiobook.narration.code.snippet import field, first, named, text, walk
from audiobook.narration.code.texts import short
from audiobook.narration.code.trees import SIMPLE, arguments, names_bound, unwrapped
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.words import code, listing, spoken_length

AUGMENTED = frozenset(
    [
        "augmented_assignment",
        "augmented_assignment_expression",
        "compound_assignment_expr",
        "operator_assignment",
    ]
)
_DECLARATORS = (
    "variable_declarator", "init_declarator", "var_spec", "const_spec",
)  # fmt: skip
_SUBSCRIPTS = frozenset(
    ["subscript", "subscript_expression", "index_expression", "element_reference", "array_access"]
)
_MEMBERS = frozenset(
    ["attribute", "member_expression", "selector_expression", "field_expression", "field_access"]
)
_PATTERNS = frozenset(
    ["object_pattern", "array_pattern", "tuple_pattern", "struct_pattern", "tuple_struct_pattern"]
)
_LONGEST = 42


def assigned(node: Node, depth: int, steps: Steps) -> Act | None:
    """A declaration or assignment, with all that it declares."""
    makers = [part for part in named(node) if part.type in _DECLARATORS]
    makers += [inner for part in named(node, "var_spec_list") for inner in named(part)]
    if not makers:
        return _one(node, node, depth, steps)
    told = [one for maker in makers if (one := _one(node, maker, depth, steps))]
    if len(told) < 2:
        return told[0] if told else None
    plain = listing([one.plain for one in told])
    if spoken_length(plain) <= _LONGEST:
        return act(
            plain, "", listing([told[0].brief, *(one.brief.removeprefix("sets ") for one in told[1:])])
        )
    return act(listing([one.brief for one in told]))


def _sides(node: Node) -> tuple[Node | None, Node | None]:
    left = field(node, "left", "name", "pattern", "declarator")
    return left, field(node, "right", "value")


def _one(outer: Node, node: Node, depth: int, steps: Steps) -> Act | None:
    left, right = _sides(node)
    if left is None:
        return None
    if text(left) in {"module.exports", "exports"} and right is not None:
        return exported(right)
    operator = text(field(node, "operator"))
    if operator not in {"", "=", ":="}:
        return augmented(node, depth)
    target = _target(node, left, depth)
    kind = _declared_type(outer, node, left)
    if right is None:
        return (
            act(f"declares {target}{f', {kind}' if kind else ''}", "", f"declares {target}")
            if target
            else None
        )
    value = unwrapped(right) if right.type != "expression_list" else right
    called = _with_callback(node, value, target, depth, steps)
    return called or _set(node, left, value, target, kind, depth)


def _with_callback(node: Node, value: Node, target: str, depth: int, steps: Steps) -> Act | None:
    """A call that is given a function, whose result is kept: what the function does is told too."""
    if value.type not in CALLS or not any(arg.type in LAMBDAS for arg in arguments(value)) or depth > 1:
        return None
    if not noun(value, depth).startswith("the result of"):
        return None
    made = call_act(value, depth, steps)
    if not made.full.startswith("calls "):
        return None
    way = "awaiting" if _awaits(node) else "calling"
    return act(f"sets {target} by {way} {made.full.removeprefix('calls ')}", "", f"sets {target}")


def _set(node: Node, left: Node, right: Node, target: str, kind: str, depth: int) -> Act:
    if (swapped := _swap(left, right)) is not None:
        return swapped
    if right.type == "expression_list":
        values = named(right)
        if len(values) > 1:
            return _pairwise(node, left, values, depth)
        right = values[0]
    while right.type == "assignment_expression" and text(field(right, "operator")) in {"", "="}:
        inner_left, inner_right = _sides(right)
        if inner_left is None or inner_right is None:
            break
        target, right = f"{target} and {_target(right, inner_left, depth)}", unwrapped(inner_right)
    own = noun(right, 2)
    if target == f"its {own}":
        return act(f"keeps {own}")
    if left.type in {"object_pattern", "struct_pattern"}:
        taken = f"takes {target} from {awaited(node, noun(right, depth))}"
        return act(taken, "", taken if spoken_length(taken) <= 9 else f"takes {target}")
    if pointed := re.fullmatch(r"what (.+) points to", target):
        return act(f"puts {noun(right, depth)} where {pointed[1]} points")
    mutable = first(node, "mutable_specifier") is not None
    subject = f"a mutable {target}" if mutable else target
    typed = f"sets {subject}, {kind}, to" if kind else f"sets {subject} to"
    brief = f"sets {target}"
    if right.type in CALLS or right.type == "call_expression":
        told = noun(right, depth)
        if told.startswith("the result of `") and ", then " not in told:
            way = "awaiting" if _awaits(node) else "calling"
            subject = f"{subject}, {kind}," if kind else subject
            return _sized(f"sets {subject} by {way} {told.removeprefix('the result of ')}", brief)
        return _sized(f"{typed} {awaited(node, told)}", brief)
    return _sized(f"{typed} {awaited(node, noun(right, depth))}", brief)


def _pairwise(node: Node, left: Node, values: Sequence[Node], depth: int) -> Act:
    """`a, b = 1, 2`: each name with its value."""
    targets = named(left) if left.type in {"pattern_list", "expression_list"} else [left]
    if left.type == "identifier" and len(node.children_by_field_name("name")) == len(values):
        targets = node.children_by_field_name("name")
    told = [noun(value, depth + 1) for value in values]
    if len(targets) != len(values):
        return _sized(
            f"sets {_target(node, left, depth)} to a tuple of {listing(told)}",
            f"sets {_target(node, left, depth)}",
        )
    pairs = [f"{_target(node, one, depth + 1)} to {value}" for one, value in zip(targets, told, strict=True)]
    names = listing([_target(node, one, depth + 1) for one in targets])
    return _sized(f"sets {listing(pairs)}", f"sets {names}")


def _sized(told: str, brief: str) -> Act:
    return act(short(told, brief, most=_LONGEST), "", brief)


def _awaits(node: Node) -> bool:
    """Whether the value is waited for: the first thing inside wrappers is an `await`."""
    right = field(node, "right", "value")
    while right is not None and right.type in {
        "parenthesized_expression",
        "as_expression",
        "try_expression",
        "non_null_expression",
    }:
        right = next(iter(named(right)), None)
    return right is not None and right.type.startswith("await")


def awaited(node: Node, told: str) -> str:
    """`told` marked as waited for, where the statement waits."""
    return re.sub(r"^the ", "the awaited ", told) if _awaits(node) else told


def _swap(left: Node, right: Node) -> Act | None:
    """`a, b = b, a`."""
    if left.type not in {"pattern_list", "expression_list", "array_pattern"}:
        return None
    ours, theirs = [text(part) for part in named(left)], [text(part) for part in named(right)]
    if len(ours) == 2 and ours == theirs[::-1]:
        return act(f"swaps {noun(named(left)[0], 1)} and {noun(named(left)[1], 1)}")
    return None


def _target(node: Node, left: Node, depth: int) -> str:
    """What is set, in words."""
    left = unwrapped(left) if left.type != "expression_list" else left
    if SIMPLE.match(text(left)) and left.type not in {"unary_expression", "pointer_expression"}:
        return name_span(text(left))
    many = node.children_by_field_name("name")
    if len(many) > 1:
        return listing([code(text(one)) for one in many if text(one) != "_"])
    if left.type in _SUBSCRIPTS and len(named(left)) > 1:
        return subscript(left, depth)
    if left.type in _MEMBERS or left.type in {"unary_expression", "pointer_expression"}:
        return noun(left, depth + 1)
    if left.type in {"pattern_list", "expression_list"}:
        parts = [part for part in named(left) if text(part) != "_"]
        return listing([_target(node, part, depth + 1) for part in parts[:4]])
    if left.type in _PATTERNS:
        return listing([code(name) for name in names_bound(left)[:5]])
    if "declarator" in left.type:
        return _declared(left)
    return code(text(left)) if re.fullmatch(r"[\w .$]+", text(left)) else noun(left, depth + 1)


def _declared(node: Node) -> str:
    """What a C declarator declares: "the pointer `p`", "the array `a`"."""
    name = next((text(part) for part in walk(node) if part.type in {"identifier", "field_identifier"}), "")
    kinds = [part.type for part in walk(node)]
    what = next(
        (
            word
            for kind, word in (
                ("function_declarator", "the function "),
                ("array_declarator", "the array "),
                ("pointer_declarator", "the pointer "),
            )
            if kind in kinds
        ),
        "",
    )
    return f"{what}{code(name)}" if code(name) else ""


def _declared_type(outer: Node, node: Node, left: Node) -> str:
    """The type that is written, where a teacher would say it: always without a value, else where it may be left out."""
    written = field(node, "type") or (field(outer, "type") if field(node, "right", "value") is None else None)
    if written is None or written.type in {"struct_specifier", "enum_specifier"}:
        return ""
    right = field(node, "right", "value")
    if right is not None and node.type not in {
        "variable_declarator",
        "let_declaration",
        "assignment",
        "var_spec",
    }:
        return ""
    told = type_words(text(written))
    if "function_declarator" in left.type:
        return f"which gives {told}" if told and told != "nothing" else ""
    if "array_declarator" in left.type or "pointer_declarator" in left.type:
        return f"to {told}" if told and "pointer" in left.type else ""
    return told


_UPDATES = {
    "+=": "adds {1} to {0}", "-=": "subtracts {1} from {0}", "*=": "multiplies {0} by {1}",
    "/=": "divides {0} by {1}", "//=": "floor divides {0} by {1}", "%=": "sets {0} to its rest modulo {1}",
    "**=": "raises {0} to the power of {1}", "??=": "sets {0} to {1} unless it has a value",
    "||=": "sets {0} to {1} unless it is set", "&&=": "sets {0} to {1} if it is set", "|=": "updates {0} with {1}",
    "&=": "keeps in {0} what is in {1}", "<<=": "shifts {0} left by {1}", ">>=": "shifts {0} right by {1}",
    "^=": "toggles in {0} what is in {1}",
}  # fmt: skip


def augmented(node: Node, depth: int) -> Act | None:
    """`x += 1` and its like."""
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return None
    sign = operator_of(node)
    words = _UPDATES.get(sign, "updates {0}")
    target = _target(node, left, depth)
    value = noun(named(right)[0] if right.type == "expression_list" and named(right) else right, depth + 1)
    if sign == "+=" and unwrapped(right).type in STRINGS and value == "a text":
        value = "text"
    return act(words.format(target, value), "", f"updates {target}")


def updated(node: Node) -> Act:
    """`x++` and `x--`."""
    word = "decreases" if "--" in text(node) else "increases"
    return act(f"{word} {noun(named(node)[0])} by one")


def exported(value: Node) -> Act:
    """What a module hands out."""
    value = unwrapped(value)
    if value.type == "object":
        from audiobook.narration.code.trees import keys_of

        names = [code(key) for key in keys_of(value) if code(key)]
        if names:
            return act(f"exports {listing(names[:6])}" if len(names) <= 6 else f"exports {noun(value)}")
    return act(f"exports {noun(value)}")
