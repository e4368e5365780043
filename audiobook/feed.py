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
from audiobook.names import bare_title
from audiobook.safe_text import html_within, plain_line, sanitized, xml_text

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

MEDIUM = "course"
"""What all our feeds are, of the mediums of Podcasting 2.0."""

DESCRIPTION_BYTES = 4000
"""Apple rejects longer descriptions, of the course as of a lesson; counted in UTF-8, tags included."""

TITLE_CHARACTERS = 255
"""No iTunes tag but the descriptions may be longer."""

NAME_CHARACTERS = 128
"""The longest season, person or license name that Podcasting 2.0 asks aggregators to keep."""


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
    return plain_line(text, TITLE_CHARACTERS)


def _name(text: str) -> str:
    return plain_line(text, NAME_CHARACTERS)


def _channel_description(course: Edition) -> str:
    """Apps take it for HTML or for plain text."""
    return html_within(course.description or course.subtitle or course.title, DESCRIPTION_BYTES)


def _picture(course: Edition) -> Content:
    """The cover, for readers that know RSS alone. Its title and link are the channel's, as RSS asks."""
    return Tag(
        {},
        children=(
            ("url", Tag({}, text=_url(course, course.cover.path))),
            ("title", Tag({}, text=_line(course.title))),
            ("link", Tag({}, text=_url(course, PAGE_NAME))),
        ),
    )


def _owner(course: Edition) -> Content:
    """Directories write to this address to confirm whose a feed is. A private feed is in none, and tells no address."""
    if not course.owner_email or course.private:
        return None
    return Tag(
        {},
        children=(
            *([("itunes:name", Tag({}, text=_line(course.author)))] if course.author else []),
            ("itunes:email", Tag({}, text=course.owner_email)),
        ),
    )


def _locked(course: Edition) -> Content:
    """No host may import the feed; the address is whom it may ask."""
    tells = course.owner_email and not course.private
    return Tag({"owner": course.owner_email} if tells else {}, text="yes")


def _license(course: Edition) -> Content:
    """An SPDX identifier in lower case, as the list of the specification has it; else a name, with an address."""
    if not course.license:
        return None
    identifier = re.fullmatch(r"[A-Za-z0-9.+-]+", course.license)
    text = course.license.lower() if identifier else _name(course.license)
    return Tag({"url": course.license_url} if course.license_url else {}, text=text)


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
    return Tag({"group": "writing", "role": "author"}, text=_name(course.author))


def _title(course: Edition, episode: Episode) -> str:
    """Without the lesson's own number and the course's name, which apps show beside it: `3. Joins` is `Joins`.

    As it stands where another lesson would then be called the same.
    """

    def bare(each: Episode) -> str:
        return bare_title(each.title, each.number, course.title)

    own = bare(episode)
    others = (each for each in course.episodes if each.id != episode.id)
    taken = own != episode.title and any(own in (each.title, bare(each)) for each in others)
    return _line(episode.title if taken else own)


def _podroll(course: Edition) -> Content:
    """The courses of the catalogue that this one recommends: found by guid, by address where an app has no index."""
    if not course.related:
        return None
    remote = [
        {
            "feedGuid": other.guid,
            "feedUrl": other.base_url + FEED_NAME,
            "medium": MEDIUM,
            "title": _line(other.title),
        }
        for other in course.related
    ]
    return Tag({}, children=tuple(("podcast:remoteItem", Tag(attributes)) for attributes in remote))


def _published(episode: Episode) -> str:
    return format_datetime(episode.published)


def _item_description(episode: Episode) -> Content:
    """The notes that every app shows; failing them, something to tell: it is asked of every lesson."""
    return sanitized(episode.description_html) or html_within(
        episode.summary or episode.title, DESCRIPTION_BYTES
    )


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
    return Tag({"name": _name(episode.module.title)}, text=str(episode.module.number))


CHANNEL: tuple[tuple[str, Callable[[Edition], Content]], ...] = (
    ("title", lambda course: _line(course.title)),
    ("link", lambda course: _url(course, PAGE_NAME)),
    ("description", _channel_description),
    ("language", lambda course: course.language),
    ("copyright", lambda course: _line(course.copyright) or None),
    ("image", _picture),
    (
        "atom:link",
        lambda course: Tag(
            {"rel": "self", "type": "application/rss+xml", "href": _url(course, FEED_NAME)},
        ),
    ),
    ("itunes:author", lambda course: _line(course.author) or None),
    ("itunes:owner", _owner),
    ("itunes:type", lambda _: "serial"),
    ("itunes:image", lambda course: Tag({"href": _url(course, course.cover.path)})),
    ("itunes:category", _category),
    ("itunes:explicit", lambda course: _boolean(course.explicit)),
    ("itunes:block", lambda course: "Yes" if course.private else None),
    ("podcast:guid", lambda course: course.guid),
    ("podcast:medium", lambda _: MEDIUM),
    ("podcast:locked", _locked),
    ("podcast:block", lambda course: "yes" if course.private else None),
    ("podcast:person", _person),
    ("podcast:license", _license),
    ("podcast:updateFrequency", _complete),
    ("podcast:podroll", _podroll),
    (
        "podcast:txt",
        lambda course: Tag({"purpose": "ai-content"}, text="true") if course.synthetic_voice else None,
    ),
)

ITEM: tuple[tuple[str, Callable[[Edition, Episode], Content]], ...] = (
    ("title", _title),
    ("link", lambda course, episode: f"{_url(course, PAGE_NAME)}#{quote(episode.id, safe='')}"),
    ("guid", lambda _, episode: Tag({"isPermaLink": "false"}, text=episode.guid)),
    ("pubDate", lambda _, episode: _published(episode)),
    ("description", lambda _, episode: _item_description(episode)),
    ("content:encoded", lambda _, episode: sanitized(episode.notes_html) or None),
    ("enclosure", _enclosure),
    ("itunes:duration", lambda _, episode: str(max(1, round(episode.duration_s)))),
    ("itunes:season", _one_season),
    ("itunes:episode", lambda _, episode: str(episode.number)),
    ("itunes:episodeType", lambda _, __: "full"),
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

    Characters that XML 1.0 does not allow are dropped from text (a lone surrogate becomes U+FFFD). Titles and names are
    plain text without a tag, descriptions and notes HTML without script.
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


def _boolean(value: bool) -> str:
    return "true" if value else "false"
