"""Documents a teacher names at once: compose files, workflows, manifests, project files, and those of data stores."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audiobook.narration.code import (
    cloud,
    deployments,
    dynamodb,
    dynamodb_requests,
    elasticsearch,
    projects,
    workflows,
)
from audiobook.narration.code.budget import Say
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.values import Doc, as_items, as_map

_Idiom = tuple[str, Callable[[Doc], bool], Callable[[Doc], list[Say]]]
_AMONG_SERVICES = frozenset({"version", "volumes", "networks", "configs", "secrets", "name"})


def _is_services(doc: Doc) -> bool:
    """Services of a compose file without the key above them."""
    held = {key: value for key, value in doc.items() if key not in _AMONG_SERVICES}
    return bool(held) and all(deployments.is_service(value) for value in held.values())


def _is_table(doc: Doc) -> bool:
    held = as_map(doc.get("Table") or doc.get("TableDescription")) or doc
    return "KeySchema" in held and "TableName" in held


def _is_item(doc: Doc) -> bool:
    return dynamodb.is_dynamo_item(doc) or any(
        dynamodb.is_dynamo_item(as_map(doc.get(key))) for key in ("Item", "Key")
    )


def _is_compose(doc: Doc) -> bool:
    services = as_map(doc.get("services"))
    return bool(services) and all(one is None or isinstance(one, Mapping) for one in services.values())


def _is_package(doc: Doc) -> bool:
    return "name" in doc and bool({"scripts", "dependencies", "devDependencies"} & set(doc))


def _is_project(doc: Doc) -> bool:
    return "project" in doc or isinstance(doc.get("package"), Mapping) or "tool.poetry" in doc


_IDIOMS: tuple[_Idiom, ...] = (
    ("a DynamoDB table", _is_table, dynamodb.dynamo_table),
    ("a DynamoDB request", lambda d: bool(dynamodb_requests.operation_of(d)), dynamodb_requests.request),
    ("a DynamoDB answer", dynamodb_requests.is_reply, dynamodb_requests.reply),
    ("a DynamoDB item", _is_item, dynamodb.dynamo_item),
    (
        "a DynamoDB item",
        lambda d: {"PK", "SK"} <= set(d) or {"pk", "sk"} <= set(d),
        dynamodb.plain_dynamo_item,
    ),
    ("a policy", cloud.is_policy, cloud.policy),
    ("a template", cloud.is_template, cloud.template),
    ("an answer of a search", elasticsearch.is_reply, elasticsearch.reply),
    ("a search", elasticsearch.is_search, elasticsearch.search),
    ("an index", elasticsearch.is_index, elasticsearch.index),
    ("a compose file", _is_compose, deployments.compose),
    ("a workflow", lambda d: isinstance(d.get("jobs"), Mapping), workflows.workflow),
    ("a manifest", lambda d: "apiVersion" in d and "kind" in d, deployments.manifest),
    ("a package file", _is_package, projects.package),
    ("a project file", _is_project, projects.project),
    ("services", _is_services, deployments.compose),
    ("a pipeline", workflows.is_gitlab, workflows.gitlab),
)


def tell(value: Value, snippet: Snippet) -> Telling | None:
    """The telling of a document with a known shape, or None."""
    if (steps := workflows.steps_document(value)) is not None:
        return idiom("workflow steps", *steps)
    if workflows.is_playbook(value):
        return idiom("a playbook", *workflows.playbook(value))
    doc = as_map(value)
    for what, fits, told in _IDIOMS:
        if doc and fits(doc):
            head, *rest = told(doc)
            return idiom(what, _sized(head, snippet), *rest)
    items = as_items(value) if isinstance(value, list | tuple) else []
    if items and all(dynamodb.is_dynamo_item(as_map(item)) for item in items):
        return idiom("DynamoDB items", *dynamodb_requests.reply({"Items": items}))
    return None


def tell_all(values: list[Value], snippet: Snippet) -> Telling | None:
    """Several documents in one block, where all are manifests; else None."""
    docs = [as_map(value) for value in values]
    if docs and all("apiVersion" in doc and "kind" in doc for doc in docs):
        head, *rest = deployments.manifests(docs)
        return idiom("manifests", _sized(head, snippet), *rest)
    return None


def _sized(head: Say, snippet: Snippet) -> Say:
    """The first sentence with the size of the block, unless it lists what is in it."""
    forms = (
        f"{form[:-1]}, {size(snippet)}{where(snippet)}." if ":" not in form else form for form in head.forms
    )
    return Say(tuple(forms), head.rank)
