"""Says Elixir statements as verb phrases: matches, assertions, attributes, definitions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.elixir_attributes import attribute_act, struct_keys
from audiobook.narration.code.elixir_branches import BRANCHES, branch_acts
from audiobook.narration.code.elixir_calls import call_act, pipeline
from audiobook.narration.code.elixir_conditions import condition, negated
from audiobook.narration.code.elixir_nouns import held_pairs, noun
from audiobook.narration.code.elixir_results import returned
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    body,
    cons,
    is_pipe,
    names_in,
    operator,
    pairs,
    target,
)
from audiobook.narration.code.runs import Step, note_of, stands_for
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.templates import in_brief
from audiobook.narration.code.words import (
    IT,
    article,
    code,
    codes,
    comment_text,
    few,
    listing,
    run,
    spoken_length,
)

_LONGEST_INSIDE = 18
_RESULT = re.compile(r"^#+\s*(?:=>|⇒|->|==>|Returns?:?|Outputs?:?|Result:?)\s*(?P<value>\S.*)$")


def acts(nodes: Sequence[Node]) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the lines up to the next blank one."""
    phrases: list[str] = []
    for step in steps(nodes):
        stands_in = step.note and (not step.said or spoken_length(step.said) > _LONGEST_INSIDE)
        phrases.append(stands_for(step.note) if stands_in else step.said)
    return phrases


def steps(nodes: Sequence[Node]) -> list[Step]:
    """A run of statements as steps; one that a comment explains is one step, with the comment as its note."""
    made: list[Step] = []
    note, silent_to = "", -1
    held: list[str] = []

    def close() -> None:
        nonlocal note
        if note and (held or silent_to >= 0):
            made.append(Step(listing([said for said in held if said]), note))
        held.clear()
        note = ""

    for node in nodes:
        row = node.start_point[0]
        if node.type == "comment":
            before = node.prev_named_sibling
            trailing = before is not None and before.end_point[0] == row
            if gives := _given(text(node)):
                _attach(made, held, gives)
                continue
            words = note_of(comment_text(text(node)))
            if not words or trailing or _is_code(text(node)):
                continue
            if note and not held:
                continue
            close()
            note, silent_to = words, node.end_point[0] + 1
        elif note and row <= silent_to:
            silent_to = node.end_point[0] + 1
            held += does(node)
        else:
            close()
            made += [Step(said) for said in does(node) if said]
    close()
    return made


def _is_code(comment: str) -> bool:
    """Whether a comment holds code that is switched off, or printed data, rather than the author's words."""
    content = comment.lstrip("# .…")
    if re.fullmatch(r"(?:[Ff]ile(?:name)?: )?[\w./-]+\.\w{1,5}", content.strip()):
        return True
    return bool(re.match(r"[:%{}\[\]\"'|~@]|\w+\(|iex|[a-z_]+: ", content)) or content.endswith(("=>", ","))


def _given(comment: str) -> str:
    """What a comment like `# => 3` says the line before gives; empty for any other comment."""
    from audiobook.narration.code.describers import value_of
    from audiobook.narration.code.languages import BY_NAME

    hit = _RESULT.match(comment)
    if hit is None:
        return ""
    return value_of(hit["value"], BY_NAME["elixir"]) or code(hit["value"][:40])


def _attach(made: list[Step], held: list[str], gives: str) -> None:
    """Say with the last step what it gives."""
    if held:
        held[-1] += f", which gives {gives}"
    elif made:
        last = made[-1]
        same = re.match(r"gives (.*)$", last.said)
        said = f"evaluates {same[1]}" if same else last.said
        made[-1] = Step(f"{said}, which gives {gives}", last.note)


_DEFINES = {
    "def": "function",
    "defp": "private function",
    "defmodule": "module",
    "defmacro": "macro",
    "defimpl": "implementation of",
    "defprotocol": "protocol",
    "defdelegate": "delegated function",
}


