"""HTTP requests and responses, also as Elasticsearch's console writes them: a request line, headers, a JSON body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from audiobook.narration.code.addresses import place
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.json_body import body_words, json_lines, load_json
from audiobook.narration.code.scalars import Value, scalar_words
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.steps import Step, in_order, upto
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import (
    IT,
    article,
    clause,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    plain,
    some,
)

_METHODS = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
REQUEST = re.compile(
    rf"^[ \t]*({_METHODS})[ \t]+((?:\{{[^}}\n]*\}}|\S)+?)(?:[ \t]+HTTP/[\d.]+)?[ \t]*(?:#.*)?$", re.M
)
_STATUS = re.compile(r"^[ \t]*HTTP/[\d.]+[ \t]+(\d{3})[ \t]*(.*)$", re.M)
_BARE_STATUS = re.compile(r"^[ \t]*([1-5]\d\d)[ \t]+((?:OK|ok|[A-Z][a-z]+)(?: [A-Za-z]+){0,3})[ \t]*$", re.M)
_HEADER = re.compile(r"^([A-Za-z][\w-]*):\s*(.*)$")
_ELASTIC = re.compile(
    r"[?&]pretty\b|"
    r"/?_(?:search|doc|bulk|mappings?|count|cat|analyze|cluster|alias(?:es)?|update|nodes|settings|reindex|msearch|"
    r"mget|ingest|plugins|source|explain|validate|create|percolate|template|stats|refresh|flush|forcemerge|optimize|"
    r"snapshot|tasks|segments|scripts)\b"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a response as it is written: its first line, its headers, its body, the comment above."""

    first: tuple[str, str]
    headers: Mapping[str, str]
    body: str
    note: str = ""

    @property
    def is_request(self) -> bool:
        return not self.first[0].isdigit()


# -- requests -------------------------------------------------------------------------------------------------


def _path(url: str) -> str:
    """The path and query of a URL."""
    if "://" in url:
        _, slash, rest = url.partition("://")[2].partition("/")
        return f"/{rest}"
    host, slash, rest = url.partition("/")
    return f"/{rest}" if slash and (":" in host or ("." in host and not host.startswith((".", "_")))) else url


_HEADER_WORDS = {
    "authorization": "with an authorization header", "cookie": "with a cookie",
    "if-none-match": "if it has changed", "if-modified-since": "if it has changed",
    "if-match": "if it is still the same", "x-api-key": "with an API key",
    "idempotency-key": "with an idempotency key", "apikey": "with an API key", "range": "for a part of it",
}  # fmt: skip
_SILENT = frozenset(
    [
        "host",
        "content-type",
        "content-length",
        "accept",
        "user-agent",
        "connection",
        "accept-encoding",
        "x-amz-date",
        "accept-language",
        "date",
        "server",
        "transfer-encoding",
        "x-amzn-requestid",
        "x-amz-crc32",
        "origin",
        "referer",
        "cache-control",
        "pragma",
        "vary",
    ]
)


def _header_facts(headers: Mapping[str, str]) -> list[str]:
    """What the headers of a request add."""
    facts = [words for name, words in _HEADER_WORDS.items() if name in headers]
    kind = headers.get("accept", "")
    if kind and kind != "*/*" and "," not in kind and (form := _media(kind)) not in {"", "HTML"}:
        facts.append(f"asking for {form}")
    others = [name for name in headers if name not in _HEADER_WORDS and name not in _SILENT]
    if codes(others):
        facts.append(f"with the {'header' if len(others) == 1 else 'headers'} {some(codes(others), 2)}")
    return facts


_FORMS = {
    "json": "JSON", "xml": "XML", "html": "HTML", "plain": "plain text", "x-www-form-urlencoded": "a form",
    "form-data": "a form", "csv": "CSV", "octet-stream": "binary data", "pdf": "PDF", "png": "an image",
    "jpeg": "an image", "gif": "an image", "event-stream": "a stream of events", "javascript": "JavaScript",
    "x-ndjson": "lines of JSON", "x-amz-json-1.0": "JSON", "yaml": "YAML", "markdown": "Markdown",
}  # fmt: skip


