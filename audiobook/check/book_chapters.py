"""The chapters of the M4B, which players read in two forms: Nero's list, and a text track of QuickTime's."""

# mypy: disallow_untyped_calls = False
# mutagen has no types.

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from audiobook.check.model import MAKE_ANEW, Edition, Fault
from audiobook.check.samples import Track
from audiobook.editions.adts import SAMPLES
from audiobook.editions.m4b import Part, chapters_of
from audiobook.errors import AudioError
from audiobook.manifest import HeldStream
from audiobook.model import ChapterTime

_SLACK_S = 0.002
_NERO_BYTES = 255
"""Nero's list gives the length of a title in one byte."""


def book_chapters(edition: Edition) -> Iterator[Fault]:
    form = edition.manifest.forms.get("m4b")
    place = edition.whole(form.file.path) if form else None
    if form is None or place is None:
        return
    try:
        rate, nero = nero_chapters(place)
        track = track_chapters(place)
        wanted = expected(edition, stream_lengths(edition, form.streams, rate))
    except (AudioError, ValueError) as error:
        yield Fault(f"its chapters cannot be read ({error})", MAKE_ANEW, form.file.path)
        return
    for what, found in (("Nero's list", nero), ("the text track", track)):
        yield from _unlike(found, wanted, what, form.file.path)


def stream_lengths(edition: Edition, streams: Sequence[HeldStream], rate: int) -> list[float]:
    """How long each lesson lasts in the book, in seconds. `streams`: those in the book, whose length is in frames.

    Raises ValueError when they are not one for each lesson.
    """
    if len(streams) != len(edition.manifest.episodes):
        raise ValueError("edition.json does not tell how long each lesson is in it")
    return [stream.length * SAMPLES / rate for stream in streams]


def expected(edition: Edition, seconds: list[float]) -> tuple[ChapterTime, ...]:
    """What the book was to be divided into. `seconds`: as each lesson lasts in it."""
    episodes = edition.manifest.episodes.values()
    return chapters_of([Part(each.title, Path(), each.chapters) for each in episodes], seconds)


def nero_chapters(book: Path) -> tuple[int, list[tuple[str, float]]]:
    """The sample rate of the book, and title and start (seconds) of its chapters. Raises ValueError."""
    from mutagen import MutagenError
    from mutagen.mp4 import MP4

    try:
        file = MP4(book)
    except MutagenError as error:
        raise ValueError(str(error)) from error
    rate: int = file.info.sample_rate  # type: ignore[attr-defined]
    return rate, [(chapter.title, chapter.start) for chapter in file.chapters or ()]


def track_chapters(book: Path) -> list[tuple[str, float]]:
    """Title and start of the chapters in the text track; none without one. Raises AudioError or ValueError."""
    track = Track(book, "s:0", f"reading the chapters of {book.name}")
    samples = track.samples()
    if not samples:
        return []
    texts = bytearray()
    track.read(texts.extend)
    titles = list(_texts(bytes(texts)))
    starts = [sample.start_s for sample in samples]
    if len(titles) != len(starts):
        raise ValueError("its text track is damaged")
    return list(zip(titles, starts, strict=True))


def _texts(data: bytes) -> Iterator[str]:
    """The texts of a QuickTime text track: each has its length before it, and boxes of its style behind it."""
    position = 0
    while position + 2 <= len(data):
        (length,) = struct.unpack_from(">H", data, position)
        position += 2
        yield data[position : position + length].decode("utf-8", "replace")
        position += length
        while data[position + 4 : position + 8] == b"encd":
            position += struct.unpack_from(">I", data, position)[0]


def _unlike(
    found: list[tuple[str, float]], wanted: tuple[ChapterTime, ...], what: str, path: str
) -> Iterator[Fault]:
    if len(found) != len(wanted):
        yield Fault(f"{what} has {len(found)} chapters, not {len(wanted)}", MAKE_ANEW, path)
        return
    for number, ((title, start), chapter) in enumerate(zip(found, wanted, strict=True), 1):
        name = " ".join(chapter.title.split())
        if title.strip() != name.strip() and not _cut(title, name):
            yield Fault(f"{what} calls chapter {number} `{title}`, not `{name}`", MAKE_ANEW, path)
        elif abs(start - chapter.start_s) > _SLACK_S:
            told = f"in {what} chapter {number} begins at {start:.3f} s, not at {chapter.start_s:.3f} s"
            yield Fault(told, MAKE_ANEW, path)


def _cut(title: str, name: str) -> bool:
    """Whether it is the beginning of a name that is too long."""
    whole = name.encode()
    return len(whole) > _NERO_BYTES and whole.startswith(title.encode().rstrip(b"\xef\xbf\xbd")[:200])
