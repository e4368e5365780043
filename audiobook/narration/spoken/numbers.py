"""Numbers as English words: cardinals, ordinals, digits, decimals, years, fractions, Roman numerals.

American style without "and" inside a number ("one hundred twenty three"). Nothing here holds a hyphen or a comma.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ONES = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    *(
        "",
        "thousand",
        "million",
        "billion",
        "trillion",
        "quadrillion",
        "quintillion",
        "sextillion",
        "septillion",
    ),
    *("octillion", "nonillion", "decillion"),
)
_ORDINAL_ENDS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LARGEST = 10 ** (3 * len(_SCALES)) - 1
_LONGEST = 3 * len(_SCALES)

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def is_number(text: str) -> bool:
    """Whether the text is ASCII digits only; `str.isdigit` takes superscripts and the like too."""
    return text.isdigit() and text.isascii()


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [_ONES[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
        if rest:
            words.append(_ONES[rest])
    elif rest:
        words.append(_ONES[rest])
    return " ".join(words)


@lru_cache(maxsize=4096)
def cardinal(number: int) -> str:
    """The number in words; beyond decillions, digit by digit."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number == 0:
        return "zero"
    if number > _LARGEST:
        return digits(str(number))
    groups: list[str] = []
    scale = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            words = _below_thousand(group)
            groups.append(f"{words} {_SCALES[scale]}" if scale else words)
        scale += 1
    return " ".join(reversed(groups))


_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")


def indian(number: int) -> str:
    """A number in crores and lakhs: 1250000 -> "twelve lakh fifty thousand"."""
    crores, rest = divmod(number, 10**7)
    lakhs, rest = divmod(rest, 10**5)
    said = [f"{cardinal(crores)} crore"] if crores else []
    if lakhs:
        said.append(f"{cardinal(lakhs)} lakh")
    return " ".join([*said, cardinal(rest)] if rest or not said else said)


def integer(text: str) -> str:
    """A written integer, which may have thousands separators and a leading zero ("007" is said digit by digit)."""
    if "," in text and _INDIAN.fullmatch(text):
        return indian(int(text.replace(",", "")))
    plain = text.replace(",", "").replace("_", "").replace(" ", "")
    if len(plain) > _LONGEST or (len(plain) > 1 and plain[0] == "0"):
        return digits(plain)
    return cardinal(int(plain))


def ordinal(number: int) -> str:
    """The ordinal in words: 21 -> "twenty first"."""
    return _as_ordinal(cardinal(number))


def ordinal_of(text: str) -> str:
    """The ordinal of a written integer of any length."""
    return _as_ordinal(integer(text))


def _as_ordinal(words: str) -> str:
    head, _, last = words.rpartition(" ")
    if last in _ORDINAL_ENDS:
        last = _ORDINAL_ENDS[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head} {last}" if head else last


def plural(words: str) -> str:
    """The plural of number words: "twenty" -> "twenties", "second" -> "seconds"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    if words.endswith("x"):
        return words + "es"
    return words + "s"


def digits(text: str) -> str:
    """Digit by digit: "404" -> "four zero four". Anything that is not an ASCII digit is skipped."""
    return " ".join(_ONES[ord(char) - 48] for char in text if "0" <= char <= "9")


def pairs(text: str) -> str:
    """The way codes are said: three digits as "four oh four" or "one twenty three", four as two pairs, else digits."""
    if len(text) == 3 and text[0] != "0":
        return pair_join(text[0], text[1:])
    if len(text) == 4 and text[0] != "0":
        return pair_join(text[:2], text[2:])
    if len(text) < 3:
        return integer(text)
    return digits(text)


def pair_join(head: str, tail: str) -> str:
    """Two parts of a number said as one: ("20", "24") -> "twenty twenty four", ("4", "00") -> "four hundred"."""
    if tail == "00":
        return f"{cardinal(int(head))} hundred"
    if tail[0] == "0":
        return f"{cardinal(int(head))} oh {_ONES[int(tail[1])]}"
    return f"{cardinal(int(head))} {cardinal(int(tail))}"


def two_digits(text: str) -> str:
    """The end of a year or a number with a leading zero: "07" -> "oh seven", "18" -> "eighteen"."""
    return f"oh {_ONES[int(text[1])]}" if text[0] == "0" else cardinal(int(text))


def year(number: int) -> str:
    """A calendar year: 1984 -> "nineteen eighty four", 2007 -> "two thousand seven", 1905 -> "nineteen oh five"."""
    century, rest = divmod(number, 100)
    if number < 1000 or number > 9999 or number % 1000 == 0 or 2000 <= number < 2010:
        return cardinal(number)
    return pair_join(str(century), f"{rest:02d}")


def decade(number: int) -> str:
    """The decade a year begins: 1980 -> "nineteen eighties", 80 -> "eighties", 2000 -> "two thousands"."""
    return plural(year(number))


def decimal(text: str) -> str:
    """A decimal number: "3.14" -> "three point one four"; a missing whole part is left out (".5" -> "point five")."""
    whole, _, part = text.partition(".")
    said = integer(whole) if whole else ""
    return f"{said} point {digits(part)}".strip() if part else said


def number(text: str) -> str:
    """An integer or decimal with an optional sign and thousands separators."""
    sign = "minus " if text[0] in "-−" else "plus " if text[0] == "+" else ""
    text = text.lstrip("+-−")
    return sign + (decimal(text) if "." in text else integer(text))


def version(text: str) -> str:
    """A dotted version number, each part a number: "3.11.2" -> "three point eleven point two"."""
    return " point ".join(_version_part(part) for part in text.split(".") if part)


def _version_part(part: str) -> str:
    if len(part) == 2 and part[0] == "0":
        return f"oh {_ONES[int(part[1])]}"
    return pairs(part) if len(part) > 2 else integer(part)


def fraction(numerator: str, denominator: str) -> str:
    """A common fraction: ("2", "3") -> "two thirds"; large denominators are said "over"."""
    over, under = int(numerator), int(denominator)
    if under == 1 or (under > 100 and under % 100):
        return f"{cardinal(over)} over {cardinal(under)}"
    if under == 2:
        part = "half" if over == 1 else "halves"
    elif under == 4:
        part = "quarter" if over == 1 else "quarters"
    else:
        part = ordinal(under) if over == 1 else plural(ordinal(under))
    return f"{cardinal(over)} {part}"


def mixed(whole: str, numerator: str, denominator: str) -> str:
    """A whole number and a fraction: ("2", "1", "2") -> "two and a half"."""
    part = fraction(numerator, denominator)
    if part in ("one half", "one quarter"):
        part = "a " + part[4:]
    return f"{integer(whole)} and {part}"


def roman(text: str) -> int | None:
    """The value of an upper-case Roman numeral, or None when it is not a well-formed one."""
    if not text or len(text) > 15 or not _ROMAN.fullmatch(text):
        return None
    total = 0
    for here, following in zip(text, text[1:] + "I", strict=True):
        value = _ROMAN_VALUES[here]
        total += -value if value < _ROMAN_VALUES[following] else value
    return total
