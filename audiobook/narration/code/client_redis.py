"""Redis commands in a program, as methods of a client: `client.hSet(key, {...})`, `r.set("a", 1, ex=10)`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import redis
from audiobook.narration.code.client_values import Given
from audiobook.narration.code.kinds import LAMBDAS, MAPS
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.trees import arguments, chain, method_name, receiver
from audiobook.narration.code.words import IT, code, listing

_CLIENT = re.compile(r"(?:^|[._])(?:r|rdb|conn|client|cache|pipe|pipeline|multi|tx|\w*[rR]edis\w*)$")
_NAMES = {
    "delete": "DEL",
    "sendcommand": "",
    "execute": "",
    "quit": "",
    "close": "",
    "connect": "",
    "copy": "",
}
_OPTIONS = {"desc": "REV", "withscores": "WITHSCORES", "keepttl": "KEEPTTL"}
_SCORED = frozenset({"ZADD"})
_PAIRED = frozenset({"HSET", "HMSET", "MSET", "MSETNX", "XADD"})
_OPENS = frozenset({"multi", "pipeline", "batch"})
_ENDS = frozenset({"exec", "execute"})
_CONTEXT = re.compile(r"(?:ctx|context)\b")  # what Go hands to each call
_PIPE = re.compile(r"(?:pipe|pipeline|multi)$")
_MOST = 5


def request(call: Node, given: Given) -> str:
    """A call on a Redis client as a verb phrase with stand-ins; empty when it is none."""
    start, calls = chain(call)
    if not _CLIENT.search(text(start).replace("this.", "").replace("self.", "")) or not _speaks_redis(call):
        return ""
    if len(calls) == 1:
        if method_name(call) in _ENDS and _PIPE.search(text(start)):
            return f"sends what is in {code(text(start))}"
        return _without_lead(_command(call, given))
    return _queued(calls, given)


def _queued(calls: Sequence[Node], given: Given) -> str:
    """`client.multi().incr("a").expire("a", 60).exec()`."""
    if method_name(calls[0]) not in _OPENS or method_name(calls[-1]) not in _ENDS or len(calls) < 3:
        return ""
    acts = [_command(call, given) for call in calls[1:-1]]
    if not all(acts) or len(acts) > _MOST or any(IT in _without_lead(one) for one in acts):
        return ""
    what = "transaction" if method_name(calls[0]) == "multi" else "pipeline"
    return f"runs a {what} that {listing([_without_lead(one) for one in acts])}"


def _without_lead(phrase: str) -> str:
    """ "in the hash `a`, it adds 1 to `b`" as "adds 1 to `b` in the hash `a`"."""
    return re.sub(rf"^in (the \w+ [^,]+), {IT} (.+)$", r"\2 in \1", phrase)


_OWN = re.compile(
    r"\.(?:h(?:m?set|m?get|incr_?by|get_?all|del)|z(?:add|range|rev_?range|incr_?by|score|rank|card|rem\w*)|"
    r"s(?:add|members|is_?member|inter|card)|[lr](?:push|range|trim)|b[lr]pop|incr(?:by)?|set_?(?:ex|nx)|getdel|getex|"
    r"x(?:add|read_?group|ack|group_?create|len|range)|pf(?:add|count)|geo(?:add|search))\(|"
    r"\.set\([^\n]*\b(?:ex|px|nx)=",
    re.I,
)


def _speaks_redis(node: Node) -> bool:
    """Whether the program says anywhere that it works with Redis, or calls what only Redis has."""
    while node.parent is not None:
        node = node.parent
    return "redis" in text(node).lower() or _OWN.search(text(node)) is not None


def _name(call: Node) -> str:
    """The command that a method sends: `hSet`, `zadd`, `xgroup_create`; empty when it is none."""
    method = method_name(call)
    if method in _NAMES:
        return _NAMES[method]
    two = re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", method).upper()
    names = (two.replace(" ", ""), two, two.replace("X GROUP", "XGROUP"))
    return next((name for name in names if name in redis.ALL_COMMANDS), "")


def _command(call: Node, given: Given) -> str:
    name = _name(call)
    if not name or receiver(call) is None:
        return ""
    if any(part.type in LAMBDAS or _CONTEXT.match(text(part)) for part in arguments(call)):
        return ""
    words = _reading(name, call, given) if name in _READS else _words(name, call, given)
    said = redis.act_of([*name.split(), *words]) if words is not None else ""
    return "" if said.startswith("runs `") else said


_READS = frozenset({"XREAD", "XREADGROUP"})


def _reading(name: str, call: Node, given: Given) -> list[str] | None:
    """Reading streams: which streams comes last in the command, but not in the call."""
    parts = named(field(call, "arguments"))
    values = [given.value(field(part, "value") or part) for part in parts]
    labels = [text(field(part, "name")).upper() for part in parts]
    words = ["GROUP"] if name == "XREADGROUP" else []
    options: list[str] = []
    streams: dict[str, Value] = {}
    for label, value in zip(labels, values, strict=True):
        held = value[0] if isinstance(value, list) and len(value) == 1 else value
        if label in {"COUNT", "BLOCK"}:
            options += [label, _word(held)]
        elif not isinstance(held, dict):
            words.append(_word(held))
        elif set(held) == {"key", "id"}:
            streams[_word(held["key"])] = held["id"]
        elif all(key.isupper() for key in held):
            options += [word for key, one in held.items() for word in (key, _word(one))]
        else:
            streams = held
    if not streams:
        return None
    return [*words, *options, "STREAMS", *streams, *map(_word, streams.values())]


def _words(name: str, call: Node, given: Given) -> list[str] | None:
    """The arguments as the words of the command; None when they cannot be written as words."""
    words: list[str] = []
    for part in named(field(call, "arguments")):
        if part.type == "keyword_argument":
            more = _keyword(name, part, given)
        else:
            value = given.value(part)
            if part.type in MAPS and not isinstance(value, dict):
                return None
            more = _positional(name, value)
        if more is None:
            return None
        if name == "XADD" and len(words) == 1 and len(more) > 1:
            words.append("*")
        words += more
    return words


def _positional(name: str, value: Value) -> list[str] | None:
    if isinstance(value, dict):
        return _mapping(name, value)
    if isinstance(value, list):
        parts = [_positional(name, one) for one in value]
        return [word for part in parts if part is not None for word in part] if None not in parts else None
    return [_word(value)] if value is not None else None


def _mapping(name: str, value: dict[str, Value]) -> list[str] | None:
    """An object by what it means: fields, members with scores, or options in capitals."""
    if any(isinstance(held, dict | list) for held in value.values()):
        return None
    if set(value) == {"score", "value"}:
        return [_word(value["score"]), _word(value["value"])]
    if set(value) == {"longitude", "latitude", "member"}:
        return [_word(value[key]) for key in ("longitude", "latitude", "member")]
    if value and all(key.isupper() for key in value):
        flags = [
            [key] if held is True else [key, _word(held)] for key, held in value.items() if held is not False
        ]
        return [word for flag in flags for word in flag]
    if name in _SCORED:
        return [word for member, score in value.items() for word in (_word(score), member)]
    return [word for key, held in value.items() for word in (key, _word(held))] if name in _PAIRED else None


def _keyword(name: str, part: Node, given: Given) -> list[str] | None:
    key, node = text(field(part, "name")), field(part, "value")
    value = given.value(node) if node is not None else None
    if key == "mapping" and isinstance(value, dict):
        return _mapping(name, value)
    if value is True and key in {"nx", "xx", "gt", "lt", "ch", "get", *_OPTIONS}:
        return [_OPTIONS.get(key, key.upper())]
    if key == "id" and value is not None:
        return [_word(value)]
    if key == "mkstream":
        return ["MKSTREAM"]
    if key in {"ex", "px", "count", "maxlen", "exat", "pxat"} and value is not None:
        return [key.upper(), _word(value)]
    return None


def _word(value: Value) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
