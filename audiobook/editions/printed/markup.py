"""A lesson's Markdown as HTML for a page that is read and printed: nothing runs, nothing is fetched, nothing is lost.

Each block is put together here and then sanitized: only the tags, classes and addresses below are left of it. An
element that the author wrote in HTML is taken where it has a meaning on paper; of any other only the text stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from audiobook.markdown import parse_inline
from audiobook.markdown.html import tag
from audiobook.markdown.tables import cells_of, spans_of
from audiobook.safe_text import xml_text

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

SCHEMES = ("http", "https", "mailto")
"""Of addresses that a link may lead to."""

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_INLINE_TAGS = frozenset(
    ("abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong",
     "sub", "sup", "u", "var")
)  # fmt: skip
_TAGS = {
    *("a", "aside", "blockquote", "br", "div", "dd", "dl", "dt", "hr", "img", "li", "ol", "p", "pre", "span"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    *_HEADINGS,
    *_INLINE_TAGS,
}
_SPANS = {"rowspan", "colspan"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "td": _SPANS, "th": _SPANS}
_CLASSES = {
    "aside": {"box", "footnote"},
    "p": {"label", "unseen"},
    "pre": {"formula"},
    "td": {"center", "right"},
    "th": {"center", "right"},
}
_SILENT = frozenset(("definition", "attribute_list", "template_tag", "container_mark"))


@dataclass(frozen=True, slots=True)
class Markup:
    """How the blocks of one lesson become HTML.

    address  where a link of the lesson leads on the page or on the web; "" where it leads nowhere
    picture  a picture as a `data:` address; "" where there is none to show
    """

    address: Callable[[str], str]
    picture: Callable[[str], str]

    def block(self, node: SyntaxTreeNode) -> str:
        """A block as sanitized HTML; empty when there is nothing to see."""
        return sanitized(_block(self, node)).strip()


def sanitized(html: str) -> str:
    """`html` with what is allowed here: no script, style, handler, strange class or address."""
    import nh3

    return nh3.clean(
        xml_text(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
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


# -- blocks --------------------------------------------------------------------------------------------------


def _block(markup: Markup, node: SyntaxTreeNode) -> str:
    if node.type in _SILENT:
        return ""
    return _BLOCKS.get(node.type, _transparent)(markup, node)


def _within(markup: Markup, node: SyntaxTreeNode) -> str:
    return "".join(_block(markup, child) for child in node.children)


def _transparent(markup: Markup, node: SyntaxTreeNode) -> str:
    """What is known of nothing: what is in it."""
    if node.children:
        return _within(markup, node)
    return f"<p>{_text(node.content)}</p>" if node.content.strip() else ""


def _element(name: str, markup: Markup, node: SyntaxTreeNode) -> str:
    return f"<{name}>{_within(markup, node)}</{name}>"


def _heading(markup: Markup, node: SyntaxTreeNode) -> str:
    """A level lower than in the lesson: the highest is the page's own."""
    return _element(_HEADINGS[min(int(node.tag[1:]), len(_HEADINGS)) - 1], markup, node)


def _paragraph(markup: Markup, node: SyntaxTreeNode) -> str:
    return _within(markup, node) if node.hidden else _element("p", markup, node)


def _ordered_list(markup: Markup, node: SyntaxTreeNode) -> str:
    return f'<ol start="{int(node.attrs.get("start", 1))}">{_within(markup, node)}</ol>'


def _list_item(markup: Markup, node: SyntaxTreeNode) -> str:
    done = node.meta.get("done")
    box = "" if done is None else "☑ " if done else "☐ "
    return f"<li>{box}{_within(markup, node)}</li>"


def _code(_: Markup, node: SyntaxTreeNode) -> str:
    return "" if node.meta.get("hidden") else f"<pre><code>{_text(node.content.rstrip())}\n</code></pre>"


def _formula(_: Markup, node: SyntaxTreeNode) -> str:
    return f'<pre class="formula">{_text(node.content.strip())}</pre>'


def _row(markup: Markup, node: SyntaxTreeNode) -> str:
    """A row; one without cells is none, or those that reach over several would end too late."""
    return _element("tr", markup, node) if cells_of(node) else _within(markup, node)


def _cell(markup: Markup, node: SyntaxTreeNode) -> str:
    aligned = str(node.attrs.get("style", "")).removeprefix("text-align:")
    marked = f' class="{aligned}"' if aligned in ("right", "center") else ""
    spans = "".join(f' {name}="{count}"' for name, count in spans_of(node).items())
    return f"<{node.type}{marked}{spans}>{_within(markup, node)}</{node.type}>"


def _quote(markup: Markup, node: SyntaxTreeNode) -> str:
    return _box(markup, node) if node.meta.get("names") else _element("blockquote", markup, node)


