"""Migrations of Active Record: tables, columns, references, indexes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.columns import Column, columns_say
from audiobook.narration.code.ruby_acts import acts
from audiobook.narration.code.ruby_nouns import noun
from audiobook.narration.code.ruby_tree import args, bare, block, body, method, names, options
from audiobook.narration.code.runs import steps_says
from audiobook.narration.code.snippet import Snippet, field, text
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.words import article, code, listing, singular

_TYPES = {
    "string": "a string", "text": "text", "integer": "an integer", "bigint": "a big integer",
    "float": "a float",
    "decimal": "a decimal", "datetime": "a date-time", "timestamp": "a timestamp", "time": "a time",
    "date": "a date",
    "binary": "binary data", "boolean": "a boolean", "json": "a JSON document", "jsonb": "a JSON document",
    "uuid": "a UUID", "citext": "case-insensitive text", "inet": "an IP address",
    "hstore": "a store of keys and values",
    "primary_key": "the primary key", "enum": "an enum", "virtual": "a generated column",
    "timestamptz": "a timestamp with time zone",
    "daterange": "a range of dates", "vector": "a vector", "money": "an amount of money",
}  # fmt: skip
_DONE = frozenset(
    ["create_table", "add_column", "remove_column", "add_index", "remove_index", "add_reference", "add_foreign_key",
     "drop_table", "rename_column", "rename_table", "change_column", "change_column_null",
     "change_column_default",
     "create_join_table", "change_table", "add_timestamps", "remove_reference", "add_check_constraint",
     "execute",
     "remove_foreign_key", "remove_columns", "enable_extension", "reversible", "up_only", "add_belongs_to",
     "create_enum", "rename_enum_value", "add_enum_value", "disable_extension", "validate_foreign_key",
     "revert",
     "rename_index", "add_unique_constraint", "remove_check_constraint", "add_columns", "rename_enum", "drop_enum"]
)  # fmt: skip


def is_migration(node: Node) -> bool:
    """Whether a call changes the schema."""
    return node.type == "call" and method(node) in _DONE - {"execute", "revert", "reversible"}


def _options_words(held: dict[str, Node], kind: str) -> str:
    """A type with what its options add."""
    said = kind
    if text(held.get("null")) == "false":
        said = f"a required {said.split(' ', 1)[1]}" if re.match("an? ", said) else f"required {said}"
    if text(held.get("array")) == "true":
        said = f"an array of {re.sub('^an? ', '', said)}s"
    if "limit" in held:
        said += f" of up to {noun(held['limit'], 1)} characters"
    if "precision" in held and "scale" in held:
        said += f" with {noun(held['scale'], 1)} decimal places"
    if "default" in held:
        said += f" that defaults to {noun(held['default'], 1)}"
    if text(held.get("index")) in {"true"} or ("index" in held and "unique" in text(held["index"])):
        said += ", with a unique index" if "unique" in text(held["index"]) else ", with an index"
    return said


_ON_DELETE = {
    "cascade": "deleting the {p} deletes it too", "nullify": "deleting the {p} clears the reference",
    "restrict": "the {p} cannot be deleted while it is referenced",
}  # fmt: skip


def _reference(name: str, held: dict[str, Node]) -> str:
    """A reference: of which table, required or not, and what happens on deletion."""
    if text(held.get("polymorphic")) == "true":
        return "a polymorphic reference"
    required = "required, and " if text(held.get("null")) == "false" else ""
    keyed = held.get("foreign_key")
    inner = options(keyed) if keyed is not None and keyed.type == "hash" else {}
    table = bare(inner["to_table"]) if "to_table" in inner else f"{name}s"
    rule = _ON_DELETE.get(bare(inner.get("on_delete")), "") if "on_delete" in inner else ""
    weak = "" if keyed is not None and text(keyed) != "false" else ", without a foreign key"
    tail = f", where {rule.format(p=code(singular(table)))}" if rule else weak
    return f"{required}references {code(table)}{tail}"


def _columns(nodes: Sequence[Node]) -> tuple[list[Column], list[str]]:
    """The columns of a table's block, and what else is done in it."""
    made: list[Column] = []
    others: list[str] = []
    for node in nodes:
        if node.type != "call":
            continue
        kind, held = method(node), options(node)
        spans = names(args(node))
        if kind in {"references", "belongs_to"}:
            made += [(code(f"{span.strip('`')}_id"), _reference(span.strip("`"), held)) for span in spans]
        elif kind == "timestamps":
            others.append("`timestamps`")
        elif kind == "index":
            others.append(
                f"{'a unique' if text(held.get('unique')) == 'true' else 'an'} index on {listing(spans)}"
            )
        elif kind == "column" and len(args(node)) > 1:
            made.append((spans[0], _options_words(held, _type(bare(args(node)[1])))))
        elif kind in {"remove", "rename", "change"}:
            others.append(f"{kind}s {' to '.join(spans) if kind == 'rename' else listing(spans)}")
        else:
            made += [(span, _options_words(held, _type(kind))) for span in spans]
    return made, others


def _type(kind: str) -> str:
    return _TYPES.get(kind, article(code(kind)))


