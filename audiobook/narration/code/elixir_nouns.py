"""Names Elixir values and tests in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tree_sitter import Node

from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    changed,
    cons,
    is_pipe,
    names_in,
    operator,
    pairs,
    source_of,
    stages,
    target,
)
from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    count,
    listing,
    some,
    spoken_length,
)

_DEEP = 3
_LONGEST_MAP = 26
_LONGEST_TEST = 24
_COMPARISONS = frozenset(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "=~", "in", "not in"])

_OPERATORS = {
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "<>": "joined with", "++": "joined with",
    "--": "without",
    "..": "to", "=~": "matches", "|": "with", "::": "as", "when": "when", "\\\\": "by default",
    "//": "in steps of",
}  # fmt: skip


def noun(node: Node, depth: int = 0) -> str:
    """An Elixir value as a noun phrase; past three levels or about fourteen words only its kind."""
    kind, source = node.type, text(node)
    if kind == "unary_operator" and source.startswith("^"):
        return f"the given {code(source[1:])}" if re.fullmatch(r"[\w.]+", source[1:]) else "a given value"
    if kind in {"identifier", "alias", "atom", "quoted_atom", "nil", "boolean"} or re.fullmatch(
        r"[\^&@]?\w+(\.\w+)*[?!]?", source
    ):
        if kind == "integer":
            return numeral(source)
        return code(source.lstrip("^&:@") if kind != "dot" else source)
    if kind == "string":
        if first(node, "interpolation") is not None:
            inner = [noun(named(part)[0], _DEEP) for part in named(node, "interpolation") if named(part)]
            spans = [span for span in inner if span.startswith("`")]
            return f"a text with {some(spans, 2)} in it" if spans else "a text with values in it"
        return quoted(source.strip('"'))
    if kind in {"float", "charlist", "char"}:
        return code(source)
    if depth >= _DEEP:
        return _kind_word(node)
    if node.type == "map":
        return _map(node, depth)
    if node.type == "binary_operator" and operator(node) in _COMPARISONS and depth < 2:
        return short(f"whether {condition(node, depth)}", "the outcome of a test", most=_LONGEST_TEST)
    return short(_composed(node, depth), _kind_word(node))


def _kind_word(node: Node) -> str:
    words = {
        "list": "a list",
        "tuple": "a tuple",
        "map": "a map",
        "anonymous_function": "a function",
        "sigil": "a pattern",
    }
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return article(code(text(struct)))
    if node.type == "call" and code(target(node)):
        return f"the result of {code(target(node))}"
    return words.get(node.type, "a computed value")


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind in {"list", "tuple"}:
        return _sequence(node, depth)
    if kind == "binary_operator":
        if is_pipe(node):
            return f"the result of a pipeline from {noun(stages(node)[0], depth + 1)}"
        return condition(node, depth)
    if kind == "unary_operator":
        return _unary(node, depth)
    if kind == "access_call" and len(named(node)) > 1:
        return f"the {noun(named(node)[1], depth + 1)} of {noun(named(node)[0], depth + 1)}"
    if kind == "anonymous_function":
        clause = first(node, "stab_clause")
        given = names_in(field(clause, "left"))
        return f"a function of {listing(given)}" if given else "a function"
    if kind == "sigil":
        content = first(node, "quoted_content")
        return quoted(text(content), "a pattern") if re.match(r"~[wsSD]", text(node)) else "a pattern"
    if kind == "call":
        return _call_noun(node, depth)
    return ""


def held_pairs(options: Iterable[tuple[str, Node]], depth: int) -> list[str]:
    """Keys with what they hold: "`owner_id` 7"."""
    return [f"{span} {noun(value, depth)}" for key, value in options if (span := code(key))]


def _is_plain(node: Node) -> bool:
    """Whether a value is a number or name, which is short to say."""
    return node.type in {"integer", "float", "atom", "identifier", "boolean", "nil"}


def _map(node: Node, depth: int) -> str:
    struct = first(node, "struct")
    if (update := changed(node)) is not None:
        value, options = update
        to = [f"{code(key)} changed to {noun(held, depth + 1)}" for key, held in options.items() if code(key)]
        whole = f"{noun(value, depth + 1)} with"
        return short(
            f"{whole} {listing(to)}", f"{whole} {some(codes(list(options)), 4)} changed", most=_LONGEST_MAP
        )
    content = first(node, "map_content")
    arrows = [
        (bare(left), right)
        for part in named(content, "binary_operator")
        if (left := field(part, "left")) is not None and (right := field(part, "right")) is not None
    ]
    held = arrows + list(pairs(node).items())
    keys = codes([key for key, _ in held])
    if struct is not None:
        what = article(code(text(struct)).replace("`__MODULE__`", "struct of its own module"))
    else:
        what = "a map"
    if depth <= 1 and keys:
        full = f"{what} with {listing(held_pairs(held, depth + 1))}"
        some_held = [f"{code(key)} {noun(value)}" if _is_plain(value) else code(key) for key, value in held]
        for told in (full, f"{what} with {listing(some_held)}"):
            if spoken_length(told) <= _LONGEST_MAP and "a computed" not in told:
                return told
    if struct is not None:
        return f"{what} with {some(keys, 4)}" if keys else what
    return f"a map with {some(keys, 4)}" if keys else "an empty map"


def _sequence(node: Node, depth: int) -> str:
    inner = named(node)
    if not inner:
        return f"an empty {node.type}"
    if (split := cons(node)) is not None:
        before, after = split
        return f"{listing([noun(part, depth + 1) for part in before])} in front of {noun(after, depth + 1)}"
    if node.type == "tuple" and text(inner[0]) in {":ok", ":error"} and len(inner) == 2:
        return f"{'an OK' if text(inner[0]) == ':ok' else 'an error'} tuple with {noun(inner[1], depth + 1)}"
    if inner[0].type == "keywords":
        said = f"options {listing(held_pairs(pairs(node).items(), depth + 1))}"
        return short(said, f"options {some(codes(list(pairs(node))), 3)}") if depth < 2 else said
    if len(inner) > 1 and all(
        part.type == "tuple" and named(part) and named(part)[0].type == "atom" for part in inner
    ):
        return f"a list of {count(len(inner), 'pair')}, for {some(codes([bare(named(part)[0]) for part in inner]), 4)}"
    told = [noun(part, depth + 1) for part in inner[:4]]
    if len(inner) <= 4 and all(spoken_length(word) <= 6 for word in told):
        return f"a {node.type} of {listing(told)}"
    return f"a {node.type} of {count(len(inner), 'item')}"


def _unary(node: Node, depth: int) -> str:
    held, sign = field(node, "operand"), operator(node)
    if held is None:
        return ""
    if sign == "&":
        inner = re.fullmatch(r"&(?:\(?)([\w.]+[?!]?)/(\d+)\)?", text(node))
        if inner:
            return f"the function {code(inner[1])}"
        piece = re.fullmatch(r"&+\s*\(?&1\.([\w.]+)\)?", text(node))
        if piece:
            return f"their {code(piece[1])}"
        inside = named(held)[0] if held.type == "block" and named(held) else held
        known = inside.type == "call" and re.fullmatch(r"[\w.]+[?!]?", target(inside))
        return f"the function {code(target(inside))}" if known else "a short function"
    if sign in {"not", "!"}:
        return f"not {noun(held, depth + 1)}"
    if sign == "-":
        return f"minus {noun(held, depth + 1)}"
    return noun(held, depth + 1)


def _call_noun(node: Node, depth: int) -> str:
    name, given = target(node), args(node)
    dot = field(node, "target")
    owner = field(dot, "left") if dot is not None and dot.type == "dot" else None
    if (
        owner is not None
        and owner.type == "call"
        and args(owner)
        and not given
        and first(node, "arguments") is None
    ):
        return f"the {code(text(field(dot, 'right')))} of {noun(owner, depth + 1)}"
    if name in {"Ecto.assoc", "assoc"} and len(given) == 2:
        return f"the {noun(given[1], depth + 1)} of {noun(given[0], depth + 1)}"
    if (
        name.rpartition(".")[2] in {"get", "get!"}
        and name.rpartition(".")[0].endswith("Repo")
        and len(given) == 2
    ):
        return with_id(noun(given[0], depth + 1), noun(given[1], depth + 1))
    if not given and not pairs(node) and "." in name and name[:1].islower():
        return code(name)
    if name.endswith(".changeset") and given:
        return f"a changeset of {noun(given[0], depth + 1)}"
    if name == "unquote" and given:
        return noun(given[0], depth + 1)
    if name == "from" and given:
        return f"a query on {source_of(given[0])}"
    options = {key: value for key, value in pairs(node).items() if key != "do"}
    if name == "struct" and given:
        what = f"{article(noun(given[0], depth + 1))} struct"
        full = f"{what} with {listing(held_pairs(options.items(), depth + 1))}"
        return short(full, f"{what} with {some(codes(list(options)), 4)}") if options else what
    told = [noun(arg, depth + 1) for arg in given] + held_pairs(options.items(), depth + 1)
    with_those = f" with {listing(told)}" if told and depth < 2 else ""
    return short(f"the result of {code(name)}{with_those}", f"the result of {code(name)}")


def with_id(what: str, key: str) -> str:
    """A record by its key: "the `Ticket` with ID 1"; a key that is called `id` is said once."""
    return (
        f"the {what} by its {key}" if key.lower().strip("`").endswith("id") else f"the {what} with ID {key}"
    )


def _tests(node: Node, sign: str) -> list[Node]:
    """The tests that one operator joins, in order."""
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return [node]
    chained = left.type == "binary_operator" and operator(left) == sign
    return [*(_tests(left, sign) if chained else [left]), right]


_MOST_TESTS = 4


def _joined(tests: list[Node], word: str, depth: int) -> str:
    """Tests with "and" or "or" between them; those past the fourth are counted."""
    told = [condition(test, depth + 1) for test in tests[:_MOST_TESTS]]
    more = len(tests) - len(told)
    return f" {word} ".join(told) + (f" {word} {count(more, 'more condition')}" if more else "")


def condition(node: Node, depth: int = 0) -> str:
    """A test as a clause: "`title` is nil", "`likes` is greater than 10"."""
    if node.type == "binary_operator":
        sign = operator(node)
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return ""
        word = _OPERATORS.get(sign, "")
        if sign in {"==", "!="} and right.type in {"nil", "boolean"}:
            word = "is not" if sign == "!=" else "is"
        deeper = sign in {"and", "or", "&&", "||"}
        if deeper:
            return _joined(_tests(node, sign), word, depth)
        a, b = noun(left, depth + 1), noun(right, depth + 1)
        return (
            short(f"{a} {word} {b}", "a condition holds", most=_LONGEST_TEST)
            if word and depth < _DEEP + 1
            else "a condition holds"
        )
    if node.type == "call":
        name, given = target(node), args(node)
        if name == "is_nil" and given:
            return f"{noun(given[0], depth + 1)} is nil"
        if name in {"like", "ilike"} and len(given) == 2:
            return f"{noun(given[0], depth + 1)} is like {noun(given[1], depth + 1)}"
        if name == "not" and given:
            return f"not {condition(given[0], depth + 1)}"
        if name == "fragment":
            return "a fragment of SQL holds"
        if name.startswith("is_") and len(given) == 1:
            return f"{noun(given[0], depth + 1)} is {article(name[3:].replace('_', ' '))}"
    if (
        node.type == "unary_operator"
        and operator(node) in {"not", "!"}
        and field(node, "operand") is not None
    ):
        inner = field(node, "operand")
        told = condition(inner, depth + 1) if inner is not None else ""
        if " is " in told:
            return told.replace(" is ", " is not ", 1)
        return f"{told.removesuffix(' holds')} does not hold"
    return f"{noun(node, depth + 1)} holds"
