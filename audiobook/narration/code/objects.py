"""Object literals as the matter of a block: configuration, exported objects, options, each key with what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.clauses import body_words
from audiobook.narration.code.kinds import LAMBDAS, MAPS
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.phrases import steps_of
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.trees import arguments, callee, pairs_of, parameter_names, unwrapped
from audiobook.narration.code.words import IT, article, code, count, listing, spoken_length

_MOST = 6


def exported_object(node: Node) -> tuple[str, Node] | None:
    """What a statement hands out, as the opening of a clause ("exports"), and the object that it is."""
    inner = unwrapped(node)
    lead = ""
    value: Node | None = None
    if node.type == "export_statement":
        lead, value = "exports", field(node, "value")
    elif inner.type == "assignment_expression" and text(field(inner, "left")) in {
        "module.exports",
        "exports.default",
    }:
        lead, value = "exports", field(inner, "right")
    elif inner.type in {"call_expression"}:
        lead, value = "", inner
    elif inner.type in MAPS:
        lead, value = "is", inner
    if value is None:
        return None
    value = unwrapped(value)
    if value.type == "call_expression":
        held = [unwrapped(arg) for arg in arguments(value)]
        if len(held) == 1 and held[0].type in MAPS and callee(value):
            made = f"what `{callee(value)}` makes of" if lead else f"calls {code(callee(value))} with"
            return f"{lead} {made}".strip(), held[0]
        return None
    return (lead, value) if value.type in MAPS and lead else None


def key_words(name: str, value: Node | None, depth: int = 1) -> str:
    """A key with what it holds: "`zoom` 12", "the method `save`, which …", "`data`, an object with `count`"."""
    if value is None or text(value) == name:
        return code(name)
    value = unwrapped(value)
    if value.type in LAMBDAS or value.type == "method_definition":
        takes = listing([code(one) for one in parameter_names(value)[:3]])
        steps = body_words(steps_of(value, depth), 16)
        of = f" of {takes}" if takes else ""
        plain = f"the function {code(name)}{of}"
        if not steps or any(IT in step for step in steps):
            return plain
        told = f"{plain}, which {listing(steps)}"
        return told if spoken_length(told) <= 24 else plain
    if value.type in MAPS:
        keys = [code(key) for key, _ in pairs_of(value) if code(key)]
        if not keys:
            return f"{code(name)}, empty"
        return (
            f"{code(name)}, with {listing(keys)}"
            if len(keys) <= 4
            else f"{code(name)}, with {count(len(keys), 'key')}"
        )
    told = noun(value, 1)
    link = " " if told.startswith("`") or re.match(r"[\d-]", told) else ", "
    return f"{code(name)}{link}{told}" if spoken_length(told) <= 10 else code(name)


def object_say(lead: str, node: Node, what: str = "object") -> Say:
    """One sentence about an object: its keys with what they hold, then its keys, then how many there are."""
    pairs = [(name, value) for name, value in pairs_of(node) if code(name)]
    spreads = [noun(named(part)[0], 2) for part in named(node, "spread_element") if named(part)]
    names = [code(name) for name, _ in pairs]
    also = [f"all of {one}" for one in spreads[:2]]
    full = [key_words(name, value) for name, value in pairs[:_MOST]]
    rest = [count(len(pairs) - _MOST, "more key")] if len(pairs) > _MOST else []
    head = f"{lead} {article(what)}"
    if not pairs:
        return say(f"{head} of {listing(also)}" if also else f"{lead} an empty {what}", rank=0)
    return say(
        f"{head} with {listing([*also, *full, *rest])}",
        f"{head} with {listing([*also, *names[:8], *rest])}" if len(names) <= 8 else "",
        f"{head} with {count(len(names), 'key')}, among them {listing(names[:3])}" if len(names) > 3 else "",
        f"{head} with {count(len(names), 'key')}",
        rank=0,
    )


def pair_act(node: Node, depth: int = 0) -> Act | None:
    """A loose `key: value` of a fragment."""
    key, value = field(node, "key", "name"), field(node, "value")
    if key is None or not code(text(key)):
        return None
    if value is not None and unwrapped(value).type in MAPS and len(pairs_of(unwrapped(value))) <= 4:
        inner = [key_words(name, held) for name, held in pairs_of(unwrapped(value))]
        told = f"sets {code(text(key).strip(chr(34) + chr(39)))} to an object with {listing(inner)}"
        if spoken_length(told) <= 40:
            return act(told, "", f"sets {code(text(key).strip(chr(34) + chr(39)))}")
    name = code(text(key).strip("\"'"))
    return act(
        f"sets {name} to {noun(value, depth)}" if value is not None else f"has {name}", "", f"sets {name}"
    )


def largest_object(nodes: Sequence[Node]) -> tuple[str, Node] | None:
    """The exported object of a block whose other statements are few."""
    found = [made for node in nodes if (made := exported_object(node)) is not None]
    return found[-1] if len(found) == 1 else None
