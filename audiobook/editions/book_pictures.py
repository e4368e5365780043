"""The pictures of an M4B book: when each is seen, and the track that says so.

Players by Apple take the picture of a chapter from a track of pictures that the sound refers to as it does to the
track of chapter titles: https://developer.apple.com/documentation/quicktime-file-format/chapter_lists. The track is
not enabled, so that nobody takes the book for a film. It has no gaps, as its samples have lengths and no beginnings:
where there is no card, it shows the cover.

mpv does show it as a film, and finds its way by it: it can go only to where a sample begins, so there is one every two
seconds, though no picture is in the file twice. The first sample is empty, as ffmpeg hands out the first one again
after every leap, and mpv would take itself to be at the beginning.

ffmpeg does not write such a track.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import IO

from audiobook.editions.boxes import Box, counted, full, offsets
from audiobook.errors import AudioError

_TICKS = 1000  # a second
_STEP = 2 * _TICKS
_NOTHING = 1  # ticks of the empty sample
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


@dataclass(frozen=True, slots=True)
class PictureTrack:
    """lengths: of nothing and of the distinct pictures, in bytes; samples: which one is seen, for how many ticks."""

    side: int
    lengths: tuple[int, ...]
    samples: tuple[tuple[int, int], ...]

    def box(self, number: int, lasting: int, begin: int, wide: bool) -> Box:
        """The track under this number, in a book that lasts so many milliseconds; the pictures lie from `begin` on."""
        starts = list(accumulate(self.lengths, initial=begin))
        sizes = struct.pack(">I", 0) + counted(">I", ((self.lengths[which],) for which, _ in self.samples))
        table = [
            full(b"stsd", struct.pack(">I", 1) + _entry(self.side).bytes()),
            full(b"stts", counted(">II", _runs(ticks for _, ticks in self.samples))),
            full(b"stsc", counted(">III", [(1, 1, 1)])),  # a chunk a sample
            full(b"stsz", sizes),
            offsets([starts[which] for which, _ in self.samples], wide),
        ]
        here = full(b"dref", struct.pack(">I", 1) + full(b"url ", b"", flags=1).bytes())
        ticks = sum(ticks for _, ticks in self.samples)
        media = [
            full(b"mdhd", struct.pack(">IIIIHH", 0, 0, _TICKS, ticks, _UNDETERMINED, 0)),
            full(b"hdlr", struct.pack(">I4s12x", 0, b"vide") + b"Chapter cards\0"),
            Box(b"minf", [full(b"vmhd", bytes(8), flags=1), Box(b"dinf", here.bytes()), Box(b"stbl", table)]),
        ]
        size = self.side << 16
        place = struct.pack(">IIIII8xhhhH", 0, 0, number, 0, lasting, 0, 0, 0, 0) + _MATRIX
        return Box(b"trak", [full(b"tkhd", place + struct.pack(">II", size, size)), Box(b"mdia", media)])


def collected(sights: Sequence[Sight], cover: bytes, jpegs: Jpegs, spool: IO[bytes]) -> PictureTrack:
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
    return PictureTrack(jpegs.side, tuple(lengths), tuple(samples))


def _jpeg(picture: Path | None, cover: bytes, jpegs: Jpegs) -> bytes:
    try:
        return jpegs.make(picture.read_bytes() if picture else cover)
    except ValueError as error:
        what = f"the card {picture.name}" if picture else "the cover"
        hint = "Save it anew as JPEG or PNG, or set `m4b = false` under [cards]"
        raise AudioError(f"{what} cannot be shown in the book ({error})", hint) from error


def _runs(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """How often in a row, and what."""
    return ((len(list(group)), value) for value, group in groupby(values))


def _entry(side: int) -> Box:
    """What a sample is: a JPEG picture of 72 dots an inch, in 24 bits."""
    fields = struct.pack(">6xH16xHHIIIH", 1, side, side, 72 << 16, 72 << 16, 0, 1)
    return Box(b"jpeg", fields + bytes(32) + struct.pack(">Hh", 24, -1))
