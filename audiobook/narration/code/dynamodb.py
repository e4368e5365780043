"""DynamoDB items, keys and table definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import Value, entry, scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map
from audiobook.narration.code.words import code, codes, count, listing, some

_DYNAMO_TYPES = frozenset(["S", "N", "B", "BOOL", "M", "L", "NULL", "SS", "NS", "BS"])


def dynamo_value(value: Value) -> str:
    """A typed DynamoDB attribute in words: `{"S": "a"}` is `a`, a map or list by its size."""
    typed = as_map(value)
    if len(typed) == 1 and (kind := next(iter(typed))) in _DYNAMO_TYPES:
        inner = typed[kind]
        if kind == "M":
            return f"a map with {some(codes(list(as_map(inner))), 3)}"
        if kind in {"L", "SS", "NS", "BS"}:
            return f"a {'list' if kind == 'L' else 'set'} of {count(len(as_items(inner)), 'value')}"
        if kind == "NULL":
            return "null"
        return (
            scalar_words(int(inner))
            if kind == "N" and isinstance(inner, str) and re.fullmatch(r"\d{1,9}", inner)
            else scalar_words(inner)
        )
    return scalar_words(value) if not isinstance(value, Mapping | list) else "a nested value"


def is_dynamo_item(doc: Doc) -> bool:
    """Whether every attribute carries a DynamoDB type."""
    return bool(doc) and all(
        len(as_map(v)) == 1 and next(iter(as_map(v))) in _DYNAMO_TYPES for v in doc.values()
    )


def key_schema(value: Value) -> str:
    """A key schema in words: "`PK` is the hash key, and `SK` is the range key"."""
    words = {"HASH": "the hash key", "RANGE": "the range key"}
    return listing(
        [
            f"{code(str(as_map(k).get('AttributeName', '')))} is {words.get(str(as_map(k).get('KeyType')), 'a key')}"
            for k in as_items(value)
        ]
    )


def dynamo_item(doc: Doc) -> list[Say]:
    item = doc if is_dynamo_item(doc) else as_map(doc.get("Item") or doc.get("Key"))
    told = [f"{code(key)} is {dynamo_value(value)}" for key, value in item.items() if code(key)]
    lead = f"a DynamoDB item with {count(len(told), 'attribute')}"
    return [say(f"{lead}: {'; '.join(told)}", f"{lead}: {some(codes(list(item)), 5)}", lead, rank=0)]


def plain_dynamo_item(doc: Doc) -> list[Say]:
    told = [entry(key, value) for key, value in doc.items()]
    lead = f"a DynamoDB item with {count(len(doc), 'attribute')}"
    return [say(f"{lead}: {'; '.join(told)}", f"{lead}: {some(codes(list(doc)), 5)}", lead, rank=0)]


def dynamo_table(doc: Doc) -> list[Say]:
    name = code(str(doc.get("TableName", "")))
    says = [
        say(
            f"a JSON document with {count(len(doc), 'key')}: the definition of the DynamoDB table {name}",
            f"the DynamoDB table {name}",
            rank=0,
        )
    ]
    says.append(say(f"in its key schema, {key_schema(doc.get('KeySchema'))}", rank=0))
    for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        for index in as_items(doc.get(kind))[:2]:
            word = "a global" if kind.startswith("Global") else "a local"
            says.append(
                say(
                    f"{word} secondary index, {code(str(as_map(index).get('IndexName', '')))}, "
                    f"in which {key_schema(as_map(index).get('KeySchema'))}",
                    rank=1,
                )
            )
    if isinstance(doc.get("BillingMode"), str):
        says.append(say(f"its billing mode is {str(doc['BillingMode']).lower().replace('_', ' ')}", rank=2))
    return says
