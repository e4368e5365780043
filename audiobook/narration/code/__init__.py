"""Describes a block of code in a few sentences that somebody walking can follow.

Levels, first that applies, capped by configuration (the house style for narration, "Code blocks"):
0 the prose beside it already says it; 1 an idiom a teacher would name at once; 2 an outline from the syntax tree;
3 line by line; 4 a notice. Each description fits a budget of spoken words and says less rather than symbols.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from audiobook.narration.code.languages import OUTPUT, PLAIN, UNKNOWN, Language, find, read_info
from audiobook.narration.code.words import code, count, number

Cap = Literal["auto", "outline", "announce", "read"]

_READ_LINES = 4
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Description:
    """Inline Markdown sentences with code tokens in backticks; `level` 0 to 4; `reason` is for the ledger."""

    sentences: tuple[str, ...]
    level: int
    reason: str


def language_name(info: str) -> str:
    """How the language of a fence info string is spoken (`ex` gives `Elixir`); empty for plain text or none."""
    name = read_info(info).name
    language = find(name)
    if language is not None:
        return language.spoken
    return "" if name in PLAIN | OUTPUT else _sayable(name)


def describe(
    source: str,
    info: str,
    *,
    cap: Cap = "auto",
    max_words: int = 90,
    nearby: str = "",
    announced: bool = False,
) -> Description:
    """Describe `source`, whose fence says `info` (empty for an indented block), within `max_words` spoken words.

    `nearby` is the inline Markdown of the paragraphs beside it: when they already name nearly all that the block names,
    a notice is enough, and the names they set in backticks are kept longest. `announced` says that the sentence just
    before leads into the block ("Here is the migration."), so that the description need not open it; such a paragraph
    promises the block and does not stand in for it. `cap` bounds the level; `read` is the author asking for every
    line, and lifts the budget.
    """
    source = _clean(source)
    lines = [line for line in source.split("\n") if line.strip()]
    if not lines:
        return Description(("The example here is empty.",), 4, "the block is empty")
    language, title = _language(source, info)
    if language.hidden and (shown := re.sub(language.hidden, "", source)).strip():
        source, lines = shown.strip("\n"), [line for line in shown.split("\n") if line.strip()]
    if cap == "announce":
        return Description((_notice(language, len(lines), title),), 4, "announced, as configured")
    explains = _after_the_lead(nearby) if announced else nearby
    if cap == "auto" and _told_by(explains.replace("`", ""), source):
        what = f"The written lesson shows this in {count(len(lines), 'line')}{_of(language)}."
        return Description((what,), 0, "the prose beside it names what it shows")
    if len(source) > _MOST_CHARACTERS:
        return Description((_notice(language, len(lines), title),), 4, "too long to tell by ear")
    told = _describe(source, language, len(lines), title, cap, max_words, nearby)
    return (
        replace(told, sentences=(_unannounced(told.sentences[0]), *told.sentences[1:])) if announced else told
    )


_HERE = re.compile(r"Here is (?:the )?(.+?), (?:an? )?([\w-]+) (lines?[^,.]*)(.*)\.")
_LEADS_IN = re.compile(
    r"(?:^|[.?!:] )(?:[^.?!:]*\b(?:[Hh]ere (?:is|are)|[Tt]his is|follow(?:s|ing)|below)\b[^.?!]*|[^.?!]*:)[.:]?\s*$"
)


_LONGEST_LEAD = 300


def announces(paragraph: str) -> bool:
    """Whether a paragraph ends by leading into what comes after it: "Here is the migration.", "Then run:"."""
    return bool(_LEADS_IN.search(paragraph[-_LONGEST_LEAD:]))


def _after_the_lead(nearby: str) -> str:
    """The prose beside a block without the lines up to the one that leads into it."""
    lines = nearby.split("\n")
    leads = next((at for at, line in enumerate(lines) if announces(line)), len(lines) - 1)
    return "\n".join(lines[leads + 1 :])


def _unannounced(sentence: str) -> str:
    """An opening sentence without its own announcement: "The migration `X` has twelve lines"."""
    hit = _HERE.fullmatch(sentence)
    if hit is None:
        return sentence
    if hit[1].startswith("one "):
        return sentence.replace("Here is one", "One")
    what = re.sub(r"^an? ", "", hit[1])
    return f"The {what} has {hit[2]} {hit[3]}{hit[4]}."


def _describe(
    source: str, language: Language, lines: int, title: str, cap: Cap, max_words: int, nearby: str
) -> Description:
    from audiobook.narration.code import describers
    from audiobook.narration.code.budget import MOST_SENTENCES, fit, spans
    from audiobook.narration.code.snippet import Snippet

    snippet = Snippet(source, language, lines, (), 1.0, title)
    if cap == "read":
        read = describers.every_line(snippet)
        return Description(fit(read.says, 10**9, 10**9), read.level, "read line by line, as asked")
    try:
        told = describers.tell(snippet)
        if cap == "auto" and lines <= _READ_LINES and (told is None or told.level > 1):
            told = describers.by_line(snippet) or told
    except RecursionError:  # a tree can be as deep as the block is long
        told = None
    sentences = fit(told.says, max_words, MOST_SENTENCES, spans(nearby)) if told else ()
    if told is None or not sentences:
        return Description((_notice(language, lines, title),), 4, "nothing in it can be told by ear")
    return Description(sentences, told.level, f"told as {told.what}")


_CONTROLS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")


def _clean(source: str) -> str:
    """The block with plain line ends, without terminal colours and other controls, its tabs as four columns."""
    source = re.sub(r"[\u00a0\u2007\u202f\u3000]", " ", source.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", source).expandtabs(4).strip("\n")


def _sayable(name: str) -> str:
    clean = re.sub(r"[^A-Za-z0-9]+", " ", name).strip()
    return clean[:1].upper() + clean[1:] if 0 < len(clean) <= 20 else ""


def _language(source: str, info: str) -> tuple[Language, str]:
    """The language the fence names, else one guessed from the text, and the title the fence gives."""
    told = read_info(info)
    language = find(told.name)
    if told.name in OUTPUT:
        return Language("", (told.name,)), told.title
    from audiobook.narration.code.guess import corrected, guess, is_generic

    if language is None and (told.name in PLAIN or is_generic(told.name)):
        language = guess(source, told.title) or UNKNOWN
    elif language is not None:
        language = corrected(source, language)
    return language or Language(_sayable(told.name), (told.name,)), told.title


def _of(language: Language) -> str:
    return f" of {language.spoken}" if language.spoken else ""


def _notice(language: Language, lines: int, title: str) -> str:
    """`A forty-line example in YAML follows; it is in the written lesson.`"""
    tens = number(lines)
    article = "An" if re.match(r"eight|eleven|8|1[18]\b", tens) else "A"
    spoken = f" in {language.spoken}" if language.spoken else ""
    name = f", the file {code(title)}," if "." in title and code(title) else ""
    return f"{article} {tens}-line example{spoken}{name} follows; it is in the written lesson."


_SYMBOL = re.compile(r"[A-Za-z_]\w*[?!]?|\d+")
_COMMON = frozenset(
    [
        "def",
        "defp",
        "do",
        "end",
        "if",
        "else",
        "elif",
        "for",
        "in",
        "and",
        "or",
        "not",
        "return",
        "import",
        "from",
        "use",
        "require",
        "alias",
        "class",
        "function",
        "const",
        "let",
        "var",
        "new",
        "public",
        "private",
        "static",
        "void",
        "int",
        "string",
        "str",
        "select",
        "where",
        "create",
        "table",
        "insert",
        "into",
        "update",
        "set",
        "values",
        "null",
        "true",
        "false",
        "nil",
        "none",
        "self",
        "this",
        "fn",
        "func",
        "type",
        "struct",
        "package",
        "include",
        "begin",
        "commit",
        "with",
        "as",
        "on",
        "by",
        "is",
        "to",
        "of",
        "the",
        "a",
        "an",
        "x",
        "y",
        "i",
    ]
)


def _told_by(nearby: str, source: str) -> bool:
    """Whether the prose names at least nine in ten of the names and numbers in the block, and there are enough."""
    symbols = {hit.lower() for hit in _SYMBOL.findall(source) if len(hit) > 1 or hit.isdigit()} - _COMMON
    if len(symbols) < 5 or not nearby:
        return False
    said = {hit.lower() for hit in _SYMBOL.findall(nearby)}
    return len(symbols & said) >= 0.9 * len(symbols)
