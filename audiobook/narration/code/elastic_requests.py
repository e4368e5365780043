"""Requests to Elasticsearch and OpenSearch as verb phrases: "searches the index `posts` for documents where ..."."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from audiobook.narration.code.elastic_queries import search_words
from audiobook.narration.code.elasticsearch import (
    mapping_words,
    properties_of,
    search_acts,
    settings_words,
)
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.values import Doc, as_items, as_map, as_texts
from audiobook.narration.code.words import IT, code, codes, count, listing, plain, some

_Parts = Sequence[str]


def elastic_act(method: str, path: str, body: Value, lines: Sequence[Value] = ()) -> str:
    """A request to Elasticsearch as a verb phrase; empty when the path is not one of its own.

    `lines` are the documents of a body that has one on each line, as bulk requests have.
    """
    bare, _, asked = path.partition("?")
    parts = [part for part in bare.strip("/").split("/") if part]
    doc = as_map(body)
    index = parts[0] if parts and not parts[0].startswith("_") else ""
    at = next((at for at, part in enumerate(parts) if part.startswith("_") and part not in {"_all"}), -1)
    if index == "" and parts[:1] == ["_all"]:
        index = "_all"
    if at >= 0:
        told = _ENDPOINTS.get(parts[at])
        query = dict(parse_qsl(asked))
        call = Call(method, index, parts[at + 1 :], doc, lines or as_items(body), query, parts[:at])
        return told(call) if told else ""
    return _on_index(method, parts, doc, body)


def _of(index: str, lead: str = " of ") -> str:
    if not index or index == "_all":
        return ""
    names = index.split(",")
    return f"{lead}the {'index' if len(names) == 1 else 'indexes'} {listing(codes(names))}"


def _held(body: Value) -> str:
    from audiobook.narration.code.json_body import body_words

    said = body_words(body)
    return f": {said}" if said else ""


@dataclass(frozen=True, slots=True)
class Call:
    """A request on an endpoint: `rest` are the parts of the path after it, `before` those before it."""

    method: str
    index: str
    rest: _Parts
    doc: Doc
    lines: Sequence[Value]
    query: Mapping[str, str]
    before: _Parts

    @property
    def name(self) -> str:
        """The ID of the document, after the endpoint or, in older versions, before it."""
        return self.rest[0] if self.rest else (self.before[2] if len(self.before) > 2 else "")

    @property
    def where(self) -> str:
        return code(self.index)


_Tell = Callable[[Call], str]


def _search(call: Call) -> str:
    where = f"searches {_of(call.index, '') or 'all indexes'}"
    if call.rest[:1] == ["template"]:
        return f"{where} with a template"
    if call.rest[:1] == ["scroll"]:
        return "asks for the next page of a search"
    told = [
        act.replace("searches for documents where", "for documents where").replace(
            "searches for all documents", "for all documents"
        )
        for act in search_acts(call.doc)
    ]
    if call.query.get("q"):
        told.insert(0, f"for {code(call.query['q'].replace('+', ' ')) or 'a query'}")
    if call.query.get("search_type") == "count":
        told.append("returns no documents")
    if not told:
        return where
    return f"{where} {listing(told)}" if told[0].startswith("for") else f"{where}, and {listing(told)}"


def _count(call: Call) -> str:
    test = search_words(call.doc["query"]) if "query" in call.doc else "everything"
    return f"counts the documents{_of(call.index, ' in ')}" + (
        "" if test == "everything" else f" where {test}"
    )


def _doc(call: Call) -> str:
    which = f"the document {code(call.name)}" if code(call.name) else "a document"
    if call.method in {"POST", "PUT"}:
        ident = f", with ID {code(call.name)}" if code(call.name) else ""
        return f"indexes a document in {call.where}{ident}{_held(call.doc or None)}"
    verb = {"DELETE": "deletes", "HEAD": "asks whether there is"}.get(call.method, "gets")
    return f"{verb} {which} {'in' if call.method == 'HEAD' else 'from'} {call.where}"


def _create(call: Call) -> str:
    ident = f", with ID {code(call.name)}" if code(call.name) else ""
    return f"creates a document in {call.where}{ident}{_held(call.doc or None)}"


def _update(call: Call) -> str:
    which = f"the document {code(call.name)}" if code(call.name) else "a document"
    said = f"updates {which} in {call.where}"
    if as_map(call.doc.get("doc")):
        return said + _held(call.doc["doc"])
    script = call.doc.get("script")
    source = script if isinstance(script, str) else as_map(script).get("source", as_map(script).get("inline"))
    said += ", with a script" if isinstance(source, str) else ""
    return said + (", creating it where it is missing" if {"upsert", "doc_as_upsert"} & set(call.doc) else "")


def _by_query(verb: str) -> _Tell:
    def tell(call: Call) -> str:
        test = search_words(call.doc["query"]) if "query" in call.doc else "everything"
        what = "all documents" if test == "everything" else "the documents"
        return f"{verb} {what}{_of(call.index, ' of ')}" + ("" if test == "everything" else f" where {test}")

    return tell


def _bulk(call: Call) -> str:
    counts: dict[str, int] = {}
    for line in call.lines:
        verb = next(iter(as_map(line)), "")
        if verb in {"index", "create", "update", "delete"} and len(as_map(line)) == 1:
            counts[verb] = counts.get(verb, 0) + 1
    words = {"index": "indexes", "create": "creates", "update": "updates", "delete": "deletes"}
    told = [f"{words[verb]} {count(many, 'document')}" for verb, many in counts.items()]
    where = _of(call.index, " in ")
    return (
        f"in one bulk request{where}, {IT} {listing(told)}"
        if told
        else f"sends many documents in bulk{_of(call.index, ' to ')}"
    )


def _mapping(call: Call) -> str:
    if call.method == "GET":
        return f"reads the mapping{_of(call.index)}" + (
            f" for {code(call.rest[-1])}" if call.rest[:1] == ["field"] else ""
        )
    fields = mapping_words(properties_of(call.doc))
    return f"adds to the mapping{_of(call.index)}" + (f": {fields}" if fields else "")


def _settings(call: Call) -> str:
    if call.method == "GET":
        return f"reads the settings{_of(call.index)}"
    names = [key for key in call.doc if code(key)]
    inner = as_map(call.doc.get("index") or call.doc.get("settings"))
    return (
        f"changes the settings{_of(call.index)}: {some(codes(list(inner) or names), 3)}"
        if names
        else f"changes the settings{_of(call.index)}"
    )


def _analyze(call: Call) -> str:
    text = call.doc.get("text") or call.query.get("text")
    what = plain(str(as_texts(text)[0])).rstrip(".,") if as_texts(text) else ""
    analyzer = call.doc.get("analyzer") or call.query.get("analyzer")
    with_what = f" with the analyzer {code(str(analyzer))}" if isinstance(analyzer, str) else ""
    said = f"analyzes the text {what}" if what and len(what) < 60 else "analyzes a text"
    return f"{said}{with_what}{_of(call.index, ' of ') if call.index else ''}"


def _cat(call: Call) -> str:
    told = {
        "indices": "lists the indexes",
        "nodes": "lists the nodes",
        "shards": "lists the shards",
        "health": "asks for the health of the cluster",
        "count": "counts the documents",
        "aliases": "lists the aliases",
        "allocation": "shows how the shards are spread",
        "plugins": "lists the plugins",
        "templates": "lists the templates",
        "master": "asks which node is the master",
    }
    if not call.rest:
        return "lists what can be listed"
    said = told.get(call.rest[0], f"lists {code(call.rest[0])}")
    return said + (f" for {code(call.rest[1])}" if len(call.rest) > 1 else "")


def _cluster(call: Call) -> str:
    verb = call.rest[0] if call.rest else ""
    if verb == "settings" and call.method == "PUT":
        held = as_map(call.doc.get("persistent") or call.doc.get("transient"))
        how = "for good" if "persistent" in call.doc else "until the restart"
        return (
            f"sets {some(codes(list(held)), 2)} for the cluster, {how}"
            if held
            else "changes the settings of the cluster"
        )
    told = {
        "health": "asks for the health of the cluster",
        "state": "asks for the state of the cluster",
        "stats": "asks for statistics of the cluster",
        "settings": "reads the settings of the cluster",
        "reroute": "moves shards between the nodes",
        "pending_tasks": "lists the tasks that wait",
    }
    return told.get(verb, "asks about the cluster") + (
        f", for the index {code(call.rest[1])}" if len(call.rest) > 1 and verb == "health" else ""
    )


def _aliases(call: Call) -> str:
    acts = []
    for one in as_items(call.doc.get("actions")):
        for verb, held in as_map(one).items():
            alias, of = code(str(as_map(held).get("alias", ""))), code(str(as_map(held).get("index", "")))
            acts.append(
                f"gives {of} the alias {alias}" if verb == "add" else f"takes the alias {alias} off {of}"
            )
    if acts:
        return listing(acts)
    if call.method == "GET":
        return f"lists the aliases{_of(call.index)}"
    return (
        f"gives the index {code(call.index)} the alias {code(call.rest[0])}"
        if call.rest
        else "changes the aliases"
    )


def _reindex(call: Call) -> str:
    source, goal = as_map(call.doc.get("source")), as_map(call.doc.get("dest"))
    start, end = (code(str(one.get("index", ""))) for one in (source, goal))
    return f"copies the documents of {start or 'an index'} into {end or 'another'}"


def _named(noun: str) -> _Tell:
    """Things with a name of their own: templates, pipelines, repositories."""

    def tell(call: Call) -> str:
        name = next((part for part in reversed(call.rest) if not part.startswith("_")), "")
        if call.rest[-1:] == ["_simulate"]:
            return f"tries out the {noun} {code(name)}".rstrip()
        verb = {"GET": "gets", "DELETE": "deletes", "HEAD": "asks whether there is"}.get(
            call.method, "creates"
        )
        said = (
            f"{verb} the {noun} {code(name)}"
            if code(name)
            else f"lists the {noun}s"
            if call.method == "GET"
            else f"{verb} {noun}s"
        )
        steps = [next(iter(as_map(one)), "") for one in as_items(call.doc.get("processors"))]
        said += f", with {count(len(steps), 'processor')}, {some(codes(steps), 3)}" if codes(steps) else ""
        patterns = as_texts(call.doc.get("index_patterns"))
        return said + (f" for the indexes {listing(codes(patterns))}" if patterns else "")

    return tell


def _mget(call: Call) -> str:
    many = len(as_items(call.doc.get("docs")) or as_items(call.doc.get("ids")))
    return (
        f"gets {count(many, 'document') if many else 'several documents'} at once{_of(call.index, ' from ')}"
    )


def _simple(said: str) -> _Tell:
    return lambda call: f"{said}{_of(call.index)}"


def _ingest(call: Call) -> str:
    if call.rest[:2] == ["pipeline", "_simulate"]:
        return "tries out an ingest pipeline"
    return (
        _named("ingest pipeline")(replace(call, rest=call.rest[1:])) if call.rest[:1] == ["pipeline"] else ""
    )


_ENDPOINTS: dict[str, _Tell] = {
    "_ingest": _ingest, "_search": _search, "_count": _count, "_doc": _doc, "_create": _create,
    "_update": _update, "_bulk": _bulk, "_mapping": _mapping, "_mappings": _mapping, "_settings": _settings,
    "_analyze": _analyze, "_cat": _cat, "_cluster": _cluster, "_aliases": _aliases, "_alias": _aliases,
    "_reindex": _reindex, "_mget": _mget, "_msearch": _simple("runs several searches at once"),
    "_update_by_query": _by_query("updates"), "_delete_by_query": _by_query("deletes"),
    "_refresh": _simple("refreshes all shards"), "_flush": _simple("flushes all shards"),
    "_forcemerge": _simple("merges the segments"), "_optimize": _simple("merges the segments"),
    "_stats": _simple("asks for statistics"), "_nodes": _simple("asks about the nodes of the cluster"),
    "_segments": _simple("asks about the segments"), "_template": _named("template"),
    "_index_template": _named("index template"), "_component_template": _named("component template"),
    "_snapshot": _named("snapshot"), "_close": _simple("closes the shards"),
    "_open": _simple("opens the shards"), "_tasks": _simple("lists the tasks"),
    "_explain": _simple("explains why a document matches or not"), "_validate": _simple("checks a query"),
    "_rollover": _simple("rolls over to a new index"),
    "_termvectors": _simple("asks for the terms of a document"), "_scripts": _named("script"),
    "_recovery": _simple("asks how the recovery goes"), "_source": _doc,
    "_percolate": _simple("finds the stored queries that match a document"),
    "_field_caps": _simple("asks what can be done with the fields"), "_clone": _simple("clones the shards"),
    "_shrink": _simple("shrinks the shards"), "_split": _simple("splits the shards"),
    "_rank_eval": _simple("rates the ranking of searches"),
}  # fmt: skip


def _on_index(method: str, parts: _Parts, doc: Doc, body: Value) -> str:
    """Requests on an index itself, and those on documents by type and ID in older versions."""
    index = code(parts[0]) if parts else ""
    if not index:
        return ""
    if len(parts) == 1 and method == "PUT":
        facts = []
        if fields := mapping_words(properties_of(doc)):
            facts.append(f"with the fields {fields}")
        if settings := settings_words(doc):
            facts.insert(0, f"with {settings}")
        return f"creates the index {index}" + "".join(f", {fact}" for fact in facts)
    if len(parts) == 1 and method == "DELETE":
        return f"deletes the {'indexes' if '*' in parts[0] or ',' in parts[0] else 'index'} {index}"
    if len(parts) == 1 and method == "HEAD":
        return f"asks whether the index {index} exists"
    if len(parts) == 1 and method == "GET":
        return f"asks about the index {index}"
    if len(parts) in {2, 3} and re.fullmatch(r"\w+", parts[1]):
        ident = f" {code(parts[2])}" if len(parts) == 3 else ""
        kind = code(parts[1])
        if method in {"PUT", "POST"}:
            given = f", with ID{ident}" if ident else ""
            return f"indexes a document of type {kind} in {index}{given}{_held(body)}"
        if ident:
            verb = {"DELETE": "deletes", "HEAD": "asks whether there is"}.get(method, "gets")
            return f"{verb} the document{ident} of type {kind} from {index}"
    return ""
