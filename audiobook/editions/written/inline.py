"""Inline Markdown, and the HTML in it, as runs. Every element is one of ours; a lesson's tags choose among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from audiobook.editions.written.runs import Run, Wrap
from audiobook.markdown.boxes import EMBEDDED
from audiobook.markdown.html import Piece, tag
from audiobook.narration.patterns import DIALECTS, FILE_NAME, HIGHLIGHTED, ROLE, SUSPICIOUS

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

_ELEMENTS = {
    **{
        name: name for name in ("abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s")
    },
    **{name: name for name in ("samp", "small", "strong", "sub", "sup", "u", "var")},
    "dfn": "em",
    "rt": "small",  # beside the characters it reads, in any reader
    "strike": "s",
    "tt": "code",
}
_HIDDEN = frozenset(("math", "noscript", "script", "style", "svg", "template"))
# Roles of Sphinx and MyST: those of which the text is shown as an element, and those that show code. Else it is text.
_ROLES = {"kbd": "kbd", "sub": "sub", "subscript": "sub", "sup": "sup", "superscript": "sup", "math": "code"}
_CODE_ROLES = re.compile(
    r"(?:.*:)?(?:attr|class|code|command|envvar|exc|file|func|meth|mod|obj|option|program|samp)"
)
_TITLED = re.compile(r"(?P<title>.*\S)\s*<[^<>]*>", re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class Context(Protocol):
    """What inline text needs of its page."""

    def address(self, target: str) -> str:
        """Where a link leads; empty when nowhere."""

    def picture(self, source: str, alternative: str) -> _Element | None:
        """A picture of the book; None when it has none of that name."""

    def note(self, label: str, content: str) -> Run | None:
        """The call of a footnote, by label or with its text; None when there is no such note."""


def runs_of(node: SyntaxTreeNode, context: Context) -> list[Run]:
    """The runs of an `inline` node."""
    return list(_Inline(context).within(node, ()))


def elsewhere(target: str, what: str, context: Context) -> Run:
    """What a page shows from elsewhere: a link, or where it leads nowhere, what it is."""
    address = context.address(target) if target else ""
    if address:
        return Run(what[:1].upper() + what[1:], (Wrap("a", {"href": address}),))
    return Run(f"[{what}]", (Wrap("span", {"class": "picture"}),))


@dataclass(slots=True)
class _Inline:
    context: Context
    hidden: int = 0
    opened: list[tuple[str, Wrap | None]] = field(default_factory=list)  # HTML's elements that are still open

    def within(self, node: SyntaxTreeNode, wraps: tuple[Wrap, ...]) -> Iterator[Run]:
        """The runs of a node's children. HTML that opens in it ends with it."""
        before = self.opened
        self.opened = []
        children = node.children
        for index, child in enumerate(children):
            around = (*wraps, *(wrap for _, wrap in self.opened if wrap))
            following = children[index + 1] if index + 1 < len(children) else None
            if child.type == "html_inline":
                yield from self.html(child, around)
            elif not self.hidden:
                yield from self.node(child, following, children[index - 1] if index else None, around)
        self.hidden -= sum(name in _HIDDEN for name, _ in self.opened)
        self.opened = before

    def node(
        self,
        node: SyntaxTreeNode,
        following: SyntaxTreeNode | None,
        before: SyntaxTreeNode | None,
        wraps: tuple[Wrap, ...],
    ) -> Iterator[Run]:
        match node.type:
            case "text" | "text_special":
                yield from _texts(node.content, following, wraps)
            case "code_inline":
                yield from _code(node, following, before, wraps)
            case "math_inline" | "math_inline_double":
                yield Run(node.content.strip(), (*wraps, Wrap("code", {"class": "math"})))
            case "softbreak":
                yield Run(" ", wraps)
            case "hardbreak":
                yield _break(wraps)
            case "image":
                yield from self.image(str(node.attrs.get("src", "")), _alternative(node), wraps)
            case "footnote_ref":
                if run := self.context.note(
                    str(node.meta.get("label") or ""), str(node.meta.get("content") or "")
                ):
                    yield Run(run.text, () if _in_link(wraps) else wraps, run.element, run.note)
            case "template":
                yield Run(node.content, (*wraps, Wrap("kbd")) if node.tag == "kbd" else wraps)
            case "attribute_text":
                pass
            case "strong" | "em" | "s":
                yield from self.within(node, (*wraps, Wrap(node.type)))
            case "link":
                yield from self.within(node, self.linked(str(node.attrs.get("href", "")), wraps))
            case _ if node.children:
                yield from self.within(node, wraps)
            case _:
                yield Run(node.content, wraps)

    def linked(self, target: str, wraps: tuple[Wrap, ...]) -> tuple[Wrap, ...]:
        address = "" if _in_link(wraps) else self.context.address(target)
        return (*wraps, Wrap("a", {"href": address})) if address else wraps

    def image(self, source: str, alternative: str, wraps: tuple[Wrap, ...]) -> Iterator[Run]:
        picture = self.context.picture(source, alternative)
        if picture is not None:
            yield Run(alternative, wraps, picture)
        elif alternative and not FILE_NAME.fullmatch(alternative):
            yield Run(alternative, (*wraps, Wrap("span", {"class": "picture"})))

    # -- HTML ------------------------------------------------------------------------------------------------

    def html(self, node: SyntaxTreeNode, wraps: tuple[Wrap, ...]) -> Iterator[Run]:
        piece = tag(node.content)
        if piece is None or piece.kind == "comment":
            return
        if piece.kind == "close":
            self.close(piece.name)
            return
        if not self.hidden:
            yield from self.shown(piece, wraps)
        if piece.name not in ("br", "img") and not piece.source.endswith("/>"):
            self.opened.append((piece.name, self.wrap(piece, wraps)))
            self.hidden += piece.name in _HIDDEN

    def shown(self, piece: Piece, wraps: tuple[Wrap, ...]) -> Iterator[Run]:
        """What is seen of a tag itself."""
        source = piece.attrs.get("src", "")
        if piece.name == "br":
            yield _break(wraps)
        elif piece.name == "img":
            yield from self.image(source, _SPACE.sub(" ", piece.attrs.get("alt", "")).strip(), wraps)
        elif piece.name in EMBEDDED and not _in_link(wraps):
            run = elsewhere(source, EMBEDDED[piece.name], self.context)
            yield Run(run.text, (*wraps, *run.wraps))

    def wrap(self, piece: Piece, wraps: tuple[Wrap, ...]) -> Wrap | None:
        """The element of ours that a tag stands for."""
        if piece.name == "a":
            wrapped = self.linked(piece.attrs.get("href", ""), wraps)
            return wrapped[-1] if len(wrapped) > len(wraps) else None
        if piece.name not in _ELEMENTS:
            return None
        title = piece.attrs.get("title", "").strip()
        return Wrap(_ELEMENTS[piece.name], {"title": title} if title and piece.name == "abbr" else {})

    def close(self, name: str) -> None:
        """Close the innermost element of this name, and what is open within it; nothing when there is none."""
        if any(opened == name for opened, _ in self.opened):
            while True:
                opened, _ = self.opened.pop()
                self.hidden -= opened in _HIDDEN
                if opened == name:
                    return


