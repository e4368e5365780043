"""Blocks whose shape says more than their language: sessions, differences, tracebacks, file trees, logs, tables."""

from __future__ import annotations

import importlib

from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling

_SHAPES = ()


def tell(snippet: Snippet) -> Telling | None:
    """The first special shape that recognises the block, or None."""
    for shape in _SHAPES:
        told: Telling | None = importlib.import_module(f"audiobook.narration.code.{shape}").tell(snippet)
        if told is not None:
            return told
    return None
