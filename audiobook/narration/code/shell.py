"""Shell commands as a teacher tells them: what each program is asked to do, installs, containers, requests, tools."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.programs import act_of
from audiobook.narration.code.snippet import Snippet, field, first, named, text, within
from audiobook.narration.code.telling import Telling, does_all, idiom, outline, where
from audiobook.narration.code.words import (
    IT,
    clause,
    code,
    comment_text,
    count,
    first_sentence,
    listing,
    number,
    run,
)

_WORDS = frozenset(
    [
        "word",
        "string",
        "raw_string",
        "number",
        "concatenation",
        "simple_expansion",
        "expansion",
        "command_substitution",
        "ansi_c_string",
        "variable_name",
        "arithmetic_expansion",
    ]
)


def _word(node: Node) -> str:
    source = text(node).replace("\\\n", "")
    if node.type in {"string", "raw_string"}:
        return source[1:-1]
    if node.type == "concatenation":
        return "".join(_word(child) for child in node.children)
    return source


def words_of(node: Node) -> list[str]:
    """The words of a simple command, unquoted."""
    name = field(node, "name")
    found = [text(name)] if name is not None else []
    return found + [_word(child) for child in named(node) if child.type in _WORDS]


def act(node: Node) -> str:
    """A statement of a shell script as a verb phrase."""
    kind = node.type
    if kind == "command":
        return _command(node)
    if kind == "redirected_statement":
        return _redirected(node)
    if kind == "pipeline":
        parts = [act(child) for child in named(node)]
        return (
            f"{parts[0]}, and pipes that on: {run('it', parts[1:])}"
            if len(parts) > 1 and all(parts)
            else listing([p for p in parts if p])
        )
    if kind == "list":
        return listing([said for child in named(node) if (said := act(child))])
    if kind in {"variable_assignment", "declaration_command"}:
        made = [node] if kind == "variable_assignment" else named(node, "variable_assignment")
        names = [code(text(field(one, "name"))) for one in made]
        verb = "exports" if text(node).startswith("export") else "sets"
        return f"{verb} {listing(names)}" if names else ""
    if kind == "for_statement":
        inner = [said for child in named(first(node, "do_group")) if (said := act(child))][:2]
        return f"for each {code(text(field(node, 'variable')))}, {run(IT, inner)}" if inner else "loops"
    if kind in {"if_statement", "while_statement", "case_statement"}:
        inner = [said for child in within(node, "command")[:2] if (said := act(child))]
        lead = {"if_statement": "on a condition", "while_statement": "in a loop"}.get(kind, "by case")
        return f"{lead}, {run(IT, inner)}" if inner else f"acts {lead}"
    if kind == "function_definition":
        return f"defines the function {code(text(field(node, 'name')))}"
    return ""


def _command(node: Node) -> str:
    words = words_of(node)
    if not words or not words[0]:
        made = named(node, "variable_assignment")
        return f"sets {listing([code(text(field(one, 'name'))) for one in made])}" if made else ""
    said = act_of(words)
    env = [code(text(field(one, "name"))) for one in named(node, "variable_assignment")]
    return f"with {listing(env)} set, {clause(IT, said)}" if env and said else said


def _redirected(node: Node) -> str:
    inner = field(node, "body")
    target = next(
        (
            text(dest)
            for part in within(node, "file_redirect")
            if (dest := field(part, "destination")) is not None and ">" in text(part)
        ),
        "",
    )
    heredoc = first(node, "heredoc_redirect")
    said = act(inner) if inner is not None else ""
    if heredoc is not None:
        lines = text(first(heredoc, "heredoc_body")).strip("\n").count("\n") + 1
        return (
            f"writes {count(lines, 'line')} into the file {code(target)}"
            if code(target)
            else f"{said} with {count(lines, 'line')} of input"
        )
    if target in {"/dev/null", "&1"} or not code(target):
        return said
    return f"{said}, and writes the result to {code(target)}" if said else f"writes to {code(target)}"


def _flat(nodes: tuple[Node, ...] | list[Node]) -> list[Node]:
    """Statements, with chains of `&&` taken apart."""
    flat: list[Node] = []
    for node in nodes:
        flat += _flat(named(node)) if node.type == "list" else [node]
    return flat


def _steps(snippet: Snippet) -> tuple[list[tuple[str, str]], int]:
    """Each command's verb phrase with the comment above it, and how many commands there are."""
    steps: list[tuple[str, str]] = []
    note, total = "", 0
    for node in _flat(list(snippet.tops)):
        if node.type == "comment":
            before = node.prev_named_sibling
            trailing = before is not None and before.end_point[0] == node.start_point[0]
            note = note if trailing or text(node).startswith("#!") else comment_text(text(node))
            continue
        total += 1
        if said := act(node):
            steps.append((said, note))
        note = ""
    return steps, total


