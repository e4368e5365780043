"""Names Elixir values in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_conditions import COMPARISONS, LONGEST_TEST, condition
from audiobook.narration.code.elixir_literals import (
    argument_noun,
    binary_noun,
    capture_noun,
    function_noun,
    sigil_noun,
    text_noun,
)
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    changed,
    cons,
    is_pipe,
    operand,
    operator,
    pair_list,
    pairs,
    stages,
    target,
)
from audiobook.narration.code.nouns import numeral, short
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

__all__ = ["condition", "held_pairs", "noun"]

_DEEP = 4
LONGEST = (26, 22, 16)
_LONGEST_MAP = 30
_SHORT_ITEM = 8
_OWN = {"__MODULE__": "this module", "_": "anything", "__ENV__": "the environment", "self": "`self`"}
_NAME = re.compile(r"[\^&@]?\w+(\.\w+)*[?!]?")


def noun(node: Node, depth: int = 0) -> str:
    """An Elixir value as a noun phrase; past three levels or about twenty words only its kind."""
    kind, source = node.type, text(node)
    if kind == "unary_operator" and source.startswith("^"):
        held = operand(node)
        return f"the given {noun(held, depth + 1)}" if held is not None else "a given value"
    if kind == "unary_operator" and re.fullmatch(r"&\d", source):
        return argument_noun(node)
    if source in _OWN:
        return _OWN[source]
    if not source.strip(".…"):
        return "more values"
    if kind in {"identifier", "alias", "atom", "quoted_atom", "nil", "boolean"} or _NAME.fullmatch(source):
        if kind == "integer":
            return numeral(source)
        return code(source.lstrip("^&:@").strip('"') if kind != "dot" else source)
    if kind == "string":
        return text_noun(node)
    if kind in {"float", "charlist", "char"}:
        return code(source.strip("'?"))
    if kind == "sigil":
        return sigil_noun(node)
    if kind == "block" and len(named(node)) == 1:
        return noun(named(node)[0], depth)
    if depth >= _DEEP:
        return _kind_word(node)
    if kind == "map":
        return _map(node, depth)
    if kind == "binary_operator" and operator(node) in COMPARISONS and depth < 2:
        return short(f"whether {condition(node, depth)}", "the outcome of a test", most=LONGEST_TEST)
    return short(_composed(node, depth), _kind_word(node), most=LONGEST[min(depth, 2)])


def _kind_word(node: Node) -> str:
    words = {"list": "a list", "tuple": "a tuple", "map": "a map", "anonymous_function": "a function",
             "sigil": "a pattern", "keywords": "options"}  # fmt: skip
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return article(code(text(struct)))
    if node.type == "call" and code(target(node)):
        return f"the result of {code(target(node))}"
    return words.get(node.type, "a computed value")


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind in {"list", "tuple"}:
        return _sequence(node, depth)
    if kind == "keywords":
        return _options(node, depth)
    if kind == "binary_operator":
        if is_pipe(node):
            return _piped(node, depth)
        left, right = field(node, "left"), field(node, "right")
        if operator(node) == "=" and left is not None and right is not None:
            return _both(left, right, depth)
        if operator(node) in {"||", "&&"} and left is not None and right is not None and not _tested(left):
            word = "or else" if operator(node) == "||" else "and then"
            return f"{noun(left, depth + 1)} {word} {noun(right, depth + 1)}"
        return condition(node, depth)
    if kind == "unary_operator":
        return _unary(node, depth)
    if kind == "access_call" and len(named(node)) > 1:
        key = noun(named(node)[1], depth + 1).removeprefix("the ")
        return f"the {key} of {noun(named(node)[0], depth + 1)}"
    if kind == "anonymous_function":
        return function_noun(node)
    if kind == "bitstring":
        return binary_noun(node)
    if kind == "block" and len(named(node)) == 1:
        return noun(named(node)[0], depth)
    if kind == "call":
        from audiobook.narration.code.elixir_call_nouns import call_noun

        return call_noun(node, depth)
    return ""


def _both(left: Node, right: Node, depth: int) -> str:
    """A pattern with a name for the whole: "`user`, a `User`"."""
    name, pattern = (left, right) if left.type == "identifier" else (right, left)
    if name.type != "identifier":
        return noun(right, depth)
    what = noun(pattern, depth + 1)
    return noun(name, depth) if what.startswith("a map") else f"{noun(name, depth)}, {what}"


def _tested(node: Node) -> bool:
    """Whether a side of `||` or `&&` is itself a test."""
    return (node.type == "binary_operator" and operator(node) in COMPARISONS) or target(node).endswith("?")


def _piped(node: Node, depth: int) -> str:
    """A pipeline as a value: what goes in, and the functions it goes through."""
    start, *rest = stages(node)
    through = []
    for part in rest:
        given = [noun(arg, depth + 2) for arg in args(part)]
        name = code(target(part) or text(part))
        through.append(f"{name} with {listing(given)}" if given else name)
    begin = noun(start, depth + 1)
    last = code(target(rest[-1]) or text(rest[-1]))
    full = f"{begin} passed through {', then '.join(through)}"
    return short(full, f"the result of a pipeline from {begin} to {last}", most=LONGEST[min(depth, 2)])


def held_pairs(options: Iterable[tuple[str, Node]], depth: int) -> list[str]:
    """Keys with what they hold: "`owner_id` 7"."""
    return [held_pair(span, noun(value, depth)) for key, value in options if (span := code(key))]


def held_pair(key: str, value: str) -> str:
    """A key with what it holds; one that holds the variable of its own name is said once."""
    return key if value == key else f"{key} {value}"


def _is_plain(node: Node) -> bool:
    """Whether a value is a number or name, which is short to say."""
    return node.type in {"integer", "float", "atom", "identifier", "boolean", "nil"}


def _options(node: Node, depth: int) -> str:
    """Keyword options: with what they hold, else by their keys."""
    held = pair_list(node)
    said = f"options {listing(held_pairs(held, depth + 1))}"
    return short(said, f"options {some(codes([key for key, _ in held]), 3)}", most=LONGEST[min(depth, 2)])


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
        what = article(code(text(struct)))
        what = "a struct of this module" if text(struct) == "__MODULE__" else what
    else:
        what = "a map"
    if depth <= 1 and keys:
        full = f"{what} with {listing(held_pairs(held, depth + 1))}"
        some_held = [
            held_pair(code(key), noun(value)) if _is_plain(value) else code(key) for key, value in held
        ]
        for told in (full, f"{what} with {listing(some_held)}"):
            if spoken_length(told) <= _LONGEST_MAP and "a computed" not in told:
                return told
    if struct is not None:
        return f"{what} with {some(keys, 4)}" if keys else what
    return f"a map with {some(keys, 4)}" if keys else "an empty map"


_TAGS = {":ok": "an OK tuple", ":error": "an error tuple", ":noreply": "a no-reply tuple",
         ":reply": "a reply tuple", ":stop": "a stop tuple", ":cont": "a continue tuple",
         ":halt": "a halt tuple"}  # fmt: skip


def _tagged(inner: Sequence[Node], depth: int) -> str:
    """A tuple that begins with a tag: "an error tuple with `changeset`"; empty for any other."""
    if text(inner[0]) not in _TAGS or len(inner) < 2:
        return ""
    held = [noun(part, depth + 1) for part in inner[1:] if not text(part).startswith("_")]
    return f"{_TAGS[text(inner[0])]} with {listing(held)}" if held else _TAGS[text(inner[0])]


def _sequence(node: Node, depth: int) -> str:
    inner = named(node)
    if not inner:
        return f"an empty {node.type}"
    if (split := cons(node)) is not None:
        before, after = split
        return f"{listing([noun(part, depth + 1) for part in before])} in front of {noun(after, depth + 1)}"
    if node.type == "tuple" and (tagged := _tagged(inner, depth)):
        return tagged
    if inner[0].type == "keywords" and len(inner) == 1:
        return _options(inner[0], depth)
    if len(inner) > 1 and all(
        part.type == "tuple" and named(part) and named(part)[0].type == "atom" for part in inner
    ):
        return f"a list of {count(len(inner), 'pair')}, for {some(codes([bare(named(part)[0]) for part in inner]), 4)}"
    told = [noun(part, depth + 1) for part in inner[:6]]
    if len(inner) <= 6 and sum(map(spoken_length, told)) <= LONGEST[min(depth, 2)]:
        return f"a {node.type} of {listing(told)}"
    if structs := _alike(inner):
        return f"a {node.type} of {structs}"
    first_of = f", beginning with {told[0]}" if spoken_length(told[0]) <= _SHORT_ITEM else ""
    return f"a {node.type} of {count(len(inner), 'item')}{first_of}"


def _alike(inner: Sequence[Node]) -> str:
    """Items of one kind: "three maps", "two `Post` structs"."""
    kinds = {_kind_word(part) for part in inner}
    kind = kinds.pop() if len(kinds) == 1 and len(inner) > 1 else ""
    if re.fullmatch(r"an? (map|list|tuple|function)", kind):
        return count(len(inner), kind.split(" ")[1])
    return (
        f"{count(len(inner), f'{kind.split(chr(32), 1)[1]} struct')}"
        if kind.startswith(("a `", "an `"))
        else ""
    )


def _unary(node: Node, depth: int) -> str:
    held, sign = operand(node), operator(node)
    if held is None:
        return ""
    if sign == "&":
        return capture_noun(held)
    if sign in {"not", "!"}:
        return f"not {noun(held, depth + 1)}"
    if sign == "-":
        return f"minus {noun(held, depth + 1)}"
    return noun(held, depth + 1)
