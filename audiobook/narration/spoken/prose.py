"""Running text: the rules for words, abbreviations, names, symbols and the technical tokens found among them."""

from __future__ import annotations

import re
import unicodedata

from . import amounts, code, dates, electronic, numbers
from .draft import Draft
from .keys import CHORD, chord, chord_words
from .quantities import ALONE, CURRENCIES
from .scan import ALPHA, Rule, Scanner, rule
from .symbols import GREEK, MEANINGFUL_EMOJI, OPERATORS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS, emoji_name
from .vocabulary import (
    ABBREVIATIONS, DAY_OF, DIRECTIONS, MONTH_OF, NAMES, NUMBERED, PARTS, REGAL_TITLES, REGNAL, STATES, STREETS, TITLES, spelled,
)  # fmt: skip
from .words import capitals, glued_number, identifier, prose_word

_SPECIAL = frozenset(
    {
        *ABBREVIATIONS,
        *TITLES,
        *NUMBERED,
        *PARTS,
        *STREETS,
        *DAY_OF,
        *MONTH_OF,
        *(unit.lower() for unit in ALONE),
        *(code.lower() for code in CURRENCIES),
    }
    | {
        *("est", "utc", "gmt", "edt", "cst", "cdt", "mst", "pst", "pdt", "bst", "cet", "ist"),
        "pp",
        "page",
        "question",
        "lesson",
        "round",
        "task",
        "slide",
        "exercise",
        "episode",
        "day",
        "week",
        "attempt",
        "test",
        "he",
        "she",
        "his",
        "him",
        "node",
        "vue",
        "next",
        "express",
        "three",
        "chart",
        "wi",
        "ctrl",
        "cmd",
        "alt",
        "shift",
        "he",
        "yes",
        "in",
        "max",
        "min",
    }
)


def _silent(_: re.Match[str], __: Draft) -> str:
    return ""


def _pause(match: re.Match[str], draft: Draft) -> str:
    if (
        match[0] == "–"
        and re.match(
            rf"\s?(?:\d|(?:{'|'.join(name.capitalize() for name in MONTH_OF)})\b)", _ahead(match, 12)
        )
        and re.search(r"\d\s?[\w%°]*$", match.string[max(0, match.start() - 12) : match.start()])
    ):
        return "to"
    draft.pause(",")
    return ""


def _before(match: re.Match[str]) -> str:
    """The word before the match, as written, when only spaces stand between."""
    tail = match.string[max(0, match.start() - 32) : match.start()].rstrip(" ")
    found = re.search(r"[\w']+$", tail)
    return found[0] if found else ""


def _ahead(match: re.Match[str], count: int = 3) -> str:
    return match.string[match.end() : match.end() + count]


def _ends_sentence(match: re.Match[str]) -> bool:
    """Whether a full stop at the end of the match ends a sentence too, and not only an abbreviation."""
    return not match.string[match.end() : match.end() + 60].strip(" \"')]")


# -- words ------------------------------------------------------------------------------------------------------


def _plain(match: re.Match[str], _: Draft) -> str | None:
    word = match[0]
    return None if word.lower() in _SPECIAL else prose_word(word)


def _word(match: re.Match[str], draft: Draft) -> str:
    word = match[0]
    if word.isupper() and len(word) > 1 and word.isascii() and "'" not in word:
        return capitals(word, shouted=_shouted(match))
    if word.isupper() and len(word) > 3 and word.isascii():
        base, _, ending = word.partition("'")
        said = capitals(base, shouted=_shouted(match)) if len(base) > 1 else base
        return f"{said}'{ending if said == base else ending.lower()}"
    if (
        match.start()
        and match.string[match.start() - 1] == "'"
        and draft.end == match.start() - 1
        and word in ("s", "t", "re", "ve", "ll", "d", "m")
    ):
        draft.attach("'" + word, match.end())
        return ""
    if word == "A":
        return _article_or_letter(match, draft)
    if word == "s" and draft.end == match.start() > 0:
        # "`GenServer`s": the plural of a code word.
        draft.attach("s", match.end())
        return ""
    if len(word) == 1 and word in GREEK:
        return GREEK[word]
    if not word.isascii() and word[0] in GREEK and word[1:].isascii():
        return f"{GREEK[word[0]]} {identifier(word[1:])}"
    if not word.isascii():
        return "" if unicodedata.category(word[0]) == "Lm" else unicodedata.normalize("NFKC", word)
    return prose_word(word)


def _article_or_letter(match: re.Match[str], draft: Draft) -> str:
    """A capital A: the article is written small, so that engines can tell it from the letter."""
    starts = not draft or draft.last[-1] in ".?!"
    titled = _before(match)[:1].isupper() and re.match(r"\s+[A-Z][a-z]", _ahead(match)) is not None
    article = re.match(r"\s+[\w\"'(#]", _ahead(match)) is not None and (starts or titled or _shouted(match))
    return "a" if article else "A"


