"""A feed's bytes as a tree: parsed without entities, without the network, and only up to a size."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from audiobook.errors import UsageError
from audiobook.feed import NAMESPACES
from audiobook.feed_check.model import Feed, Node

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 20_000_000
"""Bytes of a feed that are read: thousands of episodes with long notes."""

#: The address under which the podcast namespace began; its specification declares it identical.
OLDER_PODCAST = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {OLDER_PODCAST: "podcast"}
_NOTHING = Node("", {}, "", 1)


class Malformed(Exception):  # noqa: N818 - reads as the outcome it is
    """The document is no XML. `line` is where the parser gave up."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line


def read(content: bytes, address: str | None = None) -> Feed:
    """The feed in a document. Raises Malformed for what is not XML, UsageError for what is too big to be a feed."""
    from lxml import etree

    if len(content) > LARGEST:
        raise UsageError(
            f"the feed is larger than {LARGEST // 1_000_000} MB", "Name the address of a podcast feed"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        tree = etree.fromstring(content, parser).getroottree()
    except etree.XMLSyntaxError as error:
        raise Malformed(
            (error.msg or "the document is empty").partition(", line ")[0], error.lineno or 1
        ) from error
    root = _node(tree.getroot())
    channel = root.first("channel") or _NOTHING
    return Feed(
        root=root,
        channel=channel,
        items=tuple(channel.all("item")),
        encoding=(tree.docinfo.encoding or "utf-8").lower(),
        doctype=tree.docinfo.internalDTD is not None,
        address=address,
    )


def _node(element: _Element) -> Node:
    children = [child for child in element if isinstance(child.tag, str)]  # neither comments nor entities
    return Node(
        name=_name(str(element.tag)),
        attributes={_name(str(key)): str(value) for key, value in element.attrib.items()},
        text=" ".join(str(text) for text in element.itertext()).strip()
        if not children
        else (element.text or "").strip(),
        line=cast(int, element.sourceline),
        children=tuple(map(_node, children)),
    )


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    return f"{_PREFIXES[namespace]}:{local}" if namespace in _PREFIXES else tag
