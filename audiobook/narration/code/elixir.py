"""Elixir modules, tests and scripts; the idioms of Ecto have modules of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto_migrations, ecto_queries, ecto_schemas
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_acts import acts, does
from audiobook.narration.code.elixir_calls import call_act, pipeline
from audiobook.narration.code.elixir_functions import (
    ecto_steps,
    function_in_full,
    function_says,
    steps_of,
)
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_parts import Parts, sort_parts
from audiobook.narration.code.elixir_routes import route_says
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    is_pipe,
    pairs,
    target,
)
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.telling import (
    Telling,
    does_all,
    idiom,
    in_order,
    in_sentences,
    lines_of,
    outline,
    size,
    where,
)
from audiobook.narration.code.words import clause, code, codes, count, listing, plain, some

__all__ = ["act", "noun", "tell"]


def act(node: Node) -> str:
    """A statement as a verb phrase."""
    return listing(does(node))


def tell(snippet: Snippet) -> Telling | None:
    """The telling of an Elixir block, or None when nothing in it is known."""
    tops = list(snippet.tops)
    code_tops = [node for node in tops if node.type != "comment"]
    if not code_tops:
        return None
    if (
        len(code_tops) == 1
        and target(code_tops[0]) in {"defmodule", "defprotocol", "defimpl"}
        and args(code_tops[0])
    ):
        return _module(snippet, code_tops[0])
    parts = sort_parts(tops)
    if len(parts.modules) > 1:
        return _modules(snippet, parts.modules)
    return _fragment(snippet, parts, code_tops)


def _module(snippet: Snippet, node: Node) -> Telling:
    name = text(args(node)[0])
    parts = sort_parts(body(node))
    if parts.schema is not None:
        return _schema(snippet, name, parts, parts.schema)
    if parts.changes or any(use == "Ecto.Migration" for use in parts.uses):
        return _migration(snippet, name, parts)
    if parts.tests or any(use.startswith("ExUnit") or use.endswith(("Case",)) for use in parts.uses):
        return _tests(snippet, name, parts)
    kind = {"defprotocol": "protocol", "defimpl": "implementation of"}.get(target(node), "module")
    goal = pairs(node).get("for") if target(node) == "defimpl" else None
    whose = f" for {code(text(goal))}" if goal is not None else ""
    says = [say(f"here is the {kind} {code(name)}{whose}, {size(snippet)} of Elixir{where(snippet)}", rank=0)]
    uses = f"it uses {listing(codes(parts.uses))}" if parts.uses else ""
    if parts.note:
        says.append(say(f"in its author's words: {parts.note}", rank=2))
    says += _module_body(parts, uses)
    return outline("a module", *says)


def _module_body(parts: Parts, uses: str) -> list[Say]:
    says: list[Say] = []
    if uses:
        says.append(say(uses, rank=2))
    if parts.fields:
        says += ecto_schemas.field_says(parts.fields, "")
    if parts.routes:
        says += route_says(parts.routes)
    if parts.modules:
        inner = [text(args(part)[0]) for part in parts.modules if args(part)]
        says.append(listed("inside it are", codes(inner), noun="module"))
    says += function_says(parts, "it has")
    structs = [node for node in parts.rest if target(node) == "defstruct"]
    for node in structs:
        keys = codes(list(pairs(node))) or [
            span for part in args(node) for span in codes([bare(inner) for inner in named(part)])
        ]
        says.append(say(f"it defines a struct with {some(keys, 5)}", rank=1))
    loose = acts([node for node in parts.rest if node not in structs and node.type != "comment"])
    if loose and len(parts.functions) > 1 and says and says[-len(parts.functions) - 1].forms:
        made = len(parts.functions) + 1
        says[-made] = says[-made].preceded_by(does_all(loose, "it"))
    elif loose:
        says.append(does_all(loose, "it also" if says else "it"))
    return says


def _schema(snippet: Snippet, name: str, parts: Parts, schema: Node) -> Telling:
    last = name.rpartition(".")[2]
    uses = f"uses {listing(codes(parts.uses))}, and " if parts.uses else ""
    short_name = f"the module {code(name)}"
    maps = ecto_schemas.maps_to(schema) + _settings(parts)
    says = [
        say(f"here is the {code(last)} schema, {size(snippet)}{where(snippet)}", rank=0),
        say(f"{short_name} {uses}{maps}", f"it {maps}", rank=0),
    ]
    says += [
        does_all(acts, rank=3)
        for node in parts.rest
        if node.type != "comment" and not text(node).startswith("@primary_key") and (acts := does(node))
    ]
    says += ecto_schemas.schema_says(schema, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", last).lower())
    functions = function_says(parts, "it also has")
    says += functions
    if sum(said.rank < 3 for said in says) > 5:
        says = _merge_timestamps(says)
    return idiom("an Ecto schema", *says)


def _settings(parts: Parts) -> str:
    """What a schema's module says about its primary key, after what it maps to: ", without a primary key"."""
    told = []
    for node in parts.rest:
        held = field(node, "operand") if node.type == "unary_operator" else None
        if held is not None and held.type == "call" and args(held) and target(held) == "primary_key":
            value = args(held)[0]
            told.append(
                "without a primary key"
                if text(value) == "false"
                else f"with the primary key {listing(codes([bare(part) for part in named(value)[:1]]))}, "
                f"{ecto_schemas.type_of(named(value)[1])}"
                if value.type == "tuple" and len(named(value)) > 1
                else "with a primary key of its own"
            )
    return "".join(f", {part}" for part in told)


