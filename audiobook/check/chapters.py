"""The chapters of each lesson, which are written four times, and its cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from audiobook.check.model import BUILD, MAKE_ANEW, Fault, Lesson
from audiobook.check.tags import opus_chapters
from audiobook.editions.transcript import CHAPTERS
from audiobook.model import ChapterTime

_SLACK_S = 0.0015  # a millisecond, and what is lost in counting


def contiguous(lesson: Lesson) -> Iterator[Fault]:
    """In the manifest: from 0 to the end, each beginning where the one before it ends."""
    chapters, length = lesson.episode.chapters, lesson.episode.duration_s
    if not chapters:
        yield Fault("the lesson has no chapter", BUILD, lesson.audio)
        return
    begins = [0.0, *(chapter.end_s for chapter in chapters)]
    for chapter, begin in zip(chapters, begins, strict=False):
        if abs(chapter.start_s - begin) > _SLACK_S:
            told = f"chapter `{chapter.title}` begins at {chapter.start_s:.3f} s, and should at {begin:.3f} s"
            yield Fault(told, BUILD, lesson.audio)
        if chapter.end_s <= chapter.start_s:
            yield Fault(f"chapter `{chapter.title}` has no length", BUILD, lesson.audio)
    if abs(chapters[-1].end_s - length) > _SLACK_S:
        told = f"the last chapter ends at {chapters[-1].end_s:.3f} s, the lesson at {length:.3f} s"
        yield Fault(told, BUILD, lesson.audio)


def in_tag(lesson: Lesson) -> Iterator[Fault]:
    """The CHAP frames, in the order of the file as in that of the table of contents (CTOC)."""
    if lesson.edition.whole(lesson.audio) is None:
        return
    if lesson.tags is None:
        yield Fault(lesson.unreadable[lesson.audio], MAKE_ANEW, lesson.audio)
        return
    found = [
        (chapter.title, chapter.start_ms / 1000, chapter.end_ms / 1000) for chapter in lesson.tags.chapters
    ]
    yield from _unlike(found, lesson.episode.chapters, "the tag", lesson.audio)
    if lesson.tags.listed != tuple(range(len(found))):
        told = "the table of contents (CTOC) does not list the chapters in order"
        yield Fault(told, MAKE_ANEW, lesson.audio)


def in_json(lesson: Lesson) -> Iterator[Fault]:
    path = lesson.beside(CHAPTERS)
    if lesson.entries is None:
        if path in lesson.unreadable:
            yield Fault(lesson.unreadable[path], MAKE_ANEW, path)
        return
    listed = [entry for entry in lesson.entries if entry.get("toc") is not False]
    found = [
        (str(entry.get("title")), entry.get("startTime", -1.0), entry.get("endTime", -1.0))
        for entry in listed
    ]
    yield from _unlike(found, lesson.episode.chapters, "the file", path)


def in_opus(lesson: Lesson) -> Iterator[Fault]:
    for form, alternate in lesson.episode.alternates.items():
        place = lesson.edition.whole(alternate.file.path)
        if place is None or form != "opus":
            continue
        try:
            found = [(title, start / 1000) for title, start in opus_chapters(place)]
        except ValueError as error:
            yield Fault(str(error), MAKE_ANEW, alternate.file.path)
            continue
        yield from _unlike(found, lesson.episode.chapters, "the file", alternate.file.path)


def cards(lesson: Lesson) -> Iterator[Fault]:
    """Every picture is a picture, shown one after the other, and named at its time in the file of chapters."""
    last = 0.0
    for card in lesson.episode.cards:
        if card.start_s < last - _SLACK_S or not card.start_s < card.end_s <= lesson.episode.duration_s:
            yield Fault(f"the card `{card.label}` is out of order", BUILD, card.dark.path)
        last = card.start_s
        for file in (card.dark, card.light):
            place = lesson.edition.whole(file.path)
            if place and not _is_png(place.read_bytes()[:24]):
                yield Fault(f"the card `{card.label}` is no square PNG", MAKE_ANEW, file.path)
    if lesson.entries is not None:
        yield from _named(lesson, lesson.entries)
    yield from _embedded(lesson)


def _named(lesson: Lesson, entries: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    named = {entry.get("startTime", -1.0): str(entry["img"]) for entry in entries if "img" in entry}
    wanted = {card.start_s: (card.dark.path, card.light.path) for card in lesson.episode.cards}
    path = lesson.beside(CHAPTERS)
    for start in sorted(wanted.keys() ^ named.keys()):
        told = "no card is" if start in wanted else "a card is"
        yield Fault(f"{told} named at {start:.3f} s", MAKE_ANEW, path)
    for start in sorted(wanted.keys() & named.keys()):
        if not unquote(named[start]).endswith(wanted[start]):
            yield Fault(f"another card is named at {start:.3f} s", MAKE_ANEW, path)


def _embedded(lesson: Lesson) -> Iterator[Fault]:
    """The picture of a chapter in the tag is the card that is shown from its start."""
    if lesson.tags is None:
        return
    shown = {
        round(card.start_s * 1000): {card.dark.sha256, card.light.sha256} for card in lesson.episode.cards
    }
    for chapter in lesson.tags.chapters:
        found = sha256(chapter.picture).hexdigest() if chapter.picture else ""
        if found not in shown.get(chapter.start_ms, {""}):
            told = f"chapter `{chapter.title}` has another picture than the card that is shown then"
            yield Fault(told, MAKE_ANEW, lesson.audio)


def _is_png(head: bytes) -> bool:
    return head[:8] == b"\x89PNG\r\n\x1a\n" and head[12:16] == b"IHDR" and head[16:20] == head[20:24]


def _unlike(
    found: Sequence[tuple[Any, ...]], chapters: Sequence[ChapterTime], what: str, path: str
) -> Iterator[Fault]:
    """What differs from the manifest: titles (spaces aside), order, times."""
    if len(found) != len(chapters):
        yield Fault(f"{what} has {len(found)} chapters, the edition {len(chapters)}", MAKE_ANEW, path)
        return
    for number, ((title, *times), chapter) in enumerate(zip(found, chapters, strict=True), 1):
        if _plain(title) != _plain(chapter.title):
            told = f"{what} calls chapter {number} `{title}`, not `{chapter.title}`"
            yield Fault(told, MAKE_ANEW, path)
        for name, time, wanted in zip(
            ("begins", "ends"), times, (chapter.start_s, chapter.end_s), strict=False
        ):
            if abs(time - wanted) > _SLACK_S:
                told = f"in {what} chapter {number} {name} at {time:.3f} s, not at {wanted:.3f} s"
                yield Fault(told, MAKE_ANEW, path)


def _plain(title: str) -> str:
    return " ".join(str(title).replace("\0", "").split())
