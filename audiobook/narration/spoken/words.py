"""Words and identifiers: when a run of letters is a word, when it is spelled, and where a compound is cut."""

from __future__ import annotations

import re
from functools import lru_cache

from . import numbers
from .numbers import is_number
from .vocabulary import CODE_WORDS, GREEK, KEYWORDS, LETTERS, NAMES, SAID_AS_WORDS, SHORT_WORDS, spelled

_CAMEL = re.compile(
    r"NaN(?![a-z])|[A-Z]{3,}(?=[a-rt-z](?![A-Za-z]))|[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+"
)
_CASED_RUN = re.compile(r"\d+|[^\W\d_]+")
_NAME_PREFIX = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St|San|El)[A-Z][a-z]+|(?:Mc|Mac)[A-Z]{3,}")
_VOWELS = frozenset("aeiouyAEIOUY")


def has_vowel(word: str) -> bool:
    """Whether the word can be pronounced at all: it has a vowel, and a `y` counts unless it comes first."""
    return not _VOWELS.isdisjoint(word[1:]) or word[0] in "aeiouAEIOU"


def camel_parts(word: str) -> list[str]:
    """The parts of a compound: "HTMLParser2" -> HTML, Parser, 2; "userIDs" -> user, IDs."""
    return _CAMEL.findall(word) if word.isascii() else _parts_of_any_script(word)


def _parts_of_any_script(word: str) -> list[str]:
    """As `camel_parts`, for letters beyond ASCII: "ZażółćGęśl" -> Zażółć, Gęśl."""
    parts: list[str] = []
    for run in _CASED_RUN.findall(word):
        start = 0
        for at in range(1, len(run)):
            after_small = run[at - 1].islower()
            begins_word = run[at - 1].isupper() and run[at + 1 : at + 2].islower()
            if run[at].isupper() and (after_small or begins_word):
                parts.append(run[start:at])
                start = at
        parts.append(run[start:])
    return parts


_REMAINDERS = SHORT_WORDS | CODE_WORDS.keys() | {"d", "x", "kit", "stat", "bind"}


def _acronym_and_word(low: str) -> str | None:
    """ "tcpdump" -> "T C P dump": an acronym glued to a word, when English spelling does not allow the whole."""
    if len(low) < 4 or low in SHORT_WORDS or _looks_like_word(low):
        return None
    for length in (5, 4, 3):
        head, rest = low[:length], low[length:]
        if head in LETTERS and rest in _REMAINDERS:
            return f"{spelled(head)} {code_part(rest)}"
    return None


def _known(low: str) -> str | None:
    """What is said for a word of the vocabulary, or for its plural."""
    said = NAMES.get(low) or SAID_AS_WORDS.get(low)
    if said:
        return said
    if low in LETTERS:
        return spelled(low)
    if low.endswith("s") and low[:-1] in LETTERS and len(low) > 2:
        return spelled(low[:-1]) + "'s"
    return None


@lru_cache(maxsize=8192)
def prose_word(word: str) -> str:
    """A word of running text (letters of any script and inner apostrophes)."""
    base, apostrophe, ending = word.partition("'")
    if apostrophe and word.lower() in NAMES:
        return NAMES[word.lower()]
    if apostrophe and ending.lower() == "s" and base:
        return prose_word(base) + "'s"
    if apostrophe:
        return word.capitalize() if word.isupper() and len(base) > 1 else word
    low = word.lower()
    if word.islower() or (word[:1].isupper() and word[1:].islower()):
        if low in NAMES:
            return NAMES[low]
        if (
            word.islower()
            and (low in LETTERS or (low[:-1] in LETTERS and low[-1] == "s"))
            and not _is_word(low)
        ):
            return _known(low) or word
        if len(word) == 1:
            return word.upper() if word != "a" else word
        glued = _acronym_and_word(low) if word.islower() else None
        if glued:
            return glued
        return SAID_AS_WORDS[low] if low in SAID_AS_WORDS and not _is_word(low) else word
    if word.isupper():
        return capitals(word)
    return _mixed(word, low)


def _is_word(low: str) -> bool:
    return low in SHORT_WORDS


def _mixed(word: str, low: str) -> str:
    """Mixed case: a product name, a plural acronym, a surname, or a compound."""
    said = NAMES.get(low) or SAID_AS_WORDS.get(low)
    if said:
        return said
    if len(word) > 2 and word[-1] == "s" and (word[:-1].isupper() or low[:-1] in NAMES):
        plural = NAMES.get(low[:-1]) or capitals(word[:-1])
        return plural + ("'s" if plural[-1].isupper() else "s")
    if _NAME_PREFIX.fullmatch(word):
        return word
    parts = camel_parts(word)
    if len(word) <= 4 and any(len(part) == 1 for part in parts[1:]):
        return word.capitalize() if has_vowel(word) else spelled(word)
    return " ".join(_camel_part(part) for part in parts)


def _camel_part(part: str) -> str:
    if len(part) == 1:
        return part.upper()
    if part.isupper():
        return capitals(part)
    plural = len(part) > 2 and part[-1] == "s" and part[:-1].isupper()
    return _mixed(part, part.lower()) if plural else prose_word(part.lower())


