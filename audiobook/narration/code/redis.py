"""Redis commands, one a line, as verb phrases: "sets `user:1` to `Ana`"."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from audiobook.narration.code.budget import say
from audiobook.narration.code.nouns import numeral
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, does_all, idiom
from audiobook.narration.code.words import IT, code, comment_text, count, first_sentence, some

# `{0}`, `{1}`... are the arguments; `{rest}` lists those after the first, `{all}` all of them;
# `{pairs}` takes names and values by turns.
_COMMANDS = {
    "SET": "sets {0} to {1}", "GET": "gets {0}", "MSET": "sets {pairs_all}", "MGET": "gets {all}",
    "DEL": "deletes {all}", "UNLINK": "unlinks {all}",
    "SETEX": "sets {0} to {2}, for {1} seconds", "SETNX": "sets {0} to {1}, unless it exists",
    "GETSET": "swaps {0} for {1}", "APPEND": "appends {1} to {0}",
    "INCR": "increments {0}", "DECR": "decrements {0}", "INCRBY": "adds {1} to {0}",
    "DECRBY": "subtracts {1} from {0}", "EXPIRE": "lets {0} expire after {1} seconds",
    "PEXPIRE": "lets {0} expire after {1} milliseconds", "PERSIST": "keeps {0} from expiring",
    "TTL": "asks how long {0} has to live", "EXISTS": "checks whether {0} exists",
    "TYPE": "asks the type of {0}", "KEYS": "lists the keys that match {0}", "SCAN": "scans the keys",
    "RENAME": "renames {0} to {1}", "STRLEN": "asks the length of {0}",
    "HSET": "in the hash {0}, {it} sets {pairs}", "HMSET": "in the hash {0}, {it} sets {pairs}",
    "HGET": "gets {1} from the hash {0}", "HGETALL": "gets the whole hash {0}",
    "HMGET": "gets {rest} from the hash {0}", "HDEL": "deletes {rest} from the hash {0}",
    "HINCRBY": "in the hash {0}, {it} adds {2} to {1}", "HKEYS": "lists the fields of the hash {0}",
    "HEXISTS": "checks whether the hash {0} has {1}", "HLEN": "counts the fields of the hash {0}",
    "HVALS": "lists the values of the hash {0}",
    "LPUSH": "pushes {rest} onto the left of the list {0}",
    "RPUSH": "pushes {rest} onto the right of the list {0}", "LPOP": "pops from the left of the list {0}",
    "RPOP": "pops from the right of the list {0}", "LRANGE": "reads the list {0} from {1} to {2}",
    "LLEN": "asks the length of the list {0}", "LTRIM": "trims the list {0} to {1} through {2}",
    "BLPOP": "waits to pop from the left of {0}", "BRPOP": "waits to pop from the right of {0}",
    "LINDEX": "reads item {1} of the list {0}", "LREM": "removes {2} from the list {0}",
    "SADD": "adds {rest} to the set {0}", "SREM": "removes {rest} from the set {0}",
    "SMEMBERS": "lists the members of the set {0}", "SISMEMBER": "checks whether {1} is in the set {0}",
    "SCARD": "counts the set {0}", "SINTER": "intersects the sets {all}", "SUNION": "unites the sets {all}",
    "SDIFF": "takes the difference of the sets {all}", "SPOP": "pops from the set {0}",
    "ZADD": "adds {scores} to the sorted set {0}", "ZRANGE": "reads the sorted set {0} from {1} to {2}",
    "ZREVRANGE": "reads the sorted set {0} backwards from {1} to {2}",
    "ZSCORE": "gets the score of {1} in the sorted set {0}",
    "ZRANK": "gets the rank of {1} in the sorted set {0}",
    "ZREVRANK": "gets the rank of {1} from the top of the sorted set {0}",
    "ZINCRBY": "adds {1} to the score of {2} in the sorted set {0}",
    "ZRANGEBYSCORE": "reads the sorted set {0} by score from {1} to {2}",
    "ZREM": "removes {rest} from the sorted set {0}",
    "ZCARD": "counts the sorted set {0}", "ZCOUNT": "counts the sorted set {0} by score from {1} to {2}",
    "XADD": "adds an entry to the stream {0}", "XREAD": "reads a stream",
    "XLEN": "counts the stream {0}", "XGROUP": "manages a consumer group", "XRANGE": "reads the stream {0}",
    "XREADGROUP": "reads a stream as a consumer group", "XACK": "acknowledges an entry of {0}",
    "PUBLISH": "publishes {1} on the channel {0}", "SUBSCRIBE": "subscribes to {all}",
    "PSUBSCRIBE": "subscribes to channels like {all}", "MULTI": "starts a transaction",
    "EXEC": "runs the transaction", "DISCARD": "discards the transaction", "WATCH": "watches {all}",
    "FLUSHALL": "deletes everything", "FLUSHDB": "empties the database",
    "PING": "pings the server", "SELECT": "switches to database {0}",
    "INFO": "asks for information on the server", "DBSIZE": "counts the keys", "EVAL": "runs a Lua script",
    "GEOADD": "adds a place to {0}", "GEOSEARCH": "searches for places in {0}",
    "PFADD": "adds {rest} to the HyperLogLog {0}", "PFCOUNT": "counts the HyperLogLog {0}",
    "SETBIT": "sets bit {1} of {0} to {2}", "GETBIT": "gets bit {1} of {0}",
    "BITCOUNT": "counts the bits of {0}", "AUTH": "logs in", "CONFIG": "reads or changes the configuration",
    "MONITOR": "watches every command", "SAVE": "saves to disk",
    "BGSAVE": "saves to disk in the background",
    "HSETNX": "in the hash {0}, {it} sets {1} to {2}, unless it exists",
    "JSON.SET": "sets {1} of the JSON document {0}", "JSON.GET": "gets {1} of the JSON document {0}",
    "FT.CREATE": "creates the search index {0}", "FT.SEARCH": "searches the index {0} for {1}",
}  # fmt: skip


def words_of(line: str) -> list[str]:
    """A command line as its words; quotes that do not close are taken as they stand."""
    try:
        return shlex.split(line, posix=True)
    except ValueError:
        return line.replace('"', "").replace("'", "").split()


def _value(word: str) -> str:
    if re.fullmatch(r"-?\d{1,9}", word):
        return "the end" if word == "-1" else numeral(word)
    if re.search(r"[{\[]", word) or len(word) > 40:
        return "a JSON text" if word.startswith(("{", "[")) else (code(word) if len(word) <= 40 else "a text")
    return code(word) or "everything"


def _pairs(words: Sequence[str]) -> str:
    return some([f"{code(k)} to {_value(v)}" for k, v in zip(words[::2], words[1::2], strict=False)], 3)


def act_of(words: Sequence[str]) -> str:
    """One Redis command as a verb phrase; empty when it is not a command known here."""
    if not words or words[0].upper() not in _COMMANDS:
        return ""
    name, given = words[0].upper(), list(words[1:])
    template = _COMMANDS[name]
    holes = [int(hole) for hole in re.findall(r"\{(\d)\}", template)]
    if holes and max(holes) >= len(given):
        return f"runs {code(name)}" + (f" on {code(given[0])}" if given and code(given[0]) else "")
    said = template.format(
        *[_value(word) for word in given],
        it=IT,
        rest=some([_value(word) for word in given[1:]], 3),
        all=some([_value(word) for word in given], 3),
        pairs=_pairs(given[1:]),
        pairs_all=_pairs(given),
        scores=some(
            [
                f"{_value(member)} with score {_value(score)}"
                for score, member in zip(
                    *[iter([w for w in given[1:] if not re.fullmatch(r"(?i)nx|xx|gt|lt|ch|incr", w)])] * 2,
                    strict=False,
                )
            ],
            3,
        ),
    )
    options = [word.upper() for word in given[2:]]
    if name == "SET" and "EX" in options[:-1]:
        said += f", for {_value(given[2 + options.index('EX') + 1])} seconds"
    if name == "SET" and "NX" in options:
        said += ", unless it exists"
    if name in {"ZRANGE", "ZREVRANGE"} and "WITHSCORES" in options:
        said += ", with scores"
    return said


def acts_of_text(source: str) -> list[str]:
    """Every line of `source` that is a Redis command as a verb phrase; a comment line stands before its command."""
    acts = []
    for line in source.split("\n"):
        clean = re.sub(r"^\s*(?:redis-cli\s+|[\w.]+:\d+(?:\[\d+\])?>\s*|redis>\s*|>\s*)", "", line).strip()
        if said := act_of(words_of(clean)):
            acts.append(said)
    return acts


def tell(snippet: Snippet) -> Telling | None:
    """Redis commands without answers; None when no line is one."""
    acts = acts_of_text(snippet.source)
    if not acts:
        return None
    lines = snippet.source.split("\n")
    comments = [
        first_sentence(text, 12)
        for line in lines
        if line.lstrip().startswith(("#", "//", "--")) and (text := comment_text(line))
    ]
    note = (
        [say(f"its comments say: {'; '.join(comment.rstrip('.') for comment in comments[:3])}", rank=2)]
        if comments
        else []
    )
    return idiom(
        "Redis commands", say(count(len(acts), "Redis command"), rank=0), *note, does_all(acts, "it", 0)
    )
