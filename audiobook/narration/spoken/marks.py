"""Punctuation as pauses, and signs, symbols and emoji as words or silence."""

from __future__ import annotations

import re
import unicodedata

from . import algebra, numbers, operators
from .context import left_of, neighbours, right_of
from .draft import Draft
from .numbers import is_number
from .scan import ALPHA, Match, Rules
from .vocabulary import EMOJI, MONTH_OF, OPERATORS, SAID_EMOJI, SYMBOLS, any_of
from .words import capitals, identifier

EITHER = Rules()
RULES = Rules()


@RULES.on("'", r"(?<=[\w)])'(s)(?!\w)")
def _possessive(match: Match, draft: Draft) -> str:
    draft.attach("'s", match.end())
    return ""


RULES.says("(", r"\((?:s|es)\)", "")
RULES.says(":", r":[a-z0-9_+-]{2,30}:", "")


@RULES.on(".", r"\.{2,}")
@RULES.on(". …", r"[.…](?=[\s\"')\]]|$)")
def _stop(match: Match, draft: Draft) -> str:
    """A full stop, or an ellipsis, which is only a pause before a word in small letters."""
    goes_on = right_of(match, 4).lstrip("\"')] ")[:1].islower()
    if match[0] != "." or not goes_on or right_of(match, 1) in ('"', "'"):
        draft.pause("," if goes_on else ".")
    elif not _is_initial(left_of(match, 24)):
        draft.pause(".")
    return ""


_INITIAL = re.compile(r"(?:^|[\s(])[A-Z]$")
_LETTERED = re.compile(
    r"\b(?:vitamin|plan|option|type|group|section|part|grade|class|hepatitis|appendix|step|point|case)\s\w$",
    re.IGNORECASE,
)


def _is_initial(text: str) -> bool:
    """Whether a text before a full stop ends in an initial, as in "H. gammarus"."""
    return _INITIAL.search(text) is not None and not _LETTERED.search(text)


@RULES.on("! ?", r"[!?]+")
def _end(match: Match, draft: Draft) -> str:
    draft.pause("?" if "?" in match[0] else "!")
    return ""


_DATE_OR_NUMBER = re.compile(rf"\s?(?:\d|(?:{any_of(name.capitalize() for name in MONTH_OF)})\b)")


@RULES.on(", ; : ( ) – — [ ]", r"[,;:()\[\]–—]+")
def _pause(match: Match, draft: Draft) -> str:
    """A pause; an en dash between numbers or dates is "to"."""
    if (
        match[0] == "–"
        and _DATE_OR_NUMBER.match(right_of(match, 12))
        and re.search(r"\d\s?[\w%°]*$", left_of(match, 12))
    ):
        return "to"
    draft.pause(",")
    return ""


@RULES.on("#", r"#([A-Za-z]\w{1,40})")
def _hashtag(match: Match, _: Draft) -> str:
    return "hashtag " + " ".join(identifier(part) for part in match[1].split("_") if part)


RULES.says("#", r"#\s?(?=\d)", "number")


@RULES.on("@", r"(?<!\w)@([A-Za-z]\w{0,40})")
def _handle(match: Match, _: Draft) -> str:
    """`@octocat`: the name is kept together."""
    return "at " + " ".join(_handle_part(part) for part in re.findall(rf"{ALPHA}+|\d+", match[1]))


def _handle_part(part: str) -> str:
    if is_number(part):
        return numbers.digits(part)
    return capitals(part) if part.isupper() else part


RULES.on("< >", operators.ROW)(operators.row)
RULES.says("= _ - * ~", r"([=_*~-])\1{3,}", "")
RULES.says("-", r"(?<=\s)--?>(?=\s[\w\"'(])", "to")


@RULES.on("- = < > | ! ? & +", r"->>?|=>|<-|\|>|===?|!==?|<=>|>=|<=|&&|\|\||<>|\+\+|\?\?|-->")
def _operator(match: Match, _: Draft) -> str:
    return OPERATORS[match[0]][1]


@RULES.on("-", r"-")
def _hyphen(match: Match, draft: Draft) -> str:
    """Silent in a compound, a pause between spaces, "minus" in a sum, "to" in a range of measures."""
    left, right = neighbours(match)
    equation = r"\s[\w.]{1,12}\s?=" if left.isspace() else r"\s?[\w.]{1,12}\s?="
    if draft and (left.isalnum() or left.isspace()) and re.match(equation, right_of(match, 16)):
        return "minus"
    if is_number(right):
        if not left or left in "(=*/+<>^ ":
            return "minus"
        if re.search(r"(?<!\w)[$€£]?\d[\d.,]*(?:%|°[CF]?|[A-Za-z]{1,3})$", left_of(match, 14)):
            return "to"
    if left.isspace() and right.isspace():
        if re.search(r"\d%\s$", left_of(match, 3)) and re.match(r"\s\d[\d.]*%", right_of(match, 8)):
            return "to"
        if algebra.is_minus(match):
            return "minus"
        draft.pause(",")
    return ""


