"""A lesson as Opus: its sound, tags, chapters and cover, read back by tools that did not write it."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import require_tool
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus
from sound import RATE, decoded, recording, tone, voice

from audiobook import ffmpeg, loudness
from audiobook.editions import opus
from audiobook.editions.codec import OPUS
from audiobook.editions.mp3 import TrackFacts
from audiobook.errors import AudioError
from audiobook.model import ChapterTime

COVER = Path(__file__).parents[1] / "content" / "ecto-polymorphism" / "cover.jpg"
FACTS = TrackFacts(
    title="Schemas – and ‘more’",
    album="Ecto",
    artist="Ana Ng",
    number=3,
    year=2026,
    language="en-US",
    summary="What a schema is.",
    text="One.\n\nTwo = 2.",
    chapters=(
        ChapterTime("Why “polymorphic”? 日本語", 0.0, 1.0625),
        ChapterTime("B = C", 1.0625, 2.9999),
        ChapterTime("End", 2.9999, 4.0),
    ),
    cover=COVER.read_bytes(),
    cover_type="image/jpeg",
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stream")
    OPUS.encode(recording(folder / "lesson.wav", voice(4.0)), folder / "stream")
    return folder / "stream"


@pytest.fixture(scope="module")
def lesson(stream: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lesson") / "a lesson.opus"
    opus.write(stream, FACTS, out)
    return out


@pytest.mark.parametrize(
    ("pcm", "rate"),
    [
        pytest.param(voice(12), RATE, id="high peaks, as espeak"),
        pytest.param(voice(12, peak=0.05), RATE, id="quiet"),
        pytest.param(tone(12, 16000, hertz=440, peak=1.0), 16000, id="very loud"),
        pytest.param(voice(12, 44100), 44100, id="44.1 kHz"),
    ],
)
def test_every_voice_is_published_at_one_loudness(tmp_path: Path, pcm: bytes, rate: int) -> None:
    found = OPUS.encode(recording(tmp_path / "lesson.wav", pcm, rate), tmp_path / "stream")
    assert found.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert found.true_peak_dbtp <= -1.0
    opus.write(tmp_path / "stream", FACTS, tmp_path / "lesson.opus")
    finished = loudness.measure(tmp_path / "lesson.opus")
    assert finished.integrated_lufs == pytest.approx(found.integrated_lufs, abs=0.1)
    assert finished.true_peak_dbtp == pytest.approx(found.true_peak_dbtp, abs=0.05)


def test_tags_say_what_they_were_given(lesson: Path) -> None:
    tags = OggOpus(lesson).tags
    assert {name: tags[name] for name in ("title", "album", "artist", "tracknumber")} == {
        "title": [FACTS.title],
        "album": ["Ecto"],
        "artist": ["Ana Ng"],
        "tracknumber": ["3"],
    }
    assert (tags["date"], tags["description"], tags["lyrics"]) == (["2026"], [FACTS.summary], [FACTS.text])


def test_chapters_are_numbered_times_and_names(lesson: Path) -> None:
    tags = OggOpus(lesson).tags
    assert [tags[f"chapter{number:03}"] for number in (1, 2, 3)] == [
        ["00:00:00.000"],
        ["00:00:01.062"],
        ["00:00:03.000"],
    ]
    assert tags["chapter002name"] == ["B = C"]
    assert "chapter004" not in tags


def test_the_cover_is_a_picture_block(lesson: Path) -> None:
    picture = Picture(base64.b64decode(OggOpus(lesson).tags["metadata_block_picture"][0]))
    assert (picture.type, picture.mime, picture.data) == (3, "image/jpeg", FACTS.cover)


def test_ffprobe_reads_chapters_tags_and_cover(lesson: Path) -> None:
    command = [require_tool("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", "-show_streams"]
    found = json.loads(subprocess.run([*command, str(lesson)], capture_output=True, check=True).stdout)
    assert [(float(each["start_time"]), each["tags"]["title"]) for each in found["chapters"]] == [
        (0.0, FACTS.chapters[0].title),
        (1.062, "B = C"),
        (3.0, "End"),
    ]
    sound, cover = found["streams"]
    assert (sound["codec_name"], sound["channels"], cover["codec_name"]) == ("opus", 1, "mjpeg")
    assert sound["tags"]["TITLE"] == FACTS.title


def test_mediainfo_reads_it(lesson: Path) -> None:
    said = subprocess.run(
        [require_tool("mediainfo"), str(lesson)], capture_output=True, check=True, text=True
    )
    for words in ("Opus", "Ana Ng", "Cover"):
        assert words in said.stdout


def test_the_sound_is_as_long_as_the_recording(lesson: Path) -> None:
    """The file declares its delay and its end, so that nothing is heard late."""
    assert len(decoded(lesson)) / 2 / 48_000 == pytest.approx(4.0, abs=0.001)


def test_the_same_recording_gives_the_same_bytes_that_name_no_encoder(tmp_path: Path, lesson: Path) -> None:
    OPUS.encode(recording(tmp_path / "another name.wav", voice(4.0)), tmp_path / "stream")
    opus.write(tmp_path / "stream", FACTS, tmp_path / "again.opus")
    content = lesson.read_bytes()
    assert (tmp_path / "again.opus").read_bytes() == content
    assert not re.search(rb"Lav[cf]\d", content)


def test_another_title_changes_no_sound(stream: Path, lesson: Path, tmp_path: Path) -> None:
    opus.write(stream, replace(FACTS, title="Other", text="", chapters=()), tmp_path / "other.opus")
    assert decoded(tmp_path / "other.opus") == decoded(lesson)
    assert "chapter001" not in OggOpus(tmp_path / "other.opus").tags


def test_many_chapters_and_a_large_cover_span_pages(stream: Path, tmp_path: Path) -> None:
    chapters = tuple(
        ChapterTime(f"Chapter {number}", number / 100, (number + 1) / 100) for number in range(255)
    )
    opus.write(stream, replace(FACTS, chapters=chapters, cover=bytes(300_000)), tmp_path / "big.opus")
    ffmpeg.run(["-i", ffmpeg.url(tmp_path / "big.opus"), "-map", "0:a", "-f", "null", "-"], "reading")
    assert OggOpus(tmp_path / "big.opus").tags["chapter255name"] == ["Chapter 254"]


def test_what_is_no_stream_is_an_error_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "stream").write_bytes(b"ID3 and so on")
    with pytest.raises(AudioError, match=r"a\.opus: cannot be written"):
        opus.write(tmp_path / "stream", FACTS, tmp_path / "a.opus")
    assert [path.name for path in tmp_path.iterdir()] == ["stream"]
