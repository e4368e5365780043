"""Redis commands whose options change what they do: ranges, times, streams, places, scripts, searches.

Each function takes the arguments and gives a verb phrase, or an empty one when they are not of the command's form.
"""

from __future__ import annotations

import re

from audiobook.narration.code import redis_scripts, redis_sorted, redis_streams
from audiobook.narration.code.redis_values import (
    Optioned,
    Teller,
    Words,
    after,
    amount,
    has,
    limit_words,
    numbered,
    places,
    value,
    values,
)
from audiobook.narration.code.words import IT, count, listing

_CONDITIONS = {
    "NX": "only if it does not exist yet", "XX": "only if it exists", "GT": "only if that is greater",
    "LT": "only if that is less",
}  # fmt: skip


def expiry(given: Words) -> str:
    """`EX 60` and its kin as ", for 60 seconds"."""
    if seconds := after(given, "EX"):
        return f", for {amount(seconds, 'second')}"
    if millis := after(given, "PX"):
        return f", for {amount(millis, 'millisecond')}"
    if after(given, "EXAT") or after(given, "PXAT"):
        return ", until a point in time"
    return ", keeping its expiry" if has(given, "KEEPTTL") else ""


def _set(given: Words) -> str:
    options = given[2:]
    said = f"sets {value(given[0])} to {value(given[1])}" + expiry(options)
    said += next((f", {_CONDITIONS[word]}" for word in ("NX", "XX") if has(options, word)), "")
    return said + (", and gets the old value" if has(options, "GET") else "")


def _getex(given: Words) -> str:
    if has(given, "PERSIST"):
        return f"gets {value(given[0])} and takes its expiry off"
    time = expiry(given[1:])
    return f"gets {value(given[0])}" + (f" and lets it live{time.replace(',', '', 1)}" if time else "")


def _expire(unit: str) -> Teller:
    def tell(given: Words) -> str:
        when = {
            "NX": "if it has no expiry yet", "XX": "if it has an expiry", "GT": "if that is later",
            "LT": "if that is sooner",
        }  # fmt: skip
        said = f"lets {value(given[0])} expire after {amount(given[1], unit)}"
        return said + next((f", {when[word]}" for word in when if has(given[2:], word)), "")

    return tell


def _field_expiry(unit: str) -> Teller:
    def tell(given: Words) -> str:
        fields = numbered(given, "FIELDS")
        return (
            f"in the hash {value(given[0])}, {IT} lets {values(fields)} expire after {amount(given[1], unit)}"
        )

    return tell


def _field_question(question: str) -> Teller:
    return lambda given: f"{question} {values(numbered(given, 'FIELDS'))} in the hash {value(given[0])}"


def _pop(side: str, of: str) -> Teller:
    def tell(given: Words) -> str:
        many = given[1] if len(given) > 1 and given[1].isdigit() else ""
        what = f"{count(int(many), 'item')}" if many else "an item"
        return f"pops {what} from the {side} of the {of} {value(given[0])}"

    return tell


def _blocking_pop(side: str) -> Teller:
    def tell(given: Words) -> str:
        *keys, time = given
        how_long = ", for as long as it takes" if time == "0" else f", for at most {amount(time, 'second')}"
        return (
            f"waits to pop from the {side} of {listing([value(key) for key in keys], 'or')}{how_long}"
            if keys
            else ""
        )

    return tell


def _scan(given: Words) -> str:
    match, many = after(given, "MATCH"), after(given, "COUNT")
    said = "walks through the keys" + (f" that match {value(match)}" if match else "")
    return said + (f", about {value(many)} at a time" if many else "")


def _sort(given: Words) -> str:
    said = f"sorts {value(given[0])}"
    said += f" by {value(after(given, 'BY'))}" if after(given, "BY") else ""
    said += " by name" if has(given, "ALPHA") else ""
    said += ", from the highest down" if has(given, "DESC") else ""
    said += f", {limit_words(given)}" if has(given, "LIMIT") else ""
    found = [given[at + 1] for at, word in enumerate(given[:-1]) if word.upper() == "GET"]
    said += f", and gets {values(['itself' if one == '#' else one for one in found])}" if found else ""
    return said + (f", and stores that in {value(after(given, 'STORE'))}" if after(given, "STORE") else "")


