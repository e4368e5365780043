"""Headings and paragraphs."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration.inline import Image, Inline, written_of
from audiobook.narration.surroundings import WRITTEN_LESSON
from audiobook.narration.writing import EMPTY, cut, join, led, lines, with_marks

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})(?:[.)]|\s*[:–—-](?=\s))?\s+(?=\S)")
_NAMED_NUMBER = re.compile(
    r"(?:appendix|chapter|day|episode|exercise|lesson|module|part|section|session|step|unit|week)\s+(\d+)\b",
    re.IGNORECASE,
)
_PART_OF_BOOK = re.compile(r"\((?:PART|APPENDIX)\\?\*?\)\s+(?=\S)")  # bookdown's
_AROUND_TITLE = re.compile(r"(?:--+)?(\w.*?\w)(?:--+|\#{2,})")
_CONTENTS_TITLE = re.compile(
    r"\W*\b(?:table of contents|contents|toc|topics|(?:on|in) this (?:article|guide|page|section|chapter))\b\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\}|<!-- toc -->", re.IGNORECASE)
_MODULE_LINES = re.compile(
    r"(?:import\s.+\sfrom\s+['\"].+['\"];?|import\s+['\"].+['\"];?|export\s+(?:const|default)\s.+)"
)


def heading(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """An utterance of its own; its level is told by the pause before it, and its number once."""
    level = int(node.tag[1:])
    inline = narrator.read(node.children[0]) if node.children else Inline(EMPTY)
    if _CONTENTS_TITLE.fullmatch(inline.written.text) and contents_follow(narrator):
        narrator.account(node, "omitted", "a table of contents")
        return
    narrator.pause(narrator.pauses.before_heading(level))
    title = _bare(_once(inline.written))
    said = narrator.say(titled(title), "heading", node, narrator.pauses.after_heading, whole=True)
    for note in inline.notes:
        narrator.footnote(note, node, narrator.pauses.paragraph)
    narrator.heard = narrator.prose = ""
    _account_text(narrator, node, inline, said)


def _once(title: Written) -> Written:
    """A title of several lines, each said once: a logo's alternative text often is the title again."""
    found: dict[str, Written] = {}
    for line in lines(title):
        found.setdefault(line.text.casefold(), line)
    return join(found.values(), ", ")


def _bare(title: Written) -> Written:
    """A title without the marks that some leave around it: `Title###`, `--title--`, `(PART) Title`."""
    part = _PART_OF_BOOK.match(title.text)
    if part:
        title = cut(title, part.end(), len(title.text))
    inside = _AROUND_TITLE.fullmatch(title.text)
    return cut(title, *inside.span(1)) if inside else title


def titled(written: Written) -> Written:
    """A heading's words: the number before them is set off, or dropped where the words say it themselves."""
    match = _NUMBERED.match(written.text)
    if match is None or any(mark.start < match.end() for mark in written.marks):
        return written
    number = match[1]
    rest = written.text[match.end() :]
    named = _NAMED_NUMBER.match(rest)
    if named and int(named[1]) == int(number.split(".")[-1]):
        return Written(
            rest,
            tuple(Mark(m.start - match.end(), m.end - match.end(), m.kind, m.value) for m in written.marks),
        )
    if match[0].strip() == number and "." not in number:
        return written  # "3 ways to join" counts; "3. Joins" numbers
    return with_marks(written, (Mark(0, len(match[0].rstrip()), "say", f"{number},"),))


def paragraph(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """Sentences; a paragraph of images alone is each image's alternative text."""
    inline = narrator.read(node.children[0]) if node.children else Inline(EMPTY)
    if inline.images and not inline.outside_images:
        said = images(narrator, node, inline.images)
        if not said and any(not image.alternative for image in inline.images):
            tell_unheard(narrator, node, "It is shown")
            narrator.unseen = True
    elif silence := _for_the_page(narrator, node, inline):
        narrator.account(node, "omitted", silence)
        return
    else:
        said = narrator.prose_of(node, inline, "prose", narrator.pauses.paragraph)
    _account_text(narrator, node, inline, said)


def loose_text(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """Text that HTML left outside any paragraph."""
    narrator.prose_of(node, narrator.read(node), "prose", narrator.pauses.paragraph)


def images(narrator: Narrator, node: SyntaxTreeNode, found: tuple[Image, ...]) -> int:
    """`Image: alternative text.` for each image that has one. Gives how many utterances were said."""
    said = 0
    for image in found:
        if image.alternative:
            lead = "" if image.alternative.lower().startswith("image") else "Image:"
            said += narrator.say(
                led(lead, Written(image.alternative, image.marks)), "image", node, narrator.pauses.paragraph
            )
    if said:
        narrator.heard = "image"
    return said


def tell_unheard(narrator: Narrator, node: SyntaxTreeNode, what: str) -> None:
    """Where text leads up to something that cannot be heard, say where that is."""
    if narrator.prose.rstrip().endswith(":"):
        narrator.tell(f"{what} {WRITTEN_LESSON}.", "note", node, narrator.pauses.paragraph)
        narrator.prose = ""


def transparent(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A block that only groups others."""
    narrator.account(node)
    narrator.walk(node.children)


def _for_the_page(narrator: Narrator, node: SyntaxTreeNode, inline: Inline) -> str:
    """Why a paragraph is not for listeners: a place for a table of contents, imports of MDX, links to anchors."""
    source = node.children[0].content if node.children else ""
    if _CONTENTS.fullmatch(source):
        return "a table of contents"
    if _CONTENTS_TITLE.fullmatch(inline.written.text) and contents_follow(narrator):
        return "a table of contents"
    if source.startswith(("import ", "export ")) and all(
        _MODULE_LINES.fullmatch(line) for line in source.split("\n")
    ):
        return "an import of the site generator"
    if only_anchors(inline.written):
        return "links within the page"
    return ""


def contents_follow(narrator: Narrator) -> bool:
    """Whether the next block is a list of links to places on the same page."""
    return any(is_contents(node) for node in islice(narrator.upcoming(), 1))


def is_contents(node: SyntaxTreeNode) -> bool:
    """Whether every item of a list is a link to a place on the same page."""
    if node.type not in ("bullet_list", "ordered_list"):
        return False
    texts = [inner for inner in node.walk() if inner.type == "inline"]
    return len(texts) > 1 and all(only_anchors(written_of(text)) for text in texts)


def only_anchors(written: Written) -> bool:
    """Whether a text is nothing but links to places on the same page."""
    links = [mark for mark in written.marks if mark.kind == "link"]
    if not links or not all(mark.value.startswith("#") for mark in links):
        return False
    outside = list(written.text)
    for mark in links:
        outside[mark.start : mark.end] = " " * (mark.end - mark.start)
    return not any(character.isalnum() for character in outside)


def _account_text(narrator: Narrator, node: SyntaxTreeNode, inline: Inline, said: int) -> None:
    if any(image.alternative is None for image in inline.images):
        narrator.account(node, "described" if said else "omitted", "an image has no alternative text")
    elif said and inline.images and not inline.outside_images:
        narrator.account(node, "described", "by the alternative text of the image")
    elif said:
        narrator.account(node, "spoken", inline.omission)
    else:
        narrator.account(node, "omitted", _silence(inline))


def _silence(inline: Inline) -> str:
    if inline.struck_out:
        return "struck out"
    if inline.images:
        return "an image that is decoration"
    return "no words in it"
