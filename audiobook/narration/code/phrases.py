"""Says statements as verb phrases in the third person: "sets `x` to 5", "returns `total`"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import cases, control
from audiobook.narration.code.act import Act, act, as_act
from audiobook.narration.code.bodies import body_of, function_name
from audiobook.narration.code.calls import known_value
from audiobook.narration.code.comments import Comment, read_comment
from audiobook.narration.code.imports import imported
from audiobook.narration.code.kinds import (
    BLOCKS,
    BRANCHES,
    CALLS,
    LAMBDAS,
    LOOPS,
    SWITCHES,
    WHILES,
)
from audiobook.narration.code.nouns import noun
from audiobook.narration.code.snippet import field, text, walk
from audiobook.narration.code.statements import LONG_VALUE, step
from audiobook.narration.code.trees import callee, unwrapped
from audiobook.narration.code.words import IT, listing, spoken_length

__all__ = ["acts", "body_of", "does", "function_name", "imported", "step", "steps", "steps_of"]


SayNode = Callable[[Node], "Act | str | None"]


def acts(nodes: Iterable[Node], say_node: SayNode | None = None, depth: int = 0) -> list[str]:
    """The verb phrases of a run of statements; a comment stands in for the statements up to the next blank line."""
    return [one.plain for one in steps(list(nodes), depth, say_node)]


def does(node: Node, depth: int = 0) -> str:
    """A statement as a verb phrase in the third person; empty when there is nothing to tell."""
    told = step(node, depth)
    return told.plain if told is not None else ""


def steps_of(function: Node, depth: int = 0) -> list[Act]:
    """What a function does; an expression that is its whole body, or its last value in Rust, is what it returns."""
    body = field(function, "body")
    if body is not None and function.type in LAMBDAS and not _is_block(body):
        if body.type in CALLS and known_value(body):
            return [act(f"returns {noun(body, depth)}")]
        if body.type in CALLS or body.type.startswith(("assignment", "augmented", "update", "await")):
            told = step(body, depth)
            return [told] if told else []
        return [act(f"returns {noun(body, depth)}")]
    nodes = body_of(function)
    if (
        nodes
        and nodes[-1].type != "expression_statement"
        and "comment" not in nodes[-1].type
        and _is_rust(function)
    ):
        told_last = _tail(nodes[-1], depth)
        if told_last is not None:
            before = steps(nodes[:-1], depth)
            return (
                [*before, _after(told_last, nodes[-2])] if len(nodes) > 1 and before else [*before, told_last]
            )
    return steps(nodes, depth)


def _is_block(node: Node) -> bool:
    return node.type in {"statement_block", "block", "compound_statement", "body_statement"}


def _is_rust(function: Node) -> bool:
    return function.type in {"function_item", "closure_expression"}


def _tail(node: Node, depth: int) -> Act | None:
    """The last value of a Rust block."""
    if node.type in {*LOOPS, *WHILES, "let_declaration"} or node.type.endswith("_item"):
        return None
    if node.type == "macro_invocation" and callee(node) not in {"format", "vec", "matches", "json"}:
        return None
    if node.type in BRANCHES or node.type in SWITCHES:
        told = cases.value_by_case(node, depth) if node.type in SWITCHES else ""
        return act(f"returns {told}") if told and spoken_length(told) <= LONG_VALUE else None
    return act(f"returns {noun(node, depth)}")


def _after(told: Act, before: Node) -> Act:
    return _prefixed(told, "otherwise") if control.leaves(before) else told


# -- runs of statements -----------------------------------------------------------------------------------------------


def steps(nodes: Sequence[Node], depth: int = 0, say_node: SayNode | None = None) -> list[Act]:
    """A run of statements in order, each at three lengths, with its comments taken for what they are."""
    told: list[Act] = []
    origins: list[Node | None] = []
    waiting: Comment | None = None
    silent_to, last_row, untold = -1, -2, -1
    for node in _with_whole_comments(nodes):
        row = node[0].start_point[0]
        if "comment" in node[0].type:
            if not told and _opens_a_line_of_code(node[0]):
                continue
            comment = read_comment("\n".join(text(part) for part in node))
            end = node[-1].end_point[0]
            if row == untold:
                continue
            if row == last_row or comment.kind == "result":
                _noted(told, comment)
            elif comment.kind == "step":
                told.append(act(comment.words))
                origins.append(None)
                silent_to = end + 1
            elif comment.kind in {"remark", "error"}:
                waiting = comment
            if row != last_row:
                last_row = -2
            continue
        statement = node[0]
        last_row = statement.end_point[0]
        if silent_to >= 0 and row <= silent_to:
            silent_to = last_row + 1
            continue
        silent_to = -1
        one = _told(statement, depth, say_node)
        if one is None:
            untold = last_row
            continue
        if waiting is not None:
            one, waiting = _with_comment(one, waiting), None
        told.append(one)
        origins.append(statement)
    if waiting is not None and waiting.kind == "remark" and not told:
        told.append(act(f"holds only the comment: {waiting.words}", "", "holds only a comment"))
        origins.append(None)
    return _linked(_checked(told, origins))


def _opens_a_line_of_code(comment: Node) -> bool:
    """Whether a comment stands behind what opens its block: it speaks of that line, not of the block."""
    block = comment.parent
    return block is not None and block.type in BLOCKS and block.start_point[0] == comment.start_point[0]


def _told(node: Node, depth: int, say_node: SayNode | None) -> Act | None:
    said = say_node(node) if say_node is not None else step(node, depth)
    told = said if isinstance(said, Act) else (as_act(said) if said else None)
    if told is not None and node.has_error and node.type not in BRANCHES | LOOPS | WHILES:
        told = Act(told.brief, told.brief, told.brief)  # what could not be read is not guessed at
    if told is not None and told.plain.startswith("evaluates ") and _beside_damage(node):
        return None
    notes = _notes_inside(node)
    if told is None or len(notes) < 2 or IT in told.plain:
        return told
    return replace(told, full=f"{told.brief}: it {listing(notes[:5])}")


def _beside_damage(node: Node) -> bool:
    """Whether a statement is a scrap of a line that could not be read."""
    row = node.start_point[0]
    beside = (node.parent, node.prev_sibling, node.next_sibling)
    return any(
        one is not None and one.is_error and row in (one.start_point[0], one.end_point[0]) for one in beside
    )


def _notes_inside(node: Node) -> list[str]:
    """The steps that comments name inside one statement: before the links of a chain, the items of a list."""
    found: list[str] = []
    last = None
    for part in walk(node):
        if part != node and (part.type in LAMBDAS | BLOCKS or part.type in {"object", "dictionary"}):
            last = part.end_byte
        if "comment" in part.type and (last is None or part.start_byte > last):
            comment = read_comment(text(part))
            if comment.kind == "step":
                found.append(comment.words)
    return found


def _with_whole_comments(nodes: Sequence[Node]) -> list[list[Node]]:
    """The statements one by one, with comment lines that follow each other as one run."""
    groups: list[list[Node]] = []
    for node in nodes:
        last = groups[-1][-1] if groups else None
        own_line = last is None or node.start_point[0] > last.end_point[0]
        if (
            last is not None
            and own_line
            and "comment" in node.type
            and "comment" in last.type
            and node.start_point[0] == last.end_point[0] + 1
            and text(node)[:2] not in {"/*", '"""'}
            and (len(groups) < 2 or groups[-1][0].start_point[0] != groups[-2][-1].end_point[0])
        ):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _noted(told: list[Act], comment: Comment) -> None:
    """A comment at the end of a line, added to what that line does."""
    if not told or comment.kind == "silent":
        return
    last = told[-1]
    if comment.kind == "error" and last.plain.startswith(("prints ", "alerts ")):
        comment = Comment("result", comment.words)
    aside = {
        "result": f", which gives {comment.words}",
        "error": ", which is an error",
        "fine": ", which is fine",
    }.get(comment.kind, "")
    if aside:
        said_already = comment.kind == "result" and comment.words.strip("`. ") in last.plain.replace("`", "")
        told[-1] = last if said_already else Act(last.full + aside, last.plain + aside, last.brief)
    elif spoken_length(comment.said) <= 14:
        told[-1] = replace(last, full=f"{last.full}, with the comment: {comment.said}")


