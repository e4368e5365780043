"""AWS command line calls, DynamoDB's above all: `aws dynamodb put-item --table-name Orders ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiobook.narration.code.dynamodb_requests import request_words
from audiobook.narration.code.json_body import load_json
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.words import IT, article, code, codes, some
from audiobook.narration.code.words import plain as plain_words

_SERVICES = {
    "dynamodb": "DynamoDB", "s3": "S3", "s3api": "S3", "lambda": "Lambda", "ec2": "EC2", "iam": "IAM",
    "sqs": "SQS", "sns": "SNS", "ecr": "ECR", "ecs": "ECS", "rds": "RDS", "eks": "EKS",
    "cloudformation": "CloudFormation", "cloudwatch": "CloudWatch", "logs": "CloudWatch Logs",
    "ssm": "Systems Manager", "sts": "STS", "kinesis": "Kinesis", "kms": "KMS", "elbv2": "load balancing",
    "secretsmanager": "Secrets Manager", "stepfunctions": "Step Functions", "events": "EventBridge",
    "apigateway": "API Gateway", "route53": "Route 53", "elasticache": "ElastiCache",
    "dynamodbstreams": "DynamoDB Streams", "dax": "DAX",
    "application-autoscaling": "application auto scaling", "cognito-idp": "Cognito", "glue": "Glue",
    "athena": "Athena",
}  # fmt: skip
_ABBREVIATED = {
    "vpc": "VPC",
    "db": "database",
    "iam": "IAM",
    "acl": "ACL",
    "arn": "ARN",
    "api": "API",
    "ttl": "time to live",
    "mfa": "MFA",
}
_SINGLE = ("Throughput", "Specification", "Configuration", "Config", "Settings")
"""Structures of which there is one: what is written in shorthand is no list of them."""
_NOT_NAMES = frozenset(
    ["query", "output", "region", "profile", "endpoint-url", "cli-input-json", "no-cli-pager", "filters"]
)


def _options(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            found[name] = [value] if value else []
        elif name and not (found[name] and word.startswith("$")):
            found[name].append(word)
    return found


def _shorthand(values: list[str]) -> Value:
    """`AttributeName=PK,KeyType=HASH` as mappings, with what nests in braces and brackets; JSON as what it is."""
    joined = values[0] if values and values[0].lstrip().startswith(("{", "[")) else " ".join(values)
    if joined.lstrip().startswith(("{", "[")) and (held := load_json(joined)) is not None:
        return held
    told = [_struct(value) if "=" in value else value for value in values]
    return told if len(told) > 1 or (values and "=" in values[0]) else (told[0] if told else True)


def _parts(source: str, sign: str = ",") -> list[str]:
    """`source` cut at `sign` outside brackets."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(source):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(letter, 0)
        if letter == sign and depth == 0:
            found.append(source[start:at])
            start = at + 1
    return [*found, source[start:]]


def _struct(source: str) -> dict[str, Value]:
    held: dict[str, Value] = {}
    for part in _parts(source.strip("{} \n") if source.startswith("{") else source):
        name, sign, value = part.strip().partition("=")
        if sign:
            held[name] = _held(value.strip())
    return held


def _held(value: str) -> Value:
    if value.startswith("["):
        return [_held(part.strip()) for part in _parts(value[1:-1])]
    return _struct(value) if value.startswith("{") else value.strip("'\"")


def _api(options: Mapping[str, list[str]]) -> dict[str, Value]:
    """The options under the names that the interface has: `--table-name X` is `TableName`."""
    held: dict[str, Value] = {}
    for name, values in options.items():
        key = "".join(part.capitalize() for part in name.split("-"))
        if key.startswith("No") and not values:
            held[key[2:]] = False
        elif key.endswith(("Expression", "Statement", "Name")):
            held[key] = " ".join(values)
        else:
            given = _shorthand(values)
            alone = isinstance(given, list) and len(given) == 1 and key.endswith(_SINGLE)
            held[key] = given[0] if alone and isinstance(given, list) else given
    return held


def act_of(words: list[str]) -> str:
    """An `aws` command as a verb phrase."""
    rest = words[1:]
    while rest and rest[0].startswith("--"):
        alone = "=" in rest[0] or rest[0] in {"--no-cli-pager", "--debug", "--no-verify-ssl", "--version"}
        rest = rest[1 if alone else 2 :]
    if rest[:1] == ["configure"]:
        return "sets up the AWS command line"
    if len(rest) < 2:
        return (
            "shows the version of the AWS command line"
            if "--version" in words
            else "calls the AWS command line"
        )
    service, operation, *given = rest
    options = _options(given)
    said = _said(service, operation, given, options)
    kept = " ".join(options.get("query", []))
    fields = re.findall(r"[A-Za-z]\w*", kept)
    return said + (f", and picks out {code(fields[-1])}" if fields and said else "")


