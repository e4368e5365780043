"""Blocks of SQL: their statements in order, in a sentence each while there are few."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.sql_changes import delete, insert, update
from audiobook.narration.code.sql_phrases import table_after_from
from audiobook.narration.code.sql_queries import common_tables, query_acts
from audiobook.narration.code.sql_tables import (
    TYPES,
    alter,
    columns_say,
    create_table,
    index,
    table_constraint,
)
from audiobook.narration.code.sql_tokens import Token, bare, dotted, group, split, tokenize
from audiobook.narration.code.telling import Telling, does_all, idiom, where
from audiobook.narration.code.words import (
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    ordinal,
    some,
)

_SIMPLE = {
    "BEGIN": "begins a transaction", "COMMIT": "commits it", "ROLLBACK": "rolls it back",
    "SAVEPOINT": "sets a savepoint",
    "VACUUM": "vacuums", "ANALYZE": "gathers statistics", "GRANT": "grants rights",
    "REVOKE": "revokes rights", "SHOW": "shows a setting",
    "LOCK": "locks a table", "END": "ends the block", "DECLARE": "declares a variable",
    "COPY": "copies rows", "CALL": "calls a procedure",
}  # fmt: skip


def statement_act(tokens: list[Token]) -> str:
    """One statement as a verb phrase; empty when its kind is not known."""
    keys = [t.key for t in tokens[:6]]
    head = keys[0] if keys else ""
    if head == "EXPLAIN":
        rest = tokens[1:]
        while rest and (rest[0].key in {"ANALYZE", "VERBOSE", "ANALYSE"} or rest[0].text == "("):
            rest = rest[group(rest)[1] :] if rest[0].text == "(" else rest[1:]
        return f"explains the plan of a query that {listing(query_acts(rest))}" if rest else "explains a plan"
    if head == "START":
        return _SIMPLE["BEGIN"]
    if head == "WITH":
        defined, rest = common_tables(tokens)
        return listing([*defined, statement_act(rest)]) if rest else listing(defined)
    if head == "CREATE":
        return _create(tokens, keys)
    if head in {"DROP", "TRUNCATE"}:
        kinds = [k for k in keys[1:3] if k not in {"IF", "EXISTS", "TABLE"}]
        rest = [
            t
            for t in tokens[1:]
            if t.key
            not in {
                "IF",
                "EXISTS",
                "TABLE",
                "INDEX",
                "VIEW",
                "TYPE",
                "DATABASE",
                "CONCURRENTLY",
                "MATERIALIZED",
            }
        ]
        kind = next(
            (k.lower() for k in keys[1:3] if k in {"TABLE", "INDEX", "VIEW", "TYPE", "DATABASE"}),
            "table" if kinds else "",
        )
        return f"{'drops' if head == 'DROP' else 'empties'} the {kind or 'table'} {code(dotted(rest))}"
    verbs: dict[str, Callable[[list[Token]], str]] = {
        "INSERT": insert,
        "UPDATE": update,
        "DELETE": delete,
        "ALTER": alter,
    }
    if head in verbs:
        return verbs[head](tokens)
    if head == "SET" and len(tokens) > 1:
        return f"sets {code(dotted([t for t in tokens[1:] if t.key not in {'LOCAL', 'SESSION'}]))}"
    if head == "USE" and len(tokens) > 1:
        return f"switches to the database {code(bare(tokens[1]))}"
    return _SIMPLE[head] if head in _SIMPLE else listing(query_acts(tokens))


def _create(tokens: list[Token], keys: list[str]) -> str:
    if "TABLE" in keys[:4]:
        return create_table(tokens, "it")[0].forms[0].removeprefix("It ").rstrip(".")
    if "INDEX" in keys[:4]:
        return index(tokens)
    kinds = (
        "MATERIALIZED",
        "VIEW",
        "TYPE",
        "EXTENSION",
        "FUNCTION",
        "TRIGGER",
        "DATABASE",
        "SCHEMA",
        "ROLE",
        "USER",
        "SEQUENCE",
        "POLICY",
        "PROCEDURE",
        "DOMAIN",
        "KEYSPACE",
    )
    kind = next((k for k in keys[1:5] if k in kinds), "")
    skip = {"CREATE", "OR", "REPLACE", "IF", "NOT", "EXISTS", *kinds}
    rest = [t for t in tokens if t.key not in skip]
    word = "materialized view" if kind == "MATERIALIZED" else kind.lower() or "object"
    said = f"creates the {word} {code(dotted(rest))}"
    if "ENUM" in [t.key for t in rest]:
        values = codes([t.text.strip("'") for t in group(rest)[0] if t.kind == "string"])
        return f"{said}, one of {some(values, 4)}"
    if kind in {"VIEW", "MATERIALIZED"}:
        return f"{said} from a query on {code(table_after_from(rest))}"
    return said


def statements(source: str) -> list[tuple[list[Token], str]]:
    """The statements of `source`, each with the comment above it."""
    found = []
    for part in split(tokenize(source), ";"):
        comments = [comment_text(t.text) for t in part if t.kind == "comment"]
        tokens = [t for t in part if t.kind != "comment"]
        if tokens or any(comments):
            found.append((tokens, " ".join(filter(None, comments[:2]))))
    return found


def _says(tokens: list[Token], subject: str) -> list[Say]:
    keys = [t.key for t in tokens[:4]]
    if keys[:1] == ["CREATE"] and "TABLE" in keys:
        return create_table(tokens, subject)
    if keys[:1] in (["SELECT"], ["WITH"]):
        acts = query_acts(tokens)
        if keys[0] == "WITH":
            defined, rest = common_tables(tokens)
            acts = [
                *defined,
                *(
                    query_acts(rest)
                    if rest and rest[0].key == "SELECT"
                    else [statement_act(rest)]
                    if rest
                    else []
                ),
            ]
        return [does_all(acts, subject)]
    said = statement_act(tokens)
    brief = re.split(r"[,:]| where | with ", said)[0]
    return [say(f"{subject} {said}", f"{subject} {brief}")] if said else []


def acts_of_text(source: str) -> list[str]:
    """Each statement of `source` as a verb phrase."""
    return [said for tokens, _ in statements(source) if tokens and (said := statement_act(tokens))]


def _fragment(snippet: Snippet) -> Telling | None:
    """A block that is no statement: clauses without a SELECT, or bare column definitions."""
    tokens = [t for t in tokenize(snippet.source) if t.kind != "comment"]
    acts = query_acts(tokens)
    lead = f"{count(snippet.lines, 'line')} of SQL{where(snippet)}"
    if acts:
        return idiom("part of a query", say(f"{lead}, part of a query", rank=0), does_all(acts, "it"))
    items = [part for part in split(tokens, ",") if len(part) > 1]
    if items and all(
        len(part) > 1 and (table_constraint(part, "") or part[1].key in TYPES) for part in items
    ):
        return idiom("part of a table", *columns_say(f"{lead}, which define", items, ""))
    return None


def tell(snippet: Snippet) -> Telling | None:
    """The telling of a block of SQL: each statement in a sentence while there are few, then all of them in one."""
    found = statements(snippet.source)
    known = [(tokens, note) for tokens, note in found if tokens and statement_act(tokens)]
    if not known or all(tokens[0].key not in _STARTS for tokens, _ in known):
        return _fragment(snippet)
    notes = [note for tokens, note in found if note]
    if len(known) == 1:
        head = (
            f"here is one SQL statement, {count(snippet.lines, 'line')}{where(snippet)}"
            if snippet.lines > 1
            else f"one SQL statement{where(snippet)}"
        )
        comment = [say(f"its comment says: {first_sentence(notes[0])}", rank=2)] if notes else []
        return idiom("SQL", say(head, rank=1), *comment, *_says(known[0][0], "it"))
    says = [say(f"{count(len(known), 'SQL statement')}{where(snippet)}", rank=0)]
    if len(known) <= 4:
        for index, (tokens, note) in enumerate(known, 1):
            told = _says(tokens, f"the {ordinal(index)}")
            if note and told and told[0].forms:
                words = first_sentence(note, 14).rstrip(".")
                told[0] = Say(
                    (f"{told[0].forms[0].rstrip('.')}; its comment says: {words}.", *told[0].forms),
                    told[0].rank,
                )
            says += told
    else:
        says.append(
            does_all(
                [re.split(r"[,:]| where | with ", statement_act(tokens))[0] for tokens, _ in known], "they", 0
            )
        )
    return idiom("SQL", *says)


_STARTS = frozenset(
    [
        "SELECT",
        "WITH",
        "CREATE",
        "ALTER",
        "DROP",
        "TRUNCATE",
        "INSERT",
        "UPDATE",
        "DELETE",
        "BEGIN",
        "START",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "EXPLAIN",
        "VACUUM",
        "ANALYZE",
        "GRANT",
        "REVOKE",
        "SHOW",
        "LOCK",
        "SET",
        "USE",
        "COPY",
        "CALL",
        "DECLARE",
        "END",
    ]
)
