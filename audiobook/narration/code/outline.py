"""The outline every language can have: what a block defines, what that takes, does and returns, breadth first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.kinds import (
    BRANCHES,
    CLASSES,
    FUNCTIONS,
    IMPORTS,
    LAMBDAS,
    LOOPS,
    RETURNS,
    STRINGS,
    SWITCHES,
    WHILES,
)
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.phrases import acts, body_of, does, function_name, imported
from audiobook.narration.code.snippet import Snippet, field, first, named, text, within
from audiobook.narration.code.telling import Telling, does_all, lines_of, outline, size, where
from audiobook.narration.code.trees import parameter_names, string_value, unwrapped
from audiobook.narration.code.words import (
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    plain,
    some,
)


@dataclass(frozen=True, slots=True)
class Definition:
    """Something a block defines. `note` holds the author's words about it, from a docstring or the comment above."""

    kind: str
    name: str
    takes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    members: tuple[Definition, ...] = ()
    note: str = ""

    @property
    def spoken(self) -> str:
        """The name as a code span; a constructor is called one."""
        return "the constructor" if self.kind == "constructor" else code(self.name)

    @property
    def title(self) -> str:
        return f"the {self.kind} {code(self.name)}" if code(self.name) else f"an unnamed {self.kind}"


def docstring(body: Sequence[Node]) -> str:
    """The first sentence of a docstring that opens `body`."""
    if body and unwrapped(body[0]).type in STRINGS:
        return first_sentence(plain(string_value(unwrapped(body[0])).strip().split("\n\n")[0]))
    return ""


def note_above(node: Node) -> str:
    """The first sentence of the comment that ends on the line before `node`."""
    above = node.prev_named_sibling
    parts: list[str] = []
    row = node.start_point[0]
    while above is not None and "comment" in above.type and row - 1 <= above.end_point[0] <= row:
        if (
            above.prev_named_sibling is not None
            and above.prev_named_sibling.end_point[0] == above.start_point[0]
        ):
            break
        parts.insert(0, comment_text(text(above)))
        row = above.start_point[0]
        above = above.prev_named_sibling
    return first_sentence(" ".join(part for part in parts if part))


def _parents(node: Node) -> tuple[str, ...]:
    holders = [
        field(node, "superclasses", "superclass", "trait"),
        field(node, "interfaces"),
        first(node, "class_heritage"),
    ]
    names = [
        text(part)
        for holder in holders
        if holder is not None
        for part in within(
            holder, "identifier", "type_identifier", "constant", "attribute", "member_expression"
        )
        if part.parent is None
        or part.parent.type not in {"attribute", "keyword_argument", "member_expression", "type_arguments"}
    ]
    return tuple(dict.fromkeys(names))


_FIELDS = (
    "field_declaration", "property_signature", "public_field_definition", "enum_variant", "enum_constant",
    "enumerator", "field_definition", "property_identifier", "enum_assignment",
)  # fmt: skip


def _field_names(node: Node, body: Sequence[Node]) -> tuple[str, ...]:
    names: list[str] = []
    holder = field(node, "body") or node
    for part in (*body, *named(holder)):
        inner = unwrapped(part)
        if inner.type in _FIELDS:
            target = field(inner, "name", "declarator", "property") or inner
            found = next(
                iter(within(target, "identifier", "field_identifier", "property_identifier")), target
            )
            names.append(text(found))
        elif inner.type == "assignment" and node.type == "class_definition":
            names.append(text(field(inner, "left")))
    return tuple(dict.fromkeys(name.lstrip("#") for name in names if re.fullmatch(r"#?\w+", name)))


