"""Says Elixir statements as verb phrases: matches, branches, loops, assertions, attributes."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_calls import call_act, pipeline
from audiobook.narration.code.elixir_nouns import condition, noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    cons,
    is_pipe,
    names_in,
    operator,
    pairs,
    target,
)
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    IT,
    article,
    code,
    codes,
    comment_text,
    count,
    few,
    first_sentence,
    listing,
    run,
    some,
)


def acts(nodes: Sequence[Node]) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the lines up to the next blank one."""
    phrases: list[str] = []
    silent_to = -1
    for node in nodes:
        row = node.start_point[0]
        if node.type == "comment":
            words = first_sentence(comment_text(text(node)), 14).rstrip(".")
            before = node.prev_named_sibling
            trailing = before is not None and before.end_point[0] == row
            if words and not trailing:
                keep = words[:2].isupper() or words.startswith("`")
                phrases.append(
                    f"does what its comment says: {words if keep else words[:1].lower() + words[1:]}"
                )
                silent_to = node.end_point[0] + 1
        elif silent_to >= 0 and row <= silent_to:
            silent_to = node.end_point[0] + 1
        else:
            silent_to = -1
            phrases += does(node)
    return [phrase for phrase in phrases if phrase]


_DEFINES = {
    "def": "function",
    "defp": "private function",
    "defmodule": "module",
    "defmacro": "macro",
    "defimpl": "implementation of",
    "defprotocol": "protocol",
}


def does(node: Node, depth: int = 0) -> list[str]:
    """A statement as one or more verb phrases."""
    if is_pipe(node):
        return pipeline(node)
    if node.type == "binary_operator" and operator(node) == "=":
        return _match(node)
    if node.type == "unary_operator" and text(node).startswith("@"):
        return _attribute(node)
    if node.type != "call":
        return (
            [f"returns {noun(node)}"]
            if depth or node.type in {"tuple", "atom", "identifier", "map", "list"}
            else [f"gives {noun(node)}"]
        )
    name = target(node)
    given = args(node)
    if name in {"if", "unless"} and given:
        inner = few(acts(body(node)), 3)
        head = f"{name} {condition(given[0])}"
        block = first(node, "do_block")
        other = first(block, "else_block") is not None if block is not None else "else" in pairs(node)
        return (
            [f"{head}, {run(IT, inner)}{', and otherwise takes another branch' if other else ''}"]
            if inner
            else []
        )
    if name == "case" and given:
        acted = call_act(given[0]) if given[0].type == "call" and args(given[0]) else ""
        if is_pipe(given[0]):
            return [*pipeline(given[0]), f"branches on that, with {_clauses(node)}"]
        if acted and not acted.startswith("calls"):
            return [acted, f"branches on the outcome, with {_clauses(node)}"]
        return [f"branches on {noun(given[0])}, with {_clauses(node)}"]
    if name == "cond":
        return [
            f"takes the first of {count(len(named(first(node, 'do_block'), 'stab_clause')), 'condition')} that holds"
        ]
    if name == "with":
        goes = [
            noun(held, 1).removeprefix("the result of ")
            for part in given
            if (held := field(part, "right")) is not None
        ]
        inner = few(acts(body(node)), 2)
        then = f"; then {run('it', inner)}" if inner else ""
        chained = f"chains {count(len(goes), 'step')} that must each match: {some(goes, 3)}"
        return [chained + then] if goes else []
    if name == "for" and given:
        generators = [part for part in given if operator(part) == "<-"]
        over = [
            f"{listing(_pattern(part))} in {noun(held, 1)}"
            for part in generators
            if (held := field(part, "right")) is not None
        ]
        over += [f"where {condition(part)}" for part in given if operator(part) != "<-"]
        inner = few(acts(body(node)), 4)
        collected = ", and collects the results" + (
            f" into {noun(pairs(node)['into'], 1)}" if "into" in pairs(node) else ""
        )
        if not over or not inner:
            return []
        return [f"for each {listing(over)}, {run(IT, inner)}" + (collected if "into" in pairs(node) else "")]
    if name in _DEFINES and given:
        return [f"defines the {_DEFINES[name]} {code(target(given[0]) or bare(given[0]))}"]
    if name == "quote":
        return [
            f"injects code that {listing(inner)}" if (inner := few(acts(body(node)), 4)) else "injects code"
        ]
    if name == "unquote" and given:
        return [f"inserts {noun(given[0], 1)}"]
    if name in {"use", "import", "alias", "require"} and given:
        verbs = {"use": "uses", "import": "imports", "alias": "aliases", "require": "requires"}
        return [f"{verbs[name]} {code(text(given[0]).replace('{', '').replace('}', ''))}"]
    if name in {"assert", "refute"} and given:
        if given[0].type == "binary_operator" and operator(given[0]) in {"=", "=~"}:
            sides = [side for side in (field(given[0], "left"), field(given[0], "right")) if side is not None]
            return (
                [f"asserts that {noun(sides[1], 1)} matches {noun(sides[0], 1)}"] if len(sides) == 2 else []
            )
        told = condition(given[0])
        return [f"asserts that {told}" if name == "assert" else f"asserts that it is not so that {told}"]
    return [call_act(node)]


