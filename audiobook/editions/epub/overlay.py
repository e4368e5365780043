"""The media overlay of a lesson (SMIL): which element of its page is read in which part of its sound.

The clips follow each other from the beginning of the sound to its end, pauses included: nothing is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.editions.epub.page import Read
from audiobook.editions.written.xhtml import EPUB, EPUB_TYPE, add, root_of, serialized

if TYPE_CHECKING:
    from lxml.etree import _Element

SMIL = "http://www.w3.org/ns/SMIL"
_TEXTREF = f"{{{EPUB}}}textref"


@dataclass(frozen=True, slots=True)
class Clip:
    """What is read from one millisecond of the sound to another."""

    read: Read
    start_ms: int
    end_ms: int


def clips_of(read: Sequence[Read], starts_ms: Sequence[int], duration_ms: int) -> tuple[Clip, ...]:
    """The clips, contiguous from 0 to the end; what would be read for no time at all is left out.

    `starts_ms`: when each utterance begins.
    """
    begins = [min(starts_ms[one.utterance], duration_ms) if one.utterance else 0 for one in read]
    ends = [*begins[1:], duration_ms]
    return tuple(
        Clip(one, start, end) for one, start, end in zip(read, begins, ends, strict=True) if start < end
    )


def smil(clips: Sequence[Clip], page: str, sound: str) -> bytes:
    """The overlay of `page`; `sound` is its audio file, both named from where the overlay lies."""
    root = root_of("smil", SMIL, epub=EPUB)
    root.set("version", "3.0")
    body = add(root, "body", {_TEXTREF: page, EPUB_TYPE: "chapter"})
    open_groups: list[tuple[str, _Element]] = []
    for number, clip in enumerate(clips, 1):
        shared = 0
        while (
            shared < min(len(open_groups), len(clip.read.groups))
            and open_groups[shared][0] == clip.read.groups[shared][0]
        ):
            shared += 1
        del open_groups[shared:]
        for name, kind in clip.read.groups[shared:]:
            place = open_groups[-1][1] if open_groups else body
            attributes = {_TEXTREF: f"{page}#{name}"} | ({EPUB_TYPE: kind} if kind else {})
            open_groups.append((name, add(place, "seq", attributes)))
        place = open_groups[-1][1] if open_groups else body
        passed_over = {EPUB_TYPE: clip.read.kind} if clip.read.kind else {}
        par = add(place, "par", {"id": f"c{number}"} | passed_over)
        add(par, "text", {"src": f"{page}#{clip.read.id}"})
        times = {"clipBegin": clock(clip.start_ms), "clipEnd": clock(clip.end_ms)}
        add(par, "audio", {"src": sound} | times)
    return serialized(root)


def clock(milliseconds: int) -> str:
    """A full clock value: `0:01:02.345`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
