"""What boxes are called: the kinds that dialects, themes and components give them, and the word a listener hears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

LABELS = {
    **dict.fromkeys(("note", "info", "information", "aside", "sidebar", "remark", "fyi"), "Note"),
    **dict.fromkeys(("tip", "hint", "protip", "pro-tip", "best-practice"), "Tip"),
    **dict.fromkeys(("warning", "warn", "attention", "alert-warning"), "Warning"),
    **dict.fromkeys(("exercise", "exercises", "activity", "practice", "task"), "Exercise"),
    **dict.fromkeys(("question", "faq", "help", "quiz"), "Question"),
    **dict.fromkeys(("summary", "abstract", "tldr", "tl-dr", "recap"), "Summary"),
    **dict.fromkeys(("keypoints", "key-points", "takeaways"), "Key points"),
    **dict.fromkeys(("prereq", "prerequisite", "prerequisites"), "Prerequisites"),
    **dict.fromkeys(("success", "check", "done"), "Done"),
    **dict.fromkeys(("seealso", "see-also"), "See also"),
    **dict.fromkeys(("example", "examples"), "Example"),
    **dict.fromkeys(("danger", "error"), "Danger"),
    **dict.fromkeys(("failure", "fail", "missing"), "Failure"),
    **dict.fromkeys(("tab", "tab-item", "tab-pane"), "Tab"),
    **dict.fromkeys(("beta", "experimental"), "Experimental"),
    **dict.fromkeys(("challenge", "challenges"), "Challenge"),
    **dict.fromkeys(("solution", "solutions"), "Solution"),
    **dict.fromkeys(("deep-dive", "detailed-explanation"), "Deep dive"),
    **dict.fromkeys(("you-will-learn", "what-you-will-learn", "learning-objectives"), "What you will learn"),
    "important": "Important",
    "caution": "Caution",
    "pitfall": "Pitfall",
    "bug": "Known bug",
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
    "algorithm": "Algorithm",
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
}
_PREFIXES = (
    "callout-", "alert-", "admonition-", "markdown-alert-", "is-", "notice--", "lesson-", "prf:", "note-",
)  # fmt: skip
_ANY_KIND = frozenset(("admonition", "alert", "box", "callout", "notice", "message"))
_MANY_KINDS = _ANY_KIND | {"hint", "aside", "note", "info", "panel", "tip"}
_BOOTSTRAP = {
    "primary": "Note",
    "secondary": "Note",
    "warning": "Warning",
    "danger": "Danger",
    "success": "Done",
}
COLLAPSIBLE = frozenset(
    (
        "collapsible",
        "collapse",
        "details",
        "dropdown",
        "expand",
        "expandable",
        "accordion",
        "toggle",
        "spoiler",
    )
)
"""Boxes that a reader has to open."""

PICTURES = frozenset(
    ("image", "figure", "fig", "img", "imgproc", "picture", "screenshot", "diagram", "illustration", "photo")
)
"""Names of what shows a picture. Its words are the alternative text, a caption or a title."""

EMBEDDED = {
    **dict.fromkeys(("video", "youtube", "vimeo", "lite-youtube", "you-tube", "yt", "loom"), "a video"),
    **dict.fromkeys(("audio", "spotify", "soundcloud"), "an audio player"),
    **dict.fromkeys(("iframe", "embed", "codepen", "codesandbox", "stackblitz"), "an embedded page"),
    "asciinema": "a recording of a terminal",
    "gist": "code of another site",
}
"""Names of what a site shows from elsewhere, and what the ledger calls it."""

_KINDS = ("type", "kind", "variant", "style", "color", "level", "status", "severity", "intent", "class")
_TITLES = ("title", "label", "summary", "header", "heading", "caption", "headline")
_TAB_TITLES = (*_TITLES, "name", "value", "text")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def label_of(names: Iterable[str]) -> str:
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
        if name in _ANY_KIND:
            found = "Note"
    return found


def kebab(name: str) -> str:
    """`DeepDive`, `deep_dive` and `Deep.Dive` as `deep-dive`."""
    return re.sub(r"[^a-z0-9:]+", "-", _CAMEL.sub("-", name).lower()).strip("-")


def names_of(name: str, attributes: Mapping[str, str]) -> list[str]:
    """The names of a component or a template's tag: its own, then the kinds that its attributes give.

    One that is for any kind of box, as `<Aside type="caution">`, is named by its kind first.
    """
    own = kebab(name)
    kinds: list[str] = []
    for key in _KINDS:
        for word in str(attributes.get(key, "")).lower().split():
            kinds += (word, f"alert-{word}") if own in _ANY_KIND else (word,)
    return [*kinds, own] if own in _MANY_KINDS and label_of(kinds) else [own, *kinds]


def title_of(name: str, attributes: Mapping[str, str]) -> str:
    """The title that attributes give a component or tag, as inline Markdown; "" when there is none."""
    is_tab = kebab(name) in ("tab", "tab-item", "tab-pane", "tab-panel")
    return next((attributes[key] for key in (_TAB_TITLES if is_tab else _TITLES) if attributes.get(key)), "")


def is_box(names: Iterable[str], title: str) -> bool:
    """Whether a listener should hear that something is a box; else it is no more than what is in it."""
    known = list(names)
    return bool(
        title or label_of(known) or COLLAPSIBLE.intersection(known) or PICTURES.intersection(known[:1])
    )
