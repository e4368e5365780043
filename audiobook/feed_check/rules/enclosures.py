"""Rules about the enclosure of an episode: the file that is heard."""

from __future__ import annotations

from collections.abc import Iterator

from audiobook.feed_check import sources
from audiobook.feed_check.model import Hit, Node, Rule, Subject
from audiobook.feed_check.resources import extension, on_web

#: What the file extensions that Apple lists stand for; the first type is the usual one.
TYPES = {
    ".mp3": ("audio/mpeg", "audio/mp3", "audio/x-mp3", "audio/mpeg3", "audio/x-mpeg"),
    ".m4a": ("audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac", "audio/x-aac"),
    ".m4b": ("audio/x-m4b", "audio/mp4", "audio/x-m4a", "audio/m4b"),
    ".mp4": ("video/mp4", "audio/mp4", "video/x-mp4"),
    ".m4v": ("video/x-m4v", "video/mp4", "video/m4v"),
    ".mov": ("video/quicktime",),
    ".pdf": ("application/pdf",),
}
OTHERS = {
    ".opus": ("audio/ogg", "audio/opus"),
    ".ogg": ("audio/ogg", "audio/vorbis", "application/ogg"),
    ".aac": ("audio/aac", "audio/x-aac", "audio/aacp"),
    ".wav": ("audio/wav", "audio/x-wav", "audio/wave"),
    ".flac": ("audio/flac", "audio/x-flac"),
    ".webm": ("video/webm", "audio/webm"),
}


def _enclosures(subject: Subject) -> Iterator[tuple[Node, Node]]:
    for item in subject.feed.items:
        node = item.first("enclosure")
        if node:
            yield node, item


def _missing(subject: Subject) -> Iterator[Hit]:
    for item in subject.feed.items:
        if not item.first("enclosure"):
            yield Hit(
                item,
                item,
                "the episode has no enclosure",
                "Add it, or leave the item out of the podcast feed",
            )


def _attributes(subject: Subject) -> Iterator[Hit]:
    for node, item in _enclosures(subject):
        for name in ("url", "length", "type"):
            if not node.attributes.get(name, "").strip():
                yield Hit(node, item, f"the enclosure has no {name}", "Write url, length (in bytes) and type")


def _length(subject: Subject) -> Iterator[Hit]:
    for node, item in _enclosures(subject):
        length = node.attributes.get("length", "").strip()
        if length and not length.isdecimal():
            yield Hit(
                node,
                item,
                f'the length of the enclosure is "{length}"',
                "Write the size in bytes, digits only",
            )


def _empty(subject: Subject) -> Iterator[Hit]:
    for node, item in _enclosures(subject):
        length = node.attributes.get("length", "").strip()
        if length.isdecimal() and not int(length):
            yield Hit(node, item, "the length of the enclosure is 0", "Write the size of the file in bytes")


def _type(node: Node) -> str:
    return node.attributes.get("type", "").partition(";")[0].strip().lower()


def _is_media(kind: str) -> bool:
    return kind.startswith(("audio/", "video/")) or kind in ("application/pdf", "application/ogg")


def _media(subject: Subject) -> Iterator[Hit]:
    for node, item in _enclosures(subject):
        if _type(node) and not _is_media(_type(node)):
            yield Hit(
                node,
                item,
                f'the type "{_type(node)}" is neither audio nor video',
                "Write audio/mpeg for an MP3 file",
            )


def _apple(subject: Subject) -> Iterator[Hit]:
    listed = {kind for kinds in TYPES.values() for kind in kinds}
    for node, item in _enclosures(subject):
        if _is_media(_type(node)) and _type(node) not in listed:
            fix = "Make the enclosure MP3 or M4A; offer other forms as <podcast:alternateEnclosure>"
            yield Hit(node, item, f"Apple Podcasts does not play {_type(node)}", fix)


def _extension(subject: Subject) -> Iterator[Hit]:
    for node, item in _enclosures(subject):
        url, kind = node.attributes.get("url", ""), _type(node)
        if not on_web(url) or not _is_media(kind):
            continue
        end = extension(url)
        kinds = {**TYPES, **OTHERS}.get(end)
        if kinds is None:
            usual = next((known for known, types in TYPES.items() if kind in types), ".mp3")
            message = f"the address of the enclosure ends in {f'`{end}`' if end else 'no extension'}"
            yield Hit(node, item, message, f"Let its path end in {usual}")
        elif kind not in kinds:
            yield Hit(
                node, item, f"the enclosure ends in {end} and is said to be {kind}", f"Write {kinds[0]}"
            )


RULES = (
    Rule(
        "enclosure-missing",
        "error",
        "An episode without a file cannot be played",
        sources.APPLE_TAGS,
        _missing,
    ),
    Rule("enclosure-attributes", "error", "RSS 2.0 requires url, length and type", sources.RSS, _attributes),
    Rule("enclosure-length", "error", "The length is a number of bytes", sources.RSS, _length),
    Rule(
        "enclosure-empty",
        "warning",
        "Apps show no size and no progress while downloading",
        sources.RSS,
        _empty,
    ),
    Rule(
        "enclosure-type",
        "error",
        "Apps choose their player by the type, and skip what is no media",
        sources.APPLE_TAGS,
        _media,
    ),
    Rule(
        "enclosure-apple",
        "warning",
        "Apple plays M4A, MP3, MOV, MP4, M4V and PDF",
        sources.APPLE_TAGS,
        _apple,
    ),
    Rule(
        "enclosure-extension",
        "warning",
        "Apple decides by the extension whether an episode is shown",
        sources.APPLE_TAGS,
        _extension,
    ),
)
