"""Ecto migrations: tables, columns, indexes and constraints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.ecto_schemas import field_parts
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    names,
    pairs,
    target,
)
from audiobook.narration.code.snippet import text
from audiobook.narration.code.sql_phrases import condition as sql_condition
from audiobook.narration.code.sql_tokens import tokenize
from audiobook.narration.code.words import code, listing

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


def constraint(node: Node) -> str:
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
            told = constraint(given[0])
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
    stamped = "; it also has `timestamps`" if any(target(line) == "timestamps" for line in lines) else ""
    keyless = ", without a primary key," if text(pairs(table).get("primary_key")) == "false" else ""
    lead = f"it {verb} the table {code(bare(args(table)[0]))}{keyless}"
    if not parts:
        return say(f"{lead}{stamped.replace('; it also has', ' with')}", lead)
    made = listed(
        f"{lead} with" if verb == "creates" else f"{lead}, with",
        [part[0] for part in parts],
        [part[1] for part in parts],
        noun="column",
        rank=0,
    )
    return Say(tuple(dict.fromkeys(f"{form[:-1]}{stamped}." for form in made.forms)), 0)
