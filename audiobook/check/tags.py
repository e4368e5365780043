"""What the tags of finished sound files say of chapters, read with mutagen as a player would."""

# mypy: disallow_untyped_calls = False
# mutagen has no types.

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TaggedChapter:
    """A chapter of an ID3 tag, in milliseconds, with its picture file; empty for none."""

    title: str
    start_ms: int
    end_ms: int
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Tags:
    """An ID3 tag.

    chapters: in the order of the file; listed: their number in it, in the order of the table of contents, -1 for one
    that is not there; narration: the text of the lesson.
    """

    chapters: tuple[TaggedChapter, ...]
    listed: tuple[int, ...]
    narration: str


def read_tags(audio: Path) -> Tags:
    """The tag of an MP3 file. Raises ValueError when it has none."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        tag = ID3(audio)
    except MutagenError as error:
        raise ValueError(f"its tag cannot be read ({error})") from error
    chapters = tag.getall("CHAP")
    names = [chapter.element_id for chapter in chapters]
    contents = [name for table in tag.getall("CTOC") for name in table.child_element_ids]
    return Tags(
        chapters=tuple(_chapter(chapter) for chapter in chapters),
        listed=tuple(names.index(name) if name in names else -1 for name in contents),
        narration="\n\n".join(str(text.text) for text in tag.getall("USLT")),
    )


def _chapter(frame: object) -> TaggedChapter:
    within = frame.sub_frames  # type: ignore[attr-defined]
    pictures = [picture.data for picture in within.getall("APIC")]
    title = "".join(str(title) for title in within.getall("TIT2"))
    times = frame.start_time, frame.end_time  # type: ignore[attr-defined]
    return TaggedChapter(title, *times, pictures[0] if pictures else b"")


def opus_chapters(audio: Path) -> list[tuple[str, int]]:
    """The chapters in the comments of an Opus file: title and start in milliseconds. Raises ValueError."""
    from mutagen import MutagenError
    from mutagen.oggopus import OggOpus

    try:
        comments = {name.upper(): value for name, value in OggOpus(audio).tags}  # type: ignore[attr-defined]
    except MutagenError as error:
        raise ValueError(f"its comments cannot be read ({error})") from error
    numbers = sorted(name for name in comments if re.fullmatch(r"CHAPTER\d{3}", name))
    return [(comments.get(f"{name}NAME", ""), _milliseconds(comments[name])) for name in numbers]


def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
