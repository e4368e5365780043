"""What kind of code a span looks like, and the rules by which shells, SQL, regular expressions and paths differ."""

from __future__ import annotations

import re

from . import code, electronic, numbers, selectors
from .context import left_of
from .draft import Draft
from .keys import chord
from .numbers import is_number
from .scan import Match, Rules, Scanner
from .statuses import STATUS_CODES
from .vocabulary import COMMANDS, OPERATORS, SHORT_WORDS, SQL_WORDS, spelled
from .words import code_part, has_vowel, identifier

# -- shell ------------------------------------------------------------------------------------------------------

_SHELL = Rules()


@_SHELL.on("$ #", r"(?<=\n)[$#]\s+")
def _prompt(_match: Match, _: Draft) -> str:
    return ""


@_SHELL.on("letter", r"chmod\s+(\d{3,4})(?!\w)")
def _mode(match: Match, _: Draft) -> str:
    return f"C H mod {numbers.digits(match[1])}"


@_SHELL.on("-", r"--([A-Za-z][\w-]*)")
def _long_flag(match: Match, _: Draft) -> str:
    return "dash dash " + " ".join(identifier(part) for part in re.split(r"[-_]", match[1]) if part)


@_SHELL.on("-", r"-([pP])\s+(\d{2,5})(?![\w:.])")
def _port_flag(match: Match, _: Draft) -> str:
    return f"dash {match[1].upper()} {electronic.port(match[2])}"


@_SHELL.on("-", r"(?<!\w)-([A-Za-z]{1,20})(\d{0,4})(?!\w)")
def _short_flag(match: Match, _: Draft) -> str:
    """`-la` is a cluster of letters; a longer run is a word (`-name`)."""
    letters, digits = match.groups()
    is_word = len(letters) > 3 or (len(letters) == 3 and letters in SHORT_WORDS)
    said = identifier(letters) if is_word else spelled(letters)
    return f"dash {said}" + (f" {numbers.integer(digits)}" if digits else "")


_SHELL.says("-", r"(?<=\s)-(?=\d)", "dash")
_SHELL.says("-", r"--(?=\s|$)", "dash dash")


@_SHELL.on("<", r"<([a-z]+(?:[-_][a-z]+)*)>")
def _placeholder(match: Match, _: Draft) -> str:
    """`kubectl logs <pod-name>`."""
    return " ".join(identifier(part) for part in re.split(r"[-_]", match[1]))


_SHELL.says(">", r">>", "append to")
_SHELL.says("2", r"2>&1", "two to one")
_SHELL.says(">", r">", "redirect to")
_SHELL.says("<", r"<", "from")
_SHELL.says("|", r"\|(?!\|)", "pipe")
_SHELL.says("*", r"\*", "star")
_SHELL.says("\\", r"\\(?=\s)", "")
_SHELL.says(".", r"\.(?=\s|$)", "dot")
_SHELL.says("/", r"/", "slash")

# -- SQL and database commands ----------------------------------------------------------------------------------

_SQL = Rules()
_SQL.says("*", r"\*(?!\s*\d)", "star")
_SQL.says("< !", r"<>|!=", "is not equal to")
_SQL.says("|", r"\|\|", "concatenated with")
_SQL.says("%", r"%", "percent")


@_SQL.on(", ;", r"[,;]")
def _separator(_: Match, draft: Draft) -> str:
    draft.pause(",")
    return ""


@_SQL.on("letter", r"[A-Za-z][a-z]+(?![\w.(:])|[A-Z]{2,}(?![\w.:])")
def _sql_word(match: Match, _: Draft) -> str:
    return identifier(match[0].lower() if match[0].isupper() and len(match[0]) > 2 else match[0])


# -- regular expressions ----------------------------------------------------------------------------------------

_REGEX = Rules()


@_REGEX.on("~", r"~([a-zA-Z])(?=\W)")
def _sigil(match: Match, _: Draft) -> str:
    return f"tilde {match[1].upper()}"


_REGEX.says("/", r"/(?=[gimsux]{0,6}$)|(?<![^~rm])/", "")
_REGEX.says("[", r"\[\^", "bracket caret")
_REGEX.says("[", r"\[", "bracket")
_REGEX.says("]", r"\]", "close bracket")


