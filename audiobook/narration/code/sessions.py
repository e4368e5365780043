"""Sessions: what is typed at a prompt and what is answered ("calling X returns Y")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobook.narration.code import redis
from audiobook.narration.code.answers import answer_words
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.languages import BY_NAME, Language
from audiobook.narration.code.prompts import Prompt, Turn, prompt_of, turns_of, unprompted
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.steps import Step, brief, in_order, together
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import (
    IT,
    article,
    clause,
    code,
    comment_text,
    count,
    listing,
    spoken_length,
)

_FIT = {
    "Elixir": ("Elixir session",),
    "Python": ("Python session",),
    "shell": ("shell session", "Windows session", "Redis session"),
    "Redis": ("Redis session",),
    "Ruby": ("Ruby session",),
}
_LONG_ACTS = 48
_LONG_SPAN = 14


def typed_words(typed: str, language: Language) -> str:
    """What is typed, as a verb phrase."""
    from audiobook.narration.code.describers import acts_of, value_of

    comment = comment_text(typed) if typed.lstrip().startswith(("#", "//", "--")) else ""
    if comment:
        return f"notes: {comment.rstrip('.')}"
    acts = [re.sub(r"^(?:gives|returns) ", "evaluates ", act) for act in acts_of(typed, language)]
    if acts:
        whole = listing(acts)
        if spoken_length(whole) <= _LONG_ACTS or len(acts) == 1:
            return whole
        return f"{acts[0]}, and takes {count(len(acts) - 1, 'more step')}"
    if value := value_of(typed, language):
        return f"evaluates {value}"
    if language.spoken == "Redis" and typed.split():
        return (
            f"runs the command {code(typed.split(maxsplit=1)[0])}"
            if code(typed.split(maxsplit=1)[0])
            else "runs a command"
        )
    span = code(typed.strip().split("\n")[0])
    return f"types {span}" if span and spoken_length(span) <= _LONG_SPAN else "types an expression"


def _with_answer(typed: str, answer: str) -> str:
    """What is typed with what is answered: "gets `a`, which returns 1"."""
    if not answer:
        return typed
    several = ";" in typed or ", and " in typed
    if IT in typed and typed.index(IT) > 0 and answer.startswith(("returns", "answers")) and not several:
        return f"{typed}, which {answer}"
    if not several:
        link = "and it" if answer.startswith(("fails", "prints")) and " and " in typed else "which"
        return f"{typed}, {link} {answer}"
    if answer.startswith(("raises", "fails", "prints")):
        return f"{typed}, and it {answer}"
    return f"{typed}, and the answer {re.sub('^(?:returns|answers) ', 'is ', answer)}"


def _step(turn: Turn, language: Language) -> Step:
    typed = typed_words(turn.typed, language)
    answer = answer_words(turn.answer, language, turn.typed)
    words = turn.typed.split()
    told, short = _with_answer(typed, answer), _with_answer(brief(typed), answer)
    return Step(told, short, turn.note, words[0] if words else "", brief(typed))


def _redis_steps(turns: Sequence[Turn], language: Language) -> list[Step]:
    """Turns at a Redis prompt: neighbours of one kind whose answers say the same are told together."""
    groups: list[list[Turn]] = []
    for turn in turns:
        if groups and not turn.note and _alike([*groups[-1], turn]):
            groups[-1].append(turn)
        else:
            groups.append([turn])
    steps = []
    for group in groups:
        typed = "\n".join(turn.typed for turn in group)
        acts = redis.acts_of_text(typed) if len(group) > 1 else []
        if not acts:
            steps += [_step(turn, language) for turn in group]
            continue
        answer = answer_words(group[0].answer, language, group[0].typed)
        each = f"{acts[0]}, each of which {answer}" if answer else acts[0]
        steps.append(Step(each, acts[0], group[0].note, group[0].typed.split()[0], brief(acts[0])))
    return steps


def _alike(turns: Sequence[Turn]) -> bool:
    """Whether the commands are told in one phrase, and were all answered in the same words."""
    language = BY_NAME["redis"]
    answers = {answer_words(turn.answer, language, turn.typed) for turn in turns}
    return len(answers) == 1 and len(redis.acts_of_text("\n".join(t.typed for t in turns))) == 1


def tell(snippet: Snippet) -> Telling | None:
    """A session, step by step; None when no prompt is seen."""
    prompt = prompt_of(snippet)
    if prompt is None:
        return _unprompted(snippet)
    allowed = _FIT.get(snippet.language.spoken)
    if allowed and prompt.name not in allowed and prompt.name != "shell session":
        return None
    turns = turns_of(snippet.source, prompt)
    if not turns:
        return None
    language = BY_NAME[prompt.language]
    if not any(turn.answer for turn in turns):
        return _commands(snippet, turns, prompt, language)
    steps = (
        _redis_steps(turns, language)
        if language.spoken == "Redis"
        else [_step(turn, language) for turn in turns]
    )
    steps = redis.said_once(together(steps)) if language.spoken == "Redis" else together(steps)
    head = f"{article(prompt.name)}, {count(len(turns), 'step')}"
    if len(steps) == 1:
        return idiom("a session", say(head, rank=2), _only(steps[0]))
    return idiom("a session", say(head, article(prompt.name), rank=1), *in_order(steps, "step"))


def _unprompted(snippet: Snippet) -> Telling | None:
    """A shell command with what it prints below it."""
    turn = unprompted(snippet.source) if snippet.language.spoken == "shell" else None
    if turn is None:
        return None
    step = _step(turn, BY_NAME["bash"])
    link, subject = (":", "it") if IT in step.said else (", which", "")
    forms = (
        f"one command and its output{link} {clause(subject, form).strip()}"
        for form in (step.said, step.short, step.least)
    )
    return idiom("a session", say(*[_told_once(form) for form in forms], rank=0))


def _told_once(form: str) -> str:
    """A sentence with one "which": the second, about the answer, becomes "and it"."""
    head, which, rest = form.rpartition(", which ")
    return f"{head}, and it {rest}" if which and ", which " in head else form


def _only(step: Step) -> Say:
    note = f"{step.note.rstrip('.')}: " if step.note else ""
    return say(note + clause("it", step.said), clause("it", step.said), clause("it", step.short))


def _commands(snippet: Snippet, turns: Sequence[Turn], prompt: Prompt, language: Language) -> Telling | None:
    """Prompts without answers are plain commands."""
    from audiobook.narration.code import shell
    from audiobook.narration.code.snippet import read

    lines = [line for turn in turns for line in ([f"# {turn.note}"] if turn.note else []) + [turn.typed]]
    source = "\n".join(lines)
    size = source.count("\n") + 1 - sum(1 for turn in turns if turn.note)
    if language.spoken == "shell":
        return shell.tell(read(source, language, size, snippet.title))
    if language.spoken == "Redis":
        return redis.tell(Snippet(source, language, size, (), 1.0, snippet.title))
    steps = together([_step(turn, language) for turn in turns])
    head = f"{article(prompt.name)}, {count(len(turns), 'step')}"
    return idiom(
        "a session", say(head, rank=1), *([_only(steps[0])] if len(steps) == 1 else in_order(steps, "step"))
    )
