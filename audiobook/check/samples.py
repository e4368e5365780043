"""The samples of one track of a file, as ffmpeg hands them out: when each begins, how long it is, and the bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audiobook import ffmpeg
from audiobook.errors import AudioError


@dataclass(frozen=True, slots=True)
class Sample:
    """Where it begins, in seconds, its bytes, and their checksum."""

    start_s: float
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Track:
    """A track of a file. `which`: as ffmpeg calls it, such as `s:0`; `task`: what it is read for, for errors."""

    file: Path
    which: str
    task: str

    def samples(self) -> list[Sample]:
        """All samples in order; none where there is no such track. Raises AudioError."""
        table = bytearray()
        try:
            ffmpeg.stream(self._copied("framecrc"), self.task, table.extend)
        except AudioError as error:
            if "matches no streams" in error.message:
                return []
            raise
        lines = table.decode("ascii", "replace").splitlines()
        base = next((line.split()[2] for line in lines if line.startswith("#tb")), "1/1000").split("/")
        tick = int(base[0]) / int(base[1])
        rows = [line.split(",") for line in lines if line and not line.startswith("#")]
        return [Sample(int(row[2]) * tick, int(row[4]), row[5].strip()) for row in rows]

    def read(self, take: Callable[[bytes], None]) -> None:
        """Hands the bytes of the samples to `take`, one after the other, in pieces of any length. Raises AudioError."""
        ffmpeg.stream(self._copied("data"), self.task, take)

    def _copied(self, muxer: str) -> list[str]:
        # Told to ignore chapters, ffmpeg does not read ahead in their tracks, and hands on each sample once.
        source = ["-ignore_chapters", "1", "-i", ffmpeg.url(self.file), "-map", f"0:{self.which}"]
        return [*source, "-codec", "copy", "-f", muxer, "pipe:1"]
