"""Rust above the shared outline: programs, and what a derive adds."""

from __future__ import annotations

import re
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import outline
from audiobook.narration.code.definitions import Definition
from audiobook.narration.code.snippet import Snippet, text
from audiobook.narration.code.telling import Telling
from audiobook.narration.code.words import code, listing


def tell(snippet: Snippet) -> Telling | None:
    """A Rust block by its outline."""
    tops = outline.sorted_tops(snippet.tops)
    tops.made = [_with_attributes(made) for made in tops.made]
    return outline.tell(snippet, None, tops)


def _with_attributes(made: Definition) -> Definition:
    """A definition with what its attributes say: tests, derived traits."""
    attributes = [text(node) for node in _attributes(made.node)]
    derived = [
        name
        for one in attributes
        for hit in re.findall(r"derive\(([^)]*)\)", one)
        for name in re.findall(r"\w+", hit)
    ]
    if any(re.match(r"#\[(?:tokio::)?test\b", one) for one in attributes):
        return replace(made, kind="test")
    marks = (
        (*made.marks, f"derives {listing([code(name) for name in derived[:4]])}") if derived else made.marks
    )
    return replace(made, marks=marks)


def _attributes(node: Node | None) -> list[Node]:
    found: list[Node] = []
    above = node.prev_named_sibling if node is not None else None
    while above is not None and (above.type == "attribute_item" or "comment" in above.type):
        if above.type == "attribute_item":
            found.append(above)
        above = above.prev_named_sibling
    return found
