"""The podcast feed: RSS 2.0 with the iTunes, Podcasting 2.0, Atom and content extensions.

`CHANNEL` and `ITEM` are the feed: a row an element, in the order they are written, each with the function
that gives its value. To add an element, add a row.

Specifications: https://www.rssboard.org/rss-specification (RSS 2.0), https://podcasters.apple.com/support/823
(iTunes), https://podcasting2.org/podcast-namespace (Podcasting 2.0), RFC 4287 (Atom).
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from audiobook.model import Edition, Episode, OutputFile

if TYPE_CHECKING:
    from lxml.etree import _Element

FEED_NAME = "feed.xml"
PAGE_NAME = "index.html"

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcasts, from the podcast:guid page of the Podcasting 2.0 specification."""

DESCRIPTION_BYTES = 4000
"""Apple rejects longer descriptions; counted in UTF-8."""

NAME_CHARACTERS = 128
"""The longest season or person name that Podcasting 2.0 asks aggregators to keep."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# -- identity ------------------------------------------------------------------------------------------------


def feed_guid(url: str) -> str:
    """The `podcast:guid` of the feed at `url`: assign it once, then keep it, also when the feed moves.

    `url` is the public address without any subscriber's token. Scheme and trailing slashes do not count.
    """
    address = re.sub(r"^[a-z][a-z0-9+.-]*://", "", url, flags=re.IGNORECASE).rstrip("/")
    return str(uuid.uuid5(GUID_NAMESPACE, address))


def episode_guid(course: str, lesson_id: str) -> str:
    """The GUID of a lesson for ever: opaque, independent of its title, number, file name, audio and address.

    `course` is whatever identifies the course for ever: its `podcast:guid`, or its slug.
    """
    return str(uuid.uuid5(uuid.uuid5(GUID_NAMESPACE, course), lesson_id))


# -- the feed as a table -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tag:
    """The content of an element with attributes, and perhaps text or children (name and content)."""

    attributes: Mapping[str, str]
    text: str = ""
    children: tuple[tuple[str, Tag], ...] = field(default=())


Content = str | Tag | None | tuple[Tag, ...]
"""What a row gives: the text of its element, a tag, or None for no element; a tuple: an element for each tag."""


def _url(course: Edition, path: str) -> str:
    return course.base_url + quote(path)


def _line(text: str) -> str:
    """One line: titles and names never break."""
    return " ".join(text.split())


def _channel_description(course: Edition) -> str:
    return cut_at_word(course.description or course.subtitle or course.title, DESCRIPTION_BYTES)


def _category(course: Edition) -> Content:
    """The categories nest: (Education, Courses) is Courses within Education."""
    tag: Tag | None = None
    for name in reversed(course.category):
        tag = Tag({"text": name}, children=(("itunes:category", tag),) if tag else ())
    return tag


def _complete(course: Edition) -> Content:
    """Not `itunes:complete`: with that one Apple stops fetching the feed, and misses a corrected lesson."""
    return Tag({"complete": "true"}, text="Complete") if course.complete else None


def _person(course: Edition) -> Content:
    if not course.author:
        return None
    return Tag({"group": "writing", "role": "author"}, text=_line(course.author)[:NAME_CHARACTERS])


def _published(episode: Episode) -> str:
    return format_datetime(episode.published)


def _item_description(episode: Episode) -> Content:
    """The summary, or failing that what the chapters are about. None when there is nothing to say."""
    chapters = " · ".join(chapter.title for chapter in episode.chapters)
    return cut_at_word(episode.summary or chapters, DESCRIPTION_BYTES) or None


def _file(course: Edition, file: OutputFile, media_type: str) -> Tag:
    return Tag({"url": _url(course, file.path), "type": media_type})


def _enclosure(course: Edition, episode: Episode) -> Content:
    return Tag(
        {"url": _url(course, episode.audio.path), "length": str(episode.audio.size), "type": "audio/mpeg"}
    )


def _enclosures(course: Edition, episode: Episode) -> Content:
    """The same file, and the lesson's other forms for apps that choose the smallest they can play."""
    default = _verifiable(course, episode.audio, {"type": "audio/mpeg", "default": "true"})
    others = (
        _verifiable(
            course,
            form.file,
            {
                "type": form.media_type,
                "codecs": form.codecs,
                "bitrate": str(round(8 * form.file.size / max(1.0, episode.duration_s))),
            },
        )
        for form in episode.alternates
    )
    return (default, *others)


def _verifiable(course: Edition, file: OutputFile, attributes: Mapping[str, str]) -> Tag:
    """A file with its SHA-256, so that an app can verify a download (W3C Subresource Integrity)."""
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode("ascii")
    return Tag(
        {**attributes, "length": str(file.size)},
        children=(
            ("podcast:source", Tag({"uri": _url(course, file.path)})),
            ("podcast:integrity", Tag({"type": "sri", "value": f"sha256-{digest}"})),
        ),
    )


def _one_season(course: Edition, _: Episode) -> Content:
    """A course with modules is one iTunes season, as lesson numbers run through the whole course.

    Apple opens a serial show at its newest season: with a season a module, a course would open at the end.
    """
    return "1" if any(episode.module for episode in course.episodes) else None


