"""The words for what stands in a Redis command: keys and values, times, ranges of places, of scores and of IDs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.nouns import numeral
from audiobook.narration.code.words import code, count, listing, plain, some, spoken_length

Words = Sequence[str]
Teller = Callable[[Words], str]
Optioned = tuple[int, Teller]
_LONG_TEXT = 14


def value(word: str) -> str:
    """A key, member or value: numbers as numbers, short text as itself, the rest by what it is."""
    if not word:
        return "an empty text"
    if len(word) > 2 and word[0] == word[-1] == '"':
        word = word[1:-1]
    if re.fullmatch(r"-?\d{1,9}", word):
        return f"minus {word[1:]}" if word.startswith("-") else numeral(word)
    if re.fullmatch(r"\d{10,}(?:-\d+)?|[0-9a-f]{20,}", word):
        return "an ID" if "-" in word else "a long number" if word.isdigit() else "a hash"
    if word.startswith(("{", "[")) and len(word) > 1:
        return "a JSON text"
    if re.search(r"\\x[0-9a-f]{2}", word):
        return "binary data"
    if " " in word and re.search(r"[A-Za-z]{2}", word):
        said = plain(word).rstrip(".,;:")
        return said if said and spoken_length(said) <= _LONG_TEXT else "a longer text"
    said = code(word)
    if not said:
        return {"*": "anything", "$": "the newest entry"}.get(word, "a sign")
    return said if spoken_length(said) <= _LONG_TEXT else "a longer text"


def values(words: Sequence[str], most: int = 4) -> str:
    """Several values as a listing."""
    return some([value(word) for word in words], most)


def pairs(words: Sequence[str], link: str = "to", most: int = 4) -> str:
    """Names and values by turns: "`name` to `Ana` and `age` to 31"."""
    return some(
        [f"{value(name)} {link} {value(held)}" for name, held in zip(words[::2], words[1::2], strict=False)],
        most,
        "other field",
    )


def amount(word: str, unit: str) -> str:
    """A number with its unit: "one second", "10 seconds"; a word that stands for a number keeps its name."""
    if re.fullmatch(r"\d{1,9}", word):
        return count(int(word), unit) if int(word) == 1 else f"{word} {unit}s"
    return f"{value(word)} {unit}s"


def at_most(word: str) -> str:
    """A time limit in milliseconds; none, which is written as zero, is as long as it takes."""
    return "for as long as it takes" if word == "0" else f"for at most {amount(word, 'millisecond')}"


def places(first: str, last: str, of: str) -> str:
    """A range of places: "the whole list `x`", "the first item of", "items 0 to 2 of"."""
    if (first, last) == ("0", "-1"):
        return f"the whole {of}"
    if first == last and first in {"0", "-1"}:
        return f"the {'first' if first == '0' else 'last'} item of the {of}"
    if first == "0" and re.fullmatch(r"[1-9]\d{0,2}", last):
        return f"the first {count(int(last) + 1, 'item')} of the {of}"
    if last == "-1" and re.fullmatch(r"-[1-9]\d{0,2}", first):
        return f"the last {count(-int(first), 'item')} of the {of}"
    if last == "-1":
        return f"the {of} from item {value(first)} to the end"
    return f"the {of} from item {value(first)} to item {value(last)}"


def scores(low: str, high: str) -> str:
    """A range of scores: "from 1 to 5", "above 1", "of any score"."""
    lowest, highest = low in {"-inf", "-"}, high in {"+inf", "inf", "+"}
    if lowest and highest:
        return "any score"
    parts = []
    if not lowest:
        parts.append(f"above {value(low[1:])}" if low.startswith("(") else f"at least {value(low)}")
    if not highest:
        parts.append(f"below {value(high[1:])}" if high.startswith("(") else f"at most {value(high)}")
    if len(parts) == 2 and "(" not in low + high:
        return f"a score from {value(low)} to {value(high)}"
    return f"a score of {listing(parts)}".replace("of above", "above").replace("of below", "below")


def names_between(low: str, high: str) -> str:
    """A range by the alphabet: "from `a` to `c`", "before `c`"."""
    parts = []
    if low != "-":
        parts.append(f"{'after' if low.startswith('(') else 'from'} {value(low[1:])}")
    if high != "+":
        parts.append(f"{'before' if high.startswith('(') else 'up to'} {value(high[1:])}")
    return " ".join(parts) or "by the alphabet"


def ids(first: str, last: str) -> str:
    """A range of stream IDs."""
    if {first, last} == {"-", "+"}:
        return "from end to start" if first == "+" else "from start to end"
    parts = []
    if first not in {"-", "+"}:
        parts.append(f"{'after' if first.startswith('(') else 'from'} {value(first.lstrip('('))}")
    if last not in {"-", "+"}:
        parts.append(f"{'before' if last.startswith('(') else 'to'} {value(last.lstrip('('))}")
    return " ".join(parts)


def after(given: Words, option: str) -> str:
    """The word after `option`, or empty."""
    upper = [word.upper() for word in given]
    return given[upper.index(option) + 1] if option in upper[:-1] else ""


def has(given: Words, option: str) -> bool:
    return option in [word.upper() for word in given]


def numbered(given: Words, option: str) -> list[str]:
    """The words after an option that says how many there are: `FIELDS 2 a b`."""
    many = after(given, option)
    at = [word.upper() for word in given].index(option) + 2 if many.isdigit() else len(given)
    return list(given[at : at + int(many or 0)])


def limit_words(options: Words) -> str:
    at = [word.upper() for word in options].index("LIMIT")
    offset, many = (*options[at + 1 : at + 3], "", "")[:2]
    skipping = f" after the first {value(offset)}" if offset != "0" else ""
    return f"at most {value(many)}{skipping}"
