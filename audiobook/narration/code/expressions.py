"""DynamoDB expressions in words: conditions ("`PK` is `USER#1` and `SK` starts with `ORDER#`") and updates.

The names behind `#name` and the values behind `:value` are put in where the request gives them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.narration.code.words import code, listing

_TOKEN = re.compile(r"\s*(<>|<=|>=|[=<>(),+-]|:?#?[\w.#:\[\]-]*\w\]?|\S)")
_SIGNS = {
    "=": "is", "<>": "is not", "<": "is less than", "<=": "is at most", ">": "is greater than",
    ">=": "is at least",
}  # fmt: skip
_MOST_TOKENS = 400


@dataclass(slots=True)
class Expression:
    """An expression that is being read: its tokens, where it stands, and what its placeholders stand for."""

    tokens: Sequence[str]
    names: Mapping[str, str]
    values: Mapping[str, str]
    at: int = field(default=0)

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def word(self) -> str:
        return self.peek().upper()

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def skip(self, *tokens: str) -> None:
        if self.peek().upper() in tokens:
            self.at += 1


def opened(source: str, names: Mapping[str, str], values: Mapping[str, str]) -> Expression:
    """`source` cut into tokens."""
    return Expression(_TOKEN.findall(source)[:_MOST_TOKENS], names, values)


def condition(source: str, names: Mapping[str, str], values: Mapping[str, str]) -> str:
    """A key, filter or condition expression in words; empty when it is not one."""
    return _either(opened(source, names, values), 0)


def _either(reading: Expression, depth: int) -> str:
    return _joined(reading, "OR", _both, depth)


def _both(reading: Expression, depth: int) -> str:
    return _joined(reading, "AND", _single, depth)


def _joined(reading: Expression, word: str, part: object, depth: int) -> str:
    parts = [part(reading, depth)]  # type: ignore[operator]
    while reading.word() == word:
        reading.take()
        parts.append(part(reading, depth))  # type: ignore[operator]
    return listing([one for one in parts if one], word.lower())


_FUNCTIONS = {
    "ATTRIBUTE_EXISTS": "{0} exists", "ATTRIBUTE_NOT_EXISTS": "{0} does not exist",
    "BEGINS_WITH": "{0} starts with {1}", "CONTAINS": "{0} contains {1}",
    "ATTRIBUTE_TYPE": "{0} is of type {1}",
}  # fmt: skip


def _single(reading: Expression, depth: int) -> str:
    if depth > 8:
        return ""
    if reading.word() == "NOT":
        reading.take()
        inner = _single(reading, depth + 1)
        return _denied(inner) if inner else ""
    if reading.peek() == "(":
        reading.take()
        inner = _either(reading, depth + 1)
        reading.skip(")")
        return inner
    if reading.word() in _FUNCTIONS:
        template = _FUNCTIONS[reading.take().upper()]
        told = [*(one.removeprefix("a set of ") for one in _arguments(reading)), "", ""]
        return template.format(*told[:2])
    left = _operand(reading)
    sign = reading.word()
    if sign == "BETWEEN":
        reading.take()
        low = _operand(reading)
        reading.skip("AND")
        return f"{left} is between {low} and {_operand(reading)}"
    if sign == "IN":
        reading.take()
        return f"{left} is {listing(_arguments(reading), 'or')}"
    if sign in _SIGNS:
        reading.take()
        return f"{left} {_SIGNS[sign]} {_operand(reading)}"
    return left


def _denied(said: str) -> str:
    """A test with NOT before it; one of several parts is denied as a whole."""
    if " and " in said or " or " in said:
        return f"it is not so that {said}"
    for told, denied in ((" contains ", " does not contain "), (" starts with ", " does not start with "),
                         (" exists", " does not exist"), (" is ", " is not ")):  # fmt: skip
        if told in said:
            return said.replace(told, denied, 1)
    return f"it is not so that {said}"


def _arguments(reading: Expression) -> list[str]:
    """What stands in parentheses after a function."""
    found: list[str] = []
    reading.skip("(")
    while reading.peek() and reading.peek() != ")":
        if reading.peek() == ",":
            reading.take()
            continue
        before = reading.at
        found.append(_operand(reading))
        if reading.at == before:
            reading.take()
    reading.skip(")")
    return found


def _operand(reading: Expression) -> str:
    token = reading.peek()
    if token.upper() == "SIZE":
        reading.take()
        return f"the size of {listing(_arguments(reading))}"
    if not token or not re.search(r"\w", token):
        return ""
    return _name_or_value(reading.take(), reading)


def _name_or_value(token: str, reading: Expression) -> str:
    if token.startswith(":"):
        return reading.values.get(token) or f"the given {code(token[1:])}"
    path = ".".join(reading.names.get(part, part.lstrip("#")) for part in re.split(r"\.", token))
    return code(path)


# -- updates --------------------------------------------------------------------------------------------------

_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD|DELETE)\s+(.*?)(?=\b(?:SET|REMOVE|ADD|DELETE)\s|$)", re.I | re.S)


def update(source: str, names: Mapping[str, str], values: Mapping[str, str]) -> list[str]:
    """An update expression as verb phrases: "sets `price` to 10", "removes `old`"."""
    acts: list[str] = []
    for verb, rest in _CLAUSE.findall(source):
        parts = [opened(part, names, values) for part in _split(rest)]
        if verb.upper() == "SET":
            acts += _sets(parts)
        elif verb.upper() == "REMOVE":
            acts.append(f"removes {listing([_operand(part) for part in parts])}")
        else:
            for part in parts:
                name, value = _operand(part), _operand(part).removeprefix("a set of ")
                acts.append(
                    f"adds {value} to {name}"
                    if verb.upper() == "ADD"
                    else f"deletes {value} from the set {name}"
                )
    return [act for act in acts if act]


def _split(rest: str) -> list[str]:
    """The parts of a clause: commas inside parentheses do not part them."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(rest[start:at])
            start = at + 1
    return [part for part in (*parts, rest[start:]) if part.strip()]


