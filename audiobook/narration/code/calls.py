"""Calls as noun phrases: what a well-known function gives, chains of methods, new values of a class."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from audiobook.narration.code.kinds import LAMBDAS, STRINGS
from audiobook.narration.code.operators import condition, known_condition
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.texts import filled, literal, name_span, quoted, short
from audiobook.narration.code.trees import (
    SIMPLE,
    arguments,
    callee,
    chain,
    method_name,
    parameter_names,
    receiver,
    string_value,
    unwrapped,
)
from audiobook.narration.code.typewords import type_words
from audiobook.narration.code.wellknown import FUNCTION_NOUNS, METHOD_NOUNS, PYTHON_NOUNS, template_for
from audiobook.narration.code.words import article, code, count, listing, spoken_length

Noun = Callable[[Node, int], str]

_DEEP = 3
_LONG_CHAIN = 30
FORMATS = frozenset(
    ["format", "format!", "fmt.Sprintf", "String.format", "fmt.Errorf", "sprintf", "Sprintf", "anyhow"]
)


def given_words(node: Node, depth: int, noun: Noun, most: int = 14) -> list[str]:
    """The arguments of a call as nouns while they take at most `most` words; the rest as a count."""
    given = [told for arg in arguments(node) if (told := noun(arg, depth + 1))]
    kept: list[str] = []
    for told in given:
        if kept and sum(map(spoken_length, kept)) + spoken_length(told) > most:
            return [*kept, count(len(given) - len(kept), "more value")]
        kept.append(told)
    return kept


def call_noun(node: Node, depth: int, noun: Noun) -> str:
    """What a call gives."""
    known = _known(node, depth, noun)
    if known:
        return known
    if (linked := chain_noun(node, depth, noun)) is not None:
        return linked
    name = callee(node)
    if not name:
        function = field(node, "function")
        at_once = function is not None and unwrapped(function).type in LAMBDAS
        return "what a function that runs at once gives" if at_once else "the result of a call"
    most = 26 if depth == 0 else 14
    given = given_words(node, depth, noun, most - 6)
    with_those = f" with {listing(given)}" if given and depth < 2 else ""
    if _makes(name, node):
        owner = re.split(r"\.|::", name)[-2] if name.endswith("::new") else re.split(r"\.|::", name)[-1]
        new = "a new " if name.endswith("::new") else ""
        made = f"{new}{code(owner)}" if new else article(code(owner))
        return short(f"{made}{with_those}", made, most=most)
    bare = f"the result of {name_span(name) or 'a call'}"
    return short(f"{bare}{with_those}", bare, most=most)


def known_value(node: Node) -> bool:
    """Whether a call is known for what it gives, not for what it does."""
    given, owner = len(arguments(node)), receiver(node)
    return bool(
        template_for(FUNCTION_NOUNS, callee(node), given)
        or (node.type == "call" and template_for(PYTHON_NOUNS, callee(node), given))
        or (owner is not None and template_for(METHOD_NOUNS, method_name(node), given))
    )


def _makes(name: str, node: Node) -> bool:
    """Whether a call looks like making a value of a class: `Point(1, 2)`, `models.Item(...)`, `Config::new()`."""
    if name.endswith("::new"):
        return True
    last = re.split(r"\.|::", name)[-1]
    if (
        node.type == "call_expression"
        and (given := field(node, "arguments")) is not None
        and given.type == "argument_list"
    ):
        return False  # in Go and C an upper-case name is a function like any other
    upper = last[:1].isupper() and not last.isupper() and "_" not in last
    return upper and node.type != "method_invocation"


def _known(node: Node, depth: int, noun: Noun) -> str:
    """Well-known functions and methods, by their templates and a few rules of their own."""
    name, given = callee(node), arguments(node)
    last, owner = method_name(node), receiver(node)
    if name in FORMATS and given and given[0].type in STRINGS:
        return filled(literal(given[0]), [noun(arg, depth + 1) for arg in given[1:]])
    if last == "format" and owner is not None and owner.type in STRINGS:
        return filled(literal(owner), [noun(arg, depth + 1) for arg in given])
    if last == "split" and owner is not None and len(given) == 1 and text(given[0]) in {'""', "''"}:
        return f"{noun(owner, depth + 1)} split into characters"
    if name == "require" and len(given) == 1:
        return f"the module {noun(given[0], depth + 1)}"
    if name in {"make", "new"} and given and re.match(r"\[|map|chan|\w+$", text(given[0])):
        made = type_words(text(given[0]))
        size = f" of length {noun(given[1], depth + 1)}" if len(given) > 1 else ""
        if made:
            return re.sub(r"^an? ", "a new ", made, count=1) + size
    if name in {"vec", "List.of", "Arrays.asList", "Set.of"} and not any(
        arg.type in LAMBDAS for arg in given
    ):
        return _holding(
            "vector" if name == "vec" else "set" if name == "Set.of" else "list", given, depth, noun
        )
    if (
        last == "join"
        and owner is not None
        and len(given) == 1
        and (owner.type in STRINGS or len(chain(node)[1]) < 3)
    ):
        parts, sign = (given[0], owner) if owner.type in STRINGS else (owner, given[0])
        if sign.type in STRINGS:
            between = quoted(string_value(sign), "a text")
            return f"{noun(parts, depth + 1)} joined" + (
                "" if between == "an empty text" else f" with {between}"
            )
    if name in {"document.querySelector", "document.querySelectorAll"} and given and given[0].type in STRINGS:
        from audiobook.narration.code.css import selector_words

        which = "all elements" if name.endswith("All") else "the first element"
        return f"{which} matching {selector_words(string_value(given[0]))}"
    return _by_template(node, depth, noun, last, owner, given)


def _by_template(node: Node, depth: int, noun: Noun, last: str, owner: Node | None, given: list[Node]) -> str:
    if any(arg.type in LAMBDAS or arg.type in {"keyword_argument", "spread_element"} for arg in given):
        return ""
    if callee(node) in {"Ok", "Some"} and len(given) == 1 and given[0].type == "unit_expression":
        return code(callee(node))
    template = template_for(FUNCTION_NOUNS, callee(node), len(given))
    if not template and node.type == "call":
        template = template_for(PYTHON_NOUNS, callee(node), len(given))
    if not template and owner is not None:
        template = template_for(METHOD_NOUNS, last, len(given))
    if not template:
        asked = known_condition(node, depth, noun)
        return f"whether {asked}" if asked else ""
    me = noun(owner, depth + 1) if owner is not None else ""
    told = [noun(arg, depth + 1) for arg in given]
    return template.format(*told, me=me) if all(told) else ""


def _holding(kind: str, given: list[Node], depth: int, noun: Noun) -> str:
    if not given:
        return f"an empty {kind}"
    told = [noun(arg, depth + 1) for arg in given[:4]]
    if len(given) <= 4 and all(told) and sum(map(spoken_length, told)) <= 12:
        return f"a {kind} of {listing(told)}"
    return f"a {kind} of {count(len(given), 'item')}"


# -- chains -------------------------------------------------------------------------------------------------------

_TRANSPARENT = frozenset(
    ["iter", "into_iter", "iter_mut", "stream", "chars", "as_ref", "as_mut", "cloned", "copied"]
)
_LINKS = {
    "sum": "summing them", "collect": "collecting them", "toList": "collecting them", "count": "counting them",
    "sorted": "sorting them", "sort": "sorting them", "rev": "reversing them", "reverse": "reversing them",
    "findFirst": "taking the first", "first": "taking the first", "last": "taking the last", "unwrap": "unwrapping it",
    "distinct": "dropping repeats", "enumerate": "numbering them", "flat": "flattening them",
    "average": "averaging them", "mean": "averaging them",
}  # fmt: skip
_LINKS_WITH = {
    "join": "joining them with {}", "limit": "taking {} of them", "take": "taking {} of them", "skip": "skipping {}",
    "orElse": "or else {}", "unwrap_or": "or else {}", "expect": "or stopping with {}", "concat": "adding {}",
}  # fmt: skip
_TESTING = {
    "filter": "keeping those where {}", "where": "keeping those where {}",
    "find": "taking the first where {}", "some": "asking whether for any {}",
    "any": "asking whether for any {}", "anyMatch": "asking whether for any {}", "every": "asking whether for all {}",
    "all": "asking whether for all {}", "allMatch": "asking whether for all {}", "findIndex": "finding where {}",
    "take_while": "taking them while {}", "removeIf": "removing those where {}",
    "noneMatch": "asking whether for none {}",
}  # fmt: skip
_MAPPING = frozenset(["map", "select", "mapToInt", "flatMap", "flat_map", "mapToObj", "filter_map"])


def body_expression(function: Node) -> Node | None:
    """The one expression that a lambda gives, also when it is a block of one `return`."""
    body = field(function, "body")
    if body is None:
        return None
    if body.type in {"statement_block", "block"}:
        held = named(body)
        if len(held) == 1 and held[0].type in {"return_statement", "return_expression"} and named(held[0]):
            return named(held[0])[0]
        return held[0] if len(held) == 1 and held[0].type.endswith("expression") else None
    return body


def link_words(call: Node, depth: int, noun: Noun) -> str:
    """A link of a chain as a gerund ("keeping those where …"); empty when it is none that is well known."""
    name, given = method_name(call), arguments(call)
    last = name[:1].lower() + name[1:]
    if last in _LINKS and not given:
        return _LINKS[last]
    function = given[0] if given and given[0].type in LAMBDAS else None
    if last == "join" and len(given) == 1 and given[0].type in STRINGS:
        sign = quoted(string_value(given[0]), "a text")
        return "joining them" if sign == "an empty text" else f"joining them with {sign}"
    if last in _LINKS_WITH and len(given) == 1 and function is None:
        return _LINKS_WITH[last].format(noun(given[0], depth + 1))
    if last == "collect" and given:
        return "collecting them"
    if last in {"reduce", "fold"} and given:
        start = next((arg for arg in given if arg.type not in LAMBDAS), None)
        return "reducing them" + (f" from {noun(start, depth + 1)}" if start is not None else "")
    if last == "orElseThrow":
        return "or else throwing an error"
    body = body_expression(function) if function is not None else None
    if function is None or body is None:
        return ""
    if last in _TESTING:
        told = condition(body, depth + 1, noun)
        if "computed" in told or "a condition holds" in told:
            return (
                _TESTING[last]
                .partition(" where ")[0]
                .replace(" for any {}", " any passes a test")
                .replace(" for all {}", " all pass a test")
                .replace(" {}", "")
            )
        return _TESTING[last].format(told)
    if last in _MAPPING:
        names = [code(name) for name in parameter_names(function)[:1]]
        each = f"each {names[0]}" if names else "each"
        told = noun(body, depth + 1)
        return f"mapping {each} to {told}" if told else ""
    return ""


def chain_noun(node: Node, depth: int, noun: Noun) -> str | None:
    """A chain of methods: "`numbers`, keeping those where `n` is greater than 2, then summing them"."""
    start, calls = chain(node)
    calls = [call for call in calls if method_name(call) not in _TRANSPARENT]
    told = [link_words(call, depth, noun) for call in calls]
    if not calls or not any(told):
        linked = chain_words(node, depth, noun)
        return f"the result of {linked}" if linked else None
    while (
        told and not told[0]
    ):  # what is called first, before the chain of well-known links, is where it starts
        start, calls, told = calls[0], calls[1:], told[1:]
    links = [words or _plain_link(call, noun) for call, words in zip(calls, told, strict=True)]
    full = f"{noun(start, depth + 1)}, {', then '.join(links)}".replace(", then or ", ", or ")
    if spoken_length(full) <= _LONG_CHAIN and depth <= 1:
        return full
    names = listing([code(method_name(call)) for call in calls])
    return f"{noun(start, _DEEP)} after {names}"


def _plain_link(call: Node, noun: Noun) -> str:
    given = [
        noun(arg, _DEEP) for arg in arguments(call)[:2] if arg.type in STRINGS or SIMPLE.match(text(arg))
    ]
    return f"calling {code(method_name(call))}" + (f" with {listing(given)}" if given else "")


def chain_words(node: Node, depth: int, noun: Noun) -> str:
    """A chain of at least two calls: "`groupby` with `month`, then `sum`, on `df`"; empty for a shorter one."""
    start, calls = chain(node)
    if len(calls) < 2 or depth > 1:
        return ""
    links = []
    owner = code(f"{text(start)}.{method_name(calls[0])}") if SIMPLE.match(text(start)) else ""
    for at, call in enumerate(calls):
        given = [
            told
            for arg in arguments(call)[:2]
            if unwrapped(arg).type not in LAMBDAS and spoken_length(told := noun(arg, 1)) <= 6
        ]
        last = owner if at == 0 and owner else code(method_name(call))
        links.append(last + (f" with {listing(given)}" if given and len(calls) <= 4 else ""))
    links = [link for link in links if link]
    if len(links) > 5:
        links = [*links[:3], f"{count(len(links) - 4, 'more call')}", links[-1]]
    told = ", then ".join(links) + ("" if owner else f", on {noun(start, _DEEP)}")
    return (
        told
        if spoken_length(told) <= _LONG_CHAIN
        else ", then ".join(code(method_name(call)) for call in calls[:6])
    )
