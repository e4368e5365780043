"""Documents a teacher names at once: DynamoDB items, Elasticsearch searches, compose files, workflows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.data import Value, entry, scalar_words
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.words import article, code, codes, count, listing, some

_DYNAMO_TYPES = frozenset(["S", "N", "B", "BOOL", "M", "L", "NULL", "SS", "NS", "BS"])
Doc = Mapping[str, Value]


def _map(value: Value) -> Doc:
    return value if isinstance(value, Mapping) else {}


def _items(value: Value) -> list[Value]:
    return list(value) if isinstance(value, list | tuple) else ([] if value is None else [value])


def _texts(value: Value) -> list[str]:
    return [str(item) for item in _items(value) if isinstance(item, str | int)]


# -- DynamoDB -------------------------------------------------------------------------------------------------


def dynamo_value(value: Value) -> str:
    """A typed DynamoDB attribute in words: `{"S": "a"}` is `a`, a map or list by its size."""
    typed = _map(value)
    if len(typed) == 1 and (kind := next(iter(typed))) in _DYNAMO_TYPES:
        inner = typed[kind]
        if kind == "M":
            return f"a map with {some(codes(list(_map(inner))), 3)}"
        if kind in {"L", "SS", "NS", "BS"}:
            return f"a {'list' if kind == 'L' else 'set'} of {count(len(_items(inner)), 'value')}"
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
    return bool(doc) and all(len(_map(v)) == 1 and next(iter(_map(v))) in _DYNAMO_TYPES for v in doc.values())


def key_schema(value: Value) -> str:
    """A key schema in words: "`PK` is the hash key, and `SK` is the range key"."""
    words = {"HASH": "the hash key", "RANGE": "the range key"}
    return listing(
        [
            f"{code(str(_map(k).get('AttributeName', '')))} is {words.get(str(_map(k).get('KeyType')), 'a key')}"
            for k in _items(value)
        ]
    )


def _dynamo_item(doc: Doc) -> list[Say]:
    item = doc if is_dynamo_item(doc) else _map(doc.get("Item") or doc.get("Key"))
    told = [f"{code(key)} is {dynamo_value(value)}" for key, value in item.items() if code(key)]
    lead = f"a DynamoDB item with {count(len(told), 'attribute')}"
    return [say(f"{lead}: {'; '.join(told)}", f"{lead}: {some(codes(list(item)), 5)}", lead, rank=0)]


def _plain_dynamo_item(doc: Doc) -> list[Say]:
    told = [entry(key, value) for key, value in doc.items()]
    lead = f"a DynamoDB item with {count(len(doc), 'attribute')}"
    return [say(f"{lead}: {'; '.join(told)}", f"{lead}: {some(codes(list(doc)), 5)}", lead, rank=0)]


def _dynamo_table(doc: Doc) -> list[Say]:
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
        for index in _items(doc.get(kind))[:2]:
            word = "a global" if kind.startswith("Global") else "a local"
            says.append(
                say(
                    f"{word} secondary index, {code(str(_map(index).get('IndexName', '')))}, "
                    f"in which {key_schema(_map(index).get('KeySchema'))}",
                    rank=1,
                )
            )
    if isinstance(doc.get("BillingMode"), str):
        says.append(say(f"its billing mode is {str(doc['BillingMode']).lower().replace('_', ' ')}", rank=2))
    return says


# -- Elasticsearch --------------------------------------------------------------------------------------------


def search_words(query: Value, depth: int = 0) -> str:
    """An Elasticsearch query clause in words."""
    doc = _map(query)
    if not doc or depth > 3:
        return "a query"
    kind, inner = next(iter(doc.items()))
    held = _map(inner)
    name, value = next(iter(held.items()), ("", None))
    if kind == "match_all":
        return "everything"
    if kind == "bool":
        return _bool_words(held, depth)
    if (
        kind
        in {"match", "match_phrase", "term", "terms", "prefix", "wildcard", "fuzzy", "match_phrase_prefix"}
        and name
    ):
        target = _map(value).get("query", _map(value).get("value")) if isinstance(value, Mapping) else value
        verb = {
            "match": "matches",
            "match_phrase": "holds the phrase",
            "terms": "is one of",
            "prefix": "starts with",
            "wildcard": "fits",
            "fuzzy": "is near",
        }
        said = listing([scalar_words(v) for v in _items(target)[:3]])
        return f"{code(name)} {verb.get(kind, 'is')} {said}"
    if kind == "range" and name:
        words = {"gte": "at least", "lte": "at most", "gt": "greater than", "lt": "less than"}
        bounds = [f"{words[k]} {scalar_words(v)}" for k, v in _map(value).items() if k in words]
        return f"{code(name)} is {listing(bounds)}"
    if kind == "multi_match":
        return f"{scalar_words(held.get('query'))} in {listing(codes(_texts(held.get('fields'))))}"
    if kind == "exists":
        return f"{code(str(held.get('field', '')))} exists"
    return f"{article(kind.replace('_', ' '))} query"


def _bool_words(held: Doc, depth: int) -> str:
    words = {
        "must": "it must hold that",
        "filter": "filtered so that",
        "should": "it should hold that",
        "must_not": "it must not hold that",
    }
    parts = []
    for key, word in words.items():
        if key in held:
            clauses = [search_words(clause, depth + 1) for clause in _items(held[key])]
            parts.append(f"{word} {some(clauses, 3)}")
    return "; ".join(parts) or "a combined query"


def search_acts(doc: Doc) -> list[str]:
    """The parts of a search body as verb phrases."""
    acts = []
    if "query" in doc:
        acts.append(
            f"searches for documents where {search_words(doc['query'])}".replace(
                "where everything", "of every kind"
            )
        )
    for key in ("aggs", "aggregations"):
        for name, agg in list(_map(doc.get(key)).items())[:2]:
            kind, inner = next(
                ((k, v) for k, v in _map(agg).items() if k not in {"aggs", "aggregations", "meta"}),
                ("", None),
            )
            on = f" on {code(str(_map(inner)['field']))}" if "field" in _map(inner) else ""
            acts.append(
                f"aggregates {code(name)}, {article(kind.replace('_', ' ')) if kind else 'an aggregation'}{on}"
            )
    if "sort" in doc:
        fields = [
            next(iter(item)) if isinstance(item, Mapping) else str(item)
            for item in _items(doc["sort"])
            if item
        ]
        acts.append(f"sorts by {listing(codes(fields))}")
    if "size" in doc:
        most = f"at most {scalar_words(doc['size'])}"
        acts.append(f"returns {most if doc['size'] else 'no documents'}")
    if "from" in doc:
        acts.append(f"skips {scalar_words(doc['from'])}")
    return acts


def mapping_words(properties: Value) -> str:
    """The fields of an index mapping: "`title`, text; `price`, a float"."""
    told = [f"{code(k)}, {_field_type(_map(v))}" for k, v in _map(properties).items()]
    return "; ".join(told[:6]) + (f"; and {count(len(told) - 6, 'other')}" if len(told) > 6 else "")


def _field_type(doc: Doc) -> str:
    kind = str(doc.get("type", "object"))
    return {"text": "text", "keyword": "a keyword"}.get(kind, article(kind.replace("_", " ")))


def _mapping(doc: Doc) -> list[Say]:
    properties = _map(_map(doc.get("mappings")).get("properties") or doc.get("properties"))
    full = mapping_words(properties)
    lead = f"an Elasticsearch mapping with {count(len(properties), 'field')}"
    return [say(f"{lead}: {full}", f"{lead}: {some(codes(list(properties)), 5)}", lead, rank=0)]


def _search(doc: Doc) -> list[Say]:
    return [
        say("the body of an Elasticsearch search", rank=1),
        say(f"it {listing(search_acts(doc))}", rank=0),
    ]


# -- projects and deployments ---------------------------------------------------------------------------------


def _port(mapping: str) -> str:
    """`5432:5432` is port 5432; with two different numbers, the outer as the inner."""
    outer, _, inner = mapping.rpartition(":")
    outer = outer.rpartition(":")[2] or inner
    return scalar_words(outer) if outer == inner else f"{scalar_words(outer)} as {scalar_words(inner)}"


def _compose(doc: Doc) -> list[Say]:
    services = _map(doc.get("services"))
    names = codes(list(services))
    says = [say(f"a Docker Compose file with {count(len(services), 'service')}: {some(names, 5)}", rank=0)]
    for name, service in list(services.items())[:4]:
        facts = []
        held = _map(service)
        if "image" in held:
            facts.append(f"runs the image {code(str(held['image']))}")
        elif "build" in held:
            facts.append("is built here")
        if ports := _texts(held.get("ports")):
            facts.append(f"publishes port {listing([_port(port) for port in ports[:2]])}")
        if env := (
            _map(held.get("environment")) or [e.split("=")[0] for e in _texts(held.get("environment"))]
        ):
            facts.append(f"sets {some(codes(list(env)), 3)}")
        if volumes := _texts(held.get("volumes")):
            facts.append(f"mounts {count(len(volumes), 'volume')}")
        needs = _texts(held.get("depends_on")) or list(_map(held.get("depends_on")))
        if needs:
            facts.append(f"depends on {listing(codes(needs))}")
        if facts:
            says.append(say(f"{code(name)} {listing(facts)}", f"{code(name)} {facts[0]}", rank=1))
    return says


def _workflow(doc: Doc) -> list[Say]:
    on = doc.get("on", doc.get("True", doc.get("true")))
    events = codes(list(_map(on)) or _texts(on))
    jobs = _map(doc.get("jobs"))
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
        steps = [_map(step) for step in _items(_map(held).get("steps"))]
        told = [
            code(str(s.get("name") or s.get("uses") or s.get("run") or "").split("\n")[0].split("@")[0])
            for s in steps
        ]
        runner = _map(held).get("runs-on")
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
    kind, meta, spec = str(doc.get("kind")), _map(doc.get("metadata")), _map(doc.get("spec"))
    says = [
        say(
            f"a Kubernetes {code(kind)}" + (f" named {code(str(meta['name']))}" if "name" in meta else ""),
            rank=0,
        )
    ]
    facts = []
    if "replicas" in spec:
        facts.append(f"asks for {scalar_words(spec['replicas'])} replicas")
    template = _map(_map(spec.get("template")).get("spec")) or spec
    for container in _items(template.get("containers"))[:2]:
        held = _map(container)
        facts.append(
            f"runs the image {code(str(held.get('image', '')))} as {code(str(held.get('name', '')))}"
        )
    for port in _items(spec.get("ports"))[:2]:
        facts.append(f"serves port {scalar_words(_map(port).get('port'))}")
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
        held = _map(doc.get(key))
        if held:
            says.append(listed(lead, codes(list(held)), noun=noun, rank=1))
    return says


def _project(doc: Doc) -> list[Say]:
    """`pyproject.toml` and `Cargo.toml`."""
    about = _map(doc.get("project") or doc.get("package") or doc.get("tool.poetry"))
    says = [
        say(
            f"the project file of {code(str(about.get('name', 'a project')))}"
            + (f", version {code(str(about['version']))}" if isinstance(about.get("version"), str) else ""),
            rank=0,
        )
    ]
    needs = _map(doc.get("dependencies") or doc.get("tool.poetry.dependencies"))
    names = list(needs) or [re.split(r"[<>=~!\[; ]", item)[0] for item in _texts(about.get("dependencies"))]
    if names:
        says.append(listed("it depends on", codes(names), noun="package", rank=0))
    others = [key for key in doc if key not in {"project", "package", "dependencies"} and code(key)]
    if others:
        says.append(say(f"it also has {count(len(others), 'section')}: {some(codes(others), 4)}", rank=2))
    return says


_Idiom = tuple[str, Callable[[Doc], bool], Callable[[Doc], list[Say]]]
_IDIOMS: tuple[_Idiom, ...] = (
    ("a DynamoDB table", lambda d: "KeySchema" in d and "TableName" in d, _dynamo_table),
    (
        "a DynamoDB item",
        lambda d: (
            is_dynamo_item(d) or is_dynamo_item(_map(d.get("Item"))) or is_dynamo_item(_map(d.get("Key")))
        ),
        _dynamo_item,
    ),
    ("a DynamoDB item", lambda d: bool({"PK", "SK"} <= set(d) or {"pk", "sk"} <= set(d)), _plain_dynamo_item),
    (
        "a search",
        lambda d: (
            ("query" in d and isinstance(d["query"], Mapping))
            or "aggs" in d
            or ("aggregations" in d and "hits" not in d)
        ),
        _search,
    ),
    ("an index mapping", lambda d: bool(_map(_map(d.get("mappings")).get("properties"))), _mapping),
    (
        "a compose file",
        lambda d: (
            bool(_map(d.get("services")))
            and all(isinstance(s, Mapping) for s in _map(d.get("services")).values())
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
    doc = _map(value)
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
