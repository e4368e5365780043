"""What classes, structs, interfaces and enums hold and stem from, read from their trees."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import parameters, unwrapped
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.words import code


def parents_of(node: Node) -> tuple[str, ...]:
    """What a class extends, or the trait of an implementation."""
    heritage = first(node, "class_heritage")
    holders = [
        field(node, "superclasses", "superclass", "trait"),
        first(heritage, "extends_clause")
        if first(heritage, "extends_clause", "implements_clause")
        else heritage,
        first(node, "extends_type_clause", "extends_interfaces"),
    ]
    return _named_in(holders)


def interfaces_of(node: Node) -> tuple[str, ...]:
    """The interfaces that a class implements."""
    return _named_in([field(node, "interfaces"), first(first(node, "class_heritage"), "implements_clause")])


_TYPES = frozenset(
    ["identifier", "type_identifier", "generic_type", "constant", "attribute", "member_expression", "subscript",
     "scoped_type_identifier", "qualified_type", "call"]
)  # fmt: skip


def _named_in(holders: Sequence[Node | None]) -> tuple[str, ...]:
    """The types that the clauses name, as they are written."""
    found: list[str] = []
    for holder in holders:
        if holder is None:
            continue
        if holder.type in _TYPES:
            found.append(text(holder))
            continue
        parts = [
            inner for part in named(holder) for inner in (named(part) if part.type == "type_list" else [part])
        ]
        for part in parts:
            if part.type == "type_arguments" and found:
                found[-1] += text(part)
            elif part.type in _TYPES:
                found.append(text(part))
    return tuple(dict.fromkeys(found))


_FIELDS = (
    "field_declaration", "property_signature", "public_field_definition", "enum_variant", "enum_constant",
    "enumerator", "field_definition", "enum_assignment",
)  # fmt: skip


def fields_of(node: Node, body: Sequence[Node]) -> tuple[tuple[str, str], ...]:
    """The names of what a class, struct, interface or enum holds, with their types in words."""
    found: dict[str, str] = {}
    holder = field(node, "body") or node
    if node.type == "record_declaration":
        return tuple((one.name, type_words(one.type)) for one in parameters(node))
    for part in (*body, *named(holder)):
        inner = unwrapped(part)
        if inner.type in _FIELDS:
            for name, kind in _field(inner):
                found.setdefault(name.lstrip("#"), kind)
        elif inner.type == "property_identifier" and node.type == "enum_declaration":
            found.setdefault(text(inner), "")
        elif inner.type == "assignment" and node.type == "class_definition":
            name = text(field(inner, "left"))
            if re.fullmatch(r"\w+", name):
                found.setdefault(name, type_words(text(field(inner, "type"))))
    return tuple(found.items())


def _field(node: Node) -> list[tuple[str, str]]:
    if node.type == "enum_variant":
        return [(text(field(node, "name")), _payload(field(node, "body")))]
    if node.type == "enum_assignment":
        return [(text(field(node, "name")), "")]
    targets = (
        node.children_by_field_name("declarator")
        or node.children_by_field_name("name")
        or (node.children_by_field_name("property") or [node])
    )
    written = text(field(node, "type")).lstrip(": ")
    told = []
    for target in targets:
        name = next(iter(within(target, "identifier", "field_identifier", "property_identifier")), target)
        pointer = "*" if "pointer_declarator" in target.type else ""
        array = "[]" if "array_declarator" in target.type else ""
        optional = any(text(part) == "?" for part in node.children)
        kind = "" if node.has_error else type_words(f"{written}{pointer}{array}")
        told.append((text(name), _optional(kind) if optional else kind))
    told = [(name.strip("\"'"), kind) for name, kind in told]
    return [(name, kind) for name, kind in told if re.fullmatch(r"[#$\w-]+", name)]


def _optional(kind: str) -> str:
    return (
        re.sub(r"^an? ", "an optional ", kind)
        if re.match(r"an? ", kind)
        else f"optional, {kind}".rstrip(", ")
    )


def _payload(body: Node | None) -> str:
    """What an enum variant in Rust carries."""
    if body is None:
        return ""
    if body.type == "ordered_field_declaration_list":
        kinds = [type_words(text(part)) for part in named(body)]
        return "with " + " and ".join(kinds) if kinds and all(kinds) and len(kinds) <= 3 else ""
    names = [code(text(field(part, "name"))) for part in named(body)]
    return "with " + " and ".join(names) if 0 < len(names) <= 3 else ""


def go_field(part: Node) -> list[tuple[str, str]]:
    names = part.children_by_field_name("name")
    kind = type_words(text(field(part, "type")))
    if not names and field(part, "type") is not None:
        return [(text(field(part, "type")).lstrip("*").rpartition(".")[2], "embedded")]
    return [(text(name), kind) for name in names]
