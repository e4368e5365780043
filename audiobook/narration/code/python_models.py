"""Python classes that are mostly fields: dataclasses, pydantic models, Django and SQLAlchemy models, enumerations."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code import outline
from audiobook.narration.code.abouts import function_acts
from audiobook.narration.code.bodies import body_of
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.snippet import Snippet, field, text
from audiobook.narration.code.telling import Telling, idiom, size, where
from audiobook.narration.code.trees import arguments, callee, string_value, unwrapped
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.words import article, code, codes, listing

_COLUMNS = {
    "CharField": "text",
    "TextField": "text",
    "IntegerField": "an integer",
    "PositiveIntegerField": "a positive integer",
    "BooleanField": "a boolean",
    "DateTimeField": "a date-time",
    "DateField": "a date",
    "EmailField": "an email address",
    "DecimalField": "a decimal",
    "FloatField": "a float",
    "ImageField": "an image",
    "FileField": "a file",
    "JSONField": "JSON",
    "UUIDField": "a UUID",
    "String": "a string",
    "Integer": "an integer",
    "Text": "text",
    "DateTime": "a date-time",
    "Boolean": "a boolean",
    "Float": "a float",
    "SlugField": "a slug",
    "URLField": "a URL",
}
_LINKS = {
    "ForeignKey": "a foreign key to",
    "OneToOneField": "a one-to-one link to",
    "ManyToManyField": "a many-to-many link to",
    "relationship": "a relationship to",
}


def _default(value: Node | None) -> str:
    if value is None or value.type == "call":
        return ""
    source = text(value)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", source):
        return f", {source} by default"
    if re.fullmatch(r"True|False|\"\w+\"|'\w+'", source):
        return f", {code(source.strip(chr(34) + chr(39)))} by default"
    return ""


def _field(node: Node) -> tuple[str, str] | None:
    """A class attribute with a type or a column as its name and kind."""
    inner = unwrapped(node)
    if inner.type != "assignment":
        return None
    name, kind, value = text(field(inner, "left")), field(inner, "type"), field(inner, "right")
    if not re.fullmatch(r"\w+", name) or name.startswith("__"):
        return None
    if value is not None and value.type == "call":
        made = callee(value).rpartition(".")[2]
        target = next((arg for arg in arguments(value) if arg.type in {"identifier", "string", "call"}), None)
        if made in _LINKS and target is not None:
            return code(name), f"{_LINKS[made]} {code(text(target).strip(chr(34) + chr(39)))}"
        if made in {"Column", "mapped_column"} and target is not None:
            return code(name), _COLUMNS.get(
                callee(target) if target.type == "call" else text(target), "a column"
            )
        if made in _COLUMNS:
            return code(name), _COLUMNS[made]
        if kind is None and made.endswith("Field"):
            return code(name), article(code(made))
    if kind is None:
        return None
    told = type_words(text(kind))
    optional = re.match(r"^(.+) or `None`$", told)
    return code(name), f"optional, {optional[1]}" if optional else f"{told}{_default(value)}"


def tell(snippet: Snippet, node: Node) -> Telling | None:
    """A class with at least two fields: they are told with their types."""
    inner = unwrapped(node)
    body = body_of(inner)
    fields = [found for part in body if (found := _field(part))]
    if len(fields) < 2:
        return None
    made = outline.definition(node)
    if made is None:
        return None
    kind = made.kind if made.kind in {"dataclass", "enum"} else "class"
    says: list[Say] = [
        say(f"here is the {kind} {code(made.name)} in Python, {size(snippet)}{where(snippet)}", rank=0)
    ]
    table = next(
        (
            string_value(value)
            for part in body
            if text(field(unwrapped(part), "left")) == "__tablename__"
            and (value := field(unwrapped(part), "right"))
        ),
        "",
    )
    facts = [f"extends {listing(codes(made.parents))}"] if made.parents else []
    facts += list(made.marks) + ([f"maps to the table {code(table)}"] if table else [])
    if facts:
        says.append(say(f"it {listing(facts)}", rank=1))
    if made.note:
        says.append(say(f"in its author's words: {made.note[:1].upper()}{made.note[1:]}", rank=2))
    says.append(
        listed("it has", [name for name, _ in fields], [kind for _, kind in fields], noun="field", rank=0)
    )
    methods = [member for member in made.members if code(member.name)]
    if len(methods) > 1:
        says.append(listed("it also has", [code(member.name) for member in methods], noun="method"))
    says += [
        outline.function_say(
            member, f"its {'method' if member.kind == 'function' else member.kind} {code(member.name)}", 2
        )
        for member in methods[:2]
        if function_acts(member)
    ]
    return idiom("a model", *says)
