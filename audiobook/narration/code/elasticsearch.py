"""Elasticsearch and OpenSearch bodies: searches, aggregations, mappings and settings, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import entry
from audiobook.narration.code.elastic_queries import FIELD_TESTS, QUERIES, search_words, value_words
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import article, code, codes, count, listing, plural, some

_FEW = 3


def is_search(doc: Doc) -> bool:
    """Whether a document is the body of a search."""
    if "query" in doc and isinstance(doc["query"], Mapping):
        first = next(iter(as_map(doc["query"])), "")
        return first in FIELD_TESTS or first in QUERIES
    aggs = as_map(doc.get("aggs") or doc.get("aggregations"))
    return bool(aggs) and "hits" not in doc and all(_kind_of(as_map(one))[0] for one in aggs.values())


# -- the parts of a search ------------------------------------------------------------------------------------


def search_acts(doc: Doc) -> list[str]:
    """The parts of a search body as verb phrases."""
    acts = []
    if "query" in doc:
        told = search_words(doc["query"])
        acts.append(
            "searches for all documents" if told == "everything" else f"searches for documents where {told}"
        )
    if isinstance(doc.get("suggest"), Mapping):
        acts.append("asks for suggestions")
    for key in ("aggs", "aggregations"):
        acts += [aggregation(name, as_map(agg)) for name, agg in list(as_map(doc.get(key)).items())[:_FEW]]
    if "highlight" in doc:
        fields = codes(list(as_map(as_map(doc["highlight"]).get("fields"))))
        acts.append(f"highlights {listing(fields[:_FEW]) or 'what it finds'}")
    if "sort" in doc:
        acts.append(f"sorts {_sorting(doc['sort'])}")
    if "size" in doc:
        acts.append(f"returns at most {scalar_words(doc['size'])}" if doc["size"] else "returns no documents")
    if doc.get("from"):
        acts.append(f"skips the first {scalar_words(doc['from'])}")
    source = doc.get("_source")
    if as_texts(source) and not isinstance(source, bool):
        acts.append(f"returns only {listing(codes(as_texts(source))[:_FEW])}")
    return acts


def _sorting(value: Value) -> str:
    told = []
    for item in as_items(value)[:_FEW]:
        name, how = next(iter(item.items()), ("", None)) if isinstance(item, Mapping) else (str(item), None)
        order = as_map(how).get("order") if isinstance(how, Mapping) else how
        by = "relevance" if name == "_score" else code(name)
        told.append(f"by {by}" + (", from the highest down" if order == "desc" and name != "_score" else ""))
    return listing(told)


_GROUPS = {
    "terms": "groups by {}", "date_histogram": "groups by {} in steps of time",
    "histogram": "groups by {} in even steps", "range": "groups by ranges of {}",
    "date_range": "groups by ranges of {}", "significant_terms": "finds the unusual terms of {}",
    "avg": "averages {}", "sum": "sums {}", "min": "takes the lowest {}", "max": "takes the highest {}",
    "stats": "computes statistics of {}", "extended_stats": "computes statistics of {}",
    "cardinality": "counts the distinct values of {}", "value_count": "counts the values of {}",
    "percentiles": "computes percentiles of {}", "nested": "looks into {}",
    "missing": "counts the documents without {}", "geohash_grid": "groups by squares of the map of {}",
    "top_hits": "keeps the best documents", "filter": "keeps only some documents",
    "filters": "groups by filters", "global": "takes all documents",
    "composite": "groups by several fields", "median_absolute_deviation": "measures how {} spreads",
    "weighted_avg": "computes a weighted average", "geo_bounds": "finds the bounds of {}",
    "sampler": "takes a sample",
}  # fmt: skip


def _kind_of(agg: Doc) -> tuple[str, Doc]:
    for kind, inner in agg.items():
        if kind not in {"aggs", "aggregations", "meta"}:
            return kind, as_map(inner)
    return "", {}


def aggregation(name: str, agg: Doc, depth: int = 0) -> str:
    """An aggregation as a verb phrase, with those inside it: "groups by `tag`, and in each averages `price`"."""
    kind, inner = _kind_of(agg)
    field = inner.get("field") or inner.get("path")
    on = code(str(field)) if isinstance(field, str) else "a field"
    template = _GROUPS.get(kind)
    if kind == "date_histogram":
        every = inner.get("calendar_interval") or inner.get("fixed_interval") or inner.get("interval")
        template = f"groups by {{}}, {'each ' + str(every) if str(every).isalpha() else 'in steps of time'}"
    said = (
        template.format(on)
        if template
        else f"aggregates by {kind.replace('_', ' ')}"
        if kind
        else "aggregates"
    )
    said += f", as {code(name)}" if code(name) and depth == 0 else ""
    deeper = as_map(agg.get("aggs") or agg.get("aggregations"))
    told = [aggregation(key, as_map(one), depth + 1) for key, one in list(deeper.items())[:2]]
    return f"{said}, and in each {listing(told)}" if told and depth < 2 else said


# -- mappings and settings ------------------------------------------------------------------------------------


def mapping_words(properties: Value) -> str:
    """The fields of an index mapping: "`title`, text; `price`, a float"."""
    told = [
        f"{code(key)}, {_field_type(as_map(held))}" for key, held in as_map(properties).items() if code(key)
    ]
    return "; ".join(told[:6]) + (f"; and {count(len(told) - 6, 'other')}" if len(told) > 6 else "")


def _field_type(doc: Doc) -> str:
    kind = str(doc.get("type", "object"))
    if kind == "string":
        return "an exact string" if doc.get("index") == "not_analyzed" else "a string"
    told = {"text": "text", "keyword": "a keyword", "knn_vector": "a vector", "dense_vector": "a vector"}.get(
        kind, article(kind.replace("_", " "))
    )
    analyzer = doc.get("analyzer")
    told += f" with the analyzer {code(analyzer)}" if isinstance(analyzer, str) else ""
    inner = as_map(doc.get("properties"))
    return f"{told} with {some(codes(list(inner)), _FEW)}" if inner else told


def properties_of(doc: Doc) -> Doc:
    """The properties of a mapping, under a type of their own in older versions."""
    held = as_map(doc.get("mappings") or doc)
    if as_map(held.get("properties")):
        return as_map(held["properties"])
    for inner in held.values():
        if isinstance(inner, Mapping) and as_map(inner.get("properties")):
            return as_map(inner["properties"])
    return {}


def is_index(doc: Doc) -> bool:
    return bool(properties_of(doc)) and ("mappings" in doc or bool(_types(doc)))


def _types(doc: Doc) -> bool:
    """Whether `properties` hold fields with types of an index, and not a JSON schema."""
    held = as_map(doc.get("properties"))
    known = {
        "text",
        "keyword",
        "long",
        "date",
        "float",
        "double",
        "nested",
        "geo_point",
        "completion",
        "knn_vector",
        "scaled_float",
        "ip",
    }
    return "type" not in doc and any(as_map(one).get("type") in known for one in held.values())


def index(doc: Doc) -> list[Say]:
    properties = properties_of(doc)
    lead = f"an Elasticsearch mapping with {count(len(properties), 'field')}"
    says = [
        say(
            f"{lead}: {mapping_words(properties)}",
            f"{lead}: {some(codes(list(properties)), 5)}",
            lead,
            rank=0,
        )
    ]
    settings = settings_words(doc)
    return [*says, say(f"its settings give {settings}", rank=2)] if settings else says


def settings_words(doc: Doc) -> str:
    """The settings of an index: shards, replicas, analyzers."""
    settings = as_map(doc.get("settings") or {})
    inner = {**settings, **as_map(settings.get("index"))}
    facts = []
    for key, noun in (("number_of_shards", "shard"), ("number_of_replicas", "replica")):
        held = inner.get(key, inner.get(f"index.{key}"))
        if isinstance(held, int | str) and str(held).isdigit():
            facts.append(count(int(held), noun))
    analysis = as_map(inner.get("analysis"))
    for kind in ("analyzer", "tokenizer", "filter", "char_filter"):
        if names := codes(list(as_map(analysis.get(kind)))):
            noun = {"filter": "token filter", "char_filter": "character filter"}.get(kind, kind)
            facts.append(f"the {noun if len(names) == 1 else plural(noun)} {some(names, _FEW)}")
    return listing(facts)


# -- bodies on their own --------------------------------------------------------------------------------------


def search(doc: Doc) -> list[Say]:
    told = search_acts(doc)
    return [
        say("the body of an Elasticsearch search", rank=1),
        say(f"it {listing(told)}", f"it {told[0]}", rank=0),
    ]


def is_reply(doc: Doc) -> bool:
    """Whether a document is what a search answers."""
    hits = as_map(doc.get("hits"))
    return "hits" in hits or "total" in hits or ("took" in doc and "timed_out" in doc)


def reply(doc: Doc) -> list[Say]:
    """What a search found: how many, the best, and the aggregations."""
    hits = as_map(doc.get("hits"))
    total = (
        as_map(hits.get("total")).get("value")
        if isinstance(hits.get("total"), Mapping)
        else hits.get("total")
    )
    found = [as_map(one) for one in as_items(hits.get("hits")) if isinstance(one, Mapping)]
    says = [
        say(
            "an answer of Elasticsearch"
            + (f" with {count(total, 'hit')}" if isinstance(total, int) and total < 10**9 else ""),
            rank=0,
        )
    ]
    if found:
        first = as_map(found[0].get("_source") or found[0].get("fields"))
        told = listing([entry(key, value, 2) for key, value in list(first.items())[:_FEW]])
        which = "the hit" if len(found) == 1 else "the first"
        names = f"is the document {code(str(found[0]['_id']))}" if "_id" in found[0] else "is a document"
        says.append(say(f"{which} {names}" + (f": {told}" if told else ""), f"{which} {names}", rank=1))
    for name, held in list(as_map(doc.get("aggregations")).items())[:2]:
        says.append(say(*_buckets(name, as_map(held)), rank=1))
    return says


def _buckets(name: str, held: Doc) -> tuple[str, ...]:
    """What an aggregation gave: its value, or its first buckets with their counts."""
    if isinstance(held.get("value"), int | float):
        return (f"{code(name)} is {scalar_words(held['value'])}",)
    buckets = [as_map(one) for one in as_items(held.get("buckets")) if isinstance(one, Mapping)]
    if not buckets:
        return (
            f"{code(name)} gives {some(codes(list(held)), _FEW)}"
            if codes(list(held))
            else f"{code(name)} is empty",
        )
    total = f"{code(name)} has {count(len(buckets), 'bucket')}"
    told = [
        f"{value_words(one.get('key_as_string') or one.get('key'))} with {scalar_words(one.get('doc_count'))}"
        for one in buckets[:_FEW]
    ]
    return f"{total}: {some(told, _FEW)}" if len(buckets) == len(
        told
    ) else f"{total}, first {listing(told)}", total
