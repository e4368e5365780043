"""What a comment is for: a step in the author's words, a remark, what a line gives, or nothing to a listener."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from audiobook.narration.code.verbs import as_fact
from audiobook.narration.code.words import code, comment_text, first_sentence, plain, spoken_length

Kind = Literal["silent", "result", "error", "fine", "step", "remark"]

_LONGEST = 22

_MARK = re.compile(r"^\s*(?:#+!?|//+!?|--+|/\*+!?|\*+(?!/)|;+|%+|<!--)\s?|\s*(?:\*+/|-->)\s*$")
_TOOLS = re.compile(
    r"(?i)^(?:noqa\b|type:\s*ignore|pylint|flake8|mypy:|eslint|prettier|@?ts-|tslint|nolint|go:\w|#?region|#?endregion|"
    r"anchor\b|snippet|spdx|copyright|licen[sc]ed?\b|vim:|-\*-|@formatter|istanbul|webpack|jshint|jslint|globals?\s|"
    r"\[tl!|@\w+\s*:|@\w+$|\^\?|-{2,}|={3,}|\.{2,}|…|<<<|>>>\s*$|highlight|focus\s*$|pragma|fmt:|clang-format|codeblock|"
    r"use of this source|all rights|see (?:https?|the licen)|https?://\S+$|!code|\+\+$|\[!code)"
)
_FILE = re.compile(
    r"(?i)^(?:file:?\s*|this is |(?:content|contents) of (?:the file )?|in |filename:?\s*)?[\w./\\@-]+\.[A-Za-z]{1,5}$"
)
_COMMENTED_CODE = re.compile(
    r"[;{}]\s*$|^[\w.$\[\]'\"]+\s*(?::=|\+?=(?!>))\s*\S|^(?:await\s+)?[\w.$]+\([^)]*\)[.;)]*$|^</?[A-Za-z][^>]*>$|"
    r"^(?:import|from|return|const|let|var|def|class|print|export|if|for|while)\b[^.]*[=(){}\[\]:]\s*$|^[)\]}]+[,;]?$|^@\w+\("
)
_PLACEHOLDER = re.compile(
    r"(?i)\b(?:your|some|more|other|existing|additional) (?:\w+ )?code\b|\bcode (?:goes )?here\b|^(?:the )?rest of|"
    r"\b(?:same as before|omitted|snip|unchanged|goes here)\b|^other \w+$|^(?:do )?(?:stuff|something)$"
)
_LITERAL = (
    r"-?\d[\d_.,]*(?:[eE]-?\d+)?%?|\"[^\"]*\"|'[^']*'|true|false|True|False|null|None|nil|undefined|NaN"
)
_RESULT = re.compile(
    r"(?i)^(?:=>|->|→|⇒|==>|⟶)\s*(?P<after>.+)$|"
    r"^(?:prints?|outputs?|output is|results?|results in|returns?|logs?|displays?|gives|value)\s*:\s*(?P<said>.+)$|"
    r"^(?:prints?|outputs?|logs|gives|returns|shows?)\s+(?P<literal>(?:" + _LITERAL + r"|\[.*\]|\{.*\}).*)$|"
    r"^(?P<bare>(?:" + _LITERAL + r"))(?:\s*[,;(–—].*)?$|^(?P<list>[\[({].*[\])}])$"
)
_ERROR = re.compile(
    r"(?i)^(?:❌|🔴|🚫|⛔|x\b)?\s*(?:\w*error\b|exception\b|wrong\b|fails?\b|invalid\b|"
    r"does(?:n't| not) (?:compile|work)|"
    r"compile(?:r|-time)? error|not allowed|illegal|panics?\b|bad\b|throws\b|oops)"
)
_FINE = re.compile(r"(?i)^(?:✅|✔️?|👍)?\s*(?:ok(?:ay)?|fine|good|works?|correct|valid|allowed|no error)\W*$")


@dataclass(frozen=True, slots=True)
class Comment:
    """The kind of a comment and its words as inline Markdown: for a step, a verb phrase; for a result, the value.

    `said` holds the words as the author put them.
    """

    kind: Kind
    words: str = ""
    said: str = ""


SILENT = Comment("silent")


def bare(source: str) -> str:
    """The text of a comment without its marks, on one line."""
    lines = [_MARK.sub("", _MARK.sub("", line)).strip() for line in source.splitlines()]
    return " ".join(line for line in lines if line)


def read_comment(source: str) -> Comment:
    """What the comment `source` (one, or a run of lines joined by line ends) is for."""
    told = bare(source)
    label = _LABEL.match(told)
    if label is not None:
        return _labelled(label[1], source)
    if not told or _TOOLS.match(told) or _FILE.match(told):
        return SILENT
    result = _RESULT.match(told)
    if result is not None:
        value = next(filter(None, result.groups()), "").strip()
        return _result(value)
    if _FINE.match(told):
        return Comment("fine")
    if _PLACEHOLDER.search(told):
        return SILENT
    if _COMMENTED_CODE.search(re.split(r"\s+//", told)[0]) and not re.match(
        r"[A-Z][a-z]+ [a-z]+ [a-z]+", told
    ):
        return SILENT
    words = first_sentence(comment_text(source), _LONGEST).rstrip(".:;")
    if not words or not re.search(r"[A-Za-z]{2}", words):
        return SILENT
    if _ERROR.match(told):
        return Comment("error", words, _lowered(words))
    if " " not in words and not words.startswith("`"):
        return SILENT
    fact = "" if told.startswith("`") else as_fact(words)
    return (
        Comment("step", fact, _lowered(words))
        if fact
        else Comment("remark", _lowered(words), _lowered(words))
    )


_LABEL = re.compile(r"^\W{0,2}([✅✔👍❌🔴🚩🚫⛔])")


def _labelled(sign: str, source: str) -> Comment:
    """A comment that opens with a mark for right or wrong."""
    words = first_sentence(comment_text(source), _LONGEST).rstrip(".:;")
    if sign in "✅✔👍":
        return Comment("remark", _lowered(words), _lowered(words)) if " " in words else Comment("fine")
    told = (
        words
        if re.match(r"(?i)wrong|incorrect|bad|don't|avoid|error|never", words)
        else f"wrong: {_lowered(words)}"
    )
    return Comment("error", told, _lowered(told))


def _result(value: str) -> Comment:
    clean = value.strip().rstrip(".;")
    if re.match(r"(?i)error\b|\w+Error\b", clean):
        return Comment("error", plain(clean))
    if re.fullmatch(_LITERAL, clean):
        clean = clean.strip("\"'")
        return Comment("result", code(clean)) if clean and len(clean) < 60 else SILENT
    if re.match(r"[\[({]", clean):
        inside = re.sub(r"[\[\](){}'\"]", " ", clean)
        said = ", ".join(part.strip() for part in inside.split(",") if part.strip())
        return Comment("result", code(said)) if said and spoken_length(said) <= 12 else SILENT
    words = first_sentence(plain(clean), 14).rstrip(".")
    return Comment("result", words) if words else SILENT


def _lowered(words: str) -> str:
    return words if words[:2].isupper() or words.startswith(("`", "I ")) else words[:1].lower() + words[1:]
