"""Roles, rights and policies: who may do what."""

from __future__ import annotations

from audiobook.narration.code.sql_phrases import condition
from audiobook.narration.code.sql_tokens import Token, bare, clauses, dotted, group, split
from audiobook.narration.code.words import code, codes, listing, some

_ROLE_WORDS = {
    "LOGIN": "that can log in", "NOLOGIN": "that cannot log in", "SUPERUSER": "with all rights",
    "CREATEDB": "that can create databases", "CREATEROLE": "that can create roles",
    "NOINHERIT": "that does not inherit rights", "INHERIT": "that inherits rights",
    "PASSWORD": "with a password", "IDENTIFIED": "with a password", "REPLICATION": "that can replicate",
    "BYPASSRLS": "that bypasses row-level security",
}  # fmt: skip


def grant(tokens: list[Token]) -> str:
    """GRANT and REVOKE: which rights, on what, to or from whom."""
    gives = tokens[0].key == "GRANT"
    verb, way = ("grants", "to") if gives else ("revokes", "from")
    parts = dict(clauses(tokens[1:], ("ON", "TO", "FROM", "WITH")))
    who = listing(
        codes(
            [
                dotted([t for t in part if t.key not in {"ROLE", "GROUP"}])
                for part in split(parts.get("TO") or parts.get("FROM") or [], ",")
            ]
        )
    )
    rights = [" ".join(_right(part)) for part in split(parts.get("", []), ",") if part]
    said = f"{verb} {listing(rights) or 'rights'}"
    if "ON" not in parts:
        names = codes([dotted(part) for part in split(parts.get("", []), ",") if part])
        said = f"{verb} the role {listing(names)}"
    elif parts["ON"]:
        said += f" on {_goal(parts['ON'])}"
    said += f" {way} {who}" if who else ""
    return said + (", who may grant it on" if any(t.key == "GRANT" for t in parts.get("WITH", [])) else "")


def _right(part: list[Token]) -> list[str]:
    """A right such as `SELECT (a, b)` in words."""
    inside, _ = group(part)
    words = [t.text.lower() for t in part if t.kind == "word" and t not in inside]
    columns = codes([bare(t) for t in inside if t.kind in {"word", "name"}])
    words = ["all rights"] if words[:1] == ["all"] else words
    return words + ([f"of {listing(columns)}"] if columns else [])


def _goal(tokens: list[Token]) -> str:
    """What a right is on: a table, all tables in a schema, a function."""
    keys = [t.key for t in tokens]
    if keys[:1] == ["ALL"] and "SCHEMA" in keys:
        what = " ".join(key.lower() for key in keys[1 : keys.index("IN")])
        return f"all {what} in the schema {code(dotted(tokens[keys.index('SCHEMA') + 1 :]))}"
    kinds = {"TABLE", "SCHEMA", "DATABASE", "FUNCTION", "SEQUENCE", "TYPE", "ROUTINE", "PROCEDURE"}
    kind = f"the {keys[0].lower()} " if keys[:1] and keys[0] in kinds else ""
    names = codes([dotted([t for t in part if t.key not in kinds]) for part in split(tokens, ",")])
    return f"{kind}{some(names, 4)}" if names else "everything"


def role(tokens: list[Token], verb: str) -> str:
    """CREATE or ALTER of a ROLE or USER: its name and what it may."""
    rest = [t for t in tokens[2:] if t.key not in {"IF", "NOT", "EXISTS"}]
    kind = tokens[1].key.lower()
    keys = [t.key for t in rest]
    told = [_ROLE_WORDS[key] for key in keys[1:] if key in _ROLE_WORDS]
    if not told and len(rest) > 2 and keys[1] == "WITH" and rest[2].kind == "word":
        told = [f"with {code(rest[2].text)}"]
    said = f"{verb} the {kind} {code(dotted(rest))}"
    if "SET" in keys:
        at = keys.index("SET")
        name = dotted(rest[at + 1 :])
        held = [t for t in rest[at + 2 * name.count(".") + 2 :] if t.text != "=" and t.key != "TO"]
        value = listing(codes([bare(t).strip("'") for t in held if t.kind != "sign"][:3]))
        return f"{said}, and sets {code(name)}" + (f" to {value}" if value else "")
    if "ROLE" in keys[1:] or "IN" in keys[1:]:
        told.append("in another role")
    return f"{said}{', ' if told else ''}{listing(told)}"


def policy(tokens: list[Token]) -> str:
    """A policy of row-level security: on which table, for what, for whom, and which rows."""
    parts = clauses(tokens[2:], ("ON", "FOR", "TO", "USING", "WITH CHECK", "AS"))
    held = dict(parts)
    said = f"creates the policy {code(_name(held.get('', [])))}"
    if "ON" in held:
        said += f" on {code(dotted(held['ON']))}"
    if held.get("FOR"):
        said += f", for {held['FOR'][0].key.lower()}"
    if held.get("TO"):
        said += f", for the role {listing(codes([dotted(part) for part in split(held['TO'], ',')]))}"
    if held.get("USING"):
        said += f", which lets rows be seen where {condition(group(held['USING'])[0], {})}"
    if held.get("WITH CHECK"):
        lets = ", and" if held.get("USING") else ", which lets rows"
        said += f"{lets} be written where {condition(group(held['WITH CHECK'])[0], {})}"
    return said


def _name(tokens: list[Token]) -> str:
    return bare(tokens[0]) if tokens else "policy"
