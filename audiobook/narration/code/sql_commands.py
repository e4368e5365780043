"""Commands of SQL that neither read nor change rows: settings, transactions, copies, cursors, jobs."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.sql_tokens import Token, bare, dotted, group, split
from audiobook.narration.code.sql_values import noun
from audiobook.narration.code.words import code, listing

KINDS = frozenset(
    ["TABLE", "INDEX", "VIEW", "TYPE", "DATABASE", "SCHEMA", "SEQUENCE", "FUNCTION", "PROCEDURE", "TRIGGER", "ROLE",
     "USER", "POLICY", "EXTENSION", "COLUMN", "CONSTRAINT", "DOMAIN", "RULE", "PUBLICATION", "SUBSCRIPTION",
     "AGGREGATE", "OPERATOR", "SCHEDULE", "CHANGEFEED", "STATISTICS", "SERVER", "KEYSPACE", "TABLESPACE"]
)  # fmt: skip


def setting(tokens: list[Token]) -> str:
    """SET name TO value: "`work_mem` to 64 MB"."""
    rest = [t for t in tokens[1:] if t.key not in {"LOCAL", "SESSION", "GLOBAL"}]
    if [t.key for t in rest[:2]] == ["TRANSACTION", "ISOLATION"]:
        return f"the isolation level to {' '.join(t.key.lower() for t in rest[3:5])}"
    if [t.key for t in rest[:2]] == ["TIME", "ZONE"]:
        return f"the time zone to {noun(rest[2:], {})}"
    if rest and rest[0].key in {"ROLE", "CONSTRAINTS"}:
        return f"the {rest[0].key.lower()} to {code(bare(rest[-1]).strip(chr(39)))}"
    if rest and rest[0].text == "(":
        sides = [split(part, "=") for part in split(group(rest)[0], ",")]
        return listing([f"{code(dotted(side[0]))} to {noun(side[1], {})}" for side in sides if len(side) > 1])
    name = dotted(rest)
    value = [t for t in rest[2 * name.count(".") + 1 :] if t.text != "=" and t.key != "TO"]
    told = listing([noun(part, {}) for part in split(value, ",")]) if value else ""
    return f"{code(name)}{f' to {told}' if told else ''}"


def set_act(tokens: list[Token]) -> str:
    scope = {"LOCAL": ", for this transaction", "GLOBAL": ", for all sessions"}.get(
        tokens[1].key if len(tokens) > 1 else "", ""
    )
    return f"sets {setting(tokens)}{scope}"


def copy(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    table = (
        code(dotted(tokens[1:]))
        if tokens[1:2] and tokens[1].text != "("
        else f"a query on {code(dotted(tokens))}"
    )
    file = next((noun([t], {}) for t in tokens if t.kind == "string"), "")
    file = file or next(
        (f"the {key.lower().replace('std', 'standard ')}put" for key in keys if key in {"STDIN", "STDOUT"}),
        "",
    )
    file = file.replace("inputput", "input").replace("outputput", "output").replace("input put", "input")
    style = ", as comma-separated values" if "CSV" in keys else ""
    if "FROM" in keys:
        return f"copies into {table} the rows of {file or 'a file'}{style}"
    return f"copies the rows of {table} to {file or 'a file'}{style}"


def show(tokens: list[Token]) -> str:
    words = [t for t in tokens[1:] if t.key not in {"FROM", "FOR", "IN", "WITH"}]
    cut = next((i for i, t in enumerate(tokens) if t.key in {"FROM", "FOR", "IN"}), len(tokens))
    goal = [t for t in tokens[cut + 1 :] if t.kind in {"word", "name", "sign"}]
    if goal and cut > 1 and tokens[1].key != "CREATE":
        kind = f"the {goal[0].key.lower()} " if goal[0].key in KINDS else ""
        name = code(dotted([t for t in goal if t.key not in KINDS]))
        return f"shows the {' '.join(t.text.lower() for t in tokens[1:cut])} of {kind}{name}"
    small = [t.text.lower() for t in words if t.key.isupper() and t.kind == "word" and (t.key in _SHOWN)]
    names = [t for t in words if t.kind in {"word", "name"} and t.key not in _SHOWN]
    if not small:
        return f"shows the setting {code(dotted(words))}"
    what = " ".join(small)
    what = re.sub(r"^create (\w+)", r"statement that creates the \1", what)
    return f"shows the {what}" + (
        f" of {code(dotted(names))}"
        if names and "creates" not in what
        else f" {code(dotted(names))}"
        if names
        else ""
    )


_SHOWN = frozenset(
    ["CREATE", "TABLE", "TABLES", "COLUMNS", "INDEX", "INDEXES", "DATABASES", "DATABASE", "SCHEMAS", "PARTITIONS",
     "VIEW", "GRANTS", "ROLES", "USERS", "JOBS", "JOB", "RANGES", "RANGE", "STATISTICS", "SESSIONS",
     "CONSTRAINTS",
     "CONSTRAINT", "SEQUENCES", "TYPES", "ENUMS", "REGIONS", "ZONE", "CONFIGURATION", "CONFIGURATIONS",
     "TRIGGERS",
     "FUNCTION", "FUNCTIONS", "STATUS", "VARIABLES", "PROCESSLIST", "ENGINES", "SCHEDULES", "BACKUP",
     "BACKUPS",
     "LOCALITY", "TRANSACTION", "TIME", "TRACE", "QUERIES", "KEYS", "ALL", "TRANSFER", "SAVEPOINT", "SYNTAX"]
)  # fmt: skip


def call(tokens: list[Token]) -> str:
    said = noun(tokens[1:], {}, 1).replace("the result of ", "the procedure ")
    return f"calls {said}" if said else "calls a procedure"


def lock(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    rest = [t for t in tokens[1:] if t.key != "TABLE"]
    mode = (
        f", in the mode {' '.join(k.lower() for k in keys[keys.index('IN') + 1 : keys.index('MODE')])}"
        if {"IN", "MODE"} <= set(keys)
        else ""
    )
    return f"locks the table {code(dotted(rest))}{mode}" + (", without waiting" if "NOWAIT" in keys else "")


def comment(tokens: list[Token]) -> str:
    keys = [t.key for t in tokens]
    at = keys.index("IS") if "IS" in keys else len(tokens)
    kind = keys[2].lower() if len(keys) > 2 else "object"
    said = noun(tokens[at + 1 :], {})
    return f"comments the {kind} {code(dotted(tokens[3:at]))}" + (
        f" with {said}" if said and said != "a text" else ""
    )


def named_act(verb: str, *drop: str) -> Callable[[list[Token]], str]:
    """A statement that is a verb and a name."""

    def tell(tokens: list[Token]) -> str:
        rest = [t for t in tokens[1:] if t.key not in {*drop, "IF", "EXISTS", "CONCURRENTLY"}]
        name = code(dotted(rest)) if rest else ""
        return (
            verb.format(name).strip() if name else re.sub(r" (?:the \w+ )?(?:of |to |from )?\{\}", "", verb)
        )

    return tell


def job(tokens: list[Token]) -> str:
    """A command on a job, a query, a backup: "cancels the job 7"."""
    verb = tokens[0].text.lower()
    kind = tokens[1].text.lower() if len(tokens) > 1 and tokens[1].kind == "word" else ""
    name = noun(tokens[2:3], {}) if len(tokens) > 2 else ""
    return f"{verb}s the {kind} {name}".strip() if kind else f"{verb}s a job"
