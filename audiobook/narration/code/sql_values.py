"""Says SQL values as noun phrases: literals, columns, casts, calls, windows, choices."""

from __future__ import annotations

import json
import re
from itertools import pairwise

from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.sql_tokens import (
    Token,
    Tokens,
    bare,
    clauses,
    dotted,
    group,
    split,
    split_last,
)
from audiobook.narration.code.words import code, codes, count, listing

Aliases = dict[str, str]

_MANY = frozenset(["STRING_AGG", "GROUP_CONCAT", "ARRAY_LENGTH"])
NOW = frozenset(
    ["NOW", "CURRENT_TIMESTAMP", "CURRENT_DATE", "GETDATE", "LOCALTIMESTAMP", "SYSDATE", "CURRENT_TIME",
     "CLOCK_TIMESTAMP", "UTC_TIMESTAMP"]
)  # fmt: skip
CAST_WORDS = {
    "TEXT": "text", "VARCHAR": "text", "INT": "an integer", "INTEGER": "an integer",
    "BIGINT": "a big integer",
    "NUMERIC": "a decimal", "DECIMAL": "a decimal", "DATE": "a date", "TIMESTAMP": "a timestamp",
    "TIMESTAMPTZ": "a timestamp", "BOOLEAN": "a boolean", "BOOL": "a boolean", "FLOAT": "a float",
    "DOUBLE": "a double", "REAL": "a float", "UUID": "a UUID", "JSONB": "JSON", "JSON": "JSON",
    "TIME": "a time", "SIGNED": "an integer", "CHAR": "text", "STRING": "text", "INT8": "a big integer",
    "FLOAT8": "a double", "INT4": "an integer", "INTERVAL": "an interval", "INET": "an IP address",
}  # fmt: skip
_DISTANCES = ("<->", "<=>", "<#>", "<+>")
_SIGNS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (("||",), {"||": "joined with"}),
    (_DISTANCES, {}),
    (("+", "-"), {"+": "plus", "-": "minus"}),
    (("*", "/", "%"), {"*": "times", "/": "divided by", "%": "modulo"}),
    (("^",), {"^": "to the power of"}),
)
_DEEP = 9
_LONGEST = (34, 30, 24)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d)?")


def column(name: str, aliases: Aliases) -> str:
    """A column with its alias resolved to the table; with a single table, the column alone."""
    head, dot, last = name.rpartition(".")
    if not dot:
        return code(name)
    if head.isdigit():
        return f"the {code(last)} of parameter {head}"
    if head.upper() in {"EXCLUDED", "NEW"}:
        return f"the new {code(last)}"
    if head.upper() == "OLD":
        return f"the old {code(last)}"
    if len(set(aliases.values())) <= 1 and head.lower() in aliases:
        return code(last)
    return code(f"{aliases.get(head.lower(), head)}.{last}")


