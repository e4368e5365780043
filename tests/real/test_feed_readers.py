"""Every field of a feed comes back from parsers that no one here wrote, with the value that was written.

`written` says what a feed holds, from the manifest where that knows it. Each reader gives what
it understands under the same names: a field that it stops giving, or gives otherwise, fails; so does an element of the
feed that no reader gives back.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from conftest import require_node_package
from history import PastEdition, PublishedCourse, moment
from lxml import etree

from audiobook.feed import NAMESPACES

pytestmark = pytest.mark.real

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed under the names of its elements."""

    channel: Fields
    items: list[Fields]


# -- what was written ----------------------------------------------------------------------------------------


def _name(element: etree._Element) -> str:
    tag = etree.QName(element)
    prefix = next((prefix for prefix, uri in NAMESPACES.items() if uri == tag.namespace), "")
    return f"{prefix}:{tag.localname}" if prefix else tag.localname


def _text(parent: etree._Element, name: str) -> str | None:
    return parent.findtext(name, namespaces=NAMESPACES)


def _written_channel(edition: PastEdition, channel: etree._Element) -> Fields:
    manifest = edition.manifest
    person = channel.find("podcast:person", NAMESPACES)
    return {
        "title": manifest["title"],
        "link": edition.url("index.html"),
        "description": _text(channel, "description"),
        "language": manifest["language"],
        "copyright": "© 2026 The authors",
        "image": edition.url(manifest["cover"]),
        "atom:link": edition.url("feed.xml"),
        "itunes:author": manifest["author"],
        "itunes:type": "serial",
        "itunes:image": edition.url(manifest["cover"]),
        "itunes:category": ["Education", "Courses"],
        "itunes:explicit": False,
        "podcast:guid": manifest["guid"],
        "podcast:medium": "course",
        "podcast:locked": True,
        "podcast:person": (manifest["author"], person.get("role"), person.get("group")),
        "podcast:license": _text(channel, "podcast:license"),
        "podcast:updateFrequency": (manifest["complete"], "Complete"),
        "podcast:txt": ("ai-content", "true"),
    }


def _written_item(edition: PastEdition, episode: dict[str, Any], item: etree._Element) -> Fields:
    modules = list(dict.fromkeys(each["module"] for each in edition.episodes.values()))
    files = {file["path"]: file for file in edition.manifest["files"]}
    beside = episode["transcript"]
    transcripts = [
        (beside["vtt"], "text/vtt"),
        (beside["json"], "application/json"),
        (beside["text"], "text/plain"),
    ]

    def alternate(path: str, media_type: str, **attributes: Any) -> Fields:
        digest = base64.b64encode(bytes.fromhex(files[path]["sha256"])).decode()
        told = {"type": media_type, "length": files[path]["size"], "uri": edition.url(path)}
        return {**told, "integrity": f"sha256-{digest}", **attributes}

    opus = episode["alternates"]["opus"]["path"]
    bitrate = round(8 * files[opus]["size"] / episode["duration_s"])
    return {
        "title": episode["title"],
        "link": f"{edition.url('index.html')}#{episode['id']}",
        "guid": episode["guid"],
        "pubDate": moment(episode),
        "description": _text(item, "description"),
        "content:encoded": _text(item, "content:encoded"),
        "enclosure": (edition.url(episode["audio"]), files[episode["audio"]]["size"], "audio/mpeg"),
        "itunes:duration": round(episode["duration_s"]),
        "itunes:season": 1,
        "itunes:episode": episode["number"],
        "itunes:episodeType": _text(item, "itunes:episodeType"),
        "podcast:season": (modules.index(episode["module"]) + 1, episode["module"]),
        "podcast:episode": episode["number"],
        "podcast:transcript": [(edition.url(path), media_type) for path, media_type in transcripts],
        "podcast:chapters": (edition.url(episode["chapters_file"]), "application/json+chapters"),
        "podcast:alternateEnclosure": [
            alternate(episode["audio"], "audio/mpeg", default=True),
            alternate(opus, "audio/ogg", codecs="opus", bitrate=bitrate),
        ],
    }


def written(edition: PastEdition) -> Feed:
    channel = etree.parse(edition.folder / "feed.xml").getroot()[0]
    episodes = edition.manifest["episodes"]
    pairs = zip(episodes, channel.findall("item"), strict=True)
    return Feed(_written_channel(edition, channel), [_written_item(edition, *pair) for pair in pairs])


# -- what is read --------------------------------------------------------------------------------------------


def _enclosure(found: Fields, address: str = "url", size: str = "length", kind: str = "type") -> tuple:
    return found[address], int(found[size]), found[kind]


def _some(found: Fields, names: Iterable[str]) -> Fields:
    """The fields that were found of these."""
    return {name: found[name] for name in names if found.get(name) not in (None, False)}


