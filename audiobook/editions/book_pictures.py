"""The pictures of an M4B book, and its index put first.

Players by Apple take the picture of a chapter from a track of pictures that the sound refers to as it does to the
track of chapter titles: https://developer.apple.com/documentation/quicktime-file-format/chapter_lists. The track is
not enabled, so that nobody takes the book for a film. It has no gaps, as its samples have lengths and no beginnings:
where there is no card, it shows the cover.

mpv does show it as a film, and finds its way by it: it can go only to where a sample begins, so there is one every two
seconds, though no picture is in the file twice. The first sample is empty, as ffmpeg hands out the first one again
after every leap, and mpv would take itself to be at the beginning.

ffmpeg does not write such a track, so it is added here to a book that is else finished. Its index has to move to the
front in any case, so that a player can begin before it has all of the file.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from pathlib import Path
from typing import IO

from audiobook.editions.boxes import Box, Place, head, parsed, places
from audiobook.errors import AudioError

_TICKS = 1000  # a second
_STEP = 2 * _TICKS
_NOTHING = 1  # ticks of the empty sample
_PART = 1 << 20
_UNDETERMINED = 0x55C4  # the language `und`, five bits a letter
_MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture file that is shown for a while, in seconds."""

    start_s: float
    end_s: float
    picture: Path


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen for so many milliseconds: a picture file, or the cover (None)."""

    picture: Path | None
    ticks: int


@dataclass(frozen=True, slots=True)
class Jpegs:
    """How a picture becomes a JPEG of the one size that all have: `side` pixels wide and high.

    `make` raises ValueError for what is no picture.
    """

    side: int
    make: Callable[[bytes], bytes]


def timeline(shown: Sequence[Shown], end_s: float) -> list[Sight]:
    """What is to be seen, from 0 to the end without a gap; nothing where nothing is shown at all.

    `shown` is in order, and nothing in it overlaps.
    """
    edges: list[tuple[int, Path | None]] = [(0, None)]
    for each in shown:
        edges += [(round(_TICKS * each.start_s), each.picture), (round(_TICKS * each.end_s), None)]
    edges.append((round(_TICKS * end_s), None))
    sights = [Sight(picture, end - start) for (start, picture), (end, _) in pairwise(edges) if start < end]
    return sights if shown else []


def finish(book: Path, sights: Sequence[Sight], cover: bytes, jpegs: Jpegs, out: Path) -> None:
    """Writes a book to `out` with its index first, and with these pictures, if any.

    Raises AudioError when its index is not as ffmpeg writes it.
    """
    spooled = out.with_suffix(".pictures")
    try:
        with spooled.open("w+b") as spool:
            track = _collected(sights, cover, jpegs, spool)
            spool.seek(0)
            _assemble(book, track, spool, out)
    except (ValueError, struct.error) as error:
        hint = "Set `m4b = false` under [cards] to go without pictures, or under [editions] without the book"
        raise AudioError(f"{out.name} cannot be put together ({error})", hint) from error
    finally:
        spooled.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Track:
    """lengths: of nothing and of the distinct pictures, in bytes; samples: which one is seen, for how many ticks."""

    side: int
    lengths: tuple[int, ...]
    samples: tuple[tuple[int, int], ...]


def _collected(sights: Sequence[Sight], cover: bytes, jpegs: Jpegs, spool: IO[bytes]) -> _Track:
    """Writes the pictures, each once, one after the other."""
    known: dict[Path | None, int] = {}
    lengths, samples = [0], [(0, _NOTHING)] if sights else []
    for sight in sights:
        if sight.picture not in known:
            known[sight.picture] = len(lengths)
            lengths.append(spool.write(_jpeg(sight.picture, cover, jpegs)))
        begins = _NOTHING if sight is sights[0] else 0
        for begin in range(begins, sight.ticks, _STEP):
            samples.append((known[sight.picture], min(_STEP, sight.ticks - begin)))
    return _Track(jpegs.side, tuple(lengths), tuple(samples))


def _jpeg(picture: Path | None, cover: bytes, jpegs: Jpegs) -> bytes:
    try:
        return jpegs.make(picture.read_bytes() if picture else cover)
    except ValueError as error:
        what = f"the card {picture.name}" if picture else "the cover"
        hint = "Save it anew as JPEG or PNG, or set `m4b = false` under [cards]"
        raise AudioError(f"{what} cannot be shown in the book ({error})", hint) from error


def _assemble(book: Path, track: _Track, spool: IO[bytes], out: Path) -> None:
    """Type, index, sound, pictures."""
    found = {place.kind: place for place in places(book)}
    kinds = sorted(place.kind for place in places(book) if place.kind != b"free")
    if kinds != [b"ftyp", b"mdat", b"moov"]:
        raise ValueError(f"it is made of {b', '.join(kinds).decode('latin-1')}")
    sound, behind = found[b"mdat"], head(b"mdat", sum(track.lengths)) if track.samples else b""
    with book.open("rb") as source, out.open("wb") as target:
        kind, index = (b"".join(_pieces(source, found[name])) for name in (b"ftyp", b"moov"))
        # Offsets are as long whatever they are: the first index tells where the sound will be, the second says so.
        begin = len(kind) + _index(index, track, 0, 0).size
        moved = _index(index, track, begin - sound.start, begin + sound.size + len(behind))
        target.writelines(chain((kind,), moved.pieces(), _pieces(source, sound), (behind,)))
        shutil.copyfileobj(spool, target, _PART)


def _pieces(source: IO[bytes], place: Place) -> Iterator[bytes]:
    source.seek(place.start)
    for position in range(0, place.size, _PART):
        yield source.read(min(_PART, place.size - position))


def _index(data: bytes, track: _Track, shift: int, pictures: int) -> Box:
    """The index of a book whose sound has moved by `shift` bytes, and of its pictures, which lie from there on."""
    (moov,) = parsed(data)
    for table in moov.all(b"trak", b"mdia", b"minf", b"stbl"):
        for box in table.boxes:
            if box.kind in _OFFSETS:
                box.content = _shifted(box.data, _OFFSETS[box.kind], shift)
    if track.samples:
        _add(track, moov, pictures)
    return moov


_OFFSETS = {b"stco": "I", b"co64": "Q"}


def _shifted(data: bytes, number: str, shift: int) -> bytes:
    count = f">{struct.unpack_from('>I', data, 4)[0]}{number}"
    return data[:8] + struct.pack(count, *(offset + shift for offset in struct.unpack_from(count, data, 8)))


def _add(track: _Track, moov: Box, begin: int) -> None:
    header = moov.one(b"mvhd")
    if header.data[0]:
        raise ValueError("it is longer than 49 days")
    (duration,) = struct.unpack_from(">I", header.data, 16)
    (number,) = struct.unpack(">I", header.data[-4:])
    header.content = header.data[:-4] + struct.pack(">I", number + 1)
    chapters = moov.one(b"trak", b"tref", b"chap")
    chapters.content = chapters.data + struct.pack(">I", number)
    # Behind the tags, and so behind the cover: programs that ask ffmpeg for the first picture get that.
    moov.boxes.append(_trak(track, number, duration, begin))


def _trak(track: _Track, number: int, duration: int, begin: int) -> Box:
    offsets = list(accumulate(track.lengths, initial=begin))
    samples = track.samples
    lasting = sum(ticks for _, ticks in samples)
    table = [
        _full(b"stsd", struct.pack(">I", 1) + _entry(track.side).bytes()),
        _full(b"stts", _counted(">II", _runs(ticks for _, ticks in samples))),
        _full(b"stsc", _counted(">III", [(1, 1, 1)])),  # a chunk a sample
        _full(
            b"stsz", struct.pack(">I", 0) + _counted(">I", ((track.lengths[which],) for which, _ in samples))
        ),
        _full(b"stco", _counted(">I", ((offsets[which],) for which, _ in samples))),
    ]
    here = _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", flags=1).bytes())
    media = [
        _full(b"mdhd", struct.pack(">IIIIHH", 0, 0, _TICKS, lasting, _UNDETERMINED, 0)),
        _full(b"hdlr", struct.pack(">I4s12x", 0, b"vide") + b"Chapter cards\0"),
        Box(b"minf", [_full(b"vmhd", bytes(8), flags=1), Box(b"dinf", here.bytes()), Box(b"stbl", table)]),
    ]
    size = track.side << 16
    place = struct.pack(">IIIII8xhhhH", 0, 0, number, 0, duration, 0, 0, 0, 0) + _MATRIX
    return Box(b"trak", [_full(b"tkhd", place + struct.pack(">II", size, size)), Box(b"mdia", media)])


def _runs(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """How often in a row, and what."""
    return ((len(list(group)), value) for value, group in groupby(values))


def _entry(side: int) -> Box:
    """What a sample is: a JPEG picture of 72 dots an inch, in 24 bits."""
    fields = struct.pack(">6xH16xHHIIIH", 1, side, side, 72 << 16, 72 << 16, 0, 1)
    return Box(b"jpeg", fields + bytes(32) + struct.pack(">Hh", 24, -1))


def _full(kind: bytes, content: bytes, flags: int = 0) -> Box:
    """A box with version 0 and flags."""
    return Box(kind, struct.pack(">I", flags) + content)


def _counted(row: str, rows: Iterable[tuple[int, ...]]) -> bytes:
    packed = [struct.pack(row, *each) for each in rows]
    return struct.pack(">I", len(packed)) + b"".join(packed)
