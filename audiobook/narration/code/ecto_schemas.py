"""Ecto schemas: what they map to, their fields, associations and timestamps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    names,
    pair_list,
    pairs,
    table_source,
    target,
)
from audiobook.narration.code.nouns import numeral
from audiobook.narration.code.snippet import first, named, text
from audiobook.narration.code.words import article, code, codes, count, listing, singular, some

TYPES = {
    "string": "a string", "integer": "an integer", "boolean": "a boolean", "float": "a float",
    "decimal": "a decimal", "map": "a map",
    "text": "text", "binary": "a binary", "binary_id": "a binary ID", "id": "an ID", "uuid": "a UUID",
    "date": "a date", "time": "a time",
    "utc_datetime": "a UTC date-time", "utc_datetime_usec": "a UTC date-time in microseconds",
    "naive_datetime": "a naive date-time",
    "naive_datetime_usec": "a naive date-time in microseconds", "bigint": "a big integer",
    "jsonb": "a JSON document", "timestamp": "a timestamp",
    "Ecto.UUID": "a UUID", "any": "any value", "citext": "case-insensitive text",
    "bigserial": "an auto-incrementing big integer",
    "serial": "an auto-incrementing integer", "timestamptz": "a timestamp with time zone",
    "json": "a JSON document",
}  # fmt: skip


ASSOCIATIONS = {
    "belongs_to": "belongs to",
    "has_many": "has many",
    "has_one": "has one",
    "many_to_many": "is linked many to many with",
}


_EMBEDS = {"embeds_one": "embeds one", "embeds_many": "embeds many"}


ON_DELETE = {
    "delete_all": "deleting the {parent} deletes it too",
    "nilify_all": "deleting the {parent} clears the reference",
    "restrict": "the {parent} cannot be deleted while it is referenced",
    "nothing": "deleting the {parent} does nothing to it",
}


ON_UPDATE = {
    "update_all": "changing the key of the {parent} changes it here too",
    "nilify_all": "changing the key of the {parent} clears the reference",
    "restrict": "the key of the {parent} cannot be changed while it is referenced",
}


def type_of(node: Node | None) -> str:
    """An Ecto type as a noun phrase: "a string", "a list of integers"."""
    if node is None:
        return "a string"
    if node.type == "tuple" and len(named(node)) > 1:
        kind, inner = named(node)[:2]
        of = type_of(inner).split(" ", 1)[-1]
        return f"a list of {of}s" if bare(kind) == "array" else f"a map of {of}s"
    name = bare(node)
    return TYPES.get(name, article(code(name)) if code(name) else "")


def _with_options(said: str, options: dict[str, Node]) -> str:
    """A type with what its options add: virtual, required, a default, an enum's values, a size."""
    if "values" in options:
        said = f"one of {some(names(options['values']), 4, 'other')}"
    if "virtual" in options:
        said = re.sub(r"^an? ", "a virtual ", said)
    if text(options.get("null")) == "false":
        said = re.sub(r"^an? ", "a required ", said) if re.match("an? ", said) else f"required {said}"
    if "size" in options:
        said += f" of up to {numeral(text(options['size']))} characters"
    if text(options.get("primary_key")) == "true":
        said += ", the primary key"
    if "default" in options:
        value = options["default"]
        said += f", which defaults to {noun(value, 1)}"
    others = codes([key for key in options if key not in _FIELD_OPTIONS])
    if others:
        said += f", with the option{'s' if len(others) > 1 else ''} {listing(others)}"
    return said


def field_parts(node: Node) -> tuple[str, str]:
    """A `field` or `add` line as its name and its type in words."""
    given, options = args(node), pairs(node)
    kind = given[1] if len(given) > 1 else None
    if kind is not None and target(kind) == "references":
        return code(bare(given[0])), _reference(kind, options)
    return (code(bare(given[0])) if given else ""), _with_options(type_of(kind), options)


