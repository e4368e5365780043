"""Reads SQL by its tokens: statements, clauses, parentheses, names.

SQL is described from tokens and not from a tree: lessons show every dialect and many fragments, which a grammar of one
dialect rejects whole, while the clauses are marked by the same keywords in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))|(?P<string>[eE]?'(?:[^']|'')*(?:'|\Z)|(?P<tag>\$\w*\$).*?(?:(?P=tag)|\Z))|"
    r"(?P<name>\"[^\"]*\"|`[^`]*`|\[[A-Za-z_]\w*\])|(?P<number>\d+(?:\.\d+)?)|(?P<word>[@:$%]?[A-Za-z_À-ÿ][\w$]*|\$\d+|\?|:\w+)|"
    r"(?P<sign>->>?|#>>?|#-|<->|<=>|<#>|<\+>|<>|!=|<=|>=|=>|==|\|\||::|:=|@>|<@|@@|@\?|\?\||\?&|~\*?|!~\*?|&&|"
    r"[-+*/%<>=.,;()\[\]{}^&|#!])|(?P<junk>\S)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is comment, string, name, number, word or sign; `key` is the upper-case word."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        return self.text.upper() if self.kind == "word" else self.text


Tokens = Sequence[Token]


def tokenize(source: str) -> list[Token]:
    """All tokens of `source`, comments included; characters that mean nothing in SQL are left out."""
    return [
        Token(kind if kind != "tag" else "string", hit[0])
        for hit in _TOKEN.finditer(source)
        if (
            kind := next(
                k
                for k in ("comment", "string", "name", "number", "word", "sign", "junk")
                if hit[k] is not None
            )
        )
        != "junk"
    ]


def split(tokens: Tokens, *keys: str) -> list[list[Token]]:
    """Split at tokens that are one of `keys` and not inside parentheses."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0
        if depth == 0 and token.key in keys:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def split_last(tokens: Tokens, keys: Sequence[str]) -> tuple[list[Token], str, list[Token]]:
    """What stands before and after the last of `keys` outside parentheses and CASE; empty when there is none."""
    depth, cases = 0, 0
    for index in range(len(tokens) - 1, 0, -1):
        token = tokens[index]
        depth += (token.text in ")]") - (token.text in "([") if token.kind == "sign" else 0
        cases += (token.key == "END") - (token.key == "CASE")
        before = tokens[index - 1]
        joins = before.kind != "sign" or before.text in {")", "]"}
        if depth == 0 and cases == 0 and token.kind == "sign" and token.text in keys and joins:
            return list(tokens[:index]), token.text, list(tokens[index + 1 :])
    return [], "", []


def clauses(tokens: Tokens, starts: Sequence[str]) -> list[tuple[str, list[Token]]]:
    """Cut a statement at its clause keywords outside parentheses; multi-word keywords are given as `ORDER BY`."""
    found: list[tuple[str, list[Token]]] = [("", [])]
    depth, index, cases = 0, 0, 0
    in_case = bool({"WHEN", "THEN"} & set(starts))
    by_first: dict[str, list[list[str]]] = {}
    for start in sorted(starts, key=len, reverse=True):
        by_first.setdefault(start.split()[0], []).append(start.split())
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "sign":
            depth += (token.text in "([") - (token.text in ")]")
        cases += (token.key == "CASE") - (token.key == "END" and cases > 0) if in_case else 0
        match = None
        if depth == 0 and cases == 0 and token.kind == "word":
            match = next(
                (
                    w
                    for w in by_first.get(token.key, [])
                    if [t.key for t in tokens[index : index + len(w)]] == w
                ),
                None,
            )
        if match:
            found.append((" ".join(match), []))
            index += len(match)
        else:
            found[-1][1].append(token)
            index += 1
    return [part for part in found if part[0] or part[1]]


def group(tokens: Tokens, start: int = 0) -> tuple[list[Token], int]:
    """The tokens inside the first parentheses from `start` on, and the index after them; else `[]`, `start`."""
    for index in range(start, len(tokens)):
        if tokens[index].text == "(":
            depth = 0
            for end in range(index, len(tokens)):
                depth += (tokens[end].text == "(") - (tokens[end].text == ")")
                if depth == 0:
                    return list(tokens[index + 1 : end]), end + 1
            return list(tokens[index + 1 :]), len(tokens)
    return [], start


def bare(token: Token) -> str:
    """A name without its quotes or parameter sign."""
    return token.text.strip('"`[]') if token.kind == "name" else token.text.lstrip("@:$%")


def dotted(tokens: Tokens) -> str:
    """The leading dotted name of `tokens`: `public.posts`."""
    name = ""
    for token in tokens:
        if token.kind in {"word", "name"} and (not name or name.endswith(".")):
            name += bare(token)
        elif token.text == "." and name:
            name += "."
        else:
            break
    return name.rstrip(".")
