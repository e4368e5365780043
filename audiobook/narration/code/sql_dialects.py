"""Brings blocks of SQL to plain statements: prompts, client commands, template tags, statements without semicolons."""

from __future__ import annotations

import re

_PROMPT = re.compile(r"^(?:[\w@:./-]*)> ?(?=\S)", re.M)
_CONTINUES = re.compile(r"^\s*-> ?", re.M)
_STATEMENT = re.compile(
    r"\n[ \t]*\n(?=(?:\s*--[^\n]*\n)*\s*(?:select|insert|update|delete|create|alter|drop|with|grant|truncate)\b)",
    re.I,
)
_LINE = re.compile(r"\n(?=(?:ALTER|CREATE|DROP|GRANT|REVOKE|INSERT INTO)\s)")
_OPEN_END = re.compile(
    r"(?:,|\(|\b(?:as|union|all|except|intersect|begin|then|else|loop|and|or|on|where|from|select|is))\s*$",
    re.I,
)
_TAG = re.compile(r"\{%-?.*?-?%\}|\{#.*?#\}", re.S)
_INSERTED = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}", re.S)
_REFERENCE = re.compile(r"""(?:ref|source|var|env_var)\(\s*(?:['"][^'"]*['"]\s*,\s*)?['"]([^'"]*)['"]""")


_ANSWERED = re.compile(
    r"^(?:INSERT \d+ \d+|(?:SELECT|UPDATE|DELETE|COPY|MERGE|FETCH) \d+|Time: .*|\(\d+ rows?\).*|"
    r"(?:CREATE|DROP|ALTER) (?:TABLE|INDEX|VIEW|FUNCTION|TYPE|EXTENSION|ROLE|DATABASE|SCHEMA|TRIGGER|SEQUENCE))\s*$",
    re.M,
)


_PLACE = re.compile(r"(?<![\w'\"{])\{([A-Za-z_][\w -]*)\}(?!\})|<([a-z_]+(?:[ _-][a-z_]+)*)>")


def plain(source: str) -> str:
    """The block as statements of SQL, each ended by a semicolon."""
    source = _ANSWERED.sub("", source)
    source = _PLACE.sub(lambda hit: re.sub(r"\W+", "_", hit[1] or hit[2]), source)
    if "{{" in source or "{%" in source:
        source = _untemplated(source)
    source = _typed(source)
    source = re.sub(r"^\s*\.(\w+)(.*)$", lambda hit: _client(hit[1], hit[2]), source, flags=re.M)
    source = re.sub(r"^\s*\\(\w+\+?)(.*)$", lambda hit: _client(hit[1], hit[2]), source, flags=re.M)
    return _ended(source)


def _typed(source: str) -> str:
    """Only what is typed, where lines have a prompt; what is answered stands after a semicolon without one."""
    lines = source.split("\n")
    if not any(_PROMPT.match(line) for line in lines):
        return source
    kept: list[str] = []
    going = False
    for line in lines:
        prompted = _PROMPT.match(line)
        if prompted or going:
            clean = _CONTINUES.sub("", _PROMPT.sub("", line, count=1) if prompted else line)
            kept.append(clean)
            going = not clean.rstrip().endswith(";")
    return "\n".join(kept)


_CLIENT = {
    "d": "DESCRIBE", "dt": "SHOW TABLES", "di": "SHOW INDEXES", "l": "SHOW DATABASES", "du": "SHOW ROLES",
    "c": "USE", "connect": "USE", "copy": "COPY", "schema": "SHOW CREATE TABLE", "tables": "SHOW TABLES",
    "dn": "SHOW SCHEMAS", "df": "SHOW FUNCTIONS",
}  # fmt: skip


def _client(name: str, rest: str) -> str:
    """A command of the client as the statement nearest to it; one that only sets how things print is left out."""
    word = _CLIENT.get(name.lower().rstrip("+"), "")
    return f"{word} {rest.strip().rstrip(';')};" if word else ""


def _untemplated(source: str) -> str:
    """SQL with the tags of its template language taken out, and what is inserted by name."""
    return _INSERTED.sub(_inserted, _TAG.sub("", source))


def _inserted(hit: re.Match[str]) -> str:
    inner = hit[1]
    beside = hit.string[hit.start() - 1 : hit.start()] + hit.string[hit.end() : hit.end() + 1]
    if re.search(r"\w", beside):  # a part of a longer name
        return re.split(r"\W+", inner.rstrip(") "))[-1]
    if re.match(r"config\(|return\(|log\(", inner):
        return ""
    reference = _REFERENCE.match(inner)
    if reference:
        return reference[1]
    called = re.match(r"([\w.]+)\(\s*(?:'([^']*)'|\"([^\"]*)\")?", inner)
    if called:
        about = called[2] or called[3]
        return f"{called[1]}('{about}')" if about else f"{called[1]}()"
    name = re.match(r"[\w.]+", inner)
    return name[0] if name else "value"


def _ended(source: str) -> str:
    """Statements that only a blank line parts, with a semicolon between them."""
    parts = []
    start = 0
    hits = sorted([*_STATEMENT.finditer(source), *_LINE.finditer(source)], key=lambda hit: hit.start())
    for hit in hits:
        before = re.sub(r"--[^\n]*", "", source[start : hit.start()]).rstrip()
        opens_with = re.match(r"\s*(\w+)", before)
        whole = bool(before) and before.count("(") == before.count(")") and before.count("$$") % 2 == 0
        defines = opens_with is not None and opens_with[1].lower() in {"with", "explain", "insert"}
        if (
            whole
            and not before.endswith(";")
            and not _OPEN_END.search(before)
            and not (defines and before.endswith(")"))
        ):
            parts.append(source[start : hit.start()] + ";")
            start = hit.start()
    return "".join([*parts, source[start:]])
