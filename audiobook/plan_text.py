"""A plan for people and for programs.

small: 1 of 9 utterances to synthesize, about 2s of speech, about 1s at the speed measured here
  keep    2 lessons  unchanged
  speak   02-second.md  1 sentence changed (text) (1 utterance, about 2s)
            content/small/02-second.md:8: changed (text): Five {-is here.-} {+has changed.+}
  write   m4b  1 lesson changed
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from audiobook.changes import Change
from audiobook.diff_text import marked
from audiobook.outlook import CourseOutlook, GoneLesson, LessonOutlook, added_s, removed_s
from audiobook.plan import speech_s
from audiobook.progress import clock, counted
from audiobook.why import Reason

TO_DO = {"none": "keep", "tag": "retag", "encode": "rejoin", "speak": "speak"}
MOST_LINES = 10
"""Sentences told of one lesson, when not all are asked for."""

MOST_CAUSES = 4
"""Causes told of a whole course."""

_INDENT = " " * 12


# -- for people -----------------------------------------------------------------------------------------------


def as_text(courses: Sequence[CourseOutlook], *, everything: bool = False) -> str:
    """What would be done, by course and lesson, with the sentences that changed. `everything`: and all of them."""
    return "\n".join(line for course in courses for line in _course(course, everything))


def _course(course: CourseOutlook, everything: bool) -> Iterator[str]:
    since = f", since {course.since}" if course.since else ""
    yield f"{course.course}{since}: {outlook(course)}"
    if why := causes_of(course):
        yield f"  why     {why}"
    kept = [lesson for lesson in course.lessons if lesson.work == "none"]
    if kept and not everything:
        yield f"  keep    {counted(len(kept), 'lesson')}  unchanged"
    for lesson in course.lessons:
        if lesson.work != "none" or everything:
            yield f"  {TO_DO[lesson.work]:<7} {lesson.lesson.path}  {lesson.reason}{_new_speech(lesson)}"
            yield from _changes(lesson, everything)
    for gone in course.removed:
        yield f"  remove  {gone.path}  no longer in the content"
    for name, reason in course.forms:
        yield f"  write   {name}  {reason}"


def outlook(course: CourseOutlook) -> str:
    """What a course needs, in a line."""
    if course.nothing_to_do:
        return "nothing to do"
    idle = all(lesson.work == "none" for lesson in course.lessons) and not course.removed
    if idle and course.pages:
        return f"no lesson changes, but {', '.join(course.pages)} would"
    asked = course.to_speak
    parts = [f"{len(asked)} of {counted(course.utterances, 'utterance')} to synthesize"]
    if asked:
        parts += [f"about {clock(speech_s(asked))} of speech", *_price(course)]
    return ", ".join(parts)


def causes_of(course: CourseOutlook) -> str:
    """Why something is to be synthesized, most of it first."""
    changes = [change for lesson in course.lessons if lesson.changes for change in lesson.changes.changes]
    counts = Counter(_what(change) for change in changes if change.speak)
    causes = [f"{number} {what}" for what, number in counts.most_common()]
    more = [f"and {len(causes) - MOST_CAUSES} other causes"] if len(causes) > MOST_CAUSES else []
    return ", ".join([*causes[:MOST_CAUSES], *more])


def _price(course: CourseOutlook) -> Iterator[str]:
    if course.estimated_s is None:
        yield "time not known: this machine has spoken too little with this voice yet"
    else:
        yield f"about {clock(course.estimated_s)} at the speed measured here"
    if course.cost is None:
        yield "cost not known: its voice has no price"
    elif course.cost:
        yield f"cost about {course.cost:,.2f}"


def _new_speech(lesson: LessonOutlook) -> str:
    asked = lesson.to_speak
    return f" ({counted(len(asked), 'utterance')}, about {clock(speech_s(asked))})" if asked else ""


def _changes(lesson: LessonOutlook, everything: bool) -> Iterator[str]:
    """A line for each sentence that is said otherwise or elsewhere; what is only spoken anew is told in sum."""
    if lesson.changes is None:
        if lesson.work == "speak":
            yield f"{_INDENT}what the edition was made of is not known before the next build, so neither is why"
        return
    if lesson.changes.before is None and not everything:
        return
    lines: list[str] = []
    sums: dict[str, int] = {}
    for change in lesson.changes.changes:
        if everything or change.is_other_text or change.step == "moved":
            lines.append(f"{_INDENT}{_place(lesson, change)}: {_what(change)}: {_words(change)}")
        else:
            what = _what(replace(change, speak=True))  # whether it is spoken already is no line of its own
            sums[what] = sums.get(what, 0) + 1
    yield from (
        f"{_INDENT}{lesson.place}: {counted(number, 'sentence')} {what}" for what, number in sums.items()
    )
    shown = lines if everything else lines[:MOST_LINES]
    yield from shown
    if len(lines) > len(shown):
        yield f"{_INDENT}and {len(lines) - len(shown)} more: --all tells them"


def _place(lesson: LessonOutlook, change: Change) -> str:
    if change.index is None:
        return lesson.place
    return f"{lesson.place}:{lesson.script.utterances[change.index].line}"


def _what(change: Change) -> str:
    if change.step == "lost":
        return "as before, but not in the store"
    about = [told_reason(reason) for reason in change.reasons]
    if change.origin:
        about.append(f"from {change.origin}")
    if change.step in ("new", "changed") and not change.speak:
        about.append("already spoken")
    return change.step + (f" ({'; '.join(about)})" if about else "")


def told_reason(reason: Reason) -> str:
    return f"{reason.cause}: {reason.detail}" if reason.detail else reason.cause


def _words(change: Change) -> str:
    if change.before and change.after and change.is_other_text:
        return marked(change.before.spoken, change.after.spoken)
    return change.text


# -- for programs ---------------------------------------------------------------------------------------------


def as_json(courses: Sequence[CourseOutlook]) -> dict[str, Any]:
    """The `plan --json` contract: see docs/plan.md."""
    return {"courses": [_course_json(course) for course in courses]}


def _course_json(course: CourseOutlook) -> dict[str, Any]:
    changes = course.changes
    return {
        "course": course.course,
        "since": course.since or None,
        "utterances": {"total": course.utterances, "missing": len(course.to_speak)},
        "speech_s": round(speech_s(course.to_speak), 1),
        "added_s": round(added_s(changes), 1),
        "removed_s": round(removed_s(changes), 1),
        "estimated_s": None if course.estimated_s is None else round(course.estimated_s, 1),
        "cost": None if course.cost is None else round(course.cost, 4),
        "lessons": [_lesson_json(lesson) for lesson in course.lessons],
        "removed": [_gone_json(gone) for gone in course.removed],
        "forms": [{"form": name, "reason": reason} for name, reason in course.forms],
        "pages": list(course.pages),
    }


def _lesson_json(lesson: LessonOutlook) -> dict[str, Any]:
    changes = lesson.changes
    return {
        "id": lesson.lesson.id,
        "title": lesson.lesson.title,
        "file": lesson.lesson.path,
        "work": lesson.work,
        "reason": lesson.reason,
        "utterances": len(lesson.script.utterances),
        "missing": len(lesson.to_speak),
        "speech_s": round(speech_s(lesson.to_speak), 1),
        "explained": changes is not None,
        "changes": [_change_json(lesson, change) for change in changes.changes] if changes else [],
        "other": list(changes.other) if changes else [],
        "ledger": [
            {"kind": kind, "treatment": treatment, "reason": reason, "more": number}
            for (kind, treatment, reason), number in (changes.ledger() if changes else {}).items()
        ],
        "findings": [asdict(finding) for finding in lesson.findings],
    }


def _gone_json(gone: GoneLesson) -> dict[str, Any]:
    sentences = [change.text for change in gone.changes]
    return {"id": gone.id, "title": gone.title, "file": gone.path, "sentences": sentences}


def _change_json(lesson: LessonOutlook, change: Change) -> dict[str, Any]:
    line = None if change.index is None else lesson.script.utterances[change.index].line
    return {
        "step": change.step,
        "file": lesson.place,
        "line": line,
        "before": change.before.spoken if change.before else None,
        "after": change.after.spoken if change.after else None,
        "causes": [{"cause": reason.cause, "detail": reason.detail} for reason in change.reasons],
        "from": change.origin or None,
        "speak": change.speak,
    }
