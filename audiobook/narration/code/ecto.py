"""Ecto as a teacher tells it: schemas, migrations, changesets, queries, associations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.elixir_phrases import (
    args,
    bare,
    body,
    call_name,
    condition,
    is_pipe,
    names,
    noun,
    pair_list,
    pairs,
    source_of,
    stages,
    table_source,
    target,
)
from audiobook.narration.code.nouns import numeral, short
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.sql_phrases import condition as sql_condition
from audiobook.narration.code.sql_phrases import tokenize
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
    said = f"{required}references {code(table)}"
    rule = ON_DELETE.get(bare(options["on_delete"])) if "on_delete" in options else None
    return said + (f", where {rule.format(parent=_thing(table))}" if rule else "")


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
    return f"{head} {about}" + "".join(
        f" {part}" if part.startswith("through") else f", {part}" for part in tail
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
}  # fmt: skip


def _pairs_said(node: Node) -> list[str]:
    return [f"{code(key)} is {noun(value, 1)}" for key, value in pairs(node).items()]


# -- schemas --------------------------------------------------------------------------------------------------


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
        return f"maps to an abstract table, {code(abstract[1])}, which never exists in the database"
    return f"maps to the table {code(table)}" if code(table) and table else "maps to a table"


def schema_says(node: Node, thing: str) -> list[Say]:
    """Fields, then associations, then timestamps. `thing` is what one record is called ("post")."""
    return field_says(body(node), thing)


def field_says(lines: Sequence[Node], thing: str) -> list[Say]:
    """The lines of a schema, also when its `schema` call is not shown."""
    calls = [line for line in lines if line.type == "call"]
    fields = [field_parts(line) for line in calls if target(line) == "field"]
    links = [
        association(line) for line in calls if target(line) in {**ASSOCIATIONS, **_EMBEDS} and args(line)
    ]
    stamps = [line for line in calls if target(line) == "timestamps"]
    says: list[Say] = []
    fields = [part for part in fields if part[0]]
    if fields:
        says.append(
            listed("it has", [part[0] for part in fields], [part[1] for part in fields], noun="field")
        )
    if links:
        brief = [re.split(r",| through ", link)[0] for link in links]
        counted = f"it has {count(len(links), 'association')}"
        owner = article(code(thing)) if thing else "it"
        says.append(say(f"{owner} {listing(links)}", f"{owner} {listing(brief)}", counted, rank=0))
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


# -- migrations -----------------------------------------------------------------------------------------------

MIGRATION = frozenset(
    ["create", "create_if_not_exists", "alter", "drop", "drop_if_exists", "execute", "rename"]
)


def is_migration(node: Node) -> bool:
    """A call that only a migration makes: `create table(...)`, `create index(...)`, `add :x, :type`."""
    if node.type != "call" or not args(node):
        return False
    name = target(node)
    return (
        name in MIGRATION and target(args(node)[0]) in {"table", "index", "unique_index", "constraint"}
    ) or (name in {"add", "modify", "add_if_not_exists"} and args(node)[0].type == "atom")


def _indexed(node: Node) -> str:
    given, options = args(node), pairs(node)
    unique = target(node) == "unique_index" or text(options.get("unique")) == "true"
    on = f" on {listing(names(given[1]))}" if len(given) > 1 else ""
    only = ", for some rows only" if "where" in options else ""
    return (
        f"{'a unique' if unique else 'an'} index{on} of {code(bare(given[0]))}{only}" if given else "an index"
    )


def _check(node: Node) -> str:
    """The SQL of a check constraint as a clause, where it can be said."""
    told = sql_condition(tokenize(bare(node)), {})
    return "" if "an expression" in told or "a condition" in told else f": {told}"


def _constraint(node: Node) -> str:
    given, options = args(node), pairs(node)
    kind = "check" if "check" in options else "exclusion"
    named_as = f", {code(bare(given[1]))}," if len(given) > 1 else ""
    test = _check(options["check"]) if "check" in options else ""
    return f"a {kind} constraint{named_as} on {code(bare(given[0]))}{test}" if given else "a constraint"


def column_parts(node: Node) -> tuple[str, str]:
    """A line of `create table` or `alter table` as a name and a description."""
    name = target(node)
    if name == "timestamps":
        return "`timestamps`", ""
    if name == "remove":
        return (code(bare(args(node)[0])) if args(node) else ""), "removed"
    part = field_parts(node)
    return part[0], f"now {part[1]}" if name == "modify" else part[1]


def migration_says(statements: Sequence[Node]) -> list[Say]:
    """One sentence for each thing a migration does; loose `add` lines count as columns."""
    says: list[Say] = []
    loose = [
        node
        for node in statements
        if target(node) in {"add", "modify", "remove", "add_if_not_exists"} and args(node)
    ]
    if loose:
        parts = [column_parts(node) for node in loose]
        says.append(
            listed("it adds", [part[0] for part in parts], [part[1] for part in parts], noun="column", rank=0)
        )
    for node in statements:
        name, given = target(node), args(node)
        what = target(given[0]) if given else ""
        if name in {"create", "create_if_not_exists", "alter"} and what == "table" and args(given[0]):
            says.append(_table_say(node, given[0], "changes" if name == "alter" else "creates"))
        elif name in {"create", "create_if_not_exists"} and what in {"index", "unique_index"}:
            says.append(say(f"it adds {_indexed(given[0])}", rank=1))
        elif name == "create" and what == "constraint":
            told = _constraint(given[0])
            says.append(
                say(f"it adds {told}", f"it adds {told.split(':')[0]}", "it adds a constraint", rank=1)
            )
        elif name in {"drop", "drop_if_exists"} and given:
            thing = code(bare(args(given[0])[0])) if args(given[0]) else ""
            says.append(
                say(f"it drops the {'table' if what == 'table' else what.replace('_', ' ')} {thing}", rank=1)
            )
        elif name == "execute":
            says.append(
                say(f"it runs SQL that {_executed(given)}", "it runs a statement of SQL by hand", rank=1)
            )
        elif name == "rename" and given:
            says.append(say("it renames a table or column", rank=1))
    return says


def _executed(given: Sequence[Node]) -> str:
    """What a statement of SQL inside `execute` does."""
    from audiobook.narration.code.sql import acts_of_text

    source = re.sub(r'^(?:~[sS])?"{1,3}|"{1,3}$', "", text(given[0])) if given else ""
    return listing(acts_of_text(source)[:2]) or "changes the database"


def _table_say(node: Node, table: Node, verb: str) -> Say:
    lines = [line for line in body(node) if line.type == "call"]
    parts = [part for line in lines if target(line) != "timestamps" and (part := column_parts(line))[0]]
    stamped = ", and `timestamps`" if any(target(line) == "timestamps" for line in lines) else ""
    keyless = ", without a primary key," if text(pairs(table).get("primary_key")) == "false" else ""
    lead = f"it {verb} the table {code(bare(args(table)[0]))}{keyless}"
    if not parts:
        return say(f"{lead}{stamped.replace(', and', ' with')}", lead)
    made = listed(
        f"{lead} with" if verb == "creates" else f"{lead}, with",
        [part[0] for part in parts],
        [part[1] for part in parts],
        noun="column",
        rank=0,
    )
    return Say(tuple(dict.fromkeys(f"{form[:-1]}{stamped}." for form in made.forms)), 0)


# -- changesets -----------------------------------------------------------------------------------------------


def _field_names(given: Sequence[Node]) -> str:
    lists = [node for node in given if node.type in {"list", "atom"}]
    if lists:
        return some(names(lists[0]), 4)
    sigil = next((node for node in given if node.type == "sigil"), None)
    if sigil is not None:
        return some(codes(text(first(sigil, "quoted_content")).split()), 4)
    return noun(given[-1], 1) if given else "its fields"


def _limits(options: dict[str, Node]) -> str:
    words = {
        "min": "at least {}", "max": "at most {}", "is": "exactly {}",
        "greater_than": "greater than {}", "less_than": "less than {}",
        "greater_than_or_equal_to": "at least {}", "less_than_or_equal_to": "at most {}", "equal_to": "equal to {}",
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


def changeset_act(node: Node, piped: bool) -> str | None:
    """A step of a changeset as a verb phrase, or None when it is not one."""
    name, given, options = call_name(node), args(node), pairs(node)
    rest = given if piped else given[1:]
    if name == "cast" and rest:
        allowed = [part for part in rest if part.type in {"list", "sigil"}]
        return f"casts {_field_names(allowed or rest)}"
    if name.startswith("validate_") and rest:
        return _validation(name, _field_names(rest), options)
    if name == "unique_constraint" and rest:
        return f"expects {_field_names(rest)} to be unique"
    if name in {"foreign_key_constraint", "assoc_constraint"} and rest:
        return f"expects the {code(bare(rest[0]))} to exist"
    if name.endswith("_constraint") and rest:
        kind = name.removesuffix("_constraint").replace("_", " ")
        return f"expects the {kind} constraint on {_field_names(rest)} to hold"
    if name in {"cast_assoc", "cast_embed"} and rest:
        return f"casts the nested {code(bare(rest[0]))}"
    if name in {"put_assoc", "put_embed"} and len(rest) > 1:
        return f"puts {noun(rest[1], 1)} as its {code(bare(rest[0]))}"
    if name == "put_change" and len(rest) > 1:
        return f"sets {code(bare(rest[0]))} to {noun(rest[1], 1)}"
    if name == "change":
        return f"changes {listing(codes(list(options)))}" if options else "makes a changeset"
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


# -- queries --------------------------------------------------------------------------------------------------

CLAUSES = frozenset(
    [
        "from",
        "where",
        "or_where",
        "join",
        "inner_join",
        "left_join",
        "right_join",
        "full_join",
        "cross_join",
        "select",
        "select_merge",
        "order_by",
        "limit",
        "offset",
        "group_by",
        "having",
        "preload",
        "distinct",
        "lock",
        "update",
        "union",
        "union_all",
        "except",
        "intersect",
        "windows",
        "with_cte",
        "subquery",
        "exclude",
    ]
)


def clause_act(name: str, value: Node, binding: str = "") -> str:
    """One clause of a query as a verb phrase."""
    if name in {"where", "or_where", "having"}:
        return f"keeps {'also those' if name == 'or_where' else 'those'} where {_test(value, binding)}"
    if name.endswith("join"):
        kind = {
            "left_join": "left joins",
            "right_join": "right joins",
            "full_join": "full joins",
            "cross_join": "cross joins",
        }.get(name, "joins")
        return f"{kind} {_joined(value)}"
    if name in {"order_by", "group_by", "distinct"}:
        word = {"order_by": "orders by", "group_by": "groups by", "distinct": "keeps distinct"}[name]
        return f"{word} {_order(value, binding)}"
    if name in {"select", "select_merge"}:
        return f"selects {_selected(value, binding)}"
    if name == "limit":
        return f"takes at most {noun(value, 1)}"
    if name == "offset":
        return f"skips {noun(value, 1)}"
    if name == "preload":
        return f"preloads {listing(names(value)) if value.type in {'list', 'atom'} else noun(value, 1)}"
    if name == "update":
        return f"updates {listing(codes(list(pairs(value.parent)))) or 'its columns'}"
    return f"adds {article(name.replace('_', ' '))}"


def _without(told: str, binding: str) -> str:
    return re.sub(rf"`{re.escape(binding)}\.(\w+)`", r"`\1`", told) if binding else told


def _test(value: Node, binding: str) -> str:
    if value.type in {"list", "keywords"}:
        tests = [
            f"{code(key)} equals {noun(held, 1)}"
            for key, held in pairs(value if value.type == "list" else value.parent).items()
        ]
        return listing(tests) or "a condition holds"
    return _without(condition(value), binding)


def _joined(value: Node) -> str:
    right = field(value, "right") if value.type == "binary_operator" else value
    if right is not None and target(right) == "assoc" and len(args(right)) > 1:
        return f"its {code(bare(args(right)[1]))}"
    return source_of(value)


def _order(value: Node, binding: str) -> str:
    told = []
    for key, held in pairs(value).items() if value.type == "list" else ():
        told.append(f"{_without(noun(held, 1), binding)}{', descending' if key.startswith('desc') else ''}")
    if not told:
        parts = named(value) if value.type == "list" else [value]
        told = [_without(noun(part, 1), binding) for part in parts]
    return listing(told)


def _selected(value: Node, binding: str) -> str:
    if value.type == "map" and first(value, "struct") is None:
        return f"a map of {some(codes(list(pairs(value))), 4)}" if pairs(value) else "a map"
    if value.type in {"tuple", "list"}:
        return some([_selected(part, binding) for part in named(value)], 4)
    if target(value) in {"count", "sum", "avg", "max", "min"}:
        word = {
            "count": "the count",
            "sum": "the sum",
            "avg": "the average",
            "max": "the greatest",
            "min": "the least",
        }[target(value)]
        of = _without(noun(args(value)[0], 1), binding) if args(value) else ""
        return f"{word} of {of}" if of else word
    return "the whole record" if text(value) == binding else _without(noun(value, 1), binding)


Bindings = dict[str, str]
"""The names a query gives its sources, each with the source as it is said."""


def bindings_of(given: Sequence[Node], options: Sequence[tuple[str, Node]]) -> Bindings:
    """The bindings of a `from`: of its source and of every join."""
    found: Bindings = {}
    for node in (*given[:1], *(value for key, value in options if key.endswith("join"))):
        left, right = (
            (field(node, "left"), field(node, "right")) if node.type == "binary_operator" else (None, None)
        )
        if left is not None and right is not None and left.type == "identifier":
            assoc = target(right) == "assoc" and len(args(right)) > 1
            found[text(left)] = (
                bare(args(right)[1]) if assoc else bare(named(right)[0] if right.type == "tuple" else right)
            )
    return found


def resolved(told: str, bindings: Bindings) -> str:
    """Field accesses by the name of their source; with one source, by the field alone."""
    for name, source in bindings.items():
        pattern = rf"`{re.escape(name)}\.(\w+)`"
        told = re.sub(pattern, r"`\1`" if len(bindings) == 1 else rf"`{source}.\1`", told)
        told = told.replace(f"`{name}`", f"`{source}`") if len(bindings) > 1 else told
    return told


def _joined_on(node: Node) -> str:
    """`assoc_id`, when a join is on some `id` being equal to some `assoc_id`; else the condition."""
    sides = [text(side) for side in (field(node, "left"), field(node, "right")) if side is not None]
    lasts = [side.rpartition(".")[2] for side in sides]
    if (
        node.type == "binary_operator"
        and len(lasts) == 2
        and "id" in lasts
        and lasts[0] != lasts[1]
        and all(re.fullmatch(r"\w+\.\w+", s) for s in sides)
    ):
        return f" on {code(next(last for last in lasts if last != 'id'))}"
    return f" where {condition(node)}"


def query_acts(node: Node) -> list[str]:
    """The clauses of a `from` as verb phrases, fields told by the source they belong to."""
    given, options = args(node), pair_list(node)
    bindings = bindings_of(given, options)
    single = next(iter(bindings)) if len(bindings) == 1 else ""
    acts: list[str] = []
    for key, value in options:
        if key == "on" and acts:
            acts[-1] += _joined_on(value)
        elif key in CLAUSES:
            acts.append(clause_act(key, value, single))
    return [resolved(act, bindings) for act in acts]


def query_noun(node: Node) -> str:
    """A `from` without clauses, or with them, as a noun phrase; empty for anything else."""
    if node.type != "call" or target(node) not in {"from", "Ecto.Query.from"} or not args(node):
        return ""
    clauses = query_acts(node)
    return f"a query on {source_of(args(node)[0])}" + (f" that {listing(clauses)}" if clauses else "")


def act(node: Node, piped: bool) -> str | None:
    """A call of Ecto's, as a verb phrase; None for any other call."""
    if (told := changeset_act(node, piped)) is not None:
        return told
    name, given, options = call_name(node), args(node), pairs(node)
    if name == "from" and given:
        return f"queries {source_of(given[0])}" + (
            f", {', '.join(query_acts(node))}" if query_acts(node) else ""
        )
    if name in CLAUSES and (given or options):
        rest = given if piped else given[1:]
        binding = next(
            (text(named(part)[0]) for part in rest if part.type == "list" and named(part, "identifier")), ""
        )
        values = [part for part in rest if not (part.type == "list" and named(part, "identifier"))]
        head = "" if piped or not given else f"on {source_of(given[0])}, "
        if values:
            return head + clause_act(name, values[-1], binding)
        if options:
            keywords = first(first(node, "arguments"), "keywords")
            return head + (
                clause_act(name, keywords, binding)
                if keywords is not None and name in {"where", "or_where"}
                else _keyword_clause(name, options, binding)
            )
    if name.startswith("Repo.") and not piped and given:
        return _repo_act(name, given)
    return None


