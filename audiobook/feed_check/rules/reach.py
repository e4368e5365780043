"""Rules about what answers at the addresses: there, whole, of the right type, and in parts on request."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from audiobook.feed_check import sources
from audiobook.feed_check.model import Answer, Hit, Kind, Resource, Rule, Subject
from audiobook.feed_check.resources import shown
from audiobook.feed_check.rules.enclosures import OTHERS, TYPES

FEED_REACHED = "feed-reached"
"""The rule of a feed that does not come: without it, no other rule has anything to look at."""

_FEED_TYPES = (
    "application/rss+xml",
    "application/xml",
    "text/xml",
    "application/x-rss+xml",
    "application/rdf+xml",
)
#: What servers say of a file they know nothing of: apps then go by the feed.
_UNKNOWN = ("application/octet-stream", "binary/octet-stream", "application/force-download", "")
_TEXT_TYPES = {
    "text/vtt": ("text/vtt",),
    "text/html": ("text/html", "application/xhtml+xml"),
    "text/plain": ("text/plain",),
    "application/json": ("application/json", "text/json"),
    "application/x-subrip": ("application/x-subrip", "application/srt", "text/srt", "text/plain"),
    "application/json+chapters": ("application/json+chapters", "application/json"),
}
_MANY_HOPS = 5
_VTT = re.compile(r"^(?:\d+:)?\d\d:\d\d\.\d{3} --> ", re.M)
_SRT = re.compile(r"^\d+:\d\d:\d\d[,.]\d{3} --> ", re.M)


# -- the feed ------------------------------------------------------------------------------------------------


def _feed_type(subject: Subject) -> Iterator[Hit]:
    own = subject.own
    if own and own.media_type is not None and own.media_type not in _FEED_TYPES:
        message = f'the feed is served as "{own.media_type}"'
        yield Hit(subject.feed.root, None, message, "Serve it as application/rss+xml")


def _conditional(subject: Subject) -> Iterator[Hit]:
    own = subject.own
    if own and not own.from_file and not ({"etag", "last-modified"} & own.headers.keys()):
        fix = "Let the server send ETag or Last-Modified"
        yield Hit(subject.feed.root, None, "apps cannot ask whether the feed has changed", fix)


# -- files ---------------------------------------------------------------------------------------------------


def _reached(kind: Kind, what: str) -> Callable[[Subject], Iterator[Hit]]:
    def check(subject: Subject) -> Iterator[Hit]:
        for resource, answer in _once(subject.answered(kind)):
            if answer.fault:
                fix = (
                    "Build or copy it there" if answer.from_file else "Publish it there, or mend the address"
                )
                yield _hit(resource, f"the {what} {shown(resource.url)} {answer.fault}", fix)

    return check


def _head(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("enclosure", "image")):
        if answer.head is False:
            fix = "Let the server answer HEAD as it answers GET"
            yield _hit(resource, f"HEAD is refused for {shown(resource.url)}", fix)


def _size(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("enclosure", "alternate")):
        length = resource.node.attributes.get("length", "").strip()
        if answer.size is not None and length.isdecimal() and int(length) not in (0, answer.size):
            message = f"{shown(resource.url)} has {answer.size} bytes, and the feed says {length}"
            yield _hit(resource, message, "Publish the whole file, or write its size")


def _ranges(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("enclosure")):
        if answer.ranges is False:
            fix = "Let the server answer a Range request with 206 and Content-Range"
            yield _hit(resource, f"{shown(resource.url)} cannot be had in parts", fix)


def _media(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("enclosure", "alternate")):
        if answer.media_type and answer.media_type.startswith(
            ("text/", "application/json", "application/xml")
        ):
            fix = "Look at it in a browser: it may be an error page"
            yield _hit(resource, f"{shown(resource.url)} is served as {answer.media_type}", fix)


def _media_type(subject: Subject) -> Iterator[Hit]:
    families = [frozenset(types) for types in (*TYPES.values(), *OTHERS.values())]
    for resource, answer in _once(subject.reached("enclosure", "alternate")):
        said, served = (
            resource.node.attributes.get("type", "").partition(";")[0].strip().lower(),
            answer.media_type,
        )
        if served is None or served in _UNKNOWN or not served.startswith(("audio/", "video/")):
            continue
        if said and said != served and not any({said, served} <= family for family in families):
            yield _hit(
                resource,
                f"{shown(resource.url)} is served as {served}, and the feed says {said}",
                f"Serve it as {said}",
            )


def _hops(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(
        subject.reached("enclosure", "image", "transcript", "chapters", "alternate")
    ):
        if len(answer.hops) > _MANY_HOPS:
            message = f"{shown(resource.url)} takes {len(answer.hops)} redirects"
            yield _hit(resource, message, "Link to where it lies: some apps give up after five")


def _downgrade(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(
        subject.reached("enclosure", "image", "transcript", "chapters", "alternate")
    ):
        chain = (*answer.hops, answer.url)
        if any(a.startswith("https:") and b.startswith("http:") for a, b in itertools.pairwise(chain)):
            yield _hit(
                resource, f"{shown(resource.url)} is redirected from https to http", "Redirect to https"
            )


# -- transcripts and chapters --------------------------------------------------------------------------------


def _text_type(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("transcript", "chapters")):
        said = _said(resource)
        allowed = _TEXT_TYPES.get(said)
        if answer.media_type and allowed and answer.media_type not in allowed:
            message = f"{shown(resource.url)} is served as {answer.media_type}, and the feed says {said}"
            yield _hit(resource, message, f"Serve it as {said}")


def _cors(subject: Subject) -> Iterator[Hit]:
    for resource, answer in subject.reached("transcript", "chapters"):
        if not answer.from_file and "access-control-allow-origin" not in answer.headers:
            fix = "Send Access-Control-Allow-Origin: * with transcripts and chapters"
            yield _hit(resource, "players on other web pages cannot read the transcripts and chapters", fix)
            return  # it is a setting of the server: once is enough


def _transcript(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("transcript")):
        if answer.content is None or not answer.whole:
            continue
        fault = _transcript_fault(_said(resource), answer.content)
        if fault:
            yield _hit(resource, f"the transcript {shown(resource.url)} {fault}", "Make it anew")


def _transcript_fault(said: str, content: bytes) -> str:
    text = content.decode("utf-8-sig", errors="replace")
    if not text.strip():
        return "is empty"
    if said == "text/vtt" and not (re.match(r"WEBVTT(?:[ \t\r\n]|$)", text) and _VTT.search(text)):
        return "is no WebVTT with cues"
    if said in ("application/x-subrip", "application/srt", "text/srt") and not _SRT.search(text):
        return "is no SubRip with cues"
    if said == "application/json":
        try:
            data = json.loads(text)
        except ValueError:
            return "is no JSON"
        segments = data.get("segments") if isinstance(data, dict) else None
        if not isinstance(segments, list) or not all(
            isinstance(s, dict) and "startTime" in s for s in segments
        ):
            return "has no segments with a startTime"
    return ""


def _chapters(subject: Subject) -> Iterator[Hit]:
    for resource, answer in _once(subject.reached("chapters")):
        if answer.content is not None and answer.whole:
            for fault in itertools.islice(_chapter_faults(answer.content, _seconds(resource)), 1):
                yield _hit(resource, f"the chapters {shown(resource.url)} {fault}", "Make them anew")


def _chapter_faults(content: bytes, duration: float) -> Iterator[str]:
    try:
        data: Any = json.loads(content)
    except ValueError:
        yield "are no JSON"
        return
    if not isinstance(data, dict) or not isinstance(data.get("version"), str):
        yield 'have no "version"'
        return
    chapters = data.get("chapters")
    if not isinstance(chapters, list) or not chapters:
        yield "are an empty list"
        return
    last = -1.0
    for number, chapter in enumerate(chapters, 1):
        start = chapter.get("startTime") if isinstance(chapter, dict) else None
        if not isinstance(start, int | float) or isinstance(start, bool) or start < 0:
            yield f"give chapter {number} no startTime in seconds"
            return
        end = chapter.get("endTime")
        if start <= last:
            yield f"are out of order at chapter {number}"
        if end is not None and (not isinstance(end, int | float) or end < start):
            yield f"end chapter {number} before it starts"
        if duration and start > duration + 1:
            yield f"start chapter {number} after the end of the episode"
        last = start


def _seconds(resource: Resource) -> float:
    """The duration of the episode in seconds; 0 where it is not told."""
    parts = (resource.item.value("itunes:duration") if resource.item else "").split(":")
    if not all(part.isdecimal() for part in parts):
        return 0.0
    return float(sum(int(part) * 60**power for power, part in enumerate(reversed(parts))))


def _said(resource: Resource) -> str:
    return resource.node.attributes.get("type", "").partition(";")[0].strip().lower()


def _once(pairs: Iterator[tuple[Resource, Answer]]) -> Iterator[tuple[Resource, Answer]]:
    """Each address once: what is wrong with it is told at its first place in the feed."""
    seen: set[tuple[str, Kind]] = set()
    for resource, answer in pairs:
        if (resource.url, resource.kind) not in seen:
            seen.add((resource.url, resource.kind))
            yield resource, answer


def _hit(resource: Resource, message: str, fix: str) -> Hit:
    return Hit(resource.node, resource.item, message, fix)


RULES = (
    Rule(FEED_REACHED, "error", "Nobody can subscribe", sources.APPLE, lambda _: ()),
    Rule(
        "feed-type",
        "warning",
        "Browsers and some apps go by the content type",
        sources.RSS_PROFILE,
        _feed_type,
    ),
    Rule(
        "feed-conditional",
        "hint",
        "Apps fetch a feed every hour or so",
        sources.HTTP + "#section-13.1",
        _conditional,
    ),
    Rule(
        "enclosure-reached",
        "error",
        "The episode cannot be played",
        sources.APPLE,
        _reached("enclosure", "enclosure"),
    ),
    Rule(
        "alternate-reached",
        "error",
        "An app that chooses it plays nothing",
        sources.podcast("alternate-enclosure"),
        _reached("alternate", "alternate enclosure"),
    ),
    Rule("image-reached", "error", "Apps show an empty square", sources.APPLE, _reached("image", "artwork")),
    Rule(
        "transcript-reached",
        "error",
        "Readers and deaf learners are left out",
        sources.podcast("transcript"),
        _reached("transcript", "transcript"),
    ),
    Rule(
        "chapters-reached",
        "error",
        "The episode has no chapters",
        sources.podcast("chapters"),
        _reached("chapters", "chapters"),
    ),
    Rule(
        "head", "warning", "Apple asks with HEAD before it takes artwork and episodes", sources.APPLE, _head
    ),
    Rule("file-size", "error", "A file of another size is half, stale or another", sources.RSS, _size),
    Rule(
        "file-ranges",
        "error",
        "Apple requires byte ranges: without, nobody can jump ahead",
        sources.APPLE,
        _ranges,
    ),
    Rule("file-is-text", "error", "What is heard is no text", sources.APPLE_TAGS, _media),
    Rule(
        "file-type",
        "warning",
        "Players that go by the server's type may refuse the file",
        sources.RSS,
        _media_type,
    ),
    Rule("redirects", "warning", "Apps give up after a few redirects", sources.HTTP + "#section-15.4", _hops),
    Rule(
        "redirect-insecure",
        "warning",
        "iPhones refuse to follow it",
        sources.HTTP + "#section-15.4",
        _downgrade,
    ),
    Rule("text-type", "warning", "Apps go by the content type, or refuse", sources.TRANSCRIPTS, _text_type),
    Rule(
        "text-cors",
        "hint",
        "A browser keeps pages from reading it",
        "https://fetch.spec.whatwg.org/#http-cors-protocol",
        _cors,
    ),
    Rule(
        "transcript-content",
        "error",
        "Apps show nothing of what they cannot parse",
        sources.TRANSCRIPTS,
        _transcript,
    ),
    Rule(
        "chapters-content", "error", "Apps drop chapters they cannot read", sources.CHAPTERS_JSON, _chapters
    ),
)
