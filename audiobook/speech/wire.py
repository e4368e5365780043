"""The frames that pass between an engine's process and its client, over a pair of pipes.

A frame is the length of a JSON object (four bytes, big-endian), the object, and as many bytes as its `bytes` says.

    request   {"text", "phonemes", "limit"}     one utterance, and how many seconds it may take
    reply     {"rate", "marks", "marked", "bytes"} + PCM  the clip
              {"error", "hint", "final"}        why there is none, and whether it would be so again
              {"pace"}                          once, when the engine is open: see engine.Synthesizer
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, Any

from audiobook.errors import EngineError, EngineRefused
from audiobook.model import Clip, WordMark

_LENGTH = struct.Struct(">I")

Frame = tuple[dict[str, Any], bytes]


def send(pipe: IO[bytes], header: Mapping[str, Any], payload: bytes = b"") -> None:
    """Writes one frame to a buffered pipe. Raises OSError when the other side is gone."""
    encoded = json.dumps({**header, "bytes": len(payload)}, separators=(",", ":")).encode()
    pipe.write(_LENGTH.pack(len(encoded)) + encoded)
    pipe.write(payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Frame | None:
    """Reads one frame; None when the pipe ends before the frame does. Raises ValueError for what is no frame."""
    size = pipe.read(_LENGTH.size)
    if len(size) < _LENGTH.size:
        return None
    header: dict[str, Any] = json.loads(pipe.read(_LENGTH.unpack(size)[0]) or "{}")
    if "bytes" not in header:
        return None
    payload = pipe.read(header["bytes"])
    return (header, payload) if len(payload) == header["bytes"] else None


def send_clip(pipe: IO[bytes], clip: Clip) -> None:
    marks = [(mark.char, mark.frame) for mark in clip.marks]
    send(pipe, {"rate": clip.rate, "marks": marks, "marked": clip.marked}, clip.pcm)


def send_error(pipe: IO[bytes], error: EngineError) -> None:
    final = isinstance(error, EngineRefused)
    send(pipe, {"error": error.message, "hint": error.hint, "final": final})


def clip_of(header: Mapping[str, Any], pcm: bytes) -> Clip:
    """The clip of a reply. Raises EngineError when the reply tells of one."""
    if "error" in header:
        raise (EngineRefused if header["final"] else EngineError)(header["error"], header["hint"])
    marks = tuple(WordMark(char, frame) for char, frame in header["marks"])
    return Clip(header["rate"], pcm, marks, header["marked"])
