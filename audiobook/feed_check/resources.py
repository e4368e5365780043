"""The addresses in a feed that apps fetch, and how addresses are compared and shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from audiobook.feed_check.model import Feed, Kind, Node, Resource


def resources(feed: Feed) -> tuple[Resource, ...]:
    """What the feed links to and apps fetch, in document order; an address that occurs twice is there twice."""
    found = [*_pictures(feed.channel, None)]
    for item in feed.items:
        found += _links(item)
    return tuple(resource for resource in found if on_web(resource.url))


def _links(item: Node) -> Iterator[Resource]:
    kinds: dict[str, Kind] = {
        "enclosure": "enclosure",
        "podcast:transcript": "transcript",
        "podcast:chapters": "chapters",
    }
    yield from _pictures(item, item)
    for node in item.children:
        if node.name in kinds:
            yield Resource(kinds[node.name], node.attributes.get("url", "").strip(), node, item)
        if node.name == "podcast:alternateEnclosure":
            for source in node.all("podcast:source"):
                yield Resource("alternate", source.attributes.get("uri", "").strip(), node, item)


def _pictures(parent: Node, item: Node | None) -> Iterator[Resource]:
    for node in parent.all("itunes:image"):
        yield Resource("image", node.attributes.get("href", "").strip(), node, item)


def on_web(url: str) -> bool:
    """Whether the address is absolute and of the web."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def extension(url: str) -> str:
    """The extension of the file that an address names: `.mp3`; empty without one."""
    return PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()


def base_of(url: str) -> str:
    """The folder of an address, with its slash at the end."""
    return url.partition("?")[0].partition("#")[0].rpartition("/")[0] + "/"


def bare(url: str) -> str:
    """What two addresses of one feed have in common: no scheme, no slash at the end, host in small letters."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def shown(url: str) -> str:
    """An address short enough to read: its host and its last name. What lies between may hold a subscriber's token."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).name
    return f"{parts.hostname or url[:40]}/.../{name}" if name else (parts.hostname or url[:40])
