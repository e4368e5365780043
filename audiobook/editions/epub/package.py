"""The package document of the book, and the file that names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobook.direction import direction_of
from audiobook.editions.epub.overlay import clock
from audiobook.editions.epub.pictures import FOLDER as PICTURES
from audiobook.editions.written.xhtml import LANG, add, root_of, serialized

if TYPE_CHECKING:
    from lxml.etree import _Element

    from audiobook.model import Edition

FOLDER = "EPUB"
PACKAGE = "package.opf"
ACTIVE_CLASS = "-epub-media-overlay-active"
PLAYING_CLASS = "-epub-media-overlay-playing"

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_SUMMARY = (
    "Every lesson is text with synchronized narration. Listings, tables and diagrams are there as text or pictures "
    "and are told in words by the narration."
)


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book.

    overlay: the id of a page's overlay; duration_ms: of an overlay; spine: it is read, in the order of the items.
    """

    id: str
    name: str
    media_type: str
    properties: str = ""
    overlay: str = ""
    duration_ms: int = 0
    spine: bool = False


def container() -> bytes:
    """META-INF/container.xml."""
    root = root_of("container", _CONTAINER)
    root.set("version", "1.0")
    place = {"full-path": f"{FOLDER}/{PACKAGE}", "media-type": "application/oebps-package+xml"}
    add(add(root, "rootfiles"), "rootfile", place)
    return serialized(root)


def package(edition: Edition, items: Sequence[Item], narrators: Sequence[str]) -> bytes:
    """The package document."""
    root = root_of("package", _OPF, dc=_DC)
    root.set("version", "3.0")
    root.set("unique-identifier", "course")
    root.set(LANG, edition.language)
    root.set("dir", direction_of(edition.language))
    _metadata(add(root, "metadata"), edition, items, narrators)
    manifest = add(root, "manifest")
    for item in items:
        attributes = {"id": item.id, "href": item.name, "media-type": item.media_type}
        optional = {"properties": item.properties, "media-overlay": item.overlay}
        add(manifest, "item", attributes | {name: value for name, value in optional.items() if value})
    spine = add(root, "spine", {"page-progression-direction": direction_of(edition.language)})
    for item in items:
        if item.spine:
            add(spine, "itemref", {"idref": item.id})
    return serialized(root)


def _metadata(place: _Element, edition: Edition, items: Sequence[Item], narrators: Sequence[str]) -> None:
    dates = [episode.published.date() for episode in edition.episodes]
    _dc(place, "identifier", f"urn:uuid:{edition.guid}", {"id": "course"})
    _dc(place, "title", edition.title, {"id": "title"})
    _meta(place, "title-type", "main", "title")
    if edition.subtitle:
        _dc(place, "title", edition.subtitle, {"id": "subtitle"})
        _meta(place, "title-type", "subtitle", "subtitle")
    _dc(place, "language", edition.language)
    _dc(place, "creator", edition.author, {"id": "author"})
    _meta(place, "role", "aut", "author", {"scheme": "marc:relators"})
    optional = [
        ("description", edition.description),
        ("rights", edition.copyright),
        ("rights", edition.license),
        *(("subject", subject) for subject in edition.category),
    ]
    for name, value in optional:
        if value.strip():
            _dc(place, name, value)
    _dc(place, "date", min(dates).isoformat())
    _meta(place, "dcterms:modified", f"{max(dates).isoformat()}T00:00:00Z")
    _accessibility(place, items)
    for item in items:
        if item.duration_ms:
            _meta(place, "media:duration", clock(item.duration_ms), item.id)
    _meta(place, "media:duration", clock(sum(item.duration_ms for item in items)))
    for narrator in narrators:
        _meta(place, "media:narrator", narrator)
    _meta(place, "media:active-class", ACTIVE_CLASS)
    _meta(place, "media:playback-active-class", PLAYING_CLASS)
    cover = next((item.id for item in items if item.properties == "cover-image"), "")
    add(place, "meta", {"name": "cover", "content": cover})  # for readers of EPUB 2


def _accessibility(place: _Element, items: Sequence[Item]) -> None:
    """https://www.w3.org/TR/epub-a11y-11/#sec-disc-package"""
    pictures = any(item.name.startswith(PICTURES) for item in items)
    features = ["synchronizedAudioText", "tableOfContents", "readingOrder", "structuralNavigation"]
    features += ["displayTransformability", *(["alternativeText"] if pictures else [])]
    facts = {
        "accessMode": ["textual", "auditory", *(["visual"] if pictures else [])],
        "accessModeSufficient": ["textual", "textual,auditory"],
        "accessibilityFeature": features,
        "accessibilityHazard": ["none"],
        "accessibilitySummary": [_SUMMARY],
    }
    for name, values in facts.items():
        for value in values:
            _meta(place, f"schema:{name}", value)


def _meta(
    place: _Element, name: str, value: str, refines: str = "", more: Mapping[str, str] | None = None
) -> None:
    about = {"refines": f"#{refines}"} if refines else {}
    add(place, "meta", {"property": name, **about, **(more or {})}, value)


def _dc(place: _Element, name: str, value: str, attributes: Mapping[str, str] | None = None) -> None:
    add(place, f"{{{_DC}}}{name}", attributes, " ".join(value.split()))
