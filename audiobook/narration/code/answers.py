"""What a program answers at a prompt, as a clause after "which": "returns 3", "prints five lines"."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from audiobook.narration.code import redis_replies
from audiobook.narration.code.languages import Language
from audiobook.narration.code.scalars import Value
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    count,
    first_sentence,
    listing,
    plain,
    spoken_length,
)

_LONGEST_ERROR = 26
_SHORT = 14
_FEW_COLUMNS = 5
_ERROR = re.compile(
    r"\s*(?:\*\* \(([\w.]+)\)|(?:Uncaught )?([\w.]*(?:Error|Exception|Warning))\b:?|"
    r"(ERROR|\(error\)(?: [A-Z]+)?|ERR)\b:?)\s*(.*)"
)
_SHELL_ERROR = re.compile(
    r"(?i)\s*(?:(?:fatal|error(?: response from daemon| from server[^:]*)?)\s*[:!]\s*(.*)|"
    r"(An error occurred \(.*)|((?:-?bash|sh|zsh|ls|cat|cd|rm|mkdir|mv|cp|grep|curl|ssh|psql|docker|kubectl)[\w: -]*: "
    r".*(?:not found|cannot|denied|no such|refused|failed|could not|unable|invalid|unknown|exists).*))"
)


def error(line: str) -> str:
    """An error in an answer: its name and message, or empty."""
    hit = _ERROR.match(line)
    if not hit:
        return ""
    name = hit[1] or hit[2]
    message = first_sentence(plain(_said(hit[4])), _LONGEST_ERROR).rstrip(".")
    return f"{code(name) if name else 'an error'}{f': {message}' if message else ''}"


def _said(message: str) -> str:
    """A message without PostgreSQL's error number, and with its name for the error as words."""
    return re.sub(
        r"^(?:ERROR )?[0-9A-Z]{5} \((\w+)\)\s*", lambda hit: f"{hit[1].replace('_', ' ')}, ", message
    )


def answer_words(answer: Sequence[str], language: Language, typed: str = "") -> str:
    """The clause for `answer` to what was `typed`; empty when there is none."""
    lines = [line for line in answer if line.strip()]
    if not lines:
        return ""
    if language.spoken == "Redis":
        return redis_replies.words(lines, _command(typed))
    if language.spoken == "shell":
        return _shell_answer(lines)
    for line in (lines[0], lines[-1]):
        if said := error(line):
            return f"raises {said}" if "`" in said else f"fails with {said}"
    joined = re.sub(r"^(?:Out\[\d+\]:|=>)\s*", "", "\n".join(lines))
    rows = re.search(r"\((\d+) rows?\)|(\d+) rows? in set", joined)
    if rows:
        return f"returns {count(int((rows[1] or rows[2])[:6]), 'row')}"
    if language.grammar and (said := _value(joined, language)):
        return said
    return _lines(lines)


def _command(typed: str) -> str:
    """The Redis command that was typed, in capitals, with the option that changes the shape of its answer."""
    words = typed.upper().split()
    return " ".join([*words[:2], "WITHSCORES"] if "WITHSCORES" in words else words[:2])


def _value(joined: str, language: Language) -> str:
    """A value of the language that is typed in: "returns 3"."""
    from audiobook.narration.code.describers import value_of

    clean = _inspected(joined) if language.spoken == "Elixir" else joined
    if value := value_of(clean, language):
        return f"returns {value}"
    struct = (
        re.match(r"\[?\s*%([A-Z][\w.]*)\{|#([A-Z][\w.]*)<", joined) if language.spoken == "Elixir" else None
    )
    if struct is None:
        return ""
    what = article(code(struct[1] or struct[2]))
    return (
        f"returns a list, in which the first is {what}"
        if joined.lstrip().startswith("[")
        else f"returns {what}"
    )


def _inspected(answer: str) -> str:
    """Opaque values such as `#Ecto.Changeset<action: nil>` as empty structs, which the grammar reads."""
    return re.sub(r"#([A-Z][\w.]*)<[^<>]*(?:<[^<>]*>[^<>]*)*>", r"%\1{}", answer)


def _shell_answer(lines: Sequence[str]) -> str:
    for line in (lines[0], lines[-1]):
        if hit := _SHELL_ERROR.match(line):
            message = first_sentence(plain(hit[1] or hit[2] or hit[3]), _LONGEST_ERROR).rstrip(".")
            return f"fails: {message}" if message else "fails"
    status = next(
        (
            hit
            for line in lines
            if (hit := re.match(r"(?:< )?HTTP/[\d.]+ (\d{3})(?: ([A-Z][A-Za-z ]+))?", line))
        ),
        None,
    )
    if status:
        return f"answers with status {status[1]}" + (f", {status[2].strip()}" if status[2] else "")
    if (document := _json(lines)) is not None:
        from audiobook.narration.code.json_body import body_words

        return f"answers {body_words(document)}"
    if columns := table_columns(lines):
        named = f", with {listing(codes(columns))}" if len(columns) <= _FEW_COLUMNS else ""
        return f"prints a table of {count(len(lines) - 1, 'row')}{named}"
    return _lines(lines)


def _json(lines: Sequence[str]) -> Value:
    """The answer as a JSON document, or None."""
    if not lines[0].lstrip().startswith(("{", "[")):
        return None
    try:
        held: Value = json.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return None
    return held


def table_columns(lines: Sequence[str]) -> list[str]:
    """The names of the columns where the answer is a table under a line of capitals; empty for anything else."""
    heads = re.split(r"\s{2,}|\t", lines[0].strip())
    capital = [head for head in heads if re.fullmatch(r"[A-Z][A-Z0-9 /()%_-]*", head)]
    if len(heads) < 2 and re.fullmatch(r"(?:[A-Z][A-Z()-]+ ){1,}[A-Z()-]+", lines[0].strip()):
        heads = capital = lines[0].split()
    rows = [line for line in lines[1:] if len(line.split()) > 1]
    told = len(capital) == len(heads) > 1 and 2 * len(rows) > len(lines) - 1 > 0
    return [head.lower() for head in heads] if told else []


def _lines(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        said = plain(lines[0]).rstrip(".,:;")
        return f"answers {said}" if said and spoken_length(said) <= _SHORT else "answers one line"
    return f"prints {count(len(lines), 'line')}"
