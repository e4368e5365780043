"""The whole course as one page to read and print: the written lessons, with the times at which they are heard.

The page stands alone: cover, pictures and style are in it, and nothing in it runs. Beside a block stands when it is
heard, as a link to that moment of the published lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from audiobook.direction import direction_of
from audiobook.editions.printed import pictures
from audiobook.editions.printed.markup import SCHEMES, Markup
from audiobook.feed import PAGE_NAME
from audiobook.model import Lesson, Section
from audiobook.outputs import whole
from audiobook.pages import asset, policy, template

if TYPE_CHECKING:
    from markupsafe import Markup as Safe

FORMAT = 2  # raise it when the same lessons and facts give another file
SUFFIX = ".html"

APART_S = 15
"""How long after one time the next is noted: more would be in the way of the text."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A written lesson and when it is heard: the seconds at which something of a source line is said, in order."""

    lesson: Lesson
    duration_s: float
    moments: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the page says of the course. `url` is where it is published; `cover_type` the MIME type of the cover.

    `private`: no search engine is to list the page.
    """

    title: str
    subtitle: str
    author: str
    description: str
    language: str
    copyright: str
    url: str
    cover: bytes = field(repr=False)
    cover_type: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as sanitized HTML, its anchor if it opens a section, and when it is heard if that is worth noting."""

    html: Safe
    anchor: str = ""
    time_s: float | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson on the page. `sections`: anchor and title of what the contents list below it.

    `pieces` are made when their time comes.
    """

    number: int
    lesson: Lesson
    duration_s: float
    sections: tuple[tuple[str, str], ...]
    pieces: Callable[[], Iterator[Piece]]


def write(lessons: Sequence[Heard], facts: BookFacts, folder: Path, out: Path) -> None:
    """Writes the page; `folder` is that of the course. The same lessons, facts and pictures give the same bytes.

    Raises AudioError, and leaves no file, when it cannot be written.
    """
    with whole(out), out.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(page(lessons, facts, folder))


def page(lessons: Sequence[Heard], facts: BookFacts, folder: Path) -> Iterator[str]:
    """The page itself, in pieces: no more than a lesson of it is in memory."""
    targets = _targets([heard.lesson for heard in lessons])
    direction = direction_of(facts.language)
    chapters = [
        _chapter(number, heard, targets, folder, direction) for number, heard in enumerate(lessons, 1)
    ]
    style = "\n" + asset(__name__, "style.css")
    return template(__name__).generate(
        facts=facts,
        chapters=chapters,
        modules=[
            (module, list(group))
            for module, group in groupby(chapters, key=lambda chapter: chapter.lesson.module or "")
        ],
        cover=pictures.data_address(facts.cover, facts.cover_type),
        player=facts.url + PAGE_NAME,
        total_s=sum(heard.duration_s for heard in lessons),
        style=style,
        policy=policy(style, pictures="data:"),
    )


def _chapter(number: int, heard: Heard, targets: Mapping[str, str], folder: Path, direction: str) -> Chapter:
    lesson = heard.lesson
    return Chapter(
        number,
        lesson,
        heard.duration_s,
        tuple(
            (_anchor(lesson, section), section.title)
            for section in lesson.sections
            if section.level > 0 and section.title != lesson.title
        ),
        lambda: _pieces(heard, targets, folder, direction),
    )


def _pieces(heard: Heard, targets: Mapping[str, str], folder: Path, direction: str) -> Iterator[Piece]:
    from markupsafe import Markup as Safe

    shown = pictures.of_lesson(heard.lesson, folder)
    lesson = heard.lesson
    markup = Markup(
        lambda address: _address(address, lesson, targets),
        shown.address,
        anchor=lesson.id,
        direction=direction,
    )
    noted = float("-inf")
    for section in heard.lesson.sections:
        anchor = _anchor(heard.lesson, section)
        for block in section.blocks:
            repeated = block.kind == "heading" and section.title == heard.lesson.title
            html = "" if repeated else markup.block(block.node)
            if not html and not repeated:
                continue
            time = _time(heard, block.line, block.end_line)
            if time is not None and (block.kind == "heading" or time >= noted + APART_S):
                noted = time
            else:
                time = None
            yield Piece(Safe(html), anchor, time)
            anchor = ""


def _time(heard: Heard, line: int, end_line: int) -> float | None:
    """When the first of what these lines hold is said; None when nothing of them is."""
    return next((time for at, time in heard.moments if line <= at <= end_line), None)


# -- links within the page -----------------------------------------------------------------------------------


def _anchor(lesson: Lesson, section: Section) -> str:
    return f"{lesson.id}--{section.id}"


def _targets(lessons: Sequence[Lesson]) -> dict[str, str]:
    """Where on the page each lesson and section begins, by the address that a link in the course folder has for it."""
    found: dict[str, str] = {}
    for lesson in lessons:
        for name in (lesson.path, lesson.path.rpartition(".")[0]):  # sites leave the suffix out
            found[name] = lesson.id
            found |= {f"{name}#{section.id}": _anchor(lesson, section) for section in lesson.sections}
    return found


def _address(address: str, lesson: Lesson, targets: Mapping[str, str]) -> str:
    """Where a link leads: on the web, or on this page; "" for what a page that stands alone does not have."""
    try:
        parts = urlsplit(address)
    except ValueError:  # a malformed host, such as an unclosed IPv6 bracket
        return ""
    if parts.scheme or parts.netloc:
        return address if parts.scheme in SCHEMES and (parts.hostname or parts.path) else ""
    path = normpath(join(dirname(lesson.path), unquote(parts.path))) if parts.path else lesson.path
    target = targets.get(f"{path}#{parts.fragment}") or targets.get(path)
    return f"#{target}" if target else ""
