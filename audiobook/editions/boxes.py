"""The boxes that an MP4 file is made of (ISO 14496-12), as far as a finished book needs to be changed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from audiobook.errors import AudioError

_OPENED = frozenset({b"moov", b"trak", b"tref", b"mdia", b"minf", b"stbl"})
"""Boxes that hold nothing but boxes, among those that are changed."""

Bytes = bytes | memoryview


@dataclass(slots=True)
class Box:
    """A box and its content: other boxes, or bytes."""

    kind: bytes
    content: Bytes | list[Self]

    @property
    def data(self) -> bytes:
        assert not isinstance(self.content, list)
        return bytes(self.content)

    @property
    def boxes(self) -> list[Self]:
        assert isinstance(self.content, list)
        return self.content

    @property
    def size(self) -> int:
        """In bytes, with its head."""
        return len(head(self.kind, self._length)) + self._length

    @property
    def _length(self) -> int:
        return sum(box.size for box in self.content) if isinstance(self.content, list) else len(self.content)

    def all(self, *path: bytes) -> Iterator[Self]:
        """The boxes at a path of kinds below this one, in order."""
        first, *rest = path
        for box in self.boxes:
            if box.kind == first:
                yield from box.all(*rest) if rest else (box,)

    def one(self, *path: bytes) -> Self:
        """The first of `all`. Raises ValueError when there is none."""
        found = next(self.all(*path), None)
        if found is None:
            raise ValueError(f"no {'/'.join(kind.decode('latin-1') for kind in path)}")
        return found

    def replace(self, kind: bytes, box: Self) -> None:
        """Puts a box in the place of the one of a kind below this one. Raises ValueError when there is none."""
        self.boxes[self.boxes.index(self.one(kind))] = box

    def pieces(self) -> Iterator[Bytes]:
        """The box as it stands in a file, in pieces: an index may have a number for each of a million frames."""
        yield head(self.kind, self._length)
        if isinstance(self.content, list):
            for box in self.content:
                yield from box.pieces()
        else:
            yield self.content

    def bytes(self) -> bytes:
        """The box as it stands in a file."""
        return b"".join(self.pieces())


def head(kind: bytes, length: int) -> bytes:
    """What stands before a content of so many bytes."""
    if length + 8 < 1 << 32:
        return struct.pack(">I4s", length + 8, kind)
    return struct.pack(">I4sQ", 1, kind, length + 16)


def full(kind: bytes, content: bytes, flags: int = 0) -> Box:
    """A box with version 0 and flags."""
    return Box(kind, struct.pack(">I", flags) + content)


def counted(row: str, rows: Iterable[tuple[int, ...]]) -> bytes:
    """Rows of numbers, and before them how many there are."""
    packed = [struct.pack(row, *each) for each in rows]
    return struct.pack(">I", len(packed)) + b"".join(packed)


def offsets(values: Sequence[int], wide: bool) -> Box:
    """Where chunks lie in the file; `wide`: in 64 bits, as a file of more than 4 GB needs."""
    kind, number = (b"co64", "Q") if wide else (b"stco", "I")
    return full(kind, struct.pack(f">I{len(values)}{number}", len(values), *values))


def parsed(data: Bytes) -> list[Box]:
    """The boxes that stand one after the other in these bytes, which are not copied. Raises ValueError."""
    data = memoryview(data)
    found, position = [], 0
    while position < len(data):
        kind, begin, size = _head_at(data[position : position + 16])
        if size < begin or position + size > len(data):
            raise ValueError(f"a box `{kind.decode('latin-1')}` of {size} bytes")
        inner = data[position + begin : position + size]
        found.append(Box(kind, parsed(inner) if kind in _OPENED else inner))
        position += size
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box of the file itself lies: from `start` on, `size` bytes with its head."""

    kind: bytes
    start: int
    size: int


def places(file: Path) -> list[Place]:
    """The boxes of a file, unread. Raises AudioError for what is no such file."""
    found = []
    length = file.stat().st_size
    with file.open("rb") as stream:
        position = 0
        while position < length:
            stream.seek(position)
            try:
                kind, begin, size = _head_at(stream.read(16))
            except ValueError:
                size = begin = 0
            size = size or length - position  # 0: to the end of the file
            if not 8 <= begin <= size or position + size > length:
                raise AudioError(f"{file.name} is not an MP4 file", "Build again: it will be made anew")
            found.append(Place(kind, position, size))
            position += size
    return found


def _head_at(data: Bytes) -> tuple[bytes, int, int]:
    """Kind, length of the head and length of the whole box."""
    try:
        size, kind = struct.unpack_from(">I4s", data)
        if size == 1:
            return kind, 16, struct.unpack_from(">Q", data, 8)[0]
    except struct.error as error:
        raise ValueError("half a box") from error
    return kind, 8, size