def does(node: Node, depth: int = 0) -> list[str]:
    """A statement as one or more verb phrases."""
    if is_pipe(node):
        return pipeline(node)
    if node.type == "binary_operator" and operator(node) == "=":
        return _match(node)
    if node.type == "unary_operator" and text(node).startswith("@"):
        return attribute_act(node)
    if node.type != "call":
        return _value(node, depth)
    name = target(node)
    given = args(node)
    if name in BRANCHES and (given or name in {"cond", "try", "receive"}):
        return branch_acts(node)
    if name in _DEFINES and given:
        return [f"defines the {_DEFINES[name]} {code(target(given[0]) or bare(given[0]))}"]
    if name == "defstruct":
        return [f"defines a struct with {listing(struct_keys(node))}"]
    if name == "quote":
        return [
            f"injects code that {listing(inner)}" if (inner := few(acts(body(node)), 4)) else "injects code"
        ]
    if name == "unquote" and given:
        return [f"inserts {noun(given[0], 1)}"]
    if name in {"use", "import", "alias", "require"} and given:
        verbs = {"use": "uses", "import": "imports", "alias": "aliases", "require": "requires"}
        options = listing(held_pairs(pairs(node).items(), 2)) if name == "use" else ""
        only = pairs(node).get("only") if name == "import" else None
        if only is not None and (picked := codes(list(pairs(only)))):
            return [f"imports {listing(picked)} of {code(text(given[0]))}"]
        what = code(text(given[0]).replace("{", "").replace("}", ""))
        return [f"{verbs[name]} {what}" + (f" with {options}" if options else "")]
    if name in {"assert", "refute"} and given:
        return _assertion(name, given[0])
    return [call_act(node)]


def _value(node: Node, depth: int) -> list[str]:
    """A bare value: what it hands back."""
    if text(node) == ":__nothing__":
        return [""]
    if told := returned(node):
        return told
    if node.type == "binary_operator" and operator(node) in {"||", "&&"} and (told := _either(node)):
        return told
    if node.type == "sigil" and text(node)[:2] in {"~H", "~L"}:
        return [f"renders {rendered}" if (rendered := in_brief(_content(node))) else "renders a template"]
    said = noun(node)
    if said in {"", "a computed value"}:
        return []
    known = {"tuple", "atom", "identifier", "map", "list"}
    return [f"{'returns' if depth or node.type in known else 'gives'} {said}"]


def _either(node: Node) -> list[str]:
    """`a || b` as a choice: what is taken, or else what is done; empty where both are values."""
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None or right.type != "call" or first(right, "arguments") is None:
        return []
    acted = does(right)
    if not acted or acted[0].startswith(("calls", "gives")):
        return []
    if operator(node) == "&&":
        return [f"if {condition(left)}, {run(IT, acted)}"]
    taken = does(left) if left.type == "call" else [f"takes {noun(left, 1)}"]
    return [*taken[:-1], f"{taken[-1]}, or else {listing(acted)}"]


def _content(node: Node) -> str:
    """What a sigil holds, as written."""
    return re.sub(r'^~\w"*\s*|\s*"*\w*$', "", text(node))


def _assertion(name: str, tested: Node) -> list[str]:
    """`assert` and `refute`: what must be so, with the steps that lead to it before it."""
    lead = "asserts that" if name == "assert" else "asserts that it is not so that"
    sides = [side for side in (field(tested, "left"), field(tested, "right")) if side is not None]
    sign = operator(tested) if tested.type == "binary_operator" else ""
    if sign == "=" and len(sides) == 2:
        if is_pipe(sides[1]):
            return [*pipeline(sides[1]), f"{lead} the result matches {noun(sides[0], 1)}"]
        return [f"{lead} {noun(sides[1], 1)} matches {noun(sides[0], 1)}"]
    if sign in {"==", "=~", "!=", "==="} and is_pipe(sides[0]):
        word = {"==": "equals", "===": "equals", "!=": "is not"}.get(
            sign, "contains" if sides[1].type == "string" else "matches"
        )
        told = f"the result {word} {noun(sides[1], 1)}"
        return [*pipeline(sides[0]), f"asserts that {told if name == 'assert' else negated(told)}"]
    if is_pipe(tested):
        *before, last = pipeline(tested)
        return [
            *before,
            last,
            f"{lead} this holds" if name == "assert" else "asserts that this does not hold",
        ]
    told = condition(tested)
    return [f"asserts that {told if name == 'assert' else negated(told)}"]


