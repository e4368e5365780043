"""Sound as a speech service sends it: bare samples, or a WAV file that may have been begun before its end was known."""

from __future__ import annotations

import audioop
import re
import struct

from audiobook.errors import EngineError, EngineRefused
from audiobook.model import Clip

PCM_RATE = 24_000  # of bare samples, where the service does not say
_RATE = re.compile(r"\brate=(\d{4,6})\b")
_COMPRESSED_TYPE = re.compile(r"audio/(?:x-)?(?:mpeg|mp3|ogg|opus|aac|flac|webm|mp4)\b")
_COMPRESSED_START = (b"ID3", b"OggS", b"fLaC")
_PCM, _EXTENSIBLE = 1, 0xFFFE  # WAVE_FORMAT_*
_ENDLESS = 0x7FFF0000  # sizes from here on, and zero, stand for "up to the end" in a file that was streamed


def clip_of(data: bytes, content_type: str) -> Clip:
    """The clip in the body of a reply.

    Raises EngineError where another try may bring a whole one, and EngineRefused for a format that is not read; their
    messages continue "SERVER ...".
    """
    if not data:
        raise EngineError("sent nothing")
    if data.startswith(b"RIFF"):
        return _wav(data)
    if _COMPRESSED_TYPE.match(content_type.lower()) or data.startswith(_COMPRESSED_START):
        raise EngineRefused(
            f"sent compressed sound ({content_type or 'of no named type'}) and was asked for samples",
            "Give the voice format=wav or format=pcm, whichever the server can",
        )
    rate = _RATE.search(content_type)
    return Clip(int(rate[1]) if rate else PCM_RATE, _whole(data, len(data), 2))


def _wav(data: bytes) -> Clip:
    """The samples of a WAV file as mono s16."""
    channels = width = rate = 0
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        position += 8
        if name == b"fmt " and position + 16 <= len(data):
            rate, channels, width = _format(data[position : position + size])
        if name == b"data" and width:
            rest = data[position:]
            wanted = len(rest) if size == 0 or size >= _ENDLESS else size
            return Clip(rate, _mono(_whole(rest, wanted, channels * width), channels, width))
        position += size + size % 2
    raise EngineError("sent a WAV file without sound")


def _format(chunk: bytes) -> tuple[int, int, int]:
    """Frames per second, channels and bytes per sample."""
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if kind == _EXTENSIBLE and len(chunk) >= 26:
        kind = struct.unpack_from("<H", chunk, 24)[0]
    if kind != _PCM or channels not in (1, 2) or bits not in (16, 24, 32):
        raise EngineRefused(
            f"sent a WAV file that is not read: format {kind}, {bits} bits, {channels} channels",
            "Give the voice format=pcm",
        )
    return rate, channels, bits // 8


def _whole(data: bytes, wanted: int, frame: int) -> bytes:
    if len(data) < wanted or wanted % frame:
        raise EngineError(f"sent sound that was cut short, {len(data):,} bytes")
    return data[:wanted]


def _mono(samples: bytes, channels: int, width: int) -> bytes:
    if channels == 2:
        samples = audioop.tomono(samples, width, 0.5, 0.5)
    return audioop.lin2lin(samples, width, 2)
