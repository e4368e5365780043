"""The page that plays a course: one HTML file that asks for nothing but the audio and the cover.

`page.html` is the skeleton, `style.css` with the theme of all pages how it looks, `player.js` what it does; the last
two are written into the page. All is there without JavaScript too: native players, chapters and transcripts, lesson
after lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from audiobook.feed import FEED_NAME
from audiobook.model import Edition, Episode, Line, OutputFile
from audiobook.pages import asset, policy, styles, template

PARAGRAPH_PAUSE_S = 0.3
"""A pause between two sentences that starts a new paragraph: narration leaves 0.35 s after a paragraph."""


STANDALONE_KINDS = frozenset({"heading", "table"})
"""Kinds of which every sentence is a paragraph: a heading, the row of a table."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences of one kind that are said, and so read, together."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A file with the whole course, and for what it is good."""

    file: OutputFile
    name: str
    about: str


DOWNLOADS = {
    ".m4b": ("Audiobook", "M4B with chapters"),
    ".epub": ("E-book", "EPUB that reads along"),
    ".html": ("Text", "one page to read and print"),
}
"""The forms of a course that the page offers, by suffix, in this order."""


@dataclass(frozen=True, slots=True)
class Part:
    """The lessons of one module, or lessons outside all modules (no title)."""

    title: str
    episodes: tuple[Episode, ...]


def page(
    edition: Edition, transcript: Callable[[str], Sequence[Line]], forms: Sequence[OutputFile] = ()
) -> Iterator[str]:
    """`index.html` of an edition, to lie beside its `feed.xml`, in pieces; the same values give the same text.

    `transcript` gives the lines of a lesson by its id, when their time comes; `forms` are the files with the whole
    course. Addresses are relative, so the page works from any host and from a folder; `#LESSON` opens a lesson,
    `#LESSON&t=SECONDS` a moment of it.
    """
    style, script = styles(__name__), "\n" + asset(__name__, "player.js")
    return template(__name__).generate(
        edition=edition,
        feed_url=edition.base_url + FEED_NAME,
        total_s=sum(episode.duration_s for episode in edition.episodes),
        downloads=list(downloads(forms)),
        parts=list(parts(edition)),
        paragraphs=lambda lesson: paragraphs(transcript(lesson)),
        style=style,
        script=script,
        policy=policy(style, script),
    )


def downloads(forms: Sequence[OutputFile]) -> Iterator[Download]:
    """Those of the files that the page offers, in its order."""
    found = {PurePosixPath(file.path).suffix: file for file in forms}
    for suffix, (name, about) in DOWNLOADS.items():
        if suffix in found:
            yield Download(found[suffix], name, about)


def parts(edition: Edition) -> Iterator[Part]:
    """The lessons in course order, grouped by module."""
    for module, episodes in groupby(edition.episodes, key=lambda episode: episode.module):
        yield Part(module.title if module else "", tuple(episodes))


def paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The lines of a transcript as paragraphs: headings and rows stand alone; another kind or a pause starts one."""
    found: list[list[Line]] = []
    for line in lines:
        last = found[-1][-1] if found else None
        together = (
            last is not None
            and line.kind == last.kind
            and line.kind not in STANDALONE_KINDS
            and line.start_s - last.end_s < PARAGRAPH_PAUSE_S
        )
        if together:
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(Paragraph(group[0].kind, tuple(group)) for group in found)
