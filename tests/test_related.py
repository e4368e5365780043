"""Courses that recommend each other, in whatever order they are built."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.errors import ContentError
from audiobook.feed import NAMESPACES, feed_guid
from audiobook.feed_check.check import check
from audiobook.feed_check.telling import Telling
from audiobook.planning import plan_courses
from audiobook.prepare import Options
from audiobook.progress import Lines

SETTINGS = """\
publisher = "Example Press"
base_url = "https://audio.example/"
voice = "audiobook.testing:FakeEngine"

[editions]
m4b = false
audiobook = false
epub = false
printed = false
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    (tmp_path / "audiobook.toml").write_text(SETTINGS)
    course(tmp_path, "ants", 'related = ["bees"]')
    course(tmp_path, "bees", 'related = ["ants"]')
    return tmp_path


def course(root: Path, name: str, extra: str = "") -> None:
    folder = root / "content" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text(f'title = "All about {name}"\npublished = 2024-01-05\n{extra}\n')
    (folder / "01-start.md").write_text(f"---\nid: start\n---\n\n# Start\n\nHere are {name}.\n")


def build(root: Path, *names: str) -> dict[str, int]:
    """Files written, by course."""
    reports = build_courses(names, load_project(root, {}, {}), Options(), Lines(quiet=True))
    return {report.course: report.changes.written for report in reports}


def feed(root: Path, name: str) -> bytes:
    return (root / "output" / name / "feed.xml").read_bytes()


def podroll(root: Path, name: str) -> list[dict[str, str]]:
    found = etree.fromstring(feed(root, name)).iterfind(
        "channel/podcast:podroll/podcast:remoteItem", NAMESPACES
    )
    return [dict(node.attrib) for node in found]


def test_a_related_course_is_in_the_podroll(workshop: Path) -> None:
    build(workshop)
    address = "https://audio.example/bees/feed.xml"
    assert podroll(workshop, "ants") == [
        {"feedGuid": feed_guid(address), "feedUrl": address, "medium": "course", "title": "All about bees"}
    ]
    guid = etree.fromstring(feed(workshop, "bees")).findtext("channel/podcast:guid", None, NAMESPACES)
    assert guid == feed_guid(address)


def test_the_order_of_builds_does_not_matter(workshop: Path) -> None:
    build(workshop, "ants")
    build(workshop, "bees")
    before = [feed(workshop, name) for name in ("ants", "bees")]
    build(workshop)
    assert [feed(workshop, name) for name in ("ants", "bees")] == before
    assert build(workshop) == {"ants": 0, "bees": 0}


def test_a_course_without_related_ones_has_no_podroll(workshop: Path) -> None:
    course(workshop, "bees")
    build(workshop)
    assert b"podroll" not in feed(workshop, "bees")


def test_a_published_course_keeps_its_guid_in_the_podroll_of_others(workshop: Path) -> None:
    build(workshop, "bees")
    before = podroll(workshop, "bees"), feed_guid("https://audio.example/bees/feed.xml")
    course(workshop, "bees", 'related = ["ants"]\nbase_url = "https://moved.example/bees/"')
    build(workshop)
    (item,) = podroll(workshop, "ants")
    assert (item["feedGuid"], item["feedUrl"]) == (before[1], "https://moved.example/bees/feed.xml")


def test_a_new_title_reaches_the_courses_that_recommend_it(workshop: Path) -> None:
    build(workshop)
    path = workshop / "content" / "bees" / "course.toml"
    path.write_text(path.read_text().replace("All about bees", "Bees & wasps"))
    assert build(workshop, "ants")["ants"] > 0
    assert podroll(workshop, "ants")[0]["title"] == "Bees & wasps"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ('["ant"]', "there is no course `ant`. Did you mean `ants`?"),
        ('["bees"]', "a course is not related to itself. Remove it"),
        ('["ants", "ants"]', "`ants` is there twice. Remove one"),
        ('"ants"', '`related` "ants" is not a list'),
    ],
)
def test_a_wrong_name_is_a_problem_of_the_content(workshop: Path, names: str, message: str) -> None:
    course(workshop, "bees", f"related = {names}")
    with pytest.raises(ContentError) as caught:
        plan_courses(["bees"], load_project(workshop, {}, {}), Options(), Lines(quiet=True))
    assert "bees/course.toml:3: " + message in str(caught.value)


def test_a_public_feed_does_not_give_a_private_course_away(workshop: Path) -> None:
    course(workshop, "ants", "private = true")
    with pytest.raises(ContentError, match="`ants` is private"):
        build(workshop, "bees")
    course(workshop, "bees", 'private = true\nrelated = ["ants"]')
    build(workshop, "bees")
    assert podroll(workshop, "bees")[0]["title"] == "All about ants"


def test_a_private_course_keeps_the_rules_of_private_feeds(workshop: Path) -> None:
    course(workshop, "ants", 'private = true\nowner_email = "ann@press.example"')
    course(workshop, "bees")
    build(workshop)
    assert check(str(workshop / "output" / "ants"), Telling(quiet=True), offline=True).findings == ()
    page = (workshop / "output" / "ants" / "subscribe.html").read_text()
    assert "yours alone" in page
    assert "noindex" in page


def test_a_built_feed_breaks_no_rule(workshop: Path) -> None:
    build(workshop)
    for name in ("ants", "bees"):
        report = check(str(workshop / "output" / name), Telling(quiet=True), offline=True)
        assert report.findings == ()
        assert report.asked == 7  # cover, enclosure as such and as alternate, three transcripts, chapters
