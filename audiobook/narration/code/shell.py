"""Shell commands as a teacher tells them: what each program is asked to do, in pipes, loops and conditions too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.commandline import option_words
from audiobook.narration.code.shell_acts import act, body_acts, flattened
from audiobook.narration.code.shell_usage import usage_of
from audiobook.narration.code.shell_words import without_placeholders
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.steps import Step, in_order, together
from audiobook.narration.code.telling import Telling, idiom, outline, where
from audiobook.narration.code.words import (
    IT,
    clause,
    code,
    comment_text,
    count,
    first_sentence,
    listing,
)

_LONGEST_NOTE = 14


def _steps(nodes: Sequence[Node]) -> tuple[list[Step], int]:
    """Each command with the comment above it, and how many commands there are."""
    steps: list[Step] = []
    note, total, row = "", 0, -2
    for node in flattened(list(nodes)):
        if node.type == "comment":
            before = node.prev_named_sibling
            trailing = before is not None and before.end_point[0] == node.start_point[0]
            words = "" if text(node).startswith("#!") else comment_text(text(node))
            if trailing and steps and words:
                steps[-1] = replace(steps[-1], tail=first_sentence(words, _LONGEST_NOTE))
            elif words and not trailing:
                note = f"{note} {words}" if note and row == node.start_point[0] - 1 else words
                row = node.start_point[0]
            continue
        total += 1
        if said := act(node):
            steps.append(Step(said, "", first_sentence(note, _LONGEST_NOTE) if note else "", _name(node)))
        note = ""
    return steps, total


def _name(node: Node) -> str:
    """What a command is called where only names fit: `docker run`, `git`."""
    words = text(node).split()
    words = words[1:] if words[:1] == ["sudo"] and len(words) > 1 else words
    two = words[0] in {"docker", "git", "kubectl", "aws", "npm", "helm", "mix"} if words else False
    return " ".join(words[: 2 if two and len(words) > 1 and words[1].isalpha() else 1])


def acts_of_text(source: str) -> list[str]:
    """Each command of `source` as a verb phrase."""
    from audiobook.narration.code.languages import BY_NAME
    from audiobook.narration.code.snippet import read

    source = without_placeholders(source)
    clean = (
        re.sub(r"^\s*[$%#>]\s+(?=\S)", "", source, flags=re.M) if re.match(r"\s*[$%]\s", source) else source
    )
    return [step.said for step in _steps(read(clean, BY_NAME["bash"], 1).tops)[0]]


def tell(snippet: Snippet) -> Telling | None:
    """Shell commands in order, each under its comment."""
    if (usage := usage_of(snippet)) is not None:
        return usage
    if snippet.source.lstrip().startswith("--") and snippet.lines == 1:
        name, _, value = snippet.source.strip().replace("=", " ", 1).partition(" ")
        return idiom(
            "an option", say(f"one option: {option_words(name, value.strip()) or code(name)}", rank=0)
        )
    if without_placeholders(snippet.source) != snippet.source:
        from audiobook.narration.code.snippet import read

        snippet = read(without_placeholders(snippet.source), snippet.language, snippet.lines, snippet.title)
    functions = [node for node in snippet.tops if node.type == "function_definition"]
    if functions and len(functions) == len([node for node in snippet.tops if node.type != "comment"]):
        return outline("shell functions", *_functions(snippet, functions))
    steps, total = _steps(snippet.tops)
    if not steps:
        return None
    steps = together(steps)
    if total == 1:
        lead = "one command" if snippet.lines == 1 else f"one command, over {count(snippet.lines, 'line')}"
        return idiom("a command", *_only(lead + where(snippet), steps[0]))
    head = say(f"{count(total, 'command')}{where(snippet)}", rank=0)
    if len(steps) == 1:
        return idiom("commands", head, say(clause("it", steps[0].said), clause("it", steps[0].short)))
    return idiom("commands", head, *in_order(steps))


def _only(lead: str, step: Step) -> list[Say]:
    said = step.said
    link, subject = (": ", "it") if IT in said else (", ", "which")
    note = (step.note or step.tail).rstrip(".")
    about = f"; its comment says: {note}" if note else ""
    full, short = f"{lead}{link}{clause(subject, said)}", f"{lead}{link}{clause(subject, step.short)}"
    return [say(full + about, short + about, full, short, rank=0)]


def _functions(snippet: Snippet, functions: Sequence[Node]) -> list[Say]:
    """What shell functions do, a sentence each."""
    if len(functions) > 1:
        names = [code(text(field(one, "name"))) for one in functions]
        head = say(
            f"{count(len(functions), 'shell function')}, {count(snippet.lines, 'line')}: {listing(names)}",
            rank=0,
        )
        told = [(name, body_acts(field(one, "body"))) for name, one in zip(names, functions, strict=True)]
        return [head, *(say(f"{name} {listing(acts)}", rank=1) for name, acts in told if acts)]
    made = functions[0]
    inner, _ = _steps(named(field(made, "body")))
    head = say(
        f"here is the shell function {code(text(field(made, 'name')))}, {count(snippet.lines, 'line')}",
        rank=0,
    )
    if not inner:
        return [head]
    return (
        [head, say(clause("it", inner[0].said), clause("it", inner[0].short))]
        if len(inner) == 1
        else [head, *in_order(inner)]
    )
