"""Changesets as what they cast, require and check."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    call_name,
    names,
    pairs,
    stages,
)
from audiobook.narration.code.snippet import first, text
from audiobook.narration.code.words import code, codes, listing, some


def _field_names(given: Sequence[Node]) -> str:
    lists = [node for node in given if node.type in {"list", "atom"}]
    if lists:
        return some(names(lists[0]), 4) or "no fields"
    sigil = next((node for node in given if node.type == "sigil"), None)
    if sigil is not None:
        return some(codes(text(first(sigil, "quoted_content")).split()), 4)
    return noun(given[-1], 1) if given else "its fields"


def _limits(options: dict[str, Node]) -> str:
    words = {
        "min": "at least {}", "max": "at most {}", "is": "exactly {}",
        "greater_than": "greater than {}", "less_than": "less than {}",
        "greater_than_or_equal_to": "at least {}", "less_than_or_equal_to": "at most {}",
        "equal_to": "equal to {}",
    }  # fmt: skip
    return listing([words[key].format(noun(value, 1)) for key, value in options.items() if key in words])


def _validation(name: str, fields: str, options: dict[str, Node]) -> str:
    kind = name.removeprefix("validate_")
    if kind == "required":
        return f"requires {fields}"
    if kind == "length":
        return (
            f"checks that the length of {fields} is {_limits(options)}"
            if _limits(options)
            else f"checks the length of {fields}"
        )
    if kind == "number":
        return (
            f"checks that {fields} is {_limits(options)}"
            if _limits(options)
            else f"checks the number {fields}"
        )
    words = {
        "format": "checks the format of",
        "inclusion": "checks that a listed value is in",
        "confirmation": "checks the confirmation of",
    }
    return f"{words.get(kind, f'checks the {kind} of'.replace('_', ' '))} {fields}"


def names_of_map(node: Node) -> list[str]:
    """The keys of a map as code spans."""
    return codes(list(pairs(node))) if node.type == "map" else []


def changeset_act(node: Node, piped: bool) -> str | None:
    """A step of a changeset as a verb phrase, or None when it is not one."""
    name, given, options = call_name(node), args(node), pairs(node)
    alone = bool(given) and given[0].type == "atom" and name.startswith("validate_")
    rest = given if piped or alone else given[1:]
    if name == "cast" and rest:
        allowed = [part for part in rest if part.type in {"list", "sigil"}]
        return f"casts {_field_names(allowed or rest)}"
    if name.startswith("validate_") and rest:
        return _validation(name, _field_names(rest), options)
    if name == "unique_constraint" and rest:
        return f"expects {_field_names(rest)} to be unique"
    if name in {"foreign_key_constraint", "assoc_constraint"} and rest:
        return f"expects the {code(bare(rest[0]))} to exist"
    if name.endswith("constraint") and rest:
        kind = name.removesuffix("constraint").replace("_", " ")
        if "name" in options and code(bare(options["name"])):
            return f"expects the {kind} constraint {code(bare(options['name']))} to hold"
        return f"expects the {kind} constraint on {_field_names(rest)} to hold"
    if name in {"cast_assoc", "cast_embed"} and rest:
        return f"casts the nested {code(bare(rest[0]))}"
    if name in {"put_assoc", "put_embed"} and len(rest) > 1:
        return f"puts {noun(rest[1], 1)} as its {code(bare(rest[0]))}"
    if name == "put_change" and len(rest) > 1:
        return f"sets {code(bare(rest[0]))} to {noun(rest[1], 1)}"
    if name == "change":
        keys = codes(list(options)) or (names_of_map(rest[0]) if rest else [])
        whose = f" of {noun(given[0], 1)}" if given and not piped else ""
        changing = f", changing {listing(keys)}" if keys else ""
        return f"makes a changeset{whose}{changing}" if whose or not keys else f"changes {listing(keys)}"
    if name.endswith("build_assoc") and rest:
        parent = "its" if piped else f"{noun(given[0], 1)}'s"
        values = (
            f", with {listing(codes(list(options)))}"
            if options
            else (f", with {noun(rest[1], 1)}" if len(rest) > 1 else "")
        )
        return f"builds one of {parent} {code(bare(rest[0]))}{values}"
    if name.endswith("assoc") and name == "Ecto.assoc" and rest:
        return f"takes the {code(bare(rest[0]))} of {noun(given[0], 1) if not piped else 'it'}"
    return None


def _merged(steps: Sequence[str]) -> list[str]:
    """Neighbouring steps in fewer words: the same fields cast and required, several foreign keys."""
    told: list[str] = []
    keys: list[str] = []
    for step in steps:
        key = re.fullmatch(r"expects the (`[^`]+`) to exist", step)
        if key and keys:
            told[-1] = f"expects the {listing([*keys, key[1]])} to exist"
        elif step.startswith("requires ") and told and told[-1] == f"casts {step[9:]}":
            told[-1] = f"casts and requires {step[9:]}"
        else:
            told.append(step)
        keys = [*keys, key[1]] if key else []
    return told


def changeset_steps(node: Node, otherwise: Callable[[Node], str]) -> list[str]:
    """The steps of a changeset pipeline, or nothing when the pipeline is another kind.

    `otherwise` tells a call that is no step of a changeset.
    """
    parts = stages(node)
    if not any(
        call_name(part) == "cast" or call_name(part).startswith("validate_")
        for part in parts
        if part.type == "call"
    ):
        return []
    told = [changeset_act(part, True) or otherwise(part) for part in parts[1:] if part.type == "call"]
    if parts[0].type == "call" and (opening := changeset_act(parts[0], False)):
        told.insert(0, opening)
    return _merged([step for step in told if step])