def _media(kind: str) -> str:
    """A media type as it is said: `application/vnd.api+json; v=1` is JSON."""
    tail = kind.partition(";")[0].strip().rpartition("/")[2]
    return _FORMS.get(tail) or _FORMS.get(tail.rpartition("+")[2]) or code(kind.partition(";")[0].strip())


def request_act(
    method: str,
    url: str,
    headers: Sequence[str],
    body: Value,
    elastic: bool = False,
    lines: Sequence[Value] = (),
) -> str:
    """A request as a verb phrase: where it goes, what it carries, how it is authorised."""
    from audiobook.narration.code.elastic_requests import elastic_act

    held = {
        name.strip().lower(): value.strip()
        for name, _, value in (header.partition(":") for header in headers)
    }
    path = _path(url)
    if (target := held.get("x-amz-target", "")).startswith("DynamoDB") and isinstance(body, Mapping):
        from audiobook.narration.code.dynamodb_requests import request_words

        if said := request_words(target.rpartition(".")[2], body):
            return said
    if (elastic or re.search(r":9200\b", url) or _ELASTIC.search(path)) and (
        said := elastic_act(method, path, body, lines)
    ):
        return said
    said = f"sends {article(f'{method} request')} to {_at(url, held.get('host', ''))}"
    query = list(dict.fromkeys(re.findall(r"[?&]([\w.$\[\]%-]+)=", url)))
    if query:
        word = "parameters" if len(query) > 1 else "parameter"
        said += f", with the {word} {some(codes([name.lstrip('$') for name in query]), 3)}"
    facts = [fact for fact in _header_facts(held) if not (fact == "asking for JSON" and body is not None)]
    said += "".join(f", {fact}" for fact in facts)
    if body is not None and (told := body_words(body)):
        said += f", and {told}"
    return said


def _at(url: str, host: str) -> str:
    """Where a request goes; the host of a bare path is added when it says something."""
    where = place(url)
    known = (
        not host
        or host.startswith(("example.", "localhost", "127."))
        or "example" in host
        or not url.startswith("/")
    )
    return where if known or not code(host) or len(host) > 40 else f"{where} on {code(host)}"


# -- what a block holds ---------------------------------------------------------------------------------------


def messages(source: str, bare: bool = False) -> list[Message]:
    """The requests and responses of a block, in order; with `bare` a status may stand without the protocol."""
    answers = [*_STATUS.finditer(source), *(_BARE_STATUS.finditer(source) if bare else ())]
    hits = sorted([*REQUEST.finditer(source), *answers], key=lambda hit: hit.start())
    found = []
    before = source[: hits[0].start()] if hits else ""
    for hit, following in zip_longest(hits, hits[1:]):
        rest = source[hit.end() : following.start() if following is not None else len(source)]
        headers, body, after = _taken_apart(rest)
        note = first_sentence(
            " ".join(filter(None, (comment_text(line) for line in before.split("\n") if _is_comment(line)))),
            14,
        )
        before = after
        found.append(Message((hit[1], hit[2]), headers, body, note))
    return found


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith(("#", "//"))


