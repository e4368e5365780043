"""Blocks whose shape says more than their language: sessions, differences, tracebacks, file trees, tables, logs.

Each shape is a module with `tell(snippet) -> Telling | None`; the first that recognises the block tells it.
"""

from __future__ import annotations

import importlib

from audiobook.narration.code.languages import OUTPUT, PLAIN
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling

_SHAPES = ("diff", "traceback", "sessions", "filetree", "http", "output")
# The shapes that a block of a known language may still have: a session may be fenced as its language.
_IN_CODE = frozenset({"sessions", "traceback"})
_HTTP_IN = frozenset({"", "JSON", "HTTP", "Elasticsearch", "JavaScript"})


def _may_be(shape: str, snippet: Snippet) -> bool:
    if shape == "http":
        return snippet.language.spoken in _HTTP_IN
    if snippet.language.names[:1] and snippet.language.names[0] in OUTPUT:
        return shape in {"output", "traceback", "filetree", "diff"}
    unnamed = not snippet.language.names or snippet.language.names[0] in PLAIN | {
        "diff",
        "tree",
        "log",
        "console",
        "pytb",
    }
    return shape in _IN_CODE or unnamed or not (snippet.language.grammar or snippet.language.module)


def tell(snippet: Snippet) -> Telling | None:
    """The first special shape that recognises the block, or None."""
    for shape in _SHAPES:
        if _may_be(shape, snippet):
            told: Telling | None = importlib.import_module(f"audiobook.narration.code.{shape}").tell(snippet)
            if told is not None:
                return told
    return None