_RESULTS = {":ok": "an OK tuple", ":error": "an error tuple"}


def _tagged(node: Node) -> str:
    """A pattern that a value must match, where it says more than names: "an error tuple with `changeset`"."""
    if node.type == "tuple" and named(node) and named(node)[0].type == "atom":
        tag, *rest = named(node)
        what = _RESULTS.get(text(tag), f"a tuple of {code(bare(tag))}")
        held = [noun(part, 1) for part in rest if not text(part).startswith("_")]
        return f"{what} with {listing(held)}" if held else what
    if node.type == "map" and (struct := first(node, "struct")) is not None:
        return noun(node, 1) if names_in(node) else article(code(text(struct)))
    return "" if names_in(node) or node.type == "identifier" else noun(node, 1)


def _match(node: Node) -> list[str]:
    left, right = field(node, "left"), field(node, "right")
    if left is None or right is None:
        return []
    if (split := cons(left)) is not None:
        ahead, after = split
        steps = does(right, 1) if right.type == "call" or is_pipe(right) else [f"takes {noun(right)}"]
        goal = f"{listing([noun(part, 1) for part in ahead])} followed by {noun(after, 1)}"
        return [*steps[:-1], f"{steps[-1]}, as {goal}"]
    if left.type == "boolean" and right.type != "identifier":
        told = condition(right)
        return [f"makes sure that {told if text(left) == 'true' else negated(told)}"]
    if tagged := _tagged(left):
        steps = does(right, 1) if right.type == "call" or is_pipe(right) else [f"takes {noun(right)}"]
        if tagged.startswith("an OK tuple with") and len(steps) == 1 and IT not in steps[0]:
            return [f"{steps[0]}, which gives {tagged}"]
        if len(steps) == 1 and IT not in steps[0]:
            return [f"{steps[0]}, which must give {tagged}"]
        return [*steps, f"matches the result with {tagged}"]
    bound = names_in(left) if left.type in {"tuple", "list", "map", "bitstring"} else codes([bare(left)])
    goal = listing(bound)
    if not goal:
        return does(right, 1)
    if is_pipe(right):
        *before, last = pipeline(right)
        return [*before, f"{last}, which gives {goal}"] if before else [last]
    if right.type == "call" and target(right) in BRANCHES - {"for"}:
        return _chosen(goal, right)
    if right.type == "call":
        acted = does(right)
        if len(acted) == 1 and not acted[0].startswith(("calls", "if", "for")):
            return [f"{acted[0]}, as {goal}"]
        call = call_act(right)
        value = noun(right)
        if not value.startswith(("the result of", "a computed")):
            return [f"sets {goal} to {value}"]
        return (
            [f"sets {goal} by calling{call[5:]}"] if call.startswith("calls") else [f"sets {goal} to {value}"]
        )
    said = noun(right)
    return [f"sets {goal}" if said in {"", "a computed value"} else f"sets {goal} to {said}"]


def _chosen(goal: str, node: Node) -> list[str]:
    """A value that a branch gives: "sets `size`: if `x` is set, it returns 1, ..."."""
    short_form = noun(node)
    if " if " in short_form and not short_form.startswith("the result"):
        return [f"sets {goal} to {short_form}"]
    *before, last = branch_acts(node) or [""]
    if not last:
        return [f"sets {goal}"]
    return [*before, f"sets {goal} by a choice: {last.replace(IT, 'it')}"]