def _taken_apart(rest: str) -> tuple[dict[str, str], str, str]:
    """The headers and the body after a first line, and the comments that belong to what comes next."""
    lines = rest.strip("\n").split("\n")
    headers: dict[str, str] = {}
    while lines and (hit := _HEADER.match(lines[0].strip())) and not lines[0].lstrip().startswith(("{", '"')):
        headers[hit[1].lower()] = hit[2].strip()
        lines.pop(0)
    end = len(lines)
    while end and (_is_comment(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    kept = [line for line in lines[:end] if not _is_comment(line)]
    return headers, "\n".join(kept).strip(), "\n".join(lines[end:])


def _request(message: Message, elastic: bool) -> str:
    lines = json_lines(message.body)
    start = re.search(r"^\s*[{\[]", message.body, re.M)
    body = None if lines or not start else load_json(message.body[start.start() :])
    headers = [f"{name}: {value}" for name, value in message.headers.items()]
    said = request_act(*message.first, headers, body, elastic, lines)
    if body is None and not lines and message.body and said.startswith("sends"):
        fields = re.findall(r"(?:^|&)([\w.\[\]-]+)=", message.body)
        if fields:
            return (
                f"{said}, and the form {'field' if len(fields) == 1 else 'fields'} {some(codes(fields), 4)}"
            )
        return f"{said}, and {_form_of(message) or 'a body'}"
    return said


def _form_of(message: Message) -> str:
    """What a body is that is not told: `JSON` by its content type or its look."""
    kind = _media(message.headers.get("content-type", ""))
    kind = kind or (
        "JSON" if message.body.startswith(("{", "[")) else "HTML" if message.body.startswith("<") else ""
    )
    return kind if kind.startswith(("a ", "an ")) else f"a body of {kind}" if kind else ""


_REPLY_HEADERS = {
    "location": "the location {}", "etag": "an entity tag", "set-cookie": "a cookie",
    "retry-after": "a retry after {} seconds", "content-location": "the content location {}",
    "www-authenticate": "a request to log in", "operation-location": "the operation location {}",
}  # fmt: skip


def _response(message: Message) -> str:
    """`has status 200, OK, and a JSON body in which ...`."""
    status, reason = message.first
    said = f"has status {status}" + (
        f", {plain(reason)}" if re.fullmatch(r"[A-Za-z][A-Za-z' -]*", reason.strip()) else ""
    )
    told = [
        words.format(place(value) if "location" in name else scalar_words(value))
        for name, words in _REPLY_HEADERS.items()
        if (value := message.headers.get(name))
    ]
    start = re.search(r"^\s*[{\[]", message.body, re.M)
    body = load_json(message.body[start.start() :]) if start else None
    if body is not None:
        told.append(body_words(body))
    elif message.body:
        told.append(_form_of(message))
    elif kind := _media(message.headers.get("content-type", "")):
        told.append(f"content of type {kind}")
    told = [one for one in told if one]
    return f"{said}, and {listing(told)}" if told else said


def tell(snippet: Snippet) -> Telling | None:
    """Requests and their responses; None when the block holds neither."""
    found = messages(snippet.source, snippet.language.spoken == "HTTP")
    if not found:
        return None
    elastic = snippet.language.spoken == "Elasticsearch" or any(
        one.is_request and _ELASTIC.search(_path(one.first[1])) for one in found
    )
    steps = [
        Step(_request(one, elastic), note=one.note, name=" ".join(one.first))
        if one.is_request
        else Step(f"the response {_response(one)}", note=one.note)
        for one in found
    ]
    requests = [step for step, one in zip(steps, found, strict=True) if one.is_request]
    kind = _kind(requests, elastic)
    if not requests:
        return idiom("responses", *[say(step.said, upto(step.said, ", and "), rank=0) for step in steps[:3]])
    if len(requests) == 1:
        says = [_only(steps[found.index(next(one for one in found if one.is_request))], kind)]
        says += [
            say(step.said, upto(step.said, ", and "), rank=0)
            for step, one in zip(steps, found, strict=True)
            if not one.is_request
        ][:2]
        return idiom(f"{kind} requests", *says)
    head = say(count(len(requests), f"{kind} request"), rank=0)
    if len(requests) == len(found):
        return idiom(f"{kind} requests", head, *in_order(requests, "request"))
    return idiom(f"{kind} requests", head, *_exchanges(found, steps))


def _kind(requests: Sequence[Step], elastic: bool) -> str:
    said = [step.said for step in requests]
    if any("DynamoDB" in one for one in said):
        return "DynamoDB"
    return "Elasticsearch" if elastic or any(not one.startswith("sends") for one in said) else "HTTP"


def _only(step: Step, kind: str) -> Say:
    link, subject = (":", "it") if IT in step.said else (", which", "")
    lead = f"{article(f'{kind} request')}{link}"
    full, short = (f"{lead} {clause(subject, one).strip()}" for one in (step.said, step.short))
    note = f"; its comment says: {step.note.rstrip('.')}" if step.note else ""
    return say(full + note, full, short, rank=0)


def _exchanges(found: Sequence[Message], steps: Sequence[Step]) -> list[Say]:
    """Requests and responses by turns, a sentence each."""
    says = []
    for one, step in list(zip(found, steps, strict=True))[:5]:
        full, short = (
            (step.said, step.short)
            if not one.is_request
            else (f"then it {step.said}", f"then it {step.short}")
        )
        says.append(say(full, short, upto(step.said, ", and ") if not one.is_request else "", rank=1))
    return says
