"""The listings of the EPUB against those of the lessons: what colours them must not lose a line."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiobook.check.model import MAKE_ANEW, Edition, Fault
from audiobook.editions.epub.links import page_name
from audiobook.editions.epub.package import FOLDER
from audiobook.editions.written.xhtml import XHTML
from audiobook.safe_text import xml_text

if TYPE_CHECKING:
    from audiobook.model import Lesson

_SHOWN = 40  # characters of a listing in a message


def book_listings(edition: Edition) -> Iterator[Fault]:
    """Every listing of the lessons is in the EPUB as it is written. A book of earlier content is not compared."""
    form = edition.manifest.forms.get("epub")
    place = edition.whole(form.file.path) if form else None
    if form is None or place is None or edition.content is None:
        return
    plan = edition.content.plan
    if form.key not in {each.key for each in plan.forms if each.form.name == "epub"}:
        return
    try:
        with zipfile.ZipFile(place) as book:
            for lesson in (each.lesson for each in plan.lessons):
                for listing in (_written(lesson) - _shown(book, lesson)).elements():
                    told = (
                        f"the listing `{_begin(listing)}` of `{lesson.title}` is not in it as it is written"
                    )
                    yield Fault(told, MAKE_ANEW, form.file.path)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError):
        return  # told of by `archives` and `books`


def _written(lesson: Lesson) -> Counter[str]:
    nodes = (node for section in lesson.sections for block in section.blocks for node in block.node.walk())
    return Counter(
        xml_text(node.content.rstrip("\n"))
        for node in nodes
        if node.type in ("fence", "code_block") and not node.meta.get("hidden")
    )


def _shown(book: zipfile.ZipFile, lesson: Lesson) -> Counter[str]:
    """Raises ValueError for a page that is no XML."""
    from lxml import etree

    try:
        page = etree.fromstring(book.read(f"{FOLDER}/{page_name(lesson)}"))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    return Counter("".join(map(str, pre.itertext())) for pre in page.iter(f"{{{XHTML}}}pre"))


def _begin(listing: str) -> str:
    line = next((line.strip() for line in listing.split("\n") if line.strip()), "")
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
