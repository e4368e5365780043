"""Technical tokens among the words of running text, which authors do not always mark as code."""

from __future__ import annotations

import re

from . import codes, electronic, numbers
from .context import left_of
from .dialects import say_code
from .draft import Draft
from .formulas import growth, power_words
from .keys import CHORD, chord, chord_words
from .numbers import is_number
from .scan import Match, Rules
from .vocabulary import FILE_EXTENSIONS, SUBSCRIPTS, SUPERSCRIPTS, any_of, spelled
from .vocabulary import NAMES as NAMED
from .words import identifier, letters_and_digits

EARLY = Rules()
"""Tried before dates and amounts."""
RULES = Rules()

_I = re.IGNORECASE

# Extensions that are words or letters of their own: only after a folder, or in marked code.
_DOUBTFUL_EXTENSIONS = frozenset(
    (
        *(
            "so",
            "log",
            "go",
            "c",
            "h",
            "r",
            "pl",
            "map",
            "el",
            "ex",
            "example",
            "sample",
            "service",
            "key",
            "bin",
            "iso",
        ),
        *("sock", "snap", "patch", "less", "lock"),
    )
)


@EARLY.on("letter", r"([CFJ])(\+\+|#)(?!\w)")
def _language(match: Match, _: Draft) -> str:
    return f"{match[1]} {'sharp' if match[2] == '#' else 'plus plus'}"


EARLY.says("letter", r"Objective-C\b", "objective C")
EARLY.says("a", r"(?<=\()a(?=\))", "A")
EARLY.says("letter", r"HTTP/(?=\d)", "H T T P")
EARLY.says("letter", r"Ph\.?\s?D\b(?!\w)(?:\.(?=\s+[a-z]|[,;:)'\"]))?", "P H D")
_DEGREES = ("Sc", "Ed", "Phil", "Com", "Eng", "Arch", "Tech", "Mus")


@EARLY.on("letter", rf"([BMD])\.({any_of(_DEGREES)})\b(?:\.(?=\s+[a-z]|[,;:)'\"]))?")
def _degree(match: Match, _: Draft) -> str:
    """`B.Sc.`, `M.Phil.`"""
    return f"{match[1]} {'S C' if match[2] == 'Sc' else match[2]}"


EARLY.says(".", r"\.NET\b", "dot net")


@EARLY.on("letter", CHORD, _I)
def _chord(match: Match, _: Draft) -> str | None:
    """`Ctrl+C`; with a hyphen only where no ordinary compound looks so (`Ctrl-C`, not `shift-left`)."""
    keys = re.fullmatch(r"(?:ctrl|cmd|control|command|alt).*-(?:\w|F\d+|tab|del|enter)", match[0], _I)
    return chord_words(match[0]) if "+" in match[0] or keys else None


@EARLY.on("⌘ ⌥ ⇧ ⌃", r"[⌘⌥⇧⌃]+\s?\+?\s?(?:F\d{1,2}|[A-Za-z0-9])(?!\w)")
def _chord_of_signs(match: Match, _: Draft) -> str | None:
    return chord(match[0])


EARLY.on("letter Θ Ω", r"([OoΘΩ])\(([^()]{1,40}(?:\([^()]{0,20}\)[^()]{0,20})?)\)")(growth)


@EARLY.on("digit", r"802\.(\d{1,2})([a-z]{0,2})(?!\w)")
def _wireless(match: Match, _: Draft) -> str:
    """`802.11ac`."""
    return f"eight oh two dot {numbers.integer(match[1])} {spelled(match[2])}"


@EARLY.on("letter", r"([A-Z])\.(\d{3,4})(?![\w.])")
def _standard(match: Match, _: Draft) -> str:
    """`H.264`, `X.509`."""
    return f"{match[1]} {numbers.pairs(match[2])}"


