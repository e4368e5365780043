"""What a sentence stands between, for words that point at the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from audiobook.markdown.attributes import attributes
from audiobook.markdown.boxes import PICTURES
from audiobook.markdown.html import tag
from audiobook.narration.patterns import ROLE

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

WRITTEN_LESSON = "in the written lesson"
DIAGRAMS = frozenset(
    ("mermaid", "plantuml", "puml", "dot", "graphviz", "d2", "ditaa", "nomnoml", "blockdiag", "svgbob")
)
PROSE = "prose"
"""The kind, for `later`, of all that is read rather than described."""

_AHEAD = 6
"""How many blocks ahead "below" may mean something that is called what follows."""
_OF_PICTURES = frozenset(
    ("image", "softbreak", "attribute_text", "text", "code_inline")
)  # code: a role's label
_SILENT = frozenset(
    (
        "html_block",
        "attribute_list",
        "template_tag",
        "definition",
        "container_mark",
        "footnote_reference",
        "hr",
    )
)


def _never(_: tuple[str, ...]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was heard before a sentence, and what will be.

    `heard` is the kind of block just described ("" after prose), `upcoming` gives the blocks to come. `known` are the
    kinds described so far, and `later` tells whether one of some kinds will come in the lesson. `begun`: something has
    been said. `unseen`: a picture without words stands right before.
    """

    heard: str
    upcoming: Callable[[], Iterator[SyntaxTreeNode]]
    known: Set[str] = frozenset()
    later: Callable[[tuple[str, ...]], bool] = _never
    begun: bool = False
    unseen: bool = False

    def next_is(self, kinds: tuple[str, ...]) -> bool:
        """Whether a block of one of these kinds, or of any when there are none, is described soon."""
        for node in islice(_opened(self.upcoming()), _AHEAD):
            if node.type == "heading":
                return False
            kind = kind_of(node)
            if kind in kinds or (kind and not kinds):
                return True
        return False

    @property
    def following(self) -> SyntaxTreeNode | None:
        """The next block that is more than markup."""
        return next((node for node in islice(self.upcoming(), _AHEAD) if node.type not in _SILENT), None)

    @property
    def goes_on(self) -> bool:
        """Whether something is heard next."""
        following = self.following
        return self.later((PROSE,)) if following is None else not is_unseen(following)


def kind_of(node: SyntaxTreeNode) -> str:
    """What a listener would call a block that is described rather than read; "" for any other block."""
    if node.type in ("fence", "code_block"):
        language = node.info.split()[0].strip("{}.").lower() if node.info.split() else ""
        return "diagram" if language in DIAGRAMS else "code"
    if node.type == "table":
        return "table"
    if node.type in ("math_block", "math_block_label"):
        return "formula"
    if node.type in ("bullet_list", "ordered_list", "dl"):
        return "list"
    return "image" if _picture(node) is True else ""


def is_unseen(node: SyntaxTreeNode) -> bool:
    """Whether a block is a picture without words."""
    return _picture(node) is False


def _picture(node: SyntaxTreeNode) -> bool | None:
    """Whether a picture has words to be described by; None for a block that is no picture."""
    if node.type == "container":
        names = node.meta.get("names", ())
        if not names or names[0] not in PICTURES:
            return None
        options = node.meta.get("options", {})
        return bool(node.children or options.get("alt") or options.get("caption") or options.get("title"))
    if node.type != "paragraph" or not node.children:
        return None
    inner = [child for child in node.children[0].walk(include_self=False) if child.type != "link"]
    found = [child for child in inner if child.type == "image" or child.content.startswith("<img")]
    if not found or any(child.type not in _OF_PICTURES for child in inner):
        return None
    loose = (child for child in inner if child.type == "text" and child.parent is node.children[0])
    if any(child.content.strip() and not ROLE.fullmatch(child.content.strip()) for child in loose):
        return None
    attributed = any(
        {"alt", "fig-alt"} & set(attributes(child.content))
        for child in inner
        if child.type == "attribute_text"
    )
    return attributed or any(map(_has_words, found))


def _has_words(image: SyntaxTreeNode) -> bool:
    if image.type == "image":
        return bool(image.content or image.attrs.get("title"))
    piece = tag(image.content)
    return bool(piece and piece.attrs.get("alt"))


def _opened(nodes: Iterator[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    """The blocks, and after a box or a quotation those within it."""
    for node in nodes:
        yield node
        if node.type in ("container", "blockquote", "details"):
            yield from _opened(iter(node.children))
