"""Configuration in braces, read leniently: Terraform, Nginx, Protocol Buffers.

A block of such a language is a run of statements: `words;`, `name = value`, or `words { statements }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?\*/)
      | (?P<heredoc><<[-~]?(?P<mark>\w+)\n.*?\n\s*(?P=mark)\b)
      | (?P<string>"(?:\\.|\$\{[^}]*\}|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<newline>\n)
      | (?P<sign>[{}\[\]();=,])
      | (?P<word>(?:\$\{[^}]*\}|[^\s{}\[\]();=,"'])+)""",
    re.VERBOSE | re.DOTALL,
)
_MOST_TOKENS = 6_000
_DEEP = 8


@dataclass(slots=True)
class Statement:
    """`words` as they stand, without quotes; `value` is what follows an equals sign; `inside` the statements in braces.

    `note` is the comment above it.
    """

    words: list[str]
    value: str = ""
    inside: list[Statement] = field(default_factory=list)
    is_block: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        return self.words[0] if self.words else ""

    def find(self, *names: str) -> list[Statement]:
        """The statements inside whose first word is one of `names`."""
        return [one for one in self.inside if one.name in names]

    def get(self, name: str) -> str:
        """The value or the further words of the first statement called `name`."""
        return next((one.value or " ".join(one.words[1:]) for one in self.find(name)), "")


@dataclass(slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    at: int = 0

    def next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def more(self) -> bool:
        return self.at < len(self.tokens)


_BARE_TOKEN = re.compile(
    _TOKEN.pattern.replace(r"[{}\[\]();=,]", r"[{};]").replace(r"""[^\s{}\[\]();=,"']""", r"""[^\s{};"']"""),
    re.VERBOSE | re.DOTALL,
)
"""The same where only braces and semicolons part words: in Nginx a word may be a regular expression."""


def _tokens(source: str, comments: str, bare: bool) -> Iterator[tuple[str, str]]:
    for hit in (_BARE_TOKEN if bare else _TOKEN).finditer(source):
        kind = hit.lastgroup or ""
        if kind == "mark":
            kind = "heredoc"
        text = hit[0]
        if kind == "comment" and not text.startswith(tuple(comments.split())):
            kind = "word"
        if text not in {"...", "…", "[...]"}:
            yield kind, text


def statements(
    source: str, *, comments: str = "# // /*", by_line: bool = True, bare: bool = False
) -> list[Statement]:
    """The statements of `source`; with `by_line` the end of a line ends one, else a semicolon does.

    With `bare` only braces, semicolons and blanks part words.
    """
    reader = _Reader(
        [token for _, token in zip(range(_MOST_TOKENS), _tokens(source, comments, bare), strict=False)]
    )
    return _run(reader, by_line, 0)


def _run(reader: _Reader, by_line: bool, depth: int) -> list[Statement]:
    found: list[Statement] = []
    current, notes, blank = Statement([]), "", 0

    def end() -> None:
        nonlocal current, notes
        if current.words:
            current.note, notes = notes.strip(), ""
            found.append(current)
        current = Statement([])

    while reader.more():
        kind, text = reader.next()
        if kind == "newline":
            blank += 1
            if by_line:
                end()
            if blank > 1:
                notes = ""
            continue
        if kind == "comment":
            notes = f"{notes}\n{text}" if not current.words else notes
            blank = 0
            continue
        blank = 0
        if text == "}":
            end()
            return found
        if text == ";":
            end()
        elif text == "{":
            current.is_block = True
            if depth < _DEEP:
                current.inside = _run(reader, by_line, depth + 1)
            else:
                _skip(reader)
            end()
        elif text == "=" and by_line and current.words:
            current.value = _value(reader)
            end()
        elif kind in {"word", "string", "heredoc"}:
            current.words.append(text.strip("\"'") if kind == "string" else text)
        elif not by_line or text not in ",":
            current.words.append(text)
    end()
    return found


def _skip(reader: _Reader) -> None:
    depth = 1
    while reader.more() and depth:
        depth += {"{": 1, "}": -1}.get(reader.next()[1], 0)


def _value(reader: _Reader) -> str:
    """What follows an equals sign, up to the end of the line outside brackets."""
    parts: list[str] = []
    depth = 0
    while reader.more():
        kind, text = reader.tokens[reader.at]
        if depth == 0 and (kind == "newline" or text == "}"):
            break
        reader.at += 1
        if kind == "comment":
            continue
        depth += {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}.get(text, 0)
        parts.append(" " if kind == "newline" else text)
    return re.sub(r"\s+", " ", " ".join(parts)).strip()
