"""A course spoken by the real engine, and the finished files as tools see them that no one here wrote."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
from itertools import pairwise
from pathlib import Path

import feedparser
import podcastparser
import pytest
from conftest import require_tool
from mutagen.id3 import ID3

from audiobook.build import CourseReport, build_course
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.starter import write_starter

pytestmark = pytest.mark.real


class Built:
    """An edition on disk with its manifest."""

    def __init__(self, root: Path, report: CourseReport) -> None:
        self.root = root
        self.folder = root / "output" / "first-steps"
        self.report = report
        self.manifest = json.loads((self.folder / "edition.json").read_text())

    def audio(self, episode: dict) -> Path:
        return self.folder / episode["audio"]


def build(root: Path, **options: object) -> Built:
    write_starter(root)
    project = load_project(root, {}, {})
    report = build_course(root / "content" / "first-steps", project, Options(**options), Lines(quiet=True))
    return Built(root, report)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("edition"))


def probe(path: Path) -> dict:
    command = ["-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", str(path)]
    done = subprocess.run([require_tool("ffprobe"), *command], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_ffprobe_finds_constant_mono_mp3_with_chapters_in_order(edition: Built) -> None:
    for episode in edition.manifest["episodes"]:
        facts = probe(edition.audio(episode))
        sound, tags = facts["streams"][0], facts["format"]["tags"]
        assert (sound["codec_name"], sound["channels"], sound["bit_rate"]) == ("mp3", 1, "64000")
        assert float(facts["format"]["duration"]) == pytest.approx(episode["duration_s"], abs=0.1)
        assert tags["title"] == episode["title"]
        assert tags["track"] == f"{episode['number']}/{len(edition.manifest['episodes'])}"
        assert [(c["tags"]["title"], float(c["start_time"])) for c in facts["chapters"]] == [
            (chapter["title"], pytest.approx(chapter["start_s"], abs=0.002))
            for chapter in episode["chapters"]
        ]


def test_mediainfo_and_kid3_read_the_same_tags(edition: Built) -> None:
    episode = edition.manifest["episodes"][0]
    path = edition.audio(episode)
    info = subprocess.run(
        [require_tool("mediainfo"), "--Output=JSON", str(path)], capture_output=True, check=True
    )
    general, sound = json.loads(info.stdout)["media"]["track"][:2]
    assert general["Title"] == episode["title"]
    assert general["Album"] == edition.manifest["title"]
    assert general["Cover"] == "Yes"
    assert sound["BitRate_Mode"] == "CBR"
    shown = subprocess.run(
        [require_tool("kid3-cli"), "-c", "get all", str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(edition.root), "LC_ALL": "C.UTF-8"},
    ).stdout
    assert "ID3v2.3.0" in shown
    assert re.search(rf"Title\s+{re.escape(episode['title'])}", shown)
    assert re.search(r"Language\s+eng", shown)


def test_chapters_show_the_code_that_is_talked_about(edition: Built) -> None:
    """The pictures in the tag and in the chapters file are those of the manifest, in their order."""
    for episode in edition.manifest["episodes"]:
        cards = episode["cards"]
        assert cards
        assert all(before["end_s"] <= after["start_s"] for before, after in pairwise(cards))
        for path in (card[theme] for card in cards for theme in ("dark", "light")):
            kind, width, height = struct.unpack(">12x4s2I", (edition.folder / path).read_bytes()[:24])
            assert (kind, width, height) == (b"IHDR", 1400, 1400)
            assert (edition.folder / path).stat().st_size < 60_000
        shown_at = {card["start_s"]: edition.folder / card["dark"] for card in cards}
        chapters = ID3(edition.audio(episode)).getall("CHAP")
        assert [frame.start_time for frame in chapters] == [
            round(c["start_s"] * 1000) for c in episode["chapters"]
        ]
        in_tag = {f.start_time: p.data for f in chapters for p in f.sub_frames.getall("APIC")}
        assert in_tag == {
            round(chapter["start_s"] * 1000): shown_at[chapter["start_s"]].read_bytes()
            for chapter in episode["chapters"]
            if chapter["start_s"] in shown_at
        }
        assert in_tag
        listed = json.loads((edition.folder / episode["chapters_file"]).read_text())
        assert_chapters_1_2(listed)
        base = edition.manifest["base_url"]
        assert {c["startTime"]: c["img"] for c in listed["chapters"] if "img" in c} == {
            card["start_s"]: base + card["dark"] for card in cards
        }
        for_people = [c["title"] for c in listed["chapters"] if c.get("toc", True)]
        assert for_people == [chapter["title"] for chapter in episode["chapters"]]


def assert_chapters_1_2(listed: dict) -> None:
    """The properties and types of podcast-namespace/chapters/jsonChapters.md, version 1.2.0."""
    assert listed["version"] == "1.2.0"
    assert listed.keys() == {"version", "chapters"}
    starts = [chapter["startTime"] for chapter in listed["chapters"]]
    assert starts == sorted(set(starts))
    types = {"startTime": float, "endTime": float, "title": str, "img": str, "toc": bool}
    for chapter in listed["chapters"]:
        assert chapter.keys() >= {"startTime"}
        assert all(isinstance(value, types[name]) for name, value in chapter.items())


def test_another_meter_finds_the_loudness_of_the_manifest(edition: Built) -> None:
    """Debian's ffmpeg decodes with its own decoder and oversamples to 192 kHz."""
    for episode in edition.manifest["episodes"]:
        command = ["-hide_banner", "-nostats", "-i", str(edition.audio(episode))]
        command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
        log = subprocess.run(
            [require_tool("ffmpeg"), *command], capture_output=True, text=True, check=True
        ).stderr
        summary = log[log.rindex("Summary:") :]
        loudness = float(re.search(r"I:\s+(\S+) LUFS", summary)[1])
        peak = float(re.search(r"Peak:\s+(\S+) dBFS", summary)[1])
        assert loudness == pytest.approx(-16, abs=0.5)
        assert peak <= -1
        assert loudness == pytest.approx(episode["loudness"]["integrated_lufs"], abs=0.15)
        assert peak == pytest.approx(episode["loudness"]["true_peak_dbtp"], abs=0.15)


