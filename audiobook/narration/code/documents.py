"""Documents a teacher names at once: compose files, workflows, manifests, project files, and those of data stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.data import Value, scalar_words
from audiobook.narration.code.dynamodb import dynamo_item, dynamo_table, is_dynamo_item, plain_dynamo_item
from audiobook.narration.code.elasticsearch import mapping, search
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import code, codes, count, listing, some


def _port(mapping: str) -> str:
    """`5432:5432` is port 5432; with two different numbers, the outer as the inner."""
    outer, _, inner = mapping.rpartition(":")
    outer = outer.rpartition(":")[2] or inner
    return scalar_words(outer) if outer == inner else f"{scalar_words(outer)} as {scalar_words(inner)}"


def _compose(doc: Doc) -> list[Say]:
    services = as_map(doc.get("services"))
    names = codes(list(services))
    says = [say(f"a Docker Compose file with {count(len(services), 'service')}: {some(names, 5)}", rank=0)]
    for name, service in list(services.items())[:4]:
        facts = []
        held = as_map(service)
        if "image" in held:
            facts.append(f"runs the image {code(str(held['image']))}")
        elif "build" in held:
            facts.append("is built here")
        if ports := as_texts(held.get("ports")):
            facts.append(f"publishes port {listing([_port(port) for port in ports[:2]])}")
        if env := (
            as_map(held.get("environment")) or [e.split("=")[0] for e in as_texts(held.get("environment"))]
        ):
            facts.append(f"sets {some(codes(list(env)), 3)}")
        if volumes := as_texts(held.get("volumes")):
            facts.append(f"mounts {count(len(volumes), 'volume')}")
        needs = as_texts(held.get("depends_on")) or list(as_map(held.get("depends_on")))
        if needs:
            facts.append(f"depends on {listing(codes(needs))}")
        if facts:
            says.append(say(f"{code(name)} {listing(facts)}", f"{code(name)} {facts[0]}", rank=1))
    return says


def _workflow(doc: Doc) -> list[Say]:
    on = doc.get("on", doc.get("True", doc.get("true")))
    events = codes(list(as_map(on)) or as_texts(on))
    jobs = as_map(doc.get("jobs"))
    name = f", {code(str(doc['name']))}," if isinstance(doc.get("name"), str) else ""
    says = [
        say(
            f"a GitHub Actions workflow{name} that runs on {listing(events)}"
            if events
            else f"a GitHub Actions workflow{name}",
            rank=0,
        )
    ]
    for job, held in list(jobs.items())[:3]:
        steps = [as_map(step) for step in as_items(as_map(held).get("steps"))]
        told = [
            code(str(s.get("name") or s.get("uses") or s.get("run") or "").split("\n")[0].split("@")[0])
            for s in steps
        ]
        runner = as_map(held).get("runs-on")
        place = f" on {code(str(runner))}" if isinstance(runner, str) else ""
        says.append(
            say(
                f"the job {code(job)} runs{place}, in {count(len(steps), 'step')}: {some([t for t in told if t], 6)}",
                f"the job {code(job)} has {count(len(steps), 'step')}",
                rank=1,
            )
        )
    return says


def _kubernetes(doc: Doc) -> list[Say]:
    kind, meta, spec = str(doc.get("kind")), as_map(doc.get("metadata")), as_map(doc.get("spec"))
    says = [
        say(
            f"a Kubernetes {code(kind)}" + (f" named {code(str(meta['name']))}" if "name" in meta else ""),
            rank=0,
        )
    ]
    facts = []
    if "replicas" in spec:
        facts.append(f"asks for {scalar_words(spec['replicas'])} replicas")
    template = as_map(as_map(spec.get("template")).get("spec")) or spec
    for container in as_items(template.get("containers"))[:2]:
        held = as_map(container)
        facts.append(
            f"runs the image {code(str(held.get('image', '')))} as {code(str(held.get('name', '')))}"
        )
    for port in as_items(spec.get("ports"))[:2]:
        facts.append(f"serves port {scalar_words(as_map(port).get('port'))}")
    if "type" in spec:
        facts.append(f"is of type {scalar_words(spec['type'])}")
    keys = [key for key in doc if key not in {"apiVersion", "kind", "metadata", "spec"}]
    if keys:
        facts.append(f"gives {some(codes(keys), 3)}")
    return [*says, say(f"it {listing(facts)}", rank=0)] if facts else says


def _package(doc: Doc) -> list[Say]:
    says = [
        say(
            f"the package file of {code(str(doc.get('name', 'a package')))}"
            + (f", version {code(str(doc['version']))}" if "version" in doc else ""),
            rank=0,
        )
    ]
    for key, lead, noun in (
        ("scripts", "it defines", "script"),
        ("dependencies", "it depends on", "package"),
        ("devDependencies", "for development, it adds", "package"),
    ):
        held = as_map(doc.get(key))
        if held:
            says.append(listed(lead, codes(list(held)), noun=noun, rank=1))
    return says


def _project(doc: Doc) -> list[Say]:
    """`pyproject.toml` and `Cargo.toml`."""
    about = as_map(doc.get("project") or doc.get("package") or doc.get("tool.poetry"))
    says = [
        say(
            f"the project file of {code(str(about.get('name', 'a project')))}"
            + (f", version {code(str(about['version']))}" if isinstance(about.get("version"), str) else ""),
            rank=0,
        )
    ]
    needs = as_map(doc.get("dependencies") or doc.get("tool.poetry.dependencies"))
    names = list(needs) or [re.split(r"[<>=~!\[; ]", item)[0] for item in as_texts(about.get("dependencies"))]
    if names:
        says.append(listed("it depends on", codes(names), noun="package", rank=0))
    others = [key for key in doc if key not in {"project", "package", "dependencies"} and code(key)]
    if others:
        says.append(say(f"it also has {count(len(others), 'section')}: {some(codes(others), 4)}", rank=2))
    return says


_Idiom = tuple[str, Callable[[Doc], bool], Callable[[Doc], list[Say]]]


_IDIOMS: tuple[_Idiom, ...] = (
    ("a DynamoDB table", lambda d: "KeySchema" in d and "TableName" in d, dynamo_table),
    (
        "a DynamoDB item",
        lambda d: (
            is_dynamo_item(d) or is_dynamo_item(as_map(d.get("Item"))) or is_dynamo_item(as_map(d.get("Key")))
        ),
        dynamo_item,
    ),
    ("a DynamoDB item", lambda d: bool({"PK", "SK"} <= set(d) or {"pk", "sk"} <= set(d)), plain_dynamo_item),
    (
        "a search",
        lambda d: (
            ("query" in d and isinstance(d["query"], Mapping))
            or "aggs" in d
            or ("aggregations" in d and "hits" not in d)
        ),
        search,
    ),
    ("an index mapping", lambda d: bool(as_map(as_map(d.get("mappings")).get("properties"))), mapping),
    (
        "a compose file",
        lambda d: (
            bool(as_map(d.get("services")))
            and all(isinstance(s, Mapping) for s in as_map(d.get("services")).values())
        ),
        _compose,
    ),
    ("a workflow", lambda d: "jobs" in d and isinstance(d["jobs"], Mapping), _workflow),
    ("a manifest", lambda d: "apiVersion" in d and "kind" in d, _kubernetes),
    (
        "a package file",
        lambda d: bool({"scripts", "dependencies", "devDependencies"} & set(d)) and "name" in d,
        _package,
    ),
    (
        "a project file",
        lambda d: (
            "project" in d or ("package" in d and isinstance(d["package"], Mapping)) or "tool.poetry" in d
        ),
        _project,
    ),
)


def tell(value: Value, snippet: Snippet) -> Telling | None:
    """The telling of a document with a known shape, or None."""
    doc = as_map(value)
    for what, fits, told in _IDIOMS:
        if doc and fits(doc):
            head, *rest = told(doc)
            first = Say(
                tuple(
                    f"{form[:-1]}, {size(snippet)}{where(snippet)}." if ":" not in form else form
                    for form in head.forms
                ),
                head.rank,
            )
            return idiom(what, first, *rest)
    return None
