"""Words that nothing says how to say.

There is no dictionary here: a word that the vocabulary lacks is judged by its shape alone, and more leniently than
where words are suggested for the lexicon (spoken/guesses.py), as a false alarm costs more here. What that can see:
letters that English does not put together (`gzipped`, `mkdocs`), words without a vowel (`lxml`), parts of compounds
like these (`LibXrdp`), long names in capitals that would be spelled letter by letter (`DBMSXQL`), and hashes. What it
cannot see: a foreign name or an invented word that is spelled as English might spell it, such as `Ecto` or `Mnesia`.
Those only a listener finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit
from audiobook.model import Written
from audiobook.narration.spoken import speak
from audiobook.narration.spoken.guesses import is_known
from audiobook.narration.spoken.vocabulary import spelled
from audiobook.narration.spoken.words import camel_parts, capitals, has_vowel

if TYPE_CHECKING:
    from audiobook.lint.page import Page

_LANGUAGE = "en"
_HIDDEN = frozenset(("code", "math", "key", "say", "sub", "sup"))
_EDGES = "([{<\"'“”‘’*_.,;:!?…—–)]}>|~/"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_MOST_LETTERS = 6
"""So many letters in a row, and a listener has lost the first of them."""

_SOUNDS = frozenset(
    ("brr", "hmm", "hmmm", "mhm", "mmm", "pfft", "psst", "pst", "shh", "tsk", "nth", "zzz", "grr")
)
_ROMAN = re.compile(r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
_HASH = re.compile(r"(?=\w*\d\w*[a-f])(?=\w*[a-f]\w*\d)(?=(?:\D*\d){2})[0-9a-f]{7,64}")

# Consonants that may open an English word before another one, by their first letter.
_OPENINGS = re.compile(
    r"b[dhlr]|c[hlnrz]|d[hjrvw]|f[jlrt]|g[hlnr]|j[n]|k[hlnrv]|ll|m[nh]|p[fhlnrst]|qu|r[h]|s[chjklmnpqrtvw]|t[hmrswz]|v[lr]|w[hr]|z[lwh]"
)
_CONSONANT = "bcdfghjklmnpqrstvwxz"
# Letters that sound as one consonant, or as part of a vowel.
_AS_ONE = re.compile(r"tch|sch|[cgpstw]h|ck|ng|(?<=[aeo])w")
_CROWD = re.compile(rf"[{_CONSONANT}]{{5}}|q(?![u\W]|$)|([a-z])\1\1")


def unknown_words(page: Page) -> Iterator[Hit]:
    """Words of the running text with a shape that English does not have; each once a lesson, where it is first used."""
    if page.language.split("-")[0].lower() != _LANGUAGE:
        return
    met: set[str] = set()
    for text in page.texts:
        for word in _words(text.inline.written, page):
            if word in met:
                continue
            met.add(word)
            oddity = _oddity(word)
            if oddity:
                said = " ".join(spoken.text for spoken in speak(Written(word), page.lexicon)).rstrip(".")
                reason = f'`{word}` {oddity}; it is said "{said}"'
                fix = "Put it into lexicon.toml with how it is said, or into backticks where it is code"
                yield Hit(text.place.line_of(word), reason, fix)


def _words(written: Written, page: Page) -> Iterator[str]:
    """The plain words of a text: no code, no address, nothing that the lexicon has."""
    letters = list(written.text)
    hidden = [(mark.start, mark.end) for mark in written.marks if mark.kind in _HIDDEN]
    hidden += [(match.start, match.end) for match in page.lexicon.matches(written.text)]
    for start, end in hidden:
        letters[start:end] = "\0" * (end - start)
    chunks = [chunk.strip(_EDGES) for chunk in "".join(letters).split()]
    for before, bare, after in zip(["", *chunks], chunks, [*chunks[1:], ""], strict=False):
        is_shouted = bare.isupper() and (before.isupper() or after.isupper())
        if _PLAIN_WORD.fullmatch(bare) and not is_shouted:
            yield from (part for part in re.split(r"['’-]", bare) if len(part) > 2)


@lru_cache(maxsize=8192)
def _oddity(word: str) -> str:
    """What is odd about a word, to be read after it; empty for all others."""
    low = word.lower()
    if is_known(low) or low in _SOUNDS or _ROMAN.fullmatch(low):
        return ""
    if not word.isalpha():
        return "is a hash" if _HASH.fullmatch(low) else ""
    if word.isupper():
        is_spelled = capitals(word) == spelled(word)
        return (
            f"would be spelled, all {len(word)} letters of it"
            if is_spelled and len(word) >= _MOST_LETTERS
            else ""
        )
    if not (word.islower() or word[1:].islower()):
        parts = camel_parts(word)
        return next((f"holds `{part}`, which {odd}" for part in parts if (odd := _odd_part(part))), "")
    if not has_vowel(word):
        return "has no vowel"
    return _odd_letters(low) if word.islower() else ""


def _odd_part(part: str) -> str:
    """What is odd about a part of a compound; parts in capitals are spelled, as they should be."""
    low = part.lower()
    if len(part) < 3 or part.isupper() or is_known(low) or part[:-1].isupper():
        return ""
    return _odd_letters(low) if has_vowel(part) else "has no vowel"


def _odd_letters(low: str) -> str:
    if low[0] in _CONSONANT and low[1] in _CONSONANT and not _OPENINGS.match(low):
        return f"begins with `{low[:2]}`, as no English word does"
    crowd = _CROWD.search(_AS_ONE.sub(lambda found: found[0][0].upper(), low).replace("W", ""))
    return "has letters together that English never has" if crowd else ""
