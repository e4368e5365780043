"""Ecto queries, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_nouns import condition, noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    changed,
    names,
    pair_list,
    pairs,
    source_of,
    target,
)
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import article, code, codes, listing, some

CLAUSES = frozenset(
    [
        "from",
        "where",
        "or_where",
        "join",
        "inner_join",
        "left_join",
        "right_join",
        "full_join",
        "cross_join",
        "select",
        "select_merge",
        "order_by",
        "limit",
        "offset",
        "group_by",
        "having",
        "preload",
        "distinct",
        "lock",
        "update",
        "union",
        "union_all",
        "except",
        "intersect",
        "windows",
        "with_cte",
        "subquery",
        "exclude",
    ]
)


def clause_act(name: str, value: Node, binding: str = "") -> str:
    """One clause of a query as a verb phrase."""
    if name in {"where", "or_where", "having"}:
        return f"keeps {'also those' if name == 'or_where' else 'those'} where {_test(value, binding)}"
    if name.endswith("join"):
        kind = {
            "left_join": "left joins",
            "right_join": "right joins",
            "full_join": "full joins",
            "cross_join": "cross joins",
        }.get(name, "joins")
        return f"{kind} {_joined(value)}"
    if name in {"order_by", "group_by", "distinct"}:
        word = {"order_by": "orders by", "group_by": "groups by", "distinct": "keeps distinct"}[name]
        return f"{word} {_order(value, binding)}"
    if name in {"select", "select_merge"}:
        return f"selects {_selected(value, binding)}"
    if name == "limit":
        return f"takes at most {noun(value, 1)}"
    if name == "offset":
        return f"skips {noun(value, 1)}"
    if name == "preload":
        return f"preloads {listing(names(value)) if value.type in {'list', 'atom'} else noun(value, 1)}"
    if name == "update":
        return f"updates {listing(codes(list(pairs(value.parent)))) or 'its columns'}"
    if name in {"union", "union_all", "except", "intersect"}:
        word = {"union": "unites them with", "union_all": "appends all rows of", "except": "leaves out the rows of",
                "intersect": "keeps only the rows also in"}[name]  # fmt: skip
        return f"{word} {noun(value, 1).removeprefix('the given ')}"
    if name == "windows":
        told = [
            f"{code(key)}{_window(held)}"
            for key, held in pair_list(value if value.type == "list" else value.parent)
        ]
        return f"defines the window{'s' if len(told) > 1 else ''} {listing(told)}"
    return f"adds {article(name.replace('_', ' '))}"


def _window(node: Node) -> str:
    """A window of a query: within which groups, in which order."""
    held = pairs(node)
    said = f" within each {noun(held['partition_by'], 1)}" if "partition_by" in held else ""
    return said + (f" in order of {_order(held['order_by'], '')}" if "order_by" in held else "")


def _without(told: str, binding: str) -> str:
    return re.sub(rf"`{re.escape(binding)}\.(\w+)`", r"`\1`", told) if binding else told


def _test(value: Node, binding: str) -> str:
    if value.type in {"list", "keywords"}:
        tests = [
            f"{code(key)} equals {noun(held, 1)}"
            for key, held in pair_list(value if value.type == "list" else value.parent)
        ]
        return listing(tests) or "a condition holds"
    return _without(condition(value), binding)


def _joined(value: Node) -> str:
    right = field(value, "right") if value.type == "binary_operator" else value
    if right is not None and target(right) == "assoc" and len(args(right)) > 1:
        return f"its {code(bare(args(right)[1]))}"
    return source_of(value)


def _order(value: Node, binding: str) -> str:
    if value.type == "list" and (options := pair_list(value)):
        return _ordered(options, binding)
    parts = named(value) if value.type == "list" else [value]
    return listing([_without(noun(part, 1), binding) for part in parts])


_TIMES = re.compile(r"_(?:at|on|time|date)`$|`(?:date|time|timestamp)`$")


def _ordered(options: Sequence[tuple[str, Node]], binding: str) -> str:
    """An ordering by keys in turn: "`inserted_at`, newest first, then by `id`, descending"."""
    told = []
    for key, held in options:
        column = _without(noun(held, 1), binding)
        backwards = ", newest first" if _TIMES.search(column) else ", descending"
        told.append(f"{column}{backwards if key.startswith('desc') else ''}")
    return ", then by ".join(told)


def _selected(value: Node, binding: str) -> str:
    if value.type == "map" and changed(value) is not None:
        return _without(noun(value, 0), binding)
    if value.type == "map" and first(value, "struct") is None:
        return f"a map of {some(codes(list(pairs(value))), 4)}" if pairs(value) else "a map"
    if value.type in {"tuple", "list"}:
        return some([_selected(part, binding) for part in named(value)], 4)
    if target(value) in {"count", "sum", "avg", "max", "min"}:
        word = {
            "count": "the count",
            "sum": "the sum",
            "avg": "the average",
            "max": "the greatest",
            "min": "the least",
        }[target(value)]
        of = _without(noun(args(value)[0], 1), binding) if args(value) else ""
        return f"{word} of {of}" if of else word
    return "the whole record" if text(value) == binding else _without(noun(value, 1), binding)


Bindings = dict[str, str]
"""The names a query gives its sources, each with the source as it is said."""


def bindings_of(given: Sequence[Node], options: Sequence[tuple[str, Node]]) -> Bindings:
    """The bindings of a `from`: of its source and of every join."""
    found: Bindings = {}
    for node in (*given[:1], *(value for key, value in options if key.endswith("join"))):
        left, right = (
            (field(node, "left"), field(node, "right")) if node.type == "binary_operator" else (None, None)
        )
        if left is not None and right is not None and left.type == "identifier":
            assoc = target(right) == "assoc" and len(args(right)) > 1
            found[text(left)] = (
                bare(args(right)[1]) if assoc else bare(named(right)[0] if right.type == "tuple" else right)
            )
    return found


def resolved(told: str, bindings: Bindings) -> str:
    """Field accesses by the name of their source; with one source, by the field alone."""
    for name, source in bindings.items():
        pattern = rf"`{re.escape(name)}\.(\w+)`"
        told = re.sub(pattern, r"`\1`" if len(bindings) == 1 else rf"`{source}.\1`", told)
        told = told.replace(f"`{name}`", f"`{source}`") if len(bindings) > 1 else told
    return told


def _joined_on(node: Node) -> str:
    """`assoc_id`, when a join is on some `id` being equal to some `assoc_id`; else the condition."""
    if node.type in {"list", "keywords"} and pair_list(node):
        return f" on {listing([f'{code(key)} equal to {noun(held, 1)}' for key, held in pair_list(node)])}"
    sides = [text(side) for side in (field(node, "left"), field(node, "right")) if side is not None]
    lasts = [side.rpartition(".")[2] for side in sides]
    if (
        node.type == "binary_operator"
        and len(lasts) == 2
        and "id" in lasts
        and lasts[0] != lasts[1]
        and all(re.fullmatch(r"\w+\.\w+", s) for s in sides)
    ):
        return f" on {code(next(last for last in lasts if last != 'id'))}"
    return f" where {condition(node)}"


def query_acts(node: Node) -> list[str]:
    """The clauses of a `from` as verb phrases, fields told by the source they belong to."""
    given, options = args(node), pair_list(node)
    bindings = bindings_of(given, options)
    single = next(iter(bindings)) if len(bindings) == 1 else ""
    acts: list[str] = []
    for key, value in options:
        if key == "on" and acts:
            acts[-1] += _joined_on(value)
        elif key in CLAUSES:
            acts.append(clause_act(key, value, single))
    return [resolved(act, bindings) for act in acts]


def query_noun(node: Node) -> str:
    """A `from` without clauses, or with them, as a noun phrase; empty for anything else."""
    if node.type != "call" or target(node) not in {"from", "Ecto.Query.from"} or not args(node):
        return ""
    clauses = query_acts(node)
    return f"a query on {source_of(args(node)[0])}" + (f" that {listing(clauses)}" if clauses else "")


def keyword_clause(name: str, options: Sequence[tuple[str, Node]], binding: str) -> str:
    """A clause given as keywords, of which a key may come twice: "orders by `id`, descending"."""
    if name == "order_by":
        return f"orders by {_ordered(options, binding)}"
    told = [_without(noun(value, 1), binding) for _, value in options]
    word = {"preload": "preloads", "group_by": "groups by", "update": "updates"}.get(
        name, f"adds {article(name)} of"
    )
    return f"{word} {listing(told if name == 'group_by' else codes([key for key, _ in options]))}"