def by_feedparser(path: Path, _: PastEdition) -> Feed:
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    channel, links = read.feed, {link.rel: link.href for link in read.feed.links}
    return Feed(
        {
            "title": channel.title,
            "link": channel.link,
            "description": channel.subtitle,
            "language": channel.language,
            "copyright": channel.rights,
            "image": channel.image.href,
            "atom:link": links["self"],
            "itunes:author": channel.author,
            "itunes:type": channel.itunes_type,
            "itunes:image": channel.image.href,
            "itunes:category": [tag.term for tag in channel.tags],
            "podcast:guid": channel.podcast_guid,
            "podcast:medium": channel.podcast_medium,
            "podcast:locked": channel.podcast_locked == "yes",
            "podcast:license": channel.podcast_license,
        },
        [
            {
                "title": entry.title,
                "link": entry.link,
                "guid": entry.id,
                "pubDate": parsedate_to_datetime(entry.published),
                "description": entry.summary,
                "content:encoded": entry.content[0].value,
                "enclosure": _enclosure(entry.enclosures[0], "href"),
                "itunes:duration": int(entry.itunes_duration),
                "itunes:season": int(entry.itunes_season),
                "itunes:episode": int(entry.itunes_episode),
                "itunes:episodeType": entry.get("itunes_episodetype"),
                "podcast:episode": int(entry.podcast_episode),
                "podcast:chapters": (entry.podcast_chapters["url"], entry.podcast_chapters["type"]),
            }
            for entry in read.entries
        ],
    )


def by_podcastparser(path: Path, edition: PastEdition) -> Feed:
    """The parser of gPodder. It gives notes as HTML, and descriptions as plain text where there are none."""
    with path.open("rb") as stream:
        read = podcastparser.parse(edition.url("feed.xml"), stream)
    return Feed(
        {
            "title": read["title"],
            "link": read["link"],
            "description": read["description"],
            "language": read["language"],
            "itunes:author": read["itunes_author"],
            "itunes:type": read["type"],
            "itunes:image": read["cover_url"],
            "itunes:category": read["itunes_categories"][0],
            "itunes:explicit": read["explicit"],
        },
        [
            {
                "title": item["title"],
                "link": item["link"],
                "guid": item["guid"],
                "pubDate": datetime.fromtimestamp(
                    item["published"], tz=parsedate_to_datetime(_ANY_DATE).tzinfo
                ),
                "content:encoded": item["description_html"],
                "enclosure": _enclosure(item["enclosures"][0], size="file_size", kind="mime_type"),
                "itunes:duration": item["total_time"],
                "itunes:season": item["season"],
                "itunes:episode": item["number"],
            }
            for item in read["episodes"]
        ],
    )


def by_partytime(path: Path, _: PastEdition) -> Feed:
    """The parser of the Podcast Index. It unescapes the HTML of notes once more, and names roles in title case."""
    read = _node("podcast-partytime", "partytime.js", path)
    person = read["podcastPeople"][0]
    return Feed(
        {
            "title": read["title"],
            "link": read["link"],
            "description": read["description"],
            "language": read["language"],
            "copyright": read["copyright"],
            "image": read["image"]["url"],
            "atom:link": read["pubsub"]["self"],
            "itunes:author": read["author"],
            "itunes:type": read["itunesType"],
            "itunes:image": read["itunesImage"],
            "itunes:category": read["itunesCategory"][0].split(" > "),
            "itunes:explicit": read["explicit"],
            "podcast:guid": read["guid"],
            "podcast:medium": read["medium"],
            "podcast:person": (person["name"], person["role"].lower(), person["group"].lower()),
        },
        [
            {
                "title": item["title"],
                "link": item["link"],
                "guid": item["guid"],
                "pubDate": datetime.fromisoformat(item["pubDate"]),
                "enclosure": _enclosure(item["enclosure"]),
                "itunes:duration": item["duration"],
                "itunes:season": item["itunesSeason"],
                "itunes:episode": item["itunesEpisode"],
                "itunes:episodeType": item.get("itunesEpisodeType"),
                "podcast:season": (item["podcastSeason"]["number"], item["podcastSeason"]["name"]),
                "podcast:episode": item["podcastEpisode"]["number"],
                "podcast:transcript": [(each["url"], each["type"]) for each in item["podcastTranscripts"]],
                "podcast:chapters": (item["podcastChapters"]["url"], item["podcastChapters"]["type"]),
                "podcast:alternateEnclosure": [
                    {
                        "uri": each["source"][0]["uri"],
                        "integrity": each["integrity"]["value"],
                        **_some(each, ("type", "length", "default", "codecs", "bitrate")),
                    }
                    for each in item["alternativeEnclosures"]
                ],
            }
            for item in read["items"]
        ],
    )


