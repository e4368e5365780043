"""Inline Markdown and HTML to visible text with marks on it.

What a listener cannot use goes here: struck-out words, badges, comments, citations, emoji codes, attribute lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiobook.markdown import parse_inline
from audiobook.markdown.attributes import attributes
from audiobook.markdown.html import tag
from audiobook.model import Mark, Written
from audiobook.narration.growing import GrowingText
from audiobook.narration.patterns import (
    BADGE,
    CLAUSE_END,
    CLOCK,
    DIALECTS,
    EMOJI,
    FILE_NAME,
    HIGHLIGHTED,
    INVISIBLE,
    JOINING_END,
    JOINING_START,
    MINUTES,
    ROLE,
    SPACE,
    SUSPICIOUS,
    TAKES_ATTRIBUTES,
    TRAILING_ATTRIBUTES,
)
from audiobook.narration.sites import said_for_link
from audiobook.narration.spoken.vocabulary import SAID_EMOJI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.markdown.html import Piece


@dataclass(frozen=True, slots=True)
class Note:
    """Where a footnote is called: a position in the text, and the note's label, or its text when it is inline."""

    position: int
    label: str
    content: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image: its alternative text, empty when it is decoration, None when there is none or only a file name."""

    alternative: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text as read. `outside_images` is false when nothing but images stands in it.

    `left_out` names what the page shows and nobody hears, such as struck-out text.
    """

    written: Written
    notes: tuple[Note, ...] = ()
    images: tuple[Image, ...] = ()
    comments: tuple[str, ...] = ()
    outside_images: bool = True
    left_out: tuple[str, ...] = ()
    struck_out: bool = False

    @property
    def omission(self) -> str:
        """What of the visible text is not said, for the ledger; "" when all of it is."""
        return f"without {' and '.join(self.left_out)}" if self.left_out else ""


def written_of(node: SyntaxTreeNode) -> Written:
    """The visible text of an `inline` node. A hard line break is a newline, other white space single spaces."""
    return read(node).written


def written(markdown: str) -> Written:
    """The visible text of a line of inline Markdown."""
    if _PLAIN.fullmatch(markdown):
        return Written(" ".join(markdown.split()))
    return read(parse_inline(markdown)).written


def read(node: SyntaxTreeNode, expanded: set[str] | None = None) -> Inline:
    """All that an `inline` node holds. Abbreviations in `expanded` are not expanded again; new ones are added."""
    return read_tokens((node.token.children if node.token else None) or (), expanded)


def read_tokens(tokens: Sequence[Token], expanded: set[str] | None = None) -> Inline:
    """All that a run of inline tokens holds."""
    return _Reader(set() if expanded is None else expanded).read(tokens)


