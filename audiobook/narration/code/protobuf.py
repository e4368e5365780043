"""Protocol Buffers: messages with their fields, services with their calls."""

from __future__ import annotations

from audiobook.narration.code.braces import Statement, statements
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.words import article, code, codes, count, listing

_KINDS = {
    "string": "a string", "bool": "a boolean", "bytes": "bytes", "double": "a double", "float": "a float",
    "int32": "a 32-bit integer", "int64": "a 64-bit integer", "uint32": "an unsigned 32-bit integer",
    "uint64": "an unsigned 64-bit integer",
}  # fmt: skip


def _field(held: Statement) -> tuple[str, str]:
    """A field with its type: `repeated string tags = 3` is `tags`, a list of strings."""
    words = [word for word in held.words if word not in {"=", "optional", "required"}]
    repeated = words[:1] == ["repeated"]
    words = words[1:] if repeated else words
    if len(words) < 2:
        return "", ""
    kind = _KINDS.get(words[0]) or article(code(words[0]))
    return (
        words[1],
        f"a list of {kind.partition(' ')[2] or kind}{'s' if words[0] in _KINDS and kind != 'bytes' else ''}"
        if repeated
        else kind,
    )


def _block(held: Statement) -> list[Say]:
    name = code(held.words[1]) if len(held.words) > 1 else ""
    if held.name == "service":
        calls = [one for one in held.inside if one.name == "rpc"]
        told = [_call(one) for one in calls]
        full = "; ".join(f"{call}, {said}" if said else call for call, said in told)
        total = f"the service {name} has {count(len(told), 'method')}"
        return [say(f"{total}: {full}", f"{total}: {listing([call for call, _ in told])}", total, rank=0)]
    if held.name == "enum":
        names = codes([one.name for one in held.inside if "=" in one.words])
        return [listed(f"the enum {name} has", names, noun="value", rank=1)]
    fields = [
        pair
        for one in held.inside
        if not one.is_block and one.name not in {"option", "reserved"} and (pair := _field(one))[0]
    ]
    inner = [code(one.words[1]) for one in held.inside if one.is_block and len(one.words) > 1]
    says = [
        listed(
            f"the message {name} has",
            codes([one for one, _ in fields]),
            [said for _, said in fields],
            noun="field",
            rank=0,
        )
    ]
    return [*says, say(f"in it are {listing(inner)}", rank=2)] if inner else says


def _call(held: Statement) -> tuple[str, str]:
    """`rpc Get(Request) returns (stream Reply)`."""
    words = [word for word in held.words if word not in {"(", ")", "returns"}]
    parts = [word for word in words[2:] if word != "stream"]
    given = "stream" in words[2:]
    if len(parts) < 2:
        return code(words[1]) if len(words) > 1 else "", ""
    return code(words[1]), _calls(words, parts, given)


def _calls(words: list[str], parts: list[str], streams: bool) -> str:
    takes = f"a stream of {code(parts[0])}" if words[2] == "stream" else article(code(parts[0]))
    gives = f"a stream of {code(parts[1])}" if streams and words[-2] == "stream" else article(code(parts[1]))
    return f"which takes {takes} and returns {gives}"


def tell(snippet: Snippet) -> Telling | None:
    """The messages and services; None when there are none."""
    held = [one for one in statements(snippet.source, comments="// /*", by_line=False) if one.is_block]
    says = [part for one in held if one.name in {"message", "service", "enum"} for part in _block(one)]
    if not says:
        return None
    return outline(
        "Protocol Buffers", say(f"{size(snippet)} of Protocol Buffers{where(snippet)}", rank=1), *says
    )
