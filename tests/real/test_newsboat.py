"""newsboat through the life of a course, as its cache shows it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from conftest import require_tool
from history import PublishedCourse, moment

pytestmark = pytest.mark.real


class Newsboat:
    """A learner's newsboat."""

    def __init__(self, home: Path, feed_url: str) -> None:
        self.newsboat, self.home = require_tool("newsboat"), home
        (home / "urls").write_text(f"{feed_url}\n")
        (home / "config").write_text("")

    def run(self, *arguments: str) -> str:
        files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
        done = subprocess.run(
            [self.newsboat, *files, *arguments],
            cwd=self.home,
            env={**os.environ, "HOME": str(self.home), "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def reload(self) -> int:
        """Fetch the feed; how many articles are unread."""
        return int(self.run("-x", "reload", "print-unread").split()[0])

    def read(self, *guids: str) -> None:
        (self.home / "read").write_text("".join(f"{guid}\n" for guid in guids))
        self.run("-I", "read")

    def rows(self, query: str) -> list[dict]:
        with sqlite3.connect(self.home / "cache.db") as cache:
            cache.row_factory = sqlite3.Row
            return [dict(row) for row in cache.execute(query)]

    def articles(self) -> list[dict]:
        """As `article-sort-order date` shows them, oldest first."""
        return self.rows("SELECT * FROM rss_item WHERE deleted = 0 ORDER BY pubDate, id")


@pytest.fixture(scope="module")
def seen(course: PublishedCourse, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """After each edition: what it shows, how much of it as unread, how it was answered. Two are read in the first."""
    client = Newsboat(tmp_path_factory.mktemp("newsboat"), course.server.feed_url)
    seen = {}
    for name in course.editions:
        edition = course.publish(name)
        client.reload()
        if name == "first":
            client.read(*(edition.episodes[key]["guid"] for key in ("tables", "keys")))
        unread = client.reload()
        seen[name] = (client.articles(), unread, {each.status for each in course.server.requests})
    return seen


def test_every_lesson_is_there_once_and_in_order(course: PublishedCourse, seen: dict) -> None:
    """newsboat keeps the date it first saw, and what a feed no longer has: only these two are not as published."""
    for name, edition in course.editions.items():
        articles = seen[name][0]
        titles, expected = [each["title"] for each in articles], list(edition.titles)
        assert len({each["guid"] for each in articles}) == len(articles)
        if "Indexes" not in expected:
            titles.remove("Indexes")
        assert sorted(titles) == sorted(expected), name
        if name not in ("first", "added", "renamed"):  # one lesson moved, and here it stays where it was
            titles.remove("Joining tables")
            expected.remove("Joining tables")
        assert titles == expected, name


def test_it_reads_what_the_feed_says(course: PublishedCourse, seen: dict) -> None:
    for name in ("first", "added", "renamed"):
        edition = course.editions[name]
        for row, episode in zip(seen[name][0], edition.episodes.values(), strict=True):
            assert row["guid"] == episode["guid"]
            assert row["title"] == episode["title"]
            assert row["url"] == edition.url("index.html") + f"#{episode['id']}"
            assert row["pubDate"] == moment(episode).timestamp()
            assert row["enclosure_url"] == edition.url(episode["audio"])
            assert row["enclosure_type"] == "audio/mpeg"
            assert all(chapter["title"] in row["content"] for chapter in episode["chapters"])


def test_it_knows_the_course(course: PublishedCourse, tmp_path: Path) -> None:
    edition = course.publish("first")
    client = Newsboat(tmp_path, course.server.feed_url)
    assert client.reload() == 4
    (feed,) = client.rows("SELECT * FROM rss_feed")
    assert (feed["title"], feed["url"]) == (edition.manifest["title"], edition.url("index.html"))


def test_what_was_read_stays_read_and_nothing_else(course: PublishedCourse, seen: dict) -> None:
    first = course.editions["first"].episodes
    for name, (articles, unread, _) in seen.items():
        read = {each["guid"] for each in articles if not each["unread"]}
        assert read == {first["tables"]["guid"], first["keys"]["guid"]}, name
        assert unread == len(articles) - 2


def test_an_edition_with_nothing_new_is_not_fetched_again(course: PublishedCourse, seen: dict) -> None:
    assert seen["same"][:2] == seen["appended"][:2]
    assert seen["same"][2] == {304}


def test_every_lesson_of_the_feed_leads_to_its_present_sound(course: PublishedCourse, seen: dict) -> None:
    for name, edition in course.editions.items():
        found = {each["guid"]: each["enclosure_url"] for each in seen[name][0]}
        for episode in edition.episodes.values():
            assert found[episode["guid"]] == edition.url(episode["audio"]), name
