"""Telephone numbers, addresses of the net in running text, and postal addresses."""

from __future__ import annotations

import re

from . import electronic, numbers
from .context import left_of, right_of, word_before
from .draft import Draft
from .numbers import is_number
from .scan import Match, Rules
from .vocabulary import DIRECTIONS, STATES, STREETS, any_of, spelled
from .words import capitals, prose_word

RULES = Rules()

_AREA = r"(?:\+\d{1,3}[\s.-]?)?(?:\(\d{3}\)[\s.-]?|\d{3}[.-]|(?<=\+\d\s)\d{3}\s)"
_NORTH_AMERICAN = rf"{_AREA}\d{{3}}[-.\s]\d{{4}}(?:-\d{{1,4}})?(?![\w.]\d|\w)"
_DOTTED = r"1\.\d{3}\.\d{3}\.\d{4}(?![\w.]\d|\w)"
_BRITISH = r"0\d{2,4}\s\d{3,4}\s\d{3,4}(?![\w]|[.,]\d|\s\d)"
_INTERNATIONAL = r"\+\d{1,3}(?:[\s.-]\(?\d{1,8}\)?){2,5}(?!\w)"
_SOCIAL_SECURITY = r"\d{3}-\d{2}-\d{4}(?!\w|-)"
_TOLL_FREE = r"(?:1-\d{3}|8(?:00|88|77|66))-(?:\d{3}-\d{4}|[A-Z0-9]{1,7}(?:-[A-Z0-9]{1,7}){0,3})(?!\w)"


@RULES.on(
    "digit + (", f"{_NORTH_AMERICAN}|{_INTERNATIONAL}|{_SOCIAL_SECURITY}|{_TOLL_FREE}|{_DOTTED}|{_BRITISH}"
)
def _telephone(match: Match, _: Draft) -> str:
    """Digit by digit, with a pause between groups: "650-451-1234"."""
    said = [_telephone_group(group) for group in re.findall(r"\d+|[A-Za-z]+", match[0])]
    return ("plus " if match[0][0] == "+" else "") + ", ".join(said)


def _telephone_group(group: str) -> str:
    if group == "800":
        return "eight hundred"
    return numbers.digits(group) if is_number(group) else capitals(group, shouted=True)


_TELEPHONE_CUES = frozenset(("tel", "telephone", "phone", "call", "dial", "fax", "at", "cell", "mobile"))


@RULES.on("digit", r"\d{3}-\d{4}(?![\w-])")
def _local_telephone(match: Match, draft: Draft) -> str | None:
    """Seven digits are a telephone number where the words say so, or when they are one of those made for fiction."""
    cue = match[0].startswith("555") or word_before(match).lower() in _TELEPHONE_CUES
    return (
        _telephone(match, draft)
        if cue or re.search(r"(?:[Tt]el|[Ff]ax|[Pp]h)\.?:?\s*$", left_of(match, 6))
        else None
    )


@RULES.on("digit", r"1-8(00|33|44|55|66|77|88)(?![\w-])")
def _toll_free_prefix(match: Match, _: Draft) -> str:
    return "one eight hundred" if match[1] == "00" else f"one eight {numbers.digits(match[1])}"


_SCHEMES = r"https?|ftp|file|wss?|redis|postgres(?:ql)?|mysql|mongodb|amqp|ssh|git|s3|sqlite|jdbc"


@RULES.on("letter", rf"(?:{_SCHEMES})://[^\s<>\"'`]*[\w/=#&-]")
@RULES.on(
    "letter digit",
    rf"(?:www\.[\w-]+(?:\.[\w-]+)*|{electronic.HOST})(?::\d{{2,5}})?(?:/[\w/.~%+-]*[\w/]|/)?(?:\?[\w=&%.+-]*\w)?(?![\w@])",
)
def _url(match: Match, _: Draft) -> str | None:
    """A bare address: its host, and two parts of its path at most."""
    if "://" not in match[0] and re.fullmatch(r"[A-Za-z][A-Za-z0-9]*\.io", match[0]):
        return None
    return electronic.url(match[0], segments=2)


