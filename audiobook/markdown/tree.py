"""From a token stream to a syntax tree, in linear time and without recursion, unlike SyntaxTreeNode's constructor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from audiobook.markdown.limits import INLINE_NESTING, NESTING, TooDeep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token


class Root(SyntaxTreeNode):
    """The root of a lesson's tree. `path` is the file as messages name it, "" where there is none."""

    path = ""


def tree(tokens: Sequence[Token], path: str = "") -> Root:
    """The tree of a token stream. Raises TooDeep."""
    root = Root()
    root.path = path
    _grow(root, tokens, NESTING)
    return root


def path_of(node: SyntaxTreeNode) -> str:
    """The file, as messages name it, from which the tree of this node was read; "" where none is known."""
    while node.parent is not None:
        node = node.parent
    return node.path if isinstance(node, Root) else ""


def lines_of(node: SyntaxTreeNode | None, bounds: tuple[int, int]) -> tuple[int, int]:
    """The 1-based, inclusive source lines of a node, within bounds; those of what holds it where it has none."""
    first, last = bounds
    while node is not None and node.type != "root":
        if node.map:
            start = min(max(node.map[0] + 1, first), last)
            return start, min(max(node.map[1], start), last)
        node = node.parent
    return bounds


def _grow(root: SyntaxTreeNode, tokens: Sequence[Token], limit: int) -> None:
    path = [root]
    line = 0
    for token, closing in _with_closing(tokens):
        if token.map:
            line = token.map[0]
        if token.nesting == -1:
            path.pop()
            continue
        if token.nesting == 1:
            node = SyntaxTreeNode((token, closing), create_root=False)
        else:
            node = SyntaxTreeNode()
            node.token = token
            try:
                _grow(node, token.children or (), INLINE_NESTING)
            except TooDeep:
                raise TooDeep(line) from None
        node.parent = path[-1]
        path[-1].children.append(node)
        if token.nesting == 1:
            path.append(node)
            if len(path) > limit + 1:
                raise TooDeep(line)


def _with_closing(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Each token with the one that closes it (itself, where nothing nests)."""
    pairs = [(token, token) for token in tokens]
    openings: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting == 1:
            openings.append(index)
        elif token.nesting == -1:
            opening = openings.pop()
            pairs[opening] = (tokens[opening], token)
    return pairs
