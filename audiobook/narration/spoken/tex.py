"""TeX mathematics in words, in the manner of ClearSpeak (MathSpeak rules for school mathematics).

A formula is cut into tokens and said from left to right, groups by recursion. Commands that stand for words are in
`data/tex_commands.tsv`; an unknown command is said as its name, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import numbers
from .draft import Draft
from .numbers import is_number
from .vocabulary import GREEK, SYMBOLS, TEX_COMMANDS
from .words import code_part

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\d+(?:[.,]\d+)*|[A-Za-z]{3,}|[A-Za-z]|\s+|.", re.DOTALL)
_DEEPEST = 40
"""Groups nested deeper than this are not said: nobody could follow them by ear."""

_GREEK_NAMES = frozenset(GREEK.values()) | {"varepsilon", "vartheta", "varphi", "varrho", "varsigma", "varpi"}
_LARGE = {
    "sum": "sum",
    "prod": "product",
    "int": "integral",
    "iint": "double integral",
    "iiint": "triple integral",
    "oint": "contour integral",
    "bigcup": "union",
    "bigcap": "intersection",
    "coprod": "coproduct",
    "bigoplus": "direct sum",
    "bigvee": "disjunction",
    "bigwedge": "conjunction",
}
_LIMITS = frozenset(("lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin"))
_ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
    "vec": "vector",
    "dot": "dot",
    "ddot": "double dot",
    "check": "check",
    "underline": "",
    "overbrace": "",
    "underbrace": "",
    "cancel": "",
}
_SETS = {
    "R": "the real numbers",
    "N": "the natural numbers",
    "Z": "the integers",
    "Q": "the rationals",
    "C": "the complex numbers",
    "E": "the expectation",
}
_TEXT = frozenset(
    (
        "text",
        "textbf",
        "textit",
        "textrm",
        "texttt",
        "textsf",
        "mbox",
        "mathrm",
        "mathtt",
        "mathsf",
        "operatorname",
    )
)
_NOT_SAID = frozenset(
    ("color", "label", "tag", "hspace", "vspace", "phantom", "vphantom", "hphantom", "ref", "eqref", "cite")
)
_SIZES = frozenset(("left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr"))
_FUNCTIONS = frozenset(
    ("sin", "cos", "tan", "log", "ln", "exp", "max", "min", "gcd", "det", "arg", "deg", "Pr")
)
_FUNCTION_LETTERS = frozenset("fghOPTEFGpqΘΩ")
_SIGNS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "*": "times",
    "/": "over",
    "!": "factorial",
    "'": "prime",
    "%": "percent",
    ":": ",",
    "@": "at",
    "#": "number",
}
_POWERS = {
    "two": "squared",
    "three": "cubed",
    "prime": "prime",
    "composed with": "degrees",
    "T": "transpose",
    "top": "transpose",
    "star": "star",
    "times": "star",
    "minus one": "inverse",
}


def say_tex(text: str, start: int, end: int, draft: Draft) -> None:
    """Say text[start:end], which is TeX without its delimiters."""
    draft.say(tex_words(text[start:end]), start, end)


def tex_words(source: str) -> str:
    """A TeX formula in words, with commas as pauses; what cannot be said is left out."""
    words = re.sub(r"\s+", " ", _Reader(source).sequence(0))
    return re.sub(r"(?:\s*,)+", ",", words).strip(" ,")


class _Reader:
    """Reads TeX tokens one after another and says them."""

    def __init__(self, source: str) -> None:
        self._tokens = _TOKEN.findall(source)
        self._at = 0

    # -- reading ------------------------------------------------------------------------------------------------

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _skip(self, *tokens: str) -> None:
        """Step over white space and these tokens."""
        while self._peek() and (self._peek().isspace() or self._peek() in tokens):
            self._at += 1

    def sequence(self, depth: int, closing: str = "") -> str:
        """Everything up to `closing`, which is consumed, or to the end."""
        said: list[str] = []
        while self._at < len(self._tokens):
            if closing and self._peek() == closing:
                self._at += 1
                break
            said.append(self._item(depth))
        return " ".join(part for part in said if part)

    def _argument(self, depth: int) -> str:
        """What a command or script applies to: a group, or a single token."""
        self._skip()
        if self._peek() == "{":
            self._at += 1
            return self.sequence(depth + 1, "}")
        return self._item(depth + 1) if self._peek() else ""

    def _raw_argument(self) -> str:
        """The source of a group: for names and words."""
        self._skip()
        if self._peek() != "{":
            return self._next()
        self._at += 1
        level, taken = 1, []
        while self._at < len(self._tokens):
            token = self._next()
            level += (token == "{") - (token == "}")
            if not level:
                break
            taken.append(token)
        return "".join(taken)

    # -- saying -------------------------------------------------------------------------------------------------

    def _item(self, depth: int) -> str:
        token = self._next()
        if token.isspace() or depth > _DEEPEST:
            return ""
        if token[0] == "\\" and len(token) > 1:
            return self._command(token[1:].rstrip("*") or "*", depth)
        if is_number(token[0]):
            return numbers.number(token)
        if token.isalpha():
            return GREEK.get(token) or SYMBOLS.get(token) or (code_part(token) if token.isascii() else token)
        match token:
            case "{":
                return self.sequence(depth + 1, "}")
            case "^":
                return self._superscript(depth)
            case "_":
                return f"sub {self._argument(depth)}"
            case "|":
                return self._bar(depth)
            case "(":
                return self._bracket(depth)
            case "," | ";":
                return ","
        return SYMBOLS.get(token) or _SIGNS.get(token, "")

    def _superscript(self, depth: int) -> str:
        said = self._argument(depth)
        return _POWERS.get(said) or (f"to the power of {said}," if " " in said else f"to the {said}")

    def _bar(self, depth: int) -> str:
        """`|x|` when a second bar follows, else "such that"."""
        following = self._tokens[self._at : self._at + 40]
        if "|" in following[1:] and not following[0].isspace():
            return f"the absolute value of {self.sequence(depth + 1, '|')},"
        return "such that"

    def _bracket(self, depth: int) -> str:
        """A bracket right after a function is its argument: "F of X"."""
        before = self._tokens[self._at - 2] if self._at >= 2 else ""
        inner = self.sequence(depth + 1, ")")
        applied = before in _FUNCTION_LETTERS or before.removeprefix("\\") in _FUNCTIONS
        if before in ("P", "\\Pr"):
            inner = inner.replace("such that", "given")
        return f"of {inner}," if applied else inner

    def _command(self, name: str, depth: int) -> str:
        structure = _STRUCTURES.get(name)
        if structure:
            return structure(self, depth)
        if name in _LARGE:
            return self._large(_LARGE[name], depth)
        if name in _LIMITS:
            return self._limit(TEX_COMMANDS[name], depth)
        if name in _ACCENTS:
            return f"{self._argument(depth)} {_ACCENTS[name]}".strip()
        if name in _TEXT:
            return self._text(depth)
        if name in _NOT_SAID:
            self._raw_argument()
            return ""
        if name in _SIZES:
            if self._peek() in (".", "[", "]", ")"):
                self._at += 1
            return ""
        if name in TEX_COMMANDS:
            return TEX_COMMANDS[name]
        if name.lower() in _GREEK_NAMES:
            return name.lower().removeprefix("var")
        return code_part(name) if name.isalpha() else ""

    def _environment(self, _depth: int) -> str:
        self._raw_argument()
        return ","

    def _set(self, _depth: int) -> str:
        letter = self._raw_argument().strip()
        return _SETS.get(letter, letter)

    def _stacked(self, depth: int) -> str:
        self._argument(depth)
        return self._argument(depth)

    def _text(self, depth: int) -> str:
        source = self._raw_argument()
        if ("\\" in source or "$" in source) and depth < _DEEPEST:
            return _Reader(source.replace("$", "")).sequence(depth + 1)
        words = re.findall(r"[A-Za-z]+|[0-9]+", source)
        return " ".join(numbers.integer(word) if is_number(word) else code_part(word) for word in words)

    def _fraction(self, depth: int) -> str:
        """A numeric fraction is said as one, a simple one with "over", a larger one with its ends marked."""
        over, under = self._raw_argument().strip(), self._raw_argument().strip()
        if re.fullmatch(r"[0-9]{1,3}", over) and re.fullmatch(r"[1-9][0-9]?|100", under) and under != "1":
            return numbers.fraction(over, under)
        if depth >= _DEEPEST:
            return ""
        top, bottom = _Reader(over).sequence(depth + 1), _Reader(under).sequence(depth + 1)
        if " " not in top and " " not in bottom:
            return f"{top} over {bottom}"
        return f"the fraction {top} over {bottom},"

    def _binomial(self, depth: int) -> str:
        return f"{self._argument(depth)} choose {self._argument(depth)}"

    def _root(self, depth: int) -> str:
        index = ""
        if self._peek() == "[":
            self._at += 1
            index = self.sequence(depth + 1, "]")
        kind = {"": "square", "two": "square", "three": "cube", "four": "fourth", "five": "fifth"}.get(index)
        radicand = self._argument(depth)
        return f"the {kind or f'{index} th'} root of {radicand}" + ("," if " " in radicand else "")

    def _bounds(self, depth: int) -> tuple[str, str]:
        """The subscript and superscript after a large operator, in either order."""
        low = high = ""
        for _ in range(2):
            self._skip("\\limits", "\\nolimits")
            if self._peek() == "_" and not low:
                self._at += 1
                low = self._argument(depth)
            elif self._peek() == "^" and not high:
                self._at += 1
                high = self._argument(depth)
        return low, high

    def _large(self, name: str, depth: int) -> str:
        low, high = self._bounds(depth)
        if low and high:
            return f"the {name} from {low} to {high} of"
        return f"the {name} over {low} of" if low else f"the {name} of"

    def _limit(self, name: str, depth: int) -> str:
        low, _ = self._bounds(depth)
        if not low:
            return name
        return (
            f"the {name} as {low.replace(' to ', ' approaches ')} of"
            if name == "limit"
            else f"the {name} over {low} of"
        )

    def _logarithm(self, depth: int) -> str:
        self._skip()
        if self._peek() != "_":
            return "log"
        self._at += 1
        return f"log base {self._argument(depth)} of"


_STRUCTURES: dict[str, Callable[[_Reader, int], str]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _Reader._fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _Reader._binomial),
    **dict.fromkeys(("begin", "end"), _Reader._environment),
    **dict.fromkeys(("stackrel", "overset", "underset"), _Reader._stacked),
    "sqrt": _Reader._root,
    "mathbb": _Reader._set,
    "log": _Reader._logarithm,
    "lg": _Reader._logarithm,
}