def _several_pop(of: str) -> Teller:
    def tell(given: Words) -> str:
        rest = given if given[0].isdigit() and len(given) > 1 and not given[1].isdigit() else given[1:]
        many = int(rest[0]) if rest and rest[0].isdigit() else 0
        side = next(
            (word.lower() for word in rest[1 + many :] if word.upper() in {"LEFT", "RIGHT", "MIN", "MAX"}), ""
        )
        end = {"min": "the lowest scores", "max": "the highest scores"}.get(side, f"the {side}")
        size = after(rest, "COUNT")
        what = f"at most {size} items" if size else "an item"
        return (
            f"pops {what} with {end} from the first of the sorted sets {values(rest[1 : 1 + many])} that has any"
            if (of == "sorted")
            else f"pops {what} from {end} of the first of the lists {values(rest[1 : 1 + many])} that has any"
        )

    return tell


def _bits(given: Words) -> str:
    said = f"counts the bits set in {value(given[0])}"
    if len(given) < 3:
        return said
    unit = "bit" if has(given, "BIT") else "byte"
    last = {"-1": "to the end", "-2": "to the second to last"}.get(given[2], f"to {value(given[2])}")
    return f"{said}, from {unit} {value(given[1])} {last}"


def _random(of: str) -> Teller:
    def tell(given: Words) -> str:
        many = given[1] if len(given) > 1 and re.fullmatch(r"-?\d+", given[1]) else ""
        verb = "takes" if of.startswith("out") else "picks"
        what = "a random member" if not many else f"{value(many.lstrip('-'))} random members"
        said = f"{verb} {what} {of} {value(given[0])}"
        return said + (", perhaps the same one twice" if many.startswith("-") else "")

    return tell


def _bitop(given: Words) -> str:
    words = {"AND": "and", "OR": "or", "XOR": "exclusive or"}
    if given[0].upper() == "NOT":
        return f"inverts the bits of {value(given[2])}, and stores that in {value(given[1])}"
    how = words.get(given[0].upper(), "combination")
    return f"takes the bitwise {how} of {values(given[2:])}, and stores it in {value(given[1])}"


def _sintercard(given: Words) -> str:
    keys = given[1 : 1 + int(given[0])] if given[0].isdigit() else given[1:]
    limit = after(given, "LIMIT")
    return f"counts what the sets {values(keys)} have in common" + (
        f", up to {value(limit)}" if limit else ""
    )


def _info(given: Words) -> str:
    return f"asks for the section {value(given[0])} of the information on the server"


def _lrange(given: Words) -> str:
    return f"reads {places(given[1], given[2], f'list {value(given[0])}')}"


def _ltrim(given: Words) -> str:
    kept = places(given[1], given[2], "list").replace(" of the list", "")
    kept = re.sub(r"^the list from item (.+) to (?:item )?", r"items \1 to ", kept)
    return f"trims the list {value(given[0])} to {kept}"


OPTIONED: dict[str, Optioned] = {
    **redis_sorted.OPTIONED, **redis_streams.OPTIONED, **redis_scripts.OPTIONED, "SET": (2, _set),
    "INFO": (1, _info),
    "GETEX": (1, _getex), "EXPIRE": (2, _expire("second")), "PEXPIRE": (2, _expire("millisecond")),
    "HEXPIRE": (4, _field_expiry("second")), "HPEXPIRE": (4, _field_expiry("millisecond")),
    "HTTL": (3, _field_question("asks how many seconds are left for")),
    "HPTTL": (3, _field_question("asks how many milliseconds are left for")),
    "HPERSIST": (3, _field_question("takes the expiry off")),
    "HGETDEL": (3, _field_question("gets and deletes")),
    "HEXPIRETIME": (3, _field_question("asks when they expire:")), "LPOP": (1, _pop("left", "list")),
    "RPOP": (1, _pop("right", "list")), "BLPOP": (2, _blocking_pop("left")),
    "BRPOP": (2, _blocking_pop("right")), "LMPOP": (3, _several_pop("list")),
    "BLMPOP": (4, _several_pop("list")), "ZMPOP": (3, _several_pop("sorted")),
    "BZMPOP": (4, _several_pop("sorted")), "LRANGE": (3, _lrange), "LTRIM": (3, _ltrim),
    "SPOP": (1, _random("out of the set")), "SRANDMEMBER": (1, _random("of the set")),
    "ZRANDMEMBER": (1, _random("of the sorted set")), "HRANDFIELD": (1, _random("of the hash")),
    "SINTERCARD": (2, _sintercard), "SCAN": (1, _scan), "SORT": (1, _sort), "SORT_RO": (1, _sort),
    "BITCOUNT": (1, _bits), "BITOP": (3, _bitop),
}  # fmt: skip
"""What each command needs at least, and what tells it."""