def capitals(word: str, *, shouted: bool = False) -> str:
    """A word in capitals: a keyword, an acronym that is a word or is spelled, or an ordinary word that is stressed.

    A stressed word keeps its capitals: engines say it as a word, some with stress. `shouted` says that the words
    around it are in capitals too.
    """
    low = word.lower()
    if len(word) == 1:
        return word
    ordinary = low in SHORT_WORDS or (len(word) >= 4 and has_vowel(low) and _known(low) is None)
    if shouted and ordinary:
        return word
    known = _known(low) if low not in SHORT_WORDS or low in SAID_AS_WORDS else None
    if known:
        return known
    if low in KEYWORDS:
        return CODE_WORDS.get(low, low)
    if low in SHORT_WORDS or (len(word) >= 5 and low not in CODE_WORDS and _looks_like_word(low)):
        return word
    if low in CODE_WORDS and len(word) >= 5:
        return CODE_WORDS[low]
    return spelled(word) if word.isascii() else low


_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")


def shouted(match: re.Match[str]) -> bool:
    """Whether words in capitals stand around one in capitals: most of the text near it, or the very next word."""
    before = _WORD.findall(match.string, max(0, match.start() - 40), match.start())
    after = _WORD.findall(match.string, match.end(), match.end() + 40)
    if any(_is_stressed(word) for word in before[-1:] + after[:1]):
        return True
    around = [*before, match[0], *after]
    in_capitals = [word for word in around if word.isupper()]
    return sum(len(word) > 3 for word in in_capitals) >= 2 and len(in_capitals) >= 0.6 * len(around)


def _is_stressed(word: str) -> bool:
    """An ordinary word in capitals, neither a keyword nor an acronym."""
    low = word.lower()
    ordinary = low not in KEYWORDS and low not in CODE_WORDS and _known(low) is None
    return len(word) > 3 and word.isupper() and ordinary and _looks_like_word(low)


_ENGLISH_START = re.compile(
    r"(?:[aeiouy]|[bcdfghjklmnprstvwxyz][aeiouy]|qu|bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gn|gr|kn|ph|pl|pr|ps|rh|sc|sh|sk|sl|sm|sn|"
    r"sp|sq|st|sw|th|tr|tw|wh|wr)"
)
_HARD = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{5}|[aeiou]{4}|q(?!u)"
    r"|[jv][bcdfghjklmnpqrstvwz]{2}|x(?![cpt][lr])[bcdfghjklmnpqrstvwz]{2}|(.)\1\1"
)
_HARD_END = re.compile(r"(?:[bcdfgjkmpqtvz][bcdfghjkmnpqrvwz]|[bcdfghjkmnpqrstvwxz]j|[aeiou]{3})$")


@lru_cache(maxsize=4096)
def _looks_like_word(low: str) -> bool:
    """Whether English spelling allows the letters as a word."""
    if low in SHORT_WORDS:
        return True
    ending = low[:-2] if low.endswith(("ck", "ct", "ft", "pt", "gh", "ph", "th", "ch", "sh", "ed")) else low
    return (
        len(low) >= 3
        and has_vowel(low)
        and low not in LETTERS
        and bool(_ENGLISH_START.match(low))
        and not _HARD.search(low)
        and not _HARD_END.search(ending)
    )


def glued_number(text: str) -> str:
    """A number glued to letters: "sha256" -> "two fifty six", "fifa2016" -> "twenty sixteen"."""
    if len(text) > 4 or text[0] == "0":
        return numbers.digits(text)
    return numbers.cardinal(int(text)) if text.endswith("000") else numbers.pairs(text)


@lru_cache(maxsize=8192)
def code_part(part: str) -> str:
    """One part of an identifier, command or file name: a run of letters of one word, or of digits."""
    if is_number(part):
        return glued_number(part)
    low = part.lower()
    said = CODE_WORDS.get(low) or _known(low)
    if said:
        return said
    if part in GREEK:
        return GREEK[part]
    if len(part) == 1:
        return part.upper()
    if not part.isascii():
        return part
    if low.endswith("s") and low[:-1] in CODE_WORDS and len(low) > 3:
        return CODE_WORDS[low[:-1]] + "s"
    if low in SHORT_WORDS:
        return low
    glued = _acronym_and_word(low)
    if glued:
        return glued
    if len(part) == 2 and part.istitle() and has_vowel(part):
        return low  # `Oh`, as a sentence in code begins
    if len(part) == 2 or not has_vowel(part):
        return spelled(part) if len(part) <= 6 else low
    return low


def letters_and_digits(part: str) -> str:
    """A token of running text that mixes letters and digits: "EC2" -> "E C two", "V75S" -> "V seventy five S"."""
    if is_number(part):
        return glued_number(part)
    if part.lower() in NAMES:
        return NAMES[part.lower()]
    if part.isalpha() and not part.isupper():
        return prose_word(part)
    return " ".join(_mixed_part(piece) for piece in camel_parts(part))


def _mixed_part(piece: str) -> str:
    if is_number(piece):
        return glued_number(piece)
    if len(piece) == 1:
        return piece.upper()
    if piece.isupper():
        return capitals(piece)
    return identifier(piece) if len(piece) > 2 else spelled(piece)


@lru_cache(maxsize=8192)
def identifier(word: str) -> str:
    """An identifier without underscores: "getUserById" -> "get user by I D", "sha256" -> "sha two fifty six"."""
    low = word.lower()
    said = NAMES.get(low) or CODE_WORDS.get(low)
    if said:
        return said
    is_mixed = not word.isupper() and len(word) > 1
    say = _compound_part if is_mixed else code_part
    return " ".join(say(part) for part in camel_parts(word)) or word


def _compound_part(part: str) -> str:
    """A part of a compound: capitals among small letters are an acronym, even if like a word ("toISOString")."""
    if not (part.isupper() and part.isascii() and 2 <= len(part) <= 4):
        return code_part(part)
    low = part.lower()
    known = low in SHORT_WORDS or low in CODE_WORDS or low in KEYWORDS or _known(low)
    return code_part(part) if known else spelled(part)
