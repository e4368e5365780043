"""The rules of lint. To add one: a function from a page to hits, a row in RULES, and a case in tests/golden/lint.

A level is `error` where content is lost for the listener, or the author's comment is in vain; else `warning`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audiobook.lint.finding import Hit, Level
from audiobook.lint.page import Page
from audiobook.lint.rules.blocks import (
    announced_code,
    images_without_words,
    large_code,
    large_tables,
    omitted_blocks,
)
from audiobook.lint.rules.links import bare_urls, vague_links
from audiobook.lint.rules.sentences import dangling_references, long_sentences, questions_without_pause
from audiobook.lint.rules.structure import (
    emoji_in_headings,
    missing_front_matter,
    repeated_headings,
    skipped_levels,
)
from audiobook.lint.rules.words import unknown_words


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the severity it has unless configured, what it is about in a line, and its function."""

    name: str
    level: Level
    about: str
    check: Callable[[Page], Iterator[Hit]]


def _vain_comments(page: Page) -> Iterator[Hit]:
    yield from page.disabled.malformed


RULES: tuple[Rule, ...] = (
    Rule("image-alt", "error", "An image has no words", images_without_words),
    Rule("table-size", "warning", "A table is too big to follow by ear", large_tables),
    Rule("code-size", "warning", "A code block is too long to follow by ear", large_code),
    Rule("code-announced", "warning", "A code block or diagram is announced, not told", announced_code),
    Rule("omitted-block", "error", "A block is not in the narration", omitted_blocks),
    Rule("dangling-reference", "warning", "Words point at what cannot be heard", dangling_references),
    Rule("long-sentence", "warning", "A sentence is too long to follow by ear", long_sentences),
    Rule("quiz-pause", "warning", "A question leaves no time to think", questions_without_pause),
    Rule("duplicate-heading", "warning", "A heading is used twice", repeated_headings),
    Rule("heading-skip", "warning", "A level of headings is skipped", skipped_levels),
    Rule("heading-emoji", "warning", "A heading holds an emoji", emoji_in_headings),
    Rule("front-matter", "warning", "A lesson has no summary or no date", missing_front_matter),
    Rule("unknown-word", "warning", "Nothing says how a word sounds", unknown_words),
    Rule("bare-url", "warning", "An address stands where words should", bare_urls),
    Rule("vague-link", "warning", "A link does not say where it leads", vague_links),
    Rule("lint-comment", "error", "A comment to lint does nothing", _vain_comments),
)
