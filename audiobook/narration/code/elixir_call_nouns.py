"""Elixir calls as values: what well-known functions give, and the result of all others."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.elixir_conditions import condition
from audiobook.narration.code.elixir_nouns import LONGEST, held_pairs, noun
from audiobook.narration.code.elixir_tree import (
    args,
    pairs,
    source_of,
    target,
)
from audiobook.narration.code.nouns import short
from audiobook.narration.code.runs import in_a_row
from audiobook.narration.code.snippet import field, first, text
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    listing,
    some,
)

# Calls that are better said as what they give; `{0}` and `{1}` are their arguments.
_GIVES = {
    "self": "its own process", "length": "the length of {0}", "Enum.count": "the count of {0}",
    "map_size": "the size of {0}", "hd": "the head of {0}", "tl": "the tail of {0}",
    "elem": "element {1} of {0}", "Map.get": "the {1} of {0}", "Map.fetch!": "the {1} of {0}",
    "Keyword.get": "the option {1} of {0}", "Keyword.fetch!": "the option {1} of {0}",
    "to_string": "{0} as a text", "String.to_integer": "{0} as an integer",
    "String.to_atom": "{0} as an atom",
    "inspect": "{0} as it prints", "DateTime.utc_now": "the current time", "Date.utc_today": "today",
    "NaiveDateTime.utc_now": "the current time", "System.get_env": "the environment variable {0}",
    "System.fetch_env!": "the environment variable {0}", "make_ref": "a new reference",
    "Repo.all": "all rows of {0}", "Repo.one": "one row of {0}", "list_of": "a list of {0}",
    "non_null": "a required {0}", "type": "{0} as {1}", "parent_as": "the parent's {0}",
    "count": "the count of {0}", "sum": "the sum of {0}", "avg": "the average of {0}",
    "max": "the greatest {0}", "min": "the least {0}", "Ecto.UUID.generate": "a new UUID",
    "unquote": "{0}", "over": "{0} over the window {1}",
}  # fmt: skip


def call_noun(node: Node, depth: int) -> str:
    name, given = target(node), args(node)
    dot = field(node, "target")
    owner = field(dot, "left") if dot is not None and dot.type == "dot" else None
    if (
        owner is not None
        and owner.type in {"call", "access_call"}
        and (args(owner) or owner.type == "access_call")
        and not given
        and first(node, "arguments") is None
    ):
        return f"the {code(text(field(dot, 'right')))} of {noun(owner, depth + 1)}"
    if name in {"Ecto.assoc", "assoc"} and len(given) == 2:
        return f"the {noun(given[1], depth + 1)} of {noun(given[0], depth + 1)}"
    if (
        name.rpartition(".")[2] in {"get", "get!"}
        and name.rpartition(".")[0].endswith("Repo")
        and len(given) == 2
    ):
        return with_id(noun(given[0], depth + 1), noun(given[1], depth + 1))
    if not given and not pairs(node) and "." in name and name[:1].islower():
        return code(name)
    if name.endswith(".changeset") and given:
        return f"a changeset of {noun(given[0], depth + 1)}"
    if name == "from" and given:
        return f"a query on {source_of(given[0])}"
    if name == "if" and given:
        return _chosen(node, given[0], depth)
    if name == "expr" and len(given) == 1:
        return condition(given[0], depth)
    told = [noun(arg, depth + 1) for arg in given]
    template = _GIVES.get(name, "")
    if template and len(told) >= len(set(re.findall(r"\{\d\}", template))) and not pairs(node):
        return template.format(*told)
    options = {key: value for key, value in pairs(node).items() if key != "do"}
    if name == "struct" and given:
        what = f"{article(told[0])} struct"
        full = f"{what} with {listing(held_pairs(options.items(), depth + 1))}"
        return short(full, f"{what} with {some(codes(list(options)), 4)}") if options else what
    told += held_pairs(options.items(), depth + 1)
    with_those = f" with {in_a_row(told)}" if told and depth < 2 else ""
    whole = f"the result of {code(name)}"
    return short(f"{whole}{with_those}", whole, most=LONGEST[min(depth, 2)])


def _chosen(node: Node, test: Node, depth: int) -> str:
    """An `if` as a value: "1 if `x` is set, else 2"."""
    options = pairs(node)
    if "do" not in options:
        return ""
    other = f", else {noun(options['else'], depth + 1)}" if "else" in options else ""
    return f"{noun(options['do'], depth + 1)} if {condition(test, depth + 1)}{other}"


def with_id(what: str, key: str) -> str:
    """A record by its key: "the `Ticket` with ID 1"; a key that is called `id` is said once."""
    return (
        f"the {what} by its {key}" if key.lower().strip("`").endswith("id") else f"the {what} with ID {key}"
    )
