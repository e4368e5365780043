"""Give the flat token stream the nesting that markers and HTML tags mean.

`:::` markers and HTML elements may hold any blocks, so their beginning and end are separate tokens until here.
Each pair is sought among the blocks of one parent; what is still open at the parent's end is closed there, and an
end without a beginning closes nothing. HTML blocks become the tokens that Markdown would have given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from typing import TYPE_CHECKING

from markdown_it.token import Token

from audiobook.markdown.boxes import is_box
from audiobook.markdown.html import Piece, pieces
from audiobook.markdown.html_blocks import ANY_TAG, shows, without_marks
from audiobook.markdown.limits import NESTING, TooDeep
from audiobook.markdown.tables import CELLS, OpenTable

if TYPE_CHECKING:
    from collections.abc import Iterable

_ELEMENTS = {
    "ul": "bullet_list",
    "ol": "ordered_list",
    "li": "list_item",
    "dl": "dl",
    "dt": "dt",
    "dd": "dd",
    "blockquote": "blockquote",
    "table": "table",
    "caption": "caption",
    "thead": "thead",
    "tbody": "tbody",
    "tfoot": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "details": "details",
    "summary": "summary",
}
_HOLDS_TEXT = frozenset(("dt", "caption", "th", "td", "summary"))
_TRANSPARENT_NAMES = """
address article aside body center div fieldset figcaption figure footer form header hgroup html
legend main nav p section
"""
_TRANSPARENT = frozenset(_TRANSPARENT_NAMES.split())
_BOXES = frozenset(("div", "aside", "section", "p"))
_WITHOUT_TEXT_NAMES = """
audio canvas embed head iframe math noscript object script select style svg template textarea title
video
"""
_WITHOUT_TEXT = frozenset(_WITHOUT_TEXT_NAMES.split())
# What an opening tag ends, within the same list, row or table: the HTML standard's rules for optional end tags.
_ENDED_BY = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "th": ({"th", "td"}, {"tr", "table"}),
    "td": ({"th", "td"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
}
_HEADING = re.compile(r"h[1-6]$")
_CODE_LANGUAGE = re.compile(
    r"<code[^<>]*\bclass=[\"']?[^\"'<>]*?\b(?:language|lang|highlight-source)-([\w+#-]+)", re.I
)
_BOX_CLASS = re.compile(r"\b(admonition|alert|callout|note|tip|hint|important|warning|caution|danger|info)\b")


def nest(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with `container_mark` and `html_block` resolved; every opening token has its closing one."""
    return _Nester().run(tokens)


