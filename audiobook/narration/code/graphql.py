"""GraphQL: queries and mutations by what they ask for, schemas by their types and fields."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.graphql_operations import fragment, operation
from audiobook.narration.code.graphql_reader import (
    Reader,
    arguments_of,
    directives_of,
    fields_of,
    opened,
)
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.words import (
    code,
    codes,
    count,
    first_sentence,
    listing,
)

_FEW = 4


def _typed(kind: str) -> Callable[[Reader, str], list[Say]]:
    def tell(reader: Reader, lead: str) -> list[Say]:
        name = code(reader.take())
        parents = []
        if reader.skip("implements"):
            while reader.peek() and reader.peek() not in {"{", "@"}:
                if (token := reader.take()) != "&":
                    parents.append(token)
        marks = directives_of(reader)
        held = fields_of(reader)
        title = f"{lead}the {kind} {name}"
        title += f", which implements {listing(codes(parents))}," if codes(parents) else ""
        title += f", marked {listing(codes(marks))}," if codes(marks) and not parents else ""
        if not held:
            return [say(title.rstrip(","), rank=0)]
        noun = "value" if kind == "enum" else "field"
        return [
            listed(
                f"{title} has",
                [code(one) for one, _ in held],
                [said for _, said in held] if kind != "enum" else (),
                noun=noun,
                rank=0,
            )
        ]

    return tell


def _union(reader: Reader, lead: str) -> list[Say]:
    name = code(reader.take())
    directives_of(reader)
    members: list[str] = []
    if reader.skip("="):
        while reader.peek() == "|" or (
            reader.peek()
            and re.fullmatch(r"\w+", reader.peek())
            and (not members or reader.tokens[reader.at - 1] == "|")
        ):
            if (token := reader.take()) != "|":
                members.append(token)
    return [say(f"{lead}the union {name} is {listing(codes(members), 'or')}", rank=0)]


def _scalar(reader: Reader, lead: str) -> list[Say]:
    name = code(reader.take())
    directives_of(reader)
    return [say(f"{lead}the scalar type {name}", rank=1)]


def _schema(reader: Reader, lead: str) -> list[Say]:
    directives_of(reader)
    told = [f"its {name} type is {said.partition(' ')[2]}" for name, said in fields_of(reader)]
    return [say(f"{lead}the schema: {listing(told)}" if told else f"{lead}the schema", rank=0)]


def _directive(reader: Reader, lead: str) -> list[Say]:
    reader.skip("@")
    name = code(reader.take())
    given = arguments_of(reader)
    places = []
    if reader.skip("repeatable") or reader.peek() == "on":
        reader.skip("on")
    while reader.peek() == "|" or re.fullmatch(r"[A-Z_]+", reader.peek() or ""):
        if (token := reader.take()) != "|":
            places.append(token.lower().replace("_", " "))
    takes = f", which takes {listing(given)}" if given else ""
    return [
        say(f"{lead}the directive {name}{takes}" + (f", for {listing(places[:3])}" if places else ""), rank=0)
    ]


_DEFINITIONS: dict[str, Callable[[Reader, str], list[Say]]] = {
    "type": _typed("type"), "input": _typed("input type"), "interface": _typed("interface"),
    "enum": _typed("enum"), "union": _union, "scalar": _scalar, "schema": _schema, "directive": _directive,
    "query": operation("query"), "mutation": operation("mutation"),
    "subscription": operation("subscription"), "fragment": fragment,
}  # fmt: skip


def tell(snippet: Snippet) -> Telling | None:
    """The definitions of a document in order; None when it holds none."""
    reader = opened(snippet.source)
    found: list[tuple[str, list[Say]]] = []
    fields: list[Say] = []
    while reader.at < len(reader.tokens):
        note = reader.describe()
        lead = "an extension: " if reader.skip("extend") else ""
        word = reader.peek()
        if word in _DEFINITIONS:
            reader.take()
            says = _DEFINITIONS[word](reader, lead)
            words = first_sentence(note, 14).rstrip(".") if note else ""
            found.append((word, [*says, *([say(f"its description says: {words}", rank=3)] if words else [])]))
        elif word == "{":
            found.append(("query", operation("query")(reader, "")))
        else:
            reader.take()
    if not found and not fields:
        return _fragments(snippet)
    if len(found) == 1:
        head, *rest = found[0][1]
        opening = Say(tuple(_opened(form, snippet) for form in head.forms), 0)
        return outline("a GraphQL definition", opening, *rest)
    kinds = list(dict.fromkeys(kind for kind, _ in found))
    counts = [
        count(sum(one == kind for one, _ in found), {"input": "input type"}.get(kind, kind)) for kind in kinds
    ]
    head = say(f"{size(snippet)} of GraphQL{where(snippet)}, with {listing(counts)}", rank=0)
    return outline("GraphQL definitions", head, *(part for _, says in found[:_FEW] for part in says[:2]))


def _opened(form: str, snippet: Snippet) -> str:
    """A sentence about one definition that opens with the language, so that the ear knows what is coming."""
    if form.startswith("A GraphQL"):
        return f"{form[:-1]}, {size(snippet)}{where(snippet)}."
    if hit := re.match(r"The (query|mutation|subscription) (`\w+`)(.*)", form):
        return f"A GraphQL {hit[1]}, {hit[2]}{hit[3]}"
    return f"In GraphQL, {form[:1].lower()}{form[1:]}"


def _fragments(snippet: Snippet) -> Telling | None:
    """Fields on their own, without the type around them."""
    reader = opened(f"{{{snippet.source}}}")
    held = [pair for pair in fields_of(reader) if pair[1]]
    if not held:
        return None
    return outline(
        "GraphQL fields",
        listed(
            "in GraphQL, it declares",
            [code(name) for name, _ in held],
            [said for _, said in held],
            noun="field",
            rank=0,
        ),
    )
