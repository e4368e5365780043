"""The outline every language can have: what a block defines, what that takes, does and returns, breadth first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tree_sitter import Node

from audiobook.narration.code.abouts import (
    class_say,
    class_says,
    fact_of,
    function_say,
    function_says,
    is_function,
)
from audiobook.narration.code.act import Act
from audiobook.narration.code.budget import MOST_SENTENCES, Say, say
from audiobook.narration.code.comments import read_comment
from audiobook.narration.code.definitions import Definition, definition
from audiobook.narration.code.kinds import IMPORTS
from audiobook.narration.code.phrases import imported, steps
from audiobook.narration.code.snippet import Snippet, text
from audiobook.narration.code.telling import Telling, does_all, in_sentences, lines_of, outline, size, where
from audiobook.narration.code.trees import unwrapped
from audiobook.narration.code.words import code, count, listing, some

__all__ = [
    "Definition",
    "class_says",
    "definition",
    "function_say",
    "function_says",
    "opening",
    "sorted_tops",
    "tell",
]


SayNode = Callable[[Node], "Act | str | None"]


def opening(snippet: Snippet, made: Definition) -> Say:
    """`Here is the function X in Python, five lines.`"""
    return say(f"Here is {made.title} in {snippet.language.spoken}, {size(snippet)}{where(snippet)}", rank=0)


@dataclass(slots=True)
class Tops:
    """The outermost statements of a block by what they are: a note on all of it, imports, definitions, the rest."""

    note: str = ""
    imports: list[str] = field(default_factory=list)
    made: list[Definition] = field(default_factory=list)
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)


def sorted_tops(nodes: Sequence[Node]) -> Tops:
    """The parts of a block, in order within each kind."""
    tops = Tops()
    nodes = list(nodes)
    noted = _header(nodes)
    if noted:
        tops.note = noted[1]
        nodes = nodes[noted[0] :]
    for node in nodes:
        inner = unwrapped(node)
        if inner.type in IMPORTS:
            tops.imports += [one for one in imported(inner) if one not in tops.imports]
        elif inner.type in {"attribute_item", "inner_attribute_item"}:
            continue
        elif (found := definition(node)) is not None:
            _drop_note(tops, found)
            tops.made.append(found)
        else:
            (tops.after if tops.made else tops.before).append(node)
    tops.made = _methods_under_their_types(_without_prototypes(tops.made))
    tops.before, tops.after = _stated(tops.before), _stated(tops.after)
    return tops


def _stated(nodes: Sequence[Node]) -> list[Node]:
    """Statements without the comments that stand after the last of them."""
    ends = max((at + 1 for at, node in enumerate(nodes) if "comment" not in node.type), default=0)
    row = nodes[ends - 1].end_point[0] if ends else -1
    while ends < len(nodes) and nodes[ends].start_point[0] == row:
        ends += 1
    return list(nodes[:ends])


def _without_prototypes(made: list[Definition]) -> list[Definition]:
    """The definitions without the declarations in C of functions that the block defines as well."""
    defined = {one.name for one in made if one.node is not None and one.node.type == "function_definition"}
    return [
        one
        for one in made
        if not (one.node is not None and one.node.type == "declaration" and one.name in defined)
    ]


def _drop_note(tops: Tops, found: Definition) -> None:
    """The comment that a definition keeps as its note is not told again as a statement."""
    rest = tops.after if tops.made else tops.before
    while found.note and rest and "comment" in rest[-1].type:
        rest.pop()


def _header(nodes: Sequence[Node]) -> tuple[int, str] | None:
    """A comment that opens the block and speaks of all of it: one before imports, a package line or a blank line."""
    ends = 0
    while ends < len(nodes) and "comment" in nodes[ends].type:
        if ends and nodes[ends].start_point[0] != nodes[ends - 1].end_point[0] + 1:
            break
        ends += 1
    if not ends:
        return None
    following = nodes[ends] if ends < len(nodes) else None
    gap = following is not None and following.start_point[0] > nodes[ends - 1].end_point[0] + 1
    if following is None or not (gap or unwrapped(following).type in IMPORTS):
        return None
    comment = read_comment("\n".join(text(node) for node in nodes[:ends]))
    if comment.kind in {"silent", "result", "fine"}:
        rest = _header(nodes[ends:])
        return (ends + rest[0], rest[1]) if rest else (ends, "")
    return ends, comment.said


def tell(snippet: Snippet, say_node: SayNode | None = None, tops: Tops | None = None) -> Telling | None:
    """The outline of a block of a language whose trees follow the shared names; None when nothing could be told."""
    tops = tops or sorted_tops(snippet.tops)
    before, after = steps(tops.before, 0, say_node), steps(tops.after, 0, say_node)
    if not (tops.made or before or after or tops.imports or tops.note):
        return None
    says = _head(snippet, tops)
    if tops.made and before:
        says.append(does_all(before, "first, it", 2))
    room = (
        MOST_SENTENCES - len(says) - bool(after) + bool(tops.imports)
    )  # what is imported is told where there is room
    if len(tops.made) == 1 and tops.made[0].name == "main" and tops.imports and not (before or after):
        return as_program(snippet, outline("outline", *says, *_abouts(tops.made, room, True)))
    says += _abouts(tops.made, room, bool(tops.imports or before))
    if after or (before and not tops.made):
        lead = "then it" if tops.made else "it"
        rank = 3 if tops.made and all(one.plain.startswith("exports ") for one in after) else 1
        says += in_sentences(after or before, lead, rank, 1 if tops.made else max(room, 1))
    return outline("outline", *says)


def as_program(snippet: Snippet, told: Telling) -> Telling:
    """A block whose one function is `main`, with its imports, as a program."""
    head = say(f"Here is a {snippet.language.spoken} program, {size(snippet)}{where(snippet)}", rank=0)
    rest = tuple(
        Say(tuple(re.sub(r"^`main` ", "It ", form) for form in one.forms), one.rank) for one in told.says[1:]
    )
    return replace(told, says=(head, *rest))


def _abouts(made: Sequence[Definition], room: int, apart: bool) -> list[Say]:
    if len(made) == 1:
        one = made[0]
        subject = (one.spoken or one.title) if apart else "it"
        return function_says(one, subject, 1, max(1, room)) if is_function(one) else class_says(one, "it")
    says = []
    for one in made:
        subject = one.spoken or one.title
        if is_function(one):
            says.append(function_say(one, subject))
        elif len(made) > 2:
            says.append(class_say(one, one.title if one.kind == "implementation" else subject))
        else:
            says += class_says(one, subject)
    return says


def _head(snippet: Snippet, tops: Tops) -> list[Say]:
    made, imports = tops.made, tops.imports
    lines = f"{lines_of(snippet)}{where(snippet)}"
    says = []
    if len(made) == 1:
        says.append(opening(snippet, made[0]))
    elif made:
        says.append(_defines(made, lines, snippet.lines))
    else:
        says.append(say(lines, rank=0))
    if tops.note:
        spoken_for = any(one.note and not fact_of(one.note) for one in made)
        says.append(
            say(f"in its author's words: {tops.note[:1].upper()}{tops.note[1:]}", rank=3 if spoken_for else 2)
        )
    if imports:
        brief = f"it imports {count(len(imports), 'module')}"
        verb = "includes" if snippet.language.spoken == "C" else "imports"
        says.append(say(f"it {verb} {some(list(imports), 3)}", brief.replace("imports", verb), rank=3))
    return says


def _defines(made: Sequence[Definition], lines: str, size_: int) -> Say:
    """`Twelve lines of Go, which define two functions, A and B.`"""
    kinds = list(dict.fromkeys(one.kind for one in made))
    groups = [[one for one in made if one.kind == kind] for kind in kinds]
    full = [_grouped(group) for group in groups]
    short = [
        f"{count(len(group), group[0].kind)}, among them {listing(_names(group)[:3])}"
        if len(group) > 4
        else told
        for group, told in zip(groups, full, strict=True)
    ]
    brief = listing([count(len(group), group[0].kind) for group in groups])
    verb = "define" if size_ != 1 else "defines"
    return say(*(f"{lines}, which {verb} {told}" for told in (listing(full), listing(short), brief)), rank=0)


def _grouped(group: Sequence[Definition]) -> str:
    """Definitions of one kind with their names; overloads of one name say it once."""
    names = _names(group)
    total = count(len(group), group[0].kind)
    if len(group) > 1 and len(set(names)) == 1:
        return f"{total} called {names[0]}"
    return f"{total}, {listing(list(dict.fromkeys(names)))}"


def _names(group: Sequence[Definition]) -> list[str]:
    """The names of definitions; an implementation is named by its trait and its type."""
    return [
        f"{code(one.parents[0])} for {code(one.name)}"
        if one.kind == "implementation" and one.parents
        else code(one.name)
        for one in group
        if code(one.name)
    ]


def _methods_under_their_types(made: list[Definition]) -> list[Definition]:
    """A Rust `impl` block, or a Go method, is told with the struct or enum it belongs to."""
    kept: list[Definition] = []
    for one in made:
        name = one.owner or (one.name if one.kind == "implementation" and not one.parents else "")
        at = next(
            (
                i
                for i, other in enumerate(kept)
                if name and other.name == name and other.kind in {"struct", "enum", "type"}
            ),
            None,
        )
        if at is None:
            kept.append(one)
        else:
            added = (replace(one, owner=""),) if one.owner else one.members
            kept[at] = replace(kept[at], members=(*kept[at].members, *added))
    return kept
