"""The tokens of code, in whatever language: names, calls, files, types, operators."""

from __future__ import annotations

import re

from . import code_numbers, numbers, operators
from .context import left_of, neighbours, right_of
from .draft import Draft
from .formulas import growth, power_words
from .scan import ALPHA, Match, Rules, Scanner
from .selectors import TAGS
from .vocabulary import FILE_EXTENSIONS, SUPERSCRIPTS
from .words import code_part, identifier

RULES = Rules(code_numbers.RULES)

# -- names ------------------------------------------------------------------------------------------------------


@RULES.on("_", r"__([A-Za-z]\w{0,40}?)__(?!\w)")
def _dunder(match: Match, _: Draft) -> str:
    return "dunder " + " ".join(code_part(part) for part in match[1].split("_") if part)


RULES.on("O Θ Ω", r"([OΘΩ])\(([^()]{1,40}(?:\([^()]{0,20}\)[^()]{0,20})?)\)")(growth)


@RULES.on("letter", r"(?<![\w.)])([nkm])\((?=\s?\1\s?[-−+])")
def _factor(match: Match, _: Draft) -> str:
    """`n(n-1)`: a product, since the variable stands in the brackets again."""
    return f"{match[1].upper()} times"


@RULES.on("letter", r"([A-Za-z])\((?=[^)\s])(?!\.\.)")
def _call_of_letter(match: Match, _: Draft) -> str:
    """`f(x)` is "F of X"."""
    return f"{match[1].upper()} of"


@RULES.on("letter digit", rf"((?:{ALPHA}|\d)+)([!?](?![=?.]))?")
def _name(match: Match, _: Draft) -> str:
    """A run of letters and digits, with the mark that may belong to the name (`valid?`, `save!`)."""
    words = identifier(match[1])
    if match[2] and right_of(match, 1) not in ('"', "'", "=", "~", ".", ":"):
        words += " bang" if match[2] == "!" else " question mark"
    return words


_OWNERS_OF_METHODS = re.compile(r"(?:console|logger|math|np|torch|enum|list|stream)$", re.IGNORECASE)


@RULES.on(".", r"\.([A-Za-z0-9]{1,8})(?![\w(]|\.\w+\()")
def _extension(match: Match, _: Draft) -> str | None:
    """The dot of a file name. `console.log`, `response.json()` and `db.models` are not files."""
    suffix = match[1].lower()
    following = re.match(r"\.(\w+)", right_of(match, 12))
    if suffix not in FILE_EXTENSIONS or (following and following[1] not in FILE_EXTENSIONS):
        return None
    if match[1][0].isupper() and not match[1].isupper():
        return None
    if len(suffix) == 1 and re.search(r"\.\w+$", left_of(match, 24)):
        return None  # `a.b.c`
    if suffix in ("log", "map", "c", "r", "h") and _OWNERS_OF_METHODS.search(left_of(match, 8)):
        return None
    return f"dot {code_part(match[1])}"


@RULES.on(".", r"\.(?!\.)")
def _dot(match: Match, _: Draft) -> str:
    """Silent inside a dotted name; said in a path and before a hidden file."""
    before, after = neighbours(match)
    if before and (before.isalnum() or before in "_)]}?!\"'`>"):
        return "dot" if re.search(r"/\S*$", left_of(match, 80)) else ""
    return "dot" if after else ""


@RULES.on("%", r"%([A-Z][\w.]*)(?=\{)")
def _struct(match: Match, _: Draft) -> str:
    return " ".join(identifier(part) for part in match[1].split(".")) + " struct"


RULES.says("%", r"%(?=\{[^}])", "map")


@RULES.on("&", r"&(?:'\w+\s|mut\s)?str(?!\w)")
def _string_slice(match: Match, _: Draft) -> str:
    """Rust's `&str`, which is no `String`."""
    return "ampersand " + " ".join(code_part(part) for part in re.findall(r"\w+", match[0])[:-1]) + " S T R"


@RULES.on("^", r"(?<=[\w)])\^\(?(-?\w{1,9})\)?")
def _power(match: Match, _: Draft) -> str:
    return power_words(match[1])