class _Nester:
    def __init__(self) -> None:
        self.out: list[Token] = []
        self.frames: list[list[Token]] = [[]]  # what markers and tags opened, for each open Markdown block
        self.line = 0  # the line after what was read last
        self.held: list[str] = []  # inline HTML that will become a paragraph, heading or cell
        self.held_from = 0
        self.heading = ""
        self.headed: set[int] = set()  # the opening tokens that have a heading right within them
        self.tables: list[OpenTable] = []  # of HTML, and still open

    def run(self, tokens: Iterable[Token]) -> list[Token]:
        for token in tokens:
            if token.nesting == -1:
                self.close_all(self.frames.pop())
                self.out.append(token)
            elif token.type == "container_mark":
                self.mark(token)
            elif token.type == "html_block" and not token.meta:
                for part in without_marks(token):
                    if part.type == "container_mark":
                        self.mark(part)
                    else:
                        self.html(part)
            else:
                self.note_heading(token)
                self.out.append(token)
                if token.nesting == 1:
                    self.frames.append([])
                    continue
            if token.map:
                self.line = token.map[1]
        self.close_all(self.frames[0])
        return self.out

    # -- opening and closing -------------------------------------------------------------------------------

    def open(self, kind: str, tag: str, lines: list[int]) -> Token:
        token = Token(f"{kind}_open", tag, 1, map=lines, block=True)
        self.out.append(token)
        self.push(token)
        return token

    def push(self, token: Token) -> None:
        frame = self.frames[-1]
        if len(frame) >= NESTING:
            raise TooDeep(self.line)
        frame.append(token)

    def close(self) -> None:
        opening = self.frames[-1].pop()
        if not opening.type:
            return
        if id(opening) in self.headed and not _is_heard(opening):
            opening.type, opening.nesting, opening.meta = "container_mark", 0, {"groups": True}
            return
        if opening.type == "table_open":
            self.tables.pop().close()
        if opening.map:
            opening.map[1] = max(opening.map[1], self.line)
        self.out.append(Token(opening.type.removesuffix("_open") + "_close", opening.tag, -1, block=True))

    def close_all(self, frame: list[Token]) -> None:
        self.frames.append(frame)
        while frame:
            self.close()
        self.frames.pop()

    def note_heading(self, token: Token) -> None:
        if token.type == "heading_open":
            self.headed.update(map(id, self.frames[-1]))

    def mark(self, token: Token) -> None:
        frame = self.frames[-1]
        if token.meta:
            opening = self.open("container", "div", list(token.map or ()))
            opening.meta, opening.attrs, opening.markup = token.meta, token.attrs, token.markup
        elif any(opening.markup[:1] == token.markup[0] for opening in frame):
            # Only `:::` and its like leave their markup on what they open.
            self.line = (token.map or [0, self.line])[1]
            while frame[-1].markup[:1] != token.markup[0]:
                self.close()
            self.close()
        else:
            self.out.append(token)

    # -- HTML ----------------------------------------------------------------------------------------------

    def html(self, block: Token) -> None:
        first = (block.map or [0, 0])[0]
        breaks = [match.start() for match in re.finditer("\n", block.content)]
        before = len(self.out)
        after = 0
        for piece in pieces(block.content):
            if piece.start < after:
                continue
            lines = [
                first + bisect_right(breaks, piece.start - 1),
                first + bisect_right(breaks, piece.end - 1) + 1,
            ]
            self.line = lines[1]
            if piece.kind == "open" and (piece.name in _WITHOUT_TEXT or piece.name == "pre"):
                after = self.whole(block.content, piece, lines, breaks, first)
            else:
                self.piece(piece, lines)
        self.flush()
        self.heading = ""
        if len(self.out) == before:
            self.out.append(block)

    def whole(self, source: str, piece: Piece, lines: list[int], breaks: list[int], first: int) -> int:
        """An element whose content is not Markdown: a listing, or something without text. Gives its end."""
        self.flush()
        ending = source.lower().find(f"</{piece.name}", piece.end)
        inner_end = len(source) if ending == -1 else ending
        end = len(source) if ending == -1 else source.find(">", ending) + 1 or len(source)
        self.line = lines[1] = first + bisect_right(breaks, end - 1) + 1
        inner = source[piece.end : inner_end]
        if piece.name == "pre":
            language = _CODE_LANGUAGE.search(inner[:300])
            info = piece.attrs.get("lang") or (language[1] if language else "")
            text = unescape(ANY_TAG.sub("", inner)).strip("\n")
            self.leaf("fence", "code", lines, content=text + "\n", info=info)
        else:
            self.leaf("html_block", "", lines, content=source[piece.start : end])
        return end

    def piece(self, piece: Piece, lines: list[int]) -> None:
        name = piece.name
        if piece.kind == "comment" and not "".join(self.held).strip():
            self.flush()
            self.leaf("html_block", "", lines, content=piece.source)
        elif _HEADING.match(name):
            self.flush()
            self.heading = name if piece.kind == "open" else ""
        elif name == "hr":
            self.flush()
            self.leaf("hr", "hr", lines)
        elif name in _ELEMENTS or name in _TRANSPARENT:
            self.flush()
            if piece.kind == "open":
                self.element(piece, lines)
            else:
                self.end_element(name)
        else:
            if not self.held:
                self.held_from = lines[0] + len(piece.source) - len(piece.source.lstrip("\n"))
            self.held.append(piece.source)

    def element(self, piece: Piece, lines: list[int]) -> None:
        name = piece.name
        if name in _ENDED_BY:
            self.end_siblings(*_ENDED_BY[name])
        if name in _ELEMENTS:
            holder = self.holder()
            token = self.open(_ELEMENTS[name], name, lines)
            if name == "table":
                self.tables.append(OpenTable(token))
            elif self.tables and holder:
                self.tables[-1].note(token, holder, piece.attrs)
            if "narrate" in piece.attrs:
                token.attrs["narrate"] = piece.attrs["narrate"]
            if name == "ol" and piece.attrs.get("start", "").isdecimal():
                token.attrs["start"] = int(piece.attrs["start"][:9])
        elif name in _BOXES:
            classes = piece.attrs.get("class", "").lower()
            if _BOX_CLASS.search(classes) and name != "p":
                token = self.open("container", name, lines)
                token.meta = {"opens": True, "names": classes.split(), "title": ""}
            elif name != "p":
                # Held open only so that its end does not close a box around it.
                self.push(Token("", name, 0))

    def holder(self) -> Token | None:
        """What opens the element that holds what comes next; None where it is right in a block of Markdown."""
        return next((opening for opening in reversed(self.frames[-1]) if opening.type), None)

    def end_siblings(self, ended: set[str], within: set[str]) -> None:
        frame = self.frames[-1]
        first = len(frame)
        for depth in range(len(frame) - 1, -1, -1):
            if frame[depth].tag in within:
                break
            if frame[depth].tag in ended:
                first = depth
        while len(frame) > first:
            self.close()

    def end_element(self, name: str) -> None:
        frame = self.frames[-1]
        if any(opening.tag == name and not opening.markup for opening in frame):
            while frame[-1].tag != name or frame[-1].markup:
                self.close()
            self.close()

    def flush(self) -> None:
        """Turn held inline HTML into the text of the open cell, term or heading, or into a paragraph."""
        source = "\n".join(line.strip() for line in "".join(self.held).split("\n")).strip()
        self.held = []
        if not source:
            return
        lines = [self.held_from, max(self.line, self.held_from + 1)]
        if not self.heading and not shows(source):
            self.leaf("html_block", "", lines, content=source)
            return
        inline = Token("inline", "", 0, map=lines, content=source, children=[], block=True)
        holder = self.holder()
        if self.heading:
            self.wrapped("heading", self.heading, inline, "#" * int(self.heading[1]))
        elif holder and holder.tag in _HOLDS_TEXT and not self.follows_text(holder):
            self.out.append(inline)
        else:
            self.wrapped("paragraph", "p", inline)

    def follows_text(self, holder: Token) -> bool:
        """Whether a cell has text or blocks before what comes next, which then is a paragraph of its own."""
        return holder.tag in CELLS and self.out[-1] is not holder and self.out[-1].type != "html_block"

    def wrapped(self, kind: str, tag: str, inline: Token, markup: str = "") -> None:
        opening = Token(f"{kind}_open", tag, 1, map=inline.map, markup=markup, block=True)
        self.note_heading(opening)
        self.out.append(opening)
        self.out.append(inline)
        self.out.append(Token(f"{kind}_close", tag, -1, markup=markup, block=True))

    def leaf(self, kind: str, tag: str, lines: list[int], content: str = "", info: str = "") -> None:
        self.out.append(Token(kind, tag, 0, map=lines, content=content, info=info, block=True))


def _is_heard(opening: Token) -> bool:
    """Whether a container is more than what is in it; of any other the headings are the lesson's own."""
    names, title = opening.meta.get("names", ()), str(opening.meta.get("title", ""))
    return is_box(names, title) or "narrate" in opening.attrs
