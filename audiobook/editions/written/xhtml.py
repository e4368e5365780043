"""XHTML and XML as elements, so that whatever a lesson holds becomes text: well-formed, and nothing but text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from audiobook.direction import direction_of
from audiobook.safe_text import xml_text

if TYPE_CHECKING:
    from lxml.etree import _Element

XHTML = "http://www.w3.org/1999/xhtml"
EPUB = "http://www.idpf.org/2007/ops"
EPUB_TYPE = f"{{{EPUB}}}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_VOID = frozenset({"br", "hr", "img", "link", "meta"})


def root_of(tag: str, namespace: str, **others: str) -> _Element:
    """The root of a document in a namespace, with the prefixes of others."""
    from lxml import etree

    prefixes: dict[str | None, str] = {None: namespace}
    prefixes.update(others)
    return etree.Element(f"{{{namespace}}}{tag}", nsmap=prefixes)  # type: ignore[arg-type]  # the stubs want no None


def element(tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> _Element:
    """An XHTML element on its own."""
    return _filled(root_of(tag, XHTML, epub=EPUB), attributes, text)


def add(parent: _Element, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> _Element:
    """A new element at the end of `parent`, in its namespace unless the tag names another."""
    from lxml import etree

    namespace = str(parent.tag).partition("}")[0] + "}"
    made = etree.SubElement(parent, tag if tag.startswith("{") else namespace + tag)
    return _filled(made, attributes, text)


def _filled(made: _Element, attributes: Mapping[str, str] | None, text: str) -> _Element:
    """Without content an XHTML element gets an end tag of its own, unless HTML knows none for it."""
    for name, value in (attributes or {}).items():
        made.set(name, xml_text(value))
    namespace, _, tag = str(made.tag).rpartition("}")
    if text or (namespace.endswith(XHTML) and tag not in _VOID):
        made.text = xml_text(text)
    return made


def add_text(parent: _Element, text: str) -> None:
    """Text at the end of `parent`."""
    last = next(
        parent.iterchildren(reversed=True), None
    )  # to ask for the number of children would count them
    if last is not None:
        last.tail = (last.tail or "") + xml_text(text)
    else:
        parent.text = (parent.text or "") + xml_text(text)


def document(language: str, title: str, styles: str) -> tuple[_Element, _Element]:
    """A page in this language, with its style sheet: the root and the empty body."""
    root = element("html", {"lang": language, LANG: language, "dir": direction_of(language)})
    head = add(root, "head")
    add(head, "title", text=title)
    add(head, "link", {"rel": "stylesheet", "type": "text/css", "href": styles})
    return root, add(root, "body")


def serialized(root: _Element, doctype: str = "") -> bytes:
    """A document as a file."""
    from lxml import etree

    etree.cleanup_namespaces(root)
    declared = '<?xml version="1.0" encoding="utf-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return declared.encode() + bytes(etree.tostring(root, encoding="utf-8")) + b"\n"


def page_bytes(root: _Element) -> bytes:
    """An XHTML page as a file."""
    return serialized(root, "<!DOCTYPE html>")


def name_of(node: _Element) -> str:
    """The name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]
