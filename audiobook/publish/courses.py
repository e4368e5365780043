"""Publish every course of the output folder, or some; then the catalogue. And what there is to tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from audiobook import manifest
from audiobook.errors import AudiobookError, UsageError, together
from audiobook.names import did_you_mean
from audiobook.progress import counted, in_bytes
from audiobook.publish.catalog import CatalogReport, listed_covers, publish_catalog
from audiobook.publish.edition import on_disk
from audiobook.publish.plan import Plan, Terms, look, plan_publish, plan_rollback
from audiobook.publish.run import carry_out, new_run
from audiobook.publish.target import Target
from audiobook.publish.telling import Telling


@dataclass(frozen=True, slots=True)
class Options:
    """keep_days: how long superseded files stay; dry: only tell; rollback: go back to the edition before."""

    keep_days: int
    dry: bool = False
    rollback: bool = False


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What was done, or would be, to one course."""

    course: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of `audiobook publish` did, or would do."""

    target: str
    options: Options
    courses: tuple[CourseReport, ...]
    catalog: CatalogReport | None


def publish(
    output: Path, names: Sequence[str], target: Target, options: Options, now: datetime, telling: Telling
) -> Report:
    """Publish the named editions of the output folder, or all. One that fails does not keep the others back.

    Raises UsageError for an unknown name; at the end, what failed.
    """
    courses = _chosen(output, names, target, options)
    listed = listed_covers(target)
    reports, errors = [], []
    for course in courses:
        terms = Terms(now, options.keep_days, listed.get(course, frozenset()))
        try:
            reports.append(_publish_course(output / course, target.below(course), options, terms, telling))
        except AudiobookError as error:
            errors.append(error)
    catalog = None
    try:
        if not options.rollback:
            catalog = publish_catalog(output, target, options.dry)
    except AudiobookError as error:
        errors.append(error)
    report = Report(target.shown, options, tuple(reports), catalog)
    if errors:
        for line in as_text(report):
            telling.say(line)
        raise together(errors)
    return report


def _publish_course(
    folder: Path, target: Target, options: Options, terms: Terms, telling: Telling
) -> CourseReport:
    edition = None if options.rollback else on_disk(folder, options.dry)
    state = look(target)
    plan = (
        plan_publish(target, state, edition, folder, terms)
        if edition
        else plan_rollback(target, state, terms)
    )
    if not options.dry:
        telling.begin(folder.name, len(plan.steps), plan.size)
        carry_out(plan, state, target, terms.now, new_run(), telling)
    return CourseReport(folder.name, plan)


def _chosen(output: Path, names: Sequence[str], target: Target, options: Options) -> list[str]:
    if options.rollback:
        known = [name for name in target.folders() if target.stat(f"{name}/{manifest.NAME}")]
        place, hint = target.shown, "Publish something first"
    else:
        known, place, hint = manifest.editions_in(output), str(output), "Run `audiobook build` first"
    if not known:
        raise UsageError(f"there is no edition in {place}", hint)
    for name in names:
        if name not in known:
            raise UsageError(f"{place} has no edition of a course `{name}`", did_you_mean(name, known))
    return list(dict.fromkeys(names)) or known


# -- what is told of it --------------------------------------------------------------------------------------


def as_text(report: Report) -> list[str]:
    """The result, in lines."""
    lines = []
    for course in report.courses:
        lines.append(f"{course.course}: {_said(course.plan, report.options)}")
        if report.options.dry:
            verb = "restore" if report.options.rollback else "send"
            lines += [
                f"  {verb:<8}{step.file.path}  {in_bytes(step.file.size)}" for step in course.plan.steps
            ]
            lines += [f"  {'remove':<8}{path}" for path in course.plan.removed]
    if report.catalog and report.catalog.lacking:
        lines.append(f"catalogue: left as it was: {report.catalog.lacking} is not published yet")
    elif report.catalog:
        verb = "to send" if report.options.dry else "sent"
        files = counted(len(report.catalog.sent), "file")
        lines.append(f"catalogue: {files} {verb}" if report.catalog.sent else "catalogue: unchanged")
    return lines


def _said(plan: Plan, options: Options) -> str:
    if plan.is_done:
        return "unchanged"
    steps, removed = counted(len(plan.steps), "file"), len(plan.removed)
    unchanged = len(plan.edition.files) - len(plan.steps)
    done = "restored" if options.rollback else "sent"
    if options.dry:
        done = f"to be {done}"
    return f"{steps} {done} ({in_bytes(plan.size)}), {unchanged} unchanged, {removed} removed"


def as_json(report: Report) -> dict[str, Any]:
    """The result for programs; `size` in bytes."""
    catalog = report.catalog
    return {
        "target": report.target,
        "dry_run": report.options.dry,
        "rollback": report.options.rollback,
        "courses": [
            {
                "course": course.course,
                "edition": course.plan.edition.id,
                "sent": {"files": [step.file.path for step in course.plan.steps], "size": course.plan.size},
                "unchanged": len(course.plan.edition.files) - len(course.plan.steps),
                "superseded": sorted(course.plan.after.superseded),
                "removed": list(course.plan.removed),
            }
            for course in report.courses
        ],
        "catalog": {"sent": list(catalog.sent), "lacking": catalog.lacking or None} if catalog else None,
    }
