"""Elixir functions and macros: what they take, their clauses, their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto_changesets, ecto_schemas
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_acts import acts, steps
from audiobook.narration.code.elixir_branches import handled
from audiobook.narration.code.elixir_calls import call_act
from audiobook.narration.code.elixir_conditions import condition
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_parts import Parts, sort_parts
from audiobook.narration.code.elixir_tree import (
    args,
    body,
    is_pipe,
    names_in,
    names_of,
    operator,
    pairs,
    target,
)
from audiobook.narration.code.runs import Step, brief, steps_says
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import code, codes, count, few, listing, run, some, spoken_length

_MOST_TOLD = 3
_FLOWING = frozenset(["`socket`", "`conn`", "`assigns`"])
_LONGEST_CLAUSES = 56


def function_says(parts: Parts, lead: str) -> list[Say]:
    """The functions of a module: up to three each in a sentence, more by name and then in sentences that may go."""
    made = list(parts.functions)
    if len(made) <= _MOST_TOLD:
        says = [
            function_say(name, parts.functions[name], parts.notes.get(name, ""), named_at_least=len(made) > 1)
            for name in made
        ]
        return _alike(made, says)
    macros = all(target(nodes[0]).startswith("defmacro") for nodes in parts.functions.values())
    return [
        listed(lead, codes(made), noun="macro" if macros else "function", most=6),
        *(function_say(name, parts.functions[name], parts.notes.get(name, ""), rank=2) for name in made),
    ]


def _alike(made: Sequence[str], says: list[Say]) -> list[Say]:
    """Functions that do the same as one sentence."""
    shapes = {
        said.forms[0].replace(code(name), "", 1) for name, said in zip(made, says, strict=True) if said.forms
    }
    if len(made) < 2 or len(shapes) != 1 or len([said for said in says if said.forms]) < len(made):
        return says
    each = f"each of the functions {listing(codes(list(made)))}"
    first_name = f"the function {code(made[0])}"
    told = says[0].forms[0]
    if not told.lower().startswith(first_name.lower()):
        return says
    return [say(each + told[len(first_name) :])]


_KINDS = {"defmacro": "macro", "defmacrop": "private macro", "defguard": "guard", "defdelegate": "function",
          "defp": "private function"}  # fmt: skip


def kind_of(node: Node) -> str:
    """What a definition makes: "function", "macro"."""
    return _KINDS.get(target(node), "function")


def head_of(node: Node) -> tuple[Node, Node | None]:
    """The head of a definition, and its guard."""
    head = args(node)[0]
    guard = None
    if head.type == "binary_operator" and operator(head) == "when":
        guard = field(head, "right")
    while head.type == "binary_operator" and (left := field(head, "left")) is not None:
        head = left
    return head, guard


def _takes(node: Node) -> str:
    """What a function takes; when it takes only a certain value, what it is given."""
    head, guard = head_of(node)
    parameters = [part for part in args(head) if not text(part).startswith("_")]
    literal = any(part.type in {"string", "atom", "integer", "boolean", "nil"} for part in parameters)
    tagged = any(part.type == "tuple" for part in parameters)
    names = names_in(next(iter(named(head, "arguments")), None))
    test = f" when {condition(guard)}" if guard is not None else ""
    if literal or tagged:
        return f"given {listing([told for part in parameters for told in _parameter(part)])}{test}"
    return f"takes {some(names, 4)}{test}" if names else ""


def _parameter(node: Node) -> list[str]:
    """A parameter: a map by the names it is taken apart into, all others as they are."""
    if node.type == "map" and first(node, "struct") is None and (names := names_of(node)):
        return names
    return [noun(node, 1)]


def function_say(
    name: str, clauses: Sequence[Node], note: str, rank: int = 1, lead: str = "", named_at_least: bool = False
) -> Say:
    """A function: what it takes, and its steps; with several clauses, what each is for."""
    clauses = [node for node in clauses if body(node)] or list(clauses)
    subject = lead or f"the {kind_of(clauses[0])} {code(name)}"
    named_only = f"it has the {kind_of(clauses[0])} {code(name)}" if named_at_least else ""
    if target(clauses[0]) == "defdelegate":
        goal = pairs(clauses[0]).get("to")
        to = f" is delegated to {noun(goal, 1)}" if goal is not None else " is delegated"
        return say(f"{subject}{to}", named_only, rank=rank)
    takes = _takes(clauses[0])
    if note:
        taken = takes.replace("given ", "takes ", 1)
        words = (
            f"{subject} {taken}: in its author's words, {note}" if taken else f"in its author's words: {note}"
        )
        return say(
            words if taken or subject == "it" else f"{subject}, in its author's words: {note}",
            f"{subject} {taken}" if taken else "",
            named_only,
            rank=rank,
        )
    if name == "__using__":
        return _sentence(
            _quoted(clauses[0]), f"{subject}, run wherever the module is used,", rank, named_only
        )
    if len(clauses) > 1:
        return say(*_clause_forms(clauses, subject), named_only, rank=rank)
    told = _dropped_start(steps_of(clauses[0]), takes)
    if takes.startswith("given"):
        return _sentence(told or ["returns nothing"], f"{subject}, {takes},", rank, named_only)
    return _sentence([takes, *told], subject, rank, named_only)


def _sentence(phrases: Sequence[str], subject: str, rank: int, named_only: str) -> Say:
    made = steps_says([phrase for phrase in phrases if phrase], subject, rank, most=1)
    return say(
        *(made[0].forms if made else ()), named_only or ("" if made else f"{subject} is defined"), rank=rank
    )


def _dropped_start(phrases: Sequence[str], takes: str) -> list[str]:
    """A pipeline from what the function takes does not say again what it starts from."""
    hit = re.fullmatch(r"starts from (`\w+`)", phrases[0]) if phrases else None
    flows = hit is not None and hit[1] in _FLOWING and hit[1] in takes
    plain = hit is not None and takes == f"takes {hit[1]}"
    return list(phrases[1:] if len(phrases) > 1 and (flows or plain) else phrases)


def function_in_full(name: str, clauses: Sequence[Node], note: str) -> list[Say]:
    """The only function of a block, which may take three sentences."""
    told = [node for node in clauses if body(node)] or list(clauses)
    if note or len(told) > 1 or name == "__using__":
        return [function_say(name, clauses, note, lead="it")]
    takes = _takes(told[0])
    made = changeset_steps_of(told[0]) or [step for step in steps(body(told[0])) if step.said]
    if not made:
        return steps_says([takes] if takes else [])
    if takes.startswith("given"):
        return steps_says(made, f"{takes}, it")
    if not any(step.note for step in made):
        return steps_says([takes, *_dropped_start([*_last_returns(made), *handled(told[0])], takes)])
    return steps_says([Step(takes), *made] if takes else made)


def _last_returns(made: Sequence[Step]) -> list[str]:
    said = [step.said for step in made]
    return [*said[:-1], re.sub("^gives ", "returns ", said[-1])]


def _clause_forms(clauses: Sequence[Node], subject: str) -> list[str]:
    """A function with several clauses at several lengths: each with its steps, in brief, by what they are for."""
    total = f"{subject} has {count(len(clauses), 'clause')}"
    patterns = [_pattern(node) for node in clauses]
    bodies = [_dropped_start(steps_of(node), " ".join(_FLOWING)) for node in clauses]
    full = [_given(*one) for one in zip(patterns, bodies, strict=True)]
    short = [
        _given(pattern, [brief(step) for step in inner])
        for pattern, inner in zip(patterns, bodies, strict=True)
    ]
    least = [
        _given(pattern, few([brief(step) for step in inner], 2))
        for pattern, inner in zip(patterns, bodies, strict=True)
    ]
    forms = [f"{total}: {'; '.join(told)}" for told in (full, short, least)]
    kept = [form for form in forms if spoken_length(form) <= _LONGEST_CLAUSES]
    some_told = [f"{total}; the first, {full[0]}"] if full and spoken_length(full[0]) < 30 else []
    return [*kept, f"{total}, for {some(patterns, 4)}", *some_told, total]


def _given(pattern: str, steps_told: Sequence[str]) -> str:
    return f"given {pattern}, {run('it', steps_told)}" if steps_told else f"given {pattern}, it does nothing"


def _pattern(node: Node) -> str:
    """What one clause is for: "0", "`n` when `n` is greater than 0", "anything else"."""
    head, guard = head_of(node)
    patterns = [noun(part, 1) for part in args(head) if not re.fullmatch(r"_\w*", text(part))]
    patterns = [re.sub(r" by default .*$", "", pattern) for pattern in patterns]
    test = f" when {condition(guard)}" if guard is not None else ""
    return (listing(patterns) or "anything else") + test


def steps_of(node: Node) -> list[str]:
    """What a clause of a function does, step by step; the value it ends with is returned."""
    if made := changeset_steps_of(node):
        return [step.said for step in made]
    told = acts(body(node))
    return [*told[:-1], re.sub("^gives ", "returns ", told[-1]), *handled(node)] if told else []


def changeset_steps_of(node: Node) -> list[Step]:
    """The steps of a function whose body is one changeset pipeline."""
    inner = [part for part in body(node) if part.type != "comment"]
    if len(inner) != 1 or not is_pipe(inner[0]):
        return []
    return [Step(said) for said in ecto_changesets.changeset_steps(inner[0], _piped)]


def _quoted(node: Node) -> list[str]:
    """What a macro injects: the statements of its `quote` block."""
    for part in body(node):
        if target(part) == "quote":
            inner = sort_parts([piece for piece in body(part) if piece.type != "comment"])
            phrases = [f"uses {listing(codes(inner.uses))}"] if inner.uses else []
            if imported := codes(inner.imports):
                phrases.append(f"imports {some(imported, 4)}")
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
            return few([*phrases, *rest], 5) or ["injects code"]
    return acts(body(node))


def ecto_steps(node: Node) -> list[str]:
    """The changeset steps of a function whose body is one changeset pipeline."""
    inner = [part for part in body(node) if part.type != "comment"]
    return ecto_changesets.changeset_steps(inner[-1], _piped) if inner and is_pipe(inner[-1]) else []


def _piped(node: Node) -> str:
    return call_act(node, piped=True)
