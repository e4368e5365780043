"""Roles of Sphinx and MyST, and cross-references of Pandoc, Quarto, bookdown and TeX: what stands for them in speech.

https://www.sphinx-doc.org/en/master/usage/restructuredtext/roles.html
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Said(NamedTuple):
    """Visible text, and the kind of mark on it; "" for plain text. `vanished` says what is left out instead."""

    text: str = ""
    kind: str = ""
    vanished: str = ""


_PAGE_ROLES = frozenset(
    ("label", "index", "name", "target", "octicon", "fa", "fas", "fab", "far", "raw-html")
)
_PLAIN_ROLES = frozenset(
    (
        "guilabel",
        "term",
        "dfn",
        "emphasis",
        "strong",
        "title",
        "title-reference",
        "download",
        "external",
        "button",
    )
)
_MARKED_ROLES = {
    "kbd": "key",
    "math": "math",
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "superscript": "sup",
}
_REFERENCES = frozenset(
    ("ref", "numref", "eq", "eqref", "any", "doc", "secref", "figref", "prf:ref", "nb-ref")
)
_CITED_AMID_TEXT = frozenset(("cite:t", "cite:ts", "citet", "cite:author"))
_NAMED = re.compile(
    r"\b(?:eqs?\.|equations?|formulas?|expressions?)\s*$|\b(?:equations|formulas)\b.*\b(?:and|or|to)\s*$",
    re.I,
)
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]*)>$", re.DOTALL)
_EXPLAINED = re.compile(r"(?P<short>.*?)\s*\((?P<long>[^()]*)\)$")

# By what labels begin with: "fig-network", "tbl:sizes".
_NOUNS = {
    **dict.fromkeys(("fig", "figure", "image", "img"), "figure"),
    **dict.fromkeys(("tbl", "tab", "table"), "table"),
    **dict.fromkeys(("eq", "eqn", "equation"), "equation"),
    **dict.fromkeys(("sec", "section", "subsec", "chap", "chapter", "ch"), "section"),
    **dict.fromkeys(("lst", "listing", "code"), "listing"),
    **dict.fromkeys(("thm", "theorem"), "theorem"),
    **dict.fromkeys(("exr", "exercise"), "exercise"),
    **dict.fromkeys(("exm", "example"), "example"),
    "lem": "lemma",
    "def": "definition",
    "alg": "algorithm",
    "app": "appendix",
}
_LABEL = re.compile(
    rf"(?P<kind>{'|'.join(sorted(_NOUNS, key=len, reverse=True))})[-_:.](?=\w)", re.IGNORECASE
)


def said_for_role(role: str, content: str, before: str) -> Said:
    """What is heard of text in a role; `content` is the text between its backticks, `before` what leads up to it."""
    titled = _TITLED.match(content)
    bare = role.rsplit(":", 1)[-1]
    if bare in _PAGE_ROLES or role in ("begin_tab", "end_tab"):
        return Said(vanished="a name for the page")
    if role in _CITED_AMID_TEXT and (author := re.match(r"[A-Za-z]{2,}", content)):
        return Said(author[0].capitalize())
    if role.startswith("cite"):
        return Said(vanished="a citation")
    if role in _MARKED_ROLES:
        return Said(content, _MARKED_ROLES[role])
    if bare == "menuselection":
        return Said(re.sub(r"\s*--?>\s*", ", then ", content))
    if bare in ("abbr", "abbreviation") and (explained := _EXPLAINED.match(content)):
        return Said(f"{explained['short']}, {explained['long']},")
    if titled and titled["title"]:
        return Said(titled["title"])
    target = titled["target"] if titled else content
    if role in ("eq", "eqref") and not _NAMED.search(before):
        return Said("the equation")
    if role in _REFERENCES:
        return Said(said_for_label(target))
    if bare in _PLAIN_ROLES:
        return Said(target)
    return Said(target.rsplit(".", 1)[-1] if target.startswith("~") else target, "code")


def said_for_label(label: str) -> str:
    """What is heard for a label of the page: `fig-network` is "the figure"; another label's own words."""
    kind = _LABEL.match(label)
    if kind:
        return f"the {_NOUNS[kind['kind'].lower()]}"
    return re.sub(r"[-_/]+", " ", label.rsplit("/", 1)[-1].rpartition("#")[2]).strip()


def said_for_reference(noun: str, label: str, before: str) -> str:
    """A cross-reference that may stand after the name of what it refers to: `Figure @fig-a`, `Table \\@ref(tab:b)`."""
    said = said_for_label(label) if _LABEL.match(label) else ""
    if noun and not said:
        said = f"the {noun.strip().lower().rstrip('.').removesuffix('s')}"
    said = said or "the written lesson"
    return (
        said
        if before.rstrip() and not before.rstrip().endswith((".", "!", "?"))
        else said[:1].upper() + said[1:]
    )


def said_for_wiki_link(target: str) -> str:
    """What is heard of `[[folder/Page#Heading]]`: the names of page and heading."""
    page, _, heading = target.partition("#")
    page = page.rsplit("/", 1)[-1].partition("^")[0].removesuffix(".md").strip()
    heading = heading.rsplit("#", 1)[-1].strip().lstrip("^")
    return ", ".join(part for part in (page, heading) if part)
