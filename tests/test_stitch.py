"""Joining clips: exact positions, smooth edges, bounded memory, clear errors."""

from __future__ import annotations

import struct
import tracemalloc
import warnings
import wave
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sound import RATE, clip, marks, script, tone, utterance

from audiobook import stitch
from audiobook.errors import AudioError
from audiobook.model import Clip
from audiobook.stitch import join

LEAD = 5513  # 250 ms at 22,050 Hz, to the nearest frame
PAUSE = 7718  # 350 ms


def samples(path: Path) -> tuple[int, ...]:
    with wave.open(str(path)) as file:
        data = file.readframes(file.getnframes())
    return struct.unpack(f"<{len(data) // 2}h", data)


def test_positions_are_whole_frames_and_add_up(tmp_path: Path) -> None:
    one, two, three = clip(0.5), clip(0.3), clip(0.2)
    lesson = script([utterance("One."), utterance("Two.", pause_ms=1000)], [utterance("Three.", pause_ms=0)])
    made = join(lesson, [one, two, three], tmp_path / "lesson.wav")
    assert [(cue.start, cue.end) for cue in made.cues] == [
        (LEAD, LEAD + 11025),
        (LEAD + 11025 + PAUSE, LEAD + 11025 + PAUSE + 6615),
        (LEAD + 11025 + PAUSE + 6615 + 22050, LEAD + 11025 + PAUSE + 6615 + 22050 + 4410),
    ]
    assert [(chapter.title, chapter.start, chapter.end) for chapter in made.chapters] == [
        ("Part 1", 0, made.cues[2].start),
        ("Part 2", made.cues[2].start, made.cues[2].end),
    ]
    assert made.frames == made.cues[2].end == len(samples(made.path))
    with wave.open(str(made.path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)


def test_pauses_are_silent_and_clips_are_untouched_but_for_their_edges(tmp_path: Path) -> None:
    level = Clip(RATE, struct.pack("<4410h", *[8000] * 4410))
    made = join(script([utterance(), utterance()]), [level, level], tmp_path / "lesson.wav")
    sound = samples(made.path)
    first, second = made.cues
    fade = stitch.milliseconds_to_frames(stitch.FADE_MS, RATE)
    assert set(sound[: first.start]) == {0}
    assert set(sound[first.end : second.start]) == {0}
    assert set(sound[first.start + fade : first.end - fade]) == {8000}
    steps = [abs(after - before) for before, after in pairwise(sound)]
    assert max(steps) <= 8000 // fade + 1  # nothing jumps, so nothing clicks


def test_a_clip_shorter_than_its_fades_keeps_its_length(tmp_path: Path) -> None:
    made = join(script([utterance(pause_ms=0)]), [Clip(RATE, tone(0.001))], tmp_path / "lesson.wav")
    assert made.frames == LEAD + 22


def test_a_section_without_words_is_no_chapter(tmp_path: Path) -> None:
    made = join(script([], [utterance()], []), [clip(0.1)], tmp_path / "lesson.wav")
    assert [(chapter.id, chapter.start, chapter.end) for chapter in made.chapters] == [
        ("part-2", 0, made.frames)
    ]


def test_word_times_are_positions_in_the_recording(tmp_path: Path) -> None:
    spoken = replace(clip(0.5), marks=marks((0, 10), (6, 4000)))
    made = join(script([utterance("Hello there.")]), [spoken], tmp_path / "lesson.wav")
    assert made.cues[0].word_starts == (LEAD + 10, LEAD + 4000)
    assert made.timing == "engine"


def test_one_clip_without_marks_makes_the_timing_an_estimate(tmp_path: Path) -> None:
    spoken = replace(clip(0.5), marks=marks((0, 10)))
    made = join(script([utterance(), utterance()]), [spoken, clip(0.5)], tmp_path / "lesson.wav")
    assert made.timing == "estimated"


def test_the_same_clips_give_the_same_bytes(tmp_path: Path) -> None:
    lesson = script([utterance()], [utterance()])
    first = join(lesson, [clip(0.2), clip(0.3)], tmp_path / "first.wav")
    second = join(lesson, [clip(0.2), clip(0.3)], tmp_path / "second.wav")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_clips_are_taken_one_at_a_time_and_memory_does_not_grow_with_the_lesson(tmp_path: Path) -> None:
    pcm = tone(2.0)

    def clips(count: int) -> Iterator[Clip]:
        for _ in range(count):
            yield Clip(RATE, bytes(bytearray(pcm)))  # its own memory, as from a store

    def peak(sections: int) -> int:
        lesson = script(*([utterance(), utterance()] for _ in range(sections)))
        tracemalloc.start()
        join(lesson, clips(2 * sections), tmp_path / f"{sections}.wav")
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(2)  # imports
    assert peak(40) < peak(4) * 1.5


def test_clips_of_different_rates_are_an_error_that_names_the_line(tmp_path: Path) -> None:
    wav = tmp_path / "lesson.wav"
    with pytest.raises(AudioError, match=r"line 1: .* 24000 Hz, those before it at 22050 Hz"):
        join(script([utterance(), utterance()]), [clip(0.1), clip(0.1, 24000)], wav)
    assert not wav.exists()


@pytest.mark.parametrize("pcm", [b"", b"\0\0\0"])
def test_a_clip_that_is_no_sound_is_an_error(tmp_path: Path, pcm: bytes) -> None:
    with pytest.raises(AudioError, match="not sound"):
        join(script([utterance()]), [Clip(RATE, pcm)], tmp_path / "lesson.wav")


def test_nothing_to_say_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="nothing to say"):
        join(script([]), [], tmp_path / "lesson.wav")


