"""A recording as an MP3 file: the encoded body, and the tag in front of it.

They are made apart. The body depends on the sound alone and is worth keeping; the tag is written in
milliseconds, so that a renamed lesson or a new cover costs no encoding."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from audiobook import ffmpeg, loudness
from audiobook.errors import AudioError
from audiobook.model import ChapterTime, Loudness, Recording

BIT_RATE = 64_000
"""Bits a second, constant: with a variable rate players guess where a chapter begins."""

_RATES = (24_000, 32_000, 44_100, 48_000)  # what MPEG layer III offers from 24 kHz up
_COMPRESSION_LEVEL = 7
_ENCODER_LOSS_DB = 0.44  # LAME scales its input by 0.95
_MOST_ATTEMPTS = 4
_SLACK_S = 0.25  # Info frame, encoder delay and padding


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What the tag of one lesson says.

    `number` counts from 1. `language` is a BCP 47 tag. `text` is the whole narration, as written. `cover`
    is the picture file, `cover_type` its MIME type."""

    title: str
    album: str
    artist: str
    number: int
    total: int
    year: int | None
    language: str
    summary: str
    text: str = field(repr=False)
    chapters: tuple[ChapterTime, ...]
    cover: bytes = field(repr=False)
    cover_type: str


def identity() -> str:
    """All that a body depends on besides the recording: belongs in the key under which it is kept."""
    return f"mp3 {BIT_RATE} level {_COMPRESSION_LEVEL}; {loudness.identity()}; {ffmpeg.identity()}"


def sample_rate(rate: int) -> int:
    """The rate (Hz) at which a recording of `rate` is encoded: the next that MP3 offers, from 24 to 48 kHz."""
    return next((offered for offered in _RATES if offered >= rate), _RATES[-1])


def encode(recording: Recording, out: Path) -> Loudness:
    """Writes the untagged body to `out` and returns its loudness, measured on that file.

    Mono, constant bit rate, at the loudness of loudness.py. The first frame is an Info header with the
    encoder's delay and padding, so that players know the exact length; it names no version and no time. The
    same recording gives the same bytes. Raises AudioError, and leaves no file, when it cannot be encoded or
    levelled."""
    try:
        return _encode(recording, out)
    except AudioError:
        out.unlink(missing_ok=True)
        raise


def tag(facts: TrackFacts) -> bytes:
    """The ID3v2.3 tag that goes before a body. The same facts give the same bytes. Raises AudioError."""
    from audiobook.editions.id3 import tag_bytes

    return tag_bytes(facts)


def write(body: Path, facts: TrackFacts, out: Path) -> None:
    """Writes the tag and then the body to `out`, another file. Raises AudioError."""
    begin = tag(facts)
    try:
        with body.open("rb") as source, out.open("wb") as target:
            target.write(begin)
            shutil.copyfileobj(source, target, 1 << 20)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise AudioError(f"{out}: cannot be written ({reason})", "Check the disk and build again") from error


def _encode(recording: Recording, out: Path) -> Loudness:
    rate = sample_rate(recording.rate)
    level = loudness.first_level(recording.path, rate, _ENCODER_LOSS_DB)
    for _ in range(_MOST_ATTEMPTS):
        _run_encoder(recording, out, level.filters(rate))
        measured = loudness.measure(out)
        if loudness.is_right(measured):
            return measured
        level = loudness.corrected(level, measured)
    raise AudioError(
        f"{recording.path.name}: the loudness stays at {measured.integrated_lufs:.1f} LUFS with peaks at "
        f"{measured.true_peak_dbtp:.1f} dBTP",
        "Listen to the voice with: audiobook preview",
    )


def _run_encoder(recording: Recording, out: Path, filters: str) -> None:
    """Encodes with LAME at level 7 of 0 (slow) to 9, against ffmpeg's default of 5... see the table."""
    arguments = ["-i", ffmpeg.url(recording.path), "-map", "0:a:0", "-af", filters]
    arguments += [
        "-codec:a",
        "libmp3lame",
        "-b:a",
        str(BIT_RATE),
        "-compression_level",
        str(_COMPRESSION_LEVEL),
    ]
    arguments += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    arguments += [
        "-write_xing",
        "1",
        "-id3v2_version",
        "0",
        "-write_id3v1",
        "0",
        "-f",
        "mp3",
        ffmpeg.url(out),
    ]
    ffmpeg.run(arguments, f"encoding {recording.path.name}")
    expected, found = recording.frames / recording.rate, out.stat().st_size * 8 / BIT_RATE
    if not expected <= found <= expected + _SLACK_S:
        raise AudioError(
            f"encoding {recording.path.name}: {expected:.2f} s became {found:.2f} s",
            f"It is {ffmpeg.identity()}",
        )
