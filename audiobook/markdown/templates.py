"""Tags of template languages (tags.py) where they stand in a lesson.

A pair of tags that is a box, a tab or has a title becomes a `container`, and one that holds code a fence; of any other
pair only what is in it is left. A tag without an end is a picture, or has no words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING

from audiobook.markdown.boxes import EMBEDDED, PICTURES, is_box, kebab, names_of, title_of
from audiobook.markdown.components import push_tag
from audiobook.markdown.lines import between, closing, has_heading, line_at, parse_within, starts
from audiobook.markdown.tags import LOGIC, Tag, tag_at, words_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_CODE_WORDS = frozenset(
    ("code", "codeblock", "highlight", "console", "command", "commands", "terminal", "prism", "listing")
)
_MAYBE_CODE = frozenset(("example", "sample", "snippet", "demo"))
_LOOKS_LIKE_CODE = re.compile(r"[ \t]*(?:[>$#%<{(\[]|[\w.-]+[>#$][ \t]|.*[;{}=()][ \t]*$)")
_LANGUAGE = re.compile(r"[A-Za-z][\w+#-]{0,19}$")
_SPACE = re.compile(r"\s*")
_FENCED = re.compile(r"^[ \t]*(?:`{3}|~{3})", re.MULTILINE)


def template(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of nothing but tags, or a tag with what is in it up to its end, which must end its line."""
    if not starts(state, start, "{"):
        return False
    position = state.bMarks[start] + state.tShift[start]
    tag = tag_at(state.src, position, state.eMarks[end - 1])
    if tag is None:
        return False
    last = line_at(state, tag.end - 1)
    rest = state.src[tag.end : state.eMarks[last]].strip()
    if tag.value and state.listIndent >= 0:  # an item may be nothing but a macro with words
        return False
    pattern = _pattern(tag.name) if tag.name and not tag.closes and not tag.alone else None
    ending = closing(state, pattern, tag.name, tag.end, end) if pattern and (not silent or not rest) else None
    if ending is not None:
        after = line_at(state, ending.end() - 1)
        held = between(state, tag.end, ending.start())
        if not state.src[ending.end() : state.eMarks[after]].strip() and (not rest or _stands_out(tag, held)):
            if not silent:
                _push_pair(state, tag, held, start, after)
            return True
    if rest and not _only_tags(state.src, tag.end, state.eMarks[last]):
        return False
    if not silent:
        _push_alone(state, tag, start, last)
    return True


def _only_tags(source: str, position: int, stop: int) -> bool:
    """Whether nothing but tags comes before `stop`."""
    while (space := _SPACE.match(source, position, stop)) and (position := space.end()) < stop:
        tag = tag_at(source, position, stop)
        if tag is None:
            return False
        position = tag.end
    return True


@lru_cache(maxsize=64)
def _pattern(name: str) -> re.Pattern[str]:
    """What opens and ends pairs of tags of a name, and the code that may hide them."""
    return re.compile(
        rf"""^[ \t>]*(?P<fence>`{{3,}}|~{{3,}})[^\n]*
            | (?:\{{%-?|\{{\{{[<%\#]?)[ \t]*(?P<close>end_?|/[ \t]*)?(?P<name>{re.escape(name)})(?![\w-])
              [^\n]*?(?P<alone>/?)[ \t]*(?:[>%]?\}}\}}|-?%\}})""",
        re.VERBOSE | re.MULTILINE,
    )


# -- pairs ----------------------------------------------------------------------------------------------------


def _stands_out(tag: Tag, held: str) -> bool:
    return tag.name == "comment" or is_box(_names(tag), _title(tag)) or _holds_code(tag, held)


def _push_pair(state: StateBlock, tag: Tag, held: str, start: int, last: int) -> None:
    names, title, kind = _names(tag), _title(tag), kebab(tag.name)
    source = state.src[state.bMarks[start] + state.tShift[start] : tag.end]
    state.line = last + 1
    if kind == "comment":
        push_tag(state, source, start, last + 1)
    elif kind in ("math", "katex", "latex", "mathjax"):
        _leaf(state, "math_block", held.strip(), "", start, last)
    elif kind in ("mermaid", "plantuml", "graphviz"):
        _leaf(state, "fence", held.strip("\n") + "\n", kind, start, last)
    elif _holds_code(tag, held):
        _leaf(state, "fence", dedent(held.strip("\n")) + "\n", _language(tag), start, last)
    else:
        first = line_at(state, tag.end)
        inside = parse_within(state.md, state.env, held, first, last + 1, state.level + 1)
        boxed = is_box(names, title) or not (tag.name in LOGIC or has_heading(inside))
        if boxed:
            opening = state.push("container_open", "div", 1)
            opening.meta = {"names": names, "title": title, "options": tag.named}
            opening.map = [start, last + 1]
        else:
            push_tag(state, source, start, line_at(state, tag.end - 1) + 1)
        state.tokens += inside
        if boxed:
            state.push("container_close", "div", -1)
        else:
            push_tag(state, f"end of {tag.name}", last, last + 1)


