"""CSS rules: what each selector styles, and which properties it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet, first, named, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, where
from audiobook.narration.code.words import code, comment_text, count, first_sentence, listing, some

_STATES = {
    "hover": "when hovered", "focus": "when focused", "active": "when pressed", "checked": "when checked",
    "disabled": "when disabled", "visited": "when visited", "first-child": "when it is the first child",
    "last-child": "when it is the last child", "before": "", "after": "", "root": "", "invalid": "when invalid",
    "valid": "when valid", "focus-visible": "when focused", "empty": "when empty", "required": "when required",
    "target": "when it is the target", "focus-within": "when something in it has the focus",
}  # fmt: skip
_MOST_RULES = 4


def selector_words(source: str) -> str:
    """A selector in words: `.card:hover > a` is "`a` inside the class `card` when hovered"."""
    told = [_one(one) for one in source.split(",")[:4]]
    return listing([word for word in told if word])


def _one(source: str) -> str:
    parts = [part for part in re.split(r"\s*([>+~])\s*|\s+", source.strip()) if part]
    words = [_simple(part) for part in parts if part not in ">+~"]
    links = ["inside", *("right after" if part in "+~" else "inside" for part in parts if part in ">+~")]
    words = [word for word in words if word]
    if not words:
        return ""
    told = words[-1]
    after = re.search(r"[+~]\s*[^+~>\s]+$", source.strip()) is not None
    for at, word in enumerate(reversed(words[:-1])):
        told += f" {links[-1] if at == 0 and after else 'inside'} {word}"
    return told


def _simple(part: str) -> str:
    hit = re.match(r"(&?)([\w-]*)((?:[.#][\w-]+)*)", part)
    element, marks = (hit[2], hit[3]) if hit else ("", "")
    names = [
        ("the class " if mark[0] == "." else "the ID ") + code(mark[1:])
        for mark in re.findall(r"[.#][\w-]+", marks)
    ]
    several = len(names) > 1 and not element
    said = (
        f"{code(element)} with {listing(names)}" if element and names else (code(element) or listing(names))
    )
    said = f"what has both {said}" if several else said
    held = re.search(r"\[([\w-]+)(?:[~|^$*]?=\s*[\"']?([^\"'\]]*))?", part)
    if held:
        said = f"{said or 'anything'} with the attribute {code(held[1])}" + (
            f" {code(held[2])}" if held[2] and code(held[2]) else ""
        )
    if part.startswith("*"):
        said = said or "everything"
    if ":root" in part:
        said = "the root"
    before = re.search(
        r"::?(before|after|placeholder|selection|first-line|first-letter|marker|backdrop)\b", part
    )
    if before:
        place = {"before": "what comes before", "after": "what comes after"}.get(
            before[1], f"the {before[1].replace('-', ' ')} of"
        )
        said = f"{place} {said or 'it'}"
    states = [
        state
        for state in re.findall(r"(?<!:):([\w-]+)(?:\([^)]*\))?", part)
        if state not in {"root", "before", "after"}
    ]
    if states:
        told = " ".join(_STATES.get(state, f"when {state.replace('-', ' ')}") for state in states)
        said = f"{said or 'it'} {told}".strip()
    return said


def _declaration(node: Node) -> str:
    name = text(first(node, "property_name"))
    value = re.sub(r"\s+", " ", text(node).partition(":")[2]).strip(" ;").removesuffix("!important").strip()
    span = code(name.removeprefix("--"))
    span = f"the variable {span}" if name.startswith("--") else span
    return f"{span} to {code(value)}" if re.fullmatch(r"[\w .%#,/()-]{1,28}", value) and code(value) else span


def _declarations(node: Node) -> list[str]:
    """What a rule or a key frame sets."""
    return [said for one in named(first(node, "block"), "declaration") if (said := _declaration(one))]


def _rules(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.type == "rule_set"]


def _target(node: Node, inside: str = "") -> str:
    source = text(first(node, "selectors"))
    told = selector_words(source)
    if inside and source.startswith("&"):
        return f"{inside} {told.removeprefix('it ')}".strip()
    return f"{told} inside {inside}" if inside and told else told


def targets(nodes: Sequence[Node]) -> list[str]:
    """What the rules of a style sheet are for, each once."""
    return list(dict.fromkeys(word for node in _rules(nodes) if (word := _target(node))))


def _says(node: Node, inside: str = "") -> Iterator[Say]:
    """A rule in a sentence, then the rules nested in it."""
    target = _target(node, inside)
    block = first(node, "block")
    made = _declarations(node)
    names = [part.split(" to ")[0] for part in made]
    subject = f"the rule for {target}" if target else "a rule"
    if made:
        yield say(
            f"{subject} sets {listing(made)}",
            f"{subject} sets {some(made, 3, 'other property')}",
            f"{subject} sets {some(names, 4)}",
            f"{subject} sets {count(len(made), 'property')}",
        )
    elif not _rules(named(block)):
        yield say(f"{subject} is empty", rank=2)
    for inner in _rules(named(block)):
        yield from _says(inner, target)


_FEATURE = re.compile(r"\(\s*(min|max)-(width|height)\s*:\s*([\w.]+)\s*\)")
_PREFERENCE = re.compile(r"\(\s*(prefers-[\w-]+|orientation|hover|pointer)\s*:\s*([\w-]+)\s*\)")


def _query(source: str) -> str:
    """A media query in words."""
    told = [
        f"the {hit[1]} is at {'least' if hit[0] == 'min' else 'most'} {code(hit[2])}"
        for hit in _FEATURE.findall(source)
    ]
    told += [f"{code(name)} is {code(value)}" for name, value in _PREFERENCE.findall(source)]
    if re.search(r"\bprint\b", source):
        told.append("it is printed")
    return listing(told) or "a query holds"


def _special(node: Node) -> list[Say]:
    """Media queries, key frames and other at-rules."""
    head = text(node).split("{")[0].strip()
    if node.type == "media_statement":
        rules = _rules(named(first(node, "block")))
        told = [said.forms[0].rstrip(".") for rule in rules[:2] for said in list(_says(rule))[:1]]
        told = [one[:1].lower() + one[1:] for one in told]
        where_ = f"when {_query(head)}"
        more = f", and {count(len(rules) - 2, 'more rule')}" if len(rules) > 2 else ""
        names = some([_target(rule) for rule in rules if _target(rule)], 4)
        return [
            say(
                f"{where_}, {'; '.join(told)}{more}" if told else where_,
                f"{where_}, it styles {names}",
                rank=1,
            )
        ]
    if node.type == "keyframes_statement":
        frames = [part for held in named(node, "keyframe_block_list") for part in named(held)]
        name = code(text(first(node, "keyframes_name")))
        steps = [f"{_moment(part)} it sets {listing(_declarations(part))}" for part in frames]
        return [
            say(
                f"the animation {name}: {'; '.join(steps)}",
                f"the animation {name} has {count(len(frames), 'step')}",
                rank=1,
            )
        ]
    if node.type == "import_statement":
        address = re.sub(r"^@import|url|[()\"'; ]", "", text(node))
        return [say(f"it imports {code(address)}", rank=2)]
    rule = re.match(r"@([\w-]+)", head)
    return [say(f"it has the at-rule {code(rule[1])}", rank=2)] if rule else []


def _moment(frame: Node) -> str:
    head = text(frame).split("{")[0].strip()
    return {"from": "at the start", "to": "at the end"}.get(head, f"at {code(head)}")


_AT_RULES = frozenset(
    {
        "media_statement",
        "keyframes_statement",
        "supports_statement",
        "at_rule",
        "import_statement",
        "charset_statement",
    }
)


def tell(snippet: Snippet) -> Telling | None:
    """The rules of a style sheet, or loose declarations; None when there are none."""
    rules = _rules(snippet.tops)
    loose = [said for node in snippet.tops if node.type == "declaration" and (said := _declaration(node))]
    special = [node for node in snippet.tops if node.type in _AT_RULES]
    verb = "sets" if snippet.lines == 1 else "set"
    if loose and not rules:
        return idiom(
            "styles",
            say(
                f"{lines_of(snippet)}, which {verb} {listing(loose)}",
                f"{lines_of(snippet)}, which {verb} {some([one.split(' to ')[0] for one in loose], 5)}",
                f"{lines_of(snippet)}, which {verb} {count(len(loose), 'property')}",
            ),
        )
    if not rules and not special:
        return None
    head = f"{lines_of(snippet)}{where(snippet)}"
    many = f", with {count(len(rules), 'rule')}" if len(rules) > 1 else ""
    says = [say(head + many, rank=0), *_comments(snippet, rules)]
    told = [said for node in rules for said in _says(node)]
    if len(told) <= _MOST_RULES:
        says += told
    else:
        styled = targets(snippet.tops)
        says.append(say(*(f"they style {some(styled, most)}" for most in (9, 6, 4, 2)), rank=0))
        says += [replace_rank(said) for said in _telling(rules)]
    for node in special:
        says += _special(node)
    return idiom("styles", *says)


def _telling(rules: Sequence[Node]) -> list[Say]:
    """The two longest rules of many: where most of the styling is done."""
    longest = sorted(rules, key=lambda node: -len(named(first(node, "block"), "declaration")))[:2]
    return [said for node in rules if node in longest for said in list(_says(node))[:1]]


def replace_rank(said: Say) -> Say:
    """A sentence that may go before others."""
    return Say(said.forms, 2)


def _comments(snippet: Snippet, rules: Sequence[Node]) -> list[Say]:
    """The comment of a short style sheet."""
    notes = [words for node in snippet.tops if node.type == "comment" and (words := comment_text(text(node)))]
    return (
        [say(f"its comment says: {first_sentence(notes[0], 14)}", rank=2)]
        if len(notes) == 1 and len(rules) < 3
        else []
    )