def definition(node: Node) -> Definition | None:
    """The definition that `node` makes, or None when it is a plain statement."""
    outer, node = node, unwrapped(node)
    if node.type in {"lexical_declaration", "variable_declaration"}:
        made = first(node, "variable_declarator")
        value = field(made, "value")
        if made is None or value is None or unwrapped(value).type not in LAMBDAS:
            return None
        return _function(unwrapped(value), text(field(made, "name")), note_above(outer), "function")
    if node.type == "type_spec" or (node.type == "type_declaration" and named(node)):
        return _go_type(node, note_above(outer))
    if node.type in FUNCTIONS:
        kind = "method" if node.type.startswith(("method", "singleton")) else "function"
        return _function(node, function_name(node), note_above(outer), kind)
    if node.type == "type_alias_declaration":
        return Definition("type", text(field(node, "name")), note=note_above(outer))
    if node.type in CLASSES and field(node, "body", "name", "type") is not None:
        body = body_of(node)
        name = text(field(node, "name", "type"))
        inner = [definition(part) for part in body if unwrapped(part).type in FUNCTIONS | set(CLASSES)]
        members = tuple(member for member in inner if member is not None)
        note = docstring(body) or note_above(outer)
        return Definition(
            CLASSES[node.type], name, (), (), _field_names(node, body), _parents(node), members, note
        )
    return None


def _go_type(node: Node, note: str) -> Definition | None:
    spec = node if node.type == "type_spec" else named(node)[0]
    made = field(spec, "type")
    if made is None or field(spec, "name") is None:
        return None
    kind = {"struct_type": "struct", "interface_type": "interface"}.get(made.type, "type")
    fields = tuple(
        text(field(part, "name")) for part in within(made, "field_declaration", "method_elem", "method_spec")
    )
    name = text(field(spec, "name"))
    if kind == "interface":
        return Definition(
            kind, name, members=tuple(Definition("method", one) for one in fields if one), note=note
        )
    return Definition(kind, name, fields=tuple(filter(None, fields)), note=note)


def _function(node: Node, name: str, note: str, kind: str) -> Definition:
    body = body_of(node)
    said = docstring(body)
    steps = tuple(acts(body[1:] if said else body))
    last = unwrapped(body[-1]) if body else None
    if last is not None and _is_value(node, body[-1]):
        steps = (*steps[: len(steps) - bool(does(last))], f"returns {noun(last)}")
    if name in {"__init__", "constructor", "initialize"} or node.type == "constructor_declaration":
        kind = "constructor"
    return Definition(kind, name, tuple(parameter_names(node)), steps, note=said or note)


def _is_value(node: Node, last: Node) -> bool:
    """Whether a function returns its last expression without a word for it: Rust, Ruby, arrow functions."""
    if last.type.endswith(("statement", "declaration", "definition", "_item")) or "comment" in last.type:
        return False
    plain_kinds = last.type not in RETURNS | BRANCHES | LOOPS | WHILES | SWITCHES
    implicit = node.type in {"function_item", "method", "singleton_method"} and last.type not in {
        "call",
        "assignment",
    }
    arrow = node.type in {"arrow_function", "lambda"} and field(node, "body") == last
    return plain_kinds and (implicit or arrow)


def _takes(made: Definition) -> str:
    names = codes(made.takes)
    return f"takes {some(names, 4)}" if names else ""


def function_say(made: Definition, subject: str, rank: int = 1) -> Say:
    """One sentence about a function: what it takes, and the author's words about it or what it does."""
    takes = _takes(made)
    if made.note:
        note = made.note.rstrip(".")
        taken = (
            f"{subject} {takes}; in its author's words" if takes else f"in its author's words, of {subject}"
        )
        return say(f"{taken}: {note}", f"{subject} {takes}" if takes else "", rank=rank)
    said = does_all([takes, *made.steps], subject, rank)
    last = [made.steps[-1]] if made.steps and made.steps[-1].startswith("returns") else []
    brief = [phrase for phrase in (takes, *last) if phrase]
    return Say(
        tuple(dict.fromkeys((*said.forms, *(say(f"{subject} {listing(brief)}").forms if brief else ())))),
        rank,
    )


