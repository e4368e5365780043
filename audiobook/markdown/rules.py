"""Block rules that markdown-it and its plugins lack.

A rule emits nested tokens, or flat markers that nesting.py pairs.

| written | token | dialect |
|---|---|---|
| `::: name`, `::: {.name key=value}` | container_mark | Pandoc, Carpentries |
| `:::name[Title]`, `:::{name} Title` | container_mark | Docusaurus, MyST |
| `:::` | container_mark that closes | the same |
| `!!! name "Title"`, `??? name`, `=== "Tab"` and indented text | container | MkDocs |
| `.. name:: argument` and indented text | container, or fence for code | reStructuredText |
| `+---+---+` and rows between such lines | table (grids.py) | Pandoc, reStructuredText |
| `\\begin{align}` and the like, to their end | math_block | MathJax |
| `{: .name}` alone on a line | attribute_list | kramdown |
| `{% tag %}`, `{{< tag >}}` alone on a line | template_tag, or fence for code | Liquid, Hugo |
| `--8<-- "file"`, alone or around names of files | template_tag | PyMdown snippets |
| `[text]({{ variable }}/path)` | link or image | Liquid |
| `[text]` and `[label]` with a line break between | link | Markdown before CommonMark |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import normalizeReference

from audiobook.markdown.attributes import attributes, give
from audiobook.markdown.grids import grid_table

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_COLONS = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_CONTAINER = re.compile(
    r"""(?: \{ (?P<attributes>[^{}]*) \} | (?P<name>[A-Za-z][\w-]*) )
        [ \t]* (?: \[ (?P<label>[^\]]*) \] )? [ \t]*
        (?: \{ (?P<more>[^{}]*) \} )? [ \t]* (?P<title>.*?) [ \t]* :* $""",
    re.VERBOSE,
)
_INDENTED = re.compile(r"""(?P<marker>!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<rest>.+)$""")
_QUOTED_TITLE = re.compile(r'(?P<names>[^"]*?)[ \t]*"(?P<title>.*)"[ \t]*$')
_RST = re.compile(r"\.\.[ \t]+(?P<name>[A-Za-z][\w:-]*)::[ \t]*(?P<argument>.*)$")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)$")
_RST_CODE = frozenset(("code", "code-block", "sourcecode", "prompt"))
_ATTRIBUTE_LIST = re.compile(r"\{:?((?<=:)[^{}]*|[ \t]*[#.][\w-][^{}]*)\}[ \t]*$")
_ABBREVIATION = re.compile(r"\*\[[^\[\]]+\]:[ \t]")
_TEMPLATED = re.compile(
    r"(!?)\[(?P<text>[^\[\]\n]{0,500})\]\([ ]?\{\{[^{}\n]{0,200}\}\}"
    r"(?P<target>[^()\s]*)(?:\s+\"(?P<title>[^\"\n]*)\")?[ ]?\)"
)
_SNIPPET = re.compile(r";*-{1,8}8<-{1,8}(?:[ \t]+(?P<file>\S.*))?$")
_LOOSE_LABEL = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\][ \t]?\n[ \t]*\[(?P<label>[^\[\]\n]{1,200})\]")
_LIQUID_BLOCK = re.compile(r"\{%-?[ \t]*(highlight|comment)\b[ \t]*([\w+-]*)")
_MATH_BEGIN = re.compile(r"\\begin\{((?:equation|multline|gather|align|alignat|flalign|eqnarray)\*?)\}")
_TEMPLATE_TAG = re.compile(r"(?:\{%[^%]*%\}|\{\{[<%].*[>%]\}\})[ \t]*$")


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _starts(state: StateBlock, number: int, characters: str) -> bool:
    position = state.bMarks[number] + state.tShift[number]
    return (
        position < state.eMarks[number]
        and state.src[position] in characters
        and not state.is_code_block(number)
    )


def fenced_div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` opens and a bare run of three colons or more closes: https://pandoc.org/MANUAL.html#divs."""
    if not _starts(state, start, ":"):
        return False
    line = _COLONS.match(_line(state, start))
    if line is None:
        return False
    opening = _CONTAINER.match(line[2])
    if line[2] and opening is None:
        return False
    if silent:
        return True
    token = state.push("container_mark", "div", 0)
    token.map = [start, start + 1]
    token.markup = line[1]
    token.block = True
    state.line = start + 1
    if opening is not None:
        options, state.line = _options(state, start + 1, end) if opening["attributes"] else ({}, start + 1)
        _describe_container(token, opening, options)
        token.map[1] = state.line
    return True