_PLAIN = re.compile(r"[\w ,.?!'’()\-%/–—\"“”;]*")
_ELEMENT_MARKS = {
    "kbd": "key",
    "code": "code",
    "tt": "code",
    "samp": "code",
    "sub": "sub",
    "sup": "sup",
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
}
_HIDDEN_ELEMENTS = {
    **dict.fromkeys(("del", "s", "strike"), "struck-out text"),
    **dict.fromkeys(("rt", "rp"), "the reading of a character"),
    **dict.fromkeys(("script", "style", "template"), ""),
    "svg": "a drawing",
}
_UNSAID = {
    "emoji": "an emoji",
    "citation": "a citation",
    "unknown_note": "a footnote without text",
    "embed": "an embedded page",
}


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet: where its text starts, and what it will mark."""

    name: str
    start: int
    kind: str = ""
    value: str = ""
    hides: bool = False


@dataclass(slots=True)
class _Reader:
    expanded: set[str]
    text: GrowingText = field(default_factory=GrowingText)
    marks: list[Mark] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    role: str = ""
    hidden: int = 0
    dropped: bool = False
    vanished: bool = False  # what was visible here is not said
    timed: bool = False  # a picture of a clock stands before what comes next
    left_out: dict[str, None] = field(default_factory=dict)
    has_struck: bool = False
    outside_images: bool = False
    notes: list[Note] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> Inline:
        before = ""
        for index, token in enumerate(tokens):
            handler = _HANDLERS.get(token.type)
            if handler is not None:
                handler(self, token)
            elif token.type in ("text", "text_special"):
                follows = tokens[index + 1].type if index + 1 < len(tokens) else ""
                self.read_text(token.content, before, follows)
            elif token.nesting == 1:
                self.open(token.tag)
            elif token.nesting == -1:
                self.close(token.tag)
            else:
                self.add(token.content)
            before = token.type
        while self.stack:
            self.close(self.stack[-1].name)
        return self.result()

    def read_text(self, text: str, before: str, follows: str) -> None:
        """Text between two other tokens; attributes of the one before and a role of the one after are not text."""
        if text.startswith("{") and before in TAKES_ATTRIBUTES and (match := TRAILING_ATTRIBUTES.match(text)):
            alternative = attributes(match[0]).get("alt") if before == "image" else None
            if alternative and self.images:
                self.describe_image(alternative)
            text = text[match.end() :]
        if text.endswith("}") and follows == "code_inline" and (role := ROLE.search(text)):
            self.role = role[1]
            text = text[: role.start()]
        self.add_text(text)

    def result(self) -> Inline:
        if self.vanished:
            self.drop_joining()
        text = "".join(self.text.parts).rstrip()
        if any(sign not in SAID_EMOJI for sign in EMOJI.findall(text)):
            self.left_out["an emoji"] = None
        marks = sorted(self.marks, key=lambda mark: (mark.start, -mark.end))
        return Inline(
            Written(text, tuple(marks)),
            tuple(self.notes),
            tuple(self.images),
            tuple(self.comments),
            self.outside_images,
            tuple(self.left_out),
            self.has_struck and not text,
        )

    # -- text -------------------------------------------------------------------------------------------------

    def add(self, text: str) -> None:
        """Visible text; white space becomes single spaces."""
        if not text or self.hidden:
            return
        text = SPACE.sub(" ", text)
        if self.vanished:
            text = self.close_gap(text)
            if not text:
                return
        if text[0] == " " and self.text.last in ("", " ", "\n"):
            text = text[1:]
        if self.dropped and text.startswith((",", ".", ";", ":", "!", "?", ")")) and self.text.last == " ":
            self.text.drop_last()
        self.dropped = False
        self.text.append(text)
        if self.timed and text.strip():
            self.tell_minutes(text)
        self.outside_images = self.outside_images or bool(text.strip())

    def tell_minutes(self, added: str) -> None:
        """`27m` after the picture of a clock is no length."""
        self.timed = False
        found = MINUTES.match(added)
        if found:
            start = self.text.length - len(added) + found.start(1)
            end = self.text.length - len(added) + found.end()
            self.marks.append(Mark(start, end, "say", f"{found[1]} minutes"))

    def vanish(self, what: str) -> None:
        """Something visible is left out here."""
        self.dropped = self.vanished = True
        if what:
            self.left_out[what] = None

    def close_gap(self, text: str) -> str:
        """What comes after something left out, without the conjunction or comma that stood beside it."""
        before = self.text.since(max(0, self.text.length - 8))
        end, start = JOINING_END.search(before), JOINING_START.match(text)
        if end and CLAUSE_END.match(text):
            self.drop_joining()
        elif start and (not before.strip() or (end and (start["word"] == "," or end[0].strip(", ")))):
            text = text[start.end() :]
        self.vanished = not text.strip()
        return text

    def drop_joining(self) -> None:
        """Take back the conjunction or comma at the end; the marks on it end before it."""
        end = JOINING_END.search(self.text.since(max(0, self.text.length - 8)))
        if end is None:
            return
        self.text.drop(len(end[0]))
        for index in range(len(self.marks) - 1, -1, -1):
            mark = self.marks[index]
            if mark.end <= self.text.length:
                break
            self.marks[index] = Mark(
                min(mark.start, self.text.length), self.text.length, mark.kind, mark.value
            )

    def add_text(self, text: str) -> None:
        if not SUSPICIOUS.search(text):
            self.add(text)
            return
        text = INVISIBLE.sub("", text)
        position = 0
        for match in DIALECTS.finditer(text):
            self.add(text[position : match.start()])
            position = match.end()
            kind = match.lastgroup
            if kind in ("wiki", "label"):
                self.add(match["label"] or match["wiki"])
            elif kind == "highlight":
                self.add(match[kind])
            elif kind in ("sub", "sup", "key"):
                self.marked(match[kind], kind)
            elif kind in _UNSAID:
                self.vanish(_UNSAID[kind])
                self.timed = self.timed or (kind == "emoji" and CLOCK.search(match[0]) is not None)
            else:
                self.dropped = True
        self.add(text[position:])

    def marked(self, text: str, kind: str) -> None:
        start = self.text.length
        self.add(text)
        if self.text.length > start:
            self.marks.append(Mark(start, self.text.length, kind))

    def line_break(self) -> None:
        if self.text.last not in ("", "\n") and not self.hidden:
            if self.text.last == " ":
                self.text.drop_last()
            self.text.append("\n")

    # -- elements ---------------------------------------------------------------------------------------------

    def open(self, name: str, kind: str = "", value: str = "", *, hides: bool = False) -> None:
        self.stack.append(_Open(name, self.text.length, kind, value, hides))
        self.hidden += hides

    def close(self, name: str) -> None:
        """Close the innermost element of this name, and what is open within it; nothing when there is none."""
        if not any(element.name == name for element in self.stack):
            return
        while True:
            element = self.stack.pop()
            self.hidden -= element.hides
            if element.hides:
                self.vanish(_HIDDEN_ELEMENTS[element.name])
            if element.kind and not element.hides:
                self.mark(element)
            if element.name == name:
                return

    def mark(self, element: _Open) -> None:
        inside = self.text.since(element.start)
        start = element.start + len(inside) - len(inside.lstrip())
        text = inside.strip()
        end = start + len(text)
        if not text:
            return
        if element.kind != "abbreviation":
            self.marks.append(Mark(start, end, element.kind, element.value))
        elif element.value and text not in self.expanded:
            self.expanded.add(text)
            self.marks.append(Mark(start, end, "say", f"{text}, {element.value},"))
        if element.kind == "link":
            before = self.text.since(max(0, start - 12))[: min(12, start)]
            said = said_for_link(text, element.value, before)
            if said is not None:
                self.marks.append(Mark(start, end, "say", said))

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
        elif piece.name == "img":
            alternative = piece.attrs.get("alt")
            self.add_image(Image(alternative and " ".join(alternative.split()), piece.attrs.get("src", "")))
        elif not piece.source.endswith("/>"):
            self.open_element(piece)

    def open_element(self, piece: Piece) -> None:
        name = piece.name
        if name in _HIDDEN_ELEMENTS:
            self.has_struck = True
            self.open(name, hides=True)
        elif name == "a":
            self.open(name, "link", piece.attrs.get("href", ""))
        elif name == "abbr":
            self.open(name, "abbreviation", piece.attrs.get("title", ""))
        elif name in _ELEMENT_MARKS:
            self.open(name, _ELEMENT_MARKS[name])

    # -- tokens -----------------------------------------------------------------------------------------------

    def strike(self, _token: Token) -> None:
        self.has_struck = True
        self.open("s", hides=True)

    def link(self, token: Token) -> None:
        self.open("a", "link", str(token.attrs.get("href", "")))

    def code(self, token: Token) -> None:
        source = HIGHLIGHTED.sub("", token.content.strip(), count=1)
        self.marked(source, "math" if self.role == "math" else "code")
        self.role = ""

    def math(self, token: Token) -> None:
        self.marked(token.content.strip(), "math")

    def image(self, token: Token) -> None:
        alternative = _Reader(set()).read(token.children or ()).written.text
        self.add_image(
            Image(alternative or str(token.attrs.get("title", "")), str(token.attrs.get("src", "")))
        )

    def add_image(self, image: Image) -> None:
        """An image amid text is called by its alternative text; alone, it is the block's to tell."""
        if self.hidden:
            return
        self.dropped = True
        if BADGE.search(image.source):
            image = Image("", image.source)
        elif image.alternative and FILE_NAME.fullmatch(image.alternative):
            image = Image(None, image.source)
        self.images.append(image)
        if image.alternative:
            outside = self.outside_images
            self.add(image.alternative)
            self.outside_images = outside
        else:
            self.vanished = True

    def describe_image(self, alternative: str) -> None:
        """What stands in brackets is a caption when an attribute holds the alternative text."""
        caption = self.images[-1].alternative or ""
        if caption and not caption.endswith((".", "!", "?")):
            caption += "."
        self.images[-1] = Image(f"{caption} {alternative}".strip(), self.images[-1].source)

    def note(self, token: Token) -> None:
        meta = token.meta
        self.notes.append(Note(self.text.end, meta.get("label") or "", meta.get("content") or ""))
        self.dropped = True


_HANDLERS: dict[str, Callable[[_Reader, Token], None]] = {
    "softbreak": lambda reader, _: reader.add(" "),
    "hardbreak": lambda reader, _: reader.line_break(),
    "code_inline": _Reader.code,
    "math_inline": _Reader.math,
    "math_inline_double": _Reader.math,
    "em_open": lambda reader, token: reader.open(token.tag, "emphasis"),
    "strong_open": lambda reader, token: reader.open(token.tag, "strong"),
    "s_open": _Reader.strike,
    "link_open": _Reader.link,
    "html_inline": _Reader.html,
    "image": _Reader.image,
    "footnote_ref": _Reader.note,
}
