"""Names Ruby values and tests in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tree_sitter import Node

from audiobook.narration.code.nouns import numeral, quoted, short
from audiobook.narration.code.ruby_tree import (
    args,
    bare,
    block,
    block_argument,
    chain,
    method,
    options,
    receiver,
)
from audiobook.narration.code.runs import in_a_row
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.words import code, codes, count, listing, some, spoken_length

_DEEP = 4
_LONGEST = (26, 22, 16)
_NAME = re.compile(r"[@$:]{0,2}[A-Za-z_]\w*(?:(?:\.|::)\w+)*[?!]?")
_OPERATORS = {
    "==": "equals", "!=": "is not", "<": "is less than", ">": "is greater than", "<=": "is at most",
    ">=": "is at least", "&&": "and", "||": "or", "and": "and", "or": "or", "=~": "matches", "===": "matches",
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo", "**": "to the power of",
    "<=>": "compared with", "<<": "followed by", "!~": "does not match", "&": "and", "|": "or",
    "^": "exclusive or",
    ">>": "shifted by",
}  # fmt: skip
_TESTS = frozenset(["==", "!=", "<", ">", "<=", ">=", "=~", "===", "!~", "&&", "||", "and", "or"])
_GIVES = {
    "length": "the length of {r}", "size": "the size of {r}", "count": "the count of {r}",
    "first": "the first of {r}",
    "last": "the last of {r}", "sum": "the sum of {r}", "max": "the greatest of {r}",
    "min": "the least of {r}",
    "to_s": "{r} as a text", "to_i": "{r} as an integer", "to_sym": "{r} as a symbol",
    "to_f": "{r} as a float",
    "to_a": "{r} as an array", "upcase": "{r} in upper case", "downcase": "{r} in lower case",
    "capitalize": "{r}, capitalized", "reverse": "{r} reversed", "sort": "{r} sorted",
    "uniq": "{r} without duplicates",
    "keys": "the keys of {r}", "values": "the values of {r}", "strip": "{r} without blanks at its ends",
    "ago": "{r} ago", "from_now": "{r} from now", "class": "the class of {r}", "all": "all rows of {r}",
    "sample": "a random one of {r}", "shuffle": "{r} shuffled", "chars": "the characters of {r}",
    "round": "{r} rounded",
    "flatten": "{r} flattened", "compact": "{r} without nils", "inspect": "{r} as it prints",
}  # fmt: skip
_ANSWERS = {
    "nil?": "{r} is nil", "empty?": "{r} is empty", "any?": "{r} is not empty", "present?": "{r} is present",
    "blank?": "{r} is blank", "zero?": "{r} is zero", "positive?": "{r} is positive",
    "negative?": "{r} is negative",
    "even?": "{r} is even", "odd?": "{r} is odd", "valid?": "{r} is valid", "persisted?": "{r} is saved",
    "new_record?": "{r} is new", "include?": "{r} includes {0}", "is_a?": "{r} is a {0}",
    "key?": "{r} has the key {0}",
    "start_with?": "{r} starts with {0}", "end_with?": "{r} ends with {0}",
    "respond_to?": "{r} responds to {0}",
    "exists?": "a row of {r} exists", "save": "saving {r} succeeds", "destroy": "deleting {r} succeeds",
    "update": "updating {r} succeeds", "eql?": "{r} equals {0}", "equal?": "{r} is the same object as {0}",
    "match?": "{r} matches {0}", "none?": "{r} is empty", "has_key?": "{r} has the key {0}",
    "member?": "{r} includes {0}",
    "kind_of?": "{r} is a {0}", "instance_of?": "{r} is exactly a {0}", "frozen?": "{r} is frozen",
}  # fmt: skip


def noun(node: Node, depth: int = 0) -> str:
    """A Ruby value as a noun phrase; what is too deep or long only by its kind."""
    kind, source = node.type, text(node)
    if kind in {"integer", "float"}:
        return numeral(source) if kind == "integer" else code(source)
    if source == "_":
        return "anything"
    if kind == "self":
        return "itself"
    if kind in {"nil", "true", "false"}:
        return source
    if _NAME.fullmatch(source) and kind != "call":
        return code(bare(node))
    if kind in {
        "string",
        "heredoc_beginning",
        "simple_symbol",
        "delimited_symbol",
        "string_array",
        "symbol_array",
    }:
        return _text(node)
    if depth >= _DEEP:
        return _kind_word(node)
    return short(_composed(node, depth), _kind_word(node), most=_LONGEST[min(depth, 2)])


def _kind_word(node: Node) -> str:
    words = {
        "array": "an array",
        "hash": "a hash",
        "lambda": "a function",
        "regex": "a pattern",
        "string": "a text",
    }
    if node.type == "call" and code(method(node)):
        return f"the result of {code(method(node))}"
    return words.get(node.type, "a computed value")


def _text(node: Node) -> str:
    if node.type == "heredoc_beginning":
        return "a text"
    if node.type in {"string_array", "symbol_array"}:
        return f"an array of {listing(codes([text(part) for part in named(node)]))}"
    inserted = named(node, "interpolation")
    if address := re.match(r"['\"]https?://([^/?#\s'\"]+)", text(node)):
        return f"the web address {code(address[1])}"
    if not inserted:
        return quoted("".join(text(part) for part in named(node)) or bare(node)) if named(node) else (
            code(bare(node)) or "an empty text"
        )  # fmt: skip
    pieces: list[str] = []
    for part in node.named_children:
        if part.type == "interpolation" and named(part):
            pieces.append(noun(named(part)[0], 2))
        elif part.type == "string_content" and (span := code(text(part).strip(" \\n.,;:!?-_/"))):
            pieces.append(span)
    if 0 < len(pieces) <= 3 and sum(map(spoken_length, pieces)) <= 14:
        return " followed by ".join(pieces) if len(pieces) > 1 else f"{pieces[0]} as a text"
    spans = [noun(named(part)[0], 3) for part in inserted if named(part)]
    return f"a text with {some(spans, 2)} in it"


def held_pairs(held: Iterable[tuple[str, Node]], depth: int) -> list[str]:
    """Keys with what they hold; one that holds what is called like it is said once."""
    told = []
    for key, value in held:
        said = noun(value, depth)
        span = code(key) if re.fullmatch(r"[\w\s?!.@:/#-]+", key) else "a pattern"
        if span:
            told.append(span if said == span else f"{span} {said}")
    return told


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind == "array":
        inner = [noun(part, depth + 1) for part in named(node)]
        if len(inner) > 8 or sum(map(spoken_length, inner)) > 20:
            return f"an array of {count(len(inner), 'item')}"
        return f"an array of {listing(inner)}" if inner else "an empty array"
    if kind == "hash":
        held = options(node)
        full = listing(held_pairs(held.items(), depth + 1))
        keys = some(codes(list(held)), 4)
        return short(f"a hash with {full}", f"a hash with {keys}", most=24) if held else "an empty hash"
    if kind == "binary" and _operator(node) in {"||", "or"} and not _is_test(node):
        return re.sub(r" or ", " or else ", _binary(node, depth), count=1)
    if kind == "binary":
        return f"whether {condition(node, depth)}" if _operator(node) in _TESTS else _binary(node, depth)
    if kind == "unary":
        inner_node = named(node)[-1]
        sign = "minus" if text(node).startswith("-") else "not"
        return f"{sign} {noun(inner_node, depth + 1)}"
    if kind == "conditional":
        test, then, other = (field(node, key) for key in ("condition", "consequence", "alternative"))
        if test is not None and then is not None and other is not None:
            return f"{noun(then, depth + 1)} if {condition(test, depth + 1)}, else {noun(other, depth + 1)}"
    if kind == "element_reference" and len(named(node)) > 1:
        return f"the {noun(named(node)[1], depth + 1)} of {noun(named(node)[0], depth + 1)}"
    if kind == "range":
        return " to ".join(noun(part, depth + 1) for part in named(node))
    if kind == "parenthesized_statements" and named(node):
        return noun(named(node)[0], depth)
    if kind == "lambda":
        return "a function"
    if kind in {"array_pattern", "hash_pattern", "find_pattern"}:
        inner = [noun(part, depth + 1) for part in named(node)]
        return f"{'a hash' if kind == 'hash_pattern' else 'an array'} of {listing(inner)}"
    if kind == "keyword_pattern":
        return " ".join(noun(part, depth + 1) for part in named(node))
    if kind == "regex":
        return "a pattern"
    if kind in {"pair"}:
        key, value = field(node, "key"), field(node, "value")
        return f"{code(bare(key))} {noun(value, depth + 1)}" if key is not None and value is not None else ""
    if kind == "call":
        return _call(node, depth)
    return ""


def _operator(node: Node) -> str:
    return text(field(node, "operator"))


def _is_test(node: Node) -> bool:
    """Whether a side of `a || b` is itself a test."""
    sides = [field(node, "left"), field(node, "right")]
    return any(
        side is not None
        and ((side.type == "binary" and _operator(side) in _TESTS - {"||", "or"}) or text(side).endswith("?"))
        for side in sides
    )


def _binary(node: Node, depth: int) -> str:
    left, right = field(node, "left"), field(node, "right")
    word = _OPERATORS.get(_operator(node), "")
    if left is None or right is None or not word:
        return ""
    a, b = noun(left, depth + 1), noun(right, depth + 1)
    return f"{a}{', all' if _grouped(left) else ''} {word} {'the whole of ' if _grouped(right) else ''}{b}"


def _grouped(node: Node) -> bool:
    """Whether an operand is several values in parentheses, which the ear has to be told."""
    inner = named(node)[0] if node.type == "parenthesized_statements" and named(node) else None
    return (
        inner is not None and inner.type == "binary" and _operator(inner) in {"+", "-", "*", "/", "**", "%"}
    )


def _call(node: Node, depth: int) -> str:
    name, given, held, owner = method(node), args(node), options(node), receiver(node)
    told = [noun(arg, depth + 1) for arg in given]
    about = noun(owner, depth + 1) if owner is not None else ""
    if name == "new" and about:
        what = f"a new {about}"
        all_told = told + held_pairs(held.items(), depth + 1)
        return f"{what} with {in_a_row(all_told)}" if all_told else what
    if name in _GIVES and about and not given and block(node) is None:
        return _GIVES[name].format(r=about)
    if name.endswith("?") and not given and owner is not None and _NAME.fullmatch(text(owner)):
        return code(f"{bare(owner)}.{name}")
    if name.endswith("?"):
        return f"whether {condition(node, depth)}"
    if (each := block_argument(node)) is not None and about:
        return (
            f"the {code(bare(each))} of each of {about}" if name == "map" else f"{about} through {code(name)}"
        )
    if not given and not held and block(node) is None:
        plain = code(re.sub(r"[@&]|\(\)", "", text(node)).replace("::", "."))
        return (
            plain
            if _NAME.fullmatch(text(node).replace("&.", "."))
            else (f"the {code(name)} of {about}" if about else code(name))
        )
    start, calls = chain(node)
    if len(calls) > 1:
        return _chain(start, calls, depth)
    full = code(f"{bare(owner)}.{name}") if owner is not None and _NAME.fullmatch(text(owner)) else code(name)
    of = f" of {about}" if about and full == code(name) else ""
    all_told = told + held_pairs(held.items(), depth + 1)
    return f"the result of {full}{of}" + (f" with {in_a_row(all_told)}" if all_told and depth < 3 else "")


def _chain(start: Node | None, calls: list[Node], depth: int) -> str:
    """A chain of calls as a value: "`User` through `where` with `active` true, then `order` with `name`"."""
    links = []
    for call in calls:
        told = [noun(arg, depth + 2) for arg in args(call)] + held_pairs(options(call).items(), depth + 2)
        links.append(code(method(call)) + (f" with {listing(told)}" if told else ""))
    begin = noun(start, depth + 1) if start is not None else ""
    if not begin:
        return f"the result of {', then '.join(links)}"
    return f"{begin} through {', then '.join(links)}"


def condition(node: Node, depth: int = 0) -> str:
    """A test as a clause: "`x` is nil", "`user` is valid"."""
    if node.type == "parenthesized_statements" and named(node):
        return condition(named(node)[0], depth)
    if node.type == "binary" and _operator(node) in _TESTS:
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return "a condition holds"
        sign = _operator(node)
        if sign in {"&&", "||", "and", "or"}:
            return f"{condition(left, depth + 1)} {_OPERATORS[sign]} {condition(right, depth + 1)}"
        word = _OPERATORS[sign]
        if right.type in {"nil", "true", "false"}:
            word = "is" if sign == "==" else "is not"
        return short(f"{noun(left, depth + 1)} {word} {noun(right, depth + 1)}", "a condition holds", most=26)
    if (node.type == "unary" and text(node).startswith("!")) or text(node).startswith("not "):
        return _negated(condition(named(node)[-1], depth + 1))
    if node.type == "call":
        name, owner = method(node), receiver(node)
        told = [noun(arg, depth + 1) for arg in args(node)]
        about = noun(owner, depth + 1) if owner is not None else "it"
        template = _ANSWERS.get(name, "")
        if template and ("{0}" not in template or told):
            return template.format(*told, r=about)
        if name.endswith("?"):
            given = f" for {listing(told)}" if told else ""
            return f"{code(name)} holds{given}{f' of {about}' if owner is not None and not told else ''}"
    said = noun(node, depth + 1)
    return "a condition holds" if said == "a computed value" else f"{said} is set"


def _negated(told: str) -> str:
    for verb, denied in ((" is ", " is not "), (" equals ", " does not equal "), (" includes ", " does not include "),
                         (" holds", " does not hold"), (" exists", " does not exist"), (" succeeds", " fails"),
                         (" has ", " has no ")):  # fmt: skip
        if verb in told:
            return told.replace(verb, denied, 1).replace("is not not ", "is ")
    return f"it is not so that {told}"