def _reference(node: Node, outer: dict[str, Node]) -> str:
    given, options = args(node), pairs(node)
    table = bare(given[0]) if given else ""
    required = "required, and " if text(outer.get("null")) == "false" else ""
    named_by = bool(given) and given[0].type == "identifier"
    said = f"{required}references {f'the table that {code(table)} names' if named_by else code(table)}"
    if "column" in options:
        said += f" by {code(bare(options['column']))}"
    if "type" in options:
        said += f", as {type_of(options['type'])}"
    if "with" in options:
        said += f", together with {listing(names(options['with']))}"
    if text(options.get("validate")) == "false":
        said += ", without checking the rows already there"
    parent = "parent" if named_by else _thing(table)
    rules = [
        table_of[bare(options[key])].format(parent=parent)
        for key, table_of in (("on_delete", ON_DELETE), ("on_update", ON_UPDATE))
        if key in options and bare(options[key]) in table_of
    ]
    return said + (f", where {' and '.join(rules)}" if rules else "")


def _thing(table: str) -> str:
    return code(singular(table)) if re.fullmatch(r"\w+", table) else "parent"


def association(node: Node) -> str:
    """An association line as a verb phrase: "has many `comments`, kept in the table `posts_comments`"."""
    name, given, options = target(node), args(node), pairs(node)
    about = code(bare(given[0])) if given else ""
    head = {**ASSOCIATIONS, **_EMBEDS}[name]
    if name in {"belongs_to", "has_one", "embeds_one"} and name == "belongs_to":
        about = article(about)
    tail: list[str] = []
    if len(given) > 1:
        if given[1].type == "tuple":
            tail.append(f"kept in {table_source(given[1])}")
        elif singular(bare(given[0])) != _snake(bare(given[1]).rpartition(".")[2]):
            tail.append(f"of the schema {code(bare(given[1]))}")
    for key, say_option in _ASSOCIATION_OPTIONS.items():
        if key in options:
            tail.append(say_option(options[key]))
    inline = [field_parts(line) for line in body(node) if target(line) == "field" and args(line)]
    if inline:
        tail.append(f"with the field{'s' if len(inline) > 1 else ''} {some([name for name, _ in inline], 4)}")
    tail += [
        f"with the option {code(key)}" for key in options if key not in _ASSOCIATION_OPTIONS and key != "do"
    ]
    return f"{head} {about}" + "".join(
        f" {part}" if part.startswith("through") else f", {part}" for part in tail if part
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _through(node: Node) -> str:
    if node.type == "string":
        return f"through the table {code(bare(node))}"
    return f"through {' then '.join(names(node))}"


_ASSOCIATION_OPTIONS: dict[str, Callable[[Node], str]] = {
    "through": _through,
    "join_through": _through,
    "foreign_key": lambda node: f"by the foreign key {code(bare(node))}",
    "references": lambda node: f"which points at {code(bare(node))}",
    "join_keys": lambda node: f"with the join keys {listing(names(node))}",
    "where": lambda node: f"only where {listing(_pairs_said(node))}",
    "defaults": lambda node: f"with defaults for {listing(names(node))}",
    "on_delete": lambda node: {
        "delete_all": "deleted with it", "nilify_all": "set free when it is deleted",
        "nothing": "left alone when it is deleted",
    }.get(bare(node), ""),
    "on_replace": lambda node: f"with replaced ones set to {code(bare(node))}",
    "polymorphic": lambda node: "polymorphic" if text(node) == "true" else "",
    "define_field": lambda node: "without defining its field" if text(node) == "false" else "",
    "type": lambda node: f"by {type_of(node)}",
    "preload_order": lambda node: f"preloaded in order of {listing(_order_said(node))}",
}  # fmt: skip
_FIELD_OPTIONS = frozenset(["values", "virtual", "null", "size", "primary_key", "default", "on_delete"])


def _order_said(node: Node) -> list[str]:
    """The keys of an ordering: "`inserted_at`, descending"."""
    if not pair_list(node):
        return names(node)
    return [
        f"{noun(value, 1)}{', descending' if key.startswith('desc') else ''}"
        for key, value in pair_list(node)
    ]


def _pairs_said(node: Node) -> list[str]:
    return [f"{code(key)} is {noun(value, 1)}" for key, value in pairs(node).items()]


def is_field(node: Node) -> bool:
    """Whether a line that looks like a field is Ecto's: GraphQL's fields hold a block or a type that is called."""
    given = args(node)
    if target(node) == "timestamps":
        return True
    typed = given[1] if len(given) > 1 else None
    called = typed is not None and typed.type == "call" and target(typed) != "references"
    blocked = first(node, "do_block") is not None and target(node) == "field"
    return bool(given) and not called and not blocked


def is_schema(node: Node) -> bool:
    return (
        node.type == "call"
        and target(node) in {"schema", "embedded_schema"}
        and first(node, "do_block") is not None
    )


def maps_to(node: Node) -> str:
    """What a schema maps to: "maps to the table `posts`"."""
    if target(node) == "embedded_schema":
        return "is an embedded schema, with no table of its own"
    given = args(node)
    table = bare(given[0]) if given else ""
    abstract = re.match(r"abstract(?: table)?\s*:\s*(.+)", table)
    if abstract:
        return f"maps to an abstract table, {code(abstract[1])}"
    return f"maps to the table {code(table)}" if code(table) and table else "maps to a table"


def schema_says(node: Node, thing: str) -> list[Say]:
    """Fields, then associations, then timestamps. `thing` is what one record is called ("post")."""
    return field_says(body(node), thing)


_KNOWN = frozenset([*ASSOCIATIONS, *_EMBEDS, "field", "timestamps"])


def macros_called(lines: Sequence[Node]) -> str:
    """The lines of a schema that are neither fields nor associations, as a verb phrase: calls of macros, mostly."""
    told: list[str] = []
    for line in lines:
        if line.type == "call" and target(line) not in _KNOWN and code(target(line)):
            given = [noun(part, 1) for part in args(line)]
            told.append(f"{code(target(line))} with {listing(given)}" if given else code(target(line)))
        elif line.type not in {"call", "comment"} and code(text(line)):
            told.append(code(text(line)))
    return f"calls the macro{'s' if len(told) > 1 else ''} {listing(told)}" if told else ""


def field_says(lines: Sequence[Node], thing: str) -> list[Say]:
    """The lines of a schema, also when its `schema` call is not shown."""
    calls = [line for line in lines if line.type == "call"]
    fields = [field_parts(line) for line in calls if target(line) == "field"]
    links = [
        association(line) for line in calls if target(line) in {**ASSOCIATIONS, **_EMBEDS} and args(line)
    ]
    stamps = [line for line in calls if target(line) == "timestamps"]
    others = macros_called(lines)
    says: list[Say] = []
    fields = [part for part in fields if part[0]]
    if fields:
        said = listed("it has", [part[0] for part in fields], [part[1] for part in fields], noun="field")
        says.append(said if links or not others else said.followed_by(f", and it also {others}"))
    if links:
        where_kept = [re.sub(r", (?!kept in|of the schema)[^,]*", "", link) for link in links]
        brief = [re.split(r",| through ", link)[0] for link in links]
        counted = f"it has {count(len(links), 'association')}"
        owner = article(code(thing)) if thing else "the schema"
        forms = (f"{owner} {listing(told)}" for told in (links, where_kept, brief))
        said = say(*forms, counted, rank=0)
        says.append(said.followed_by(f", and the schema also {others}") if others else said)
    if others and not fields and not links:
        says.append(say(f"it {others}", rank=0))
    if stamps:
        options = pairs(stamps[0])
        added = [
            code(bare(options[key])) if key in options else code(key)
            for key in ("inserted_at", "updated_at")
            if text(options.get(key)) != "false"
        ]
        lead = "last, " if says else ""
        says.append(say(f"{lead}`timestamps` adds {listing(added)}", rank=2))
    return says
