"""What the statements of a shell script do, as verb phrases: commands, pipes, redirections, loops, conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.programs import act_of
from audiobook.narration.code.shell_tests import test_words
from audiobook.narration.code.shell_words import WORDS, word_of, words_of
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import IT, clause, code, count, listing, plain, spoken_length

_MOST_INNER = 4
_LONG_VALUE = 14


def act(node: Node) -> str:
    """A statement of a shell script as a verb phrase; empty when it cannot be told."""
    told = _ACTS.get(node.type)
    return told(node) if told else ""


def _command(node: Node) -> str:
    words = words_of(node)
    if not words or not words[0]:
        made = named(node, "variable_assignment")
        return _sets(made) if made else ""
    said = act_of(words)
    env = [code(text(field(one, "name"))) for one in named(node, "variable_assignment")]
    return f"with {listing(env)} set, {clause(IT, said)}" if env and said else said


def _sets(made: Sequence[Node], verb: str = "sets") -> str:
    """Assignments with what they are set to, where that can be said."""
    return f"{verb} {listing([_assigned(one) for one in made])}" if made else ""


def _assigned(one: Node) -> str:
    name = code(text(field(one, "name")))
    value = field(one, "value")
    if value is None:
        return name
    inner = named(value, "command_substitution") if value.type == "string" else [value]
    if len(inner) == 1 and inner[0].type == "command_substitution":
        acts = [said for child in named(inner[0]) if (said := act(child))]
        return (
            f"{name} to what it gets when it {listing(acts[:2])}"
            if acts and IT not in acts[0]
            else f"{name} to the output of a command"
        )
    said = word_of(value)
    if not said:
        return f"{name} to nothing"
    if re.search(r"[$`(]", said) or not code(said) or spoken_length(code(said)) > _LONG_VALUE:
        return name
    return f"{name} to {plain(said) if ' ' in said else code(said)}"


def _declared(node: Node) -> str:
    made = named(node, "variable_assignment")
    verb = {"export": "exports", "readonly": "fixes", "unset": "unsets"}.get(text(node).split()[0], "sets")
    if made:
        return (
            _sets(made, "sets" if verb == "fixes" else verb).replace(" to ", ", set to ", 1)
            if verb == "exports"
            else _sets(made)
        )
    names = [
        code(text(one))
        for one in named(node, "variable_name", "word")
        if code(text(one)) and not text(one).startswith("-")
    ]
    return f"{verb} {listing(names)}" if names else ""


def _pipeline(node: Node, last: str = "") -> str:
    """A pipe as a run of what is done: "in a pipe, it shows `a`, keeps the lines with `x`, and counts the lines"."""
    parts = [said for child in named(node) if (said := act(child))] + ([last] if last else [])
    if len(parts) < 2:
        return "".join(parts)
    if IT in parts[0]:
        return f"{parts[0]}, and of that, {listing([part.replace(IT, 'it') for part in parts[1:]])}"
    return f"in a pipe, {IT} {listing([part.replace(IT, 'it') for part in parts])}"


def _chain(node: Node) -> str:
    """`a && b` and `a || b` inside another statement."""
    parts = named(node)
    signs = [child.type for child in node.children if child.type in {"&&", "||"}]
    said = [act(part) for part in parts]
    if len(parts) == 2 and all(said) and (test := test_words(parts[0])):
        return f"{'unless' if signs == ['||'] else 'if'} {test}, {clause(IT, said[1])}"
    if len(parts) == 2 and signs == ["||"] and all(said):
        return f"{said[0]}, and if that fails, {clause('it', said[1])}"
    return listing([one for one in said if one])


def _redirected(node: Node) -> str:
    inner = field(node, "body")
    said = act(inner) if inner is not None else ""
    heredoc = next((child for child in node.children if child.type == "heredoc_redirect"), None)
    goal, appended, source = "", False, ""
    holders = [node, heredoc] if heredoc is not None else [node]
    for part in (child for holder in holders for child in holder.children if child.type == "file_redirect"):
        dest = text(field(part, "destination")).strip("\"'")
        sign = next((child.type for child in part.children if ">" in child.type or "<" in child.type), ">")
        if "<" in sign:
            source = dest
        elif dest not in {"/dev/null", "1", "2", "&1", "&2"} and not dest.startswith("&"):
            goal, appended = dest, ">>" in sign
    if heredoc is not None:
        return _heredoc(heredoc, said, goal, appended)
    if code(source):
        if said.startswith("for each line, "):
            said = said.replace("for each line", f"for each line of {code(source)}", 1)
        else:
            said = f"{said}, with input from {code(source)}" if said else f"reads {code(source)}"
    if not code(goal):
        return said
    verb = "appends" if appended else "writes"
    if inner is not None and inner.type == "pipeline":
        return _pipeline(inner, f"{verb} the result {'to' if appended else 'into'} {code(goal)}")
    if hit := re.fullmatch(r"(?:prints|shows) (.*)", said, re.S):
        what = _contents(hit[1]) if said.startswith("shows") else hit[1]
        return f"{verb} {what} {'to' if appended else 'into'} {code(goal)}"
    return (
        f"{said}, and {verb} the result {'to' if appended else 'into'} {code(goal)}"
        if said
        else f"empties {code(goal)}"
    )


def _contents(what: str) -> str:
    """What `cat` shows, as something that can be written elsewhere."""
    return what if what.startswith("the ") else f"the contents of {what}"


def _heredoc(heredoc: Node, said: str, goal: str, appended: bool) -> str:
    body = text(first(heredoc, "heredoc_body")).strip("\n")
    lines = body.count("\n") + 1 if body else 0
    piped = [act(child) for child in named(heredoc, "pipeline")] or [
        act_of(words_of(child)) for child in named(heredoc, "command")
    ]
    if code(goal):
        verb = f"appends {count(lines, 'line')} to" if appended else f"writes {count(lines, 'line')} into"
        return f"{verb} the file {code(goal)}"
    if said.startswith("shows") and any(piped):
        said = next(one for one in piped if one)
    return f"{said}: {count(lines, 'line')}" if said and said != "shows" else f"shows {count(lines, 'line')}"


def body_acts(node: Node | None, most: int = _MOST_INNER) -> list[str]:
    """What the statements of a body do; more than a few are told by the first and their number."""
    said = [one for child in flattened(named(node)) if (one := act(child))]
    if len(said) <= most:
        return said
    return [*said[: most - 1], f"goes on with {count(len(said) - most + 1, 'more command')}"]


def _body(node: Node | None, subject: str = IT) -> str:
    said = body_acts(node)
    return listing([clause(subject, said[0]), *(one.replace(IT, "it") for one in said[1:])]) if said else ""


def _for(node: Node) -> str:
    name = code(text(field(node, "variable")))
    over = [child for child in named(node) if child.type in WORDS and child != field(node, "variable")]
    each = f"for each {name}" + _over(over)
    body = _body(first(node, "do_group"))
    return f"{each}, {body}" if body else f"loops {each}"


def _over(values: Sequence[Node]) -> str:
    """What a loop runs over: "of `a` and `b`", "of the files `*.md`"."""
    told = [text(one) for one in values]
    if not told:
        return ""
    if len(told) == 1 and (hit := re.fullmatch(r"\{(\d+)\.\.(\d+)\}|\$\(seq (?:(\d+) )?(\d+)\)", told[0])):
        low, high = hit[1] or hit[3] or "1", hit[2] or hit[4]
        return f" from {low} to {high}"
    if len(told) == 1 and "*" in told[0]:
        return f" of the files {code(told[0])}"
    if any(re.search(r"[$`(]", one) for one in told):
        return (
            " of the arguments"
            if "$@" in told[0]
            else " of a list"
            if len(told) > 1 or "(" in told[0]
            else f" of {code(told[0].strip(chr(34)))}"
        )
    return f" of {listing([code(one) for one in told[:4]])}" + (
        f" and {count(len(told) - 4, 'other')}" if len(told) > 4 else ""
    )


def _if(node: Node) -> str:
    test = test_words(field(node, "condition"))
    parts = [child for child in named(node) if child != field(node, "condition")]
    then = [
        one
        for child in parts
        if child.type not in {"else_clause", "elif_clause"}
        for one in [act(child)]
        if one
    ]
    other = body_acts(first(node, "else_clause"))
    lead = f"if {test}" if test else "if a condition holds"
    body = listing([clause(IT, then[0]), *(one.replace(IT, "it") for one in then[1:3])]) if then else ""
    if not body:
        return f"acts {lead}" if not test else f"checks whether {test}"
    tried = field(node, "condition")
    if (
        not test
        and tried is not None
        and tried.type in {"command", "pipeline", "redirected_statement", "negated_command"}
    ):
        said = act(tried)
        word = "fails" if tried.type == "negated_command" else "works"
        if said and IT not in said:
            return f"{said}, and if that {word}, {body.replace(IT, 'it')}"
    return f"{lead}, {body}" + (f"; otherwise, it {listing(other[:2]).replace(IT, 'it')}" if other else "")


def _while(node: Node) -> str:
    source = text(field(node, "condition"))
    read = re.match(r"(?:IFS=\S*\s+)?read\s+(?:-\w+\s+)*(\w+)", source)
    test = test_words(field(node, "condition"))
    if read:
        lead = f"for each line, as {code(read[1])}"
    elif source.strip(" ;") in {"true", ":", "[ 1 ]"}:
        lead = "again and again"
    elif test:
        lead = f"{'until' if text(node).startswith('until') else 'as long as'} {test}"
    else:
        lead = "in a loop"
    body = _body(first(node, "do_group"))
    return f"{lead}, {body}" if body else f"waits {lead}" if test else "loops"


def _case(node: Node) -> str:
    return (
        f"acts by the value of {code(text(field(node, 'value')).strip(chr(34) + '${}'))}"
        if field(node, "value") is not None
        else "acts by case"
    )


def _group(node: Node) -> str:
    return listing(body_acts(node))


_ACTS: dict[str, Callable[[Node], str]] = {
    "command": _command, "redirected_statement": _redirected, "pipeline": _pipeline, "list": _chain,
    "for_statement": _for,
    "c_style_for_statement": lambda node: f"in a counting loop, {_body(first(node, 'do_group')) or 'it runs'}",
    "if_statement": _if, "while_statement": _while, "case_statement": _case,
    "variable_assignment": lambda node: _sets([node]),
    "variable_assignments": lambda node: _sets(named(node, "variable_assignment")),
    "declaration_command": _declared, "unset_command": _declared, "compound_statement": _group,
    "subshell": _group, "negated_command": _group,
    "test_command": lambda node: f"checks whether {test_words(node)}" if test_words(node) else "",
    "function_definition": lambda node: f"defines the function {code(text(field(node, 'name')))}",
}  # fmt: skip
_OPENED = frozenset({"compound_statement", "list"})


def flattened(nodes: Sequence[Node]) -> list[Node]:
    """Statements, with chains of `&&` and groups in braces taken apart."""
    flat: list[Node] = []
    for node in nodes:
        either = node.type == "list" and (
            any(child.type == "||" for child in node.children) or bool(test_words(named(node)[0]))
        )
        inner = list(node.named_children)
        flat += flattened(inner) if node.type in _OPENED and not either else [node]
    return flat