@pytest.mark.parametrize("count", [1, 3])
def test_clips_and_utterances_must_match(tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="clips than utterances"):
        join(script([utterance(), utterance()]), [clip(0.1)] * count, tmp_path / "lesson.wav")
    assert not list(tmp_path.iterdir())


def test_more_than_a_wav_file_can_hold_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stitch, "_LARGEST_WAV", 30_000)
    with pytest.raises(AudioError, match="Split it"):
        join(script([utterance()], [utterance()]), [clip(0.5), clip(0.5)], tmp_path / "lesson.wav")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="cannot be written"):
        join(script([utterance()]), [clip(0.1)], tmp_path / "nowhere" / "lesson.wav")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_clear_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    full = tmp_path / "full.wav"
    full.symlink_to("/dev/full")
    with pytest.raises(AudioError, match="No space left on device"):
        join(script([utterance()]), [clip(0.5)], full)
    assert capfd.readouterr().err == ""


def test_pydub_is_used_without_its_warning() -> None:
    from audiobook import ffmpeg

    ffmpeg.pydub_segment.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ffmpeg.pydub_segment().converter == ffmpeg.binary()


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 500)), max_size=4), min_size=1, max_size=5
    )
)
def test_chapters_are_contiguous_from_the_first_frame_to_the_last(
    tmp_path_factory: pytest.TempPathFactory, shape: list[list[tuple[int, int]]]
) -> None:
    if not any(shape):
        return
    lesson = script(*([utterance(pause_ms=pause) for _, pause in part] for part in shape))
    clips = [Clip(16000, tone(frames / 16000, 16000)) for part in shape for frames, _ in part]
    made = join(lesson, clips, tmp_path_factory.mktemp("join") / "lesson.wav")
    edges = [(chapter.start, chapter.end) for chapter in made.chapters]
    assert edges[0][0] == 0
    assert edges[-1][1] == made.frames == len(samples(made.path))
    assert all(left[1] == right[0] for left, right in pairwise(edges))
    assert all(start < end for start, end in edges)
    assert [cue.end - cue.start for cue in made.cues] == [clip.frames for clip in clips]
