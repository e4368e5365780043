"""SELECT and its fragments, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.sql_phrases import Aliases, condition, noun, ordered, table_after_from
from audiobook.narration.code.sql_tokens import Token, Tokens, bare, clauses, dotted, group, split
from audiobook.narration.code.words import (
    code,
    codes,
    listing,
    some,
)

QUERY = (
    "SELECT DISTINCT ON", "SELECT DISTINCT", "SELECT", "FROM", "LEFT OUTER JOIN", "RIGHT OUTER JOIN",
    "FULL OUTER JOIN", "INNER JOIN", "LEFT JOIN LATERAL",
    "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", "NATURAL JOIN", "JOIN LATERAL", "JOIN", "WHERE",
    "GROUP BY", "HAVING", "WINDOW", "ORDER BY",
    "LIMIT", "OFFSET", "FETCH", "FOR UPDATE", "UNION ALL", "UNION", "INTERSECT", "EXCEPT", "RETURNING",
    "VALUES", "ON CONFLICT", "ON DUPLICATE KEY UPDATE",
    "SET", "USING",
)  # fmt: skip


def relation(tokens: Tokens, aliases: Aliases) -> str:
    """A table in FROM or JOIN; remembers its alias."""
    tokens = [t for t in tokens if t.key not in {"AS", "ONLY", "LATERAL"}]
    if tokens and tokens[0].text == "(":
        inside, end = group(tokens)
        if end < len(tokens):
            aliases[bare(tokens[end]).lower()] = bare(tokens[end])
        return f"a subquery on {code(table_after_from(inside))}"
    name = dotted(tokens)
    used = 2 * name.count(".") + 1
    if used < len(tokens) and tokens[used].text == "(":
        return f"the result of {code(name)}"
    last = name.rpartition(".")[2]
    aliases[last.lower()] = last
    if used < len(tokens) and tokens[used].kind in {"word", "name"}:
        aliases[bare(tokens[used]).lower()] = last
    return code(name)


def _joined(key: str, tokens: list[Token], aliases: Aliases) -> str:
    cut = clauses(tokens, ("ON", "USING"))
    table = relation(cut[0][1], aliases) if cut else ""
    kind = (
        key.replace(" OUTER", "")
        .replace("INNER ", "")
        .replace(" LATERAL", "")
        .lower()
        .replace("join", "joins")
    )
    on = cut[1][1] if len(cut) > 1 else []
    if len(cut) > 1 and cut[1][0] == "USING":
        return f"{kind} {table} by {listing(codes([bare(part[0]) for part in split(group(on)[0], ',') if part]))}"
    foreign = _foreign_key(on)
    return (
        f"{kind} {table} {f'on {code(foreign)}' if foreign else f'where {condition(on, aliases)}'}"
        if on
        else f"{kind} {table}"
    )


def _foreign_key(tokens: Tokens) -> str:
    """`user_id`, when the condition is that some `id` equals some `user_id`."""
    sides = split([t for t in tokens if t.text not in "()"], "=")
    if len(sides) != 2:
        return ""
    names = [dotted(side) for side in sides]
    lasts = [name.rpartition(".")[2].lower() for name in names]
    if not all(len(side) == 2 * name.count(".") + 1 for side, name in zip(sides, names, strict=True)):
        return ""
    for one, other in ((0, 1), (1, 0)):
        if lasts[one] in {"id", "uuid"} and lasts[other].endswith(("_id", "_uuid")):
            return names[other].rpartition(".")[2]
    return lasts[0] if lasts[0] == lasts[1] else ""


def selected(tokens: Tokens, aliases: Aliases) -> str:
    told = []
    for part in split(tokens, ","):
        cut = split(part, "AS")
        value = noun(cut[0], aliases, 1)
        if len(cut) > 1 and cut[1]:
            value += f"{',' if ',' in value else ''} as {code(bare(cut[1][0]))}"
        elif not value or value == "an expression":
            value = "an expression"
        told.append(value)
    return some([one for one in told if one], 4, "other column")


def _fill_aliases(parts: Sequence[tuple[str, list[Token]]]) -> Aliases:
    """The aliases of all tables, before the clauses that use them are told."""
    aliases: Aliases = {}
    for key, held in parts:
        if key == "FROM":
            for piece in split(held, ","):
                relation(piece, aliases)
        elif key.endswith(("JOIN", "LATERAL")):
            relation(
                next((tokens for name, tokens in clauses(held, ("ON", "USING")) if not name), []), aliases
            )
    return aliases


def query_acts(tokens: Tokens) -> list[str]:
    """A SELECT as verb phrases, clause by clause; also when it begins at WHERE, JOIN or ORDER BY."""
    parts = clauses(tokens, QUERY)
    aliases = _fill_aliases(parts)
    acts: list[str] = []
    for key, held in parts:
        if key.startswith("SELECT"):
            word = "selects distinct" if "DISTINCT" in key else "selects"
            said = f"{word} {selected(held, aliases)}"
            if acts and acts[-1].endswith("another query"):
                acts[-1] += f", which {said}"
            else:
                acts.append(said)
        elif key == "FROM":
            tables = listing([relation(piece, aliases) for piece in split(held, ",")])
            acts[-1:] = [f"{acts[-1]} from {tables}"] if acts else [f"reads from {tables}"]
        elif key == "WHERE" and acts and re.search(r"(?:^|which )selects", acts[-1]):
            acts[-1] += f", where {condition(held, aliases)}"
        elif said := _clause_act(key, held, aliases):
            acts.append(said)
    return acts


def _clause_act(key: str, held: list[Token], aliases: Aliases) -> str:
    if key.endswith("JOIN") or key.endswith("LATERAL"):
        return _joined(key, held, aliases)
    if key in {"WHERE", "HAVING"}:
        what = "those" if key == "WHERE" else "the groups"
        return f"keeps {what} where {condition(held, aliases)}"
    if key == "GROUP BY":
        return f"groups by {some([noun(part, aliases, 1) for part in split(held, ',')], 4)}"
    if key == "ORDER BY":
        return f"orders by {ordered(held, aliases)}"
    if key in {"LIMIT", "FETCH"}:
        digits = [
            token for token in held if token.kind in {"number"} or token.text.startswith(("$", ":", "?"))
        ]
        return f"takes at most {noun(digits[:1], aliases)}" if digits else "limits the rows"
    if key == "OFFSET":
        return f"skips {noun(held[:1], aliases)}"
    if key == "RETURNING":
        return f"returns {selected(held, aliases)}"
    words = {
        "FOR UPDATE": "locks the rows",
        "UNION": "adds the rows of another query",
        "UNION ALL": "appends the rows of another query",
        "INTERSECT": "keeps the rows also in another query",
        "EXCEPT": "drops the rows of another query",
    }
    return words.get(key, "")


def common_tables(tokens: list[Token]) -> tuple[list[str], list[Token]]:
    """The common table expressions of a WITH, each as a phrase, and the statement after them."""
    index = 2 if len(tokens) > 1 and tokens[1].key == "RECURSIVE" else 1
    recursive = index == 2
    told: list[str] = []
    while index < len(tokens):
        name = bare(tokens[index])
        at = next((i for i in range(index, len(tokens)) if tokens[i].key == "AS"), len(tokens))
        inside, end = group(tokens, at)
        acts = query_acts(inside) if inside and inside[0].key in {"SELECT", "WITH"} else []
        about = f", which {listing(acts[:2])}" if acts else ""
        told.append(f"{code(name)}{about}")
        index = end
        if index < len(tokens) and tokens[index].text == ",":
            index += 1
            continue
        break
    return [f"defines {'the recursive query ' if recursive else ''}{one}" for one in told], list(
        tokens[index:]
    )
