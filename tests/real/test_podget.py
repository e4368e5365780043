"""podget through the life of a course: a folder of files, filled with wget; a lesson is known by its address."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import require_tool
from history import PublishedCourse, Seen, digest, followed

pytestmark = pytest.mark.real


class Podget:
    """A learner's podget, with the configuration it makes for itself."""

    def __init__(self, home: Path, feed_url: str) -> None:
        self.podget, self.home, self.library = require_tool("podget"), home, home / "library"
        require_tool("wget")
        self.run("--create-config", "podgetrc")
        settings = home / "config" / "podgetrc"
        text = re.sub(r"(?m)^MIN_SPACE=.*$", "MIN_SPACE=0", settings.read_text())
        settings.write_text(re.sub(r"(?m)^DIR_LIBRARY=.*$", f"DIR_LIBRARY={self.library}", text))
        (home / "config" / "serverlist").write_text(f"{feed_url} Courses Tables OPT_FEED_ORDER_ASCENDING\n")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.podget, "-d", self.home / "config", "--dir_session", self.home, *arguments],
            env={**os.environ, "HOME": str(self.home), "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout + done.stderr

    def files(self) -> dict[str, str]:
        """SHA-256 of the audio files in its library, by name."""
        return {path.name: digest(path) for path in self.library.rglob("*.mp3")}


@pytest.fixture(scope="module")
def seen(course: PublishedCourse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    return followed(course, Podget(tmp_path_factory.mktemp("podget"), course.server.feed_url))


def test_it_fetches_new_sound_alone_in_course_order(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    news = {
        "first": ["tables", "keys", "joins", "indexes"],
        "added": ["constraints"],
        "renamed": ["keys", "joins"],
    }
    news |= {"split": ["constraints", "checks"], "corrected": ["tables"], "appended": ["views"]}
    for name, edition in course.editions.items():
        _, fetched, missed = seen[name]
        assert fetched == [edition.episodes[key]["audio"] for key in news.get(name, [])], name
        assert not missed


def test_every_file_is_whole_and_none_is_there_twice(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    for name, edition in course.editions.items():
        files = seen[name].files
        for path in edition.audio:
            assert files[Path(path).name] == digest(edition.folder / path), name
        assert len(set(files.values())) == len(files)
        assert set(files.values()) <= course.downloadable(name)


def test_an_interrupted_download_goes_on_where_it_ended(course: PublishedCourse, tmp_path: Path) -> None:
    edition = course.publish("first")
    client = Podget(tmp_path, course.server.feed_url)
    path = edition.folder / edition.audio[1]
    part = client.library / "Courses" / "Tables" / path.name
    part.parent.mkdir(parents=True)
    part.write_bytes(path.read_bytes()[:5000])
    client.run()
    assert client.files()[path.name] == digest(path)
    (resumed,) = (each for each in course.server.requests if each.path == edition.audio[1])
    assert (resumed.headers["Range"], resumed.status) == ("bytes=5000-", 206)
