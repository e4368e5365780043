"""Elixir tests as clauses: "`title` is nil", "`likes` is greater than 10", "`list` is empty"."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.elixir_tree import args, operand, operator, target
from audiobook.narration.code.nouns import short
from audiobook.narration.code.snippet import field, text
from audiobook.narration.code.words import article, code, count, listing

COMPARISONS = frozenset(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "=~", "in", "not in"])
LONGEST_TEST = 24
_DEEP = 4
_MOST_TESTS = 4

OPERATORS = {
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "<>": "joined with", "++": "joined with",
    "--": "without", "**": "to the power of",
    "..": "to", "=~": "matches", "|": "with", "::": "as", "when": "when", "\\\\": "by default",
    "//": "in steps of",
}  # fmt: skip

# Calls that answer yes or no, as clauses about their arguments; `not` goes after the first "is", "has" or "holds".
_ANSWERS = {
    "is_nil": "{0} is nil", "like": "{0} is like {1}", "ilike": "{0} is like {1}",
    "Enum.empty?": "{0} is empty", "Enum.any?": "{0} is not empty", "Enum.member?": "{1} is in {0}",
    "Map.has_key?": "{0} has the key {1}", "Keyword.has_key?": "{0} has the key {1}",
    "is_map_key": "{0} has the key {1}", "exists": "a row exists in {0}",
    "String.contains?": "{0} contains {1}", "String.starts_with?": "{0} starts with {1}",
    "String.ends_with?": "{0} ends with {1}", "String.match?": "{0} matches {1}",
    "is_function": "{0} is a function", "is_struct": "{0} is a {1}",
    "has_element?": "{0} has the element {1}",
    "Process.alive?": "the process {0} is alive", "File.exists?": "the file {0} exists",
    "connected?": "{0} is connected",
}  # fmt: skip


def _answer(name: str, given: list[Node], depth: int) -> str:
    """A call that answers yes or no, as a clause; empty for one that is not known to."""
    from audiobook.narration.code.elixir_nouns import noun

    told = [noun(arg, depth + 1) for arg in given]
    template = _ANSWERS.get(name, "")
    if template and all(f"{{{at}}}" not in template for at in range(len(told), 3)):
        return template.format(*told)
    if name == "not" and told:
        return negated(condition(given[0], depth + 1))
    if name == "fragment":
        return "a fragment of SQL holds"
    if name.startswith("is_") and told:
        return f"{told[0]} is {article(name[3:].replace('_', ' '))}"
    if name.endswith("?") and code(name):
        return f"{code(name)} holds{f' for {listing(told[:3])}' if told else ''}"
    return ""


def negated(told: str) -> str:
    """A clause with "not" in it."""
    for verb, denied in ((" is ", " is not "), (" equals ", " does not equal "), (" has ", " has no ")):
        if verb in told:
            return told.replace(verb, denied, 1).replace("is not not ", "is ")
    for verb, denied in ((" contains ", "contain "), (" matches ", "match "), (" exists", "exist")):
        if verb in told:
            return told.replace(verb, f" does not {denied}", 1).rstrip()
    if told.endswith(" holds") or " holds for " in told:
        return told.replace(" holds", " does not hold", 1)
    return f"it is not so that {told}"


def _tests(node: Node, sign: str) -> list[Node]:
    """The tests that one operator joins, in order."""
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return [node]
    chained = left.type == "binary_operator" and operator(left) == sign
    return [*(_tests(left, sign) if chained else [left]), right]


def _joined(tests: list[Node], word: str, depth: int) -> str:
    """Tests with "and" or "or" between them; those past the fourth are counted."""
    told = [condition(test, depth + 1) for test in tests[:_MOST_TESTS]]
    more = len(tests) - len(told)
    return f" {word} ".join(told) + (f" {word} {count(more, 'more condition')}" if more else "")


_ARITHMETIC = frozenset(["+", "-", "*", "/", "**"])


def _grouped(node: Node) -> bool:
    """Whether an operand is several values in parentheses, which the ear has to be told."""
    inner = node.named_children[0] if node.type == "block" and len(node.named_children) == 1 else None
    return inner is not None and inner.type == "binary_operator" and operator(inner) in _ARITHMETIC


def _compared(node: Node, depth: int) -> str:
    from audiobook.narration.code.elixir_nouns import noun

    sign = operator(node)
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return ""
    word = OPERATORS.get(sign, "")
    if sign in {"==", "!=", "===", "!=="} and right.type in {"nil", "boolean"}:
        word = "is not" if sign.startswith("!") else "is"
    if sign == "=~" and right.type == "string":
        word = "contains"
    if sign in {"and", "or", "&&", "||"}:
        return _joined(_tests(node, sign), word, depth)
    a, b = noun(left, depth + 1), noun(right, depth + 1)
    if not word or depth > _DEEP:
        return "a condition holds"
    if sign in _ARITHMETIC:
        a = f"{a}, all" if _grouped(left) else a
        b = f"the whole of {b}" if _grouped(right) else b
    return short(f"{a} {word} {b}", "a condition holds", most=LONGEST_TEST)


def condition(node: Node, depth: int = 0) -> str:
    """A test as a clause: "`title` is nil", "`likes` is greater than 10"."""
    from audiobook.narration.code.elixir_nouns import noun

    if node.type == "binary_operator" and operator(node) in OPERATORS:
        return _compared(node, depth)
    if node.type == "block" and len(node.named_children) == 1:
        return condition(node.named_children[0], depth)
    if node.type == "call" and (told := _answer(target(node), args(node), depth)):
        return short(told, f"{code(target(node))} holds", most=LONGEST_TEST)
    denied = operand(node) if node.type == "unary_operator" else None
    if denied is not None and operator(node) in {"not", "!"}:
        return negated(condition(denied, depth + 1))
    told = noun(node, depth + 1) if node.type != "binary_operator" else "a computed value"
    if told == "a computed value":
        return "a condition holds"
    return f"{told} {'holds' if re.search(r'[?]$', text(node)) else 'is set'}"
