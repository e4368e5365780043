"""A finished edition to damage: every helper changes one thing and leaves all else in agreement with it."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zipfile
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from audiobook import ffmpeg, outputs
from audiobook.build import build_courses
from audiobook.check.model import Report
from audiobook.check.run import check_courses
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines

VOICE = "audiobook.testing:FakeEngine"
COURSE = f"""\
title = "Small course"
author = "The authors"
description = "A course to test with."
published = 2025-03-02
base_url = "https://example.org/small/"
owner_email = "someone@example.org"
voice = "{VOICE}"
"""
NO_BOOKS = "[editions]\nm4b = false\naudiobook = false\nepub = false\nprinted = false\n"
ONLY_M4B = NO_BOOKS.replace("m4b = false\n", "")
LESSONS = {
    "01-first.md": (
        "---\nid: first\ntitle: First steps\n---\n\n# First steps\n\nOne is here. Two is there, too.\n\n"
        "```python\ndef add(a, b):\n    return a + b\n```\n\n## Later on\n\nThree comes next. Four is the last.\n"
    ),
    "02-second.md": (
        "---\nid: second\ntitle: Second steps\n---\n\n# Second steps\n\nFive is here. Six is here.\n\n"
        "## At the end\n\nSeven is the end. Eight is behind it.\n"
    ),
}
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)\.(\d{3})")


def project(root: Path, course: str, lessons: Mapping[str, str]) -> Published:
    """A project with one course, built."""
    folder = root / "content" / "small"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text(course)
    for name, text in lessons.items():
        (folder / name).write_text(text)
    published = Published(root)
    with Lines(quiet=True) as progress:
        build_courses((), load_project(root, {}, {}), Options(), progress)
    return published


class Published:
    """The edition `small` of a project in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "output" / "small"

    def copy(self, root: Path) -> Published:
        shutil.copytree(self.root, root)
        return Published(root)

    def check(self, *names: str) -> Report:
        with Lines(quiet=True) as progress:
            return check_courses(names, load_project(self.root, {}, {}), Options(), progress)

    @property
    def content(self) -> Path:
        return self.root / "content" / "small"

    @property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "edition.json").read_text())

    def save(self, manifest: dict[str, Any]) -> None:
        (self.folder / "edition.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1))

    def sound(self, lesson: int, form: str = "audio") -> Path:
        episode = self.manifest["episodes"][lesson]
        return self.folder / (episode["audio"] if form == "audio" else episode["alternates"][form]["path"])

    def beside(self, lesson: int, suffix: str) -> Path:
        return Path(str(self.sound(lesson)).removesuffix(".mp3") + suffix)

    def edit_json(self, lesson: int, suffix: str, change: Callable[[Any], None]) -> None:
        place = self.beside(lesson, suffix)
        content = json.loads(place.read_text())
        change(content)
        place.write_text(json.dumps(content, ensure_ascii=False))

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text()
        assert old in text
        (self.folder / path).write_text(text.replace(old, new, 1))

    # -- keeping all else in agreement -----------------------------------------------------------------------

    def reseal(self, *, names: bool = True, archives: bool = True, feed: bool = True) -> None:
        """Sizes and hashes of everything as it is now; names, the sound in the books, and lengths in the feed."""
        for index in range(len(self.manifest["episodes"]) if names else 0):
            for form in ("audio", *self.manifest["episodes"][index]["alternates"]):
                path = self.sound(index, form)
                self.rename(path, outputs.digest(path)[:8])
        if archives:
            self._refresh_archives()
        if feed:
            self._refresh_feed()
        manifest = self.manifest
        for entry in manifest["files"]:
            path = self.folder / entry["path"]
            entry["size"], entry["sha256"] = path.stat().st_size, outputs.digest(path)
        self.save(manifest)

    def rename(self, sound: Path, stem: str) -> None:
        """Another name for a sound file and what is beside it, and wherever that is named."""
        if sound.stem == stem:
            return
        old = f"{sound.parent.name}/{sound.stem}"
        for path in sorted(sound.parent.glob(f"{sound.stem}.*")):
            path.rename(path.with_name(stem + path.name.removeprefix(sound.stem)))
        for name in ("edition.json", "feed.xml", "index.html"):
            text = (self.folder / name).read_text()
            (self.folder / name).write_text(text.replace(old, f"{sound.parent.name}/{stem}"))

    def _refresh_archives(self) -> None:
        names = {"small.epub": "EPUB/lesson-{id}.mp3", "small.audiobook": "audio/{number:02}-{id}.mp3"}
        for archive, name in names.items():
            if (self.folder / archive).exists():
                members = {
                    name.format(**episode): (self.folder / episode["audio"]).read_bytes()
                    for episode in self.manifest["episodes"]
                }
                self.rezip(archive, lambda path, content, members=members: members.get(path, content))

    def rezip(self, archive: str, change: Callable[[str, bytes], bytes | None]) -> None:
        """The archive with other members; None leaves one out."""
        place = self.folder / archive
        with zipfile.ZipFile(place) as source:
            members = [(info, source.read(info)) for info in source.infolist()]
        with zipfile.ZipFile(place, "w") as target:
            for info, content in members:
                changed = change(info.filename, content)
                if changed is not None:
                    target.writestr(info, changed)

    def _refresh_feed(self) -> None:
        place = self.folder / "feed.xml"
        tree = etree.fromstring(place.read_bytes())
        for element in tree.iter("enclosure", "{*}alternateEnclosure"):
            addresses = [element.get("url"), *(source.get("uri") for source in element)]
            address = next(filter(None, addresses))
            path = self.folder / address.removeprefix("https://example.org/small/")
            element.set("length", str(path.stat().st_size))
        place.write_bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))

    # -- sound -----------------------------------------------------------------------------------------------

    def edit_sound(self, lesson: int, change: Callable[[array[int], int], None], *more: str) -> None:
        """Decode a lesson's MP3, change its samples (s16 at a rate), and encode it again with its tag."""
        path = self.sound(lesson)
        tag = path.read_bytes()[: _tag_size(path)]
        wav = bytearray()
        ffmpeg.stream(
            ["-i", ffmpeg.url(path), "-map", "0:a:0", "-fflags", "+bitexact", "-f", "wav", "pipe:1"],
            "",
            wav.extend,
        )
        (rate,) = struct.unpack_from("<I", wav, 24)
        data = bytes(wav[wav.index(b"data") + 8 :])
        samples = array("h", data[: len(data) // 2 * 2])
        change(samples, rate)
        louder = array("h", (max(-32768, min(32767, round(sample / 0.95))) for sample in samples))
        body = path.with_suffix(".body")
        quality = more or ("-b:a", "64k", "-compression_level", "7")
        command = [
            ffmpeg.binary(),
            "-v",
            "error",
            "-f",
            "s16le",
            "-ar",
            str(rate),
            "-ac",
            "1",
            "-i",
            "pipe:0",
        ]
        command += ["-codec:a", "libmp3lame", *quality, "-id3v2_version", "0", "-f", "mp3", str(body)]
        subprocess.run(command, input=louder.tobytes(), check=True)
        path.write_bytes(tag + body.read_bytes())
        body.unlink()

    # -- times -----------------------------------------------------------------------------------------------

    def retime(self, lesson: int, moved: Callable[[float], float]) -> None:
        """Other times in all three transcripts."""

        def clock(found: re.Match[str]) -> str:
            hours, minutes, seconds, milliseconds = map(int, found.groups())
            moment = round(1000 * moved(3600 * hours + 60 * minutes + seconds + milliseconds / 1000))
            return f"{moment // 3600000:02}:{moment // 60000 % 60:02}:{moment // 1000 % 60:02}.{moment % 1000:03}"

        for suffix in (".vtt", ".words.vtt"):
            place = self.beside(lesson, suffix)
            place.write_text(_CLOCK.sub(clock, place.read_text()))

        def change(transcript: Any) -> None:
            for segment in transcript["segments"]:
                for name in ("startTime", "endTime"):
                    segment[name] = round(moved(segment[name]), 3)
                for word in segment["words"]:
                    word["start"], word["end"] = round(moved(word["start"]), 3), round(moved(word["end"]), 3)

        self.edit_json(lesson, ".transcript.json", change)


def _tag_size(path: Path) -> int:
    head = path.read_bytes()[:10]
    assert head[:3] == b"ID3"
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
