"""A lesson as one XHTML page, and the elements on it that are read, with the moments at which they begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.announcements import KIND as ANNOUNCEMENT
from audiobook.direction import direction_of
from audiobook.editions.epub.follow import Call, Place, follow
from audiobook.editions.epub.links import Links, section_id
from audiobook.editions.epub.pictures import Picture, Pictures
from audiobook.editions.epub.reading import Reading
from audiobook.editions.epub.surroundings import Note, Surroundings
from audiobook.editions.written.blocks import RULES
from audiobook.editions.written.runs import Cut, Run, text_of
from audiobook.editions.written.sheet import Sheet, Spot, fill_in
from audiobook.editions.written.xhtml import (
    EPUB_TYPE,
    add,
    document,
    element,
    name_of,
    page_bytes,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from audiobook.model import Episode, Lesson, Utterance

STYLES = "style.css"


@dataclass(frozen=True, slots=True)
class Read:
    """An element that is read, by its id, from the utterance with this index on; `groups`: those around it, outermost
    first, as (id, kind)."""

    id: str
    utterance: int
    groups: tuple[tuple[str, str], ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: the file, what is read in order, the pictures it shows, and the place of each utterance."""

    content: bytes
    read: tuple[Read, ...]
    pictures: tuple[Picture, ...]
    placed: tuple[Place | None, ...]


def render(
    lesson: Lesson,
    episode: Episode,
    utterances: Sequence[Utterance],
    language: str,
    links: Links,
    pictures: Pictures,
) -> Page:
    """The page of a lesson, in which `utterances` are found again."""
    around = Surroundings(lesson, links, pictures)
    sheet = Sheet(around, RULES)
    root, body = document(language, episode.title, STYLES)
    body.set(EPUB_TYPE, "bodymatter")
    chapter = add(body, "section", {EPUB_TYPE: "chapter", "role": "doc-chapter", "aria-label": episode.title})
    _write(chapter, lesson, episode, sheet, around)
    if utterances and utterances[-1].kind == ANNOUNCEMENT:
        with sheet.whole(add(chapter, "p", {"class": "end"}, "∎"), ANNOUNCEMENT, None):
            pass
    reading = Reading(sheet.spots)
    places = follow(utterances, reading, _calls(sheet.spots))
    marked = _mark(reading, places, direction_of(language))
    read = _read(root, places, marked)
    return Page(page_bytes(root), read, tuple(around.shown.values()), tuple(places))


# -- writing -------------------------------------------------------------------------------------------------


def _write(
    chapter: _Element,
    lesson: Lesson,
    episode: Episode,
    sheet: Sheet,
    around: Surroundings,
) -> None:
    header = add(chapter, "header")
    first = lesson.sections[0] if lesson.sections else None
    with sheet.within((first.line, first.line) if first else (1, 1)):
        where = f"{episode.module.title} · " if episode.module else ""
        opening = add(header, "p", {"class": "place"}, f"{where}Lesson {episode.number}")
        with sheet.whole(opening, ANNOUNCEMENT, None):
            pass
        if not _titled(lesson):
            sheet.text(add(header, "h1"), [Run(episode.title)], None)
    for index, section in enumerate(lesson.sections):
        place = add(chapter, "section", {"id": section_id(index)})
        for block in section.blocks:
            with sheet.within((block.line, block.end_line)):
                sheet.render(place, [block.node])
        if section is lesson.sections[-1]:
            around.call_uncalled()
        _write_notes(place, sheet, around)


def _titled(lesson: Lesson) -> bool:
    """Whether a heading of its text says what the lesson is called."""
    title = lesson.title.casefold()
    return any(
        section.level == 1 or (section.level and section.title.casefold() == title)
        for section in lesson.sections
    )


