"""What a build did, told to people and in the JSON of the command-line contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import AudiobookError, NotInStore, Together
from audiobook.progress import clock, counted

if TYPE_CHECKING:
    from audiobook.build import CourseReport

_DONE = {"none": "reused", "tag": "retagged", "encode": "rejoined", "speak": "built"}


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


def missing_of(error: AudiobookError) -> list[dict[str, Any]]:
    """What `build --frozen --json` tells in the place of the courses: every sentence that is not in the store."""
    errors = error.errors if isinstance(error, Together) else (error,)
    return [
        {"file": lacking.path, "line": lacking.line, "text": lacking.text, "voice": lacking.voice}
        for each in errors
        if isinstance(each, NotInStore)
        for lacking in each.missing
    ]


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
