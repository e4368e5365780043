"""Text that can stand in any feed or page: legal XML, no script, nothing that spills over its edges.

Who shows a feed is not known: an app may take a title for HTML, or a description for plain text. So names hold
nothing that opens a tag, and text that is HTML reads the same as plain text wherever it can.
"""

from __future__ import annotations

import re
from html import unescape

SCHEMES = ("http", "https", "mailto")
"""Of addresses that a link may lead to."""

_TAGS = {
    *("p", "br", "ul", "ol", "li", "a", "strong", "em", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no feed, page or package may hold, escaped or not (XML 1.0 section 2.2, Char)."""

_TURNS = "\u202a-\u202e\u2066-\u2069"
# All that HTML takes for the start of a tag, comment or instruction; marks in between may be left out later.
_TAG_START = re.compile(f"<(?=[{_TURNS}]*[A-Za-z/!?])")
_REFERENCE = re.compile(r"&#?\w+;?")
_OVERRIDES = dict.fromkeys(map(ord, "\u202d\u202e"))
_OPENING = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_DIRECTIONS = dict.fromkeys(map(ord, {*_OPENING, *_OPENING.values()}))
_JOINER = "\u2060"


def xml_text(text: str) -> str:
    """`text` without what XML forbids; a lone surrogate becomes U+FFFD."""
    return NOT_XML.sub(lambda match: "\ufffd" if "\ud800" <= match[0] <= "\udfff" else "", text)


def one_line(text: str, limit: int | None = None) -> str:
    """A name or title in one line of at most `limit` characters, cut after a word.

    Marks that turn the writing direction are left out where they would turn what follows the line too.
    """
    line = " ".join(xml_text(text).translate(_OVERRIDES).split())
    if limit is not None and len(line) > limit:
        head = line[:limit]
        line = (head.rpartition(" ")[0] or head[:-1]) + "…"
    return line if _balanced(line) else line.translate(_DIRECTIONS)


def plain_line(text: str, limit: int | None = None) -> str:
    """`one_line` that holds no tag even for a reader that takes it for HTML.

    An invisible word joiner (U+2060) follows a `<` that would begin one.
    """
    return one_line(_TAG_START.sub("<" + _JOINER, xml_text(text)), limit)


def html_text(text: str) -> str:
    """`text` for a reader of HTML, and unchanged where it then already reads the same: `R&D`, `a < b`."""
    safe = _REFERENCE.sub(_as_written, xml_text(text))
    return _TAG_START.sub("&lt;", safe)


def html_within(text: str, limit: int) -> str:
    """`html_text` of as much of `text` as fits into `limit` UTF-8 bytes, cut after a word; entities stay whole."""
    room = limit
    while True:
        html = html_text(cut_at_word(text, room))
        over = len(html.encode()) - limit
        if over <= 0:
            return html
        room -= over


def cut_at_word(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-8 bytes: when longer, cut after a word and ended with an ellipsis."""
    whole = xml_text(text).strip()
    if len(whole.encode()) <= limit:
        return whole
    room = limit - len("…".encode())
    head = whole.encode()[: room + 1].decode(errors="ignore")
    words = re.match(r"(?s)(.*\S)\s", head)
    return (words[1] if words else head.encode()[:room].decode(errors="ignore")) + "…"


def sanitized(html: str) -> str:
    """`html` with the tags of show notes and `href` only: no script, style, handler or strange address."""
    import nh3

    return nh3.clean(
        xml_text(html), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None
    )


def _as_written(reference: re.Match[str]) -> str:
    return reference[0] if unescape(reference[0]) == reference[0] else "&amp;" + reference[0][1:]


def _balanced(line: str) -> bool:
    """Whether every mark that turns the direction is ended within the line."""
    ends: list[str] = []
    for character in line:
        if character in _OPENING:
            ends.append(_OPENING[character])
        elif character in _OPENING.values() and (not ends or ends.pop() != character):
            return False
    return not ends
