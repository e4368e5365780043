"""Redis commands on streams."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.narration.code.redis_values import (
    Optioned,
    Words,
    after,
    amount,
    at_most,
    ids,
    pairs,
    value,
)
from audiobook.narration.code.words import count, listing


def _entry(given: Words) -> tuple[str, str, list[str]]:
    """What XADD trims the stream to, the ID it gives, and the fields."""
    rest = list(given[1:])
    trimmed = ""
    while rest and rest[0].upper() in {"NOMKSTREAM", "MAXLEN", "MINID", "LIMIT"}:
        word = rest.pop(0).upper()
        about = bool(rest) and rest[0] in {"~", "="} and rest.pop(0) == "~"
        size = rest.pop(0) if rest and word != "NOMKSTREAM" else ""
        if word == "MAXLEN":
            trimmed = f", kept to {'about ' if about else ''}{value(size)} entries"
    return trimmed, rest[0] if rest else "", rest[1:]


def _xadd(given: Words) -> str:
    trimmed, ident, fields = _entry(given)
    with_id = f" with ID {value(ident)}" if ident not in {"*", ""} else ""
    holding = f": {pairs(fields, 'is')}" if fields else ""
    return f"adds an entry{with_id} to the stream {value(given[0])}{trimmed}{holding}"


def entries(all_given: Sequence[Words]) -> str:
    """Several XADD to one stream: "adds two entries to the stream `orders`: `book` is 42; then `book` is 7"."""
    told = [pairs(_entry(given)[2], "is") for given in all_given]
    return f"adds {count(len(told), 'entry')} to the stream {value(all_given[0][0])}: {'; then '.join(told)}"


def _xread(given: Words) -> str:
    upper = [word.upper() for word in given]
    at = upper.index("STREAMS") if "STREAMS" in upper else len(given)
    named = given[at + 1 :]
    keys, starts = named[: len(named) // 2], named[len(named) // 2 :]
    where = [
        f"{value(key)} " + {">": "for new entries", "$": "for entries that come from now on",
        "0": "from the start",
        "0-0": "from the start", "+": "for the last entry"}.get(start, f"from after {value(start)}")
        for key, start in zip(keys, starts, strict=False)
    ]  # fmt: skip
    what = f"the stream {listing(where)}" if len(where) == 1 else f"the streams {listing(where)}"
    group = after(given, "GROUP")
    consumer = given[upper.index("GROUP") + 2] if group and len(given) > upper.index("GROUP") + 2 else ""
    said = f"reads {what}" + (
        f", as the consumer {value(consumer)} of the group {value(group)}" if consumer else ""
    )
    if many := after(given[:at], "COUNT"):
        said += f", at most {count(int(many), 'entry') if many.isdigit() else value(many)}"
    if time := after(given[:at], "BLOCK"):
        said += f", waiting {at_most(time)}"
    return said


def _xrange(given: Words) -> str:
    key, first, last, *options = given
    many = after(options, "COUNT")
    return f"reads the stream {value(key)} {ids(first, last)}" + (f", at most {value(many)}" if many else "")


def _xtrim(given: Words) -> str:
    size = given[-1] if given[-1].isdigit() else next((word for word in given if word.isdigit()), "")
    about = "about " if "~" in given else ""
    return f"trims the stream {value(given[0])} to {about}{value(size)} entries" if size else ""


def _xpending(given: Words) -> str:
    return f"asks which entries of the stream {value(given[0])} are pending in the group {value(given[1])}"


def _xclaim(given: Words) -> str:
    idle = f", idle for at least {amount(given[3], 'millisecond')}" if len(given) > 3 else ""
    consumer = f"the consumer {value(given[2])} of the group {value(given[1])}"
    return f"makes {consumer} take over pending entries of the stream {value(given[0])}{idle}"


def _xack(given: Words) -> str:
    what = count(len(given) - 2, "entry")
    return f"acknowledges {what} of the stream {value(given[0])} for the group {value(given[1])}"


def _xdel(given: Words) -> str:
    return f"deletes {count(len(given) - 1, 'entry')} from the stream {value(given[0])}"


OPTIONED: dict[str, Optioned] = {
    "XADD": (2, _xadd), "XREAD": (3, _xread), "XREADGROUP": (5, _xread), "XRANGE": (3, _xrange),
    "XREVRANGE": (3, _xrange), "XTRIM": (2, _xtrim), "XPENDING": (2, _xpending), "XCLAIM": (3, _xclaim),
    "XAUTOCLAIM": (3, _xclaim), "XACK": (3, _xack), "XDEL": (2, _xdel),
}  # fmt: skip
