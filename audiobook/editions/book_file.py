"""An M4B put together: ffmpeg's book of its first lesson, with the frames of all lessons and the pictures in it.

ffmpeg writes the index, the chapters in both forms and what describes the sound; it is given one lesson, as it keeps
what it knows of every frame in memory, which for a course of many hours is more than all else here. The tables that
tell where frames lie are then made of the streams themselves, and the index stands before the sound, so that a player
can begin before it has all of the file.
"""

from __future__ import annotations

import shutil
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path
from typing import IO

from audiobook.editions.adts import SAMPLES, Stream
from audiobook.editions.book_pictures import Jpegs, PictureTrack, Sight, collected
from audiobook.editions.boxes import Box, Place, counted, full, head, offsets, parsed, places
from audiobook.errors import AudioError

_CHUNK = 64
"""Frames that lie together, as the index counts them: 2.7 s at 24 kHz."""

_PART = 1 << 20


def finish(
    first: Path, streams: Sequence[Stream], sights: Sequence[Sight], cover: bytes, jpegs: Jpegs, out: Path
) -> None:
    """Writes the book. `first`: that of the first stream, with the chapters and tags of the whole.

    Raises AudioError when its index is not as ffmpeg writes it.
    """
    spooled = out.with_suffix(".pictures")
    try:
        with spooled.open("w+b") as spool:
            pictures = collected(sights, cover, jpegs, spool)
            spool.seek(0)
            _write(first, streams, pictures, spool, out)
    except (ValueError, struct.error) as error:
        hint = "Set `m4b = false` under [editions] to go without it"
        raise AudioError(f"{out.name} cannot be put together ({error})", hint) from error
    finally:
        spooled.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Sound:
    """All frames: rate (Hz), and their lengths in bytes, as numbers and as the index has them."""

    rate: int
    lengths: array[int]
    table: bytes

    @property
    def frames(self) -> int:
        return len(self.lengths)

    @property
    def milliseconds(self) -> int:
        return round(1000 * self.frames * SAMPLES / self.rate)

    def chunks(self) -> Iterator[int]:
        """Their lengths in bytes."""
        return (sum(self.lengths[at : at + _CHUNK]) for at in range(0, self.frames, _CHUNK))


def _write(
    first: Path, streams: Sequence[Stream], pictures: PictureTrack, spool: IO[bytes], out: Path
) -> None:
    """Type, index, chapter titles, sound, pictures."""
    lying = [place for place in places(first) if place.kind != b"free"]
    kinds = sorted(place.kind for place in lying)
    if kinds != [b"ftyp", b"mdat", b"moov"]:
        raise ValueError(f"it is made of {b', '.join(kinds).decode('latin-1')}")
    found = {place.kind: place for place in lying}
    sound = _sound(streams)
    with first.open("rb") as source, out.open("wb") as target:
        kind, index = (_read(source, found[name]) for name in (b"ftyp", b"moov"))
        titles = _titles(source, index)
        size = len(titles) + sum(sound.lengths)
        before = head(b"mdat", size)
        behind = head(b"mdat", sum(pictures.lengths)) if pictures.samples else b""
        # The index is as long whatever it tells, so it is made twice: to know where the sound begins, and to say so.
        wide = size + sum(pictures.lengths) > 0xF0000000
        begin = len(kind) + _index(index, sound, len(titles), pictures, 0, 0, wide).size + len(before)
        final = _index(index, sound, len(titles), pictures, begin, begin + size + len(behind), wide)
        frames = chain.from_iterable(stream.payloads() for stream in streams)
        target.writelines(chain((kind,), final.pieces(), (before, titles), frames, (behind,)))
        shutil.copyfileobj(spool, target, _PART)


def _sound(streams: Sequence[Stream]) -> _Sound:
    lengths = array("I")
    for stream in streams:
        lengths.extend(stream.lengths)
    table = array("I", lengths)
    if sys.byteorder == "little":
        table.byteswap()
    return _Sound(streams[0].rate, lengths, table.tobytes())


def _read(source: IO[bytes], place: Place) -> bytes:
    source.seek(place.start)
    return source.read(place.size)


def _titles(source: IO[bytes], index: bytes) -> bytes:
    """The samples of the chapter titles, one after the other."""
    (moov,) = parsed(index)
    table = _track(moov, b"text").one(b"mdia", b"minf", b"stbl")
    found = []
    for offset, size in _samples(table):
        source.seek(offset)
        found.append(source.read(size))
    return b"".join(found)


