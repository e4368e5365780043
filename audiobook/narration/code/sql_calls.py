"""Says calls in SQL as what they give: aggregates, dates, choices among values, windows."""

from __future__ import annotations

from audiobook.narration.code.nouns import numeral
from audiobook.narration.code.sql_tokens import (
    Token,
    Tokens,
    bare,
    clauses,
    group,
    split,
)
from audiobook.narration.code.sql_values import CAST_WORDS, NOW, Aliases, noun
from audiobook.narration.code.words import code, count, listing, ordinal

_AGGREGATES = {
    "COUNT": "the count of", "SUM": "the sum of", "AVG": "the average of", "MIN": "the least",
    "MAX": "the greatest", "TOTAL": "the total of",
    "ARRAY_AGG": "an array of", "JSON_AGG": "a JSON array of", "STRING_AGG": "the joined",
    "LOWER": "lower-case", "UPPER": "upper-case",
    "LENGTH": "the length of", "DATE": "the date of", "ABS": "the absolute",
    "GROUP_CONCAT": "the joined", "JSONB_AGG": "a JSON array of", "ANY": "any of", "ALL": "all of",
    "TRIM": "the trimmed", "YEAR": "the year of", "MONTH": "the month of", "DAY": "the day of",
    "BOOL_AND": "whether all hold of", "BOOL_OR": "whether any holds of", "EVERY": "whether all hold of",
    "TO_TSVECTOR": "the search words of", "AGE": "the age of", "UNNEST": "the items of",
    "ARRAY_LENGTH": "the length of", "JSONB_ARRAY_ELEMENTS": "the elements of", "SQRT": "the square root of",
    "JSON_ARRAY_LENGTH": "the length of", "JSONB_ARRAY_LENGTH": "the length of", "MEDIAN": "the median of",
    "PG_TYPEOF": "the type of", "TYPEOF": "the type of", "LEN": "the length of",
    "CHAR_LENGTH": "the length of",
    "STDDEV": "the standard deviation of", "VARIANCE": "the variance of", "REVERSE": "the reverse of",
    "PG_SIZE_PRETTY": "the readable size of", "JSON_EACH": "the keys and values of",
    "JSON_OBJECT_AGG": "a JSON object of", "JSONB_OBJECT_AGG": "a JSON object of",
    "GREATEST": "the greatest of",
    "LEAST": "the least of", "CEIL": "the next whole number of", "FLOOR": "the whole number of",
    "DISTINCT": "distinct", "TO_TSQUERY": "the search for", "PLAINTO_TSQUERY": "the search for",
}  # fmt: skip


_RANKS = frozenset(
    ["ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "PERCENT_RANK",
     "CUME_DIST", "NTH_VALUE"]
)  # fmt: skip


_DEEP_CALL = 5


def call_noun(name: str, tokens: list[Token], aliases: Aliases, depth: int) -> str:
    """A call as what it gives, with its window or filter."""
    inside, end = group(tokens)
    rest = tokens[end:]
    distinct = bool(inside) and inside[0].key == "DISTINCT"
    ordering = clauses(inside[1:] if distinct else inside, ("ORDER BY",))
    plain = ordering[0][1] if ordering and not ordering[0][0] else []
    given = [noun(part, aliases, depth + 1) for part in split(plain, ",") if part]
    said = _said(name.upper(), name, plain, given, distinct, aliases, depth)
    for key, held in ordering:
        if key:
            said += f" in order of {ordered(held, aliases)}"
    return said + _over(rest, aliases)


def _said(
    key: str, name: str, inside: list[Token], given: list[str], distinct: bool, aliases: Aliases, depth: int
) -> str:
    """A call as what it gives."""
    if key in NOW:
        return "now"
    if key == "COUNT":
        what = "rows" if inside and inside[0].text == "*" else listing(given)
        return f"the count of {'distinct ' if distinct else ''}{what}"
    if key == "EXTRACT":
        parts = split(inside, "FROM")
        if len(parts) == 2:
            return f"the {bare(parts[0][0]).lower()} of {noun(parts[1], aliases, depth + 1)}"
    if key == "CAST":
        parts = split(inside, "AS")
        word = CAST_WORDS.get(parts[1][0].key, "") if len(parts) == 2 and parts[1] else ""
        value = noun(parts[0], aliases, depth + 1)
        return f"{value} as {word}" if word else value
    if key in {"DATE_TRUNC", "DATE_PART", "TIME_BUCKET"} and len(given) >= 2:
        what = given[0].strip("`")
        if key == "DATE_TRUNC":
            return f"the start of the {what} of {given[1]}"
        return f"the {what} of {given[1]}" if key != "TIME_BUCKET" else f"the {given[0]} bucket of {given[1]}"
    if key in {"STRFTIME", "TO_CHAR", "DATE_FORMAT"} and len(given) >= 2:
        return f"{given[1] if key == 'STRFTIME' else given[0]} as formatted text"
    if key == "ROUND" and given:
        comma = "," if "," in given[0] else ""
        places = (
            f" to {count(int(given[1]), 'decimal place')}" if len(given) > 1 and given[1].isdigit() else ""
        )
        return f"{given[0]}{comma} rounded{places}"
    if key == "NULLIF" and len(given) == 2:
        return f"{given[0]}, or null where it is {given[1]}"
    if key in {"COALESCE", "IFNULL", "NVL"}:
        return listing(given, "or else") if len(given) != 2 else f"{given[0]} or else {given[1]}"
    if key == "CONCAT":
        return " joined with ".join(given[:4])
    if key in {"GEN_RANDOM_UUID", "UUID_GENERATE_V4", "NEWID"}:
        return "a random UUID"
    if key in _RANKS:
        return f"the {name.lower().replace('_', ' ')}" + (f" of {given[0]}" if given else "")
    if key in {"GREATEST", "LEAST"}:
        return f"{_AGGREGATES[key]} {listing(given)}"
    if key in _AGGREGATES and given:
        return f"{_AGGREGATES[key]} {'distinct ' if distinct else ''}{given[0]}".strip()
    with_those = f" with {listing(given)}" if given and depth < _DEEP_CALL else ""
    return f"the result of {code(name)}{with_those}"


