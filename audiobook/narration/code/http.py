"""HTTP requests and responses, also as Elasticsearch's console writes them: a request line, headers, a JSON body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.data import Value, entry
from audiobook.narration.code.elasticsearch import mapping_words, search_acts
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import article, code, codes, count, listing, ordinal, plain, some

REQUEST = re.compile(r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(\S+)(?:\s+HTTP/[\d.]+)?\s*$", re.M)
_STATUS = re.compile(r"^HTTP/[\d.]+\s+(\d{3})\s*(.*)$", re.M)
_HEADER = re.compile(r"^([A-Za-z][\w-]*):\s*(.+)$")
_VERBS = {
    "GET": "gets",
    "POST": "posts to",
    "PUT": "puts to",
    "PATCH": "patches",
    "DELETE": "deletes",
    "HEAD": "asks for the headers of",
    "OPTIONS": "asks what is allowed on",
}


def load_json(source: str) -> Value:
    """A JSON body, or None when it is not one (an ellipsis in it is dropped)."""
    clean = re.sub(r",?\s*\.\.\.\s*,?", "", source)
    for attempt in (source, clean):
        try:
            value: Value = json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def body_words(value: Value) -> str:
    """A JSON body as a noun phrase."""
    if isinstance(value, Mapping):
        if not value:
            return "an empty JSON body"
        if len(value) <= 3:
            return f"a JSON body in which {listing([entry(k, v, 1) for k, v in value.items()])}"
        return f"a JSON body with {some(codes(list(value)), 4)}"
    if isinstance(value, list | tuple):
        return f"a JSON list of {count(len(value), 'item')}"
    return ""


def place(url: str) -> str:
    """The host and path of a URL, without scheme, `www` and query."""
    parts = urlsplit(
        url if "://" in url else f"//{url.lstrip('/')}" if not url.startswith("/") else f"//x{url}"
    )
    host = "" if url.startswith("/") else (parts.netloc.removeprefix("www."))
    path = parts.path.rstrip("/")
    return code(f"{host}{path}" or url)


def elastic_act(method: str, path: str, body: Value) -> str:
    """A request to Elasticsearch as a verb phrase; empty when the path is not one of its own."""
    clean = urlsplit(path).path.strip("/")
    parts = clean.split("/")
    doc = body if isinstance(body, Mapping) else {}
    index = code(parts[0]) if parts and not parts[0].startswith("_") else ""
    of = f" of the index {index}" if index else ""
    endpoint = next((part for part in parts if part.startswith("_")), "")
    if endpoint in {"_search", "_count"}:
        acts = search_acts(doc)
        verb = "counts" if endpoint == "_count" else "searches"
        where = f"{verb} {f'the index {index}' if index else 'all indexes'}"
        told = [
            act.replace("searches for documents where", "for documents where").replace(
                "searches for documents", "for documents"
            )
            for act in acts
        ]
        return (
            f"{where} {listing(told)}"
            if told and told[0].startswith("for")
            else f"{where}, and {listing(told)}"
            if told
            else where
        )
    if endpoint in {"_doc", "_create"}:
        ident = f", with ID {code(parts[2])}" if len(parts) > 2 else ""
        if method in {"POST", "PUT"}:
            what = f": {body_words(body)}" if body_words(body) else ""
            return f"indexes a document in {index}{ident}{what}"
        which = f"the document {code(parts[2])}" if len(parts) > 2 else "a document"
        return f"{'deletes' if method == 'DELETE' else 'gets'} {which} from {index}"
    if endpoint in {"_update", "_update_by_query"}:
        return f"updates {f'the document {code(parts[2])} in' if len(parts) > 2 else 'documents in'} {index}"
    if endpoint == "_bulk":
        return "sends many documents in bulk" + (f" to {index}" if index else "")
    if endpoint == "_mapping":
        return (
            f"reads the mapping{of}"
            if method == "GET"
            else f"adds to the mapping{of}: {mapping_words(doc.get('properties'))}".rstrip(": ")
        )
    if endpoint == "_analyze":
        return "analyzes a text"
    if endpoint in {"_cat", "_cluster"}:
        return f"asks the cluster for {code(parts[1]) if len(parts) > 1 else 'its state'}"
    if len(parts) == 1 and index and method == "PUT":
        mappings = doc.get("mappings")
        fields = mapping_words(mappings.get("properties")) if isinstance(mappings, Mapping) else ""
        return f"creates the index {index}" + (f", with the fields {fields}" if fields else "")
    if len(parts) == 1 and index and method == "DELETE" and path.strip("/") == parts[0]:
        return f"deletes the index {index}"
    return ""


def request_act(method: str, url: str, headers: Sequence[str], body: Value, elastic: bool = False) -> str:
    """A request as a verb phrase: where it goes, what it carries, how it is authorised."""
    path = url if url.startswith("/") or "://" not in url else urlsplit(url).path
    elastic = (
        elastic
        or ":9200" in url
        or bool(re.search(r"/_(?:search|doc|bulk|mapping|count|cat|analyze)\b", url))
    )
    if elastic and (said := elastic_act(method, path, body)):
        return said
    said = f"sends {article(f'{method} request')} to {place(url)}"
    query = re.findall(r"[?&]([\w.\[\]-]+)=", url)
    if query:
        said += (
            f", with the parameters {some(codes(query), 3)}"
            if len(query) > 1
            else f", with the parameter {code(query[0])}"
        )
    if any(header.lower().startswith("authorization") for header in headers):
        said += ", with an authorization header"
    if body is not None and (told := body_words(body)):
        said += f", and {told}"
    return said


def _blocks(source: str) -> list[tuple[str, str, list[str], Value]]:
    """Each request of the source: method, URL, headers, body."""
    hits = list(REQUEST.finditer(source))
    found = []
    for index, hit in enumerate(hits):
        rest = source[hit.end() : hits[index + 1].start() if index + 1 < len(hits) else len(source)]
        rest = _STATUS.split(rest)[0]
        headers = (
            [line.strip() for line in rest.split("\n") if _HEADER.match(line.strip())]
            if not rest.lstrip().startswith("{")
            else []
        )
        start = re.search(r"^\s*[{\[]", rest, re.M)
        found.append((hit[1], hit[2], headers, load_json(rest[start.start() :]) if start else None))
    return found


def _response(source: str, hit: re.Match[str]) -> Say:
    rest = source[hit.end() :]
    kind = next(
        (
            line.split(":", 1)[1].split(";")[0].strip()
            for line in rest.split("\n")
            if line.lower().startswith("content-type:")
        ),
        "",
    )
    start = re.search(r"^\s*[{\[]", rest, re.M)
    body = load_json(rest[start.start() :]) if start else None
    reason = plain(hit[2]) if hit[2] else ""
    said = f"the response has status {hit[1]}{f', {reason}' if reason else ''}"
    told = body_words(body) if body is not None else (f"content of type {code(kind)}" if kind else "")
    return say(f"{said}, and {told}" if told else said, said, rank=0)


def tell(snippet: Snippet) -> Telling | None:
    """Requests and their responses; None when the block holds neither."""
    requests = _blocks(snippet.source)
    answers = list(_STATUS.finditer(snippet.source))
    if not requests and not answers:
        return None
    elastic = snippet.language.spoken == "Elasticsearch"
    acts = [request_act(*request, elastic=elastic) for request in requests]
    told = "Elasticsearch" if elastic or any(not act.startswith("sends") for act in acts) else "HTTP"
    says: list[Say] = []
    if len(acts) == 1:
        says.append(
            say(
                f"{article(f'{told} request')}, which {acts[0]}",
                f"{article(f'{told} request')}, which {acts[0].split(',')[0]}",
                rank=0,
            )
        )
    elif acts:
        says.append(say(count(len(acts), f"{told} request"), rank=0))
        for index, act in enumerate(acts[:4], 1):
            says.append(say(f"the {ordinal(index)} {act}", f"the {ordinal(index)} {act.split(',')[0]}"))
        if len(acts) > 4:
            says = [says[0], say(f"among them: {listing(acts[:3])}", f"the first {acts[0]}", rank=0)]
    if answers:
        says.append(_response(snippet.source, answers[0]))
    return idiom(f"{told} requests", *says)
