"""The typed tokenizer: an ordered list of rules, one class of token each, tried at each place in the text.

Each rule says by which characters its tokens begin, so that only a few are tried; each is matched inside a window, so
that no text, however long or odd, costs more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from .draft import Draft

WINDOW = 320
"""The longest token, in characters. Longer ones are said in pieces."""

ALPHA = r"[^\W\d_⁰¹²³⁴-⁹₀-₉¼-¾⅐-↋①-⓿❶-➓]"
"""One letter, as a pattern: what counts as a word character less digits and everything else that has a numeric value."""

LETTER = "letter"
DIGIT = "digit"

Verbalizer = Callable[[re.Match[str], Draft], "str | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One class of token.

    `first` holds LETTER, DIGIT or characters that such a token begins with. `say` returns the words for a match,
    "" when it has nothing (more) to say, or None to decline, so that the next rule is tried.
    """

    name: str
    first: tuple[str, ...]
    pattern: re.Pattern[str]
    say: Verbalizer


def rule(name: str, first: str, pattern: str, say: Verbalizer, flags: int = 0) -> Rule:
    """A rule; `first` is a space-separated mix of `letter`, `digit` and single characters."""
    return Rule(name, tuple(first.split()), re.compile(pattern, flags), say)


@dataclass
class Scanner:
    """Applies rules to a span of text and writes to a draft. What no rule takes is silent."""

    rules: Iterable[Rule]
    _by_char: dict[str, tuple[Rule, ...]] = field(default_factory=dict, init=False)

    @cached_property
    def _by_class(self) -> dict[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {LETTER: [], DIGIT: []}
        for item in self.rules:
            for first in item.first:
                found.setdefault(first, []).append(item)
        return {first: tuple(items) for first, items in found.items()}

    def _rules_for(self, char: str) -> tuple[Rule, ...]:
        classes = self._by_class
        kind = LETTER if char.isalpha() else DIGIT if char.isdigit() else ""
        wanted = classes.get(char, ()) + classes.get(kind, ())
        ordered = tuple(item for item in self.rules if item in wanted) if char in classes and kind else wanted
        if char.isascii():
            self._by_char[char] = ordered
        return ordered

    def scan(self, text: str, start: int, end: int, draft: Draft) -> None:
        """Say text[start:end]."""
        position = start
        by_char = self._by_char
        while position < end:
            char = text[position]
            rules = by_char.get(char)
            if rules is None:
                rules = self._rules_for(char)
            stop = min(end, position + WINDOW)
            for item in rules:
                match = item.pattern.match(text, position, stop)
                if match is None:
                    continue
                said = item.say(match, draft)
                if said is not None:
                    if said:
                        draft.say(said, position, match.end())
                    position = max(match.end(), position + 1)
                    break
            else:
                position += 1