def class_says(made: Definition, subject: str) -> list[Say]:
    """What a class, struct or module is and holds; each of its functions gets a sentence that may be dropped."""
    parents = codes(made.parents)
    says = []
    if made.note:
        says.append(say(f"In its author's words: {made.note}", rank=2))
    if parents:
        says.append(say(f"{subject} extends {listing(parents)}", rank=1))
        subject = "it"
    if made.fields:
        kinds = {"enum": "variant", "class": "attribute"}
        says.append(listed(f"{subject} has", codes(made.fields), noun=kinds.get(made.kind, "field")))
        subject = "it"
    methods = [member for member in made.members if code(member.name)]
    if methods:
        word = "method" if made.kind != "module" else "function"
        if len(methods) > 1:
            says.append(listed(f"{subject} has", [member.spoken for member in methods], noun=word))
        says += [
            function_say(
                member,
                f"its {word} {code(member.name)}"
                if len(methods) == 1 and member.kind != "constructor"
                else member.spoken,
                2,
            )
            for member in methods
        ]
    return says


def opening(snippet: Snippet, made: Definition) -> Say:
    """`Here is the function X in Python, five lines.`"""
    return say(f"Here is {made.title} in {snippet.language.spoken}, {size(snippet)}{where(snippet)}", rank=0)


def tell(snippet: Snippet, act: Callable[[Node], str] | None = None) -> Telling | None:
    """The outline of a block of a language whose trees follow the shared names; None when nothing could be told."""
    made: list[Definition] = []
    rest: list[Node] = []
    imports: list[str] = []
    for node in snippet.tops:
        inner = unwrapped(node)
        if inner.type in IMPORTS:
            imports += imported(inner)
        elif (found := definition(node)) is not None:
            made.append(found)
        else:
            rest.append(node)
    made = _methods_under_their_types(made)
    rest = [
        node
        for node in rest
        if not ("comment" in node.type and any(comment_text(text(node)) and one.note for one in made))
    ]
    steps = acts(rest, act)
    if not made and not steps and not imports:
        return None
    says = list(_head(snippet, made, imports))
    if len(made) == 1:
        says += _about(made[0], made[0].title if len(says) > 1 else "it")
    else:
        for one in made:
            says += (
                _about(one, code(one.name))[:1]
                if one.kind in {"function", "method"}
                else _about(one, code(one.name))
            )
    if steps:
        says.append(does_all(steps, "then it" if made or imports else "it", 1))
    return outline("outline", *says)


def _head(snippet: Snippet, made: Sequence[Definition], imports: Sequence[str]) -> list[Say]:
    says = []
    if len(made) == 1:
        says.append(opening(snippet, made[0]))
    else:
        says.append(say(f"{lines_of(snippet)}{where(snippet)}", rank=0))
    if imports:
        noun = "module"
        brief = f"it imports {count(len(imports), noun)}"
        says.append(say(f"it imports {some(list(imports), 3)}", brief, rank=3))
    if len(made) > 1:
        kinds = list(dict.fromkeys(one.kind for one in made))
        groups = [[one for one in made if one.kind == kind] for kind in kinds]
        full = [
            f"{count(len(group), group[0].kind)}, {listing(codes([one.name for one in group]))}"
            for group in groups
        ]
        brief = listing([count(len(group), group[0].kind) for group in groups])
        says.append(say(f"it defines {listing(full)}", f"it defines {brief}", rank=0))
    return says


def _about(made: Definition, subject: str) -> list[Say]:
    if made.kind in {"function", "method"}:
        return [function_say(made, subject)]
    return class_says(made, subject)


def _methods_under_their_types(made: list[Definition]) -> list[Definition]:
    """A Rust `impl` block is told with the struct or enum it belongs to."""
    types = {one.name: i for i, one in enumerate(made) if one.kind in {"struct", "enum"}}
    kept = list(made)
    for one in made:
        at = types.get(one.name)
        if one.kind == "implementation" and at is not None and not one.parents:
            owner = kept[at]
            kept[at] = Definition(
                owner.kind,
                owner.name,
                owner.takes,
                owner.steps,
                owner.fields,
                owner.parents,
                (*owner.members, *one.members),
                owner.note,
            )
            kept.remove(one)
            types = {other.name: i for i, other in enumerate(kept) if other.kind in {"struct", "enum"}}
    return kept