def _merge_timestamps(says: list[Say]) -> list[Say]:
    """Put the timestamps at the end of the sentence before them, to leave room for a function."""
    at = next(
        (i for i, said in enumerate(says) if said.forms and said.forms[0].startswith("Last, `timestamps`")), 0
    )
    if at < 3:
        return says
    before, stamps = says[at - 1], says[at].forms[0].removeprefix("Last, ")
    merged = Say(
        tuple(f"{form[:-1]}; and {stamps}" for form in before.forms[:1])
        + tuple(f"{form[:-1]}, and it also has `timestamps`." for form in before.forms),
        before.rank,
    )
    return [*says[: at - 1], merged, *says[at + 1 :]]


def _migration(snippet: Snippet, name: str, parts: Parts) -> Telling:
    last = name.rpartition(".")[2]
    says = [say(f"here is the migration {code(last)}, {size(snippet)}{where(snippet)}", rank=0)]
    says += ecto_migrations.migration_says(parts.changes)
    for function in ("change", "up", "down"):
        for node in parts.functions.get(function, []):
            told = ecto_migrations.migration_says(body(node))
            if function == "down" and told:
                told = [say("a second function rolls it back", rank=3)]
            says += told
    for function, nodes in parts.functions.items():
        if function not in {"change", "up", "down"}:
            says += ecto_migrations.helper_says(function, nodes)
    return idiom("a migration", *says)


def _tests(snippet: Snippet, name: str, parts: Parts) -> Telling:
    titles = [plain(bare(args(node)[0])) for node in parts.tests]
    lead = (
        f"here is the test module {code(name)}, {size(snippet)}"
        if name
        else f"{size(snippet)} of ExUnit tests"
    )
    says = [say(lead, rank=0)]
    if len(titles) > 1:
        says.append(
            say(
                f"it holds {count(len(titles), 'test')}: {some(titles, 4)}",
                f"it holds {count(len(titles), 'test')}",
                rank=0,
            )
        )
    for node, title in zip(parts.tests, titles, strict=True):
        subject = f"the test, {title}," if len(titles) == 1 else f"in the test {title}, it"
        steps = acts(body(node))
        says += in_sentences(steps, subject, 2) if len(titles) == 1 else [does_all(steps, subject, 2)]
    return idiom("ExUnit tests", *says)


def _modules(snippet: Snippet, modules: Sequence[Node]) -> Telling:
    says = [say(f"{lines_of(snippet)}, with {_kinds_of(modules)}", rank=0)]
    kinds = []
    for node in modules:
        name, parts = text(args(node)[0]) if args(node) else "", sort_parts(body(node))
        if target(node) in {"defprotocol", "defimpl"}:
            kinds.append(False)
            says.append(_protocol_say(node, name, parts))
            continue
        kinds.append(parts.schema is not None)
        subject = f"{code(name)}"
        if parts.schema is not None:
            inner = [
                said
                for said in ecto_schemas.schema_says(parts.schema, "")
                if "`timestamps` adds" not in said.forms[0]
            ]
            pieces = [re.sub(r"^It ", "", said.forms[0]).rstrip(".") for said in inner]
            brief = [
                re.sub(r"^It ", "", said.forms[min(1, len(said.forms) - 1)]).rstrip(".") for said in inner
            ]
            says.append(
                say(
                    f"{subject} {'; it '.join([ecto_schemas.maps_to(parts.schema), *pieces])}",
                    f"{subject} {'; it '.join([ecto_schemas.maps_to(parts.schema), *brief])}",
                    f"{subject} {ecto_schemas.maps_to(parts.schema)}",
                )
            )
        else:
            inner_says = [said for said in _module_body(parts, "") if said.forms]
            made = codes(list(parts.functions))
            full = (
                f"{subject} has {count(len(made), 'function')}, {some(made, 4)}"
                if made
                else f"{subject} is a module"
            )
            forms = (
                (f"{subject}: {inner_says[0].forms[0][0].lower()}{inner_says[0].forms[0][1:]}",)
                if inner_says and not made
                else ()
            )
            says.append(say(*forms, full))
    told = idiom if all(kinds) else outline
    return told("modules", *says)