def _in_link(wraps: Sequence[Wrap]) -> bool:
    return any(wrap.tag == "a" for wrap in wraps)


def _break(wraps: tuple[Wrap, ...]) -> Run:
    from audiobook.editions.written.xhtml import element

    return Run("\n", wraps, element("br"))


def _alternative(node: SyntaxTreeNode) -> str:
    texts = (
        " " if inner.type in ("softbreak", "hardbreak") else inner.content
        for inner in node.walk()
        if not inner.children and inner.type != "html_inline"
    )
    return _SPACE.sub(" ", "".join(texts)).strip() or str(node.attrs.get("title", ""))


# -- text ----------------------------------------------------------------------------------------------------


def _texts(text: str, following: SyntaxTreeNode | None, wraps: tuple[Wrap, ...]) -> Iterator[Run]:
    """Text with what dialects write in it: `==marked==`, `[[Page]]`, attributes in braces."""
    if following is not None and following.type == "code_inline" and (role := ROLE.search(text)):
        text = text[: role.start()]
    if not SUSPICIOUS.search(text):
        yield Run(text, wraps)
        return
    position = 0
    for match in DIALECTS.finditer(text):
        yield Run(text[position : match.start()], wraps)
        position = match.end()
        shown, kind = _DIALECTS.get(match.lastgroup or "", _nothing)(match)
        yield Run(shown, (*wraps, Wrap(kind)) if kind else wraps)
    yield Run(text[position:], wraps)


def _nothing(_match: re.Match[str]) -> tuple[str, str]:
    return "", ""


def _as_written(match: re.Match[str]) -> tuple[str, str]:
    return match[0], ""


_DIALECTS: dict[str, Callable[[re.Match[str]], tuple[str, str]]] = {
    "wiki": lambda match: (match["wiki"], ""),
    "label": lambda match: (match["label"], ""),
    "highlight": lambda match: (match["highlight"], "mark"),
    "styled": lambda match: (match["styled"], "em"),
    "sub": lambda match: (match["sub"], "sub"),
    "sup": lambda match: (match["sup"], "sup"),
    "key": lambda match: (match["key"], "kbd"),
    "citation": _as_written,
    "emoji": _as_written,
    "reference": _as_written,
    "smile": _as_written,
}
"""What the page has for each thing that dialects write: its text, and the element around it. Else nothing."""


def _code(
    node: SyntaxTreeNode,
    following: SyntaxTreeNode | None,
    before: SyntaxTreeNode | None,
    wraps: tuple[Wrap, ...],
) -> Iterator[Run]:
    source = HIGHLIGHTED.sub("", node.content.strip(), count=1)
    if following is not None and following.content.startswith("{="):
        return  # raw markup of another format
    role = ROLE.search(before.content) if before is not None and before.type == "text" else None
    if role is None:
        yield Run(source, (*wraps, Wrap("code")))
        return
    name = role["myst"] or role["sphinx"]
    kind = _ROLES.get(name) or ("code" if _CODE_ROLES.fullmatch(name) else "")
    titled = _TITLED.fullmatch(source)
    yield Run(titled["title"] if titled else source, (*wraps, Wrap(kind)) if kind else wraps)
