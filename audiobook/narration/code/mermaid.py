"""Mermaid diagrams in a block that is not fenced as one, or whose kind the diagrams do not know."""

from __future__ import annotations

from audiobook.narration.code.budget import say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom


def tell(snippet: Snippet) -> Telling | None:
    """The sentences of the diagram; None when its kind is not known."""
    from audiobook.narration import diagrams

    told = diagrams.describe(snippet.source)
    return idiom("a diagram", *[say(sentence, rank=at) for at, sentence in enumerate(told)]) if told else None
