"""Elixir functions and macros: what they take, their clauses, their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto_changesets, ecto_schemas
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_acts import acts
from audiobook.narration.code.elixir_calls import call_act
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_parts import Parts, sort_parts
from audiobook.narration.code.elixir_tree import (
    args,
    body,
    is_pipe,
    names_in,
    target,
)
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.telling import (
    does_all,
    in_sentences,
)
from audiobook.narration.code.words import code, codes, count, few, listing, run, some

_CALLBACKS = {
    "init": "sets up the state", "handle_call": "answers calls", "handle_cast": "takes casts",
    "handle_info": "takes other messages",
    "mount": "sets up the view", "handle_event": "reacts to events", "render": "renders",
}  # fmt: skip


def function_says(parts: Parts, lead: str) -> list[Say]:
    made = list(parts.functions)
    if not made:
        return []
    macros = all(target(nodes[0]).startswith("defmacro") for nodes in parts.functions.values())
    noun_word = "macro" if macros else "function"
    says = [listed(lead, codes(made), noun=noun_word)] if len(made) > 1 else []
    if len(made) == 2:  # both are told by name right after
        says = [say(f"{lead} {count(2, noun_word)}")]
    return says + [
        function_say(name, parts.functions[name], parts.notes.get(name, ""), rank=1 if len(made) == 1 else 2)
        for name in made
    ]


def function_say(name: str, clauses: Sequence[Node], note: str, rank: int = 1, lead: str = "") -> Say:
    """A function: what it takes, and its steps; with many clauses, how many there are and what the first does."""
    kind = "macro" if target(clauses[0]).startswith("defmacro") else "function"
    subject = lead or f"the {kind} {code(name)}"
    head = args(clauses[0])[0]
    while head.type == "binary_operator" and (left := field(head, "left")) is not None:
        head = left
    taken = names_in(next(iter(named(head, "arguments")), None))
    takes = f"takes {some(taken, 3)}" if taken else ""
    if note:
        return say(
            f"{subject} {takes + ': ' if takes else ''}in its author's words, {note}",
            f"{subject} {takes}" if takes else "",
            rank=rank,
        )
    if name == "__using__":
        return does_all([*_quoted(clauses[0])], f"{subject}, run wherever the module is used,", rank)
    if 1 < len(clauses) <= 3 and (told := _clauses(clauses)):
        return say(
            f"{subject} has {count(len(clauses), 'clause')}: {'; '.join(told)}",
            f"{subject} has {count(len(clauses), 'clause')}",
            rank=rank,
        )
    if len(clauses) > 1:
        steps = acts(body(clauses[0]))[-1:]
        return does_all(
            [f"has {count(len(clauses), 'clause')}", *([f"the first {steps[0]}"] if steps else [])],
            subject,
            rank,
        )
    steps = steps_of(clauses[0]) or ([_CALLBACKS[name]] if name in _CALLBACKS else [])
    return does_all([takes, *steps], subject, rank)


def function_in_full(name: str, clauses: Sequence[Node], note: str) -> list[Say]:
    """The only function of a block, which may take two sentences."""
    said = function_say(name, clauses, note, lead="it")
    head = args(clauses[0])[0]
    if note or len(clauses) > 1 or name == "__using__" or not said.forms:
        return [said]
    while head.type == "binary_operator" and (left := field(head, "left")) is not None:
        head = left
    taken = names_in(next(iter(named(head, "arguments")), None))
    return in_sentences([f"takes {some(taken, 3)}" if taken else "", *steps_of(clauses[0])], "it")


def _clauses(clauses: Sequence[Node]) -> list[str]:
    """Each clause of a function by its pattern: "given 0, it returns 1"."""
    told = []
    for node in clauses:
        head = args(node)[0]
        while head.type == "binary_operator" and (left := field(head, "left")) is not None:
            head = left
        patterns = [noun(part, 1) for part in args(head) if not text(part).startswith("_")]
        steps = steps_of(node)
        if not patterns or not steps or len(steps) > 2:
            return []
        told.append(f"given {listing(patterns)}, {run('it', steps)}")
    return told


def steps_of(node: Node) -> list[str]:
    """What a clause of a function does, step by step; the value it ends with is returned."""
    inner = [part for part in body(node) if part.type != "comment"]
    if len(inner) == 1 and is_pipe(inner[0]) and (steps := ecto_changesets.changeset_steps(inner[0], _piped)):
        return steps
    steps = acts(body(node))
    return [*steps[:-1], re.sub("^gives ", "returns ", steps[-1])] if steps else []


def _quoted(node: Node) -> list[str]:
    """What a macro injects: the statements of its `quote` block."""
    for part in body(node):
        if target(part) == "quote":
            inner = sort_parts([piece for piece in body(part) if piece.type != "comment"])
            phrases = [f"uses {listing(codes(inner.uses))}"] if inner.uses else []
            links = [
                ecto_schemas.association(line)
                for line in inner.fields
                if target(line) in ecto_schemas.ASSOCIATIONS
            ]
            said = [ecto_schemas.field_parts(line) for line in inner.fields if target(line) == "field"]
            said = [part for part in said if part[0]]
            if said:
                phrases.append(
                    f"declares the field{'s' if len(said) > 1 else ''} {some([n for n, _ in said], 4)}"
                )
            if any(target(line) == "timestamps" for line in inner.fields):
                phrases.append("adds `timestamps`")
            if links:
                phrases.append(f"says that its user {listing(links)}")
            elif inner.schema is not None:
                phrases.append("declares a schema")
            if inner.functions:
                phrases.append(f"defines {some(codes(list(inner.functions)), 3)}")
            rest = acts([piece for piece in inner.rest if piece.type != "comment"])
            return few([*phrases, *rest], 4) or ["injects code"]
    return acts(body(node))


def ecto_steps(node: Node) -> list[str]:
    """The changeset steps of a function whose body is one changeset pipeline."""
    inner = [part for part in body(node) if part.type != "comment"]
    return ecto_changesets.changeset_steps(inner[-1], _piped) if inner and is_pipe(inner[-1]) else []


def _piped(node: Node) -> str:
    return call_act(node, piped=True)
