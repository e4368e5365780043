"""The blocks of a lesson as XHTML, a rule for each type of node, and the spots that can be pointed at, in page order.

Nothing of a lesson is copied into the page as markup: every element and attribute is chosen here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiobook.editions.epub.code import highlight
from audiobook.editions.epub.inline import Context, runs_of
from audiobook.editions.epub.reading import Spot
from audiobook.editions.epub.runs import Run
from audiobook.editions.epub.xhtml import add
from audiobook.markdown import parse_inline
from audiobook.markdown.attributes import attributes
from audiobook.markdown.boxes import COLLAPSIBLE, EMBEDDED, PICTURES, label_of
from audiobook.markdown.html import pieces

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

_FOR_THE_SITE = frozenset(
    (
        *(
            "autoclass",
            "autofunction",
            "automodule",
            "bibliography",
            "contents",
            "eval-rst",
            "highlight",
            "include",
        ),
        *("index", "literalinclude", "meta", "only", "raw", "tableofcontents", "toctree"),
    )
)
_LANGUAGE = re.compile(r"[\w+#-]{1,30}", re.ASCII)
_MEANING = re.compile(r"\s*:\s+")


class Blocks:
    """Renders blocks below an element. `spots` grows with the page; `context` is what inline text needs."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.spots: list[Spot] = []
        self.aside = False
        self._bounds = (1, 1)
        self._plain = 0  # within what may hold no headings

    # -- spots -----------------------------------------------------------------------------------------------

    @contextmanager
    def within(self, bounds: tuple[int, int]) -> Iterator[None]:
        """Keep the lines of nodes within these: those of the top-level block that holds them."""
        before, self._bounds = self._bounds, bounds
        yield
        self._bounds = before

    @contextmanager
    def whole(self, element: _Element, kind: str, node: SyntaxTreeNode | None) -> Iterator[Spot]:
        """A spot for an element and all that is put into it meanwhile."""
        spot = Spot(element, kind, self.lines(node), aside=self.aside)
        self.spots.append(spot)
        yield spot
        spot.last = len(self.spots) - 1

    def text(self, host: _Element, runs: Sequence[Run], node: SyntaxTreeNode | None) -> None:
        """A spot for running text, which `host` is filled with when its sentences are known."""
        if any(run.text.strip() or run.element is not None for run in runs):
            self.spots.append(Spot(host, "text", self.lines(node), list(runs), aside=self.aside))

    def lines(self, node: SyntaxTreeNode | None) -> tuple[int, int]:
        """The 1-based, inclusive source lines of a node; those of the block that holds it where it has none."""
        first, last = self._bounds
        while node is not None and node.type != "root":
            if node.map:
                start = min(max(node.map[0] + 1, first), last)
                return start, min(max(node.map[1], start), last)
            node = node.parent
        return first, last

    # -- walking ---------------------------------------------------------------------------------------------

    def render(self, parent: _Element, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            rule = RULES.get(node.type)
            if rule is not None:
                rule(self, parent, node)
            elif node.type not in _WITHOUT_WORDS:
                self.render(parent, node.children)

    # -- text ------------------------------------------------------------------------------------------------

    def inline(self, node: SyntaxTreeNode) -> list[Run]:
        """The runs of all texts right in a node."""
        return [
            run for child in node.children if child.type == "inline" for run in runs_of(child, self.context)
        ]

    def paragraph(self, parent: _Element, node: SyntaxTreeNode) -> None:
        runs = self.inline(node)
        shown = [run for run in runs if run.text.strip() or run.element is not None]
        if shown and all(run.element is not None and str(run.element.tag).endswith("}img") for run in shown):
            with self.whole(add(parent, "figure"), "picture", node) as spot:
                for run in shown:
                    if run.element is not None:
                        spot.element.append(run.element)
        elif shown:
            self.text(add(parent, "p"), runs, node)

    def loose_text(self, parent: _Element, node: SyntaxTreeNode) -> None:
        runs = runs_of(node, self.context)
        if any(run.text.strip() or run.element is not None for run in runs):
            self.text(add(parent, "p"), runs, node)

    def heading(self, parent: _Element, node: SyntaxTreeNode) -> None:
        if self._plain:
            self.text(add(parent, "p", {"class": "heading"}), self.inline(node), node)
        else:
            self.text(add(parent, node.tag), self.inline(node), node)

    def thematic_break(self, parent: _Element, _node: SyntaxTreeNode) -> None:
        add(parent, "hr")

    # -- listings --------------------------------------------------------------------------------------------

    def code(self, parent: _Element, node: SyntaxTreeNode) -> None:
        if node.meta.get("hidden"):
            return
        words = node.info.split()
        language = words[0].strip("{}.").lower() if words else ""
        known = language if _LANGUAGE.fullmatch(language) else ""
        title = attributes(node.info).get("title", "")
        place = add(parent, "figure", {"class": "listing"}) if title else parent
        if title:
            add(place, "figcaption", text=title)
        listing = add(place, "pre", {"class": "code", "dir": "ltr"})
        with self.whole(place if title else listing, "code", node):
            inner = add(listing, "code", {"class": f"language-{known}"} if known else {})
            highlight(inner, node.content.rstrip("\n"), known)

    def math(self, parent: _Element, node: SyntaxTreeNode) -> None:
        formula = add(parent, "pre", {"class": "math", "dir": "ltr"})
        with self.whole(formula, "math", node):
            add(formula, "code", text=node.content.strip())

    # -- lists -----------------------------------------------------------------------------------------------

    def list(self, parent: _Element, node: SyntaxTreeNode) -> None:
        items = [child for child in node.children if child.type == "list_item"]
        if not items:
            self.render(parent, node.children)
            return
        start = str(node.attrs.get("start", 1))
        ordered = node.type == "ordered_list"
        numbered = {"start": start} if ordered and start.isdecimal() and start != "1" else {}
        with self.whole(add(parent, "ol" if ordered else "ul", numbered), "list", node) as spot:
            for child in node.children:
                if child.type == "list_item":
                    self.item(spot.element, child)
                elif len(spot.element):
                    self.render(spot.element[-1], [child])

    def item(self, parent: _Element, node: SyntaxTreeNode) -> None:
        if not str(parent.tag).endswith(("}ul", "}ol")):  # an item that HTML left outside any list
            self.render(add(parent, "div"), node.children)
            return
        tight = any(child.type == "paragraph" and child.hidden for child in node.children)
        done = node.meta.get("done")
        names = [name for name, given in (("tight", tight), ("task", done is not None)) if given]
        place = add(parent, "li", {"class": " ".join(names)} if names else {})
        before = len(self.spots)
        self.render(place, node.children)
        if done is not None and len(self.spots) > before and self.spots[before].runs:
            self.spots[before].runs.insert(0, Run("☑ " if done else "☐ "))

    def definitions(self, parent: _Element, node: SyntaxTreeNode) -> None:
        if not any(child.type in ("dt", "dd") for child in node.children):
            self.render(parent, node.children)
            return
        with self.whole(add(parent, "dl"), "list", node) as spot:
            for child in node.children:
                if child.type in ("dt", "dd"):
                    self.cell(add(spot.element, child.type), child)

    def stray_definition(self, parent: _Element, node: SyntaxTreeNode) -> None:
        self.cell(add(parent, "div"), node)

    def bullet_definitions(self, parent: _Element, node: SyntaxTreeNode) -> None:
        """Terms with a list of meanings that begin with a colon, as MDN writes them; the colon is only markup."""
        items = [child for child in node.children if child.type == "list_item"]
        if not items or not all(map(_is_definition, items)):
            self.list(parent, node)
            return
        with self.whole(add(parent, "dl"), "list", node) as spot:
            for item in items:
                term, meanings = item.children
                self.text(add(spot.element, "dt"), self.inline(term), term)
                for meaning in meanings.children:
                    before = len(self.spots)
                    self.render(add(spot.element, "dd"), meaning.children)
                    self._drop_colon(before)

    def _drop_colon(self, index: int) -> None:
        """Narration may have taken the colon before, or not: it is told from a tree that may be its own."""
        runs = self.spots[index].runs if index < len(self.spots) else []
        if runs and runs[0].element is None:
            runs[0] = Run(_MEANING.sub("", runs[0].text, count=1), runs[0].wraps)

    # -- tables ----------------------------------------------------------------------------------------------

    def table(self, parent: _Element, node: SyntaxTreeNode) -> None:
        parts = [part for part in node.children if part.type in ("thead", "tbody", "tr")]
        captions = [child for child in node.children if child.type == "caption"]
        if not any(row.type == "tr" for part in parts for row in (part, *part.children)):
            self.render(parent, node.children)
            return
        with self.whole(add(parent, "table"), "table", node) as spot:
            if captions:
                self.text(
                    add(spot.element, "caption"), [run for one in captions for run in self.inline(one)], node
                )
            for number, part in enumerate(parts):
                self._rows(spot.element, part, header=part.type == "thead" and number == 0)
        known = ("thead", "tbody", "tr", "caption")
        self.render(parent, [child for child in node.children if child.type not in known])

    def _rows(self, table: _Element, part: SyntaxTreeNode, *, header: bool) -> None:
        rows = [part] if part.type == "tr" else [row for row in part.children if row.type == "tr"]
        if not rows:
            return
        joined = part.type == "tr" and len(table) and str(table[-1].tag).endswith("}tbody")
        group = table[-1] if joined else add(table, "thead" if header else "tbody")
        for row in rows:
            cells = [cell for cell in row.children if cell.type in ("th", "td")]
            if cells:
                with self.whole(add(group, "tr"), "row", row) as spot:
                    for cell in cells:
                        self.cell(add(spot.element, cell.type, _aligned(cell)), cell)

    def cell(self, place: _Element, node: SyntaxTreeNode) -> None:
        """What holds text of its own, or blocks without headings."""
        if all(child.type == "inline" for child in node.children):
            self.text(place, self.inline(node), node)
        else:
            self._plain += 1
            self.render(place, node.children)
            self._plain -= 1

    # -- boxes -----------------------------------------------------------------------------------------------

    def quote(self, parent: _Element, node: SyntaxTreeNode) -> None:
        names = [*node.meta.get("names", ()), *str(node.attrs.get("class", "")).split()]
        if names and names[0] in EMBEDDED:
            self.elsewhere(parent, node, EMBEDDED[names[0]])
        elif label_of([*names, str(node.attrs.get("style", ""))]) or node.meta.get("names"):
            names.append(str(node.attrs.get("style", "")))
            self.box(parent, node, names, str(node.meta.get("title", "")))
        else:
            with self.whole(add(parent, "blockquote"), "quote", node) as spot:
                self.render(spot.element, node.children)

    def container(self, parent: _Element, node: SyntaxTreeNode) -> None:
        names, title = list(node.meta.get("names", ())), str(node.meta.get("title", ""))
        kind = names[0] if names else ""
        if kind in EMBEDDED:
            self.elsewhere(parent, node, EMBEDDED[kind])
        elif kind in PICTURES:
            self.figure(parent, node)
        elif kind not in _FOR_THE_SITE:
            self.box(parent, node, names, title)

    def figure(self, parent: _Element, node: SyntaxTreeNode) -> None:
        options = node.meta.get("options", {})
        source = str(node.meta.get("title", "") or options.get("source", "") or options.get("src", ""))
        alternative = options.get("alt") or options.get("caption") or options.get("title") or ""
        picture = self.context.picture(source, alternative) if source else None
        with self.whole(add(parent, "figure"), "picture", node) as spot:
            if picture is not None:
                spot.element.append(picture)
            elif alternative:
                self.text(add(spot.element, "p", {"class": "picture"}), [Run(alternative)], node)
            self.render(spot.element, node.children)

    def box(self, parent: _Element, node: SyntaxTreeNode, names: Sequence[str], title: str) -> None:
        """A box with its kind and title; one of neither is no more than what is in it."""
        label = "" if COLLAPSIBLE.intersection(names) else label_of(names)
        if not label and not title:
            self.render(parent, node.children)
            return
        with self.whole(add(parent, "div", {"class": "box", "role": "note"}), "box", node) as spot:
            self._title(spot.element, node, label, title)
            self.render(spot.element, node.children)

    def _title(self, place: _Element, node: SyntaxTreeNode, label: str, title: str) -> None:
        first = node.children[0] if node.children else None
        own = first.children[0].content if first and first.type == "paragraph" and first.children else ""
        runs = runs_of(parse_inline(title), self.context) if title else []
        if label and not title and own.lstrip("*_ ").lower().startswith(label.lower()):
            return  # the text says itself what it is
        if label and not title.lower().startswith(label.lower()):
            runs.insert(0, Run(f"{label}: " if title else label))
        self.text(add(place, "p", {"class": "title"}), runs, node)

    def details(self, parent: _Element, node: SyntaxTreeNode) -> None:
        """Always open: what is heard has to be seen, and not every reader can open it."""
        with self.whole(add(parent, "div", {"class": "box"}), "box", node) as spot:
            self.render(spot.element, node.children)

    def summary(self, parent: _Element, node: SyntaxTreeNode) -> None:
        self.text(add(parent, "p", {"class": "title"}), self.inline(node), node)

    def html(self, parent: _Element, node: SyntaxTreeNode) -> None:
        """What cannot be shown here: a link to it, where it has an address on the web."""
        shows = str(node.meta.get("shows") or "")
        for piece in pieces(node.content):
            if piece.kind == "open":
                what = shows or EMBEDDED.get(piece.name, "")
                if what:
                    self._link(parent, piece.attrs.get("src") or piece.attrs.get("href") or "", what)
                return

    def elsewhere(self, parent: _Element, node: SyntaxTreeNode, what: str) -> None:
        for inner in node.walk():
            if inner.type == "link":
                self._link(parent, str(inner.attrs.get("href", "")), what)
                return

    def _link(self, parent: _Element, target: str, what: str) -> None:
        address = self.context.address(target)
        if address:
            add(add(parent, "p"), "a", {"href": address}, what[:1].upper() + what[1:])


def _is_definition(item: SyntaxTreeNode) -> bool:
    """Whether an item of a list is a paragraph, and a list whose items all begin with a colon."""
    kinds = [child.type for child in item.children]
    return kinds == ["paragraph", "bullet_list"] and all(
        meaning.children
        and meaning.children[0].type == "paragraph"
        and meaning.children[0].children
        and meaning.children[0].children[0].content.startswith(": ")
        for meaning in item.children[1].children
    )


def _aligned(cell: SyntaxTreeNode) -> dict[str, str]:
    """Where a column stands, as Markdown's colons say."""
    style = str(cell.attrs.get("style", ""))
    side = style.removeprefix("text-align:")
    return {"class": side} if side in ("center", "right") else {}


_WITHOUT_WORDS = frozenset(
    ("attribute_list", "container_mark", "definition", "footnote_reference", "template_tag")
)

RULES: dict[str, Callable[[Blocks, _Element, SyntaxTreeNode], None]] = {
    "heading": Blocks.heading,
    "paragraph": Blocks.paragraph,
    "inline": Blocks.loose_text,
    "summary": Blocks.summary,
    "hr": Blocks.thematic_break,
    "fence": Blocks.code,
    "code_block": Blocks.code,
    "math_block": Blocks.math,
    "math_block_label": Blocks.math,
    "bullet_list": Blocks.bullet_definitions,
    "ordered_list": Blocks.list,
    "list_item": Blocks.item,
    "dl": Blocks.definitions,
    "dt": Blocks.stray_definition,
    "dd": Blocks.stray_definition,
    "table": Blocks.table,
    "blockquote": Blocks.quote,
    "container": Blocks.container,
    "details": Blocks.details,
    "html_block": Blocks.html,
}
"""What is done with a node of a type; of any other, what is in it is rendered, unless it has no words."""
