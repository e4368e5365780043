"""The feed, read back by two parsers that podcast programs use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from samples import BASE_URL, HOSTILE, OTHER_URL, edition, episode, file, hostile_edition

from audiobook.feed import (
    CHANNEL,
    DESCRIPTION_BYTES,
    ITEM,
    NAMESPACES,
    TITLE_CHARACTERS,
    episode_guid,
    feed_guid,
    feed_xml,
)
from audiobook.model import Alternate, Edition, Loudness, Module
from audiobook.safe_text import plain_line, sanitized, xml_text

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
    ("image/url", BASE_URL + "cover.jpg"),
    ("image/title", "Ecto Polymorphism"),
    ("image/link", BASE_URL + "index.html"),
    ("atom:link", {"rel": "self", "type": "application/rss+xml", "href": FEED_URL}),
    ("itunes:author", "Ana Fields"),
    ("itunes:owner/itunes:name", "Ana Fields"),
    ("itunes:owner/itunes:email", "ana@example.org"),
    ("itunes:type", "serial"),
    ("itunes:image", {"href": BASE_URL + "cover.jpg"}),
    ("itunes:category", {"text": "Education"}),
    ("itunes:category/itunes:category", {"text": "Courses"}),
    ("itunes:explicit", "false"),
    ("podcast:guid", feed_guid(FEED_URL)),
    ("podcast:medium", "course"),
    ("podcast:locked", {"owner": "ana@example.org"}),
    ("podcast:person", "Ana Fields"),
    ("podcast:license", "cc-by-4.0"),
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

PRIVATE_ALONE = {"itunes:block", "podcast:block"}

ITEM_VALUES = [
    ("title", "Lesson about 1"),
    ("link", BASE_URL + "index.html#lesson-1"),
    ("guid", {"isPermaLink": "false"}),
    ("pubDate", "Tue, 02 Jan 2024 00:00:00 +0000"),
    ("description", "<p>What 1 is for.</p>"),
    ("content:encoded", "<p>Notes of 1: <code>a &lt; b</code></p>"),
    ("enclosure", {"url": f"{BASE_URL}{AUDIO}.mp3", "length": "17", "type": "audio/mpeg"}),
    ("itunes:duration", "90"),
    ("itunes:season", "1"),
    ("itunes:episode", "1"),
    ("itunes:episodeType", "full"),
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
    def rows(values: list[tuple[str, object]]) -> set[str]:
        return {re.split(r"[/\[]", path)[0] for path, _ in values}

    assert rows(CHANNEL_VALUES) | PRIVATE_ALONE == {name for name, _ in CHANNEL}
    assert rows(ITEM_VALUES) == {name for name, _ in ITEM}


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

    rows = [name for name, _ in CHANNEL if name not in PRIVATE_ALONE]
    assert [name for name in names(channel) if name != "item"] == rows
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
    assert feed.publisher_detail == {"name": "Ana Fields", "email": "ana@example.org"}
    assert feed.podcast_medium == "course"
    assert feed.podcast_guid == feed_guid(FEED_URL)
    assert feed.podcast_locked == {
        "owner": "ana@example.org"
    }  # of an element with attributes it drops the text
    assert (feed.podcast_txt, feed.podcast_license) == ({"purpose": "ai-content"}, "cc-by-4.0")
    assert feed.podcast_person == {"group": "writing", "role": "author"}
    assert feed.podcast_updatefrequency == {"complete": "true"}
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
    assert first.summary == "<p>What 1 is for.</p>"
    assert first.content[0].value == "<p>Notes of 1: <code>a &lt; b</code></p>"
    assert first.published_parsed[:6] == (2024, 1, 2, 0, 0, 0)
    assert (first.itunes_duration, first.itunes_episode, first.itunes_season) == ("90", "1", "1")
    assert (first.link, first.itunes_episodetype) == (BASE_URL + "index.html#lesson-1", "full")
    assert (first.podcast_season, first.podcast_episode) == ({"name": "Foundations"}, "1")
    chapters = {"url": f"{BASE_URL}{AUDIO}.chapters.json", "type": "application/json+chapters"}
    assert first.podcast_chapters == chapters
    assert first.podcast_transcript["url"].startswith(BASE_URL + AUDIO)  # of several it keeps the last
    assert first.podcast_alternateenclosure == {"type": "audio/mpeg", "default": "true", "length": "17"}
    assert first.podcast_source == {"uri": f"{BASE_URL}{AUDIO}.mp3"}
    assert first.podcast_integrity["value"].startswith("sha256-")
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
    assert first["description"] == "Notes of 1: a < b"  # it makes its own of the notes
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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2. Joins", "Joins"),
        ("02 - Joins", "Joins"),
        ("Lesson 2: Joins", "Joins"),
        ("Ecto Polymorphism: Lesson 2 – Joins", "Joins"),
        ("3. Joins", "3. Joins"),
        ("2 ways to join", "2 ways to join"),
        ("2.5 ways to join", "2.5 ways to join"),
        ("Lesson 2:", "Lesson 2:"),
        ("Ecto Polymorphisms", "Ecto Polymorphisms"),
        ("Ecto Polymorphism", "Ecto Polymorphism"),
        ("Ecto Polymorphism-like", "Ecto Polymorphism-like"),
        ("2. Lesson about 1", "2. Lesson about 1"),  # there is one of this name
    ],
)
def test_a_title_does_not_repeat_what_apps_show_beside_it(written: str, shown: str) -> None:
    course = edition([episode(1), episode(2, written)])
    assert text(found(channel_of(course), "item")[1], "title") == shown


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


def test_a_lesson_without_notes_is_described_by_its_summary_or_title() -> None:
    bare = [
        episode(1, summary="a < b & <b>", description_html=""),
        episode(2, summary="", description_html=""),
    ]
    items = found(channel_of(edition(bare)), "item")
    assert [text(item, "description") for item in items] == ["a < b & &lt;b>", "Lesson about 2"]


# -- private courses ----------------------------------------------------------------------------------------


def test_a_private_feed_asks_to_be_listed_nowhere_and_tells_no_address() -> None:
    channel = channel_of(edition(private=True))
    assert text(channel, "itunes:block") == "Yes"
    assert text(channel, "podcast:block") == "yes"
    assert not found(channel, "itunes:owner")
    assert dict(found(channel, "podcast:locked")[0].attrib) == {}
    assert b"ana@example.org" not in feed_xml(edition(private=True))
    read = feedparser.parse(feed_xml(edition(private=True))).feed
    assert (read.itunes_block, read.podcast_block, read.podcast_locked) == (1, "yes", "yes")


def test_a_public_feed_without_an_address_is_still_locked() -> None:
    channel = channel_of(edition(owner_email=""))
    assert not found(channel, "itunes:owner")
    assert (text(channel, "podcast:locked"), found(channel, "podcast:locked")[0].attrib) == ("yes", {})


def test_a_license_of_ones_own_has_an_address() -> None:
    own = edition(license="Our course license", license_url="https://example.org/license")
    (element,) = found(channel_of(own), "podcast:license")
    assert (element.text, element.get("url")) == ("Our course license", "https://example.org/license")


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
    assert [text(item, "title") for item in items] == [plain_line(each, TITLE_CHARACTERS) for each in HOSTILE]
    assert "lone\ufffd" in (text(items[4], "title") or "")


any_text = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=150)
@given(title=any_text, summary=any_text, author=any_text, module=any_text, notes=any_text)
def test_any_text_makes_a_feed_that_parses(
    title: str, summary: str, author: str, module: str, notes: str
) -> None:
    lesson = episode(1, title, summary=summary, module=Module(1, module), notes_html=notes)
    course = edition([lesson], title=title, author=author, description=summary, copyright=author)
    (item,) = found(channel_of(course), "item")
    assert (text(item, "content:encoded") or "") == sanitized(notes)


hostile_pieces = st.sampled_from(
    [
        *("<script>", "</script>", "<ScRiPt src=//evil.example>", "alert(1)", "<img src=x onerror=alert(1)>"),
        *("<svg onload=alert(1)>", "<iframe src=javascript:alert(1)>", "<style>*{}</style>", "<!--", "-->"),
        *("<a href='javascript:alert(1)'>", "<a href=data:text/html,x>", "]]>", "<![CDATA[", "<?xml ?>"),
        *("\x00", "\x1b", "\ud800", "\uffff", "\u202e", "\u2066", "\u202c", "\u2069", "\u200b", "\u2028"),
        *(" onclick=alert(1) ", "&", "&amp;", "&lt;script&gt;", "&#60;script&#62;", "<", ">", '"', "word "),
        *(" ", "\n", "ص", "🐘", "e\u0301", "x" * 5000),
    ]
)
hostile_text = st.lists(hostile_pieces, max_size=12).map("".join)


def executable(value: str) -> list[str]:
    """What a browser would run or load, were it given this text as HTML."""
    found = []
    for element in html.fromstring(f"<div>{value}</div>").iter():
        if element.tag in (
            "script",
            "style",
            "svg",
            "iframe",
            "img",
            "object",
            "embed",
            "link",
            "meta",
            "form",
        ):
            found.append(str(element.tag))
        found += [name for name in element.attrib if name.startswith("on") or name in ("style", "src")]
        if element.get("href", "https:").split(":")[0].lower() not in ("http", "https", "mailto"):
            found.append(element.get("href", ""))
    return found


@settings(max_examples=60)
@given(st.lists(hostile_text, min_size=8, max_size=8))
def test_no_text_of_a_course_becomes_script_in_an_app(texts: list[str]) -> None:
    """However an app reads a text: as it is, or as HTML."""
    title, summary, author, module, notes, short, subtitle, rights = texts
    item = episode(
        1, title, summary=summary, module=Module(1, module), notes_html=notes, description_html=short
    )
    course = edition(
        [item],
        title=title,
        author=author,
        description=summary,
        subtitle=subtitle,
        copyright=rights,
        license=module,
    )
    feed = feed_xml(course)
    root = etree.fromstring(feed)
    for element in root.iter():
        for value in (
            element.text or "",
            *(each for each in element.attrib.values() if not each.startswith("http")),
        ):
            assert not executable(value), (element.tag, value[:200])
            assert xml_text(value) == value
    assert len((text(root[0], "description") or "").encode()) <= DESCRIPTION_BYTES
    for path in ("title", "item/title", "itunes:author", "copyright"):
        assert len(text(root[0], path) or "") <= TITLE_CHARACTERS
    parsed = feedparser.parse(feed)
    assert not parsed.bozo
    assert len(parsed.entries) == 1
    (read,) = podcastparser.parse(FEED_URL, BytesIO(feed))["episodes"]
    assert not executable(read["title"])
    assert not executable(read.get("description_html", ""))
