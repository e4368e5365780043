"""Rules about order: apps sort by date, by number or as the feed has it, and all three should agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject

_CLOCKS_DIFFER = timedelta(hours=1)


def _date(item: Node) -> datetime | None:
    try:
        date = parsedate_to_datetime(item.value("pubDate"))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _missing(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not item.value("pubDate"):
            yield Hit(item, item, "the episode has no pubDate", "Add the day it came out")


def _future(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        date = _date(item)
        if date and date > subject.now + _CLOCKS_DIFFER:
            fix = "Add the episode when it is due, or give a past date"
            yield Hit(
                item.first("pubDate") or item,
                item,
                f"the episode is dated {date:%d %B %Y}, in the future",
                fix,
            )


def _numbered(subject: Subject) -> list[tuple[tuple[int, int], Node]]:
    """The full episodes that have numbers, by season and number."""
    found = []
    for item in subject.feed.items:
        season, number = item.value("itunes:season") or "1", item.value("itunes:episode")
        full = item.value("itunes:episodeType").lower() in ("", "full")
        if full and season.isdecimal() and number.isdecimal():
            found.append(((int(season), int(number)), item))
    return sorted(found, key=lambda pair: pair[0])


def _serial_dates(subject: Subject) -> Iterator[Hit]:
    if not subject.feed.serial:
        return
    dated = [(item, date) for _, item in _numbered(subject) if (date := _date(item))]
    for (before, earlier), (item, later) in pairwise(dated):
        if later <= earlier:
            message = (
                f'the episode is dated no later than "{before.value("title")[:60]}", which comes before it'
            )
            yield Hit(
                item.first("pubDate") or item, item, message, "Let dates rise with the numbers, a day apart"
            )


def _serial_number(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items if subject.feed.serial else ():
        full = item.value("itunes:episodeType").lower() in ("", "full")
        if full and not item.value("itunes:episode"):
            yield Hit(item, item, "an episode of a serial show has no number", "Add <itunes:episode>")


def _number_twice(subject: Subject) -> Iterator[Hit]:
    for (number, before), (again, item) in pairwise(_numbered(subject)):
        if number == again:
            message = f'the number is also that of "{before.value("title")[:60]}"'
            yield Hit(
                item.first("itunes:episode") or item, item, message, "Give each full episode its own number"
            )


def _twins(subject: Subject) -> Iterator[Hit]:
    """AntennaPod merges episodes of one title and day; in a course, two lessons of one title confuse anyone."""
    found: defaultdict[tuple[str, object], list[Node]] = defaultdict(list)
    serial = subject.feed.serial
    for item in subject.feed.items:
        date = _date(item)
        title = item.value("title").casefold()
        if title:
            found[title, None if serial else date and date.date()].append(item)
    for first, *others in found.values():
        for item in others:
            message = f"the title is also that of the episode on line {first.line}"
            yield Hit(item.first("title") or item, item, message, "Give each a title of its own")


def _mixed(subject: Subject) -> Iterator[Hit]:
    dates = [date for item in subject.feed.items if (date := _date(item))]
    steps = {(later > earlier) - (later < earlier) for earlier, later in pairwise(dates)} - {0}
    if len(steps) > 1:
        fix = "Let the feed run from old to new or from new to old"
        yield Hit(subject.feed.items[0], None, "the feed is in no order by date", fix)


RULES = (
    Rule("date-missing", "warning", "Apps sort by date", sources.PSP, _missing),
    Rule(
        "date-future", "warning", "AntennaPod leaves out episodes of the future", sources.ANTENNAPOD, _future
    ),
    Rule(
        "serial-dates",
        "warning",
        "AntennaPod and gPodder sort by date, whatever the numbers",
        sources.APPLE_TAGS,
        _serial_dates,
    ),
    Rule(
        "serial-number", "error", "Apple requires numbers in serial shows", sources.APPLE_TAGS, _serial_number
    ),
    Rule(
        "number-repeated",
        "warning",
        "Apple shows one of two episodes with one number",
        sources.APPLE_TAGS,
        _number_twice,
    ),
    Rule(
        "title-repeated",
        "warning",
        "AntennaPod takes two of one title and day for one",
        sources.ANTENNAPOD,
        _twins,
    ),
    Rule(
        "feed-order",
        "hint",
        "Some apps keep the order of the feed, others sort by date",
        sources.RSS_PROFILE,
        _mixed,
    ),
)
