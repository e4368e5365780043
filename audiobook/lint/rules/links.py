"""Links and addresses: what a listener hears of them is their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiobook.lint.finding import Hit
from audiobook.narration.sites import said_for_link

if TYPE_CHECKING:
    from audiobook.lint.page import Page
    from audiobook.model import Mark, Written

_ADDRESS = re.compile(
    r"(?<![\w@/.])(?:https?://|www\.)[^\s<>()\[\]\"'`]+[^\s<>()\[\]\"'`.,;:!?*_]", re.IGNORECASE
)
# A reader's own machine, and hosts that stand for any (RFC 2606): there is no page behind them to name.
_NO_PAGE = re.compile(
    r"(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)*example(?:\.\w+)?|(?:[\w-]+\.)+test)(?=[:/?#]|$)",
    re.IGNORECASE,
)
_NOT_PROSE = frozenset(("code", "math", "key"))


def bare_urls(page: Page) -> Iterator[Hit]:
    """Addresses in the text, linked or not."""
    for text in page.texts:
        written = text.inline.written
        for match in _ADDRESS.finditer(written.text):
            inside = [m for m in written.marks if m.start <= match.start() < m.end]
            if any(mark.kind in _NOT_PROSE for mark in inside) or _NO_PAGE.match(match[0]):
                continue
            fix = "Say what is there and link the words: `[the Ecto guide](https://...)`"
            line = text.place.line_of(match[0])
            yield Hit(line, f"of the address {match[0]} a listener hears no more than the site", fix)


def vague_links(page: Page) -> Iterator[Hit]:
    """Links whose text is empty, or "here" and the like."""
    for text in page.texts:
        written = text.inline.written
        for mark in written.marks:
            if mark.kind == "link" and (reason := _vague(written, mark)):
                fix = "Link the words that name what it leads to"
                yield Hit(text.place.line_of(f"({mark.value}"), reason, fix)
        for node in text.place.node.walk():
            target = str(node.attrs.get("href", "")) if node.type == "link" else ""
            if target and not any(inner.content.strip() or inner.type == "image" for inner in node.walk()):
                fix = "Link the words that name what it leads to, or remove it"
                yield Hit(text.place.line_of(target), f"the link to {target} has no text", fix)


def _vague(written: Written, mark: Mark) -> str:
    words = written.text[mark.start : mark.end]
    if re.search(r"[.:/]\S", words):  # an address is for the other rule
        return ""
    before = written.text[max(0, mark.start - 12) : mark.start]
    if said_for_link(words, mark.value, before) is None:
        return ""
    return f'the link "{words}" does not say where it leads'
