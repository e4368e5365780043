"""Show notes, to look things up after the walk: timestamps, links, and all that could only be described.

Podcast apps draw notes with few tags and no style sheet, so headings are bold paragraphs (Apple's list of tags has no
`h3`: https://podcasters.apple.com/support/823) and timestamps are plain text, which apps turn into links: `HH:MM:SS`
from 00:00:00, as `MM:SS` is taken for hours and minutes by some.

Many apps show 4,000 characters at most, or the description alone. So what everyone needs comes first, and is the whole
description; listings and tables follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobook.feed import DESCRIPTION_BYTES, TITLE_CHARACTERS
from audiobook.markdown.html import tag
from audiobook.markdown.tables import grid_of, once
from audiobook.model import AudioChange, ChapterTime, Lesson, Section
from audiobook.safe_text import SCHEMES, cut_at_word, one_line, sanitized, xml_text

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

NOTES_BYTES = 60_000
"""The most notes that an episode may have, in UTF-8 bytes of HTML: at most 6 MB for a hundred lessons."""

SUMMARY_BYTES = 1500
"""The most of a summary that a description holds, so that the chapters have their place too."""

REST = "<p>The rest is in the written lesson.</p>"

MOST_TITLES = 6
"""How many sections are named where many changed."""

_HTML_LINK = re.compile(r"""<a\s[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HTML_LINK_EDGE = re.compile(r"</?a\b", re.IGNORECASE)

_OTHERWISE = {
    "voice": "Read by another voice in this version.",
    "order": "The sections come in another order in this version.",
    "sound": "Recorded anew in this version, with the same words.",
}


def notes_html(lesson: Lesson, chapters: Sequence[ChapterTime], change: AudioChange | None = None) -> str:
    """The notes of a lesson as sanitized HTML: the same values give the same text.

    In order: the summary, what changed, the chapters as `HH:MM:SS Title`, the links, then the listings, tables,
    diagram sources and formulas, section by section. At most `NOTES_BYTES`; a last line says so when there is more.
    """
    figures = (Group(section.title or lesson.title, _figures(section)) for section in lesson.sections)
    return _fit((*_overview(lesson, lesson.summary, chapters, change), *figures), NOTES_BYTES - len(REST))


def description_html(
    lesson: Lesson, chapters: Sequence[ChapterTime], change: AudioChange | None = None
) -> str:
    """The notes up to the links, within the `DESCRIPTION_BYTES` of a description."""
    summary = cut_at_word(lesson.summary, SUMMARY_BYTES)
    return _fit(_overview(lesson, summary, chapters, change), DESCRIPTION_BYTES - len(REST) - 1)


def _overview(
    lesson: Lesson, summary: str, chapters: Sequence[ChapterTime], change: AudioChange | None
) -> tuple[Group, ...]:
    return (
        Group("", (f"<p>{_escape(summary)}</p>",) if summary else ()),
        Group("What changed", _changes(lesson, change), tag="ul"),
        Group("Chapters", (_chapter(chapter) for chapter in chapters), tag="ul"),
        Group("Links", _links(lesson), tag="ul"),
    )


# -- size ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of HTML under a heading, within `tag` if given. Pieces are never cut."""

    heading: str
    pieces: Iterable[str]
    tag: str = ""

    def frame(self) -> tuple[str, str]:
        """What opens and closes the group."""
        heading = (
            sanitized(f"<p><strong>{_escape(_title(self.heading))}</strong></p>") if self.heading else ""
        )
        return (f"{heading}<{self.tag}>", f"</{self.tag}>") if self.tag else (heading, "")


def _fit(groups: Iterable[Group], room: int) -> str:
    """The groups, sanitized, in up to `room` bytes of UTF-8; `REST` comes after the last piece that fits."""
    lines: list[str] = []
    for group in groups:
        opening, closing = group.frame()
        frame = _size(opening) + _size(closing)
        taken: list[str] = []
        for piece in map(sanitized, group.pieces):
            room -= _size(piece) + (0 if taken else frame)
            if room < 0:
                break
            taken.append(piece)
        if taken:
            lines += [opening, *taken, closing]
        if room < 0:
            lines.append(REST)
            break
    return "\n".join(line for line in lines if line)


def _size(line: str) -> int:
    return len(line.encode()) + 1


# -- pieces --------------------------------------------------------------------------------------------------


def _changes(lesson: Lesson, change: AudioChange | None) -> Iterator[str]:
    """What this version differs in, then what the author tells of earlier ones, newest first."""
    if change:
        told = (
            ("Changed in this version", change.changed),
            ("New in this version", change.added),
            ("No longer in this version", change.removed),
        )
        for words, titles in told:
            if titles:
                yield f"<li>{words}: {_titles(titles)}.</li>"
        if change.otherwise:
            yield f"<li>{_OTHERWISE[change.otherwise]}</li>"
    for entry in sorted(lesson.changes, key=lambda entry: entry.day, reverse=True):
        yield f"<li>{entry.day}: {_escape(entry.what)}</li>"


def _titles(titles: Sequence[str]) -> str:
    named = [f"“{_escape(_title(title))}”" for title in titles[:MOST_TITLES]]
    more = len(titles) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _title(text: str) -> str:
    return one_line(text, TITLE_CHARACTERS)


def _chapter(chapter: ChapterTime) -> str:
    minutes, seconds = divmod(int(chapter.start_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"<li>{hours:02}:{minutes:02}:{seconds:02} {_escape(_title(chapter.title))}</li>"


def _links(lesson: Lesson) -> Iterator[str]:
    """The absolute links and images of a lesson, each address once, with the site it leads to."""
    seen: set[str] = set()
    for section in lesson.sections:
        for block in section.blocks:
            for node in block.node.walk():
                address = _address(node)
                if address and address not in seen:
                    seen.add(address)
                    yield _link(address, _title(_plain(_linked(node))))


def _link(address: str, text: str) -> str:
    site = (urlsplit(address).hostname or "").removeprefix("www.")
    where = f" ({_escape(site)})" if site and text and text not in address else ""
    return f'<li><a href="{_escape(address)}">{_escape(text or address)}</a>{where}</li>'


def _figures(section: Section) -> Iterator[str]:
    for block in section.blocks:
        for node in block.node.walk():
            figure = _figure(node)
            if figure:
                yield figure


def _figure(node: SyntaxTreeNode) -> str:
    """What a voice can only describe, as HTML; empty for everything else."""
    match node.type:
        case "fence" | "code_block":
            return f"<pre><code>{_escape(node.content.rstrip())}</code></pre>"
        case "math_block" | "math_block_label" | "amsmath":
            return f"<pre>{_escape(node.content.strip())}</pre>"
        case "table":
            return f"<table>{''.join(_row(once(row)) for row in grid_of(node))}</table>"
        case _:
            return ""


def _row(row: Iterable[SyntaxTreeNode | None]) -> str:
    """Apps know no cells that reach over others: such a cell stands in every place that it covers."""
    cells = (f"<{cell.type}>{_inline(cell)}</{cell.type}>" if cell else "<td></td>" for cell in row)
    return f"<tr>{''.join(cells)}</tr>"


def _inline(node: SyntaxTreeNode) -> str:
    """Inline Markdown as HTML; raw HTML in it is dropped, its text stays."""
    match node.type:
        case "text":
            return _escape(node.content)
        case "code_inline" | "math_inline" | "math_inline_double":
            return f"<code>{_escape(node.content)}</code>"
        case "softbreak":
            return " "
        case "hardbreak":
            return "<br>"
        case "image":
            return _escape(_plain((node,)))
        case "html_inline":
            return "<br>" if (piece := tag(node.content)) and piece.name == "br" else ""
    parted = any(child.block and number for number, child in enumerate(node.children))
    inner = ("<br>" if parted else "").join(_inline(child) for child in node.children)
    match node.type:
        case "strong" | "em":
            return f"<{node.type}>{inner}</{node.type}>"
        case "link" if address := _address(node):
            return f'<a href="{_escape(address)}">{inner}</a>'
        case _:
            return inner


def _address(node: SyntaxTreeNode) -> str:
    """Where a link or image leads, when that means something outside the course folder; else empty."""
    match node.type:
        case "link":
            address = str(node.attrs.get("href", ""))
        case "image":
            address = str(node.attrs.get("src", ""))
        case "html_inline":
            found = _HTML_LINK.match(node.content)
            address = unescape(found[1] or found[2] or found[3] or "").strip() if found else ""
        case _:
            return ""
    try:
        parts = urlsplit(address)
    except ValueError:  # a malformed host, such as an unclosed IPv6 bracket
        return ""
    return address if parts.scheme in SCHEMES and (parts.hostname or parts.path) else ""


def _linked(node: SyntaxTreeNode) -> Iterable[SyntaxTreeNode]:
    """What a link or image encloses; for an HTML tag, what stands between it and the next tag of a link."""
    if node.type != "html_inline":
        return (node,)
    after = node.siblings[node.siblings.index(node) + 1 :]
    return takewhile(lambda each: not _HTML_LINK_EDGE.match(each.content), after)


def _plain(nodes: Iterable[SyntaxTreeNode]) -> str:
    """The visible text of inline nodes on one line; the alternative text of an image."""
    texts = (
        " " if inner.type in ("softbreak", "hardbreak") else inner.content
        for node in nodes
        for inner in node.walk()
        if not inner.children and inner.type != "html_inline"
    )
    return " ".join("".join(texts).split())


def _escape(text: str) -> str:
    return escape(xml_text(text))
