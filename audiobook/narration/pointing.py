"""Phrases that point at a place on the page, and what is said instead of each.

What follows at once is announced ("the code that follows"); what was described last is recalled ("the table just
described"); what was or will be heard is found in time ("the earlier example", "later"); all else is "in the written
lesson".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.narration.surroundings import WRITTEN_LESSON, Surroundings, is_unseen, kind_of

Repair = Callable[[re.Match[str], Surroundings], str]

CODE = (
    r"code|snippets?|examples?|listings?|commands?|quer(?:y|ies)|statements?|functions?|modules?|schemas?|migrations?|"
    r"scripts?|programs?|configurations?|config|outputs?|results?|responses?|requests?|blocks?|tests?|declarations?|"
    r"definitions?|implementations?|methods?|class(?:es)?|templates?|pseudocode|sessions?|logs?|files?|lines?"
)
TABLE = r"tables?|matrix|grid"
PICTURE = (
    r"figures?|diagrams?|images?|pictures?|screenshots?|charts?|graphs?|illustrations?|plots?|drawings?|photos?|"
    r"schematics?|maps?"
)
FORMULA = r"formulas?|formulae|equations?|expressions?"
LIST = r"lists?|steps|points|options|items|bullets"
PARTS = r"sections?|subsections?|sub-sections?|chapters?|headings?|topics?|paragraphs?|parts?"
ON_THE_PAGE = (
    r"videos?|demos?|demonstrations?|buttons?|widgets?|playgrounds?|editors?|sandbox(?:es)?|animations?|gifs?|"
    r"recordings?|sliders?|applets?|player"
)
NOUN = rf"(?:{CODE}|{TABLE}|{PICTURE}|{FORMULA}|{LIST}|{PARTS}|{ON_THE_PAGE})"
_NOUN_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), kinds)
    for pattern, kinds in (
        (TABLE, ("table",)),
        (PICTURE, ("image", "diagram")),
        ("expressions?", ("formula", "code")),
        (FORMULA, ("formula",)),
        (LIST, ("list", "table", "code")),
        (CODE, ("code", "table", "list", "formula")),
    )
)
# Nouns of what a listener gets only when it is described. Of others, such as steps or rules, prose may tell.
_MUST_BE_SEEN = re.compile(
    rf"{TABLE}|{PICTURE}|{FORMULA}|{ON_THE_PAGE}|code|snippets?|listings?|outputs?|pseudocode",
    re.IGNORECASE,
)
LATER = "later in this lesson"
_DESCRIBED = ("code", "table", "list", "formula", "image", "diagram")
_PAGE_NOUN = re.compile(ON_THE_PAGE, re.IGNORECASE)

SEEN = r"shown|seen|given|listed|illustrated|depicted|displayed|pictured|presented|printed|reproduced|highlighted"
TOLD = r"mentioned|described|discussed|explained|noted|said|stated|defined|introduced|outlined|covered|saw|learned"
SIDE = r"(?:to|on|at) the (?:left|right)(?:-hand side)?"


def _kinds(noun: str) -> tuple[str, ...]:
    return next((kinds for pattern, kinds in _NOUN_KINDS if pattern.fullmatch(noun)), ())


def _is_described(noun: str, around: Surroundings) -> bool:
    kinds = _kinds(noun)
    return bool(kinds) and around.next_is(kinds)


# -- what is said ---------------------------------------------------------------------------------------------


def beside_noun(match: re.Match[str], around: Surroundings) -> str:
    """`the table (shown) below`, `the code above`, `the figure on the right`."""
    noun, way = match["noun"].lower(), match["way"].lower()
    kinds = _kinds(noun)
    if _PAGE_NOUN.fullmatch(noun) or way not in ("above", "below"):
        return WRITTEN_LESSON
    if way == "below":
        if _is_described(noun, around):
            return "that follow" if noun.endswith("s") else "that follows"
        return LATER if around.later(kinds) or _is_told(noun, around.goes_on) else WRITTEN_LESSON
    if around.heard in kinds:
        return "just described"
    told = not around.known.isdisjoint(kinds) or _is_told(noun, around.begun)
    return "from earlier" if told else WRITTEN_LESSON


def _is_told(noun: str, anything: bool) -> bool:
    """Whether prose may have told, or will tell, what a noun means."""
    return anything and not _MUST_BE_SEEN.fullmatch(noun) and not re.fullmatch(CODE, noun, re.IGNORECASE)


def before_noun(match: re.Match[str], around: Surroundings) -> str:
    """`the above code`, `the following table`."""
    noun, words, way = match["noun"], match["words"], match["way"].lower()
    kinds = _kinds(noun)
    must_be_seen = bool(_MUST_BE_SEEN.fullmatch(noun))
    ends = match["more"] is None
    if way == "above":
        if around.heard in kinds and ends:
            return f"{words} just described"
        known = not around.known.isdisjoint(kinds) or around.heard in kinds
        if known or not ends or (around.begun and not must_be_seen):
            return f"earlier {words}"
        return f"{words} {WRITTEN_LESSON}"
    if _is_described(noun, around) or not ends or (around.goes_on and not must_be_seen):
        return f"following {words}"
    if around.later(kinds):
        return f"{words} {LATER}"
    return f"{words} {WRITTEN_LESSON}"


def seen(match: re.Match[str], around: Surroundings) -> str:
    """`as shown below`: what is shown is something that is described."""
    verb = match["verb"]
    if match["way"].lower() == "below":
        if around.next_is(()):
            return "described next"
        return f"{verb} later" if around.later(_DESCRIBED) else f"{verb} {WRITTEN_LESSON}"
    if around.heard:
        return "just described"
    return f"{verb} earlier" if around.known else f"{verb} {WRITTEN_LESSON}"


def looked_at(match: re.Match[str], around: Surroundings) -> str:
    """`see above`, `as we will see below`."""
    below = match["way"].lower() == "below"
    if match["who"]:
        return f"{match['who']}{match['verb']} {_in_time(around, below=below)}"
    if below:
        return "see what follows" if around.next_is(()) else _see("later", around.goes_on)
    return "remember what was just described" if around.heard else _see("earlier", around.begun)


def _see(when: str, there: bool) -> str:
    return f"see {when} in this lesson" if there else "see the written lesson"


def _in_time(around: Surroundings, *, below: bool) -> str:
    if not below:
        return "earlier"
    return "next" if around.next_is(()) else "later"


def told(match: re.Match[str], _: Surroundings) -> str:
    return "earlier" if match["at"].lower() == "above" else "later"


def at_start(match: re.Match[str], _: Surroundings) -> str:
    return "earlier" if match["at"].lower() == "above" else "next"


def at_clause_end(match: re.Match[str], around: Surroundings) -> str:
    """`... of the rules below.`"""
    if match["at"].lower() == "above":
        return "earlier"
    return "next" if around.next_is(()) else _later(around)


def same(match: re.Match[str], around: Surroundings) -> str:
    if match["at"].lower().endswith("above"):
        return "as before"
    return "as follows" if around.next_is(()) or around.goes_on else f"as {WRITTEN_LESSON}"


def numbered(match: re.Match[str], around: Surroundings) -> str:
    """`Figure 3`, `Table 2.1`: named where it is about to be described, else found in the written lesson."""
    kinds = _kinds(match["noun"].rstrip(".")) or ("image", "diagram")
    if match.start() == 0 and match.string[match.end() : match.end() + 1] in (":", "."):
        return match["at"]  # it is the caption itself
    told = "image" not in kinds and not around.known.isdisjoint(kinds)
    if told or around.heard in kinds or around.next_is(kinds):
        return match["at"]
    return f"{match['at']} {WRITTEN_LESSON}"


def this_picture(match: re.Match[str], around: Surroundings) -> str:
    """`this figure`, beside a picture that has no words."""
    following = around.following
    if around.unseen or (following is not None and is_unseen(following)):
        return f"the {match['noun']} {WRITTEN_LESSON}"
    return match["at"]


def beside_any(match: re.Match[str], around: Surroundings) -> str:
    """`the loop below`: the noun may be anything."""
    if match["at"].lower() == "below":
        following = around.following
        if following is not None and kind_of(following):
            return "that follows"
        return LATER if around.goes_on else WRITTEN_LESSON
    if around.heard:
        return "just described"
    return "from earlier" if around.begun else WRITTEN_LESSON


def alone(match: re.Match[str], around: Surroundings) -> str:
    """`the above is a list`, `run the below:`."""
    if match["way"].lower() == "below":
        return "what follows"
    return "what was just described" if around.heard else "what came before"


def is_below(match: re.Match[str], around: Surroundings) -> str:
    """`an example is below:`."""
    if not around.next_is(()):
        return f"{match['verb']} {_later(around)}"
    return "follows" if match["verb"].lower() == "is" else "follow"


def _later(around: Surroundings) -> str:
    return "later" if around.goes_on else WRITTEN_LESSON


def bare_adjective(match: re.Match[str], _: Surroundings) -> str:
    """`in above example`."""
    return f"the {'earlier' if match['way'].lower() == 'above' else 'following'} {match['words']}"


def so_far(_: re.Match[str], __: Surroundings) -> str:
    return "so far"


def before(_: re.Match[str], __: Surroundings) -> str:
    return "before"


def any_adjective(match: re.Match[str], _: Surroundings) -> str:
    """`the above procedure`, `the below rules`."""
    return "earlier" if match["at"].lower() == "above" else "following"
