"""The finished files in eyeD3 and mpv, and by their samples: chapters, sums, loudness of every form, joins."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import require_package, require_tool

from audiobook.build import build_course
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.starter import write_starter

pytestmark = pytest.mark.real
RATE = 24_000
EDGE_S = 0.002
"""How far around the beginning and the end of a sentence a click would be: half of what clips are faded over."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an edition with all forms, Opus too."""
    root = tmp_path_factory.mktemp("players")
    write_starter(root)
    settings = root / "content" / "first-steps" / "course.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[editions]\nopus = true\n", "utf-8")
    build_course(settings.parent, load_project(root, {}, {}), Options(), Lines(quiet=True))
    return root / "output" / "first-steps"


@pytest.fixture(scope="module")
def manifest(course: Path) -> dict:
    return json.loads((course / "edition.json").read_text("utf-8"))


def test_eyed3_reads_chapters_in_order_and_a_table_of_them(course: Path, manifest: dict) -> None:
    require_package("eyed3")
    import eyed3

    for episode in manifest["episodes"]:
        tag = eyed3.load(course / episode["audio"]).tag
        assert tag.version == (2, 3, 0)
        assert (tag.title, tag.album) == (episode["title"], manifest["title"])
        assert tag.track_num == (episode["number"], len(manifest["episodes"]))
        (contents,) = tag.table_of_contents
        assert (contents.toplevel, contents.ordered) == (True, True)
        chapters = {chapter.element_id: chapter for chapter in tag.chapters}
        listed = [chapters[name] for name in contents.child_ids]
        assert [(chapter.title, *chapter.times) for chapter in listed] == [
            (chapter["title"], round(1000 * chapter["start_s"]), round(1000 * chapter["end_s"]))
            for chapter in episode["chapters"]
        ]
        assert [image.mime_type for image in tag.images] == ["image/jpeg"]
        assert "".join(lyric.text for lyric in tag.lyrics).strip()


def test_mpv_plays_every_file_and_shows_its_chapters(course: Path, manifest: dict) -> None:
    lessons = [
        (course / episode["audio"], episode["duration_s"], [c["title"] for c in episode["chapters"]])
        for episode in manifest["episodes"]
    ]
    whole = sum(episode["duration_s"] for episode in manifest["episodes"])
    titles = [
        f"{episode['number']}." + (f"{index} {chapter['title']}" if index > 1 else f" {episode['title']}")
        for episode in manifest["episodes"]
        for index, chapter in enumerate(episode["chapters"], 1)
    ]
    for path, seconds, chapters in [*lessons, (course / "first-steps.m4b", whole, titles)]:
        shown = mpv(path, len(chapters))
        assert shown["titles"] == chapters
        # Each lesson of a book ends with a whole frame of its codec, and begins with one that primes it.
        assert shown["duration"] == pytest.approx(seconds, abs=0.2 * len(manifest["episodes"]))


def mpv(path: Path, chapters: int) -> dict:
    """What mpv tells of a file that it plays for a moment: one property a line."""
    wanted = "\\n".join(
        ["@@${=duration}", *(f"@@${{=chapter-list/{number}/title}}" for number in range(chapters + 1))]
    )
    command = ["--no-config", "--vo=null", "--ao=null", "--length=0.1", f"--term-playing-msg={wanted}"]
    done = subprocess.run(
        [require_tool("mpv"), *command, str(path)], capture_output=True, text=True, check=True
    )
    duration, *titles = re.findall(r"^@@(.*)$", done.stdout, re.MULTILINE)
    assert titles.pop() in ("", "(unavailable)"), "there are more chapters than there should be"
    return {"duration": float(duration), "titles": titles}


def test_every_form_is_as_loud_as_it_should_be(course: Path, manifest: dict) -> None:
    """Measured by another ffmpeg than the one that made them."""
    files = [course / "first-steps.m4b"]
    for episode in manifest["episodes"]:
        files += [course / episode["audio"], course / episode["alternates"]["opus"]["path"]]
    for path in files:
        command = ["-hide_banner", "-nostats", "-i", str(path), "-map", "0:a:0", "-af", "ebur128=peak=true"]
        log = subprocess.run(
            [require_tool("ffmpeg"), *command, "-f", "null", "-"], capture_output=True, text=True, check=True
        ).stderr
        summary = log[log.rindex("Summary:") :]
        assert float(re.search(r"I:\s+(\S+) LUFS", summary)[1]) == pytest.approx(-16, abs=0.5), path.name
        assert float(re.search(r"Peak:\s+(\S+) dBFS", summary)[1]) <= -1, path.name


def test_no_click_where_sentences_are_joined(course: Path, manifest: dict) -> None:
    """A click is a jump from one sample to the next. At a join there is none that speech itself would not have."""
    for episode in manifest["episodes"]:
        sound = decoded(course / episode["audio"])
        cues = json.loads((course / episode["transcript"]["json"]).read_text("utf-8"))["segments"]
        usual = usual_jump(sound)
        joins = [moment for cue in cues for moment in (cue["startTime"], cue["endTime"])]
        assert max(jump_at(sound, moment) for moment in joins) < usual
        # The same measure finds a click: a step as high as a quarter of full scale.
        spoilt = sound[:]
        at = int(joins[len(joins) // 2] * RATE)
        spoilt[at:] = type(sound)("h", [max(-32768, min(32767, value + 8192)) for value in sound[at:]])
        assert jump_at(spoilt, at / RATE) > usual


def test_the_room_between_sections_is_what_the_settings_say(course: Path, manifest: dict) -> None:
    """From the end of a section's last sentence to the first of the next: one second before a heading of level 2."""
    for episode in manifest["episodes"]:
        cues = json.loads((course / episode["transcript"]["json"]).read_text("utf-8"))["segments"]
        starts = {chapter["start_s"] for chapter in episode["chapters"][1:]}
        rooms = [
            after["startTime"] - before["endTime"]
            for before, after in pairwise(cues)
            if after["startTime"] in starts
        ]
        assert len(rooms) == len(starts)
        assert rooms == pytest.approx([1.0] * len(rooms), abs=0.25)


def decoded(path: Path):
    from array import array

    command = ["-v", "error", "-i", str(path), "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    return array(
        "h", subprocess.run([require_tool("ffmpeg"), *command], capture_output=True, check=True).stdout
    )


def usual_jump(sound) -> int:
    """What one jump in a hundred of the recording exceeds."""
    jumps = sorted(abs(after - before) for before, after in pairwise(sound))
    return jumps[len(jumps) * 99 // 100]


def jump_at(sound, moment: float) -> int:
    """The highest jump around a moment (in seconds)."""
    first, last = (round((moment + side) * RATE) for side in (-EDGE_S, EDGE_S))
    return max(abs(after - before) for before, after in pairwise(sound[max(first, 0) : last]))
