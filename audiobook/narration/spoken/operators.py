"""Operators and brackets of code: said by their place, alone, between operands, or stuck to one of them."""

from __future__ import annotations

import re

from . import numbers
from .context import left_of, neighbours, right_of
from .draft import Draft
from .scan import Match
from .vocabulary import OPERATORS, any_of

PATTERN = any_of(OPERATORS)
FIRST = " ".join(sorted({sign[0] for sign in OPERATORS}))

ROW = r"([<>=#*~+|-])\1{3,}"
"""Four or more of one sign, such as Git's marks of a conflict."""

_SILENT = frozenset(("(", ")", "[", "]", "{", "}", '"', "'", "`", '"""', "```", "()", "[]", "{}", ",", ";"))
# Said alike wherever they stand.
_ALWAYS = frozenset(
    (
        "*",
        "/",
        "%",
        "~",
        "@",
        "#",
        "$",
        "&",
        ".",
        "|",
        "^",
        "//",
        "++",
        "--",
        "<<",
        ">>",
        "\\",
        "\\\\",
        "=",
        "+",
    )
)


def operator(match: Match, draft: Draft) -> str:
    """The words for an operator; a comma or semicolon is a pause, brackets and quotes are silent."""
    sign = match[0]
    alone, between = OPERATORS[sign]
    before, after = neighbours(match)
    if not before and not after:
        return alone
    if sign in _SILENT:
        if sign in ",;":
            draft.pause(",")
        return ""
    if not before.isspace() or not after.isspace():
        return _stuck(match, before, after)
    if sign == "<>":
        return _joined_or_unequal(match)
    return "colon" if sign == ":" else between


def _stuck(match: Match, before: str, after: str) -> str:
    """An operator that touches a neighbour."""
    sign = match[0]
    alone, between = OPERATORS[sign]
    operand_before = bool(before) and (before.isalnum() or before in ")]}\"'_")
    operand_after = bool(after) and (after.isalnum() or after in "([{\"'_-$@:&")
    match sign:
        case "!":
            return "not" if operand_after and not operand_before else "bang"
        case "-":
            is_variable = _VARIABLE.search(left_of(match, 2)) is not None
            in_name = before.isdigit() and after.isdigit() and _NAME.search(left_of(match, 32)) is not None
            return _hyphen(before, after, is_variable=is_variable, in_name=in_name)
        case ":":
            return "colon" if before.isalnum() and after.isalnum() else ""
        case "::":
            return "" if operand_before and operand_after else alone
        case "_":
            return "" if before.isalnum() or before == "_" else alone
        case "..":
            return "to" if before.isdigit() and after.isdigit() else alone
        case "**":
            return between if operand_before else alone
    return between if sign not in _ALWAYS and (operand_before or operand_after) else alone


_NAME = re.compile(r"[A-Za-z]{2,}[\w-]*$")  # `ch03-02-types`
_VARIABLE = re.compile(r"(?<![\w-])[a-z]$")
_PLURALS = {
    "<": "less than signs",
    ">": "greater than signs",
    "=": "equals signs",
    "-": "dashes",
    "#": "hash signs",
}
_PLURALS |= {"*": "stars", "~": "tildes", "+": "plus signs", "|": "vertical bars"}


def row(match: Match, _: Draft) -> str:
    """`<<<<<<<` is "seven less than signs"."""
    return f"{numbers.cardinal(len(match[0]))} {_PLURALS[match[1]]}"


_COMPARED_BEFORE = re.compile(r"(?:\d|'|\b[A-Z_]{2,})\s*$")
_COMPARED_AFTER = re.compile(r"\s*(?:-?\d|'|[A-Z_]{2,}\b)")


def _joined_or_unequal(match: Match) -> str:
    """`<>` outside SQL: Elixir's concatenation, but for a number, a text in single quotes or a name in capitals."""
    compared = _COMPARED_BEFORE.search(left_of(match, 24)) or _COMPARED_AFTER.match(right_of(match, 24))
    return OPERATORS["<>"][1] if compared else "concatenated with"


def _hyphen(before: str, after: str, *, is_variable: bool, in_name: bool) -> str:
    """Silent inside a name, "minus" before a number or after an operand, else "dash"."""
    if is_variable and after.isdigit():
        return "minus"
    if in_name:
        return ""
    if (before.isalpha() and after.isalnum()) or (before.isdigit() and after.isalpha()):
        return ""
    return "minus" if after.isdigit() or before.isalnum() or (before and before in ")]") else "dash"
