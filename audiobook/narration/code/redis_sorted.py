"""Redis commands on sorted sets and places, whose options change what they do."""

from __future__ import annotations

import re

from audiobook.narration.code.redis_values import (
    Optioned,
    Teller,
    Words,
    after,
    has,
    limit_words,
    names_between,
    scores,
    value,
    values,
)
from audiobook.narration.code.words import count, listing


def _zadd(given: Words) -> str:
    options = {"NX", "XX", "GT", "LT", "CH", "INCR"}
    rest = [word for word in given[1:] if word.upper() not in options]
    told = [
        f"{value(member)} with score {value(score)}"
        for score, member in zip(rest[::2], rest[1::2], strict=False)
    ]
    if not told:
        return ""
    listed = told if len(told) < 6 else [*told[:4], count(len(told) - 4, "other")]
    said = f"adds {listing(listed)} to the sorted set {value(given[0])}"
    new = {
        "NX": ", new members only", "XX": ", existing members only", "GT": ", where the score is greater",
        "LT": ", where the score is less",
    }  # fmt: skip
    return said + next((new[word] for word in new if has(given[1:-2], word)), "")


def _zrange(reverse: bool = False, by: str = "") -> Teller:
    def tell(given: Words) -> str:
        key, low, high, *options = given
        backwards = reverse or has(options, "REV")
        kind = by or ("score" if has(options, "BYSCORE") else "name" if has(options, "BYLEX") else "")
        if kind and backwards:
            low, high = high, low
        of = f"the sorted set {value(key)}"
        if kind == "score":
            said = f"lists the members of {of} with {scores(low, high)}"
        elif kind == "name":
            said = f"lists the members of {of} by name, {names_between(low, high)}"
        elif (low, high) == ("0", "-1"):
            said = f"lists all members of {of}"
        elif low == "0" and re.fullmatch(r"\d{1,3}", high):
            said = f"lists the first {count(int(high) + 1, 'member')} of {of}".replace(
                "first one member", "first member"
            )
        else:
            said = f"lists the members of {of} from place {value(low)} to {'the end' if high == '-1' else value(high)}"
        said += ", from the highest score down" if backwards else ""
        said += f", {limit_words(options)}" if has(options, "LIMIT") else ""
        return said + (", with their scores" if has(options, "WITHSCORES") else "")

    return tell


def _zremrange(how: str) -> Teller:
    def tell(given: Words) -> str:
        key, low, high = given[:3]
        which = {
            "score": f"with {scores(low, high)}", "name": f"by name, {names_between(low, high)}",
            "rank": f"from place {value(low)} to {'the end' if high == '-1' else value(high)}",
        }[how]  # fmt: skip
        return f"removes the members of the sorted set {value(key)} {which}"

    return tell


def _combined(verb: str, stored: bool) -> Teller:
    """`ZUNIONSTORE out 2 a b WEIGHTS 2 3`: several sorted sets made into one."""

    def tell(given: Words) -> str:
        into, rest = (given[0], given[1:]) if stored else ("", given)
        many = int(rest[0]) if rest and rest[0].isdigit() else 0
        keys, options = rest[1 : 1 + many], rest[1 + many :]
        said = f"{verb} the sorted sets {values(keys)}"
        weights = _following(options, "WEIGHTS", many)
        said += f", with the weights {values(weights)}" if weights else ""
        said += f", and stores that in {value(into)}" if stored else ""
        return said + (", with scores" if has(options, "WITHSCORES") else "")

    return tell


def _following(given: Words, option: str, many: int) -> list[str]:
    upper = [word.upper() for word in given]
    return list(given[upper.index(option) + 1 :][:many]) if option in upper else []


def _geoadd(given: Words) -> str:
    rest = [word for word in given[1:] if word.upper() not in {"NX", "XX", "CH"}]
    members = rest[2::3]
    at = (
        f", at longitude {value(rest[0])} and latitude {value(rest[1])}"
        if len(members) == 1
        else ", with their coordinates"
    )
    what = f"the place {value(members[0])}" if len(members) == 1 else f"the places {values(members)}"
    return f"adds {what} to {value(given[0])}{at}" if members else ""


