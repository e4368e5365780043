"""Abbreviations, titles before names, street names, initials and Roman numerals."""

from __future__ import annotations

import re

from . import numbers
from .addresses import street_words
from .context import ends_text, left_of, right_of, word_before
from .draft import Draft
from .scan import Match, Rules
from .tables import listed
from .vocabulary import (
    ABBREVIATIONS,
    DIRECTIONS,
    NUMBERED,
    PARTS,
    REGAL_TITLES,
    REGNAL,
    STREETS,
    TITLES,
    any_of,
    spelled,
)
from .words import shouted

RULES = Rules()

_I = re.IGNORECASE

# Short for something only with their full stop, or not in capitals.
_NEED_A_STOP = listed(
    "hon esp resp tel appt asst incl excl misc amt avg bros co freq inst intl max mfg mgmt min natl orig "
    "std temp"
)
# Without their full stop where a capital shows that they belong to a name.
_IN_A_NAME = frozenset(("Inc", "Corp", "Bros", "Assn", "Univ", "Esq"))
_NEED_A_STOP_OR_NAME = frozenset(name.lower() for name in _IN_A_NAME)
_NOT_IN_CAPITALS = listed(
    "acct amt assn avg co corp dev eg esp est freq hon ie inc inst intl max mfg mgmt mgr min natl orig "
    "qty resp std temp vs"
)


_END_BEFORE_CAPITALS = frozenset(("etc", "inc", "corp", "ltd", "max", "min"))


@RULES.on("letter", rf"({any_of(ABBREVIATIONS)})(?![\w'])(\.(?!\w))?", _I)
def _abbreviation(match: Match, _: Draft) -> str | None:
    short = match[1].lower()
    if match[1].isupper() and short in _NOT_IN_CAPITALS:
        return None
    if not match[2] and (short in _NEED_A_STOP or (short in _NEED_A_STOP_OR_NAME and not _ends_name(match))):
        return None
    said = ABBREVIATIONS[short]
    new = re.match(r"\s+[A-Z]", right_of(match, 3)) if short in _END_BEFORE_CAPITALS else None
    ends = match[2] and (ends_text(match) or new)
    return said + ("." if ends else "")


def _ends_name(match: Match) -> bool:
    """Whether `Inc`, `Corp` and their like close the name of a company without a full stop."""
    return match[1] in _IN_A_NAME and word_before(match)[:1].isupper()


def _named_before(match: Match) -> bool:
    """Whether a name or an ordinal stands before, as before the kind of a street."""
    before = word_before(match)
    return before[:1].isupper() or re.fullmatch(r"\d+(?:st|nd|rd|th)", before) is not None


@RULES.on("letter", rf"({any_of(TITLES)})(?!\w)(\.)?(?![\w'])", _I)
def _title(match: Match, _: Draft) -> str | None:
    """`Dr. Evil`, `st Louis`, `Mt. Everest` before a name; `Main St.` and `Laguna dr.` are streets."""
    written, short = match[1], match[1].lower()
    name_follows = re.match(r"\s+[A-Z]", right_of(match, 4)) is not None
    if short in ("st", "dr") and _named_before(match) and not (name_follows and short == "dr"):
        return None if written.isupper() else street_words(short, match)
    if match[0] == "Dr.":
        return TITLES[short]
    if written.isupper():
        saint = short == "st" and re.match(r"\s[A-Z]{3,}", right_of(match, 5)) and shouted(match)
        return TITLES[short] if saint else None
    if not name_follows or (written.islower() and not match[2] and short not in ("dr", "st", "mt")):
        return None
    return None if short in _TITLES_WITH_STOP and not match[2] else TITLES[short]


# Words or names of their own without a full stop: "Gen Z", "Br", "Sec".
_TITLES_WITH_STOP = listed("br det ens fr gen gens insp sec amb atty pres rep reps sens revs")


@RULES.on("letter", r"(?<=\w\s)(ave|av|rd|blvd|hwy|pkwy|expy|ln|fwy)(?![\w'])\.?", _I)
def _street(match: Match, _: Draft) -> str | None:
    return street_words(match[1], match) if _named_before(match) else None


# With or without a full stop before a number; the others need it.
_NUMBERED_WITHOUT_STOP = listed("fig figs ca chap vol vols nos apt rte eqs")


@RULES.on("letter", rf"({any_of(NUMBERED)})(?!\w)(\.)?\s?(?=#?\s?\d)", _I)
def _numbered(match: Match, _: Draft) -> str | None:
    """`Fig. 2`, `no. 10`, `NO 24`: before a number only."""
    short = match[1].lower()
    known = match[2] or short in _NUMBERED_WITHOUT_STOP or match[1] == "NO"
    return NUMBERED[short] if known else None


RULES.says("letter", r"(?<=CASE\s)NO\.|(?<=Case\s)No\.", "number")
RULES.says("letter", r"[Nn]o\.(?=\sof\s(?!course))", "number")
RULES.says("letter", r"[Nn]os\.(?=\sof\s)", "numbers")
RULES.says("letter", r"(?:(?<=[\s(,])|(?<!.))c\.\s?(?=(?:AD\s|BC\s|the\s)?\d)", "circa")


