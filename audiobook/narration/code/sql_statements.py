"""One statement of SQL as a verb phrase, of whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable

from audiobook.narration.code.sql_alterations import alter
from audiobook.narration.code.sql_changes import delete, insert, merge, update
from audiobook.narration.code.sql_commands import (
    KINDS,
    call,
    comment,
    copy,
    job,
    lock,
    named_act,
    set_act,
    setting,
    show,
)
from audiobook.narration.code.sql_queries import common_tables, query_acts
from audiobook.narration.code.sql_rights import grant, policy, role
from audiobook.narration.code.sql_routines import block_acts, body_acts, routine, trigger
from audiobook.narration.code.sql_tables import create_table, index, type_words
from audiobook.narration.code.sql_tokens import Token, bare, dotted, group, split
from audiobook.narration.code.sql_values import noun
from audiobook.narration.code.words import code, codes, few, listing, some

_SIMPLE = {
    "BEGIN": "begins a transaction", "START": "begins a transaction", "COMMIT": "commits the transaction",
    "ROLLBACK": "rolls the transaction back", "END": "ends the transaction",
    "ABORT": "rolls the transaction back",
}  # fmt: skip
_SKIPPED = frozenset(
    ["IF", "NOT", "EXISTS", "OR", "REPLACE", "CREATE", "CONCURRENTLY", "MATERIALIZED", "TEMP", "TEMPORARY",
     "UNIQUE", "RECURSIVE", "ONLY", "VIRTUAL", "FOREIGN", "UNLOGGED", "GLOBAL", "LOCAL"]
)  # fmt: skip

STARTS = frozenset(
    ["SELECT", "WITH", "CREATE", "ALTER", "DROP", "TRUNCATE", "INSERT", "UPDATE", "DELETE", "BEGIN", "START", "COMMIT",
     "ROLLBACK", "SAVEPOINT", "EXPLAIN", "VACUUM", "ANALYZE", "GRANT", "REVOKE", "SHOW", "LOCK", "SET", "USE",
     "COPY",
     "CALL", "DECLARE", "END", "MERGE", "UPSERT", "REPLACE", "DO", "RELEASE", "PREPARE", "EXECUTE",
     "DEALLOCATE",
     "FETCH", "CLOSE", "MOVE", "LISTEN", "NOTIFY", "UNLISTEN", "COMMENT", "REFRESH", "REINDEX", "CLUSTER",
     "PRAGMA",
     "ATTACH", "DETACH", "DESCRIBE", "DESC", "RESET", "VALUES", "TABLE", "ABORT", "DISCARD", "CHECKPOINT",
     "PAUSE",
     "RESUME", "CANCEL", "BACKUP", "RESTORE", "IMPORT", "EXPORT", "PERFORM", "IF", "RETURN", "RAISE", "FOR"]
)  # fmt: skip


def statement_act(tokens: list[Token]) -> str:
    """One statement as a verb phrase; empty when its kind is not known."""
    head = tokens[0].key if tokens else ""
    if head in _TELLERS:
        return _TELLERS[head](tokens)
    if head in _SIMPLE:
        return _SIMPLE[head] + _level(tokens)
    return listing(query_acts(tokens))


def in_brief(tokens: list[Token]) -> str:
    """A statement around a query, the query by its columns' names only; empty for any other statement."""
    keys = [t.key for t in tokens]
    at = next((i for i, key in enumerate(keys) if key in {"SELECT", "WITH"} and i), -1)
    if keys[:1] == ["CREATE"] and {"FUNCTION", "PROCEDURE"} & set(keys[1:4]):
        return routine(tokens, with_body=False)
    if keys[:1] != ["CREATE"] or "VIEW" not in keys[:5] or at < 0:
        return ""
    kind = "materialized view" if "MATERIALIZED" in keys[:4] else "view"
    clauses = query_acts(tokens[at:], in_brief=True)
    return f"creates the {kind} {_name(tokens[1:])}, which {listing(clauses)}"


