"""Links and images as dialects write them. rules.py lists what is written how."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline.balance_pairs import processDelimiters

from audiobook.markdown.attributes import LIST_START, attributes
from audiobook.markdown.lines import starts, text_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TEMPLATED = re.compile(
    r"(!?)\[(?P<text>[^\[\]\n]{0,500})\]\([ ]?(?P<target>[^()\s{}]{0,300}"
    r"(?:\{\{[^{}\n]{0,200}\}\}|\{%[^{}%\n]{0,200}%\})(?:[^()\s{}]|\{\{[^{}\n]{0,200}\}\}){0,300})"
    r"(?:\s+\"(?P<title>[^\"\n]*)\")?[ ]?\)"
)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_DEFINITION = re.compile(
    r"\[(?P<label>[^\[\]^][^\[\]]{0,200})\]:[ \t]+(?P<target>(?:https?:|[/#.]|\{\{|\{%)\S*(?:[ \t]+\S+)*)[ \t]*$"
)
_SPACED = re.compile(
    r"\[(?P<text>[^\[\]\n]{1,300})\]\((?:(?P<target>[^()<>\n\"']{1,300}?\.[a-z]{2,5}(?:\#[\w-]*)?)|`[^`\n]{1,200}`"
    r"|\((?P<doubled>https?://[^()\s]+)\))\)"
)
_COLONS = re.compile(r":::[ \t]*(?P<name>[a-z][\w-]*)(?P<attributes>(?:[ \t]+[\w-]+=\"[^\"\n]*\")*)[ \t]*:::")
_UNKNOWN_LABEL = re.compile(r"\[(?P<text>[^\[\]]{1,300})\]\[(?P<label>[^\[\]\n]{0,200})\]")
_ATTRIBUTES = re.compile(rf"""\{{(?::?[ \t\n]*{LIST_START}(?:[^{{}}"']|"[^"]*"|'[^']*')*|=\w+)\}}""")
_BEFORE_ATTRIBUTES = ")]`*_~$"
_OF_ATTRIBUTES = frozenset(("code_inline", "link_close", "image", "footnote_ref"))
_FORMULAS = frozenset(("math_inline", "math_inline_double"))
_NEAR = 30  # the delimiters among which that are sought which open the emphasis before a list
_BRACKETED = re.compile(r"(?<![\w)\]}^\\])\[[^\[\]]{1,500}\]\Z")
_LOOSE_LABEL = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\][ \t]?\n[ \t]*\[(?P<label>[^\[\]\n]{1,200})\]")


def loose_definition(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`[label]: target` with spaces in the target, which a template's variable or a folder's name may hold."""
    if silent or not starts(state, start, "["):
        return False
    match = _DEFINITION.match(text_of(state, start))
    if match is None or not re.search(r"\s", match["target"]) or '"' in match["target"].split("}")[-1]:
        return False
    references = state.env.setdefault("references", {})
    entry = {"title": "", "href": _TEMPLATE.sub("", match["target"]), "map": [start, start + 1]}
    references.setdefault(normalizeReference(match["label"]), entry)
    token = state.push("definition", "", 0)
    token.content, token.map = match[0], [start, start + 1]
    state.line = start + 1
    return True


def templated_target(state: StateInline, silent: bool) -> bool:
    """A link or image whose target begins with a template's variable, which may hold spaces."""
    match = _TEMPLATED.match(state.src, state.pos) if state.src[state.pos] in "![" else None
    if match is None:
        return False
    if not silent:
        target = _TEMPLATE.sub("", match["target"])
        if match[1]:
            image = state.push("image", "img", 0)
            image.attrs = {"src": target, "alt": "", "title": match["title"] or ""}
            image.content = match["text"]
            image.children = []
            state.md.inline.parse(match["text"], state.md, state.env, image.children)
        else:
            _push_link(state, target, match["text"])
    state.pos = match.end()
    return True


def loose_reference(state: StateInline, silent: bool) -> bool:
    """`[text]`, a line break, `[label]`: one link to Markdown.pl, where the label is defined."""
    match = _LOOSE_LABEL.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if match is None:
        return False
    target = state.env.get("references", {}).get(normalizeReference(match["label"]))
    if target is None:
        return False
    if not silent:
        _push_link(state, target["href"], match["text"])
    state.pos = match.end()
    return True


def unknown_reference(state: StateInline, silent: bool) -> bool:
    """`[text][label]` with a label that nothing defines: its text, as the label is for the page alone."""
    if state.src[state.pos] != "[" or (
        state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in "_])")
    ):
        return False
    match = _UNKNOWN_LABEL.match(state.src, state.pos, state.posMax)
    if match is None or match["text"][0] in "^@" or not any(map(str.isalpha, match["text"])):
        return False
    if normalizeReference(match["label"] or match["text"]) in state.env.get("references", {}):
        return False
    if not silent:
        _push_text(state, match["text"])
    state.pos = match.end()
    return True


def attribute_text(state: StateInline, silent: bool) -> bool:
    """`{.class key="value"}` right after a link, an image, code, emphasis or `[text]`, and `{=html}` after raw code."""
    if state.src[state.pos] != "{" or not state.pos or state.src[state.pos - 1] not in _BEFORE_ATTRIBUTES:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:  # else there are no tokens to look at, and nothing is shown
        if not _may_have_attributes(state, match[0]):
            return False
        state.push("attribute_text", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _may_have_attributes(state: StateInline, written: str) -> bool:
    if state.pending:
        return bool(_BRACKETED.search(state.src, max(0, state.pos - 502), state.pos)) and written[1] != "="
    last = state.tokens[-1] if state.tokens else None
    if last is None or (written[1] == "=" and last.type != "code_inline"):
        return False
    if last.type in _FORMULAS:  # `{n=1}` and the like are mathematics there
        return written[1] in ":.#"
    return last.type in _OF_ATTRIBUTES or _ends_emphasis(state)


def _ends_emphasis(state: StateInline) -> bool:
    """Whether the sign just read closes emphasis, which markdown-it decides when the whole text is read."""
    near = [replace(delimiter) for delimiter in state.delimiters[-_NEAR:]]
    if not near or near[-1].token != len(state.tokens) - 1:
        return False
    processDelimiters(state, near)
    return any(delimiter.end == len(near) - 1 for delimiter in near)


def loose_target(state: StateInline, silent: bool) -> bool:
    """`[text](a file.md)`, `[text](`module`)`, `[text]((https://a.b))`: links that CommonMark does not take."""
    if state.src[state.pos] != "[" or (state.pos and state.src[state.pos - 1] == "!"):
        return False
    match = _SPACED.match(state.src, state.pos, state.posMax)
    if match is None or (match["target"] and " " not in match["target"]):
        return False
    if not silent:
        _push_link(state, match["doubled"] or match["target"] or "#", match["text"])
    state.pos = match.end()
    return True


def colon_text(state: StateInline, silent: bool) -> bool:
    """`:::no-loc text="Words":::` and `:::image alt-text="Words":::` of Microsoft Learn amid text."""
    match = _COLONS.match(state.src, state.pos, state.posMax) if state.src[state.pos] == ":" else None
    if match is None:
        return False
    if not silent:
        found = attributes(match["attributes"])
        if match["name"] == "image":
            image = state.push("image", "img", 0)
            image.attrs = {"src": found.get("source", ""), "alt": "", "title": found.get("alt-text", "")}
            image.children = []
        else:
            state.push("template", "", 0).content = found.get("text", "")
    state.pos = match.end()
    return True


def _push_link(state: StateInline, target: str, text: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": target}
    _push_text(state, text)
    state.push("link_close", "a", -1)


def _push_text(state: StateInline, text: str) -> None:
    """Tokens of inline Markdown, as those that the rules of markdown-it push."""
    if state.pending:
        state.pushPending()
    tokens: list[Token] = []
    state.md.inline.parse(text, state.md, state.env, tokens)
    state.tokens += tokens
