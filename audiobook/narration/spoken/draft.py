"""What the rules write into: spoken words with the written spans they came from, and the pauses between them."""

from __future__ import annotations

import re

from ...letters import is_mark, is_word, simplified
from ...model import SpokenWord

_PLAIN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*[,.?!]?")
_RANK = {"": 0, ",": 1, ".": 2, "?": 3, "!": 3}


class Draft:
    """A growing list of words. Rules only ever add to its end, from left to right through the text."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: list[tuple[str, int, int]] = []

    def say(self, words: str, start: int, end: int) -> None:
        """Add words (separated by spaces, pauses glued on) that stand for the text at [start, end)."""
        entries = self._entries
        for word in words.split():
            entries.append((word, start, end))

    def pause(self, mark: str) -> None:
        """Let the last word be followed by `,` `.` `?` or `!`; the stronger mark of two stays."""
        if self._entries:
            word, start, end = self._entries[-1]
            before = word[-1] if word[-1] in _RANK else ""
            if _RANK[mark] > _RANK[before]:
                self._entries[-1] = (word.rstrip(",.?!") + mark, start, end)

    def attach(self, ending: str, end: int) -> None:
        """Glue an ending such as "'s" to the last word."""
        if self._entries:
            word, start, _ = self._entries[-1]
            if word[-1] not in _RANK:
                self._entries[-1] = (word + ending, start, end)

    def replace_since(self, start: int, words: str, end: int) -> None:
        """Say `words` instead of what was said for the text from `start` on."""
        while self._entries and self._entries[-1][1] >= start:
            self._entries.pop()
        self.say(words, start, end)

    @property
    def last(self) -> str:
        """The last word, lower case, with its pause mark; empty at the start."""
        return self._entries[-1][0].lower() if self._entries else ""

    @property
    def end(self) -> int:
        """Where the text of the last word ends; -1 at the start."""
        return self._entries[-1][2] if self._entries else -1

    def __len__(self) -> int:
        return len(self._entries)

    def words(self, *, closed: bool = True) -> tuple[SpokenWord, ...]:
        """The words, made speakable whatever the rules wrote; `closed` ends them with a full stop, `?` or `!`.

        Spans never step back: each begins and ends at or after the one before it.
        """
        result: list[SpokenWord] = []
        low = high = 0
        for text, start, end in self._entries:
            low, high = max(low, start), max(high, end)
            word = text if _PLAIN.fullmatch(text) else _clean(text)
            if word and word[0] not in _RANK:
                result.append(SpokenWord(word, low, high))
            elif word and result:
                last = result[-1]
                result[-1] = SpokenWord(last.text.rstrip(",.?!") + word[0], last.start, last.end)
        if closed and result and result[-1].text[-1] not in ".?!":
            last = result[-1]
            result[-1] = SpokenWord(last.text.rstrip(",") + ".", last.start, last.end)
        return tuple(result)


def _clean(text: str) -> str:
    """The letters, inner apostrophes and final mark of a word; "" when nothing of it can be said."""
    if is_word(text):
        return text
    text = simplified(text).replace("’", "'")
    mark = text[-1] if text and text[-1] in ",.?!" else ""
    kept = ""
    for char in text:
        if char.isalpha() or char == "'" or (is_mark(char) and kept[-1:].strip("'")):
            kept += char
    kept = kept.strip("'")
    while "''" in kept:
        kept = kept.replace("''", "'")
    return kept + mark


def speakable(text: str) -> bool:
    """Whether a text is words (`letters.is_word`) with single spaces between them."""
    return bool(text) and all(is_word(word) for word in text.split(" "))
