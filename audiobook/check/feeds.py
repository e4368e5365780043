"""The feed of an edition: that it keeps what apps ask of a feed, and has the lessons in their order."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from audiobook.check.model import BUILD, Edition, Fault
from audiobook.feed import FEED_NAME
from audiobook.feed_check import reading
from audiobook.feed_check.check import check
from audiobook.feed_check.reading import Malformed
from audiobook.feed_check.telling import Telling


def rules(edition: Edition) -> Iterator[Fault]:
    """What `audiobook feed validate --offline` finds; hints are left to it."""
    place = edition.whole(FEED_NAME)
    if place is None:
        return
    for finding in check(str(place), Telling(quiet=True), offline=True).findings:
        if finding.severity != "hint":
            told = f"line {finding.line}: {finding.rule}: {finding.message}"
            yield Fault(told, finding.fix, FEED_NAME, finding.severity)


def episodes(edition: Edition) -> Iterator[Fault]:
    """An item for each lesson in course order, with the GUID it has for ever, and its own file."""
    place = edition.whole(FEED_NAME)
    if place is None:
        return
    try:
        items = reading.read(place.read_bytes(), None).items
    except Malformed:
        return  # told of by the rules
    known = list(edition.manifest.episodes.values())
    guids = [item.value("guid") for item in items]
    if guids != [episode.guid for episode in known]:
        lacking = [episode.title for episode in known if episode.guid not in guids]
        told = f"it lacks `{lacking[0]}`" if lacking else "its items are not the lessons in their order"
        yield Fault(told, BUILD, FEED_NAME)
        return
    for item, episode in zip(items, known, strict=True):
        enclosure = item.first("enclosure")
        address = unquote(enclosure.attributes.get("url", "")) if enclosure else ""
        if address != unquote(edition.manifest.base_url) + episode.audio.path:
            yield Fault(f"the item `{episode.title}` does not name {episode.audio.path}", BUILD, FEED_NAME)