def noun(tokens: Tokens, aliases: Aliases, depth: int = 0) -> str:
    """A value as a noun phrase; what is too deep or long is "an expression"."""
    tokens = [token for token in tokens if token.kind != "comment"]
    if not tokens:
        return ""
    if depth >= _DEEP:
        return "an expression"
    return short(_noun(tokens, aliases, depth), "an expression", most=_LONGEST[min(depth // 2, 2)])


def is_moment(tokens: Tokens) -> bool:
    """Whether a value is a moment in time, of which others are before or after."""
    keys = {token.key for token in tokens}
    return bool(keys & (NOW | {"INTERVAL"})) or any(
        token.kind == "string" and _DATE.match(token.text.strip("'")) for token in tokens
    )


def _literal(token: Token) -> str:
    if token.kind == "string":
        content = re.sub(r"^[eEbBxXnN]?'|'$|^\$\w*\$|\$\w*\$$", "", token.text).replace("''", "'")
        if re.match(r"\$\.?\w*", content) and len(content) > 1 and not content[1:2].isdigit():
            return code(re.sub(r"[$.\[\]*]+", " ", content).strip()) or "the root"
        if re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", content):
            return "a UUID"
        if moment := _DATE.match(content):
            return code(moment[0].replace("T", " ").removesuffix(" 00:00"))
        content = content.strip("%")
        if content.startswith("{") or re.match(r"\[\s*[{\"]", content):
            return _document(content)
        return (
            quoted(content)
            if content.strip()
            else ("a space" if content == " " else "a blank text" if content else "an empty text")
        )
    if token.kind == "number":
        return numeral(token.text)
    if token.key in NOW:
        return "now" if token.key != "CURRENT_DATE" else "today"
    if token.key in {"NULL", "TRUE", "FALSE", "DEFAULT"}:
        return token.key.lower() if token.key != "DEFAULT" else "the default"
    if re.match(r"[$:@?]", token.text):
        name = bare(token).lstrip("?")
        return (
            f"the parameter {code(name)}"
            if re.search(r"[^\W\d]", name)
            else (f"parameter {name}" if name else "a parameter")
        )
    return ""


def _document(content: str) -> str:
    """A JSON document or an array in a text, by its words."""
    try:
        held = json.loads(content)
    except ValueError:
        held = None
    if (
        isinstance(held, dict)
        and 0 < len(held) <= 3
        and not any(isinstance(v, dict | list) for v in held.values())
    ):
        return (
            f"a document with {listing([f'{code(key)} {code(str(value))}' for key, value in held.items()])}"
        )
    words = re.findall(r"[\w.@-]+", content)
    return f"a document of {listing(codes(words))}" if 0 < len(words) <= 6 else "a document"


def _noun(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    from audiobook.narration.code.sql_phrases import COMPARE, condition

    one = tokens[0]
    if len(tokens) == 1:
        return "all columns" if one.text == "*" else _literal(one) or code(bare(one))
    if one.text == "(" and group(tokens)[1] == len(tokens):
        inner = group(tokens)[0]
        if inner and inner[0].key in {"SELECT", "WITH"}:
            return subquery(inner, aliases)
        items = split(inner, ",")
        if len(items) > 1:
            return listing([noun(item, aliases, depth + 1) for item in items[:5]])
        return noun(inner, aliases, depth + 1)
    if one.key == "CASE":
        return _case(tokens, aliases, depth)
    if one.key in {"INTERVAL", "DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIME"} and len(tokens) == 2:
        return code(tokens[1].text.strip("'")) if tokens[1].kind == "string" else ""
    if one.key in {"EXISTS", "NOT"} or any(
        token.key in {"AND", "OR"} and at for at, token in enumerate(_outside(tokens))
    ):
        return f"whether {condition(tokens, aliases, depth)}"
    if any(token.key in COMPARE for token in _outside(tokens)[1:]):
        told = condition(tokens, aliases, depth)
        return f"whether {told}" if told != "a condition holds" else ""
    return _operated(tokens, aliases, depth) or _simple(tokens, aliases, depth)


def _outside(tokens: Tokens) -> list[Token]:
    """The tokens outside parentheses and outside CASE."""
    kept, depth, cases = [], 0, 0
    for token in tokens:
        depth += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0
        cases += (token.key == "CASE") - (token.key == "END")
        if depth == 0 and cases == 0:
            kept.append(token)
    return kept


def _operated(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    """Values joined by an operator, the one that binds least first; else a cast or a part of a document."""
    for signs, words in _SIGNS:
        left, sign, right = split_last(tokens, signs)
        if left and right:
            a, b = noun(left, aliases, depth + 1), noun(right, aliases, depth + 1)
            if sign in _DISTANCES and a and b:
                return f"the distance of {a} from {b}"
            return (
                f"{a}{', all' if _grouped(left) else ''} {words[sign]} {'the whole of ' if _grouped(right) else ''}{b}"
                if a and b
                else ""
            )
    for sign in ("->>", "->", "#>>", "#>"):
        parts = split(tokens, sign)
        if len(parts) > 1 and all(parts):
            keys = [_key(part, aliases, depth) for part in parts[:0:-1]]
            return " of ".join([f"the {key}" for key in keys] + [noun(parts[0], aliases, depth + 1)])
    casts = split(tokens, "::")
    if len(casts) > 1 and casts[0]:
        value = noun(casts[0], aliases, depth + 1)
        word = CAST_WORDS.get(casts[-1][0].key, "") if casts[-1] else ""
        return f"{value} as {word}" if word and casts[0][0].kind != "string" else value
    if tokens[0].text in {"-", "+"}:
        return f"minus {noun(tokens[1:], aliases, depth + 1)}" if tokens[0].text == "-" else ""
    return ""


def _grouped(tokens: Tokens) -> bool:
    """Whether an operand is several values in parentheses, which the ear has to be told."""
    if not tokens or tokens[0].text != "(" or group(tokens)[1] != len(tokens):
        return False
    inner = group(tokens)[0]
    return any(split_last(inner, signs)[1] for signs, _ in _SIGNS)


def _key(part: list[Token], aliases: Aliases, depth: int) -> str:
    """A key of a JSON document, without the signs of a path."""
    if len(part) == 1 and part[0].kind == "string":
        return code(re.sub(r"[$\[\]{}']+\.?", " ", part[0].text).strip().replace(",", " "))
    if len(part) == 1 and part[0].kind == "number":
        return f"item {part[0].text}"
    return noun(part, aliases, depth + 1)


def _simple(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    """A column, all columns of a table, a call, an array."""
    from audiobook.narration.code.sql_calls import call_noun

    if tokens[0].key == "ARRAY" and len(tokens) > 1 and tokens[1].text in {"[", "("}:
        inner = tokens[2:-1]
        if inner and inner[0].key == "SELECT":
            return f"an array of {subquery(inner, aliases)}"
        return f"an array of {listing([noun(item, aliases, depth + 1) for item in split(inner, ',')[:5]])}"
    if tokens[0].key in {"DISTINCT", "ALL"}:
        return f"distinct {noun(tokens[1:], aliases, depth + 1)}"
    name = dotted(tokens)
    used = 2 * name.count(".") + 1 if name else 0
    if name and len(tokens) == used:
        return column(name, aliases)
    if name and tokens[-1].text == "*" and tokens[-2].text == "." and len(tokens) == used + 2:
        return f"all columns of {code(aliases.get(name.lower(), name))}"
    if name and tokens[-1].text == "*" and tokens[-2].text == ".":
        return f"all columns of {code(aliases.get(name.lower(), name))}"
    if name and used < len(tokens) and tokens[used].text == "(" and _closes(tokens, used):
        return call_noun(name, tokens, aliases, depth)
    if name and used < len(tokens) and tokens[used].text == "[":
        inside = tokens[used + 1 : -1]
        return f"item {noun(inside, aliases, depth + 1)} of {column(name, aliases)}"
    if len(tokens) > 2 and tokens[1].key == "COLLATE":
        return noun(tokens[:1], aliases, depth + 1)
    if [token.key for token in tokens[-3:]][:2] == ["AT", "TIME"] or "ZONE" in {t.key for t in tokens}:
        at = next((i for i, t in enumerate(tokens) if t.key == "AT"), 0)
        return f"{noun(tokens[:at], aliases, depth + 1)} in the time zone {noun(tokens[at + 3 :], aliases, depth + 1)}"
    return ""


def _case(tokens: list[Token], aliases: Aliases, depth: int) -> str:
    """CASE as choices: "1 if `x` equals 2, else 0"."""
    from audiobook.narration.code.sql_phrases import condition

    inner = tokens[1:]
    depth_of, end = 1, len(inner)
    for at, token in enumerate(inner):
        depth_of += (token.key == "CASE") - (token.key == "END")
        if depth_of == 0:
            end = at
            break
    rest, inner = inner[end + 1 :], inner[:end]
    if rest:
        return ""
    parts = clauses(inner, ("WHEN", "THEN", "ELSE"))
    subject = noun(parts[0][1], aliases, depth + 1) if parts and not parts[0][0] else ""
    told, test = [], ""
    for key, held in parts:
        if key == "WHEN":
            test = (
                f"{subject} is {noun(held, aliases, depth + 2)}"
                if subject
                else condition(held, aliases, depth + 1)
            )
        elif key == "THEN":
            told.append(f"{noun(held, aliases, depth + 2)} if {test}")
        elif key == "ELSE":
            told.append(f"else {noun(held, aliases, depth + 2)}")
    whole = ", ".join(told)
    cases = sum(1 for key, _ in parts if key == "WHEN")
    return short(whole, f"a choice of {count(cases, 'case')}", most=_LONGEST[min(depth // 2, 2)])


def outer_names(tokens: Tokens, aliases: Aliases) -> Aliases:
    """The names of the outer query's tables that an inner query uses."""
    used = {bare(one).lower() for one, dot in pairwise(tokens) if dot.text == "."}
    return {name: table for name, table in aliases.items() if name in used}


def subquery(tokens: Tokens, aliases: Aliases) -> str:
    """A query as a value: "a subquery that selects ... from ..."; only its table when that is long."""
    from audiobook.narration.code.sql_queries import query_acts

    told = listing(query_acts(tokens, outer_names(tokens, aliases)))
    return short(f"a subquery that {told}", f"a subquery on {code(table_after_from(tokens))}", most=26)


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