def test_every_sentence_is_in_the_sound_and_in_the_transcript(edition: Built) -> None:
    """The clips have the length that the cues say, and between them is silence."""
    for episode in edition.manifest["episodes"]:
        cues = json.loads((edition.folder / episode["transcript"]["json"]).read_text())["segments"]
        assert len(cues) == episode["origin"]["utterances"]
        pcm = subprocess.run(
            [require_tool("ffmpeg"), "-v", "error", "-i", str(edition.audio(episode)), "-f", "s16le", "-"],
            capture_output=True,
            check=True,
        ).stdout
        sound = memoryview(pcm).cast("h")
        rate = 24_000
        for cue in cues:
            spoken = sound[int(cue["startTime"] * rate) : int(cue["endTime"] * rate)]
            assert max(map(abs, spoken)) > 2000, cue["body"]
        for before, after in pairwise(cues):
            # LAME smears a little sound into the silence around it
            pause = sound[int(before["endTime"] * rate) + 2000 : int(after["startTime"] * rate) - 2000]
            assert not len(pause) or max(map(abs, pause)) < 1000, (before["body"], after["body"])


def test_two_feed_readers_find_every_lesson_with_its_exact_size(edition: Built) -> None:
    content = (edition.folder / "feed.xml").read_bytes()
    read = feedparser.parse(content)
    other = podcastparser.parse("http://localhost/feed.xml", (edition.folder / "feed.xml").open("rb"))
    assert not read.bozo
    assert [entry.title for entry in read.entries] == [e["title"] for e in edition.manifest["episodes"]]
    assert len(other["episodes"]) == len(read.entries)
    for entry, episode in zip(read.entries, edition.manifest["episodes"], strict=True):
        assert entry.id == episode["guid"]
        assert int(entry.enclosures[0].length) == edition.audio(episode).stat().st_size
        assert entry.enclosures[0].href.endswith(episode["audio"])


def test_one_worker_or_three_another_folder_the_same_bytes(edition: Built, tmp_path: Path) -> None:
    def hashes(folder: Path) -> dict[str, str]:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        }

    one = build(tmp_path / "one", jobs=1)
    three = build(tmp_path / "three", jobs=3)

    assert hashes(one.folder) == hashes(three.folder) == hashes(edition.folder)