def _write_notes(section: _Element, sheet: Sheet, around: Surroundings) -> None:
    """The footnotes that a section calls, at its end: there long ones are told."""
    if not around.due:
        return
    attributes = {"class": "notes", "role": "doc-endnotes", EPUB_TYPE: "endnotes"}
    place = add(add(section, "section", attributes), "ol", {"start": str(around.due[0].number)})
    sheet.aside = True
    while around.due:
        note = around.due.pop(0)
        item = add(place, "li", {"id": f"n{note.number}"})
        before = len(sheet.spots)
        with sheet.within(note.bounds), sheet.whole(item, "note", note.node):
            sheet.render(item, [note.node] if note.node.type == "inline" else note.node.children)
        written = [spot for spot in sheet.spots[before:] if spot.kind == "text"]
        if written and note.called:
            back = element(
                "a", {"href": f"#{note.called}", "role": "doc-backlink", "aria-label": "Back"}, "↩"
            )
            written[-1].runs += [Run(" "), Run("", (), back)]
    sheet.aside = False


# -- reading -------------------------------------------------------------------------------------------------


def _calls(spots: Sequence[Spot]) -> list[Call]:
    found = []
    for index, spot in enumerate(spots):
        for number, run in enumerate(spot.runs):
            if isinstance(run.note, Note):
                bounds = run.note.bounds if run.note.node.type != "inline" else spot.lines
                found.append(Call(index, number, len(text_of(spot.runs[:number])), bounds))
    return found


def _mark(reading: Reading, places: Sequence[Place | None], direction: str) -> dict[Place, _Element]:
    """Fill the texts, each sentence that is read in a span; gives the element of each place."""
    cuts: dict[int, dict[Cut, Place]] = {}
    for place in places:
        if place is not None and place.cut is not None:
            cuts.setdefault(place.spot, {})[place.cut] = place
    marked: dict[Place, _Element] = {}
    for index, spot in enumerate(reading.spots):
        if spot.kind == "text":
            sentences = cuts.get(index, {})
            spans = fill_in(spot, reading.widened(index, sentences), direction)
            marked |= zip(sentences.values(), spans, strict=True)
    for place in places:
        if place is not None and place.cut is None:
            spot = reading.spots[place.spot]
            call = spot.runs[place.run].element if place.run >= 0 else None
            marked[place] = call[0] if call is not None else spot.element
    return marked


def _read(root: _Element, places: Sequence[Place | None], marked: dict[Place, _Element]) -> tuple[Read, ...]:
    """The elements that are read, in the order of the page, each once; the first from the beginning of the sound."""
    order = {node: number for number, node in enumerate(root.iter())}
    found: list[Read] = []
    tables = 0
    last = -1
    for index, place in enumerate(places):
        target = marked.get(place) if place is not None else None
        if target is None or order[target] <= last:
            continue
        last = order[target]
        around = list(_around(target))
        for node in (*around, target):
            if not node.get("id"):
                tables += node is not target
                node.set("id", f"p{len(found) + 1}" if node is target else f"g{tables}")
        groups = tuple((str(node.get("id")), _GROUPS[name_of(node)]) for node in around)
        found.append(Read(str(target.get("id")), index if found else 0, groups, _kind(target)))
    return tuple(found)


_GROUPS = {"section": "", "table": "table", "ul": "list", "ol": "list", "dl": "list"}
"""What readers may leave early, in the vocabulary of EPUB."""

_SKIPPED = {"noteref": "noteref", "endnotes": "footnote"}
"""What readers may pass over, by the type of the element that holds it."""


def _around(target: _Element) -> Iterator[_Element]:
    """The section of the lesson in which an element stands, and the outermost list or table there."""
    section = None
    outermost = None
    for node in (target, *target.iterancestors()):
        if name_of(node) == "section" and node.get("id"):
            section = node
        elif name_of(node) in _GROUPS and name_of(node) != "section":
            outermost = node
    yield from (node for node in (section, outermost) if node is not None)


def _kind(target: _Element) -> str:
    """As what readers may pass over an element; empty for the text itself."""
    kinds = (_SKIPPED.get(str(node.get(EPUB_TYPE)), "") for node in (target, *target.iterancestors()))
    return next(filter(None, kinds), "")
