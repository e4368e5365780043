"""A lesson as an MP3 file: the encoded body (codec.py), and the tag in front of it.

They are made apart. The body depends on the sound alone and is worth keeping; the tag is written in milliseconds, so
that a renamed lesson or a new cover costs no encoding.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from audiobook.model import ChapterTime
from audiobook.outputs import whole


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What the tag of one lesson says.

    `number` counts from 1, of `total`. `language` is a BCP 47 tag. `text` is the whole narration, as written. `cover`
    is the picture file, `cover_type` its MIME type. `pictures` are PNG files, one for each chapter; empty for none.
    """

    title: str
    album: str
    artist: str
    number: int
    total: int
    year: int | None
    language: str
    summary: str
    text: str = field(repr=False)
    chapters: tuple[ChapterTime, ...]
    cover: bytes = field(repr=False)
    cover_type: str
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


def tag(facts: TrackFacts) -> bytes:
    """The ID3v2.3 tag that goes before a body. The same facts give the same bytes. Raises AudioError."""
    from audiobook.editions.id3 import tag_bytes

    return tag_bytes(facts)


def write(body: Path, facts: TrackFacts, out: Path) -> None:
    """Writes the tag and then the body to `out`, another file. Raises AudioError, and leaves no file."""
    begin = tag(facts)
    with whole(out), body.open("rb") as source, out.open("wb") as target:
        target.write(begin)
        shutil.copyfileobj(source, target, 1 << 20)