@RULES.on("letter digit", r"[\w.+&-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w@])")
def _email(match: Match, _: Draft) -> str:
    return electronic.email(match[0])


@RULES.on("digit", r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?!\w|\.\d)")
def _ip_address(match: Match, _: Draft) -> str:
    return electronic.ip_address(match[0])


@RULES.on("letter", r"localhost:(\d{2,5})(?!\w)")
def _local_host(match: Match, _: Draft) -> str:
    return f"local host {electronic.port(match[1])}"


_ENDINGS = {"NET": "dot net", "io": "dot I O", "ai": "dot A I"}


@RULES.on("letter", r"([A-Z][A-Za-z]*|[a-z]{3,})\.(js|JS|NET|io|ai)(?![\w/]|\.\w)")
def _dotted_name(match: Match, _: Draft) -> str:
    """`Node.js`, `ASP.NET`, `socket.io`: products named like files or hosts."""
    return f"{prose_word(match[1])} {_ENDINGS.get(match[2]) or spelled(match[2])}"


# -- postal addresses -------------------------------------------------------------------------------------------


def street_words(kind: str, match: Match) -> str:
    """The kind of street in full; the full stop of its abbreviation ends the sentence when a new one follows."""
    goes_on = re.match(r"\s+(?:[NS][EW]?|[EW])\b(?!\.\w)", right_of(match, 6))
    ends = match[0].endswith(".") and not goes_on and re.match(r"\s+[A-Z]|[\"')]*$", right_of(match, 3))
    return STREETS[kind.lower()] + ("." if ends else "")


@RULES.on(
    "digit",
    rf"(?P<house>\d{{1,5}})(?P<letter>(?-i:[A-D]))?\s(?P<direction>(?-i:[NSEW]|NE|NW|SE|SW)\.?\s)?"
    rf"(?P<name>(?:(?:\d{{1,3}}(?:st|nd|rd|th)|(?-i:[A-Z])[A-Za-z]+)\s){{1,3}})(?P<kind>{any_of(STREETS)})\b\.?(?!\w)",
    re.IGNORECASE,
)
def _house(match: Match, draft: Draft) -> str | None:
    """`1428 Elm St`, `708 N 1st St`: house numbers are said in pairs."""
    kind, direction = match["kind"], match["direction"]
    if kind in ("way", "place", "court", "sq", "ter"):
        return None
    draft.say(numbers.pairs(match["house"]), match.start(), match.end("house"))
    if match["letter"]:
        draft.say(match["letter"], *match.span("letter"))
    if direction:
        draft.say(DIRECTIONS[direction.strip(" .")], *match.span("direction"))
    for part in re.finditer(r"\S+", match["name"]):
        start = match.start("name") + part.start()
        said = prose_word(part[0]) if part[0].isalpha() else numbers.ordinal_of(part[0][:-2])
        draft.say(said, start, start + len(part[0]))
    draft.say(street_words(kind, match), match.start("kind"), match.end())
    return ""


@RULES.on("letter", r"(?<=,\s)([A-Z]{2}),?\s(\d{5})(?:-(\d{4}))?(?!\w)")
@RULES.on("letter", r"(?<=[a-z]\s)([A-Z]{2}),?\s(\d{5})(?:-(\d{4}))?(?!\w|[.,]\d)")
def _state_and_zip_code(match: Match, _: Draft) -> str | None:
    """`CA 90210`, `IL 62704-1234`, after the name of a town."""
    if match[1] not in STATES:
        return None
    further = f", {numbers.digits(match[3])}" if match[3] else ""
    return f"{STATES[match[1]]} {numbers.digits(match[2])}{further}"


# Postal codes that are more often something else at the end of a sentence.
_NOT_A_STATE = frozenset(("ID", "OR", "IN", "OK", "ME", "HI", "DC", "MS", "DE", "AL"))


@RULES.on("letter", r"(?<=[A-Za-z],\s)([A-Z]{2}|N\.Y\.|N\.J\.)(?=[.,]?\s*$|[.,;:)]\s?)")
def _state(match: Match, _: Draft) -> str | None:
    code = match[1].replace(".", "")
    return STATES[code] if code in STATES and code not in _NOT_A_STATE else None
