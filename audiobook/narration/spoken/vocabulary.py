"""The words this layer knows, by kind. Rules live elsewhere; entries live in `data/`, whose files say what they hold.

Keys are lower case unless a file says otherwise. Single capitals in a value are spelled letters ("S Q L").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .tables import mapping, rows, words

NAMES = mapping("names")
SAID_AS_WORDS = mapping("acronym_words")
LETTERS = words("letters")
CODE_WORDS = mapping("code_words")
SHORT_WORDS = words("short_words")
KEYWORDS = words("keywords")
VERSIONED = words("versioned")

ABBREVIATIONS = mapping("abbreviations")
TITLES = mapping("titles")
NUMBERED = mapping("numbered")
STREETS = mapping("streets")
STATES = mapping("states")
PARTS = words("parts")
REGNAL = words("regnal_names")
REGAL_TITLES = frozenset(
    ("king", "queen", "pope", "emperor", "empress", "tsar", "czar", "prince", "duke", "sultan")
)
DIRECTIONS = {
    "N": "north",
    "S": "south",
    "E": "east",
    "W": "west",
    "NE": "northeast",
    "NW": "northwest",
    "SE": "southeast",
    "SW": "southwest",
}

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTH_OF = {name[:3]: name for name in MONTHS} | {name: name for name in MONTHS} | {"sept": "september"}
DAY_OF = (
    {name: name for name in DAYS}
    | {name[:3]: name for name in DAYS}
    | {"tues": "tuesday", "tu": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday"}
)
TIME_ZONES = frozenset(
    (
        "utc",
        "gmt",
        "est",
        "edt",
        "cst",
        "cdt",
        "mst",
        "mdt",
        "pst",
        "pdt",
        "bst",
        "cet",
        "cest",
        "ist",
        "jst",
        "eet",
    )
)

UNITS = {symbol: (one, many) for symbol, one, many in rows("units", 3)}
GLUED_UNITS = words("glued_units")
LONE_UNITS = mapping("lone_units")
COMPOUND_UNITS = {symbol: (one, many) for symbol, one, many in rows("compound_units", 3)}
PER = mapping("per")
AFTER_PER = frozenset(
    ("B", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "kg", "g", "km", "m", "cm", "ms", "s", "kWh")
)
CURRENCIES = {row[0]: row[1:] for row in rows("currencies", 5)}
BIG_NUMBERS = ("hundred", "thousand", "million", "billion", "trillion", "quadrillion", "lakh", "crore")
MAGNITUDES = {name: name for name in (*BIG_NUMBERS, "lakh crore")}
MAGNITUDES |= {name + "s": name for name in ("lakh", "crore")}
MAGNITUDES |= {name.capitalize(): name for name in BIG_NUMBERS}
MAGNITUDES |= {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "mn": "million",
    "mln": "million",
    "b": "billion",
    "B": "billion",
    "bn": "billion",
    "t": "trillion",
    "T": "trillion",
    "tn": "trillion",
    "Cr": "crore",
    "cr": "crore",
    "L": "lakh",
}
NOT_NOUNS = words("not_nouns")
DETERMINERS = words("determiners")

OPERATORS = {sign: (alone, between) for sign, alone, between in rows("operators", 3)}
SYMBOLS = mapping("symbols")
EMOJI = {char: name for char, name, _ in rows("emoji", 3)}
SAID_EMOJI = frozenset(char for char, _, use in rows("emoji", 3) if use)
TEX_COMMANDS = mapping("tex_commands")
COMMANDS = words("commands")
SQL_WORDS = words("sql_words")
FILE_EXTENSIONS = words("file_extensions")

_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
    "upsilon phi chi psi omega"
)
GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES.split(), strict=True))
GREEK |= {letter.upper(): name for letter, name in GREEK.items()} | {"ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta"}

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", "0123456789+-=()aeoxhklmnpstij")
VULGAR_FRACTIONS = {
    char: (over, under)
    for char, over, under in zip("¼½¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚", "113121357123415", "424338888555566", strict=True)
}


def spelled(letters: str) -> str:
    """Letters as they are spelled aloud: "sql" -> "S Q L"."""
    return " ".join(letters.upper())


def any_of(choices: Iterable[str]) -> str:
    """A pattern that matches one of the choices, the longest first."""
    return "|".join(
        re.escape(choice) for choice in sorted(choices, key=lambda choice: (-len(choice), choice))
    )
