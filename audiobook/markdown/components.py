"""Components: tags that are no HTML, as MDX, Vue, Astro, mdBook and Writerside write them.

What stands between a component's tags is Markdown, however far it is indented. A component that is a box, a tab, a
picture or has a title becomes a `container`; of any other only what is in it is left, so that its headings stay
headings of the lesson.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import EMBEDDED, PICTURES, is_box, kebab, names_of, title_of
from audiobook.markdown.html import ELEMENTS
from audiobook.markdown.lines import between, closing, has_heading, line_at, parse_within, starts

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_NAME = r"[A-Za-z][\w.-]*"
_TAG = re.compile(
    rf"""<(?P<close>/?)(?P<name>{_NAME})
        (?P<inside>(?:\s+[\w:@#.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'{{}}<>=]+|{_BRACES}))?|\s+{_BRACES})*)
        \s*(?P<alone>/?)>""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    rf"""([\w:@#.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'{{}}<>=]+)|({_BRACES})))?|{_BRACES}"""
)
_STRING = re.compile(r"\{\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`$]*)`)\s*\}")
_LONGEST_TAG = 4_000
_UNSEEN = frozenset(
    ("web-summary", "link-summary", "card-summary", "metadata")
)  # for search engines and overviews


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in its source, with those of its attributes that are text."""

    name: str
    closes: bool
    alone: bool
    attributes: dict[str, str]
    has_code: bool
    end: int

    @property
    def is_component(self) -> bool:
        return self.name not in ELEMENTS and not (self.name.isupper() and self.name.lower() in ELEMENTS)

    @property
    def plain(self) -> str:
        """The tag as HTML, without attributes that are code."""
        if self.closes:
            return f"</{self.name}>"
        kept = "".join(f' {name}="{value}"' for name, value in self.attributes.items() if '"' not in value)
        return f"<{self.name}{kept}{' /' if self.alone else ''}>"


def tag_at(source: str, position: int, stop: int) -> Tag | None:
    """The tag that begins at a position of the source, if there is one."""
    match = _TAG.match(source, position, min(stop, position + _LONGEST_TAG))
    if match is None:
        return None
    found: dict[str, str] = {}
    has_code = False
    for attribute in _ATTRIBUTE.finditer(match["inside"]):
        name, double, single, bare, code = attribute.groups()
        if name and code is None:
            found.setdefault(name, double or single or bare or "")
        elif name and (text := _STRING.fullmatch(code)):
            found.setdefault(name, text[1] or text[2] or text[3] or "")
        else:
            has_code = True
    return Tag(match["name"], bool(match["close"]), bool(match["alone"]), found, has_code, match.end())


def component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A component at the start of a line, with what is in it up to its closing tag, which must end its line.

    A line break of HTML alone on a line is taken too, or HTML would reach from it to the next empty line.
    """
    if not starts(state, start, "<"):
        return False
    position = state.bMarks[start] + state.tShift[start]
    tag = tag_at(state.src, position, state.eMarks[end - 1])
    if tag is None or not (tag.is_component or tag.has_code or tag.name == "br"):
        return False
    last = line_at(state, tag.end - 1)
    on_its_own = not state.src[tag.end : state.eMarks[last]].strip()
    if (silent and not on_its_own) or (not on_its_own and (tag.closes or tag.alone or not tag.is_component)):
        return False
    opens = tag.is_component and not tag.closes and not tag.alone
    ending = closing(state, _pattern(tag.name), tag.name, tag.end, end) if opens else None
    if ending is None:
        if not on_its_own or (opens and tag.name[0].islower()):
            return False  # a placeholder such as <name>, or a tag amid text
        if not silent:
            _push_alone(state, tag, start, last)
        return True
    after = line_at(state, ending.end() - 1)
    if state.src[ending.end() : state.eMarks[after]].strip():
        return False
    if not silent:
        _push(state, tag, start, after, between(state, tag.end, ending.start()), line_at(state, tag.end))
    return True


@lru_cache(maxsize=64)
def _pattern(name: str) -> re.Pattern[str]:
    """What opens and closes components of a name, and the code that may hide it."""
    return re.compile(
        rf"""^[ \t>]*(?P<fence>`{{3,}}|~{{3,}})[^\n]* | `[^`\n]+`
            | <(?P<close>/?)(?P<name>{re.escape(name)})(?=[\s/>])(?:[^<>]|=>)*?(?P<alone>/?)>""",
        re.VERBOSE | re.MULTILINE,
    )


def _push(state: StateBlock, tag: Tag, start: int, last: int, text: str, first: int) -> None:
    names, title = names_of(tag.name, tag.attributes), _title(tag)
    if kebab(tag.name) in _UNSEEN:
        push_tag(state, tag.plain, start, last + 1)
        state.line = last + 1
        return
    inside = parse_within(state.md, state.env, text, first, last + 1, state.level + 1)
    boxed = is_box(names, title) or "narrate" in tag.attributes or not has_heading(inside)
    if boxed:
        opening = state.push("container_open", "div", 1)
        opening.meta = {"names": names, "title": title, "options": dict(tag.attributes)}
        if "narrate" in tag.attributes:
            opening.attrs = {"narrate": tag.attributes["narrate"]}
        opening.map = [start, last + 1]
    else:
        push_tag(state, tag.plain, start, start + 1)
    state.tokens += inside
    if boxed:
        state.push("container_close", "div", -1)
    else:
        push_tag(state, f"</{tag.name}>", last, last + 1)
    state.line = last + 1


def _push_alone(state: StateBlock, tag: Tag, start: int, last: int) -> None:
    """A tag that closes nothing, opens nothing, or stands for all there is."""
    kind = kebab(tag.name)
    picture = tag.attributes.get("alt") and tag.name != "img"
    if not tag.closes and (kind in PICTURES or picture or ("card" in kind and _title(tag))):
        opening = state.push("container_open", "div", 1)
        opening.map = [start, last + 1]
        names = ["image"] if kind in PICTURES or picture else [kind]
        opening.meta = {"names": names, "title": _title(tag), "options": dict(tag.attributes)}
        state.push("container_close", "div", -1)
    elif not tag.is_component:
        state.push("html_block", "", 0).map = [start, last + 1]
        state.tokens[-1].content = tag.plain
    else:
        push_tag(state, tag.plain, start, last + 1, "" if tag.closes else EMBEDDED.get(kind, ""))
    state.line = last + 1


def push_tag(state: StateBlock, source: str, first: int, end: int, shows: str = "") -> None:
    """A tag of which nothing is heard; `shows` says what the page has in its place, if that is content."""
    token = state.push("html_block" if shows else "template_tag", "", 0)
    token.content, token.map = source, [first, end]
    if shows:
        token.meta = {"shows": shows}


def _title(tag: Tag) -> str:
    """What a component is titled: a listing by its number too."""
    attributes = tag.attributes
    title = title_of(tag.name, attributes)
    if "number" in attributes:
        numbered = f"{tag.name} {attributes['number']}"
        return f"{numbered}: {title}" if title else numbered
    return title


def component_tag(state: StateInline, silent: bool) -> bool:
    """A tag amid text whose attributes are code, which HTML does not have."""
    if state.src[state.pos] != "<":
        return False
    tag = tag_at(state.src, state.pos, state.posMax)
    if tag is None or not tag.has_code:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = tag.plain
    state.pos = tag.end
    return True
