"""Values in a program as values of a request: literals as they are, what is computed by a stand-in.

What tells requests (a DynamoDB item, a Redis command) knows only literals. A computed value goes through it as a
made-up name, and its words take the place of that name in the finished phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tree_sitter import Node

from audiobook.narration.code import snippet
from audiobook.narration.code.kinds import MAPS, NUMBERS, STRINGS
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.snippet import named, text
from audiobook.narration.code.trees import SIMPLE, arguments, callee, pairs_of, string_value, unwrapped
from audiobook.narration.code.words import code, listing

_STAND_IN = re.compile(r"`?qzq(\d+)qzq`?")
_SPREADS = ("spread_element", "dictionary_splat", "list_splat")
_INSERTED = frozenset({"template_substitution", "interpolation"})
_WORDS_FOR = {"true": True, "false": False, "null": None, "undefined": None, "none": None}
_SENT_AS = re.compile(r"String|str|Number|int|Decimal|marshall|JSON\.stringify|json\.dumps")
_PARTS_OF_REQUESTS = frozenset({"TableName", "IndexName", "Item", "Key"})
_MOST_PARTS = 4
_NESTED = 3


@dataclass(slots=True)
class Given:
    """The values of one request, and the words of those that are computed."""

    told: list[str] = field(default_factory=list)

    def stand_in(self, words: str) -> str:
        """A name that stands for `words` until the phrase is finished."""
        self.told.append(words or "a value")
        return f"qzq{len(self.told) - 1}qzq"

    def finished(self, phrase: str) -> str:
        """`phrase` with the words of computed values in their places; they may hold such names themselves."""
        for _ in range(_NESTED):
            phrase = _STAND_IN.sub(lambda hit: self.told[int(hit[1])], phrase)
        return phrase

    def value(self, node: Node) -> Value:
        """A literal as what it is, with all that it holds; a computed value as a stand-in."""
        node = unwrapped(node)
        if node.type in MAPS and not named(node, *_SPREADS):
            return self._map(node)
        if node.type in {"array", "list", "tuple"} and not named(node, *_SPREADS):
            return [self.value(one) for one in named(node)]
        if node.type in STRINGS:
            return self._text(node)
        if node.type in NUMBERS and re.fullmatch(r"-?\d{1,9}", text(node)):
            return int(text(node))
        if node.type.lower() in _WORDS_FOR:
            return _WORDS_FOR[node.type.lower()]
        if _SENT_AS.fullmatch(callee(node)) and len(arguments(node)) == 1:
            return self.value(arguments(node)[0])  # only the form in which it is sent
        return self.stand_in(noun(node, 1))

    def _map(self, node: Node) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, held in pairs_of(node):
            if held is None:
                continue
            computed = node.type == "dictionary" and not text(held.parent).startswith(("'", '"'))
            key = self.stand_in(noun(named(held.parent)[0], 2)) if computed else name
            same = SIMPLE.match(text(held)) and text(held) == name and name not in _PARTS_OF_REQUESTS
            found[key] = self.stand_in(f"the given {code(name)}") if same else self.value(held)
        return found

    def _text(self, node: Node) -> str:
        """A text; one with something put in by its parts: "`ORDER#` followed by `id`"."""
        if not any(part.type in _INSERTED for part in node.named_children):
            return text(node).strip("`") if node.type == "template_string" else string_value(node)
        parts = [
            noun(inner, 2) if part.type in _INSERTED else code(text(part))
            for part in node.named_children
            if (inner := next(iter(named(part)), part)) is not None and part.type not in _QUOTES
        ]
        if not 0 < len(parts) <= _MOST_PARTS or not all(parts):
            return self.stand_in(noun(node, 1))
        head, *rest = parts
        return self.stand_in(f"{head} followed by {listing(rest)}" if rest else head)


_QUOTES = frozenset({"string_start", "string_end"})


def keywords(node: Node) -> dict[str, Node]:
    """The keyword arguments of a call."""
    found = {}
    for part in named(snippet.field(node, "arguments"), "keyword_argument"):
        name, value = snippet.field(part, "name"), snippet.field(part, "value")
        if value is not None:
            found[text(name)] = value
    return found
