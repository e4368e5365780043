"""What a block defines, read from its tree: functions, classes and types with their parts, and the author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tree_sitter import Node

from audiobook.narration.code.act import Act
from audiobook.narration.code.authors import docstring, note_above
from audiobook.narration.code.bodies import body_of, function_name
from audiobook.narration.code.decorators import kind_of, marks
from audiobook.narration.code.fields import fields_of, go_field, interfaces_of, parents_of
from audiobook.narration.code.kinds import CLASSES, FUNCTIONS, LAMBDAS
from audiobook.narration.code.phrases import steps_of
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import Parameter, names_bound, parameters, unwrapped
from audiobook.narration.code.typewords import type_name, type_words
from audiobook.narration.code.verbs import as_fact
from audiobook.narration.code.words import code, listing

_CONSTRUCTORS = frozenset({"__init__", "constructor", "initialize"})


@dataclass(frozen=True, slots=True)
class Definition:
    """Something a block defines. `note` holds the author's words about it, from a docstring or the comment above."""

    kind: str
    name: str
    takes: tuple[Parameter, ...] = ()
    steps: tuple[Act, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    parents: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    members: tuple[Definition, ...] = ()
    note: str = ""
    gives: str = ""
    owner: str = ""
    marks: tuple[str, ...] = ()
    node: Node | None = None

    @property
    def spoken(self) -> str:
        """The name as a code span; a constructor is called one."""
        return "the constructor" if self.kind == "constructor" else code(self.name)

    @property
    def title(self) -> str:
        """`the class X`; what has no name is called unnamed."""
        if self.kind == "constructor":
            return "the constructor"
        if self.kind == "implementation":
            of = f"of {type_name(self.parents[0])} for" if self.parents else "of"
            return f"the implementation {of} {code(self.name)}"
        if not code(self.name):
            return f"an unnamed {self.kind}"
        of = f" of {code(self.owner)}" if self.owner else ""
        return f"the {self.kind} {code(self.name)}{of}"


def definition(node: Node) -> Definition | None:
    """The definition that `node` makes, with what its decorators say, or None when it is a plain statement."""
    made = _undecorated(node)
    if made is None:
        return None
    for holder in dict.fromkeys([node, unwrapped(node)]):
        on_class = made.kind not in _ROUTINES
        kind = kind_of(holder)
        if kind and (made.kind in _ROUTINES or kind == "dataclass"):
            kind = f"async {kind}" if made.kind == "async function" and kind == "fixture" else kind
            made = replace(made, kind=kind)
        made = replace(made, marks=tuple(dict.fromkeys((*made.marks, *marks(holder, on_class)))))
    return made


_ROUTINES = frozenset({"function", "method", "async function", "constructor"})


def _undecorated(node: Node) -> Definition | None:
    outer, node = node, unwrapped(node)
    if node.type in {"lexical_declaration", "variable_declaration"}:
        return _function_value(outer, node)
    if node.type == "type_spec" or (node.type == "type_declaration" and named(node)):
        spec = node if node.type == "type_spec" else named(node)[0]
        return _go_type(node, note_above(outer, text(field(spec, "name"))))
    if node.type == "type_definition":
        return _typedef(node, note_above(outer))
    if node.type == "declaration" and field(field(node, "declarator"), "parameters") is not None:
        return function(node, function_name(node), note_above(outer, function_name(node)))
    if node.type in FUNCTIONS:
        return function(node, function_name(node), note_above(outer, function_name(node)))
    if node.type == "type_alias_declaration":
        return _alias(node, note_above(outer, text(field(node, "name")), in_words=False))
    if node.type == "type_item":
        words = type_words(text(field(node, "type")))
        return Definition("type", text(field(node, "name")), gives=words, note=note_above(outer), node=node)
    if node.type in CLASSES and field(node, "body", "name", "type") is not None:
        return _class(node, note_above(outer, text(field(node, "name")), in_words=False))
    return None


def _alias(node: Node, note: str) -> Definition:
    """`type X = ...`: an object type has fields, any other is told as what it is."""
    name, value = text(field(node, "name")), field(node, "value")
    if value is not None and value.type == "object_type" and (fields := fields_of(value, named(value))):
        return Definition("type", name, fields=fields, note=note, node=node)
    return Definition("type", name, gives=type_words(text(value)), note=note, node=node)


def _function_value(outer: Node, node: Node) -> Definition | None:
    """`const f = (x) => ...`."""
    made = first(node, "variable_declarator")
    value = field(made, "value")
    if made is None or value is None or unwrapped(value).type not in LAMBDAS or len(named(node)) > 1:
        return None
    if names_bound(field(made, "name")) != [text(field(made, "name"))]:
        return None
    return function(unwrapped(value), text(field(made, "name")), note_above(outer))


def _class(node: Node, note: str) -> Definition:
    body = body_of(node)
    name = re.sub(r"<.*", "", text(field(node, "name", "type")), flags=re.S).rpartition("::")[2].strip("\"'")
    members = tuple(made for part in body if (made := _member(part)) is not None)
    kind = CLASSES[node.type]
    parents = parents_of(node)
    if (
        kind == "class"
        and parents
        and any(re.search(r"(?:^|\.)(?:Int|Str)?(?:Enum|Flag)$", one) for one in parents)
    ):
        kind = "enum"
    return Definition(
        kind, name, fields=fields_of(node, body), parents=parents, follows=interfaces_of(node), members=members,
        note=docstring(body) or note, node=node,
    )  # fmt: skip


def _member(part: Node) -> Definition | None:
    inner = unwrapped(part)
    if inner.type in FUNCTIONS or inner.type in CLASSES:
        return definition(part)
    value = field(inner, "value")
    if (
        inner.type in {"public_field_definition", "field_definition"}
        and value is not None
        and value.type in LAMBDAS
    ):
        return function(value, text(field(inner, "name", "property")), note_above(part), "method")
    return None


def _go_type(node: Node, note: str) -> Definition | None:
    spec = node if node.type == "type_spec" else named(node)[0]
    made = field(spec, "type")
    name = text(field(spec, "name"))
    if made is None or not name:
        return None
    if made.type == "struct_type":
        fields = [pair for part in within(made, "field_declaration") for pair in go_field(part)]
        return Definition("struct", name, fields=tuple(fields), note=note, node=node)
    if made.type == "interface_type":
        parts = [
            part for part in within(made, "method_elem", "method_spec") if field(part, "name") is not None
        ]
        members = tuple(
            Definition("method", text(field(part, "name")), tuple(parameters(part)), gives=_result(part))
            for part in parts
        )
        return Definition("interface", name, members=members, note=note, node=node)
    return Definition("type", name, gives=type_words(text(made)), note=note, node=node)


def _typedef(node: Node, note: str) -> Definition | None:
    """C's `typedef struct { ... } Name;`."""
    made, name = field(node, "type"), text(field(node, "declarator"))
    if made is None or not re.fullmatch(r"\w+", name):
        return None
    if made.type in CLASSES and field(made, "body") is not None:
        return replace(_class(made, note), name=name)
    return Definition("type", name, gives=type_words(text(made)), note=note, node=node)


def _result(node: Node) -> str:
    """The type that a function says it gives."""
    written = field(node, "return_type", "result")
    if written is None and node.type in {"method_declaration", "function_definition", "declaration"}:
        written = field(node, "type")
    if written is not None and written.type == "parameter_list":
        return listing([told for part in named(written) if (told := type_words(text(field(part, "type"))))])
    told = type_words(text(written).removeprefix("->").strip()) if written is not None else ""
    return "" if told == "nothing" else told


def function(node: Node, name: str, note: str, kind: str = "") -> Definition:
    """A function or method with what it takes, does and gives."""
    body = body_of(node)
    said = docstring(body)
    said = as_fact(said, surely=True) or said
    told = steps_of(node)
    if said and told and told[0].plain.startswith("evaluates"):
        told = told[1:]
    if not kind:
        kind = "method" if node.type.startswith(("method", "singleton")) else "function"
    if name in _CONSTRUCTORS or node.type == "constructor_declaration":
        kind = "constructor"
    elif any(text(part) == "async" for part in node.children) and kind == "function":
        kind = "async function"
    elif node.type.startswith("generator_function"):
        kind = "generator function"
    return Definition(
        kind, name, tuple(parameters(node)), tuple(told), note=said or note,
        gives=_result(node), owner=_receiver(node), node=node,
    )  # fmt: skip


def _receiver(node: Node) -> str:
    """The type that a Go method belongs to."""
    held = field(node, "receiver")
    return next((text(part) for part in within(held, "type_identifier")), "") if held is not None else ""
