"""Reads inline tokens, one by one, into running text with marks on it. inline.py is the door to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audiobook.markdown.attributes import attributes
from audiobook.markdown.boxes import PICTURES
from audiobook.markdown.html import tag
from audiobook.model import Mark
from audiobook.narration.elements import ELEMENT_MARKS, HIDDEN_ELEMENTS, OpenElement
from audiobook.narration.parts import Image, Inline, Note
from audiobook.narration.patterns import (
    BADGE,
    CLOCK,
    DIALECTS,
    EMOJI,
    FILE_NAME,
    HIGHLIGHTED,
    INVISIBLE,
    ROLE,
    SUSPICIOUS,
)
from audiobook.narration.roles import (
    said_for_label,
    said_for_reference,
    said_for_role,
    said_for_wiki_link,
)
from audiobook.narration.running import RunningText
from audiobook.narration.scanning import STRAY_STARS, has_stray_stars, own_lines
from audiobook.narration.sites import said_for_link
from audiobook.narration.spoken.vocabulary import SAID_EMOJI
from audiobook.narration.writing import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    from audiobook.markdown.html import Piece


_LEADS_TO_A_NAME = re.compile(r"\b(?:and|at|by|from|in|of|or|see|the|to|via|with)\s*$", re.IGNORECASE)
_UNSAID = {
    "emoji": "an emoji",
    "citation": "a citation",
    "unknown_note": "a footnote without text",
    "embed": "an embedded page",
}


@dataclass(slots=True)
class Reader:
    expanded: set[str]
    running: RunningText = field(default_factory=RunningText)
    stack: list[OpenElement] = field(default_factory=list)
    role: str = ""
    hidden: int = 0
    starred: bool = False  # `**` is left in the text that was to be bold
    has_struck: bool = False
    notes: list[Note] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> Inline:
        self.starred = has_stray_stars(tokens)
        alone = own_lines(tokens)
        for index, token in enumerate(tokens):
            follows = tokens[index + 1] if index + 1 < len(tokens) else None
            handler = _HANDLERS.get(token.type)
            if token.type in ("text", "text_special"):
                self.read_text(token.content, follows.type if follows else "")
            elif token.type == "code_inline" and follows and follows.content.startswith("{="):
                continue  # raw markup of another format
            elif index in alone:
                self.picture(token)
            elif handler is not None:
                handler(self, token)
            elif token.nesting == 1:
                self.open(token.tag)
            elif token.nesting == -1:
                self.close(token.tag)
            else:
                self.add(token.content)
        while self.stack:
            self.close(self.stack[-1].name)
        return self.result()

    def result(self) -> Inline:
        written = self.running.written()
        text = written.text
        if any(sign not in SAID_EMOJI for sign in EMOJI.findall(text)):
            self.running.left_out["an emoji"] = None
        return Inline(
            written,
            tuple(self.notes),
            tuple(self.images),
            tuple(self.comments),
            self.running.visible,
            tuple(self.running.left_out),
            self.has_struck and not text,
        )

    # -- text -------------------------------------------------------------------------------------------------

    def read_text(self, text: str, follows: str) -> None:
        """Text between two other tokens; the role of code that comes after it is not text."""
        if follows == "code_inline" and text.endswith(("}", ":")) and (role := ROLE.search(text)):
            self.role = role["myst"] or role["sphinx"]
            text = text[: role.start()]
        if self.starred:
            text = STRAY_STARS.sub("", text)
        self.add_text(text)

    def add(self, text: str) -> None:
        if not self.hidden:
            self.running.add(text)

    def add_text(self, text: str) -> None:
        """Text with what dialects write in it."""
        if not SUSPICIOUS.search(text):
            self.add(text)
            return
        text = INVISIBLE.sub("", text)
        position = 0
        for match in DIALECTS.finditer(text):
            self.add(text[position : match.start()])
            position = match.end()
            self.add_dialect(match)
        self.add(text[position:])

    def add_dialect(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or ""
        if kind in ("wiki", "label"):
            self.add(match["label"] or said_for_wiki_link(match["wiki"]))
        elif kind in ("highlight", "styled"):
            self.add(match[kind])
        elif kind == "gap":
            self.add(" ")
        elif kind == "author":
            self.add(match[kind].capitalize())
        elif kind in ("sub", "sup", "key"):
            self.marked(match[kind], kind)
        elif kind == "reference":
            target = match["book"] or match["tex"] or match["quarto"]
            before = self.running.text.since(max(0, self.running.length - 3))
            self.add(said_for_reference(match["noun"] or "", target, before))
        elif kind == "numbered" and self.running.length:
            self.add("the example")
        elif kind in _UNSAID:
            self.running.vanish(_UNSAID[kind])
            clock = kind == "emoji" and CLOCK.search(match[0]) is not None
            self.running.timed = self.running.timed or clock
        else:
            self.running.dropped = True

    def marked(self, text: str, kind: str) -> None:
        if not self.hidden:
            self.running.add_marked(text, kind)

    def line_break(self) -> None:
        if not self.hidden:
            self.running.line_break()

    # -- elements ---------------------------------------------------------------------------------------------

    def open(self, name: str, kind: str = "", value: str = "", *, hides: bool = False) -> None:
        self.stack.append(OpenElement(name, self.running.length, kind, value, hides))
        self.hidden += hides

    def close(self, name: str) -> None:
        """Close the innermost element of this name, and what is open within it; nothing when there is none."""
        if not any(element.name == name for element in self.stack):
            return
        while True:
            element = self.stack.pop()
            self.hidden -= element.hides
            if element.hides:
                self.running.vanish(HIDDEN_ELEMENTS[element.name])
            if element.kind and not element.hides:
                self.mark(element)
            if element.name == name:
                return

    def mark(self, element: OpenElement) -> None:
        grown = self.running.text
        inside = grown.since(element.start)
        start = element.start + len(inside) - len(inside.lstrip())
        text = inside.strip()
        end = start + len(text)
        marks = self.running.marks
        if not text:
            if element.kind == "link" and _LEADS_TO_A_NAME.search(grown.since(max(0, grown.length - 12))):
                self.add(said_for_label(element.value.removesuffix(".md").lstrip("#")))
            return
        if element.kind != "abbreviation":
            marks.append(Mark(start, end, element.kind, element.value))
        elif element.value and text not in self.expanded:
            self.expanded.add(text)
            marks.append(Mark(start, end, "say", f"{text}, {element.value},"))
        if element.kind == "link":
            before = grown.since(max(0, start - 12))[: min(12, start)]
            said = said_for_link(text, element.value, before)
            if said is not None:
                marks.append(Mark(start, end, "say", said))

    def html(self, token: Token) -> None:
        piece = tag(token.content)
        if piece is None:
            return
        if piece.kind == "comment":
            self.comments.append(piece.source)
        elif piece.kind == "close":
            self.close(piece.name)
        elif piece.name == "br":
            self.line_break()
        elif piece.name in PICTURES:
            alternative = piece.attrs.get("alt")
            self.add_image(Image(alternative and " ".join(alternative.split()), piece.attrs.get("src", "")))
        elif not piece.source.endswith("/>"):
            self.open_element(piece)

    def open_element(self, piece: Piece) -> None:
        name = piece.name
        if name in HIDDEN_ELEMENTS:
            self.has_struck = True
            self.open(name, hides=True)
        elif name == "a":
            self.open(name, "link", piece.attrs.get("href", ""))
        elif name == "abbr":
            self.open(name, "abbreviation", piece.attrs.get("title", ""))
        elif name in ELEMENT_MARKS:
            self.open(name, ELEMENT_MARKS[name])

    # -- tokens -----------------------------------------------------------------------------------------------

    def strike(self, _token: Token) -> None:
        self.has_struck = True
        self.open("s", hides=True)

    def link(self, token: Token) -> None:
        self.open("a", "link", str(token.attrs.get("href", "")))

    def code(self, token: Token) -> None:
        source = HIGHLIGHTED.sub("", token.content.strip(), count=1)
        role, self.role = self.role, ""
        if not role:
            self.marked(source, "code")
            return
        said = said_for_role(role, source, self.running.text.since(max(0, self.running.length - 60)))
        if said.vanished:
            self.running.vanish(said.vanished)
        elif said.kind:
            self.marked(said.text, said.kind)
        else:
            self.add(said.text)

    def math(self, token: Token) -> None:
        self.marked(token.content.strip(), "math")

    def template(self, token: Token) -> None:
        if token.tag == "kbd":
            self.marked(token.content, "key")
        elif token.content and not self.running.ends_with(token.content):
            self.add(token.content)
        else:
            self.running.dropped = True

    def image(self, token: Token) -> None:
        told = Reader(set()).read(token.children or ()).written
        alternative = told.text or str(token.attrs.get("title", ""))
        self.add_image(Image(alternative, str(token.attrs.get("src", "")), told.marks))

    def picture(self, token: Token) -> None:
        """An image that has a line of text to itself, and is told in a sentence of its own."""
        count, start = len(self.images), self.running.length
        self.line_break()
        begun, marked = self.running.length, len(self.running.marks)
        self.image(token)
        alternative = self.images[-1].alternative if len(self.images) > count else None
        if alternative and self.running.length > begun:
            # On the first word alone, as the others may have marks of their own.
            first = alternative.split()[0]
            told = any(
                mark.start < begun + len(first) and mark.kind == "math"
                for mark in self.running.marks[marked:]
            )
            if not told:
                self.running.marks.append(Mark(begun, begun + len(first), "say", f"Image: {escaped(first)}"))
            self.line_break()
        elif self.running.length > start:
            self.running.text.drop(self.running.length - start)
            self.add(" ")

    def add_image(self, image: Image) -> None:
        """An image amid text is called by its alternative text; alone, it is the block's to tell."""
        if self.hidden:
            return
        self.running.dropped = True
        if BADGE.search(image.source):
            image = Image("", image.source)
        elif image.alternative and FILE_NAME.fullmatch(image.alternative):
            image = Image(None, image.source)
        self.images.append(image)
        if image.alternative:
            visible, start = self.running.visible, self.running.length
            self.add(image.alternative)
            if self.running.length - start == len(image.alternative):
                moved = (
                    replace(mark, start=mark.start + start, end=mark.end + start) for mark in image.marks
                )
                self.running.marks += moved
            self.running.visible = visible
        else:
            self.running.vanished = True

    def attribute_text(self, token: Token) -> None:
        """Attributes are no text; what stands in brackets is a caption when one of them holds the alternative."""
        found = attributes(token.content)
        alternative = found.get("alt") or found.get("fig-alt")
        if alternative and self.images:
            caption = self.images[-1].alternative or ""
            if caption and not caption.endswith((".", "!", "?")):
                caption += "."
            told = f"{caption} {' '.join(alternative.split())}".strip()
            self.images[-1] = Image(told, self.images[-1].source)

    def note(self, token: Token) -> None:
        meta = token.meta
        self.notes.append(Note(self.running.text.end, meta.get("label") or "", meta.get("content") or ""))
        self.running.dropped = True


_HANDLERS: dict[str, Callable[[Reader, Token], None]] = {
    "softbreak": lambda reader, _: reader.add(" "),
    "hardbreak": lambda reader, _: reader.line_break(),
    "code_inline": Reader.code,
    "math_inline": Reader.math,
    "math_inline_double": Reader.math,
    "em_open": lambda reader, token: reader.open(token.tag, "emphasis"),
    "strong_open": lambda reader, token: reader.open(token.tag, "strong"),
    "s_open": Reader.strike,
    "link_open": Reader.link,
    "html_inline": Reader.html,
    "image": Reader.image,
    "footnote_ref": Reader.note,
    "attribute_text": Reader.attribute_text,
    "template": Reader.template,
}