_UNITS = {"m": "metres", "km": "kilometres", "mi": "miles", "ft": "feet"}


def _geosearch(given: Words) -> str:
    upper = [word.upper() for word in given]
    said = f"finds the places in {value(given[0])}"
    if "BYRADIUS" in upper:
        at = upper.index("BYRADIUS")
        said += f" within {value(given[at + 1])} {_UNITS.get(given[at + 2].lower(), 'units')}"
    elif "BYBOX" in upper:
        at = upper.index("BYBOX")
        unit = _UNITS.get(given[at + 3].lower(), "units")
        said += f" in a box of {value(given[at + 1])} by {value(given[at + 2])} {unit}"
    if "FROMLONLAT" in upper:
        at = upper.index("FROMLONLAT")
        said += f" around longitude {value(given[at + 1])} and latitude {value(given[at + 2])}"
    elif member := after(given, "FROMMEMBER"):
        said += f" around {value(member)}"
    if has(given, "ASC") or has(given, "DESC"):
        said += f", the {'nearest' if has(given, 'ASC') else 'farthest'} first"
    return said + (", with their distances" if has(given, "WITHDIST") else "")


def _georadius(given: Words) -> str:
    key, longitude, latitude, radius, unit = given[:5]
    where = f"longitude {value(longitude)} and latitude {value(latitude)}"
    return f"finds the places in {value(key)} within {value(radius)} {_UNITS.get(unit.lower(), 'units')} around {where}"


def _zcount(given: Words) -> str:
    return f"counts the members of the sorted set {value(given[0])} with {scores(given[1], given[2])}"


def _zlexcount(given: Words) -> str:
    return f"counts the members of the sorted set {value(given[0])}, {names_between(given[1], given[2])}"


def _stored(tell: Teller) -> Teller:
    """A command that stores what it finds under its first argument."""
    return lambda given: f"{tell(given[1:])}, and stores them in {value(given[0])}"


def _around_member(given: Words) -> str:
    unit = _UNITS.get(given[3].lower(), "units")
    return f"finds the places in {value(given[0])} within {value(given[2])} {unit} around {value(given[1])}"


OPTIONED: dict[str, Optioned] = {
    "ZADD": (3, _zadd), "ZRANGE": (3, _zrange()), "ZREVRANGE": (3, _zrange(True)),
    "ZRANGEBYSCORE": (3, _zrange(by="score")), "ZREVRANGEBYSCORE": (3, _zrange(True, "score")),
    "ZRANGEBYLEX": (3, _zrange(by="name")), "ZREVRANGEBYLEX": (3, _zrange(True, "name")),
    "ZCOUNT": (3, _zcount), "ZLEXCOUNT": (3, _zlexcount), "ZREMRANGEBYSCORE": (3, _zremrange("score")),
    "ZREMRANGEBYRANK": (3, _zremrange("rank")), "ZREMRANGEBYLEX": (3, _zremrange("name")),
    "ZRANGESTORE": (4, _stored(_zrange())), "ZUNION": (2, _combined("unites", False)),
    "ZINTER": (2, _combined("intersects", False)),
    "ZDIFF": (2, _combined("takes the difference of", False)),
    "ZUNIONSTORE": (3, _combined("unites", True)), "ZINTERSTORE": (3, _combined("intersects", True)),
    "ZDIFFSTORE": (3, _combined("takes the difference of", True)), "GEOADD": (4, _geoadd),
    "GEOSEARCH": (4, _geosearch), "GEOSEARCHSTORE": (5, _stored(_geosearch)), "GEORADIUS": (5, _georadius),
    "GEORADIUSBYMEMBER": (4, _around_member),
}  # fmt: skip
