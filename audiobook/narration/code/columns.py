"""The columns of a table in a sentence, in which what happens on deletion outlives the plain types."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.words import count, listing

Column = tuple[str, str]
"""A column's name as a code span, and what it is: "a required string", "references `posts`, where ..."."""

_RULE = re.compile(r"(?P<kind>.*?)\breferences (?P<goal>[^,]*?)(?P<middle>, [^`]*)?, where (?P<rule>[^;]*)$")
_PLAIN = re.compile(r"^(?:each )?(?:an?|required|text)\b[^,`]*$")
_KEY = re.compile(r"references|primary key")


def columns_say(lead: str, parts: Sequence[Column], noun: str = "column", rank: int = 0) -> Say:
    """`lead` and the columns: in full, alike ones together, then only the keys in full, then names, then a count."""
    if not any(_RULE.match(detail) for _, detail in parts):
        names, details = [name for name, _ in parts], [detail for _, detail in parts]
        return listed(lead, names, details, noun=noun, rank=rank)
    total = f"{lead} {count(len(parts), noun)}"
    together = _together(parts)
    keys = [_short_key(part) for part in together if _KEY.search(part[1])]
    others = [name for name, detail in parts if not _KEY.search(detail)]
    rest = f"; and besides, {listing(others)}" if others else ""
    return say(
        f"{total}: {listing([_clause(part) for part in _together(parts, plain=False)])}",
        f"{total}: {listing([_clause(part) for part in together])}",
        f"{total}: {'; '.join(_clause(key) for key in keys)}{rest}",
        f"{total}{_only_rules(parts)}",
        total,
        rank=rank,
    )


def _only_rules(parts: Sequence[Column]) -> str:
    """Which columns are references, and what happens on deletion: the least that has to be said."""
    held = [(name, hit) for name, detail in parts if (hit := _RULE.match(detail))]
    rules = {re.sub(r"`[^`]*`", "parent", hit["rule"], count=1) for _, hit in held}
    if len(rules) > 1:
        told = [f"{name} references {hit['goal']}, where {hit['rule']}" for name, hit in held]
        return f", of which {listing(told)}"
    names = listing([name for name, _ in held])
    are = "is a reference" if len(held) == 1 else "are references"
    return f", of which {names} {are}, where {rules.pop()}"


def _clause(part: Column) -> str:
    """A column as a clause: "`body` is required text", "`post_id` references `posts`"."""
    name, detail = part
    if not detail:
        return name
    verb = "" if re.match(r"references?\b", detail) else "are " if " and `" in name else "is "
    return f"{name} {verb}{detail}"


def _together(parts: Sequence[Column], plain: bool = True) -> list[Column]:
    """Neighbours that differ only in what they reference as one; and, with `plain`, those of the same plain type."""
    made: list[Column] = []
    held: list[Column] = []
    for part in (*parts, ("", "")):
        if held and _alike(held[-1][1], part[1], plain):
            held.append(part)
            continue
        made += [_merged(held)] if len(held) > 1 else held
        held = [part]
    return made


def _alike(one: str, other: str, plain: bool) -> bool:
    a, b = _RULE.match(one), _RULE.match(other)
    if a and b:
        return _shape(one) == _shape(other)
    return plain and one == other and bool(_PLAIN.match(one))


def _shape(detail: str) -> str:
    return re.sub(r"`[^`]*`", "", detail)


def _merged(held: Sequence[Column]) -> Column:
    """Several columns as one: "`a` and `b`", "each a string", or "references `x` and `y` in turn"."""
    names = listing([name for name, _ in held])
    hits = [_RULE.match(detail) for _, detail in held]
    if not hits[0]:
        return names, f"each {held[0][1]}"
    goals = listing([hit["goal"] for hit in hits if hit])
    kind = hits[0]["kind"]
    rule = re.sub(r"`[^`]*`", "parent", hits[0]["rule"], count=1)
    each = f"each {kind}" if kind else ""
    verb = "references" if kind.endswith("that ") else "reference"
    return names, f"{each}{verb} {goals} in turn{hits[0]['middle'] or ''}, where {rule}"


def _short_key(part: Column) -> Column:
    """A key without its type: "references `posts`, where ..."."""
    name, detail = part
    hit = re.search(r"\breferences? .*$", detail)
    return (name, hit[0]) if hit else (name, re.sub(r"^.*?(?=the primary key)", "", detail))
