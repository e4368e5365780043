"""The rules that differ by kind of code: shell commands, SQL, regular expressions and paths."""

from __future__ import annotations

import re

from . import electronic, numbers
from .code import _GENERIC, COMMON, _comma, _operator, _prompt, _silent
from .draft import Draft
from .scan import Scanner, rule
from .symbols import OPERATORS
from .vocabulary import spelled
from .words import code_part, identifier

_SIGNS = " ".join(sorted({sign[0] for sign in OPERATORS}))


def _long_flag(match: re.Match[str], _: Draft) -> str:
    return "dash dash " + " ".join(identifier(part) for part in re.split(r"[-_]", match[1]) if part)


def _short_flag(match: re.Match[str], _: Draft) -> str:
    """`-la` is a cluster of letters; a longer run is a word (`-name`), and a number is a number."""
    letters, digits = match[1], match[2]
    said = spelled(letters) if len(letters) <= 3 else identifier(letters)
    if digits:
        said += " " + numbers.integer(digits)
    return "dash " + said


def _port_flag(match: re.Match[str], _: Draft) -> str:
    return f"dash {match[1].upper()} {electronic.port(match[2])}"


def _mode(match: re.Match[str], _: Draft) -> str:
    return f"C H mod {numbers.digits(match[1])}"


def _said(words: str) -> object:
    return lambda _match, _draft: words


def _sql_name(match: re.Match[str], _: Draft) -> str:
    return identifier(match[0].lower()) if match[0].isupper() and len(match[0]) > 2 else identifier(match[0])


def _like(_: re.Match[str], __: Draft) -> str:
    return "percent"


def _class(match: re.Match[str], _: Draft) -> str:
    return " to ".join(_character(part) for part in match[0].split("-"))


def _character(char: str) -> str:
    return numbers.digits(char) if char.isdigit() else char.upper()


def _repeat(match: re.Match[str], _: Draft) -> str:
    low, comma, high = match[1], match[2], match[3]
    if not comma:
        return f"{numbers.integer(low)} times"
    return (
        f"{numbers.integer(low)} to {numbers.integer(high)} times"
        if high
        else f"{numbers.integer(low)} or more times"
    )


def _regex_escape(match: re.Match[str], _: Draft) -> str:
    char = match[1]
    names = {"n": "newline", "t": "tab", "r": "carriage return"}
    if char in names:
        return names[char]
    if char.isalpha():
        return f"backslash {char.upper()}"
    return "backslash " + (electronic.MARKS.get(char) or OPERATORS.get(char, ("",))[0])


def _regex_letters(match: re.Match[str], _: Draft) -> str:
    """Letters inside a class stand for themselves; outside, they are a word."""
    before = match.string[: match.start()]
    return spelled(match[0]) if before.rfind("[") > before.rfind("]") else code_part(match[0])


def _word(match: re.Match[str], _: Draft) -> str:
    return identifier(match[0])


def _sigil(match: re.Match[str], _: Draft) -> str:
    return f"tilde {match[1].upper()}"


SHELL = Scanner(
    [
        rule("prompt", "$ #", r"[$#]\s+", _prompt),
        rule("mode", "letter", r"chmod\s+(\d{3,4})(?!\w)", _mode),
        rule("long flag", "-", r"--([A-Za-z][\w-]*)", _long_flag),
        rule("port flag", "-", r"-([pP])\s+(\d{2,5})(?![\w:.])", _port_flag),
        rule("short flag", "-", r"(?<!\w)-([A-Za-z]{1,20})(\d{0,4})(?![\w])", _short_flag),
        rule("number flag", "-", r"(?<=\s)-(?=\d)", _said("dash")),  # type: ignore[arg-type]
        rule("separator", "-", r"--(?=\s|$)", _said("dash dash")),  # type: ignore[arg-type]
        rule("append", ">", r">>", _said("append to")),  # type: ignore[arg-type]
        rule("both streams", "digit &", r"2>&1", _said("two to one")),  # type: ignore[arg-type]
        rule("redirect", ">", r">", _said("redirect to")),  # type: ignore[arg-type]
        rule("input", "<", r"<", _said("from")),  # type: ignore[arg-type]
        rule("pipe", "|", r"\|(?!\|)", _said("pipe")),  # type: ignore[arg-type]
        rule("glob", "*", r"\*", _said("star")),  # type: ignore[arg-type]
        rule("name", "letter", r"[A-Za-z][a-z]+(?=[\s=;]|$)", _word),
        rule("continuation", "\\", r"\\(?=\s)", _silent),
        rule("here", ".", r"\.(?=\s|$)", _said("dot")),  # type: ignore[arg-type]
        rule("slash", "/", r"/", _said("slash")),  # type: ignore[arg-type]
        *_GENERIC,
    ]
)
SQL = Scanner(
    [
        rule("star", "*", r"\*(?!\s*\d)", _said("star")),  # type: ignore[arg-type]
        rule("inequality", "<", r"<>|!=", _said("is not equal to")),  # type: ignore[arg-type]
        rule("concatenate", "|", r"\|\|", _said("concatenated with")),  # type: ignore[arg-type]
        rule("wildcard", "%", r"%", _like),
        rule("separator", ", ;", r"[,;]", _comma),
        rule("name", "letter", r"[A-Za-z][a-z]+(?![\w.(:])|[A-Z]{2,}(?![\w.:])", _sql_name),
        *_GENERIC,
    ]
)
REGEX = Scanner(
    [
        rule("sigil", "~", r"~([a-zA-Z])(?=\W)", _sigil),
        rule("delimiter", "/", r"/(?=[gimsux]{0,6}$)|(?<![^~rm])/", _silent),
        rule("open class", "[", r"\[\^", _said("bracket caret")),  # type: ignore[arg-type]
        rule("class", "[", r"\[", _said("bracket")),  # type: ignore[arg-type]
        rule("end of class", "]", r"\]", _said("close bracket")),  # type: ignore[arg-type]
        rule("span", "letter digit", r"[A-Za-z0-9]-[A-Za-z0-9]", _class),
        rule("repeat", "{", r"\{(\d{1,4})(,?)(\d{0,4})\}", _repeat),
        rule("escape", "\\", r"\\(.)", _regex_escape),
        rule("either", "|", r"\|", _said("or")),  # type: ignore[arg-type]
        rule("any", ".", r"\.", _said("dot")),  # type: ignore[arg-type]
        rule("star", "*", r"\*", _said("star")),  # type: ignore[arg-type]
        rule("plus", "+", r"\+", _said("plus")),  # type: ignore[arg-type]
        rule("optional", "?", r"\?", _said("question mark")),  # type: ignore[arg-type]
        rule("start", "^", r"\^", _said("caret")),  # type: ignore[arg-type]
        rule("end", "$", r"\$", _said("dollar")),  # type: ignore[arg-type]
        rule("hyphen", "-", r"-", _said("dash")),  # type: ignore[arg-type]
        rule("at", "@", r"@", _said("at")),  # type: ignore[arg-type]
        rule("underscore", "_", r"_", _said("underscore")),  # type: ignore[arg-type]
        rule("letters", "letter", r"[A-Za-z]{2,}", _regex_letters),
        *_GENERIC,
    ]
)


def _path(match: re.Match[str], _: Draft) -> str:
    return electronic.path(match[0])


PATH = Scanner(
    [
        rule("path", "letter digit / . ~ _ @ *", r"\S+", _path),
        *COMMON,
        rule("operator", _SIGNS, r"\S", _operator),
    ]
)
