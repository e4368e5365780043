"""Letters with the marks that belong to them: vowel signs, points, tones, accents; one spelling for what looks alike.

The same word can be written with composed letters or with letters and combining marks (Unicode's forms NFC and NFD). What
is written stays as it is, for pages and transcripts; `composed` is what is compared and spoken, and its spans lead back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

MANY_MARKS = 8
"""More marks than this on one letter are decoration; Tibetan and pointed Hebrew have the most that a language needs."""

_JOINERS = "\u200c\u200d"
# Wherever something may have to be composed; most texts have nothing here, and a search costs next to nothing.
_NEAR_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\uabff\ud7b0-\ud7ff\ufb1d-\ufb4f\ufe00-\ufe0f\ufe20-\ufe2f\U000101fd-\U0001efff\U000e0100-\U000e01ef]"
)
# Strokes and lines through or around letters, and what only chooses the look of a character.
_LOOKS = re.compile(
    "[\u034f\u0334-\u0338\u180b-\u180d\u180f\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*[,.?!]?")
_NOT_WHOLE_VOWELS = re.compile("[^ำຳ]+")  # two letters of Thai and Lao that NFKC takes apart, and nobody writes so
_ORDINARY = re.compile("[A-Za-z\u0370-\u03ff\u1f00-\u1fff]")


@lru_cache(maxsize=4096)
def is_mark(char: str) -> bool:
    """Whether a character is a combining mark that changes how the letter before it is read."""
    return unicodedata.category(char) in ("Mn", "Mc") and not _LOOKS.match(char)


@lru_cache(maxsize=4096)
def _follows(char: str) -> bool:
    """Whether a character belongs to the one before it: any mark, a joiner, the vowel or end of a Korean syllable."""
    return (
        unicodedata.category(char)[0] == "M" or char in _JOINERS or "\u1160" <= char <= "\u11ff"
    )


def is_word(text: str) -> bool:
    """Whether a text is one word: letters with their marks, apostrophes inside, at most one of `, . ? !` at the end."""
    letters, _ = as_letters(text)
    return _WORD.fullmatch(letters) is not None and (
        letters.isascii() or letters.rstrip(",.?!").replace("'", "").isalpha()
    )


def simplified(word: str) -> str:
    """A word with each letter in its usual form (NFKC): of ligatures, wide letters, letters in the shape they join in."""
    return _NOT_WHOLE_VOWELS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), word)


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
    """The text with each letter and its marks in the shortest form (NFC); None when it is so already.

    On letters, marks that only decorate are left out: strokes, more than MANY_MARKS, and those that make a symbol of a
    lone Latin or Greek letter. So are joiners that no script needs. All that is no letter stays as it is.
    """
    if text.isascii() or not _NEAR_MARKS.search(text):
        return None
    pieces: list[str] = []
    places: list[int] = []
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and _follows(text[end]):
            end += 1
        piece = text[start:end]
        if piece[0].isalpha():
            alone = not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())
            piece = _letter(piece, text[end : end + 1].isalpha(), alone)
        pieces.append(piece)
        places += (start + min(index, end - start) for index in range(len(piece)))
        start = end
    whole = "".join(pieces)
    return Composed(whole, (*places, size)) if whole != text else None


def _letter(cluster: str, goes_on: bool, alone: bool) -> str:
    """A letter with what follows it, composed. `goes_on`: a letter comes next; `alone`: it is a word of one letter."""
    base = cluster[0]
    if len(cluster) == 1:
        # A letter that Unicode takes apart; of others, the look-alike with a meaning of its own (the sign for ohm) stays.
        apart = unicodedata.normalize("NFC", base)
        return apart if len(apart) > 1 else base
    kept = [char for char in cluster[1:] if not (unicodedata.category(char)[0] == "M" and not is_mark(char))]
    if sum(map(is_mark, kept)) > MANY_MARKS:
        kept = [char for char in kept if not is_mark(char)]
    while kept and kept[-1] in _JOINERS and not (goes_on and _is_caseless(base)):
        kept.pop()
    if not _is_caseless(base):
        kept = [char for char in kept if char not in _JOINERS]
    whole = unicodedata.normalize("NFC", base + "".join(kept))
    return whole[0] if alone and _ORDINARY.match(whole) else whole


def _is_caseless(letter: str) -> bool:
    return letter.lower() == letter.upper()


# -- marks as letters -----------------------------------------------------------------------------------------


def as_letters(text: str) -> tuple[str, dict[int, str]]:
    """The text, as long as before, with letters in place of the marks and joiners within its words.

    Patterns then take a word with marks for one word. `str.translate` with the second value brings the marks back. A
    letter stands for one mark throughout the text, and does not occur in it otherwise.
    """
    if text.isascii() or not _NEAR_MARKS.search(text):
        return text, {}
    letters: list[str] = []
    stand_ins: dict[str, str] = {}
    free = (char for char in map(chr, _SPARE_LETTERS) if char not in text)
    inside = False  # a letter, or what belongs to one, comes before
    for index, char in enumerate(text):
        following = text[index + 1 : index + 2]
        if inside and (
            is_mark(char) or (char in _JOINERS and following and (following.isalpha() or is_mark(following)))
        ):
            if char not in stand_ins:
                stand_ins[char] = next(free)
            letters.append(stand_ins[char])
        else:
            inside = char.isalpha()
            letters.append(char)
    return "".join(letters), {ord(letter): mark for mark, letter in stand_ins.items()}


_SPARE_LETTERS = range(0x17000, 0x187F8)
"""Tangut: letters without case or another form, twice as many as there are marks."""
