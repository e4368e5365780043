"""HTML as a page is seen: which elements there are, what they hold, forms with their fields, lists with their items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import markup_words as templates
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elements import UNCOUNTED, element_name
from audiobook.narration.code.html_parts import (
    CONTROLS,
    SPECIAL,
    attributes,
    elements,
    item_words,
    own_words,
    place_words,
    tag_of,
)
from audiobook.narration.code.snippet import Snippet, named, text, within
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, where
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    number,
    plain,
    plural,
    some,
    spoken_length,
)

_PASSED = frozenset(["html"])


_LONGEST = 46


def element_words(node: Node, level: int = 0, deep: int = 3) -> str:
    """An element in words: "a link to `/about` that says About us"; what it holds down to `deep` levels."""
    tag, given = tag_of(node), attributes(node)
    name = element_name(tag) if not tag[:1].isupper() else code(tag)
    said = name if tag in UNCOUNTED else article(name)
    special = SPECIAL.get(tag)
    if special is not None and (told := special(node, given)):
        return told + _facts(given, "")
    said += place_words(tag, given)
    own = own_words(node)
    inner = [] if own else elements(named(node))
    holds = ""
    if own:
        holds = own if own.startswith("shows ") else f"says {own}"
    elif inner and level < deep:
        holds = f"holds {_group(inner, level + 1, deep)}"
    elif inner:
        holds = f"holds {count(len(inner), 'element')}"
    return said + _facts(given, holds)


def _facts(given: dict[str, str], holds: str) -> str:
    """What an element holds and what its directives say, after the element itself."""
    facts = [holds] if holds else []
    facts += templates.events(given)
    tail = templates.conditions(given)
    return (f" that {listing(facts)}" if facts else "") + (f", {tail}" if tail else "")


def _group(nodes: Sequence[Node], level: int, deep: int) -> str:
    """Elements in their order; runs of more than two of a kind are counted."""
    runs: list[list[Node]] = []
    for node in (part for part in nodes if tag_of(part) not in {"meta", "br"}):
        if runs and tag_of(runs[-1][0]) == tag_of(node):
            runs[-1].append(node)
        else:
            runs.append([node])
    told = []
    for held in runs:
        if len(held) < 3:
            told += [element_words(node, level, deep) for node in held]
        else:
            name = (
                element_name(tag_of(held[0]))
                if not tag_of(held[0])[:1].isupper()
                else f"{code(tag_of(held[0]))} element"
            )
            words = [item_words(node) for node in held]
            these = (
                f": {listing(words)}"
                if all(words) and len(words) <= 5 and spoken_length(" ".join(words)) <= 14
                else ""
            )
            told.append(f"{number(len(held))} {plural(name)}{these}")
    return some(told, 5, "other element") if told else "nothing to see"


def group(nodes: Sequence[Node], deep: int) -> str:
    """Elements that stand side by side."""
    return _group(nodes, 1, deep)


def _form(node: Node) -> list[Say]:
    """A form: where it goes, its fields, its button."""
    given = attributes(node)
    fields = [
        attributes(part).get("name")
        or attributes(part).get("id")
        or templates.model(attributes(part))
        or tag_of(part)
        for part in within(node, "element")
        if tag_of(part) in CONTROLS and attributes(part).get("type") not in {"submit", "hidden", "button"}
    ]
    buttons = [
        own_words(part) or plain(attributes(part).get("value", ""))
        for part in within(node, "element")
        if tag_of(part) == "button" or attributes(part).get("type") == "submit"
    ]
    goes = (
        f" that sends {given.get('method', 'get').upper()} to {templates.value(given['action'])}"
        if given.get("action")
        else "".join(f" that {event}" for event in templates.events(given)[:1])
    )
    names = codes(fields)
    pressed = f", and a button that says {buttons[0]}" if buttons and buttons[0] else ""
    if not names:
        return [say(f"a form{goes}{pressed.replace(', and', ', with')}", rank=0)] if goes else []
    return [
        say(
            f"a form{goes}, with {count(len(names), 'field')}: {listing(names)}{pressed}",
            f"a form{goes}, with {count(len(names), 'field')}{pressed}",
            f"a form with {count(len(names), 'field')}",
            rank=0,
        )
    ]


def _page(node: Node) -> list[Say]:
    """A whole page: its title and what its head brings in, then what its body shows."""
    parts = {tag_of(part): part for part in elements(named(node))}
    says = []
    if "head" in parts:
        held = elements(named(parts["head"]))
        title = next((own_words(part) for part in held if tag_of(part) == "title"), "")
        brings = [element_words(part) for part in held if tag_of(part) in {"link", "script", "style"}]
        named_ = f"its title is {title}" if title else ""
        with_ = f"its head brings in {some([one for one in brings if one], 3)}" if brings else ""
        says.append(say(", and ".join(part for part in (named_, with_) if part), named_ or with_, rank=2))
    body = elements(named(parts["body"])) if "body" in parts else []
    body += [part for part in elements(named(node)) if tag_of(part) == "script"]
    return says + _shown(body, "its body shows")


def _shown(nodes: Sequence[Node], lead: str) -> list[Say]:
    """What a part shows, in up to three sentences."""
    nodes = [node for node in nodes if tag_of(node) not in {"meta", "br"}]
    if not nodes:
        return []
    if len(nodes) == 1:
        return [say(*(f"{lead} {element_words(nodes[0], 0, deep)}" for deep in (3, 2, 1, 0)), rank=0)]
    together = f"{lead} {_group(nodes, 1, 3)}"
    if len(nodes) <= 4 and spoken_length(together) <= _LONGEST // 2 + 8:
        return [say(together, rank=0)]
    third = -(-len(nodes) // 3) if len(nodes) > 6 else (2 if len(nodes) > 3 else 1)
    groups = [nodes[start : start + third] for start in range(0, len(nodes), third)][:3]
    rest = len(nodes) - sum(map(len, groups))
    says = []
    for at, group in enumerate(groups):
        opening = lead if at == 0 else "then"
        tail = f", and {count(rest, 'more element')}" if rest and at == len(groups) - 1 else ""
        says.append(
            say(*(f"{opening} {_group(group, 1, deep)}{tail}" for deep in (3, 2, 1, 0)), rank=min(at, 2))
        )
    return says


def _loose_text(snippet: Snippet) -> Telling | None:
    """A template that holds no element: the values it shows."""
    told = [shown for node in snippet.tops if (shown := templates.shown(text(node))).startswith("shows ")]
    return outline("a template", say(f"{lines_of(snippet)}, which {listing(told[:3])}")) if told else None


def tell(snippet: Snippet) -> Telling | None:
    """An HTML block from the outside in; None when it holds no element."""
    tops = elements(snippet.tops)
    if told := templates.component(snippet, tops):
        return told
    if not tops:
        return _loose_text(snippet)
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    comments = [
        words for node in snippet.tops if node.type == "comment" and (words := comment_text(text(node)))
    ]
    noted = (
        say(f"its comment says: {first_sentence(comments[0], 14)}", rank=3) if len(comments) == 1 else None
    )
    if len(tops) == 1 and tag_of(tops[0]) in _PASSED:
        return idiom("a page", head, *_page(tops[0]))
    if len(tops) == 1 and tag_of(tops[0]) == "form" and (form := _form(tops[0])):
        return idiom("a form", head, noted, *form)
    lead = "it is" if len(tops) == 1 else "first comes"
    if len(tops) > 1 and re.match(r"(?:two|three|four|five)", _group(tops[:1], 1, 0)):
        lead = "first come"
    return outline("a page", head, noted, *_shown(tops, lead))
