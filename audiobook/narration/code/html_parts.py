"""Elements of HTML that have words of their own: images, inputs, lists, tables, scripts, links."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import markup_words as templates
from audiobook.narration.code.snippet import first, named, text, within
from audiobook.narration.code.words import (
    article,
    code,
    count,
    first_sentence,
    listing,
    plain,
    spoken_length,
)

INLINE = frozenset(
    ["a", "b", "i", "em", "strong", "code", "span", "small", "abbr", "mark", "sub", "sup", "br", "kbd", "u"]
)


CONTROLS = frozenset(["input", "select", "textarea"])


def tag_of(node: Node) -> str:
    """The tag of an element, in lower case unless it names a component."""
    name = text(first(first(node, "start_tag", "self_closing_tag"), "tag_name"))
    return name if name[:1].isupper() else name.lower()


def attributes(node: Node) -> dict[str, str]:
    """The attributes of an element."""
    start = first(node, "start_tag", "self_closing_tag")
    found = {}
    for part in named(start, "attribute"):
        value = next(iter(within(part, "attribute_value")), None)
        found[text(first(part, "attribute_name")).lower()] = text(value)
    return found


def elements(nodes: Sequence[Node]) -> list[Node]:
    """The elements among `nodes`."""
    return [node for node in nodes if node.type in {"element", "script_element", "style_element"}]


def own_words(node: Node) -> str:
    """All text inside an element that holds only text and inline elements; empty for any other."""
    inner = elements(named(node))
    links = [part for part in inner if tag_of(part) == "a"]
    loose = "".join(text(part) for part in named(node, "text")).strip()
    if any(tag_of(part) not in INLINE for part in inner) or (len(links) > 1 and not loose):
        return ""
    return templates.shown(" ".join(text(part) for part in within(node, "text")))


def place_words(tag: str, given: dict[str, str]) -> str:
    """What tells an element apart: where it leads, its name, its ID or its class."""
    if given.get("href"):
        return f" to {templates.value(given['href'])}"
    if given.get("name") and tag in CONTROLS | {"slot", "form", "meta"}:
        return f" named {code(given['name'])}"
    if given.get("id"):
        return f" with the ID {code(given['id'])}"
    classes = given.get("class", "").split()
    return f" with the class {code(classes[0])}" if classes and code(classes[0]) else templates.props(given)


def _image(_node: Node, given: dict[str, str]) -> str:
    alt = plain(given.get("alt", ""))
    source = templates.value(given.get("src", given.get(":src", ""))) if not alt else ""
    return "an image" + (f" of {first_sentence(alt, 8)}" if alt else (f" from {source}" if source else ""))


def _input(_node: Node, given: dict[str, str]) -> str:
    kind = given.get("type", "")
    words = {
        "submit": "a submit button",
        "checkbox": "a check box",
        "radio": "a radio button",
        "hidden": "a hidden input",
    }
    said = words.get(kind) or (f"{article(code(kind))} input" if kind else "an input")
    if kind == "submit" and given.get("value"):
        said += f" that says {plain(given['value'])}"
    held = given.get("name") or given.get("id") or ""
    said += f" named {code(held)}" if held and code(held) else ""
    return said


def _list(node: Node, given: dict[str, str]) -> str:
    items = [part for part in elements(named(node)) if tag_of(part) == "li"]
    ordered = "numbered list" if tag_of(node) == "ol" else "list"
    looped = [part for part in items if templates.conditions(attributes(part))]
    if not items or looped:
        return ""
    said = article(ordered) + place_words("ul", given)
    words = [item_words(part) for part in items]
    if all(words) and len(words) <= 5 and all(spoken_length(word) <= 8 for word in words):
        return (
            f"{said} of {count(len(items), 'item')}: {listing(words)}"
            if len(items) > 1
            else f"{said} of one item, {words[0]}"
        )
    return f"{said} of {count(len(items), 'item')}" if len(items) > 1 else ""


def item_words(node: Node) -> str:
    """A list item in few words: its text, or the link it holds."""
    inner = elements(named(node))
    own = own_words(node)
    if own:
        link = (
            f", a link to {templates.value(attributes(inner[0])['href'])}"
            if len(inner) == 1 and attributes(inner[0]).get("href")
            else ""
        )
        return own.removeprefix("shows ") + link
    return ""


def _table(node: Node, given: dict[str, str]) -> str:
    rows = [part for part in within(node, "element") if tag_of(part) == "tr"]
    heads = [own_words(part) for part in within(node, "element") if tag_of(part) == "th"]
    body = [row for row in rows if any(tag_of(part) == "td" for part in elements(named(row)))]
    told = "a table" + place_words("table", given)
    if 0 < len(heads) <= 6 and all(heads):
        told += f" with the columns {listing(heads)}"
    return f"{told} and {count(len(body), 'row')}" if body else told


def _select(node: Node, given: dict[str, str]) -> str:
    options = [own_words(part) for part in within(node, "element") if tag_of(part) == "option"]
    said = "a selection" + place_words("select", given)
    if options and all(options) and len(options) <= 5:
        return f"{said} of {listing(options)}"
    return f"{said} of {count(len(options), 'option')}" if options else said


def _script(node: Node, given: dict[str, str]) -> str:
    if given.get("src"):
        return f"the script {code(given['src'])}"
    source = text(first(node, "raw_text"))
    steps = templates.script_steps(source)
    return f"a script that {listing(steps)}" if steps else "a script"


def _style(node: Node, _given: dict[str, str]) -> str:
    told = templates.styled(text(first(node, "raw_text")))
    return f"a style sheet for {told}" if told else "a style sheet"


def _link(_node: Node, given: dict[str, str]) -> str:
    if "stylesheet" in given.get("rel", ""):
        return f"the style sheet {code(given.get('href', ''))}"
    return (
        f"a link to {code(given['href'])}, as its {plain(given.get('rel', 'resource'))}"
        if code(given.get("href", ""))
        else ""
    )


SPECIAL = {
    "img": _image, "input": _input, "ul": _list, "ol": _list, "table": _table, "select": _select, "script": _script,
    "style": _style, "link": _link,
}  # fmt: skip
