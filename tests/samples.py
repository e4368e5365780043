"""Editions and lessons for tests, in a world of awkward titles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from audiobook.feed import episode_guid, feed_guid
from audiobook.markdown import parse
from audiobook.model import (
    Block,
    ChapterTime,
    Edition,
    Episode,
    Lesson,
    Line,
    Loudness,
    Module,
    OutputFile,
    Related,
    Section,
)

BASE_URL = "https://audio.example/ecto%20course/"

OTHER_URL = "https://audio.example/redis/"

HOSTILE = (
    "</script><script>window.stolen = 1</script>",
    "\"quoted\" & 'single' <b>bold</b> &amp; ]]> --> {{ 7 * 7 }} {% raw %}",
    "مقدمة في قواعد البيانات",  # right to left
    "数据库 🐘 na\u0308ive \u202eevil",
    "null\x00 bell\x07 escape\x1b vertical\x0b lone\ud800 nonchar\uffff",
    "a\nbroken\ttitle  with   spaces",
    "javascript:alert(1)",
    "x" * 500,
)
"""Titles that a lesson may have, and that no output may trip over."""


def file(path: str, content: bytes = b"") -> OutputFile:
    return OutputFile(path, len(content), hashlib.sha256(content).hexdigest())


def episode(number: int, title: str = "", **changes: Any) -> Episode:
    """Lesson `number`: a minute and a half with three chapters, published a day after the one before it."""
    name = changes.pop("id", f"lesson-{number}")
    audio = f"audio of {name}".encode()
    folder = f"lessons/{name}/{hashlib.sha256(audio).hexdigest()[:8]}"
    values: dict[str, Any] = {
        "id": name,
        "guid": episode_guid("ecto", name),
        "number": number,
        "title": title or f"Lesson about {number}",
        "summary": f"What {number} is for.",
        "module": None,
        "published": datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number),
        "duration_s": 90.4,
        "audio": file(f"{folder}.mp3", audio),
        "vtt": file(f"{folder}.vtt"),
        "word_vtt": file(f"{folder}.words.vtt"),
        "transcript": file(f"{folder}.transcript.json"),
        "text": file(f"{folder}.txt"),
        "chapters_file": file(f"{folder}.chapters.json"),
        "chapters": (
            ChapterTime("Introduction", 0.0, 20.0),
            ChapterTime("The schema", 20.0, 61.5),
            ChapterTime("What to remember", 61.5, 90.4),
        ),
        "loudness": Loudness(-16.0, -1.5),
        "timing": "engine",
        "description_html": f"<p>What {number} is for.</p>",
        "notes_html": f"<p>Notes of {number}: <code>a &lt; b</code></p>",
    }
    return Episode(**{**values, **changes})


def edition(episodes: Sequence[Episode] | None = None, **changes: Any) -> Edition:
    """A course of three lessons in two modules, or of `episodes`."""
    modules = (Module(1, "Foundations"), Module(2, "Going further"))
    lessons = (episode(1, module=modules[0]), episode(2, module=modules[0]), episode(3, module=modules[1]))
    values: dict[str, Any] = {
        "slug": "ecto",
        "guid": feed_guid(BASE_URL + "feed.xml"),
        "title": "Ecto Polymorphism",
        "subtitle": "Designing associations with abstract schemas",
        "author": "Ana Fields",
        "description": "Three ways to model one-of-many.",
        "language": "en-US",
        "base_url": BASE_URL,
        "category": ("Education", "Courses"),
        "explicit": False,
        "complete": True,
        "copyright": "© 2024 Ana Fields",
        "license": "CC-BY-4.0",
        "license_url": "",
        "private": False,
        "owner_email": "ana@example.org",
        "cover": file("cover.jpg", b"cover"),
        "synthetic_voice": True,
        "episodes": tuple(lessons if episodes is None else episodes),
        "related": (Related("redis", feed_guid(OTHER_URL + "feed.xml"), "Redis & Caching", OTHER_URL),),
    }
    return Edition(**{**values, **changes})


def hostile_edition() -> Edition:
    """Every free text of the course and of its lessons is a hostile one."""
    texts = HOSTILE * 2
    lessons = [
        episode(
            number,
            text,
            summary=texts[number],
            module=Module(number, texts[number + 1]),
            chapters=(ChapterTime(text, 0.0, 90.4),),
        )
        for number, text in enumerate(HOSTILE, start=1)
    ]
    names = ("title", "subtitle", "author", "description", "copyright")
    return edition(lessons, **dict(zip(names, HOSTILE, strict=False)))


def transcript(*lines: tuple[str, str] | str) -> list[Line]:
    """Sentences of two seconds each, a tenth of a second apart: text, or (kind, text)."""
    pairs = [line if isinstance(line, tuple) else ("prose", line) for line in lines]
    return [
        Line(text=text, kind=kind, start_s=2.1 * index, end_s=2.1 * index + 2.0)
        for index, (kind, text) in enumerate(pairs)
    ]


def lesson(markdown: str | Mapping[str, str], **changes: Any) -> Lesson:
    """A lesson of one section, or of a section for each title."""
    texts = {"Section": markdown} if isinstance(markdown, str) else markdown
    values: dict[str, Any] = {
        "id": "lesson",
        "slug": "lesson",
        "path": "01-lesson.md",
        "title": "Lesson",
        "summary": "",
        "published": None,
        "module": None,
        "voice": None,
        "sections": tuple(_section(title, text) for title, text in texts.items()),
    }
    return Lesson(**{**values, **changes})


def _section(title: str, text: str) -> Section:
    nodes = parse(text).children
    return Section(title.lower(), title, 1, 1, 1, tuple(Block(node.type, 1, 1, node) for node in nodes))
