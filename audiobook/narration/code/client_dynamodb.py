"""Requests to DynamoDB in a program: `db.send(new PutCommand({...}))`, `table.query(KeyConditionExpression=...)`."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.client_values import Given, keywords
from audiobook.narration.code.dynamodb_requests import request_words
from audiobook.narration.code.kinds import MAPS
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.snippet import field, text, within
from audiobook.narration.code.trees import arguments, callee, chain, method_name, receiver, unwrapped

_OPERATIONS = {
    "put": "PutItem", "get": "GetItem", "update": "UpdateItem", "delete": "DeleteItem", "query": "Query",
    "scan": "Scan", "transactwrite": "TransactWriteItems", "transactget": "TransactGetItems",
    "batchwrite": "BatchWriteItem", "batchget": "BatchGetItem",
}  # fmt: skip
_TELLING = frozenset(
    ["TableName", "Item", "Key", "KeyConditionExpression", "FilterExpression", "UpdateExpression",
     "TransactItems", "RequestItems", "IndexName"]
)  # fmt: skip


def operation(name: str) -> str:
    """The operation that a command or a method stands for: `PutCommand`, `put_item`, `putItem`."""
    plain = re.sub(r"(?:command|items?)$", "", re.sub(r"command$", "", name.replace("_", "").lower()))
    known = _OPERATIONS.get(plain, "")
    if known:
        return known
    camel = "".join(part[:1].upper() + part[1:] for part in name.removesuffix("Command").split("_"))
    return camel if camel in {"CreateTable", "DeleteTable", "DescribeTable", "UpdateTable"} else ""


def request(call: Node, given: Given) -> str:
    """A call that asks DynamoDB for something, as a verb phrase with stand-ins; empty when it is none."""
    named = keywords(call)
    if named:
        asked = operation(method_name(call))
        if not asked or not _TELLING & set(named):
            return ""
        return request_words(asked, {key: _python_value(key, value, given) for key, value in named.items()})
    asked, what = operation(method_name(call)), _only_argument(call)
    if what is not None and what.type == "new_expression" and method_name(call) == "send":
        asked, what = operation(callee(what)), _only_argument(what)
    if not asked or what is None or what.type not in MAPS:
        return ""
    doc = given.value(what)
    if not isinstance(doc, dict) or not _TELLING & set(doc):
        return ""
    return request_words(asked, {key: _with_colons(key, value) for key, value in doc.items()})


def _only_argument(call: Node) -> Node | None:
    """The argument of a call that has one; a name that the program sets to a literal is that literal."""
    held = [unwrapped(one) for one in arguments(call)]
    if len(held) != 1:
        return None
    return _declared(held[0]) or held[0] if held[0].type == "identifier" else held[0]


def _declared(name: Node) -> Node | None:
    """What the program sets a name to, in a declaration before it is used."""
    root = name
    while root.parent is not None:
        root = root.parent
    values = [
        value
        for maker in within(root, "variable_declarator")
        if text(field(maker, "name")) == text(name)
        and maker.start_byte < name.start_byte
        and (value := field(maker, "value")) is not None
    ]
    return unwrapped(values[-1]) if values else None


def _with_colons(key: str, value: Value) -> Value:
    """The values of an expression under their names as expressions write them, at any depth."""
    if isinstance(value, list):
        return [_with_colons("", one) for one in value]
    if not isinstance(value, dict):
        return value
    if key == "ExpressionAttributeValues":
        return {f":{name.lstrip(':')}": held for name, held in value.items()}
    return {name: _with_colons(name, held) for name, held in value.items()}


# -- the conditions of boto3, which are built from calls ------------------------------------------------------

_TESTS = {
    "eq": "{0} = {1}", "ne": "{0} <> {1}", "lt": "{0} < {1}", "lte": "{0} <= {1}", "gt": "{0} > {1}",
    "gte": "{0} >= {1}", "begins_with": "begins_with({0}, {1})", "contains": "contains({0}, {1})",
    "between": "{0} BETWEEN {1} AND {2}", "exists": "attribute_exists({0})",
    "not_exists": "attribute_not_exists({0})", "is_in": "{0} IN ({1})",
}  # fmt: skip


def _python_value(key: str, node: Node, given: Given) -> Value:
    if key.endswith("Expression") and (told := _condition(node, given)):
        return told
    return _with_colons(key, given.value(node))


def _condition(node: Node, given: Given) -> str:
    """`Key("PK").eq(x) & Key("SK").begins_with(y)` as the expression it stands for; empty when it is none."""
    node = unwrapped(node)
    sign = {"&": "AND", "|": "OR"}.get(text(field(node, "operator")), "")
    if node.type == "binary_operator" and sign:
        sides = [field(node, side) for side in ("left", "right")]
        told = [_condition(side, given) for side in sides if side is not None]
        return f"({told[0]}) {sign} ({told[1]})" if len(told) == 2 and all(told) else ""
    _, calls = chain(node)
    if not calls or method_name(calls[-1]) not in _TESTS:
        return ""
    start = receiver(calls[-1])
    if start is None or callee(start) not in {"Key", "Attr"} or not arguments(start):
        return ""
    values = [given.value(one) for one in (*arguments(start), *arguments(calls[-1]))]
    parts = [given.stand_in(scalar_words(one)) for one in values]
    template = _TESTS[method_name(calls[-1])]
    return template.format(*parts) if len(parts) > template.count("{") - 1 else ""
