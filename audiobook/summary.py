"""What a build did and what a plan would do, told to people and in the JSON of the command-line contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.progress import clock, counted

if TYPE_CHECKING:
    from audiobook.build import CourseReport, PlanReport
    from audiobook.plan import LessonPlan

_DONE = {"none": "reused", "tag": "retagged", "encode": "rejoined", "speak": "built"}
_TO_DO = {"none": "keep", "tag": "retag", "encode": "rejoin", "speak": "speak"}


def as_contract(reports: Sequence[CourseReport]) -> dict[str, Any]:
    """The `build --json` contract."""
    return {
        "courses": [
            {
                "course": report.course,
                "episodes": len(report.lessons),
                "duration_s": round(report.duration_s, 3),
                "utterances": {
                    "total": report.utterances,
                    "synthesized": report.synthesized,
                    "cached": report.utterances - report.synthesized,
                },
                "files": {
                    "written": report.changes.written,
                    "unchanged": report.changes.unchanged,
                    "removed": report.changes.removed,
                },
                "elapsed_s": round(report.elapsed_s, 3),
            }
            for report in reports
        ]
    }


def summary(reports: Sequence[CourseReport], output: Path) -> list[str]:
    """A few lines a course: what was built, reused and omitted, how long it is, where it is; then the catalogue."""
    lines = []
    for report in reports:
        done = Counter(_DONE[lesson.work] for lesson in report.lessons)
        work = ", ".join(f"{done[word]} {word}" for word in _DONE.values() if done[word])
        lines.append(
            f"{report.course}: {counted(len(report.lessons), 'lesson')} ({work}), {clock(report.duration_s)} of audio, "
            f"in {report.elapsed_s:.1f} s"
        )
        lines.append(
            f"  {report.synthesized} of {counted(report.utterances, 'utterance')} synthesized, the rest reused; "
            f"{counted(report.changes.written, 'file')} written, {report.changes.unchanged} unchanged, "
            f"{report.changes.removed} removed"
        )
        omitted = [lesson for lesson in report.lessons if lesson.omitted]
        if omitted:
            blocks = sum(lesson.omitted for lesson in omitted)
            lines.append(
                f"  {counted(blocks, 'block')} not in the narration, in {counted(len(omitted), 'lesson')}: "
                "`audiobook narrate FILE` lists them with the reasons"
            )
        lines += [f"  removed: {title}" for title in report.removed]
        lines.append(f"  {output / report.course / 'index.html'}")
    catalogue = output / "index.html"  # there is none where every course is private
    return [*lines, f"all courses: {catalogue}"] if catalogue.is_file() else lines


def plan_as_json(plans: Sequence[PlanReport]) -> dict[str, Any]:
    return {
        "courses": [
            {
                "course": report.course,
                "utterances": {"total": report.plan.utterances, "missing": report.plan.missing},
                "speech_s": round(sum(lesson.speech_s for lesson in report.plan.lessons), 1),
                "estimated_s": report.estimated_s,
                "cost": None if report.cost is None else round(report.cost, 4),
                "lessons": [
                    {
                        "id": lesson.lesson.id,
                        "title": lesson.lesson.title,
                        "file": lesson.lesson.path,
                        "work": lesson.work,
                        "reason": lesson.reason,
                        "utterances": len(lesson.clips),
                        "missing": len(lesson.missing),
                        "speech_s": round(lesson.speech_s, 1),
                    }
                    for lesson in report.plan.lessons
                ],
                "pages": list(report.pages),
                "removed": [{"id": episode.id, "title": episode.title} for episode in report.plan.removed],
            }
            for report in plans
        ]
    }


def plan_as_text(plans: Sequence[PlanReport]) -> list[str]:
    lines: list[str] = []
    for report in plans:
        lines.append(f"{report.course}: {_outlook(report)}")
        lines += [
            f"  {_TO_DO[lesson.work]:<7} {lesson.lesson.path}  {lesson.reason}{_new_speech(lesson)}"
            for lesson in report.plan.lessons
        ]
        lines += [
            f"  remove  {episode.origin.source}  no longer in the content" for episode in report.plan.removed
        ]
    return lines


def plan_as_markdown(plans: Sequence[PlanReport]) -> list[str]:
    lines: list[str] = []
    for report in plans:
        lines += [f"### {report.course}", "", f"{_outlook(report)}.", ""]
        lines += ["| lesson | work | why | new speech |", "|---|---|---|---|"]
        lines += [
            f"| {_cell(lesson.lesson.title)} | {_TO_DO[lesson.work]} | {_cell(lesson.reason)} | "
            f"{clock(lesson.speech_s) if lesson.missing else ''} |"
            for lesson in report.plan.lessons
        ]
        lines += [
            f"| {_cell(episode.title)} | remove | no longer in the content | |"
            for episode in report.plan.removed
        ]
        lines.append("")
    return lines


def _outlook(report: PlanReport) -> str:
    plan = report.plan
    if not plan.missing and all(lesson.work == "none" for lesson in plan.lessons) and not plan.removed:
        return f"no lesson changes, but {', '.join(report.pages)} would" if report.pages else "nothing to do"
    speech = clock(sum(lesson.speech_s for lesson in plan.lessons))
    parts = [
        f"{plan.missing} of {counted(plan.utterances, 'utterance')} to synthesize, about {speech} of speech"
    ]
    if plan.missing:
        parts.append(
            f"about {clock(report.estimated_s)} at the speed measured here"
            if report.estimated_s is not None
            else "time not known before the first build on this machine"
        )
        if report.cost is None:
            parts.append("cost not known: its voice has no price")
        elif report.cost:
            parts.append(f"cost about {report.cost:,.2f}")
    return ", ".join(parts)


def _new_speech(lesson: LessonPlan) -> str:
    return (
        f" ({counted(len(lesson.missing), 'utterance')}, about {clock(lesson.speech_s)})"
        if lesson.missing
        else ""
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
