"""The whole course as one M4B audiobook: the lessons' AAC streams joined as they are, with chapters, tags and cover.

Chapters are written twice, as players differ: as Nero's `chpl` list (AntennaPod) and as a QuickTime text track (Apple).
Cards are a track of pictures (Apple): see book_pictures.py. No sound is encoded here, so a new title or one new lesson
costs a copy of the file.
"""

# mypy: disallow_untyped_calls = False
# mutagen has no types.

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from audiobook import ffmpeg
from audiobook.editions.adts import Stream, frame, measure
from audiobook.editions.book_file import finish
from audiobook.editions.book_pictures import Jpegs, Shown, Sight, timeline
from audiobook.editions.language import iso_639_2
from audiobook.errors import AudioError
from audiobook.model import ChapterTime
from audiobook.outputs import whole

FORMAT = 4  # raise it when the same streams and facts give another file
SUFFIX = ".m4b"
MOST_CHAPTERS = 255
"""What `chpl` can count; with more sections only the lessons become chapters."""

_AUDIOBOOK = 2  # iTunes' media kind


@dataclass(frozen=True, slots=True)
class Part:
    """One lesson: its AAC stream (ADTS), and its chapters and cards in seconds of the recording."""

    title: str
    stream: Path
    chapters: tuple[ChapterTime, ...]
    cards: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the tags of the book say. `language` is a BCP 47 tag; `cover_type` the MIME type of the cover."""

    title: str
    subtitle: str
    author: str
    description: str
    language: str
    copyright: str
    year: int
    cover: bytes = field(repr=False)
    cover_type: str


def write(parts: Sequence[Part], facts: BookFacts, jpegs: Jpegs, out: Path) -> list[int]:
    """Writes the book, and returns how many frames of each part are in it: `take_apart` asks for them.

    The same streams, facts and pictures give the same bytes. Raises AudioError, and leaves no file.
    """
    metadata, first = out.with_suffix(".ffmetadata"), out.with_suffix(".first")
    try:
        with whole(out):
            streams = [measure(part.stream) for part in parts]
            _refuse_mixed({stream.rate for stream in streams}, out.name)
            seconds = [stream.seconds for stream in streams]
            metadata.write_text(_metadata(chapters_of(parts, seconds)), encoding="utf-8")
            _mux(streams[0], metadata, facts, first)
            _tag(facts, first)
            finish(first, streams, sights_of(parts, seconds), facts.cover, jpegs, out)
        return [stream.frames for stream in streams]
    finally:
        for scratch in (metadata, first):
            scratch.unlink(missing_ok=True)


def _refuse_mixed(rates: set[int], name: str) -> None:
    if len(rates) > 1:
        found = " and ".join(map(str, sorted(rates)))
        hint = "Use voices of one sample rate, or set `m4b = false` under [editions]"
        raise AudioError(f"{name}: lessons are at {found} Hz, and a book has one rate", hint)


def chapters_of(parts: Sequence[Part], seconds: Sequence[float]) -> tuple[ChapterTime, ...]:
    """The chapters of the book, contiguous: `3. Title` where lesson 3 begins, `3.2 Section` within it.

    `seconds`: how long the stream of each lesson is.
    """
    starts = [0.0, *accumulate(seconds)]
    with_sections = sum(max(1, len(part.chapters)) for part in parts) <= MOST_CHAPTERS
    begins: list[tuple[str, float]] = []
    for number, (part, start) in enumerate(zip(parts, starts[:-1], strict=True), 1):
        begins.append((f"{number}. {part.title}", start))
        sections = part.chapters[1:] if with_sections else ()
        begins += [
            (f"{number}.{index} {chapter.title}", start + chapter.start_s)
            for index, chapter in enumerate(sections, 2)
        ]
    ends = [*(start for _, start in begins[1:]), starts[-1]]
    return tuple(ChapterTime(title, start, end) for (title, start), end in zip(begins, ends, strict=True))


def sights_of(parts: Sequence[Part], seconds: Sequence[float]) -> list[Sight]:
    """What is to be seen while the book plays; nothing in a book without cards. `seconds`: as for `chapters_of`."""
    return timeline(list(_cards(parts, seconds)), sum(seconds))


def _cards(parts: Sequence[Part], seconds: Sequence[float]) -> Iterator[Shown]:
    """The cards of all lessons, in seconds of the book. The last one stays while the encoder's padding is played."""
    for part, start, length in zip(parts, accumulate(seconds, initial=0.0), seconds, strict=False):
        for card in part.cards:
            end = length if card.end_s == part.chapters[-1].end_s else card.end_s
            yield Shown(start + card.start_s, start + end, card.picture)


