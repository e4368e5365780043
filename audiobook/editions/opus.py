"""A lesson as an Opus file: half the bytes of its MP3, for apps that ask for little data.

The stream is encoded once and kept without tags (codec.py); here it gets its tags, chapters and cover as Vorbis
comments (RFC 7845, 5.2). Chapters are written as `CHAPTER001=00:00:12.500` and `CHAPTER001NAME=Title`, which ffmpeg and
AntennaPod read: https://wiki.xiph.org/Chapter_Extension.
"""

# mypy: disallow_untyped_calls = False
# mutagen has no types.

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audiobook.editions.id3 import GENRE
from audiobook.editions.mp3 import TrackFacts
from audiobook.model import ChapterTime
from audiobook.outputs import whole

FORMAT = 1  # raise it when the same stream and facts give another file
SUFFIX = ".opus"
MEDIA_TYPE = "audio/ogg"
CODECS = "opus"  # as RFC 6381 names what is within

_FRONT_COVER = 3


def write(stream: Path, facts: TrackFacts, out: Path) -> None:
    """Writes the stream with its tags to `out`, another file; the same give the same bytes.

    Raises AudioError, and leaves no file.
    """
    from mutagen import MutagenError
    from mutagen.oggopus import OggOpus

    with whole(out, MutagenError):
        shutil.copyfile(stream, out)
        file = OggOpus(out)
        tags: Any = file.tags
        tags.clear()
        tags.extend(_comments(facts))
        file.save(padding=lambda _: 0)


def _comments(facts: TrackFacts) -> Iterator[tuple[str, str]]:
    """Field names are upper case, as https://xiph.org/vorbis/doc/v-comment.html has them; empty ones are left out."""
    fields = {
        "TITLE": facts.title,
        "ALBUM": facts.album,
        "ARTIST": facts.artist,
        "TRACKNUMBER": str(facts.number),
        "TRACKTOTAL": str(facts.total),
        "DATE": "" if facts.year is None else f"{facts.year:04d}",
        "GENRE": GENRE,
        "LANGUAGE": facts.language,
        "DESCRIPTION": facts.summary,
    }
    yield from ((name, value) for name, value in fields.items() if value)
    for number, chapter in enumerate(facts.chapters, 1):
        yield f"CHAPTER{number:03}", _clock(chapter)
        yield f"CHAPTER{number:03}NAME", chapter.title
    if facts.text:
        yield "LYRICS", facts.text
    yield "METADATA_BLOCK_PICTURE", base64.b64encode(_picture(facts)).decode("ascii")


def _clock(chapter: ChapterTime) -> str:
    seconds, milliseconds = divmod(round(chapter.start_s * 1000), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def _picture(facts: TrackFacts) -> bytes:
    """The cover as FLAC's picture block: https://xiph.org/flac/format.html#metadata_block_picture."""
    from mutagen.flac import Picture

    picture = Picture()
    picture.type = _FRONT_COVER
    picture.mime = facts.cover_type
    picture.data = facts.cover
    return bytes(picture.write())
