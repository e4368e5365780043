"""Ruby above the shared outline: class-level macros of Active Record, and migrations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import outline
from audiobook.narration.code.budget import say
from audiobook.narration.code.phrases import acts, body_of, does
from audiobook.narration.code.snippet import Snippet, field, first, text
from audiobook.narration.code.telling import Telling, does_all, idiom, lines_of, size
from audiobook.narration.code.trees import arguments, callee, string_value
from audiobook.narration.code.words import article, code, codes, count, listing, plain

_MACROS = {
    "belongs_to": "belongs to", "has_many": "has many", "has_one": "has one",
    "has_and_belongs_to_many": "is linked many to many with", "validates": "validates",
    "attr_accessor": "has the attributes", "attr_reader": "has the readers", "scope": "has the scope",
    "before_save": "before saving, runs", "include": "includes",
    "delegate": "delegates", "enum": "has the enum", "validate": "validates with",
    "has_secure_password": "has a secure password", "add_column": "adds a column to",
}  # fmt: skip


def _options(call: Node) -> dict[str, str]:
    return {
        text(field(part, "key")).rstrip(":").lstrip(":"): text(field(part, "value"))
        for part in arguments(call)
        if part.type == "pair"
    }


def _macro(call: Node) -> str:
    name = callee(call)
    if name not in _MACROS:
        return ""
    names = codes(
        [
            text(arg).lstrip(":").strip("\"'")
            for arg in arguments(call)
            if arg.type in {"simple_symbol", "string", "constant", "scope_resolution"}
        ]
    )
    if name in {"belongs_to", "has_one"} and names:
        names = [article(names[0])]
    options = _options(call)
    tail = ""
    if options.get("polymorphic") == "true":
        tail += ", polymorphic"
    for key, word in (
        ("as", "as"),
        ("through", "through"),
        ("class_name", "of the class"),
        ("foreign_key", "by the foreign key"),
        ("source", "from"),
    ):
        if key in options:
            tail += f", {word} {code(options[key].strip(':').strip(chr(34) + chr(39)))}"
    if "dependent" in options:
        tail += (
            ", deleted with it"
            if "destroy" in options["dependent"] or "delete" in options["dependent"]
            else ""
        )
    if name == "validates" and options:
        tail += f" for {listing(codes(list(options)))}"
    return f"{_MACROS[name]} {listing(names)}{tail}".strip()


def _macros(node: Node) -> list[str]:
    return [said for part in body_of(node) if part.type == "call" and (said := _macro(part))]


def _block(call: Node) -> list[Node]:
    """The statements of the block given to a call."""
    return body_of(first(call, "do_block", "block") or call)


def _column(call: Node) -> str:
    """A line of `create_table`: `t.text :body, null: false`."""
    kind = callee(call).rpartition(".")[2]
    names = listing(codes([text(arg).lstrip(":") for arg in arguments(call) if arg.type == "simple_symbol"]))
    options = _options(call)
    if kind == "timestamps":
        return "`timestamps`"
    if kind in {"references", "belongs_to"}:
        return f"a {'polymorphic ' if options.get('polymorphic') == 'true' else ''}reference to a {names}"
    required = "required, " if options.get("null") == "false" else ""
    return f"{names}, {required}{'text' if kind == 'text' else article(code(kind))}"


def _table(call: Node) -> str:
    columns = [_column(part) for part in _block(call) if part.type == "call"]
    name = next(
        (text(arg).lstrip(":") for arg in arguments(call) if arg.type in {"simple_symbol", "string"}), ""
    )
    return (
        f"creates the table {code(name)} with {'; '.join(columns)}"
        if columns
        else f"creates the table {code(name)}"
    )


def _examples(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[str, list[Node]]]:
    """The titles and bodies of RSpec examples, also inside `describe` and `context`."""
    for node in nodes:
        if node.type != "call" or depth > 3:
            continue
        if callee(node).rpartition(".")[2] in {"describe", "context"}:
            yield from _examples(_block(node), depth + 1)
        elif callee(node) in {"it", "test", "specify"} and arguments(node):
            yield plain(string_value(arguments(node)[0])), _block(node)


def act(node: Node) -> str:
    """A statement as a verb phrase; tables are told with their columns."""
    return _table(node) if node.type == "call" and callee(node) == "create_table" else does(node)


def tell(snippet: Snippet) -> Telling | None:
    """A Ruby block: the outline, with the class-level macros as facts of their own."""
    classes: Sequence[Node] = [node for node in snippet.tops if node.type == "class"]
    loose = [said for node in snippet.tops if node.type == "call" and (said := _macro(node))]
    examples = list(_examples(snippet.tops))
    if examples:
        says = [say(f"{count(len(examples), 'RSpec example')}, {size(snippet)} of Ruby", rank=0)]
        says += [does_all(acts(nodes, act), f"the example, {title},") for title, nodes in examples[:4]]
        return idiom("RSpec examples", *says)
    told = outline.tell(snippet, act)
    facts = [fact for node in classes for fact in _macros(node)] or loose
    if not facts:
        return told
    subject = "it" if len(classes) <= 1 else "among them, one"
    extra = say(
        f"{subject} {listing(facts)}", f"{subject} {listing([fact.split(',')[0] for fact in facts])}", rank=0
    )
    if told is None or loose:
        return Telling((say(f"{lines_of(snippet)}"), extra), 1, "class macros")
    head, *rest = told.says
    return replace(told, says=(head, *rest[:1], extra, *rest[1:]), level=1, what="a model")
