"""Reads Elixir trees, in which nearly everything is a call: targets, arguments, keywords, bodies, pipelines."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.elixir_verbs import KNOWN_IN
from audiobook.narration.code.runs import note_of
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    code,
    codes,
    listing,
    plain,
)

_LONGEST_DOC = 26


def target(node: Node) -> str:
    """What a call calls, as written: `Repo.all`, `field`."""
    return text(field(node, "target"))


def call_name(node: Node) -> str:
    """The name of a call without a module like `Ecto.Changeset` before a function that is known by itself."""
    name = target(node)
    head, _, last = name.rpartition(".")
    for known in ("Repo", "Endpoint", "PubSub", "Multi"):
        if head.endswith(known):
            return f"{known}.{last}"
    return last if head in KNOWN_IN else name


def args(node: Node) -> list[Node]:
    """The positional arguments of a call; keywords are not among them."""
    given = named(first(node, "arguments"))
    return [child for child in given if child.type != "keywords" and text(child).strip(".")]


def pairs(node: Node | None) -> dict[str, Node]:
    """The keyword arguments of a call, list or map, by key."""
    return dict(pair_list(node))


def pair_list(node: Node | None) -> list[tuple[str, Node]]:
    """The keyword arguments of a call, list or map in order; a key may come twice, as `join` does."""
    if node is None:
        return []
    found: list[tuple[str, Node]] = []
    for holder in (node, first(node, "arguments"), first(node, "map_content")):
        for keywords in [node] if holder is node and node.type == "keywords" else named(holder, "keywords"):
            for pair in named(keywords, "pair"):
                key, value = field(pair, "key"), field(pair, "value")
                if value is not None:
                    found.append((text(key).strip().rstrip(":").strip('"'), value))
    return found


def body(node: Node) -> list[Node]:
    """The statements of a `do` block or of `do:`, comments included."""
    block = first(node, "do_block")
    if block is not None:
        return [child for child in block.named_children if not child.type.endswith("_block")]
    short_form = pairs(node).get("do")
    return [short_form] if short_form is not None else []


def bare(node: Node) -> str:
    """An atom, string, identifier or alias as its name alone."""
    return text(node).strip(":\"'^&").strip()


def names(node: Node | None) -> list[str]:
    """The atoms of a list (or one atom) as code spans; keyword pairs count by their key."""
    if node is None:
        return []
    if node.type == "list":
        spans = codes([bare(child) for child in named(node) if child.type != "keywords"])
        return spans + codes(list(pairs(node)))
    return codes([bare(node)])


def is_pipe(node: Node) -> bool:
    return node.type == "binary_operator" and text(field(node, "operator")) == "|>"


def operator(node: Node) -> str:
    """The operator of a binary or unary node."""
    held = field(node, "operator")
    return text(held) if held is not None else next((text(c) for c in node.children if not c.is_named), "")


def operand(node: Node) -> Node | None:
    """What a unary operator stands before, without parentheses."""
    return next(iter(named(node)), None)


def body_nodes(node: Node | None) -> list[Node]:
    """The statements on the right of a clause (`->`), comments included."""
    held = field(node, "right")
    before = named(node, "comment")
    return [*before, *held.named_children] if held is not None else before


def stages(node: Node) -> list[Node]:
    """The parts of a pipeline in order, the piped value first."""
    parts: list[Node] = []
    while is_pipe(node):
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            break
        parts.append(right)
        node = left
    return [node, *reversed(parts)]


def cons(node: Node) -> tuple[list[Node], Node] | None:
    """The items before the bar of `[a, b | rest]`, and what comes after it; None for any other list."""
    inner = named(node) if node.type == "list" else []
    last = inner[-1] if inner and inner[-1].type == "binary_operator" else None
    if last is None or operator(last) != "|":
        return None
    left, right = field(last, "left"), field(last, "right")
    return ([*inner[:-1], left], right) if left is not None and right is not None else None


def changed(node: Node) -> tuple[Node, dict[str, Node]] | None:
    """The value and the changed keys of `%{value | key: new}`; None for any other map."""
    content = first(node, "map_content")
    bar = next(iter(named(content)), None)
    if bar is None or bar.type != "binary_operator" or operator(bar) != "|":
        return None
    left, right = field(bar, "left"), field(bar, "right")
    if left is None or right is None:
        return None
    holder = bar if right.type == "keywords" else right
    return left, pairs(holder)


def table_source(node: Node) -> str:
    """An Ecto source: a string, `{"table", Schema}` or a schema, as a noun phrase."""
    if node.type == "tuple":
        return table_source(named(node)[0]) if named(node) else "a table"
    if first(node, "interpolation") is not None:
        return "a table whose name is put together"
    if node.type == "call" and target(node) == "subquery" and args(node):
        return f"the subquery {code(bare(args(node)[0]))}"
    if node.type == "call" and code(target(node)):
        given = codes([bare(part) for part in args(node) if part.type in {"atom", "identifier", "string"}])
        with_those = f" with {listing(given)}" if given else ""
        return f"the result of {code(target(node))}{with_those}"
    return f"the table {code(bare(node))}" if node.type == "string" else code(bare(node))


def source_of(node: Node) -> str:
    """The source of a query from `p in Post`, `Post` or `{"posts", Post}`."""
    right = field(node, "right") if node.type == "binary_operator" else node
    return table_source(right) if right is not None else "a source"


def _in_map(node: Node) -> list[str]:
    """The variables that a map pattern binds, also in a map inside it; a key whose value is no variable counts."""
    arrows = [field(arrow, "right") for arrow in named(first(node, "map_content"), "binary_operator")]
    held = [*pairs(node).items(), *(("", value) for value in arrows if value is not None)]
    found: list[str] = []
    for key, value in held:
        if value.type == "identifier":
            found.append(bare(value))
        elif value.type == "map" and (inner := _in_map(value)):
            found += inner
        elif key:
            found.append(key)
    return found


def names_of(node: Node) -> list[str]:
    """The variables that a map pattern binds, as code spans."""
    return codes([name for name in dict.fromkeys(_in_map(node)) if not name.startswith("_")])


def names_in(node: Node | None) -> list[str]:
    """The variables of a pattern or parameter list, as code spans, without defaults and unused ones."""
    if node is None:
        return []
    found: list[str] = []
    for part in named(node):
        piece = part
        if piece.type == "binary_operator" and operator(piece) == "|":
            found += [bare(side) for side in named(piece, "identifier")]
            continue
        if piece.type == "binary_operator":
            sides = [side for side in (field(piece, "left"), field(piece, "right")) if side is not None]
            if operator(piece) == "=":
                piece = next((side for side in reversed(sides) if side.type == "identifier"), sides[0])
            elif sides:
                piece = sides[0]
        if piece.type == "identifier":
            found.append(bare(piece))
        elif piece.type in {"tuple", "list"}:
            found += [bare(inner) for inner in named(piece, "identifier")]
        elif piece.type == "map":
            found += _in_map(piece)
    return codes([name for name in dict.fromkeys(found) if not name.startswith("_")])


def doc_of(node: Node | None) -> str:
    """The first sentence of the `@doc` or `@moduledoc` that `node` is, or empty."""
    if node is None or node.type != "unary_operator":
        return ""
    held = field(node, "operand")
    if held is None or held.type != "call" or target(held) not in {"doc", "moduledoc"} or not args(held):
        return ""
    given = args(held)[0]
    content = first(given, "quoted_content")
    return note_of(plain(text(content).strip().split("\n\n")[0]), _LONGEST_DOC) if content is not None else ""
