"""Operators and tests in words: "the sum of `a` and `b`, divided by 2"; "`x` is greater than 2"."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from audiobook.narration.code.kinds import CALLS, STRINGS
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.texts import filled, joined_parts, literal, name_span, short
from audiobook.narration.code.trees import SIMPLE, arguments, callee, method_name, receiver, unwrapped
from audiobook.narration.code.wellknown import CONDITIONS, METHOD_CONDITIONS, template_for
from audiobook.narration.code.words import code, listing

Noun = Callable[[Node, int], str]

BINARY = frozenset(
    [
        "binary_operator",
        "binary_expression",
        "binary",
        "comparison_operator",
        "boolean_operator",
        "instanceof_expression",
    ]
)
UNARY = frozenset(["unary_operator", "unary_expression", "not_operator", "unary", "pointer_expression"])
_WORDS = {
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo", "**": "to the power of",
    "//": "floor divided by", "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than", "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or",
    "||": "or", "in": "is in", "not in": "is not in", "is": "is", "is not": "is not", "??": "or else",
    "++": "joined with", "=~": "matches", "instanceof": "is an instance of", "&": "bitwise and", "|": "bitwise or",
    "^": "exclusive or", ">>": "shifted right by", ">>>": "shifted right by", "<=>": "compared with",
    "@": "matrix times", "<>": "joined with",
}  # fmt: skip
_GROUPED = {
    "+": "the sum of {} and {}", "-": "the difference of {} and {}", "*": "the product of {} and {}",
    "/": "the quotient of {} and {}",
}  # fmt: skip
_TESTS = frozenset(
    ["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "not in", "is", "is not", "=~", "instanceof", "and", "or",
     "&&", "||"]
)  # fmt: skip
_NOTHING = re.compile(r"nil|null|None|undefined|true|false|True|False|NULL|nullptr")
_LONG_TEST = 22


def operator_of(node: Node) -> str:
    """The operator of a binary node, as written."""
    held = node.child_by_field_name("operator") or node.child_by_field_name("operators")
    if held is not None:
        return text(held)
    signs = [text(part) for part in node.children if not part.is_named]
    return " ".join(signs) if signs else ""


def binary(node: Node, depth: int, noun: Noun) -> str:
    """Two operands with their operator between them; a run of `+` with texts in it is told as one text."""
    parts = joined_parts(node)
    if parts:
        fixed = " ".join(literal(part) for part in parts if part.type in STRINGS)
        return filled(fixed, [noun(part, depth + 1) for part in parts if part.type not in STRINGS])
    operands = named(node)
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        if len(operands) == 3 and node.type == "comparison_operator":
            return _between(node, operands, depth, noun)
        if len(operands) != 2:
            return short(code(text(node)), "a comparison")
        left, right = operands
    operator = operator_of(node)
    if operator == "%" and left.type in STRINGS:
        values = named(right) if right.type == "tuple" else [right]
        return filled(literal(left), [noun(value, depth + 1) for value in values])
    if operator == "<<":
        word = "followed by" if node.type == "binary" else "shifted left by"
    else:
        word = _WORDS.get(operator, "")
    if operator in {"==", "===", "is", "!=", "!==", "is not"}:
        told = _equality(left, right, operator, depth, noun)
        if told:
            return told
    a, b = _operand(left, depth, noun), _operand(right, depth, noun)
    if operator == "??" and a and b:
        return f"{a}, or else {b}"
    if (
        operator in {"/", "*", "%", "//", "**"}
        and a.startswith("the ")
        and left.type == "parenthesized_expression"
    ):
        a += ","
    return f"{a} {word} {b}" if word and a and b else ""


def _operand(node: Node, depth: int, noun: Noun) -> str:
    """An operand; arithmetic that stood in parentheses stays together as "the sum of `a` and `b`"."""
    if node.type == "parenthesized_expression" and (inner := unwrapped(node)).type in BINARY:
        form = _GROUPED.get(operator_of(inner))
        left, right = field(inner, "left"), field(inner, "right")
        if form and left is not None and right is not None and not joined_parts(inner):
            a, b = noun(left, depth + 1), noun(right, depth + 1)
            return form.format(a, b) if a and b else ""
    return noun(node, depth + 1)


def _between(node: Node, operands: list[Node], depth: int, noun: Noun) -> str:
    """`0 < x < 10`."""
    signs = [text(part) for part in node.children if not part.is_named]
    if len(signs) != 2 or any(sign not in _WORDS for sign in signs):
        return ""
    a, b, c = (noun(operand, depth + 1) for operand in operands)
    return f"{a} {_WORDS[signs[0]]} {b}, which {_WORDS[signs[1]]} {c}"


def _equality(left: Node, right: Node, operator: str, depth: int, noun: Noun) -> str:
    """Comparisons that have words of their own: with nothing, with an empty length, with zero rest."""
    negated = operator.startswith("!") or operator == "is not"
    verb = "is not" if negated else "is"
    if _NOTHING.fullmatch(text(right)):
        if text(left) == "err" and text(right) == "nil":
            return "there is an error" if negated else "there is no error"
        return f"{noun(left, depth + 1)} {verb} {code(text(right))}"
    inner = unwrapped(left)
    if inner.type in BINARY and operator_of(inner) == "%" and text(right) == "0":
        whole, by = field(inner, "left"), field(inner, "right")
        if whole is not None and by is not None:
            return f"{noun(whole, depth + 1)} {verb} divisible by {noun(by, depth + 1)}"
    if text(right) == "0" and (measured := _measured(inner)) is not None:
        return f"{noun(measured, depth + 1)} {verb} empty"
    return ""


def _measured(node: Node) -> Node | None:
    """What a length is taken of: `len(x)`, `x.length`, `x.size()`."""
    if node.type in CALLS and callee(node) == "len" and len(arguments(node)) == 1:
        return arguments(node)[0]
    if node.type in CALLS and method_name(node) in {"size", "length", "len"} and not arguments(node):
        return receiver(node)
    if node.type == "member_expression" and text(field(node, "property")) == "length":
        return field(node, "object")
    return None


def unary(node: Node, depth: int, noun: Noun) -> str:
    """Negation, minus, pointers and channels."""
    parts = named(node)
    inner = (field(node, "operand", "argument", "expression") or parts[-1]) if parts else None
    if inner is None:
        return ""
    source, told = text(node), noun(inner, depth + 1)
    for sign, words in (
        ("not", "not {}"), ("!", "not {}"), ("&", "the address of {}"), ("*", "what {} points to"),
        ("<-", "what arrives on {}"), ("-", "minus {}"), ("typeof", "the type of {}"), ("void", "{}"),
        ("~", "the complement of {}"),
    ):  # fmt: skip
        if source.startswith(sign):
            if sign == "&" and inner.type == "composite_literal":
                return f"a pointer to {told}"
            return words.format(told) if told else ""
    return told


_PREDICATE = re.compile(
    r"(?i)^(?:is|has|have|can|should|was|did|does|will|are|must|needs|allow|ok|done|found|valid|enabled|disabled|"
    r"loading|loaded|ready|success|visible|checked|active|exists|open|finished|running|completed?|debug|verbose)"
    r"(?![a-z])|(?:ed|able|ing)$"
)


def is_comparison(node: Node) -> bool:
    """Whether `node` compares two values, so that it is told as "whether …"."""
    return node.type in BINARY and operator_of(node) in _TESTS - {"and", "or", "&&", "||"}


def condition(node: Node, depth: int, noun: Noun) -> str:
    """`node` as a clause after "if"."""
    node = unwrapped(node)
    negated = node.type in UNARY and re.match(r"not\b|!", text(node))
    if negated and named(node):
        return _denied(unwrapped(named(node)[-1]), depth, noun)
    told = _affirmed(node, depth, noun)
    return told or "a condition holds"


def _affirmed(node: Node, depth: int, noun: Noun) -> str:
    if node.type == "let_condition":
        return _let(node, depth, noun)
    if node.type in BINARY and operator_of(node) in _TESTS:
        return _joined(node, depth, noun)
    if node.type in BINARY and len(named(node)) == 3:
        return binary(node, depth, noun)
    if node.type in CALLS:
        known = known_condition(node, depth, noun)
        return (
            known
            or f"calling {short(_called(node, depth, noun), name_span(callee(node)) or 'it')} gives true"
        )
    told = noun(node, depth)
    if not told:
        return ""
    if SIMPLE.match(text(node)):
        last = re.split(r"\.|::|->", text(node))[-1]
        return (
            f"{told} is true"
            if _PREDICATE.search(last) or text(node) in {"true", "True"}
            else f"{told} is set"
        )
    return f"{told} is true" if node.type in BINARY else f"{told} is set"


def _called(node: Node, depth: int, noun: Noun) -> str:
    given = [noun(arg, depth + 1) for arg in arguments(node)[:3]]
    name = name_span(callee(node)) or code(method_name(node))
    return f"{name} with {listing([one for one in given if one])}" if given else name


def _joined(node: Node, depth: int, noun: Noun) -> str:
    """A comparison, or two tests joined by "and" or "or"."""
    operator = operator_of(node)
    if operator in {"and", "&&", "or", "||"}:
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return ""
        word = "and" if operator in {"and", "&&"} else "or"
        full = f"{condition(left, depth + 1, noun)} {word} {condition(right, depth + 1, noun)}"
        return (
            short(full, "", most=_LONG_TEST)
            or f"{condition(left, depth + 1, noun)}, {word} something else holds"
        )
    return binary(node, depth, noun)


def _denied(node: Node, depth: int, noun: Noun) -> str:
    if node.type in CALLS:
        known = known_condition(node, depth, noun)
        if known:
            for there, denied in (
                (" is ", " is not "), (" contains ", " does not contain "), (" has ", " does not have "),
                (" starts with ", " does not start with "), (" ends with ", " does not end with "),
                (" holds ", " does not hold "), (" exists", " does not exist"), (" equals ", " does not equal "),
                (" are ", " are not "), (" can ", " cannot "),
            ):  # fmt: skip
                if there in f"{known} ":
                    return f"{known} ".replace(there, denied, 1).strip()
        called = short(_called(node, depth, noun), name_span(callee(node)) or "it")
        return f"calling {called} does not give true"
    told = noun(node, depth + 1)
    if node.type in BINARY:
        return _flipped(node, depth, noun)
    if not told:
        return "a test fails"
    last = re.split(r"\.|::|->", text(node))[-1]
    python = node.parent is not None and node.parent.type == "not_operator"
    if python and re.search(r"[^su]s$|list$", last):
        return f"{told} is empty"
    return f"{told} is false" if _PREDICATE.search(last) else f"{told} is not set"


_OPPOSITES = {
    "==": "is not", "===": "is not", "!=": "equals", "!==": "equals", "<": "is at least", ">": "is at most",
    "<=": "is greater than", ">=": "is less than", "in": "is not in", "not in": "is in", "is": "is not", "is not": "is",
    "instanceof": "is not an instance of",
}  # fmt: skip


def _flipped(node: Node, depth: int, noun: Noun) -> str:
    """The opposite of a comparison: `not (a == b)`."""
    left, right = field(node, "left"), field(node, "right")
    operands = named(node)
    if (left is None or right is None) and len(operands) == 2:
        left, right = operands
    word = _OPPOSITES.get(operator_of(node), "")
    if left is None or right is None or not word:
        return f"it is not so that {condition(node, depth, noun)}"
    return f"{noun(left, depth + 1)} {word} {noun(right, depth + 1)}"


def _let(node: Node, depth: int, noun: Noun) -> str:
    """Rust's `if let`: "`config_max` is `Some` of `max`"."""
    pattern, value = field(node, "pattern"), field(node, "value")
    if pattern is None or value is None:
        return ""
    return f"{noun(value, depth + 1)} is {noun(pattern, depth + 1)}"


def known_condition(node: Node, depth: int, noun: Noun) -> str:
    """A call that asks something well known, as a clause: "`xs` contains 3"."""
    given = arguments(node)
    name = callee(node)
    template = template_for(CONDITIONS, name, len(given))
    owner = receiver(node)
    if not template and owner is not None:
        template = template_for(METHOD_CONDITIONS, method_name(node), len(given))
    if not template:
        return ""
    me = noun(owner, depth + 1) if owner is not None else ""
    return template.format(*(noun(arg, depth + 1) for arg in given), me=me)
