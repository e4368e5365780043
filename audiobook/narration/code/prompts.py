"""Prompts: what they look like, and how a session is cut into what is typed and what is answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiobook.narration.code.languages import PLAIN
from audiobook.narration.code.redis import known
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.words import comment_text, first_sentence

_SEEN = 6
_LONGEST_NOTE = 14


@dataclass(frozen=True, slots=True)
class Prompt:
    """A kind of prompt: what it is called, the language typed at it, and its first and continuation lines."""

    name: str
    language: str
    first: re.Pattern[str]
    more: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing typed, the lines answered, and the comment above it."""

    typed: str
    answer: tuple[str, ...]
    note: str = ""


def _prompt(name: str, language: str, first: str, more: str = r"(?!)") -> Prompt:
    return Prompt(name, language, re.compile(first), re.compile(more))


_SHELL = (
    r"^(?:\([\w.-]+\)\s*)?(?:\[[^\]]*\]\s*)?(?:\([\w.-]+\)\s*)?"
    r"(?:(?:[\w.-]+@[\w.-]+(?:[: ][^\s$#]*)?|[\w.-]+(?::[~/][^\s$#]*)?(?=\$)|[~/][\w./-]*\s?)?[$]|"
    r"(?:[\w.-]+@[\w.-]+(?:[: ][^\s$#]*)?)?[%❯➜])(?:\s+|$)|"
    r"^(?:[\w.-]+@[\w.-]+[: ][^\s$#]*|/\w*\s?)#(?:\s+|$)"
)
_PROMPTS = (
    _prompt("Elixir session", "elixir", r"^iex(?:\([^)]*\))?>\s?", r"^\s*\.\.\.(?:\([^)]*\))?>\s?"),
    _prompt("Python session", "python", r"^>>>(?: |$)", r"^\.\.\.(?: |$)"),
    _prompt("Python session", "python", r"^In \[\d+\]:\s?", r"^\s+\.\.\.:\s?"),
    _prompt("Ruby session", "ruby", r"^(?:irb\([^)]*\):\d+:\d+[>*]|irb>|\d\.\d\.\d :\d+ >)\s?"),
    _prompt("MySQL session", "sql", r"^(?:mysql|MariaDB \[[^\]]*\])>\s?", r"^\s+->\s?"),
    _prompt("SQLite session", "sql", r"^sqlite>\s?", r"^\s+\.\.\.>\s?"),
    _prompt("PostgreSQL session", "sql", r"^[\w.]+=[*!]?[#>]\s?", r"^[\w.]+[-('\"*][*!]?[#>]\s?"),
    _prompt(
        "Redis session",
        "redis",
        r"^(?:(?:redis )?[\w.-]+:\d+(?:\[\d+\])?(?:\(TX\))?|redis(?:-cli)?)>\s?|^> (?=[A-Za-z])",
    ),
    _prompt("MongoDB session", "javascript", r"^(?:test|\w+)> (?=db\.)|^mongo>\s?"),
    _prompt("shell session", "bash", _SHELL, r"^>(?: |$)"),
    _prompt(
        "shell session",
        "bash",
        r"^> (?=(?:docker|docker-compose|kubectl|git|npm|aws|az|curl|helm|cd|ls|dotnet)\b)",
    ),
    _prompt(
        "shell session",
        "bash",
        r"^[\w.-]+ \$ (?=(?:docker|docker-compose|kubectl|git|npm|aws|curl|cd|ls|sudo|ssh)\b)",
    ),
    _prompt("Windows session", "bash", r"^PS(?: [A-Z]:\\[^>]*)?>\s?|^[A-Z]:\\[^>]*>\s?"),
)
_JS_PROMPT = _prompt("JavaScript session", "javascript", r"^> ", r"^\.\.\. ")
_REDIS_FENCES = frozenset({"Redis", "shell", ""})


def prompt_of(snippet: Snippet) -> Prompt | None:
    """The prompt that one of the first lines of the block shows."""
    lines = [line for line in snippet.source.split("\n") if line.strip()]
    spoken = snippet.language.spoken
    kinds = (*_PROMPTS, _JS_PROMPT) if spoken in {"JavaScript", "TypeScript"} else _PROMPTS
    for line in lines[:_SEEN]:
        for kind in kinds:
            if (hit := kind.first.match(line)) and _fits(kind, hit, line, snippet):
                return kind
    return None