def _shouted(match: re.Match[str]) -> bool:
    """Whether the words around one in capitals are ordinary words in capitals too."""
    text = match.string
    around = re.findall(r"[A-Za-z]+(?:'[A-Za-z]+)?", text[max(0, match.start() - 40) : match.end() + 40])
    long_capitals = [word for word in around if word.isupper() and len(word) > 3]
    capitals_count = sum(word.isupper() for word in around)
    return len(long_capitals) >= 2 and capitals_count >= 0.6 * len(around)


def _abbreviation(match: re.Match[str], draft: Draft) -> str | None:
    """An abbreviation said in full; its full stop ends the sentence only at the end."""
    said = ABBREVIATIONS.get(match[1].lower())
    if said is None or (
        match[1].isupper() and match[1].lower() in ("ie", "eg", "ave", "hon", "dev", "vs", "esp", "resp")
    ):
        return None
    if (
        match[1].lower() in ("hon", "esp", "resp", "ave", "tel", "appt", "asst", "incl", "excl", "misc")
        and not match[2]
    ):
        return None
    if said in ("for example", "that is", "et cetera") and match[2] and _ends_sentence(match):
        said += "."
    elif match[2] and re.match(r"\s+[A-Z]|\s*$", _ahead(match)) and said in ("et cetera",):
        said += "."
    return said


def _title(match: re.Match[str], _: Draft) -> str | None:
    """`Dr. Evil`, `st Louis`, `Mt. Everest`: before a name; `Main St.` and `Laguna dr.` are streets."""
    short = match[1].lower()
    after = match.string[match.end() : match.end() + 24]
    name_follows = re.match(r"\s+[A-Z]", after)
    before = _before(match)
    street = STREETS.get(short)
    named_before = before[:1].isupper() or re.fullmatch(r"\d+(?:st|nd|rd|th)", before) is not None
    if (
        street
        and named_before
        and short in ("st", "dr")
        and not (name_follows and (short == "dr" or _starts_clause(match)))
    ):
        return None if match[1].isupper() else _street_end(street, match)
    if match[0] == "Dr." or (match[0] == "St." and name_follows):
        return TITLES[short]
    if match[1].isupper() and short == "st" and re.match(r"\s[A-Z]{3,}'?S?\b", after) and _shouted(match):
        return TITLES[short]
    if match[1].isupper() or not name_follows:
        return None
    if (
        short in ("rep", "col", "gen", "pres", "ft", "mt", "adm", "maj")
        and not match[2]
        and match[1].islower()
        and short not in ("mt",)
    ):
        return None
    return TITLES[short]


def _starts_clause(match: re.Match[str]) -> bool:
    """Whether the word before stands at a comma or the like, so that it cannot be a street's name."""
    return match.start() > 0 and match.string[match.start() - 1] != " "


def _street_end(street: str, match: re.Match[str]) -> str:
    return street + ("." if match[0].endswith(".") and re.match(r"\s+[A-Z]|[\"')]*$", _ahead(match)) else "")


def _street(match: re.Match[str], _: Draft) -> str | None:
    before = _before(match)
    named = before[:1].isupper() or re.fullmatch(r"\d+(?:st|nd|rd|th)", before) is not None
    return _street_end(STREETS[match[1].lower()], match) if named else None


def _numbered(match: re.Match[str], _: Draft) -> str | None:
    """`Fig. 2`, `no. 10`, `NO 24`, `Vol. 3`: only before a number."""
    short = match[1].lower()
    if (
        not match[2]
        and short
        in (
            "art",
            "sec",
            "ex",
            "app",
            "tab",
            "pt",
            "para",
            "ch",
            "fig",
            "eq",
            "ste",
            "ca",
            "rt",
            "ver",
            "chap",
            "no",
        )
        and not (match[1].isupper() and short == "no")
        and short not in ("fig", "ca", "chap")
    ):
        return None
    return NUMBERED[short]


def _case_number(_: re.Match[str], __: Draft) -> str:
    return "number"


