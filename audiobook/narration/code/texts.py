"""Literal values in words: texts with what is inserted into them, numbers, names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.kinds import STRINGS
from audiobook.narration.code.snippet import field, named, text, within
from audiobook.narration.code.trees import string_value
from audiobook.narration.code.words import code, listing, spoken_length

LONG = 14
_MOST_QUOTED = 60


def short(phrase: str, *otherwise: str, most: int = LONG) -> str:
    """`phrase` while it is at most `most` spoken words, else the first of `otherwise` that is, else the last."""
    return next(
        (form for form in (phrase, *otherwise) if form and spoken_length(form) <= most), otherwise[-1]
    )


def name_span(source: str) -> str:
    """An identifier path as a code span: `self.x` and `this.x` become "its `x`"; sigils and arrows are dropped."""
    clean = source.strip().lstrip("@$&*:#").replace("->", ".").replace("?.", ".").replace("::", ".")
    if clean in {"self", "this", "Self"}:
        return "this object"
    own = re.match(r"(?:self|this)\.#?([\w.]+)$", clean)
    return f"its {code(own[1])}" if own else code(clean)


_HOLES = re.compile(r"%[-+ 0#]*\d*(?:\.\d+)?[hlqLjzt]*[a-zA-Z%]|\{[^{}]*\}|\\[nrt0\"']|\\u?[0-9a-fx]{2,4}")


_TAGS = re.compile(r"</?[A-Za-z][^<>]*/?>|</?[A-Za-z]\w*$|^[A-Za-z/]*>")


def fixed_words(content: str) -> str:
    """The words of a literal text, without tags, holes for values, and control characters."""
    content = _TAGS.sub(" ", content) if "<" in content else content
    clean = re.sub(r"\s+", " ", _HOLES.sub(" ", content))
    return re.sub(r" +(?=[,.;:!?)])", "", clean).strip(" \t\n,.;:!?-=*#<>()[]'\"")


def quoted(content: str, otherwise: str = "a text") -> str:
    """A literal text as it is worth saying: itself when it is short, else only that it is a text."""
    if not content.strip():
        return "an empty text" if not content else "a blank"
    if content == "/":
        return "the root path"
    if content in _SIGNS:
        return _SIGNS[content]
    if re.fullmatch(r"(?:\\n)+", content):
        return "a line break"
    clean = content.strip() if re.fullmatch(r"/[\w/{}:.*<>-]+", content.strip()) else fixed_words(content)
    if not re.search(r"\w", clean):
        return otherwise
    if len(clean) < _MOST_QUOTED and spoken_length(code(clean)) <= LONG:
        return code(clean)
    return _opening(clean) if otherwise == "a text" else otherwise


def _opening(clean: str) -> str:
    """A long text by its first words, an address by its site."""
    site = re.match(r"\w+://([\w.-]+)", clean)
    if site is not None:
        return f"an address on {code(site[1])}"
    words = clean.split(" ")[:4]
    plain = len(words) == 4 and all(re.fullmatch(r"[\w',.]+", word) for word in words)
    return f"a text that begins {code(' '.join(words).rstrip(',.'))}" if plain else "a text"


_SIGNS = {
    ",": "a comma", ", ": "a comma", ".": "a dot", ":": "a colon", ";": "a semicolon", "-": "a dash",
    "\\n": "a line break",
    "\n": "a line break", "_": "an underscore", "|": "a bar", "#": "a hash sign", "?": "a question mark",
    "\\t": "a tab",
}  # fmt: skip


def numeral(source: str) -> str:
    """A number as digits the spoken layer can read."""
    clean = source.replace("_", "")
    return clean if re.fullmatch(r"\d{1,9}", clean) else code(clean)


def filled(content: str, values: Sequence[str]) -> str:
    """A text with values put into it: "the text `Hello` with `name` in it"; the values alone where no word is fixed."""
    words = re.sub(r" +", " ", re.sub(r"[^\w\s.,!?:'-]|'(?=\W|$)|(?<!\w)'", " ", fixed_words(content))).strip(
        " ,.:-"
    )
    told = [value for value in values if value]
    if not told:
        return quoted(content) if words else "a text"
    held = listing(told[:3]) if len(told) <= 3 else f"{told[0]} and more"
    if not re.search(r"[A-Za-z]{2}", words):
        return f"{held} as a text" if len(told) == 1 else f"a text of {held}"
    span = code(words) if spoken_length(words) <= 9 else ""
    return f"the text {span} with {held} in it" if span else f"a text with {held} in it"


def inserted(node: Node) -> list[Node]:
    """The expressions put into a template or f-string, in order."""
    parts = within(node, "interpolation", "template_substitution")
    return [named(part)[0] for part in parts if named(part)]


def fixed_part(node: Node) -> str:
    """What is written out in a template or f-string."""
    parts = [
        text(part)
        for part in named(node)
        if part.type
        in {"string_content", "string_fragment", "interpreted_string_literal_content", "escape_sequence"}
    ]
    return " ".join(parts)


def joined_parts(node: Node) -> list[Node]:
    """The operands of a run of `+` that holds a text, in order; empty for any other node."""
    parts: list[Node] = []
    stack = [node]
    while stack:
        part = stack.pop()
        left, right = field(part, "left"), field(part, "right")
        if part.type in {"binary_expression", "binary_operator"} and left is not None and right is not None:
            if text(field(part, "operator")) != "+":
                parts.append(part)
                continue
            stack += [right, left]
        else:
            parts.append(part)
    return parts if len(parts) > 1 and any(part.type in STRINGS for part in parts) else []


def literal(node: Node) -> str:
    """The written-out words of a string literal."""
    return fixed_part(node) if inserted(node) else string_value(node)
