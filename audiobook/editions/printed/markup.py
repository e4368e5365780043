"""A lesson's Markdown as HTML for a page that is read and printed: nothing runs, nothing is fetched, nothing is lost.

Each block is written by the rules of `editions/written`, as in the EPUB, or by those here that suit paper better. Then
it is sanitized: only the tags, classes and addresses below are left of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from audiobook.editions.written.blocks import RULES, code, heading
from audiobook.editions.written.inline import runs_of
from audiobook.editions.written.runs import Run, fill
from audiobook.editions.written.sheet import Rule, Sheet, fill_in
from audiobook.editions.written.xhtml import add, add_text, element
from audiobook.markdown import parse_inline
from audiobook.safe_text import xml_text

if TYPE_CHECKING:
    from lxml.etree import _Element
    from markdown_it.tree import SyntaxTreeNode

SCHEMES = ("http", "https", "mailto")
"""Of addresses that a link may lead to."""

_TAGS = {
    *("a", "aside", "blockquote", "br", "div", "dd", "dl", "dt", "figcaption", "figure", "hr", "img", "li", "ol", "p"),
    *("pre", "span", "caption", "table", "tbody", "td", "th", "thead", "tr", "ul", "h2", "h3", "h4", "h5", "h6"),
    *("abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong", "sub"),
    *("sup", "u", "var"),
}  # fmt: skip
_SPANS = {"rowspan", "colspan"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": _SPANS, "th": _SPANS}
_FOR_READING = {"*": {"dir"}, "aside": {"id"}, "abbr": {"title"}, "div": {"role"}}
_CLASSES = {
    "aside": {"footnote"},
    "div": {"box"},
    "figure": {"listing"},
    "li": {"task", "tight"},
    "p": {"heading", "picture", "title"},
    "pre": {"code", "math"},
    "span": {"picture"},
    "td": {"center", "right"},
    "th": {"center", "right"},
}


class Markup:
    """How the blocks of one lesson become HTML.

    address    where a link of the lesson leads on the page or on the web; "" where it leads nowhere
    picture    a picture as a `data:` address; "" where there is none to show
    anchor     begins the ids of what links of the lesson lead to, such as its footnotes
    direction  that of the page: `ltr` or `rtl`
    """

    def __init__(
        self,
        address: Callable[[str], str],
        picture: Callable[[str], str],
        anchor: str,
        direction: str = "ltr",
    ) -> None:
        self._context = _Context(address, picture, anchor)
        self._rules = {**_RULES, "footnote_reference": self._context.footnote}
        self._direction = direction

    def block(self, node: SyntaxTreeNode) -> str:
        """A block as sanitized HTML; empty when there is nothing to see."""
        sheet = Sheet(self._context, self._rules)
        host = element("div")
        sheet.render(host, [node])
        for spot in sheet.spots:
            if spot.kind == "text":
                fill_in(spot, (), self._direction)
        return sanitized(_within(host)).strip()


def sanitized(html: str) -> str:
    """`html` with what is allowed here: no script, style, handler, strange class or address."""
    import nh3

    return nh3.clean(
        xml_text(html),
        tags=_TAGS,
        attributes={**_ATTRIBUTES, **_FOR_READING},
        allowed_classes=_CLASSES,
        url_schemes={*SCHEMES, "data"},
        attribute_filter=_allowed,
        link_rel=None,
    )


def _allowed(_: str, attribute: str, value: str) -> str | None:
    """Pictures come from the page itself; links lead into it or to the web."""
    if attribute == "src":
        return value if value.startswith("data:image/") else None
    if attribute == "href":
        return value if value.startswith(("#", *(f"{scheme}:" for scheme in SCHEMES))) else None
    return value


def _within(host: _Element) -> str:
    from lxml import etree

    return escape(host.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in host)


# -- what text needs of its page -----------------------------------------------------------------------------


class _Context:
    """Links, pictures, and footnotes, which stand where they are written; one without a label, where it is called."""

    def __init__(self, address: Callable[[str], str], picture: Callable[[str], str], anchor: str) -> None:
        self._picture = picture
        self._anchor = anchor
        self._numbers: dict[str, int] = {}  # by label; footnotes count as they are called
        self._written: set[int] = set()
        self.address = address

    def picture(self, source: str, alternative: str) -> _Element | None:
        address = self._picture(source)
        return element("img", {"src": address, "alt": alternative}) if address else None

    def note(self, label: str, content: str) -> Run:
        if not content:
            call = element("sup")
            add(call, "a", {"href": f"#{self._id(label)}"}, str(self._number(label)))
            return Run("", (), call)
        aside = element("small", text=" (")
        fill(aside, runs_of(parse_inline(content), self), ())
        add_text(aside, ")")
        return Run("", (), aside)

    def footnote(self, sheet: Sheet, parent: _Element, node: SyntaxTreeNode) -> None:
        """A footnote where it is written; of two with one label only the first is meant by calls."""
        label = str(node.meta.get("label", ""))
        number = self._number(label)
        place = add(parent, "aside", {"class": "footnote"})
        if number not in self._written:
            place.set("id", self._id(label))
        self._written.add(number)
        add(place, "sup", text=str(number))
        add_text(place, " ")
        sheet.render(place, node.children)

    def _number(self, label: str) -> int:
        return self._numbers.setdefault(label, len(self._numbers) + 1)

    def _id(self, label: str) -> str:
        return f"{self._anchor}--note--{self._number(label)}"


# -- rules of paper ------------------------------------------------------------------------------------------


def _plain(host: _Element, content: str, _language: str) -> None:
    add_text(host, content)


_RULES: dict[str, Rule] = {
    **RULES,
    "heading": partial(heading, lowered=1),  # the highest is the page's own
    "fence": partial(code, write=_plain),
    "code_block": partial(code, write=_plain),
}
