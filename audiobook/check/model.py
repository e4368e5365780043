"""What checks look at and what they say. A file that is missing or damaged is told of once: other checks skip it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from audiobook.manifest import Manifest, PublishedEpisode
from audiobook.model import Line

if TYPE_CHECKING:
    from audiobook.check.sound import Measured
    from audiobook.check.tags import Tags
    from audiobook.check.webvtt import VttCue
    from audiobook.plan import CoursePlan
    from audiobook.prepare import Prepared

Severity = Literal["error", "warning"]
BUILD = "Run: audiobook build"
MAKE_ANEW = "Remove the file and run: audiobook build"


@dataclass(frozen=True, slots=True)
class Fault:
    """What one check found: what is wrong, what to do, and in which file, relative to what is checked."""

    message: str
    fix: str = MAKE_ANEW
    file: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with the name of its check; `lesson` is the id of the lesson concerned, empty for the course."""

    check: str
    fault: Fault
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The course as its content is now. `pages`: the files that a build would write though no lesson changes."""

    prepared: Prepared
    pages: tuple[str, ...]

    @property
    def plan(self) -> CoursePlan:
        return self.prepared.plan


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it lies on disk.

    damaged: what is wrong with listed files, by path; book: the M4B, measured, if there is a whole one; content: None
    where it is not there or cannot be read, and then `unreadable` says why in the second case.
    """

    slug: str
    folder: Path
    manifest: Manifest
    damaged: Mapping[str, str]
    content: Content | None = None
    unreadable: str = ""
    book: Measured | None = None

    def whole(self, path: str) -> Path | None:
        """Where a listed file is; None when it is not listed, missing or damaged."""
        return self.folder / path if path in self.manifest.files and path not in self.damaged else None


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as it lies on disk. What is missing, damaged or unreadable is None.

    sounds: what was measured, by file, of the MP3 and of other forms; tags: of the MP3; lines: of the JSON transcript;
    cues and word_cues: of the WebVTT files; entries: of the file of chapters; unreadable: why those could not be read,
    by file; longest_pause_s: the longest silence that was asked for.
    """

    edition: Edition
    episode: PublishedEpisode
    sounds: Mapping[str, Measured]
    tags: Tags | None
    lines: tuple[Line, ...] | None
    cues: tuple[VttCue, ...] | None
    word_cues: tuple[VttCue, ...] | None
    entries: tuple[dict[str, Any], ...] | None
    unreadable: Mapping[str, str]
    longest_pause_s: float

    @property
    def audio(self) -> str:
        return self.episode.audio.path

    @property
    def sound(self) -> Measured | None:
        """Of the MP3."""
        return self.sounds.get(self.audio)

    def beside(self, suffix: str) -> str:
        """The path of the file of this suffix beside the MP3."""
        return self.audio.removesuffix(".mp3") + suffix


@dataclass(frozen=True, slots=True)
class Shelf:
    """The output folder: the catalogue and the editions it is made of."""

    folder: Path
    editions: Mapping[str, Manifest]


@dataclass(frozen=True, slots=True)
class CourseCheck:
    """A promise of a course."""

    name: str
    promise: str
    run: Callable[[Edition], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class LessonCheck:
    """A promise of every lesson."""

    name: str
    promise: str
    run: Callable[[Lesson], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class ShelfCheck:
    """A promise of the output folder."""

    name: str
    promise: str
    run: Callable[[Shelf], Iterable[Fault]]


Check = CourseCheck | LessonCheck | ShelfCheck


@dataclass(frozen=True, slots=True)
class LessonFigures:
    """What was measured of one lesson; None: it could not be. `words` are written ones, of the transcript."""

    id: str
    title: str
    duration_s: float | None
    integrated_lufs: float | None
    true_peak_dbtp: float | None
    words: int
    chapters: int
    cues: int
    cards: int

    @property
    def words_per_minute(self) -> float | None:
        return round(60 * self.words / self.duration_s, 1) if self.duration_s else None


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What was found of one course. `notes`: what was not looked at, and why; `skipped`: those checks."""

    course: str
    title: str
    files: int
    size: int
    lessons: tuple[LessonFigures, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        return sum(lesson.duration_s or 0 for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found of all courses, and of the catalogue."""

    courses: tuple[CourseReport, ...]
    catalogue: tuple[Finding, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*(finding for course in self.courses for finding in course.findings), *self.catalogue)

    def count(self, severity: Severity) -> int:
        return sum(finding.fault.severity == severity for finding in self.findings)
