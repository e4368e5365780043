"""The whole course as a packaged audiobook: the lessons' MP3 files and transcripts with a table of contents.

One archive in two standards. W3C Audiobooks (https://www.w3.org/TR/audiobooks/) in the Lightweight Packaging Format:
`publication.json`, and `index.html` with the contents. Readium (https://readium.org/webpub-manifest/profiles/audiobook):
`manifest.json` beside them, and the suffix by which readers that are built on it know the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from audiobook.editions import archive
from audiobook.editions.codec import MP3
from audiobook.model import ChapterTime
from audiobook.pages import template

FORMAT = 2  # raise it when the same lessons and facts give another file
SUFFIX = ".audiobook"

PUBLICATION, READIUM, CONTENTS = "publication.json", "manifest.json", "index.html"
PROFILE = "https://www.w3.org/TR/audiobooks/"
READIUM_PROFILE = "https://readium.org/webpub-manifest/profiles/audiobook"

_MODES = ("auditory", "textual")  # each is enough: transcripts tell all that is said
_FEATURES = ("tableOfContents", "transcript")
_HAZARDS = ("none",)
_SUMMARY = (
    "Every lesson is spoken, with chapters, and has a transcript that shows when each sentence is said."
)
_AUDIO_TYPE, _TRANSCRIPT_TYPE = "audio/mpeg", "text/vtt"


@dataclass(frozen=True, slots=True)
class Member:
    """One lesson: `name` for its files in the archive, and where these are now. `module`: "" without one."""

    name: str
    title: str
    module: str
    audio: Path
    transcript: Path
    duration_s: float
    chapters: tuple[ChapterTime, ...]

    @property
    def audio_name(self) -> str:
        return f"audio/{self.name}.mp3"

    @property
    def transcript_name(self) -> str:
        return f"transcripts/{self.name}.vtt"

    @property
    def milliseconds(self) -> int:
        return round(self.duration_s * 1000)

    def moment(self, seconds: float) -> str:
        """The address of a moment: https://www.w3.org/TR/media-frags/#naming-time."""
        return f"{quote(self.audio_name)}#t={_decimal(round(seconds * 1000))}"


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the book says of itself. `url` is where the course is published; `readers` are its voices."""

    identifier: str
    url: str
    title: str
    subtitle: str
    author: str
    readers: tuple[str, ...]
    description: str
    language: str
    copyright: str
    published: date
    modified: date
    cover: bytes = field(repr=False)
    cover_name: str
    cover_type: str


def write(lessons: Sequence[Member], facts: BookFacts, out: Path) -> None:
    """Writes the book. The same lessons and facts give the same bytes. Raises AudioError, and leaves no file."""
    texts = {
        PUBLICATION: _json(publication(lessons, facts)),
        READIUM: _json(readium(lessons, facts)),
        CONTENTS: contents(lessons, facts).encode(),
    }
    members: list[tuple[str, bytes | Path]] = [*texts.items(), (facts.cover_name, facts.cover)]
    members += [(lesson.audio_name, lesson.audio) for lesson in lessons]
    members += [(lesson.transcript_name, lesson.transcript) for lesson in lessons]
    archive.write(members, out)


# -- W3C -----------------------------------------------------------------------------------------------------


def publication(lessons: Sequence[Member], facts: BookFacts) -> dict[str, object]:
    """The manifest of W3C Audiobooks."""
    entries = {
        "@context": [
            "https://schema.org",
            "https://www.w3.org/ns/pub-context",
            {"language": facts.language},
        ],
        "conformsTo": PROFILE,
        "type": "Audiobook",
        "id": facts.identifier,
        "url": facts.url,
        "name": facts.title,
        "author": facts.author,
        "readBy": list(facts.readers),
        "description": facts.description,
        "copyrightNotice": facts.copyright,
        "inLanguage": facts.language,
        "readingProgression": "ltr",
        "datePublished": facts.published.isoformat(),
        "dateModified": facts.modified.isoformat(),
        "duration": _iso(sum(lesson.milliseconds for lesson in lessons)),
        "accessMode": list(_MODES),
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": [mode]} for mode in _MODES],
        "accessibilityFeature": list(_FEATURES),
        "accessibilityHazard": list(_HAZARDS),
        "accessibilitySummary": {"value": _SUMMARY, "language": "en"},
        "resources": [
            _resource(CONTENTS, "text/html", rel="contents"),
            _resource(facts.cover_name, facts.cover_type, rel="cover"),
            *(_resource(lesson.transcript_name, _TRANSCRIPT_TYPE) for lesson in lessons),
        ],
        "readingOrder": [
            {
                **_resource(lesson.audio_name, _AUDIO_TYPE),
                "name": lesson.title,
                "duration": _iso(lesson.milliseconds),
                "alternate": [_resource(lesson.transcript_name, _TRANSCRIPT_TYPE)],
            }
            for lesson in lessons
        ],
    }
    return {name: value for name, value in entries.items() if value}


def _resource(name: str, media_type: str, rel: str = "") -> dict[str, object]:
    found: dict[str, object] = {"type": "LinkedResource", "url": quote(name), "encodingFormat": media_type}
    return {**found, "rel": rel} if rel else found


def contents(lessons: Sequence[Member], facts: BookFacts) -> str:
    """The page of contents, which is also the entry page: modules, lessons, chapters."""
    return template("audiobook.editions", "w3c.html").render(
        facts=facts, modules=_by_module(lessons), publication=PUBLICATION
    )


def _by_module(lessons: Sequence[Member]) -> list[tuple[str, list[Member]]]:
    return [(module, list(group)) for module, group in groupby(lessons, key=lambda lesson: lesson.module)]


# -- Readium -------------------------------------------------------------------------------------------------


def readium(lessons: Sequence[Member], facts: BookFacts) -> dict[str, object]:
    """The same as a Readium Web Publication Manifest of the audiobook profile."""
    metadata = {
        "@type": "https://schema.org/Audiobook",
        "conformsTo": READIUM_PROFILE,
        "identifier": facts.identifier,
        "title": facts.title,
        "subtitle": facts.subtitle,
        "author": facts.author,
        "narrator": list(facts.readers),
        "description": facts.description,
        "language": facts.language,
        "published": facts.published.isoformat(),
        "modified": f"{facts.modified.isoformat()}T00:00:00Z",
        "duration": sum(lesson.milliseconds for lesson in lessons) / 1000,
        "accessibility": {
            "accessMode": list(_MODES),
            "accessModeSufficient": list(_MODES),
            "feature": list(_FEATURES),
            "hazard": list(_HAZARDS),
            "summary": _SUMMARY,
        },
    }
    return {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": {name: value for name, value in metadata.items() if value},
        "links": [{"rel": "alternate", "href": facts.url, "type": "text/html"}],
        "readingOrder": [
            {
                **_link(lesson.audio_name, _AUDIO_TYPE),
                "title": lesson.title,
                "duration": lesson.milliseconds / 1000,
                "bitrate": MP3.bit_rate // 1000,
                "alternate": [_link(lesson.transcript_name, _TRANSCRIPT_TYPE)],
            }
            for lesson in lessons
        ],
        "resources": [
            {"rel": "cover", **_link(facts.cover_name, facts.cover_type)},
            {"rel": "contents", **_link(CONTENTS, "text/html")},
            *(_link(lesson.transcript_name, _TRANSCRIPT_TYPE) for lesson in lessons),
        ],
        "toc": [
            entry
            for module, group in _by_module(lessons)
            for entry in _entries(module, [_entry(lesson) for lesson in group])
        ],
    }


def _link(name: str, media_type: str) -> dict[str, object]:
    return {"href": quote(name), "type": media_type}


def _entries(module: str, lessons: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{"title": module, "href": lessons[0]["href"], "children": lessons}] if module else lessons


def _entry(lesson: Member) -> dict[str, object]:
    """A lesson of one chapter has no chapters to choose from."""
    entry: dict[str, object] = {"title": lesson.title, "href": quote(lesson.audio_name)}
    if len(lesson.chapters) > 1:
        entry["children"] = [
            {"title": chapter.title, "href": lesson.moment(chapter.start_s)} for chapter in lesson.chapters
        ]
    return entry


# -- writing -------------------------------------------------------------------------------------------------


def _iso(milliseconds: int) -> str:
    """A duration as ISO 8601 writes it, in seconds, so that those of the lessons add up to that of the whole."""
    return f"PT{_decimal(milliseconds)}S"


def _decimal(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds}.{rest:03}".rstrip("0").rstrip(".")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
