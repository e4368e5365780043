"""Sentence boundaries, with technical tokens and abbreviations protected; over-long sentences are cut at clauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ...model import Mark, Written
from .tables import listed
from .vocabulary import ABBREVIATIONS, DAY_OF, MONTH_OF, NUMBERED, STREETS, TITLES

LONGEST = 400
"""Characters: a longer sentence is cut at a clause boundary, so that an edit or a retry costs little."""

_PROTECTED = frozenset(("code", "math", "key", "say", "sup", "sub", "link"))

# A stop, what may close it, white space, and what may open the next sentence.
_BOUNDARY = re.compile(
    r"(?P<mark>[.!?…।॥۔։።။។៕؟፧]{1,64}|[。！？]{1,64})(?P<close>[\"'”’)\]»]{0,8})"
    r"(?P<gap>\s+|(?<=[。！？])|(?<=[।۔])(?=[^\W\d_])|$)(?P<open>[\"'“‘(\[«]{0,8})"
)
_CERTAIN_STOPS = "。！？।॥۔։።။។៕؟፧"
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]{1,40}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_CLAUSE_STRONG = re.compile(
    r"[;:]\s+|,\s+(?=(?:and|but|or|so|because|which|while|where|when|if|then|although|since)\s)|\s[—–]\s|—"
)
_CLAUSE_WEAK = re.compile(r",\s+|\)\s+")

# Abbreviations after which a sentence usually goes on, whatever follows.
_NEVER_END = frozenset(
    (
        *TITLES,
        "mr",
        "mrs",
        "ms",
        "prof",
        "hon",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "cf",
        "vs",
        "viz",
        "approx",
        "messrs",
        "mx",
    )
)
_UNITS_WITH_STOP = listed("ft gal hr hrs lb lbs mi mins oz pt qt sec secs tbsp tsp yd yds yr yrs")
# Abbreviations that end a sentence only when a capital follows.
_MAY_END = frozenset(
    (
        *(*ABBREVIATIONS, *STREETS, *MONTH_OF, *DAY_OF, *_UNITS_WITH_STOP),
        *("al", "est", "ed", "eds", "pp", "in"),
    )
)


def split_sentences(written: Written) -> tuple[Written, ...]:
    """The sentences of a text, each without the white space around it and with its marks at its own positions.

    Marks are never cut, but for `strong`, `emphasis` and the like, which go on in the next piece. The pieces are exact
    substrings in order; nothing but white space is lost between them.
    """
    text = written.text
    spans = _protected_spans(written.marks)
    cuts = _sentence_ends(text, spans)
    bounds: list[tuple[int, int]] = []
    start = 0
    for cut in [*cuts, len(text)]:
        bounds += (
            stripped
            for low, high in _shortened(text, start, cut, spans)
            if (stripped := _stripped(text, low, high))
        )
        start = cut
    return tuple(_with_marks(written, bounds))


def _protected_spans(marks: tuple[Mark, ...]) -> list[tuple[int, int]]:
    """Spans no boundary may fall into: sorted, merged."""
    merged: list[tuple[int, int]] = []
    for mark in marks:
        if mark.kind not in _PROTECTED or mark.end <= mark.start:
            continue
        if merged and mark.start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], mark.end))
        else:
            merged.append((mark.start, mark.end))
    return merged


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a cut at this position would divide a protected span."""
    index = bisect_right(spans, (position, -1)) - 1
    return index >= 0 and spans[index][0] < position < spans[index][1]


def _sentence_ends(text: str, spans: list[tuple[int, int]]) -> list[int]:
    return [
        match.start("open")
        for match in _BOUNDARY.finditer(text)
        if match.end("gap") < len(text)
        and not _inside(match.start("mark") + 1, spans)
        and _ends(text, match, spans)
    ]


