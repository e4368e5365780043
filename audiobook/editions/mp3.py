"""A recording as an MP3 file: the encoded body, and the tag in front of it.

They are made apart. The body depends on the sound alone and is worth keeping; the tag is written in
milliseconds, so that a renamed lesson or a new cover costs no encoding.
"""

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
COMPRESSION_LEVEL = 7
"""LAME's effort, from 0 (most) to 9 (least); ffmpeg's default is 5.

64 kbit/s is plenty for speech at 24 kHz: at level 7 LAME leaves out its model of hearing and spends the bits on plain
precision. Measured on espeak speech, four voices, the decoded file against what was encoded:

| level | CPU s an hour of audio | signal to noise dB | log-spectral distance dB | noise to mask, mean dB |
|---|---|---|---|---|
| 2 | 16 | 20 to 23 | 2.1 to 3.5 | -6.4 to -4.4 |
| 5 | 14 | 21 to 24 | 2.0 to 3.4 | -7.1 to -4.6 |
| 7 | 9 | 28 to 32 | 1.3 to 2.7 | -12.3 to -6.7 |
"""

_ENCODER_LOSS_DB = 0.44  # LAME scales its input by 0.95
_VERSION = 1  # raise it when the same recording would become other bytes
_MOST_ATTEMPTS = 4
_SLACK_S = 0.25  # Info frame, encoder delay and padding


@dataclass(frozen=True, slots=True)
class TrackFacts:
    """What the tag of one lesson says.

    `number` counts from 1. `language` is a BCP 47 tag. `text` is the whole narration, as written. `cover`
    is the picture file, `cover_type` its MIME type.
    """

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
    return f"mp3/{_VERSION} {BIT_RATE} level {COMPRESSION_LEVEL}; {loudness.identity()}; {ffmpeg.identity()}"


def sample_rate(rate: int) -> int:
    """The rate (Hz) at which a recording of `rate` is encoded: the next that MP3 offers, from 24 to 48 kHz."""
    return next((offered for offered in _RATES if offered >= rate), _RATES[-1])


def encode(recording: Recording, out: Path) -> Loudness:
    """Writes the untagged body to `out` and returns its loudness, measured on what was written.

    Mono, constant bit rate, at the loudness of loudness.py. The first frame is an Info header with the
    encoder's delay and padding, so that players know the exact length; it names no version and no time. The
    same recording gives the same bytes. Raises AudioError, and leaves no file, when it cannot be encoded or
    levelled.
    """
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
    name = recording.path.name
    rate = sample_rate(recording.rate)
    level = loudness.first_level(recording.path, rate, _ENCODER_LOSS_DB)
    for _ in range(_MOST_ATTEMPTS):
        measured = _run_encoder(recording, out, level.filters(rate))
        if loudness.is_right(measured):
            return measured
        level, previous = loudness.corrected(level, measured), level
        if level == previous:
            break
    raise AudioError(
        f"{name}: the sound cannot be brought to {loudness.TARGET_LUFS:.0f} LUFS: it stays at "
        f"{measured.integrated_lufs:.1f} LUFS with peaks at {measured.true_peak_dbtp:.1f} dBTP",
        "Listen to the voice with: audiobook preview",
    )


def _run_encoder(recording: Recording, out: Path, filters: str) -> Loudness:
    """Encodes, and measures in the same run: what the encoder writes is decoded again as it is written."""
    options = (
        f"-codec:a libmp3lame -b:a {BIT_RATE} -compression_level {COMPRESSION_LEVEL} "
        # Nothing of the input's tags, no name of the encoder, no tag: the body is sound alone.
        "-map_metadata -1 -fflags +bitexact -flags:a +bitexact -write_xing 1 -id3v2_version 0 -write_id3v1 0 -f mp3"
    )
    encode = [
        "-i",
        ffmpeg.url(recording.path),
        "-map",
        "0:a:0",
        "-af",
        filters,
        *options.split(),
        ffmpeg.url(out),
    ]
    measure = [
        "-dec",
        "0:0",
        "-filter_complex",
        f"[dec:0]{loudness.METER}[m]",
        "-map",
        "[m]",
        "-f",
        "null",
        "-",
    ]
    task = f"encoding {recording.path.name}"
    log = ffmpeg.run([*encode, *measure], task)
    expected, found = recording.frames / recording.rate, out.stat().st_size * 8 / BIT_RATE
    if not expected <= found <= expected + _SLACK_S:
        raise AudioError(f"{task}: {expected:.2f} s became {found:.2f} s", f"It is {ffmpeg.identity()}")
    return loudness.reading(log)
