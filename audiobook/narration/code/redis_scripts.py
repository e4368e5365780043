"""Redis scripts and searches."""

from __future__ import annotations

import re

from audiobook.narration.code.redis_values import Optioned, Teller, Words, after, has, numbered, value, values
from audiobook.narration.code.words import count, listing


def _eval(what: str) -> Teller:
    def tell(given: Words) -> str:
        many = int(given[1]) if len(given) > 1 and re.fullmatch(r"\d{1,3}", given[1]) else 0
        keys, rest = given[2 : 2 + many], given[2 + many :]
        said = what.format(value(given[0]))
        told = [f"the {'key' if len(keys) == 1 else 'keys'} {values(keys)}"] if keys else []
        told += [f"the {'argument' if len(rest) == 1 else 'arguments'} {values(rest)}"] if rest else []
        return f"{said}, with {listing(told)}" if told else said

    return tell


def _ft_create(given: Words) -> str:
    upper = [word.upper() for word in given]
    at = upper.index("SCHEMA") if "SCHEMA" in upper else len(given)
    kinds = {
        "TEXT": "a text",
        "TAG": "a tag",
        "NUMERIC": "a number",
        "GEO": "a place",
        "VECTOR": "a vector",
        "GEOSHAPE": "a shape",
    }
    fields, name = [], ""
    for place, word in enumerate(given[at + 1 :], at + 1):
        if upper[place] in kinds and name:
            fields.append(f"{value(name)}, {kinds[upper[place]]}")
            name = ""
        elif (
            upper[place - 1] == "AS"
            or not name
            or (upper[place + 1 : place + 2] and upper[place + 1] in kinds)
        ):
            name = word
    over = f" over {'JSON documents' if after(given, 'ON').upper() == 'JSON' else 'hashes'}"
    prefix = numbered(given, "PREFIX") if has(given, "PREFIX") else []
    over += f" whose keys start with {values(prefix)}" if prefix else ""
    told = fields if len(fields) < 6 else [*fields[:4], count(len(fields) - 4, "other")]
    held = f", with {count(len(fields), 'field')}: {listing(told)}" if fields else ""
    return f"creates the search index {value(given[0])}{over}{held}"


def _ft_search(given: Words) -> str:
    query = given[1] if len(given) > 1 else ""
    what = "everything" if query == "*" else value(query)
    return f"searches the index {value(given[0])} for {what}"


def _ft_aggregate(given: Words) -> str:
    what = "everything" if given[1] == "*" else value(given[1])
    return f"groups and counts what the index {value(given[0])} holds for {what}"


OPTIONED: dict[str, Optioned] = {
    "EVAL": (1, _eval("runs a Lua script")), "EVALSHA": (1, _eval("runs a loaded Lua script, by its hash")),
    "EVAL_RO": (1, _eval("runs a Lua script that only reads")),
    "FCALL": (1, _eval("calls the function {0}")),
    "FCALL_RO": (1, _eval("calls the function {0}, which only reads")), "FT.CREATE": (2, _ft_create),
    "FT.SEARCH": (2, _ft_search), "FT.AGGREGATE": (2, _ft_aggregate),
}  # fmt: skip
