"""Rules about texts: how long, how often and in which form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from audiobook.feed import DESCRIPTION_BYTES, TITLE_CHARACTERS
from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject

#: What may be there once; of more, most apps take one, and not all the same.
_ONCE_IN_CHANNEL = (
    "title", "link", "description", "language", "copyright", "itunes:author", "itunes:type", "itunes:image",
    "itunes:explicit", "itunes:new-feed-url", "podcast:guid", "podcast:locked", "podcast:medium", "podcast:podroll",
    "podcast:updateFrequency", "podcast:license",
)  # fmt: skip
_ONCE_IN_ITEM = (
    "title", "link", "description", "guid", "pubDate", "enclosure", "content:encoded", "itunes:duration",
    "itunes:episode", "itunes:season", "itunes:episodeType", "itunes:image", "itunes:explicit", "podcast:season",
    "podcast:episode", "podcast:chapters", "podcast:license",
)  # fmt: skip
_MARKUP = re.compile(
    r"</?(?:a|b|i|p|em|strong|br|span|div|code|h[1-6])\b[^>]*>|&(?:amp|lt|gt|quot|#\d+|nbsp);", re.I
)
_SCRIPT = re.compile(
    r"<\s*(?:script|iframe|object|embed|form)\b|<[^>]*\son[a-z]+\s*=|<[^>]*=\s*[\"']?\s*javascript:", re.I
)
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.I | re.S)


def _parents(subject: Subject) -> Iterator[tuple[Node, Node | None]]:
    if subject.feed.channel.name:
        yield subject.feed.channel, None
    for item in subject.feed.items:
        yield item, item


def _once(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        for name in _ONCE_IN_ITEM if item else _ONCE_IN_CHANNEL:
            found = parent.all(name)
            if len(found) > 1:
                yield Hit(found[1], item, f"<{name}> is there {len(found)} times", "Keep one")


def _description_length(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        node = parent.first("description")
        size = len(node.text.encode()) if node else 0
        if node and size > DESCRIPTION_BYTES:
            fix = f"Shorten it to {DESCRIPTION_BYTES}; long notes go into <content:encoded>"
            yield Hit(node, item, f"the description has {size} bytes", fix)


def _title_length(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        for name in ("title", "itunes:title", "itunes:author"):
            node = parent.first(name)
            if node and len(node.text) > TITLE_CHARACTERS:
                message = f"<{name}> has {len(node.text)} characters"
                yield Hit(node, item, message, f"Shorten it to {TITLE_CHARACTERS}")


def _title_markup(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        node = parent.first("title")
        found = _MARKUP.search(node.text) if node else None
        if node and found:
            fix = "Write plain text, escaped once"
            yield Hit(node, item, f"the title would be shown with `{found[0]}` in it", fix)


def _scripts(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        for name in ("description", "content:encoded"):
            node = parent.first(name)
            found = _SCRIPT.search(_CODE.sub("", node.text)) if node and "<" in node.text else None
            if node and found:
                fix = "Remove it: apps show text, links, lists and pictures"
                yield Hit(
                    node, item, f"`{found[0].strip()[:40]}` in <{name}> is more than show notes may hold", fix
                )


def _dates(subject: Subject) -> Iterator[Hit]:
    for parent, item in _parents(subject):
        for name in ("pubDate", "lastBuildDate"):
            node = parent.first(name)
            if node is None:
                continue
            try:
                parsedate_to_datetime(node.text)
            except ValueError:
                fix = "Write it as Mon, 05 Jan 2026 08:00:00 +0000"
                yield Hit(node, item, f'<{name}> is "{node.text}"', fix)


def _notes(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not any(item.value(name) for name in ("description", "content:encoded", "itunes:summary")):
            yield Hit(
                item, item, "the episode has no description", "Add <description> with a sentence or more"
            )


RULES = (
    Rule("repeated", "warning", "Of two, apps take one, and not all the same", sources.RSS_PROFILE, _once),
    Rule(
        "description-length",
        "warning",
        "Apple cuts or refuses what is longer than 4000 bytes",
        sources.APPLE_TAGS,
        _description_length,
    ),
    Rule(
        "title-length", "warning", "Apple takes 255 characters of a value", sources.APPLE_TAGS, _title_length
    ),
    Rule(
        "title-markup",
        "warning",
        "Titles are plain text: markup is shown as it is",
        sources.RSS_PROFILE,
        _title_markup,
    ),
    Rule(
        "notes-script",
        "warning",
        "Apps remove it, and what it would have shown",
        sources.RSS_PROFILE,
        _scripts,
    ),
    Rule(
        "date-format",
        "error",
        "A date that cannot be read puts an episode at the end of time",
        sources.RSS,
        _dates,
    ),
    Rule("item-description", "warning", "Listeners choose by it", sources.PSP, _notes),
)
