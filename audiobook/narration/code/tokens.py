"""The last resort: what the tokens of a block tell when no grammar reads it. Honest about where the rest is."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline
from audiobook.narration.code.words import codes, comment_text, count, first_sentence, some

_DEFINES = re.compile(
    r"\b(?:pub\s+|export\s+|public\s+|private\s+|static\s+|async\s+|inline\s+)*"
    r"(fn|fun|func|function|def|defp|defmodule|sub|proc|class|struct|enum|interface|trait|type|data|module|object|"
    r"record|protocol|message|service|rpc|resource|variable|namespace|macro|defmacro)\s+\"?([A-Za-z_][\w.]*[?!]?)"
)
_KINDS = {
    "fn": "function", "fun": "function", "func": "function", "def": "function", "defp": "function",
    "sub": "function",
    "proc": "procedure", "defmodule": "module", "data": "type", "defmacro": "macro", "rpc": "method",
}  # fmt: skip
_COMMENT = re.compile(r"^\s*(?:#(?![!\[{])|//|--|;;?|%)\s?(.*\w.*)$|/\*+(.*?)\*/", re.M)
_CALL = re.compile(r"(?<![\w.])([A-Za-z_][\w]*(?:[.:]{1,2}[A-Za-z_]\w*)*[?!]?)\(")
_SETTING = re.compile(r"^\s*([A-Za-z_][\w.-]*)\s*(?:=|:)\s*\S", re.M)
_WORDS_THAT_OPEN = frozenset(
    [
        "if",
        "for",
        "while",
        "switch",
        "match",
        "catch",
        "return",
        "and",
        "or",
        "not",
        "in",
        "function",
        "fn",
        "def",
        "when",
        "case",
        "elif",
        "except",
    ]
)


def _defined(source: str) -> list[tuple[str, str]]:
    hits = [(_KINDS.get(hit[1], hit[1]), hit[2]) for hit in _DEFINES.finditer(source)]
    return list(dict.fromkeys(hits))


def tell(snippet: Snippet) -> Telling | None:
    """Definitions, comments, calls or settings found by pattern; None when there is nothing but its size."""
    source = snippet.source[:20_000]
    spoken = snippet.language.spoken
    size = f"{count(snippet.lines, snippet.language.noun)}{f' of {spoken}' if spoken else ''}"
    verb = "is" if snippet.lines == 1 else "are"
    head = say(f"{size}, which {verb} in the written lesson", rank=0)
    defined = _defined(source)
    comments = [text for hit in _COMMENT.finditer(source) if (text := comment_text(hit[1] or hit[2] or ""))]
    kinds = list(dict.fromkeys(kind for kind, _ in defined))
    says = [head]
    for kind in kinds[:3]:
        names = codes([name for its, name in defined if its == kind])
        noun = kind if kind.isalpha() else "name"
        says.append(
            say(
                f"{'it defines' if kind == kinds[0] else 'and'} {count(len(names), noun)}: {some(names, 4)}",
                f"it defines {count(len(names), noun)}",
            )
        )
    if comments:
        says.append(
            say(
                f"its comments say: {'; '.join(first_sentence(text, 12).rstrip('.') for text in comments[:2])}",
                rank=2,
            )
        )
    if not defined:
        says += _uses(source)
    return outline("its tokens", *says) if len(says) > 1 or spoken else None


def _uses(source: str) -> list[Say]:
    settings = codes(list(dict.fromkeys(hit[1] for hit in _SETTING.finditer(source))))
    called = [
        name
        for name in dict.fromkeys(hit[1] for hit in _CALL.finditer(source))
        if name not in _WORDS_THAT_OPEN
    ]
    if called:
        return [say(f"it calls {some(codes(called), 4)}", f"it makes {count(len(called), 'call')}")]
    if settings:
        return [say(f"it sets {some(settings, 4)}", f"it sets {count(len(settings), 'name')}")]
    return []
