"""Languages read through the grammar of another: told from the tree only where it came out clean, else from tokens."""

from __future__ import annotations

from audiobook.narration.code import java, javascript
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling

_MOST_DAMAGE = 0.0

act = javascript.act


def tell(snippet: Snippet) -> Telling | None:
    """The outline of the block, or None where its dialect was not understood."""
    if snippet.damage > _MOST_DAMAGE or not snippet.tops:
        return None
    return java.tell(snippet) if "java" in snippet.language.grammar.split("_") else javascript.tell(snippet)
