"""Front matter: the settings at the top of a lesson, between `---` lines (flat YAML) or `+++` lines (TOML).

The YAML read here is the part that lessons use: `key: value` with plain or quoted text, `true` and `false`,
lists in brackets or with dashes, whose items may be groups of `key: value`, and comments. Anything richer is a problem
that says so, never a guess.
"""

from __future__ import annotations

import re

from audiobook.documents import Document, KeyPath, parse_toml
from audiobook.errors import Problem

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_PAIR = re.compile(r"(?P<key>[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_GROUP = re.compile(r"[a-z_]+:[ \t]")
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")
_DASH = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?$")
_DOUBLE_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_MAP_TITLE = re.compile(r'\btitle:[ \t]*"([^"\\]*)"')
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SWITCHES = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_RICH = {
    "|": "text over several lines",
    ">": "text over several lines",
    "{": "a mapping in braces",
    "&": "an anchor",
    "*": "an alias",
    "!": "a tag",
    "%": "a directive",
    "@": "a reserved character",
    "`": "a reserved character",
}


class _ReadingError(ValueError):
    """One value cannot be read: (message, hint)."""


def split(path: str, text: str, problems: list[Problem]) -> tuple[Document, str]:
    """The front matter of a lesson, empty when there is none, and the body on its own lines.

    The lines of the front matter are blank in the body, so that line numbers there are those of the file.
    """
    rows = text.split("\n")
    start = next((at for at, row in enumerate(rows) if row.strip()), 0)
    opening = rows[start].rstrip()
    if opening.startswith("%{") and (under := _end_of_map(rows, start)):
        problems.append(_elixir_map(path, rows[start:under], start + 1))
        return Document(path, {}, {}), "\n" * (under + 1) + "\n".join(rows[under + 1 :])
    if opening not in _FENCES:
        return Document(path, {}, {}), text
    end = next((at for at in range(start + 1, len(rows)) if rows[at].rstrip() in _FENCES[opening]), None)
    if end is None:
        hint = f"Close it with a line `{opening}`; a lesson that begins with a rule can write `***`"
        problems.append(Problem(path, start + 1, "the front matter has no end", hint))
        return Document(path, {}, {}), ""
    inside = rows[start + 1 : end]
    body = "\n" * (end + 1) + "\n".join(rows[end + 1 :])
    if opening == "+++":
        document = parse_toml(path, "\n".join(inside), problems, first_line=start + 2)
    else:
        document = _parse_yaml(path, inside, start + 2, problems)
    return document or Document(path, {}, {}), body


def _end_of_map(rows: list[str], start: int) -> int:
    """The line `---` under the map `%{...}` that begins at `start`; 0 when there is none."""
    end = next((at for at in range(start, len(rows)) if rows[at].rstrip() == "---"), 0)
    closed = any(row.rstrip().endswith("}") for row in rows[start:end])
    return end if closed else 0


def _elixir_map(path: str, rows: list[str], line: int) -> Problem:
    """What to do about front matter in Elixir's syntax, as NimblePublisher has it."""
    title = _MAP_TITLE.search("\n".join(rows))
    given = f'`title: "{title[1]}"`' if title else "`title: ...`"
    hint = f"Put {given} between two lines `---` in its place"
    return Problem(path, line, "the front matter is an Elixir map, and YAML or TOML is read here", hint)


def _parse_yaml(path: str, rows: list[str], first_line: int, problems: list[Problem]) -> Document:
    values: dict[str, object] = {}
    lines: dict[KeyPath, int] = {}
    items: list[object] | None = None  # of the key above, which had no value on its own line
    above = ""
    for line, row in enumerate(rows, first_line):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        try:
            if items is not None and (dash := _DASH.match(row)):
                lines[(above, len(items))] = line
                items.append(_item(dash["value"] or ""))
                continue
            if items and isinstance(items[-1], dict) and row[0] in " \t":
                _add(items[-1], row.strip())
                continue
            key, value = _pair(row)
        except _ReadingError as error:
            problems.append(Problem(path, line, *error.args))
            items = None
            continue
        if (key,) in lines:
            message = f"`{key}` is already set on line {lines[(key,)]}"
            problems.append(Problem(path, line, message, "Keep one of the two"))
        lines[(key,)] = line
        items, above = ([] if value is None else None), key
        values[key] = items if value is None else value
    # A key with nothing after it is YAML's null: not set.
    return Document(path, {key: value for key, value in values.items() if value not in ([], None)}, lines)


def _item(value: str) -> object:
    """An item after its dash: a value, or the group of settings that `key: value` begins."""
    if not _GROUP.match(value):
        return _scalar(value)
    group: dict[str, object] = {}
    _add(group, value)
    return group


def _add(group: dict[str, object], row: str) -> None:
    key, value = _pair(row)
    if key in group:
        raise _ReadingError(f"`{key}` is already set in this item", "Keep one of the two")
    if value is not None:
        group[key] = value


def _pair(row: str) -> tuple[str, object]:
    """Key and value of a line; None stands for a value that is not on this line."""
    if row[0] in " \t":
        raise _ReadingError(
            "front matter is flat: this line is indented", "Write `key: value` from the first column"
        )
    found = _PAIR.match(row.rstrip())
    if not found:
        raise _ReadingError(
            "this is not a `key: value` line of front matter", 'Write it as `title: "The title"`'
        )
    key = found["key"].strip("\"'")
    value = (found["value"] or "").strip()
    if _COMMENT.sub("", value) in _NULLS:
        return key, None
    return key, _list(value) if value.startswith("[") else _scalar(value)


def _list(value: str) -> list[object]:
    value = _COMMENT.sub("", value)
    if not value.endswith("]"):
        raise _ReadingError("the list has no closing bracket on its line", "Write `[one, two]` on one line")
    inside = value[1:-1].strip()
    items: list[object] = []
    while inside:
        quoted = _DOUBLE_QUOTED.match(inside) or _SINGLE_QUOTED.match(inside)
        end = inside.find(",", quoted.end() if quoted else 0)
        item, inside = (inside, "") if end < 0 else (inside[:end], inside[end + 1 :].strip())
        items.append(_scalar(item.strip()))
    return items


def _scalar(value: str) -> object:
    value = value.strip()
    if value[:1] in {'"', "'"}:
        return _quoted(value)
    value = _COMMENT.sub("", value)
    if value[:1] in _RICH:
        message = f"the value is {_RICH[value[0]]} in YAML, which front matter here does not hold"
        raise _ReadingError(message, "Put plain text on one line, in double quotes")
    if re.search(r":(?:[ \t]|$)", value):
        raise _ReadingError(
            "a colon inside plain text means something else in YAML", "Put the text in double quotes"
        )
    return _SWITCHES.get(value, value)


def _quoted(value: str) -> str:
    double = value[0] == '"'
    found = (_DOUBLE_QUOTED if double else _SINGLE_QUOTED).match(value)
    if not found:
        raise _ReadingError("the quoted text has no end on its line", "Close the quote")
    if _COMMENT.sub("", value[found.end() :]).strip():
        raise _ReadingError("something follows the quoted text", "Put the whole value in the quotes")
    if not double:
        return found[1].replace("''", "'")
    return re.sub(r"\\(.)", lambda escape: _unescaped(escape[1]), found[1])


def _unescaped(letter: str) -> str:
    if letter not in _ESCAPES:
        raise _ReadingError(
            f"`\\{letter}` is no escape of front matter", "Write the character itself, or `\\\\`"
        )
    return _ESCAPES[letter]
