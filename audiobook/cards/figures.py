"""What a lesson shows and a voice can only describe: listings, tables and diagrams, with what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiobook.markdown.html import tag
from audiobook.markdown.tables import grid_of, heads_in, once
from audiobook.safe_text import xml_text

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.model import Block, Lesson, Script, Utterance

Kind = Literal["code", "table", "diagram"]

_LISTINGS = ("fence", "code_block")
_TAB = 4


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a table's cell; `code`: it is code."""

    text: str
    code: bool = False


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """All that its cards are drawn from.

    label: what it is, for people: a file name, a language, "Table"; language: as the fence has it, for colours;
    source: of a listing or diagram; rows: of a table, of which the first `heads` are its head.
    """

    kind: Kind
    lesson: str
    section: str
    label: str
    language: str = ""
    source: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    heads: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A figure, and the utterances of the script that tell of it: from `first` to `last`, by their index."""

    figure: Figure
    first: int
    last: int


def figures_of(lesson: Lesson, script: Script) -> tuple[Spoken, ...]:
    """The figures of a lesson in the order they are told of; one that nothing is said of is none of them."""
    chapters = {section.id: section.title for section in script.sections}
    utterances = script.utterances
    found = []
    for section in lesson.sections:
        title = chapters.get(section.id) or section.title or lesson.title
        for block in section.blocks:
            for node in figure_nodes(block.node):
                place = _told(utterances, *_lines(node, block))
                figure = _figure(node, lesson.title, title) if place else None
                if place and figure:
                    found.append(Spoken(figure, *place))
    return tuple(sorted(found, key=lambda each: each.first))


def figure_nodes(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """The listings, diagrams and tables in a block, in order; what stands within a table is part of it."""
    if node.type in _LISTINGS or node.type == "table":
        yield node
    else:
        for child in node.children:
            yield from figure_nodes(child)


def _lines(node: SyntaxTreeNode, block: Block) -> tuple[int, int]:
    """The source lines of a node, 1-based and inclusive, as the narration counts them."""
    at: SyntaxTreeNode | None = node
    while at is not None and at.type != "root":
        if at.map:
            start = min(max(at.map[0] + 1, block.line), block.end_line)
            return start, min(max(at.map[1], start), block.end_line)
        at = at.parent
    return block.line, block.end_line


def _told(utterances: Sequence[Utterance], line: int, end_line: int) -> tuple[int, int] | None:
    """The first and the last utterance that is about these lines and nothing else."""
    indexes = [
        index
        for index, utterance in enumerate(utterances)
        if line <= utterance.line and utterance.end_line <= end_line
    ]
    return (indexes[0], indexes[-1]) if indexes else None


def _figure(node: SyntaxTreeNode, lesson: str, section: str) -> Figure | None:
    if node.type == "table":
        grid = grid_of(node)
        cells = tuple(tuple(_cell(cell) if cell else () for cell in once(row)) for row in grid)
        return Figure("table", lesson, section, "Table", rows=cells, heads=heads_in(grid)) if cells else None
    from audiobook.narration.code import language_name
    from audiobook.narration.code.languages import read_info
    from audiobook.narration.references import DIAGRAMS

    source = _source(node.content)
    info = read_info(node.info) if node.type == "fence" else read_info("")
    if not source or info.name == "math":
        return None
    if info.name in DIAGRAMS:
        return Figure("diagram", lesson, section, info.title or "Diagram", info.name, source)
    spoken = language_name(node.info) if node.type == "fence" else ""
    label = info.title or spoken[:1].upper() + spoken[1:] or "Text"
    return Figure("code", lesson, section, label, info.name, source)


def _source(content: str) -> str:
    """The lines of a listing, without blank ones around them and with no tabs."""
    lines = [line.expandtabs(_TAB).rstrip() for line in xml_text(content).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def _cell(cell: SyntaxTreeNode) -> Cell:
    runs: list[Run] = []
    for run in _runs(cell.children):
        if runs and runs[-1].code == run.code:
            runs[-1] = Run(runs[-1].text + run.text, run.code)
        else:
            runs.append(run)
    return tuple(runs)


def _runs(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Run]:
    """What is in a cell, on one line: blocks, items and lines stay apart."""
    for number, node in enumerate(nodes):
        if number and node.block:
            yield Run(", " if node.type == "list_item" else " ")
        if node.type in ("softbreak", "hardbreak"):
            yield Run(" ")
        elif node.type == "html_inline":
            piece = tag(node.content)
            if piece and piece.name == "br":
                yield Run(" ")
        elif node.type == "html_block":  # tags or a comment: no words
            continue
        elif node.children:
            yield from _runs(node.children)
        elif node.content:
            text = " ".join(xml_text(node.content).split("\n"))
            yield Run(text, code=node.type not in ("text", "text_special"))