def _pattern(node: Node) -> list[str]:
    left = field(node, "left")
    if left is None:
        return ["item"]
    return codes([bare(left)]) if left.type == "identifier" else (names_in(left) or ["item"])


def _clauses(node: Node) -> str:
    clauses = named(first(node, "do_block"), "stab_clause")
    told = []
    for clause in clauses[:3]:
        held = field(clause, "left")
        patterns = named(held)
        what = noun(patterns[0], 1) if patterns else "anything"
        told.append("anything else" if what in {"", "`_`", "a computed value"} else what)
    return (
        f"{count(len(clauses), 'case')}, {some(told, 3)}"
        if len(clauses) <= 3
        else count(len(clauses), "case")
    )


_RESULTS = {":ok": "an OK tuple", ":error": "an error tuple"}


def _tagged(node: Node) -> str:
    """A pattern that a value must match, where it says more than names: "an error tuple with `changeset`"."""
    if node.type == "tuple" and named(node) and named(node)[0].type == "atom":
        tag, *rest = named(node)
        what = _RESULTS.get(text(tag), f"a tuple of {code(bare(tag))}")
        return f"{what} with {listing([noun(part, 1) for part in rest])}" if rest else what
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return noun(node, 1) if names_in(node) else article(code(text(struct)))
    return "" if names_in(node) or node.type == "identifier" else noun(node, 1)


def _match(node: Node) -> list[str]:
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return []
    if (split := cons(left)) is not None:
        ahead, after = split
        steps = does(right, 1) if right.type == "call" or is_pipe(right) else [f"takes {noun(right)}"]
        goal = f"{listing([noun(part, 1) for part in ahead])} followed by {noun(after, 1)}"
        return [*steps[:-1], f"{steps[-1]}, as {goal}"]
    if tagged := _tagged(left):
        steps = does(right, 1) if right.type == "call" or is_pipe(right) else [f"takes {noun(right)}"]
        return [*steps, f"matches the result with {tagged}"]
    bound = names_in(left) if left.type in {"tuple", "list", "map"} else codes([bare(left)])
    goal = listing(bound) or "nothing"
    if is_pipe(right):
        *before, last = pipeline(right)
        return [*before, f"{last}, which gives {goal}"] if before else [last]
    if right.type == "call":
        acted = does(right)
        if len(acted) == 1 and not acted[0].startswith(("calls", "if", "for")):
            return [f"{acted[0]}, as {goal}"]
        call = call_act(right)
        return (
            [f"sets {goal} by calling{call[5:]}"]
            if call.startswith("calls")
            else [f"sets {goal} to {noun(right)}"]
        )
    return [f"sets {goal} to {noun(right)}"]


def _attribute(node: Node) -> list[str]:
    held = field(node, "operand")
    if held is None or held.type != "call":
        return [f"reads {code(text(node).lstrip('@'))}"]
    name, given = target(held), args(held)
    if name in {"moduledoc", "doc", "typedoc"}:
        return []
    if name in {"spec", "type", "callback", "impl", "derive"}:
        verbs = {
            "spec": "gives a type specification",
            "type": "defines a type",
            "callback": "declares a callback",
            "derive": "derives",
        }
        tail = f" {noun(given[0])}" if name == "derive" and given else ""
        return [verbs[name] + tail] if name in verbs else []
    return [
        f"sets the attribute {code(name)} to {noun(given[0])}"
        if given
        else f"sets the attribute {code(name)}"
    ]