def _with_comment(one: Act, comment: Comment) -> Act:
    """A statement with the remark that stands above it."""
    if comment.kind == "error":
        rest = re.sub(r"^\W*(?:\w*error|wrong|bad|invalid)\W*", "", comment.words, flags=re.I)
        aside = ", which is an error" if re.match(r"(?i)\w*error", comment.words) else ", which is wrong"
        return Act(one.plain + aside + (f": {rest}" if rest else ""), one.plain + aside, one.brief)
    return replace(one, full=f"{one.plain}, with the comment: {comment.words}")


def _checked(told: list[Act], origins: Sequence[Node | None]) -> list[tuple[Act, Node | None]]:
    """Go's way with errors: the check after a call becomes part of the call."""
    pairs: list[tuple[Act, Node | None]] = []
    for one, origin in zip(told, origins, strict=True):
        test = field(unwrapped(origin), "condition") if origin is not None else None
        if (
            pairs
            and test is not None
            and origin is not None
            and field(unwrapped(origin), "initializer") is None
            and re.fullmatch(r"err\w* != nil", text(test))
            and re.search(r"`err\w*`", pairs[-1][0].plain.split(" by ")[0])
        ):
            before = pairs[-1][0]
            failed = one.plain.partition(IT)[2].strip()
            call = re.sub(r"sets `err\w*` by calling", "calls", before.plain)
            call = re.sub(r" and `err\w*`(?= (?:by|to) )", "", call)
            joined = f"{call}, and on an error {failed}" if failed else call
            pairs[-1] = (Act(joined, joined, re.sub(r" and `err\w*`$", "", before.brief)), pairs[-1][1])
        else:
            pairs.append((one, origin))
    return pairs


