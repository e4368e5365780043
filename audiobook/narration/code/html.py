"""HTML as a page is seen: which elements there are, what they hold, forms with their fields."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet, first, named, text, within
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, where
from audiobook.narration.code.words import article, code, codes, count, first_sentence, listing, plain, some

_NAMES = {
    "a": "link", "p": "paragraph", "ul": "list", "ol": "numbered list", "li": "list item",
    "div": "division", "img": "image", "h1": "main heading",
    "h2": "heading", "h3": "smaller heading", "nav": "navigation", "button": "button", "form": "form",
    "input": "input", "table": "table", "tr": "row",
    "section": "section", "header": "header", "footer": "footer", "main": "main part", "article": "article",
    "span": "span", "script": "script", "style": "style sheet",
    "label": "label", "select": "selection", "textarea": "text area", "video": "video", "body": "body",
    "head": "head", "title": "title", "link": "link to a resource", "meta": "meta tag",
}  # fmt: skip


def _tag(node: Node) -> str:
    start = first(node, "start_tag", "self_closing_tag")
    return text(first(start, "tag_name")).lower()


def attributes(node: Node) -> dict[str, str]:
    """The attributes of an element."""
    start = first(node, "start_tag", "self_closing_tag")
    found = {}
    for part in named(start, "attribute"):
        value = next(iter(within(part, "attribute_value")), None)
        found[text(first(part, "attribute_name")).lower()] = text(value)
    return found


def _elements(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node.type in {"element", "script_element", "style_element"}]


def _own_text(node: Node) -> str:
    words = " ".join(text(part) for part in named(node, "text"))
    return first_sentence(plain(words), 10).rstrip(".") if "{" not in words and "<" not in words else ""


def words_of(node: Node, depth: int = 0) -> str:
    """An element in words: "a link to `/about`, About us"; its children by kind."""
    tag, given = _tag(node), attributes(node)
    name = _NAMES.get(tag) or (f"{code(tag)} element" if code(tag) else "element")
    said = article(name)
    if given.get("href"):
        said += f" to {code(given['href'])}"
    if tag == "img" and given.get("alt"):
        said += f" of {plain(given['alt'])}"
    if tag == "input":
        said = article(f"{code(given['type'])} input") if given.get("type") else said
    if given.get("name"):
        said += f" named {code(given['name'])}"
    elif given.get("id"):
        said += f" with the ID {code(given['id'])}"
    elif given.get("class") and depth < 2:
        said += f" with the class {code(given['class'].split()[0])}" if given["class"].split() else ""
    own = _own_text(node)
    inner = _elements(named(node))
    if own and not inner:
        return f"{said} that says {own}"
    if inner and depth < 2:
        return f"{said} that holds {_group(inner, depth + 1)}"
    return said


def _group(nodes: Sequence[Node], depth: int) -> str:
    """Elements of one kind are counted, others told one by one."""
    tags = [_tag(node) for node in nodes]
    told = []
    for tag in dict.fromkeys(tags):
        same = [node for node in nodes if _tag(node) == tag]
        told.append(
            words_of(same[0], depth) if len(same) == 1 else count(len(same), _NAMES.get(tag) or "element")
        )
    return some(told, 4)


def _form(node: Node) -> list[Say]:
    given = attributes(node)
    fields = [
        attributes(part).get("name") or attributes(part).get("id") or _tag(part)
        for part in within(node, "element")
        if _tag(part) in {"input", "select", "textarea"}
    ]
    goes = (
        f" that sends {given.get('method', 'get').upper()} to {code(given['action'])}"
        if given.get("action")
        else ""
    )
    names = codes(fields)
    return (
        [
            say(
                f"a form{goes}, with {count(len(names), 'field')}: {listing(names)}",
                f"a form with {count(len(names), 'field')}",
                rank=0,
            )
        ]
        if names
        else []
    )


def tell(snippet: Snippet) -> Telling | None:
    """An HTML block from the outside in; None when it holds no element."""
    tops = _elements(snippet.tops)
    while len(tops) == 1 and _tag(tops[0]) in {"html", "body"} and _elements(named(tops[0])):
        tops = _elements(named(tops[0]))
    if not tops:
        return None
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    if len(tops) == 1 and _tag(tops[0]) == "form" and (told := _form(tops[0])):
        return idiom("a form", head, *told)
    says = []
    for index, node in enumerate(tops[:4]):
        lead = ("it is" if len(tops) == 1 else "first comes") if index == 0 else "then"
        says.append(
            say(
                f"{lead} {words_of(node)}",
                f"{lead} {words_of(node, 1)}",
                f"{lead} {words_of(node, 2)}",
                rank=index,
            )
        )
    if len(tops) > 4:
        says.append(say(f"then {count(len(tops) - 4, 'more element')}", rank=3))
    return outline("a page", head, *says)
