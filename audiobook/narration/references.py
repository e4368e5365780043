"""Words that point at the page ("the code below", "as shown above") made to point at what a listener can find.

What follows at once is announced ("the code that follows"); what was described last is recalled ("the table just
described"); prose is found in time ("earlier", "later"); all else is "in the written lesson". Only what is said
changes: the transcript keeps the author's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from audiobook.model import Mark, Written
from audiobook.narration.writing import with_marks

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

WRITTEN_LESSON = "in the written lesson"
_AHEAD = 6
"""How many blocks ahead "below" may mean."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a sentence stands between: the kind of block just described ("" after prose), and the blocks to come."""

    heard: str
    upcoming: Callable[[], Iterator[SyntaxTreeNode]]


def kind_of(node: SyntaxTreeNode) -> str:
    """What a listener would call a block that is described rather than read; "" for any other block."""
    if node.type in ("fence", "code_block"):
        language = node.info.split()[0].strip("{}.").lower() if node.info.split() else ""
        return "diagram" if language in DIAGRAMS else "code"
    if node.type == "table":
        return "table"
    if node.type in ("math_block", "math_block_label"):
        return "formula"
    if node.type in ("bullet_list", "ordered_list", "dl"):
        return "list"
    if node.type == "paragraph" and node.children:
        inner = node.children[0].children
        if inner and all(child.type in ("image", "softbreak") for child in inner):
            return "image"
    return ""


DIAGRAMS = frozenset(
    ("mermaid", "plantuml", "puml", "dot", "graphviz", "d2", "ditaa", "nomnoml", "blockdiag", "svgbob")
)

_CODE = (
    r"code|snippets?|examples?|listings?|commands?|quer(?:y|ies)|statements?|functions?|modules?|schemas?|migrations?|"
    r"scripts?|programs?|configurations?|config|outputs?|results?|responses?|requests?|blocks?|tests?|declarations?|"
    r"definitions?|implementations?|methods?|class(?:es)?|templates?|pseudocode|sessions?|logs?|files?|lines?"
)
_TABLE = r"tables?|matrix|grid"
_PICTURE = (
    r"figures?|diagrams?|images?|pictures?|screenshots?|charts?|graphs?|illustrations?|plots?|drawings?|photos?|"
    r"schematics?"
)
_FORMULA = r"formulas?|formulae|equations?|expressions?"
_LIST = r"lists?|steps|points|options|items|bullets"
_NOUN = rf"(?:{_CODE}|{_TABLE}|{_PICTURE}|{_FORMULA}|{_LIST})"
_NOUN_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (_TABLE, ("table",)),
        (_PICTURE, ("image", "diagram")),
        (_FORMULA, ("formula",)),
        (_LIST, ("list", "table", "code")),
        (_CODE, ("code", "table", "list", "formula")),
    )
)
_SEEN = r"shown|seen|given|listed|illustrated|depicted|displayed|pictured|presented|printed|reproduced"
_TOLD = r"mentioned|described|discussed|explained|noted|said|stated|defined|introduced|outlined|covered|saw|learned"
_SIDE = r"(?:to|on|at) the (?:left|right)(?:-hand side)?"

_Repair = Callable[[re.Match[str], Surroundings], str]


def resolve(sentence: Written, around: Surroundings) -> Written:
    """The sentence with a `say` mark on each phrase that would dangle for a listener."""
    text = sentence.text
    if not _HINT.search(text):
        return sentence
    taken = [(mark.start, mark.end) for mark in sentence.marks if mark.kind in ("code", "math", "say", "key")]
    added: list[Mark] = []
    for pattern, repair in _REPAIRS:
        for match in pattern.finditer(text):
            start, end = match.span("at")
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            said = repair(match, around)
            taken.append((start, end))
            if said != match["at"]:
                if match["at"][:1].isupper():
                    said = said[:1].upper() + said[1:]
                added.append(Mark(start, end, "say", said))
    return with_marks(sentence, added) if added else sentence


def _described_next(kinds: tuple[str, ...], around: Surroundings) -> bool:
    for node in islice(_opened(around.upcoming()), _AHEAD):
        if node.type == "heading":
            return False
        kind = kind_of(node)
        if kind in kinds or (kind and not kinds):
            return True
    return False


