"""A sound file decoded in full, once: how long it is, how loud, what the decoder complains of, where it is silent."""

from __future__ import annotations

import audioop
import math
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from audiobook import ffmpeg
from audiobook.errors import AudioError
from audiobook.loudness import METER, reading
from audiobook.model import Loudness

WINDOW_S = 0.01
SILENT_DBFS = -50.0
"""Below this peak a window counts as silent: digital silence comes back from an encoder some 30 dB below it."""

_SILENT = round(32768 * 10 ** (SILENT_DBFS / 20))
_WAV_HEADER = 44
_BARE = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]


@dataclass(frozen=True, slots=True)
class Measured:
    """duration_s: decoded; peaks: the highest sample of each window of WINDOW_S, empty when it was not asked for."""

    duration_s: float
    loudness: Loudness
    complaints: tuple[str, ...] = ()
    peaks: array[int] = field(default_factory=lambda: array("H"), repr=False)

    def is_silent(self, start_s: float, end_s: float) -> bool:
        """Whether there is no sound in any window that lies wholly between two moments."""
        first, last = math.ceil(start_s / WINDOW_S), math.floor(end_s / WINDOW_S)
        return all(peak < _SILENT for peak in self.peaks[max(first, 0) : last])

    def silences(self) -> Iterator[tuple[float, float]]:
        """Every stretch of silence in order: where it begins and ends, in seconds."""
        begin: int | None = None
        for index, peak in enumerate(self.peaks):
            if peak >= _SILENT:
                if begin is not None:
                    yield begin * WINDOW_S, index * WINDOW_S
                    begin = None
            elif begin is None:
                begin = index
        if begin is not None:
            yield begin * WINDOW_S, len(self.peaks) * WINDOW_S


def measure(audio: Path, *, peaks: bool = True) -> Measured:
    """Decodes a file in full. Raises AudioError when there is nothing in it to decode."""
    taker = _Taker(peaks)
    graph = f"[0:a:0]asplit[a][b];[a]{METER}[m];[b]aformat=sample_fmts=s16:channel_layouts=mono[p]"
    arguments = ["-i", ffmpeg.url(audio), "-filter_complex", graph, "-map", "[m]", "-f", "null", "-"]
    arguments += ["-map", "[p]", *_BARE, "-f", "wav", "pipe:1"]
    log = ffmpeg.stream(arguments, f"decoding {audio.name}", taker.take)
    duration_s = taker.finished()
    if not duration_s:
        raise AudioError(f"{audio.name}: there is no sound in it")
    return Measured(duration_s, reading(log), ffmpeg.complaints(log), taker.peaks)


def overlapping(
    silences: list[tuple[float, float]], start_s: float, end_s: float
) -> Iterator[tuple[float, float]]:
    """The parts of stretches, which are in order, that lie between two moments."""
    index = max(bisect_left(silences, (start_s, start_s)) - 1, 0)
    for begin, end in silences[index:]:
        if begin >= end_s:
            return
        if end > start_s:
            yield max(begin, start_s), min(end, end_s)


class _Taker:
    """Takes a WAV stream (mono s16) piece by piece; keeps its length and peaks."""

    def __init__(self, wants_peaks: bool) -> None:
        self.peaks = array("H")
        self._wants_peaks = wants_peaks
        self._rest = b""
        self._rate = 0
        self._size = 0

    def take(self, piece: bytes) -> None:
        if not self._rate:
            self._rest += piece
            if len(self._rest) < _WAV_HEADER:
                return
            (self._rate,) = struct.unpack_from("<I", self._rest, 24)
            piece, self._rest = self._rest[_WAV_HEADER:], b""
        self._size += len(piece)
        if self._wants_peaks:
            self._rest = self._windows(self._rest + piece)

    def _windows(self, data: bytes) -> bytes:
        step = 2 * round(self._rate * WINDOW_S)
        whole = len(data) - len(data) % step
        view = memoryview(data)
        self.peaks.extend(audioop.max(view[at : at + step], 2) for at in range(0, whole, step))
        return data[whole:]

    def finished(self) -> float:
        """The length in seconds."""
        if self._rest and self._rate:
            self.peaks.append(audioop.max(self._rest[: len(self._rest) // 2 * 2], 2))
        return self._size / 2 / self._rate if self._rate else 0.0
