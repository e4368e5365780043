"""The finished MP3: format, length, loudness, tags, chapters; and the errors of an encoder that cannot go on."""

from __future__ import annotations

import os
import re
import stat
import struct
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from mutagen import mp3 as mutagen_mp3
from mutagen.id3 import ID3
from sound import RATE, clip, decoded, probe, recording, script, silence, tone, utterance, voice

from audiobook import ffmpeg, loudness, stitch
from audiobook.editions import mp3
from audiobook.editions.codec import MP3
from audiobook.editions.language import iso_639_2
from audiobook.errors import AudioError
from audiobook.model import ChapterTime

CHAPTERS = (
    ChapterTime("Why “polymorphic”? 日本語", 0.0, 4.0625),
    ChapterTime("B", 4.0625, 9.9999),
    ChapterTime("A title that is longer than fifty-one characters, as Apple minded", 9.9999, 12.0),
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
FACTS = mp3.TrackFacts(
    title="Schemas – and ‘more’",
    album="Ecto",
    artist="Ana Ng",
    number=3,
    total=13,
    year=2026,
    language="en-US",
    summary="What a schema is.",
    text="One.\n\nTwo.",
    chapters=CHAPTERS,
    cover=JPEG,
    cover_type="image/jpeg",
)


def read_tag(data: bytes) -> ID3:
    return ID3(BytesIO(data), translate=False)


# -- the body ----------------------------------------------------------------------------------------------


@pytest.mark.real
@pytest.mark.parametrize(
    ("pcm", "rate"),
    [
        pytest.param(voice(12), RATE, id="high peaks, as espeak"),
        pytest.param(voice(12, peak=0.05), RATE, id="quiet"),
        pytest.param(tone(12, 16000, hertz=440, peak=1.0), 16000, id="very loud"),
        pytest.param(voice(12, 44100), 44100, id="44.1 kHz"),
        pytest.param(silence(0.25) + voice(0.6), RATE, id="one word"),
        pytest.param((silence(3) + voice(1.5)) * 3, RATE, id="mostly pauses"),
        pytest.param(voice(40, peak=0.1) + voice(40), RATE, id="two levels, longer than a digest"),
    ],
)
def test_every_voice_is_published_at_one_loudness(tmp_path: Path, pcm: bytes, rate: int) -> None:
    out = tmp_path / "lesson.mp3"
    found = MP3.encode(recording(tmp_path / "lesson.wav", pcm, rate), out)
    assert found == loudness.measure(out)  # of the finished file
    assert found.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert found.true_peak_dbtp <= -1.0


@pytest.mark.real
@pytest.mark.parametrize(
    ("rate", "encoded"), [(16000, 24000), (22050, 24000), (24000, 24000), (44100, 44100)]
)
def test_constant_mono_64_kilobits_and_the_exact_length(tmp_path: Path, rate: int, encoded: int) -> None:
    made = recording(tmp_path / "lesson.wav", voice(7.3, rate), rate)
    out = tmp_path / "lesson.mp3"
    MP3.encode(made, out)
    info = mutagen_mp3.MP3(out).info
    assert (info.sample_rate, info.channels, info.bitrate, info.bitrate_mode) == (
        encoded,
        1,
        64000,
        mutagen_mp3.BitrateMode.CBR,
    )
    assert out.read_bytes()[:2] == b"\xff\xf3" if encoded < 32000 else b"\xff\xfb"  # a frame, not a tag
    assert b"Info" in out.read_bytes()[:64]
    assert len(decoded(out)) // 2 == pytest.approx(7.3 * encoded, abs=1)
    assert probe(out).kilobits == 64


@pytest.mark.real
def test_sound_stays_where_it_was(tmp_path: Path) -> None:
    """The second word begins where its cue says, within the millisecond that an encoder smears it."""
    made = stitch.join(script([utterance(), utterance()]), [clip(0.4), clip(0.4)], tmp_path / "lesson.wav")
    out = tmp_path / "lesson.mp3"
    MP3.encode(made, out)
    sound, rate = decoded(out), 24000
    loud = [at for at, (sample,) in enumerate(struct.iter_unpack("<h", sound)) if abs(sample) > 3000]
    after_pause = next(right for left, right in pairwise(loud) if right - left > rate // 10)
    assert after_pause / rate == pytest.approx(made.seconds(made.cues[1].start), abs=0.008)


@pytest.mark.real
def test_the_same_recording_gives_the_same_bytes_that_name_no_encoder(tmp_path: Path) -> None:
    made = recording(tmp_path / "lesson.wav", voice(3))
    MP3.encode(made, tmp_path / "first.mp3")
    again = recording(tmp_path / "another name.wav", voice(3))
    MP3.encode(again, tmp_path / "second.mp3")
    first = (tmp_path / "first.mp3").read_bytes()
    assert first == (tmp_path / "second.mp3").read_bytes()
    assert not re.search(rb"Lav[cf]\d", first)


@pytest.mark.real
def test_silence_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="only silence"):
        MP3.encode(recording(tmp_path / "lesson.wav", silence(2)), tmp_path / "lesson.mp3")
    assert not (tmp_path / "lesson.mp3").exists()


@pytest.mark.real
def test_a_voice_too_quiet_to_be_levelled_is_an_error_with_the_figures(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"cannot be brought to -16 LUFS as mp3: it stays at -\d\d\.\d LUFS"):
        MP3.encode(recording(tmp_path / "lesson.wav", voice(3, peak=0.005)), tmp_path / "lesson.mp3")
    assert not (tmp_path / "lesson.mp3").exists()


@pytest.mark.real
def test_a_recording_cut_short_on_its_way_is_noticed(tmp_path: Path) -> None:
    made = recording(tmp_path / "lesson.wav", voice(3))
    with pytest.raises(AudioError, match=r"5\.00 s became 3\."):
        MP3.encode(replace(made, frames=5 * RATE), tmp_path / "lesson.mp3")


@pytest.mark.parametrize(("rate", "encoded"), [(8000, 24000), (24001, 32000), (48000, 48000), (96000, 48000)])
def test_the_next_rate_that_mp3_offers(rate: int, encoded: int) -> None:
    assert MP3.sample_rate(rate) == encoded


# -- an encoder that cannot go on ----------------------------------------------------------------------------


@pytest.fixture
def fake_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ffmpeg that does what the test writes into it."""
    if os.name == "nt":
        pytest.skip("a shell script stands in for ffmpeg")
    program = tmp_path / "ffmpeg"
    monkeypatch.setattr(ffmpeg, "binary", lambda: str(program))
    monkeypatch.setattr(ffmpeg, "identity", lambda: "ffmpeg version 0")
    return program


def behave(program: Path, lines: str) -> None:
    program.write_text(f"#!/bin/sh\n{lines}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("kill -KILL $$", "encoding: ffmpeg was ended by SIGKILL"),
        (
            "echo '[out @ 0x1] [error] write: No space left on device' >&2; exit 228",
            "encoding: the disk is full",
        ),
        (
            "echo '[in @ 0x5a] [error] Bad data.' >&2; echo '[info] Conversion failed!' >&2; exit 1",
            "encoding: ffmpeg failed: Bad data",
        ),
        ("exit 9", "encoding: ffmpeg failed: exit status 9"),
    ],
)
def test_a_failing_ffmpeg_is_one_clear_line(fake_ffmpeg: Path, lines: str, message: str) -> None:
    behave(fake_ffmpeg, lines)
    with pytest.raises(AudioError) as caught:
        ffmpeg.run(["-version"], "encoding")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_missing_ffmpeg_says_how_to_get_one(fake_ffmpeg: Path) -> None:
    with pytest.raises(AudioError, match=r"could not be started: No such file.*pip install"):
        ffmpeg.run(["-version"], "encoding")


def test_no_ffmpeg_at_all_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import imageio_ffmpeg

    def nothing() -> str:
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", nothing)
    with pytest.raises(AudioError, match="pip install"):
        ffmpeg.binary.__wrapped__()


@pytest.mark.real
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    full = tmp_path / "full.mp3"
    full.symlink_to("/dev/full")
    with pytest.raises(AudioError, match="the disk is full"):
        MP3.encode(recording(tmp_path / "lesson.wav", voice(3)), full)


@pytest.mark.real
def test_file_names_that_ffmpeg_would_misread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = recording(Path("-a: %d 'b' [c].wav"), voice(1))
    MP3.encode(made, Path("data:é %03d.mp3"))
    assert Path("data:é %03d.mp3").stat().st_size > 8000


# -- the tag -------------------------------------------------------------------------------------------------


def test_the_tag_says_what_a_player_shows() -> None:
    data = mp3.tag(FACTS)
    assert data[:5] == b"ID3\x03\x00"
    tag = read_tag(data)
    shown = {name: str(tag[name]) for name in ("TIT2", "TALB", "TPE1", "TRCK", "TYER", "TCON", "TLAN")}
    assert shown == {
        "TIT2": "Schemas – and ‘more’",
        "TALB": "Ecto",
        "TPE1": "Ana Ng",
        "TRCK": "3/13",
        "TYER": "2026",
        "TCON": "Audiobook",
        "TLAN": "eng",
    }
    assert tag["TIT2"].encoding == 1  # UTF-16
    [comment], [lyrics], [picture] = tag.getall("COMM"), tag.getall("USLT"), tag.getall("APIC")
    assert (comment.lang, comment.text) == ("eng", ["What a schema is."])
    assert (lyrics.lang, lyrics.text) == ("eng", "One.\n\nTwo.")
    assert (picture.mime, picture.type, picture.data) == ("image/jpeg", 3, JPEG)


def test_chapters_are_written_in_the_order_of_time_and_listed_in_a_table() -> None:
    data = mp3.tag(FACTS)
    assert re.findall(rb"CHAP.{6}(chp\d)\0", data, re.DOTALL) == [b"chp0", b"chp1", b"chp2"]
    tag = read_tag(data)
    chapters = [tag[f"CHAP:chp{number}"] for number in range(3)]
    assert [(chapter.start_time, chapter.end_time) for chapter in chapters] == [
        (0, 4062),
        (4062, 10000),
        (10000, 12000),
    ]
    assert [str(chapter.sub_frames["TIT2"]) for chapter in chapters] == [
        chapter.title for chapter in CHAPTERS
    ]
    assert {chapter.start_offset for chapter in chapters} == {0xFFFFFFFF}
    [table] = tag.getall("CTOC")
    assert (table.flags, table.child_element_ids) == (3, ["chp0", "chp1", "chp2"])


def test_the_same_facts_give_the_same_bytes_without_padding() -> None:
    data = mp3.tag(FACTS)
    assert data == mp3.tag(FACTS)
    assert not data.endswith(bytes(65))


def test_what_is_not_known_is_left_out() -> None:
    tag = read_tag(mp3.tag(replace(FACTS, year=None, summary="", text="", artist="", chapters=())))
    assert set(tag) == {"TIT2", "TALB", "TRCK", "TCON", "TLAN", "APIC:"}


def test_more_chapters_than_a_table_holds_is_an_error() -> None:
    def many(count: int) -> mp3.TrackFacts:
        return replace(FACTS, chapters=tuple(ChapterTime("x", n, n + 1) for n in range(count)))

    assert len(read_tag(mp3.tag(many(255))).getall("CHAP")) == 255
    with pytest.raises(AudioError, match="256 chapters, and an MP3 file can list 255"):
        mp3.tag(many(256))


@pytest.mark.real
def test_a_new_title_costs_no_encoding_and_players_read_the_file(tmp_path: Path) -> None:
    body, out = tmp_path / "body", tmp_path / "lesson.mp3"
    MP3.encode(recording(tmp_path / "lesson.wav", voice(12)), body)
    mp3.write(body, FACTS, out)
    seen = probe(out)
    assert (seen.codec, seen.rate, seen.channels, seen.kilobits) == ("mp3", 24000, "mono", 64)
    assert seen.duration_s == pytest.approx(12, abs=0.05)
    assert seen.chapters == (
        (0.0, 4.062, CHAPTERS[0].title),
        (4.062, 10.0, "B"),
        (10.0, 12.0, CHAPTERS[2].title),
    )
    assert "title           : Schemas – and ‘more’" in seen.log
    mp3.write(body, replace(FACTS, title="Renamed"), out)
    assert out.read_bytes().endswith(body.read_bytes())
    assert str(ID3(out)["TIT2"]) == "Renamed"
    assert mutagen_mp3.MP3(out).info.length == pytest.approx(12, abs=0.05)


def test_a_target_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(b"sound")
    with pytest.raises(AudioError, match="cannot be written"):
        mp3.write(body, FACTS, tmp_path / "nowhere" / "lesson.mp3")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("en-US", "eng"),
        ("pt_BR", "por"),
        ("de-CH", "deu"),
        ("gsw", "gsw"),
        ("", "und"),
        ("qq", "und"),
    ],
)
def test_languages_by_three_letters(tag: str, code: str) -> None:
    assert iso_639_2(tag) == code


def test_chapters_carry_their_pictures_in_the_order_of_time() -> None:
    pictures = (b"\x89PNG one", b"", b"\x89PNG three")
    tag = mp3.tag(replace(FACTS, pictures=pictures))
    frames = read_tag(tag).getall("CHAP")
    found = {frame.element_id: [p.data for p in frame.sub_frames.getall("APIC")] for frame in frames}
    assert found == {"chp0": [pictures[0]], "chp1": [], "chp2": [pictures[2]]}
    assert {p.mime for frame in frames for p in frame.sub_frames.getall("APIC")} == {"image/png"}
    assert tag.index(pictures[0]) < tag.index(pictures[2])
    assert [cover.data for cover in read_tag(tag).getall("APIC")] == [JPEG]
    assert mp3.tag(FACTS) == mp3.tag(replace(FACTS, pictures=(b"", b"", b"")))
