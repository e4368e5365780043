"""A course folder: its settings, lessons in the order of their file names, modules, lexicon and cover.

What is read of a folder `content/<course>/`:

- `course.toml`, `lexicon.toml` and the cover, all optional;
- every `*.md` file but a project's papers (README, LICENSE...) and names that begin with `_` or `.`;
- the lessons of its subfolders, which are then modules: `01-foundations/02-associations.md`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import categories, cover
from audiobook.config import (
    COURSE_FILE,
    LEXICON_FILE,
    CourseSettings,
    ProjectSettings,
    WordSettings,
    read_course_settings,
    read_lexicon,
    unpinned,
)
from audiobook.documents import Document, Findings, read_toml, shown
from audiobook.errors import ContentError, Problem, UsageError, reason_of
from audiobook.lesson import LessonFile, empty, has_words, read_lesson_file
from audiobook.model import MOST_CHAPTERS, Lesson, Module
from audiobook.modules import assign_modules
from audiobook.names import did_you_mean, slugify

if TYPE_CHECKING:
    from audiobook.narration.lexicon import Lexicon

_EXTENSIONS = (".md", ".markdown")
_PAPERS = frozenset(
    {"readme", "changelog", "license", "licence", "contributing", "code_of_conduct", "security"}
)


@dataclass(frozen=True, slots=True)
class CourseSource:
    """A course as its author wrote it. `cover` is an image file: the author's, else a plain one of ours.

    `related`: the settings of the courses it recommends, by slug.
    """

    slug: str
    folder: Path
    settings: CourseSettings
    lessons: tuple[Lesson, ...]
    modules: tuple[Module, ...]
    lexicon: Lexicon
    cover: Path
    related: Mapping[str, CourseSettings]
    warnings: tuple[Problem, ...]


# -- which courses -------------------------------------------------------------------------------------------


def course_slug(folder: Path) -> str:
    """The name of the course in URLs and output folders; empty when the folder's name gives none."""
    return slugify(folder.resolve().name)


def courses_in(content: Path) -> tuple[Path, ...]:
    """The course folders under `content`, by name; `content` itself when it has lessons or a course.toml.

    Raises UsageError when a folder cannot be read.
    """
    if not content.is_dir():
        return ()
    try:
        if _is_course(content):
            return (content,)
        folders = _subfolders(content)
        return tuple(
            folder for folder in folders if _is_course(folder) or any(map(_is_course, _subfolders(folder)))
        )
    except OSError as error:
        place = shown(Path(error.filename or content))
        raise UsageError(f"{place} cannot be read ({reason_of(error)})", "Check who may read it") from error


def find_courses(content: Path, names: Sequence[str] = ()) -> tuple[Path, ...]:
    """The folders of the courses with these names (slug, folder name or path); of all of them without names.

    Raises UsageError when there is no such course, no course at all, or two that would be published as one.
    """
    folders = courses_in(content)
    if not folders:
        hint = "Run `audiobook init`, or name the right folder with --content"
        raise UsageError(f"there is no course in {shown(content)}", hint)
    by_slug: dict[str, Path] = {}
    for folder in folders:
        other = by_slug.setdefault(course_slug(folder), folder)
        if other is not folder and course_slug(folder):  # a folder without a slug is told of when it is read
            message = f"{shown(other)} and {shown(folder)} would both be published as {course_slug(folder)}"
            raise UsageError(message, "Rename one of the folders")
    if not names:
        return folders
    by_name = {folder.resolve().name: folder for folder in folders} | by_slug
    by_path = {folder.resolve(): folder for folder in folders}
    chosen: dict[Path, None] = {}
    for name in names:
        found = by_name.get(name) or by_path.get(Path(name).resolve())
        if found is None:
            hint = did_you_mean(name, sorted(by_slug))
            raise UsageError(f"there is no course `{name}` in {shown(content)}", hint)
        chosen[found] = None
    return tuple(chosen)


def read_courses(
    project: ProjectSettings, names: Sequence[str] = (), *, drafts: bool = False
) -> tuple[CourseSource, ...]:
    """The chosen courses under the project's content folder.

    Raises UsageError for an unknown name, ContentError with the problems of all of them.
    """
    courses: list[CourseSource] = []
    problems: list[Problem] = []
    for folder in find_courses(project.content, names):
        try:
            courses.append(read_course(folder, project, drafts=drafts))
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(tuple(dict.fromkeys(problems)))  # courses share a lexicon and its problems
    return tuple(courses)


# -- one course ----------------------------------------------------------------------------------------------