def _roman(match: re.Match[str], draft: Draft) -> str | None:
    text = match[0]
    value = numbers.roman(text)
    if value is None:
        return None
    before = _before(match)
    low = before.lower()
    if low in PARTS and not (text == "I" and before.islower() and re.match(r"\s[a-z]", _ahead(match))):
        return numbers.cardinal(value)
    if low in REGNAL and before[0].isupper() and (text != "I" or _is_regal(match)):
        return f"the {numbers.ordinal(value)}"
    if (
        re.match(r"\s+(?:century|centuries|dynasty|Olympi|arrondissement|Corps|Army)", _ahead(match, 20))
        and len(text) >= 2
    ):
        return numbers.ordinal(value)
    if len(text) >= 5:
        return numbers.year(value) if value >= 1000 else numbers.cardinal(value)
    if (
        len(text) >= 2
        and set(text) <= set("IVX")
        and text != "XX"
        and (
            before[:1].isupper()
            or not before
            or draft.last.endswith(",")
            or low in ("and", "or", "to", "the")
        )
    ):
        return numbers.cardinal(value)
    return None


def _is_regal(match: re.Match[str]) -> bool:
    words = re.findall(r"[A-Za-z]+", match.string[max(0, match.start() - 40) : match.start()])
    return re.match(r"\s+of\b|[,.;)]|\s*$", _ahead(match, 4)) is not None or any(
        word.lower() in REGAL_TITLES for word in words[-3:-1]
    )


def _initials(match: re.Match[str], _: Draft) -> str:
    letters = re.findall(r"[A-Za-z]", match[0])
    said = " ".join(letters).upper()
    return said + "." if match[0].endswith(".") and _ends_sentence(match) else said


def _state(match: re.Match[str], _: Draft) -> str:
    said = STATES[match[1].replace(".", "")]
    return f"{said} {numbers.digits(match[2])}" if match[2] else said


def _compass(match: re.Match[str], _: Draft) -> str | None:
    """`Pennsylvania Ave NW`: a direction after a street."""
    return (
        DIRECTIONS[match[0]]
        if _before(match).lower() in STREETS
        or match.string[: match.start()].rstrip().endswith(("St.", "Ave.", "Rd.", "Blvd.", "Dr."))
        else None
    )


def _joined_initials(match: re.Match[str], _: Draft) -> str:
    return f"{spelled(match[1])} and {spelled(match[2])}"


def _local_telephone(match: re.Match[str], draft: Draft) -> str | None:
    """Seven digits are a telephone number where the words say so, or where they begin as in films."""
    cue = match[0].startswith("555") or _before(match).lower().rstrip(".") in (
        "tel",
        "telephone",
        "phone",
        "call",
        "dial",
        "fax",
        "at",
        "cell",
        "mobile",
    )
    return (
        _telephone(match, draft)
        if cue or _ABBREVIATED_TEL.search(match.string[max(0, match.start() - 6) : match.start()])
        else None
    )


_ABBREVIATED_TEL = re.compile(r"(?:[Tt]el|[Ff]ax|[Pp]h)\.?:?\s*$")


def _minus(match: re.Match[str], _: Draft) -> str:
    """`n-1`, `n - 1`, `x - y`: a difference of a variable in small letters."""
    right = match[2]
    return f"{match[1].upper()} minus {numbers.number(right) if right[0].isdigit() else right.upper()}"


def _address(match: re.Match[str], draft: Draft) -> str | None:
    """`1428 Elm St`, `708 N 1st St`: house numbers are said in pairs."""
    street = STREETS[match["kind"].lower()]
    way = match["direction"]
    house = match["house"]
    draft.say(numbers.pairs(house), match.start(), match.end("house"))
    if way:
        draft.say(DIRECTIONS[way.strip(" .")], match.start("direction"), match.end("direction"))
    for part in re.finditer(r"\S+", match["name"]):
        start = match.start("name") + part.start()
        ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", part[0])
        said = (
            numbers.ordinal_of(ordinal[1])
            if ordinal
            else prose_word(part[0])
            if part[0].isalpha()
            else part[0]
        )
        draft.say(said, start, start + len(part[0]))
    draft.say(_street_end(street, match), match.start("kind"), match.end())
    return ""


def _telephone(match: re.Match[str], _: Draft) -> str:
    text = match[0]
    groups = re.findall(r"\d+|[A-Za-z]+", text)
    said = [
        "eight hundred"
        if group == "800"
        else numbers.digits(group)
        if group.isdigit()
        else capitals(group, shouted=True)
        for group in groups
    ]
    return ("plus " if text[0] == "+" else "") + ", ".join(said)


# -- technical tokens among words -------------------------------------------------------------------------------


def _code(match: re.Match[str], draft: Draft) -> str:
    code.say_code(match.string, match.start(), match.end(), draft)
    return ""


def _dotted_name(match: re.Match[str], draft: Draft) -> str:
    """`Node.js`, `ASP.NET`: products named like files."""
    end = match[2]
    said = {"NET": "dot net", "net": "dot net", "io": "dot I O", "ai": "dot A I"}.get(end, spelled(end))
    return f"{prose_word(match[1])} {said}"


