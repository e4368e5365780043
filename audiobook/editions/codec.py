"""A recording as a stream of one codec, at the loudness of loudness.py: MP3, AAC and Opus differ only in a row here.

The stream holds the sound and nothing else: no tag, no name of an encoder, no time. Tags and containers come after.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from audiobook import ffmpeg, loudness
from audiobook.errors import AudioError
from audiobook.model import Loudness, Recording

_VERSION = 2  # raise it when the same recording would become other bytes
_MOST_ATTEMPTS = 16
# Nothing of the input's tags, and no name of the encoder.
_BARE = "-map_metadata -1 -fflags +bitexact -flags:a +bitexact"


@dataclass(frozen=True, slots=True)
class Codec:
    """How ffmpeg encodes.

    bit_rate         bits a second
    arguments        codec, quality and container, as ffmpeg takes them
    rates            sample rates it offers, rising, from the lowest that is wanted
    encoder_loss_db  what it takes from the level of its input
    limit_dbfs       where its input is limited: as far below the ceiling as it adds to peaks
    step_db          the most by which that is lowered at a time, if peaks come out too high
    slack_s          how much longer than its recording a stream may be
    exact_size       the length can be told from the size: the bit rate is constant
    """

    name: str
    bit_rate: int
    arguments: str
    rates: tuple[int, ...]
    encoder_loss_db: float = 0.0
    limit_dbfs: float = loudness.LIMIT_DBFS
    step_db: float = math.inf
    slack_s: float = 0.25
    exact_size: bool = False

    def identity(self) -> str:
        """All that a stream depends on besides the recording: belongs in the key under which it is kept."""
        settings = f"{self.name}/{_VERSION} {self.bit_rate} {self.arguments}; limit {self.limit_dbfs} dBFS"
        return f"{settings}; {loudness.identity()}; {ffmpeg.identity()}"

    def sample_rate(self, rate: int) -> int:
        """The rate (Hz) at which a recording of `rate` is encoded: the next that is offered, else the highest."""
        return next((offered for offered in self.rates if offered >= rate), self.rates[-1])

    def encode(self, recording: Recording, out: Path) -> Loudness:
        """Writes the stream to `out` and returns its loudness, measured on what was written.

        The same recording gives the same bytes. Raises AudioError, and leaves no file, when it cannot be encoded or
        levelled.
        """
        try:
            return self._encode(recording, out)
        except AudioError:
            out.unlink(missing_ok=True)
            raise

    def _encode(self, recording: Recording, out: Path) -> Loudness:
        rate = self.sample_rate(recording.rate)
        level = loudness.first_level(recording.path, rate, self.encoder_loss_db, self.limit_dbfs)
        for _ in range(_MOST_ATTEMPTS):
            measured = self._run(recording, out, level.filters(rate))
            if loudness.is_right(measured):
                return measured
            level, previous = loudness.corrected(level, measured, self.step_db), level
            if level == previous:
                break
        raise AudioError(
            f"{recording.path.name}: the sound cannot be brought to {loudness.TARGET_LUFS:.0f} LUFS as {self.name}: "
            f"it stays at {measured.integrated_lufs:.1f} LUFS with peaks at {measured.true_peak_dbtp:.1f} dBTP",
            "Listen to the voice with: audiobook preview",
        )

    def _run(self, recording: Recording, out: Path, filters: str) -> Loudness:
        """Encodes, and measures in the same run: what the encoder writes is decoded again as it is written."""
        encode = ["-i", ffmpeg.url(recording.path), "-map", "0:a:0", "-af", filters]
        encode += [*self.arguments.split(), "-b:a", str(self.bit_rate), *_BARE.split(), ffmpeg.url(out)]
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
        if self.exact_size:
            expected, found = recording.frames / recording.rate, out.stat().st_size * 8 / self.bit_rate
            if not expected <= found <= expected + self.slack_s:
                raise AudioError(
                    f"{task}: {expected:.2f} s became {found:.2f} s", f"It is {ffmpeg.identity()}"
                )
        return loudness.reading(log)


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

#: Constant bit rate: with a variable one players guess where a chapter begins. The first frame is an Info header with
#: the encoder's delay and padding, so that players know the exact length.
MP3 = Codec(
    "mp3",
    64_000,
    f"-codec:a libmp3lame -compression_level {COMPRESSION_LEVEL} -write_xing 1 -id3v2_version 0 -write_id3v1 0 -f mp3",
    rates=(24_000, 32_000, 44_100, 48_000),  # what MPEG layer III offers from 24 kHz up
    encoder_loss_db=0.44,  # LAME scales its input by 0.95
    exact_size=True,
)

#: ffmpeg's own encoder with its fast coder: the other one takes five times as long. It adds up to 0.45 dB to the peaks
#: of speech; whatever comes out too high is encoded a second time.
AAC = Codec(
    "aac",
    64_000,
    "-codec:a aac -aac_coder fast -f adts",
    rates=(24_000, 32_000, 44_100, 48_000),
    limit_dbfs=-1.7,
)

#: Opus knows only these rates. At 40 kbit/s it adds up to 0.9 dB to the peaks of speech; at 32 kbit/s tones, such as
#: earcons, come out so much higher that no limit helps. In one lesson of ten a single moment comes out up to 2.8 dB
#: higher, and it is chance which: levels 0.3 dB apart differ by 2 dB. So the limit is lowered in small steps until one
#: is right, 5 at most in 9 lessons; a low limit would take the loudness instead.
OPUS = Codec(
    "opus",
    40_000,
    "-codec:a libopus -application audio -f opus",
    rates=(24_000, 48_000),
    limit_dbfs=-2.3,
    step_db=0.3,
)

CODECS = {codec.name: codec for codec in (MP3, AAC, OPUS)}
