"""The typed tokenizer: an ordered list of rules, one class of token each, tried at each place in the text.

Each rule says by which characters its tokens begin, so that only a few are tried; each is matched inside a window, so
that no text, however long or odd, costs more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .draft import Draft

WINDOW = 320
"""The longest token, in characters. Longer ones are said in pieces."""

ALPHA = r"[^\W\d_⁰¹²³⁴-⁹₀-₉¼-¾⅐-↋①-⓿❶-➓]"
"""One letter, as a pattern: a word character that has no numeric value."""

_MANY_CHARACTERS = 4096
"""How many different first characters a scanner remembers."""

LETTER = "letter"
DIGIT = "digit"

Match = re.Match[str]
Verbalizer = Callable[[Match, Draft], "str | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One class of token.

    `first` holds LETTER, DIGIT or characters that such a token begins with. `say` returns the words for a match of
    `pattern`, "" when it has nothing (more) to say, or None to decline, so that the next rule is tried.
    """

    first: tuple[str, ...]
    pattern: str
    flags: int
    say: Verbalizer


class Rules(list[Rule]):
    """Rules in the order in which they are tried, each declared on its verbalizer."""

    def on(self, first: str, pattern: str, flags: int = 0) -> Callable[[Verbalizer], Verbalizer]:
        """Declare the decorated function as the verbalizer of a pattern.

        `first` is a space-separated mix of `letter`, `digit`, `space` and single characters.
        """

        def declare(say: Verbalizer) -> Verbalizer:
            characters = tuple(part for part in first.split() if part != "space")
            blanks = (" ", "\t", "\n", "\r", "\u200b") if "space" in first.split() else ()
            self.append(Rule(characters + blanks, pattern, flags, say))
            return say

        return declare

    def says(self, first: str, pattern: str, words: str, flags: int = 0) -> None:
        """Declare a pattern that is always said in the same words."""
        self.on(first, pattern, flags)(lambda _match, _draft: words)


_Attempt = tuple[Callable[[str, int, int], "Match | None"], Verbalizer]


class Scanner:
    """Applies rules to a span of text and writes to a draft. What no rule takes is silent.

    Patterns are compiled when the first token comes that they may match: most texts need few of them.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._attempts: dict[str, tuple[_Attempt, ...]] = {}

    def _attempts_at(self, char: str) -> tuple[_Attempt, ...]:
        """How to match and say the tokens that may begin with this character, in order."""
        kind = LETTER if char.isalpha() else DIGIT if char.isdigit() else ""
        found = tuple(
            (re.compile(rule.pattern, rule.flags).match, rule.say)
            for rule in self._rules
            if char in rule.first or kind in rule.first
        )
        if len(self._attempts) < _MANY_CHARACTERS:
            self._attempts[char] = found
        return found

    def scan(self, text: str, start: int, end: int, draft: Draft) -> None:
        """Say text[start:end]."""
        position = start
        known = self._attempts
        while position < end:
            char = text[position]
            attempts = known.get(char)
            if attempts is None:
                attempts = self._attempts_at(char)
            stop = min(end, position + WINDOW)
            for attempt, say in attempts:
                match = attempt(text, position, stop)
                if match is None:
                    continue
                said = say(match, draft)
                if said is not None:
                    if said:
                        draft.say(said, position, match.end())
                    position = max(match.end(), position + 1)
                    break
            else:
                position += 1