def _snake(match: re.Match[str], _: Draft) -> str:
    return " ".join(identifier(part) for part in match[0].split("_") if part)


def _mixed_number(match: re.Match[str], _: Draft) -> str | None:
    """Letters and digits in one token: `EC2`, `V75S`, `UTF-8`, `us-east-1`, `x86_64`."""
    if re.search(r"-(?:[12]\d)?\d0s$", match[0]):
        return None
    said: list[str] = []
    for part in re.split(r"[-_]", match[0]):
        if part.isdigit():
            said.append(glued_number(part))
        elif part.isalpha() and not part.isupper():
            said.append(prose_word(part))
        else:
            said.append(_letters_and_digits(part))
    return " ".join(part for part in said if part)


def _letters_and_digits(part: str) -> str:
    low = part.lower()
    if low in NAMES:
        return NAMES[low]
    pieces = re.findall(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", part)
    return " ".join(_piece(piece) for piece in pieces)


def _piece(piece: str) -> str:
    if piece.isdigit():
        return glued_number(piece)
    if len(piece) == 1:
        return piece.upper()
    return capitals(piece) if piece.isupper() else identifier(piece) if len(piece) > 2 else spelled(piece)


def _call(match: re.Match[str], draft: Draft) -> str | None:
    if len(match[1]) > 1 and not re.search(r"[._!?\d]|[a-z][A-Z]", match[1]) and match[2]:
        return None
    return _code(match, draft)


def _power(match: re.Match[str], _: Draft) -> str:
    return code.power_words(match[1])


def _superscript(match: re.Match[str], _: Draft) -> str | None:
    """A superscript after a number, a letter or a bracket is a power; after a word it is a footnote's mark."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    token = re.search(r"\w*$", match.string[max(0, match.start() - 12) : match.start()])
    if (
        not before
        or before[-1].isspace()
        or (before[-1].isalpha() and token is not None and len(token[0]) > 2)
    ):
        return ""
    return code.power_words(match[0].translate(SUPERSCRIPTS))


def _subscript(match: re.Match[str], _: Draft) -> str:
    text = match[0].translate(SUBSCRIPTS)
    said = numbers.integer(text) if text.isdigit() else " ".join(text.upper())
    return (
        "base " + said if match.string[max(0, match.start() - 3) : match.start()].lower() == "log" else said
    )


def _hashtag(match: re.Match[str], _: Draft) -> str:
    return "hashtag " + " ".join(identifier(part) for part in match[1].split("_") if part)


def _number_sign(match: re.Match[str], _: Draft) -> str:
    return "number"


def _handle(match: re.Match[str], _: Draft) -> str:
    parts = re.findall(rf"{ALPHA}+|\d+", match[1])
    return "at " + " ".join(
        numbers.digits(part) if part.isdigit() else part if not part.isupper() else capitals(part)
        for part in parts
    )


def _flag(match: re.Match[str], _: Draft) -> str:
    lead, name = match[1], match[2]
    words = (
        " ".join(identifier(part) for part in name.split("-") if part) if len(lead) == 2 else spelled(name)
    )
    return f"{'dash ' * len(lead)}{words}"


# -- marks ------------------------------------------------------------------------------------------------------


def _stop(match: re.Match[str], draft: Draft) -> str:
    """A full stop, or an ellipsis, which is only a pause before a word in small letters."""
    after = match.string[match.end() : match.end() + 4].lstrip("\"')] ")
    draft.pause("," if match[0] != "." and after[:1].islower() else ".")
    return ""


def _end_mark(match: re.Match[str], draft: Draft) -> str:
    draft.pause("?" if "?" in match[0] else "!")
    return ""


def _slash(match: re.Match[str], _: Draft) -> str:
    return "slash"


_EITHER = frozenset(
    (
        "he/she",
        "she/he",
        "his/her",
        "him/her",
        "her/his",
        "s/he",
        "and/or",
        "yes/no",
        "either/or",
        "himself/herself",
        "true/false",
        "on/off",
    )
)


def _either(match: re.Match[str], _: Draft) -> str | None:
    low = match[0].lower()
    if low == "and/or":
        return "and or"
    return low.replace("/", " or ") if low in _EITHER else None


def _sign(match: re.Match[str], draft: Draft) -> str:
    """A mark between words or numbers: said where it joins operands, else silent."""
    sign = match[0]
    text = match.string
    left, right = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    glued = bool(left.strip() and right.strip()) or (left.isspace() and right.isspace())
    if (
        sign == "/"
        and left.isspace()
        and re.match(r"\s\d", text[match.end() : match.end() + 2])
        and re.search(r"\d\s$", text[max(0, match.start() - 2) : match.start()])
    ):
        return "divided by"
    if sign == "*":
        return (
            "times"
            if glued
            and _operand(text[: match.start()].rstrip()[-1:])
            and _operand(text[match.end() : match.end() + 3].lstrip()[:1])
            else ""
        )
    if sign == "-":
        return _dash(match, draft, left, right)
    if sign == "~":
        return "tilde" if right.isalpha() or right in "/>" else ""
    return {
        "+": "plus",
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
        "/": "slash",
    }.get(sign, "")


def _operand(char: str) -> bool:
    return char.isalnum() or char in "()"


def _dash(match: re.Match[str], draft: Draft, left: str, right: str) -> str:
    """A hyphen: silent in a compound, a pause between spaces, "minus" in a sum."""
    text = match.string
    ahead = text[match.end() : match.end() + 16]
    if re.match(r"\s?[\w.]+\s?=", ahead) and left and (left.isalnum() or left.isspace()) and draft:
        return "minus"
    if right.isdigit() and (not left or left in "(=*/+<>^ ") and re.match(r"\d", right):
        return "minus"
    if right.isdigit() and re.search(
        r"(?<!\w)[$€£]?\d[\d.,]*(?:%|°|[A-Za-z]{1,3}|°[CF])$",
        text[max(0, match.start() - 14) : match.start()],
    ):
        return "to"
    if left.isspace() and right.isspace():
        draft.pause(",")
    return ""


def _operator(match: re.Match[str], _: Draft) -> str:
    return OPERATORS[match[0]][1]


def _symbol(match: re.Match[str], draft: Draft) -> str | None:
    """A symbol of mathematics or typography, or an emoji."""
    char = match[0][0]
    if char in SYMBOLS and not (char in MEANINGFUL_EMOJI):
        return SYMBOLS[char]
    if char in MEANINGFUL_EMOJI:
        name = MEANINGFUL_EMOJI[char]
        draft.pause(",")
        repeated = _ahead(match, 24).strip(" *:\ufe0f\u200b").lower().startswith(name)
        return "" if repeated else name + ","
    return ""


_LETTERS = rf"{ALPHA}+(?:'{ALPHA}+)*"
_ABBREVIATED = "|".join(sorted((re.escape(short) for short in ABBREVIATIONS), key=len, reverse=True))
_TITLES = "|".join(sorted(TITLES, key=len, reverse=True))
_NUMBERED = "|".join(sorted(NUMBERED, key=len, reverse=True))
_KINDS = "|".join(sorted(STREETS, key=len, reverse=True))
_I = re.IGNORECASE

_TELEPHONE = (
    r"(?:\+\d{1,3}[\s.-]?)?(?:\(\d{3}\)[\s.-]?|\d{3}[.-]|(?<=\+\d\s)\d{3}\s)\d{3}[-.\s]\d{4}(?:-\d{1,4})?(?![\w.]\d|\w)"
    r"|\+\d{1,3}(?:[\s.-]\(?\d{1,8}\)?){2,5}(?!\w)|\d{3}-\d{2}-\d{4}(?!\w|-)|(?:1-\d{3}|8(?:00|88|77|66))-(?:\d{3}-\d{4}|[A-Z0-9]{1,7}(?:-[A-Z0-9]{1,7}){0,3})(?!\w)"
)

_WORD_RULES: list[Rule] = [
    rule("plain word", "letter", r"[A-Za-z][a-z]+(?=[\s,;!?)\]]|:(?:\s|$)|\.(?:\s|$)|$)", _plain),
    rule("space", "\u0020 \t \n \r \u200b", r"\s+", _silent),
]
_ADDRESS_RULES: list[Rule] = [
    rule("telephone", "digit + (", _TELEPHONE, _telephone),
    rule("local telephone", "digit", r"\d{3}-\d{4}(?![\w-])", _local_telephone),
    rule(
        "toll-free",
        "digit",
        r"1-8(?:00|33|44|55|66|77|88)(?![\w-])",
        lambda _m, _d: "one eight hundred" if _m[0].endswith("00") else "one " + numbers.digits(_m[0][2:]),
    ),
    rule(
        "url",
        "letter",
        r"(?:https?|ftp|file|wss?|redis|postgres(?:ql)?|mysql|mongodb|amqp|ssh|git|s3|sqlite|jdbc)://[^\s<>\"'`]*[\w/=#&-]",
        lambda m, _: electronic.url(m[0], segments=2),
    ),
    rule(
        "email",
        "letter digit",
        r"[\w.+&-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w@])",
        lambda m, _: electronic.email(m[0]),
    ),
    rule(
        "ip",
        "digit",
        r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?!\w|\.\d)",
        lambda m, _: electronic.ip_address(m[0]),
    ),
    rule(
        "local host",
        "letter",
        r"localhost:(\d{2,5})(?!\w)",
        lambda m, _: "local host " + electronic.port(m[1]),
    ),
    rule(
        "dotted name", "letter", r"([A-Z][A-Za-z]*|[a-z]{3,})\.(js|JS|NET|io|ai)(?![\w/]|\.\w)", _dotted_name
    ),
    rule(
        "host",
        "letter digit",
        rf"(?:www\.[\w-]+(?:\.[\w-]+)*|{electronic.HOST})(?::\d{{2,5}})?(?:/[\w/.~%+-]*[\w/]|/)?(?![\w@])",
        lambda m, _: electronic.url(m[0], segments=2),
    ),
    rule(
        "house",
        "digit",
        rf"(?P<house>\d{{1,5}})\s(?P<direction>(?-i:[NSEW]|NE|NW|SE|SW)\.?\s)?(?P<name>(?:(?:\d{{1,3}}(?:st|nd|rd|th)|(?-i:[A-Z])[A-Za-z]+)\s){{1,3}})(?P<kind>{_KINDS})\b\.?(?!\w)",
        lambda m, d: (
            None
            if m["kind"].lower() in ("way", "place", "court", "sq", "ter") and m["kind"].islower()
            else _address(m, d)
        ),
        _I,
    ),
    rule(
        "zip",
        "letter",
        r"(?<=,\s)([A-Z]{2}),?\s(\d{5})(?:-\d{4})?(?!\w)",
        lambda m, d: _state(m, d) if m[1] in STATES else None,
    ),
    rule(
        "state",
        "letter",
        r"(?<=[A-Za-z],\s)([A-Z]{2}|[A-Z]\.[A-Z]\.)()(?=[.,]?\s*$|[.,]\s)",
        lambda m, d: (
            _state(m, d)
            if m[1].replace(".", "") in STATES
            and m[1] not in ("ID", "OR", "IN", "OK", "ME", "HI", "DC", "MS", "DE", "AL")
            or m[1] in ("N.Y.", "N.J.")
            else None
        ),
    ),
]
_CODE_RULES: list[Rule] = [
    rule(
        "languages",
        "letter",
        r"([CFJ])(\+\+|#)(?!\w)",
        lambda m, _: f"{m[1]} {'plus plus' if m[2] == '++' else 'sharp'}",
    ),
    rule("objective c", "letter", r"Objective-C\b", lambda _m, _d: "objective C"),
    rule("dot net", ".", r"\.NET\b", lambda _m, _d: "dot net"),
    rule(
        "chord",
        "letter",
        CHORD,
        lambda m, _: (
            chord_words(m[0])
            if "+" in m[0]
            or re.match(r"(?:ctrl|cmd|control|command|alt)", m[0], re.I)
            and re.search(r"-(?:\w|F\d+|tab|del|enter)$", m[0], re.I)
            else None
        ),
        _I,
    ),
    rule(
        "glyph chord", "⌘ ⌥ ⇧ ⌃", r"[⌘⌥⇧⌃]+\s?\+?\s?(?:F\d{1,2}|[A-Za-z0-9])(?!\w)", lambda m, _: chord(m[0])
    ),
    rule("growth", "letter Θ Ω", r"([OoΘΩ])\(([^()]{1,40}(?:\([^()]{0,20}\)[^()]{0,20})?)\)", code.growth),
    rule(
        "letter and standard",
        "letter",
        r"([A-Z])\.(\d{3,4})(?![\w.])",
        lambda m, _: f"{m[1]} {numbers.pairs(m[2])}",
    ),
    rule(
        "plan 401(k)",
        "digit",
        r"(401|403|529)\(([a-z])\)",
        lambda m, _: f"{numbers.pair_join(m[1][0], m[1][1:])} {m[2].upper()}",
    ),
    rule("requirement tuple", "{", r"\{:?[\w\"'][^{}]{0,120}\}", _code),
    rule(
        "module",
        "letter",
        r"[A-Za-z]\w*(?:::\w+)+(?:\(\))?|[A-Z]\w+(?:\.[A-Z]\w*)+(?:\.[a-z]\w*[!?]?)?(?:/\d{1,2}|\(\))?|[A-Z][A-Za-z]+\.[a-z]\w+[!?]?(?:/\d{1,2}|\(\))?(?![\w.]|\s[a-z])|[A-Z][A-Za-z]+\.[a-z]\w*[_!?]\w*(?:/\d{1,2})?",
        _code,
    ),
    rule("arity", "letter", r"[a-z][a-z_0-9]*[!?]?/\d{1,2}(?![\w/])", _code),
    rule("call", "letter", r"([A-Za-z_][\w.]*[!?]?)\(([^()\s]{0,30})\)(?!\w)", _call),
    rule("dunder", "_", r"__[A-Za-z]\w*__", _code),
    rule(
        "snake",
        "letter _",
        r"_{0,2}[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?!\w)",
        lambda m, _: _snake(m, _) if not re.search(r"\d", m[0]) else _mixed_number(m, _),
    ),
    rule(
        "file",
        "letter .",
        rf"\.{{0,2}}/?(?:[\w-]+/)*[\w-]*\.(?:{'|'.join(sorted((ext for ext in electronic.EXTENSIONS if ext not in ('so', 'env', 'log', 'go', 'c', 'h', 'r', 'pl', 'map', 'el', 'ex', 'example', 'sample', 'service', 'key', 'bin', 'iso', 'sock', 'snap', 'patch', 'less')), key=len, reverse=True))}|env|gitignore)(?![\w(]|\.\w)",
        _code,
    ),
    rule("variable", "$", r"\$\{?[A-Za-z_]\w*\}?(?:/[\w.@-]*\w)*", _code),
    rule(
        "file in folder",
        "letter .",
        rf"(?:[\w.-]+/)+[\w-]+\.(?:{'|'.join(sorted(electronic.EXTENSIONS, key=len, reverse=True))})(?!\w|\.\w)",
        _code,
    ),
    rule(
        "letter range",
        "letter",
        r"([A-Za-z])\s?(?:–|-(?=[ZzFf](?!\w)))\s?([A-Za-z])(?![\w'])",
        lambda m, _: f"{m[1].upper()} to {m[2].upper()}",
    ),
    rule("page", "letter", r"pp\.?\s(?=\d)", lambda _m, _d: "pages"),
    rule("page abbreviation", "letter", r"p\.\s?(?=\d)", lambda _m, _d: "P"),
    rule("path", "/ ~ .", r"(?:(?<!\w)(?<!<)(?:~|\.{1,2})?/(?:[\w.@-]*\w)(?:/[\w.@-]*\w)*/?)", _code),
    rule("flag", "-", r"(?<![\w-])(--?)((?<=--)[a-z][a-z-]+|[a-zA-Z](?=[\s.,;)]|$))", _flag),
    rule("atom", ":", r"(?<![\w:]):[a-z][a-z_0-9]*[!?]?(?![\w:])", _code),
    rule("tldr", "letter", r"TL;?DR(?!\w)", lambda _m, _d: "T L D R", _I),
    rule("hardware address", "letter digit :", code.HARDWARE_ADDRESS, code.hardware_address),
    rule("port", ":", r"(?<![\w:]):(\d{2,5})(?![\w:])", lambda m, _: "port " + electronic.port(m[1])),
    rule("factorial", "letter", r"(?<![\w'])([nkm])!(?!\w)", lambda m, _: f"{m[1].upper()} factorial"),
    rule("emoji code", ":", r":[a-z0-9_+-]{2,30}:", _silent),
    rule("version", "letter digit", code._VERSION, code.version),
    rule("short version", "letter", code._SHORT_VERSION, code.version),
    rule("version range", "~ ^", r"(~>|\^)\s?\d+(?:\.\d+){1,3}", _code),
    rule(
        "hash",
        "letter digit",
        r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}(?!\w)|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)",
        code._hash,
    ),
    rule("hex", "0", r"0[xX]([0-9a-fA-F]{1,32})(?!\w)", code._hexadecimal),
]
_NAME_RULES: list[Rule] = [
    rule("abbreviation", "letter", rf"({_ABBREVIATED})(?![\w'])(\.(?!\w))?", _abbreviation, _I),
    rule("title", "letter", rf"({_TITLES})(?!\w)(\.)?(?![\w'])", _title, _I),
    rule("street", "letter", rf"(?<=\w\s)(ave|av|rd|blvd|hwy|pkwy|expy|ln|fwy)(?![\w'])\.?", _street, _I),
    rule("numbered", "letter", rf"({_NUMBERED})(?!\w)(\.)?\s?(?=#?\s?\d)", _numbered, _I),
    rule("case number", "letter", r"(?<=CASE\s)NO\.|(?<=Case\s)No\.", _case_number),
    rule("roman", "letter", r"[IVXLCDM]{1,12}(?![\w'.]\w|\w)", _roman),
    rule("compass", "N S E W", r"(?:NE|NW|SE|SW|N|S|E|W)(?![\w.'])", _compass),
    rule("joined initials", "letter", r"([A-Z]{1,3})&([A-Z]{1,3})(?![\w'])", _joined_initials),
    rule("difference", "letter", r"(?<![\w'-])([a-z])(?:-|\s[-−]\s)(\d{1,4}|[a-z])(?![\w'-]|\.\d)", _minus),
    rule(
        "initials",
        "letter",
        r"(?:[A-Za-z]\.\s?){1,5}(?<=\.)[A-Za-z](?:\.|(?!\w))|[A-Z]\.(?=\s[A-Z])",
        lambda m, d: None if re.match(r"[A-Za-z]\.\s[a-z]", m[0]) else _initials(m, d),
    ),
    rule(
        "alone",
        "letter °",
        "(?:" + "|".join(map(re.escape, ALONE)) + r")(?![\w'])",
        lambda m, _: ALONE[m[0]][0],
    ),
    rule("power", "^", r"(?<=[\w)])\^[({]?(-?\w{1,9})[)}]?", _power),
    rule(
        "letters and digits",
        "letter",
        r"(?=[A-Za-z-]{0,24}\d)[A-Za-z]+(?:-?\d+[A-Za-z]*|-[A-Za-z]+)*-?\d+[A-Za-z]{0,8}(?![\w])",
        _mixed_number,
    ),
    rule("digits and letters", "digit", r"\d+[A-Za-z]+(?:\d+[A-Za-z]*)*(?![\w'])", _mixed_number),
    rule("either", "letter", r"[A-Za-z]+/[A-Za-z]+(?![\w/])", _either),
    rule("wifi", "letter", r"[Ww]i-[Ff]i\b", lambda _m, _d: "wifi"),
    rule("word", "letter", _LETTERS, _word),
]
_MARK_RULES: list[Rule] = [
    rule("possessive", "'", r"(?<=[\w)])'(s)(?!\w)", lambda m, d: d.attach("'s", m.end()) or ""),
    rule("plural", "(", r"\((?:s|es)\)", _silent),
    rule("ellipsis", ".", r"\.{2,}", _stop),
    rule("stop", ". …", r"[.…](?=[\s\"')\]]|$)", _stop),
    rule("end", "! ?", r"[!?]+", _end_mark),
    rule("pause", ", ; : ( ) – — [ ]", r"[,;:()\[\]–—]+", _pause),
    rule("hashtag", "#", r"#([A-Za-z]\w{1,40})", _hashtag),
    rule("number sign", "#", r"#\s?(?=\d)", _number_sign),
    rule("handle", "@", r"(?<!\w)@([A-Za-z]\w{0,40})", _handle),
    rule("superscript", "⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ⁻ ⁺ ⁿ ⁱ", r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ]+", _superscript),
    rule("subscript", "₀ ₁ ₂ ₃ ₄ ₅ ₆ ₇ ₈ ₉ ₙ ₖ ᵢ ⱼ", r"[₀₁₂₃₄₅₆₇₈₉ₙₖᵢⱼ]+", _subscript),
    rule(
        "operator",
        "- = < > | ! ? & +",
        r"->>?|=>|<-|\|>|===?|!==?|<=>|>=|<=|&&|\|\||<>|\+\+|\?\?|-->",
        _operator,
    ),
    rule("sign", "+ - − = & @ % ^ \\ $ < > # / * ~", r"[+\-−=&@%^\\$<>#/*~]", _sign),
    rule("digit", "digit", r"\d+", lambda m, _: numbers.digits(m[0])),
    rule("other", " ".join({*SYMBOLS, *MEANINGFUL_EMOJI} - {" "}), r".\ufe0f?", _symbol),
]

SCANNER = Scanner(
    [
        *_WORD_RULES,
        *_ADDRESS_RULES,
        *_CODE_RULES[:11],
        *dates.RULES,
        *_CODE_RULES[11:],
        *amounts.RULES,
        *_NAME_RULES,
        *_MARK_RULES,
    ]
)


def say_prose(text: str, start: int, end: int, draft: Draft) -> None:
    """Say text[start:end], which is running text."""
    SCANNER.scan(text, start, end, draft)


_SHORTCODES = {"+1": "thumbs up", "-1": "thumbs down", "100": "one hundred"}


def say_alone(text: str, start: int, end: int, draft: Draft) -> None:
    """Name the marks or emoji of a text that no rule found a word in."""
    shortcode = re.fullmatch(r"\s*:([a-z0-9_+-]+):\s*", text[start : min(end, start + 64)])
    if shortcode:
        draft.say(_SHORTCODES.get(shortcode[1]) or " ".join(re.findall("[a-z]+", shortcode[1])), start, end)
    if any(char.isalnum() for char in text[start:end][:64]):
        return
    named = ""
    for position, char in enumerate(text[start:end][:8], start):
        name = (
            OPERATORS[char][0]
            if char in OPERATORS
            else emoji_name(char)
            if unicodedata.category(char) == "So"
            else ""
        )
        if name and name != named:
            draft.say(name, position, position + 1)
        named = name or named
