"""Parses templates (HEEx, EEx, ERB): elements, components, what is inserted, and the blocks that repeat or choose.

A grammar of HTML rejects most of them, as their tags may stand inside attributes and close across branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_MOST_DEPTH = 40
_COMMENT = re.compile(r"<!--.*?-->|<%!--.*?--%>|<%#.*?%>|<!DOCTYPE[^>]*>", re.S | re.I)
_NAME = re.compile(r"</?([.:]?[A-Za-z][\w.:-]*)")
_ATTRIBUTE = re.compile(r"\s*([:@A-Za-z_][\w:.@-]*|\{|<%)")
_OPENS = re.compile(
    r"(?:\bdo(?:\s*\|[^|]*\|)?|->|\{\s*\|[^|]*\|)\s*$|^(?:if|unless|case|while|for|until)\b(?!.*\bend$)"
)


@dataclass(slots=True)
class Piece:
    """A part of a template. `kind` is element, text, value (inserted), block (repeats or chooses) or branch."""

    kind: str
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Piece] = field(default_factory=list)


def _balanced(source: str, start: int, opening: str = "{", closing: str = "}") -> int:
    """The index after the bracket that closes the one at `start`."""
    depth, at, quote = 0, start, ""
    while at < len(source):
        sign = source[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'" and opening != "<":
            quote = sign if sign == '"' else ""
        elif sign == opening:
            depth += 1
        elif sign == closing:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(source)


def _value(source: str, at: int) -> tuple[str, int]:
    """The value of an attribute at `at` and the index after it; code keeps its braces."""
    if source[at : at + 1] == "{":
        end = _balanced(source, at)
        return source[at:end], end
    if source[at : at + 1] in {'"', "'"}:
        quote, end = source[at], at + 1
        while end < len(source) and source[end] != quote:
            end = (
                source.find("%>", end) + 2
                if source.startswith("<%", end) and "%>" in source[end:]
                else end + 1
            )
        return source[at + 1 : end], end + 1
    hit = re.compile(r"[^\s>]*").match(source, at)
    return (hit[0], hit.end()) if hit else ("", at)


def _attributes(source: str, at: int) -> tuple[dict[str, str], bool, int]:
    """The attributes of a tag from `at` on, whether it closes itself, and the index after it."""
    found: dict[str, str] = {}
    while at < len(source):
        rest = source[at:]
        blank = len(rest) - len(rest.lstrip())
        at += blank
        if source.startswith("/>", at):
            return found, True, at + 2
        if source.startswith(">", at):
            return found, False, at + 1
        hit = _ATTRIBUTE.match(source, at)
        if hit is None:
            at += 1
        elif hit[1] == "{":
            at = _balanced(source, hit.start(1))
        elif hit[1] == "<%":
            end = source.find("%>", hit.end())
            at = end + 2 if end >= 0 else len(source)
        else:
            name, at = hit[1], hit.end()
            equals = re.compile(r"\s*=\s*").match(source, at)
            found[name], at = _value(source, equals.end()) if equals else ("", at)
    return found, False, at


def _tokens(source: str, braces: bool) -> Iterator[tuple[str, str, dict[str, str], bool]]:
    """Kinds `open`, `close`, `code`, `value`, `text`, each with its text, attributes and whether it closes itself."""
    at, text_from = 0, 0
    while at < len(source):
        ahead = source[at]
        comment = _COMMENT.match(source, at) if ahead == "<" else None
        tag = _NAME.match(source, at) if ahead == "<" and comment is None else None
        code = ahead == "<" and source.startswith("<%", at) and comment is None
        if not (comment or tag or code or (ahead == "{" and braces)):
            at += 1
            continue
        if source[text_from:at].strip():
            yield "text", source[text_from:at], {}, False
        if comment:
            at = comment.end()
        elif code:
            end = source.find("%>", at)
            end = len(source) if end < 0 else end
            inner = source[at + 2 : end]
            shown = inner.startswith("=")
            yield ("value" if shown else "code"), inner.lstrip("=-%").rstrip("-").strip(), {}, False
            at = end + 2
        elif tag:
            if source[at + 1] == "/":
                end = source.find(">", at)
                yield "close", tag[1], {}, False
                at = end + 1 if end >= 0 else len(source)
            else:
                given, closed, at = _attributes(source, tag.end())
                raw = tag[1].lower() in {"script", "style"} and not closed
                yield "open", tag[1], given, closed or raw
                if raw:
                    end = source.find("</" + tag[1], at)
                    at = source.find(">", end) + 1 if end >= 0 and ">" in source[end:] else len(source)
        else:
            end = _balanced(source, at)
            yield "value", source[at + 1 : end - 1].strip(), {}, False
            at = end
        text_from = at
    if source[text_from:].strip():
        yield "text", source[text_from:], {}, False


def parse(source: str, braces: bool = True) -> list[Piece]:
    """The outermost pieces of a template. `braces` says that `{...}` inserts a value, as in HEEx."""
    root = Piece("element")
    stack = [root]
    for kind, said, attributes, closed in _tokens(source, braces):
        top = stack[-1]
        if kind == "text":
            top.children.append(Piece("text", " ".join(said.split())))
        elif kind == "open":
            made = Piece("element", said, attributes)
            top.children.append(made)
            if not closed and said.lower() not in VOID and len(stack) < _MOST_DEPTH:
                stack.append(made)
        elif kind == "close":
            _close(stack, lambda piece, name=said: piece.kind == "element" and piece.name == name)
        elif re.match(r"(?:end\b|\}\s*$)", said):
            _close(stack, lambda piece: piece.kind == "block")
        elif re.match(r"(?:else|elsif|rescue|when|in)\b", said) or (kind == "code" and said.endswith("->")):
            _close(stack, lambda piece: piece.kind == "branch")
            if stack[-1].kind == "block" and said:
                branch = Piece("branch", said)
                stack[-1].children.append(branch)
                stack.append(branch)
        elif _OPENS.search(said):
            made = Piece("block", said)
            top.children.append(made)
            if len(stack) < _MOST_DEPTH:
                stack.append(made)
        elif kind == "value":
            top.children.append(Piece("value", said))
    return root.children


def _close(stack: list[Piece], is_it: object) -> None:
    """Close the innermost open piece that `is_it` accepts, and what was left open inside it."""
    assert callable(is_it)
    for at in range(len(stack) - 1, 0, -1):
        if is_it(stack[at]):
            del stack[at:]
            return
        if stack[at].kind == "block" and stack[-1].kind == "element":
            return
