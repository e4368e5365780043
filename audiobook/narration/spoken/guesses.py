"""Which words are said by guess: neither the vocabulary nor English spelling tells how.

A guess is often right. It is worth a look, and an entry in the lexicon where it is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from . import vocabulary as known
from .words import camel_parts, has_vowel

#: Words whose saying is in a table.
_VOCABULARY = (
    frozenset(known.NAMES)
    | frozenset(known.SAID_AS_WORDS)
    | known.LETTERS
    | frozenset(known.CODE_WORDS)
    | known.SHORT_WORDS
    | known.KEYWORDS
    | known.VERSIONED
    | known.COMMANDS
    | known.FILE_EXTENSIONS
    | known.TIME_ZONES
    | known.REGNAL
    | frozenset(known.ABBREVIATIONS)
    | frozenset(known.TITLES)
    | frozenset(known.NUMBERED)
    | frozenset(known.MONTH_OF)
    | frozenset(known.DAY_OF)
    | frozenset(symbol.lower() for symbol in known.UNITS)
    | frozenset(word.lower() for word in known.SQL_WORDS)
)
_ROMAN = re.compile(r"[IVX]{1,5}")
_PREFIXES = frozenset(("mc",))  # of surnames: McDonald
_ENDINGS = re.compile(r"(?:'s|s|es|ed|ing|ly|er|ers|ment|ments)$")

# Spelling that English has: how words open and close, and what stands nowhere within them. `y` counts as a vowel.
_ONSET = re.compile(
    r"(?:[bcdfghjklmnprstvwxyz]?[aeiouy]|qu[aeiouy]|(?:bl|br|ch|chl|chr|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|ph|phr|pl|pr|ps|rh|"
    r"sc|sch|scr|sh|shr|sk|sl|sm|sn|sp|sph|spl|spr|sq(?=u)|st|str|sw|th|thr|thw|tr|tw|wh|wr)[aeiouy])"
)
_HARD = re.compile(
    r"[bcdfghjklmnpqrstvxz]{5}|(?<!q)[aeiou]{4}|q(?!u)|[jv][bcdfgjkmpqtvwxz]|[cfgkmpqtvxz]j|(.)\1\1"
)
_CODA = re.compile(
    r"[aeiouy](?:[bcdfghklmnprstvwxz]|bt|ch|ck|cks|cts?|dd|dth|ff|fth|fts?|gg|gh|ghts?|gn|ld|lf|lge|lk|ll|lm|lp|lph|lth|lts?|mb|mn|mph|mpt|mps?|nc|"
    r"nch|nct|nd|ng|ngst|ngth|nk|nn|nst|nt|nth|nx|ph|pt|pth|ps|rb|rc|rch|rd|rf|rg|rk|rld|rl|rm|rn|rp|rpt|rr|rst|rth|rts?|rtz|sc|sh|sk|sm|sp|ss|st|"
    r"tch|th|thm|ths|tt|tz|wd|wk|wl|wn|wth|xth|xt|zz)?s?$"
)


@lru_cache(maxsize=8192)
def guess(word: str) -> str:
    """Why the saying of a word (letters, digits, apostrophes) is a guess: `capitals`, `mixed case` or `spelling`.

    Empty when it is not.
    """
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) < 2 or is_known(word):
        return ""
    letters = "".join(char for char in word if char.isalpha())
    if not letters or not word.replace("'", "").isalnum():
        return ""
    if letters != word and "'" not in word:  # with digits: as strange as its letters are
        return _of_parts(word)
    if word.isupper():
        return "" if _ROMAN.fullmatch(word) else "capitals"
    if word.islower() or (word[0].isupper() and word[1:].islower()):
        return "" if is_plausible(word.lower()) else "spelling"
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return guess(word[:-1])
    return _of_parts(word)


def _of_parts(word: str) -> str:
    """A compound is known when its parts are; lone letters in mixed case leave open where it is cut."""
    parts = camel_parts(word)
    if not any(char.isdigit() for char in word) and any(len(part) == 1 for part in parts):
        return "mixed case"
    found = {guess(part) for part in parts if part != word} - {""}
    return min(found, default="")


def is_known(word: str) -> bool:
    """Whether the vocabulary has the word, in any case, or its singular."""
    low = word.lower()
    return (
        low in _VOCABULARY
        or low in _PREFIXES
        or (low.endswith("s") and len(low) > 2 and low[:-1] in _VOCABULARY)
    )


@lru_cache(maxsize=8192)
def is_plausible(low: str) -> bool:
    """Whether a word in lower case is spelled as English words are, so that engines read it well."""
    plain = unicodedata.normalize("NFKD", low).encode("ascii", "ignore").decode()
    if "'" in plain or len(plain) < len(low):  # a contraction; another alphabet
        return "'" in plain
    return any(
        has_vowel(stem) and _ONSET.match(stem) and _CODA.search(stem) and not _HARD.search(stem)
        for stem in {plain, _ENDINGS.sub("", plain)}
        if len(stem) > 1
    )