@EARLY.on("digit", r"(\d{3})\(([a-z])\)")
def _paragraph_of_law(match: Match, _: Draft) -> str:
    """`401(k)`."""
    return f"{numbers.pairs(match[1])} {match[2].upper()}"


def _code(match: Match, draft: Draft) -> str:
    say_code(match.string, match.start(), match.end(), draft)
    return ""


_NAMESPACED = r"[A-Za-z]\w*(?:::\w+)+(?:\(\))?"
_MODULE = r"[A-Z]\w+(?:\.[A-Z]\w*)+(?:\.[a-z]\w*[!?]?)?(?:/\d{1,2}|\(\))?"
_FUNCTION = (
    r"[A-Z][A-Za-z]+\.[a-z]\w+[!?]?(?:/\d{1,2}|\(\))?(?![\w.]|\s[a-z])"
    r"|[A-Z][A-Za-z]+\.[a-z]\w*[_!?]\w*(?:/\d{1,2})?"
)
_FILE = rf"\.{{0,2}}/?(?:[\w-]+/)*[\w-]*\.(?:{any_of(FILE_EXTENSIONS - _DOUBTFUL_EXTENSIONS)}|gitignore)(?![\w(]|\.\w)"
_FILE_IN_FOLDER = rf"(?:[\w.-]+/)+[\w-]+\.(?:{any_of(FILE_EXTENSIONS)})(?!\w|\.\w)"

EARLY.on("{", r"\{:?[\w\"'][^{}]{0,120}\}")(_code)
EARLY.on("letter", f"{_NAMESPACED}|{_MODULE}|{_FUNCTION}")(_code)
EARLY.on("letter", r"[a-z][a-z_0-9]*[!?]?/\d{1,2}(?![\w/])")(_code)
RULES.on("_", r"__[A-Za-z]\w*__")(_code)
RULES.on("letter .", _FILE)(_code)
RULES.says(".", r"(?:(?<=[\s(\"'])|(?<!.))\.(?=[a-z][a-z_-]{2,24}(?:[\s,;:)]|\.\s|\.?$))", "dot")
RULES.on("letter .", _FILE_IN_FOLDER)(_code)
RULES.on("$", r"\$\{?[A-Za-z_]\w*\}?(?:/[\w.@-]*\w)*")(_code)
RULES.on("/ ~ .", r"(?<!\w)(?<!<)(?:~|\.{1,2})?/(?:[\w.@-]*\w)(?:/[\w.@-]*\w)*/?")(_code)
RULES.on("letter", r"[A-Z]:\\[\w\\.-]*\w")(_code)
RULES.on(":", r"(?<![\w:]):[a-z][a-z_0-9]*[!?]?(?![\w:])")(_code)
RULES.on("~ ^", r"(?:~>|\^)\s?\d+(?:\.\d+){1,3}")(_code)


@RULES.on("letter", r"([A-Za-z_][\w.]*[!?]?)\(([^()\s]{0,30})\)(?!\w)")
def _call(match: Match, draft: Draft) -> str | None:
    """`f(x)`, `save!(post)`, `exit()`; but not `word(s)`."""
    name, arguments = match.groups()
    return (
        None
        if arguments and len(name) > 1 and not re.search(r"[._!?\d]|[a-z][A-Z]", name)
        else _code(match, draft)
    )


@RULES.on("letter _", r"_{0,2}[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?!\w)")
def _snake_case(match: Match, _: Draft) -> str:
    said = letters_and_digits if re.search(r"\d", match[0]) else identifier
    return " ".join(said(part) for part in match[0].split("_") if part)


@RULES.on("letter", r"([A-Za-z])\s?(?:–|-(?=[ZzFf](?!\w)))\s?([A-Za-z])(?![\w'])")
def _letter_range(match: Match, _: Draft) -> str:
    return f"{match[1].upper()} to {match[2].upper()}"


@RULES.on("-", r"(?<![\w\"'”)\]-])--([a-z][a-z-]+)")
def _long_flag(match: Match, _: Draft) -> str:
    return "dash dash " + " ".join(identifier(part) for part in match[1].split("-") if part)


