"""Which module each lesson belongs to. Lessons keep the order of their files; modules only group them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiobook.config import CourseSettings
from audiobook.documents import Document, Findings
from audiobook.errors import Problem
from audiobook.lesson import LessonFile
from audiobook.model import Lesson, Module
from audiobook.names import did_you_mean, title_of


def assign_modules(
    files: Sequence[LessonFile],
    known: Sequence[str],
    settings: CourseSettings,
    document: Document,
    findings: Findings,
) -> tuple[tuple[Lesson, ...], tuple[Module, ...]]:
    """The lessons with the titles of their modules, and the modules.

    A lesson's module is the one it names, else the one that lists it; in a course without `[[modules]]` the
    one it names, else its subfolder. `known` are the ids that may be listed, drafts among them.
    """
    listed = _listed(known, settings, document, findings.problems)
    declared = [module.title for module in settings.modules]
    lessons = []
    for file in files:
        if declared:
            title = _declared_module(file, declared, listed, document.path, findings.problems)
        else:
            title = file.settings.module or _subfolder_title(file.lesson.path)
        lessons.append(replace(file.lesson, module=title))
    titles = declared or dict.fromkeys(lesson.module for lesson in lessons if lesson.module)
    modules = tuple(Module(number, title) for number, title in enumerate(titles, 1))
    _warn_of_order(files, lessons, modules, findings.warnings)
    return tuple(lessons), modules


def _listed(
    known: Sequence[str], settings: CourseSettings, document: Document, problems: list[Problem]
) -> dict[str, str]:
    """The module that lists each lesson id."""
    titles: set[str] = set()
    listed: dict[str, str] = {}
    for index, module in enumerate(settings.modules):
        if module.title in titles:
            message = f'two modules are called "{module.title}"'
            problems.append(document.problem(("modules", index, "title"), message, "Give one another title"))
        titles.add(module.title)
        for lesson in module.lessons:
            place = ("modules", index, "lessons")
            if lesson not in known:
                hint = did_you_mean(lesson, known)
                problems.append(document.problem(place, f"no lesson has the id `{lesson}`", hint))
            elif lesson in listed:
                message = f'`{lesson}` is already listed in the module "{listed[lesson]}"'
                problems.append(document.problem(place, message, "List it once"))
            listed.setdefault(lesson, module.title)
    return listed


def _declared_module(
    file: LessonFile, declared: Sequence[str], listed: Mapping[str, str], course: str, problems: list[Problem]
) -> str | None:
    named, by_list = file.settings.module, listed.get(file.lesson.id)
    line = file.document.line_of("module")
    if named and named not in declared:
        message = f'{course} has no module "{named}"'
        problems.append(Problem(file.path, line, message, did_you_mean(named, declared)))
    elif named and by_list and named != by_list:
        message = f'the lesson says module "{named}", but {course} lists it in "{by_list}"'
        problems.append(Problem(file.path, line, message, "Keep one of the two"))
    elif not named and not by_list:
        hint = f"Add `{file.lesson.id}` to the `lessons` of one, or write `module:` in the front matter"
        problems.append(Problem(file.path, 0, f"the lesson is in no module of {course}", hint))
    return named or by_list


def _subfolder_title(path: str) -> str | None:
    folder, slash, _ = path.rpartition("/")
    return title_of(folder) if slash else None


def _warn_of_order(
    files: Sequence[LessonFile], lessons: Sequence[Lesson], modules: Sequence[Module], warnings: list[Problem]
) -> None:
    numbers = {module.title: module.number for module in modules}
    last = 0
    for file, lesson in zip(files, lessons, strict=True):
        number = numbers.get(lesson.module or "", last)
        if number < last:
            message = f"this lesson of module {number} comes after one of module {last}"
            hint = "Number the files in the order of the modules: lessons are heard in file order"
            warnings.append(Problem(file.path, 0, message, hint))
            return
        last = number
