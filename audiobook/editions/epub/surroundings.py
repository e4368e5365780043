"""What inline text needs of its page: where links lead, pictures, footnotes in the order in which they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.editions.epub.links import Links
from audiobook.editions.epub.pictures import Picture, Pictures
from audiobook.editions.written.runs import Run
from audiobook.editions.written.xhtml import EPUB_TYPE, add, element
from audiobook.markdown import parse_inline

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.model import Lesson


@dataclass(slots=True, eq=False)
class Note:
    """A footnote that the text calls: its number, its text (a node), and the lines of the block it is written in."""

    number: int
    node: SyntaxTreeNode
    bounds: tuple[int, int]
    called: str = ""  # the id of the first call


class Surroundings:
    """What inline text needs of its page: links, pictures, footnotes."""

    def __init__(self, lesson: Lesson, links: Links, pictures: Pictures) -> None:
        self.shown: dict[str, Picture] = {}
        self.due: list[Note] = []  # called, and not yet on the page
        self._lesson = lesson
        self._links = links
        self._pictures = pictures
        self._numbered: dict[int, Note] = {}
        self._calls = 0
        self._written: dict[str, tuple[SyntaxTreeNode, tuple[int, int]]] = {}
        for section in lesson.sections:
            for block in section.blocks:
                for node in block.node.walk():
                    if node.type == "footnote_reference":
                        label = str(node.meta.get("label", ""))
                        self._written.setdefault(label, (node, (block.line, block.end_line)))

    def address(self, target: str) -> str:
        return self._links.address(target, self._lesson)

    def picture(self, source: str, alternative: str) -> _Element | None:
        picture = self._pictures.of(source, self._lesson)
        if picture is None:
            return None
        self.shown[picture.name] = picture
        return element("img", {"src": picture.name, "alt": alternative})

    def note(self, label: str, content: str) -> Run | None:
        if content:
            note = self._new(parse_inline(content), (0, 0))
        elif label in self._written:
            node, bounds = self._written[label]
            note = self._numbered.get(id(node)) or self._new(node, bounds)
        else:
            return None
        self._calls += 1
        name = f"r{self._calls}"
        note.called = note.called or name
        call = element("sup")
        attributes = {"href": f"#n{note.number}", "id": name, "role": "doc-noteref", EPUB_TYPE: "noteref"}
        add(call, "a", attributes, str(note.number))
        return Run("", (), call, note)

    def _new(self, node: SyntaxTreeNode, bounds: tuple[int, int]) -> Note:
        note = Note(len(self._numbered) + 1, node, bounds)
        self._numbered[id(node)] = note
        self.due.append(note)
        return note

    def call_uncalled(self) -> None:
        """Footnotes that no text calls are written too."""
        for node, bounds in self._written.values():
            if id(node) not in self._numbered:
                self._new(node, bounds)
