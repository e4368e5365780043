"""The last resort: what the tokens of a block tell when no grammar reads it. Honest about where the rest is."""

from __future__ import annotations

import re

from audiobook.lexers import tokens_of
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.comments import read_comment
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, outline
from audiobook.narration.code.words import code, codes, comment_text, count, first_sentence, listing, some

_DEFINES = re.compile(
    r"\b(fn|fun|func|function|def|defp|defmodule|sub|proc|class|struct|enum|interface|trait|module|object|protocol|message|"
    r"service|rpc|resource|variable|namespace|macro|defmacro)\s+\"?([A-Za-z_][\w.]*[?!]?)"
)
_KINDS = {
    "fn": "function", "fun": "function", "func": "function", "def": "function", "defp": "function",
    "sub": "function", "proc": "procedure", "defmodule": "module", "defmacro": "macro", "rpc": "method",
}  # fmt: skip
_SEEN = 5_000
_COMMENT = re.compile(r"(?:^|\s{2,})\s*(?:#(?=\s)|//|--(?=\s)|;;?|%)\s?(.*\w.*)$|/\*+(.*?)\*/", re.M)
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


def _lexed(snippet: Snippet) -> list[tuple[str, str]]:
    """The classes and functions that Pygments marks where it knows the language, as kinds and names."""
    from pygments.token import Name

    names = snippet.language.names
    tokens = tokens_of(snippet.source[:_SEEN], names[0] if names else "") or ()
    kinds = {Name.Class: "class", Name.Function: "function"}
    return [(kinds[kind], value.strip("\"' ")) for kind, value in tokens if kind in kinds]


def _defined(snippet: Snippet) -> list[tuple[str, str]]:
    hits = [(_KINDS.get(hit[1], hit[1]), hit[2]) for hit in _DEFINES.finditer(snippet.source[:_SEEN])]
    names = {name for _, name in hits}
    return list(
        dict.fromkeys([*hits, *(pair for pair in _lexed(snippet) if pair[1] not in names and code(pair[1]))])
    )


def _told(comment: str) -> str:
    """The words of a comment that speaks to a reader; empty for marks, results and instructions to tools."""
    if read_comment(f"# {comment}").kind in {"silent", "result", "fine"}:
        return ""
    return first_sentence(comment_text(comment), 12).rstrip(".")


def tell(snippet: Snippet) -> Telling | None:
    """Definitions, comments, calls or settings found by pattern; None when there is nothing but its size."""
    source = snippet.source[:_SEEN]
    spoken = snippet.language.spoken
    size = f"{count(snippet.lines, snippet.language.noun)}{f' of {spoken}' if spoken else ''}"
    verb = "is" if snippet.lines == 1 else "are"
    head = say(f"{size}, which {verb} in the written lesson", rank=0)
    defined = _defined(snippet)
    comments = [text for hit in _COMMENT.finditer(source) if (text := _told(hit[1] or hit[2] or ""))]
    says = [head]
    if defined:
        told = [f"the {kind} {code(name)}" for kind, name in defined if code(name)]
        kinds = list(dict.fromkeys(kind for kind, _ in defined))
        counts = listing([count(sum(1 for its, _ in defined if its == kind), kind) for kind in kinds])
        says.append(say(f"it defines {some(told, 4)}", f"it defines {counts}"))
    if comments:
        says.append(
            say(
                f"its comments say: {'; '.join(comments[:2])}",
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
