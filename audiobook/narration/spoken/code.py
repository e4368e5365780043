"""Inline code: what kind of thing a code span is, and the rules by which its tokens are said."""

from __future__ import annotations

import re

from . import electronic, numbers
from .draft import Draft
from .keys import chord
from .quantities import UNITS
from .scan import ALPHA, Rule, Scanner, rule
from .symbols import ESCAPES, OPERATORS, SUPERSCRIPTS
from .words import code_part, has_vowel, identifier

_OPERATOR = "|".join(
    re.escape(sign)
    for sign in sorted(OPERATORS, key=len, reverse=True)
    if not sign.isalnum() and sign != "&1"
)


def _silent(_: re.Match[str], __: Draft) -> str:
    return ""


def _comma(_: re.Match[str], draft: Draft) -> str:
    draft.pause(",")
    return ""


def _around(match: re.Match[str]) -> tuple[str, str]:
    """The characters right before and after the match; "" at the ends of the text."""
    text = match.string
    return (text[match.start() - 1] if match.start() else ""), text[match.end() : match.end() + 1]


def _spaced(match: re.Match[str]) -> bool:
    before, after = _around(match)
    return before.isspace() and after.isspace()


# -- names ------------------------------------------------------------------------------------------------------


def _identifier(match: re.Match[str], draft: Draft) -> str:
    """A run of letters and digits, and the mark that may belong to the name (`valid?`, `save!`, `__init__`)."""
    words = identifier(match[1])
    mark = match[2]
    if mark and match.string[match.end() : match.end() + 1] not in ('"', "'", "=", "~", ".", ":"):
        words += " bang" if mark == "!" else " question mark"
    return words


def _dunder(match: re.Match[str], _: Draft) -> str:
    return "dunder " + " ".join(code_part(part) for part in match[1].split("_") if part)


def _extension(match: re.Match[str], _: Draft) -> str | None:
    """The dot of a file name. `console.log` and `response.json()` are calls, not files."""
    suffix = match[1].lower()
    following = re.match(r"\.(\w+)", match.string[match.end() : match.end() + 12])
    if following and following[1] not in electronic.EXTENSIONS:
        return None
    if suffix not in electronic.EXTENSIONS or (match[1][0].isupper() and not match[1].isupper()):
        return None
    if suffix in ("log", "map", "c", "r", "h") and re.search(
        r"(?:console|logger|math|np|torch|enum|list|stream)$", match.string[: match.start()][-8:], re.I
    ):
        return None
    return f"dot {code_part(match[1])}"


def _dot(match: re.Match[str], _: Draft) -> str:
    """A dot inside a dotted name is silent; before a hidden file, or in a path, it is said."""
    before, after = _around(match)
    if before and (before.isalnum() or before in "_)]}?!\"'`>"):
        return "" if "/" not in _token_before(match) else "dot"
    return "dot" if after else ""


def _token_before(match: re.Match[str]) -> str:
    tail = match.string[max(0, match.start() - 80) : match.start()]
    return tail.rsplit(None, 1)[-1] if tail and not tail[-1].isspace() else ""


def _single_call(match: re.Match[str], _: Draft) -> str:
    return f"{match[1].upper()} of"


def _index(match: re.Match[str], _: Draft) -> str | None:
    """`argv[0]` is "arg V at zero", `List[int]` is "list of int"."""
    before, after = _around(match)
    if not before or not (before.isalnum() or before in "_)]?!"):
        return None
    name = re.search(r"[A-Za-z]\w*$", match.string[: match.start()][-40:])
    if (
        name
        and (
            name[0][0].isupper()
            and not name[0].isupper()
            or name[0] in ("list", "dict", "tuple", "set", "type", "frozenset", "map")
        )
        and after not in "\"':"
    ):
        return "of"
    return "" if match.string[match.end() : match.end() + 1] == "*" else "at"


def _array(match: re.Match[str], _: Draft) -> str | None:
    before, _after = _around(match)
    return "array" if before.isalnum() or before == ">" else None


def _generic(_: re.Match[str], __: Draft) -> str:
    return "of"


def _generic_end(match: re.Match[str], _: Draft) -> str | None:
    before, after = _around(match)
    return (
        ""
        if "<" in match.string[: match.start()] and not after.isalnum() and before and before not in "-="
        else None
    )


def _tag(match: re.Match[str], draft: Draft) -> str:
    """An HTML or component tag: its name, then its attributes."""
    closing, name, attributes = match.groups()
    said = (
        ("closing " if closing else "")
        + " ".join(identifier(part) for part in re.findall(r"[^\W_]+", name))
        + " tag"
    )
    if attributes.strip(" /"):
        draft.say(said + " with", match.start(), match.start(3))
        _generic_scanner.scan(match.string, match.start(3), match.end(3), draft)
        return ""
    return said