def _keyword_clause(name: str, options: dict[str, Node], binding: str) -> str:
    told = [
        f"{_without(noun(value, 1), binding)}{', descending' if key.startswith('desc') else ''}"
        for key, value in options.items()
    ]
    word = {"order_by": "orders by", "preload": "preloads", "group_by": "groups by", "update": "updates"}.get(
        name, f"adds {article(name)} of"
    )
    return f"{word} {listing(told if name in {'order_by', 'group_by'} else codes(list(options)))}"


def _repo_act(name: str, given: Sequence[Node]) -> str | None:
    about = query_noun(given[0]) if given[0].type == "call" else ""
    if about and name in {"Repo.all", "Repo.one", "Repo.one!"}:
        return f"fetches {'all rows' if name == 'Repo.all' else 'one row'} of {about}"
    if name in {"Repo.all", "Repo.one", "Repo.one!"} and not is_pipe(given[0]):
        return short(
            f"fetches {'all rows' if name == 'Repo.all' else 'one row'} of {noun(given[0], 1)}",
            "fetches rows",
        )
    return None


def changeset_steps(node: Node) -> list[str]:
    """The steps of a changeset pipeline, or nothing when the pipeline is another kind."""
    parts = stages(node)
    if not any(
        call_name(part) == "cast" or call_name(part).startswith("validate_")
        for part in parts
        if part.type == "call"
    ):
        return []
    told = [changeset_act(part, True) or "" for part in parts[1:] if part.type == "call"]
    if parts[0].type == "call" and (opening := changeset_act(parts[0], False)):
        told.insert(0, opening)
    return [step for step in told if step]
