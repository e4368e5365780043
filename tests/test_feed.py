"""The feed, read back by two parsers that podcast programs use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import BASE_URL, HOSTILE, OTHER_URL, edition, episode, file, hostile_edition

from audiobook.feed import (
    CHANNEL,
    DESCRIPTION_BYTES,
    ITEM,
    NAMESPACES,
    cut_at_word,
    episode_guid,
    feed_guid,
    feed_xml,
    xml_text,
)
from audiobook.model import Alternate, Edition, Loudness, Module

FEED_URL = BASE_URL + "feed.xml"
AUDIO = "lessons/lesson-1/26bbc71f"


def channel_of(course: Edition) -> etree._Element:
    channel = etree.fromstring(feed_xml(course)).find("channel")
    assert channel is not None
    return channel


def found(parent: etree._Element, path: str) -> list[etree._Element]:
    return parent.findall(path, NAMESPACES)


def text(parent: etree._Element, path: str) -> str | None:
    return parent.findtext(path, namespaces=NAMESPACES)


# -- every field, as written --------------------------------------------------------------------------------

CHANNEL_VALUES = [
    ("title", "Ecto Polymorphism"),
    ("link", BASE_URL + "index.html"),
    ("description", "Three ways to model one-of-many."),
    ("language", "en-US"),
    ("copyright", "© 2024 Ana Fields"),
    ("atom:link", {"rel": "self", "type": "application/rss+xml", "href": FEED_URL}),
    ("itunes:author", "Ana Fields"),
    ("itunes:type", "serial"),
    ("itunes:image", {"href": BASE_URL + "cover.jpg"}),
    ("itunes:category", {"text": "Education"}),
    ("itunes:category/itunes:category", {"text": "Courses"}),
    ("itunes:explicit", "false"),
    ("podcast:guid", feed_guid(FEED_URL)),
    ("podcast:medium", "course"),
    ("podcast:locked", "yes"),
    ("podcast:person", "Ana Fields"),
    ("podcast:license", "CC-BY-4.0"),
    ("podcast:updateFrequency", {"complete": "true"}),
    ("podcast:podroll", {}),
    (
        "podcast:podroll/podcast:remoteItem",
        {
            "feedGuid": feed_guid(OTHER_URL + "feed.xml"),
            "feedUrl": OTHER_URL + "feed.xml",
            "medium": "course",
            "title": "Redis & Caching",
        },
    ),
    ("podcast:txt", {"purpose": "ai-content"}),
]

ITEM_VALUES = [
    ("title", "Lesson about 1"),
    ("link", BASE_URL + "index.html#lesson-1"),
    ("guid", {"isPermaLink": "false"}),
    ("pubDate", "Tue, 02 Jan 2024 00:00:00 +0000"),
    ("description", "What 1 is for."),
    ("content:encoded", "<p>Notes of 1: <code>a &lt; b</code></p>"),
    ("enclosure", {"url": f"{BASE_URL}{AUDIO}.mp3", "length": "17", "type": "audio/mpeg"}),
    ("itunes:duration", "90"),
    ("itunes:season", "1"),
    ("itunes:episode", "1"),
    ("podcast:season", {"name": "Foundations"}),
    ("podcast:episode", "1"),
    ("podcast:transcript[1]", {"url": f"{BASE_URL}{AUDIO}.vtt", "type": "text/vtt"}),
    ("podcast:transcript[2]", {"url": f"{BASE_URL}{AUDIO}.transcript.json", "type": "application/json"}),
    ("podcast:transcript[3]", {"url": f"{BASE_URL}{AUDIO}.txt", "type": "text/plain"}),
    ("podcast:chapters", {"url": f"{BASE_URL}{AUDIO}.chapters.json", "type": "application/json+chapters"}),
    ("podcast:alternateEnclosure", {"type": "audio/mpeg", "length": "17", "default": "true"}),
    ("podcast:alternateEnclosure/podcast:source", {"uri": f"{BASE_URL}{AUDIO}.mp3"}),
    (
        "podcast:alternateEnclosure/podcast:integrity",
        {"type": "sri", "value": "sha256-JrvHH8GptyOU9y3/SXIZLWnTddRxE0DyXFtRHD8kX54="},
    ),
]


def check(parent: etree._Element, path: str, value: str | dict[str, str]) -> None:
    (element,) = found(parent, path)
    assert (dict(element.attrib) if isinstance(value, dict) else element.text) == value


@pytest.mark.parametrize(("path", "value"), CHANNEL_VALUES)
def test_channel_element(path: str, value: str | dict[str, str]) -> None:
    check(channel_of(edition()), path, value)


@pytest.mark.parametrize(("path", "value"), ITEM_VALUES)
def test_item_element(path: str, value: str | dict[str, str]) -> None:
    check(found(channel_of(edition()), "item")[0], path, value)


def test_the_tables_above_name_every_row_of_the_feed() -> None:
    def rows(values: list[tuple[str, object]]) -> list[str]:
        return [path.split("[")[0] for path, _ in values if "/" not in path]

    assert rows(CHANNEL_VALUES) == [name for name, _ in CHANNEL]
    assert rows(ITEM_VALUES) == [name for name, _ in ITEM]


def test_other_forms_of_a_lesson_are_alternate_enclosures() -> None:
    """With their real bit rate: 4,520 bytes in 90.4 s."""
    small = Alternate("opus", file("lessons/a b.opus", bytes(4520)), "audio/ogg", "opus", Loudness(-16, -1.2))
    item = found(channel_of(edition([episode(1, alternates=(small,))])), "item")[0]
    default, other = found(item, "podcast:alternateEnclosure")
    assert default.get("default") == "true"
    assert dict(other.attrib) == {
        "type": "audio/ogg",
        "codecs": "opus",
        "bitrate": "400",
        "length": "4520",
    }
    assert found(other, "podcast:source")[0].get("uri") == f"{BASE_URL}lessons/a%20b.opus"
    assert len(found(item, "enclosure")) == 1


def test_elements_stand_in_the_order_of_the_tables() -> None:
    channel = channel_of(edition())
    prefixes = {uri: f"{prefix}:" for prefix, uri in NAMESPACES.items()}

    def names(parent: etree._Element) -> list[str]:
        tags = [etree.QName(child) for child in parent]
        return [prefixes.get(tag.namespace or "", "") + tag.localname for tag in tags]

    assert [name for name in names(channel) if name != "item"] == [name for name, _ in CHANNEL]
    assert names(found(channel, "item")[0]) == [name for name, _ in ITEM]


# -- what real parsers make of it ---------------------------------------------------------------------------


def test_feedparser_reads_it_back() -> None:
    parsed = feedparser.parse(feed_xml(edition()))
    assert not parsed.bozo
    feed = parsed.feed
    assert (feed.title, feed.language, feed.rights) == ("Ecto Polymorphism", "en-US", "© 2024 Ana Fields")
    assert feed.author == "Ana Fields"
    assert feed.subtitle == "Three ways to model one-of-many."
    assert feed.image.href == BASE_URL + "cover.jpg"
    assert feed.itunes_type == "serial"
    assert feed.podcast_medium == "course"
    assert {link.rel: link.href for link in feed.links} == {
        "alternate": BASE_URL + "index.html",
        "self": FEED_URL,
    }
    assert {tag.term for tag in feed.tags} == {"Education", "Courses"}
    first = parsed.entries[0]
    assert (first.title, first.id, first.guidislink) == (
        "Lesson about 1",
        episode_guid("ecto", "lesson-1"),
        False,
    )
    assert first.summary == "What 1 is for."
    assert first.content[0].value == "<p>Notes of 1: <code>a &lt; b</code></p>"
    assert first.published_parsed[:6] == (2024, 1, 2, 0, 0, 0)
    assert (first.itunes_duration, first.itunes_episode, first.itunes_season) == ("90", "1", "1")
    (enclosure,) = first.enclosures
    assert (enclosure.href, enclosure.length, enclosure.type) == (
        f"{BASE_URL}{AUDIO}.mp3",
        "17",
        "audio/mpeg",
    )


def test_podcastparser_reads_it_back() -> None:
    # It knows the Podcasting 2.0 namespace by its older address, which the specification declares identical.
    older = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    feed = feed_xml(edition()).replace(NAMESPACES["podcast"].encode(), older)
    parsed = podcastparser.parse(FEED_URL, BytesIO(feed))
    assert parsed["title"] == "Ecto Polymorphism"
    assert parsed["link"] == BASE_URL + "index.html"
    assert parsed["description"] == "Three ways to model one-of-many."
    assert parsed["language"] == "en-US"
    assert parsed["cover_url"] == BASE_URL + "cover.jpg"
    assert parsed["itunes_author"] == "Ana Fields"
    assert parsed["itunes_categories"] == [["Education", "Courses"]]
    assert (parsed["explicit"], parsed["type"], parsed["import_prohibited"]) == (False, "serial", True)
    first = parsed["episodes"][0]
    assert (first["title"], first["guid"]) == ("Lesson about 1", episode_guid("ecto", "lesson-1"))
    assert first["link"] == BASE_URL + "index.html#lesson-1"
    assert first["description"] == "What 1 is for."
    assert first["description_html"] == "<p>Notes of 1: <code>a &lt; b</code></p>"
    assert first["published"] == datetime(2024, 1, 2, tzinfo=UTC).timestamp()
    assert (first["total_time"], first["number"], first["season"]) == (90, 1, 1)
    assert first["enclosures"] == [
        {"url": f"{BASE_URL}{AUDIO}.mp3", "file_size": 17, "mime_type": "audio/mpeg"}
    ]
    assert first["chapters_json_url"] == f"{BASE_URL}{AUDIO}.chapters.json"
    assert first["transcript_url"].startswith(BASE_URL + AUDIO)


def test_apps_that_sort_by_date_keep_the_order_of_the_course() -> None:
    parsed = feedparser.parse(feed_xml(edition()))
    dates = [entry.published_parsed for entry in parsed.entries]
    assert [entry.itunes_episode for entry in parsed.entries] == ["1", "2", "3"]
    assert all(before < after for before, after in pairwise(dates))


def test_an_explicit_course_is_marked() -> None:
    assert podcastparser.parse(FEED_URL, BytesIO(feed_xml(edition(explicit=True))))["explicit"] is True


# -- what only some courses have ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"author": ""}, "itunes:author"),
        ({"author": ""}, "podcast:person"),
        ({"copyright": ""}, "copyright"),
        ({"license": ""}, "podcast:license"),
        ({"related": ()}, "podcast:podroll"),
        ({"category": ()}, "itunes:category"),
        ({"complete": False}, "podcast:updateFrequency"),
        ({"synthetic_voice": False}, "podcast:txt"),
    ],
)
def test_nothing_to_say_is_no_element(changes: dict[str, object], absent: str) -> None:
    assert not found(channel_of(edition(**changes)), absent)


def test_a_single_category_has_no_child() -> None:
    (category,) = found(channel_of(edition(category=("Technology",))), "itunes:category")
    assert dict(category.attrib) == {"text": "Technology"}
    assert len(category) == 0


def test_modules_are_named_seasons_while_lesson_numbers_run_on() -> None:
    items = found(channel_of(edition()), "item")
    assert [text(item, "podcast:season") for item in items] == ["1", "1", "2"]
    assert [text(item, "podcast:episode") for item in items] == ["1", "2", "3"]
    # One season for iTunes: Apple opens a serial show at its newest season, so at the last module.
    assert [text(item, "itunes:season") for item in items] == ["1", "1", "1"]


def test_a_course_without_modules_has_no_seasons() -> None:
    (item,) = found(channel_of(edition([episode(1)])), "item")
    assert text(item, "itunes:season") is None
    assert text(item, "podcast:season") is None
    assert text(item, "itunes:episode") == "1"


def test_a_lesson_outside_the_modules_is_in_the_same_itunes_season() -> None:
    course = edition([episode(1), episode(2, module=Module(1, "First"))])
    assert [text(item, "itunes:season") for item in found(channel_of(course), "item")] == ["1", "1"]


def test_without_a_summary_the_chapters_describe_the_lesson() -> None:
    (item,) = found(channel_of(edition([episode(1, summary="")])), "item")
    assert text(item, "description") == "Introduction · The schema · What to remember"


def test_a_long_description_ends_after_a_word_within_apples_limit() -> None:
    description = text(channel_of(edition(description="schéma " * 2000)), "description")
    assert description is not None
    assert DESCRIPTION_BYTES - 10 < len(description.encode()) <= DESCRIPTION_BYTES
    assert description.endswith("schéma…")


def test_no_description_at_all_falls_back_to_what_there_is() -> None:
    bare = edition(description="", subtitle="")
    assert text(channel_of(bare), "description") == bare.title


def test_paths_are_percent_encoded() -> None:
    odd = episode(1, id="naïve & #1")
    (item,) = found(channel_of(edition([odd])), "item")
    (enclosure,) = found(item, "enclosure")
    assert enclosure.get("url", "").startswith(BASE_URL + "lessons/na%C3%AFve%20%26%20%231/")
    assert text(item, "link") == BASE_URL + "index.html#na%C3%AFve%20%26%20%231"


# -- identity ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "guid"),
    [  # the examples of the specification, https://podcasting2.org/podcast-namespace/tags/guid
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "https://{}", "http://{}/", "FEED://{}//"])
def test_the_feed_guid_depends_on_the_address_without_scheme_and_slash(
    url: str, guid: str, form: str
) -> None:
    assert feed_guid(form.format(url)) == guid


def test_episode_guids_are_opaque_and_differ() -> None:
    assert episode_guid("ecto", "intro") == episode_guid("ecto", "intro")
    assert len({episode_guid(course, lesson) for course in ("a", "a/b") for lesson in ("c", "b/c")}) == 4
    assert "intro" not in episode_guid("ecto", "intro")


def test_new_audio_or_title_changes_no_guid() -> None:
    course = edition()
    first = replace(
        course.episodes[0], title="Renamed", audio=replace(course.episodes[0].audio, path="x.mp3")
    )
    renamed = replace(course, title="Also renamed", episodes=(first, *course.episodes[1:]))
    for path in ("podcast:guid", "item/guid"):
        assert [each.text for each in found(channel_of(course), path)] == [
            each.text for each in found(channel_of(renamed), path)
        ]


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert feed_xml(edition()) == feed_xml(edition())


# -- awkward text --------------------------------------------------------------------------------------------


def test_hostile_titles_come_back_as_text() -> None:
    course = hostile_edition()
    parsed = feedparser.parse(feed_xml(course))
    assert not parsed.bozo
    items = found(channel_of(course), "item")
    assert [text(item, "title") for item in items] == [" ".join(xml_text(each).split()) for each in HOSTILE]
    assert "lone\ufffd" in (text(items[4], "title") or "")


any_text = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=150, deadline=None)
@given(title=any_text, summary=any_text, author=any_text, module=any_text, notes=any_text)
def test_any_text_makes_a_feed_that_parses(
    title: str, summary: str, author: str, module: str, notes: str
) -> None:
    lesson = episode(1, title, summary=summary, module=Module(1, module), notes_html=notes)
    course = edition([lesson], title=title, author=author, description=summary, copyright=author)
    (item,) = found(channel_of(course), "item")
    assert (text(item, "content:encoded") or "") == xml_text(notes)


@given(any_text, st.integers(min_value=4, max_value=80))
def test_a_cut_text_fits_and_loses_only_its_end(words: str, limit: int) -> None:
    whole, cut = xml_text(words).strip(), cut_at_word(words, limit)
    assert len(cut.encode()) <= limit
    assert cut == whole or whole.startswith(cut.removesuffix("…"))
