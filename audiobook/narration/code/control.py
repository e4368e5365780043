"""Branches, loops and handlers as clauses: "if `x` is set, it …; otherwise it …", "for each `x` in `xs`, it …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.bodies import body_of, statements
from audiobook.narration.code.clauses import BODY, LONGEST, Run, inner_words, kept
from audiobook.narration.code.nouns import condition, noun
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import unwrapped
from audiobook.narration.code.words import IT, code, listing, run, spoken_length

# -- if -----------------------------------------------------------------------------------------------------------


def branch(node: Node, depth: int, steps: Run) -> Act | None:
    """An `if` with all its alternatives, as far as an ear can hold them."""
    test = field(node, "condition")
    if test is None:
        return None
    if "__name__" in text(test) and "__main__" in text(test):
        inner = inner_words(body_of(node), depth, steps)
        return act(f"when run as a script, {run(IT, inner)}") if inner else None
    word = "unless" if node.type.startswith("unless") else "if"
    told = condition(test)
    opened = _opened(node, depth, steps)
    tests = _tests_of(node)
    brief = (
        f"checks whether {told}"
        if len(tests) < 2
        else f"goes one of several ways, if {listing(tests[:4], 'or if')}"
    )
    forms = []
    for most in (BODY, 14, 7):
        inner = inner_words(body_of(node), depth, steps, most)
        if inner:
            also = "and " if inner[0].startswith("if ") else ""
            head = f"{opened}{word} {told}, {also}{run(IT, inner)}"
            if opened:
                head = f"{opened}{word} {told}, {also}{run('it', inner)}"
            forms.append("; ".join([head, *_alternatives(node, depth, steps, min(most, 20))]))
    if not forms:
        return act(f"{opened}it {brief}" if opened else brief, "", brief)
    return act(next((form for form in forms if spoken_length(form) <= LONGEST), brief), "", brief)


def _tests_of(node: Node) -> list[str]:
    """The tests of a branch and of the branches on its other side."""
    test = field(node, "condition")
    found = [condition(test)] if test is not None else []
    for other in _others(node):
        found += _tests_of(_held(other))
    return found


def _others(node: Node) -> list[Node]:
    return node.children_by_field_name("alternative") or [
        part for part in named(node) if part.type in {"else_clause", "elif_clause", "else", "elsif"}
    ]


def _held(other: Node) -> Node:
    """The `if` inside an `else if`, else the alternative itself."""
    inner = named(other)
    single = other.type in {"else_clause", "else"} and len(inner) == 1 and inner[0].type.startswith("if")
    return inner[0] if single else other


def _opened(node: Node, depth: int, steps: Run) -> str:
    """Go's `if x := f(); test`: what is set first."""
    made = field(node, "initializer")
    if made is None:
        return ""
    told = steps([made], depth + 1)
    return f"{IT} {told[0].plain}, and " if told and IT not in told[0].plain else ""


def _alternatives(node: Node, depth: int, steps: Run, most: int = 20) -> list[str]:
    """`elif` and `else` parts as clauses."""
    told = []
    for other in _others(node):
        held = _held(other)
        test = field(held, "condition")
        nodes = body_of(held) or (
            statements(held) if held.type not in {"else_clause", "else"} else named(held)
        )
        inner = inner_words(nodes, depth, steps, most)
        if test is not None:
            said = run("it", inner) if inner else "it goes another way"
            told.append(f"otherwise, if {condition(test)}, {said}")
            told += _alternatives(held, depth, steps, most)
        elif inner:
            told.append(f"otherwise {run('it', inner)}")
    return told


def leaves(node: Node) -> bool:
    """Whether a branch without an alternative ends by leaving what it stands in: the rest is its "otherwise"."""
    node = unwrapped(node)
    if not node.type.startswith("if") or field(node, "alternative") is not None:
        return False
    if any(part.type in {"else_clause", "elif_clause"} for part in named(node)):
        return False
    body = [part for part in body_of(node) if "comment" not in part.type]
    return bool(body) and re.match(r"return|raise|throw|continue|break", text(body[-1])) is not None


