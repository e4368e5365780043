"""Rules about the document: XML, RSS 2.0 and the namespaces."""

from __future__ import annotations

from collections.abc import Iterator

from audiobook.feed import NAMESPACES
from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Severity, Subject

WELL_FORMED = "xml-well-formed"
"""The rule of what the parser finds: without a tree, no other rule has anything to look at."""


def _encoding(subject: Subject) -> Iterator[Hit]:
    if subject.feed.encoding not in ("utf-8", "us-ascii", "ascii"):
        message = f"the encoding is {subject.feed.encoding}"
        yield Hit(subject.feed.root, None, message, 'Save the feed as UTF-8, with encoding="UTF-8" on top')


def _doctype(subject: Subject) -> Iterator[Hit]:
    if subject.feed.doctype:
        yield Hit(subject.feed.root, None, "the feed has a DOCTYPE", "Remove it: RSS 2.0 has none")


def _version(subject: Subject) -> Iterator[Hit]:
    root = subject.feed.root
    version = root.attributes.get("version", "")
    if root.name != "rss":
        yield Hit(root, None, f"the document is <{root.name}>, not <rss>", "Publish RSS 2.0")
    elif version != "2.0":
        yield Hit(root, None, f'the version of RSS is "{version}"', 'Write <rss version="2.0">')


def _channel(subject: Subject) -> Iterator[Hit]:
    root = subject.feed.root
    count = len(root.all("channel"))
    if root.name == "rss" and count != 1:
        yield Hit(root, None, f"there are {count} channels", "Put everything in one <channel>")


def _items(subject: Subject) -> Iterator[Hit]:
    channel = subject.feed.channel
    medium = channel.value("podcast:medium")
    lists_feeds = medium == "publisher" or medium.endswith("L") or medium == "mixed"
    if channel.name and not subject.feed.items and not lists_feeds:
        yield Hit(
            channel,
            None,
            "there is no episode",
            "Publish at least one <item>: directories refuse an empty feed",
        )


def _namespaces(subject: Subject) -> Iterator[Hit]:
    """Elements whose namespace is almost one of ours: apps compare it letter by letter."""
    known = {_plain(uri): (prefix, uri) for prefix, uri in NAMESPACES.items()}
    told: set[str] = set()
    for node, parent in subject.feed.root.walk():
        uri = _namespace(node)
        if uri and uri not in told and _plain(uri) in known:
            told.add(uri)
            prefix, right = known[_plain(uri)]
            item = parent if parent.name == "item" else None
            message = f"the namespace `{uri}` is not that of {prefix} tags"
            yield Hit(node, item, message, f'Write xmlns:{prefix}="{right}", exactly so')


def _undeclared(subject: Subject) -> Iterator[Hit]:
    if subject.feed.channel.name and not any(
        node.name.startswith("itunes:") for node, _ in subject.feed.root.walk()
    ):
        uri = NAMESPACES["itunes"]
        message = "no element is in Apple's namespace"
        yield Hit(subject.feed.root, None, message, f'Declare xmlns:itunes="{uri}" and add the itunes tags')


def _namespace(node: Node) -> str:
    return node.name[1:].partition("}")[0] if node.name.startswith("{") else ""


def _plain(uri: str) -> str:
    return uri.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


_ERROR: Severity = "error"
RULES = (
    Rule(
        WELL_FORMED,
        _ERROR,
        "An app that cannot parse the feed shows nothing at all",
        sources.XML,
        lambda _: (),
    ),
    Rule(
        "xml-encoding",
        "warning",
        "Apple reads UTF-8; other encodings come out garbled in some apps",
        sources.APPLE_TAGS,
        _encoding,
    ),
    Rule(
        "xml-doctype",
        "warning",
        "Safe parsers refuse documents that can define entities",
        sources.XML + "#sec-prolog-dtd",
        _doctype,
    ),
    Rule("rss-version", _ERROR, "Podcast apps read RSS 2.0", sources.RSS, _version),
    Rule("rss-channel", _ERROR, "RSS 2.0 has exactly one channel", sources.RSS, _channel),
    Rule("rss-items", _ERROR, "A directory lists no show without an episode", sources.APPLE, _items),
    Rule(
        "namespace",
        _ERROR,
        "A namespace that differs by a letter is another one: every tag in it is ignored",
        sources.APPLE_TAGS,
        _namespaces,
    ),
    Rule(
        "itunes-tags",
        _ERROR,
        "Without Apple's tags a show has no artwork, category or order",
        sources.APPLE_TAGS,
        _undeclared,
    ),
)