_MERGED = re.compile(r"(keeps|imports|requires) `[^`]*`(?:,? (?:and )?`[^`]*`)*$")


def _linked(pairs: Sequence[tuple[Act, Node | None]]) -> list[Act]:
    """Phrases after a clause of their own get "then" or "otherwise", so that nobody takes them for part of it."""
    told: list[Act] = []
    previous: Node | None = None
    controlled = False
    for one, origin in pairs:
        kind = _MERGED.match(one.plain)
        if told and kind is not None and _MERGED.match(told[-1].plain) and told[-1].plain.startswith(kind[1]):
            told[-1] = act(_merged(told[-1].plain, one.plain))
        elif told and previous is not None and control.leaves(previous):
            told.append(_prefixed(one, "otherwise"))
        elif told and controlled:
            told.append(_prefixed(one, "then"))
        else:
            told.append(one)
        previous, controlled = origin, IT in one.plain or ": it " in one.plain
    return told


def _merged(before: str, phrase: str) -> str:
    """`keeps a` and `keeps b` as `keeps a and b`."""
    verb, _, rest = before.partition(" ")
    parts = [part.removeprefix("and ") for part in re.split(r", (?:and )?| and ", rest)]
    return f"{verb} {listing([*parts, phrase.partition(' ')[2]])}"


def _prefixed(one: Act, word: str) -> Act:
    def put(phrase: str) -> str:
        if phrase.startswith(("then ", "otherwise", "at the end", "in any case")):
            return phrase
        comma = "," if IT in phrase and word == "otherwise" else ""
        return f"{word}{comma} {phrase}" if IT in phrase else f"{word} {IT} {phrase}"

    return Act(put(one.full), put(one.plain), put(one.brief) if IT in one.plain else one.brief)


# -- one statement ------------------------------------------------------------------------------------------------
