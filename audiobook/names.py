"""Names for people, and names for files and URLs: titles, slugs, ids, and which known name was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ID_RULE = "lower-case letters a to z, digits and single hyphens"

_FEW = 20  # names that a hint lists before it becomes hard to read
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LEADING_NUMBER = re.compile(r"\d+[-_. ]+(?=.)")
_SEPARATOR = re.compile(r"\s*[:|–—-]\s+")
_COUNTED = re.compile(
    r"(?:(?:lesson|chapter|part|unit|episode)\s+)?([0-9]{1,6})\s*[.:)|–—-]+\s+", re.IGNORECASE
)
_APOSTROPHES = re.compile("['’ʼ]")


def is_id(text: str) -> bool:
    """Whether the text is safe in URLs and in file names on every system."""
    return bool(_ID.fullmatch(text))


def slugify(text: str) -> str:
    """The id nearest to the text; empty when nothing of it can be written in ASCII.

    "Abstract Schemas!" -> "abstract-schemas", "Café" -> "cafe", "Don't" -> "dont".
    """
    plain = (
        unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode("ascii")
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def without_number(name: str) -> str:
    """The name without the number that only orders it: "03-abstract-schemas" -> "abstract-schemas"."""
    return _LEADING_NUMBER.sub("", name, count=1) if _LEADING_NUMBER.match(name) else name


def title_of(name: str) -> str:
    """A file or folder name as a title: "03-abstract-schemas" -> "Abstract schemas"."""
    words = " ".join(re.split(r"[\s_-]+", without_number(name))).strip()
    return words[:1].upper() + words[1:]


def bare_title(title: str, number: int, course: str) -> str:
    """The title without the name of its course and its own number before it: "Lesson 2: Joins" -> "Joins"."""
    bare = title
    if bare.startswith(course) and (separator := _SEPARATOR.match(bare, len(course))):
        bare = bare[separator.end() :]
    counted = _COUNTED.match(bare)
    if counted and int(counted[1]) == number:
        bare = bare[counted.end() :]
    return bare or title


def unique(name: str, taken: set[str]) -> str:
    """The name, or the first of "name-2", "name-3" and so on that is free; it is then taken."""
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = f"{name}-{count}"
    taken.add(candidate)
    return candidate


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names what was probably meant, else what is known; empty when nothing is."""
    import difflib

    plain = {other.lower(): other for other in known}
    near = difflib.get_close_matches(name.lower(), plain, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{plain[near[0]]}`?"
    names = list(plain.values())
    more = ["..."] if len(names) > _FEW else []
    return f"Known: {', '.join(names[:_FEW] + more)}" if names else ""
