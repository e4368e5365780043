"""Boxes: admonitions, alerts, `:::` containers and collapsible details. Their kind comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobook.model import Written
from audiobook.narration.inline import Image, written
from audiobook.narration.writing import EMPTY, join, led

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode

    from audiobook.narration.narrator import Narrator

LONG_BOX = 2
"""A box of more sentences than this is told to end."""

LABELS = {
    **dict.fromkeys(("note", "info", "information", "aside", "sidebar", "remark"), "Note"),
    **dict.fromkeys(("tip", "hint", "protip", "pro-tip"), "Tip"),
    **dict.fromkeys(("warning", "warn", "attention"), "Warning"),
    **dict.fromkeys(("exercise", "exercises", "activity", "practice", "task"), "Exercise"),
    **dict.fromkeys(("question", "faq", "help", "quiz"), "Question"),
    **dict.fromkeys(("summary", "abstract", "tldr", "recap"), "Summary"),
    **dict.fromkeys(("keypoints", "key-points", "takeaways"), "Key points"),
    **dict.fromkeys(("prereq", "prerequisite", "prerequisites"), "Prerequisites"),
    **dict.fromkeys(("success", "check", "done"), "Done"),
    **dict.fromkeys(("seealso", "see-also"), "See also"),
    **dict.fromkeys(("example", "examples"), "Example"),
    **dict.fromkeys(("danger", "error"), "Danger"),
    **dict.fromkeys(("failure", "fail", "missing"), "Failure"),
    "important": "Important",
    "caution": "Caution",
    "bug": "Known bug",
    "challenge": "Challenge",
    "solution": "Solution",
    "answer": "Answer",
    "objectives": "Objectives",
    "questions": "Questions",
    "discussion": "Discussion",
    "checklist": "Checklist",
    "testimonial": "Testimonial",
    "instructor": "Instructor note",
    "spoiler": "Optional",
    "collapsible": "Optional",
    "deprecated": "Deprecated",
    "todo": "To do",
    "quote": "Quote",
    "cite": "Quote",
    "theorem": "Theorem",
    "lemma": "Lemma",
    "corollary": "Corollary",
    "proposition": "Proposition",
    "conjecture": "Conjecture",
    "definition": "Definition",
    "proof": "Proof",
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
    "tab": "Tab",
    "tab-item": "Tab",
}
_PREFIXES = ("callout-", "alert-", "admonition-", "markdown-alert-", "is-")
_ANY_KIND = frozenset(("admonition", "alert", "box", "callout"))
_BOOTSTRAP = {
    "primary": "Note",
    "secondary": "Note",
    "warning": "Warning",
    "danger": "Danger",
    "success": "Done",
}
_UNHEARD = frozenset(
    (
        "toctree",
        "contents",
        "include",
        "literalinclude",
        "index",
        "highlight",
        "raw",
        "only",
        "meta",
        "automodule",
        "autoclass",
        "autofunction",
    )
)
_PICTURES = frozenset(("image", "figure"))


def label_of(names: Sequence[str]) -> str:
    """What a box with these names (its kind and classes) is called: the first name that is known; "" if none is."""
    found = ""
    for name in map(str.lower, names):
        bare = name
        for prefix in _PREFIXES:
            bare = bare.removeprefix(prefix)
        if bare in LABELS:
            return LABELS[bare]
        if bare in _BOOTSTRAP and bare != name:
            return _BOOTSTRAP[bare]
        if bare in _ANY_KIND:
            found = "Note"
    return found


def container(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """A `:::` container, MkDocs admonition, leftover directive or HTML box."""
    meta = node.meta
    names = list(meta.get("names", ()))
    options = meta.get("options", {})
    if names and names[0] in _UNHEARD:
        narrator.account_all(node, "omitted", f"the directive {names[0]} is for the page")
    elif names and names[0] in _PICTURES:
        _picture(narrator, node, options.get("alt"))
    elif "collapsible" in names:
        _optional(narrator, node, written(meta.get("title", "")), node.children)
    else:
        box(narrator, node, names, str(meta.get("title", "")), node.children)


def box(
    narrator: Narrator, node: SyntaxTreeNode, names: Sequence[str], title: str, body: Sequence[SyntaxTreeNode]
) -> None:
    """The kind and title of a box, what is in it, and its end when it is long.

    A box of no known kind is no more than what is in it.
    """
    label = label_of(names)
    narrator.account(node)
    heading = written(title) if title else EMPTY
    own_heading = body[0] if body and body[0].type == "heading" and body[0].children else None
    if own_heading is not None and not heading.text:
        heading = narrator.read(own_heading.children[0]).written
        narrator.account(own_heading)
        body = body[1:]
    opening = _opening(label, heading)
    narrator.say(opening, "note", node, narrator.pauses.sentence if label else narrator.pauses.paragraph)
    chapter = narrator.chapters[-1]
    before = len(chapter.utterances)
    narrator.walk(body)
    if label and len(chapter.utterances) - before > LONG_BOX and chapter is narrator.chapters[-1]:
        narrator.tell(f"End of {label.lower()}.", "note", node, narrator.pauses.way_back)
    else:
        narrator.pause(narrator.pauses.way_back)
    narrator.heard = ""


def _opening(label: str, title: Written) -> Written:
    """`Warning.`, `Warning: Title.`, or the title alone when it begins with the label."""
    if not title.text:
        return Written(label)
    if not label or title.text.lower().startswith(label.lower()):
        return title
    return led(label if label.endswith("version") else f"{label}:", title)


def details(narrator: Narrator, node: SyntaxTreeNode) -> None:
    """HTML's `<details>`: optional, and a chapter of its own, so that a listener can skip it."""
    body = list(node.children)
    summary = EMPTY
    if body and body[0].type == "summary":
        first = body.pop(0)
        narrator.account(first)
        summary = join([narrator.read(child).written for child in first.children if child.type == "inline"])
    _optional(narrator, node, summary, body)


def _optional(
    narrator: Narrator, node: SyntaxTreeNode, title: Written, body: Sequence[SyntaxTreeNode]
) -> None:
    narrator.account(node)
    with narrator.own_chapter(f"Optional: {title.text}" if title.text else "Optional"):
        narrator.say(
            led("Optional:", title) if title.text else Written("Optional"),
            "note",
            node,
            narrator.pauses.paragraph,
        )
        before = len(narrator.chapters[-1].utterances)
        narrator.walk(body)
        if len(narrator.chapters[-1].utterances) - before > LONG_BOX:
            narrator.tell("End of the optional part.", "note", node, narrator.pauses.way_back)
        else:
            narrator.pause(narrator.pauses.way_back)
    narrator.heard = ""


def _picture(narrator: Narrator, node: SyntaxTreeNode, alternative: str | None) -> None:
    from audiobook.narration.blocks.text import images

    said = images(narrator, node, (Image(alternative, ""),))
    if said:
        narrator.account(node, "described", "by the alternative text of the image")
    else:
        narrator.account(node, "omitted", "an image has no alternative text")
    narrator.walk(node.children)
