"""Mathematics: TeX said in the ClearSpeak manner, and the plain formulas of prose (`n log n`).

TeX is cut into tokens, parsed into groups, and said from left to right; an unknown command is said as its name.
"""

from __future__ import annotations

import re


from . import numbers
from .draft import Draft
from .scan import ALPHA
from .symbols import GREEK, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS
from .words import code_part

_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\d+(?:[.,]\d+)*|[A-Za-z]|\s+|.", re.DOTALL)

_NAMED = {
    # relations
    "leq": "is less than or equal to", "le": "is less than or equal to", "geq": "is greater than or equal to", "ge": "is greater than or equal to", "neq": "is not equal to", "ne": "is not equal to",
    "approx": "is approximately", "equiv": "is equivalent to", "sim": "is similar to", "simeq": "is similar to", "cong": "is congruent to", "propto": "is proportional to", "ll": "is much less than", "gg": "is much greater than",
    "lt": "is less than", "gt": "is greater than", "in": "in", "notin": "not in", "ni": "contains", "subset": "is a subset of", "subseteq": "is a subset of", "supset": "is a superset of", "supseteq": "is a superset of",
    "mid": "such that", "vert": "such that", "parallel": "is parallel to", "perp": "is perpendicular to", "prec": "precedes", "succ": "succeeds", "vdash": "proves", "models": "models", "coloneqq": "is defined as", "triangleq": "is defined as",
    # operations
    "times": "times", "cdot": "times", "ast": "star", "star": "star", "div": "divided by", "pm": "plus or minus", "mp": "minus or plus", "cup": "union", "cap": "intersection", "setminus": "minus", "oplus": "X or", "otimes": "tensor",
    "circ": "composed with", "bullet": "dot", "wedge": "and", "land": "and", "vee": "or", "lor": "or", "neg": "not", "lnot": "not", "bmod": "mod", "mod": "mod", "pmod": "mod", "bowtie": "join", "ltimes": "semi join", "sqcup": "join", "sqcap": "meet",
    # arrows and logic
    "to": "to", "rightarrow": "to", "longrightarrow": "to", "leftarrow": "from", "gets": "from", "mapsto": "maps to", "Rightarrow": "implies", "implies": "implies", "Longrightarrow": "implies", "Leftarrow": "is implied by",
    "iff": "if and only if", "Leftrightarrow": "if and only if", "leftrightarrow": "to and from", "uparrow": "up", "downarrow": "down", "forall": "for all", "exists": "there exists", "nexists": "there does not exist",
    "therefore": "therefore", "because": "because", "top": "top", "bot": "bottom",
    # things
    "infty": "infinity", "emptyset": "the empty set", "varnothing": "the empty set", "partial": "partial", "nabla": "del", "ldots": "and so on", "cdots": "and so on", "dots": "and so on", "vdots": "and so on", "ddots": "and so on",
    "ell": "L", "hbar": "H bar", "Re": "real part of", "Im": "imaginary part of", "aleph": "aleph", "angle": "angle", "degree": "degrees", "prime": "prime", "dagger": "dagger", "checkmark": "check mark", "blacksquare": "end of proof", "square": "square", "qed": "end of proof",
    "lfloor": "floor of", "rfloor": "", "lceil": "ceiling of", "rceil": "", "langle": "", "rangle": "", "lvert": "the absolute value of", "rvert": "", "lVert": "the norm of", "rVert": "", "LaTeX": "lay tech", "TeX": "tech",
    # functions
    "sin": "sine", "cos": "cosine", "tan": "tangent", "cot": "cotangent", "sec": "secant", "csc": "cosecant", "arcsin": "arc sine", "arccos": "arc cosine", "arctan": "arc tangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine", "tanh": "hyperbolic tangent",
    "log": "log", "ln": "natural log", "lg": "log", "exp": "exp", "min": "min", "max": "max", "sup": "supremum", "inf": "infimum", "lim": "limit", "limsup": "limit superior", "liminf": "limit inferior", "arg": "arg", "argmax": "arg max", "argmin": "arg min", "det": "determinant", "dim": "dimension", "ker": "kernel", "gcd": "G C D", "deg": "degree", "Pr": "probability", "hom": "hom",
    # escaped characters
    "{": "", "}": "", "%": "percent", "$": "dollars", "&": "and", "#": "number", "_": "underscore", "|": "norm", "\\": ",",
}  # fmt: skip
_GREEK_NAMES = frozenset(GREEK.values()) | {"varepsilon", "vartheta", "varphi", "varrho", "varsigma", "varpi"}
_SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle displaystyle textstyle scriptstyle limits nolimits quad qquad , ; : ! > space hspace vspace label tag nonumber notag "
    "mathstrut phantom hfill centering rm it bf cal sf tt mathrm mathit mathbf mathcal mathsf mathtt mathfrak mathscr boldsymbol bm text textbf textit textrm texttt textsf textnormal mbox hbox operatorname operatorname* "
    "ensuremath mathop mathbin mathrel mathopen mathclose underset hline".split()
) | {" ", "\n", "-", "/"}
_BIG = {
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
    "bigvee": "or",
    "bigwedge": "and",
}
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
    "underline": "",
    "overbrace": "",
    "underbrace": "",
    "check": "check",
    "acute": "acute",
    "grave": "grave",
    "breve": "breve",
    "cancel": "",
}
_SETS = {
    "R": "the real numbers",
    "N": "the natural numbers",
    "Z": "the integers",
    "Q": "the rationals",
    "C": "the complex numbers",
    "P": "P",
    "E": "the expectation",
    "F": "F",
    "B": "B",
}
_CHARS = {
    "+": "plus", "-": "minus", "−": "minus", "=": "equals", "<": "is less than", ">": "is greater than", "*": "times", "/": "over", "!": "factorial", "'": "prime", "|": "", "~": "", "%": "percent", ":": "such that", "@": "at", "&": "", "?": "?", "#": "number",
}  # fmt: skip
_DEPTH = 40