@RULES.on("⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ⁻ ⁿ", r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+")
def _superscript(match: Match, _: Draft) -> str:
    return power_words(match[0].translate(SUPERSCRIPTS))


# -- Elixir -----------------------------------------------------------------------------------------------------


@RULES.on("&", r"&(?=\(|\s&\d)")
def _capture(_match: Match, _: Draft) -> str:
    """`&(&1 + 1)`, `& &1.name`: a function without a name."""
    return "capture of"


@RULES.on("&", r"&(\d)(?!\w)")
def _captured_argument(match: Match, _: Draft) -> str | None:
    return f"argument {numbers.integer(match[1])}" if _CAPTURE.search(left_of(match, 120)) else None


_CAPTURE = re.compile(r"&(?:\(|\s|[\w.]+[!?]?\()")


@RULES.on("<", r"(?<![\w)\]])<<(?=\S[^<>]{0,120}>>)")
def _binary(_match: Match, _: Draft) -> str:
    """`<<0, 1>>`."""
    return "binary"


@RULES.on(">", r">>")
def _end_of_binary(match: Match, _: Draft) -> str | None:
    return "" if re.search(r"(?:^|[^\w)\]])<<\S[^<>]*$", left_of(match, 120)) else None


@RULES.on("|", r"\|(?=\s[^\[\]{}|]{0,80}[\]}:\[{])")
def _bar(match: Match, _: Draft) -> str | None:
    """`%{user | name: "Ana"}` is "map user with name Ana", `[head | tail]` is "head followed by tail"."""
    before = left_of(match, 80)
    if re.search(r"%[\w.]*\{\s*[\w.@]+\s$", before):
        return "with"
    first = re.search(r"(?<![\w)\]\[])\[(?:[^\[\]|]*,)?\s*([\w.@%^]+)\s$", before)
    is_choice = first is None or first[1] in _TYPES or (len(first[1]) > 1 and first[1].isupper())
    return None if is_choice else "followed by"


_TYPES = frozenset(("int", "str", "string", "number", "float", "bool", "boolean", "bytes", "null", "None"))

# -- brackets that mean something -------------------------------------------------------------------------------


@RULES.on("[", r"\[\]")
def _array(match: Match, _: Draft) -> str | None:
    """`string[]`."""
    before = left_of(match, 1)
    return "array" if before.isalnum() or before == ">" else None


_TYPES_WITH_PARAMETERS = frozenset(("list", "dict", "tuple", "set", "type", "frozenset", "map"))


@RULES.on("[", r"\[(?=[^\]])")
def _index(match: Match, _: Draft) -> str | None:
    """`argv[0]` is "arg V at zero", `List[int]` is "list of int"."""
    before, after = neighbours(match)
    if not before or not (before.isalnum() or before in "_)]?!"):
        return None
    name = re.search(r"[A-Za-z]\w*$", left_of(match, 40))
    is_type = name and ((name[0][0].isupper() and not name[0].isupper()) or name[0] in _TYPES_WITH_PARAMETERS)
    if is_type and after not in "\"':":
        return "of"
    return "" if after == "*" else "at"


RULES.says("\" '", r"(?<!.)(?:\"\"|'')(?!.)", "empty string")
RULES.says("#", r"#(?=\{)", "")


@RULES.on("*", r"\*(?=\s|$)")
def _star_argument(match: Match, _: Draft) -> str | None:
    """`XADD stream * name Ana`: an argument of a command in capitals."""
    return "star" if re.match(r"[A-Z]{3,}\s(?:[^=]*\s)?$", left_of(match, 80)) else None


RULES.says("(", r"\(\.{2,3}\)|\(…\)", "")
RULES.says("[", r"(?:(?<=[=,(\\:]\s)|(?<=[=(]))\[\]", "empty list")
RULES.says("% {", r"(?:(?<=[=,(\\:]\s)|(?<=[=(]))%\{\}", "empty map")
RULES.says("\" '", r"(?:(?<=[=,(\\:]\s)|(?<=[=(]))(?:\"\"|'')(?![\"'])", "empty string")


def _is_placeholder(match: Match) -> bool:
    """Whether `<name>` stands for what the reader has to put there: a small word that is no tag, amid other code."""
    name, alone = match[2], match[0] == match.string.strip()
    if not alone and re.fullmatch(r"[a-z]+(?:[-_][a-z]+)*", name):
        return name not in TAGS
    return len(name) == 1 and name.isupper()


@RULES.on("<", r"(?<!\w)<(/?)([A-Za-z.][\w.:-]*)((?:\s[^<>]{0,200})?/?)>")
def _tag(match: Match, draft: Draft) -> str:
    """An HTML or component tag: its name, then its attributes."""
    if match[3] == "" and not match[1] and _is_placeholder(match):
        return " ".join(identifier(part) for part in re.findall(r"[^\W_]+", match[2]))
    said = "closing " if match[1] else ""
    said += " ".join(identifier(part) for part in re.findall(r"[^\W_]+", match[2])) + " tag"
    if not match[3].strip(" /"):
        return said
    draft.say(f"{said} with", match.start(), match.start(3))
    ANY.scan(match.string, match.start(3), match.end(3), draft)
    return ""


RULES.says("<", r"(?<=\w)<(?=[\w\s,.&*:?|\[\]<>'()=-]{1,120}>)", "of")


@RULES.on(">", r">(?!=)")
def _end_of_type(match: Match, _: Draft) -> str | None:
    """The bracket that closes `Option<T>`."""
    before, after = neighbours(match)
    closes = "<" in left_of(match, 120) and before and before not in "-=" and not after.isalnum()
    return "" if closes else None


_ESCAPES = {
    "n": "newline",
    "t": "tab",
    "r": "carriage return",
    "0": "null",
    '"': "quote",
    "'": "quote",
    "f": "form feed",
    "v": "vertical tab",
    "a": "bell",
    "e": "escape",
    "r\\n": "carriage return newline",
}


@RULES.on("\\", r"\\(r\\n|[ntr0fvae\"'])(?![A-Za-z])")
def _escape(match: Match, _: Draft) -> str:
    return _ESCAPES[match[1]]


@RULES.on('"', r'"( +)"')
def _blank(match: Match, _: Draft) -> str | None:
    """`" "`, unless the quotes belong to two texts side by side."""
    if left_of(match, 120).count('"') % 2:
        return None
    return "a space" if len(match[1]) == 1 else f"{numbers.cardinal(len(match[1]))} spaces"


RULES.says("/", r"(?<=\))/(?=\d|[a-z](?!\w))", "over")
RULES.says("/", r"/(?=\d{1,2}(?!\w))", "slash")
RULES.on("< > = - # * ~ + |", operators.ROW)(operators.row)
RULES.on(operators.FIRST, operators.PATTERN)(operators.operator)

ANY = Scanner(RULES)
"""Code of a language nobody named."""
