"""The last look at spoken words before an engine gets them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from audiobook.model import SpokenWord

_SPEAKABLE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*[,.?!]?")


def ended(words: tuple[SpokenWord, ...]) -> tuple[SpokenWord, ...]:
    """The words with a full stop after the last, unless another final mark is there: the voice is to fall."""
    last = words[-1]
    if last.text.endswith((".", "?", "!")):
        return words
    return (*words[:-1], SpokenWord(last.text.rstrip(",") + ".", last.start, last.end))


def _in_another_script(text: str) -> bool:
    """Whether a word holds only letters and the marks that belong to them, as in Devanagari or Thai."""
    letters = text[:-1] if text[-1:] in (",", ".", "?", "!") else text
    return bool(letters) and all(unicodedata.category(character)[0] in "LM" for character in letters)


def unspeakable(words: Sequence[SpokenWord]) -> str:
    """The first word that an engine cannot be given; "" when there is none, as there should be."""
    for word in words:
        if not _SPEAKABLE.fullmatch(word.text) and not _in_another_script(word.text):
            return word.text
    return ""
