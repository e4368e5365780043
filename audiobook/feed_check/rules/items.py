"""Rules about an episode: its title, its identity and its facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject
from audiobook.feed_check.resources import on_web

_NUMBERED = re.compile(r"(?:(?:episode|ep|lesson|part)\.?\s*)?#?\d+\s*[:.)|–—-]\s|s\d+\s*e\d+\b", re.I)
_DURATION = re.compile(r"\d+|\d{1,3}:[0-5]?\d(?::[0-5]\d)?")


def _title(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not item.value("title") and not item.value("itunes:title"):
            yield Hit(item, item, "the episode has no title", "Add <title>")


def _numbered(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        node = item.first("title")
        if node and item.value("itunes:episode") and _NUMBERED.match(node.text):
            fix = "Leave it to <itunes:episode>: apps would show it twice"
            yield Hit(node, item, "the title begins with the number of the episode", fix)


def _show_in_title(subject: Subject) -> Iterator[Hit]:
    show = subject.feed.channel.value("title").casefold()
    for item in subject.feed.items:
        node = item.first("title")
        if node and show and re.match(re.escape(show) + r"\s*[:|–—-]", node.text.casefold()):
            yield Hit(node, item, "the title begins with that of the show", "Leave the show's title out")


def _guid(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not item.value("guid"):
            fix = "Add one that never changes, such as a UUID"
            yield Hit(item, item, "the episode has no guid", fix)


def _repeated(
    name: str, what: str, fix: str, value: Callable[[Node], str]
) -> Callable[[Subject], Iterator[Hit]]:
    def check(subject: Subject) -> Iterator[Hit]:
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for item in subject.feed.items:
            node = item.first(name)
            if node and value(node):
                found[value(node)].append(item)
        for first, *others in found.values():
            for other in others:
                node = other.first(name) or other
                yield Hit(
                    node, other, f'the {what} is also that of "{_called(first)}" (line {first.line})', fix
                )

    return check


def _called(item: Node) -> str:
    return item.value("title")[:60]


def _permalink(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        node = item.first("guid")
        if (
            node
            and node.text
            and node.attributes.get("isPermaLink", "true").lower() == "true"
            and not on_web(node.text)
        ):
            message = "the guid is said to be a web page, and is no address"
            yield Hit(node, item, message, 'Write <guid isPermaLink="false">')


def _duration(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not item.value("itunes:duration"):
            yield Hit(
                item, item, "the episode does not say how long it is", "Add <itunes:duration> in seconds"
            )


def _duration_form(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        node = item.first("itunes:duration")
        if node and node.text and (not _DURATION.fullmatch(node.text) or not int(node.text.replace(":", ""))):
            yield Hit(
                node, item, f'itunes:duration is "{node.text}"', "Write seconds, such as 1801, or 30:01"
            )


def _number(name: str) -> Callable[[Subject], Iterator[Hit]]:
    def check(subject: Subject) -> Iterator[Hit]:
        for item in subject.feed.items:
            node = item.first(name)
            if node and not re.fullmatch(r"0*[1-9]\d*", node.text):
                yield Hit(
                    node, item, f'{name} is "{node.text}"', "Write a whole number from 1, or remove the tag"
                )

    return check


def _type(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        node = item.first("itunes:episodeType")
        if node and node.text.lower() not in ("full", "trailer", "bonus"):
            yield Hit(node, item, f'itunes:episodeType is "{node.text}"', "Write full, trailer or bonus")


RULES = (
    Rule("item-title", "error", "Apple refuses an episode without a title", sources.APPLE_TAGS, _title),
    Rule("title-number", "hint", "Apple asks to leave numbers to their tags", sources.APPLE_TAGS, _numbered),
    Rule(
        "title-show",
        "hint",
        "On a phone, the part that tells episodes apart is cut off",
        sources.APPLE_TAGS,
        _show_in_title,
    ),
    Rule(
        "guid-missing",
        "error",
        "Without one an episode becomes new whenever its address changes",
        sources.PSP,
        _guid,
    ),
    Rule(
        "guid-repeated",
        "error",
        "Apps take two episodes with one guid for one",
        sources.APPLE_TAGS,
        _repeated("guid", "guid", "Give each episode its own", lambda node: node.text),
    ),
    Rule(
        "guid-permalink",
        "warning",
        "Apps offer a permalink as the page of the episode",
        sources.RSS,
        _permalink,
    ),
    Rule(
        "duration-missing",
        "warning",
        "Apps show no length until an episode is downloaded",
        sources.PSP,
        _duration,
    ),
    Rule("duration-format", "error", "Apps read seconds or H:MM:SS", sources.APPLE_TAGS, _duration_form),
    Rule(
        "episode-number",
        "error",
        "Apple wants a whole number from 1",
        sources.APPLE_TAGS,
        _number("itunes:episode"),
    ),
    Rule(
        "season-number",
        "error",
        "Apple wants a whole number from 1",
        sources.APPLE_TAGS,
        _number("itunes:season"),
    ),
    Rule("episode-type", "error", "An unknown type is read as full", sources.APPLE_TAGS, _type),
    Rule(
        "enclosure-repeated",
        "error",
        "Apple ignores an enclosure that another episode has had",
        sources.APPLE_TAGS,
        _repeated(
            "enclosure",
            "enclosure",
            "Give each episode its own file",
            lambda node: node.attributes.get("url", ""),
        ),
    ),
)
