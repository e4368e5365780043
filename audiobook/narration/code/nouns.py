"""Names values and tests in words: "the result of `fetch` with `url`", "`x` is greater than 2".

The grammars share most field names, so that one table serves them all. Each phrase is bounded in depth and in words,
and says less rather than symbols.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.kinds import CALLS, LAMBDAS, LISTS, MAPS, NUMBERS, STRINGS
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.trees import (
    SIMPLE,
    arguments,
    callee,
    chain,
    keys_of,
    parameter_names,
    string_value,
    unwrapped,
)
from audiobook.narration.code.words import (
    article,
    code,
    count,
    listing,
    spoken_length,
)

_DEEP = 3


_LONG = 14


_COMPREHENSIONS = {
    "list_comprehension": "a list",
    "set_comprehension": "a set",
    "dictionary_comprehension": "a dictionary",
    "generator_expression": "a series",
}


_OPERATORS = {
    "+": "plus", "-": "minus", "*": "times", "/": "divided by", "%": "modulo", "**": "to the power of",
    "//": "floor divided by",
    "==": "equals", "===": "equals", "!=": "is not", "!==": "is not", "<": "is less than",
    ">": "is greater than",
    "<=": "is at most", ">=": "is at least", "and": "and", "&&": "and", "or": "or", "||": "or",
    "in": "is in", "not in": "is not in",
    "is": "is", "is not": "is not", "??": "or else", "<>": "joined with", "++": "joined with",
    "=~": "matches", "instanceof": "is an instance of",
    "&": "and", "|": "or", "^": "exclusive or", "<<": "followed by", ">>": "shifted right by",
    "<=>": "compared with",
}  # fmt: skip


def short(phrase: str, *otherwise: str, most: int = _LONG) -> str:
    """`phrase` while it is at most `most` spoken words, else the first of `otherwise` that is, else the last."""
    return next(
        (form for form in (phrase, *otherwise) if form and spoken_length(form) <= most), otherwise[-1]
    )


def name_span(source: str) -> str:
    """An identifier path as a code span: `self.x` and `this.x` become "its `x`"; sigils and arrows are dropped."""
    clean = source.strip().lstrip("@$&*:#").replace("->", ".").replace("?.", ".").replace("::", ".")
    own = re.match(r"(?:self|this)\.([\w.]+)$", clean)
    return f"its {code(own[1])}" if own else code(clean)


def quoted(content: str, otherwise: str = "a text") -> str:
    """A literal text as it is worth saying: itself when it is short, else only that it is a text."""
    if not content.strip():
        return "an empty text"
    if content == "/":
        return "the root path"
    clean = re.sub(r"%\w|\\[nrt]|[{}]", " ", content).strip(" \t\n,.;:!")
    return short(code(clean), otherwise) if len(clean) < 50 else otherwise


def numeral(source: str) -> str:
    """A number as digits the spoken layer can read."""
    clean = source.replace("_", "")
    return clean if re.fullmatch(r"\d{1,9}", clean) else code(clean)


def chain_words(node: Node, depth: int) -> str:
    """A chain of at least two calls: "`groupby` with `month`, then `sum`, on `df`"; empty for a shorter one."""
    start, calls = chain(node)
    if len(calls) < 2 or depth > 1:
        return ""
    links = []
    for call in calls:
        given = [
            noun(arg, _DEEP) for arg in arguments(call)[:2] if arg.type in STRINGS or SIMPLE.match(text(arg))
        ]
        last = callee(call).rpartition(".")[2]
        links.append(code(last) + (f" with {listing(given)}" if given and len(calls) <= 3 else ""))
    links = [link for link in links if link]
    if len(links) > 4:
        links = [*links[:2], f"{count(len(links) - 3, 'more call')}", links[-1]]
    told = f"{', then '.join(links)}, on {noun(start, _DEEP)}"
    return told if spoken_length(told) <= 2 * _LONG else ""


def _call_noun(node: Node, depth: int) -> str:
    name = callee(node)
    if name == "open" and arguments(node):
        return f"the file {noun(arguments(node)[0], _DEEP)}"
    given = [noun(arg, depth + 1) for arg in arguments(node)[:4] if arg.type not in LAMBDAS]
    given = [said for said in given if said != "a computed value"]
    if not name:
        return "the result of a call"
    last = name.rpartition(".")[2]
    with_those = f" with {listing(given)}" if given and depth < 2 and len(given) <= 3 else ""
    if (
        last[:1].isupper()
        and not last.isupper()
        and "_" not in last
        and node.type not in {"method_invocation"}
        and not _is_go(name)
    ):
        return short(f"{article(code(name))}{with_those}", article(code(name)))
    return short(f"the result of {name_span(name)}{with_those}", f"the result of {name_span(name)}")


def _is_go(name: str) -> bool:
    """A dotted call whose package is in lower case (`fmt.Sprintf`, `json.Marshal`) is a function, not a class."""
    head, _, last = name.rpartition(".")
    return bool(head) and head.islower() and not last.endswith(("Error", "Exception"))


def _binary(node: Node, depth: int) -> str:
    parts = [child for child in node.children if "comment" not in child.type]
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        if len(parts) != 3:
            return short(code(text(node)), "a comparison")
        left, operator_node, right = parts
        operator = text(operator_node)
    else:
        held = field(node, "operator", "operators")
        operator = text(held) if held is not None else next((text(p) for p in parts if not p.is_named), "")
    word = _OPERATORS.get(operator, "")
    a, b = noun(left, depth + 1), noun(right, depth + 1)
    if operator in {"==", "===", "is", "!=", "!==", "is not"} and re.fullmatch(
        r"nil|null|None|undefined|true|false|True|False", text(right)
    ):
        word = "is not" if operator.startswith("!") or operator == "is not" else "is"
    if operator == "%" and left.type in STRINGS:
        return "a text built from parts"
    return f"{a} {word} {b}" if word and a and b else "a computed value"


def _members(nodes: Sequence[Node], kind: str, depth: int) -> str:
    if not nodes:
        return article(f"empty {kind}")
    inner = [noun(child, depth + 1) for child in nodes[:4]]
    if len(nodes) <= 3 and depth < 2 and all(spoken_length(word) <= 6 for word in inner):
        return f"{article(kind)} of {listing(inner)}"
    return f"{article(kind)} of {count(len(nodes), 'item')}"


def _map_noun(node: Node) -> str:
    keys = [span for key in keys_of(node)[:9] if (span := code(key))]
    holder = field(node, "name", "type")
    what = (
        article(code(text(holder)))
        if holder is not None
        else {"dictionary": "a dictionary", "hash": "a hash"}.get(node.type, "an object")
    )
    if not keys:
        return what if holder is not None else f"an empty {what.split()[-1]}"
    return (
        f"{what} with {listing(keys)}"
        if len(keys) <= 4
        else f"{what} with {count(len(keys_of(node)), 'key')}"
    )


def _comprehension(node: Node, depth: int) -> str:
    body, clause = field(node, "body"), first(node, "for_in_clause")
    if body is None or clause is None:
        return _COMPREHENSIONS[node.type]
    item, of = field(clause, "left"), field(clause, "right")
    tested = first(node, "if_clause")
    test = f", where {condition(named(tested)[0], depth + 1)}" if tested is not None and named(tested) else ""
    what = "" if text(body) == text(item) else f" of {noun(body, depth + 1)}"
    full = (
        f"{_COMPREHENSIONS[node.type]}{what} for each {code(text(item))} in {noun(of, depth + 1)}{test}"
        if of is not None and item is not None
        else ""
    )
    return short(
        full,
        f"{_COMPREHENSIONS[node.type]} made from {noun(of, _DEEP)}"
        if of is not None
        else _COMPREHENSIONS[node.type],
    )


def subscript(node: Node, depth: int) -> str:
    """An element of a list or map: "the `name` of `user`", "item 0 of `xs`"."""
    parts = named(node)
    holder, key = (field(node, "value", "object", "operand") or parts[0]), parts[-1]
    if key.type in STRINGS:
        return f"the {quoted(string_value(key))} of {noun(holder, depth + 1)}"
    if key.type == "slice":
        return f"a slice of {noun(holder, depth + 1)}"
    return f"item {noun(key, depth + 1)} of {noun(holder, depth + 1)}"


def noun(node: Node, depth: int = 0) -> str:
    """`node` as a noun phrase. Beyond three levels, or past what an ear holds, only its kind is told."""
    node = unwrapped(node)
    kind, source = node.type, text(node)
    if SIMPLE.match(source):
        return name_span(source)
    if kind in STRINGS:
        inserted = within(node, "interpolation", "template_substitution")
        if not inserted:
            return quoted(string_value(node))
        names = [
            span
            for part in inserted[:3]
            if named(part) and (span := noun(named(part)[0], _DEEP)).startswith(("`", "its"))
        ]
        return f"a text with {listing(names)} in it" if names else "a text with values in it"
    if kind in NUMBERS:
        return numeral(source)
    if depth >= _DEEP:
        return _kind_word(node)
    if kind in CALLS and depth <= 1 and (linked := chain_words(node, depth)):
        return f"the result of {linked}"
    return short(_composed(node, depth), _kind_word(node))


def _kind_word(node: Node) -> str:
    """What kind of value `node` is, when it is too deep or long to be told."""
    if node.type in CALLS:
        return f"the result of {span}" if (span := name_span(callee(node))) else "the result of a call"
    for types, word in (
        (LISTS, "a list"),
        (MAPS, "an object"),
        (LAMBDAS, "a function"),
        (STRINGS, "a text"),
    ):
        if node.type in types:
            return word
    return "a computed value"


def _composed(node: Node, depth: int) -> str:
    kind = node.type
    if kind in CALLS or kind in {"new_expression", "object_creation_expression"}:
        if kind in CALLS:
            return _call_noun(node, depth)
        made = field(node, "constructor", "type")
        given = [noun(arg, depth + 1) for arg in arguments(node)[:3] if arg.type not in LAMBDAS]
        return f"a new {code(re.sub('<.*', '', text(made)))}" + (f" with {listing(given)}" if given else "")
    if kind in _COMPREHENSIONS:
        return _comprehension(node, depth)
    if kind in LISTS:
        return _members(
            named(node), {"tuple": "tuple", "set": "set", "array": "array"}.get(kind, "list"), depth
        )
    if kind in MAPS:
        return _map_noun(node)
    if kind in {"binary_operator", "binary_expression", "binary", "comparison_operator", "boolean_operator"}:
        return _binary(node, depth)
    if kind in {"unary_operator", "unary_expression", "not_operator", "unary"}:
        inner = named(node)
        negated = text(node).startswith(("not", "!"))
        return (
            f"not {noun(inner[-1], depth + 1)}"
            if negated and inner
            else (noun(inner[-1], depth + 1) if inner else "")
        )
    if (
        kind in {"subscript", "subscript_expression", "index_expression", "element_reference", "array_access"}
        and len(named(node)) > 1
    ):
        return subscript(node, depth)
    if kind in {"conditional_expression", "ternary_expression"} and len(named(node)) == 3:
        a, b, c = named(node)
        then, test, other = (
            (a, b, c) if kind == "conditional_expression" and "?" not in text(node) else (b, a, c)
        )
        return f"{noun(then, depth + 1)} if {condition(test, depth + 1)}, else {noun(other, depth + 1)}"
    if kind in {"jsx_element", "jsx_self_closing_element"}:
        tag = next(iter(within(node, "identifier", "member_expression")), None)
        return f"{article(code(text(tag)))} element" if tag is not None else "an element"
    if kind in LAMBDAS:
        given = [code(name) for name in parameter_names(node)[:3]]
        return f"a function of {listing(given)}" if given and all(given) else "a function"
    if kind in {"attribute", "member_expression", "selector_expression", "field_access", "field_expression"}:
        owner, part = named(node)[0], named(node)[-1]
        return f"the {code(text(part))} of {noun(owner, depth + 1)}"
    if kind in {"keyword_argument", "pair"}:
        key, value = field(node, "name", "key"), field(node, "value")
        return f"{code(text(key))} {noun(value, depth + 1)}" if key is not None and value is not None else ""
    return code(text(node)) if re.fullmatch(r"[\w .:'-]{1,40}", text(node)) else ""


def condition(node: Node, depth: int = 0) -> str:
    """`node` as a clause after "if"."""
    node = unwrapped(node)
    if (
        node.type in {"not_operator", "unary_expression", "unary"}
        and text(node).startswith(("not", "!"))
        and named(node)
    ):
        return short(f"{noun(named(node)[-1], depth + 1)} is not true", "a test fails")
    told = noun(node, depth)
    if told == "a computed value":
        return "a condition holds"
    if (
        node.type
        in {"comparison_operator", "boolean_operator", "binary_expression", "binary_operator", "binary"}
        and " " in told
    ):
        return told
    return f"{told} is true" if node.type in CALLS else f"{told} is set"