def _leaf(state: StateBlock, kind: str, content: str, info: str, start: int, last: int) -> None:
    token = state.push(kind, "math" if kind == "math_block" else "code", 0)
    token.content, token.info, token.map, token.block = content, info, [start, last + 1], True


def _holds_code(tag: Tag, held: str) -> bool:
    """Whether a pair is for code: its name says so, or may, and what it holds looks like it."""
    parts = set(kebab(tag.name).split("-"))
    if _FENCED.search(held):
        return False
    if parts & _CODE_WORDS:
        return True
    lines = [line.strip() for line in held.split("\n") if line.strip()]
    if not parts & _MAYBE_CODE or not lines:
        return False
    return bool(_LOOKS_LIKE_CODE.match(lines[0])) or not any(line[-1] in ".!?:,;" for line in lines)


def _language(tag: Tag) -> str:
    given = tag.named.get("lang") or tag.named.get("language") or tag.named.get("type")
    first = tag.words[0] if tag.words and kebab(tag.name) in _CODE_WORDS else ""
    language = given or first
    return language if _LANGUAGE.match(language) else ""


def _names(tag: Tag) -> list[str]:
    if tag.name in LOGIC:
        return []
    kinds = " ".join(word for word in tag.words if word.isalpha())
    return names_of(tag.name, {"kind": kinds, **tag.named})


def _title(tag: Tag) -> str:
    """What a tag is titled: by name, or by words in quotation marks that are no path. Code keeps its own title."""
    if tag.name in LOGIC or _CODE_WORDS.intersection(kebab(tag.name).split("-")):
        return ""
    return title_of(tag.name, tag.named) or next(
        (text for text in tag.quoted if not re.search(r"[/=]|\.\w+$", text)), ""
    )


# -- tags without an end --------------------------------------------------------------------------------------


def _push_alone(state: StateBlock, tag: Tag, start: int, last: int) -> None:
    source = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[last]]
    state.line = last + 1
    if tag.comment is not None:
        token = state.push("html_block", "", 0)
        token.content, token.map = f"<!-- {tag.comment.strip()} -->", [start, last + 1]
        return
    kind = kebab(tag.name)
    if kind in ("include", "render", "partial", "component", "asset-img"):  # what is included says what it is
        first = tag.words[0] if tag.words and kind != "asset-img" else "image"
        kind = kebab(first.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    picture = next((part for part in kind.split("-") if part in PICTURES), "")
    if picture and not tag.closes:
        opening = state.push("container_open", "div", 1)
        opening.map = [start, last + 1]
        alternative = tag.named.get("alt") or tag.named.get("caption") or _title(tag)
        opening.meta = {"names": ["image"], "title": "", "options": {**tag.named, "alt": alternative}}
        state.push("container_close", "div", -1)
    else:
        shows = next((EMBEDDED[part] for part in (kind, *kind.split("-")) if part in EMBEDDED), "")
        push_tag(state, source, start, last + 1, "" if tag.closes else shows)


# -- amid text ------------------------------------------------------------------------------------------------


def template_text(state: StateInline, silent: bool) -> bool:
    """A tag amid text: `template` with the words that the page has in its place, as far as the tag tells them."""
    if state.src[state.pos] != "{":
        return False
    tag = tag_at(state.src, state.pos, state.posMax)
    if tag is None:
        return False
    if not silent:
        if tag.comment is not None:
            state.push("html_inline", "", 0).content = f"<!-- {tag.comment.strip()} -->"
        elif tag.name == "kbd":
            keys = next(iter([*tag.words, *tag.named.values()]), "")
            state.push("template", "kbd", 0).content = keys.replace("-", "+")
        else:
            state.push("template", "", 0).content = words_of(tag)
    state.pos = tag.end
    return True