@_REGEX.on("letter digit", r"([A-Za-z0-9])-([A-Za-z0-9])")
def _span(match: Match, _: Draft) -> str:
    return f"{_character(match[1])} to {_character(match[2])}"


def _character(char: str) -> str:
    return numbers.digits(char) if is_number(char) else char.upper()


@_REGEX.on("{", r"\{(\d{1,4})(,?)(\d{0,4})\}")
def _repeat(match: Match, _: Draft) -> str:
    low, comma, high = match.groups()
    said = numbers.integer(low)
    if comma:
        said += f" to {numbers.integer(high)}" if high else " or more"
    return f"{said} times"


@_REGEX.on("\\", r"\\(.)")
def _regex_escape(match: Match, _: Draft) -> str:
    char = match[1]
    blank = {"n": "newline", "t": "tab", "r": "carriage return"}.get(char)
    if blank:
        return blank
    name = (
        _character(char) if char.isalnum() else electronic.MARKS.get(char) or OPERATORS.get(char, ("", ""))[0]
    )
    return f"backslash {name}"


for _sign, _name in (
    *(
        (r"\|", "or"),
        (r"\.", "dot"),
        (r"\*", "star"),
        (r"\+", "plus"),
        (r"\?", "question mark"),
        (r"\^", "caret"),
    ),
    *((r"\$", "dollar"), ("-", "dash"), ("@", "at"), ("_", "underscore")),
    *(
        ('"', "quote"),
        ("'", "single quote"),
        (",", "comma"),
        (";", "semicolon"),
        (":", "colon"),
        ("<", "less than"),
    ),
    *(
        (">", "greater than"),
        ("=", "equals"),
        ("#", "hash"),
        ("&", "ampersand"),
        ("%", "percent"),
        ("!", "bang"),
    ),
):
    _REGEX.says(_sign[-1], _sign, _name)


@_REGEX.on("letter", r"[A-Za-z]{2,}")
def _regex_letters(match: Match, _: Draft) -> str:
    """Letters inside a class stand for themselves; outside, they are a word."""
    before = left_of(match, 120)
    return spelled(match[0]) if before.rfind("[") > before.rfind("]") else code_part(match[0])


# -- paths ------------------------------------------------------------------------------------------------------

_PATH = Rules()


@_PATH.on("letter digit / . ~ _ @ *", r"\S+")
def _path(match: Match, _: Draft) -> str:
    return electronic.path(match[0])


SELECTOR = Scanner(selectors.RULES)
SHELL = Scanner((*_SHELL, *code.RULES))
SQL = Scanner((*_SQL, *code.RULES))
REGEX = Scanner((*_REGEX, *code.RULES))
PATH = Scanner((*_PATH, *code.RULES))

# -- telling them apart -----------------------------------------------------------------------------------------

_LONGEST_PATTERN = 200
_LOOKS_LIKE_REGEX = re.compile(
    r"\^?\[[^\]\s]{1,40}\][+*?{^$].*|\[\^[^\]\s]{1,40}\]|\[\^?[^\]\s]{1,40}-[^\]\s]{1,20}\]|.*\\[dwsbDWSB](?:[^A-Za-z].*)?|\^\S+\$|\.[*+]\??"
    r"|/\S+/[gimsux]{0,6}|\^\S{1,40}|\S{1,40}[)\w]\$|\(\S+\|\S+\)[*+?]?|.*\[\^?\S-\S.*\][+*?{]?.*|\w\{\d+(?:,\d*)?\}"
    r"|.{0,40}\.[*+]\S{0,40}|\(\?\S+|(?:\\[.*+?()\[\]{}^$|/dwsDWSbB])+[+*?]?",
    re.DOTALL,
)
_LOOKS_LIKE_PATH = re.compile(
    r"(?:~|\.{1,2})?(?:/[\w.@%+~*{}<>:-]+)+/?|\.{1,2}/?|~/?|[\w.-]+(?:/[\w.*-]+)+/?|[A-Z]:\\.*", re.DOTALL
)
_ARITY = re.compile(r"[\w.?!]+/\d{1,2}")
_SQL_BEGINS = re.compile(r"[A-Z]{2,}|\w+\s+[A-Z]{2,}|[\w.]+\s*(?:=|<>)")
_FLAG = re.compile(r"(?:^|\s)--?[A-Za-z]")
_DIFFERENCE = re.compile(r"\s-\s|[=(]\s*-")


