"""Elasticsearch queries as tests that a document passes: "`title` matches `elixir`"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import article, code, codes, listing, some

_DEEP = 4
_FEW = 3


# -- queries --------------------------------------------------------------------------------------------------


def search_words(query: Value, depth: int = 0) -> str:
    """A query clause as a test that a document passes: "`title` matches `elixir`"."""
    doc = as_map(query)
    if not doc or depth > _DEEP:
        return "a query of its own holds"
    kind, inner = next(iter(doc.items()))
    held = as_map(inner)
    if kind == "match_all":
        return "everything"
    if kind == "match_none":
        return "nothing"
    if kind == "bool":
        return _bool_words(held, depth)
    if kind in FIELD_TESTS and held:
        return _field_test(kind, held)
    if kind == "range" and held:
        return _range(held)
    if kind in {"multi_match", "query_string", "simple_query_string"}:
        fields = as_texts(held.get("fields") or held.get("default_field"))
        where = (
            f"one of {listing(codes(fields), 'or')}"
            if len(fields) > 1
            else listing(codes(fields)) or "any field"
        )
        return f"{where} matches {value_words(held.get('query'))}"
    if kind == "exists":
        return f"{code(str(held.get('field', '')))} exists"
    if kind == "ids":
        return f"the ID is {listing(codes(as_texts(held.get('values'))), 'or')}"
    return _compound(kind, held, depth)


def _compound(kind: str, held: Doc, depth: int) -> str:
    """Queries that hold other queries, and those on places and vectors."""
    inner = held.get("query") or held.get("filter")
    if kind in {"nested", "has_child", "has_parent"} and inner:
        where = {
            "nested": "in its",
            "has_child": "in a child of type",
            "has_parent": "in its parent of type",
        }[kind]
        place = code(str(held.get("path") or held.get("type") or held.get("parent_type") or ""))
        return f"{where} {place}, {search_words(inner, depth + 1)}"
    if kind in {"constant_score", "function_score", "script_score", "boosting", "filtered"}:
        base = search_words(inner or held.get("positive") or {"match_all": {}}, depth + 1)
        if kind == "filtered" and held.get("query") and held.get("filter"):
            base = f"{base}, filtered so that {search_words(held.get('filter'), depth + 1)}"
        how = {"constant_score": "with the same score for all", "filtered": ""}.get(
            kind, "with a score of its own"
        )
        return f"{base}, {how}".rstrip(", ")
    if kind == "dis_max":
        return listing([search_words(one, depth + 1) for one in as_items(held.get("queries"))], "or")
    if kind == "hybrid":
        told = [search_words(one, depth + 1) for one in as_items(held.get("queries"))]
        return f"{listing(told, 'or')}, the scores combined"
    if kind == "geo_distance":
        field = next(
            (key for key in held if key not in {"distance", "distance_type", "unit", "validation_method"}), ""
        )
        return f"{code(field)} is within {value_words(held.get('distance'))}"
    if kind in {"knn", "neural", "neural_sparse"} and held:
        field = str(held["field"]) if isinstance(held.get("field"), str) else next(iter(held))
        near = (
            "is nearest to the given vector"
            if kind == "knn"
            else f"is closest in meaning to {value_words(as_map(held.get(str(field))).get('query_text'))}"
        )
        return f"{code(str(field))} {near}"
    if kind in {"match_bool_prefix", "span_term", "regexp"} and held:
        return _field_test("match", held)
    if kind == "more_like_this":
        return f"it is like the given text in {listing(codes(as_texts(held.get('fields')))) or 'any field'}"
    if kind == "script":
        return "a script says yes"
    name = next(iter(held), "")
    on = f" on {code(name)}" if isinstance(held.get(name), Mapping | str) and code(name) else ""
    return f"{article(kind.replace('_', ' '))} query{on} holds"


FIELD_TESTS = {
    "match": "matches", "match_phrase": "holds the phrase", "term": "is", "terms": "is one of",
    "prefix": "starts with", "wildcard": "fits", "fuzzy": "is near",
    "match_phrase_prefix": "holds a phrase that starts with",
}  # fmt: skip


def _field_test(kind: str, held: Doc) -> str:
    name = next((key for key in held if key not in {"boost", "_name"}), "")
    value = held.get(name)
    inner = as_map(value)
    target = inner.get("query", inner.get("value")) if isinstance(value, Mapping) else value
    if kind == "terms" and isinstance(value, Mapping):
        return f"{code(name)} is one of those in another document"
    items = as_items(target)
    said = some([value_words(one) for one in items], _FEW)
    verb = FIELD_TESTS[kind]
    if kind == "terms":
        verb, said = (
            ("is one of", some([value_words(one) for one in items], _FEW)) if len(items) > 1 else ("is", said)
        )
    every = ", with all of the words" if str(inner.get("operator", "")).lower() == "and" else ""
    loose = ", allowing for typos" if "fuzziness" in inner and kind == "match" else ""
    return f"{code(name)} {verb} {said}{every}{loose}"


def value_words(value: Value) -> str:
    return scalar_words(value) or "a value"


def _range(held: Doc) -> str:
    words = {
        "gte": "at least",
        "lte": "at most",
        "gt": "greater than",
        "lt": "less than",
        "from": "at least",
        "to": "at most",
    }
    name, value = next(iter(held.items()))
    bounds = [f"{words[key]} {value_words(bound)}" for key, bound in as_map(value).items() if key in words]
    return f"{code(name)} is {listing(bounds) or 'in a range'}"


_CLAUSES = {"must": "", "filter": "as a filter, ", "must_not": "it is not so that ", "should": "preferably, "}


def _bool_words(held: Doc, depth: int) -> str:
    """The clauses of a bool query: what must hold, what filters, what must not, what makes the score better."""
    parts = []
    alone = "should" in held and not {"must", "filter"} & set(held)
    for key, lead in _CLAUSES.items():
        if key not in held:
            continue
        clauses = [search_words(clause, depth + 1) for clause in as_items(held[key])]
        if not clauses:
            continue
        if key == "must_not":
            parts.append(_denied(clauses))
        elif key == "should":
            parts.append(listing(clauses, "or") if alone else f"preferably {listing(clauses, 'or')}")
        else:
            parts.append(f"{lead}{some(clauses, _FEW, 'other clause')}")
    return "; ".join(parts) or "everything"


def _denied(clauses: Sequence[str]) -> str:
    told = []
    for clause in clauses:
        for verb, denied in (
            (" matches ", " does not match "),
            (" exists", " does not exist"),
            (" starts with ", " does not start with "),
            (" holds ", " does not hold "),
            (" is ", " is not "),
        ):
            if verb in clause:
                told.append(clause.replace(verb, denied, 1))
                break
        else:
            told.append(f"it is not so that {clause}")
    return listing(told)


QUERIES = frozenset(
    [
        "match_all",
        "match_none",
        "bool",
        "range",
        "exists",
        "ids",
        "multi_match",
        "query_string",
        "simple_query_string",
        "nested",
        "has_child",
        "has_parent",
        "constant_score",
        "function_score",
        "dis_max",
        "geo_distance",
        "geo_bounding_box",
        "knn",
        "more_like_this",
        "script",
        "script_score",
        "boosting",
        "regexp",
        "filtered",
        "hybrid",
        "neural",
        "neural_sparse",
        "match_bool_prefix",
        "percolate",
        "intervals",
        "span_near",
        "span_term",
        "wrapper",
        "terms_set",
    ]
)
