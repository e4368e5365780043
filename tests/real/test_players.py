"""The finished files in eyeD3, mpv and Chromium, and by their samples: chapters, cards, loudness, joins."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import require_package, require_tool
from mutagen.mp4 import MP4
from PIL import Image, ImageChops, ImageOps, ImageStat
from podcast_server import PodcastServer
from webdriver import browser

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


# -- cards in the book ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(course: Path) -> Path:
    return course / "first-steps.m4b"


def test_chromium_plays_a_book_with_cards_from_its_middle(book: Path, manifest: dict, tmp_path: Path) -> None:
    shutil.copy(book, tmp_path / "book.m4b")
    (tmp_path / "page.html").write_text("<audio id=book preload=metadata src=book.m4b></audio>")
    programs = require_tool("chromium"), require_tool("chromedriver")
    with PodcastServer().running() as server, browser(*programs, tmp_path / "profile") as driver:
        server.serve(tmp_path)
        driver.open(f"{server.url}page.html")
        driver.wait("book.readyState >= HTMLMediaElement.HAVE_METADATA || book.error", seconds=30)
        whole = sum(episode["duration_s"] for episode in manifest["episodes"])
        assert driver.run("return book.error?.message") is None
        assert driver.run("return book.duration") == pytest.approx(whole, abs=0.5)
        driver.run("book.currentTime = book.duration / 2; book.play()")
        driver.wait("book.currentTime > book.duration / 2 + 0.5 || book.error", seconds=30)
        assert driver.run("return book.error?.message") is None


class Mpv:
    """mpv as it plays a file, silently; it is told what to do over a socket."""

    def __init__(self, file: Path, place: Path) -> None:
        address = place / "mpv"
        command = [require_tool("mpv"), "--no-config", "--vo=null", "--ao=null", "--pause", "--really-quiet"]
        self.process = subprocess.Popen([*command, f"--input-ipc-server={address}", str(file)])
        self._socket = socket.socket(socket.AF_UNIX)
        eventually(lambda: self._socket.connect_ex(str(address)) == 0)
        self._answers = self._socket.makefile()

    def ask(self, *command: object) -> Any:
        self._socket.sendall(json.dumps({"command": command, "request_id": 1}).encode() + b"\n")
        return next(
            answer for line in self._answers if (answer := json.loads(line)).get("request_id") == 1
        ).get("data")

    def position(self) -> float:
        """In seconds."""
        return float(self.ask("get_property", "time-pos") or 0)

    def is_near(self, position: float) -> bool:
        """To the two seconds between samples, and as much again that mpv goes too far forward."""
        return abs(self.position() - position) <= 4.1


def eventually(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not there():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.05)


def test_mpv_finds_its_way_in_a_book_with_cards(book: Path, tmp_path: Path) -> None:
    """It takes the cards for a film, and goes to where one of their samples begins: there is one every two seconds."""
    player = Mpv(book, tmp_path)
    try:
        eventually(lambda: bool(player.ask("get_property", "duration")))
        assert player.ask("get_property", "vid") == 2
        length = float(player.ask("get_property", "duration"))

        def goes_to(position: float) -> bool:
            player.ask("seek", position, "absolute")  # said again: while it opens a file, mpv does not listen
            return player.is_near(position)

        for where in (0.5, 0.8, 0.2):
            eventually(partial(goes_to, where * length))
        for step in (10, 10, -10):
            wanted = player.position() + step
            player.ask("seek", step)
            eventually(partial(player.is_near, wanted))
    finally:
        player.process.kill()
        player.process.wait()


def test_mpv_plays_a_book_with_cards_from_its_middle(book: Path, tmp_path: Path) -> None:
    sound = tmp_path / "heard.wav"
    command = ["--no-config", "--vid=1", "--vo=null", "--ao=pcm", f"--ao-pcm-file={sound}"]
    command += ["--start=50%", "--length=1", "--term-playing-msg=@@${=time-pos} of ${=duration}"]
    done = subprocess.run(
        [require_tool("mpv"), *command, str(book)], capture_output=True, text=True, check=True
    )
    position, duration = map(float, re.search(r"^@@(\S+) of (\S+)$", done.stdout, re.MULTILINE).groups())
    assert position == pytest.approx(duration / 2, abs=0.1)
    assert len(decoded(sound)) / RATE == pytest.approx(1, abs=0.1)


def test_mpv_shows_every_card_in_its_turn(book: Path, course: Path, manifest: dict, tmp_path: Path) -> None:
    command = ["--no-config", "--vid=2", "--no-audio", "--speed=100", "--vo=image", "--vo-image-format=jpg"]
    done = subprocess.run(
        [require_tool("mpv"), *command, f"--vo-image-outdir={tmp_path}", str(book)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"--vid=1 .*\[P\]", done.stdout), "the cover is not a picture of its own"
    wanted = in_turn(course, manifest)
    small = {path: reduced(path) for path in wanted}
    assert len(small) > 2
    shown = [reduced(place) for place in sorted(tmp_path.glob("*.jpg"))]
    found = [min(small, key=lambda path, seen=seen: unlike(small[path], seen)) for seen in shown]
    # mpv shows the first picture twice.
    assert [path for index, path in enumerate(found) if path != found[index - 1] or not index] == wanted
    assert max(unlike(small[path], seen) for path, seen in zip(found, shown, strict=True)) < 1


def in_turn(course: Path, manifest: dict) -> list[Path]:
    """The pictures in the order in which they are seen: the cover wherever no card is."""
    seen: list[Path] = []
    for episode in manifest["episodes"]:
        moment = 0.0
        for card in episode["cards"]:
            seen += [course / manifest["cover"]] if card["start_s"] > moment else []
            seen.append(course / card["dark"])
            moment = card["end_s"]
        seen += [course / manifest["cover"]] if episode["chapters"][-1]["end_s"] > moment else []
    return [path for index, path in enumerate(seen) if not index or path != seen[index - 1]]


def reduced(picture: Path) -> Image.Image:
    with Image.open(picture) as image:
        return ImageOps.pad(image.convert("RGB"), (1400, 1400)).convert("L").reduce(8)


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ: the mean of all pixels, of 255."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


@pytest.mark.parametrize("asked", [["-map", "0:v:0"], []], ids=["the first", "of itself"])
def test_ffmpeg_takes_the_cover_for_the_picture_of_the_book(
    asked: list[str], book: Path, course: Path, manifest: dict
) -> None:
    command = ["-v", "error", "-i", str(book), *asked, "-frames:v", "1", "-codec", "copy", "-an"]
    done = subprocess.run(
        [require_tool("ffmpeg"), *command, "-f", "image2pipe", "-"], capture_output=True, check=True
    )
    assert done.stdout == (course / manifest["cover"]).read_bytes()


def test_kid3_tags_a_book_and_leaves_its_sound_chapters_and_cards_alone(
    book: Path, course: Path, manifest: dict, tmp_path: Path
) -> None:
    """A comment so long that all that lies behind the tags has to move."""
    copy, comment = tmp_path / "copy.m4b", " ".join(["A long comment."] * 500)
    shutil.copy(book, copy)
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = [require_tool("kid3-cli"), "-c", f"set comment '{comment}'", "-c", "save", "-c", "get all"]
    shown = subprocess.run(
        [*command, str(copy)], capture_output=True, text=True, check=True, env=environment
    ).stdout
    assert re.search(rf"Title\s+{re.escape(manifest['title'])}", shown)
    assert "Picture: Cover" in shown
    assert copy.stat().st_size > book.stat().st_size + len(comment) // 2
    before, after = MP4(book), MP4(copy)
    assert after["\xa9cmt"] == [comment]
    assert bytes(after["covr"][0]) == (course / manifest["cover"]).read_bytes()
    assert [(each.title, each.start) for each in after.chapters] == [
        (each.title, each.start) for each in before.chapters
    ]
    for what in ("0:a:0", "0:v:1"):
        assert packets(copy, what) == packets(book, what)
    assert chapters(copy) == chapters(book)


def packets(path: Path, which: str) -> bytes:
    """Times, lengths and checksums of all packets of a track."""
    command = ["-v", "error", "-i", str(path), "-map", which, "-codec", "copy", "-f", "framecrc", "-"]
    return subprocess.run([require_tool("ffmpeg"), *command], capture_output=True, check=True).stdout


def chapters(path: Path) -> list[dict]:
    """As ffprobe reads them in the text track."""
    command = ["-v", "error", "-show_chapters", "-of", "json", str(path)]
    done = subprocess.run([require_tool("ffprobe"), *command], capture_output=True, check=True)
    return json.loads(done.stdout)["chapters"]


# -- sound ---------------------------------------------------------------------------------------------------


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
