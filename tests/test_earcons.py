"""Earcons as sound: quiet, smooth at both ends, and in their place on the tape."""

from __future__ import annotations

import struct
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from sound import RATE, clip, script, utterance

from audiobook import earcons
from audiobook.earcons import EARCONS, GAP_MS, samples
from audiobook.stitch import LEAD_IN_MS, join, milliseconds_to_frames


def values(name: str, rate: int = RATE) -> tuple[int, ...]:
    pcm = samples(name, rate)
    return struct.unpack(f"<{len(pcm) // 2}h", pcm)


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_is_quiet_and_does_not_click(name: str) -> None:
    sound = values(name)
    assert 1_500 < max(map(abs, sound)) < 3_500
    assert abs(sound[0]) < 20
    assert abs(sound[-1]) < 60
    assert max(abs(after - before) for before, after in pairwise(sound)) < 1_200


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_lasts_as_long_at_any_rate(name: str) -> None:
    assert len(values(name, 48_000)) / 48_000 == pytest.approx(len(values(name)) / RATE, abs=0.001)


def test_what_begins_rises_and_what_ends_falls() -> None:
    for what in ("code", "lesson"):
        first, *_, last = EARCONS[f"{what}-begins"]
        assert first.pitch < last.pitch
        first, *_, last = EARCONS[f"{what}-ends"]
        assert first.pitch > last.pitch


def test_an_unknown_earcon_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        samples("trumpet", RATE)


def test_positions_count_the_earcons(tmp_path: Path) -> None:
    said = [replace(utterance("One."), before="code-begins", after="code-ends"), utterance("Two.")]
    made = join(script(said), [clip(0.5), clip(0.3)], tmp_path / "a.wav")
    gap = milliseconds_to_frames(GAP_MS, RATE)
    start = milliseconds_to_frames(LEAD_IN_MS, RATE) + len(values("code-begins")) + gap

    assert made.cues[0].start == start
    pause = milliseconds_to_frames(said[0].pause_ms, RATE)
    assert made.cues[1].start == made.cues[0].end + gap + len(values("code-ends")) + pause
    assert made.frames == (made.path.stat().st_size - 44) // 2


def test_the_stage_is_part_of_what_a_recording_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiobook.record import joining_facts

    before = joining_facts()
    monkeypatch.setattr(earcons, "STAGE", earcons.STAGE + 1)
    assert joining_facts() != before