def _kinds_of(modules: Sequence[Node]) -> str:
    words = {"defprotocol": "protocol", "defimpl": "implementation"}
    kinds = [words.get(target(node), "module") for node in modules]
    return listing([count(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])


def _protocol_say(node: Node, name: str, parts: Parts) -> Say:
    """A protocol by what it asks for; an implementation by for whom it is and what each function returns."""
    made = codes(list(parts.functions))
    if target(node) == "defprotocol":
        return say(f"the protocol {code(name)} asks for {some(made, 4) or 'nothing'}", rank=0)
    goal = pairs(node).get("for")
    whose = f" for {code(text(goal))}" if goal is not None else ""
    told = [
        f"in {code(function)}, {clause('it', listing(steps))}"
        for function, nodes in parts.functions.items()
        if len(nodes) == 1 and (steps := steps_of(nodes[0]))
    ]
    lead = f"the implementation of {code(name)}{whose}"
    return say(f"{lead}: {'; '.join(told)}" if told else "", f"{lead} defines {some(made, 4)}", rank=0)


def _fragment(snippet: Snippet, parts: Parts, tops: Sequence[Node]) -> Telling | None:
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    if parts.schema is not None:
        says = [
            say(f"{lines_of(snippet)}: a schema that {ecto_schemas.maps_to(parts.schema)}", rank=0),
            *ecto_schemas.schema_says(parts.schema, ""),
        ]
        return idiom("an Ecto schema", *says, *function_says(parts, "beside it are"))
    if parts.changes:
        says = [
            say(f"part of a migration, {size(snippet)}", rank=0),
            *ecto_migrations.migration_says(parts.changes),
        ]
        return idiom("a migration", *says)
    if parts.fields and not parts.functions:
        says = ecto_schemas.field_says(parts.fields, "")
        lead = say(f"{lines_of(snippet)}, from a schema", rank=1)
        return idiom("schema fields", lead, *says)
    if parts.tests:
        return _tests(snippet, "", parts)
    if parts.routes:
        return idiom("routes", head, *route_says(parts.routes))
    if parts.functions:
        changes = [node for name in ("change", "up") for node in parts.functions.get(name, [])]
        migrating = [part for node in changes for part in body(node) if part.type != "comment"]
        if any(ecto_migrations.is_migration(part) for one in migrating for part in (one, *body(one))):
            return idiom(
                "a migration",
                say(f"the body of a migration, {size(snippet)}", rank=0),
                *ecto_migrations.migration_says(migrating),
            )
        return _functions_telling(snippet, parts)
    return _script(snippet, tops, head)


def _functions_telling(snippet: Snippet, parts: Parts) -> Telling:
    made = list(parts.functions)
    steps = [step for nodes in parts.functions.values() for node in nodes for step in ecto_steps(node)]
    told = idiom if steps else outline
    if len(made) == 1:
        only = parts.functions[made[0]]
        kind = "macro" if target(only[0]).startswith("defmacro") else "function"
        head = say(f"here is the {kind} {code(made[0])} in Elixir, {size(snippet)}{where(snippet)}", rank=0)
        return told("a function", head, *function_in_full(made[0], only, parts.notes.get(made[0], "")))
    return told(
        "functions", say(f"{lines_of(snippet)}{where(snippet)}", rank=0), *function_says(parts, "it defines")
    )


def _script(snippet: Snippet, tops: Sequence[Node], head: Say) -> Telling | None:
    if snippet.source.lstrip().startswith("|>"):
        steps = [said for node in tops if (said := call_act(node, piped=True))]
        return (
            idiom(
                "a pipeline",
                say(f"{lines_of(snippet)}, the end of a pipeline", rank=0),
                does_all(steps, "it"),
            )
            if steps
            else None
        )
    if len(tops) == 1 and (query := ecto_queries.query_noun(tops[0])):
        clauses = ecto_queries.query_acts(tops[0])
        source = query.split(" that ")[0]
        return idiom("a query", say(f"{lines_of(snippet)}: {source}", rank=0), does_all(clauses, "it"))
    if len(tops) == 1 and is_pipe(tops[0]):
        steps = pipeline(tops[0])
        lead = f"{lines_of(snippet)}: a pipeline of {count(len(steps) - (steps[0].startswith('starts')), 'step')}"
        return idiom("a pipeline", say(lead, rank=0), does_all(steps, "it"))
    everything = [
        node for node in snippet.tops if target(node) not in {"alias", "import", "require"}
    ] or list(snippet.tops)
    phrases = acts(everything)
    if not phrases:
        return None
    known = any(
        not phrase.startswith(("calls", "sets", "gives", "returns", "if", "branches")) for phrase in phrases
    )
    return (idiom if known else outline)("a script", head, *in_order(phrases))
