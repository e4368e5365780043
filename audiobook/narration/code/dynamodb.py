"""DynamoDB items, keys and table definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import entry
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map
from audiobook.narration.code.words import code, codes, count, listing, some

_TYPES = frozenset(["S", "N", "B", "BOOL", "M", "L", "NULL", "SS", "NS", "BS"])
_KINDS = {"S": "a string", "N": "a number", "B": "binary"}
_FEW = 3


def is_typed(value: Value) -> bool:
    """Whether `value` is an attribute with its DynamoDB type: `{"S": "a"}`."""
    typed = as_map(value)
    return len(typed) == 1 and next(iter(typed)) in _TYPES


def dynamo_value(value: Value, depth: int = 0) -> str:
    """A typed attribute in words: `{"S": "a"}` is `a`, a map by its fields, a list by its values or its size."""
    if not is_typed(value):
        return scalar_words(value) if not isinstance(value, Mapping | list) else "a nested value"
    kind, inner = next(iter(as_map(value).items()))
    if kind == "M":
        held = as_map(inner)
        if 0 < len(held) <= _FEW and depth < 1:
            return f"a map in which {listing([f'{code(k)} is {dynamo_value(v, depth + 1)}' for k, v in held.items()])}"
        return f"a map with {some(codes(list(held)), _FEW)}" if held else "an empty map"
    if kind in {"L", "SS", "NS", "BS"}:
        word = "list" if kind == "L" else "set"
        items = as_items(inner)
        if kind == "BS":
            return f"a set of {count(len(items), 'binary value')}"
        told = [
            dynamo_value(item, depth + 1) if kind == "L" else scalar_words(_number(item)) for item in items
        ]
        if 0 < len(items) <= _FEW and not any(one.startswith("a map") for one in told):
            return f"a {word} of {listing(told)}"
        return f"a {word} of {count(len(items), 'value')}" if items else f"an empty {word}"
    if kind == "NULL":
        return "null"
    if kind == "B":
        return "binary data"
    return scalar_words(_number(inner) if kind == "N" else inner)


def _number(inner: Value) -> Value:
    return int(inner) if isinstance(inner, str) and re.fullmatch(r"\d{1,9}", inner) else inner


def is_dynamo_item(doc: Doc) -> bool:
    """Whether every attribute carries a DynamoDB type."""
    return bool(doc) and all(is_typed(value) for value in doc.values())


def attributes(item: Doc, most: int = 6) -> str:
    """The attributes of an item as clauses: "`PK` is `USER#1` and `total` is 42"."""
    typed = is_dynamo_item(item)
    told = [
        f"{code(key)} is {dynamo_value(value)}" if typed else entry(key, value)
        for key, value in item.items()
        if code(key)
    ]
    if len(told) > most + 1:
        told = [*told[:most], count(len(told) - most, "more attribute")]
    return "; ".join([*told[:-1], f"and {told[-1]}"]) if len(told) > 1 else "".join(told)


def key_schema(value: Value, types: Mapping[str, str] | None = None) -> str:
    """A key schema in words: "`PK`, a string, is the hash key and `SK`, a number, is the range key"."""
    words = {"HASH": "the hash key", "RANGE": "the range key"}
    told = []
    for key in as_items(value):
        name = str(as_map(key).get("AttributeName", ""))
        kind = _KINDS.get((types or {}).get(name, ""), "")
        told.append(
            f"{code(name)}{f', {kind},' if kind else ''} is {words.get(str(as_map(key).get('KeyType')), 'a key')}"
        )
    return " and ".join(told)


def index_words(index: Doc, types: Mapping[str, str] | None = None) -> str:
    """A secondary index: "`GSI1`, in which `GSI1PK` is the hash key"."""
    keys = key_schema(index.get("KeySchema"), types)
    return code(str(index.get("IndexName", ""))) + (f", in which {keys}" if keys else "")


def types_of(doc: Doc) -> dict[str, str]:
    """The attribute definitions of a table: names with their type letters."""
    return {
        str(as_map(one).get("AttributeName", "")): str(as_map(one).get("AttributeType", ""))
        for one in as_items(doc.get("AttributeDefinitions"))
    }


def dynamo_item(doc: Doc) -> list[Say]:
    """An item, alone or under `Item` or `Key`; one under `Key` is only a key."""
    bare = is_dynamo_item(doc)
    item = doc if bare else as_map(doc.get("Item") or doc.get("Key"))
    if bare and all(key.startswith(":") for key in item):
        told = [f"{code(key[1:])} is {dynamo_value(value)}" for key, value in item.items()]
        return [say(f"the values of a DynamoDB expression: {'; '.join(told)}", rank=0)]
    what = "the key of a DynamoDB item" if not bare and "Item" not in doc else "a DynamoDB item"
    told = [f"{code(key)} is {dynamo_value(value)}" for key, value in item.items() if code(key)]
    brief = [f"{code(key)} is {dynamo_value(value, 1)}" for key, value in item.items() if code(key)]
    lead = f"{what} with {count(len(told), 'attribute')}"
    table = doc.get("TableName")
    lead = f"{lead}, in the table {code(table)}" if isinstance(table, str) and not bare else lead
    return [
        say(
            f"{lead}: {'; '.join(told)}",
            f"{lead}: {'; '.join(brief)}",
            f"{lead}: {some(brief, 5, 'more')}" if len(brief) > 6 else "",
            f"{lead}: {some(codes(list(item)), 5)}",
            lead,
            rank=0,
        )
    ]


def plain_dynamo_item(doc: Doc) -> list[Say]:
    told = [entry(key, value) for key, value in doc.items()]
    lead = f"a DynamoDB item with {count(len(doc), 'attribute')}"
    return [say(f"{lead}: {'; '.join(told)}", f"{lead}: {some(codes(list(doc)), 5)}", lead, rank=0)]


def dynamo_table(doc: Doc) -> list[Say]:
    """The definition of a table: its keys with their types, its indexes, how it is paid."""
    described = as_map(doc.get("Table") or doc.get("TableDescription"))
    held = described or doc
    name = code(str(held.get("TableName", "")))
    what = "a description of" if described else "the definition of"
    says = [
        say(
            f"a JSON document with {count(len(doc), 'key')}: {what} the DynamoDB table {name}"
            if not described
            else "",
            f"{what} the DynamoDB table {name}" if described else "",
            f"the DynamoDB table {name}",
            rank=0,
        )
    ]
    says.append(
        say(
            f"in its key schema, {key_schema(held.get('KeySchema'), types_of(held))}",
            f"in its key schema, {key_schema(held.get('KeySchema'))}",
            rank=0,
        )
    )
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        for index in as_items(held.get(kind))[:2]:
            word = "a global" if kind.startswith("Global") else "a local"
            says.append(say(f"{word} secondary index, {index_words(as_map(index))}", rank=1))
    says += [say(f"it {listing(told)}", rank=2)] if (told := _facts(held)) else []
    return says


def _facts(held: Doc) -> list[str]:
    """How a table is paid, and what state it is in."""
    facts = []
    mode = as_map(held.get("BillingModeSummary")).get("BillingMode") or held.get("BillingMode")
    if isinstance(mode, str):
        facts.append(f"has the billing mode {mode.lower().replace('_', ' ')}")
    units = as_map(held.get("ProvisionedThroughput"))
    if units.get("ReadCapacityUnits"):
        reads, writes = (
            scalar_words(units["ReadCapacityUnits"]),
            scalar_words(units.get("WriteCapacityUnits")),
        )
        facts.append(f"has {reads} read and {writes} write capacity units")
    if isinstance(held.get("TableStatus"), str):
        facts.append(f"is {str(held['TableStatus']).lower()}")
    if isinstance(held.get("ItemCount"), int):
        facts.append(f"holds {count(int(str(held['ItemCount'])), 'item')}")
    stream = as_map(held.get("StreamSpecification"))
    if stream.get("StreamEnabled"):
        facts.append("has a stream")
    return facts
