"""Files that lie beside a feed, as they will be published: looked at instead of the addresses they will have."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from audiobook.errors import reason_of
from audiobook.feed_check.model import Answer, Feed, Kind, Resource
from audiobook.feed_check.resources import base_of


def beside(feed: Feed, folder: Path, found: Iterable[Resource]) -> dict[tuple[str, Kind], Answer]:
    """What lies in the folder of a feed's file, for the addresses below that of the feed (its self link).

    Empty when nothing of it lies there: the feed is then a copy of one that lives elsewhere.
    """
    if not feed.self_link:
        return {}
    base, root = base_of(feed.self_link), folder.resolve()
    answers: dict[tuple[str, Kind], Answer] = {}
    for resource in found:
        if resource.url.startswith(base):
            name = resource.url.removeprefix(base).partition("?")[0].partition("#")[0]
            path = (root / unquote(name)).resolve()
            if path.is_relative_to(root):
                answers[resource.url, resource.kind] = _answer(resource, path)
    return answers if any(answer.size is not None for answer in answers.values()) else {}


def _answer(resource: Resource, path: Path) -> Answer:
    try:
        content = None if resource.kind in ("enclosure", "alternate") else path.read_bytes()
        return Answer(resource.url, size=path.stat().st_size, content=content, from_file=True)
    except FileNotFoundError:
        return Answer(resource.url, fault="is not there", from_file=True)
    except OSError as error:
        return Answer(resource.url, fault=f"cannot be read ({reason_of(error)})", from_file=True)
