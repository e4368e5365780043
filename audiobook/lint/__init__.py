"""Lint: what a listener without a screen would stumble over, as findings with a line, a reason and a fix.

    lesson -> its script (narration) -> a page (page.py) -> rules (rules/) -> findings, less what is disabled

A rule looks at the page and at the script, and never narrates for itself: what it reports is what will be heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings
    from audiobook.course import CourseSource
    from audiobook.lint.finding import Finding
    from audiobook.model import Lesson


@dataclass(frozen=True, slots=True)
class Report:
    """The findings in some lessons, sorted by file, line and rule."""

    findings: tuple[Finding, ...]
    lessons: int

    def exit_code(self, *, strict: bool) -> int:
        """3, as for all content that has to be mended, when there are errors, or with `strict` any finding."""
        from audiobook.errors import ContentError

        wrong = any(strict or finding.level == "error" for finding in self.findings)
        return ContentError.exit_code if wrong else 0


def lint_courses(names: Sequence[str], project: ProjectSettings) -> Report:
    """The findings in the named courses, or in all. Raises UsageError, or ContentError for what cannot be read."""
    from audiobook.course import read_courses
    from audiobook.errors import ContentError, Problem

    found: list[Finding] = []
    problems: list[Problem] = []
    lessons = 0
    for course in read_courses(project, names):
        for lesson in course.lessons:
            lessons += 1
            try:
                found += lint(lesson, course)
            except ContentError as error:
                problems.extend(error.problems)
    if problems:
        raise ContentError(tuple(problems))
    return Report(tuple(sorted(found)), lessons)


def lint(lesson: Lesson, course: CourseSource) -> list[Finding]:
    """The findings in one lesson of a course, sorted. Raises ContentError for malformed directives of narration."""
    from audiobook.cast import words_for
    from audiobook.documents import shown
    from audiobook.lint.finding import Finding
    from audiobook.lint.page import page_of
    from audiobook.lint.rules import RULES
    from audiobook.narration import narrate

    settings = course.settings
    words = words_for(lesson, settings, course.lexicon)
    script = narrate(lesson, settings.narration, words.narrator, words.others)
    page = page_of(lesson, script, course, words.narrator, [rule.name for rule in RULES])
    path = shown(course.folder / lesson.path)
    found: set[Finding] = set()
    for rule in RULES:
        level = settings.lint.rules.get(rule.name, rule.level)
        if level == "off":
            continue
        for hit in rule.check(page):
            if not page.disabled.covers(rule.name, hit.line):
                found.add(Finding(path, hit.line, rule.name, level, hit.reason, hit.fix))
    return sorted(found)