def _over(rest: Tokens, aliases: Aliases) -> str:
    """What follows a call: an order inside its group, a filter, a window, or nothing."""
    from audiobook.narration.code.sql_phrases import condition

    said = ""
    while rest:
        inside, end = group(rest)
        if rest[0].key == "FILTER" and inside:
            said += f", only where {condition([t for t in inside if t.key != 'WHERE'], aliases, 2)}"
        elif rest[0].key == "WITHIN" and inside:
            said += f" in order of {ordered([t for t in inside if t.key not in {'ORDER', 'BY'}], aliases)}"
        elif rest[0].key == "OVER":
            if len(rest) > 1 and rest[1].text != "(":
                return said + f" over the window {code(bare(rest[1]))}"
            return said + (window(inside, aliases) or " over all rows")
        if end == 0:
            break
        rest = rest[end:]
    return said


_FRAMES = {"CURRENT ROW": "the current row", "UNBOUNDED PRECEDING": "the first row",
           "UNBOUNDED FOLLOWING": "the last row"}  # fmt: skip


def window(tokens: Tokens, aliases: Aliases) -> str:
    """The inside of a window: within which groups, in which order, over which rows."""
    said = ""
    for key, part in clauses(tokens, ("PARTITION BY", "ORDER BY", "ROWS", "RANGE", "GROUPS")):
        if key == "PARTITION BY":
            said += f" within each {listing([noun(piece, aliases, 2) for piece in split(part, ',')])}"
        elif key == "ORDER BY":
            said += f" in order of {ordered(part, aliases)}"
        elif key:
            said += _frame(part, aliases)
        elif part:
            said += f" over the window {code(bare(part[0]))}"
    return said


def _frame(tokens: Tokens, aliases: Aliases) -> str:
    """The frame of a window: ", from two rows before to the current row"."""
    ends = []
    for part in split([t for t in tokens if t.key != "BETWEEN"], "AND"):
        words = " ".join(token.key for token in part)
        if words in _FRAMES:
            ends.append(_FRAMES[words])
        elif part and part[-1].key in {"PRECEDING", "FOLLOWING"}:
            way = "before" if part[-1].key == "PRECEDING" else "after"
            amount = noun(part[:-1], aliases, 3)
            unit = "" if part[0].key == "INTERVAL" else (" row " if amount == "1" else " rows ")
            ends.append(f"{amount}{unit or ' '}{way}")
    return f", from {' to '.join(ends)}" if ends else ""


def ordered(tokens: Tokens, aliases: Aliases, selected: list[str] | None = None) -> str:
    """An ORDER BY list: "`age`, descending"; a number is the column at that place."""
    told = []
    for part in split(tokens, ","):
        keys = [token.key for token in part]
        kept = [token for token in part if token.key not in {"ASC", "DESC", "NULLS", "FIRST", "LAST"}]
        nulls = f", nulls {keys[keys.index('NULLS') + 1].lower()}" if "NULLS" in keys[:-1] else ""
        what = placed(kept, aliases, selected)
        told.append(what + (", descending" if "DESC" in keys else "") + nulls)
    return listing([one for one in told if one])


def placed(tokens: Tokens, aliases: Aliases, selected: list[str] | None) -> str:
    """A value; a lone number is the selected column at that place."""
    if len(tokens) == 1 and tokens[0].kind == "number" and selected is not None:
        place = int(tokens[0].text) if tokens[0].text.isdigit() else 0
        return f"the {ordinal(place)} column" if place else numeral(tokens[0].text)
    return noun(tokens, aliases, 1)