def _sets(parts: Sequence[Expression]) -> list[str]:
    """Assignments: plain ones in one listing, `a = a + :n` as adding."""
    plain, acts = [], []
    for part in parts:
        name = _operand(part)
        part.skip("=")
        first = _term(part)
        sign = part.peek()
        if sign in {"+", "-"}:
            part.take()
            second = _term(part)
            if first == name:
                acts.append(f"adds {second} to {name}" if sign == "+" else f"subtracts {second} from {name}")
            elif first.startswith(f"{name}, or "):
                start = first.removeprefix(f"{name}, or ").removesuffix(" where it has none")
                verb = "adds {} to {}" if sign == "+" else "subtracts {} from {}"
                acts.append(f"{verb.format(second, name)}, counting from {start}")
            else:
                plain.append(f"{name} to {first} {'plus' if sign == '+' else 'minus'} {second}")
        elif first.startswith("appends "):
            acts.append(f"{first} to {name}")
        else:
            plain.append(f"{name} to {first}" if first else name)
    return ([f"sets {listing(plain)}"] if plain else []) + acts


def _term(part: Expression) -> str:
    if part.word() == "IF_NOT_EXISTS":
        part.take()
        told = [*_arguments(part), "", ""]
        return f"{told[0]}, or {told[1]} where it has none"
    if part.word() == "LIST_APPEND":
        part.take()
        return f"appends {_list_parts(part)}"
    return _operand(part)


def _list_parts(part: Expression) -> str:
    """What `list_append` appends: the argument that is a value."""
    start = part.at
    told = _arguments(part)
    tokens = [token for token in part.tokens[start : part.at] if re.search(r"\w", token)]
    given = [word for word, token in zip(told, tokens, strict=False) if token.startswith(":")]
    return listing(given) or "a list"
