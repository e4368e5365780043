"""What a feed says through the life of a course, before any client reads it; and the server they are tried on."""

from __future__ import annotations

import urllib.error
import urllib.request
from itertools import pairwise

import pytest
from history import PublishedCourse, moment
from mutagen.id3 import ID3

pytestmark = pytest.mark.real


def test_lessons_are_in_order_under_ids_guids_and_dates_that_last(course: PublishedCourse) -> None:
    for edition in course.editions.values():
        episodes = edition.episodes
        assert {key: episode["title"] for key, episode in episodes.items()} == edition.lessons
        assert list(episodes) == list(edition.lessons)
        assert [episode["number"] for episode in episodes.values()] == list(range(1, len(episodes) + 1))
        assert all(moment(a) < moment(b) for a, b in pairwise(episodes.values()))
    for before, after in pairwise(course.editions.values()):
        both = [key for key in after.lessons if key in before.lessons]
        moved = {key for key in both if before.episodes[key]["published"] != after.episodes[key]["published"]}
        assert moved == ({"joins"} if after.name == "swapped" else set())
        assert all(before.episodes[key]["guid"] == after.episodes[key]["guid"] for key in both)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("added", {"constraints"}),
        ("renamed", {"keys", "joins"}),
        ("swapped", set()),
        ("split", {"constraints", "checks"}),
        ("corrected", {"tables"}),
        ("withdrawn", set()),
        ("appended", {"views"}),
        ("same", set()),
    ],
)
def test_only_lessons_whose_sound_or_title_changes_get_another_file(
    course: PublishedCourse, name: str, changed: set[str]
) -> None:
    names = list(course.editions)
    before = course.editions[names[names.index(name) - 1]]
    after = course.editions[name]
    kept = {key for key in after.lessons if after.episodes[key]["audio"] in before.audio}
    assert set(after.lessons) - kept == changed
    if name == "same":
        assert after.digests() == before.digests()


def test_a_track_number_is_that_of_the_day_the_file_was_made(course: PublishedCourse) -> None:
    """A new number alone is no reason for a new file; with another reason, the file gets its present one."""
    numbers = {}
    for name, edition in course.editions.items():
        tags = {key: ID3(edition.folder / episode["audio"]) for key, episode in edition.episodes.items()}
        numbers[name] = {key: str(tag["TRCK"]) for key, tag in tags.items()}
    assert numbers["first"] == {"tables": "1/4", "keys": "2/4", "joins": "3/4", "indexes": "4/4"}
    assert numbers["added"] == {**numbers["first"], "constraints": "3/5"}
    assert numbers["renamed"] == {**numbers["added"], "keys": "2/5", "joins": "4/5"}


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=named)) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_the_server_answers_as_podcast_hosts_do(course: PublishedCourse) -> None:
    edition = course.publish("first")
    path = edition.audio[0]
    url, whole = edition.url(path), (edition.folder / path).read_bytes()
    status, headers, body = ask(url)
    etag = headers["ETag"]
    assert (status, headers["Content-Type"], body) == (200, "audio/mpeg", whole)
    assert ask(url, "HEAD")[2] == b""
    assert ask(url, "HEAD")[1]["Content-Length"] == str(len(whole))
    assert ask(url, Range="bytes=100-199")[::2] == (206, whole[100:200])
    assert ask(url, Range="bytes=-10", If_Range=etag)[::2] == (206, whole[-10:])
    assert ask(url, Range="bytes=100-", If_Range='"of another file"')[::2] == (200, whole)
    assert ask(url, Range=f"bytes={len(whole)}-")[0] == 416
    assert ask(url, If_None_Match=etag)[::2] == (304, b"")
    assert ask(edition.url("feed.xml"))[1]["Content-Type"].startswith("application/rss+xml")
    assert ask(edition.url("../course.toml"))[0] == 404