def _module(_: Edition, episode: Episode) -> Content:
    """Apps that know named seasons group the lessons by module; numbers keep rising, so both orders agree."""
    if episode.module is None:
        return None
    name = _line(episode.module.title)[:NAME_CHARACTERS]
    return Tag({"name": name}, text=str(episode.module.number))


CHANNEL: tuple[tuple[str, Callable[[Edition], Content]], ...] = (
    ("title", lambda course: _line(course.title)),
    ("link", lambda course: _url(course, PAGE_NAME)),
    ("description", _channel_description),
    ("language", lambda course: course.language),
    ("copyright", lambda course: _line(course.copyright) or None),
    (
        "atom:link",
        lambda course: Tag(
            {"rel": "self", "type": "application/rss+xml", "href": _url(course, FEED_NAME)},
        ),
    ),
    ("itunes:author", lambda course: _line(course.author) or None),
    ("itunes:type", lambda _: "serial"),
    ("itunes:image", lambda course: Tag({"href": _url(course, course.cover.path)})),
    ("itunes:category", _category),
    ("itunes:explicit", lambda course: _boolean(course.explicit)),
    ("podcast:guid", lambda course: course.guid),
    ("podcast:medium", lambda _: "course"),
    ("podcast:locked", lambda _: "yes"),
    ("podcast:person", _person),
    ("podcast:license", lambda course: _line(course.license) or None),
    ("podcast:updateFrequency", _complete),
    (
        "podcast:txt",
        lambda course: Tag({"purpose": "ai-content"}, text="true") if course.synthetic_voice else None,
    ),
)

ITEM: tuple[tuple[str, Callable[[Edition, Episode], Content]], ...] = (
    ("title", lambda _, episode: _line(episode.title)),
    ("link", lambda course, episode: f"{_url(course, PAGE_NAME)}#{quote(episode.id, safe='')}"),
    ("guid", lambda _, episode: Tag({"isPermaLink": "false"}, text=episode.guid)),
    ("pubDate", lambda _, episode: _published(episode)),
    ("description", lambda _, episode: _item_description(episode)),
    ("content:encoded", lambda _, episode: episode.notes_html or None),
    ("enclosure", _enclosure),
    ("itunes:duration", lambda _, episode: str(max(1, round(episode.duration_s)))),
    ("itunes:season", _one_season),
    ("itunes:episode", lambda _, episode: str(episode.number)),
    ("podcast:season", _module),
    ("podcast:episode", lambda _, episode: str(episode.number)),
    ("podcast:transcript", lambda course, episode: _file(course, episode.vtt, "text/vtt")),
    ("podcast:transcript", lambda course, episode: _file(course, episode.transcript, "application/json")),
    ("podcast:transcript", lambda course, episode: _file(course, episode.text, "text/plain")),
    (
        "podcast:chapters",
        lambda course, episode: _file(course, episode.chapters_file, "application/json+chapters"),
    ),
    ("podcast:alternateEnclosure", _enclosures),
)


def feed_xml(edition: Edition) -> bytes:
    """The feed of an edition as UTF-8 XML: the same edition gives the same bytes. Items are in course order.

    Characters that XML 1.0 does not allow are dropped from text (a lone surrogate becomes U+FFFD).
    """
    from lxml import etree

    rss = etree.Element("rss", {"version": "2.0"}, nsmap=NAMESPACES)
    channel = etree.SubElement(rss, "channel")
    for name, value in CHANNEL:
        _append(channel, name, value(edition))
    for episode in edition.episodes:
        item = etree.SubElement(channel, "item")
        for name, item_value in ITEM:
            _append(item, name, item_value(edition, episode))
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _append(parent: _Element, name: str, content: Content) -> None:
    from lxml import etree

    if content is None:
        return
    if isinstance(content, tuple):
        for each in content:
            _append(parent, name, each)
        return
    tag = Tag({}, text=content) if isinstance(content, str) else content
    prefix, _, local = name.rpartition(":")
    qualified = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    attributes = {key: xml_text(value) for key, value in tag.attributes.items()}
    element = etree.SubElement(parent, qualified, attributes)
    element.text = xml_text(tag.text) or None
    for child_name, child in tag.children:
        _append(element, child_name, child)


# -- text ----------------------------------------------------------------------------------------------------


def xml_text(text: str) -> str:
    """`text` without what XML 1.0 forbids (section 2.2, Char); a lone surrogate becomes U+FFFD."""
    return _NOT_XML.sub(lambda match: "\ufffd" if "\ud800" <= match[0] <= "\udfff" else "", text)


def cut_at_word(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-8 bytes: when longer, cut after a word and ended with an ellipsis."""
    whole = xml_text(text).strip()
    if len(whole.encode()) <= limit:
        return whole
    room = limit - len("…".encode())
    head = whole.encode()[: room + 1].decode(errors="ignore")
    words = re.match(r"(?s)(.*\S)\s", head)
    return (words[1] if words else head.encode()[:room].decode(errors="ignore")) + "…"


def _boolean(value: bool) -> str:
    return "true" if value else "false"
