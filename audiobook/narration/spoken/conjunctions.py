"""Conjunctions whose other side is silent: of "cats and 😄 and dogs" one "and" is left, of "cats and 😄." none."""

from __future__ import annotations

import re
import unicodedata

from ...model import SpokenWord

_CONJUNCTIONS = frozenset(("and", "or"))
_SHORTCODE = re.compile(r":[a-z0-9_+-]{2,30}:")
_LONGEST_GAP = 64
_MARKS = ",.?!"


def without_dangling(words: tuple[SpokenWord, ...], text: str) -> tuple[SpokenWord, ...]:
    """The words without each conjunction beside which a sign of `text` went unsaid, in linear time."""
    if not any(word.text.lower().rstrip(_MARKS) in _CONJUNCTIONS for word in words):
        return words
    kept: list[SpokenWord] = []
    for index, word in enumerate(words):
        bare = word.text.lower().rstrip(_MARKS)
        following = words[index + 1] if index + 1 < len(words) else None
        if bare not in _CONJUNCTIONS or not _dangles(word, bare, following, text):
            kept.append(word)
        elif kept and word.text[-1] in _MARKS:
            last = kept[-1]
            kept[-1] = SpokenWord(last.text.rstrip(_MARKS) + word.text[-1], last.start, last.end)
    return tuple(kept)


def _dangles(word: SpokenWord, bare: str, following: SpokenWord | None, text: str) -> bool:
    """Whether a conjunction is followed by a sign that goes unsaid, and then by its like or the end of its clause."""
    if following is not None and following.text.lower().rstrip(_MARKS) == bare:
        return _is_silent_sign(text[word.end : min(following.start, word.end + _LONGEST_GAP)])
    if word.text[-1] not in _MARKS:
        return False
    end = following.start if following is not None else len(text)
    return _is_silent_sign(text[word.end : min(end, word.end + _LONGEST_GAP)])


def _is_silent_sign(gap: str) -> bool:
    return bool(_SHORTCODE.search(gap)) or any(unicodedata.category(char) == "So" for char in gap)