@RULES.on("*", r"\*")
def _star(match: Match, _: Draft) -> str:
    """ "times" between operands, else a stray mark."""
    left, right = neighbours(match)
    if left.isspace() != right.isspace() or not left or not right:
        return ""
    factors = left_of(match, 3).rstrip()[-1:] + right_of(match, 3).lstrip()[:1]
    return "times" if len(factors) == 2 and all(char.isalnum() or char in "()" for char in factors) else ""


@RULES.on("/", r"/")
def _slash(match: Match, _: Draft) -> str:
    sum_of = re.match(r"\s\d", right_of(match, 2)) and re.search(r"\d\s$", left_of(match, 2))
    return "divided by" if sum_of else "slash"


_EITHER = frozenset(
    (
        "he/she",
        "she/he",
        "his/her",
        "him/her",
        "her/his",
        "s/he",
        "yes/no",
        "either/or",
        "himself/herself",
        "on/off",
    )
)


@EITHER.on("letter", r"[A-Za-z]+/[A-Za-z]+(?![\w/])")
def _either(match: Match, _: Draft) -> str | None:
    low = match[0].lower()
    return "and or" if low == "and/or" else low.replace("/", " or ") if low in _EITHER else None


@RULES.on("~", r"~")
def _tilde(match: Match, _: Draft) -> str:
    following = right_of(match, 1)
    return "tilde" if following.isalpha() or following in ("/", ">") else ""


_SIGNS = {
    "+": "plus",
    "−": "minus",
    "=": "equals",
    "&": "and",
    "@": "at",
    "%": "percent",
    "^": "caret",
    "\\": "backslash",
    "$": "dollar",
    "<": "is less than",
    ">": "is greater than",
    "#": "hash",
}


@RULES.on(" ".join(_SIGNS), any_of(_SIGNS))
def _sign(match: Match, _: Draft) -> str:
    return _SIGNS[match[0]]


@RULES.on("digit", r"\d+")
def _digits(match: Match, _: Draft) -> str:
    return numbers.digits(match[0])


@RULES.on(" ".join(SAID_EMOJI), r".\ufe0f?")
def _emoji(match: Match, draft: Draft) -> str:
    """An emoji that carries meaning, unless the text says the same at once ("⚠️ Warning")."""
    name = EMOJI[match[0][0]]
    draft.pause(",")
    repeated = right_of(match, 24).strip(" *:\ufe0f\u200b").lower().startswith(name)
    return "" if repeated else name + ","


RULES.says("®", r"(?<!\S)®(?!\S)", "registered")
RULES.says("™", r"(?<!\S)™(?!\S)", "trademark")


@RULES.on(" ".join(SYMBOLS), r".")
def _symbol(match: Match, draft: Draft) -> str:
    said = SYMBOLS[match[0]]
    return "" if draft.last == said else said  # "Copyright © 2024"


_ELISION = re.compile(r"[\s\"'(]*(?:\[\s?(?:\.\.\.|…)\s?\]|\.\.\.|…|\.|[=_*~-]{4,})[\s\"').,]*")
_SHORTCODES = {"+1": "thumbs up", "-1": "thumbs down", "100": "one hundred"}


def say_alone(text: str, start: int, end: int, draft: Draft) -> None:
    """Name the marks or emoji of a text in which no rule found anything to say."""
    shortcode = re.fullmatch(r"\s*:([a-z0-9_+-]+):\s*", text[start : min(end, start + 64)])
    if shortcode:
        draft.say(_SHORTCODES.get(shortcode[1]) or " ".join(re.findall("[a-z]+", shortcode[1])), start, end)
        return
    if any(char.isalnum() for char in text[start : min(end, start + 64)]):
        return
    if _ELISION.fullmatch(text[start : min(end, start + 64)]):
        return
    before = ""
    for position, char in enumerate(text[start : min(end, start + 8)], start):
        name = _name_of_mark(char)
        if name and name != before:
            draft.say(name, position, position + 1)
        before = name or before


def _name_of_mark(char: str) -> str:
    if char in OPERATORS:
        return OPERATORS[char][0]
    if char in EMOJI:
        return EMOJI[char]
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return "flag"
    if unicodedata.category(char) != "So":
        return ""
    return unicodedata.name(char, "").lower().replace("-", " ").removesuffix(" sign").removesuffix(" symbol")
