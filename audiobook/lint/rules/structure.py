"""Headings, which become the chapters of the recording, and front matter, which becomes the episode's card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit

if TYPE_CHECKING:
    from audiobook.lint.page import Page

# Pictographs of Unicode's emoji blocks, miscellaneous symbols and dingbats.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]\ufe0f?")


def repeated_headings(page: Page) -> Iterator[Hit]:
    """Headings whose words an earlier heading of the lesson has."""
    first: dict[str, int] = {}
    for section in page.lesson.sections:
        if not section.level:
            continue
        line = first.setdefault(section.title.casefold(), section.line)
        if line != section.line:
            reason = f'"{section.title}" is also the heading on line {line}: two chapters of one name'
            yield Hit(section.line, reason, "Name in each what only it holds")


def skipped_levels(page: Page) -> Iterator[Hit]:
    """Headings more than one level below the one before."""
    before = 0
    for section in page.lesson.sections:
        if before and section.level > before + 1:
            reason = (
                f"a heading of level {section.level} follows one of level {before}; its pause is too short"
            )
            yield Hit(section.line, reason, f"Write it as level {before + 1}: `{'#' * (before + 1)}`")
        before = section.level or before


def emoji_in_headings(page: Page) -> Iterator[Hit]:
    for text in page.texts:
        match = _EMOJI.search(text.inline.written.text) if text.is_heading else None
        if match:
            reason = f"the heading holds {match[0]}, which is not heard but stands in the list of chapters"
            yield Hit(text.place.line, reason, "Leave it out, or say it in words")


def missing_front_matter(page: Page) -> Iterator[Hit]:
    """A lesson whose episode has nothing to show: no summary, or no date of its own or of its course."""
    missing = [] if page.lesson.summary else ["summary"]
    if page.lesson.published is None and not page.dated:
        missing.append("date")
    if missing:
        reason = f"podcast apps have no {' and no '.join(missing)} to show for this lesson"
        lines = " and ".join(f"`{name}:`" for name in missing)
        yield Hit(1, reason, f"Add {lines} to its front matter")
