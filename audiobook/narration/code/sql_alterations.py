"""ALTER TABLE: what it changes, part by part."""

from __future__ import annotations

from audiobook.narration.code.sql_tables import column, table_constraint, type_words
from audiobook.narration.code.sql_tokens import Token, Tokens, bare, clauses, dotted, group, split
from audiobook.narration.code.sql_values import noun
from audiobook.narration.code.words import (
    code,
    codes,
    listing,
)


def alter(tokens: list[Token]) -> str:
    at = 2 if [t.key for t in tokens[:2]] == ["ALTER", "TABLE"] else 1
    rest = [t for t in tokens[at:] if t.key not in {"ONLY"}]
    if [t.key for t in rest[:2]] == ["IF", "EXISTS"]:
        rest = rest[2:]
    name = dotted(rest)
    changes = split(rest[2 * name.count(".") + 1 :], ",")
    return f"alters {code(name)}, and {listing([_alteration(part, name) for part in changes if part])}"


def _alteration(tokens: list[Token], table: str) -> str:
    keys = [t.key for t in tokens]
    rest = [t for t in tokens[1:] if t.key not in {"COLUMN", "IF", "EXISTS"}]
    rest = rest[1:] if keys[0] == "ADD" and rest and rest[0].key == "NOT" else rest
    if keys[0] == "ADD":
        if constraint := table_constraint(rest, table.rpartition(".")[2]):
            return f"adds {constraint}"
        name, detail = column(rest, table.rpartition(".")[2])
        return f"adds {name}, {detail}" if detail else f"adds {name}"
    if keys[0] == "DROP":
        kind = "the constraint " if "CONSTRAINT" in keys else ""
        return f"drops {kind}{code(dotted([t for t in rest if t.key != 'CONSTRAINT']))}"
    if keys[0] == "RENAME":
        ends = split(rest, "TO")
        new = code(dotted(ends[-1]))
        old = code(dotted(ends[0])) if len(ends) > 1 and ends[0] else "it"
        return f"renames {old} to {new}"
    if "SECURITY" in keys and keys[0] in {"ENABLE", "DISABLE", "FORCE"}:
        return f"{keys[0].lower()}s row-level security"
    if keys[0] in {"VALIDATE", "ENABLE", "DISABLE"} and rest:
        verb = {"VALIDATE": "validates", "ENABLE": "enables", "DISABLE": "disables"}[keys[0]]
        goal = f"the {rest[0].key.lower()} {code(bare(rest[1]))}" if len(rest) > 1 else code(bare(rest[0]))
        return f"{verb} {goal}"
    if keys[0] in {"ALTER", "MODIFY", "CHANGE"} and rest:
        return _changed(rest, table)
    if keys[0] == "OWNER":
        return f"gives it to {code(bare(tokens[-1]))}"
    if keys[0] == "SET" and len(tokens) > 1 and tokens[1].text == "(":
        return f"sets {_settings(group(tokens)[0])}"
    if keys[0] in {"SET", "RESET"} and len(tokens) > 1:
        return f"{keys[0].lower()}s {listing(codes([' '.join(bare(t) for t in tokens[1:6] if t.kind != 'sign')]))}"
    if keys[:2] in (["ATTACH", "PARTITION"], ["DETACH", "PARTITION"]):
        return f"{keys[0].lower()}es the partition {code(dotted(tokens[2:]))}"
    return f"changes its {' '.join(key.lower() for key in keys[:3] if key.isalpha())}"


def _settings(tokens: Tokens) -> str:
    """Storage parameters: "`fillfactor` to 70"."""
    told = []
    for part in split(tokens, ","):
        sides = split(part, "=")
        name = code(dotted(sides[0]))
        told.append(f"{name} to {noun(sides[1], {})}" if len(sides) > 1 else name)
    return listing(told)


def _changed(rest: Tokens, table: str) -> str:
    """ALTER COLUMN: its type, its default, whether it may be null."""
    name, keys = code(bare(rest[0])), [t.key for t in rest[1:]]
    if keys[:1] == ["TYPE"] or keys[:3] == ["SET", "DATA", "TYPE"]:
        held = clauses(rest[keys.index("TYPE") + 2 :], ("USING",))
        using = next((f", from {noun(part, {})}" for key, part in held if key), "")
        return f"changes {name} to {type_words(held[0][1])}{using}"
    if keys[:2] == ["SET", "DEFAULT"]:
        return f"sets the default of {name} to {noun(rest[3:], {})}"
    if keys[:2] == ["DROP", "DEFAULT"]:
        return f"drops the default of {name}"
    if keys[-2:] == ["NOT", "NULL"] and keys[:1] == ["SET"]:
        return f"makes {name} required"
    if keys[-2:] == ["NOT", "NULL"] and keys[:1] == ["DROP"]:
        return f"lets {name} be null"
    if keys and keys[0] not in {"SET", "DROP", "ADD"}:
        changed = column(list(rest), table)[1]
        return f"changes {name} to {changed}" if changed else f"changes {name}"
    return f"changes {name}"
