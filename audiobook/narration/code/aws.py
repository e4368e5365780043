"""AWS command line calls, DynamoDB's above all: `aws dynamodb put-item --table-name Orders ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.dynamodb import dynamo_value, is_dynamo_item, key_schema
from audiobook.narration.code.http import load_json
from audiobook.narration.code.words import IT, code, codes, listing, some
from audiobook.narration.code.words import plain as plain_words

_SERVICES = {
    "dynamodb": "DynamoDB",
    "s3": "S3",
    "s3api": "S3",
    "lambda": "Lambda",
    "ec2": "EC2",
    "iam": "IAM",
    "sqs": "SQS",
    "sns": "SNS",
    "ecr": "ECR",
    "ecs": "ECS",
    "rds": "RDS",
}
_VERBS = {
    "create-table": "creates the DynamoDB table", "delete-table": "deletes the DynamoDB table",
    "describe-table": "describes the DynamoDB table",
    "put-item": "puts an item into the DynamoDB table", "get-item": "gets an item from the DynamoDB table",
    "delete-item": "deletes an item from the DynamoDB table",
    "update-item": "updates an item in the DynamoDB table", "query": "queries the DynamoDB table",
    "scan": "scans the DynamoDB table", "update-table": "updates the DynamoDB table",
}  # fmt: skip


def _options(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            found[name] = [value] if value else []
        elif name:
            found[name].append(word)
    return found


def _shorthand(values: list[str]) -> list[Mapping[str, str]]:
    """`AttributeName=PK,KeyType=HASH` as mappings."""
    return [dict(part.split("=", 1) for part in value.split(",") if "=" in part) for value in values]


def act_of(words: list[str]) -> str:
    """An `aws` command as a verb phrase."""
    plain = [word for word in words[1:] if not word.startswith("-")]
    if len(plain) < 2:
        return "calls the AWS command line"
    service, operation = plain[0], plain[1]
    options = _options(words[words.index(operation) + 1 :])
    table = code(options.get("table-name", [""])[0])
    if service == "dynamodb" and operation in _VERBS:
        facts = _dynamo_facts(options)
        return f"{_VERBS[operation]} {table}" + (f", {listing(facts)}" if facts else "")
    if service == "s3" and len(plain) > 2:
        verb = {
            "cp": "copies",
            "mv": "moves",
            "sync": "syncs",
            "rm": "removes",
            "ls": "lists",
            "mb": "makes the bucket",
            "rb": "removes the bucket",
        }.get(operation, "handles")
        goal = f" to {code(plain[3].removeprefix('s3://'))}" if len(plain) > 3 else ""
        return f"on S3, {IT} {verb} {code(plain[2].removeprefix('s3://'))}{goal}"
    named = next(
        (
            code(options[key][0])
            for key in ("function-name", "name", "queue-name", "bucket", "role-name")
            if options.get(key)
        ),
        "",
    )
    return f"asks {_SERVICES.get(service) or code(service)} to {plain_words(operation.replace('-', ' '))}" + (
        f" {named}" if named else ""
    )


def _dynamo_facts(options: dict[str, list[str]]) -> list[str]:
    facts = []
    schema = options.get("key-schema", [])
    if schema:
        held = load_json(schema[0]) if schema[0].startswith("[") else _shorthand(schema)
        facts.append(f"where {key_schema(held)}")
    for key, lead in (("item", "with"), ("key", "by")):
        doc = load_json(options[key][0]) if options.get(key) else None
        if isinstance(doc, Mapping) and is_dynamo_item(doc):
            facts.append(f"{lead} {some([f'{code(k)} {dynamo_value(v)}' for k, v in doc.items()], 4)}")
    for key in ("key-condition-expression", "filter-expression", "update-expression", "condition-expression"):
        if options.get(key):
            fields = [
                word
                for word in re.findall(r"(?<![:\w])#?[A-Za-z_]\w*", " ".join(options[key]))
                if not re.fullmatch(
                    r"(?i)and|or|not|set|remove|begins_with|attribute_(?:not_)?exists|between|contains|add|delete",
                    word,
                )
            ]
            word = {
                "key": "for a key condition on",
                "filter": "filtered by",
                "update": "changing",
                "condition": "on the condition of",
            }[key.split("-", maxsplit=1)[0]]
            facts.append(
                f"{word} {listing(codes([field.lstrip('#') for field in dict.fromkeys(fields)][:3]))}"
            )
    if options.get("billing-mode"):
        facts.append(f"with billing mode {options['billing-mode'][0].lower().replace('_', ' ')}")
    if "global-secondary-indexes" in options:
        facts.append("with a global secondary index")
    if options.get("index-name"):
        facts.append(f"through the index {code(options['index-name'][0])}")
    return facts