def read_course(folder: Path, project: ProjectSettings, *, drafts: bool = False) -> CourseSource:
    """Everything in a course folder. Raises ContentError with all the problems of the course at once."""
    findings = Findings()
    problems = findings.problems
    slug = course_slug(folder)
    if not slug:
        hint = "Rename the folder with letters a to z: the name is part of the course's address"
        problems.append(Problem(shown(folder), 0, "no address can be made from the name of the folder", hint))
    settings, document = read_course_settings(folder, slug, project, problems)
    _warn_of_defaults(folder, unpinned(document, project), findings.warnings)
    if wrong := categories.unknown(settings.category):
        findings.warnings.append(document.problem(("category",), *wrong))
    files = _read_lessons(folder, findings, drafts=drafts)
    heard = [file for file in files if drafts or not file.settings.draft]
    _check_unique(heard, problems)
    faulty = {problem.path for problem in problems}  # what could not be read is not called empty as well
    problems.extend(empty(file) for file in heard if file.path not in faulty and not has_words(file.lesson))
    problems.extend(_too_many_chapters(file) for file in heard if len(file.lesson.sections) > MOST_CHAPTERS)
    if not heard and not problems:
        problems.append(_no_lessons(folder, drafts=len(files)))
    known = sorted(file.lesson.id for file in files)
    lessons, modules = assign_modules(heard, known, settings, document, findings)
    picture = cover.choose(folder, settings.cover, document, findings)
    lexicon = _lexicon(folder, project, problems)
    _check_related(settings, document, slug, project, problems)
    if problems:
        raise ContentError(tuple(sorted(problems)))
    return CourseSource(
        slug=slug,
        folder=folder,
        settings=settings,
        lessons=lessons,
        modules=modules,
        lexicon=lexicon,
        cover=picture,
        related=related_courses(folder, project),
        warnings=tuple(findings.warnings),
    )


def read_lesson(path: Path, project: ProjectSettings) -> tuple[Lesson, CourseSettings, Lexicon]:
    """One lesson, with the settings and lexicon of its course; the other lessons may have problems.

    Raises UsageError when there is no such file, ContentError with the problems of what was read.
    """
    if not path.is_file():
        raise UsageError(
            f"there is no file {shown(path)}", "Name a lesson, such as content/COURSE/01-intro.md"
        )
    folder = _course_of(path, project.content)
    problems: list[Problem] = []
    settings, _ = read_course_settings(folder, course_slug(folder), project, problems)
    relative = path.absolute().relative_to(folder).as_posix()
    file = read_lesson_file(path, relative, problems, drafts=True)
    lexicon = _lexicon(folder, project, problems)
    if file and not has_words(file.lesson) and not problems:
        problems.append(empty(file))
    if problems or file is None:
        raise ContentError(tuple(sorted(problems)))
    return file.lesson, settings, lexicon


def related_courses(folder: Path, project: ProjectSettings) -> dict[str, CourseSettings]:
    """The settings of the courses that this one recommends, by slug. Their problems are told when they are read.

    Cheap for a course that recommends none: a build that has nothing to do asks for it too.
    """
    document = read_toml(folder / COURSE_FILE, []) if (folder / COURSE_FILE).is_file() else None
    names = document.values.get("related") if document else None
    if not names or not isinstance(names, list):
        return {}
    folders = {course_slug(other): other for other in courses_in(project.content)}
    wanted = [name for name in names if isinstance(name, str) and name in folders]
    return {name: read_course_settings(folders[name], name, project, [])[0] for name in wanted}


def _check_related(
    settings: CourseSettings, document: Document, own: str, project: ProjectSettings, problems: list[Problem]
) -> None:
    names = settings.related
    folders = {course_slug(folder): folder for folder in courses_in(project.content)} if names else {}
    known = sorted(folders.keys() - {own})
    for index, name in enumerate(names):
        if name not in known:
            message = "a course is not related to itself" if name == own else f"there is no course `{name}`"
            hint = "Remove it" if name == own else did_you_mean(name, known)
            problems.append(document.problem(("related", index), message, hint))
        elif name in names[:index]:
            problems.append(document.problem(("related", index), f"`{name}` is there twice", "Remove one"))
        elif not settings.private and read_course_settings(folders[name], name, project, [])[0].private:
            message = f"`{name}` is private, and the feed of this course would give its address away"
            problems.append(document.problem(("related", index), message, "Remove it"))


def _too_many_chapters(file: LessonFile) -> Problem:
    section = file.lesson.sections[MOST_CHAPTERS]
    message = f"the lesson has {len(file.lesson.sections)} sections, and an MP3 file can list {MOST_CHAPTERS} chapters"
    return Problem(file.path, section.line, message, "Split the lesson, or use fewer headings")


def _course_of(path: Path, content: Path) -> Path:
    """The course folder that a lesson file is in: one of the project's, else the one that its place suggests."""
    place = path.resolve().parent
    for folder in courses_in(content):
        if place in (folder.resolve(), *(subfolder.resolve() for subfolder in _subfolders(folder))):
            return path.absolute().parents[0 if place == folder.resolve() else 1]
    folder = path.absolute().parent
    if not (folder / COURSE_FILE).exists() and (folder.parent / COURSE_FILE).exists():
        return folder.parent
    return folder


def _warn_of_defaults(folder: Path, keys: Sequence[str], warnings: list[Problem]) -> None:
    if keys:
        path = shown(folder / COURSE_FILE)
        missing = ", ".join(f"`{key}`" for key in keys)
        message = f"defaults stand in for {missing}"
        hint = (
            f"Pin {'it' if len(keys) == 1 else 'them'} in {path}: podcast apps hold on to what they first saw"
        )
        warnings.append(Problem(shown(folder), 0, message, hint))