def _opened(nodes: Iterator[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    """The blocks, and after a box or a quotation those within it."""
    for node in nodes:
        yield node
        if node.type in ("container", "blockquote"):
            yield from _opened(iter(node.children))


def _kinds(noun: str) -> tuple[str, ...]:
    return next((kinds for pattern, kinds in _NOUN_KINDS if pattern.fullmatch(noun)), ())


def _beside_noun(match: re.Match[str], around: Surroundings) -> str:
    """`the table (shown) below`, `the code above`, `the figure on the right`."""
    kinds = _kinds(match["noun"])
    if match["way"].lower() == "below" and _described_next(kinds, around):
        return "that follows" if not match["noun"].lower().endswith("s") else "that follow"
    if match["way"].lower() == "above" and around.heard in kinds:
        return "just described"
    return WRITTEN_LESSON


def _before_noun(match: re.Match[str], around: Surroundings) -> str:
    """`the above code`, `the following table`."""
    kinds, noun = _kinds(match["noun"]), match["words"]
    if match["way"].lower() in ("below", "following"):
        return f"following {noun}" if _described_next(kinds, around) else f"{noun} {WRITTEN_LESSON}"
    return f"{noun} just described" if around.heard in kinds else f"{noun} {WRITTEN_LESSON}"


def _seen(match: re.Match[str], around: Surroundings) -> str:
    """`as shown below`, `see above`."""
    verb = match["verb"]
    see = verb.lower().startswith(("see ", "look", "refer")) or verb.lower() == "see"
    if match["way"].lower() == "below" and _described_next((), around):
        return "see what follows" if see else "described next"
    if match["way"].lower() == "above" and around.heard:
        return "remember what was just described" if see else "just described"
    return "see the written lesson" if see else f"{verb} {WRITTEN_LESSON}"


def _told(match: re.Match[str], _: Surroundings) -> str:
    return "earlier" if match["at"].lower() == "above" else "later"


def _at_start(match: re.Match[str], _: Surroundings) -> str:
    return "earlier" if match["at"].lower() == "above" else "next"


def _at_end(match: re.Match[str], around: Surroundings) -> str:
    if match["at"].lower() == "above":
        return "earlier"
    return "next" if _described_next((), around) else WRITTEN_LESSON


def _same(match: re.Match[str], around: Surroundings) -> str:
    if match["at"].lower().endswith("above"):
        return "as before"
    return "as follows" if _described_next((), around) else f"as {WRITTEN_LESSON}"


def _numbered(match: re.Match[str], around: Surroundings) -> str:
    """`Figure 3`, `Table 2.1`: named where it is about to be described, else found in the written lesson."""
    kinds = _kinds(match["noun"].rstrip(".")) or ("image", "diagram")
    if around.heard in kinds or _described_next(kinds, around):
        return match["at"]
    return f"{match['at']} {WRITTEN_LESSON}"


def _beside_any(match: re.Match[str], around: Surroundings) -> str:
    """`the loop below`: only what is right beside, as the noun may be anything."""
    following = next(around.upcoming(), None)
    if match["at"] == "below" and following is not None and kind_of(following):
        return "that follows"
    return "just described" if match["at"] == "above" and around.heard else match["at"]


_HINT = re.compile(
    rf"\b(?:above|below|following|{_SIDE}|fig(?:ure|\.)|table|listing|diagram|image|picture|screenshot|chart|graph|"
    r"illustration)",
    re.IGNORECASE,
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_MODIFIER = rf"(?:(?:that is |which is )?(?:{_SEEN}) |just |right |directly |immediately )"
_POSSESSED = rf"(?:that|in|of|above|below|{_SEEN})"

# "in the pictures folder": the noun is not the one meant.
_ENDS_THERE = r"(?=[.,:;!?)]|$| (?:and|or|but|you|we|it|they|is|are|was|were|shows?|that|which)\b)"

# "None of the following mentions a table": after an article comes another noun than the one meant.
_NOT_AN_OBJECT = (
    r"(?!(?:an?|the|this|that|these|those|any|each|every|some|no|its|our|your|their|is|are|to|of|in)\b)"
)

# The first pattern that fits a phrase counts; `at` is what is replaced.
_REPAIRS: tuple[tuple[re.Pattern[str], _Repair], ...] = (
    (
        _pattern(
            rf"\b(?P<noun>{_NOUN}),? (?P<at>{_MODIFIER}*(?P<way>above|below|{_SIDE}))\b(?! (?:the|an?|of|\d+)\b)"
        ),
        _beside_noun,
    ),
    (
        _pattern(
            r"\b(?:the|this|these|our) "
            rf"(?P<at>(?P<way>above|below|following) "
            rf"(?P<words>(?:{_NOT_AN_OBJECT}[\w.-]+ ){{0,3}}?(?P<noun>{_NOUN})))\b"
        ),
        _before_noun,
    ),
    (
        _pattern(
            rf"\b(?P<at>(?P<verb>{_SEEN}|see|look|look at|refer to) (?:it )?(?P<way>above|below))\b(?! the\b)"
        ),
        _seen,
    ),
    (_pattern(rf"\b(?:{_TOLD})(?: \w+ly)? (?P<at>above|below)\b(?! the\b)"), _told),
    (_pattern(r"\b(?P<at>as (?:above|below))\b"), _same),
    (_pattern(r"^(?P<at>above|below)(?=,| (?:is|are|we|you|I|there|follows?)\b)"), _at_start),
    (_pattern(r"(?<=\w )(?P<at>above|below)(?=[.:,;)]?$)"), _at_end),
    (
        _pattern(
            r"\b(?:the|this|these)(?: [\w-]+){1,3} (?P<at>above|below)\b(?! (?:which|the|an?|zero|\d+)\b)"
        ),
        _beside_any,
    ),
    (
        _pattern(
            r"\b(?P<at>(?P<noun>figure|fig\.|table|listing|diagram|image|chart|graph|screenshot) "
            rf"\d+(?:[.-]\d+)*[a-z]?)\b(?! {WRITTEN_LESSON})"
        ),
        _numbered,
    ),
    (
        _pattern(
            rf"\b(?:see|in|look at|from) (?P<at>the (?P<noun>{_PICTURE}|listing))\b(?! {_POSSESSED}\b){_ENDS_THERE}"
        ),
        _numbered,
    ),
    (_pattern(rf"\b(?:see|look at|refer to) (?P<at>the (?P<noun>table))\b(?! {_POSSESSED}\b)"), _numbered),
)