def _level(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    if "LEVEL" in keys:
        return (
            f", with the isolation level {' '.join(k.lower() for k in keys[keys.index('LEVEL') + 1 :][:2])}"
        )
    if "TO" in keys:
        return f" to the savepoint {code(bare(tokens[-1]))}"
    return ""


def _explain(tokens: list[Token]) -> str:
    rest = tokens[1:]
    measured = any(t.key in {"ANALYZE", "ANALYSE"} for t in rest[:6])
    while rest and (rest[0].key in {"ANALYZE", "VERBOSE", "ANALYSE"} or rest[0].text == "("):
        rest = rest[group(rest)[1] :] if rest[0].text == "(" else rest[1:]
    if not rest:
        return "explains a plan"
    runs = "runs and explains the plan of" if measured else "explains the plan of"
    if rest[0].key in {"SELECT", "WITH", "TABLE", "VALUES"}:
        return f"{runs} a query that {listing(query_acts(rest))}"
    return f"{runs} a statement that {statement_act(rest)}"


def _with(tokens: list[Token]) -> str:
    defined, rest = common_tables(tokens)
    return listing([*defined, statement_act(rest)]) if rest else listing(defined)


def _name(tokens: list[Token]) -> str:
    """The name in a DROP, CREATE or ALTER, after the words before it."""
    return code(dotted([t for t in tokens if t.key not in _SKIPPED | KINDS]))


def _drop(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    verb = "drops" if keys[0] == "DROP" else "empties"
    kind = next((k.lower() for k in keys[1:4] if k in KINDS), "table")
    kind = "materialized view" if "MATERIALIZED" in keys[:3] else kind
    rest = [t for t in tokens[1:] if t.key not in _SKIPPED | KINDS]
    parts = [part for part in split(rest, ",") if part]
    names = codes([dotted(part) for part in parts])
    on = ""
    if kind in {"trigger", "policy", "rule"} and "ON" in keys:
        on = f" on {code(dotted(tokens[keys.index('ON') + 1 :]))}"
    with_it = ", and what depends on it" if keys[-1] == "CASCADE" else ""
    many = f"{kind}s" if len(names) > 1 else kind
    return f"{verb} the {many} {listing(names)}{on}{with_it}"


def _create(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    kind = next((k for k in keys[1:6] if k in KINDS), "")
    if kind == "TABLE":
        return create_table(tokens, "it")[0].forms[0].removeprefix("It ").rstrip(".")
    if kind == "INDEX":
        return index(tokens)
    if kind in {"FUNCTION", "PROCEDURE"}:
        return routine(tokens)
    if kind == "TRIGGER":
        return trigger(tokens)
    if kind == "POLICY":
        return policy(tokens)
    if kind in {"ROLE", "USER"}:
        return role(tokens, "creates")
    name = _name(tokens[1:])
    if kind == "VIEW":
        return _view(tokens, keys, name)
    said = f"creates the {kind.lower() or 'object'} {name}"
    if "ENUM" in keys:
        values = codes(
            [t.text.strip("'") for t in group(tokens, keys.index("ENUM"))[0] if t.kind == "string"]
        )
        return f"{said}, one of {some(values, 4)}"
    if kind == "TYPE" and "AS" in keys and keys[keys.index("AS") + 1 :][:1] == ["("]:
        held = split(group(tokens, keys.index("AS"))[0], ",")
        return f"{said}, with {listing([f'{code(bare(part[0]))}, {type_words(part[1:])}' for part in held if part])}"
    if kind == "DOMAIN" and "AS" in keys:
        rest = tokens[keys.index("AS") + 1 :]
        return f"{said}, which is {type_words(rest)}"
    return said


def _view(tokens: list[Token], keys: list[str], name: str) -> str:
    kind = "materialized view" if "MATERIALIZED" in keys[:4] else "view"
    at = next(
        (i for i, key in enumerate(keys) if key in {"SELECT", "WITH"} and keys[i - 1] in {"AS", "("}), -1
    )
    if at < 0:
        return f"creates the {kind} {name}"
    query = tokens[at:]
    if keys[-3:-1] == ["WITH", "NO"] or keys[-2:] == ["WITH", "DATA"]:
        query = query[: -3 if keys[-3:-1] == ["WITH", "NO"] else -2]
    return f"creates the {kind} {name}, which {listing(query_acts(query))}"


def _alter(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    kind = next((k for k in keys[1:3] if k in KINDS or k == "SYSTEM"), "")
    if not kind and keys[1:2] != ["DEFAULT"]:
        return (
            f"alters the {keys[1].lower()}" + (f" {code(dotted(tokens[2:]))}" if len(tokens) > 2 else "")
            if len(keys) > 1
            else ""
        )
    if kind == "TABLE":
        return alter(tokens)
    if keys[1:2] == ["DEFAULT"] and (
        at := next((i for i, k in enumerate(keys) if k in {"GRANT", "REVOKE"}), 0)
    ):
        return f"changes the default privileges: from now on, it {grant(tokens[at:])}"
    if kind == "SYSTEM" and "SET" in keys:
        return f"changes the server's setting {setting(tokens[keys.index('SET') :])}"
    if kind in {"ROLE", "USER"}:
        return role(tokens, "alters")
    rest = tokens[2:]
    name = _name(rest)
    said = f"alters the {kind.lower()} {name}"
    if "VALUE" in keys and (done := next((k for k in keys if k in {"ADD", "DROP", "RENAME"}), "")):
        values = codes([t.text.strip("'") for t in tokens if t.kind == "string"])
        verb, way = {"ADD": ("adds", "to"), "DROP": ("drops", "from"), "RENAME": ("renames", "of")}[done]
        return f"{verb} the value {' to '.join(values)} {way} the {kind.lower()} {name}"
    if "RENAME" in keys and "TO" in keys:
        return f"renames the {kind.lower()} {name} to {code(dotted(tokens[keys.index('TO') + 1 :]))}"
    if "SET" in keys:
        return f"{said}, and sets {setting(tokens[keys.index('SET') :])}"
    if "OWNER" in keys:
        return f"gives the {kind.lower()} {name} to {code(bare(tokens[-1]))}"
    at = 2 * name.count(".") + 3
    if tokens[at:] and tokens[at].key in {
        "ADD",
        "DROP",
        "ENABLE",
        "DISABLE",
        "VALIDATE",
        "SPLIT",
        "PARTITION",
    }:
        words = [t.text.lower() for t in tokens[at + 1 : at + 3] if t.kind == "word"]
        held = codes([bare(t) for t in tokens[at + 1 :] if t.kind == "name"][:1])
        return f"{said}, and {tokens[at].text.lower()}s {' '.join([*words, *held])}".replace(
            "adds ", "adds the "
        )
    return said


def _do(tokens: list[Token]) -> str:
    inner = body_acts(tokens)
    return f"runs a block that {listing(few(inner, 5))}" if inner else "runs a block of code"


def _prepared(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    if keys[0] == "EXECUTE":
        given = [noun(part, {}) for part in split(group(tokens)[0], ",") if part]
        return f"executes {code(bare(tokens[1]))}" + (f" with {listing(given)}" if given else "")
    rest = tokens[keys.index("AS") + 1 :] if "AS" in keys else []
    return f"prepares {code(bare(tokens[1]))}" + (f", which {statement_act(rest)}" if rest else "")


def _declare(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    if "CURSOR" in keys and "FOR" in keys:
        query = tokens[keys.index("FOR") + 1 :]
        return f"declares the cursor {code(bare(tokens[1]))} for a query that {listing(query_acts(query))}"
    return listing(few(block_acts(tokens), 5)) or f"declares {code(bare(tokens[1]))}"


def _query(tokens: list[Token]) -> str:
    return listing(query_acts(tokens))


_TELLERS: dict[str, Callable[[list[Token]], str]] = {
    "EXPLAIN": _explain, "WITH": _with, "CREATE": _create, "DROP": _drop, "TRUNCATE": _drop,
    "INSERT": insert, "UPSERT": insert, "UPDATE": update, "DELETE": delete, "MERGE": merge, "ALTER": _alter,
    "GRANT": grant, "REVOKE": grant, "SET": set_act, "COPY": copy, "SHOW": show, "CALL": call, "DO": _do,
    "LOCK": lock, "COMMENT": comment, "PREPARE": _prepared, "EXECUTE": _prepared, "DECLARE": _declare,
    "REPLACE": insert, "SELECT": _query, "VALUES": _query,
    "USE": named_act("switches to the database {}"), "SAVEPOINT": named_act("sets the savepoint {}"),
    "RELEASE": named_act("releases the savepoint {}", "SAVEPOINT"),
    "VACUUM": named_act("vacuums {}", "FULL", "ANALYZE", "VERBOSE"),
    "ANALYZE": named_act("gathers statistics on {}", "VERBOSE", "TABLE"),
    "LISTEN": named_act("listens to {}"),
    "NOTIFY": named_act("notifies {}"), "UNLISTEN": named_act("stops listening to {}"),
    "REFRESH": named_act("refreshes the materialized view {}", "MATERIALIZED", "VIEW"),
    "REINDEX": named_act("rebuilds the index {}", "INDEX", "TABLE"),
    "CLUSTER": named_act("clusters the table {}"),
    "DEALLOCATE": named_act("forgets {}", "PREPARE"), "CLOSE": named_act("closes the cursor {}"),
    "FETCH": named_act("fetches rows from {}", "FORWARD", "NEXT", "ALL", "FROM", "IN"),
    "DESCRIBE": named_act("describes the table {}"), "DESC": named_act("describes the table {}"),
    "PRAGMA": named_act("sets the pragma {}"), "RESET": named_act("resets {}"),
    "TABLE": named_act("selects all of {}"),
    "RESUME": job, "PAUSE": job, "CANCEL": job, "BACKUP": job, "RESTORE": job, "IMPORT": job, "EXPORT": job,
    "ATTACH": named_act("attaches the database {}", "DATABASE"),
}  # fmt: skip
