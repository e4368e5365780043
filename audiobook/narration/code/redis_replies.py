"""What Redis answers, as the command line prints it: "returns 3", "returns `a` and `b`", "fails with an error: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiobook.narration.code.redis_values import value
from audiobook.narration.code.words import count, first_sentence, listing, plain, spoken_length

_MARK = re.compile(r"\s*(\d+)[)#~] ?")
_NOTHING = frozenset(
    {"(nil)", "nil", "(empty array)", "(empty list or set)", "(empty set)", "(empty hash)", "(null)"}
)
_LONG = 16
# Commands whose flat answer is names and values by turns.
_BY_TURNS = (
    "HGETALL",
    "HSCAN",
    "CONFIG GET",
    "XINFO STREAM",
    "MEMORY STATS",
    "ACL GETUSER",
    "HELLO",
    "FT.INFO",
    "ACL LOG",
)
_WITH_CURSOR = ("XAUTOCLAIM", "SCAN", "HSCAN", "SSCAN", "ZSCAN")
_FEW = 5
_FEW_FIELDS = 3


@dataclass(slots=True)
class Reply:
    """A value of an answer: `text` of a simple one, `items` of an array."""

    text: str = ""
    items: list[Reply] = field(default_factory=list)


def parsed(lines: Sequence[str]) -> Reply:
    """The answer as a tree: `1)` marks an item of an array, and an item may open with the marks of its own."""
    root = Reply()
    open_at: list[tuple[int, Reply]] = []
    for line in lines:
        column, rest = 0, line
        holder: Reply | None = None
        while hit := _MARK.match(rest):
            at = column + hit.end(1)
            open_at = [(place, reply) for place, reply in open_at if place < at]
            parent = open_at[-1][1] if open_at else root
            holder = Reply()
            parent.items.append(holder)
            open_at.append((at, holder))
            column, rest = column + hit.end(), rest[hit.end() :]
        if holder is None:
            root.items.append(Reply(rest.strip()))
        elif rest.strip():
            holder.text = rest.strip()
    return root


def scalar(text: str) -> str:
    """A simple value: `(integer) 3` is 3, `"Ana"` is `Ana`."""
    clean = text.strip()
    if clean in _NOTHING or not clean:
        return "nothing"
    if hit := re.fullmatch(r"\((?:integer|double)\) (\S+)", clean):
        return value(hit[1])
    if clean in {"(true)", "(false)"}:
        return clean[1:-1]
    quoted = len(clean) > 1 and clean[0] == clean[-1] and clean[0] in "\"'"
    return value(re.sub(r'\\(["\\])', r"\1", clean[1:-1])) if quoted else value(clean)


def words(lines: Sequence[str], command: str) -> str:
    """The answer as a clause after "which"."""
    lines = [line for line in lines if line.strip()]
    if not lines:
        return ""
    one = lines[0].strip()
    if hit := re.match(r"\(error\) (?:ERR )?(.*)", one):
        return f"fails: {first_sentence(plain(hit[1]), 22).rstrip('.')}"
    if len(lines) == 1 and not _MARK.match(lines[0]):
        if one == "QUEUED":
            return "is queued"
        if re.fullmatch(r"[A-Z]+", one) or one.startswith("+"):
            return f"answers {value(one.lstrip('+'))}"
        said = scalar(one)
        return "returns its ID" if command.startswith("XADD") else f"returns {said}"
    if not _MARK.match(lines[0]):
        return f"prints {count(len(lines), 'line')}"
    items = parsed(lines).items
    if command.startswith(_WITH_CURSOR) and len(items) > 1:  # before what is found stands where to go on
        items = items[1].items
    return f"returns {_array(items, command) if items else 'no entries'}"


def _array(items: Sequence[Reply], command: str) -> str:
    if all(not item.items for item in items):
        return _flat([item.text for item in items], command)
    entries = [_entry(item) for item in items]
    if all(entries):
        return _counted(entries, "entry")
    streams = [_stream(item) for item in items]
    if all(streams):
        return listing(streams)
    records = [_record(item) for item in items]
    return _counted(records, "item") if all(records) else count(len(items), "item")


def _flat(texts: Sequence[str], command: str) -> str:
    """Simple values; names and values by turns for the commands that answer so."""
    told = [scalar(text) for text in texts]
    scored = command.upper().endswith("WITHSCORES")
    if (scored or command.upper().startswith(_BY_TURNS)) and len(told) % 2 == 0:
        link = "with score" if scored else "is"
        turns = [f"{name} {link} {held}" for name, held in zip(told[::2], told[1::2], strict=True)]
        return _counted(turns, "member" if scored else "field")
    if len(told) == 1:
        return told[0]
    full = listing(told)
    if len(told) <= _FEW and spoken_length(full) <= _LONG:
        return full
    total = count(len(told), "value")
    return f"{total}, the first of which is {told[0]}" if spoken_length(told[0]) <= _LONG else total


def _counted(told: Sequence[str], noun: str) -> str:
    """`two entries: ...`, cut to the first where they are too long, and to their number where that is."""
    total = count(len(told), noun)
    full = listing(told)
    if len(told) <= _FEW and spoken_length(full) <= 2 * _LONG:
        return f"{total}: {full}"
    return (
        f"{total}, in the first of which {told[0]}"
        if " is " in told[0] and spoken_length(told[0]) <= _LONG
        else total
    )


def _record(item: Reply) -> str:
    """An item that is itself a flat array of names and values; empty for any other shape."""
    parts = item.items
    if not parts or len(parts) % 2 or any(part.items for part in parts):
        return ""
    texts = [scalar(part.text) for part in parts]
    return listing(
        [f"{name} is {held}" for name, held in zip(texts[::2], texts[1::2], strict=True)][:_FEW_FIELDS]
    )


def _entry(item: Reply) -> str:
    """A stream entry, an ID with its fields: "`book` is 42 and `user` is `ana`"; empty for any other shape."""
    named = len(item.items) == 2 and not item.items[0].items
    return _record(item.items[1]) if named else ""


def _stream(item: Reply) -> str:
    """What is read from one stream: its name and its entries; empty for any other shape."""
    if len(item.items) != 2 or item.items[0].items:
        return ""
    entries = [_entry(one) for one in item.items[1].items]
    if not entries or not all(entries):
        return ""
    total, colon, told = _counted(entries, "entry").partition(":")
    return f"{total} from {scalar(item.items[0].text)}{colon}{told}"
