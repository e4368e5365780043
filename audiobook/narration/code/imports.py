"""What a module brings in and hands out, as verb phrases."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.assigns import exported
from audiobook.narration.code.snippet import field, named, text, within
from audiobook.narration.code.trees import string_value
from audiobook.narration.code.words import code, listing


def import_act(node: Node) -> Act | None:
    modules = imported(node)
    if not modules:
        return None
    star = next((part for part in _imported_names(node) if part.type == "namespace_import"), None)
    if star is not None:
        return act(
            f"imports all of {modules[0]} as {code(text(named(star)[-1]))}", "", f"imports {modules[0]}"
        )
    names = [code(text(field(part, "alias", "name") or part)) for part in _imported_names(node)]
    if names and len(modules) == 1:
        told = listing(names[:4]) if len(names) <= 4 else listing([*names[:3], f"{len(names) - 3} more"])
        return act(f"imports {told} from {modules[0]}", "", f"imports {modules[0]}")
    return act(f"imports {listing(modules[:4])}")


def _imported_names(node: Node) -> list[Node]:
    if node.type == "import_from_statement":
        return node.children_by_field_name("name")
    if node.type == "import_statement":
        clause = next(iter(within(node, "import_clause")), None)
        return (
            [
                part
                for part in within(clause, "import_specifier", "identifier", "namespace_import")
                if part.parent is not None and part.parent.type in {"import_clause", "named_imports"}
            ]
            if clause is not None
            else []
        )
    return []


def imported(node: Node) -> list[str]:
    """The modules an import names, as code spans; package and namespace lines count as none."""
    if node.type in {"package_clause", "package_declaration", "future_import_statement"}:
        return []
    source = field(node, "module_name", "source", "path", "argument")
    if source is not None:
        return [span for span in [code(text(source).strip("\"'<>").split("{")[0].strip(":; "))] if span]
    if node.type == "use_declaration":
        return [span for span in [_used(node)] if span]
    holders = within(node, "import_spec") or [
        part
        for part in named(node)
        if part.type in {"dotted_name", "aliased_import", "scoped_identifier", "string"}
    ]
    names = [
        text(field(part, "name" if part.type != "import_spec" else "path", "path") or part).strip("\"'")
        for part in holders
    ]
    return [span for name in names if (span := code(name))]


def _handed_out(specifier: Node) -> str:
    """A name that is exported, and under which other name."""
    name, alias = code(text(field(specifier, "name"))), text(field(specifier, "alias"))
    if not alias:
        return name
    return f"{name} as the default" if alias == "default" else f"{name} as {code(alias)}"


def _used(node: Node) -> str:
    """What a Rust `use` brings in: a path, several names of one, or all of a module."""
    path = text(node).strip().rstrip(";").rpartition("use ")[2]
    if path.endswith("::*"):
        return f"everything from {code(path[:-3])}"
    return code(re.sub(r"::\{.*", "", path, flags=re.S).split(" as ")[0])


def export_act(node: Node) -> Act | None:
    value = field(node, "value")
    if value is not None:
        told = exported(value)
        return act(f"{told.plain} as the default") if value.type == "identifier" else told
    names = [_handed_out(part) for part in within(node, "export_specifier")]
    if names:
        return act(f"exports {listing(names[:6])}")
    source = field(node, "source")
    return act(f"exports all of {code(string_value(source))}") if source is not None else None