def _samples(table: Box) -> Iterator[tuple[int, int]]:
    """Offset and size of each sample (ISO 14496-12, 8.7)."""
    sizes = table.one(b"stsz").data
    alike, count = struct.unpack_from(">II", sizes, 4)
    lengths = [alike] * count if alike else [size for (size,) in struct.iter_unpack(">I", sizes[12:])]
    chunks = [offset for (offset,) in struct.iter_unpack(">I", table.one(b"stco").data[8:])]
    runs = list(struct.iter_unpack(">III", table.one(b"stsc").data[8:]))
    remaining = iter(lengths)
    for number, begin in enumerate(chunks, 1):
        count = next(per for start, per, _ in reversed(runs) if start <= number)
        sizes_here = [next(remaining) for _ in range(count)]
        yield from zip(accumulate(sizes_here, initial=begin), sizes_here, strict=False)


def _track(moov: Box, kind: bytes) -> Box:
    """The track of this kind: `soun` or `text`."""
    for track in moov.all(b"trak"):
        if track.one(b"mdia", b"hdlr").data[8:12] == kind:
            return track
    raise ValueError(f"no track `{kind.decode()}`")


def _index(
    data: bytes, sound: _Sound, titles: int, pictures: PictureTrack, begin: int, shown: int, wide: bool
) -> Box:
    """The index of a book whose titles (so many bytes) and sound begin at an offset, and whose pictures at another."""
    (moov,) = parsed(data)
    header = moov.one(b"mvhd")
    lasting = sound.milliseconds
    header.content = header.data[:16] + struct.pack(">I", lasting) + header.data[20:]
    _tell_sound(_track(moov, b"soun"), sound, lasting, begin + titles, wide)
    table = _track(moov, b"text").one(b"mdia", b"minf", b"stbl")
    (count,) = struct.unpack_from(">I", table.one(b"stsz").data, 8)
    table.replace(b"stsc", full(b"stsc", counted(">III", [(1, count, 1)])))
    table.replace(b"stco", offsets([begin], wide))
    if pictures.samples:
        (number,) = struct.unpack(">I", header.data[-4:])
        header.content = header.data[:-4] + struct.pack(">I", number + 1)
        chapters = moov.one(b"trak", b"tref", b"chap")
        chapters.content = chapters.data + struct.pack(">I", number)
        # Behind the tags, and so behind the cover: programs that ask ffmpeg for the first picture get that.
        moov.boxes.append(pictures.box(number, lasting, shown, wide))
    return moov


def _tell_sound(track: Box, sound: _Sound, lasting: int, begin: int, wide: bool) -> None:
    header, edits, media = track.one(b"tkhd"), track.one(b"edts"), track.one(b"mdia", b"mdhd")
    if header.data[0] or media.data[0] or struct.unpack_from(">I", edits.data, 12) != (1,):
        raise ValueError("its times are not as expected")
    header.content = header.data[:20] + struct.pack(">I", lasting) + header.data[24:]
    edits.content = edits.data[:16] + struct.pack(">I", lasting) + edits.data[20:]
    length, rate = sound.frames * SAMPLES, media.data[12:16]
    if length < 1 << 32:
        media.content = media.data[:16] + struct.pack(">I", length) + media.data[20:]
    else:  # two days: version 1, with 64 bits for times
        media.content = (
            struct.pack(">IQQ", 1 << 24, 0, 0) + rate + struct.pack(">Q", length) + media.data[20:]
        )
    table = track.one(b"mdia", b"minf", b"stbl")
    full_chunks, rest = divmod(sound.frames, _CHUNK)
    chunks = [(1, _CHUNK, 1)] if full_chunks else []
    chunks += [(full_chunks + 1, rest, 1)] if rest else []
    table.replace(b"stts", full(b"stts", counted(">II", [(sound.frames, SAMPLES)])))
    table.replace(b"stsc", full(b"stsc", counted(">III", chunks)))
    table.replace(b"stsz", full(b"stsz", struct.pack(">II", 0, sound.frames) + sound.table))
    table.replace(b"stco", offsets(list(accumulate(sound.chunks(), initial=begin))[:-1], wide))
    for group in table.all(b"sbgp"):  # how far before a frame decoding has to begin: the same for all
        group.content = group.data[:12] + struct.pack(">I", sound.frames) + group.data[16:]
