"""Says Ruby statements as verb phrases: assignments, branches, loops, calls, queries of Active Record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.nouns import short
from audiobook.narration.code.ruby_calls import call_act, query_act
from audiobook.narration.code.ruby_nouns import condition, noun
from audiobook.narration.code.ruby_tree import (
    bare,
    block,
    body,
    statements,
)
from audiobook.narration.code.runs import Step, brief, note_of, stands_for
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import IT, code, comment_text, count, few, listing, run, spoken_length

_RESULT = re.compile(r"^#+\s*(?:=>|->|Returns?:?|Outputs?:?)\s*(?P<value>\S.*)$")
_MOST_INNER = 3
_LONGEST_INSIDE = 18


def acts(nodes: Sequence[Node]) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the lines it explains."""
    return [
        stands_for(s.note) if s.note and spoken_length(s.said) > _LONGEST_INSIDE else s.said
        for s in steps(nodes)
    ]


def steps(nodes: Sequence[Node]) -> list[Step]:
    """A run of statements as steps; one that a comment explains has the comment as its note."""
    made: list[Step] = []
    note, silent_to, held = "", -1, list[str]()
    shown = [node for node in nodes if text(node) not in {"private", "protected", "public"}]
    for node in [*shown, None]:
        if node is not None and node.type == "comment":
            row = node.start_point[0]
            gives = _given(text(node))
            if gives:
                _attach(made, held, gives)
                continue
            before = node.prev_named_sibling
            words = note_of(comment_text(text(node)))
            trailing = before is not None and before.end_point[0] == row
            if not words or trailing or re.match(r"#\s*(?:\.\.\.|[\w/]+\.(?:rb|erb)\b|[{\[:@])", text(node)):
                continue
            if note and not held:
                continue
            if held:
                made.append(Step(listing(held), note))
                held = []
            note, silent_to = words, node.end_point[0] + 1
        elif node is not None and note and node.start_point[0] <= silent_to:
            silent_to = node.end_point[0] + 1
            held += [said for said in does(node) if said]
        else:
            if note and held:
                made.append(Step(listing(held), note))
            held, note = [], ""
            made += [Step(said) for said in (does(node) if node is not None else []) if said]
    return made


def _given(comment: str) -> str:
    """What a comment like `# => 3` says the line before gives."""
    from audiobook.narration.code.languages import BY_NAME
    from audiobook.narration.code.snippet import read

    hit = _RESULT.match(comment)
    if hit is None:
        return ""
    tree = read(hit["value"], BY_NAME["ruby"], 1)
    literal = len(tree.tops) == 1 and not tree.damage and tree.tops[0].type in _LITERALS
    said = noun(tree.tops[0]) if literal else ""
    return said if said and said != "a computed value" else short(code(hit["value"][:40]), "a value")


_LITERALS = frozenset(
    [
        "array",
        "hash",
        "string",
        "integer",
        "float",
        "true",
        "false",
        "nil",
        "simple_symbol",
        "constant",
        "range",
    ]
)


def _attach(made: list[Step], held: list[str], gives: str) -> None:
    """Say with the last step what it gives."""
    if held:
        held[-1] += f", which gives {gives}"
    elif made and ", which gives" in made[-1].said:
        return
    elif made and IT in made[-1].said:
        made[-1] = Step(f"{made[-1].said}; this gives {gives}", made[-1].note)
    elif made:
        said = re.sub(r"^gives ", "evaluates ", made[-1].said)
        if said.startswith("prints"):
            if gives not in said:
                made[-1] = Step(f"{said}, which shows {gives}", made[-1].note)
            return
        made[-1] = Step(f"{said}, which gives {gives}", made[-1].note)


def inner_steps(nodes: Sequence[Node]) -> list[str]:
    """The steps inside a branch, a loop or a block: in brief where they are many."""
    told = [re.sub("^gives ", "returns ", said) for said in acts(nodes)]
    return told if len(told) <= _MOST_INNER else few([brief(said) for said in told], _MOST_INNER + 2)


def does(node: Node) -> list[str]:
    """A statement as one or more verb phrases."""
    kind = node.type
    if kind in _STATEMENTS:
        return [said for said in [_STATEMENTS[kind](node)] if said]
    if kind == "call":
        return [call_act(node)]
    if kind == "match_pattern" and (pattern := field(node, "pattern")) is not None:
        return [f"takes {noun(node.named_children[0])} apart, as {noun(pattern)}"]
    if kind in {"super", "yield"}:
        given = [noun(part, 1) for part in named(first(node, "argument_list"))]
        verb = "calls the method above" if kind == "super" else "yields"
        return [f"{verb} with {listing(given)}" if given else verb]
    if kind in {"comment", "heredoc_body", "program", "rescue", "ensure"}:
        return []
    said = noun(node)
    return [] if said in {"", "a computed value"} else [f"gives {said}"]


