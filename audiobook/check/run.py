"""Check editions: read what lies there, let every row of the table look, lessons side by side."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from audiobook import manifest
from audiobook.check import files
from audiobook.check.content import longest_pauses, read_content
from audiobook.check.lessons import read_lesson
from audiobook.check.model import (
    BUILD,
    Content,
    CourseCheck,
    CourseReport,
    Edition,
    Fault,
    Finding,
    LessonCheck,
    LessonFigures,
    Report,
    Shelf,
    ShelfCheck,
)
from audiobook.check.sound import Measured, measure
from audiobook.check.table import CHECKS, MANIFEST, OF_CONTENT
from audiobook.config import ProjectSettings
from audiobook.course import course_slug, courses_in
from audiobook.documents import shown
from audiobook.errors import AudiobookError, AudioError, PublishError, UsageError
from audiobook.execute import open_executor
from audiobook.manifest import Manifest, PublishedEpisode
from audiobook.names import did_you_mean
from audiobook.narration.directives import LONGEST_PAUSE_MS
from audiobook.prepare import Options
from audiobook.progress import Progress


@dataclass(frozen=True, slots=True)
class Course:
    """A course to check. `content`: its folder; None where there is none."""

    slug: str
    content: Path | None


def check_courses(
    names: Sequence[str], project: ProjectSettings, options: Options, progress: Progress
) -> Report:
    """Check the editions of these courses, or of all that are in the output or the content folder.

    Raises UsageError when there is no such course, or none at all.
    """
    courses = find(names, project)
    reports: list[CourseReport] = []
    editions: dict[str, Manifest] = {}
    with open_executor("local", options.jobs or project.jobs) as workers:
        for course in courses:
            folder = project.output / course.slug
            try:
                edition = manifest.load(folder)
            except PublishError as error:
                reports.append(_without_edition(course, error.message, error.hint))
                continue
            if edition is None:
                reports.append(_without_edition(course, f"there is no edition in {shown(folder)}", BUILD))
                continue
            editions[course.slug] = edition
            reports.append(_checked(course, folder, edition, project, options, workers, progress))
    everything = not names
    shelf = Shelf(project.output, editions)
    shelf_checks = [check for check in CHECKS if isinstance(check, ShelfCheck)] if everything else []
    found = [_findings(check.name, check.run(shelf)) for check in shelf_checks]
    return Report(tuple(reports), tuple(finding for each in found for finding in each))


def find(names: Sequence[str], project: ProjectSettings) -> tuple[Course, ...]:
    """The courses that are meant: those with an edition, and those that should have one."""
    sources = {course_slug(folder): folder for folder in courses_in(project.content)}
    known = sorted({*sources, *manifest.editions_in(project.output)} - {""})
    if not known:
        place = shown(project.output)
        raise UsageError(
            f"there is no edition in {place}", "Run `audiobook build`, or name the folder with --output"
        )
    by_folder = {folder.resolve().name: slug for slug, folder in sources.items()}
    chosen = {}
    for name in names or known:
        place = Path(name).name if os.sep in name else name
        slug = place if place in known else by_folder.get(place, "")
        if not slug:
            raise UsageError(f"there is no course `{name}`", did_you_mean(name, known))
        chosen[slug] = Course(slug, sources.get(slug))
    return tuple(chosen.values())


def _without_edition(course: Course, message: str, fix: str) -> CourseReport:
    return CourseReport(
        course.slug, course.slug, 0, 0, (), (Finding(MANIFEST, Fault(message, fix, manifest.NAME)),)
    )


def _checked(
    course: Course,
    folder: Path,
    published: Manifest,
    project: ProjectSettings,
    options: Options,
    workers: Executor,
    progress: Progress,
) -> CourseReport:
    damaged = files.damaged_files(folder, published)
    bare = Edition(course.slug, folder, published, damaged)
    progress.begin_steps(f"checking {course.slug}", len(published.episodes), "lesson")
    measuring = workers.submit(_book, bare)  # the longest task, so it begins first
    content, unreadable = _content(course, project, options, whole=not damaged)
    pauses = longest_pauses(content)
    looking = [
        workers.submit(_lesson, bare, episode, pauses.get(episode.id, LONGEST_PAUSE_MS / 1000), progress)
        for episode in published.episodes.values()
    ]
    edition = Edition(course.slug, folder, published, damaged, content, unreadable, measuring.result())
    of_course = {
        check.name: workers.submit(_findings, check.name, check.run(edition))
        for check in CHECKS
        if isinstance(check, CourseCheck)
    }
    lessons = [each.result() for each in looking]
    findings = list(_in_order(of_course, [found for _, found in lessons]))
    absent = content is None and not unreadable
    notes = ("its content is not there: whether it is current was not looked at",) if absent else ()
    size = sum(file.size for file in published.files.values())
    return CourseReport(
        course.slug,
        published.title,
        len(published.files) + 1,
        size,
        tuple(figures for figures, _ in lessons),
        tuple(findings),
        notes,
        OF_CONTENT if absent else (),
    )


def _in_order(
    of_course: dict[str, Future[list[Finding]]], of_lessons: Sequence[Sequence[Finding]]
) -> Iterator[Finding]:
    """By the table, then by the lessons."""
    for check in CHECKS:
        if check.name in of_course:
            yield from of_course[check.name].result()
        for found in of_lessons:
            yield from (finding for finding in found if finding.check == check.name)


def _content(
    course: Course, project: ProjectSettings, options: Options, *, whole: bool
) -> tuple[Content | None, str]:
    """The content of a course, or why it cannot be read."""
    if course.content is None:
        return None, ""
    try:
        return read_content(course.content, project, options, whole=whole), ""
    except AudiobookError as error:
        return None, str(error).splitlines()[0].rstrip(".")


def _book(edition: Edition) -> Measured | None:
    form = edition.manifest.forms.get("m4b")
    place = edition.whole(form.file.path) if form else None
    if place is None:
        return None
    try:
        return measure(place, peaks=False)
    except AudioError:
        return None  # told of by its check


def _lesson(
    edition: Edition, episode: PublishedEpisode, longest_pause_s: float, progress: Progress
) -> tuple[LessonFigures, list[Finding]]:
    """One lesson, which is not kept: a course of many hours needs no more memory than one lesson a core."""
    lesson = read_lesson(edition, episode, longest_pause_s)
    found = [
        finding
        for check in CHECKS
        if isinstance(check, LessonCheck)
        for finding in _findings(check.name, check.run(lesson), episode.id)
    ]
    lines, sound = lesson.lines or (), lesson.sound
    figures = LessonFigures(
        id=episode.id,
        title=episode.title,
        duration_s=round(sound.duration_s, 3) if sound else None,
        integrated_lufs=sound.loudness.integrated_lufs if sound else None,
        true_peak_dbtp=round(sound.loudness.true_peak_dbtp, 2) if sound else None,
        words=sum(len(line.text.split()) for line in lines),
        chapters=len(episode.chapters),
        cues=len(lines),
        cards=len(episode.cards),
    )
    progress.step()
    return figures, found


def _findings(check: str, faults: Iterable[Fault], lesson: str = "") -> list[Finding]:
    return [Finding(check, fault, lesson) for fault in faults]
