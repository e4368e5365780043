"""Where links lead: out to the web, or to a page of this book; never into nothing, and never into a script."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from audiobook.model import Lesson
from audiobook.names import slugify
from audiobook.safe_text import xml_text

PAGE = ".xhtml"

_SCHEMES = ("http", "https", "mailto")
_HOST = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.?)+|\[[0-9A-Fa-f:.]+\]")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT = "%/:@!$&'()*+,;=-._~?"
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*", re.ASCII)


def page_name(lesson: Lesson) -> str:
    return f"lesson-{lesson.id}{PAGE}"


def section_id(index: int) -> str:
    """The id of a section on its page, by its place in the lesson."""
    return f"s{index + 1}"


class Links:
    """The lessons of the book by the file that they are written in, and their sections by their names."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self._lessons = {lesson.path: lesson for lesson in lessons}

    def address(self, target: str, lesson: Lesson) -> str:
        """The address of a link's target as written in `lesson`; empty when it leads nowhere from this book."""
        return _outward(target) or self._inward(target, lesson)

    def _inward(self, target: str, lesson: Lesson) -> str:
        try:
            parts = urlsplit(target)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc:
            return ""
        path = unquote(parts.path)
        place = (
            posixpath.normpath(posixpath.join(posixpath.dirname(lesson.path), path)) if path else lesson.path
        )
        other = self._lessons.get(place)
        if other is None:
            return ""
        anchor = _anchor(other, unquote(parts.fragment))
        if other is not lesson:
            return page_name(other) + anchor
        return anchor or ("" if parts.fragment else page_name(other))


def _anchor(lesson: Lesson, fragment: str) -> str:
    wanted = slugify(fragment)
    for index, section in enumerate(lesson.sections):
        if wanted and section.id == wanted:
            return f"#{section_id(index)}"
    return ""


def _outward(target: str) -> str:
    """An address on the web, with all quoted that must not stand in one; empty for any other."""
    try:
        parts = urlsplit(xml_text(target).strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a malformed host or port
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES:
        return ""
    query = _quoted(parts.query)
    if scheme == "mailto":
        return urlunsplit((scheme, "", parts.path, query, "")) if _MAILBOX.fullmatch(parts.path) else ""
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    host = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(host) or "@" in parts.netloc:
        return ""
    netloc = f"{host}:{port}" if port is not None else host
    return urlunsplit((scheme, netloc, _quoted(parts.path), query, _quoted(parts.fragment)))


def _quoted(part: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", part), safe=_KEPT)
