"""The pictures of a lesson that lie in its course folder. Those on the web are not fetched; they are told in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import outputs
from audiobook.editions.written.shown import place_of, sources

if TYPE_CHECKING:
    from audiobook.model import Lesson

FOLDER = "pictures/"
"""Where pictures lie in the book."""

# By how their files begin. A drawing in SVG can hold a script, so it is not taken.
_KINDS = (
    (rb"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (rb"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (rb"GIF8[79]a", "image/gif", ".gif"),
    (rb"RIFF....WEBP", "image/webp", ".webp"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file. `name`: what it is called in the book, after what is in it."""

    path: Path
    name: str
    media_type: str


class Pictures:
    """The pictures of a course as its lessons ask for them, each file read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Picture | None] = {}

    def of(self, source: str, lesson: Lesson) -> Picture | None:
        """The picture that `source`, as written in `lesson`, names; None when there is none that can be shown."""
        place = place_of(source, lesson)
        if not place:
            return None
        if place not in self._found:
            self._found[place] = _picture(self._folder, place)
        return self._found[place]

    def digests(self, lesson: Lesson) -> dict[str, str]:
        """The names, which tell what is in them, of all pictures that a lesson shows, by how they are written there."""
        found = {}
        for source in sources(lesson):
            picture = self.of(source, lesson)
            if picture:
                found[source] = picture.name
        return found


def _picture(folder: Path, place: str) -> Picture | None:
    path = folder / place
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return None
        with path.open("rb") as file:
            begin = file.read(16)
        kind = next((kind for kind in _KINDS if re.match(kind[0], begin, re.DOTALL)), None)
        return Picture(path, f"{FOLDER}{outputs.digest(path)[:16]}{kind[2]}", kind[1]) if kind else None
    except (OSError, ValueError):  # a name that no file can have
        return None
