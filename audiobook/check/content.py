"""Whether the edition is of the content as it is now: what a build would do, without making a sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audiobook.check.model import BUILD, Content, Edition, Fault
from audiobook.config import ProjectSettings
from audiobook.lint.rules.blocks import NOT_MISSED
from audiobook.plan import LessonPlan
from audiobook.planning import changed_pages
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines


def read_content(folder: Path, project: ProjectSettings, options: Options, *, whole: bool) -> Content:
    """The course as a build would see it; no sound is made.

    `whole`: all files of the edition are, so that its pages can be compared. Raises AudiobookError.
    """
    with Lines(quiet=True) as quiet:  # what it warns of was told by the build
        prepared = prepare(folder, project, options, quiet)
    return Content(prepared, changed_pages(prepared) if whole else ())


def current(edition: Edition) -> Iterator[Fault]:
    """Every lesson, and every form of the course, is made of what a build would make it of now."""
    if edition.unreadable:
        yield Fault(f"the content cannot be compared: {edition.unreadable}", "Mend it, then " + BUILD)
    if edition.content is None:
        return
    plan = edition.content.plan
    stale = [fault for lesson in plan.lessons for fault in _stale(lesson, edition)]
    for gone in plan.removed:
        stale.append(Fault(f"the content no longer has the lesson `{gone.title}`", BUILD, gone.audio.path))
    yield from stale
    published = edition.manifest.forms
    wanted = {each.form.name: each for each in plan.forms}
    for name, form in wanted.items():
        if name not in published:
            yield Fault(f"there is no {name.upper()} of the course, and its settings ask for one", BUILD)
        elif published[name].key != form.key and not stale:
            yield Fault("it is of earlier content or settings", BUILD, published[name].file.path)
    for name in sorted(published.keys() - wanted.keys()):
        yield Fault("the settings no longer ask for it", BUILD, published[name].file.path)


def _stale(lesson: LessonPlan, edition: Edition) -> Iterator[Fault]:
    published = edition.manifest.episodes.get(lesson.lesson.id)
    if published is None:
        yield Fault(f"the lesson `{lesson.lesson.title}` is not in the edition", BUILD, lesson.place)
        return
    if published.origin.media != lesson.media:
        yield Fault(f"the lesson `{lesson.lesson.title}` is stale: {lesson.reason}", BUILD, lesson.place)
        return
    for plan in lesson.alternates:
        before = published.alternates.get(plan.form.name)
        if before is None or before.key != plan.key:
            told = f"the lesson `{lesson.lesson.title}` is not there as {plan.form.name.upper()}"
            yield Fault(told, BUILD, lesson.place)


def pages(edition: Edition) -> Iterator[Fault]:
    """Feed, page and manifest say what the content says."""
    for path in edition.content.pages if edition.content else ():
        yield Fault("it is not what the content gives now", BUILD, path)


def omissions(edition: Edition) -> Iterator[Fault]:
    """Every block is spoken or described, or left out for a reason that takes nothing from the listener."""
    for lesson in edition.content.plan.lessons if edition.content else ():
        for entry in lesson.script.left_out:
            if entry.reason not in NOT_MISSED:
                told = f"a block ({entry.kind}) is not in the narration: {entry.reason}"
                fix = "Give it words, or say that it is left out: <!-- narrate: skip -->"
                yield Fault(told, fix, f"{lesson.place}:{entry.line}", "warning")


def longest_pauses(content: Content | None) -> dict[str, float]:
    """Of each lesson, by id, the longest pause in its narration, in seconds."""
    lessons = content.plan.lessons if content else ()
    return {
        lesson.lesson.id: max((each.pause_ms for each in lesson.script.utterances), default=0) / 1000
        for lesson in lessons
    }
