"""Code, diagrams and display formulas: what they say, in words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration import diagrams
from audiobook.narration.inline import written
from audiobook.narration.references import DIAGRAMS, WRITTEN_LESSON

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator


def code(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A fenced or indented block, described as closely as settings and directives allow."""
    name = node.info.split()[0].strip("{}.").lower() if node.info.split() else ""
    narrator.codes += 1
    if node.meta.get("hidden") and narrator.cap == narrator.settings.code:
        narrator.account(node, "omitted", "the page hides this code")
        return
    if name in DIAGRAMS:
        _diagram(narrator, node, name)
    elif name == "math":
        math(narrator, node)
    else:
        _describe(narrator, node)


def _describe(narrator: Narrator, node: SyntaxTreeNode) -> None:
    from audiobook.narration.code import announces, describe

    told = describe(
        node.content,
        node.info,
        cap=narrator.cap,
        max_words=narrator.settings.max_code_words,
        nearby=_nearby(narrator, node),
        announced=announces(_before(node)),
    )
    sentences = [
        written(sentence) for sentence in told.sentences
    ]  # a name may hold `?` or `.`: never cut again
    said = narrator.say_sentences(sentences, "code", node, narrator.pauses.after_code)
    narrator.account(node, "described" if said else "omitted", told.reason or "described")
    narrator.heard, narrator.prose = "code", ""


def _before(node: SyntaxTreeNode) -> str:
    """The paragraph right before a block, as inline Markdown."""
    before = node.previous_sibling if node.parent is not None else None
    return (
        before.children[0].content
        if before is not None and before.type == "paragraph" and before.children
        else ""
    )


def _nearby(narrator: Narrator, node: SyntaxTreeNode) -> str:
    """The paragraphs right before and after a block, as inline Markdown."""
    after = next(
        (node for node in islice(narrator.upcoming(), 1) if node.type == "paragraph" and node.children), None
    )
    return f"{_before(node) or narrator.prose}\n{after.children[0].content if after else ''}".strip()


def _diagram(narrator: Narrator, node: SyntaxTreeNode, language: str) -> None:
    sentences = diagrams.describe(node.content) if language == "mermaid" else ()
    for sentence in sentences or (f"A diagram is {WRITTEN_LESSON}.",):
        narrator.tell(sentence, "diagram", node, narrator.pauses.item)
    narrator.pause(narrator.pauses.after_code)
    narrator.account(node, "described", "a diagram in words" if sentences else "a diagram, announced")
    narrator.heard, narrator.prose = "diagram", ""


def math(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A display formula, as one utterance."""
    formula = " ".join(node.content.split())
    marked = Written(formula, (Mark(0, len(formula), "math"),) if formula else ())
    said = narrator.say(marked, "math", node, narrator.pauses.paragraph, whole=True)
    narrator.account(node, "spoken" if said else "omitted", "" if said else "no words in it")
    narrator.heard = "formula"
