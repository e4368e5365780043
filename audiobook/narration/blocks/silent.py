"""Blocks that have no words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.markdown.html import tag

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

_EMBEDDED = {
    "iframe": "an embedded page",
    "video": "a video",
    "audio": "an audio player",
    "svg": "a drawing without alternative text",
    "canvas": "a drawing without alternative text",
    "math": "a formula in MathML",
}


def html_block(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A comment, perhaps a directive; tags without text; or an element that cannot be heard."""
    source = node.content.strip()
    piece = tag(source)
    if piece is not None and piece.kind == "comment":
        narrator.account(node, "omitted", narrator.comment(node), kind="comment")
    elif piece is not None and piece.kind == "open" and piece.name in _EMBEDDED:
        narrator.account(node, "omitted", _EMBEDDED[piece.name])
    else:
        narrator.account(node, "omitted", "HTML without text")


def thematic_break(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.pause(narrator.pauses.thematic_break)
    narrator.account(node, "described", "a pause")


def definition(narrator: Narrator, node: SyntaxTreeNode) -> None:
    what = "the definition of an abbreviation" if "abbreviation" in node.meta else "the target of links"
    narrator.account(node, "omitted", what)


def attribute_list(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node, "omitted", "attributes of a block beside it")


def template_tag(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node, "omitted", "a tag of the site generator")


def stray_mark(narrator: Narrator, node: SyntaxTreeNode) -> None:
    narrator.account(node, "omitted", "closes no container")
