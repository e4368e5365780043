"""The page of a check: one HTML file, of any host or folder, that asks for nothing.

`page.html` is the skeleton, `style.css` with the theme of all pages how it looks. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook import outputs
from audiobook.check import telling
from audiobook.check.model import CourseReport, Finding, LessonFigures, Report, ShelfCheck
from audiobook.check.table import CHECKS, MANIFEST
from audiobook.loudness import TARGET_LUFS, TOLERANCE_LU
from audiobook.pages import policy, styles, template

_WIDTH, _HEIGHT = 320.0, 120.0
_ROOM = 0.02  # of the value: lessons that hardly differ are not to look as if they did
_OF_SHELF = [check.name for check in CHECKS if isinstance(check, ShelfCheck)]
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 8.0, 10.0, 22.0


@dataclass(frozen=True, slots=True)
class Point:
    """A lesson in a plot: its place in the picture, and what a reader is told of it."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A value for each lesson.

    ends: where the first and the last lesson stand; ticks: place, and text; band: top and height of what is wanted.
    """

    title: str
    about: str
    points: tuple[Point, ...]
    ends: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    band: tuple[float, float] | None = None
    width: float = _WIDTH
    height: float = _HEIGHT
    left: float = _LEFT
    right: float = _WIDTH - _RIGHT
    base: float = _HEIGHT - _BOTTOM


@dataclass(frozen=True, slots=True)
class Row:
    """A promise, and what of it was found to be broken."""

    name: str
    promise: str
    findings: tuple[tuple[Finding, str], ...]

    @property
    def state(self) -> str:
        severities = {finding.fault.severity for finding, _ in self.findings}
        return "error" if "error" in severities else "warning" if severities else "ok"


@dataclass(frozen=True, slots=True)
class Part:
    """What the page says of one course."""

    course: CourseReport
    rows: tuple[Row, ...]
    plots: tuple[Plot, ...]
    loudness: str
    peak: str
    errors: int

    @property
    def broken(self) -> list[Row]:
        return [row for row in self.rows if row.findings]

    @property
    def kept(self) -> list[Row]:
        return [row for row in self.rows if not row.findings]


def write(report: Report, output: Path, out: Path) -> None:
    """Writes the page. Raises PublishError."""
    with outputs.explained(out, "Choose another place with --report"):
        out.write_text(page(report, output), encoding="utf-8")


def page(report: Report, output: Path) -> str:
    """The page as HTML. `output`: the folder that was checked."""
    style = styles(__name__)
    return template(__name__).render(
        report=report,
        parts=[_part(course, output) for course in report.courses],
        catalogue=_rows(report.catalogue, output),
        style=style,
        policy=policy(style, pictures="'none'"),
    )


def _part(course: CourseReport, output: Path) -> Part:
    return Part(
        course=course,
        rows=tuple(
            row
            for row in _rows(course.findings, output / course.course)
            if row.name not in (*course.skipped, *_OF_SHELF)
        ),
        plots=tuple(plots(course.lessons)),
        loudness=telling.loudness_range(course.lessons).replace("-", "−"),
        peak=telling.highest_peak(course.lessons).replace("-", "−"),
        errors=telling.errors(course.findings),
    )


def _rows(findings: Sequence[Finding], folder: Path) -> Iterator[Row]:
    promises = {MANIFEST: "There is an edition, and it can be read."}
    promises |= {check.name: check.promise for check in CHECKS}
    for name, promise in promises.items():
        found = [finding for finding in findings if finding.check == name]
        named = ((each, telling.place_of(each, folder) if each.fault.file else "") for each in found)
        yield Row(name, promise, tuple(named))


# -- plots ---------------------------------------------------------------------------------------------------


def plots(lessons: Sequence[LessonFigures]) -> Iterator[Plot]:
    """Loudness and speaking rate of each lesson; a course of one lesson has nothing to compare."""
    if len(lessons) < 2:
        return
    loud = [(each, each.integrated_lufs) for each in lessons]
    wanted = (TARGET_LUFS - TOLERANCE_LU, TARGET_LUFS + TOLERANCE_LU)
    yield _plot("Loudness", "LUFS; the band is what is promised", loud, ".1f", "LUFS", wanted)
    pace = [(each, each.words_per_minute) for each in lessons]
    yield _plot("Speaking rate", "written words a minute, pauses included", pace, ".0f", "words a minute")


def _plot(
    title: str,
    about: str,
    values: Sequence[tuple[LessonFigures, float | None]],
    form: str,
    unit: str,
    wanted: tuple[float, float] | None = None,
) -> Plot:
    known = [value for _, value in values if value is not None]
    every = [*known, *(wanted or ())] or [0.0]
    low, high = min(every), max(every)
    room = max((high - low) * 0.15, abs(high) * _ROOM)
    low, high = low - room, high + room

    def y(value: float) -> float:
        return float(round(_TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM), 1))

    step = (_WIDTH - _LEFT - _RIGHT) / len(values)
    places = [round(_LEFT + step * (number + 0.5), 1) for number in range(len(values))]
    points = tuple(
        Point(places[number], y(value), f"{number + 1}. {lesson.title}: {_signed(value, form)} {unit}")
        for number, (lesson, value) in enumerate(values)
        if value is not None
    )
    marks = wanted or ((min(known), max(known)) if known else ())
    ticks = tuple((y(mark), _signed(mark, form)) for mark in dict.fromkeys(marks))
    band = (y(wanted[1]), round(y(wanted[0]) - y(wanted[1]), 1)) if wanted else None
    return Plot(title, about, points, (places[0], places[-1]), ticks, band)


def _signed(value: float, form: str) -> str:
    """With a real minus."""
    return f"{value:{form}}".replace("-", "−")
