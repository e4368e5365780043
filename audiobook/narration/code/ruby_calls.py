"""Says Ruby calls as verb phrases: queries of Active Record, loops and maps over blocks, all others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.nouns import short
from audiobook.narration.code.ruby_nouns import condition, held_pairs, noun
from audiobook.narration.code.ruby_tree import (
    args,
    bare,
    block,
    block_argument,
    body,
    chain,
    method,
    options,
    parameters,
    receiver,
)
from audiobook.narration.code.ruby_verbs import QUERIES, VERBS
from audiobook.narration.code.runs import in_a_row
from audiobook.narration.code.snippet import text
from audiobook.narration.code.words import IT, code, count, listing, run

_LONGEST_CALL = 34


def query_act(node: Node) -> str:
    """A chain on a model, as what it asks the database for; empty for any other call."""
    start, calls = chain(node)
    if start is None or not any(method(call) in QUERIES for call in calls):
        return ""
    known = start.type in {"constant", "scope_resolution"} or len(calls) > 1
    if not known or any(method(call) not in QUERIES and (args(call) or block(call)) for call in calls):
        return ""
    told = []
    for call in calls:
        template = QUERIES.get(method(call), f"calls {code(method(call))}")
        told.append(_filled(template, call))
    if len(told) == 1 and "{" not in told[0]:
        return f"from {noun(start, 1)}, {IT} {told[0]}" if calls else ""
    return f"from {noun(start, 1)}, {IT} {listing([one for one in told if one])}"


def _filled(template: str, call: Node) -> str:
    """A template with the arguments of a call; the first of its forms whose holes can be filled."""
    told = [noun(arg, 1) for arg in args(call)]
    pairs = held_pairs(options(call).items(), 1)
    tests = [f"{code(key)} is {noun(value, 1)}" for key, value in options(call).items()]
    values = {"all": listing([*told, *pairs]), "tests": " and ".join([*told, *tests])}
    values |= {str(at): one for at, one in enumerate(told)}
    owner = receiver(call)
    values["pairs"] = listing(pairs)
    values |= {f"k_{key}": noun(value, 1) for key, value in options(call).items()}
    values["r"] = noun(owner, 1) if owner is not None else "it"
    for form in template.split(" | "):
        holes = re.findall(r"\{(\w+)\}", form)
        if all(values.get(hole) for hole in holes):
            return re.sub(r"\{(\w+)\}", lambda hit: values[hit[1]], form)
    return ""


def call_act(node: Node) -> str:
    """A call as a verb phrase."""
    name, given, held, owner = method(node), args(node), options(node), receiver(node)
    if told := _each(node):
        return told
    if told := query_act(node):
        return told
    if name in VERBS and (told := _filled(VERBS[name], node)):
        return told + _block_tail(node)
    if name.endswith("?"):
        return f"checks whether {condition(node)}"
    start, calls = chain(node)
    if (
        len(calls) > 1
        and sum(bool(args(call) or options(call)) for call in calls) > 1
        and block(node) is None
    ):
        return _linked(start, calls)
    span = _called(owner, name)
    if not given and not held and block(node) is None and block_argument(node) is None:
        return (
            f"calls {span}"
            if node.type == "call" and (owner is not None or "(" in text(node))
            else f"calls {code(name)}"
        )
    told_args = [noun(arg, 1) for arg in given] + held_pairs(held.items(), 1)
    kinds = [noun(arg, 2) for arg in given] + held_pairs(held.items(), 2)
    counted = f"calls {span} with {count(len(told_args), 'argument')}" if told_args else f"calls {span}"
    told = (
        short(
            f"calls {span} with {in_a_row(told_args)}",
            f"calls {span} with {in_a_row(kinds)}",
            counted,
            most=_LONGEST_CALL,
        )
        if told_args
        else f"calls {span}"
    )
    return told + _block_tail(node)


def _linked(start: Node | None, calls: Sequence[Node]) -> str:
    """A chain of calls that take arguments: "calls `a` with 1, then `b` with 2, on `x`"."""
    links = []
    for call in calls:
        told = [noun(arg, 1) for arg in args(call)] + held_pairs(options(call).items(), 1)
        links.append(code(method(call)) + (f" with {in_a_row(told)}" if told else ""))
    return f"calls {', then '.join(links)}" + (f", on {noun(start, 1)}" if start is not None else "")


def _called(owner: Node | None, name: str) -> str:
    """What is called: `x.save`, or a method of what a longer expression gives."""
    if owner is None:
        return code(name)
    if re.fullmatch(r"[@$]*[\w.:&]+[?!]?", text(owner)):
        return code(f"{bare(owner)}.{name}".replace("&.", "."))
    return f"{code(name)} of {noun(owner, 2)}"


def _block_tail(node: Node) -> str:
    """What the block of a call does, after the call."""
    from audiobook.narration.code.ruby_acts import inner_steps  # blocks hold statements, and statements calls

    held = block(node)
    inner = inner_steps(body(held)) if held is not None else []
    if not inner:
        return ""
    given = parameters(held) if held is not None else []
    of = f" with {listing(given)}" if given else ""
    return f", and in its block{of} {run('it', inner)}"


_LOOPS = {
    "each": "for each {p} in {r}, {s}", "each_with_index": "for each {p} in {r}, {s}",
    "find_each": "for each {p} of {r}, in batches, {s}", "times": "{r} times, {s}",
    "each_with_object": "for each {p} in {r}, {s}", "each_char": "for each {p} in {r}, {s}",
    "loop": "again and again, {s}", "upto": "for each {p} from {r} up to {0}, {s}",
    "downto": "for each {p} from {r} down to {0}, {s}", "each_pair": "for each {p} in {r}, {s}",
    "transaction": "in one transaction, {s}", "in_batches": "for each batch of {r}, {s}",
    "each_key": "for each key {p} of {r}, {s}", "each_value": "for each value {p} of {r}, {s}",
    "tap": "with {r} as {p}, {s}", "with_lock": "holding a lock on {r}, {s}",
    "respond_to": "by the format that is asked for, {s}",
}  # fmt: skip


_MAPS = {
    "map": "maps each {p} of {r} to {v}", "collect": "maps each {p} of {r} to {v}",
    "select": "keeps each {p} of {r} where {c}", "filter": "keeps each {p} of {r} where {c}",
    "reject": "drops each {p} of {r} where {c}", "find": "finds the first {p} of {r} where {c}",
    "detect": "finds the first {p} of {r} where {c}", "sort_by": "sorts {r} by {v}",
    "group_by": "groups {r} by {v}",
    "all?": "checks that for every {p} of {r}, {c}", "any?": "checks whether for any {p} of {r}, {c}",
    "none?": "checks that for no {p} of {r}, {c}", "sum": "sums {v} over each {p} of {r}",
    "max_by": "takes the {p} of {r} with the greatest {v}",
    "min_by": "takes the {p} of {r} with the least {v}",
    "reduce": "reduces {r} with {p} to {v}", "inject": "reduces {r} with {p} to {v}",
    "flat_map": "maps each {p} of {r} to {v}, and flattens", "partition": "parts {r} by whether {c}",
    "count": "counts each {p} of {r} where {c}", "filter_map": "maps each {p} of {r} to {v}, without nils",
    "each_slice": "cuts {r} into slices", "zip": "zips {r}",
}  # fmt: skip


def _each(node: Node) -> str:
    """A call with a block that loops, or that maps, picks or sorts by one value."""
    from audiobook.narration.code.ruby_acts import inner_steps

    name, held, owner = method(node), block(node), receiver(node)
    if held is None:
        passed = block_argument(node)
        if passed is None or name not in _MAPS or owner is None:
            return ""
        what = f"its {code(bare(passed))}" if ":" in text(passed) else f"the result of {code(bare(passed))}"
        return (
            re.sub(r"each \{p\} of |the first \{p\} of |the \{p\} of ", "", _MAPS[name])
            .replace("{p}", "item")
            .format(r=noun(owner, 1), v=what, c=f"{what} holds")
        )
    given = parameters(held)
    inner_nodes = [part for part in body(held) if part.type != "comment"]
    about = noun(owner, 1) if owner is not None else "it"
    if name in _LOOPS:
        inner = inner_steps(body(held))
        first_arg = noun(args(node)[0], 1) if args(node) else ""
        if not inner:
            return ""
        item = " and ".join(given) or "item"
        return _LOOPS[name].replace("{0}", first_arg).format(p=item, r=about, s=run(IT, inner))
    if (
        name in _MAPS
        and owner is not None
        and len(inner_nodes) == 1
        and inner_nodes[0].type not in {"if", "case", "assignment"}
    ):
        value = noun(inner_nodes[0], 1)
        told = _MAPS[name].format(
            p=" and ".join(given) or "one", r=about, v=value, c=condition(inner_nodes[0])
        )
        return told if "a computed value" not in told and "a condition holds" not in told else ""
    return ""
