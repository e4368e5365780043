"""Reads GraphQL token by token: types, arguments, values, fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from audiobook.narration.code.scalars import scalar_words
from audiobook.narration.code.words import article, code, codes, comment_text, listing, plain, some

_TOKEN = re.compile(
    r'\s*(?:(#[^\n]*)|("""[\s\S]*?"""|"(?:\\.|[^"\\\n])*")|(\.\.\.|[{}()\[\]:!=|&@,])|(\$?[\w.-]+)|(\S))'
)
_SCALARS = {
    "String": "a string",
    "Int": "an integer",
    "Float": "a float",
    "Boolean": "a boolean",
    "ID": "an ID",
}
_MOST_TOKENS = 4_000


@dataclass(slots=True)
class Reader:
    """Tokens of a document, and the description or comment just before the next definition."""

    tokens: list[str]
    at: int = 0
    note: str = ""

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def skip(self, token: str) -> bool:
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def describe(self) -> str:
        """The descriptions and comments that stand here, taken."""
        said = []
        while self.peek()[:1] in {"#", '"'}:
            said.append(
                comment_text(self.peek())
                if self.peek().startswith("#")
                else plain(self.peek().strip('"').strip())
            )
            self.at += 1
        return " ".join(part for part in said if part)

    def past(self, opening: str, closing: str) -> list[str]:
        """The tokens up to the end of a bracket that opens here."""
        start, depth = self.at, 0
        while self.at < len(self.tokens):
            depth += {opening: 1, closing: -1}.get(self.take(), 0)
            if depth == 0:
                break
        return self.tokens[start + 1 : self.at - 1]


def opened(source: str) -> Reader:
    tokens = ["".join(part for part in hit if part) for hit in _TOKEN.findall(source)[:_MOST_TOKENS]]
    return Reader([token for token in tokens if token != ","])


# -- types ----------------------------------------------------------------------------------------------------


def type_words(reader: Reader) -> str:
    """A type reference in words: `[Book!]!` is "a required list of `Book`"."""
    if reader.skip("["):
        inner = type_words(reader)
        reader.skip("]")
        many = _many(inner.removeprefix("a required ").removeprefix("an ").removeprefix("a "))
        return f"a required list of {many}" if reader.skip("!") else f"a list of {many}"
    name = reader.take()
    said = _SCALARS.get(name) or article(code(name))
    if reader.skip("!"):
        return f"a required {said.removeprefix('an ').removeprefix('a ')}"
    return said


def _many(noun: str) -> str:
    return f"{noun}s" if re.fullmatch(r"(?:string|integer|float|boolean|ID)", noun) else noun


def arguments_of(reader: Reader) -> list[str]:
    """`(id: ID!, first: Int = 10)` as "`id`, a required ID"."""
    found = []
    if not reader.skip("("):
        return []
    while reader.peek() and not reader.skip(")"):
        reader.describe()
        name = reader.take()
        if not reader.skip(":"):
            continue
        said = f"{code(name.lstrip('$'))}, {type_words(reader)}"
        if reader.skip("="):
            said += f", {value_words(reader)} by default"
        directives_of(reader)
        found.append(said)
    return found


def directives_of(reader: Reader) -> list[str]:
    found = []
    while reader.skip("@"):
        found.append(reader.take())
        if reader.peek() == "(":
            reader.past("(", ")")
    return found


def value_words(reader: Reader) -> str:
    if reader.peek() in {"[", "{"}:
        opening = reader.peek()
        inner = reader.past(opening, {"[": "]", "{": "}"}[opening])
        names = [token for token, after in pairwise(inner) if after == ":"]
        return f"an object with {some(codes(names), 3)}" if opening == "{" and names else "a list"
    token = reader.take()
    if token.startswith("$"):
        return f"the variable {code(token[1:])}"
    if token.startswith('"'):
        return scalar_words(token.strip('"'))
    return token if re.fullmatch(r"-?\d+|true|false|null", token) else code(token)


def fields_of(reader: Reader) -> list[tuple[str, str]]:
    """The fields of a type with their types: `user(id: ID!): User` takes something and gives something."""
    found = []
    if not reader.skip("{"):
        return []
    while reader.peek() and not reader.skip("}"):
        reader.describe()
        name = reader.take()
        given = arguments_of(reader)
        said = ""
        if reader.skip(":"):
            said = type_words(reader)
            if reader.skip("="):
                said += f", {value_words(reader)} by default"
        old = "deprecated" in directives_of(reader)
        said = f"{said}, deprecated" if old and said else said
        if given:
            names = [one.split(",")[0] for one in given]
            said = f"{said}, given {listing(given) if len(given) == 1 else some(names, 3)}"
        if re.fullmatch(r"\w+", name):
            found.append((name, said))
    return found
