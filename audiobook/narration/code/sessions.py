"""Sessions: what is typed at a prompt and what is answered ("calling X returns Y")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.languages import BY_NAME, Language
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import (
    article,
    clause,
    code,
    comment_text,
    count,
    first_sentence,
    listing,
    plain,
    spoken_length,
)

_MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Prompt:
    """A kind of prompt: what it is called, the language typed at it, and its first and continuation lines."""

    name: str
    language: str
    first: re.Pattern[str]
    more: re.Pattern[str]


def _prompt(name: str, language: str, first: str, more: str = r"(?!)") -> Prompt:
    return Prompt(name, language, re.compile(first), re.compile(more))


_PROMPTS = (
    _prompt("Elixir session", "elixir", r"^iex(?:\([^)]*\))?>\s?", r"^\s*\.\.\.(?:\([^)]*\))?>\s?"),
    _prompt("Python session", "python", r"^>>>(?: |$)", r"^\.\.\.(?: |$)"),
    _prompt("Python session", "python", r"^In \[\d+\]:\s?", r"^\s+\.\.\.:\s?"),
    _prompt("Ruby session", "ruby", r"^(?:irb\([^)]*\):\d+:\d+[>*]|irb>|\d\.\d\.\d :\d+ >)\s?"),
    _prompt("MySQL session", "sql", r"^(?:mysql|MariaDB \[[^\]]*\])>\s?", r"^\s+->\s?"),
    _prompt("SQLite session", "sql", r"^sqlite>\s?", r"^\s+\.\.\.>\s?"),
    _prompt("PostgreSQL session", "sql", r"^[\w.]+=[#>]\s?", r"^[\w.]+[-('\"*][#>]\s?"),
    _prompt("Redis session", "redis", r"^(?:[\w.-]+:\d+(?:\[\d+\])?(?:\(TX\))?|redis(?:-cli)?)>\s?"),
    _prompt("MongoDB session", "javascript", r"^(?:test|\w+)> (?=db\.)|^mongo>\s?"),
    _prompt(
        "shell session",
        "bash",
        r"^(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+(?:[: ][^\s$#]*)?)?[$%❯➜]\s+(?=\S)|"
        r"^(?:[\w.-]+@[\w.-]+[: ][^\s$#]*)#\s+",
    ),
    _prompt("Windows session", "bat", r"^(?:PS )?[A-Z]:\\[^>]*>\s?"),
)
_JS_PROMPT = _prompt("JavaScript session", "javascript", r"^> ", r"^\.\.\. ")
_FIT = {
    "Elixir": ("Elixir session",),
    "Python": ("Python session",),
    "shell": ("shell session", "Windows session"),
    "Redis": ("Redis session",),
    "Ruby": ("Ruby session",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing typed, and the lines answered."""

    typed: str
    answer: tuple[str, ...]


def prompt_of(snippet: Snippet) -> Prompt | None:
    """The prompt that the first non-comment line of the block shows."""
    lines = [line for line in snippet.source.split("\n") if line.strip()]
    kinds = (*_PROMPTS, _JS_PROMPT) if snippet.language.spoken in {"JavaScript", "TypeScript"} else _PROMPTS
    for line in lines[:6]:
        for kind in kinds:
            if kind.first.match(line):
                return kind
    return None


def steps_of(source: str, prompt: Prompt) -> list[Step]:
    """The block cut into what is typed and what is answered; a line that ends in a backslash goes on."""
    found: list[tuple[list[str], list[str]]] = []
    going_on = False
    for line in source.split("\n"):
        if hit := prompt.first.match(line):
            found.append(([line[hit.end() :]], []))
        elif found and (hit := prompt.more.match(line)):
            found[-1][0].append(line[hit.end() :])
        elif found and going_on:
            found[-1][0].append(line)
        elif found and line.strip():
            found[-1][1].append(line)
        going_on = line.rstrip().endswith("\\") and bool(found) and not found[-1][1]
    return [
        Step("\n".join(typed), tuple(answer))
        for typed, answer in found
        if any(part.strip() for part in typed)
    ]


def _error(line: str) -> str:
    """An error in an answer: its name and message, or empty."""
    hit = re.match(
        r"\s*(?:\*\* \(([\w.]+)\)|(?:Uncaught )?([\w.]*(?:Error|Exception|Warning))\b:?|"
        r"(ERROR|\(error\)(?: [A-Z]+)?|ERR)\b:?)\s*(.*)",
        line,
    )
    if not hit:
        return ""
    name = hit[1] or hit[2]
    message = first_sentence(plain(_said(hit[4])), 26).rstrip(".")
    return f"{code(name) if name else 'an error'}{f': {message}' if message else ''}"


def _said(message: str) -> str:
    """A message without PostgreSQL's error number, and with its name for the error as words."""
    return re.sub(
        r"^(?:ERROR )?[0-9A-Z]{5} \((\w+)\)\s*", lambda hit: f"{hit[1].replace('_', ' ')}, ", message
    )


