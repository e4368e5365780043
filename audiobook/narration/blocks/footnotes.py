"""Footnotes: short ones after the sentence that calls them, long ones at the section's end, citations not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.narration.inline import Note, read, written
from audiobook.narration.writing import led

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.inline import Inline
    from audiobook.narration.narrator import Narrator
    from audiobook.narration.parts import Footnote

_SHORT_WORDS = 25
_LEAD = "Note:"
_YEAR = r"\(?(?:1[5-9]|20)\d\d[a-z]?\)?"
_CITATION = re.compile(
    rf"""(?: (?:see|cf\.|ibid\.?|from|source:?|via|quoted\sin|adapted\sfrom)\b.{{0,80}}
           | [A-Z][\w'’-]+(?:,\s(?:[A-Z]\.\s?)+|\set\sal\.?|\s&\s|,?\sand\s)?.*\b{_YEAR}.*
           | .*\b(?:doi|isbn|pp?\.\s?\d|vol\.|arXiv)\b.* )$""",
    re.VERBOSE | re.DOTALL,
)
_SENTENCE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|must|may|might|be|been|means|needs?|uses?)\b"
)


def called(narrator: Narrator, note: Note, node: SyntaxTreeNode, pause_ms: int) -> int:
    """Say the note that the text at `node` calls, if it is short; a long one waits. Gives how many were said."""
    if note.content:
        words = written(note.content)
        return narrator.say(led(_LEAD, words), "note", node, pause_ms) if words.text else 0
    footnote = narrator.footnotes.get(note.label)
    if footnote is None or footnote.used:
        return 0
    footnote.used = True
    with narrator.within(footnote.bounds):
        return _call(narrator, footnote, pause_ms)


def unheard(narrator: Narrator, notes: Iterable[Note]) -> None:
    """Account for notes that are called from text which is not said, such as a row of a long table."""
    for note in notes:
        footnote = narrator.footnotes.get(note.label)
        if footnote is not None and not footnote.used:
            footnote.used = True
            with narrator.within(footnote.bounds):
                narrator.account_all(footnote.node, "omitted", "the text that calls it is not said")


def _call(narrator: Narrator, footnote: Footnote, pause_ms: int) -> int:
    inline = _only_paragraph(narrator, footnote.node)
    if inline is None or len(inline.written.text.split()) > _SHORT_WORDS:
        narrator.postponed.append(footnote)
        return 0
    if _is_citation(inline):
        narrator.account_all(footnote.node, "omitted", "a citation")
        return 0
    said = narrator.say(led(_LEAD, inline.written), "note", footnote.node, pause_ms)
    if said:
        narrator.account_all(footnote.node, "spoken", "after the sentence that calls it")
    else:
        narrator.account_all(footnote.node, "omitted", "no words in it")
    return said


def tell_postponed(narrator: Narrator) -> None:
    """Say the long footnotes that the section called."""
    while narrator.postponed:
        footnote = narrator.postponed.pop(0)
        with narrator.within(footnote.bounds):
            narrator.tell("A note to this section.", "note", footnote.node, narrator.pauses.sentence)
            narrator.account(footnote.node, "spoken", "at the end of the section that calls it")
            narrator.walk(footnote.node.children)


def footnote_reference(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """Where a footnote is written nothing is said; one that no text calls is left out."""
    label = str(node.meta.get("label", ""))
    if label not in narrator.footnotes or narrator.footnotes[label].node is not node:
        narrator.account_all(node, "omitted", "another footnote has this label")


def account_uncalled(narrator: Narrator) -> None:
    """Enter the footnotes that nothing called into the ledger."""
    for footnote in narrator.footnotes.values():
        if not footnote.used:
            with narrator.within(footnote.bounds):
                narrator.account_all(footnote.node, "omitted", "no text calls this footnote")


def _only_paragraph(narrator: Narrator, node: SyntaxTreeNode) -> Inline | None:
    if len(node.children) != 1 or node.children[0].type != "paragraph" or not node.children[0].children:
        return None
    return read(node.children[0].children[0], narrator.expanded)


def _is_citation(inline: Inline) -> bool:
    """Whether a note only says where something comes from: a link alone, or a reference without a sentence."""
    text = inline.written.text
    outside = list(text)
    for mark in inline.written.marks:
        if mark.kind == "link":
            outside[mark.start : mark.end] = " " * (mark.end - mark.start)
    if not re.search(r"\w{3}", re.sub(r"https?://\S+", "", "".join(outside))):
        return True
    return bool(_CITATION.match(text)) and not _SENTENCE_VERB.search(text)