def _table(node: Node) -> Say:
    name = code(bare(args(node)[0])) if args(node) else "a table"
    held = options(node)
    made, others = _columns(body(block(node)))
    keyless = ", without a primary key," if text(held.get("id")) == "false" else ""
    keyless = f", with {_type(bare(held['id']))} as its key," if "id" in held and not keyless else keyless
    verb = {"create_table": "creates the table", "change_table": "changes the table",
            "create_join_table": "creates the join table of"}[method(node)]  # fmt: skip
    named_as = listing(names(args(node))) if method(node) == "create_join_table" else name
    lead = f"it {verb} {named_as}{keyless}"
    also = f", and it also has {listing(others)}" if others else ""
    if not made:
        return say(f"{lead}{also.replace(', and it also has', ' with', 1)}", lead, rank=0)
    said = columns_say(f"{lead} with", made)
    return Say(tuple(dict.fromkeys(f"{form[:-1]}{also}." for form in said.forms)), 0)


def _change(node: Node) -> str:
    """A change that is one line, as a verb phrase."""
    name, held = method(node), options(node)
    spans = names(args(node))
    table, rest = (spans[0], spans[1:]) if spans else ("a table", [])
    kind = bare(args(node)[2]) if len(args(node)) > 2 else ""
    if name == "add_column" and rest:
        return f"adds to {table} the column {rest[0]}, {_options_words(held, _type(kind))}"
    if name in {"add_reference", "add_belongs_to"} and rest:
        about = rest[0].strip("`")
        refers = _reference(about, held).replace("required, and ", "")
        verb = "is " if refers.startswith("a ") else ""
        return f"adds to {table} the column {code(about + '_id')}, which {verb}{refers}"
    if name in {"add_index", "add_unique_constraint"}:
        unique = "unique " if text(held.get("unique")) == "true" or "unique" in name else ""
        where_said = f", only where {noun(held['where'], 1)}" if "where" in held else ""
        return f"adds {article(unique + 'index')} on {listing(rest) or 'a column'} of {table}{where_said}"
    if name == "add_foreign_key" and rest:
        rule = _ON_DELETE.get(bare(held.get("on_delete")), "") if "on_delete" in held else ""
        tail = f", where {rule.format(p=code(singular(rest[0].strip('`'))))}" if rule else ""
        return f"adds a foreign key from {table} to {rest[0]}{tail}"
    if name == "add_check_constraint":
        return f"adds a check constraint on {table}"
    if name in {"remove_column", "remove_columns", "remove_index", "remove_reference", "remove_foreign_key"}:
        what = name.partition("_")[2].replace("_", " ")
        return (
            f"removes the {what} {listing(rest[:1] if name == 'remove_column' else rest)} of {table}".replace(
                "  ", " "
            )
        )
    if name in {"rename_column", "rename_table", "rename_index"}:
        return f"renames {' to '.join(rest) if len(rest) > 1 else ' to '.join(spans)}" + (
            f" in {table}" if len(rest) > 1 else ""
        )
    if name == "change_column" and rest:
        return f"changes {rest[0]} of {table} to {_options_words(held, _type(kind))}"
    if name == "change_column_null" and rest:
        return f"makes {rest[0]} of {table} {'optional' if kind == 'true' else 'required'}"
    if name == "change_column_default" and rest:
        goal = f" to {noun(held['to'], 1)}" if "to" in held else ""
        return f"changes the default of {rest[0]} of {table}{goal}"
    if name == "drop_table":
        return f"drops the table {table}"
    if name == "add_timestamps":
        return f"adds `timestamps` to {table}"
    if name in {"enable_extension", "disable_extension"}:
        return f"{name.partition('_')[0]}s the extension {table}"
    if name == "execute":
        return _sql(node)
    return ""


def _sql(node: Node) -> str:
    from audiobook.narration.code.sql import acts_of_text

    given = args(node)
    source = text(given[0]) if given else ""
    if source.startswith("<<"):
        nearby = next(
            (
                part
                for part in [node.next_named_sibling, given[0].next_named_sibling]
                if part is not None and part.type == "heredoc_body"
            ),
            None,
        )
        source = re.sub(r"\n\s*\w+\s*$", "", text(nearby)) if nearby is not None else ""
    told = acts_of_text(source.strip("\"'")) if source else []
    return f"runs SQL that {listing(told)}" if told else "runs a statement of SQL"


def migration_says(nodes: Sequence[Node]) -> list[Say]:
    """A sentence for each thing a migration does."""
    says: list[Say] = []
    for node in nodes:
        if node.type != "call":
            continue
        name = method(node)
        if name in {"create_table", "change_table", "create_join_table"} and args(node):
            says.append(_table(node))
        elif name in {"reversible", "up_only", "revert"}:
            says += _reversible(node)
        elif told := _change(node):
            says.append(say(f"it {told}", rank=1))
        else:
            says += steps_says(acts([node]), most=1)
    return says


def _reversible(node: Node) -> list[Say]:
    """`reversible`: what is done on the way up; the way down only by name."""
    if method(node) == "up_only":
        return migration_says(body(block(node)))
    if method(node) == "revert":
        return [say("it reverts what an earlier migration did", rank=1)]
    says: list[Say] = []
    for part in body(block(node)):
        if part.type == "call" and method(part) == "up":
            says += migration_says(body(block(part)))
        elif part.type == "call" and method(part) == "down":
            says.append(say("it also says how that is undone", rank=3))
    return says


def migration_telling(snippet: Snippet, node: Node) -> Telling:
    """A migration class."""
    name = code(bare(field(node, "name")))
    says = [say(f"here is the migration {name}, {size(snippet)}{where(snippet)}", rank=0)]
    direct = [part for part in body(node) if part.type == "call" and is_migration(part)]
    says += migration_says(direct)
    for part in body(node):
        if part.type == "method":
            told = migration_says(body(part))
            down = text(field(part, "name")) == "down"
            says += [say("a second method rolls it back", rank=3)] if down and len(says) > 1 else told
    return idiom("a migration", *says)