def acts_of_text(source: str) -> list[str]:
    """Each command of `source` as a verb phrase."""
    from audiobook.narration.code.languages import BY_NAME
    from audiobook.narration.code.snippet import read

    clean = (
        re.sub(r"^\s*[$%#>]\s+(?=\S)", "", source, flags=re.M) if re.match(r"\s*[$%]\s", source) else source
    )
    return [said for said, _ in _steps(read(clean, BY_NAME["bash"], 1))[0]]


def tell(snippet: Snippet) -> Telling | None:
    """Shell commands in order, each with its comment; more than four are told in one sentence."""
    steps, total = _steps(snippet)
    if not steps or (
        any(node.type == "function_definition" for node in snippet.tops) and len(snippet.tops) < 2
    ):
        return outline("a shell function", *_function(snippet)) if snippet.tops else None
    if total == 1:
        said, note = steps[0]
        lead = "one command" if snippet.lines == 1 else f"one command, over {count(snippet.lines, 'line')}"
        return idiom("a command", *_one(lead + where(snippet), said, note))
    head = say(f"{count(total, 'command')}{where(snippet)}", rank=0)
    if len(steps) <= 4:
        order = ["first, ", *["then "] * (len(steps) - 2), "last, "] if len(steps) > 1 else [""]
        says = [_with_note(lead, said, note) for lead, (said, note) in zip(order, steps, strict=True)]
        return idiom("commands", head, *says)
    return idiom("commands", head, *_grouped(steps))


def _one(lead: str, said: str, note: str) -> list[Say]:
    about = f"; its comment says: {first_sentence(note, 14).rstrip('.')}" if note else ""
    link, subject = (": ", "it") if IT in said else (", ", "which")
    full = f"{lead}{link}{clause(subject, said)}"
    return [say(full + about, full, f"{lead}{link}{clause(subject, _brief(said))}", rank=0)]


def _with_note(lead: str, said: str, note: str) -> Say:
    full, brief = lead + clause("it", said), lead + clause("it", _brief(said))
    if note:
        words = first_sentence(note, 12).rstrip(".")
        return say(f"{full}; its comment says: {words}", full, brief)
    return say(full, brief)


def _brief(said: str) -> str:
    """A verb phrase without what follows its first comma."""
    return said if IT in said else said.split(",", maxsplit=1)[0]


def _grouped(steps: list[tuple[str, str]]) -> list[Say]:
    """More than four commands: under their comments where they have them, else all in one sentence."""
    noted = [first_sentence(note, 12).rstrip(".") for _, note in steps if note]
    if len(noted) >= 2:
        return [
            say(f"its comments name {number(len(noted))} parts: {listing(noted[:5])}", rank=0),
            does_all([_brief(said) for said, _ in steps], "it", 2),
        ]
    return [does_all([said for said, _ in steps], "it", 0)]


def _function(snippet: Snippet) -> list[Say]:
    made = snippet.tops[0]
    inner = [said for child in within(made, "command") if (said := act(child))]
    return [
        say(
            f"here is the shell function {code(text(field(made, 'name')))}, {count(snippet.lines, 'line')}",
            rank=0,
        ),
        does_all(inner, "it"),
    ]