# -- numbers ----------------------------------------------------------------------------------------------------


def number_with_unit(match: re.Match[str], _: Draft) -> str | None:
    """A number with a unit glued to it, as in settings: `500ms`, `64MB`."""
    unit = UNITS.get(match[2])
    if unit is None:
        return None
    count = numbers.number(match[1])
    return f"{count} {unit[0] if match[1] == '1' else unit[1]}"


def _number(match: re.Match[str], _: Draft) -> str:
    text = match[0].replace("_", "")
    mantissa, _, power = text.lower().partition("e")
    said = numbers.number(mantissa)
    return f"{said} times ten to the {numbers.number(power)}" if power else said


def _hexadecimal(match: re.Match[str], _: Draft) -> str:
    return "hex " + characters(match[1])


def characters(text: str) -> str:
    """Letters and digits one by one."""
    return " ".join(
        numbers.digits(char) if char.isdigit() else char.upper() for char in text if char.isalnum()
    )


def _hash(match: re.Match[str], _: Draft) -> str | None:
    """A commit hash or a UUID: its first characters are enough to know it by ear."""
    text = match[0]
    if not re.search(r"\d", text) or not re.search(r"[a-f]", text, re.I) or len(text) < 7:
        return None
    if len(text) <= 12 and "-" not in text:
        return characters(text)
    return f"{'U U I D' if '-' in text else 'hash'} {characters(text.replace('-', '')[:7])} and so on"


def version(match: re.Match[str], _: Draft) -> str:
    """A version number with an optional `v`, wildcard, pre-release and build."""
    lead, core, rest = match.group("lead", "core", "rest")
    said = [] if not lead else ["V"]
    for index, part in enumerate(core.split(".")):
        if index:
            said.append("point")
        said.append("X" if part in "xX*" else numbers.version(part))
    for piece in re.findall(r"[A-Za-z]+|\d+|\+", rest or ""):
        said.append(
            "plus" if piece == "+" else code_part(piece) if piece.isalpha() else numbers.integer(piece)
        )
    return " ".join(said)


def _host_port(match: re.Match[str], _: Draft) -> str:
    return f"{electronic.host(match[1])} {electronic.port(match[2])}"


def _mapped_ports(match: re.Match[str], _: Draft) -> str:
    return f"{electronic.port(match[1])} colon {electronic.port(match[2])}"


def _url(match: re.Match[str], _: Draft) -> str:
    return electronic.url(match[0])


def _email(match: re.Match[str], _: Draft) -> str:
    return electronic.email(match[0])


def _address(match: re.Match[str], _: Draft) -> str:
    return electronic.ip_address(match[0])


# -- marks ------------------------------------------------------------------------------------------------------


def _operator(match: re.Match[str], draft: Draft) -> str:
    """An operator by its place: alone, between operands, or stuck to one of them."""
    sign = match[0]
    alone, between = OPERATORS[sign]
    before, after = _around(match)
    if not before and not after:
        return alone
    if sign in "()[]{}\"'`,;" or sign in ('"""', "```", "()", "[]", "{}"):
        if sign in ",;":
            draft.pause(",")
        return ""
    if not _spaced(match):
        return _stuck(sign, before, after, match)
    if sign == "<>" and re.match(r"\s*[\"']", match.string[match.end() : match.end() + 3]):
        return "concatenated with"
    return "colon" if sign == ":" else between


def _stuck(sign: str, before: str, after: str, match: re.Match[str]) -> str:
    """An operator that touches a neighbour."""
    alone, between = OPERATORS[sign]
    operand_before = bool(before) and (before.isalnum() or before in ")]}\"'_")
    operand_after = bool(after) and (after.isalnum() or after in "([{\"'_-$@:&")
    match sign:
        case "!":
            return "not" if operand_after and not operand_before else "bang"
        case "-":
            return _hyphen(before, after, match)
        case ":":
            return "colon" if before.isalnum() and after.isalnum() else ""
        case "::" | "?":
            return "" if sign == "::" and operand_before and operand_after else alone
        case "_":
            return "" if before.isalnum() or before == "_" else alone
        case "*" | "/" | "%" | "~" | "@" | "#" | "$" | "&" | "." | "|" | "^":
            return alone
        case ".." if before.isdigit() and after.isdigit():
            return "to"
        case "**":
            return "star star" if not operand_before else between
        case "//":
            return alone
        case "++" | "--" | "<<" | ">>" | "\\" | "\\\\":
            return alone
        case "=" | "+":
            return alone
    return between if operand_before or operand_after else alone