def _options(state: StateBlock, start: int, end: int) -> tuple[dict[str, str], int]:
    """The `:name: value` lines from `start` on, as Sphinx has them, and the line after them."""
    options: dict[str, str] = {}
    while start < end and (option := _OPTION.match(_line(state, start))):
        options[option[1]] = option[2].strip()
        start += 1
    return options, start


def _describe_container(token: Token, opening: re.Match[str], options: dict[str, str]) -> None:
    inside = opening["attributes"]
    bare = inside is not None and re.fullmatch(r"[\w-]+", inside.strip())
    name = inside.strip() if inside is not None and bare else opening["name"] or ""
    found = {} if bare else attributes(inside or "")
    give(token, attributes(opening["more"] or ""))
    give(token, found)
    classes = str(token.attrs.get("class", "")).split()
    title = opening["label"] or opening["title"] or str(token.attrs.get("title", ""))
    classes += options.get("class", "").split()
    names = [name.lower(), *classes] if name else classes
    token.meta = {"opens": True, "names": names, "title": title, "options": options}


def indented_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An admonition, collapsible block or tab of MkDocs: a marker line, then text indented by four columns.

    https://squidfunk.github.io/mkdocs-material/reference/admonitions/
    """
    if not _starts(state, start, "!?="):
        return False
    line = _INDENTED.match(_line(state, start))
    if line is None:
        return False
    titled = _QUOTED_TITLE.match(line["rest"])
    tab = line["marker"].startswith("=")
    if tab and titled is None:
        return False
    if silent:
        return True
    names = ["tab"] if tab else (titled["names"] if titled else line["rest"]).lower().split()
    if line["marker"].startswith("?"):
        names.append("collapsible")
    meta: dict[str, object] = {"names": names, "title": titled["title"] if titled else ""}
    _nest_indented(state, start, start + 1, _indented_end(state, start, end, 4), meta)
    return True


def rst_directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A directive left over from reStructuredText: code becomes a fence, the rest a container of that name."""
    if not _starts(state, start, "."):
        return False
    line = _RST.match(_line(state, start))
    if line is None:
        return False
    if silent:
        return True
    name, argument = line["name"].lower(), line["argument"].strip()
    options, body = _options(state, start + 1, _indented_end(state, start, end, 2))
    if name in _RST_CODE or name == "math":
        last = _indented_end(state, start, end, 2)
        token = state.push(
            "math_block" if name == "math" else "fence", "math" if name == "math" else "code", 0
        )
        token.info = argument
        token.content = state.getLines(body, last, _least_indent(state, body, last), False).strip("\n") + "\n"
        token.markup = ".."
        token.map = [start, last]
        state.line = last
    else:
        meta = {"names": [name], "title": argument, "options": options}
        _nest_indented(state, start, body, _indented_end(state, start, end, 2), meta)
    return True


def _deeper(state: StateBlock, start: int, number: int, indent: int) -> bool:
    return state.sCount[number] >= state.sCount[start] + indent


def _indented_end(state: StateBlock, start: int, end: int, indent: int) -> int:
    """The line after the last one that is indented by `indent` columns more than line `start`."""
    last = number = start + 1
    while number < end:
        if not state.isEmpty(number):
            if not _deeper(state, start, number, indent):
                break
            last = number + 1
        number += 1
    return last


def _least_indent(state: StateBlock, start: int, end: int) -> int:
    return min((state.sCount[number] for number in range(start, end) if not state.isEmpty(number)), default=0)


def _nest_indented(state: StateBlock, start: int, body: int, last: int, meta: dict[str, object]) -> None:
    """A container from line `start` to before `last`, whose text begins at line `body`."""
    last = max(body, last)
    token = state.push("container_open", "div", 1)
    token.map = [start, last]
    token.meta = meta
    before = (state.blkIndent, state.lineMax, state.parentType)
    # The text decides how far it is indented: three columns are as common as four.
    state.blkIndent = _least_indent(state, body, last)
    state.lineMax = last
    state.parentType = "container"
    if body < last:
        state.md.block.tokenize(state, body, last)
    state.blkIndent, state.lineMax, state.parentType = before
    state.push("container_close", "div", -1)
    state.line = last