@RULES.on("-", r"(?<![\w-])-([a-zA-Z])(?=[\s.,;)]|$)")
def _short_flag(match: Match, _: Draft) -> str:
    return f"dash {match[1].upper()}"


RULES.on("letter digit :", codes.HARDWARE_ADDRESS)(codes.hardware_address)


@RULES.on(":", r"(?<![\w:]):(\d{2,5})(?![\w:])")
def _port(match: Match, _: Draft) -> str:
    return f"port {electronic.port(match[1])}"


@RULES.on("letter", r"(?<![\w'])([nkm])!(?!\w)")
@RULES.on("digit", r"(?<![\w.,])(\d{1,3})!(?=\s?[=+*/×)-])")
def _factorial(match: Match, _: Draft) -> str:
    return f"{numbers.integer(match[1]) if is_number(match[1]) else match[1].upper()} factorial"


RULES.on("letter digit", codes.VERSION)(codes.version)
RULES.on("letter", codes.SHORT_VERSION)(codes.version)
RULES.on("letter digit", rf"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{{7,64}}(?!\w)|{codes.UUID}")(codes.content_hash)
RULES.on("0", codes.HEXADECIMAL)(codes.hexadecimal)
RULES.on("0", codes.BINARY)(codes.binary)


@RULES.on("^", r"(?<=[\w)])\^[({]?(-?\w{1,9})[)}]?")
def _power(match: Match, _: Draft) -> str:
    return power_words(match[1])


@RULES.on("⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ⁻ ⁺ ⁿ ⁱ", r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ]+")
def _superscript(match: Match, _: Draft) -> str:
    """A superscript after a number, a short name or a bracket is a power; after a word it is a footnote's mark."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    word = re.search(r"\w*$", before)
    if not before or before[-1].isspace() or (before[-1].isalpha() and word is not None and len(word[0]) > 2):
        return ""
    return power_words(match[0].translate(SUPERSCRIPTS))


@RULES.on("₀ ₁ ₂ ₃ ₄ ₅ ₆ ₇ ₈ ₉ ₙ ₖ ᵢ ⱼ", r"[₀₁₂₃₄₅₆₇₈₉ₙₖᵢⱼ]+")
def _subscript(match: Match, _: Draft) -> str:
    text = match[0].translate(SUBSCRIPTS)
    said = numbers.integer(text) if is_number(text) else spelled(text)
    return f"base {said}" if left_of(match, 3).lower() == "log" else said


NAMES = Rules()
"""Tried after abbreviations."""


@NAMES.on("letter", r"(?<![\w'-])([a-z])(?:-|\s[-−]\s)(\d{1,4}|[a-z])(?![\w'-]|\.\d)")
def _difference(match: Match, _: Draft) -> str:
    """`n-1`, `x - y`: a difference that begins with a variable in small letters."""
    right = match[2]
    return f"{match[1].upper()} minus {numbers.integer(right) if is_number(right) else right.upper()}"


@NAMES.on("letter", r"(?=[A-Za-z-]{0,24}\d)[A-Za-z]++(?:-?\d++[A-Za-z]*+|-[A-Za-z]++)+(?!\w)")
@NAMES.on("digit", r"\d++[A-Za-z]++(?:\d++[A-Za-z]*+)*+(?![\w'])")
def _letters_and_digits(match: Match, _: Draft) -> str | None:
    """Letters and digits in one token: `EC2`, `V75S`, `UTF-8`, `us-east-1`; but `mid-1980s` is a decade."""
    text = match[0]
    if re.search(r"-(?:[12]\d)?\d0s$", text):
        return None
    many = text.endswith("s") and text[-2].isdigit() and not text.islower() and text.lower() not in NAMED
    said = " ".join(letters_and_digits(part) for part in text.removesuffix("s" * many).split("-") if part)
    return numbers.plural(said) if many else said
