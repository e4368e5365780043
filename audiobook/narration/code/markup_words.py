"""What templates add to HTML: values shown, conditions, loops and events of Vue, Alpine and their kin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.languages import BY_NAME
from audiobook.narration.code.snippet import Snippet, first, read, text
from audiobook.narration.code.telling import Telling
from audiobook.narration.code.texts import quoted, short
from audiobook.narration.code.words import code, count, first_sentence, listing, plain, spoken_length

_SHOWN = re.compile(r"\{\{-?\s*(.+?)\s*-?\}\}|<%=\s*(.+?)\s*%>|(?<!\{)\{([^{}]+)\}(?!\})", re.S)
_TAGS = re.compile(r"\{%.*?%\}|<%.*?%>|\{#.*?#\}", re.S)


def shown(source: str) -> str:
    """The words of a text with its inserted values: "Hello, with `name`", or "shows `name`" where nothing else is."""
    source = _TAGS.sub(" ", source)
    values = [code(next(filter(None, hit))) for hit in _SHOWN.findall(source)]
    words = first_sentence(plain(re.sub(r"\s+", " ", _SHOWN.sub(" ", source))), 12).rstrip(".:")
    words = words if re.search(r"\w", words) else ""
    values = [value if spoken_length(value) <= 10 else code(_first_name(value)) for value in values]
    values = [value for value in values if value]
    if values and not words:
        return f"shows {listing(values[:3])}"
    return f"{words}, with {listing(values[:3])}" if values else words


def _first_name(source: str) -> str:
    hit = re.search(r"[A-Za-z_][\w.]*", source)
    return hit[0] if hit else ""


def value(source: str) -> str:
    """The value of an attribute; one that a template fills in is told as such."""
    hit = _SHOWN.search(source)
    if hit is not None and not _SHOWN.sub("", source).strip("/ "):
        return code(next(filter(None, hit.groups()))) or "a value"
    return quoted(_SHOWN.sub(" ", source), "a page") if source else "a page"


def expression(source: str) -> str:
    """A short script expression in words; its own spelling where that is a name; else nothing."""
    from audiobook.narration.code.describers import acts_of, value_of

    source = source.strip()
    if re.fullmatch(r"[\w.$]+", source):
        return code(source)
    language = BY_NAME["javascript"]
    return value_of(source, language) or "".join(acts_of(source, language)[:1])


def _condition(source: str) -> str:
    from audiobook.narration.code.nouns import condition

    tree = read(source, BY_NAME["javascript"], 1)
    return condition(tree.tops[0]) if len(tree.tops) == 1 and not tree.damage else ""


def conditions(given: dict[str, str]) -> str:
    """When and how often an element is there: "for each `item` in `items`", "if `ok` is true"."""
    told = []
    loop = given.get("v-for") or given.get("x-for") or given.get("*ngfor") or ""
    hit = re.match(r"\s*(?:let )?\(?\s*([\w$]+)[^)]*?\)?\s+(?:in|of)\s+(.+)", loop)
    if hit is not None:
        told.append(f"for each {code(hit[1])} in {expression(hit[2].split(';')[0]) or 'a list'}")
    for name, word in (
        ("v-if", "if"),
        ("x-if", "if"),
        ("v-show", "shown if"),
        ("x-show", "shown if"),
        ("v-else-if", "otherwise if"),
    ):
        if name in given and (test := _condition(given[name])):
            told.append(f"{word} {test}")
    if "v-else" in given:
        told.append("otherwise")
    return ", ".join(told)


def events(given: dict[str, str]) -> list[str]:
    """What happens on events, and what an input is bound to."""
    told = []
    for name, source in given.items():
        hit = re.match(r"(?:@|v-on:|on:|x-on:|\(|on)([a-z]+)[\w.:-]*\)?$", name)
        if hit is None or name in {"on"} or not source:
            continue
        doing = _does(source)
        told.append(f"on {hit[1]} {doing}" if doing else f"handles {hit[1]}")
    bound = model(given)
    if bound:
        told.append(f"is bound to {code(bound)}")
    return told[:2]


def _does(source: str) -> str:
    from audiobook.narration.code.describers import acts_of

    if re.fullmatch(r"[\w.$]+", source.strip()):
        return f"calls {code(source)}"
    steps = acts_of(source, BY_NAME["javascript"])
    return short(listing(steps), steps[0] if len(steps) == 1 else "", "runs some code") if steps else ""


def model(given: dict[str, str]) -> str:
    """What an input is bound to both ways."""
    return next(
        (held for name, held in given.items() if name.startswith(("v-model", "x-model", "bind:value"))), ""
    )


def props(given: dict[str, str]) -> str:
    """The bound props of a component: " with `title` bound to `post.title`"."""
    told = []
    for name, source in given.items():
        hit = re.match(r"(?::|v-bind:)([\w-]+)$", name)
        if hit is not None and hit[1] not in {"key", "class", "style"}:
            held = expression(source)
            told.append(
                f"{code(hit[1])} bound to {held}" if held and spoken_length(held) <= 6 else code(hit[1])
            )
    return f" with {listing(told[:3])}" if told else ""


def script_steps(source: str) -> list[str]:
    """What a script in a page does, while that can be told in a sentence."""
    from audiobook.narration.code.act import Act
    from audiobook.narration.code.clauses import body_words
    from audiobook.narration.code.describers import steps_of_text
    from audiobook.narration.code.words import IT

    steps: list[Act] = steps_of_text(source, BY_NAME["javascript"])
    told = body_words(steps, 30)
    return [] if any(IT in one for one in told[:1]) else told


def styled(source: str) -> str:
    """Which parts of a page a style sheet is for."""
    from audiobook.narration.code.css import targets

    tree = read(source, BY_NAME["css"], 1)
    told = targets(tree.tops)
    return (
        listing(told) if len(told) <= 3 else (f"{listing(told[:2])} and {count(len(told) - 2, 'other part')}")
    )


def component(snippet: Snippet, tops: Sequence[Node]) -> Telling | None:
    """A single-file component: what its script keeps and does, then what its template shows."""
    from audiobook.narration.code import vue_files

    tags = {text(first(first(node, "start_tag"), "tag_name")) for node in tops}
    if not ("template" in tags and "script" in tags) and not _setup(tops):
        return None
    return vue_files.tell(snippet, tops)


def _setup(tops: Sequence[Node]) -> bool:
    return any("setup" in text(first(node, "start_tag")) for node in tops if node.type == "script_element")
