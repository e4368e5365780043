"""Loudness: bring a recording to -16 LUFS with no peak above -1 dBTP, and measure what came of it.

One constant gain, then a limiter: the balance within a lesson stays as the engine made it. (ffmpeg's
`loudnorm` falls back to dynamic compression where a constant gain does not reach, as with espeak, whose
crest factor is 20 dB.)

How much the limiter takes from the loudness depends on the voice. So the gain is found on a digest, windows
taken from all over the recording, by running the real filters on it; a digest costs a tenth of the whole.
The finished file is measured in full, and `corrected` says how to try again where it misses.
"""

from __future__ import annotations

import math
import re
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audiobook import ffmpeg
from audiobook.errors import AudioError
from audiobook.model import Loudness

TARGET_LUFS = -16.0
"""Integrated loudness (ITU-R BS.1770-4, gated) of every finished file: what podcast platforms ask for."""

TOLERANCE_LU = 0.5
"""How far a finished file may be from the target."""

CEILING_DBTP = -1.0
"""The highest true peak of a finished file: room for what a player's resampler and codec add."""

LIMIT_DBFS = -1.5
"""Samples before encoding, if a codec adds next to nothing to peaks: on speech, MP3 adds 0.1 dB at most."""

_METER_LU = 0.1  # ffmpeg prints loudness to 0.1 LU, and meters differ by as much
_METER_DB = 0.05
_SILENCE_LUFS = -70.0  # the absolute gate: below it nothing counts
_MOST_GAIN_DB = 36.0  # what alimiter can add

_DIGEST_WINDOWS = 16
_WINDOW_S = 3
_CLOSE_ENOUGH_LU = 0.15
_MOST_TRIALS = 6
_TYPICAL_LIMITING_DB = (
    0.8  # what espeak needs beyond its distance from the target; a first guess near the end
)
_LOST_BY_LIMIT = 0.2  # LU lost per dB that the limit is lowered: measured on espeak speech
_LIMITED_SLOPE = 0.6  # LU gained per dB of gain once the limiter works; a first guess, then the trials tell

_INTEGRATED = re.compile(r"^\s+I:\s+(\S+) LUFS", re.MULTILINE)
_PEAK = re.compile(r"Peak level dB: (\S+)")
# Each frame costs a switch of threads on its way to the end of the graph: hand on few, big ones.
_BIG_FRAMES = "asetnsamples=n=65536:p=0"


@dataclass(frozen=True, slots=True)
class Level:
    """What is done to a recording: a constant gain in dB, then a limiter that keeps samples below `limit_dbfs`."""

    gain_db: float
    limit_dbfs: float = LIMIT_DBFS

    def filters(self, rate: int) -> str:
        """The ffmpeg filters, which also resample to `rate` Hz; they keep the length and delay nothing.

        The resampler works in 16 bits: its integer code gives the same samples on every processor, its
        floating-point code does not. The limiter comes after it, and sees the samples the encoder will see.
        """
        resample = f"aresample={rate}:internal_sample_fmt=s16p"
        limiter = {
            "level_in": f"{_ratio(self.gain_db):.6f}",
            "limit": f"{_ratio(self.limit_dbfs):.6f}",
            "attack": "5",
            "release": "50",
            "level": "0",  # or it would bring peaks back up to 0 dBFS
            "latency": "1",  # or all would be late by the attack time
        }
        return f"{resample},alimiter=" + ":".join(f"{key}={value}" for key, value in limiter.items())


def identity() -> str:
    """What the level of a file depends on, besides the recording and ffmpeg."""
    return f"{TARGET_LUFS} LUFS, {CEILING_DBTP} dBTP, {Level(0).filters(0)}"


METER = (
    "asetnsamples=n=4608:p=0,ebur128=framelog=quiet,"
    "aresample=96000:out_sample_fmt=fltp,"
    f"astats=measure_perchannel=none:measure_overall=Peak_level,{_BIG_FRAMES}"
)
"""The ffmpeg filters that measure mono audio; `reading` finds what they log.

The true peak is the highest sample after oversampling to 96 kHz (BS.1770-4, annex 2). On speech, tones and noise it is
within 0.1 dB of what ebur128 finds at 192 kHz, in two thirds of the time.
"""


def measure(audio: Path) -> Loudness:
    """Integrated loudness and true peak of a finished mono file, decoded in full. Raises AudioError.

    Digital silence is -70 LUFS and -inf dBTP.
    """
    arguments = ["-i", ffmpeg.url(audio), "-map", "0:a:0", "-af", METER, "-f", "null", "-"]
    return reading(ffmpeg.run(arguments, f"measuring the loudness of {audio.name}"))


def reading(log: str) -> Loudness:
    """What METER wrote to ffmpeg's log. Raises AudioError when it wrote nothing."""
    return Loudness(_found(_INTEGRATED, log), _found(_PEAK, log))


def is_right(loudness: Loudness) -> bool:
    """Whether another meter, too, would find the file within the tolerance and below the ceiling."""
    return (
        abs(loudness.integrated_lufs - TARGET_LUFS) <= TOLERANCE_LU - _METER_LU
        and loudness.true_peak_dbtp <= CEILING_DBTP - _METER_DB
    )