def _ends(text: str, match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """Whether a stop followed by white space ends a sentence."""
    following = text[match.end() : match.end() + 1]
    code_follows = _starts_span(match.end(), spans)
    small = following.islower() and not code_follows
    mark = match["mark"]
    if mark[0] in _CERTAIN_STOPS:
        return True
    if following.islower() and _is_in_code(match.start("mark"), spans):
        return False  # `valid?` is a name
    if "?" in mark or "!" in mark:
        # A mark inside quotes or brackets may be followed by the rest of the sentence.
        return not (small and match["close"]) and not (
            small and len(match["gap"]) and _is_name_with_mark(text, match)
        )
    if len(mark) > 1 or mark == "…":
        return not small
    before = _LAST_WORD.search(text, max(0, match.start() - 48), match.start())
    word = before[0].lower().lstrip("-–—/") if before else ""
    if match["close"]:
        return not small
    if _in_code(match.start(), spans):
        return not small or following == ""
    return not _is_abbreviation(word, following, small, text, match)


def _is_abbreviation(word: str, following: str, small: bool, text: str, match: re.Match[str]) -> bool:
    if word in _NEVER_END and not (
        word in ("st", "dr", "ft", "mt", "gen", "rep") and not following.isupper()
    ):
        return not (word in STREETS and _after_house_number(text, match.start()))
    if _is_initials(word):
        # "Donald E. Knuth", "the U.S. law", "at 5 p.m. The": a lone initial goes on; others go on before small letters.
        lone = len(word) == 1
        original = text[match.start() - 1]
        return (
            (lone and original.isupper() and word not in ("i",) and _initial_of_name(text, match))
            or small
            or following.isdigit()
        )
    if word in NUMBERED and following.isdigit():
        return True
    if word in _MAY_END or word in NUMBERED:
        return small or following.isdigit() or not following
    return small and not _long_pause(text, match)


def _long_pause(text: str, match: re.Match[str]) -> bool:
    """A small letter after a full stop begins a sentence all the same when the word before is an ordinary one."""
    before = text[max(0, match.start() - 3) : match.start()]
    return before.isalpha() or (bool(before) and before[-1].isdigit())


def _is_initials(word: str) -> bool:
    return 0 < len(word) <= 11 and _INITIALS.fullmatch(word) is not None and (len(word) == 1 or "." in word)


def _initial_of_name(text: str, match: re.Match[str]) -> bool:
    """Whether a lone capital with a stop is an initial: a name or another initial stands before it, or nothing does."""
    if re.match(r"[A-Z]\.", text[match.end() : match.end() + 2]):
        return True
    head = text[max(0, match.start() - 24) : match.start() - 1].rstrip()
    if not head or head[-1] in ".,;(":
        return True
    words = head.split()
    previous = words[-1]
    return previous[:1].isupper() and previous.lower() not in (
        "plan",
        "vitamin",
        "type",
        "group",
        "option",
        "grade",
        "class",
        "part",
        "section",
        "appendix",
        "model",
        "figure",
        "table",
        "step",
        "team",
        "point",
        "case",
        "version",
        "level",
        "exhibit",
        "series",
        "drive",
        "hepatitis",
        "site",
        "node",
        "server",
        "module",
        "user",
        "language",
        "in",
        "c",
    )


def _after_house_number(text: str, position: int) -> bool:
    return re.search(r"\d[\w\s]{1,40}$", text[max(0, position - 44) : position]) is not None


def _is_name_with_mark(text: str, match: re.Match[str]) -> bool:
    """`Yahoo! said`, `valid? returns`: a name that ends with its mark."""
    word = _LAST_WORD.search(text, max(0, match.start() - 48), match.start())
    return word is not None and (word[0][:1].isupper() or "_" in word[0]) and len(match["mark"]) == 1


def _starts_span(position: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (position, len(spans) and 10**12)) - 1
    return index >= 0 and spans[index][0] == position


def _in_code(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the stop follows a protected span at once, as in "`Repo.all`. Then"."""
    index = bisect_right(spans, (position, -1)) - 1
    return index >= 0 and spans[index][1] == position


def _is_in_code(position: int, spans: list[tuple[int, int]]) -> bool:
    """Whether the character at this position belongs to a protected span."""
    index = bisect_right(spans, (position, 10**12)) - 1
    return index >= 0 and position < spans[index][1]


def _shortened(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The span, cut at clause boundaries while it is too long; the pieces are as even as the text allows."""
    pieces: list[tuple[int, int]] = []
    while end - start > LONGEST:
        cut = _clause_end(text, start, end, spans)
        if cut is None:
            break
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces


def _clause_end(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> int | None:
    """The best place to cut within the longest allowed length: a clause, a comma, a space; past it, the next space."""
    low, high = start + LONGEST // 4, min(end - 1, start + LONGEST)
    for pattern in (_CLAUSE_STRONG, _CLAUSE_WEAK, _SPACE):
        cuts = [match.end() for match in pattern.finditer(text, low, high) if not _inside(match.end(), spans)]
        if cuts:
            return cuts[-1]
    for match in _SPACE.finditer(text, high, end):
        if not _inside(match.end(), spans):
            return match.end()
    return None


_SPACE = re.compile(r"\s+")


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without outer white space; None when nothing is left."""
    piece = text[start:end]
    low = start + len(piece) - len(piece.lstrip())
    high = start + len(piece.rstrip())
    return (low, high) if low < high else None


def _with_marks(written: Written, bounds: list[tuple[int, int]]) -> Iterator[Written]:
    """The pieces with the marks that touch them. Both are sorted, so that one pass is enough."""
    waiting = list(reversed(written.marks))
    active: list[Mark] = []
    for start, end in bounds:
        while waiting and waiting[-1].start < end:
            active.append(waiting.pop())
        active = [mark for mark in active if mark.end > start]
        marks = tuple(
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind, mark.value)
            for mark in active
        )
        yield Written(written.text[start:end], marks)
