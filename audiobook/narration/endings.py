"""The last look at spoken words before an engine gets them."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.letters import is_word
from audiobook.model import SpokenWord


def ended(words: tuple[SpokenWord, ...]) -> tuple[SpokenWord, ...]:
    """The words with a full stop after the last, unless another final mark is there: the voice is to fall."""
    last = words[-1]
    if last.text.endswith((".", "?", "!")):
        return words
    return (*words[:-1], SpokenWord(last.text.rstrip(",") + ".", last.start, last.end))


def unspeakable(words: Sequence[SpokenWord]) -> str:
    """The first word that an engine cannot be given; "" when there is none, as there should be."""
    for word in words:
        if not is_word(word.text):
            return word.text
    return ""
