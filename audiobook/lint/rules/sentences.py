"""Sentences, as they will be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit
from audiobook.model import Utterance, Written
from audiobook.narration.references import Surroundings, resolve

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.lint.page import Page

# Kinds of utterances that are the author's own sentences; all others are the narrator's.
_AUTHORS = frozenset(("prose", "list", "quote", "note"))
_EXCERPT = 6


def _authors(page: Page) -> Iterator[Utterance]:
    return (utterance for utterance in page.script.utterances if utterance.kind in _AUTHORS)


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words[:_EXCERPT]) + ("..." if len(words) > _EXCERPT else "")


def long_sentences(page: Page) -> Iterator[Hit]:
    """Sentences of more spoken words than the limit."""
    most = page.settings.max_sentence_words
    for utterance in _authors(page):
        count = len(utterance.words)
        if count > most:
            reason = f'"{_excerpt(utterance.written)}" is one sentence of {count} spoken words'
            line = _line_of(page, utterance, " ".join(utterance.written.split()[:_EXCERPT]))
            yield Hit(line, reason, f"Make it two or more: an ear keeps about {most} words at most")


# -- references ----------------------------------------------------------------------------------------------


def _nothing() -> Iterator[SyntaxTreeNode]:
    return iter(())


# With nothing described before or after, every phrase that points at the page gets a mark.
_ALONE = Surroundings("", _nothing)
# Left and right of what is not a picture are mostly the sides of an operator.
_OPERAND = re.compile(r"\b(?:left|right)\b", re.IGNORECASE)
# "the loop below", at the end of a clause: a place on the page, and no measure ("below the limit").
_LEFT_ALONE = re.compile(
    r"\b(?:the|this|these)(?: [\w-]+){1,3} (?P<way>above|below)"
    r"(?=[.,;:!?]|$| (?:is|are|was|were|has|shows?|does|uses?|will)\b)",
    re.IGNORECASE,
)


def dangling_references(page: Page) -> Iterator[Hit]:
    """Phrases that narration could only point at the written lesson, or not at all."""
    fix = (
        "Say what is meant by its name, or bring the two together so that it is told right after the sentence"
    )
    for utterance in _authors(page):
        text = utterance.written
        for mark in resolve(Written(text), _ALONE).marks:
            said = _said(utterance, mark.start, mark.end)
            phrase = text[mark.start : mark.end]
            if "written lesson" in said and not _OPERAND.search(phrase):
                start = text.rfind(" ", 0, max(mark.start - 1, 0)) + 1
                reason = f'"{text[start : mark.end]}" sends the listener to the page: it is said "{said}"'
                yield Hit(_line_of(page, utterance, phrase), reason, fix)
        for match in _LEFT_ALONE.finditer(text):
            if _said(utterance, *match.span("way")) in ("above", "below"):
                reason = f'"{match[0]}" means a place on the page'
                yield Hit(_line_of(page, utterance, match[0]), reason, fix)


def _said(utterance: Utterance, start: int, end: int) -> str:
    """The words said for a stretch of the written sentence, in lower case and without stops."""
    words = [word.text for word in utterance.words if word.start < end and start < word.end]
    return " ".join(words).lower().rstrip(",.?!")


def _line_of(page: Page, utterance: Utterance, words: str) -> int:
    return page.line_of(words, utterance.line, utterance.end_line)


# -- questions -----------------------------------------------------------------------------------------------

_THINK = re.compile(
    r"\b(?:pause here|pause (?:for a|now|and)\b|stop here and|stop and think|think about (?:it|this|that) (?:for a"
    r"|before)|take a (?:moment|minute) to (?:think|answer|guess|work)|can you guess)\b",
    re.IGNORECASE,
)
_LEAST_PAUSE_MS = 2_000


def questions_without_pause(page: Page) -> Iterator[Hit]:
    """Calls to think before going on, after whose block there is no silence to think in."""
    said = page.script.utterances
    for index, utterance in enumerate(said):
        match = _THINK.search(utterance.written) if utterance.kind in _AUTHORS else None
        if match is None:
            continue
        block = [
            u
            for u in said[index : index + 20]
            if u.line <= utterance.end_line and u.end_line >= utterance.line
        ]
        is_question = any("?" in u.written for u in block)
        if is_question and max(u.pause_ms for u in block) < _LEAST_PAUSE_MS:
            reason = f'"{match[0]}" asks the listener to think, and the narration goes straight on'
            fix = "Put `<!-- narrate: pause 4s -->` after the question"
            yield Hit(_line_of(page, utterance, match[0]), reason, fix)