def attribute_list(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`{: .class #id}`, or `{.class}`, alone on a line: https://kramdown.gettalong.org/syntax.html#block-ials."""
    if not _starts(state, start, "{"):
        return False
    line = _ATTRIBUTE_LIST.match(_line(state, start))
    if line is None:
        return False
    if not silent:
        token = state.push("attribute_list", "", 0)
        token.content = line[1]
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def abbreviation(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`*[HTML]: Hypertext Markup Language` of Markdown Extra, which marks up the text elsewhere."""
    if not _starts(state, start, "*") or not _ABBREVIATION.match(_line(state, start)):
        return False
    if not silent:
        token = state.push("definition", "", 0)
        token.meta = {"abbreviation": True}
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def template_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A tag of a site generator's template language alone on a line: no words for anybody.

    Liquid's `highlight` holds code, and its `comment` nothing.
    """
    if not _starts(state, start, "{") or not _TEMPLATE_TAG.match(_line(state, start)):
        return False
    if silent:
        return True
    opening = _LIQUID_BLOCK.match(_line(state, start))
    last = _line_with(state, start, end, f"end{opening[1]}") if opening else None
    if opening and last is not None and opening[1] == "highlight":
        token = state.push("fence", "code", 0)
        token.info = opening[2]
        token.content = state.getLines(start + 1, last, state.blkIndent, True)
    else:
        token = state.push("template_tag", "", 0)
        token.content = _line(state, start)
    state.line = start + 1 if last is None else last + 1
    token.map = [start, state.line]
    return True


def snippet(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`--8<-- "file"`, or names of files between two such lines: text that stands elsewhere.

    https://facelessuser.github.io/pymdown-extensions/extensions/snippets/
    """
    if not _starts(state, start, "-;"):
        return False
    line = _SNIPPET.match(_line(state, start))
    if line is None:
        return False
    if not silent:
        last = None if line["file"] else _line_with(state, start + 1, end, "8<-")
        token = state.push("template_tag", "", 0)
        token.content = _line(state, start)
        state.line = start + 1 if last is None else last + 1
        token.map = [start, state.line]
    return True


def _line_with(state: StateBlock, start: int, end: int, ending: str) -> int | None:
    """The first line from `start` on that holds `ending`, before the block's parent ends."""
    # Remembered, so that a file full of beginnings without an end is not searched once for each.
    missing: set[tuple[str, int]] = state.env.setdefault("missing_ends", set())
    if (ending, end) in missing:
        return None
    for number in range(start, end):
        if number > start and state.sCount[number] < state.blkIndent and not state.isEmpty(number):
            break
        if ending in _line(state, number):
            return number
    missing.add((ending, end))
    return None


def math_environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A display environment of amsmath that stands in the text without dollar signs, as MathJax finds it."""
    if not _starts(state, start, "\\"):
        return False
    opening = _MATH_BEGIN.match(_line(state, start))
    if opening is None:
        return False
    last = _line_with(state, start, end, f"\\end{{{opening[1]}}}")
    if last is None:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content = state.getLines(start, last + 1, state.sCount[start], False)
        token.map = [start, last + 1]
        token.block = True
        state.line = last + 1
    return True


def templated_target(state: StateInline, silent: bool) -> bool:
    """A link or image whose target begins with a template's variable, which may hold spaces."""
    match = _TEMPLATED.match(state.src, state.pos) if state.src[state.pos] in "![" else None
    if match is None:
        return False
    if not silent:
        if match[1]:
            image = state.push("image", "img", 0)
            image.attrs = {"src": match["target"], "alt": "", "title": match["title"] or ""}
            image.content = match["text"]
            image.children = []
            state.md.inline.parse(match["text"], state.md, state.env, image.children)
        else:
            state.push("link_open", "a", 1).attrs = {"href": match["target"]}
            state.push("text", "", 0).content = match["text"]
            state.push("link_close", "a", -1)
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
        state.push("link_open", "a", 1).attrs = {"href": target["href"]}
        tokens: list[Token] = []
        state.md.inline.parse(match["text"], state.md, state.env, tokens)
        state.tokens += tokens
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


RULES = (
    fenced_div,
    indented_container,
    rst_directive,
    attribute_list,
    abbreviation,
    template_tag,
    snippet,
    grid_table,
    math_environment,
)
