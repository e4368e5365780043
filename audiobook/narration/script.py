"""One lesson through the rules, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.errors import ContentError
from audiobook.markdown.tree import path_of
from audiobook.model import Lesson, Script, ScriptSection, Section, Written
from audiobook.narration.blocks import RULES
from audiobook.narration.blocks.footnotes import account_uncalled, tell_postponed
from audiobook.narration.narrator import Narrator
from audiobook.narration.parts import Footnote
from audiobook.narration.surroundings import PROSE, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.config import NarrationSettings
    from audiobook.narration.lexicon import Lexicon


def script_of(
    lesson: Lesson, settings: NarrationSettings, lexicon: Lexicon, by_role: Mapping[str, Lexicon]
) -> Script:
    """See `narration.narrate`."""
    narrator = Narrator(_file(lesson), settings, lexicon, RULES, by_role)
    narrator.ids.update(section.id for section in lesson.sections)
    _look_ahead(narrator, lesson)
    for number, section in enumerate(lesson.sections):
        narrator.begin(section)
        if number == 0 and not _says_title(lesson):
            _announce(narrator, lesson, section)
        _tell(narrator, section)
        tell_postponed(narrator)
    narrator.finish()
    account_uncalled(narrator)
    narrator.pause(narrator.pauses.closing)
    if narrator.problems:
        raise ContentError(tuple(sorted(narrator.problems)))
    ledger = sorted(narrator.ledger, key=lambda entry: (entry.line, -entry.end_line))
    return Script(lesson.id, lesson.title, _sections(narrator), tuple(ledger))


def _file(lesson: Lesson) -> str:
    """The file as messages name it."""
    first = next((block.node for section in lesson.sections for block in section.blocks), None)
    return (path_of(first) if first is not None else "") or lesson.path


def _look_ahead(narrator: Narrator, lesson: Lesson) -> None:
    """Note where footnotes are, and where the last block of each kind that is described begins."""
    for section in lesson.sections:
        for block in section.blocks:
            narrator.last_lines[PROSE] = block.line
            for node in block.node.walk():
                kind = kind_of(node)
                if kind:
                    narrator.last_lines[kind] = block.line
                elif node.type == "footnote_reference":
                    footnote = Footnote(node, (block.line, block.end_line))
                    narrator.footnotes.setdefault(str(node.meta.get("label", "")), footnote)


def _says_title(lesson: Lesson) -> bool:
    """Whether a heading tells the listener what the lesson is called."""
    title = lesson.title.casefold()
    return not title or any(
        s.level == 1 or (s.level and s.title.casefold() == title) for s in lesson.sections
    )


def _announce(narrator: Narrator, lesson: Lesson, section: Section) -> None:
    node = section.blocks[0].node if section.blocks else None
    if node is not None:
        with narrator.within((section.line, section.line)):
            narrator.say(
                Written(lesson.title), "heading", node, narrator.pauses.before_heading(1), whole=True
            )


def _tell(narrator: Narrator, section: Section) -> None:
    """Narrate the blocks of a section; each stays within its own lines of the file."""

    def tell(index: int, node: SyntaxTreeNode) -> None:
        with narrator.within((section.blocks[index].line, section.blocks[index].end_line)):
            narrator.block(node)

    narrator.walk_with([block.node for block in section.blocks], tell)


def _sections(narrator: Narrator) -> tuple[ScriptSection, ...]:
    """The chapters in which something is said."""
    return tuple(
        ScriptSection(chapter.id, chapter.title, chapter.level, tuple(chapter.utterances))
        for chapter in narrator.chapters
        if chapter.utterances
    )
