"""The transcript of a lesson as plain text: its headings and paragraphs, to be searched, printed or pasted."""

from __future__ import annotations

from collections.abc import Sequence

from audiobook.model import Line
from audiobook.player import paragraphs

SUFFIX = ".txt"


def plain(title: str, lines: Sequence[Line]) -> bytes:
    """The lesson as UTF-8 text, a line a paragraph and a blank line between them; the title stands first, once."""
    texts = [_one_line(" ".join(line.text for line in paragraph.lines)) for paragraph in paragraphs(lines)]
    title = _one_line(title)
    opening = [] if texts[:1] == [title] else [title]
    return ("\n\n".join(text for text in (*opening, *texts) if text) + "\n").encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())