def say_tex(text: str, start: int, end: int, draft: Draft) -> None:
    """Say text[start:end], which is TeX without its delimiters, or a plain formula."""
    words = tex_words(text[start:end])
    draft.say(words, start, end)


def say_plain_math(text: str, start: int, end: int, draft: Draft) -> None:
    """Say a formula of running text, such as the inside of `O(n log n)`."""
    words = _plain_math(text[start:end])
    draft.say(words, start, end)


def tex_words(source: str) -> str:
    """A TeX formula in words, with commas as pauses; whatever cannot be said is left out."""
    return _tidy(_Reader(source).sequence(0))


def _tidy(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip()
    words = re.sub(r"(?:\s*,)+", ",", words)
    return words.lstrip(", ")


_PLAIN_TOKEN = re.compile(ALPHA + r"+|\d+(?:\.\d+)?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+|\^|\S")


def _plain_math(source: str) -> str:
    said: list[str] = []
    tokens = _PLAIN_TOKEN.findall(source)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ":
            said.append(_power(token.translate(SUPERSCRIPTS)))
        elif token[0] in "₀₁₂₃₄₅₆₇₈₉":
            said.append(
                ("base " if said and said[-1] == "log" else "") + numbers.integer(token.translate(SUBSCRIPTS))
            )
        elif token in ("^", "**") and index + 1 < len(tokens):
            index += 1
            said.append(_power(tokens[index]))
        elif token[0].isdigit() and token.isascii():
            said.append(numbers.number(token))
        elif token.isalpha():
            said.append(GREEK.get(token) or ("log" if token == "lg" else _letters(token)))
        elif token == ",":
            said.append(",")
        else:
            said.append(SYMBOLS.get(token, "") or _CHARS.get(token, ""))
        index += 1
    return _tidy(" ".join(said))


def _letters(token: str) -> str:
    if (
        len(token) == 2
        and token.isascii()
        and token.lower() not in ("of", "in", "is", "to", "or", "ln", "pi", "mu", "nu", "xi")
    ):
        return " ".join(token.upper())
    return {"ln": "natural log", "sqrt": "square root of"}.get(token.lower()) or code_part(token)


def _power(exponent: str) -> str:
    from .code import power_words

    return power_words(exponent)


class _Reader:
    """Reads TeX tokens one after another and says them; groups are read by recursion up to a fixed depth."""

    def __init__(self, source: str) -> None:
        self._tokens = _TOKEN.findall(source)
        self._at = 0

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _skip_space(self) -> None:
        while self._peek().isspace():
            self._at += 1

    def sequence(self, depth: int, closing: str = "") -> str:
        """Everything up to `closing` (which is consumed) or the end."""
        said: list[str] = []
        while self._at < len(self._tokens):
            if closing and self._peek() == closing:
                self._at += 1
                break
            said.append(self._item(depth))
        return " ".join(part for part in said if part)

    def _item(self, depth: int) -> str:
        token = self._next()
        if token.isspace() or depth > _DEPTH:
            return ""
        if token[0] == "\\" and len(token) > 1:
            return self._command(token[1:].rstrip("*") or "*", depth)
        if token == "{":
            return self.sequence(depth + 1, "}")
        if token == "^":
            return self._superscript(depth)
        if token == "_":
            return "sub " + self._argument(depth)
        if token[0].isdigit() and token.isascii():
            return numbers.number(token.rstrip(",.")) + ("," if token.endswith(",") else "")
        if token == "|":
            return self._bars(depth)
        if token == "(":
            return self._bracket(depth)
        if token in ",;":
            return ","
        if token in ".?":
            return "" if token == "." else token
        if token.isalpha():
            return GREEK.get(token) or SYMBOLS.get(token) or (token.upper() if token.isascii() else token)
        return SYMBOLS.get(token, "") or _CHARS.get(token, "")

    def _argument(self, depth: int) -> str:
        """What a command or script applies to: a group, or a single token."""
        self._skip_space()
        if self._peek() == "{":
            self._at += 1
            return self.sequence(depth + 1, "}")
        return self._item(depth + 1) if self._peek() else ""

    def _raw_argument(self) -> str:
        """The text of a group, unread: for names and words."""
        self._skip_space()
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

    def _option(self, depth: int) -> str:
        if self._peek() != "[":
            return ""
        self._at += 1
        return self.sequence(depth + 1, "]")

    def _superscript(self, depth: int) -> str:
        said = self._argument(depth)
        match said:
            case "two":
                return "squared"
            case "three":
                return "cubed"
            case "prime" | "composed with":
                return "prime" if said == "prime" else "degrees"
            case "T" | "top":
                return "transpose"
            case "star" | "times":
                return "star"
            case "minus one":
                return "inverse"
        return f"to the {said}" if " " not in said else f"to the power of {said},"

    def _bars(self, depth: int) -> str:
        """`|x|` when a second bar follows, else "given" or "such that"."""
        following = self._tokens[self._at : self._at + 40]
        if "|" in following and following.index("|") > 0 and not following[0].isspace():
            return "the absolute value of " + self.sequence(depth + 1, "|") + ","
        return "such that"

    def _bracket(self, depth: int) -> str:
        """An opening bracket right after a single letter or a function is an application: "F of X"."""
        before = self._tokens[self._at - 2] if self._at >= 2 else ""
        inner = self.sequence(depth + 1, ")")
        applied = (before.isalpha() and len(before) == 1 and before in "fghOPTEFGpqΘΩ") or before.lstrip(
            "\\"
        ) in _FUNCTIONS
        return f"of {inner}," if applied else inner

    def _command(self, name: str, depth: int) -> str:
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return self._fraction(depth)
        if name in ("binom", "dbinom", "tbinom"):
            top, bottom = self._argument(depth), self._argument(depth)
            return f"{top} choose {bottom}"
        if name == "sqrt":
            return self._root(depth)
        if name in _BIG:
            return self._big(_BIG[name], depth)
        if name in ("lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin"):
            return self._limit(_NAMED[name], depth)
        if name in ("log", "lg", "ln"):
            return self._logarithm(_NAMED[name], depth)
        if name in _ACCENTS:
            return f"{self._argument(depth)} {_ACCENTS[name]}".strip()
        if name == "mathbb":
            letter = self._raw_argument().strip()
            return _SETS.get(letter, letter)
        if name in ("begin", "end"):
            self._raw_argument()
            return ","
        if name in (
            "text",
            "textbf",
            "textit",
            "textrm",
            "texttt",
            "mathrm",
            "operatorname",
            "mbox",
            "mathtt",
            "mathsf",
            "textsf",
        ):
            return self._text(depth)
        if name in ("stackrel", "overset", "underset"):
            self._argument(depth)
            return self._argument(depth)
        if name in (
            "color",
            "label",
            "tag",
            "hspace",
            "vspace",
            "phantom",
            "vphantom",
            "hphantom",
            "ref",
            "eqref",
            "cite",
        ):
            self._raw_argument()
            return ""
        if name in ("left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "middle"):
            if self._peek() in (".", "[", "]", ")"):
                self._at += 1
            return ""
        return self._named(name)

    def _named(self, name: str) -> str:
        if name in _NAMED:
            return _NAMED[name]
        if name.lower() in _GREEK_NAMES:
            return name.lower().removeprefix("var")
        if name in _SILENT:
            return ""
        return code_part(name) if name.isalpha() else ""

    def _text(self, depth: int) -> str:
        words = self._raw_argument()
        if "\\" in words or "$" in words:
            return _Reader(words.replace("$", "")).sequence(depth + 1) if depth < _DEPTH else ""
        return " ".join(
            numbers.number(word) if word[0].isdigit() else code_part(word)
            for word in re.findall(r"[A-Za-z]+|[0-9]+", words)
        )

    def _fraction(self, depth: int) -> str:
        over, under = self._raw_argument(), self._raw_argument()
        if (
            over.isdigit()
            and under.isdigit()
            and over.isascii()
            and under.isascii()
            and 1 < int(under[:6]) <= 100
            and len(over) <= 3
        ):
            return numbers.fraction(over, under)
        if depth >= _DEPTH:
            return ""
        top, bottom = _Reader(over).sequence(depth + 1), _Reader(under).sequence(depth + 1)
        if " " not in top and " " not in bottom:
            return f"{top} over {bottom}"
        return f"the fraction {top} over {bottom},"

    def _root(self, depth: int) -> str:
        index = self._option(depth)
        radicand = self._argument(depth)
        kind = {"": "square", "two": "square", "three": "cube"}.get(
            index, f"{index} th" if len(index) == 1 else _ordinal_word(index)
        )
        return f"the {kind} root of {radicand}" + ("," if " " in radicand else "")

    def _bounds(self, depth: int) -> tuple[str, str]:
        """The subscript and superscript after a big operator, in either order."""
        low = high = ""
        for _ in range(2):
            self._skip_space()
            if self._peek() in ("\\limits", "\\nolimits"):
                self._at += 1
                self._skip_space()
            if self._peek() == "_" and not low:
                self._at += 1
                low = self._argument(depth)
            elif self._peek() == "^" and not high:
                self._at += 1
                high = self._argument(depth)
        return low, high

    def _big(self, name: str, depth: int) -> str:
        low, high = self._bounds(depth)
        said = f"the {name}"
        if low and high:
            said += f" from {low} to {high}"
        elif low:
            said += f" over {low}"
        return f"{said} of"

    def _limit(self, name: str, depth: int) -> str:
        low, _ = self._bounds(depth)
        if not low:
            return name
        return (
            f"the {name} as {low.replace(' to ', ' approaches ')}, of"
            if name == "limit"
            else f"the {name} over {low}, of"
        )

    def _logarithm(self, name: str, depth: int) -> str:
        self._skip_space()
        if self._peek() != "_":
            return name
        self._at += 1
        return f"{name} base {self._argument(depth)} of"


def _ordinal_word(word: str) -> str:
    return {"four": "fourth", "five": "fifth", "six": "sixth", "n": "N th"}.get(word, word)


_FUNCTIONS = frozenset("sin cos tan log ln exp max min gcd det arg deg Pr".split())
