"""Definition lists, and lists of bullets that are meant as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.model import Written
from audiobook.narration.inline import Inline, Note
from audiobook.narration.parts import SILENT_TYPES
from audiobook.narration.writing import EMPTY, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator


def definition_list(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """`Term: meaning.` for each term; of several meanings each begins with the term."""
    narrator.account(node)
    terms: list[Written] = []
    notes: list[Note] = []
    said_terms = True
    for child in node.children:
        if child.type not in ("dt", "dd"):
            narrator.aside(child, "list")
        elif child.type == "dt":
            terms = terms if not said_terms else []
            said_terms = False
            read = [narrator.read(inner) for inner in child.children if inner.type == "inline"]
            terms += [inline.written for inline in read]
            notes += [note for inline in read for note in inline.notes]
        else:
            _meaning(narrator, child, _term(terms), again=said_terms)
            narrator.footnotes_of(Inline(EMPTY, tuple(notes)), child)
            said_terms, notes = True, []
    if terms and not said_terms:
        narrator.say(_term(terms), "list", node, narrator.pauses.item)
    narrator.pause(narrator.pauses.paragraph)


def _term(terms: list[Written]) -> Written:
    return join(terms, ", ")


def _meaning(narrator: Narrator, meaning: SyntaxTreeNode, term: Written, *, again: bool) -> None:
    lead = join((Written("Or,"), term)) if again and term.text else term
    lead = join((lead, Written(":")), "") if lead.text else lead
    blocks = list(meaning.children)
    while blocks and blocks[0].type in SILENT_TYPES:
        narrator.block(blocks.pop(0))
    first = blocks[0] if blocks else None
    if first is not None and (first.type == "inline" or (first.type == "paragraph" and first.children)):
        narrator.block_with(first, lambda: _meant(narrator, first, lead))
        blocks = blocks[1:]
    else:
        narrator.say(lead, "list", meaning, narrator.pauses.sentence)
    narrator.walk(blocks)


def _meant(narrator: Narrator, block: SyntaxTreeNode, lead: Written) -> None:
    inline = narrator.read(block if block.type == "inline" else block.children[0])
    said = narrator.prose_of(block, inline, "list", narrator.pauses.item, lead)
    if block.type == "paragraph":
        narrator.account(
            block, "spoken" if said else "omitted", inline.omission if said else "no words in it"
        )


def is_definitions(items: Sequence[SyntaxTreeNode]) -> bool:
    """Whether every item is a term with a list of meanings that begin with a colon, as MDN writes them."""
    return bool(items) and all(
        len(item.children) == 2
        and item.children[0].type == "paragraph"
        and item.children[1].type == "bullet_list"
        and all(map(_is_meaning, item.children[1].children))
        for item in items
    )


def _is_meaning(item: SyntaxTreeNode) -> bool:
    first = item.children[0] if item.children else None
    return bool(
        first and first.type == "paragraph" and first.children and first.children[0].content.startswith(": ")
    )


def definitions_of(narrator: Narrator, node: SyntaxTreeNode, items: Sequence[SyntaxTreeNode]) -> None:
    narrator.account(node)
    for item in items:
        term, meanings = item.children
        narrator.account(term)
        narrator.account(meanings)
        title = narrator.read(term.children[0])
        for number, meaning in enumerate(meanings.children):
            _drop_colon(meaning.children[0].children[0])
            _meaning(narrator, meaning, title.written, again=number > 0)
        narrator.footnotes_of(title, term)
    narrator.pause(narrator.pauses.paragraph)
    narrator.heard = "list"


def _drop_colon(text: SyntaxTreeNode) -> None:
    """Take `: ` from the start of a text."""
    children = text.token.children if text.token else None
    if children and children[0].type == "text" and children[0].content.startswith(": "):
        children[0].content = children[0].content[2:]
