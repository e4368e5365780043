"""podcast-downloader (PyPI) through the life of a course: a folder of files, named by date and title.

It reads a feed from the newest lesson, which it takes to be the first, and stops at one it has. With `fill_up_gaps` it
finds what was added or renamed between two lessons, but never what comes after the last.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import require_package
from history import PublishedCourse, Seen, digest, followed, moment

pytestmark = pytest.mark.real


class Downloader:
    """A learner's podcast-downloader, set up so that files sort in the order of the course."""

    def __init__(self, home: Path, feed_url: str) -> None:
        require_package("podcast_downloader")
        self.home, self.folder = home, home / "lessons"
        self.folder.mkdir()
        podcast = {"path": str(self.folder), "rss_link": feed_url, "fill_up_gaps": True}
        settings = {
            "if_directory_empty": "download_all_from_feed",
            "file_name_template": "%publish_date:$Y-$m-$d $H$M% %title%.%file_extension%",
            "podcasts": [podcast],
        }
        (home / "settings.json").write_text(json.dumps(settings))

    def run(self) -> None:
        subprocess.run(
            [sys.executable, "-m", "podcast_downloader", "--config", str(self.home / "settings.json")],
            env={**os.environ, "no_proxy": "127.0.0.1"},
            capture_output=True,
            check=True,
            timeout=60,
        )

    def files(self) -> dict[str, str]:
        """SHA-256 of its files by name, in the order of the names."""
        return {path.name: digest(path) for path in sorted(self.folder.iterdir())}


def names(edition) -> dict[str, str]:
    """The file name of every lesson, by id."""
    return {
        key: f"{moment(episode):%Y-%m-%d %H%M} {episode['title']}.mp3"
        for key, episode in edition.episodes.items()
    }


@pytest.fixture(scope="module")
def seen(course: PublishedCourse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    return followed(course, Downloader(tmp_path_factory.mktemp("downloader"), course.server.feed_url))


def test_the_whole_course_comes_in_order(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    for name in ("first", "added"):
        edition = course.editions[name]
        files, _, _ = seen[name]
        assert list(files) == list(names(edition).values())
        assert list(files.values()) == [digest(edition.folder / path) for path in edition.audio]


def test_only_lessons_under_new_names_are_fetched(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    news = {"first": ["tables", "keys", "joins", "indexes"], "added": ["constraints"]}
    news |= {"renamed": ["keys", "joins"], "split": ["checks"]}
    for name, edition in course.editions.items():
        _, fetched, missed = seen[name]
        assert sorted(fetched) == sorted(edition.episodes[key]["audio"] for key in news.get(name, [])), name
        assert not missed


def test_every_file_is_whole(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    for name, (files, _, _) in seen.items():
        assert set(files.values()) <= course.downloadable(name)
        assert len(set(files.values())) == len(files)


def test_what_comes_after_the_last_lesson_is_not_noticed(
    course: PublishedCourse, seen: dict[str, Seen], tmp_path: Path
) -> None:
    """A limit of the client with any feed in course order; a new folder gets it."""
    edition = course.publish("appended")
    assert names(edition)["views"] not in seen["appended"].files
    client = Downloader(tmp_path, course.server.feed_url)
    client.run()
    assert list(client.files()) == list(names(edition).values())