def answer_words(answer: Sequence[str], language: Language) -> str:
    """What is answered, as a clause after "which": "returns 3", "raises `KeyError`", "prints five lines"."""
    from audiobook.narration.code.describers import value_of

    lines = [line for line in answer if line.strip()]
    if not lines:
        return ""
    for line in (lines[0], lines[-1]):
        if error := _error(line):
            return f"raises {error}" if "`" in error else f"fails with {error}"
    joined = re.sub(r"^(?:Out\[\d+\]:|=>)\s*", "", "\n".join(lines))
    rows = re.search(r"\((\d+) rows?\)|(\d+) rows? in set", joined)
    if rows:
        return f"returns {count(int((rows[1] or rows[2])[:6]), 'row')}"
    if language.spoken == "Redis":
        return _redis_answer(lines)
    if language.grammar and language.spoken not in {"shell", "SQL"}:
        clean = _inspected(joined) if language.spoken == "Elixir" else joined
        if value := value_of(clean, language):
            return f"returns {value}"
        if language.spoken == "Elixir" and (
            struct := re.match(r"\[?\s*%([A-Z][\w.]*)\{|#([A-Z][\w.]*)<", joined)
        ):
            what = article(code(struct[1] or struct[2]))
            return (
                f"returns a list, in which the first is {what}"
                if joined.lstrip().startswith("[")
                else f"returns {what}"
            )
    if len(lines) == 1:
        said = plain(lines[0]).rstrip(".,")
        return f"answers {said}" if said and spoken_length(said) <= 14 else "answers one line"
    return f"prints {count(len(lines), 'line')}"


def _inspected(answer: str) -> str:
    """Opaque values such as `#Ecto.Changeset<action: nil>` as empty structs, which the grammar reads."""
    return re.sub(r"#([A-Z][\w.]*)<[^<>]*(?:<[^<>]*>[^<>]*)*>", r"%\1{}", answer)


def _redis_answer(lines: Sequence[str]) -> str:
    one = lines[0].strip()
    if len(lines) > 1:
        return f"returns {count(len(lines), 'value')}"
    if re.fullmatch(r"\(integer\) -?\d+", one):
        return f"returns {one.split()[1]}"
    if one in {"(nil)", "(empty array)", "(empty list or set)"}:
        return "returns nothing"
    return f"answers {code(one)}" if code(one.strip('"')) else ""


def _typed_words(step: Step, language: Language) -> str:
    from audiobook.narration.code.describers import acts_of, value_of

    comment = comment_text(step.typed) if step.typed.lstrip().startswith(("#", "//", "--")) else ""
    if comment:
        return f"notes: {comment.rstrip('.')}"
    acts = [re.sub(r"^(?:gives|returns) ", "evaluates ", act) for act in acts_of(step.typed, language)]
    if acts:
        return (
            listing(acts)
            if spoken_length(listing(acts)) <= 48
            else f"{acts[0]}, and takes {count(len(acts) - 1, 'more step')}"
            if len(acts) > 1
            else acts[0]
        )
    if value := value_of(step.typed, language):
        return f"evaluates {value}"
    first_line = step.typed.strip().split("\n")[0]
    return (
        f"types {code(first_line)}"
        if spoken_length(code(first_line)) <= 14 and code(first_line)
        else "types an expression"
    )


def _step_say(word: str, step: Step, language: Language) -> Say:
    typed = clause("it", _typed_words(step, language))
    answer = answer_words(step.answer, language)
    lead = f"{word}, " if word else ""
    joined = ", and the answer" if ";" in typed or ", and " in typed else ", which"
    joined = ", and it" if answer.startswith(("raises", "fails", "prints")) and "and" in joined else joined
    answer = answer.replace("returns ", "is ", 1) if joined == ", and the answer" else answer
    answer = answer.replace("answers ", "is ", 1) if joined == ", and the answer" else answer
    return say(f"{lead}{typed}{joined} {answer}" if answer else lead + typed, lead + typed)


def tell(snippet: Snippet) -> Telling | None:
    """A session, step by step; None when no prompt is seen."""
    prompt = prompt_of(snippet)
    if prompt is None:
        return None
    allowed = _FIT.get(snippet.language.spoken)
    if allowed and prompt.name not in allowed and prompt.name != "shell session":
        return None
    steps = steps_of(snippet.source, prompt)
    if not steps:
        return None
    language = BY_NAME[prompt.language]
    if prompt.name == "shell session" and not any(step.answer for step in steps):
        return _commands(snippet, steps, language)
    head = say(f"{article(prompt.name)}, {count(len(steps), 'step')}", rank=1)
    if len(steps) == 1:
        return idiom(
            "a session", say(f"{article(prompt.name)}, one step", rank=2), _step_say("", steps[0], language)
        )
    told = steps[: _MOST_STEPS - 1] + steps[-1:] if len(steps) > _MOST_STEPS else steps
    words = ["first", *["then"] * (len(told) - 2), "last"]
    says = [_step_say(word, step, language) for word, step in zip(words, told, strict=True)]
    if len(steps) > len(told):
        says[-1] = Say(
            tuple(
                f"After {count(len(steps) - len(told), 'more step')}, {form.removeprefix('Last, ')}"
                for form in says[-1].forms
            ),
            says[-1].rank,
        )
    return idiom("a session", head, *says)


def _commands(snippet: Snippet, steps: Sequence[Step], language: Language) -> Telling | None:
    """Prompts without answers are plain commands."""
    from audiobook.narration.code import shell
    from audiobook.narration.code.snippet import read

    source = "\n".join(step.typed for step in steps)
    return shell.tell(read(source, language, len(source.split("\n")), snippet.title))
