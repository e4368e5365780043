"""English small change: counts, lists, articles, code tokens, and how many words a sentence will have when spoken.

Sentences are inline Markdown. A token of code stands in backticks, where the spoken layer verbalizes it; outside
backticks there are only words, digits and `, . ; : ? ! ' -`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.spoken import numbers

_IRREGULAR = {
    "entry": "entries",
    "query": "queries",
    "property": "properties",
    "index": "indexes",
    "child": "children",
}
_VOWEL_SOUND = re.compile(
    r"(?i)^(?!uni|use|usa|utc|uuid|url|one|eu)[aeiou]|^(?:HTTP|HTML|SQL|XML|MX|SSH|LSI|RDS|S3)"
)
_LONGEST_TOKEN = 60


def number(n: int) -> str:
    """`n` in words below one hundred, and in digits from there on (the spoken layer reads those)."""
    return numbers.cardinal(n).replace(" ", "-") if 0 <= n < 100 else str(n)


def ordinal(n: int) -> str:
    """`first` to `twelfth`, then `number 13`."""
    return numbers.ordinal(n) if 0 <= n <= 12 else f"number {n}"


def plural(noun: str) -> str:
    """The regular English plural of the last word of `noun`."""
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif re.search(r"(s|x|z|ch|sh)$", last):
        last += "es"
    elif re.search(r"[^aeiou]y$", last):
        last = last[:-1] + "ies"
    else:
        last += "s"
    return f"{head} {last}".strip()


def singular(noun: str) -> str:
    """The singular of a table or collection name (`categories` gives `category`), or the name when it has none."""
    for ending, replacement in (
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("uses", "us"),
    ):
        if noun.endswith(ending) and len(noun) > len(ending) + 1:
            return noun[: -len(ending)] + replacement
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


def count(n: int, noun: str) -> str:
    """`one field`, `three fields`, `no fields`."""
    if n == 0:
        return f"no {plural(noun)}"
    return f"{number(n)} {noun if n == 1 else plural(noun)}"


def article(noun: str) -> str:
    """`noun` with `a` or `an` before it, by its sound."""
    bare = noun.lstrip("`")
    letter = re.match(r"[A-Z](?![A-Za-z0-9])|[a-z](?=\d)", bare)
    vowel = letter[0].upper() in "AEFHILMNORSX" if letter else _VOWEL_SOUND.match(bare) is not None
    return f"{'an' if vowel else 'a'} {noun}"


def listing(items: Sequence[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b, and c`; semicolons where an item has a comma of its own."""
    if len(items) <= 1:
        return "".join(items)
    if any("," in item or " and " in item for item in items):
        return "; ".join(items[:-1]) + f"; {conjunction} {items[-1]}"
    if len(items) == 2:
        return f"{items[0]} {conjunction} {items[1]}"
    return ", ".join(items[:-1]) + f", {conjunction} {items[-1]}"


def some(items: Sequence[str], most: int, noun: str = "other") -> str:
    """A listing of at most `most` items, the rest as a count: `a, b, and four others`."""
    if len(items) <= most + 1:
        return listing(items)
    rest = len(items) - most
    return listing([*items[:most], count(rest, noun)])


def code(token: str) -> str:
    """`token` as an inline code span on one line; over-long tokens are cut at a boundary, empty ones give nothing."""
    clean = re.sub(r"\s+", " ", token.replace("`", "'")).strip()
    if len(clean) > _LONGEST_TOKEN:
        clean = re.split(r"[\s,(\[{?&]", clean[:_LONGEST_TOKEN])[0] or clean[:_LONGEST_TOKEN]
    return f"`{clean}`" if re.search(r"\w", clean) else ""


def codes(tokens: Sequence[str]) -> list[str]:
    """Each token as a code span; those that hold nothing sayable are left out."""
    return [span for token in tokens if (span := code(token))]


IT = "⟨it⟩"
"""Marks in a verb phrase where its subject goes, when a clause stands before it: "if `x` is set, ⟨it⟩ returns"."""


_LEADING = re.compile(r"^(then|first|last|at last),? (?=\S)", re.I)


def clause(subject: str, phrase: str) -> str:
    """A verb phrase with its subject: "it returns", "if `x` is set, it returns", "then, if `x` is set, it returns"."""
    lead = _LEADING.match(subject) if IT in phrase else None
    if lead is not None:
        return f"{lead[1]}, {phrase.replace(IT, subject[lead.end() :], 1)}"
    return phrase.replace(IT, subject, 1) if IT in phrase else f"{subject} {phrase}"


def run(subject: str, phrases: Sequence[str]) -> str:
    """A run of verb phrases under one subject: "it takes `a`, calls `b`, and returns"."""
    if not phrases:
        return ""
    told = listing([clause(subject, phrases[0]), *phrases[1:]])
    return told if subject == IT else told.replace(IT, "it")


def few(phrases: Sequence[str], most: int) -> list[str]:
    """At most `most` verb phrases: where there are more, the last says how many things are left."""
    if len(phrases) <= most:
        return list(phrases)
    return [*phrases[: most - 1], f"does {count(len(phrases) - most + 1, 'more thing')}"]


_SPAN = re.compile(r"`([^`]*)`")
_UNSAYABLE = re.compile(r"[^\w\s,.;:?!'’-]")


def _scrub(text: str) -> str:
    """`text` without signs outside backticks: what is quoted from a block may hold anything."""
    parts = _SPAN.split(text)
    return "".join(
        f"`{part}`" if index % 2 else _UNSAYABLE.sub(" ", part) for index, part in enumerate(parts)
    )