def first_level(wav: Path, rate: int, encoder_loss_db: float, limit_dbfs: float = LIMIT_DBFS) -> Level:
    """The level for a mono s16 WAV file to begin with. Raises AudioError when there is nothing in it to hear.

    The file will be resampled to `rate` (Hz), and then lose `encoder_loss_db` (LU) in encoding; `limit_dbfs` leaves
    room for the peaks that encoding adds.
    """
    source_rate, pcm = digest(wav)
    estimate = rms_loudness(pcm, source_rate)
    if estimate <= _SILENCE_LUFS:
        raise AudioError(
            f"{wav.name}: there is only silence in it", "Check the voice with: audiobook preview"
        )

    def loudness_at(gain_db: float) -> float:
        return _loudness_of_pcm(pcm, source_rate, Level(gain_db, limit_dbfs).filters(rate), wav.name)

    target = TARGET_LUFS + encoder_loss_db
    return Level(find_gain(loudness_at, target - estimate + _TYPICAL_LIMITING_DB, target), limit_dbfs)


def corrected(level: Level, finished: Loudness, step_db: float = math.inf) -> Level:
    """The level to try next, after the file made with `level` measured `finished`; `level` when all is tried.

    The limit is lowered by what the peaks are too high, and by `step_db` at most.
    """
    excess = finished.true_peak_dbtp - (CEILING_DBTP - _METER_DB)
    lower = min(excess + 0.2, step_db) if excess > 0 else 0
    short = TARGET_LUFS - finished.integrated_lufs + _LOST_BY_LIMIT * lower
    return Level(_possible(level.gain_db + short / _LIMITED_SLOPE), level.limit_dbfs - lower)


def find_gain(loudness_at: Callable[[float], float], first: float, target: float) -> float:
    """The gain (dB) at which `loudness_at` (LUFS, rising) is nearest to `target`, by secants that start at `first`."""
    gain = _possible(first)
    slope = _LIMITED_SLOPE
    tried: list[tuple[float, float]] = []
    for _ in range(_MOST_TRIALS):
        error = loudness_at(gain) - target
        tried.append((gain, error))
        if abs(error) <= _CLOSE_ENOUGH_LU:
            break
        if len(tried) > 1:
            (left, left_error), (right, right_error) = tried[-2:]
            # Kept within what a limiter can do: the meter's steps of 0.1 LU could make it anything.
            slope = min(max((right_error - left_error) / (right - left), 0.2), 1.0)
        following = _possible(gain - error / slope)
        if following == gain:
            break
        gain = following
    return min(tried, key=lambda trial: abs(trial[1]))[0]


def digest(wav: Path) -> tuple[int, bytes]:
    """Sample rate and samples of windows spread evenly over a WAV file; all of it when it is short."""
    with wave.open(str(wav), "rb") as file:
        rate, frames = file.getframerate(), file.getnframes()
        window = _WINDOW_S * rate
        if frames <= _DIGEST_WINDOWS * window:
            return rate, file.readframes(frames)
        parts = []
        for number in range(_DIGEST_WINDOWS):
            file.setpos((frames - window) * number // (_DIGEST_WINDOWS - 1))
            parts.append(file.readframes(window))
        return rate, b"".join(parts)


def rms_loudness(pcm: bytes, rate: int) -> float:
    """Loudness (LUFS) of mono s16 samples by level alone: gated as in BS.1770-4, not weighted by frequency.

    Within 3 LU for speech; -70 when nothing passes the absolute gate.
    """
    import audioop

    size = 2 * (rate * 2 // 5)  # blocks of 400 ms
    full_scale = 1 << 15
    powers = [
        (audioop.rms(pcm[at : at + size], 2) / full_scale) ** 2
        for at in range(0, max(len(pcm) - size, 0) + 1, size)
    ]
    audible = [power for power in powers if power > 10 ** (_SILENCE_LUFS / 10)]
    if not audible:
        return _SILENCE_LUFS
    gate = sum(audible) / len(audible) / 10  # 10 LU below the mean
    kept = [power for power in audible if power >= gate]
    return -0.691 + 10 * math.log10(sum(kept) / len(kept))


def _loudness_of_pcm(pcm: bytes, rate: int, filters: str, name: str) -> float:
    arguments = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]
    arguments += ["-af", f"{filters},ebur128=framelog=quiet,{_BIG_FRAMES}", "-f", "null", "-"]
    return _found(_INTEGRATED, ffmpeg.run(arguments, f"measuring the loudness of {name}", feed=pcm))


def _found(pattern: re.Pattern[str], log: str) -> float:
    found = pattern.findall(log)
    if not found:
        raise AudioError("ffmpeg measured no loudness", f"It is {ffmpeg.identity()}; another version may do")
    return float(found[-1])


def _possible(gain_db: float) -> float:
    return round(min(max(gain_db, -_MOST_GAIN_DB), _MOST_GAIN_DB), 2)


def _ratio(decibels: float) -> float:
    return float(10 ** (decibels / 20))
