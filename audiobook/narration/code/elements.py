"""What the elements of a page are called, in HTML, JSX and templates."""

from __future__ import annotations

from audiobook.narration.code.words import code

NAMES = {
    "a": "link", "p": "paragraph", "ul": "list", "ol": "numbered list", "li": "list item",
    "div": "division", "img": "image", "h1": "main heading", "h2": "heading", "h3": "smaller heading",
    "h4": "small heading", "h5": "small heading", "h6": "small heading", "nav": "navigation", "button": "button",
    "form": "form", "input": "input", "table": "table", "tr": "row", "td": "cell", "th": "heading cell",
    "thead": "table head", "tbody": "table body", "section": "section", "header": "header", "footer": "footer",
    "main": "main part", "article": "article", "aside": "side part", "span": "span", "script": "script",
    "style": "style sheet", "label": "label", "select": "selection", "option": "option", "textarea": "text area",
    "video": "video", "audio": "audio player", "source": "source", "body": "body", "head": "head", "title": "title",
    "link": "link to a resource", "meta": "meta tag", "br": "line break", "hr": "rule", "strong": "strong text",
    "em": "emphasized text", "b": "bold text", "i": "italic text", "code": "code", "pre": "preformatted text",
    "blockquote": "quotation", "figure": "figure", "figcaption": "caption", "iframe": "frame", "canvas": "canvas",
    "svg": "drawing", "dl": "definition list", "dt": "term", "dd": "definition", "fieldset": "group of fields",
    "legend": "legend", "details": "folding part", "summary": "summary", "template": "template", "slot": "slot",
    "small": "small print", "picture": "picture", "dialog": "dialog", "progress": "progress bar",
    "datalist": "data list",
    "caption": "caption", "col": "column",
}  # fmt: skip
UNCOUNTED = frozenset({"strong", "em", "b", "i", "code", "pre", "small"})
"""Elements whose name stands without an article: "strong text that says Note"."""


def element_name(tag: str) -> str:
    """How an element is called; one without a name of its own by its tag."""
    return NAMES.get(tag.lower()) or (f"{code(tag)} element" if code(tag) else "element")
