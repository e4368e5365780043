"""Blocks that have no words of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import EMBEDDED
from audiobook.markdown.html import tag
from audiobook.narration.blocks.text import tell_unheard

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

_FILE = re.compile(r"[\w-]\.[a-z]{1,5}\b|\bfile=|\bsrc=|\bsource=", re.IGNORECASE)
_EMBEDDED = {
    **EMBEDDED,
    "svg": "a drawing without alternative text",
    "canvas": "a drawing without alternative text",
    "math": "a formula in MathML",
}


def html_block(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A comment, perhaps a directive; tags without text; or an element that cannot be heard."""
    source = node.content.strip()
    piece = tag(source)
    shows = node.meta.get("shows") or (_EMBEDDED.get(piece.name) if piece and piece.kind == "open" else None)
    if shows:
        narrator.account(node, "omitted", shows)
        tell_unheard(narrator, node, "It is")
    elif piece is not None and piece.kind == "comment":
        narrator.account(node, "omitted", narrator.comment(node), kind="comment")
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
    """A tag without words; one that stands for another file is announced where text leads up to it."""
    narrator.account(node, "omitted", "a tag of the site generator")
    if _FILE.search(node.content):
        tell_unheard(narrator, node, "It is")


def stray_mark(narrator: Narrator, node: SyntaxTreeNode) -> None:
    groups = "groups" in node.meta
    narrator.account(node, "omitted", "groups what follows" if groups else "closes no container")
