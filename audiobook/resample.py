"""Clips of different sample rates brought to one, so that several voices can speak in one lesson."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from audiobook import ffmpeg
from audiobook.errors import AudioError
from audiobook.model import Clip, WordMark

_BYTES = 2  # a mono s16 frame
_APART_S = 0.05  # silence between clips, so that the filter mixes none with its neighbour


def resampled(clips: Sequence[Clip], rate: int) -> list[Clip]:
    """The clips at `rate`, each as long as before to the frame; those that have it already are left as they are.

    Raises AudioError when ffmpeg fails.
    """
    found = list(clips)
    for other in sorted({clip.rate for clip in clips} - {rate}):
        places = [index for index, clip in enumerate(clips) if clip.rate == other]
        for index, clip in zip(
            places, _converted([clips[index] for index in places], other, rate), strict=True
        ):
            found[index] = clip
    return found


def _converted(clips: Sequence[Clip], before: int, after: int) -> list[Clip]:
    """One run of ffmpeg for all of them: starting it costs more than its work."""
    apart = bytes(_BYTES * round(before * _APART_S))
    fed, starts = bytearray(apart), []
    for clip in clips:
        starts.append(len(fed) // _BYTES)
        fed += clip.pcm + apart
    raw = ["-f", "s16le", "-ac", "1"]
    command = [
        ffmpeg.binary(),
        "-v",
        "error",
        *raw,
        "-ar",
        str(before),
        "-i",
        "-",
        *raw,
        "-ar",
        str(after),
        "-",
    ]
    done = subprocess.run(command, input=bytes(fed), capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise AudioError(f"changing {before} Hz to {after} Hz: ffmpeg failed: {reason}", "Build again")
    pcm = done.stdout

    def frame(position: int) -> int:
        return (position * after + before // 2) // before

    return [
        Clip(
            after,
            pcm[_BYTES * frame(start) : _BYTES * (frame(start) + frame(clip.frames))],
            tuple(WordMark(mark.char, frame(mark.frame)) for mark in clip.marks),
            clip.marked,
        )
        for start, clip in zip(starts, clips, strict=True)
    ]
