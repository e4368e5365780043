"""SELECT and its fragments, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code.nouns import short
from audiobook.narration.code.sql_calls import ordered, placed, window
from audiobook.narration.code.sql_phrases import condition
from audiobook.narration.code.sql_tokens import Token, Tokens, bare, clauses, dotted, group, split
from audiobook.narration.code.sql_values import Aliases, noun, table_after_from
from audiobook.narration.code.words import code, codes, count, listing, some, spoken_length

__all__ = ["QUERY", "common_tables", "query_acts", "relation", "selected", "table_after_from"]

QUERY = (
    "SELECT DISTINCT ON", "SELECT DISTINCT", "SELECT ALL", "SELECT", "FROM", "LEFT OUTER JOIN",
    "RIGHT OUTER JOIN",
    "FULL OUTER JOIN", "INNER JOIN", "LEFT JOIN LATERAL", "CROSS JOIN LATERAL", "INNER JOIN LATERAL",
    "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", "NATURAL JOIN", "JOIN LATERAL", "JOIN", "WHERE",
    "GROUP BY", "HAVING", "WINDOW", "QUALIFY", "ORDER BY", "INTO",
    "LIMIT", "OFFSET", "FETCH", "FOR UPDATE", "FOR NO KEY UPDATE", "FOR SHARE", "UNION ALL", "UNION",
    "INTERSECT ALL", "INTERSECT", "EXCEPT ALL", "EXCEPT", "RETURNING",
    "VALUES", "ON CONFLICT", "ON DUPLICATE KEY UPDATE",
    "SET", "USING",
)  # fmt: skip
_UNITED = {
    "UNION": "adds the rows of another query",
    "UNION ALL": "appends the rows of another query",
    "INTERSECT": "keeps the rows also in another query",
    "INTERSECT ALL": "keeps the rows also in another query",
    "EXCEPT": "drops the rows of another query",
    "EXCEPT ALL": "drops the rows of another query",
}
_LONGEST_SUBQUERY = 26
_MOST_COLUMNS = 6
_LONG_TEST = 18


def relation(tokens: Tokens, aliases: Aliases) -> str:
    """A table in FROM or JOIN; remembers its alias."""
    tokens = [t for t in tokens if t.key not in {"AS", "ONLY", "LATERAL"}]
    if tokens and tokens[0].text == "(":
        inside, end = group(tokens)
        name = bare(tokens[end]) if end < len(tokens) else ""
        if name:
            aliases[name.lower()] = name
        called = f", {code(name)}," if name else ""
        if inside and inside[0].key == "VALUES":
            return f"a list of values{called}".rstrip(",")
        if inside and inside[0].key not in {"SELECT", "WITH"}:
            return relation(inside, aliases)
        told = f"a subquery{called} that {listing(query_acts(inside))}"
        return short(told, f"a subquery{called} on {code(table_after_from(inside))}", most=_LONGEST_SUBQUERY)
    name = dotted(tokens)
    used = 2 * name.count(".") + 1
    if used < len(tokens) and tokens[used].text == "(":
        end = group(tokens)[1]
        if end < len(tokens) and tokens[end].kind in {"word", "name"}:
            alias = bare(tokens[end])
            aliases[alias.lower()] = alias
        return noun(tokens[:end], {}, 1)
    last = name.rpartition(".")[2]
    if used < len(tokens) and tokens[used].kind in {"word", "name"} and tokens[used].key != "TABLESAMPLE":
        alias = bare(tokens[used])
        if aliases.setdefault(alias.lower(), last) == alias != last:
            return f"{code(name)} as {code(alias)}"
        return code(name)
    aliases.setdefault(last.lower(), last)
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
    if not on or [t.key for t in on] == ["TRUE"]:
        return f"{kind} {table}"
    foreign = _foreign_key(on)
    return f"{kind} {table} {f'on {code(foreign)}' if foreign else f'where {condition(on, aliases)}'}"


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
    """The columns of a SELECT or RETURNING, with the names they are given."""
    told = [_column(part, aliases) for part in split(tokens, ",")]
    return some([one for one in told if one], _MOST_COLUMNS, "other column")


def _names(tokens: Tokens, aliases: Aliases) -> str:
    """The columns by the names they are given; a value without a name in full."""
    told = []
    for part in split(tokens, ","):
        full = _column(part, aliases)
        given = re.search(r" as (`[^`]+`)$", full)
        told.append(given[1] if given else full)
    named = some([one for one in told if one], _MOST_COLUMNS, "other column")
    return named if spoken_length(named) <= _LONG_TEST else count(len(told), "column")


def _column(part: list[Token], aliases: Aliases) -> str:
    if part and all(token.text == "." for token in part):
        return "more columns"
    cut = split(part, "AS")
    value, name = cut[0], cut[1] if len(cut) > 1 else []
    if not name and len(value) > 1 and value[-1].kind in {"word", "name"} and _is_alias(value):
        value, name = value[:-1], value[-1:]
    said = noun(value, aliases, 1)
    if name:
        span = code(bare(name[0]))
        if said == span:
            return said
        return f"{said or 'an expression'}{',' if ',' in said or ' if ' in said else ''} as {span}"
    return said or ("an expression" if value else "")


_NO_NAME_AFTER = frozenset(
    ["INTERVAL", "DATE", "TIMESTAMP", "NOT", "IS", "AND", "OR", "ZONE", "DISTINCT", "COLLATE"]
)


def _is_alias(value: list[Token]) -> bool:
    """Whether the last word of a column is a name given to it without AS."""
    before = value[-2]
    return value[-1].key != "END" and (
        before.kind in {"word", "name", "string", "number"} or before.text == ")" or before.key == "END"
    ) and before.key not in _NO_NAME_AFTER  # fmt: skip


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
    # A table that is joined with itself is told by the names it is given.
    tables = list(aliases.values())
    return {name: name if tables.count(table) > 1 else table for name, table in aliases.items()}


def query_acts(tokens: Tokens, outer: Aliases | None = None, in_brief: bool = False) -> list[str]:
    """A SELECT as verb phrases, clause by clause; also when it begins at WHERE, JOIN or ORDER BY."""
    if tokens and tokens[0].key == "WITH":
        defined, rest = common_tables(list(tokens), in_brief)
        return [*defined, *query_acts(rest, outer, in_brief)]
    if tokens and tokens[0].text == "(" and any(t.key == "SELECT" for t in tokens[:2]):
        inside, end = group(tokens)
        return [*query_acts(inside, outer, in_brief), *query_acts(tokens[end:], outer, in_brief)]
    parts = clauses(tokens, QUERY)
    aliases = {**(outer or {}), **_fill_aliases(parts)}
    acts: list[str] = []
    columns: list[str] = []
    for key, held in parts:
        if key.startswith("SELECT"):
            acts = _select(key, held, aliases, acts, in_brief)
            columns = codes([bare(part[-1]) for part in split(held, ",") if part])
        elif key == "FROM":
            tables = listing([relation(piece, aliases) for piece in split(held, ",")])
            acts[-1:] = [f"{acts[-1]} from {tables}"] if acts else [f"reads from {tables}"]
        elif key == "WHERE" and acts and re.search(r"(?:^|which )selects", acts[-1]):
            acts[-1] += f", where {_where(held, aliases, in_brief)}"
        elif key == "WHERE" and in_brief:
            acts.append(f"keeps those where {_where(held, aliases, in_brief)}")
        elif key == "VALUES" and not acts:
            acts.append("gives the values " + listing([noun(part, {}, 1) for part in split(held, ",")[:4]]))
        elif said := _clause_act(key, held, aliases, columns):
            acts.append(said)
            if key in _UNITED and held and held[0].text == "(":
                acts[-1] += f", which {listing(query_acts(group(held)[0]))}"
    return acts


def _where(held: list[Token], aliases: Aliases, in_brief: bool) -> str:
    """A condition; in brief, only its first test where it is long."""
    full = condition(held, aliases)
    if not in_brief or spoken_length(full) <= _LONG_TEST:
        return full
    short = re.sub(r"one of (?:(?:`[^`]*`|\w+), )+and (?:`[^`]*`|\w+)", "one of several values", full)
    return short if spoken_length(short) <= _LONG_TEST else condition(held, aliases, most=1)


def _select(key: str, held: list[Token], aliases: Aliases, acts: list[str], in_brief: bool) -> list[str]:
    """The acts with a SELECT added, under the UNION before it where there is one."""
    word = "selects distinct" if "DISTINCT" in key else "selects"
    if key == "SELECT DISTINCT ON":
        inside, end = group(held)
        word = f"selects, once for each {listing([noun(part, aliases, 1) for part in split(inside, ',')])},"
        held = held[end:]
    columns = _names(held, aliases) if in_brief else selected(held, aliases)
    said = f"{word} {columns or 'rows'}"
    if acts and acts[-1].endswith("another query"):
        return [*acts[:-1], f"{acts[-1]}, which {said}"]
    return [*acts, said]


def _clause_act(key: str, held: list[Token], aliases: Aliases, columns: list[str]) -> str:
    if key.endswith("JOIN") or key.endswith("LATERAL"):
        return _joined(key, held, aliases)
    if key in {"WHERE", "HAVING", "QUALIFY"}:
        what = "the groups" if key == "HAVING" else "those"
        return f"keeps {what} where {condition(held, aliases)}"
    if key == "GROUP BY":
        return f"groups by {_grouped(held, aliases, columns)}"
    if key == "ORDER BY":
        return f"orders by {ordered(held, aliases, columns)}"
    if key in {"LIMIT", "FETCH"}:
        return _limited(held, aliases)
    if key == "OFFSET":
        return f"skips {noun(held[:1], aliases)}"
    if key == "RETURNING":
        return f"returns {selected(held, aliases)}"
    if key.startswith("FOR "):
        how = ", skipping those that are locked" if any(t.key == "SKIP" for t in held) else ""
        how = how or (", without waiting" if any(t.key == "NOWAIT" for t in held) else "")
        return f"locks the rows{' for sharing' if key == 'FOR SHARE' else ''}{how}"
    if key == "WINDOW" and len(held) > 2:
        inside = group(held)[0]
        return f"defines the window {code(bare(held[0]))}{window(inside, aliases)}"
    if key == "INTO" and held:
        return f"puts them into {code(dotted([t for t in held if t.key not in {'STRICT', 'TEMP', 'TABLE'}]))}"
    return _UNITED.get(key, "")


def _limited(held: list[Token], aliases: Aliases) -> str:
    """LIMIT and FETCH; MySQL's and SQLite's `LIMIT skip, most`."""
    digits = [token for token in held if token.kind == "number" or token.text.startswith(("$", ":", "?"))]
    comma = any(token.text == "," for token in held)
    if len(digits) == 2 and comma:
        return f"skips {noun(digits[:1], aliases)} and takes at most {noun(digits[1:], aliases)}"
    if digits:
        return f"takes at most {noun(digits[:1], aliases)}"
    word = noun(
        [token for token in held if token.key not in {"FIRST", "NEXT", "ROW", "ROWS", "ONLY"}], aliases
    )
    return f"takes at most {word}" if word else "takes only the first row"


def _grouped(held: list[Token], aliases: Aliases, columns: list[str]) -> str:
    key = held[0].key if held else ""
    inside = group(held)[0]
    if key in {"ROLLUP", "CUBE", "GROUPING"} and inside:
        kinds = {"ROLLUP": "a rollup of", "CUBE": "every combination of", "GROUPING": "the sets"}
        sets = [noun(part, aliases, 1) or "the whole" for part in split(inside, ",")]
        return f"{kinds[key]} {some(sets, 4)}"
    return some([placed(part, aliases, columns) for part in split(held, ",")], 4)


def common_tables(tokens: list[Token], in_brief: bool = False) -> tuple[list[str], list[Token]]:
    """The common table expressions of a WITH, each as a phrase, and the statement after them."""
    index = 2 if len(tokens) > 1 and tokens[1].key == "RECURSIVE" else 1
    recursive = index == 2
    told: list[str] = []
    while index < len(tokens):
        name = bare(tokens[index])
        at = next((i for i in range(index, len(tokens)) if tokens[i].key == "AS"), len(tokens))
        inside, end = group(tokens, at)
        told.append(f"{code(name)}{_defined(inside, in_brief)}")
        index = end
        if index < len(tokens) and tokens[index].text == ",":
            index += 1
            continue
        break
    return [f"defines {'the recursive query ' if recursive else ''}{one}" for one in told], list(
        tokens[index:]
    )


def _defined(inside: list[Token], in_brief: bool = False) -> str:
    """What a common table expression does, after its name."""
    from audiobook.narration.code.sql_statements import statement_act

    if inside and inside[0].key in {"SELECT", "WITH", "VALUES", "("}:
        acts = query_acts(inside, in_brief=in_brief)
        return f", which {listing(acts)}" if acts else ""
    said = statement_act(inside) if inside else ""
    return f", which {said}" if said else ""
