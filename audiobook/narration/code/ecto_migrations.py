"""Ecto migrations: tables, columns, indexes and constraints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.columns import columns_say
from audiobook.narration.code.ecto_schemas import field_parts
from audiobook.narration.code.elixir_acts import does
from audiobook.narration.code.elixir_nouns import condition, noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    names,
    operator,
    pairs,
    target,
)
from audiobook.narration.code.snippet import field, first, text
from audiobook.narration.code.sql_phrases import condition as sql_condition
from audiobook.narration.code.sql_tokens import tokenize
from audiobook.narration.code.telling import does_all
from audiobook.narration.code.words import code, count, few, listing, sentence

MIGRATION = frozenset(
    ["create", "create_if_not_exists", "alter", "drop", "drop_if_exists", "execute", "rename"]
)


def is_migration(node: Node) -> bool:
    """A call that only a migration makes: `create table(...)`, `create index(...)`, `add :x, :type`."""
    if node.type != "call" or not args(node):
        return False
    name = target(node)
    if name in {"execute", "flush"}:
        return name == "flush" or args(node)[0].type in {"string", "sigil", "charlist"}
    return (
        name in MIGRATION and target(args(node)[0]) in {"table", "index", "unique_index", "constraint"}
    ) or (name in {"add", "modify", "add_if_not_exists"} and args(node)[0].type == "atom")


def _indexed(node: Node) -> str:
    given, options = args(node), pairs(node)
    unique = target(node) == "unique_index" or text(options.get("unique")) == "true"
    on = f" on {listing(names(given[1]))}" if len(given) > 1 else ""
    test = _check(options["where"]).removeprefix(": ") if "where" in options else ""
    only = f", for the rows where {test}" if test else (", for some rows only" if "where" in options else "")
    how = ", built concurrently" if text(options.get("concurrently")) == "true" else ""
    return (
        f"{'a unique' if unique else 'an'} index{on} of {_table(given[0])}{how}{only}"
        if given
        else "an index"
    )


def _table(node: Node) -> str:
    """A table by its name, or by the variable that holds its name."""
    return f"the table that {code(bare(node))} names" if node.type == "identifier" else code(bare(node))


def _check(node: Node) -> str:
    """The SQL of a check constraint as a clause, where it can be said."""
    told = sql_condition(tokenize(bare(node)), {})
    return "" if "an expression" in told or "a condition" in told else f": {told}"


def constraint(node: Node) -> str:
    given, options = args(node), pairs(node)
    kind = "check" if "check" in options else "exclusion"
    named_as = f", {code(bare(given[1]))}," if len(given) > 1 else ""
    test = _check(options["check"]) if "check" in options else ""
    unchecked = text(options.get("validate")) == "false"
    later = ", without checking the rows already there" if unchecked else ""
    return f"a {kind} constraint{named_as} on {_table(given[0])}{later}{test}" if given else "a constraint"


def column_parts(node: Node) -> tuple[str, str]:
    """A line of `create table` or `alter table` as a name and a description."""
    name = target(node)
    if name == "timestamps":
        return "`timestamps`", ""
    if name == "remove":
        return (code(bare(args(node)[0])) if args(node) else ""), "removed"
    part = field_parts(node)
    return part[0], f"now {part[1]}" if name == "modify" else part[1]


_COLUMN_LINES = frozenset(["add", "modify", "remove", "add_if_not_exists", "remove_if_exists"])


def migration_says(statements: Sequence[Node]) -> list[Say]:
    """One sentence for each thing a migration does; loose `add` lines count as columns."""
    says: list[Say] = []
    loose = [node for node in statements if target(node) in _COLUMN_LINES and args(node)]
    if loose:
        parts = [column_parts(node) for node in loose]
        says.append(columns_say("it adds", parts))
    others = [node for node in statements if node not in loose and node.type != "comment"]
    for _, run_of in groupby(others, _kind):
        alike = list(run_of)
        if len(alike) > 1 and _is_index(alike[0]):
            says.append(_indexes_say(alike))
        elif len(alike) > 1 and _kind(alike[0]).startswith("call "):
            says.append(_calls_say(alike))
        else:
            says += [said for node in alike for said in _statement_says(node)]
    return says


def _is_index(node: Node) -> bool:
    made = args(node)[0] if args(node) else None
    return (
        made is not None
        and target(node) in {"create", "create_if_not_exists"}
        and target(made) in {"index", "unique_index"}
        and len(args(made)) > 1
    )


def _kind(node: Node) -> str:
    """What makes neighbouring statements one sentence: indexes of the same sort and table, calls of one function."""
    if _is_index(node):
        made = args(node)[0]
        return f"index {text(args(made)[0])}"
    if (
        node.type == "call"
        and target(node) not in MIGRATION
        and args(node)
        and first(node, "do_block") is None
    ):
        return f"call {target(node)}"
    return text(node)


def _indexes_say(nodes: Sequence[Node]) -> Say:
    made = [args(node)[0] for node in nodes]
    if len({(target(one), *sorted(pairs(one))) for one in made}) > 1:
        table = f" of {_table(args(made[0])[0])}"
        each = [_indexed(one).replace(table, "", 1) for one in made]
        return say(
            f"on {_table(args(made[0])[0])}, it adds {listing(each)}",
            f"it adds {count(len(made), 'index')} on {_table(args(made[0])[0])}",
            rank=2,
        )
    unique = "unique " if target(made[0]) == "unique_index" else ""
    columns = [" with ".join(names(args(one)[1])) for one in made]
    table = _table(args(made[0])[0])
    tests = [_check(pairs(one)["where"]).removeprefix(": ") if "where" in pairs(one) else "" for one in made]
    shapes = {test.replace(column, "it") for test, column in zip(tests, columns, strict=True)}
    only = ", each for some rows only" if any(tests) else ""
    if len(shapes) == 1 and (shape := shapes.pop()):
        only = f", each for the rows where {shape}"
    counted = f"it adds {count(len(made), unique + 'index')} on {table}"
    lead = f"{counted}, on {listing(columns)}"
    return say(lead + only, lead, f"{counted}, among them {columns[0]}" if len(made) > 2 else counted, rank=2)


def _calls_say(nodes: Sequence[Node]) -> Say:
    """Calls of one function of the migration's own: "calls `f` with `a` and `b`, and with `c` and `d`"."""
    told = [listing([noun(part, 1) for part in args(node)]) for node in nodes]
    call = f"it calls {code(target(nodes[0]))}"
    return say(f"{call} with {', and with '.join(told)}", f"{call} {count(len(nodes), 'time')}", rank=1)


