"""Where the statements of functions, loops, branches and classes are, in every grammar."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.kinds import BLOCKS
from audiobook.narration.code.snippet import field, text, trailing_comments


def function_name(node: Node) -> str:
    """The declared name of a function, through C declarators."""
    target = field(node, "name")
    declarator = field(node, "declarator")
    while target is None and declarator is not None:
        inner = field(declarator, "declarator")
        if inner is None:
            target = declarator
        declarator = inner
    return text(target)


def body_of(node: Node) -> list[Node]:
    """The statements inside a function, loop, branch or class, comments included."""
    holder = field(node, "body", "consequence")
    if holder is None:
        holder = next((child for child in node.named_children if child.type in BLOCKS), None)
    if holder is None:
        return []
    return statements(holder, node)


def statements(holder: Node, owner: Node | None = None) -> list[Node]:
    """The statements of a block, or the one statement that stands where a block could."""
    if holder.type not in BLOCKS:
        return [holder]
    # Python's grammar hangs a comment that opens a body on the statement, before its block.
    before = [
        child
        for child in (owner.named_children if owner is not None else [])
        if "comment" in child.type
        and child.end_byte <= holder.start_byte
        and child.start_point[0] > (owner.start_point[0] if owner is not None else -1)
    ]
    inside = [
        part
        for child in holder.named_children
        for part in (child.named_children if child.type == "statement_list" else [child])
    ]
    return [*before, *(found for part in inside for found in (part, *trailing_comments(part)))]
