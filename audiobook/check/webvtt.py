"""Read the WebVTT files that transcripts are published as."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_CLOCK = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")
_INNER = re.compile(rf"<({_CLOCK.pattern})>")


@dataclass(frozen=True, slots=True)
class VttCue:
    """A cue: seconds, its text without markup, and the moments of words within it."""

    start_s: float
    end_s: float
    text: str
    moments: tuple[float, ...] = ()


def read_cues(content: bytes) -> tuple[VttCue, ...]:
    """The cues of a file in its order. Raises ValueError for what is no WebVTT."""
    head, *blocks = content.decode("utf-8").strip("\n").split("\n\n")
    if not head.startswith("WEBVTT"):
        raise ValueError("it does not begin with WEBVTT")
    return tuple(_cue(block) for block in blocks if block.strip())


def _cue(block: str) -> VttCue:
    lines = block.strip("\n").split("\n")
    at = next((number for number, line in enumerate(lines) if "-->" in line), None)
    if at is None:
        raise ValueError(f"a cue has no time: {lines[0][:40]}")
    start, _, end = (part.strip() for part in lines[at].partition("-->"))
    text = " ".join(lines[at + 1 :])
    moments = tuple(_seconds(found[1]) for found in _INNER.finditer(text))
    return VttCue(_seconds(start), _seconds(end), html.unescape(_INNER.sub("", text)), moments)


def _seconds(clock: str) -> float:
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(f"`{clock[:20]}` is no time")
    hours, minutes, seconds, milliseconds = map(int, found.groups())
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
