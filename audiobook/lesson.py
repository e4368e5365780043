"""One lesson file: front matter, and the sections that its headings make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook import front_matter
from audiobook.config import LessonSettings, read_lesson_settings
from audiobook.documents import Document, read_text, shown
from audiobook.errors import ContentError, Problem
from audiobook.markdown import parse
from audiobook.model import Block, Change, Lesson, Section
from audiobook.names import slugify, title_of, unique, without_number

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_WITHOUT_MEANING = frozenset({"definition", "attribute_list", "template_tag", "container_mark"})
_UNHEARD = frozenset({"hr"})
_FOREIGN = "In a lesson from another site, delete the line or begin it with `#`"
_BREAKS = frozenset({"softbreak", "hardbreak"})
_WITHOUT_WORDS = frozenset({"html_inline", "footnote_ref", "footnote_anchor"})


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson as read, with where its title is written. A draft that nobody asked for has no sections."""

    document: Document
    settings: LessonSettings
    lesson: Lesson
    title_line: int

    @property
    def path(self) -> str:
        """The file as messages name it."""
        return self.document.path

    @property
    def id_line(self) -> int:
        return self.document.line_of("id")


def read_lesson_file(
    path: Path, relative: str, problems: list[Problem], *, drafts: bool = False
) -> LessonFile | None:
    """The lesson in a file; `relative` is its path in the course folder. None when the file cannot be read.

    A draft is left unparsed unless `drafts` asks for it.
    """
    text = read_text(path, problems)
    if text is None:
        return None
    document, body = front_matter.split(shown(path), text, problems)
    settings = _settings(document, problems)
    slug = slugify(without_number(path.stem)) or settings.id or ""
    if not slug:
        hint = "Rename it, such as `01-first-steps.md`, or give an `id:` in its front matter"
        problems.append(Problem(document.path, 0, "no id can be made from the name of the file", hint))
    if settings.draft and not drafts:
        title = settings.title or title_of(path.stem)
        return LessonFile(document, settings, _lesson(settings, slug, relative, title, ()), 0)
    blocks = tuple(_blocks(document.path, body, problems))
    first = next((block for block in blocks if _heading(block) and block.node.tag == "h1"), None)
    title = settings.title or (_heading(first) if first else "") or title_of(path.stem)
    title_line = document.line_of("title") or (first.line if first else 0)
    sections = tuple(_sections(blocks, title))
    lesson = _lesson(settings, slug, relative, title, sections)
    source_sha256 = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return LessonFile(document, settings, replace(lesson, source_sha256=source_sha256), title_line)


def _settings(document: Document, problems: list[Problem]) -> LessonSettings:
    """The settings of a lesson. Of keys that have a meaning on other sites, the hint says what to do with them."""
    found: list[Problem] = []
    settings = read_lesson_settings(document, found)
    for problem in found:
        foreign = problem.message.startswith("unknown key") and not problem.hint.startswith("Did you mean")
        problems.append(replace(problem, hint=f"{problem.hint}. {_FOREIGN}") if foreign else problem)
    return settings


def _lesson(
    settings: LessonSettings, slug: str, relative: str, title: str, sections: tuple[Section, ...]
) -> Lesson:
    return Lesson(
        id=settings.id or slug,
        slug=slug,
        path=relative,
        title=title,
        summary=settings.summary,
        published=settings.date,
        module=settings.module,
        voice=settings.voice,
        sections=sections,
        pinned=settings.id is not None,
        voices=_voices(settings),
        changes=tuple(Change(change.date, change.what) for change in settings.changes),
    )


def _voices(settings: LessonSettings) -> tuple[tuple[str, str], ...]:
    asked = {"code": settings.code_voice, "quote": settings.quote_voice}
    return tuple((role, voice) for role, voice in asked.items() if voice)


def has_words(lesson: Lesson) -> bool:
    """Whether there is more to hear than headings."""
    return any(
        not _heading(block) and not _silent(block) and block.kind not in _UNHEARD
        for part in lesson.sections
        for block in part.blocks
    )


def empty(file: LessonFile) -> Problem:
    """The problem of a lesson in which there is nothing to hear."""
    hint = "Write it, set `draft: true` in its front matter, or remove it"
    headed = any(_heading(block) for part in file.lesson.sections for block in part.blocks)
    message = "there is nothing in the lesson but headings" if headed else "the lesson is empty"
    return Problem(file.path, 0, message, hint)


# -- blocks and sections -------------------------------------------------------------------------------------


def _blocks(path: str, body: str, problems: list[Problem]) -> Iterable[Block]:
    """The top-level constructs of a lesson with their lines in the file."""
    try:
        nodes = parse(body, path).children
    except ContentError as error:
        problems.extend(error.problems)
        return
    rows = body.split("\n")
    last = 0
    for node in nodes:
        start, end = node.map or (last, last + 1)
        while (
            end > start + 1 and not rows[end - 1].strip()
        ):  # lists and containers claim blank lines after them
            end -= 1
        last = end
        yield Block(node.type, start + 1, end, node)


def _sections(blocks: Sequence[Block], title: str) -> Iterable[Section]:
    """Split at the headings of the top level; one without words opens no section.

    Text before the first heading is a section of level 0 under the lesson's title. Comments alone are no such
    text: they open the first section, as a narration directive there is about its heading.
    """
    taken: set[str] = set()
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if _heading(block) and not all(map(_silent, groups[-1])):
            groups.append([])
        groups[-1].append(block)
    for group in groups:
        if not group:
            continue
        heading = next((block for block in group if _heading(block)), None)
        words = _heading(heading) if heading else title
        given = str(heading.node.attrs.get("id", "")) if heading else ""
        identifier = unique(slugify(given) or slugify(words) or "section", taken)
        level = int(heading.node.tag[1:]) if heading else 0
        first = heading or group[0]
        yield Section(
            identifier, words, level, first.line, max(block.end_line for block in group), tuple(group)
        )


def _heading(block: Block) -> str:
    """The words of a heading on one line; empty for anything else."""
    if block.kind != "heading":
        return ""
    return " ".join("".join(_visible(block.node)).split())


def _visible(node: SyntaxTreeNode) -> Iterable[str]:
    if node.type in _BREAKS:
        yield " "
    elif node.type in _WITHOUT_WORDS:
        return
    elif node.type == "image" or not node.children:
        yield node.content
    else:
        for child in node.children:
            yield from _visible(child)


def _silent(block: Block) -> bool:
    """Whether the block is a comment, HTML without words, or a line of markup: nothing that could be heard."""
    return block.kind == "html_block" or block.kind in _WITHOUT_MEANING