def _hyphen(before: str, after: str, match: re.Match[str]) -> str:
    if before.isalpha() and after.isalnum():
        return ""
    if before.isdigit() and after.isalpha():
        return ""
    if after.isdigit() or before.isalnum() or (before and before in ")]"):
        return "minus"
    return "dash"


def _struct(match: re.Match[str], _: Draft) -> str:
    return " ".join(identifier(part) for part in match[1].split(".")) + " struct"


def _map(_: re.Match[str], __: Draft) -> str:
    return "map"


def _requirement(match: re.Match[str], _: Draft) -> str:
    sign = {"~>": "squiggly arrow", ">=": "greater than or equal to", "<=": "less than or equal to", "==": "equals", "^": "caret", "~": "tilde", ">": "greater than", "<": "less than"}[match[1]]  # fmt: skip
    return f"{sign} {numbers.version(match[2])}"


def _prompt(match: re.Match[str], _: Draft) -> str | None:
    return "" if match.start() == 0 or match.string[match.start() - 1] == "\n" else None


def _escape(match: re.Match[str], _: Draft) -> str | None:
    return ESCAPES.get(match[1])


def growth(match: re.Match[str], draft: Draft) -> str:
    """Big O and its relatives: `O(n log n)`."""
    from . import tex

    draft.say(
        {"O": "O of", "o": "little O of", "Θ": "theta of", "Ω": "omega of"}[match[1]],
        match.start(),
        match.start() + 1,
    )
    tex.say_plain_math(match.string, match.start(2), match.end(2), draft)
    return ""


def hardware_address(match: re.Match[str], _: Draft) -> str | None:
    """A MAC or IPv6 address, character by character."""
    text = match[0]
    if "::" not in text and text.count(":") not in (5, 7):
        return None
    return " colon ".join(characters(group) for group in text.split(":")).strip()


def _date(match: re.Match[str], draft: Draft) -> str | None:
    from .dates import iso_date

    return iso_date(match, draft)


def _power(match: re.Match[str], _: Draft) -> str:
    return power_words(match[1])


def power_words(exponent: str) -> str:
    """What is said after a base: "2" is "squared", "10" is "to the tenth", "n" is "to the N"."""
    if exponent == "2":
        return "squared"
    if exponent == "3":
        return "cubed"
    if exponent.isdigit():
        return "to the " + numbers.ordinal_of(exponent)
    if exponent[:1] == "-" and exponent[1:].isdigit():
        return "to the minus " + numbers.integer(exponent[1:])
    return "to the " + identifier(exponent)


_VERSION = r"(?P<lead>[vV])?(?P<core>\d{1,6}(?:\.(?:\d{1,8}|[xX*](?![A-Za-z]))){2,4})(?P<rest>(?:-[A-Za-z][\w.]{0,20})?(?:\+[\w.]{1,20})?)(?![\w.]*\w)"
_SHORT_VERSION = r"(?P<lead>[vV])(?P<core>\d{1,4}(?:\.(?:\d{1,6}|[xX*](?![A-Za-z]))){0,4})(?P<rest>(?:-[A-Za-z][\w.]{0,20})?)(?![\w])"

HARDWARE_ADDRESS = r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\w:])"
"""A MAC or IPv6 address, as a pattern."""

