"""The pictures of a lesson that lie in the course folder, as `data:` addresses for a page that stands alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audiobook import outputs
from audiobook.editions.written.shown import sources
from audiobook.model import Lesson

MOST_BYTES = 2_000_000
"""Of one picture: a larger one is told by its alternative text, as all of them are in one page."""

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one lesson. Both paths are of folders; what lies outside the course's is not ours to publish."""

    course: Path
    lesson: Path

    def address(self, source: str) -> str:
        """The picture that a lesson shows from `source`, as a `data:` address; "" when there is none in the course."""
        path = self.path(source)
        return data_address(path.read_bytes(), _TYPES[path.suffix.lower()]) if path else ""

    def path(self, source: str) -> Path | None:
        try:
            parts = urlsplit(source)
        except ValueError:  # a malformed host
            return None
        if parts.scheme or parts.netloc or not parts.path or "\0" in unquote(parts.path):
            return None
        below = unquote(parts.path)
        path = (self.course if below.startswith("/") else self.lesson) / below.lstrip("/")
        usable = path.suffix.lower() in _TYPES and path.resolve().is_relative_to(self.course.resolve())
        return path if usable and path.is_file() and path.stat().st_size <= MOST_BYTES else None


def data_address(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def of_lesson(lesson: Lesson, course: Path) -> Pictures:
    return Pictures(course, (course / lesson.path).parent)


def digests(lesson: Lesson, course: Path) -> dict[str, str]:
    """The SHA-256 of all files that a lesson shows, by how they are written there: a page with them is another when one
    of them changes."""
    paths = ((source, of_lesson(lesson, course).path(source)) for source in sources(lesson))
    return {source: outputs.digest(path) for source, path in paths if path}
