"""The page that plays a course: one HTML file that asks for nothing but the audio and the cover.

`page.html` is the skeleton, `style.css` how it looks, `player.js` what it does; the last two are written into
the page. All is there without JavaScript too: native players, chapters and transcripts, lesson after lesson.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiobook.feed import FEED_NAME, xml_text
from audiobook.model import Edition, Episode, Line
from audiobook.notes import sanitized

if TYPE_CHECKING:
    from jinja2 import Template

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
class Part:
    """The lessons of one module, or lessons outside all modules (no title)."""

    title: str
    episodes: tuple[Episode, ...]


def page(edition: Edition, transcripts: Mapping[str, Sequence[Line]]) -> str:
    """`index.html` of an edition, to lie beside its `feed.xml`; the same values give the same text.

    `transcripts` holds the lines of each lesson by its id. Addresses are relative, so the page works from any
    host and from a folder; `#LESSON` opens a lesson, `#LESSON&t=SECONDS` a moment of it.
    """
    return _template().render(
        edition=edition,
        feed_url=edition.base_url + FEED_NAME,
        total_s=sum(episode.duration_s for episode in edition.episodes),
        parts=list(parts(edition)),
        paragraphs={episode.id: paragraphs(transcripts.get(episode.id, ())) for episode in edition.episodes},
        style=_inlined("style.css"),
        script=_inlined("player.js"),
        policy=_policy(),
    )


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


# -- rendering ----------------------------------------------------------------------------------------------


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_visible
    )
    environment.filters |= {
        "address": quote,
        "anchor": lambda lesson_id: quote(lesson_id, safe=""),
        "clock": clock,
        "length": length,
        "megabytes": lambda size: f"{size / 1e6:.1f} MB",
        "notes": lambda html: Markup(sanitized(html)),
        "raw": Markup,
        "seconds": lambda seconds: f"{seconds:.2f}",
    }
    return environment.from_string(_asset("page.html"))


def _visible(value: object) -> object:
    """Control characters and lone surrogates have no place in a page either."""
    return xml_text(value) if type(value) is str else value


def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _inlined(name: str) -> str:
    return "\n" + _asset(name)


def _policy() -> str:
    """The content security policy: only our own script and style run; nothing is fetched but sound and cover.

    Media may come from another host, as its address may redirect to one; `file:` is for a page in a folder.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest('player.js')}'",
            f"style-src '{_digest('style.css')}'",
            "img-src * file:",
            "media-src * file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digest(name: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(_inlined(name).encode()).digest()).decode("ascii")


def clock(seconds: float) -> str:
    """`1:02:03` or `2:03`, rounded down, as players show a position."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """`1 h 16 min`, `12 min` or `45 s`, as people say how long something is."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