COMMON: list[Rule] = [
    rule("space", "letter \u0020 \t \n \r", r"\s+", _silent),
    rule("url", "letter", r"[a-z][a-z0-9+.-]{1,20}://[^\s\"'`<>]+", _url),
    rule("email", "letter digit", r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", _email),
    rule("ip", "digit", r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?![\w.])", _address),
    rule(
        "iso date",
        "digit",
        r"(?P<year>[12]\d{3})-(?P<m>\d{2})-(?P<d>\d{2})(?P<h>)(?P<min>)(?P<s>)(?P<z>)(?!\w|-\d)",
        _date,
    ),
    rule("hardware address", "letter digit :", HARDWARE_ADDRESS, hardware_address),
    rule("uuid", "letter digit", r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)", _hash),
    rule("version", "letter digit", _VERSION, version),
    rule("short version", "letter", _SHORT_VERSION, version),
    rule("hex", "0", r"0[xX]([0-9a-fA-F]{1,32})(?!\w)", _hexadecimal),
    rule("hash", "letter digit", r"[0-9a-f]{7,64}(?!\w)", _hash),
    rule("ports", "digit", r"(\d{2,5}):(\d{2,5})(?![\w:])", _mapped_ports),
    rule("host and port", "letter", rf"(localhost|{electronic.HOST}):(\d{{2,5}})(?!\w)", _host_port),
    rule("unit", "digit", r"(\d{1,9}(?:\.\d{1,6})?)([A-Za-zµμ%°]{1,4}(?:/s)?)(?![\w])", number_with_unit),
    rule("number", "digit", r"\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d{1,4})?(?![A-Za-z_])", _number),
    rule("dunder", "_", r"__([A-Za-z]\w{0,40}?)__(?!\w)", _dunder),
    rule("growth", "O Θ Ω", r"([OΘΩ])\(([^()]{1,40}(?:\([^()]{0,20}\)[^()]{0,20})?)\)", growth),
    rule("call", "letter", r"([A-Za-z])\((?=[^)\s])", _single_call),
    rule(
        "superscript",
        "⁰ ¹ ² ³ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ⁻ ⁿ",
        r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+",
        lambda m, _: power_words(m[0].translate(SUPERSCRIPTS)),
    ),
    rule("name", "letter digit", rf"((?:{ALPHA}|\d)+)([!?](?![=?.]))?", _identifier),
    rule("extension", ".", r"\.([A-Za-z0-9]{1,8})(?![\w(]|\.\w+\()", _extension),
    rule("dot", ".", r"\.(?!\.)", _dot),
    rule(
        "requirement",
        "~ > < = ^",
        r"""(?:(?<!.)|(?<=["'])|(?<=,\s))(~>|>=|<=|==|\^|~|>|<)\s{0,2}(\d+(?:\.\d+){0,3})(?![\w.])""",
        _requirement,
    ),
    rule("struct", "%", r"%([A-Z][\w.]*)(?=\{)", _struct),
    rule("map", "%", r"%(?=\{[^}])", _map),
    rule("power", "^", r"(?<=[\w)])\^\(?(-?\w{1,9})\)?", _power),
    rule("array", "[", r"\[\]", _array),
    rule("index", "[", r"\[(?=[^\]])", _index),
    rule("tag", "<", r"(?<!\w)<(/?)([A-Za-z.][\w.:-]*)((?:\s[^<>]{0,200})?/?)>", _tag),
    rule("generic", "<", r"(?<=\w)<(?=[\w\s,.&*:?|\[\]<>'()-]{1,120}>)", _generic),
    rule("generic end", ">", r">(?!=)", _generic_end),
    rule("escape", "\\", r"\\(r\\n|[ntr0fvae\"'\\])(?![A-Za-z])", _escape),
    rule("arity", "/", r"/(?=\d{1,2}(?!\w))", lambda _m, _d: "slash"),
]
_GENERIC = [
    *COMMON,
    rule(
        "operator",
        " ".join(sorted({sign[0] for sign in OPERATORS if not sign[0].isspace()})),
        _OPERATOR,
        _operator,
    ),
]
_generic_scanner = Scanner(_GENERIC)

# -- kinds of code ----------------------------------------------------------------------------------------------

COMMANDS = frozenset(
    """
    git docker npm npx yarn pnpm mix iex elixir python python3 pip pip3 pipx uv node deno bun cargo rustc go java javac ruby gem bundle rails rake make cmake gcc g++ curl wget ssh scp rsync
    ls cd cp mv rm mkdir rmdir touch cat echo grep sed awk find xargs head tail sort uniq wc cut tr tee chmod chown chgrp ln ps kill killall top htop df du tar zip unzip gzip gunzip sudo su apt apt-get
    brew yum dnf pacman apk snap systemctl service journalctl kubectl helm terraform aws gcloud az psql pg_dump mysql sqlite3 redis-cli redis-server mongo mongosh export env source which whoami man
    nano vim vi emacs code touch pwd history alias unset set date sleep watch time nohup screen tmux ping traceroute netstat lsof nc nslookup dig ifconfig ip openssl gpg jq yq diff patch base64 tree
    pytest ruff mypy black flake8 pre-commit poetry conda jupyter flask django-admin uvicorn gunicorn celery ansible vagrant heroku fly gh hub svn hg ./gradlew gradle mvn sbt dotnet php composer
    ffmpeg convert createdb dropdb pg_ctl rebar3 asdf nvm rbenv pyenv crontab printf read exit docker-compose podman minikube kind nginx apachectl eslint prettier tsc webpack vite jest rspec
    """.split()
)
_SQL_WORDS = frozenset(
    """
    SELECT FROM WHERE INSERT UPDATE DELETE CREATE ALTER DROP TABLE INDEX JOIN LEFT RIGHT INNER OUTER GROUP ORDER BY HAVING LIMIT OFFSET VALUES INTO SET AND OR NOT NULL IS IN LIKE ILIKE BETWEEN
    AS ON UNION DISTINCT COUNT SUM AVG MIN MAX PRIMARY KEY FOREIGN REFERENCES DEFAULT UNIQUE CHECK CONSTRAINT CASCADE BEGIN COMMIT ROLLBACK WITH RETURNING EXPLAIN ANALYZE VARCHAR TEXT INTEGER BIGINT
    TRUNCATE GRANT REVOKE CASE WHEN THEN ELSE END EXISTS ANY ALL ASC DESC USING CROSS FULL ADD COLUMN COALESCE BEGINS_WITH CONTAINS
    """.split()
)
_REGEX = re.compile(
    r"\^?\[[^\]\s]{1,40}\][+*?{^$].*|\[\^?[^\]\s]{1,40}-[^\]\s]{1,20}\]|.*\\[dwsbDWSB](?:[^A-Za-z].*)?|\^\S+\$|\.[*+]\??|/\S+/[gimsux]{0,6}|\^\S{1,40}|\S{1,40}[)\w]\$|\(\S+\|\S+\)[*+?]?|.*\[\^?\S-\S.*\][+*?{]?.*|\w\{\d+(?:,\d*)?\}|.{0,40}\.[*+]\S{0,40}|\(\?\S+",
    re.DOTALL,
)
_ENVIRONMENT_PATH = re.compile(
    r"(?:~|\.{1,2})?(?:/[\w.@%+~*{}<>:-]+)+/?|\.{1,2}/?|~/?|[\w.-]+(?:/[\w.*-]+)+/?|[A-Z]:\\.*", re.DOTALL
)
_ARITY = re.compile(r"[\w.?!]+/\d{1,2}")


STATUS_CODES = frozenset(
    "200 201 202 204 206 301 302 303 304 307 308 400 401 403 404 405 406 408 409 410 412 413 415 418 422 425 429 431 451 500 501 502 503 504 505".split()
)
"""HTTP status codes: three digits that are said as one oh one, not as a count."""


def say_code(text: str, start: int, end: int, draft: Draft) -> None:
    """Say text[start:end], which is code in one line of a language nobody named."""
    code = text[start:end]
    bare = code.strip()
    if not bare:
        return
    if len(bare) <= 120:
        words = chord(bare)
        if words:
            draft.say(words, start, end)
            return
    if bare in STATUS_CODES:
        draft.say(numbers.pairs(bare), start, end)
        return
    scanner = scanner_for(bare)
    before = len(draft)
    # Rules look at the neighbours of a token, and must not see the text around the code.
    inner = Draft()
    scanner.scan(code, 0, len(code), inner)
    for word in inner.words(closed=False):
        draft.say(word.text, start + word.start, start + word.end)
    if len(draft) == before:
        draft.say(_last_resort(bare), start, end)


def _last_resort(code: str) -> str:
    """Code of nothing but brackets and quotes still gets a name."""
    return " ".join(OPERATORS[char][0] for char in code[:6] if char in OPERATORS)


def scanner_for(code: str) -> Scanner:
    """The rules for a piece of code, by what it looks like."""
    from . import dialects

    if code[:1] == "$" and code[1:2].isspace():
        return dialects.SHELL
    first, _, rest = code.partition(" ")
    if first in COMMANDS and (rest or first in ("ls", "cd")) and not rest.startswith(("=", "->", "::")):
        return dialects.SHELL
    if code.startswith(("./", "sudo ")) and rest:
        return dialects.SHELL
    if re.search(r"(?:^|\s)--?[A-Za-z]", code) and not re.search(r"\s-\s|[=(]\s*-", code):
        return dialects.SHELL
    if sum(word in _SQL_WORDS for word in re.findall(r"[A-Z_]{2,}", code)[:20]) and re.match(
        r"[A-Z]{2,}|\w+\s+[A-Z]{2,}|[\w.]+\s*(?:=|<>)", code
    ):
        return dialects.SQL
    if len(code) <= 200 and re.fullmatch(r"(?:\\[.*+?()\[\]{}^$|/dwsDWSbB])+[+*?]?", code):
        return dialects.REGEX
    if len(code) <= 200 and not _ENVIRONMENT_PATH.fullmatch(code) and _REGEX.fullmatch(code):
        return dialects.REGEX
    if (
        _ENVIRONMENT_PATH.fullmatch(code)
        and not _ARITY.fullmatch(code)
        and len(code) <= WINDOW_OF_PATH
        and has_vowel(code)
    ):
        return dialects.PATH
    return _generic_scanner


WINDOW_OF_PATH = 300
