"""Clips brought to one rate keep their length, their sound and the places of their words."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from sound import tone

from audiobook.model import Clip, WordMark
from audiobook.resample import resampled


def crossings(pcm: bytes) -> int:
    values = struct.unpack(f"<{len(pcm) // 2}h", pcm)
    return sum((before < 0) != (after < 0) for before, after in pairwise(values))


def test_length_pitch_and_marks_stay() -> None:
    low = Clip(16_000, tone(0.8, 16_000, hertz=440), (WordMark(0, 0), WordMark(4, 8_000)))
    (made,) = resampled([low], 24_000)

    assert made.rate == 24_000
    assert made.frames == 19_200
    assert made.marks == (WordMark(0, 0), WordMark(4, 12_000))
    assert crossings(made.pcm) == pytest.approx(2 * 440 * 0.8, abs=4)


def test_what_has_the_rate_is_left_alone() -> None:
    clips = [
        Clip(24_000, tone(0.2, 24_000)),
        Clip(16_000, tone(0.2, 16_000)),
        Clip(24_000, tone(0.3, 24_000)),
    ]
    made = resampled(clips, 24_000)

    assert made[0] is clips[0]
    assert made[2] is clips[2]
    assert made[1].frames == 4_800


def test_clips_do_not_leak_into_one_another() -> None:
    loud, silent = Clip(16_000, tone(0.2, 16_000, peak=0.9)), Clip(16_000, bytes(6_400))
    made = resampled([loud, silent, loud], 22_050)

    assert max(map(abs, struct.unpack(f"<{made[1].frames}h", made[1].pcm))) <= 1
    assert made[0].pcm == made[2].pcm or abs(made[0].frames - made[2].frames) == 0


def test_many_rates_become_one() -> None:
    clips = [Clip(rate, tone(0.2, rate)) for rate in (8_000, 16_000, 22_050, 44_100)]
    assert [clip.frames for clip in resampled(clips, 24_000)] == [4_800] * 4
