"""CSS rules: what each selector styles, and which properties it sets."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet, first, named, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, where
from audiobook.narration.code.words import code, codes, count, listing, some


def selector_words(source: str) -> str:
    """A selector in words: `.card:hover > a` is "`a` inside `card` when hovered"."""
    told = []
    for one in source.split(",")[:3]:
        parts = [part for part in re.split(r"[\s>+~]+", one.strip()) if part]
        words = [_simple(part) for part in reversed(parts)]
        told.append(" inside ".join(word for word in words if word))
    return listing([word for word in told if word])


def _simple(part: str) -> str:
    hit = re.match(r"([\w-]*)((?:[.#][\w-]+)*)", part)
    element, marks = (hit[1], hit[2]) if hit else ("", "")
    names = [
        ("the class " if mark[0] == "." else "the ID ") + code(mark[1:])
        for mark in re.findall(r"[.#][\w-]+", marks)
    ]
    said = (
        f"{code(element)} with {listing(names)}" if element and names else (code(element) or listing(names))
    )
    state = re.search(r"::?([\w-]+)", part)
    words = {
        "hover": "when hovered",
        "focus": "when focused",
        "before": "before it",
        "after": "after it",
        "first-child": "when first",
        "root": "the root",
    }
    if state:
        told = words.get(state[1], f"when {state[1].replace('-', ' ')}")
        said = f"{said} {told}".strip()
    return said or ("everything" if part == "*" else "")


def _declaration(node: Node) -> str:
    name = text(first(node, "property_name"))
    value = text(node).partition(":")[2].strip(" ;")
    return (
        f"{code(name)} to {code(value)}"
        if re.fullmatch(r"[\w .%#-]{1,24}", value) and code(value)
        else code(name)
    )


def _target(node: Node) -> str:
    return selector_words(text(first(node, "selectors")))


def _rule(node: Node) -> Say:
    target = _target(node)
    made = [said for part in named(first(node, "block"), "declaration") if (said := _declaration(part))]
    names = [part.split(" to ")[0] for part in made]
    subject = f"the rule for {target}" if target else "a rule"
    return say(
        f"{subject} sets {listing(made)}",
        f"{subject} sets {some(names, 4)}",
        f"{subject} sets {count(len(made), 'property')}",
    )


def tell(snippet: Snippet) -> Telling | None:
    """The rules of a style sheet, or loose declarations; None when there are none."""
    rules = [node for node in snippet.tops if node.type == "rule_set"]
    loose = [said for node in snippet.tops if node.type == "declaration" and (said := _declaration(node))]
    media = [
        node
        for node in snippet.tops
        if node.type in {"media_statement", "keyframes_statement", "supports_statement", "at_rule"}
    ]
    if loose and not rules:
        return idiom(
            "styles",
            say(
                f"{lines_of(snippet)}, which set {listing(loose)}",
                f"{lines_of(snippet)}, which set {count(len(loose), 'property')}",
            ),
        )
    if not rules and not media:
        return None
    says = [
        say(
            f"{lines_of(snippet)}{where(snippet)}"
            + (f", with {count(len(rules), 'rule')}" if len(rules) > 1 else ""),
            rank=0,
        )
    ]
    says += [_rule(node) for node in rules[:4]]
    if len(rules) > 4:
        says = [
            says[0],
            say(
                f"they style {some([word for word in map(_target, rules) if word], 4)}",
                rank=0,
            ),
        ]
    if media:
        kinds = codes([text(node).split("{")[0].strip("@ ").split(" ")[0] for node in media])
        says.append(say(f"it also has {count(len(media), 'at-rule')}: {listing(kinds)}", rank=2))
    return idiom("styles", *says)
