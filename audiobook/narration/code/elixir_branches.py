"""Elixir control flow as verb phrases: every branch says when it is taken and what it does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_conditions import condition
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    body_nodes,
    is_pipe,
    names_in,
    operator,
    pairs,
    target,
)
from audiobook.narration.code.runs import brief
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import IT, codes, count, few, listing, run, spoken_length

_MOST_STEPS = 3
_MOST_BRANCHES = 4
_LONGEST_BRANCHES = 60
BRANCHES = frozenset(["if", "unless", "case", "cond", "with", "for", "try", "receive"])


def branch_acts(node: Node) -> list[str]:
    """An `if`, `case`, `with` and their like as verb phrases; empty when nothing in it can be told."""
    return _TELLERS[target(node)](node)


def _inner(nodes: Sequence[Node]) -> list[str]:
    from audiobook.narration.code.elixir_acts import acts

    steps = [re.sub("^gives ", "returns ", step) for step in acts(nodes) if step]
    return steps if len(steps) <= _MOST_STEPS else few([brief(step) for step in steps], _MOST_STEPS + 2)


def _branch_body(node: Node, kind: str, option: str) -> list[Node]:
    """The statements of `else`, `rescue` or `after`, in either form."""
    held = first(first(node, "do_block"), kind) if first(node, "do_block") is not None else None
    if held is not None:
        return held.named_children
    short_form = pairs(node).get(option)
    return [short_form] if short_form is not None else []


def _if(node: Node) -> list[str]:
    given = args(node)
    if not given:
        return []
    inner = _inner(body(node))
    other = _inner(_branch_body(node, "else_block", "else"))
    head = f"{target(node)} {condition(given[0])}"
    if not inner:
        return []
    otherwise = f", and otherwise {run('it', other)}" if other else ""
    return [f"{head}, {run(IT, inner)}{otherwise}"]


def pattern_words(node: Node | None) -> str:
    """What a clause is for: "an OK tuple with `post`", "a `User` when `age` is greater than 18", "anything else"."""
    held = node
    guard = ""
    if held is not None and held.type == "binary_operator" and operator(held) == "when":
        guard = f" when {condition(test)}" if (test := field(held, "right")) is not None else ""
        held = field(held, "left")
    patterns = named(held) if held is not None and held.type == "arguments" else [held] if held else []
    told = [noun(part, 1) for part in patterns if part is not None]
    if all(re.fullmatch(r"_\w*", text(part)) for part in patterns if part is not None):
        return f"anything{guard}" if guard else "anything else"
    return listing([re.sub(r"the given (?=`)", "", one) for one in told]) + guard


def clause_words(clauses: Sequence[Node], lead: str = "for") -> str:
    """Each clause with what it does, while that can be followed; else only what each is for."""
    told, patterns = [], []
    for clause in clauses[:_MOST_BRANCHES]:
        pattern = pattern_words(field(clause, "left"))
        patterns.append(pattern)
        steps = _inner(body_nodes(clause))
        told.append(
            f"{lead} {pattern}, {run('it', steps)}" if steps else f"{lead} {pattern}, it does nothing"
        )
    more = len(clauses) - len(told)
    tail = [f"and so on for {count(more, 'more case')}"] if more else []
    full = "; ".join([*told, *tail])
    if spoken_length(full) <= _LONGEST_BRANCHES:
        return full
    return f"{lead} {listing([*patterns, *([count(more, 'more case')] if more else [])], 'or')}"


def _case(node: Node) -> list[str]:
    from audiobook.narration.code.elixir_calls import call_act, pipeline

    given = args(node)
    clauses = named(first(node, "do_block"), "stab_clause")
    if is_pipe(node):
        given = []
    branches = clause_words(clauses)
    if not given:
        return [f"branches on it: {branches}"]
    acted = call_act(given[0]) if given[0].type == "call" and args(given[0]) else ""
    if is_pipe(given[0]):
        return [*pipeline(given[0]), f"branches on that: {branches}"]
    if acted and not acted.startswith(("calls", "gives")):
        return [acted, f"branches on the outcome: {branches}"]
    return [f"branches on {noun(given[0])}: {branches}"]


def _cond(node: Node) -> list[str]:
    told = []
    for clause in named(first(node, "do_block"), "stab_clause"):
        tests = named(field(clause, "left"))
        steps = _inner(body_nodes(clause))
        if tests and steps:
            always = text(tests[0]) == "true"
            head = "otherwise" if always else f"if {condition(tests[0])}"
            told.append(f"{head}, {run('it', steps)}")
    if not told:
        return []
    full = f"takes the first that holds: {'; '.join(told)}"
    brief = f"takes the first of {count(len(told), 'condition')} that holds"
    return [full if spoken_length(full) <= _LONGEST_BRANCHES else brief]


def _with(node: Node) -> list[str]:
    """A chain of matches: what each calls and what it must be, then what is done; or what else comes back."""
    goes = []
    for part in args(node):
        left, right = field(part, "left"), field(part, "right")
        if left is None or right is None:
            continue
        what = noun(right, 1).removeprefix("the result of ")
        bound = noun(left, 2)
        plain_ok = left.type == "tuple" and text(named(left)[0]) == ":ok" if named(left) else False
        names = listing(names_in(left)) if plain_ok else ""
        as_what = (
            f", as {names}"
            if names
            else (f", as {bound}" if operator(part) == "<-" and left.type != "identifier" else "")
        )
        goes.append(what + (as_what if as_what else f", as {bound}" if left.type == "identifier" else ""))
    if not goes:
        return []
    inner = _inner(body(node))
    only = _only_match(args(node), inner)
    then = f"; then {run('it', inner)}" if inner else ""
    others = [part for part in _branch_body(node, "else_block", "else") if part.type == "stab_clause"]
    failing = f"; and otherwise, {clause_words(others)}" if others else ""
    if only:
        return [only + failing if spoken_length(only + failing) <= _LONGEST_BRANCHES else only]
    steps = (
        f"chains {count(len(goes), 'step')} that must each match"
        if len(goes) > 1
        else "needs one step to match"
    )
    full = f"{steps}: {listing(goes)}{then}{failing}"
    brief = f"{steps}: {listing(goes)}{then}"
    return [full if spoken_length(full) <= _LONGEST_BRANCHES else brief]


def _only_match(given: Sequence[Node], inner: Sequence[str]) -> str:
    """A `with` of one step: "if `f` with `x` gives an OK tuple with `y`, it ..."; empty for a longer one."""
    left, right = (field(given[0], "left"), field(given[0], "right")) if len(given) == 1 else (None, None)
    if left is None or right is None or not inner:
        return ""
    what = noun(right, 1).removeprefix("the result of ")
    return f"if {what} gives {noun(left, 1)}, {run(IT, inner)}"


def _for(node: Node) -> list[str]:
    given = args(node)
    over = [
        f"{listing(_bound(part))} in {noun(held, 1)}"
        for part in given
        if operator(part) == "<-" and (held := field(part, "right")) is not None
    ]
    over += [f"where {condition(part)}" for part in given if operator(part) != "<-"]
    inner = _inner(body(node))
    into = pairs(node).get("into")
    if not over or not inner:
        return []
    collected = f", and collects the results into {noun(into, 1)}" if into is not None else ""
    return [f"for each {listing(over)}, {run(IT, inner)}{collected}"]


def _bound(node: Node) -> list[str]:
    left = field(node, "left")
    if left is None:
        return ["item"]
    if left.type == "tuple" and named(left) and named(left)[0].type == "atom":
        return [re.sub("^an? ", "", noun(left, 1))]
    return codes([bare(left)]) if left.type == "identifier" else (names_in(left) or ["item"])


def handled(node: Node) -> list[str]:
    """What the body of a function rescues, catches and does in any case, as steps."""
    told = _handlers(node)
    if not told:
        return []
    return [
        re.sub(r"^; (?:it |and (?=in any case))", "", told).replace("in any case, it", f"in any case, {IT}")
    ]


def _try(node: Node) -> list[str]:
    inner = _inner(body(node))
    return [f"tries this: {run('it', inner)}{_handlers(node)}"] if inner else []


def _handlers(node: Node) -> str:
    told = ""
    for kind, lead in (("rescue_block", "rescues"), ("catch_block", "catches")):
        clauses = [part for part in _branch_body(node, kind, "") if part.type == "stab_clause"]
        caught = [_rescued(clause) for clause in clauses[:3]]
        if caught:
            told += f"; it {lead} {'; and '.join(caught)}"
    after = _inner(_branch_body(node, "after_block", "after"))
    return told + (f"; and in any case, {run('it', after)}" if after else "")


def _rescued(clause: Node) -> str:
    """One handler: which error, and what it does then."""
    patterns = named(field(clause, "left"))
    held = patterns[0] if patterns else None
    if held is not None and held.type == "binary_operator":
        held = field(held, "right")
    what = noun(held, 1) if held is not None and text(held) != "_" else "any error"
    steps = _inner(body_nodes(clause))
    return f"{what}, and then {run('it', steps)}" if steps else what


def _receive(node: Node) -> list[str]:
    clauses = named(first(node, "do_block"), "stab_clause")
    waits = [part for part in _branch_body(node, "after_block", "after") if part.type == "stab_clause"]
    told = f"waits for a message: {clause_words(clauses)}" if clauses else "waits for a message"
    for clause in waits[:1]:
        limit = listing([noun(part, 1) for part in named(field(clause, "left"))])
        told += f"; after {limit} milliseconds, {run('it', _inner(body_nodes(clause)))}"
    return [told]


_TELLERS = {"if": _if, "unless": _if, "case": _case, "cond": _cond, "with": _with, "for": _for, "try": _try,
            "receive": _receive}  # fmt: skip
