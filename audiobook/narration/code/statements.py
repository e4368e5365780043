"""One statement as a verb phrase at three lengths: what it sets, calls, returns, raises or defines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import cases, control, handlers, phrases
from audiobook.narration.code.act import Act, act
from audiobook.narration.code.assigns import AUGMENTED, assigned, augmented, updated
from audiobook.narration.code.bodies import body_of, function_name
from audiobook.narration.code.callacts import answered, call_act
from audiobook.narration.code.clients import request_act
from audiobook.narration.code.imports import export_act, import_act
from audiobook.narration.code.kinds import (
    BRANCHES,
    CALLS,
    CLASSES,
    DECLARATIONS,
    FUNCTIONS,
    IMPORTS,
    LAMBDAS,
    LOOPS,
    RAISES,
    RETURNS,
    STRINGS,
    SWITCHES,
    WHILES,
)
from audiobook.narration.code.nouns import condition, noun
from audiobook.narration.code.preprocessor import directive
from audiobook.narration.code.snippet import field, named, text, within
from audiobook.narration.code.texts import quoted, short
from audiobook.narration.code.trees import arguments, callee, parameter_names, string_value, unwrapped
from audiobook.narration.code.words import IT, code, count, listing, run, spoken_length

LONG_VALUE = 36


def _inner_steps(function: Node, depth: int) -> list[Act]:
    return phrases.steps_of(function, depth)


def step(node: Node, depth: int = 0) -> Act | None:
    """A statement at three lengths; None when there is nothing to tell."""
    if node.type == "export_statement" and field(node, "declaration") is None:
        return export_act(node)
    if node.type == "decorator" and named(node):
        return act(f"decorates what follows with {noun(named(node)[0]).removeprefix('the result of ')}")
    if node.type in _LOOSE:
        return _loose(node, depth)
    if node.type.startswith("preproc_") and node.type != "preproc_include":
        return directive(node, depth, phrases.steps)
    if node.type == "jsx_attribute":
        return _attribute(node)
    if (asked := request_act(node)) is not None:
        return asked
    outer, node = node, unwrapped(node)
    kind = node.type
    if kind in IMPORTS:
        return import_act(node)
    if kind in CALLS:
        told = call_act(node, depth, _inner_steps)
        return _waiting(outer, told)
    if kind in AUGMENTED or (
        kind == "assignment_expression" and re.search(r"[-+*/%&|^]=$", text(field(node, "operator")))
    ):
        return augmented(node, depth)
    if kind in {"update_expression", "inc_statement", "dec_statement"} and named(node):
        return updated(node)
    if kind in DECLARATIONS:
        return _declaration(node, depth)
    if kind in RETURNS:
        return _returned(node, depth)
    if kind in RAISES:
        return _raised(node, depth)
    if kind in FUNCTIONS or kind in CLASSES:
        return _defined(node, depth)
    return _controls(node, depth) or _rest(node, depth)


_LOOSE = frozenset({"else_clause", "elif_clause", "except_clause", "finally_clause", "ambient_declaration"})


def _loose(node: Node, depth: int) -> Act | None:
    """A part of a statement that stands without it, as lessons show one branch at a time."""
    if node.type == "ambient_declaration" and not named(node, "statement_block"):
        return step(named(node)[0], depth) if named(node) else None
    inner = [one.plain for one in phrases.steps(body_of(node), depth + 1)]
    test = field(node, "condition")
    lead = {
        "except_clause": "on an error",
        "finally_clause": "in any case",
        "ambient_declaration": "for all modules",
    }
    head = lead.get(node.type, "otherwise") + (f", if {condition(test)}" if test is not None else "")
    return (
        act(
            f"{head}, {run(IT, inner)}"
            if test is not None or node.type in lead
            else f"otherwise {run(IT, inner)}"
        )
        if inner
        else None
    )


def _attribute(node: Node) -> Act | None:
    """An attribute of an element that a lesson shows alone: `onClick={...}`."""
    name, value = text(named(node)[0]), named(node)[-1]
    held = named(value)[0] if value.type == "jsx_expression" and named(value) else value
    event = re.match(r"on([A-Z]\w*)$", name)
    if event is not None and held.type in LAMBDAS:
        inner = [one.plain for one in phrases.steps_of(held, 1)]
        return (
            act(f"on {event[1].lower()}, {run(IT, inner)}", "", f"handles {event[1].lower()}")
            if inner
            else None
        )
    return act(
        f"has the attribute {code(name)}, {noun(held)}"
        if held != named(node)[0]
        else f"has the attribute {code(name)}"
    )


def _waiting(outer: Node, told: Act) -> Act:
    """A call that is awaited: said where nothing else says it."""
    held = outer if outer.type.startswith("await") else next(iter(named(outer)), None)
    if held is None or not held.type.startswith("await") or not told.plain.startswith("calls "):
        return told
    return Act(*(re.sub(r"^calls ", "awaits ", form) for form in (told.full, told.plain, told.brief)))


def _declaration(node: Node, depth: int) -> Act | None:
    maker = next(iter(within(node, "variable_declarator")), node)
    value = field(maker, "value", "right")
    name = field(maker, "name", "left")
    if (
        value is not None
        and name is not None
        and unwrapped(value).type in LAMBDAS
        and "member" not in name.type
    ):
        return _function(unwrapped(value), text(name), depth)
    return assigned(node, depth, _inner_steps)


def _function(node: Node, name: str, depth: int) -> Act:
    """A function defined inside another, or as a value, with what it does while that is short."""
    brief = f"defines the function {code(name)}"
    takes = listing([code(one) for one in parameter_names(node)[:3]])
    inner = [one.plain for one in phrases.steps_of(node, depth + 1)] if depth < 2 else []
    head = f"{brief} of {takes}" if takes else brief
    if not inner or spoken_length(listing(inner)) > (56 if depth == 0 else 24):
        return act(head, "", brief)
    if any(IT in one for one in inner):
        return act(f"{head}: {run('it', inner)}", head, brief) if depth == 0 else act(head, "", brief)
    return act(f"{head}, which {listing(inner)}", "", brief)


def _defined(node: Node, depth: int) -> Act | None:
    if node.type in FUNCTIONS:
        name = function_name(node)
        return _function(node, name, depth) if code(name) else None
    from audiobook.narration.code.definitions import definition

    made = definition(node)
    if made is None or not code(made.name):
        return None
    brief = f"defines {made.title}"
    names = [code(name) for name, _ in made.fields] or [
        member.spoken for member in made.members if member.spoken
    ]
    return act(f"{brief}, with {listing(names)}" if 0 < len(names) <= 5 else brief, "", brief)


def _returned(node: Node, depth: int) -> Act:
    parts = named(node)
    if parts and parts[0].type in {"expression_list", "argument_list"}:
        values = [noun(part, depth) for part in named(parts[0]) if text(part) != "nil"] or ["`nil`"]
        return act(
            f"returns {listing(values)}" if len(values) < 7 else f"returns {count(len(values), 'value')}"
        )
    if not parts:
        return act("returns")
    value = unwrapped(parts[0])
    told = cases.value_by_case(value, depth) if value.type in SWITCHES else ""
    told = told or noun(value, depth)
    if value.type in LAMBDAS:
        inner = [one.plain for one in phrases.steps_of(value, depth + 1)] if depth < 2 else []
        takes = listing([code(one) for one in parameter_names(value)[:3]])
        head = f"a function of {takes}" if takes else "a function"
        if inner and spoken_length(listing(inner)) <= 30 and not any(IT in one for one in inner):
            told = f"{head} that {listing(inner)}"
    if (
        value.type in CALLS
        and any(arg.type in LAMBDAS for arg in arguments(value))
        and "; " in (called := call_act(value, depth, _inner_steps).plain)
    ):
        return act(f"returns the outcome of this: it {called}" if IT not in called else f"returns {told}")
    if value.type in CALLS and (reply := answered(value, arguments(value), depth)) is not None:
        return reply
    waits = parts[0].type.startswith("await")
    told = re.sub(r"^the ", "the awaited ", told) if waits else told
    return act(f"returns {short(told, noun(value, 2), most=LONG_VALUE)}")


def _raised(node: Node, depth: int) -> Act:
    verb = "throws" if node.type.startswith("throw") else "raises"
    parts = named(node)
    if not parts:
        return act(f"{verb} the error again")
    value = unwrapped(parts[0])
    made = callee(value) if value.type in CALLS else text(field(value, "constructor", "type"))
    if not made:
        return act(f"{verb} {noun(value, depth + 1)}")
    given = arguments(value)
    says = f", saying {told}" if given and given[0].type in STRINGS and (told := _message(given[0])) else ""
    return act(
        f"{verb} {'an error' if made == 'Error' else code(made)}{says}",
        "",
        f"{verb} {'an error' if made == 'Error' else code(made)}",
    )


def _message(node: Node) -> str:
    told = quoted(string_value(node), "") if string_value(node) else noun(node, 1)
    return told if told.startswith("`") else ""


def _controls(node: Node, depth: int) -> Act | None:
    kind = node.type

    def inner(nodes: Sequence[Node], deeper: int) -> list[Act]:
        return phrases.steps(nodes, deeper)

    if kind in BRANCHES:
        return control.branch(node, depth, inner)
    if kind in LOOPS:
        return control.loop(node, depth, inner)
    if kind in WHILES:
        return control.repeat(node, depth, inner)
    if kind in SWITCHES:
        return cases.cases(node, depth, inner)
    if kind in {"try_statement", "begin", "try_with_resources_statement"}:
        return handlers.attempt(node, depth, inner)
    if kind == "with_statement":
        return handlers.resource(node, depth, inner)
    if kind in {"defer_statement", "go_statement"}:
        return handlers.later(node, depth, inner)
    return None


def _rendered_run(node: Node, depth: int) -> Act:
    """Elements one after another, which the grammar takes for a comparison."""
    found: list[Node] = []
    for part in within(node, "jsx_element", "jsx_self_closing_element"):
        if not found or part.start_byte >= found[-1].end_byte:
            found.append(part)
    return act(f"renders {listing([noun(part, depth + 1) for part in found[:3]])}")


_LEAVES = {
    "break_statement": "leaves the loop", "break_expression": "leaves the loop",
    "continue_statement": "goes on with the next",
    "continue_expression": "goes on with the next", "pass_statement": "", "empty_statement": "",
}  # fmt: skip


def _rest(node: Node, depth: int) -> Act | None:
    kind = node.type
    parts = named(node)
    if kind in _LEAVES:
        told = _LEAVES[kind]
        value = f" with {noun(parts[0], depth)}" if kind == "break_expression" and parts else ""
        return act(told + value) if told else None
    if kind == "assert_statement" and parts:
        return act(f"asserts that {condition(parts[0])}", "", "makes an assertion")
    if kind in {"yield", "yield_expression"}:
        return act(f"yields {noun(parts[0])}" if parts else "yields")
    if kind == "delete_statement" and parts:
        return act(f"deletes {noun(parts[0])}")
    if kind == "send_statement" and len(parts) == 2:
        return act(f"sends {noun(parts[1], 1)} on {noun(parts[0], 1)}")
    if kind in {"new_expression", "object_creation_expression"}:
        return act(f"makes {noun(node)}")
    if kind in {"global_statement", "nonlocal_statement"}:
        return act(f"uses the outer {listing([code(text(part)) for part in parts])}")
    if kind == "labeled_statement" and parts:
        return _labelled(node, parts, depth)
    if (
        kind == "statement_block"
        and within(node, "jsx_element", "jsx_self_closing_element")
        and len(parts) == 1
    ):
        from audiobook.narration.code.jsx import expression_words

        return act(f"renders {expression_words(named(parts[0])[0] if named(parts[0]) else parts[0])}")
    if kind in {"block", "statement_block", "compound_statement", "unsafe_block"}:
        inner = [one.plain for one in phrases.steps(parts, depth + 1)]
        return act(f"in a block of its own, {run(IT, inner)}", "", inner[0]) if inner else None
    if kind == "goto_statement":
        return act(f"jumps to {code(text(field(node, 'label')))}")
    return _evaluated(node, depth)


def _labelled(node: Node, parts: Sequence[Node], depth: int) -> Act | None:
    """C's `retry: ...`; in JavaScript what looks like a label is a key with its value."""
    body = field(node, "body")
    if body is None or body.type != "expression_statement" or not named(body):
        return step(parts[-1], depth) if len(parts) > 1 else None
    label = code(text(field(node, "label")))
    return act(f"sets {label} to {noun(named(body)[0], depth)}", "", f"sets {label}")


_VALUES = re.compile(
    r"identifier|attribute|.*expression$|subscript|.*operator|string.*|template_string|integer|float|number.*|"
    r".*_literal|list|array|dictionary|object|tuple|set|true|false|.*comprehension|jsx_.*"
)


def _evaluated(node: Node, depth: int) -> Act | None:
    """An expression that stands alone: in a notebook or prompt it is shown."""
    if not _VALUES.fullmatch(node.type) or not re.search(r"\w", text(node)):
        return None
    if text(node).startswith("<-"):
        return act(f"waits for {noun(node, depth)}")
    if node.type in STRINGS and "use strict" in text(node):
        return act("turns strict mode on")
    if node.type == "binary_expression" and within(node, "jsx_element", "jsx_self_closing_element"):
        return _rendered_run(node, depth)
    told = noun(node, depth)
    return act(f"renders {told}" if node.type.startswith("jsx") else f"evaluates {told}")
