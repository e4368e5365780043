"""JSX in words: "a button that says Save and on click calls `save`", "a `Card` for each `post` in `posts`"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tree_sitter import Node

from audiobook.narration.code.calls import body_expression
from audiobook.narration.code.elements import UNCOUNTED, element_name
from audiobook.narration.code.kinds import LAMBDAS, STRINGS
from audiobook.narration.code.snippet import field, first, named, text, within
from audiobook.narration.code.texts import short
from audiobook.narration.code.trees import (
    callee,
    method_name,
    parameter_names,
    receiver,
    string_value,
    unwrapped,
)
from audiobook.narration.code.words import (
    article,
    code,
    count,
    first_sentence,
    listing,
    number,
    plain,
    plural,
    some,
    spoken_length,
)

ELEMENTS = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
_SILENT = frozenset(
    {
        "key",
        "className",
        "class",
        "style",
        "id",
        "ref",
        "type",
        "src",
        "htmlFor",
        "width",
        "height",
        "rel",
        "target",
    }
)
_LONGEST = 40


def tag_of(node: Node) -> str:
    """The tag of an element; empty for a fragment."""
    opened = field(node, "open_tag") or node
    return text(field(opened, "name"))


@dataclass(frozen=True, slots=True)
class _Attribute:
    name: str
    value: Node | None


def _attributes(node: Node) -> list[_Attribute]:
    opened = field(node, "open_tag") or node
    found = []
    for part in named(opened, "jsx_attribute"):
        parts = named(part)
        value = parts[1] if len(parts) > 1 else None
        if value is not None and value.type == "jsx_expression":
            value = named(value)[0] if named(value) else None
        found.append(_Attribute(text(parts[0]), value))
    return found


def element_words(node: Node, depth: int = 0) -> str:
    """An element with what it holds, as long as an ear can hold it; else with less of it."""
    for deep in (3, 2, 1):
        told = _element(node, 0, deep)
        if spoken_length(told) <= _LONGEST // (depth + 1):
            return told
    return _element(node, 0, 0)


def _element(node: Node, level: int, deep: int) -> str:
    tag = tag_of(node)
    held = _children(node, level, deep) if level < deep else []
    if not tag:
        return listing(held) if held else _kinds(node) or "a fragment"
    name = element_name(tag) if tag[:1].islower() else code(tag)
    said = name if tag in UNCOUNTED else article(name)
    given = _attributes(node)
    facts = _facts(tag, given, level, deep)
    says = _text(node)
    at = 0 if tag[:1].islower() else len(facts)
    if says and not held:
        facts.insert(at, f"says {says}")
    elif held:
        facts.insert(at, f"{'shows' if tag[:1].islower() else 'holds'} {listing(held)}")
    elif _hidden(node):
        facts.insert(at, f"holds {_kinds(node)}")
    return f"{said} that {listing(facts)}" if facts else said


def _facts(tag: str, given: Sequence[_Attribute], level: int, deep: int) -> list[str]:
    """What the attributes say: its props when it is a component, its events and values when it is an element."""
    if deep == 0:
        return []
    facts = []
    props = []
    for one in given:
        event = re.match(r"on([A-Z]\w*)$", one.name)
        if event is not None and one.value is not None:
            facts.append(_handled(event[1].lower(), one.value, level))
        elif one.name in _SILENT and tag[:1].islower():
            if one.name == "type" and tag == "input" and one.value is not None and one.value.type in STRINGS:
                facts.append(f"is of the type {code(string_value(one.value))}")
        elif one.name == "key":
            continue
        else:
            props.append(_prop(one))
    told = [prop for prop in props if prop]
    if told:
        words = f"has {listing(told)}" if len(told) <= 3 else f"has {count(len(told), 'prop')}"
        facts.insert(0, words)
    return facts


def _prop(one: _Attribute) -> str:
    from audiobook.narration.code.nouns import noun

    if one.value is None:
        return code(one.name)
    if one.value.type in LAMBDAS or one.value.type in ELEMENTS:
        return code(one.name)
    told = noun(one.value, 2)
    return f"{code(one.name)} {told}" if spoken_length(told) <= 5 else code(one.name)


def _handled(event: str, value: Node, level: int) -> str:
    """What happens on an event."""
    from audiobook.narration.code.nouns import noun
    from audiobook.narration.code.phrases import steps_of

    if value.type not in LAMBDAS:
        return f"on {event} calls {noun(value, 2)}"
    steps = [step.plain for step in steps_of(value, level + 1)]
    told = listing(steps[:2]) if steps else ""
    return (
        f"on {event} {short(told, steps[0] if steps else 'runs a function', 'runs a function')}"
        if told
        else f"handles {event}"
    )


def _text(node: Node) -> str:
    """The words written between the tags, when there is nothing else between them."""
    parts = named(node, "jsx_text", "jsx_expression", *ELEMENTS, "html_character_reference")
    words = " ".join(text(part) for part in parts if part.type == "jsx_text").strip()
    if any(part.type in ELEMENTS for part in parts):
        return ""
    from audiobook.narration.code.nouns import noun

    shown = [noun(named(part)[0], 2) for part in parts if part.type == "jsx_expression" and named(part)]
    fixed = first_sentence(plain(re.sub(r"\s+", " ", words)), 10).rstrip(".:,")
    if shown and not re.search(r"\w", fixed):
        return listing(shown[:3])
    if shown:
        return f"{fixed}, with {listing(shown[:2])}"
    return fixed if re.search(r"\w", fixed) else ""


def _kinds(node: Node) -> str:
    """The children by their kinds alone: "a main heading, a list, and two `Card` elements"."""
    told = [
        (
            tag_of(part),
            article(element_name(tag_of(part)) if tag_of(part)[:1].islower() else code(tag_of(part))),
        )
        for part in _hidden(node)
        if tag_of(part)
    ]
    kinds = _counted(told)
    return some(kinds, 4, "other element") if kinds else count(len(_hidden(node)), "element")


def _hidden(node: Node) -> list[Node]:
    return [part for part in named(node) if part.type in ELEMENTS]


def _children(node: Node, level: int, deep: int) -> list[str]:
    """The child elements in words, those of one kind counted; conditions and loops with what they show."""
    told: list[tuple[str, str]] = []
    if not any(
        part.type in ELEMENTS or (part.type == "jsx_expression" and _shows(part)) for part in named(node)
    ):
        return []
    for part in named(node):
        if part.type in ELEMENTS:
            told.append((tag_of(part), _element(part, level + 1, deep)))
        elif part.type == "jsx_expression" and named(part):
            words = _expression(named(part)[0], level, deep)
            if words:
                told.append(("", words))
        elif part.type == "jsx_text" and re.search(r"\w", text(part)):
            words = first_sentence(plain(re.sub(r"\s+", " ", text(part))), 8).rstrip(".:")
            told.append(("", f"the words {words}"))
    return _counted(told)


def _shows(part: Node) -> bool:
    return bool(within(part, *ELEMENTS))


def _counted(told: Sequence[tuple[str, str]]) -> list[str]:
    """Neighbours of one kind as a count when there are more than two of them."""
    groups: list[tuple[str, list[str]]] = []
    for tag, words in told:
        if groups and tag and groups[-1][0] == tag:
            groups[-1][1].append(words)
        else:
            groups.append((tag, [words]))
    said: list[str] = []
    for tag, held in groups:
        if len(held) < 3:
            said += held
        else:
            name = element_name(tag) if tag[:1].islower() else f"{code(tag)} element"
            said.append(f"{number(len(held))} {plural(name)}")
    return said


def expression_words(node: Node) -> str:
    """What an expression in braces shows."""
    return _expression(node, 0, 2)


def _expression(node: Node, level: int, deep: int) -> str:
    """What an expression between tags shows."""
    from audiobook.narration.code.nouns import condition, noun

    node = unwrapped(node)
    if node.type in ELEMENTS:
        return _element(node, level + 1, deep)
    if node.type == "binary_expression" and text(field(node, "operator")) in {"&&", "||"}:
        left, right = field(node, "left"), field(node, "right")
        if left is not None and right is not None and within(right, *ELEMENTS):
            return f"{_expression(right, level, deep)} if {condition(left, 1)}"
    if node.type == "ternary_expression" and len(named(node)) == 3:
        test, then, other = named(node)
        return f"{_expression(then, level, deep)} if {condition(test, 1)}, else {_expression(other, level, deep)}"
    if (
        node.type == "call_expression"
        and method_name(node) == "map"
        and (owner := receiver(node)) is not None
    ):
        function = next((part for part in named(first(node, "arguments")) if part.type in LAMBDAS), None)
        body = (
            unwrapped(inner)
            if function is not None and (inner := body_expression(function)) is not None
            else None
        )
        if function is not None and body is not None and body.type in ELEMENTS:
            item = listing([code(name) for name in parameter_names(function)[:1]]) or "item"
            return f"{_element(body, level + 1, deep)} for each {item} in {noun(owner, 2)}"
        return f"something for each item of {noun(owner, 2)}" if callee(node) else ""
    if node.type in STRINGS and not string_value(node).strip() and not within(node, "template_substitution"):
        return ""
    return noun(node, 2)
