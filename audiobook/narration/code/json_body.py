"""JSON as lessons write it, with comments and ellipses, and what a JSON body holds in a few words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from audiobook.narration.code.data import entry
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.words import codes, count, listing, some, spoken_length

_FEW = 3


def load_json(source: str) -> Value:
    """A JSON body, or None when it is not one; ellipses, comments and loose commas are dropped."""
    clean = re.sub(r'"""(.*?)"""', lambda hit: json.dumps(hit[1]), source, flags=re.S)
    without = re.sub(r"(?m)(?<![:\"'\w])(?://|#)[^\"\n]*$", "", clean)
    without = re.sub(r"\[\s*(?:\.\.\.|…)\s*\]", '["..."]', without)
    without = re.sub(r"\{\s*(?:\.\.\.|…)\s*\}", '"..."', without)
    without = re.sub(r"(?<!\")(?:\.\.\.|…)(?!\")", "\x00", without)
    without = re.sub(r",?[ \t]*\x00[ \t]*,?", ",", without)
    without = re.sub(r"([\[{])\s*,", r"\1", re.sub(r",(?:\s*,)+", ",", without))
    without = re.sub(r",(\s*[\]}])", r"\1", without)
    for attempt in (source, clean, without):
        try:
            value: Value = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def json_lines(source: str) -> list[Value]:
    """A body with a document on each line, as bulk requests have; empty when it is none."""
    lines = [line for line in source.split("\n") if line.strip()]
    held = [load_json(line) for line in lines if line.lstrip().startswith("{")]
    return held if len(lines) > 1 and len(held) == len(lines) and all(one is not None for one in held) else []


def _dynamo(doc: Mapping[str, Value]) -> str:
    """What DynamoDB sends: an item, or items by their number; empty for any other body."""
    from audiobook.narration.code import dynamodb, dynamodb_requests

    item = doc if dynamodb.is_dynamo_item(doc) else doc.get("Item")
    if isinstance(item, Mapping) and dynamodb.is_dynamo_item(item):
        return f"an item in which {dynamodb.attributes(item, 4)}".replace("; and ", " and ")
    if dynamodb_requests.is_reply(doc) and isinstance(doc.get("Items"), list):
        return dynamodb_requests.found_words(doc)
    return ""


def body_words(value: Value) -> str:
    """A JSON body as a noun phrase."""
    if isinstance(value, Mapping):
        if not value:
            return "an empty JSON body"
        if known := _dynamo(value):
            return known
        if len(value) <= _FEW:
            told = [entry(key, held, 1) for key, held in value.items()]
            return f"a JSON body in which {listing(told)}"
        plain_first = [(key, held) for key, held in value.items() if not isinstance(held, Mapping | list)]
        told = [entry(key, held) for key, held in plain_first[:2]]
        if len(plain_first) == len(value) and sum(spoken_length(one) for one in told) < 16:
            return f"a JSON body in which {'; '.join(told)}; and {count(len(value) - 2, 'other field')}"
        return f"a JSON body with {some(codes(list(value)), 4)}"
    if isinstance(value, list | tuple):
        return f"a JSON list of {count(len(value), 'item')}"
    return ""
