"""Elasticsearch searches and mappings."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import Value, scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import article, code, codes, count, listing, some


def search_words(query: Value, depth: int = 0) -> str:
    """An Elasticsearch query clause in words."""
    doc = as_map(query)
    if not doc or depth > 3:
        return "a query"
    kind, inner = next(iter(doc.items()))
    held = as_map(inner)
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
        target = (
            as_map(value).get("query", as_map(value).get("value")) if isinstance(value, Mapping) else value
        )
        verb = {
            "match": "matches",
            "match_phrase": "holds the phrase",
            "terms": "is one of",
            "prefix": "starts with",
            "wildcard": "fits",
            "fuzzy": "is near",
        }
        said = listing([scalar_words(v) for v in as_items(target)[:3]])
        return f"{code(name)} {verb.get(kind, 'is')} {said}"
    if kind == "range" and name:
        words = {"gte": "at least", "lte": "at most", "gt": "greater than", "lt": "less than"}
        bounds = [f"{words[k]} {scalar_words(v)}" for k, v in as_map(value).items() if k in words]
        return f"{code(name)} is {listing(bounds)}"
    if kind == "multi_match":
        return f"{scalar_words(held.get('query'))} in {listing(codes(as_texts(held.get('fields'))))}"
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
            clauses = [search_words(clause, depth + 1) for clause in as_items(held[key])]
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
        for name, agg in list(as_map(doc.get(key)).items())[:2]:
            kind, inner = next(
                ((k, v) for k, v in as_map(agg).items() if k not in {"aggs", "aggregations", "meta"}),
                ("", None),
            )
            on = f" on {code(str(as_map(inner)['field']))}" if "field" in as_map(inner) else ""
            acts.append(
                f"aggregates {code(name)}, {article(kind.replace('_', ' ')) if kind else 'an aggregation'}{on}"
            )
    if "sort" in doc:
        fields = [
            next(iter(item)) if isinstance(item, Mapping) else str(item)
            for item in as_items(doc["sort"])
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
    told = [f"{code(k)}, {_field_type(as_map(v))}" for k, v in as_map(properties).items()]
    return "; ".join(told[:6]) + (f"; and {count(len(told) - 6, 'other')}" if len(told) > 6 else "")


def _field_type(doc: Doc) -> str:
    kind = str(doc.get("type", "object"))
    return {"text": "text", "keyword": "a keyword"}.get(kind, article(kind.replace("_", " ")))


def mapping(doc: Doc) -> list[Say]:
    properties = as_map(as_map(doc.get("mappings")).get("properties") or doc.get("properties"))
    full = mapping_words(properties)
    lead = f"an Elasticsearch mapping with {count(len(properties), 'field')}"
    return [say(f"{lead}: {full}", f"{lead}: {some(codes(list(properties)), 5)}", lead, rank=0)]


def search(doc: Doc) -> list[Say]:
    return [
        say("the body of an Elasticsearch search", rank=1),
        say(f"it {listing(search_acts(doc))}", rank=0),
    ]
