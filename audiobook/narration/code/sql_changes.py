"""INSERT, UPDATE and DELETE."""

from __future__ import annotations

from audiobook.narration.code.sql_phrases import Aliases, condition, noun, table_after_from
from audiobook.narration.code.sql_queries import QUERY, relation, selected
from audiobook.narration.code.sql_tokens import Token, bare, clauses, dotted, group, split
from audiobook.narration.code.words import (
    code,
    codes,
    count,
    listing,
    some,
)


def insert(tokens: list[Token]) -> str:
    parts = clauses(tokens[1:], ("INTO", *QUERY))
    into = next((held for key, held in parts if key == "INTO"), [])
    table = dotted(into)
    names = codes([bare(part[0]) for part in split(group(into)[0], ",") if part])
    values = next((held for key, held in parts if key == "VALUES"), None)
    said = f"inserts into {code(table)}"
    if values is not None:
        rows = [group(row)[0] for row in split(values, ",") if row and row[0].text == "("]
        said = f"inserts {count(len(rows), 'row')} into {code(table)}"
        given = [noun(part, {}) for part in split(rows[0], ",")] if rows else []
        if len(rows) == 1 and 0 < len(names) == len(given) <= 4:
            said += f", with {listing([f'{name} {value}' for name, value in zip(names, given, strict=True)])}"
        elif names:
            said += f", giving {some(names, 4)}"
        elif len(rows) == 1 and 0 < len(given) <= 4:
            said += f": {listing(given)}"
    elif any(key.startswith("SELECT") for key, _ in parts):
        said += f" the rows of a query on {code(table_after_from(tokens))}"
    for key, held in parts:
        if key.startswith(("ON CONFLICT", "ON DUPLICATE")):
            nothing = any(t.key == "NOTHING" for t in held)
            said += ", and on a conflict does nothing" if nothing else ", and on a conflict updates instead"
        elif key == "RETURNING":
            said += f", and returns {selected(held, {})}"
    return said


def update(tokens: list[Token]) -> str:
    parts = clauses(tokens, ("UPDATE", "SET", "FROM", "WHERE", "RETURNING"))
    aliases: Aliases = {}
    said = ""
    for key, held in parts:
        if key == "UPDATE":
            said = f"updates {relation(held, aliases)}"
        elif key == "SET":
            sets = []
            for part in split(held, ","):
                sides = split(part, "=")
                if len(sides) > 1:
                    sets.append(
                        f"{noun(sides[0], aliases, 1)} to {noun([t for side in sides[1:] for t in side], aliases, 1)}"
                    )
            said += f", setting {some(sets, 3)}" if sets else ""
        elif key == "WHERE":
            said += f", where {condition(held, aliases)}"
        elif key == "RETURNING":
            said += f", and returns {selected(held, aliases)}"
    return said


def delete(tokens: list[Token]) -> str:
    aliases: Aliases = {}
    said = "deletes"
    for key, held in clauses(tokens[1:], ("FROM", "USING", "WHERE", "RETURNING")):
        if key == "FROM":
            said += f" from {relation(held, aliases)}"
        elif key == "WHERE":
            said += f" the rows where {condition(held, aliases)}"
        elif key == "RETURNING":
            said += f", and returns {selected(held, aliases)}"
    return said