def sentence(text: str) -> str:
    """`text` with a capital first letter and a final full stop, and nothing unsayable outside backticks."""
    clean = re.sub(r"\s+", " ", _scrub(text.replace(IT, "it"))).strip().rstrip(",;: ")
    if not clean:
        return ""
    clean = clean[0].upper() + clean[1:]
    return clean if clean[-1] in ".?!" else clean + "."


_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\w\s]|_", re.ASCII)
_SAID_LONG = frozenset('<>=!&|{}[]()%^*+~"@#$\\')
_SILENT = frozenset("_,;'’")
_ACRONYM_LENGTH = 4


def _weight(piece: str, in_code: bool) -> int:
    if piece.isdigit():
        return len(piece) if len(piece) <= 4 else 2 * len(piece)
    if piece.isalpha():
        letters = piece.isupper() and len(piece) <= _ACRONYM_LENGTH
        unsayable = in_code and len(piece) <= 4 and not re.search(r"[aeiouy]", piece, re.I)
        return len(piece) if letters or unsayable else 1
    if not in_code or piece in _SILENT:
        return 0
    return 2 if piece in _SAID_LONG else 1


def spoken_length(text: str) -> int:
    """How many words `text` has when spoken, counted high: letters of acronyms, parts of identifiers, symbols."""
    total = 0
    for index, part in enumerate(_SPAN.split(text)):
        in_code = index % 2 == 1
        foreign = len(re.findall(r"[^\W\d_a-zA-Z]+", part))
        total += foreign + sum(_weight(piece, in_code) for piece in _PIECE.findall(part))
    return total


_COMMENT_MARK = re.compile(
    r"^\s*(?:#+!?|//+!?|--+|/\*+|\*+/?|;+|%+|\"\"\"|'''|<!--)\s?|\s*(?:\*+/|-->|\"\"\"|''')\s*$"
)
_TECHNICAL = re.compile(r"[_=<>{}\[\]/\\|@$%^~+*#&]|\w[.:]\w|\w\(|\d\w*[a-zA-Z]|[a-z][A-Z]|^[:@]\w|^--?\w")
_ENDS = ".,;:?!"


def _whole(raw: str) -> str:
    """A word without the signs around it, but with the bracket that closes one opened inside it."""
    core = raw.strip("()[]{}'*_,.;:?!<>")
    at = raw.find(core) + len(core)
    for opening, closing in ("[]", "()", "{}"):
        if core.count(opening) > core.count(closing) and raw[at : at + 1] == closing:
            core, at = core + closing, at + 1
    return core


def plain(text: str) -> str:
    """Free text (a comment, a log message) as inline Markdown: technical words in backticks, other symbols dropped."""
    words: list[str] = []
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    for word in _WORD.findall(re.sub(r"[\"“”]|\(\W*\)", "", text)):
        if word.startswith("`"):
            held, _, after = word[1:].partition("`")
            if span := code(held):
                words.append(span + "".join(c for c in after if c in _ENDS)[:1])
            continue
        raw = word.replace("`", "")
        core = _whole(raw)
        start = raw.find(core) if core else 0
        tail = "".join(c for c in raw[start + len(core) :] if c in _ENDS)[:1] if core else ""
        comma = "," if core and raw[start + len(core) :].startswith(")") and not tail else tail
        opening = "," if raw.startswith("(") and core and words and words[-1][-1] not in _ENDS else ""
        if opening:
            words[-1] += opening
        if not re.search(r"\w", core):
            continue
        words.append((code(core) if _TECHNICAL.search(core) else re.sub(r"[^\w'’.,-]", "", core)) + comma)
    return " ".join(words)


_TAG = re.compile(r"</[A-Za-z]\w*>|<[A-Za-z]\w*\s+\w+=[^>]*>")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_WORD = re.compile(r"`[^`]+`\S*|\S+")


def comment_text(source: str) -> str:
    """The words of a comment as inline Markdown; empty when it says nothing (a rule, an ellipsis)."""
    lines = [_COMMENT_MARK.sub("", _COMMENT_MARK.sub("", line)).strip() for line in source.splitlines()]
    text = " ".join(line for line in lines if line)
    if not re.search(r"[^\W\d_]{2}", text) or re.fullmatch(r"[\W_]*", text):
        return ""
    return plain(text)


_STRONG = re.compile(
    r"[,;:](?= )|"
    r" (?=(?:and|but|so|which|that|because|when|where|while|if|unless|using|before|after|until|since|then)\b)"
)
_WEAK = re.compile(r" (?=(?:or|by|with|for|to|from|in|of|as|at|on|into|than|via|per|over|under)\b)")


def first_sentence(text: str, most: int = 20) -> str:
    """The first sentence of `text` when it is at most `most` words, else as much of it as ends at a joint."""
    head = re.split(r"(?<=[.?!])\s+(?=[A-Z`])|(?<=[a-z`)]{3}[.?!])\s+(?=\S)", text.strip(), maxsplit=1)[0]
    if spoken_length(head) <= most:
        return head
    kept: list[str] = []
    for word in head.split(" "):
        if spoken_length(" ".join([*kept, word])) > most:
            break
        kept.append(word)
    clipped = " ".join(kept)
    if clipped.count("`") % 2:
        clipped = clipped.rsplit("`", 1)[0]
    return _to_a_joint(clipped).rstrip(" ,;:")


def _to_a_joint(clipped: str) -> str:
    """`clipped` up to the last place where a clause, else a phrase, ends."""
    for joint in (_STRONG, _WEAK):
        ends = [hit.start() for hit in joint.finditer(clipped) if clipped[: hit.start()].count("`") % 2 == 0]
        if ends and ends[-1] > len(clipped) * 0.45:
            return clipped[: ends[-1]]
    return clipped
