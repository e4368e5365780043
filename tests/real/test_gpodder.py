"""gPodder, run by its command `gpo`, through the life of a course. Exit codes tell nothing: its database does."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from conftest import require_tool
from history import DESCRIPTION, SUMMARIES, PublishedCourse, digest, moment
from samples import edition as sample_edition
from samples import episode as sample_episode

from audiobook.feed import feed_xml

pytestmark = pytest.mark.real

DOWNLOADED = 1


class GPodder:
    """A learner's gPodder."""

    def __init__(self, home: Path, feed_url: str) -> None:
        self.gpo, self.home = require_tool("gpo"), home
        self.run("subscribe", feed_url, "Tables")

    def run(self, *command: str) -> str:
        folders = {
            "GPODDER_HOME": self.home,
            "GPODDER_DOWNLOAD_DIR": self.home / "downloads",
            "HOME": self.home,
        }
        done = subprocess.run(
            [self.gpo, *command],
            env={
                **os.environ,
                **{name: str(path) for name, path in folders.items()},
                "no_proxy": "127.0.0.1",
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.stdout + done.stderr

    def refresh(self) -> None:
        self.run("update")
        self.run("download")

    def rows(self, table: str, order: str = "id") -> list[dict]:
        with sqlite3.connect(self.home / "Database") as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}")]

    def episodes(self) -> list[dict]:
        """As gPodder shows them, read from the bottom: it sorts by date, newest first."""
        return self.rows("episode", "published")

    def listen(self, title: str, seconds: int) -> None:
        """What the window does when a learner stops listening."""
        with sqlite3.connect(self.home / "Database") as database:
            change = "UPDATE episode SET is_new = 0, current_position = ?, last_playback = 1 WHERE title = ?"
            assert database.execute(change, (seconds, title)).rowcount == 1

    def file(self, episode: dict) -> Path:
        (found,) = (self.home / "downloads").rglob(episode["download_filename"])
        return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What gPodder has after an update and a download."""

    episodes: list[dict]
    digests: dict[str, str]
    fetched: list[str]
    missed: list[str]


@pytest.fixture(scope="module")
def seen(course: PublishedCourse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """All editions, one after the other; two lessons are heard in the first."""
    course.publish("first")
    client = GPodder(tmp_path_factory.mktemp("gpodder"), course.server.feed_url)
    seen = {}
    for name in course.editions:
        if name != "first":
            course.publish(name)
        client.refresh()
        if name == "first":
            client.listen("Tables", 11)
            client.listen("Keys", 5)
        episodes = client.episodes()
        digests = {each["title"]: digest(client.file(each)) for each in episodes}
        seen[name] = Seen(episodes, digests, course.server.fetched(".mp3"), course.server.missed())
    return seen


def test_every_lesson_is_there_once_and_in_order(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    for name, edition in course.editions.items():
        titles = [each["title"] for each in seen[name].episodes]
        if name in ("withdrawn", "appended", "same"):  # a lesson that was downloaded stays with who has it
            titles.remove("Indexes")
        assert titles == edition.titles, name
        assert len({each["guid"] for each in seen[name].episodes}) == len(seen[name].episodes)


def test_it_reads_what_the_feed_says(course: PublishedCourse, seen: dict[str, Seen]) -> None:
    for name in ("first", "added", "swapped", "split"):
        edition = course.editions[name]
        for row, episode in zip(seen[name].episodes, edition.episodes.values(), strict=True):
            assert row["guid"] == episode["guid"]
            assert row["title"] == episode["title"]
            assert row["url"] == edition.url(episode["audio"])
            assert row["link"] == edition.url("index.html") + f"#{episode['id']}"
            assert row["published"] == moment(episode).timestamp()
            if name == "first":  # it keeps the duration it first saw
                assert row["total_time"] == round(episode["duration_s"])
            assert escape(SUMMARIES.get(episode["id"], "")) in row["description_html"]
            for chapter in episode["chapters"]:
                assert escape(chapter["title"]) in row["description_html"]


def test_it_knows_the_course(course: PublishedCourse, tmp_path: Path) -> None:
    edition = course.publish("first")
    client = GPodder(tmp_path, course.server.feed_url)
    (podcast,) = client.rows("podcast")
    assert podcast["url"] == course.server.feed_url
    assert podcast["link"] == edition.url("index.html")
    assert podcast["description"] == DESCRIPTION
    assert podcast["cover_url"] == edition.url(edition.manifest["cover"])
    assert [each["file_size"] for each in client.episodes()] == [edition.size(path) for path in edition.audio]


def test_what_was_heard_stays_heard_and_where(seen: dict[str, Seen]) -> None:
    for name, state in seen.items():
        heard = {each["guid"]: each["current_position"] for each in state.episodes if not each["is_new"]}
        first = {each["title"]: each["guid"] for each in seen["first"].episodes}
        assert heard == {first["Tables"]: 11, first["Keys"]: 5}, name


def test_only_new_lessons_are_downloaded_and_every_file_is_whole(
    course: PublishedCourse, seen: dict[str, Seen]
) -> None:
    news = {
        "first": ["tables", "keys", "joins", "indexes"],
        "added": ["constraints"],
        "split": ["checks"],
        "appended": ["views"],
    }
    for name, edition in course.editions.items():
        state = seen[name]
        assert sorted(state.fetched) == sorted(edition.episodes[key]["audio"] for key in news.get(name, []))
        assert not state.missed
        assert all(each["state"] == DOWNLOADED for each in state.episodes)
        assert set(state.digests.values()) <= course.downloadable(name)


def test_a_correction_reaches_who_downloads_from_now_on(
    course: PublishedCourse, seen: dict[str, Seen]
) -> None:
    """Who has the lesson keeps the old sound, and the place in it; gPodder fetches nothing twice by itself."""
    edition = course.editions["corrected"]
    (row,) = (each for each in seen["corrected"].episodes if each["title"] == "Tables")
    assert row["url"] == edition.url(edition.audio[0])
    old = course.editions["first"]
    assert seen["corrected"].digests["Tables"] == digest(old.folder / old.audio[0])


def test_an_old_list_loses_only_lessons_with_new_sound_until_it_is_updated(
    course: PublishedCourse, tmp_path: Path
) -> None:
    """The output folder keeps no superseded file: who has not updated since meets 404 there, and nowhere else."""
    old = course.publish("first")
    client = GPodder(tmp_path, course.server.feed_url)
    new = course.publish("corrected")
    client.run("download")
    superseded = {old.episodes[key]["audio"] for key in ("tables", "keys", "joins")}
    assert set(course.server.missed()) == superseded
    assert course.server.fetched(".mp3") == [new.episodes["indexes"]["audio"]]

    course.publish("corrected")
    client.refresh()
    assert not course.server.missed()
    episodes = client.episodes()
    assert [each["title"] for each in episodes] == new.titles
    assert [digest(client.file(each)) for each in episodes] == [
        digest(new.folder / path) for path in new.audio
    ]


def test_a_lesson_added_more_than_a_week_before_the_last_is_listed_but_not_as_news(tmp_path: Path) -> None:
    """A rule of gPodder: order wins over its mark for news. `docs/podcast-apps.md` says so."""
    from podcast_server import PodcastServer

    lessons = [sample_episode(number) for number in (*range(1, 4), *range(5, 13))]
    late = sample_episode(4, published=datetime(2024, 1, 4, 12, tzinfo=UTC))
    with PodcastServer().running() as server:
        server.serve(tmp_path)
        (tmp_path / "feed.xml").write_bytes(feed_xml(sample_edition(lessons, base_url=server.url)))
        client = GPodder(tmp_path / "home", server.feed_url)
        with_late = sorted([*lessons, late], key=lambda each: each.published)
        (tmp_path / "feed.xml").write_bytes(feed_xml(sample_edition(with_late, base_url=server.url)))
        client.run("update")
    assert [each["title"] for each in client.episodes()] == [each.title for each in with_late]
    assert [each["title"] for each in client.episodes() if not each["is_new"]] == [late.title]
