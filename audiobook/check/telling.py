"""What a check found, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audiobook.check.model import CourseReport, Finding, LessonFigures, Report
from audiobook.check.table import CHECKS
from audiobook.documents import shown
from audiobook.progress import clock, counted

FORMAT = 1


def as_text(report: Report, output: Path) -> list[str]:
    """A line for each course that is well; else how many findings it has, and a line for each."""
    lines = []
    for course in report.courses:
        lines.append(f"{course.course}: {_state(course.findings)}{_figures(course)}")
        lines += [_line(finding, output / course.course) for finding in course.findings]
        lines += [f"  note: {note}" for note in course.notes]
    if report.catalogue:
        lines.append(f"the catalogue: {_state(report.catalogue)}")
        lines += [_line(finding, output) for finding in report.catalogue]
    return lines


def as_json(report: Report) -> dict[str, Any]:
    """All figures and findings: docs/check.md describes them."""
    return {
        "format": FORMAT,
        "ok": not report.count("error"),
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "courses": [
            {
                "course": course.course,
                "title": course.title,
                "ok": not errors(course.findings),
                "files": course.files,
                "bytes": course.size,
                "duration_s": round(course.duration_s, 3),
                "lessons": [_lesson(lesson) for lesson in course.lessons],
                "findings": [_finding(finding) for finding in course.findings],
                "notes": list(course.notes),
                "skipped": list(course.skipped),
            }
            for course in report.courses
        ],
        "catalogue": [_finding(finding) for finding in report.catalogue],
        "checks": {check.name: check.promise for check in CHECKS},
    }


def errors(findings: Sequence[Finding]) -> int:
    return sum(finding.fault.severity == "error" for finding in findings)


def loudness_range(lessons: Sequence[LessonFigures]) -> str:
    """`-16.1 to -15.9 LUFS`; empty when nothing was measured."""
    found = [lesson.integrated_lufs for lesson in lessons if lesson.integrated_lufs is not None]
    if not found:
        return ""
    low, high = min(found), max(found)
    return f"{low:.1f} LUFS" if low == high else f"{low:.1f} to {high:.1f} LUFS"


def highest_peak(lessons: Sequence[LessonFigures]) -> str:
    found = [lesson.true_peak_dbtp for lesson in lessons if lesson.true_peak_dbtp is not None]
    return f"{max(found):.2f} dBTP" if found else ""


def _state(findings: Sequence[Finding]) -> str:
    wrong = errors(findings)
    mild = len(findings) - wrong
    counts = [counted(wrong, "error")] if wrong else []
    counts += [counted(mild, "warning")] if mild else []
    return ", ".join(counts) or "ok"


def _figures(course: CourseReport) -> str:
    if not course.lessons:
        return ""
    facts = [
        counted(course.files, "file"),
        counted(len(course.lessons), "lesson"),
        clock(course.duration_s),
        loudness_range(course.lessons),
        f"peak {peak}" if (peak := highest_peak(course.lessons)) else "",
    ]
    return f" ({', '.join(filter(None, facts))})"


def _line(finding: Finding, folder: Path) -> str:
    fault = finding.fault
    place = f" ({place_of(finding, folder)})" if fault.file else ""
    return f"  {fault.severity} {finding.check}: {fault.message}{place} -> {fault.fix}"


def place_of(finding: Finding, folder: Path) -> str:
    """The file as people can open it: findings of the content name that, all others a file of the edition."""
    of_content = finding.check in ("content", "omissions") and not (folder / finding.fault.file).exists()
    return finding.fault.file if of_content else shown(folder / finding.fault.file)


def _lesson(lesson: LessonFigures) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "duration_s": lesson.duration_s,
        "integrated_lufs": lesson.integrated_lufs,
        "true_peak_dbtp": lesson.true_peak_dbtp,
        "words": lesson.words,
        "words_per_minute": lesson.words_per_minute,
        "chapters": lesson.chapters,
        "cues": lesson.cues,
        "cards": lesson.cards,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    fault = finding.fault
    return {
        "check": finding.check,
        "severity": fault.severity,
        "message": fault.message,
        "file": fault.file,
        "fix": fault.fix,
        "lesson": finding.lesson,
    }


def verdict(report: Report) -> Iterator[str]:
    """In one line, what is broken; nothing when all promises are kept."""
    count = report.count("error")
    if count:
        broken = sorted({each.check for each in report.findings if each.fault.severity == "error"})
        yield f"{counted(count, 'error')} in {', '.join(broken)}"