_SCHEDULE = re.compile(
    r"(?:[\d*/,-]{1,12}\s+){4,5}[\d*/,-]{1,12}|(?:[\d*/,-]{1,12}\s+){4}[A-Za-z,-]{3,24}"
)  # of cron


def scanner_for(text: str) -> Scanner:
    """The rules for a piece of code, by what it looks like. `text` has no outer white space."""
    head = text[:_LONGEST_PATTERN]
    if _is_command(head) or _SCHEDULE.fullmatch(text):
        return SHELL
    if any(word in SQL_WORDS for word in re.findall(r"[A-Z_]{2,}", head)) and _SQL_BEGINS.match(head):
        return SQL
    if len(text) > _LONGEST_PATTERN:
        return code.ANY
    if selectors.is_selector(text):
        return SELECTOR
    is_path = _LOOKS_LIKE_PATH.fullmatch(text) is not None
    if not is_path and _LOOKS_LIKE_REGEX.fullmatch(text):
        return REGEX
    return PATH if is_path and has_vowel(text) and not _ARITY.fullmatch(text) else code.ANY


def _is_command(text: str) -> bool:
    if text.startswith(("./", "sudo ")) and " " in text:
        return True
    first, _, rest = text.partition(" ")
    if first in COMMANDS and (rest or first in ("ls", "cd")) and not rest.startswith(("=", "->", "::")):
        return True
    return _FLAG.search(text) is not None and not _DIFFERENCE.search(text)


_SURE_PROMPT = re.compile(
    r"(?:\$|>>>|\.\.\.|PS(?:\s[^>\n]{0,60})?>|[A-Z]:\\[^>\n]{0,60}>"
    r"|[\w.-]{1,32}@[\w.-]{1,32}[:\s][^$#\n]{0,40}[$#]|\[\w[^\]\n]{0,40}\][$#]"
    r"|(?:iex|irb|mysql|MariaDB|postgres|sqlite|redis|mongo|mongosh|node|psql|julia|scala|ghci|test)"
    r"[\w():.*\[\] -]{0,24}(?:=?>|=#)|\d+\.\d+\.\d+\.\d+:\d+>|localhost:\d+>)\s+(?=\S)"
)
_LIKELY_PROMPT = re.compile(r"[>%#]\s+(?=\S)")
_STATEMENT = re.compile(r"[\w.]+\(|[a-z]\w*\s+[\w./\"'-]|[A-Z]{2,}\s")


def _prompt_length(text: str) -> int:
    """How much of the beginning is the prompt of a shell, which nobody types and nobody says."""
    sure = _SURE_PROMPT.match(text)
    if sure:
        return sure.end()
    likely = _LIKELY_PROMPT.match(text)
    if likely is None:
        return 0
    rest = text[likely.end() :]
    typed = _is_command(rest) or (text[0] == ">" and _STATEMENT.match(rest))
    return likely.end() if typed else 0


def say_code(text: str, start: int, end: int, draft: Draft, *, whole: tuple[int, int] | None = None) -> None:
    """Say text[start:end], which is code in a language nobody named; `whole` is the span of the code it is part of."""
    low, high = whole or (start, end)
    # Rules look at the neighbours of a token, and must not see the text around the code.
    source = text[low:high]
    bare = source.strip()
    if start == low:
        start += len(source) - len(source.lstrip()) + _prompt_length(bare[:_LONGEST_PATTERN])
        bare = source[start - low :].rstrip() if start > low else bare
    if (start, end) == (low, high) and len(bare) <= _LONGEST_PATTERN:
        words = numbers.pairs(bare) if bare in STATUS_CODES else chord(bare)
        if words:
            draft.say(words, start, end)
            return
    inner = Draft()
    scanner_for(bare).scan(source, start - low, end - low, inner)
    said = inner.words(closed=False)
    for word in said:
        draft.say(word.text, low + word.start, low + word.end)
    if not said and (start, end) == (low, high):
        draft.say(" ".join(OPERATORS[char][0] for char in bare[:6] if char in OPERATORS), start, end)
