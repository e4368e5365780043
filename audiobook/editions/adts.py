"""The AAC streams of lessons (ADTS, ISO 13818-7, 6.2): how long they are, and their frames."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobook.errors import AudioError

SAMPLES = 1024
"""Of a frame."""

_RATES = (
    96_000,
    88_200,
    64_000,
    48_000,
    44_100,
    32_000,
    24_000,
    22_050,
    16_000,
    12_000,
    11_025,
    8_000,
    7_350,
)


@dataclass(frozen=True, slots=True)
class Stream:
    """An AAC stream: samples a second, and the bytes of each frame of 1024 samples, without its header."""

    path: Path
    rate: int
    lengths: array[int]

    @property
    def frames(self) -> int:
        return len(self.lengths)

    @property
    def seconds(self) -> float:
        return self.frames * SAMPLES / self.rate

    def payloads(self) -> Iterator[bytes]:
        """The frames without their headers."""
        with self.path.open("rb") as file:
            for length in self.lengths:
                header = file.read(7)
                if not header[1] & 1:
                    file.read(2)  # a checksum
                yield file.read(length)


def measure(path: Path) -> Stream:
    """Walks a stream frame by frame. Raises AudioError for what is none."""
    lengths, rate = array("I"), 0
    size = path.stat().st_size
    with path.open("rb") as file:
        while header := file.read(7):
            length = _length(header)
            headers = 7 if header[1] & 1 else 9
            if (
                length < headers
                or header[0] != 0xFF
                or header[1] & 0xF0 != 0xF0
                or file.tell() + length - 7 > size
            ):
                raise AudioError(f"{path.name} is not an AAC stream", "Build again: it will be made anew")
            rate = _RATES[(header[2] & 0x3C) >> 2]
            lengths.append(length - headers)
            file.seek(length - 7, 1)
    if not lengths:
        raise AudioError(f"{path.name} is empty", "Build again: it will be made anew")
    return Stream(path, rate, lengths)


def frame(file: IO[bytes]) -> bytes:
    """The next frame of an open stream, with its header."""
    header = file.read(7)
    return header + file.read(_length(header) - 7)


def _length(header: bytes) -> int:
    """Bytes of the frame, with its header; 0 for half a header."""
    return (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5 if len(header) == 7 else 0