def _box(markup: Markup, node: SyntaxTreeNode) -> str:
    """A note, a tip, a warning: under its title, else under what it is called."""
    names = node.meta.get("names") or ()
    label = _inline_text(markup, str(node.meta.get("title") or "")) or _text(
        " ".join(str(name) for name in names[:1]).replace("-", " ").capitalize()
    )
    titled = f'<p class="label">{label}</p>' if label else ""
    return f'<aside class="box">{titled}{_within(markup, node)}</aside>'


def _details(markup: Markup, node: SyntaxTreeNode) -> str:
    return f'<aside class="box">{_within(markup, node)}</aside>'


def _summary(markup: Markup, node: SyntaxTreeNode) -> str:
    return f'<p class="label">{_within(markup, node)}</p>'


def _footnote(markup: Markup, node: SyntaxTreeNode) -> str:
    label = _text(str(node.meta.get("label", "")))
    return f'<aside class="footnote"><sup>{label}</sup> {_within(markup, node)}</aside>'


def _unseen(_: Markup, node: SyntaxTreeNode) -> str:
    """Of a video or an embedded page paper can only tell that it is there."""
    shows = node.meta.get("shows")
    return f'<p class="unseen">[{_text(str(shows))}]</p>' if shows else ""


def _inlines(markup: Markup, node: SyntaxTreeNode) -> str:
    return "".join(_inline(markup, child) for child in node.children)


_BLOCKS: Mapping[str, Callable[[Markup, SyntaxTreeNode], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "inline": _inlines,
    "bullet_list": partial(_element, "ul"),
    "ordered_list": _ordered_list,
    "list_item": _list_item,
    "blockquote": _quote,
    "container": _box,
    "details": _details,
    "summary": _summary,
    "fence": _code,
    "code_block": _code,
    "math_block": _formula,
    "math_block_label": _formula,
    "amsmath": _formula,
    "table": partial(_element, "table"),
    "thead": partial(_element, "thead"),
    "tbody": partial(_element, "tbody"),
    "tr": _row,
    "th": _cell,
    "td": _cell,
    "dl": partial(_element, "dl"),
    "dt": partial(_element, "dt"),
    "dd": partial(_element, "dd"),
    "footnote_reference": _footnote,
    "hr": lambda _markup, _node: "<hr>",
    "html_block": _unseen,
}


# -- inline --------------------------------------------------------------------------------------------------


def _inline(markup: Markup, node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "text_special":
            return _text(node.content)
        case "code_inline" | "math_inline" | "math_inline_double":
            return f"<code>{_text(node.content)}</code>"
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br>"
        case "image":
            return _image(markup, str(node.attrs.get("src", "")), _plain(node.children) or node.content)
        case "html_inline":
            return _html(markup, node.content)
        case "footnote_ref":
            return _footnote_mark(markup, node)
    inner = _inlines(markup, node) or ("" if node.children else _text(node.content))
    match node.type:
        case "strong" | "em" | "s":
            return f"<{node.type}>{inner}</{node.type}>"
        case "link":
            return _link(markup, str(node.attrs.get("href", "")), inner)
        case _:
            return inner


def _link(markup: Markup, address: str, inner: str) -> str:
    target = markup.address(address)
    return f'<a href="{_text(target)}">{inner}</a>' if target else inner


def _image(markup: Markup, source: str, words: str) -> str:
    """A picture, or its alternative text where there is none to show."""
    picture = markup.picture(source)
    if picture:
        return f'<img src="{_text(picture)}" alt="{_text(words)}">'
    return f"<em>[{_text(words)}]</em>" if words else ""


def _html(markup: Markup, source: str) -> str:
    piece = tag(source)
    if piece is None or piece.kind == "comment":
        return ""
    if piece.name == "br":
        return "<br>"
    if piece.name == "img":
        return _image(markup, piece.attrs.get("src", ""), piece.attrs.get("alt", ""))
    if piece.name == "a":
        target = markup.address(piece.attrs.get("href", "")) if piece.kind == "open" else ""
        return f'<a href="{_text(target)}">' if target else "</a>" if piece.kind == "close" else ""
    if piece.name in _INLINE_TAGS:
        return f"<{piece.name}>" if piece.kind == "open" else f"</{piece.name}>"
    return ""


def _footnote_mark(markup: Markup, node: SyntaxTreeNode) -> str:
    if "content" in node.meta:  # written where it is called
        return f" <small>({_inline_text(markup, str(node.meta['content']))})</small>"
    return f"<sup>{_text(str(node.meta.get('label', '')))}</sup>"


def _inline_text(markup: Markup, text: str) -> str:
    """A line of inline Markdown."""
    return _inlines(markup, parse_inline(text)) if text.strip() else ""


def _plain(nodes: Iterable[SyntaxTreeNode]) -> str:
    return "".join(_plain(node.children) if node.children else node.content for node in nodes)


def _text(text: str) -> str:
    return escape(xml_text(text))
