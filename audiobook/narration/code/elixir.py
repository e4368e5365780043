"""Elixir modules, functions, tests, macros and scripts; Ecto idioms come from `ecto`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default

from tree_sitter import Node

from audiobook.narration.code import ecto
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_phrases import (
    acts,
    args,
    bare,
    body,
    call_act,
    doc_of,
    does,
    is_pipe,
    names_in,
    noun,
    operator,
    pairs,
    pipeline,
    target,
)
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.telling import (
    Telling,
    does_all,
    idiom,
    in_order,
    lines_of,
    outline,
    size,
    where,
)
from audiobook.narration.code.words import code, codes, count, listing, plain, run, some

__all__ = ["act", "noun", "tell"]

_CALLBACKS = {
    "init": "sets up the state", "handle_call": "answers calls", "handle_cast": "takes casts",
    "handle_info": "takes other messages",
    "mount": "sets up the view", "handle_event": "reacts to events", "render": "renders",
}  # fmt: skip


@dataclass(slots=True)
class Parts:
    """The statements of a module (or of a fragment of one), sorted by what they are."""

    uses: list[str] = default(default_factory=list)
    schema: Node | None = None
    fields: list[Node] = default(default_factory=list)
    changes: list[Node] = default(default_factory=list)
    functions: dict[str, list[Node]] = default(default_factory=dict)
    notes: dict[str, str] = default(default_factory=dict)
    tests: list[Node] = default(default_factory=list)
    modules: list[Node] = default(default_factory=list)
    routes: list[Node] = default(default_factory=list)
    rest: list[Node] = default(default_factory=list)
    note: str = ""


def act(node: Node) -> str:
    """A statement as a verb phrase."""
    return listing(does(node))


def _function_name(node: Node) -> str:
    head = args(node)[0] if args(node) else None
    if head is not None and head.type == "binary_operator" and operator(head) == "when":
        head = field(head, "left")
    return (target(head) or text(head)) if head is not None else ""


def _sort(nodes: Sequence[Node]) -> Parts:
    parts, doc = Parts(), ""
    for node in nodes:
        name = target(node) if node.type == "call" else ""
        if node.type == "unary_operator" and text(node).startswith(("@moduledoc", "@doc")):
            doc = doc_of(node)
            if text(node).startswith("@moduledoc"):
                parts.note, doc = doc, ""
        elif name in {"def", "defp", "defmacro", "defmacrop", "defguard"} and _function_name(node):
            key = _function_name(node)
            parts.functions.setdefault(key, []).append(node)
            if doc:
                parts.notes.setdefault(key, doc)
            doc = ""
        elif ecto.is_schema(node):
            parts.schema = parts.schema or node
        elif (
            name in {"field", "timestamps", *ecto.ASSOCIATIONS, "embeds_one", "embeds_many"}
            and node.type == "call"
        ):
            parts.fields.append(node)
        elif ecto.is_migration(node):
            parts.changes.append(node)
        elif name in {"use", "import", "alias", "require"} and args(node):
            if name == "use":
                parts.uses.append(text(args(node)[0]))
        elif name in {"test", "describe"} and args(node):
            parts.tests += (
                [node] if name == "test" else [part for part in body(node) if target(part) == "test"]
            )
        elif name in {"defmodule", "defprotocol", "defimpl"}:
            parts.modules.append(node)
        elif name in {
            "get",
            "post",
            "put",
            "patch",
            "delete",
            "resources",
            "live",
            "scope",
            "pipe_through",
        } and _is_route(node):
            parts.routes.append(node)
        else:
            parts.rest.append(node)
    return parts


def _is_route(node: Node) -> bool:
    given = args(node)
    return bool(given) and given[0].type == "string" and text(given[0]).startswith('"/') and not is_pipe(node)


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
    parts = _sort(tops)
    if len(parts.modules) > 1:
        return _modules(snippet, parts.modules)
    return _fragment(snippet, parts, code_tops)


def _module(snippet: Snippet, node: Node) -> Telling:
    name = text(args(node)[0])
    parts = _sort(body(node))
    if parts.schema is not None:
        return _schema(snippet, name, parts, parts.schema)
    if parts.changes or any(use == "Ecto.Migration" for use in parts.uses):
        return _migration(snippet, name, parts)
    if parts.tests or any(use.startswith("ExUnit") or use.endswith(("Case",)) for use in parts.uses):
        return _tests(snippet, name, parts)
    kind = {"defprotocol": "protocol", "defimpl": "implementation of"}.get(target(node), "module")
    says = [say(f"here is the {kind} {code(name)}, {size(snippet)} of Elixir{where(snippet)}", rank=0)]
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
        says += ecto.field_says(parts.fields, "")
    if parts.routes:
        says += _route_says(parts.routes)
    if parts.modules:
        inner = [text(args(part)[0]) for part in parts.modules if args(part)]
        says.append(listed("inside it are", codes(inner), noun="module"))
    says += _function_says(parts, "it has")
    structs = [node for node in parts.rest if target(node) == "defstruct"]
    for node in structs:
        keys = codes(list(pairs(node))) or [
            span for part in args(node) for span in codes([bare(inner) for inner in named(part)])
        ]
        says.append(say(f"it defines a struct with {some(keys, 5)}", rank=1))
    loose = acts([node for node in parts.rest if node not in structs and node.type != "comment"])
    if loose:
        says.append(does_all(loose, "it also" if says else "it", 2))
    return says


def _function_says(parts: Parts, lead: str) -> list[Say]:
    made = list(parts.functions)
    if not made:
        return []
    macros = all(target(nodes[0]).startswith("defmacro") for nodes in parts.functions.values())
    says = [listed(lead, codes(made), noun="macro" if macros else "function")] if len(made) > 1 else []
    return says + [
        _function(name, parts.functions[name], parts.notes.get(name, ""), rank=1 if len(made) == 1 else 2)
        for name in made
    ]


def _function(name: str, clauses: Sequence[Node], note: str, rank: int = 1, lead: str = "") -> Say:
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
    steps = _steps(clauses[0]) or ([_CALLBACKS[name]] if name in _CALLBACKS else [])
    return does_all([takes, *steps], subject, rank)


def _clauses(clauses: Sequence[Node]) -> list[str]:
    """Each clause of a function by its pattern: "given 0, it returns 1"."""
    told = []
    for node in clauses:
        head = args(node)[0]
        while head.type == "binary_operator" and (left := field(head, "left")) is not None:
            head = left
        patterns = [noun(part, 1) for part in args(head) if not text(part).startswith("_")]
        steps = _steps(node)
        if not patterns or not steps or len(steps) > 2:
            return []
        told.append(f"given {listing(patterns)}, {run('it', steps)}")
    return told


def _steps(node: Node) -> list[str]:
    inner = [part for part in body(node) if part.type != "comment"]
    if len(inner) == 1 and is_pipe(inner[0]) and (steps := ecto.changeset_steps(inner[0])):
        return steps
    steps = acts(body(node))
    return [*steps[:-1], re.sub("^gives ", "returns ", steps[-1])] if steps else []


def _quoted(node: Node) -> list[str]:
    """What a macro injects: the statements of its `quote` block."""
    for part in body(node):
        if target(part) == "quote":
            inner = _sort([piece for piece in body(part) if piece.type != "comment"])
            phrases = [f"uses {listing(codes(inner.uses))}"] if inner.uses else []
            links = [ecto.association(line) for line in inner.fields if target(line) in ecto.ASSOCIATIONS]
            if links:
                phrases.append(f"says that its user {listing(links)}")
            elif inner.schema is not None or inner.fields:
                phrases.append("adds schema fields")
            if inner.functions:
                phrases.append(f"defines {some(codes(list(inner.functions)), 3)}")
            return [*phrases, *acts([piece for piece in inner.rest if piece.type != "comment"])][:4] or [
                "injects code"
            ]
    return acts(body(node))


def _schema(snippet: Snippet, name: str, parts: Parts, schema: Node) -> Telling:
    last = name.rpartition(".")[2]
    uses = f"uses {listing(codes(parts.uses))}, and " if parts.uses else ""
    short_name = f"the module {code(name)}"
    says = [
        say(f"here is the {code(last)} schema, {size(snippet)}{where(snippet)}", rank=0),
        say(f"{short_name} {uses}{ecto.maps_to(schema)}", f"it {ecto.maps_to(schema)}", rank=0),
    ]
    says += ecto.schema_says(schema, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", last).lower())
    functions = _function_says(parts, "it also has")
    says += functions
    if len(says) > 5 and len(says) - len(functions) == 5:
        says = _merge_timestamps(says)
    return idiom("an Ecto schema", *says)


def _merge_timestamps(says: list[Say]) -> list[Say]:
    """Put the timestamps at the end of the sentence before them, to leave room for a function."""
    at = next(
        (i for i, said in enumerate(says) if said.forms and said.forms[0].startswith("Last, `timestamps`")), 0
    )
    if at < 3:
        return says
    before, stamps = says[at - 1], says[at].forms[0].removeprefix("Last, ")
    merged = Say(tuple(f"{form[:-1]}; and {stamps}" for form in before.forms[:1]) + before.forms, before.rank)
    return [*says[: at - 1], merged, *says[at + 1 :]]


def _migration(snippet: Snippet, name: str, parts: Parts) -> Telling:
    last = name.rpartition(".")[2]
    says = [say(f"here is the migration {code(last)}, {size(snippet)}{where(snippet)}", rank=0)]
    says += ecto.migration_says(parts.changes)
    for function in ("change", "up", "down"):
        for node in parts.functions.get(function, []):
            told = ecto.migration_says([part for part in _flat(body(node)) if part.type == "call"])
            if function == "down" and told:
                told = [say("rolling it back undoes this", rank=3)]
            says += told
    return idiom("a migration", *says)


def _flat(nodes: Sequence[Node]) -> list[Node]:
    """Statements, with those inside `if` and `for` brought up."""
    flat: list[Node] = []
    for node in nodes:
        flat += body(node) if target(node) in {"if", "for", "unless"} else [node]
    return flat


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
        says.append(does_all(acts(body(node)), subject, 2))
    return idiom("ExUnit tests", *says)


def _route_says(routes: Sequence[Node]) -> list[Say]:
    told = []
    for node in routes:
        given = args(node)
        verb = target(node)
        path = code(bare(given[0]))
        inside = [part for part in body(node) if _is_route(part)]
        if verb == "scope":
            told.append(
                f"the scope {path} with {count(len(inside), 'route')}"
                if path
                else f"the root scope with {count(len(inside), 'route')}"
            )
            told += [_route(part) for part in inside]
        else:
            told.append(_route(node))
    return [say(f"it routes {listing(told)}", f"it has {count(len(told), 'route')}, first {told[0]}", rank=0)]


def _route(node: Node) -> str:
    given = args(node)
    method = target(node).upper()
    method = {"RESOURCES": "the resources", "LIVE": "the live page", "SCOPE": "the scope"}.get(method, method)
    path = code(bare(given[0])) or "the root path"
    goes = f" to {code(bare(given[1]))}" if len(given) > 1 else ""
    act_name = f" action {code(bare(given[2]))}" if len(given) > 2 and given[2].type == "atom" else ""
    return f"{method} {path}{goes}{',' if act_name else ''}{act_name}"


def _modules(snippet: Snippet, modules: Sequence[Node]) -> Telling:
    says = [say(f"{lines_of(snippet)}, with {count(len(modules), 'module')}", rank=0)]
    kinds = []
    for node in modules:
        name, parts = text(args(node)[0]) if args(node) else "", _sort(body(node))
        kinds.append(parts.schema is not None)
        subject = f"{code(name)}"
        if parts.schema is not None:
            inner = [
                said
                for said in ecto.schema_says(parts.schema, "")
                if "`timestamps` adds" not in said.forms[0]
            ]
            pieces = [re.sub(r"^It ", "", said.forms[0]).rstrip(".") for said in inner]
            brief = [
                re.sub(r"^It ", "", said.forms[min(1, len(said.forms) - 1)]).rstrip(".") for said in inner
            ]
            says.append(
                say(
                    f"{subject} {'; it '.join([ecto.maps_to(parts.schema), *pieces])}",
                    f"{subject} {'; it '.join([ecto.maps_to(parts.schema), *brief])}",
                    f"{subject} {ecto.maps_to(parts.schema)}",
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


def _fragment(snippet: Snippet, parts: Parts, tops: Sequence[Node]) -> Telling | None:
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    if parts.schema is not None:
        says = [
            say(f"{lines_of(snippet)}: a schema that {ecto.maps_to(parts.schema)}", rank=0),
            *ecto.schema_says(parts.schema, ""),
        ]
        return idiom("an Ecto schema", *says, *_function_says(parts, "beside it are"))
    if parts.changes:
        says = [say(f"part of a migration, {size(snippet)}", rank=0), *ecto.migration_says(parts.changes)]
        return idiom("a migration", *says)
    if parts.fields and not parts.functions:
        says = ecto.field_says(parts.fields, "")
        lead = say(f"{lines_of(snippet)}, from a schema", rank=1)
        return idiom("schema fields", lead, *says)
    if parts.tests:
        return _tests(snippet, "", parts)
    if parts.routes:
        return idiom("routes", head, *_route_says(parts.routes))
    if parts.functions:
        changes = [node for name in ("change", "up") for node in parts.functions.get(name, [])]
        migrating = [part for node in changes for part in _flat(body(node)) if part.type == "call"]
        if any(ecto.is_migration(part) for part in migrating):
            return idiom(
                "a migration",
                say(f"the body of a migration, {size(snippet)}", rank=0),
                *ecto.migration_says(migrating),
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
        return told("a function", head, _function(made[0], only, parts.notes.get(made[0], ""), lead="it"))
    return told(
        "functions", say(f"{lines_of(snippet)}{where(snippet)}", rank=0), *_function_says(parts, "it defines")
    )


def ecto_steps(node: Node) -> list[str]:
    """The changeset steps of a function whose body is one changeset pipeline."""
    inner = [part for part in body(node) if part.type != "comment"]
    return ecto.changeset_steps(inner[-1]) if inner and is_pipe(inner[-1]) else []


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
    if len(tops) == 1 and (query := ecto.query_noun(tops[0])):
        clauses = ecto.query_acts(tops[0])
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