def _no_lessons(folder: Path, drafts: int) -> Problem:
    if drafts:
        return Problem(shown(folder), 0, "every lesson is a draft", "Remove `draft: true` from one")
    return Problem(shown(folder), 0, "there is no lesson", "Add one, such as 01-introduction.md")


# -- lessons -------------------------------------------------------------------------------------------------


def _is_lesson_name(name: str) -> bool:
    stem, extension = os.path.splitext(name)  # noqa: PTH122 - names, not paths
    return extension.lower() in _EXTENSIONS and stem.lower() not in _PAPERS


def _is_course(folder: Path) -> bool:
    return (folder / COURSE_FILE).exists() or bool(_lessons_in(folder))


def _subfolders(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if not _is_lesson_name(path.name) and path.is_dir()]


def _lessons_in(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if _is_lesson_name(path.name)]


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, by name, without what its author keeps out of sight."""
    return sorted(Path(entry) for entry in os.scandir(folder) if entry.name[0] not in "._")


def _read_lessons(folder: Path, findings: Findings, *, drafts: bool) -> list[LessonFile]:
    """The lessons of the folder and of its subfolders, in the order of their paths; drafts too, unparsed."""
    try:
        paths = _lessons_in(folder)
        for subfolder in _subfolders(folder):
            if subfolder.is_symlink() and folder.resolve().is_relative_to(subfolder.resolve()):
                loop = Problem(shown(subfolder), 0, "the link leads back into itself", "Remove it")
                findings.problems.append(loop)
            else:
                paths.extend(_lessons_in(subfolder))
                _warn_of_depth(subfolder, findings.warnings)
    except OSError as error:
        message = f"the folder cannot be read ({reason_of(error)})"
        findings.problems.append(Problem(shown(folder), 0, message, "Check who may read it"))
        return []
    paths.sort(key=lambda path: path.relative_to(folder).parts)
    names = [path.relative_to(folder).as_posix() for path in paths]
    _warn_of_order(names, folder, findings.warnings)
    read = [
        read_lesson_file(path, name, findings.problems, drafts=drafts)
        for path, name in zip(paths, names, strict=True)
    ]
    return [file for file in read if file]


def _warn_of_depth(subfolder: Path, warnings: list[Problem]) -> None:
    deeper = [folder for folder in _subfolders(subfolder) if _lessons_in(folder)]
    warnings.extend(
        Problem(
            shown(folder),
            0,
            "lessons this deep are not read",
            "Move them up, or begin the folder's name with _",
        )
        for folder in deeper
    )


def _warn_of_order(names: Sequence[str], folder: Path, warnings: list[Problem]) -> None:
    """Names sort as text: `10-b.md` comes before `2-a.md`."""

    def by_number(name: str) -> str:
        return re.sub(r"\d+", lambda number: number[0].zfill(20), name)

    for name, expected in zip(names, sorted(names, key=by_number), strict=True):
        if name != expected:
            hint = "Write the numbers with equally many digits, such as 02"
            warnings.append(Problem(shown(folder / name), 0, f"this lesson comes before {expected}", hint))
            return


def _check_unique(files: Sequence[LessonFile], problems: list[Problem]) -> None:
    ids: dict[str, LessonFile] = {}
    titles: dict[str, LessonFile] = {}
    for file in files:
        lesson = file.lesson
        first = ids.setdefault(lesson.id, file)
        if first is not file and lesson.id:
            hint = "Give one of the two another `id:` in its front matter"
            message = f"the id `{lesson.id}` is also that of {_place(first.path, first.id_line)}"
            problems.append(Problem(file.path, file.id_line, message, hint))
        first = titles.setdefault(" ".join(lesson.title.casefold().split()), file)
        if first is not file:
            hint = "Give one of the two another `title:`: players tell episodes apart by it"
            message = f'the title "{lesson.title}" is also that of {_place(first.path, first.title_line)}'
            problems.append(Problem(file.path, file.title_line, message, hint))


def _place(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path


# -- the lexicon ---------------------------------------------------------------------------------------------


def _lexicon(folder: Path, project: ProjectSettings, problems: list[Problem]) -> Lexicon:
    """The words of the shared lexicon, over them those of the course."""
    from audiobook.narration.lexicon import Entry, Lexicon

    def entries(words: Iterable[WordSettings]) -> Lexicon:
        return Lexicon.from_entries(
            Entry(
                written=word.written,
                spoken=word.spoken,
                case_sensitive=word.case,
                whole_word=word.whole,
                language=word.language,
                engine=word.engine,
                phonemes=word.phonemes,
            )
            for word in words
        )

    shared = project.shared_lexicon(folder)
    common = entries(read_lexicon(shared, problems) if shared else ())
    return common.merge(entries(read_lexicon(folder / LEXICON_FILE, problems)))