def _assign(node: Node) -> str:
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return ""
    goal = (
        listing([noun(part, 1) for part in named(left)])
        if left.type == "left_assignment_list"
        else noun(left, 1)
    )
    if left.type == "instance_variable" and bare(left) == text(right):
        return f"keeps {code(bare(left))}"
    if right.type in {"if", "case", "unless", "begin"}:
        inner = listing(does(right)).replace(IT, "it")
        return f"sets {goal} by a choice: {inner}" if inner else f"sets {goal}"
    if right.type == "call" and block(right) is not None:
        told = call_act(right)
        if IT not in told and not told.startswith("calls"):
            return f"{told}, as {goal}"
    if right.type == "call" and (told := query_act(right)):
        return f"{told}, as {goal}"
    if right.type == "lambda":
        return (
            f"sets {goal} to a function that {listing(inner_steps(body(right)))}"
            if inner_steps(body(right))
            else f"sets {goal} to a function"
        )
    said = noun(right)
    return f"sets {goal}" if said == "a computed value" else f"sets {goal} to {said}"


def _update(node: Node) -> str:
    left, right = field(node, "left"), field(node, "right")
    sign = text(field(node, "operator"))
    if left is None or right is None:
        return ""
    a, b = noun(left, 1), noun(right, 1)
    told = {"+=": f"adds {b} to {a}", "-=": f"subtracts {b} from {a}", "||=": f"sets {a} to {b} unless it is set",
            "*=": f"multiplies {a} by {b}", "/=": f"divides {a} by {b}", "<<=": f"appends {b} to {a}"}  # fmt: skip
    return told.get(sign, f"updates {a} with {b}")


def _if(node: Node) -> str:
    test = field(node, "condition")
    if test is None:
        return ""
    word = "unless" if node.type.startswith("unless") else "if"
    inner_nodes = (
        [held]
        if node.type.endswith("modifier") and (held := field(node, "body"))
        else statements(field(node, "consequence"))
    )
    inner = inner_steps(inner_nodes)
    if not inner:
        return f"checks whether {condition(test)}"
    told = f"{word} {condition(test)}, {run(IT, inner)}"
    return told + _otherwise(field(node, "alternative"))


def _otherwise(node: Node | None) -> str:
    if node is None:
        return ""
    if node.type == "elsif":
        test, inner = field(node, "condition"), inner_steps(statements(field(node, "consequence")))
        rest = _otherwise(field(node, "alternative"))
        if test is None or not inner:
            return rest
        return f", or if {condition(test)}, {run('it', inner)}{rest}"
    inner = inner_steps(statements(node))
    return f", and otherwise {run('it', inner)}" if inner else ""


def _case(node: Node) -> str:
    subject = field(node, "value")
    told: list[str] = []
    for arm in named(node, "when", "in_clause", "else"):
        inner = inner_steps(statements(field(arm, "body") or (arm if arm.type == "else" else None)))
        patterns = [
            noun(named(part)[0] if named(part) else part, 1) for part in arm.children_by_field_name("pattern")
        ]
        lead = f"for {listing(patterns, 'or')}" if patterns else "otherwise"
        if patterns and any("a computed value" in pattern for pattern in patterns):
            lead = "for one pattern" if not told else "for another pattern"
        if any(one.startswith(f"{lead},") for one in told):
            lead = lead.replace("for a ", "for another ", 1)
        told.append(f"{lead}, {run('it', inner) if inner else 'it does nothing'}")
    head = f"branches on {noun(subject)}" if subject is not None else "takes the first branch that holds"
    full = f"{head}: {'; '.join(told)}"
    return full if spoken_length(full) <= 60 else f"{head}, with {count(len(told), 'case')}"


def _while(node: Node) -> str:
    test, inner = field(node, "condition"), inner_steps(body(node))
    if test is None:
        return ""
    word = "until" if node.type.startswith("until") else "while"
    return f"{word} {condition(test)}, {run(IT, inner)}" if inner else f"loops {word} {condition(test)}"


def _begin(node: Node) -> str:
    inner = inner_steps([part for part in named(node) if part.type not in {"rescue", "ensure", "else"}])
    told = f"tries this: {run('it', inner)}" if inner else "tries something"
    return told + handlers(node)


def handlers(node: Node) -> str:
    """What a body rescues, and what it does in any case."""
    holder = node if node.type in {"begin", "body_statement"} else field(node, "body")
    told = ""
    for part in named(holder, "rescue"):
        caught = [noun(one, 1) for one in named(field(part, "exceptions"))]
        inner = inner_steps(statements(field(part, "body")))
        told += (
            f"; on {listing(caught, 'or') or 'an error'}, {run('it', inner)}"
            if inner
            else f"; it rescues {listing(caught) or 'an error'}"
        )
    for part in named(holder, "ensure"):
        inner = inner_steps(statements(part))
        told += f"; and in any case, {run('it', inner)}" if inner else ""
    return told


def _return(node: Node) -> str:
    held = named(first(node, "argument_list"))
    return f"returns {listing([noun(part) for part in held])}" if held else "returns"


def _def(node: Node) -> str:
    return f"defines the method {code(text(field(node, 'name')))}"


_STATEMENTS: dict[str, Callable[[Node], str]] = {
    "assignment": _assign, "operator_assignment": _update, "if": _if, "unless": _if, "if_modifier": _if,
    "unless_modifier": _if, "case": _case, "case_match": _case, "while": _while, "until": _while,
    "while_modifier": _while, "until_modifier": _while, "begin": _begin, "return": _return, "method": _def,
    "singleton_method": _def, "class": lambda node: f"defines the class {code(bare(field(node, 'name')))}",
    "module": lambda node: f"defines the module {code(bare(field(node, 'name')))}",
    "parenthesized_statements": lambda node: listing(acts(named(node))),
}  # fmt: skip
