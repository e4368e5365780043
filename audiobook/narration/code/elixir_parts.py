"""The statements of an Elixir module, sorted by what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default

from tree_sitter import Node

from audiobook.narration.code import ecto_migrations, ecto_schemas
from audiobook.narration.code.elixir_routes import is_route
from audiobook.narration.code.elixir_tree import (
    args,
    body,
    doc_of,
    operator,
    target,
)
from audiobook.narration.code.snippet import field, text


@dataclass(slots=True)
class Parts:
    """The statements of a module (or of a fragment of one), sorted by what they are."""

    uses: list[str] = default(default_factory=list)
    used: list[Node] = default(default_factory=list)
    imports: list[str] = default(default_factory=list)
    schema: Node | None = None
    fields: list[Node] = default(default_factory=list)
    changes: list[Node] = default(default_factory=list)
    functions: dict[str, list[Node]] = default(default_factory=dict)
    notes: dict[str, str] = default(default_factory=dict)
    tests: list[Node] = default(default_factory=list)
    setups: list[Node] = default(default_factory=list)
    modules: list[Node] = default(default_factory=list)
    routes: list[Node] = default(default_factory=list)
    plugs: list[Node] = default(default_factory=list)
    rest: list[Node] = default(default_factory=list)
    attributes: dict[str, list[Node]] = default(default_factory=dict)
    note: str = ""


def _function_name(node: Node) -> str:
    head = args(node)[0] if args(node) else None
    if head is not None and head.type == "binary_operator" and operator(head) == "when":
        head = field(head, "left")
    return (target(head) or text(head)) if head is not None else ""


def tests_in(node: Node) -> list[Node]:
    """The tests inside a `describe`, or inside a loop that makes some for each of several values."""
    found: list[Node] = []
    for part in body(node):
        if target(part) in {"test", "property"} and args(part):
            found.append(part)
        elif target(part) in {"describe", "for"}:
            found += tests_in(part)
    return found


def sort_parts(nodes: Sequence[Node]) -> Parts:
    """Sort the statements of a module; those of a component's attributes and slots go to its function."""
    parts, doc = Parts(), ""
    pending: list[Node] = []
    for node in nodes:
        name = target(node) if node.type == "call" else ""
        if node.type == "unary_operator" and text(node).startswith(("@moduledoc", "@doc")):
            doc = doc_of(node)
            if text(node).startswith("@moduledoc"):
                parts.note, doc = doc, ""
        elif name in {"def", "defp", "defmacro", "defmacrop", "defguard", "defdelegate"} and _function_name(
            node
        ):
            key = _function_name(node)
            parts.functions.setdefault(key, []).append(node)
            if doc:
                parts.notes.setdefault(key, doc)
            if pending:
                parts.attributes.setdefault(key, []).extend(pending)
            doc, pending = "", []
        elif name in {"attr", "slot"} and args(node) and args(node)[0].type == "atom":
            pending.append(node)
        elif ecto_schemas.is_schema(node):
            parts.schema = parts.schema or node
        elif (
            name in {"field", "timestamps", *ecto_schemas.ASSOCIATIONS, "embeds_one", "embeds_many"}
            and node.type == "call"
            and ecto_schemas.is_field(node)
        ):
            parts.fields.append(node)
        elif ecto_migrations.is_migration(node):
            parts.changes.append(node)
        elif name in {"use", "import", "alias", "require"} and args(node):
            if name == "use":
                parts.uses.append(text(args(node)[0]))
                parts.used.append(node)
            elif name == "import":
                parts.imports.append(text(args(node)[0]))
        elif name in {"test", "property"} and args(node):
            parts.tests.append(node)
        elif name in {"describe", "for"} and (inner := tests_in(node)):
            parts.tests += inner
        elif name in {"setup", "setup_all"} and node.type == "call":
            parts.setups.append(node)
        elif name in {"defmodule", "defprotocol", "defimpl"}:
            parts.modules.append(node)
        elif name == "plug" and args(node):
            parts.plugs.append(node)
        elif is_route(node):
            parts.routes.append(node)
        else:
            parts.rest.append(node)
    parts.rest += pending
    return parts
