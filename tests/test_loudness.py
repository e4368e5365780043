"""Levels: what is measured, and that every kind of voice arrives at -16 LUFS without passing -1 dBTP."""

from __future__ import annotations

import re
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound import RATE, noise, recording, silence, tone, voice

from audiobook import ffmpeg, loudness
from audiobook.errors import AudioError
from audiobook.loudness import Level, corrected, digest, find_gain, is_right, measure, rms_loudness
from audiobook.model import Loudness


def ebur128(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as ffmpeg's own EBU R 128 meter finds them."""
    command = [ffmpeg.binary(), "-hide_banner", "-i", str(path), "-map", "0:a"]
    command += ["-af", "ebur128=framelog=quiet:peak=true", "-f", "null", "-"]
    log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I: +(\S+) LUFS", log)[-1]), float(re.findall(r"Peak: +(\S+) dBFS", log)[-1])


@pytest.mark.real
@pytest.mark.parametrize(
    "pcm",
    [
        pytest.param(noise(6), id="noise, with its peaks between the samples"),
        pytest.param(tone(6, hertz=997, peak=0.1), id="quiet tone"),
        pytest.param(voice(6), id="voice at full scale"),
    ],
)
def test_the_measurement_agrees_with_the_reference_meter(tmp_path: Path, pcm: bytes) -> None:
    wav = recording(tmp_path / "sound.wav", pcm).path
    found, (integrated, peak) = measure(wav), ebur128(wav)
    assert found.integrated_lufs == integrated
    assert found.true_peak_dbtp == pytest.approx(peak, abs=0.1)


@pytest.mark.real
def test_the_true_peak_is_not_the_sample_peak(tmp_path: Path) -> None:
    """At a quarter of the rate and half a sample off, every sample of a sine is 3 dB below its crest."""
    fine = tone(3, 8 * 24000, hertz=6000, peak=0.5)
    samples = b"".join(fine[at : at + 2] for at in range(8, len(fine), 16))
    wav = recording(tmp_path / "sine.wav", samples, 24000)
    assert max(abs(sample) for (sample,) in struct.iter_unpack("<h", samples)) < 0.36 * 32768
    assert (
        -6.2 < measure(wav.path).true_peak_dbtp < -4.9
    )  # the sine is at -6.0; it begins and ends with a jump


@pytest.mark.real
def test_digital_silence_is_below_every_gate(tmp_path: Path) -> None:
    assert measure(recording(tmp_path / "silent.wav", silence(3)).path) == Loudness(-70.0, float("-inf"))


@pytest.mark.real
def test_a_file_that_is_no_audio_is_one_clear_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"not audio at all")
    with pytest.raises(
        AudioError, match=r"^measuring the loudness of broken\.mp3: ffmpeg failed: "
    ) as caught:
        measure(broken)
    assert "\n" not in str(caught.value)


@pytest.mark.real
def test_filters_keep_length_and_place(tmp_path: Path) -> None:
    """A click stays where it is: chapters and words would be late by the limiter's look-ahead otherwise."""
    pcm = bytearray(silence(2, 24000))
    pcm[2 * 24000 : 2 * 24000 + 2] = (20000).to_bytes(2, "little")
    wav = recording(tmp_path / "click.wav", bytes(pcm), 24000).path
    command = [ffmpeg.binary(), "-loglevel", "error", "-i", str(wav), "-af", Level(0).filters(24000)]
    made = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True).stdout
    assert len(made) == len(pcm)
    loudest = max(
        range(0, len(made), 2), key=lambda at: abs(int.from_bytes(made[at : at + 2], "little", signed=True))
    )
    assert loudest == 2 * 24000


def test_the_gain_is_found_through_a_limiter() -> None:
    def limited(gain: float) -> float:
        return -24 + min(gain, 4) + 0.45 * max(gain - 4, 0)  # half lost past 4 dB

    gain = find_gain(limited, 6.0, -16.0)
    assert limited(gain) == pytest.approx(-16, abs=0.15)


@given(st.floats(-50, 0), st.floats(-10, 10), st.floats(0.35, 1.0), st.floats(-5, 5))
def test_the_gain_is_found_whatever_the_limiter_takes(
    level: float, knee: float, kept: float, first: float
) -> None:
    def limited(gain: float) -> float:
        return round(level + min(gain, knee) + kept * max(gain - knee, 0), 1)  # a meter shows tenths

    reachable = limited(-36) <= -16 <= limited(36)
    found = limited(find_gain(limited, first, -16.0))
    assert abs(found + 16) <= 0.3 or not reachable


def test_a_file_too_loud_gets_less_gain_and_one_with_high_peaks_a_lower_limit() -> None:
    level = Level(6.0)
    assert corrected(level, Loudness(-15.0, -2.0)).gain_db < 6.0
    assert corrected(level, Loudness(-15.0, -2.0)).limit_dbfs == level.limit_dbfs
    assert corrected(level, Loudness(-16.0, -0.4)).limit_dbfs < level.limit_dbfs - 0.6
    assert corrected(level, Loudness(-16.0, -0.4), 0.3).limit_dbfs == pytest.approx(level.limit_dbfs - 0.3)


@pytest.mark.parametrize(
    ("integrated", "peak", "right"),
    [
        (-16.0, -1.5, True),
        (-16.4, -1.1, True),
        (-16.6, -1.5, False),
        (-15.4, -1.5, False),
        (-16.0, -0.9, False),
    ],
)
def test_what_is_right_leaves_room_for_another_meter(integrated: float, peak: float, right: bool) -> None:
    assert is_right(Loudness(integrated, peak)) is right


def test_a_digest_of_a_long_recording_comes_from_all_over_it(tmp_path: Path) -> None:
    tens = [tone(10, 8000, peak=0.1 * part) for part in range(1, 10)]
    wav = recording(tmp_path / "long.wav", b"".join(tens), 8000).path
    rate, pcm = digest(wav)
    assert rate == 8000
    assert len(pcm) == 2 * 8000 * 48
    assert rms_loudness(pcm, rate) == pytest.approx(rms_loudness(b"".join(tens), rate), abs=0.5)


def test_a_short_recording_is_its_own_digest(tmp_path: Path) -> None:
    pcm = tone(5)
    assert digest(recording(tmp_path / "short.wav", pcm).path) == (RATE, pcm)


def test_level_by_rms_ignores_pauses() -> None:
    assert rms_loudness(voice(8) + silence(8), RATE) == pytest.approx(rms_loudness(voice(8), RATE), abs=0.5)
    assert rms_loudness(silence(2), RATE) == -70.0


@pytest.mark.real
def test_silence_has_no_level(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="only silence"):
        loudness.first_level(recording(tmp_path / "silent.wav", silence(3)).path, 24000, 0.44)
