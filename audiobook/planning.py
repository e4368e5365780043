"""What a build of courses would do: made of what was published, or of a git revision, and of the content as it is.

Against a revision the output is not looked at: told is what would have to be spoken and made if the revision were
published, which is what a pull request is about. What the store holds is not spoken again in either case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import identity, ingredients, outputs
from audiobook.assemble import assemble, edition_of
from audiobook.build import finish_all
from audiobook.changes import CourseChanges, LessonChanges, compare
from audiobook.course import course_slug, find_courses
from audiobook.errors import ContentError, EngineError
from audiobook.ingredients import MadeOf
from audiobook.outlook import CourseOutlook, GoneLesson, LessonOutlook, told
from audiobook.plan import ToSpeak, Work, to_speak
from audiobook.prepare import Options, Prepared, narrated, prepare, read
from audiobook.progress import Lines, Progress, counted
from audiobook.revision import Revision, course_at
from audiobook.speech.engine import Priced, VoiceSpec, load_engine
from audiobook.speech.synthesize import KIND as CLIP
from audiobook.state import LocalState
from audiobook.store import Store, project_store

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings
    from audiobook.course import CourseSource
    from audiobook.lint.finding import Finding
    from audiobook.plan import FormPlan, LessonPlan, Planned

_OF_SOUND = ("pauses", "earcons", "where chapters begin")  # facts of a lesson that are heard


def plan_courses(
    names: Sequence[str],
    project: ProjectSettings,
    options: Options,
    progress: Progress,
    *,
    base: str | None = None,
    with_findings: bool = False,
) -> list[CourseOutlook]:
    """What a build of these courses would do now; `base` is a git revision to compare with instead of the output.

    Raises UsageError, ContentError or EngineError; for a revision whose content cannot be read, it says so and takes
    all as new.
    """
    revision = Revision.find(base, project.content) if base is not None else None
    found = []
    for folder in find_courses(project.content, names):
        if revision is None:
            found.append(_since_edition(prepare(folder, project, options, progress), project, with_findings))
        else:
            found.append(_since_revision(folder, revision, project, options, progress, with_findings))
    return found


def _since_edition(prepared: Prepared, project: ProjectSettings, with_findings: bool) -> CourseOutlook:
    plan, source, previous = prepared.plan, prepared.source, prepared.previous
    before = ingredients.load(prepared.output) if previous else ingredients.NOTHING
    missing = [lesson.missing for lesson in plan.lessons]
    changes = _changes(source, plan.lessons, before, missing) if before else None
    lessons = []
    for index, lesson in enumerate(plan.lessons):
        of_lesson = changes.lessons[index] if changes else None
        specific = lesson.reason
        if of_lesson and lesson.work != "none" and _is_changed(lesson, prepared):
            specific = told(of_lesson) or lesson.reason
        lessons.append(
            _outlook(lesson, lesson.work, specific, lesson.to_speak, of_lesson, source, with_findings)
        )
    gone = {each.before.id: each.changes for each in changes.removed if each.before} if changes else {}
    return CourseOutlook(
        source.slug,
        "",
        tuple(lessons),
        tuple(
            GoneLesson(each.id, each.title, each.origin.source, gone.get(each.id, ()))
            for each in plan.removed
        ),
        tuple((each.form.name, _why(each, prepared)) for each in plan.forms if not each.current),
        changed_pages(prepared),
        estimate(plan.to_speak, LocalState(project.state)),
        cost(plan.to_speak),
    )


def _is_changed(lesson: LessonPlan, prepared: Prepared) -> bool:
    """Whether the lesson was published, and its files would be others: not only lost, or asked for in more forms."""
    published = prepared.previous.episodes.get(lesson.lesson.id) if prepared.previous else None
    return published is not None and published.origin.media != lesson.media


def _why(form: FormPlan, prepared: Prepared) -> str:
    before = prepared.previous.forms.get(form.form.name) if prepared.previous else None
    if before is None:
        return "new"
    if before.key == form.key:
        return "the published file is missing or damaged"
    changed = sum(lesson.work != "none" for lesson in prepared.plan.lessons)
    if changed or prepared.plan.removed:
        return f"{counted(changed, 'lesson')} changed" if changed else "lessons removed"
    return "what it tells of the course changed, or its format"


def changed_pages(prepared: Prepared) -> tuple[str, ...]:
    """Files that would change though no lesson does, such as the feed after a new description."""
    if any(lesson.work != "none" for lesson in prepared.plan.lessons):
        return ()
    tracks = finish_all(prepared, prepared.output)
    edition = edition_of(prepared.source, prepared.previous, tracks, prepared.related)
    forms = prepared.previous.forms if prepared.previous else {}
    pages = assemble(prepared.source, edition, prepared.previous, tracks, forms, outputs.hashed)
    return tuple(sorted(page.path for page in pages if not outputs.intact(prepared.output, page)))


def _since_revision(
    folder: Path,
    revision: Revision,
    project: ProjectSettings,
    options: Options,
    progress: Progress,
    with_findings: bool,
) -> CourseOutlook:
    store = project_store(project, progress.say)
    before = ingredients.NOTHING
    with Lines(quiet=True) as quiet:
        try:
            with course_at(revision, folder, project) as (place, settings):
                if place is not None:
                    then = read(place, settings, quiet)
                    dates = identity.publication_dates(then.lessons, then.settings.published)
                    before = ingredients.made_of(
                        then, narrated(then, then.lessons, dates, options.voice, store, quiet)
                    )
        except (ContentError, EngineError) as error:
            for line in str(error).splitlines():
                progress.say(f"warning: {line}")
            progress.say(
                f"warning: {course_slug(folder)} at {revision.label} cannot be read, so all of it counts as new"
            )
    source = read(folder, project, progress)
    known = {each.id: identity.Known(each.path, each.title) for each in before.lessons}
    lessons = identity.known_ids(source.lessons, known)
    dates = identity.publication_dates(lessons, source.settings.published)
    planned = narrated(source, lessons, dates, options.voice, store, progress)
    said = {each.clip for lesson in before.lessons for each in lesson.said}
    missing = [_missing(lesson, said, store) for lesson in planned]
    changes = _changes(source, planned, before, missing)
    asked = tuple(to_speak(*pair) for pair in zip(planned, missing, strict=True))
    every = tuple(item for items in asked for item in items)
    return CourseOutlook(
        source.slug,
        revision.label,
        tuple(
            _outlook(
                lesson, _work(of_lesson, items), told(of_lesson), items, of_lesson, source, with_findings
            )
            for lesson, of_lesson, items in zip(planned, changes.lessons, asked, strict=True)
        ),
        tuple(
            GoneLesson(each.before.id, each.before.title, each.before.path, each.changes)
            for each in changes.removed
            if each.before
        ),
        (),
        (),
        estimate(every, LocalState(project.state)),
        cost(every),
    )


def _missing(lesson: Planned, said: set[str], store: Store) -> tuple[int, ...]:
    """Places of the utterances whose clip is neither among those that are `said` so far nor in the store."""
    found = []
    for index, key in enumerate(lesson.clips):
        short = ingredients.short(key)
        if short not in said and not store.has(CLIP, key):
            found.append(index)
        said.add(short)
    return tuple(found)


def _work(changes: LessonChanges, asked: Sequence[ToSpeak]) -> Work:
    """The earliest stage that has to run for a lesson to follow what was before."""
    if asked:
        return "speak"
    heard = changes.changes or any(name in _OF_SOUND or name.startswith("encoding") for name in changes.other)
    if heard or changes.before is None:
        return "encode"
    return "tag" if changes.other else "none"


# -- both -----------------------------------------------------------------------------------------------------


def _changes(
    source: CourseSource,
    lessons: Sequence[Planned | LessonPlan],
    before: MadeOf,
    missing: Sequence[Sequence[int]],
) -> CourseChanges:
    scripts = [lesson.script for lesson in lessons]
    return compare(before, ingredients.made_of(source, lessons), scripts, missing)


def _outlook(
    lesson: Planned | LessonPlan,
    work: Work,
    reason: str,
    asked: tuple[ToSpeak, ...],
    changes: LessonChanges | None,
    source: CourseSource,
    with_findings: bool,
) -> LessonOutlook:
    findings: tuple[Finding, ...] = ()
    if with_findings and changes and any(change.is_other_text for change in changes.changes):
        from audiobook.lint import lint

        findings = tuple(lint(lesson.lesson, source))
    return LessonOutlook(lesson.lesson, lesson.place, lesson.script, work, reason, asked, changes, findings)


def estimate(asked: Iterable[ToSpeak], state: LocalState) -> float | None:
    """Seconds the synthesis would take here; None when a voice was never measured on this machine."""
    seconds = 0.0
    for voice, count in _characters(asked).items():
        speed = state.speed(str(voice))
        if speed is None:
            return None
        seconds += count / speed
    return seconds


def cost(asked: Iterable[ToSpeak]) -> float | None:
    """What the synthesis would cost, without retries; None when a voice that is paid for has no price."""
    total = 0.0
    for voice, count in _characters(asked).items():
        engine = load_engine(voice.engine)
        if isinstance(engine, Priced):
            price = engine.cost(count, dict(voice.settings))
            if price is None:
                return None
            total += price
    return total


def _characters(asked: Iterable[ToSpeak]) -> Counter[VoiceSpec]:
    characters: Counter[VoiceSpec] = Counter()
    for item in asked:
        characters[item.voice] += len(item.utterance.spoken)
    return characters
