"""Whole Ecto modules: a schema with its functions, a migration with its helpers."""

from __future__ import annotations

import re

from audiobook.narration.code import ecto_migrations, ecto_schemas
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elixir_acts import does
from audiobook.narration.code.elixir_functions import function_says
from audiobook.narration.code.elixir_parts import Parts
from audiobook.narration.code.elixir_tree import args, bare, body, operand, target
from audiobook.narration.code.snippet import Snippet, named, text
from audiobook.narration.code.telling import Telling, does_all, idiom, size, where
from audiobook.narration.code.words import code, codes, listing

_MOST_SENTENCES = 5


def schema_telling(snippet: Snippet, name: str, parts: Parts) -> Telling:
    """A schema module: what it maps to, its fields, associations and timestamps, and its functions."""
    assert parts.schema is not None
    last = name.rpartition(".")[2]
    uses = f"uses {listing(codes(parts.uses))}, and " if parts.uses else ""
    short_name = f"the module {code(name)}"
    maps = ecto_schemas.maps_to(parts.schema) + settings(parts)
    says = [
        say(f"here is the {code(last)} schema, {size(snippet)}{where(snippet)}", rank=0),
        say(f"{short_name} {uses}{maps}", f"it {maps}", rank=0),
    ]
    says += [
        does_all(acts, rank=3)
        for node in parts.rest
        if node.type != "comment" and not text(node).startswith("@primary_key") and (acts := does(node))
    ]
    says += ecto_schemas.schema_says(parts.schema, re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", last).lower())
    says += function_says(parts, "it also has")
    if sum(said.rank < 3 for said in says) > _MOST_SENTENCES:
        says = _merge_timestamps(says)
    return idiom("an Ecto schema", *says)


def settings(parts: Parts) -> str:
    """What a schema's module says about its primary key, after what it maps to: ", without a primary key"."""
    told = []
    for node in parts.rest:
        held = operand(node) if node.type == "unary_operator" else None
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


def migration_telling(snippet: Snippet, name: str, parts: Parts) -> Telling:
    """A migration module, a sentence for each thing that it does."""
    last = name.rpartition(".")[2]
    says = [say(f"here is the migration {code(last)}, {size(snippet)}{where(snippet)}", rank=0)]
    says += [
        does_all(acts, rank=2)
        for node in parts.rest
        if text(node).startswith("@disable") and (acts := does(node))
    ]
    says += migration_body(parts)
    for function, nodes in parts.functions.items():
        if function not in {"change", "up", "down"}:
            says += ecto_migrations.helper_says(function, nodes)
    return idiom("a migration", *says)


def migration_body(parts: Parts) -> list[Say]:
    """What a migration does on the way up; the way down only by name."""
    says = ecto_migrations.migration_says(parts.changes)
    for function in ("change", "up", "down"):
        for node in parts.functions.get(function, []):
            told = ecto_migrations.migration_says(body(node))
            if function == "down" and told and says:
                told = [say("a second function rolls it back", rank=3)]
            says += told
    return says


def schema_in_brief(name: str, parts: Parts) -> Say:
    """A schema as one sentence among other modules."""
    assert parts.schema is not None
    subject, maps = code(name), ecto_schemas.maps_to(parts.schema) + settings(parts)
    inner = [
        said
        for said in ecto_schemas.schema_says(parts.schema, "")
        if said.forms and "`timestamps` adds" not in said.forms[0]
    ]
    forms = []
    for at in (0, 1, 2):
        pieces = [_bare(said.forms[min(at, len(said.forms) - 1)]) for said in inner]
        forms.append(f"{subject} {'; it '.join([maps, *pieces])}")
    made = codes(list(parts.functions))
    also = f"; and it defines {listing(made)}" if 0 < len(made) < 4 else ""
    return say(f"{forms[0]}{also}", *forms, f"{subject} {maps}", rank=0)


def _bare(form: str) -> str:
    """A sentence about a schema without its subject and full stop."""
    return re.sub(r"^(?:It|The schema|An? `[^`]+`) ", "", form).rstrip(".")


def migration_in_brief(name: str, parts: Parts) -> Say:
    """A migration as one sentence among other modules."""
    inner = [said for said in migration_body(parts) if said.forms]
    last = code(name.rpartition(".")[2])
    subject = f"the migration {last}"
    full = "; it ".join(_bare(said.forms[0]) for said in inner)
    brief = "; it ".join(_bare(said.forms[-1]) for said in inner)
    told = [f"{subject} {text_of[:1].lower()}{text_of[1:]}" for text_of in (full, brief) if text_of]
    return say(*told, f"{subject} changes the database", rank=0)


def is_migration(parts: Parts) -> bool:
    """Whether a module is a migration."""
    return bool(parts.changes) or any(use == "Ecto.Migration" for use in parts.uses)