def _statement_says(node: Node) -> list[Say]:
    """A statement of a migration; one that is not the migration's own is told as any other."""
    name, given = target(node), args(node)
    what = target(given[0]) if given else ""
    if name in {"create", "create_if_not_exists", "alter"} and what == "table" and args(given[0]):
        return [_table_say(node, given[0], "changes" if name == "alter" else "creates")]
    if name in {"create", "create_if_not_exists"} and what in {"index", "unique_index"}:
        return [say(f"it adds {_indexed(given[0])}", rank=2)]
    if name == "create" and what == "constraint":
        told = constraint(given[0])
        return [say(f"it adds {told}", f"it adds {told.split(':')[0]}", "it adds a constraint", rank=1)]
    if name in {"drop", "drop_if_exists"} and given:
        return [say(f"it drops {_dropped(given[0])}", rank=1)]
    if name == "execute":
        return [say(f"it runs SQL that {_executed(given)}", "it runs a statement of SQL by hand", rank=1)]
    if name == "rename" and given:
        return [say(_renamed(given, pairs(node)), "it renames a table or column", rank=1)]
    if name in {"for", "if", "unless"} and body(node):
        return _guarded(node)
    return [does_all(does(node))]


def _dropped(thing: Node) -> str:
    """What a `drop` drops: "the constraint `c` on `t`", "the index on `a` of `t`", "the table `t`"."""
    what, given = target(thing), args(thing)
    if not given:
        return f"the {what.replace('_', ' ')}"
    if what == "constraint" and len(given) > 1:
        return f"the constraint {code(bare(given[1]))} on {_table(given[0])}"
    if what in {"index", "unique_index"}:
        return re.sub("^an? ", "the ", _indexed(thing))
    return _table(given[0]) if given[0].type == "identifier" else f"the {what} {_table(given[0])}"