@RULES.on("letter", r"(?<=[\d½¼¾⅓⅔]\s)c\.(?=\s+[a-z])")
def _cups(match: Match, _: Draft) -> str:
    """`2 c. flour`."""
    return "cup" if re.search(r"(?<![\d/])(?:1|\d/\d)\s$", left_of(match, 6)) else "cups"


RULES.says("letter", r"(?<=\bet\s)al\.(?=\s+[a-z(])", "al")
RULES.says("letter", r"pp\.?\s(?=\d)", "pages")
RULES.says("letter", r"p\.\s?(?=\d)", "P")
RULES.says("letter", r"TL;?DR(?!\w)", "T L D R", _I)
RULES.says("letter", r"Wi-Fi\b", "wifi", _I)

_CENTURIES = re.compile(r"\s+(?:century|centuries|dynasty|Olympi|arrondissement|Corps|Army)")


@RULES.on("letter", r"[IVXLCDM]{1,12}(?![\w'.]\w|\w)")
def _roman(match: Match, draft: Draft) -> str | None:
    """`Chapter IV` is a number, `Henry VIII` an ordinal, `I` mostly a pronoun."""
    text, before = match[0], word_before(match)
    value, low = numbers.roman(text), word_before(match).lower()
    if value is None:
        return None
    if low in PARTS:
        pronoun = text == "I" and before.islower() and re.match(r"\s[a-z]", right_of(match, 2))
        return None if pronoun else numbers.cardinal(value)
    if low in REGNAL and before[0].isupper():
        return f"the {numbers.ordinal(value)}" if text != "I" or _is_regal(match) else None
    if len(text) == 1 or (
        text == "IV" and re.match(r"\s(?:drip|line|bag|fluid|needle|pole|drug)", right_of(match, 8))
    ):
        return None
    if _CENTURIES.match(right_of(match, 20)):
        return numbers.ordinal(value)
    if len(text) >= 5:
        return numbers.year(value) if value >= 1000 else numbers.cardinal(value)
    follows = (
        not before or before[0].isupper() or draft.last.endswith(",") or low in ("and", "or", "to", "the")
    )
    return numbers.cardinal(value) if follows and set(text) <= set("IVX") and text != "XX" else None


@RULES.on("i v x", r"(?=[ivx]{2,6}(?!\w))x{0,3}(?:ix|iv|v?i{0,3})(?![\w'])")
def _small_roman(match: Match, _: Draft) -> str | None:
    """`Scene ii`, `page iv`."""
    value = numbers.roman(match[0].upper())
    named = word_before(match).lower() in PARTS | {"page", "pages", "note", "item", "figure", "line", "verse"}
    return numbers.cardinal(value) if value and named else None


@RULES.on("I V X", r"([IVX]{1,5})([a-d])(?!\w)")
def _roman_with_letter(match: Match, _: Draft) -> str | None:
    """`section IIa`."""
    value = numbers.roman(match[1])
    return (
        f"{numbers.cardinal(value)} {match[2].upper()}"
        if value and word_before(match).lower() in PARTS
        else None
    )


def _is_regal(match: Match) -> bool:
    """Whether `I` after a ruler's name is "the first": at a pause, before "of", or after a title."""
    words = re.findall(r"[A-Za-z]+", left_of(match, 40))
    return re.match(r"\s+of\b|[,.;)]|\s*$", right_of(match, 4)) is not None or any(
        word.lower() in REGAL_TITLES for word in words[-3:-1]
    )


@RULES.on("N S E W", r"(?:NE|NW|SE|SW|N|S|E|W)(?![\w.'])")
def _compass(match: Match, _: Draft) -> str | None:
    """`Pennsylvania Ave NW`: a direction after a street."""
    street = re.search(r"([A-Za-z]+)\.?\s$", left_of(match, 16))
    return (
        DIRECTIONS[match[0]] if street and not street[1].isupper() and street[1].lower() in STREETS else None
    )


@RULES.on("letter", r"([A-Z]{1,3})&([A-Z]{1,3})(?![\w'])")
def _joined_initials(match: Match, _: Draft) -> str:
    """`AT&T`, `Q&A`."""
    return f"{spelled(match[1])} and {spelled(match[2])}"


@RULES.on("letter", r"(?:[A-Za-z]\.\s?){1,5}(?<=\.)[A-Za-z](?:\.|(?!\w))|[A-Z]\.(?=\s[A-Z])")
def _initials(match: Match, _: Draft) -> str | None:
    """`U.S.`, `J. R. R. Tolkien`, `e.s.t`."""
    if re.match(r"[A-Za-z]\.\s[a-z]", match[0]):
        return None
    said = spelled("".join(re.findall(r"[A-Za-z]", match[0])))
    return said + ("." if match[0].endswith(".") and ends_text(match) else "")
