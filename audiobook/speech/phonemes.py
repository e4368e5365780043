"""Which phonemes of an utterance belong to which word, for engines that turn a whole text into phonemes.

In its context a word is said otherwise than alone ("of the" is said as one, "a" is weak), and phonemizers do not tell
where words begin. So each word is put into phonemes alone as well, and the two rows are aligned: the differences cost
something, and the cheapest way to make one row of the other tells which phoneme is which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.speech.engine import Phonemes

Symbols = Sequence[str]
"""Phonemes as a model takes them: mostly single characters of IPA, with spaces, marks of stress and punctuation."""

BREAK = "\n"
"""Stands between the phonemes of two sentences that the model says one after the other."""

_WORD = re.compile(r"\S*\w\S*")
_STRESS = "ˈˌ"
_UNSTEADY = {*_STRESS, "ː"}  # they depend on the context too much to tell words apart
_PUNCTUATION = set(",;:.?!…—")
_VOWELS = set("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ")

_LEFT_OUT = 2
_RUN_TOGETHER = 1  # a space in one of the rows only
_SAME_KIND = 2  # a vowel for a vowel, a consonant for a consonant
_OTHER_KIND = 5  # dearer than leaving out both

_PAIR, _ONLY_HEARD, _ONLY_ALONE = range(3)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as half-open ranges: of the characters of the text, and of its phonemes among those of the text."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The phonemes of a text, and its words, in order."""

    symbols: Symbols
    words: tuple[Word, ...]


def words_in(text: str) -> list[re.Match[str]]:
    """What stands between spaces and has a letter or a digit."""
    return list(_WORD.finditer(text))


def sentences(symbols: Symbols) -> Iterator[Symbols]:
    """The sentences that are said one by one."""
    start = 0
    for index, symbol in enumerate(symbols):
        if symbol == BREAK:
            yield symbols[start:index]
            start = index + 1
    yield symbols[start:]


def parts(symbols: Symbols, longest: int) -> Iterator[Symbols]:
    """The phonemes in parts that are no longer: cut after a sentence, else a clause, else a word, else anywhere."""
    while len(symbols) > longest:
        ends = (
            max((end for end in range(1, longest + 1) if symbols[end - 1] in marks), default=0)
            for marks in (".?!…", ",;:—", " ")
        )
        end = next((end for end in ends if end), longest)
        yield symbols[:end]
        symbols = symbols[end:]
    yield symbols


def align(text: str, symbols: Symbols, alone: Sequence[Symbols]) -> Reading:
    """`symbols` are the phonemes of the whole text, `alone` those of each of `words_in(text)`."""
    heard = [index for index, symbol in enumerate(symbols) if symbol not in _UNSTEADY]
    expected: list[tuple[str, int]] = []
    for number, sounds in enumerate(alone):
        spaced = (" ", *sounds) if number else sounds
        expected += [(symbol, number) for symbol in spaced if symbol not in _UNSTEADY]
    pairs = _pairs(
        [" " if symbols[index] == BREAK else symbols[index] for index in heard],
        [symbol for symbol, _ in expected],
    )
    firsts: dict[int, int] = {}
    paired = set()
    for row, column in pairs:
        symbol, number = expected[column]
        paired.add(heard[row])
        if symbol != " ":
            firsts.setdefault(number, heard[row])
    begins = {number: _begin(symbols, first, paired) for number, first in firsts.items()}
    return Reading(symbols, _words(words_in(text), begins, symbols))


def replaced(text: str, reading: Reading, given: Phonemes, phonemize: Callable[[str], Symbols]) -> Reading:
    """The reading with the phonemes of some spans of the text replaced by given ones, of which each character is one.

    Where a span ends within a word, the rest of that word is put into phonemes by itself.
    """
    symbols: list[str] = []
    words: list[Word] = []
    spans = tuple(sorted(given))
    done = 0
    for word in reading.words:
        symbols += reading.symbols[done : word.first]
        first = len(symbols)
        inside = tuple(span for span in spans if span[0] < word.end and span[1] > word.start)
        if inside:
            symbols += _respelled(text, word, inside, phonemize)
        else:
            symbols += reading.symbols[word.first : word.last]
        done = word.last
        words.append(Word(word.start, word.end, first, len(symbols)))
    return Reading([*symbols, *reading.symbols[done:]], tuple(words))


