"""Says SQL expressions and conditions in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.sql_tokens import Token, Tokens, bare, clauses, dotted, group, split
from audiobook.narration.code.words import code, count, listing, some

Aliases = dict[str, str]


_AGGREGATES = {
    "COUNT": "the count of", "SUM": "the sum of", "AVG": "the average of", "MIN": "the least",
    "MAX": "the greatest",
    "ARRAY_AGG": "an array of", "JSON_AGG": "a JSON array of", "STRING_AGG": "the joined",
    "LOWER": "lower-case", "UPPER": "upper-case",
    "LENGTH": "the length of", "DATE": "the date of", "ROUND": "the rounded", "ABS": "the absolute",
    "GROUP_CONCAT": "the joined",
    "JSONB_AGG": "a JSON array of", "ANY": "any of", "ALL": "all of", "CAST": "", "TRIM": "the trimmed",
}  # fmt: skip


_NOW = frozenset(
    ["NOW", "CURRENT_TIMESTAMP", "CURRENT_DATE", "GETDATE", "LOCALTIMESTAMP", "SYSDATE", "CURRENT_TIME"]
)


_COMPARE = {
    "=": "equals", "<>": "is not", "!=": "is not", "<": "is less than", ">": "is greater than",
    "<=": "is at most",
    ">=": "is at least", "@>": "contains", "<@": "is contained in", "~": "matches", "~*": "matches",
    "@@": "matches",
    "&&": "overlaps", "LIKE": "is like", "ILIKE": "is like", "IN": "is in", "IS": "is",
    "BETWEEN": "is between", "SIMILAR": "is similar to",
}  # fmt: skip


_DEEP = 6
_LONGEST = 22
_SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo", "||": "joined with"}


def column(name: str, aliases: Aliases) -> str:
    """A column with its alias resolved to the table; with a single table, the column alone."""
    head, dot, last = name.rpartition(".")
    if not dot:
        return code(name)
    if len(set(aliases.values())) <= 1 and head.lower() in aliases:
        return code(last)
    return code(f"{aliases.get(head.lower(), head)}.{last}")


def noun(tokens: Tokens, aliases: Aliases, depth: int = 0) -> str:
    """A value as a noun phrase; what is too deep or long is "an expression"."""
    tokens = [token for token in tokens if token.kind != "comment"]
    if not tokens:
        return ""
    return (
        short(_noun(tokens, aliases, depth), "an expression", most=_LONGEST)
        if depth < _DEEP
        else "an expression"
    )


def _literal(token: Token) -> str:
    if token.kind == "string":
        content = re.sub(r"^[eE]?'|'$|^\$\w*\$|\$\w*\$$", "", token.text)
        return quoted(content.replace("''", "'").strip("%")) if content.strip("%") else "an empty text"
    if token.kind == "number":
        return numeral(token.text)
    if token.key in _NOW:
        return "now"
    if token.key in {"NULL", "TRUE", "FALSE", "DEFAULT"}:
        return token.key.lower() if token.key != "DEFAULT" else "the default"
    if re.match(r"[$:@?]", token.text):
        return f"the parameter {code(bare(token))}" if re.search(r"[A-Za-z]", token.text) else "a parameter"
    return ""


def _noun(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    one = tokens[0]
    if len(tokens) == 1:
        return "all columns" if one.text == "*" else _literal(one) or code(bare(one))
    casts = split(tokens, "::")
    if len(casts) > 1:
        return noun(casts[0], aliases, depth + 1)
    if one.text == "(":
        inner, end = group(tokens)
        if end == len(tokens):
            return (
                f"a subquery on {code(table_after_from(inner))}"
                if inner and inner[0].key in {"SELECT", "WITH"}
                else noun(inner, aliases, depth + 1)
            )
    if one.key == "CASE":
        return "a case expression"
    if one.key in {"INTERVAL", "DATE", "TIMESTAMP"} and tokens[1].kind == "string":
        return code(tokens[1].text.strip("'"))
    if one.key in {"EXISTS", "NOT"}:
        return condition(tokens, aliases, depth)
    name = dotted(tokens)
    used = 2 * name.count(".") + 1 if name else 0
    if name and len(tokens) == used:
        return column(name, aliases)
    if (
        name
        and tokens[-1].text == "*"
        and tokens[-2].text == "."
        and len(tokens) == used + 2 - (name.count(".") * 0)
    ):
        return f"all columns of {code(aliases.get(name.lower(), name))}"
    if name and used < len(tokens) and tokens[used].text == "(" and _closes(tokens, used):
        return _call(name, tokens, aliases, depth)
    for sign, word in _SIGNS.items():
        parts = split(tokens, sign)
        if len(parts) == 2 and all(parts):
            return f"{noun(parts[0], aliases, depth + 1)} {word} {noun(parts[1], aliases, depth + 1)}"
    for sign in ("->>", "->", "#>>", "#>"):
        parts = split(tokens, sign)
        if len(parts) > 1 and all(parts):
            return f"the {noun(parts[-1], aliases, depth + 1)} of {noun(parts[0], aliases, depth + 1)}"
    if any(token.key in _COMPARE for token in tokens):
        return condition(tokens, aliases, depth)
    return ""


def _closes(tokens: Tokens, start: int) -> bool:
    """Whether the call whose parentheses open at `start` is the whole of `tokens`, but for a window or filter."""
    _, end = group(tokens, start)
    return end == len(tokens) or tokens[end].key in {"OVER", "FILTER", "WITHIN"}


def table_after_from(tokens: Tokens) -> str:
    """The first table a query reads."""
    for index, token in enumerate(tokens):
        if token.key == "FROM" and index + 1 < len(tokens):
            return dotted(tokens[index + 1 :]) or "a subquery"
    return "values"


def _call(name: str, tokens: list[Token], aliases: Aliases, depth: int) -> str:
    inside, end = group(tokens)
    rest = tokens[end:]
    distinct = bool(inside) and inside[0].key == "DISTINCT"
    given = [
        noun(part, aliases, depth + 1) for part in split(inside[1:] if distinct else inside, ",") if part
    ]
    key = name.upper()
    if key in _NOW:
        said = "now"
    elif key == "COUNT":
        what = "rows" if inside and inside[0].text == "*" else listing(given)
        said = f"the count of {'distinct ' if distinct else ''}{what}"
    elif key in _AGGREGATES and given:
        said = f"{_AGGREGATES[key]} {given[0]}".strip()
    elif key == "COALESCE":
        said = listing(given, "or else")
    elif key in {"GEN_RANDOM_UUID", "UUID_GENERATE_V4"}:
        said = "a random UUID"
    elif key in {
        "ROW_NUMBER",
        "RANK",
        "DENSE_RANK",
        "NTILE",
        "LAG",
        "LEAD",
        "FIRST_VALUE",
        "LAST_VALUE",
        "PERCENT_RANK",
    }:
        said = f"the {name.lower().replace('_', ' ')}" + (f" of {given[0]}" if given else "")
    else:
        said = f"the result of {code(name)}" + (f" with {listing(given)}" if given and depth < 4 else "")
    return said + _over(rest, aliases)


def _over(rest: Tokens, aliases: Aliases) -> str:
    """What follows a call: a window, a filter, or nothing."""
    if not rest or rest[0].key != "OVER":
        return ""
    inside, _ = group(rest)
    said = ""
    for key, part in clauses(inside, ("PARTITION BY", "ORDER BY", "ROWS", "RANGE")):
        if key == "PARTITION BY":
            said += f" within each {listing([noun(piece, aliases, 2) for piece in split(part, ',')])}"
        elif key == "ORDER BY":
            said += f" in order of {ordered(part, aliases)}"
    return said or " over a window"


def ordered(tokens: Tokens, aliases: Aliases) -> str:
    """An ORDER BY list: "`age`, descending"."""
    told = []
    for part in split(tokens, ","):
        words = {token.key for token in part}
        kept = [token for token in part if token.key not in {"ASC", "DESC", "NULLS", "FIRST", "LAST"}]
        told.append(noun(kept, aliases, 1) + (", descending" if "DESC" in words else ""))
    return listing([one for one in told if one])


def _tests(tokens: Tokens) -> Iterator[tuple[str, list[Token]]]:
    """The parts of a condition with the word that joins each to the one before; BETWEEN keeps its own AND."""
    part: list[Token] = []
    joiner, depth, between = "", 0, False
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        between = between or (depth == 0 and token.key == "BETWEEN")
        if depth == 0 and token.key in {"AND", "OR"} and not (between and token.key == "AND"):
            yield joiner, part
            joiner, part, between = token.key.lower(), [], False
        else:
            if depth == 0 and token.key == "AND":
                between = False
            part.append(token)
    if part:
        yield joiner, part


def condition(tokens: Tokens, aliases: Aliases, depth: int = 0) -> str:
    """A condition as a clause: "`age` is at least 18 and `name` is not null"; past three tests, the rest is counted."""
    parts = [
        (joiner, test(part, aliases, depth + 1))
        for joiner, part in _tests([t for t in tokens if t.kind != "comment"])
        if part
    ]
    told = [f"{joiner} {said}".strip() for joiner, said in parts[:3]]
    more = f", and {count(len(parts) - 3, 'more condition')}" if len(parts) > 3 else ""
    return " ".join(told) + more


def test(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    """One comparison as a clause."""
    if not tokens or depth > _DEEP:
        return "a condition holds"
    if [token.key for token in tokens[:2]] == ["NOT", "EXISTS"]:
        return test(tokens[1:], aliases, depth).replace("a row exists", "no row exists")
    if tokens[0].key == "NOT":
        return f"it is not so that {test(tokens[1:], aliases, depth + 1)}"
    if tokens[0].key == "EXISTS":
        inside, _ = group(tokens)
        return f"a row exists in {code(table_after_from(inside))}"
    if tokens[0].text == "(" and group(tokens)[1] == len(tokens):
        inside = group(tokens)[0]
        either = "either " if any(joiner == "or" for joiner, _ in _tests(inside)) else ""
        return either + condition(inside, aliases, depth + 1)
    level = 0
    for index, token in enumerate(tokens):
        level += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0
        if level == 0 and token.key in _COMPARE and 0 < index < len(tokens) - 1:
            return _comparison(tokens, index, aliases, depth)
    return f"{noun(tokens, aliases, depth)} holds"


def _comparison(tokens: list[Token], index: int, aliases: Aliases, depth: int) -> str:
    left, key, right = tokens[:index], tokens[index].key, tokens[index + 1 :]
    word = _COMPARE[key]
    if left and left[-1].key == "NOT":
        left, word = left[:-1], word.replace("is", "is not", 1)
    if key == "IS" and right[0].key == "NOT":
        right, word = right[1:], "is not"
    a = noun(left, aliases, depth + 1)
    if key == "IN":
        inside, _ = group(right)
        if inside and inside[0].key in {"SELECT", "WITH"}:
            return f"{a} {word} a subquery on {code(table_after_from(inside))}"
        items = [noun(part, aliases, depth + 1) for part in split(inside, ",") if part]
        return (
            f"{a} {word.replace(' in', '')} {'one of ' if len(items) > 1 else ''}{some(items, 3)}"
            if items
            else f"{a} is in a list"
        )
    if key == "BETWEEN":
        sides = split(right, "AND")
        return f"{a} {word} {' and '.join(noun(side, aliases, depth + 1) for side in sides[:2])}"
    b = noun(right, aliases, depth + 1)
    return f"{a} {word} {b}" if a and b else "a condition holds"
