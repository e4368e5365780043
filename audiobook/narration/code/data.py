"""Data documents (JSON, YAML, TOML): read leniently from their trees into plain values, then told key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.snippet import Snippet, field, named, text, walk
from audiobook.narration.code.telling import Telling, outline, where
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    number,
    ordinal,
    some,
    spoken_length,
)

_DEEP = 24
_DEEP_PATH = 4


# -- from trees to values -------------------------------------------------------------------------------------


def _scalar(source: str) -> Value:
    clean = source.strip()
    if clean in {"true", "false", "True", "False", "yes", "no"}:
        return clean.lower() in {"true", "yes"}
    if clean in {"null", "~", "None"}:
        return None
    if re.fullmatch(r"-?\d{1,15}", clean):
        return int(clean)
    return re.sub(r"^([\"']{1,3})(.*)\1$", r"\2", clean, flags=re.S)


def _key(node: Node | None) -> str:
    return str(_scalar(text(node))) if node is not None else ""


def _pair(node: Node, depth: int) -> tuple[str, Value]:
    key, value = field(node, "key"), field(node, "value")
    if key is None:
        parts = named(node)
        key, value = (parts[0] if parts else None), (parts[-1] if len(parts) > 1 else None)
    return _key(key), value_of(value, depth + 1) if value is not None else None


def value_of(node: Node, depth: int = 0) -> Value:
    """The plain value a JSON, YAML or TOML node stands for; too deep ones are None."""
    if depth > _DEEP:
        return None
    kind = node.type
    if kind in {"document", "stream", "block_node", "flow_node", "block_sequence_item", "ERROR"}:
        inner = [child for child in named(node) if child.type not in {"tag", "anchor"}]
        if len(inner) == 1:
            return value_of(inner[0], depth + 1)
        if inner and all(child.type in {"pair", "block_mapping_pair"} for child in inner):
            return dict(_pair(child, depth) for child in inner)
        return [value_of(child, depth + 1) for child in inner] if inner else ""
    if kind in {"object", "block_mapping", "flow_mapping", "inline_table"}:
        return dict(
            _pair(child, depth)
            for child in named(node)
            if child.type in {"pair", "block_mapping_pair", "flow_pair"}
        )
    if kind in {"array", "block_sequence", "flow_sequence"}:
        return [value_of(child, depth + 1) for child in named(node)]
    if kind in {"pair", "block_mapping_pair", "flow_pair"}:
        return dict([_pair(node, depth)])
    if kind == "block_scalar":
        return re.sub(r"^[|>][+-]?\d?\s*", "", text(node)).strip()
    return _scalar(text(node))


def _toml(tops: Sequence[Node]) -> dict[str, Value]:
    """TOML tables into nested mappings; arrays of tables into lists."""
    root: dict[str, Value] = {}
    for node in tops:
        if node.type == "pair":
            key, value = _pair(node, 0)
            root[key] = value
        elif node.type in {"table", "table_array_element"}:
            head = next(iter(named(node, "bare_key", "dotted_key", "quoted_key")), None)
            pairs = dict(_pair(child, 0) for child in named(node, "pair"))
            name = text(head).replace('"', "")
            if node.type == "table":
                root[name] = pairs
            else:
                before = root.get(name)
                root[name] = [*(before if isinstance(before, list) else []), pairs]
    return root


def _json(source: str) -> list[Value] | None:
    """JSON as lessons write it: with comments, ellipses and loose commas, or the inside of an object; else None."""
    from audiobook.narration.code.json_body import json_lines, load_json

    clean = source.strip().rstrip(",")
    for attempt in (clean, f"{{{clean}}}", f"{{{clean.removesuffix('}')}}}"):
        if (held := load_json(attempt)) is not None:
            return [held]
    return json_lines(source) or None


def load(snippet: Snippet) -> list[Value]:
    """The documents of a block: usually one; several for YAML streams and lines of JSON."""
    if snippet.language.spoken == "JSON" and (held := _json(snippet.source)) is not None:
        return held
    nodes = [node for node in snippet.tops if "comment" not in node.type]
    if snippet.language.spoken == "TOML":
        return [_toml(nodes)]
    flat: list[Node] = []
    for node in nodes:
        flat += named(node) if node.type in {"document", "stream"} and len(named(node)) > 1 else [node]
    pairs = [node for node in flat if node.type in {"pair", "block_mapping_pair"}]
    if pairs and len(pairs) == len(flat):
        return [dict(_pair(node, 0) for node in pairs)]
    return [value_of(node) for node in flat if node.type not in {"reserved_directive", "yaml_directive"}]


# -- from values to words -------------------------------------------------------------------------------------


def entry(key: str, value: Value, depth: int = 0) -> str:
    """One key as a clause: "`name` is `Ana`", "`tags` has two entries: …", "`user` holds `name` and `email`"."""
    name = code(key) or "a key"
    if isinstance(value, Mapping):
        if not value:
            return f"{name} is empty"
        if len(value) <= 3 and depth < 2 and all(not isinstance(v, Mapping) for v in value.values()):
            return f"in {name}, {listing([entry(k, v, depth + 1) for k, v in value.items()])}"
        if len(value) == 1 and depth < 2:
            only_key, only = next(iter(value.items()))
            return f"in {name}, {entry(only_key, only, depth + 1)}"
        return (
            f"{name} holds {some(codes(list(value)), 3)}"
            if len(value) <= 6
            else f"{name} holds {count(len(value), 'key')}"
        )
    if isinstance(value, list | tuple):
        if not value:
            return f"{name} is an empty list"
        if list(value) == ["..."]:
            return f"{name} is a list that is left out"
        if all(not isinstance(item, Mapping | list) for item in value):
            told = [scalar_words(item) for item in value[:4]]
            if len(value) <= 4 and all(spoken_length(word) <= 6 for word in told):
                return f"{name} is {listing(told)}" if len(value) > 1 else f"{name} lists {told[0]}"
            return f"{name} lists {count(len(value), 'value')}"
        shared = (
            [key for key in value[0] if all(isinstance(item, Mapping) and key in item for item in value)]
            if isinstance(value[0], Mapping)
            else []
        )
        each = f", {'each ' if len(value) > 1 else ''}with {some(codes(shared), 3)}" if shared else ""
        return f"{name} has {number(len(value))} {'entry' if len(value) == 1 else 'entries'}{each}"
    return f"{name} is {scalar_words(value)}"


def entries_say(pairs: Mapping[str, Value], lead: str = "", rank: int = 0) -> list[Say]:
    """The keys of a document: each with its value, then scalars and counts, then names, then a count."""
    if not pairs:
        return [say(f"{lead}, empty")]
    total = f"{lead} with {count(len(pairs), 'key')}"
    told = [entry(key, value) for key, value in pairs.items()]
    brief = [entry(key, value, 2) for key, value in pairs.items()]
    names = codes(list(pairs))
    return [
        say(
            f"{total}: {_semicolons(told)}",
            f"{total}: {_semicolons(brief)}",
            f"{total}: {_semicolons(brief[:3])}; and {count(len(brief) - 3, 'more key')}"
            if len(brief) > 4
            else "",
            f"{total}: {listing(names)}",
            f"{total}, among them {listing(names[:3])}" if len(names) > 3 else "",
            total,
            rank=rank,
        )
    ]


def _semicolons(clauses: Sequence[str]) -> str:
    return (
        "; ".join(clauses[:-1]) + f"; and {clauses[-1].removeprefix('and ')}"
        if len(clauses) > 1
        else "".join(clauses)
    )


def list_say(items: Sequence[Value], lead: str) -> Say:
    """A document that is a list: how many, what they share, and the first as a sample."""
    total = f"{lead}: a list of {count(len(items), 'item')}"
    if items and all(isinstance(item, Mapping) for item in items):
        first_item = items[0]
        assert isinstance(first_item, Mapping)
        shared = codes(
            [key for key in first_item if all(isinstance(item, Mapping) and key in item for item in items)]
        )
        told = "; ".join(entry(key, value, 1) for key, value in list(first_item.items())[:4])
        with_keys = f"{total}, each with {some(shared, 4)}" if shared else total
        return say(f"{with_keys}. In the first, {told}".replace(". In", "; in"), with_keys, total, rank=0)
    told_items = [
        scalar_words(item) if not isinstance(item, Mapping | list) else "a nested value" for item in items[:5]
    ]
    return say(f"{total}: {some(told_items, 5)}" if 0 < len(items) <= 5 else "", total, rank=0)


def _comments(node: Node) -> list[str]:
    return [words for part in walk(node) if "comment" in part.type and (words := comment_text(text(part)))]


def tell(snippet: Snippet) -> Telling | None:
    """A data document: by its idiom when it has one, else key by key."""
    from audiobook.narration.code import documents

    values: list[Value] = (
        [value for value in load(snippet) if value not in ("", None)] if snippet.tops else []
    )
    if not values:
        return None
    spoken = snippet.language.spoken
    if len(values) > 1:
        if (told := documents.tell_all(values, snippet)) is not None:
            return told
        lead = f"{count(len(values), f'{spoken} document')}{where(snippet)}"
        inner = [
            says
            for at, value in enumerate(values[:4], 1)
            for says in _one(value, f"the {ordinal(at)} is a document")[:1]
        ]
        return outline("data", say(lead, rank=0), *inner)
    value = values[0]
    if isinstance(value, str) and "\n" in snippet.source.strip() and spoken == "YAML":
        from audiobook.narration.code import ini

        return ini.tell(snippet)
    if (told := documents.tell(value, snippet)) is not None:
        return told
    comments = [
        said
        for node in snippet.tops
        for words in _comments(node)
        if (said := first_sentence(words, 12).rstrip("."))
    ]
    note = say(f"its comments say: {'; '.join(comments[:3])}", rank=2) if comments else None
    return outline("data", *_one(value, f"{article(f'{spoken} document')}{where(snippet)}"), note)


def acts_of_text(_: str) -> list[str]:
    """Data does nothing: it is never told line by line."""
    return []


def _one(value: Value, lead: str) -> list[Say]:
    if isinstance(value, Mapping):
        if len(value) == 1:
            key, only = next(iter(value.items()))
            path, inner = _down(value)
            if len(path) > 1 and len(inner) > 1:
                return entries_say(
                    inner, f"{lead} with one key; under {listing(codes(path), 'then')} is a mapping"
                )
            if (
                isinstance(only, list)
                and only
                and all(isinstance(one, Mapping) and len(one) > 1 for one in only)
            ):
                first_one = only[0]
                assert isinstance(first_one, Mapping)
                which = "one entry" if len(only) == 1 else f"{count(len(only), 'entry')}; the first is one"
                return entries_say(first_one, f"{lead} with one key, {code(key)}, which has {which}")
            if isinstance(only, Mapping) and len(only) > 1:
                return entries_say(only, f"{lead} with one key, {code(key)}, which holds a mapping")
        if _nested_weight(value) > 12:
            return [*entries_say(value, lead), *_inner_says(value)]
        return entries_say(value, lead)
    if isinstance(value, list | tuple):
        return [list_say(value, lead)]
    return [say(f"{lead}: {scalar_words(value)}", rank=0)]


def _down(value: Mapping[str, Value]) -> tuple[list[str], Mapping[str, Value]]:
    """The keys down to the first mapping that has more than one, and that mapping."""
    path: list[str] = []
    while len(value) == 1 and len(path) < _DEEP_PATH:
        key, inner = next(iter(value.items()))
        if not isinstance(inner, Mapping):
            break
        path.append(key)
        value = inner
    return path, value


def _nested_weight(value: Mapping[str, Value]) -> int:
    return sum(len(inner) for inner in value.values() if isinstance(inner, Mapping | list))


def _inner_says(value: Mapping[str, Value]) -> list[Say]:
    """A sentence about each large mapping one level down, droppable."""
    says = []
    for key, inner in value.items():
        if isinstance(inner, Mapping) and len(inner) > 3:
            said = "; ".join(entry(k, v, 2) for k, v in inner.items())
            says.append(
                say(f"in {code(key)}, {said}", f"in {code(key)} are {some(codes(list(inner)), 4)}", rank=3)
            )
    return says[:3]