def _fits(kind: Prompt, hit: re.Match[str], line: str, snippet: Snippet) -> bool:
    """A bare `> ` is a prompt of Redis only before one of its commands, and where no other language is named."""
    if kind.name != "Redis session" or not hit[0].startswith("> "):
        return True
    names = snippet.language.names
    named = snippet.language.spoken in _REDIS_FENCES or not names or names[0] in PLAIN
    words = line[hit.end() :].split()
    return named and bool(known(words)) and (words[0].isupper() or snippet.language.spoken == "Redis")


def _is_open(typed: str) -> bool:
    """Whether a shell command goes on in the next line: a loop, a quote, a bracket or a here document is open."""
    if typed.rstrip().endswith(("\\", "|", "&&", "||")):
        return True
    if heredoc := re.search(r"<<-?\s*['\"]?(\w+)['\"]?", typed):
        return not re.search(rf"^\s*{heredoc[1]}\s*$", typed.partition("\n")[2], re.M)
    bare = re.sub(r"\\.|#.*$", "", typed, flags=re.M)
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", bare, flags=re.S)
    if "'" in bare or '"' in bare:
        return True
    opened = len(re.findall(r"(?:^|[;|&]\s*|\bdo\s+|\bthen\s+)(?:for|while|until|if|case)\b", bare, re.M))
    closed = len(re.findall(r"\b(?:done|fi|esac)\b", bare))
    return opened > closed or bare.count("{") > bare.count("}") or bare.count("(") > bare.count(")")


def turns_of(source: str, prompt: Prompt) -> list[Turn]:
    """The block cut into turns; an open shell command goes on, and a comment above a prompt belongs to what follows."""
    found: list[tuple[list[str], list[str], str]] = []
    shell = prompt.language == "bash"
    noted: list[str] = []
    for line in source.split("\n"):
        going_on = bool(found) and not found[-1][1] and shell and _is_open("\n".join(found[-1][0]))
        if hit := prompt.first.match(line) if not (going_on and line.startswith(">")) else None:
            note = _note(noted) or (_taken(found[-1][1]) if found else "")
            noted = []
            found.append(([line[hit.end() :]], [], note))
        elif found and (hit := prompt.more.match(line)) and (going_on or not shell):
            found[-1][0].append(line[hit.end() :])
        elif going_on:
            found[-1][0].append(line)
        elif found and line.strip():
            found[-1][1].append(line)
        elif line.strip():
            noted.append(line)
    return [
        Turn("\n".join(typed), tuple(answer), note)
        for typed, answer, note in found
        if any(part.strip() for part in typed)
    ]


_PRINTED = re.compile(
    r"\s*(?:\{|\[|[*<>]\s|\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d|"
    r"[\w./\"-]+ (?:created|configured|deleted|unchanged|patched|labeled|exposed|scaled)\b|"
    r"[A-Z][\w -]*:(?:\s|$)|[A-Z][a-z]+(?: [\w'.,-]+){2,}|HTTP/\d|error:|bash:|drwx|-rw|total \d)"
)


def unprompted(source: str) -> Turn | None:
    """A command and what it prints, without a prompt; None where the lines after it do not look printed."""
    from audiobook.narration.code.answers import table_columns
    from audiobook.narration.code.programs import is_known

    lines = source.split("\n")
    if not lines[0].split() or not is_known(lines[0].split()[0]):
        return None
    end = 1
    while end < len(lines) and _is_open("\n".join(lines[:end])):
        end += 1
    rest = [line for line in lines[end:] if line.strip()]
    if not rest or not (_PRINTED.match(rest[0]) or table_columns(rest)):
        return None
    if any(line.split()[0] in {"$", "sudo"} or is_known(line.split()[0]) for line in rest):
        return None
    return Turn("\n".join(lines[:end]), tuple(rest))


_COMMENT = re.compile(r"\s*(?:#+(?:\s|$|[A-Z][a-z]* )|//\s|--\s)")


def _taken(answer: list[str]) -> str:
    """The comment lines that end an answer belong to what is typed after them; they are taken out of it."""
    at = len(answer)
    while at and _COMMENT.match(answer[at - 1]):
        at -= 1
    note = _note(answer[at:])
    del answer[at:]
    return note


def _note(lines: list[str]) -> str:
    """The first sentence of the comments among `lines`."""
    said = [comment_text(line) for line in lines if _COMMENT.match(line)]
    return first_sentence(" ".join(part for part in said if part), _LONGEST_NOTE) if any(said) else ""