def take_apart(book: Path, frames: Sequence[int], wanted: Sequence[Path | None]) -> None:
    """Writes the streams that a book was joined from, so many frames each, to the paths that are wanted.

    Raises AudioError when the book holds another number of frames.
    """
    joined = next(path for path in wanted if path).with_suffix(".adts")
    try:
        ffmpeg.run(
            ["-i", ffmpeg.url(book), "-map", "0:a:0", "-codec", "copy", "-f", "adts", ffmpeg.url(joined)],
            f"taking {book.name} apart",
        )
        if measure(joined).frames != sum(frames):
            raise AudioError(f"{book} is not the book it was", "Remove it and build again")
        with joined.open("rb") as file:
            for count, path in zip(frames, wanted, strict=True):
                data = b"".join(frame(file) for _ in range(count))
                if path:
                    path.write_bytes(data)
    finally:
        joined.unlink(missing_ok=True)


def _metadata(chapters: Sequence[ChapterTime]) -> str:
    """ffmpeg's metadata file: https://ffmpeg.org/ffmpeg-formats.html#Metadata-2"""
    return "".join([";FFMETADATA1\n", *(_chapter_lines(chapters))])


def _chapter_lines(chapters: Sequence[ChapterTime]) -> Iterator[str]:
    for chapter in chapters:
        start, end = (round(1000 * moment) for moment in (chapter.start_s, chapter.end_s))
        title = re.sub(r"([=;#\\])", r"\\\1", " ".join(chapter.title.split()))
        if title.endswith(
            "\\"
        ):  # ffmpeg would take the end of the line for escaped, even after an escaped backslash
            title += " "
        yield f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n"


def _mux(stream: Stream, metadata: Path, facts: BookFacts, out: Path) -> None:
    """A book of the first lesson, with the chapters of all."""
    arguments = ["-f", "aac", "-i", ffmpeg.url(stream.path), "-f", "ffmetadata", "-i", ffmpeg.url(metadata)]
    arguments += ["-map", "0:a:0", "-map_metadata", "1", "-map_chapters", "1", "-codec", "copy"]
    # Counted in samples: in the ticks of an ADTS file a chapter of more than a minute overflows, and its track is lost.
    arguments += ["-bsf:a", f"aac_adtstoasc,setts=time_base=1/{stream.rate}"]
    arguments += ["-metadata:s:a:0", f"language={iso_639_2(facts.language)}"]
    # The book's own clock in milliseconds: counted in samples, its 32 bits would end after a day or two.
    arguments += ["-movie_timescale", "1000", "-fflags", "+bitexact", "-f", "ipod", ffmpeg.url(out)]
    ffmpeg.run(arguments, f"putting {out.name} together")


def _tag(facts: BookFacts, out: Path) -> None:
    from mutagen.mp4 import MP4, MP4Cover

    book = MP4(out)
    values: dict[str, object] = {
        "\xa9nam": facts.title,
        "\xa9alb": facts.title,
        "\xa9ART": facts.author,
        "aART": facts.author,
        "\xa9gen": "Audiobook",
        "\xa9day": str(facts.year),
        "\xa9cmt": facts.subtitle,
        "desc": facts.subtitle or facts.title,
        "ldes": facts.description,
        "cprt": facts.copyright,
    }
    for name, value in values.items():
        if value:
            book[name] = [value]
    png = facts.cover_type == "image/png"
    book["covr"] = [MP4Cover(facts.cover, MP4Cover.FORMAT_PNG if png else MP4Cover.FORMAT_JPEG)]
    book["stik"] = [_AUDIOBOOK]
    book.save()
