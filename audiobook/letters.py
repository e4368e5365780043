"""Letters with the marks that belong to them: vowel signs, points, tones, accents; one spelling for what looks alike.

The same word can be written with composed letters, or with letters and combining marks (Unicode's NFC and NFD). What is
written stays as it is, for pages and transcripts; `composed` is what is compared and spoken, and its spans lead back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MANY_MARKS = 8
"""More marks than this on one letter are decoration; Tibetan and pointed Hebrew have the most that a language needs."""

_JOINERS = "\u200c\u200d"
# Wherever something may have to be composed; most texts have nothing here, and a search costs next to nothing.
_NEAR_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\uabff\ud7b0-\ud7ff\ufb1d-\ufb4f\ufe00-\ufe0f\ufe20-\ufe2f\U000101fd-\U0001efff\U000e0100-\U000e01ef]"
)
# Strokes through letters and signs on symbols, and what only chooses the look of a character.
_LOOKS = re.compile("[\u034f\u0334-\u0338\u180b-\u180d\u180f\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*[,.?!]?")
_SYMBOL = re.compile("[A-Za-z\u0370-\u03ff]")
# Two letters of Thai and Lao that NFKC takes apart, though they are written whole.
_NOT_AM = re.compile("[^\u0e33\u0eb3]+")
# The marks that make another consonant stand before the vowels, as they are typed: NFC has them behind, and espeak then
# spells Hebrew mark by mark. Dots of shin and sin, dagesh; shadda.
_FIRST = {"\u05c1": 0, "\u05c2": 0, "\u05bc": 1, "\u0651": 0}


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Whether a character is a combining mark that changes how the letter before it is read."""
    return unicodedata.category(char) in ("Mn", "Mc") and not _LOOKS.match(char)


@lru_cache(maxsize=4096)
def _follows(char: str) -> bool:
    """Whether a character belongs to the one before it: any mark, a joiner, the vowel or end of a Korean syllable."""
    return unicodedata.category(char)[0] == "M" or char in _JOINERS or "\u1160" <= char <= "\u11ff"


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The half-open spans of the characters with what belongs to each."""
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and _follows(text[end]):
            end += 1
        yield start, end
        start = end


def is_word(text: str) -> bool:
    """Whether a text is one word: letters with their marks, apostrophes inside, at most one of `, . ? !` at the end."""
    letters = text
    if not text.isascii():
        for before, char in pairwise("'" + text):
            if (is_mark(char) or char in _JOINERS) and before in "',.?!":
                return False
        letters = "".join(char for char in text if not is_mark(char) and char not in _JOINERS)
    return _WORD.fullmatch(letters) is not None and (
        letters.isascii() or letters.rstrip(",.?!").replace("'", "").isalpha()
    )


def simplified(word: str) -> str:
    """A word with letters in their usual form (NFKC): ligatures, wide letters, shapes for the end of a word."""
    return _NOT_AM.sub(lambda run: unicodedata.normalize("NFKC", run[0]), word)


# -- one spelling ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed text; `places` holds where each of its characters, and its end, stand in the text as written."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the written text for one of the composed text."""
        return self.places[start], self.places[end]

    def at(self, place: int) -> int:
        """The position in the composed text for one in the written text."""
        return bisect_left(self.places, place)


def composed(text: str) -> Composed | None:
    """The text with each letter and its marks in one form, the shortest (NFC); None when it is so already.

    What is no letter stays as it is, and so does a look-alike with a meaning of its own: the sign for ohm.
    """
    if text.isascii() or not _NEAR_MARKS.search(text):
        return None
    pieces: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        piece = _letter(text[start:end])
        pieces.append(piece)
        places += (start + min(index, end - start) for index in range(len(piece)))
    whole = "".join(pieces)
    return Composed(whole, (*places, len(text))) if whole != text else None


def one_spelling(text: str) -> str:
    """The text itself as `composed` has it."""
    plain = composed(text)
    return text if plain is None else plain.text


def _letter(cluster: str) -> str:
    if not cluster[0].isalpha() or len(cluster) > 1 + MANY_MARKS:
        return cluster
    whole = unicodedata.normalize("NFC", cluster)
    if len(cluster) == 1:
        return whole if len(whole) > 1 else cluster
    if not _FIRST.keys().isdisjoint(whole) and all(map(unicodedata.combining, whole[1:])):
        whole = whole[0] + "".join(sorted(whole[1:], key=lambda char: _FIRST.get(char, len(_FIRST))))
    return whole


# -- marks as letters -----------------------------------------------------------------------------------------


def as_letters(text: str) -> tuple[str, dict[int, str]]:
    """The text, as long as before, with letters in place of the marks and joiners within its words.

    Patterns then take a word with marks for one word. `str.translate` with the second value brings the marks back, but
    for those that only decorate, and joiners that the script does not need. A letter stands for one mark throughout the
    text, and does not occur in it otherwise. A lone Latin or Greek letter with marks is a symbol, and stays as it is.
    """
    if text.isascii() or not _NEAR_MARKS.search(text):
        return text, {}
    letters: list[str] = []
    stand_ins: dict[str, str] = {}
    free = (char for char in map(chr, _SPARE_LETTERS) if char not in text)
    for start, end in _clusters(text):
        goes_on = text[end : end + 1].isalpha()
        last = end if goes_on or text[end - 1] not in _JOINERS else end - 1
        letters.append(text[start])
        if not text[start].isalpha() or (
            _SYMBOL.match(text, start) and not goes_on and not text[start - 1 : start].isalpha()
        ):
            last = start + 1
        for char in text[start + 1 : last]:
            if not char.isalpha():
                kept = char if _is_needed(char, text[start]) and end - start <= 1 + MANY_MARKS else ""
                if kept not in stand_ins:
                    stand_ins[kept] = next(free)
                letters.append(stand_ins[kept])
            else:
                letters.append(char)
        letters.append(text[max(last, start + 1) : end])
    return "".join(letters), {ord(letter): mark for mark, letter in stand_ins.items()}


def _is_needed(char: str, base: str) -> bool:
    """Whether a mark or joiner after a letter is part of its spelling: only scripts without capitals need joiners."""
    return base.lower() == base.upper() if char in _JOINERS else is_mark(char)


_SPARE_LETTERS = range(0x17000, 0x187F8)
"""Tangut: letters without case or another form, twice as many as there are marks."""
