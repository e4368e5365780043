"""Function components of Phoenix: the attributes and slots they take, and what they render."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_acts import acts
from audiobook.narration.code.elixir_functions import function_say
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_parts import Parts
from audiobook.narration.code.elixir_tree import args, bare, body, pairs, target
from audiobook.narration.code.runs import steps_says
from audiobook.narration.code.snippet import text
from audiobook.narration.code.words import article, code, codes, listing, some

_MOST_TOLD = 3


def is_component(nodes: Sequence[Node]) -> bool:
    """Whether a function with one clause ends in a template."""
    inner = [part for part in body(nodes[0]) if part.type != "comment"] if len(nodes) == 1 else []
    return bool(inner) and text(inner[-1]).startswith("~H")


def attribute_words(node: Node) -> str:
    """`attr :name, :string, required: true` as "`name`, a required string"."""
    given, options = args(node), pairs(node)
    name = code(bare(given[0])) if given else ""
    if target(node) == "slot":
        return f"the slot {name}" + (", required" if text(options.get("required")) == "true" else "")
    kind = article(noun(given[1], 2).strip("`")) if len(given) > 1 else ""
    if text(options.get("required")) == "true":
        kind = f"a required {kind.split(' ', 1)[-1]}"
    tail = f", by default {noun(options['default'], 2)}" if "default" in options else ""
    if "values" in options:
        tail += f", one of {noun(options['values'], 1).removeprefix('a list of ')}"
    return f"{name}, {kind}{tail}" if kind else name


def component_says(parts: Parts) -> list[Say]:
    """The functions of a module of components; empty when it has none."""
    components = [name for name, nodes in parts.functions.items() if is_component(nodes)]
    if not components:
        return []
    many = len(parts.functions) > _MOST_TOLD
    says = [listed("it has", codes(list(parts.functions)), noun="function", most=6)] if many else []
    for name, nodes in parts.functions.items():
        if name in components:
            says.append(component_say(name, nodes, parts, rank=2 if many else 1))
        else:
            says.append(function_say(name, nodes, parts.notes.get(name, ""), 2, named_at_least=not many))
    return says


def component_say(name: str, nodes: Sequence[Node], parts: Parts, rank: int = 1) -> Say:
    """A component: "the component `card` takes `title`, a required string, and renders ..."."""
    lines = parts.attributes.get(name, [])
    told = [attribute_words(node) for node in lines]
    kind = "function" if name in {"render", "mount"} else "component"
    subject = f"the {kind} {code(name)}"
    takes = f"takes {some(told, 4)}" if told else ""
    names = codes([bare(args(node)[0]) for node in lines if args(node)])
    brief_takes = f"takes {listing(names)}" if names else ""
    steps = [step for step in acts(body(nodes[0])) if step]
    full = steps_says([step for step in (takes, *steps) if step], subject, rank, most=1)
    brief = steps_says([step for step in (brief_takes, *steps) if step], subject, rank, most=1)
    forms = [form for said in (*full, *brief) for form in said.forms]
    return say(
        *forms, f"{subject} {brief_takes}" if brief_takes else f"it has the {kind} {code(name)}", rank=rank
    )
