"""Files that lie beside a feed, as they will be published: looked at instead of the addresses they will have."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from audiobook.feed_check.model import Answer, Feed, Kind
from audiobook.feed_check.resources import base_of


class Beside:
    """The folder of a feed's file, which stands for the folder of its address (the self link)."""

    def __init__(self, feed: Feed, folder: Path) -> None:
        self._base = base_of(feed.self_link) if feed.self_link else None
        self._folder = folder.resolve()

    def answer(self, url: str, kind: Kind) -> Answer | None:
        """What lies there for this address; None when the address is not below the feed's own folder."""
        if self._base is None or not url.startswith(self._base):
            return None
        path = (
            self._folder / unquote(url.removeprefix(self._base).partition("?")[0].partition("#")[0])
        ).resolve()
        if not path.is_relative_to(self._folder):
            return None
        try:
            content = path.read_bytes() if kind not in ("enclosure", "alternate") else None
            return Answer(url, size=path.stat().st_size, content=content, from_file=True)
        except OSError as error:
            reason = (
                "is not there"
                if isinstance(error, FileNotFoundError)
                else f"cannot be read ({error.strerror})"
            )
            return Answer(url, fault=reason, from_file=True)
