"""Errors and resources in words: `try`, `with`, `defer` and `go`."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.bodies import body_of, statements
from audiobook.narration.code.clauses import LONGEST, Run, inner_words, kept
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.words import IT, code, codes, listing, run, spoken_length


def attempt(node: Node, depth: int, steps: Run) -> Act | None:
    """`try` with its handlers: "tries this: it …; on `ValueError`, it …; in any case, it …"."""
    inner = inner_words(body_of(node), depth, steps, 30)
    resources = within(field(node, "resources"), "resource")
    opened = [
        f"with {noun(value, depth + 1)}" for part in resources if (value := field(part, "value")) is not None
    ]
    told = [f"tries this: {', '.join([*opened[:1], run('it', inner)])}"] if inner else []
    brief = ["tries to run some steps"] if not inner else [f"tries this: {run('it', inner[:1])}"]
    for handler in [
        part
        for part in named(node)
        if part.type in {"except_clause", "catch_clause", "rescue", "except_group_clause"}
    ]:
        said, caught = _handler(handler, depth, steps)
        told.append(said)
        brief.append(f"handles {caught}")
    well = next((part for part in named(node, "else_clause")), None)
    if well is not None and (done := inner_words(body_of(well), depth, steps, 14)):
        told.append(f"otherwise {run('it', done)}")
    last = next((part for part in named(node) if part.type in {"finally_clause", "ensure"}), None)
    ends = (
        inner_words(body_of(last) or [p for part in named(last) for p in statements(part)], depth, steps, 12)
        if last is not None
        else []
    )
    if ends:
        told.append(f"in any case, {run('it', ends)}")
    full = "; ".join(told)
    short_form = "; ".join([*brief[:1], *(f"if that fails, it {part}" for part in brief[1:2])])
    return (
        act(full if full and spoken_length(full) <= LONGEST else short_form, "", short_form) if full else None
    )


def _handler(handler: Node, depth: int, steps: Run) -> tuple[str, str]:
    names = codes(list(dict.fromkeys(_caught(handler))))
    caught = listing(names[:3], "or") or "an error"
    nodes = body_of(handler) or [
        part for held in named(handler, "block", "then") for part in statements(held)
    ]
    inner = inner_words(nodes, depth, steps, 20)
    lead = f"on {caught}" if names else "if that fails"
    return (f"{lead}, {run('it', inner)}" if inner else f"{'if that fails, it handles'} {caught}"), caught


def _caught(handler: Node) -> list[str]:
    """The kinds of error a handler names; what JavaScript catches has none."""
    if handler.type == "catch_clause":
        return [
            text(part) for part in within(handler, "catch_type") for part in within(part, "type_identifier")
        ]
    if handler.type == "rescue":
        return [text(part) for part in within(first(handler, "exceptions"), "constant")]
    held = field(handler, "value") or next((part for part in named(handler) if part.type != "block"), None)
    target = named(held)[0] if held is not None and held.type == "as_pattern" else held
    if target is None:
        return []
    parts = named(target) if target.type == "tuple" else [target]
    return [text(part) for part in parts if part.type in {"identifier", "attribute"}]


def resource(node: Node, depth: int, steps: Run) -> Act | None:
    """Python's `with`: "with the file `a.txt` as `f`, it …"."""
    items = within(first(node, "with_clause") or node, "with_item")[:2]
    told = [said for item in items if (said := _opened_as(item, depth))]
    inner = inner_words(body_of(node), depth, steps)
    raises = (
        re.match(
            r"`?(?:the result of )?`(?:pytest\.)?(?:raises|warns|deprecated_call)`(?: with (.*))?$", told[0]
        )
        if told
        else None
    )
    if raises is not None:
        what = re.sub(r" as `\w+`$", "", raises[1] or "an error")
        return act(
            f"checks that {what} is raised when {run('it', inner)}" if inner else f"expects {what}",
            "",
            f"checks that {what} is raised",
        )
    if not told:
        return None
    return (
        kept(
            f"with {listing(told)}, {run(IT, inner)}",
            f"with {listing(told)}, {IT} takes some steps",
            f"works with {told[0]}",
        )
        if inner
        else act(f"works with {listing(told)}")
    )


def _opened_as(item: Node, depth: int) -> str:
    opened = field(item, "value")
    if opened is None:
        return ""
    if opened.type != "as_pattern":
        return noun(opened, depth)
    alias = field(opened, "alias")
    return (
        f"{noun(named(opened)[0], depth)} as {code(text(alias))}"
        if alias is not None
        else noun(named(opened)[0], depth)
    )


def later(node: Node, depth: int, steps: Run) -> Act | None:
    """Go's `defer` and `go`."""
    if not named(node):
        return None
    call = named(node)[0]
    function = field(call, "function")
    nodes = body_of(function) if function is not None and function.type == "func_literal" else [call]
    inner = inner_words(nodes, depth, steps, 24)
    lead = "at the end" if node.type == "defer_statement" else "in a goroutine"
    return (
        act(
            f"{lead}, {run(IT, inner)}",
            "",
            f"{'defers' if lead == 'at the end' else 'starts'} a {'call' if lead == 'at the end' else 'goroutine'}",
        )
        if inner
        else None
    )
