"""What a web server has to say of a file: its media type, and how long others may keep it."""

from __future__ import annotations

from dataclasses import dataclass

from audiobook.catalog import OPML_NAME
from audiobook.feed import FEED_NAME
from audiobook.model import OutputFile
from audiobook.publish.edition import named_by_content

#: By how a name ends; the first that fits holds.
TYPES = (
    (FEED_NAME, "application/rss+xml; charset=utf-8"),
    (OPML_NAME, "text/x-opml; charset=utf-8"),
    (".chapters.json", "application/json+chapters"),
    (".json", "application/json"),
    (".html", "text/html; charset=utf-8"),
    (".vtt", "text/vtt; charset=utf-8"),
    (".txt", "text/plain; charset=utf-8"),
    (".mp3", "audio/mpeg"),
    (".m4b", "audio/mp4"),
    (".opus", "audio/ogg"),
    (".epub", "application/epub+zip"),
    (".audiobook", "application/audiobook+zip"),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".png", "image/png"),
)
_UNKNOWN = "application/octet-stream"
_FOREVER = "max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class Headers:
    """HTTP headers of a file, by their values."""

    content_type: str
    cache_control: str


def headers(file: OutputFile, private: bool) -> Headers:
    """Those of a file of an edition. `private`: only the learner's own app may keep it, nothing in between."""
    kind = next((kind for ending, kind in TYPES if file.path.endswith(ending)), _UNKNOWN)
    if named_by_content(file):
        return Headers(kind, f"{'private' if private else 'public'}, {_FOREVER}")
    return Headers(kind, f"private, {_ASK_AGAIN}" if private else _ASK_AGAIN)
