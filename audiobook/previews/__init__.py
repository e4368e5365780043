"""The sections that changed since a git revision, each as a sound to hear, and a page that lists them.

For a reviewer of a change who wants to hear it before it is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.inspect import OTHER_PLACE, preview
from audiobook.model import ScriptSection
from audiobook.outlook import CourseOutlook, LessonOutlook
from audiobook.outputs import explained
from audiobook.pages import policy, styles, template
from audiobook.planning import plan_courses
from audiobook.prepare import Options
from audiobook.progress import Progress

PAGE = "index.html"
MOST = 40
"""Sections that are made to be heard; a change that touches more is heard better in a build."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A changed section as it was made: its file, how long it is, and its new or other sentences."""

    course: str
    lesson: str
    section: str
    name: str
    seconds: float
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Changed:
    course: str
    lesson: LessonOutlook
    section: ScriptSection
    sentences: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.course}--{self.lesson.lesson.id}--{self.section.id}.mp3"


def write_changed(
    names: Sequence[str],
    revision: str,
    voice: str | None,
    out: Path,
    project: ProjectSettings,
    progress: Progress,
) -> tuple[list[Heard], int]:
    """Write an MP3 for each section with new or other sentences since the revision, and a page, into the folder `out`.

    Returns what was made, and how many sections were left out beyond MOST. Without a change, nothing is written.
    Raises what planning and speaking raise, and PublishError when the folder cannot be written.
    """
    outlooks = plan_courses(names, project, Options(voice), progress, base=revision)
    changed = [each for outlook in outlooks for each in _changed(outlook)]
    made = []
    for each in changed[:MOST]:
        with explained(out, OTHER_PLACE):
            out.mkdir(parents=True, exist_ok=True)
        place = f"{each.lesson.place}#{each.section.id}"
        seconds = preview(place, out / each.name, voice, project, progress)
        title = each.section.title
        made.append(Heard(each.course, each.lesson.lesson.title, title, each.name, seconds, each.sentences))
    if made:
        with explained(out, OTHER_PLACE):
            (out / PAGE).write_text(_page(made, revision, len(changed) - len(made)), "utf-8")
    return made, len(changed) - len(made)


def _changed(outlook: CourseOutlook) -> list[_Changed]:
    """The sections of a course with new or other sentences, in order. (Removed sentences cannot be heard.)"""
    found = []
    for lesson in outlook.lessons:
        if not lesson.changes:
            continue
        other = {
            change.index: change.text
            for change in lesson.changes.changes
            if change.step in ("new", "changed") and change.index is not None
        }
        own = {section.id for section in lesson.lesson.sections}  # not what is announced around the lesson
        first = 0
        for section in lesson.script.sections:
            indices = range(first, first + len(section.utterances))
            sentences = tuple(other[index] for index in indices if index in other)
            if sentences and section.id in own:
                found.append(_Changed(outlook.course, lesson, section, sentences))
            first += len(section.utterances)
    return found


def _page(made: Sequence[Heard], revision: str, left_out: int) -> str:
    style = styles(__name__)
    return template(__name__).render(
        made=made, revision=revision, left_out=left_out, style=style, policy=policy(style)
    )
