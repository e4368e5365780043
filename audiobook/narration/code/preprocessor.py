"""The preprocessor of C in words: macros, conditions on what is defined, errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act
from audiobook.narration.code.nouns import condition
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.words import IT, code, first_sentence, listing, plain, run, spoken_length

Run = Callable[[Sequence[Node], int], list[Act]]

_OTHER_SIDES = frozenset({"preproc_else", "preproc_elif", "preproc_elifdef"})


def directive(node: Node, depth: int, steps: Run) -> Act | None:
    """A preprocessor line or block as a verb phrase; None where there is nothing to tell."""
    name = code(text(field(node, "name")))
    if node.type == "preproc_def":
        value = text(field(node, "value")).strip()
        return act(f"defines the constant {name} as {code(value)}" if code(value) else f"defines {name}")
    if node.type == "preproc_function_def":
        return _macro(node, name)
    if node.type in {"preproc_ifdef", "preproc_if", "preproc_elif", "preproc_elifdef"}:
        return _conditional(node, depth, steps)
    if node.type == "preproc_call":
        return _call(node)
    return None


def _macro(node: Node, name: str) -> Act:
    from audiobook.narration.code.describers import value_of
    from audiobook.narration.code.languages import BY_NAME

    given = [code(text(part)) for part in named(field(node, "parameters"))]
    value = value_of(f"{text(field(node, 'value')).strip()};", BY_NAME["c"])
    head = f"defines the macro {name}" + (f" of {listing(given)}" if given and all(given) else "")
    return act(
        f"{head} as {value}" if value and spoken_length(value) <= 20 else head,
        "",
        f"defines the macro {name}",
    )


def _conditional(node: Node, depth: int, steps: Run) -> Act | None:
    """`#ifdef X` and its kin: "if `X` is defined, it …; otherwise it …"."""
    test = _test(node)
    inside = [
        part
        for part in named(node)
        if part.type not in _OTHER_SIDES and part not in (field(node, "name"), field(node, "condition"))
    ]
    inner = [one.plain for one in steps(inside, depth + 1)]
    other = next((part for part in named(node) if part.type in _OTHER_SIDES), None)
    head = f"if {test}, {run(IT, inner)}" if inner else f"checks whether {test}"
    if other is None:
        return act(head, "", f"checks whether {test}")
    if other.type == "preproc_else":
        rest = [one.plain for one in steps(named(other), depth + 1)]
        told = f"otherwise {run('it', rest)}" if rest else ""
    else:
        nested = _conditional(other, depth, steps)
        told = f"otherwise, {nested.plain.replace(IT, 'it')}" if nested else ""
    return act(f"{head}; {told}" if told else head, "", f"checks whether {test}")


def _test(node: Node) -> str:
    name = field(node, "name")
    if name is not None:
        negated = text(node).lstrip().startswith(("#ifndef", "#elifndef"))
        return f"{code(text(name))} is {'not ' if negated else ''}defined"
    test = field(node, "condition")
    if test is None:
        return "a condition holds"
    defined = re.fullmatch(r"(!?)\s*defined\s*\(?\s*(\w+)\s*\)?", text(test))
    if defined is not None:
        return f"{code(defined[2])} is {'not ' if defined[1] else ''}defined"
    return "never" if text(test) == "0" else condition(test)


def _call(node: Node) -> Act | None:
    kind, said = text(field(node, "directive")), plain(text(field(node, "argument")).strip())
    words = first_sentence(said, 14).rstrip(".")
    if kind == "#error":
        return act(
            f"stops the compiler with the error: {words}" if words else "stops the compiler with an error"
        )
    if kind in {"#pragma", "#undef", "#line"} and words:
        verb = {
            "#pragma": "gives the compiler the pragma",
            "#undef": "undefines",
            "#line": "sets the line number to",
        }[kind]
        return act(f"{verb} {words if kind == '#line' else code(words.replace('`', ''))}")
    return None