def _renamed(given: Sequence[Node], options: dict[str, Node]) -> str:
    held = [code(bare(args(part)[0] if args(part) else part)) for part in given]
    if "to" not in options:
        return ""
    goal = options["to"]
    new = code(bare(args(goal)[0] if args(goal) else goal))
    return (
        f"it renames the column {held[1]} of {held[0]} to {new}"
        if len(held) > 1
        else f"it renames {held[0]} to {new}"
    )


def _guarded(node: Node) -> list[Say]:
    """The statements inside `for`, `if` or `unless`, told under what guards them."""
    name, given = target(node), args(node)
    over = [
        (code(bare(left)), noun(right, 1).removeprefix("a list of "))
        for part in given
        if operator(part) == "<-"
        and (left := field(part, "left")) is not None
        and (right := field(part, "right")) is not None
    ]
    lead = f"{name} {condition(given[0])}" if given else name
    if name == "for":
        lead = f"for each {listing([f'{item} in {held}' for item, held in over])}"
    inner = [form for said in migration_says(body(node)) for form in said.forms]
    named_only = len(over) == 1 and all(over[0][0] not in _named_by(form, over[0][0]) for form in inner)
    if named_only:
        lead = f"for each of {over[0][1]}"
    return [
        Say(
            tuple(
                f"{sentence(lead)[:-1]}, {form[:1].lower()}{_named_by(form, over[0][0] if named_only else '')[1:]}"
                for form in said.forms
            ),
            said.rank,
        )
        for said in migration_says(body(node))
    ]


def _named_by(form: str, variable: str) -> str:
    """`form` with the table that the loop's variable names as "that table"."""
    return form.replace(f"the table that {variable} names", "that table") if variable else form


def helper_says(name: str, nodes: Sequence[Node]) -> list[Say]:
    """A function of the migration's own: what it does, a sentence for each thing."""
    private = "private " if target(nodes[0]) == "defp" else ""
    subject = f"the {private}function {code(name)}"
    inner = [said for node in nodes for said in migration_says(body(node)) if said.forms]
    if not inner:
        return []
    opening, *others = inner
    return [_under(subject, opening), *(_under("it also", said) for said in others)]


def _under(subject: str, said: Say) -> Say:
    """`said` with another subject than "it"; what does not begin with "it" stays as it is."""
    return say(*(re.sub("^It ", f"{subject} ", form) for form in said.forms), rank=1)


def _executed(given: Sequence[Node]) -> str:
    """What a statement of SQL inside `execute` does."""
    from audiobook.narration.code.sql import acts_of_text

    source = re.sub(r'^(?:~[sS])?"{1,3}|"{1,3}$', "", text(given[0])) if given else ""
    return listing(few(acts_of_text(source), 3)) or "changes the database"


def _table_say(node: Node, table: Node, verb: str) -> Say:
    lines = [line for line in body(node) if line.type == "call"]
    columns = [line for line in lines if target(line) in _COLUMN_LINES]
    parts = [part for line in columns if (part := column_parts(line))[0]]
    others = [line for line in lines if line not in columns and target(line) != "timestamps"]
    stamped = ", and it also has `timestamps`" if any(target(line) == "timestamps" for line in lines) else ""
    if others:
        stamped += f", and it also {listing([act for line in others for act in does(line)])}"
    keyless = ", without a primary key," if text(pairs(table).get("primary_key")) == "false" else ""
    held = _table(args(table)[0])
    held = held if args(table)[0].type == "identifier" else f"the table {held}"
    lead = f"it {verb} {held}{keyless}"
    adds_only = verb == "changes" and columns and all(target(line).startswith("add") for line in columns)
    if adds_only:
        lead = f"it adds to {held}"
    if not parts:
        return say(f"{lead}{stamped.replace(', and it also has', ' with', 1)}", lead)
    made = columns_say(f"{lead} with" if verb == "creates" else lead if adds_only else f"{lead}, with", parts)
    return Say(tuple(dict.fromkeys(f"{form[:-1]}{stamped}." for form in made.forms)), 0)