def _said(service: str, operation: str, given: list[str], options: dict[str, list[str]]) -> str:
    if service == "s3":
        return _s3(operation, given)
    if operation == "wait" and given:
        return _wait(_SERVICES.get(service, service), given, options)
    name = "".join(part.capitalize() for part in operation.split("-"))
    if service == "dynamodb":
        file = next(
            (
                value[0]
                for key, value in options.items()
                if value and value[0].startswith("file://") and key != "cli-input-json"
            ),
            "",
        )
        if said := request_words(
            name,
            _api(
                {
                    key: value
                    for key, value in options.items()
                    if not (value and value[0].startswith("file://"))
                }
            ),
        ):
            return said + (f", as {code(file.removeprefix('file://'))} has it" if code(file) else "")
    where = f"in {_SERVICES.get(service) or code(service)}, {IT} "
    return where + _operation(operation, options)


_THIRD = {
    "modify": "modifies",
    "copy": "copies",
    "apply": "applies",
    "verify": "verifies",
    "deploy": "deploys",
    "batch": "in a batch,",
}


def _third(verb: str) -> str:
    """A verb in the third person: `get` gives "gets", `attach` "attaches"."""
    if verb in _THIRD:
        return _THIRD[verb]
    return f"{verb}es" if verb.endswith(("sh", "ch", "ss", "x", "o")) else f"{verb}s"


def _operation(operation: str, options: dict[str, list[str]]) -> str:
    """`create-queue --queue-name x` as "creates the queue `x`"."""
    verb, *nouns = operation.split("-")
    if verb == "batch" and nouns:
        inner = _operation("-".join(nouns), options)
        return f"{inner}, in a batch"
    what = " ".join(_ABBREVIATED.get(noun, noun) for noun in nouns)
    name = _name(nouns, options)
    if not what:
        return f"{_third(verb)} {name}".strip()
    if name:
        return (
            f"{_third(verb)} the {what} {name}"
            if _same(nouns, options)
            else f"{_third(verb)} the {what} of {name}"
        )
    if verb in {
        "create",
        "put",
        "add",
        "allocate",
        "register",
        "start",
        "run",
        "send",
        "publish",
    } and not what.endswith("s"):
        return f"{_third(verb)} {article(what)}"
    return f"{_third(verb)} the {what}"


def _same(nouns: list[str], options: dict[str, list[str]]) -> bool:
    """Whether the option that names something names what the operation is on."""
    noun = "-".join(nouns)
    singular = noun[:-1] if noun.endswith("s") else noun
    return any(
        options.get(key)
        for one in (noun, singular)
        for key in (f"{one}-name", f"{one}-id", f"{one}-ids", f"{one}-url", f"{one}-arn", f"{one}-names")
    ) or bool(options.get("name"))


def _name(nouns: list[str], options: dict[str, list[str]]) -> str:
    """The thing an operation is on: the first option that names one."""
    ranked = sorted(
        (
            key
            for key in options
            if key not in _NOT_NAMES and re.search(r"(?:^|-)(?:name|id|ids|url|arn|bucket)$|^names$", key)
        ),
        key=lambda key: (
            not key.startswith("-".join(nouns).rstrip("s")),
            not key.endswith(("name", "bucket")),
        ),
    )
    for key in ranked:
        given = options[key] if key.endswith("s") else options[key][:1]
        told = [_short_arn(value) for value in given if value and not value.startswith("file://")]
        if told:
            return some(codes(told), 2)
    return ""


def _short_arn(value: str) -> str:
    """An ARN or a queue's URL by its last part."""
    if value.startswith(("arn:", "https://")):
        return re.split(r"[:/]", value)[-1]
    return value


def _wait(service: str, given: list[str], options: dict[str, list[str]]) -> str:
    noun, _, state = given[0].partition("-")
    states = {
        "exists": "exists",
        "not-exists": "is gone",
        "running": "runs",
        "stopped": "has stopped",
        "active": "is active",
    }
    name = _name([noun], options)
    return f"waits until the {service} {noun} {name} {states.get(state, plain_words(state.replace('-', ' ')))}".replace(
        "  ", " "
    )


def _s3(operation: str, given: list[str]) -> str:
    verbs = {"cp": "copies", "mv": "moves", "sync": "syncs", "rm": "removes", "ls": "lists", "mb": "makes the bucket",
             "rb": "removes the bucket", "presign": "signs a link to",
             "website": "makes a website of the bucket"}  # fmt: skip
    places = [
        code(word.removeprefix("s3://")) or "the current folder"
        for word in given
        if not word.startswith("--")
    ][:2]
    verb = verbs.get(operation, "handles")
    if not places:
        return "lists the S3 buckets" if operation == "ls" else "works with S3"
    goal = f" to {places[1]}" if len(places) > 1 else ""
    deep = (
        ", with all in it"
        if "--recursive" in given
        else ", removing what is gone"
        if "--delete" in given
        else ""
    )
    return f"on S3, {IT} {verb} {places[0]}{goal}{deep}"