# -- loops --------------------------------------------------------------------------------------------------------


def loop(node: Node, depth: int, steps: Run) -> Act | None:
    """`for` in all its forms."""
    item, of = field(node, "left", "pattern", "name"), field(node, "right", "value")
    ranged = first(node, "range_clause")
    if ranged is not None:
        item, of = field(ranged, "left"), field(ranged, "right")
    inner = inner_words(body_of(node), depth, steps)
    if of is None:
        return _counted(node, inner)
    names = [code(text(part)) for part in _loop_names(item)][:3]
    whole = noun(of, depth + 1)
    waits = "each" if "await" not in text(node).split("(")[0] else "each awaited"
    head = f"for {waits} {listing(names)} in {whole}" if names else f"for each item of {whole}"
    brief = f"goes through {whole}"
    return (
        kept(f"{head}, {run(IT, inner)}", f"{head}, {IT} repeats some steps", brief) if inner else act(brief)
    )


def _loop_names(item: Node | None) -> list[Node]:
    found = within(item, "identifier", "shorthand_property_identifier_pattern") if item is not None else []
    return [part for part in found if text(part) != "_"]


def _counted(node: Node, inner: Sequence[str]) -> Act:
    """A C-style loop: "for `i` from 0, as long as `i` is less than 10, it …"; without a test it goes on."""
    clause_node = first(node, "for_clause") or node
    start, test = field(clause_node, "initializer", "init"), field(clause_node, "condition")
    if test is None and clause_node is node and ranged_test(node) is not None:
        test = ranged_test(node)
    counter, begins = _counter(start)
    if test is None:
        return act(
            f"in an endless loop, {run(IT, inner)}" if inner else "loops for ever",
            "",
            "loops until it is left",
        )
    told = condition(unwrapped(test))
    if not counter:
        head = f"while {told}"
        return act(f"{head}, {run(IT, inner)}" if inner else f"loops {head}", "", f"repeats {head}")
    down = "--" in text(field(clause_node, "update", "increment"))
    way = "down from" if down else "from"
    head = (
        f"for {counter} {way} {begins}, as long as {told}" if begins else f"for {counter}, as long as {told}"
    )
    return act(
        f"{head}, {run(IT, inner)}" if inner else f"counts {counter} as long as {told}",
        "",
        f"counts with {counter}",
    )


def ranged_test(node: Node) -> Node | None:
    """The test of Go's `for test { }`, which stands before the block without a field of its own."""
    parts = [part for part in named(node) if part.type not in {"block", "for_clause", "range_clause"}]
    return parts[0] if parts and node.type == "for_statement" and field(node, "body") is not None else None


def _counter(start: Node | None) -> tuple[str, str]:
    """The first counter of a loop, and what it begins with."""
    if start is None:
        return "", ""
    made = next(iter(within(start, "variable_declarator", "init_declarator", "assignment_expression")), start)
    left, right = field(made, "left", "name", "declarator"), field(made, "right", "value")
    if left is None:
        return "", ""
    name = next((text(part) for part in within(left, "identifier")), text(left))
    begins = named(right)[0] if right is not None and right.type == "expression_list" else right
    return code(name), noun(begins, 2) if begins is not None else ""


def repeat(node: Node, depth: int, steps: Run) -> Act:
    """`while`, `do`, `until` and endless loops."""
    test = field(node, "condition")
    inner = inner_words(body_of(node), depth, steps)
    if test is None or text(unwrapped(test)) in {"true", "True", "1"}:
        return act(
            f"in an endless loop, {run(IT, inner)}" if inner else "loops for ever",
            "",
            "loops until it is left",
        )
    word = "until" if node.type == "until" else "while"
    told = condition(unwrapped(test))
    if node.type == "do_statement":
        return act(
            f"repeats this as long as {told}: {run('it', inner)}" if inner else f"repeats while {told}"
        )
    return act(
        f"{word} {told}, {run(IT, inner)}" if inner else f"loops {word} {told}", "", f"repeats {word} {told}"
    )


# -- cases --------------------------------------------------------------------------------------------------------
