"""Running text: words, and the order in which every class of token is tried."""

from __future__ import annotations

import re
import unicodedata

from ...letters import simplified
from . import (
    abbreviations,
    addresses,
    algebra,
    compounds,
    counts,
    dates,
    lengths,
    marks,
    measures,
    money,
    plurals,
    serials,
    slashes,
    statuses,
    technical,
    times,
)
from .context import right_of, word_before
from .draft import Draft
from .scan import ALPHA, Match, Rules, Scanner
from .tables import listed
from .vocabulary import (
    ABBREVIATIONS,
    CURRENCIES,
    DAY_OF,
    GREEK,
    LONE_UNITS,
    MONTH_OF,
    NUMBERED,
    PARTS,
    STREETS,
    TIME_ZONES,
    TITLES,
)
from .words import capitals, identifier, prose_word, shouted

# Words that other rules may want: all others are said at once.
_WANTED = frozenset(
    (
        *(*ABBREVIATIONS, *TITLES, *NUMBERED, *PARTS, *STREETS, *DAY_OF, *MONTH_OF, *TIME_ZONES),
        *(unit.lower() for unit in LONE_UNITS),
        *(code.lower() for code in CURRENCIES),
        *listed(
            "ii iii iv vi vii viii ix xi xii xiii xiv xv sin cos tan log ln exp sqrt ext extn extension pp ph et al "
            "page question round task slide exercise day week attempt test he she his him ctrl cmd alt shift control "
            "command option meta in"
        ),
    )
)

PLAIN = Rules()


@PLAIN.on("letter", r"[A-Za-z][a-z]+(?=[\s,;!?)\]]|:(?:\s|$)|\.(?:\s|$)|$)")
def _plain_word(match: Match, _: Draft) -> str | None:
    return None if match[0].lower() in _WANTED else prose_word(match[0])


PLAIN.says("space", r"[\s\u200b]+", "")

WORDS = Rules()
_ENDINGS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))


@WORDS.on("letter", rf"{ALPHA}+(?:'{ALPHA}+)*")
def _word(match: Match, draft: Draft) -> str:
    word, start = match[0], match.start()
    if start and word in _ENDINGS and match.string[start - 1] == "'" and draft.end == start - 1:
        draft.attach("'" + word, match.end())
        return ""
    if word == "s" and draft.end == start > 0:
        # The plural of a code word: "`GenServer`s".
        draft.attach("s", match.end())
        return ""
    if not word.isascii():
        return _foreign(word)
    if word == "A":
        return _article_or_letter(match, draft)
    return _capitals(match) if word.isupper() and len(word) > 1 else prose_word(word)


def _foreign(word: str) -> str:
    """A word with letters beyond ASCII: kept as it is, but for Greek letters that are symbols."""
    if word in GREEK:
        return GREEK[word]
    if word[0] in GREEK and word[1:].isascii():
        return f"{GREEK[word[0]]} {identifier(word[1:])}"
    return "" if unicodedata.category(word[0]) == "Lm" else simplified(word)


def _capitals(match: Match) -> str:
    base, apostrophe, ending = match[0].partition("'")
    said = capitals(base, shouted=shouted(match)) if len(base) > 1 else base
    return said + apostrophe + (ending if said == base else ending.lower())


def _article_or_letter(match: Match, draft: Draft) -> str:
    """A capital A: the article is written small, so that engines can tell it from the letter."""
    following = right_of(match, 3)
    begins = not draft or draft.last[-1] in ".?!"
    titled = word_before(match)[:1].isupper() and re.match(r"\s+[A-Z][a-z]", following) is not None
    article = re.match(r"\s+[\w\"'(#]", following) and (begins or titled or shouted(match))
    return "a" if article else "A"


SCANNER = Scanner(
    (
        *PLAIN,
        *addresses.RULES,
        *algebra.RULES,
        *technical.EARLY,
        *plurals.RULES,
        *dates.RULES,
        *times.RULES,
        *serials.RULES,
        *technical.RULES,
        *counts.FIRST,
        *money.RULES,
        *lengths.RULES,
        *compounds.RULES,
        *measures.RULES,
        *slashes.RULES,
        *statuses.RULES,
        *counts.RULES,
        *abbreviations.RULES,
        *technical.NAMES,
        *marks.EITHER,
        *WORDS,
        *marks.RULES,
    )
)


def say_prose(text: str, start: int, end: int, draft: Draft) -> None:
    """Say text[start:end], which is running text."""
    SCANNER.scan(text, start, end, draft)
