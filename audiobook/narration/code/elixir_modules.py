"""Elixir modules: what kind of module it is, what it uses, its struct, its functions and what else it declares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto_modules, ecto_schemas
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_acts import acts
from audiobook.narration.code.elixir_attributes import struct_keys
from audiobook.narration.code.elixir_components import component_says
from audiobook.narration.code.elixir_functions import function_says, steps_of
from audiobook.narration.code.elixir_nouns import held_pairs
from audiobook.narration.code.elixir_parts import Parts, sort_parts
from audiobook.narration.code.elixir_routes import plug_words, route_says
from audiobook.narration.code.elixir_tests import tests_telling
from audiobook.narration.code.elixir_tree import args, body, pairs, target
from audiobook.narration.code.runs import opened, steps_says
from audiobook.narration.code.snippet import Snippet, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, size, where
from audiobook.narration.code.words import clause, code, codes, count, listing, some

# What a module is, by what it uses; of `use MyAppWeb, :controller`, the atom says it.
_KINDS = {
    "GenServer": "GenServer", "Supervisor": "supervisor", "DynamicSupervisor": "dynamic supervisor",
    "Application": "application", "Agent": "agent", "Task": "task", "GenStage": "GenStage",
    "Phoenix.LiveView": "LiveView", "Phoenix.LiveComponent": "live component",
    "Phoenix.Component": "component module", "Phoenix.Channel": "channel", "Phoenix.Socket": "socket",
    "Phoenix.Endpoint": "endpoint", "Phoenix.Router": "router", "Plug.Router": "router",
    "Plug.Builder": "plug pipeline", "Phoenix.Controller": "controller",
    "Phoenix.Presence": "presence module",
    "Oban.Worker": "Oban worker", "Oban.Pro.Worker": "Oban worker", "Broadway": "Broadway pipeline",
    "Ecto.Repo": "repository", "Ecto.Type": "Ecto type", "Ecto.ParameterizedType": "Ecto type",
    "Mix.Task": "Mix task", "Mix.Project": "Mix project",
    "Absinthe.Schema": "GraphQL schema", "Absinthe.Schema.Notation": "module of GraphQL types",
    "Ash.Resource": "Ash resource", "Ash.Domain": "Ash domain", "Ash.Policy.SimpleCheck": "policy check",
    "Commanded.Commands.Router": "command router", "Commanded.Application": "Commanded application",
    "Commanded.Event.Handler": "event handler", "Commanded.ProcessManagers.ProcessManager": "process manager",
}  # fmt: skip
_BY_ATOM = {
    ":controller": "controller", ":live_view": "LiveView", ":live_component": "live component",
    ":html": "component module", ":router": "router", ":channel": "channel", ":view": "view",
    ":component": "component module",
}  # fmt: skip
_BEHAVIOURS = {"Plug": "plug", "Plug.Conn": "plug", "Oban.Plugin": "Oban plugin"}


def module_telling(snippet: Snippet, node: Node) -> Telling:
    """One module."""
    name = text(args(node)[0])
    parts = sort_parts(body(node))
    if parts.schema is not None:
        return ecto_modules.schema_telling(snippet, name, parts)
    if ecto_modules.is_migration(parts):
        return ecto_modules.migration_telling(snippet, name, parts)
    if parts.tests or any(use.startswith("ExUnit") or use.endswith("Case") for use in parts.uses):
        return tests_telling(snippet, name, parts)
    kind, uses = _kind(parts)
    kind = {"defprotocol": "protocol", "defimpl": "implementation of"}.get(target(node), kind)
    goal = pairs(node).get("for") if target(node) == "defimpl" else None
    whose = f" for {code(text(goal))}" if goal is not None else ""
    says = [say(f"here is the {kind} {code(name)}{whose}, {size(snippet)} of Elixir{where(snippet)}", rank=0)]
    if parts.note:
        says.append(say(f"in its author's words: {parts.note}", rank=2))
    says += module_body(parts, uses)
    return outline("a module", *says)


def _kind(parts: Parts) -> tuple[str, str]:
    """What a module is, and what it uses beyond what that says: "GenServer", "it uses `X` with `a` 1"."""
    kind, told = "module", []
    for node in parts.used:
        name, *atoms = [text(part) for part in args(node)]
        options = listing(held_pairs(pairs(node).items(), 2))
        known = _KINDS.get(name) or next((_BY_ATOM[atom] for atom in atoms if atom in _BY_ATOM), "")
        if known and kind == "module":
            kind = known
            told += [f"with {options}"] if options else []
        else:
            with_atoms = f" for {listing(codes([atom.lstrip(':') for atom in atoms]))}" if atoms else ""
            told.append(f"{code(name)}{with_atoms}" + (f" with {options}" if options else ""))
    behaviours = [text(args(_held(node))[0]) for node in parts.rest if text(node).startswith("@behaviour ")]
    if kind == "module" and behaviours and behaviours[0] in _BEHAVIOURS:
        kind = _BEHAVIOURS[behaviours[0]]
        parts.rest = [node for node in parts.rest if not text(node).startswith("@behaviour ")]
    if not told:
        return kind, ""
    opening = "it is set up " if told[0].startswith("with ") else "it uses "
    return kind, f"{opening}{listing(told)}"


def _held(node: Node) -> Node:
    return node.named_children[0]


def module_body(parts: Parts, uses: str = "") -> list[Say]:
    """The sentences about what a module holds."""
    says: list[Say] = []
    if uses:
        says.append(say(uses, re.split(r"[;,] | with ", uses)[0], rank=2))
    if parts.fields:
        says += ecto_schemas.field_says(parts.fields, "")
    if parts.plugs:
        plugs = [plug_words(node) for node in parts.plugs]
        keys = [re.split(r" (?:with|when) ", plug)[0] for plug in plugs]
        says.append(say(f"it plugs in {listing(plugs)}", f"it plugs in {some(keys, 5)}", rank=1))
    if parts.routes:
        says += route_says(parts.routes)
    if parts.modules:
        inner = [text(args(part)[0]) for part in parts.modules if args(part)]
        says.append(
            listed("inside it are" if len(inner) > 1 else "inside it is", codes(inner), noun="module")
        )
    structs = [node for node in parts.rest if target(node) == "defstruct"]
    for node in structs:
        keys = struct_keys(node)
        says.append(say(f"it defines a struct with {some(keys, 5)}", rank=1))
    loose = acts([node for node in parts.rest if node not in structs and node.type != "comment"])
    functions = component_says(parts) or function_says(parts, "it has")
    if loose:
        subject = "it also" if says and not functions else "it"
        says += steps_says(loose, subject, 2 if functions else 1, most=1 if functions else 3)
    return says + functions


def modules_telling(snippet: Snippet, modules: Sequence[Node], rest: Sequence[Node]) -> Telling:
    """Several modules, or modules with statements after them: a sentence for each."""
    says = [say(f"{lines_of(snippet)}, with {_kinds_of(modules)}", rank=0)] if len(modules) > 1 else [
        say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    ]  # fmt: skip
    kinds = []
    for node in modules:
        name, parts = text(args(node)[0]) if args(node) else "", sort_parts(body(node))
        kinds.append(parts.schema is not None or ecto_modules.is_migration(parts))
        says.append(_in_brief(node, name, parts, alone=len(modules) == 1))
    loose = sort_parts(rest)
    after = acts(loose.rest)
    if after:
        says += [
            Say(tuple(opened("then", form) if at == 0 else form for form in said.forms), said.rank)
            for at, said in enumerate(steps_says(after, "it", 1, most=2))
        ]
    says += function_says(loose, "beside it are")
    told = idiom if all(kinds) else outline
    return told("modules", *says)


def _in_brief(node: Node, name: str, parts: Parts, alone: bool) -> Say:
    """One sentence about one of several modules."""
    if target(node) in {"defprotocol", "defimpl"}:
        return _protocol_say(node, name, parts)
    if parts.schema is not None:
        return ecto_modules.schema_in_brief(name, parts)
    if ecto_modules.is_migration(parts):
        return ecto_modules.migration_in_brief(name, parts)
    kind, _ = _kind(parts)
    subject = f"the {kind} {code(name)}"
    made = codes(list(parts.functions))
    inner = [said for said in module_body(parts) if said.forms]
    told = []
    for at in (0, 1):
        pieces = [_clause(said.forms[min(at, len(said.forms) - 1)]) for said in inner]
        told.append(f"{subject}: {'; '.join(pieces)}" if pieces else "")
    names = (
        f"{subject} has {count(len(made), 'function')}, {some(made, 4)}" if made else f"{subject} is defined"
    )
    return say(*told, names, rank=1 if alone else 0)


def _clause(form: str) -> str:
    """A sentence as a clause after a colon."""
    return form[:1].lower() + form[1:].rstrip(".")


def _kinds_of(modules: Sequence[Node]) -> str:
    words = {"defprotocol": "protocol", "defimpl": "implementation"}
    kinds = [words.get(target(node), "module") for node in modules]
    return listing([count(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])


def _delegated(node: Node) -> list[str]:
    goal = pairs(node).get("to")
    return [f"delegates to {code(text(goal))}"] if goal is not None else []


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
        if len(nodes) == 1 and (steps := steps_of(nodes[0]) or _delegated(nodes[0]))
    ]
    lead = f"the implementation of {code(name)}{whose}"
    return say(f"{lead}: {'; '.join(told)}" if told else "", f"{lead} defines {some(made, 4)}", rank=0)
