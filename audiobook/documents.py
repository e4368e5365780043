"""Text files as an author wrote them: reading with clear errors, and TOML whose keys know their lines.

Problems are appended to a list instead of being raised, so that one run reports everything that is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audiobook.errors import Problem, reason_of
from audiobook.safe_text import NOT_XML

KeyPath = tuple[str | int, ...]

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"[ \t]*(?P<array>\[)?\[[ \t]*(?P<keys>{_DOTTED})[ \t]*\]")
_STATEMENT = re.compile(rf"[ \t]*(?P<keys>{_DOTTED})[ \t]*=[ \t]*(?P<value>.*)")
_BARE_KEYS = re.compile(r"[A-Za-z0-9_.-]+")
_MAY_SPAN_LINES = ("[", "{", '"""', "'''")


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a course so far: `problems` end the reading, `warnings` do not."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """Keys and values of one file. `lines` gives the 1-based line of each written key, by its path."""

    path: str
    values: Mapping[str, object]
    lines: Mapping[KeyPath, int]

    def line_of(self, *keys: str | int) -> int:
        """The line of the key, else of the nearest one around it; 0, the whole file, when none is written."""
        for length in range(len(keys), 0, -1):
            line = self.lines.get(keys[:length])
            if line is not None:
                return line
        return 0

    def problem(self, keys: Iterable[str | int], message: str, hint: str = "") -> Problem:
        return Problem(self.path, self.line_of(*keys), message, hint)


def shown(path: Path) -> str:
    """The path as messages name it: relative to the working directory when inside, with forward slashes."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a UTF-8 file with `\\n` line ends and no byte order mark; None after a problem."""
    name = shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(_unreadable(path, name, error))
        return None
    if data.startswith(_UTF16_MARKS):
        problems.append(Problem(name, 1, "the file is UTF-16, not UTF-8", "Save it as UTF-8"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02x} cannot be read"
        problems.append(Problem(name, line, message, "Save it as UTF-8"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = NOT_XML.search(text)
    if forbidden:
        line = text.count("\n", 0, forbidden.start()) + 1
        message = f"the control character U+{ord(forbidden.group()):04X} can stand in no feed or page"
        problems.append(Problem(name, line, message, "Delete it"))
        return None
    return text


def _unreadable(path: Path, name: str, error: OSError) -> Problem:
    if path.is_dir():
        return Problem(name, 0, "this is a folder, but its name is that of a file", "Rename the folder")
    if path.is_symlink():
        return Problem(name, 0, "the link leads to no file that can be read", "Mend or remove the link")
    return Problem(
        name, 0, f"the file cannot be read ({reason_of(error)})", "Check that it exists and who may read it"
    )


def parse_toml(path: str, text: str, problems: list[Problem], *, first_line: int = 1) -> Document | None:
    """The TOML `text` that begins on `first_line` of the file named `path`; None after a syntax error."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax_error(str(error), text)
        hint = "Mend the TOML, see https://toml.io"
        problems.append(Problem(path, line + first_line - 1, message, hint))
        return None
    return Document(path, values, _key_lines(text, first_line))


def read_toml(path: Path, problems: list[Problem]) -> Document | None:
    """A TOML file; None after a problem."""
    text = read_text(path, problems)
    return None if text is None else parse_toml(shown(path), text, problems)


def _syntax_error(message: str, text: str) -> tuple[str, int]:
    found = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if not found:
        return message, 0
    line = int(found[1]) if found[1] else len(text.rstrip("\n").split("\n"))
    return f"this is not TOML: {message[: found.start()]}", line


def _key_lines(text: str, first_line: int) -> dict[KeyPath, int]:
    """Where each key and table of valid TOML stands; tomllib keeps no positions, so the lines are walked."""
    rows = text.split("\n")
    found: dict[KeyPath, int] = {}
    sizes: dict[KeyPath, int] = {}
    table: KeyPath = ()
    at = 0
    while at < len(rows):
        height = 1
        if header := _HEADER.match(rows[at]):
            table = _table_path(_split_keys(header["keys"]), bool(header["array"]), sizes)
            found.setdefault(table, at + first_line)
        elif statement := _STATEMENT.match(rows[at]):
            keys = _split_keys(statement["keys"])
            for length in range(1, len(keys) + 1):
                found.setdefault((*table, *keys[:length]), at + first_line)
            height = _value_height(rows, at, statement["value"])
        at += height
    return found


def _table_path(keys: list[str], array: bool, sizes: dict[KeyPath, int]) -> KeyPath:
    """The path a table header opens. `sizes` counts the tables of each array: later headers mean the last."""
    path: KeyPath = ()
    for position, key in enumerate(keys):
        path = (*path, key)
        if array and position == len(keys) - 1:
            sizes[path] = sizes.get(path, 0) + 1
        if path in sizes:
            path = (*path, sizes[path] - 1)
    return path


def _split_keys(dotted: str) -> list[str]:
    if _BARE_KEYS.fullmatch(dotted):
        return dotted.split(".")
    keys = []
    node: object = tomllib.loads(f"{dotted} = 0")
    while isinstance(node, dict):
        [(key, node)] = node.items()
        keys.append(key)
    return keys


def _value_height(rows: list[str], at: int, value: str) -> int:
    """How many lines the value that begins on row `at` takes: as few as make it whole TOML."""
    if not value.startswith(_MAY_SPAN_LINES):
        return 1
    for end in range(at + 1, len(rows) + 1):
        try:
            tomllib.loads("\n".join(rows[at:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end - at
    return 1
