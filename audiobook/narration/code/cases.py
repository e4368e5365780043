"""`switch`, `match` and `select` in words: what they depend on, and what happens in each case."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.bodies import statements
from audiobook.narration.code.clauses import LONGEST, Run, inner_words
from audiobook.narration.code.kinds import STRINGS
from audiobook.narration.code.nouns import condition, noun
from audiobook.narration.code.snippet import field, named, text, within
from audiobook.narration.code.trees import SIMPLE, names_bound, unwrapped
from audiobook.narration.code.words import IT, code, codes, count, listing, run, spoken_length

_CASES = (
    "match_arm", "case_clause", "switch_case", "switch_default", "expression_case", "default_case", "type_case",
    "switch_block_statement_group", "switch_rule", "case_statement", "communication_case", "when", "in_clause",
)  # fmt: skip


_LABELS = frozenset(
    [
        "case_pattern",
        "match_pattern",
        "switch_label",
        "expression_list",
        "pattern",
        "receive_statement",
        "send_statement",
    ]
)


def cases(node: Node, depth: int, steps: Run) -> Act | None:
    """`switch`, `match` and `select`: what it depends on, and what happens in each case."""
    subject = field(node, "subject", "value", "condition")
    arms = _arms(node)
    if not arms:
        return None
    on = (
        f"depending on {noun(unwrapped(subject), depth + 1)}"
        if subject is not None
        else "depending on the case"
    )
    if node.type == "select_statement":
        on = "when one of its channels is ready"
    told = [
        (label, _giving(inner))
        for label, nodes in arms
        if (inner := inner_words(nodes, depth, steps, 14)) or label
    ]
    labels = [label for label, _ in told if label]
    full = "; ".join(
        f"{f'for {label}' if label else 'otherwise'}, {run('it', inner)}" for label, inner in told if inner
    )
    head = f"{on}, {IT} does one of these: {full}" if full else ""
    known = [label for label in labels if label]
    brief = f"{on}, {IT} takes one of {count(len(arms), 'way')}" + (
        f": for {listing(known[:5])}" + (", or otherwise" if len(known) < len(arms) else "") if known else ""
    )
    return act(head if full and spoken_length(head) <= LONGEST else brief, "", brief)


def _giving(inner: list[str]) -> list[str]:
    """In a case, a value that stands alone is what the case gives."""
    return [re.sub(r"^evaluates ", "gives ", one) for one in inner]


def _arms(node: Node) -> list[tuple[str, list[Node]]]:
    """The cases with their labels in words; an empty label is the default. Labels without a body join the next."""
    arms: list[tuple[str, list[Node]]] = []
    waiting: list[str] = []
    for arm in within(node, *_CASES):
        if _owner(arm) != node:
            continue
        label = _label(arm)
        nodes = [part for part in _arm_body(arm) if not text(part).startswith("break")]
        if not nodes and arm.type in {"case_statement", "switch_case", "switch_block_statement_group"}:
            waiting.append(label)
            continue
        arms.append((listing([*waiting, label], "or") if label else "", nodes))
        waiting = []
    return arms


def _owner(arm: Node) -> Node | None:
    parent = arm.parent
    while parent is not None and parent.type in {
        "block",
        "match_block",
        "switch_body",
        "switch_block",
        "compound_statement",
    }:
        parent = parent.parent
    return parent


def _label(arm: Node) -> str:
    """What a case stands for; empty for the default."""
    label = (
        field(arm, "pattern", "value", "communication") if arm.type != "match_arm" else field(arm, "pattern")
    )
    if label is None:
        label = next((part for part in named(arm) if part.type in _LABELS), None)
    types = arm.children_by_field_name("type")
    if types:
        return listing([code(text(one)) for one in types], "or")
    if (
        label is None
        or text(label) in {"_", "default"}
        or arm.type.endswith("default")
        or text(arm).startswith("default")
    ):
        return ""
    parts = named(label) if label.type in {"expression_list", "switch_label", "or_pattern"} else [label]
    if label.type == "match_pattern" and named(label):
        test = field(label, "condition")
        told = _pattern(named(label)[0])
        return told + (f" where {condition(test)}" if test is not None else "")
    return listing([_pattern(part) for part in parts[:4] if text(part) != "_"], "or")


def _pattern(node: Node) -> str:
    if node.type in {"case_pattern", "pattern"} and len(named(node)) == 1:
        node = named(node)[0]
    if node.type in STRINGS or SIMPLE.match(text(node)):
        return noun(node, 1) if node.type in STRINGS else code(text(node).rpartition("::")[2])
    if node.type == "or_pattern":
        return listing([_pattern(part) for part in named(node)], "or")
    if node.type == "receive_statement":
        return f"a value from {noun(named(node)[-1], 2)}".replace("what arrives on ", "")
    if node.type in {"list_pattern", "tuple_pattern", "splat_pattern"}:
        parts = [_pattern(part) for part in named(node)]
        word = "tuple" if node.type == "tuple_pattern" else "list"
        return f"a {word} of {listing(parts)}" if parts and all(parts) else f"an empty {word}"
    bound = names_bound(node)
    told = noun(node, 1)
    return (
        told if told and not told.startswith("a value computed") else (listing(codes(bound)) or "a pattern")
    )


def _arm_body(arm: Node) -> list[Node]:
    held = field(arm, "consequence") or (field(arm, "value") if arm.type == "match_arm" else None)
    if held is not None:
        return statements(held)
    bodies = arm.children_by_field_name("body")
    if bodies:
        return [part for one in bodies for part in statements(one)]
    skip = {field(arm, "value"), field(arm, "communication"), *arm.children_by_field_name("type")}
    rest = [part for part in named(arm) if part not in skip and part.type not in _LABELS]
    return [
        part
        for one in rest
        for part in (statements(one) if one.type in {"statement_list", "block"} else [one])
    ]


# -- errors and resources -------------------------------------------------------------------------------------------


def value_by_case(node: Node, depth: int) -> str:
    """A `match` or `switch` that gives a value: "1 for `Penny`, 5 for `Nickel`, depending on `coin`"."""
    subject = field(node, "subject", "value", "condition")
    parts = []
    for label, nodes in _arms(node):
        if len(nodes) != 1:
            return ""
        parts.append(f"{noun(nodes[0], depth + 1)} {f'for {label}' if label else 'otherwise'}")
    if not parts or subject is None or len(parts) > 5:
        return ""
    return f"{', '.join(parts)}, depending on {noun(unwrapped(subject), depth + 1)}"