def by_feedsmith(path: Path, _: PastEdition) -> Feed:
    return _of_feedsmith(_node("feedsmith", "feedsmith.js", path)["feed"])


def by_feedsmith_rewritten(path: Path, _: PastEdition) -> Feed:
    """What is left when feedsmith has written the feed anew, as services that host or mirror feeds do."""
    return _of_feedsmith(_node("feedsmith", "feedsmith.js", path)["again"])


def _of_feedsmith(read: Fields) -> Feed:
    itunes, podcast = read["itunes"], read["podcast"]
    (category,), (person,), (text,) = itunes["categories"], podcast["persons"], podcast["txts"]
    return Feed(
        {
            "title": read["title"],
            "link": read["link"],
            "description": read["description"],
            "language": read["language"],
            "copyright": read["copyright"],
            "image": read.get("image", {}).get("url", itunes["image"]),
            "atom:link": next(link["href"] for link in read["atom"]["links"] if link["rel"] == "self"),
            "itunes:author": itunes["author"],
            "itunes:type": itunes["type"],
            "itunes:image": itunes["image"],
            "itunes:category": [category["text"], category["categories"][0]["text"]],
            "itunes:explicit": itunes["explicit"],
            "podcast:guid": podcast["guid"],
            "podcast:medium": podcast["medium"],
            "podcast:locked": podcast["locked"]["value"],
            "podcast:person": (person["display"], person["role"], person["group"]),
            "podcast:license": podcast["license"]["display"],
            "podcast:updateFrequency": (
                podcast["updateFrequency"]["complete"],
                podcast["updateFrequency"]["display"],
            ),
            "podcast:txt": (text["purpose"], text["display"]),
        },
        [
            {
                "title": item["title"],
                "link": item["link"],
                "guid": item["guid"]["value"],
                "pubDate": parsedate_to_datetime(item["pubDate"]),
                "description": item["description"],
                "content:encoded": item["content"]["encoded"],
                "enclosure": _enclosure(item["enclosures"][0]),
                "itunes:duration": item["itunes"]["duration"],
                "itunes:season": item["itunes"]["season"],
                "itunes:episode": item["itunes"]["episode"],
                "itunes:episodeType": item["itunes"].get("episodeType"),
                "podcast:season": (item["podcast"]["season"]["number"], item["podcast"]["season"]["name"]),
                "podcast:episode": item["podcast"]["episode"]["number"],
                "podcast:transcript": [
                    (each["url"], each["type"]) for each in item["podcast"]["transcripts"]
                ],
                "podcast:chapters": (item["podcast"]["chapters"]["url"], item["podcast"]["chapters"]["type"]),
                "podcast:alternateEnclosure": [
                    {
                        "uri": each["sources"][0]["uri"],
                        "integrity": each["integrity"]["value"],
                        **_some(each, ("type", "length", "default", "codecs", "bitrate")),
                    }
                    for each in item["podcast"]["alternateEnclosures"]
                ],
            }
            for item in read["items"]
        ],
    )


_ANY_DATE = "Thu, 01 Jan 1970 00:00:00 +0000"


def _node(package: str, script: str, path: Path) -> Fields:
    node, environment = require_node_package(package)
    command = [node, Path(__file__).with_name(script), path]
    done = subprocess.run(command, capture_output=True, env=environment, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# -- both ----------------------------------------------------------------------------------------------------

READERS: tuple[Callable[[Path, PastEdition], Feed], ...] = (
    by_feedparser,
    by_podcastparser,
    by_partytime,
    by_feedsmith,
    by_feedsmith_rewritten,
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("name", ["first", "split"])
def test_every_field_is_read_as_it_was_written(course: PublishedCourse, name: str, reader: Callable) -> None:
    edition = course.editions[name]
    expected, found = written(edition), reader(edition.folder / "feed.xml", edition)
    assert found.channel == {field: expected.channel[field] for field in found.channel}
    assert [item["title"] for item in found.items] == edition.titles
    for item, wanted in zip(found.items, expected.items, strict=True):
        assert item == {field: wanted[field] for field in item}


def test_no_element_is_written_that_no_reader_reads(course: PublishedCourse) -> None:
    """A new element of the feed needs a line in what was written, and in the readers that know it."""
    edition = course.editions["split"]
    channel = etree.parse(edition.folder / "feed.xml").getroot()[0]
    read = [reader(edition.folder / "feed.xml", edition) for reader in READERS]
    known = {"item", *(field for feed in read for field in feed.channel)}
    assert {_name(element) for element in channel} <= known
    known = {field for feed in read for item in feed.items for field in item}
    assert {_name(element) for item in channel.findall("item") for element in item} <= known
