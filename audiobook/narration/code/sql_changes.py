"""INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

from audiobook.narration.code.sql_phrases import condition
from audiobook.narration.code.sql_queries import query_acts, relation, selected
from audiobook.narration.code.sql_tokens import Token, bare, clauses, dotted, group, split
from audiobook.narration.code.sql_values import Aliases, noun
from audiobook.narration.code.words import code, codes, count, listing, some

_MOST_VALUES = 5


def insert(tokens: list[Token]) -> str:
    """An INSERT, UPSERT or REPLACE: which rows, with what, and what happens on a conflict."""
    verb = {"UPSERT": "inserts or updates", "REPLACE": "inserts or replaces"}.get(tokens[0].key, "inserts")
    parts = clauses(tokens[1:], ("INTO", "SELECT", "VALUES", "ON CONFLICT", "ON DUPLICATE KEY UPDATE", "RETURNING",
                                 "DEFAULT VALUES", "WITH"))  # fmt: skip
    into = next((held for key, held in parts if key == "INTO"), [])
    table = code(dotted([t for t in into if t.key not in {"OVERRIDING"}]))
    names = codes([bare(part[0]) for part in split(group(into)[0], ",") if part])
    values = next((held for key, held in parts if key == "VALUES"), None)
    said = f"{verb} into {table}"
    if values is not None:
        said = _rows(verb, table, names, values)
    elif any(key == "DEFAULT VALUES" for key, _ in parts):
        said = f"{verb} a row of defaults into {table}"
    elif any(key in {"SELECT", "WITH"} for key, _ in parts):
        at = next(i for i, t in enumerate(tokens) if t.key in {"SELECT", "WITH"})
        ends = ("ON CONFLICT", "RETURNING", "ON DUPLICATE KEY UPDATE")
        query = clauses(tokens[at:], ends)[0][1]
        told = listing(query_acts(query))
        said = f"{verb} into {table} the rows of a query that {told}"
    for key, held in parts:
        if key.startswith(("ON CONFLICT", "ON DUPLICATE")):
            said += _on_conflict(held)
        elif key == "RETURNING":
            said += f", and returns {selected(held, {})}"
    return said


def _rows(verb: str, table: str, names: list[str], values: list[Token]) -> str:
    """The rows that VALUES gives: their values while they are few, else the columns."""
    rows = [group(row)[0] for row in split(values, ",") if row and row[0].text == "("]
    said = f"{verb} {count(len(rows), 'row')} into {table}"
    given = [noun(part, {}) for part in split(rows[0], ",")] if rows else []
    if len(rows) == 1 and 0 < len(names) == len(given) <= _MOST_VALUES:
        return (
            f"{said}, with {listing([f'{name} {value}' for name, value in zip(names, given, strict=True)])}"
        )
    if names:
        return f"{said}, giving {some(names, 5)}"
    if len(rows) == 1 and 0 < len(given) <= _MOST_VALUES + 1:
        return f"{said}: {listing(given)}"
    if len(rows) > 1 and given:
        return f"{said}, the first with {some(given, 5, 'other value')}"
    return said


def _on_conflict(held: list[Token]) -> str:
    """What an upsert does where the row is there already."""
    keys = [t.key for t in held]
    inside, end = group(held) if keys[:1] == ["("] else ([], 0)
    goal = f" of {listing(codes([bare(part[0]) for part in split(inside, ',') if part]))}" if inside else ""
    if "CONSTRAINT" in keys:
        goal = f" of the constraint {code(bare(held[keys.index('CONSTRAINT') + 1]))}"
    if "NOTHING" in keys:
        return f", and on a conflict{goal} does nothing"
    rest = held[end:]
    at = next((i for i, t in enumerate(rest) if t.key == "SET"), -1)
    changes = clauses(rest[at + 1 :], ("WHERE",))
    sets = _sets(changes[0][1], {}) if changes else []
    where = next((f", where {condition(part, {})}" for key, part in changes if key), "")
    return (
        f", and on a conflict{goal} sets {some(sets, 4)}{where}"
        if sets
        else f", and on a conflict{goal} updates instead"
    )


def _sets(held: list[Token], aliases: Aliases) -> list[str]:
    """The assignments of SET."""
    sets = []
    for part in split(held, ","):
        sides = split(part, "=")
        if len(sides) > 1:
            value = [t for side in sides[1:] for t in side]
            sets.append(f"{noun(sides[0], aliases, 1)} to {noun(value, aliases, 1)}")
    return sets


def update(tokens: list[Token]) -> str:
    """An UPDATE: of which table, setting what, where."""
    parts = clauses(tokens, ("UPDATE", "SET", "FROM", "WHERE", "RETURNING", "ORDER BY", "LIMIT"))
    aliases: Aliases = {}
    for key, held in parts:
        if key in {"UPDATE", "FROM"}:
            for piece in split(held, ","):
                relation(piece, aliases)
    said = ""
    for key, held in parts:
        if key == "UPDATE":
            said = f"updates {relation(held, aliases)}"
        elif key == "SET":
            sets = _sets(held, aliases)
            said += f", setting {some(sets, 3)}" if sets else ""
        elif key == "FROM":
            said += f", with the rows of {listing([relation(piece, aliases) for piece in split(held, ',')])}"
        elif key == "WHERE":
            said += f", where {condition(held, aliases)}"
        elif key == "RETURNING":
            said += f", and returns {selected(held, aliases)}"
    return said


def delete(tokens: list[Token]) -> str:
    """A DELETE: from which table, which rows."""
    aliases: Aliases = {}
    said, picked = "deletes", False
    for key, held in clauses(tokens[1:], ("FROM", "USING", "WHERE", "RETURNING", "ORDER BY", "LIMIT")):
        if key == "FROM":
            said += f" from {relation(held, aliases)}"
        elif key == "USING":
            said += f", with the rows of {listing([relation(piece, aliases) for piece in split(held, ',')])},"
        elif key == "WHERE":
            said += f" the rows where {condition(held, aliases)}"
            picked = True
        elif key == "RETURNING":
            said += f", and returns {selected(held, aliases)}"
    return said if picked else said.replace("deletes from", "deletes all rows of", 1)


def merge(tokens: list[Token]) -> str:
    """A MERGE: into which table, from what, and what it does with a row that matches or does not."""
    aliases: Aliases = {}
    parts = clauses(tokens, ("MERGE INTO", "MERGE", "USING", "ON", "WHEN MATCHED", "WHEN NOT MATCHED"))
    told = []
    said = "merges"
    for key, held in parts:
        if key.startswith("MERGE"):
            said += f" into {relation(held, aliases)}"
        elif key == "USING":
            said += f" the rows of {relation(held, aliases)}"
        elif key.startswith("WHEN"):
            verbs = {"UPDATE": "updates", "DELETE": "deletes", "INSERT": "inserts", "DO": "does nothing with"}
            verb = next((verbs[t.key] for t in held if t.key in verbs), "changes")
            told.append(f"{verb} a row that {'is new' if 'NOT' in key else 'matches'}")
    return f"{said}: it {listing(told)}" if told else said