def _respelled(text: str, word: Word, spans: Phonemes, phonemize: Callable[[str], Symbols]) -> Sequence[str]:
    """The phonemes of a word that given spans overlap. A span of several words is said in its first."""
    symbols: list[str] = []
    end = word.start
    for start, stop, said in spans:
        if start > end:
            symbols += _bare(phonemize(text[end:start]))
        if start >= word.start:
            symbols += said
        end = max(end, stop)
    return [*symbols, *_bare(phonemize(text[end : word.end]))] if end < word.end else symbols


def _bare(symbols: Symbols) -> list[str]:
    return [symbol for symbol in symbols if not _between_words(symbol)]


def _between_words(symbol: str) -> bool:
    return symbol in _PUNCTUATION or symbol.isspace()


def _begin(symbols: Symbols, first: int, paired: Container[int]) -> int:
    """Where a word begins whose first paired phoneme is this: after a space, or with the mark of stress before it."""
    begin = first
    while begin and begin - 1 not in paired and not _between_words(symbols[begin - 1]):
        begin -= 1
    if begin == 0 or _between_words(symbols[begin - 1]):
        return begin
    return first - 1 if symbols[first - 1] in _STRESS else first


def _words(written: Sequence[re.Match[str]], begins: Mapping[int, int], symbols: Symbols) -> tuple[Word, ...]:
    """The words, from where each begins in the phonemes; one of which nothing is heard has an empty range."""
    found: list[Word] = []
    end = len(symbols)
    for number in reversed(range(len(written))):
        first = begins.get(number, end)
        last = end
        while last > first and _between_words(symbols[last - 1]):
            last -= 1
        found.append(Word(written[number].start(), written[number].end(), first, last))
        end = first
    return tuple(reversed(found))


def _pairs(heard: Symbols, expected: Symbols) -> list[tuple[int, int]]:
    """The positions, in order, at which one row has what stands in the other (dynamic programming)."""
    kinds = [_kind(symbol) for symbol in expected]
    leaving = [_RUN_TOGETHER if symbol == " " else _LEFT_OUT for symbol in expected]
    costs = [0]
    for cost in leaving:
        costs.append(costs[-1] + cost)
    steps = [bytes([_ONLY_ALONE]) * len(costs)]
    for symbol in heard:
        kind = _kind(symbol)
        skip = _RUN_TOGETHER if symbol == " " else _LEFT_OUT
        row, row_steps = [costs[0] + skip], bytearray([_ONLY_HEARD])
        diagonal, left = costs[0], row[0]
        for other, other_kind, leave, above in zip(expected, kinds, leaving, costs[1:], strict=True):
            best, step = diagonal, _PAIR
            if symbol != other:
                best += _SAME_KIND if kind == other_kind else _OTHER_KIND
            if above + skip < best:
                best, step = above + skip, _ONLY_HEARD
            if left + leave < best:
                best, step = left + leave, _ONLY_ALONE
            row.append(best)
            row_steps.append(step)
            diagonal, left = above, best
        costs = row
        steps.append(bytes(row_steps))
    return _walk(steps)


def _walk(steps: Sequence[bytes]) -> list[tuple[int, int]]:
    pairs = []
    row, column = len(steps) - 1, len(steps[0]) - 1
    while row or column:
        step = steps[row][column]
        row -= step != _ONLY_ALONE
        column -= step != _ONLY_HEARD
        if step == _PAIR:
            pairs.append((row, column))
    return pairs[::-1]


def _kind(symbol: str) -> str:
    """What can stand for what: vowels for vowels, consonants for consonants, and the rest only for itself."""
    if symbol[0] in _VOWELS:
        return "vowel"
    return symbol if symbol == " " or symbol in _PUNCTUATION else "consonant"
