"""ID3v2.3 tags with chapters, written frame by frame in a fixed order.

Version 2.3 in UTF-16: Apple's players lose chapters with long titles in 2.4. Chapters follow the "ID3v2
Chapter Frame Addendum" 1.0: a CHAP frame each, with its picture if it has one, and one ordered top-level CTOC frame
that lists them.
"""

# mypy: disallow_untyped_calls = False
# mutagen has no types.

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    TYER,
    USLT,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.id3._tags import save_frame

from audiobook.editions.language import iso_639_2
from audiobook.errors import AudioError
from audiobook.model import MOST_CHAPTERS

if TYPE_CHECKING:
    from audiobook.editions.mp3 import TrackFacts

GENRE = "Audiobook"

_NO_OFFSET = 0xFFFFFFFF  # CHAP: the times count, not byte offsets
_UTF16 = Encoding.UTF16


class OrderedID3(ID3):
    """mutagen's tag, written in the order in which frames were added.

    mutagen sorts frames of a kind by their size, and players list chapters in the order of the file.
    """

    def _write(self, config: Any) -> bytearray:
        return bytearray().join(save_frame(frame, config=config) for frame in self.values())


def tag_bytes(facts: TrackFacts) -> bytes:
    """The whole tag, without padding: the same facts give the same bytes.

    Raises AudioError for more chapters than the format can list.
    """
    tag = OrderedID3()
    for frame in _frames(facts):
        tag.add(frame)
    buffer = BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()


def _frames(facts: TrackFacts) -> Iterator[Any]:
    """The large frames come last, so that a player that streams the file knows title and chapters at once."""
    language = iso_639_2(facts.language)
    yield TIT2(_UTF16, facts.title)
    yield TALB(_UTF16, facts.album)
    yield TPE1(_UTF16, facts.artist)
    yield TRCK(_UTF16, f"{facts.number}/{facts.total}")
    if facts.year is not None:
        yield TYER(_UTF16, f"{facts.year:04d}")
    yield TCON(_UTF16, GENRE)
    yield TLAN(_UTF16, language)
    if facts.summary:
        yield COMM(_UTF16, language, "", facts.summary)
    yield from _chapters(facts)
    if facts.text:
        yield USLT(_UTF16, language, "", facts.text)
    yield APIC(_UTF16, facts.cover_type, PictureType.COVER_FRONT, "", facts.cover)


def _chapters(facts: TrackFacts) -> Iterator[Any]:
    chapters, title = facts.chapters, facts.title
    pictures = facts.pictures or (b"",) * len(chapters)
    if len(chapters) > MOST_CHAPTERS:
        raise AudioError(
            f"lesson '{title}' has {len(chapters)} chapters, and an MP3 file can list {MOST_CHAPTERS}",
            "Split the lesson, or use fewer headings",
        )
    names = [f"chp{number}" for number in range(len(chapters))]
    if names:
        yield CTOC("toc", CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, names, [])
    for name, chapter, picture in zip(names, chapters, pictures, strict=True):
        start, end = round(chapter.start_s * 1000), round(chapter.end_s * 1000)
        about: list[Any] = [TIT2(_UTF16, chapter.title)]
        if picture:  # as a front cover: players that look for a kind of picture look for this one
            about.append(APIC(Encoding.LATIN1, "image/png", PictureType.COVER_FRONT, "", picture))
        yield CHAP(name, start, end, _NO_OFFSET, _NO_OFFSET, about)
