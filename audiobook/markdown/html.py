"""HTML as a flat list of tags, texts and comments; lenient, as browsers are, and linear in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

# A tag never reaches past the next `<`, so that scanning a file full of unclosed ones stays linear.
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(/?)>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")


_ELEMENT_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button
canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset
figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
ins kbd label legend li link main map mark marquee math menu menuitem meta meter nav nobr noframes noscript object
ol optgroup option output p param picture portal pre progress q rb rp rt rtc ruby s samp script search section
select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th
thead time title tr track tt u ul var video wbr xmp
"""
ELEMENTS = frozenset(_ELEMENT_NAMES.split())
"""The names of HTML's elements, those of old too. Any other tag is a component's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of HTML source. kind: `text`, `open`, `close` or `comment`; `name` is a tag in lower case.

    `start` and `end` are half-open positions in the scanned source; values in `attrs` are without entities.
    """

    kind: str
    source: str
    start: int
    end: int
    name: str = ""
    attrs: dict[str, str] = field(default_factory=dict)


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of `source` in order, with nothing left out: the joined sources are the input."""
    position = text_start = 0
    while (position := source.find("<", position)) != -1:
        piece = _markup_at(source, position)
        if piece is None:
            position += 1
            continue
        if text_start < position:
            yield Piece("text", source[text_start:position], text_start, position)
        yield piece
        position = text_start = piece.end
    if text_start < len(source):
        yield Piece("text", source[text_start:], text_start, len(source))


def tag(source: str) -> Piece | None:
    """The one tag or comment that `source` starts with, or None."""
    return _markup_at(source, 0) if source.startswith("<") else None


def _markup_at(source: str, start: int) -> Piece | None:
    if source.startswith("<!--", start):
        return _until(source, start, "-->")
    if source.startswith("<![CDATA[", start):
        return _until(source, start, "]]>")
    if source.startswith(("<!", "<?"), start):
        return _until(source, start, ">")
    match = _TAG.match(source, start)
    if match is None:
        return None
    closing, name, inside, _ = match.groups()
    if closing:
        return Piece("close", match[0], start, match.end(), name.lower())
    return Piece("open", match[0], start, match.end(), name.lower(), _attrs(inside))


def _until(source: str, start: int, ending: str) -> Piece:
    found = source.find(ending, start + 2)
    end = len(source) if found == -1 else found + len(ending)
    return Piece("comment", source[start:end], start, end)


def _attrs(inside: str) -> dict[str, str]:
    if not inside.strip(" /"):
        return {}
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found
