"""Says SQL conditions in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobook.narration.code.sql_calls import ordered
from audiobook.narration.code.sql_tokens import Token, Tokens, group, split
from audiobook.narration.code.sql_values import (
    Aliases,
    is_moment,
    noun,
    outer_names,
    subquery,
    table_after_from,
)
from audiobook.narration.code.words import code, count, some

__all__ = ["COMPARE", "Aliases", "condition", "noun", "ordered", "table_after_from"]

COMPARE = {
    "=": "equals", "<>": "is not", "!=": "is not", "<": "is less than", ">": "is greater than",
    "<=": "is at most",
    ">=": "is at least", "@>": "contains", "<@": "is contained in", "~": "matches", "~*": "matches",
    "!~": "does not match", "!~*": "does not match", "@@": "matches", "==": "equals",
    "&&": "overlaps", "LIKE": "is like", "ILIKE": "is like", "IN": "is in", "IS": "is",
    "BETWEEN": "is between", "SIMILAR": "is similar to", "GLOB": "is like", "REGEXP": "matches",
    "RLIKE": "matches", "?|": "has any of the keys", "?&": "has all of the keys", "@?": "matches the path",
}  # fmt: skip
_IN_TIME = {"<": "is before", ">": "is after", "<=": "is at the latest", ">=": "is not before"}
_DEEP = 10
_MOST_TESTS = 4


def _tests(tokens: Tokens) -> Iterator[tuple[str, list[Token]]]:
    """The parts of a condition with the word that joins each to the one before; BETWEEN keeps its own AND."""
    part: list[Token] = []
    joiner, depth, between, cases = "", 0, False, 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        cases += (token.key == "CASE") - (token.key == "END")
        outside = depth == 0 and cases == 0
        between = between or (outside and token.key == "BETWEEN")
        if outside and token.key in {"AND", "OR"} and not (between and token.key == "AND"):
            yield joiner, part
            joiner, part, between = token.key.lower(), [], False
        else:
            if outside and token.key == "AND":
                between = False
            part.append(token)
    if part:
        yield joiner, part


def condition(tokens: Tokens, aliases: Aliases, depth: int = 0, most: int = _MOST_TESTS) -> str:
    """A condition as a clause: "`age` is at least 18 and `name` is not null"; past four tests, the rest is counted."""
    parts = [
        (joiner, test(part, aliases, depth + 1))
        for joiner, part in _tests([t for t in tokens if t.kind != "comment"])
        if part
    ]
    told = [f"{joiner} {said}".strip() for joiner, said in parts[:most]]
    rest = len(parts) - most
    more = f", {parts[-1][0]} {count(rest, 'more condition')}" if rest > 0 else ""
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
        return _exists(group(tokens)[0], aliases)
    if tokens[0].text == "(" and group(tokens)[1] == len(tokens):
        inside = group(tokens)[0]
        if inside and inside[0].key in {"SELECT", "WITH"}:
            return f"{subquery(inside, aliases)} gives true"
        either = "either " if any(joiner == "or" for joiner, _ in _tests(inside)) else ""
        return either + condition(inside, aliases, depth + 1)
    level, cases = 0, 0
    for index, token in enumerate(tokens):
        level += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0
        cases += (token.key == "CASE") - (token.key == "END")
        if level == 0 and cases == 0 and token.key in COMPARE and 0 < index < len(tokens) - 1:
            return _comparison(tokens, index, aliases, depth)
    if len(tokens) == 3 and tokens[1].text == "?":
        return f"{noun(tokens[:1], aliases, depth)} has the key {noun(tokens[2:], aliases, depth)}"
    if len(tokens) == 1 and tokens[0].key in {"TRUE", "FALSE"}:
        return "always" if tokens[0].key == "TRUE" else "never"
    return f"{noun(tokens, aliases, depth)} holds"


def _exists(tokens: list[Token], aliases: Aliases) -> str:
    """EXISTS: a row of which table there is, and where, when that is short."""
    from audiobook.narration.code.sql_queries import query_acts

    acts = query_acts(tokens, outer_names(tokens, aliases))
    where = re.search(r", where (.*)$", acts[0]) if len(acts) == 1 else None
    table = code(table_after_from(tokens))
    told = f"a row exists in {table}"
    return f"{told} where {where[1]}" if where and len(where[1].split()) <= 14 else told


def _comparison(tokens: list[Token], index: int, aliases: Aliases, depth: int) -> str:
    left, key, right = tokens[:index], tokens[index].key, tokens[index + 1 :]
    word = COMPARE[key]
    denied = bool(left) and left[-1].key == "NOT"
    left = left[:-1] if denied else left
    if key in _IN_TIME and (is_moment(right) or is_moment(left)):
        word = _IN_TIME[key]
    if key == "IS" and right[0].key == "NOT":
        right, word = right[1:], "is not"
    if key == "IS" and [token.key for token in right[:2]] == ["DISTINCT", "FROM"]:
        right, word = right[2:], "differs from" if word == "is" else "is the same as"
    a = noun(left, aliases, depth + 1)
    if key in {"LIKE", "ILIKE", "GLOB"} and len(right) == 1 and right[0].kind == "string":
        return f"{a} {_alike(right[0].text, denied)}"
    word = _denied(word) if denied else word
    if key == "IN":
        return _within(a, word, right, aliases, depth)
    if key == "BETWEEN":
        sides = split(right, "AND")
        return f"{a} {word} {' and '.join(noun(side, aliases, depth + 1) for side in sides[:2])}"
    if key == "=" and right[0].key in {"ANY", "SOME"}:
        inside = group(right)[0]
        return f"{a} is any of {noun(inside, aliases, depth + 1)}"
    b = noun(right, aliases, depth + 1)
    if word.endswith(("matches", "match")) and b == "a text":
        b = "a pattern"
    comma = "," if a.startswith("a subquery") and "," in a else ""
    return f"{a}{comma} {word} {b}" if a and b else "a condition holds"


def _denied(word: str) -> str:
    return {"matches": "does not match"}.get(word, word.replace("is", "is not", 1))


def _alike(pattern: str, denied: bool) -> str:
    """A LIKE pattern in words: "starts with", "contains"."""
    content = re.sub(r"^'|'$", "", pattern).replace("*", "%")
    bare_words = content.strip("%")
    span = code(bare_words.replace("_", " ").replace("%", " ")) or "any text"
    if "%" in bare_words or "_" in bare_words or not bare_words:
        verb, plain = "is like", "is not like"
    elif content.startswith("%") and content.endswith("%") and len(content) > 1:
        verb, plain = "contains", "does not contain"
    elif content.endswith("%"):
        verb, plain = "starts with", "does not start with"
    elif content.startswith("%"):
        verb, plain = "ends with", "does not end with"
    else:
        verb, plain = "is like", "is not like"
    return f"{plain if denied else verb} {span}"


def _within(a: str, word: str, right: list[Token], aliases: Aliases, depth: int) -> str:
    """IN with a list or a subquery."""
    inside, _ = group(right)
    if inside and inside[0].key in {"SELECT", "WITH"}:
        return f"{a} {word} {subquery(inside, aliases)}"
    items = [noun(part, aliases, depth + 1) for part in split(inside, ",") if part]
    if not items:
        return f"{a} {word} {noun(right, aliases, depth + 1) or 'a list'}"
    one_of = "one of " if len(items) > 1 else ""
    return f"{a} {word.replace(' in', '')} {one_of}{some(items, 4)}"
