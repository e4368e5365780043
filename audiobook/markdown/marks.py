"""Lines that are markup, and short blocks of it. rules.py lists what is written how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiobook.markdown.lines import line_with, starts, text_of

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_ATTRIBUTE_LIST = re.compile(
    r"\{:?((?<=:)[^{}]*|[ \t]*(?:[#.][\w-]|[\w-]+[ \t]*=[ \t]*[\"'])[^{}]*)\}[ \t]*$"
)
_TARGET = re.compile(r"\([\w.:/-]+\)=[ \t]*$")
_BLOCK_BREAK = re.compile(r"\+\+\+(?:[ \t]+\{.*\})?[ \t]*$")
_PERCENT = re.compile(r"%+(?:[ \t]|$)")
_RAW_COMMAND = re.compile(r"\\(?P<name>[a-zA-Z]+)\*?(?P<arguments>(?:\[[^\[\]]*\]|\{[^{}]*\})*)[ \t]*$")
# Commands of TeX that lay out a document. Others, such as `\frac{a}{b}` or `\textbf{Words}`, hold what is to be read.
_LAYOUT = re.compile(
    r"(?:clear|new|cleardouble|this)?page(?:break|style)?|(?:table|list)of[a-z]+|(?:front|main|back)matter|appendix"
    r"|maketitle|[a-z]*bibliography[a-z]*|nocite|(?:no)?indent|par|(?:line|no)?break|newline|(?:big|med|small)skip"
    r"|[vh](?:space|fill|skip|rule)|hline|centering|ragged[a-z]+|(?:set|addto)(?:length|counter)|addcontentsline"
    r"|(?:re)?newcommand|(?:new|renew)environment|usepackage|documentclass|label|index|input|include|includegraphics"
    r"|begin|end|[a-z]*landscape|normalsize|(?:foot|script)notesize|scriptsize|tiny|small|[lL]arge|LARGE|[hH]uge"
)
_IMPORTED = re.compile(
    r"<<<[ \t]+\S|\{\*[ \t].*\*\}[ \t]*$|include::\S+\[.*\][ \t]*$|\[!(?:INCLUDE|CODE)[^\[\]]*\[[^\[\]]*\]\([^()]*\)\]"
)
_ABBREVIATION = re.compile(r"\*\[[^\[\]]+\]:[ \t]")
_SNIPPET = re.compile(r";*-{1,8}8<-{1,8}(?:[ \t]+(?P<file>\S.*))?$")
_MATH_BEGIN = re.compile(r"\\begin\{((?:equation|multline|gather|align|alignat|flalign|eqnarray)\*?)\}")


def attribute_list(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`{: .class #id}`, or `{.class}`, alone on a line: https://kramdown.gettalong.org/syntax.html#block-ials."""
    if not starts(state, start, "{"):
        return False
    line = _ATTRIBUTE_LIST.match(text_of(state, start))
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
    if not starts(state, start, "*") or not _ABBREVIATION.match(text_of(state, start)):
        return False
    if not silent:
        token = state.push("definition", "", 0)
        token.meta = {"abbreviation": True}
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def snippet(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`--8<-- "file"`, or names of files between two such lines: text that stands elsewhere.

    https://facelessuser.github.io/pymdown-extensions/extensions/snippets/
    """
    if not starts(state, start, "-;"):
        return False
    line = _SNIPPET.match(text_of(state, start))
    if line is None:
        return False
    if not silent:
        last = None if line["file"] else line_with(state, start + 1, end, "8<-")
        token = state.push("template_tag", "", 0)
        token.content = text_of(state, start)
        state.line = start + 1 if last is None else last + 1
        token.map = [start, state.line]
    return True


def math_environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A display environment of amsmath that stands in the text without dollar signs, as MathJax finds it."""
    if not starts(state, start, "\\"):
        return False
    opening = _MATH_BEGIN.match(text_of(state, start))
    if opening is None:
        return False
    last = line_with(state, start, end, f"\\end{{{opening[1]}}}")
    if last is None:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content = state.getLines(start, last + 1, state.sCount[start], False)
        token.map = [start, last + 1]
        token.block = True
        state.line = last + 1
    return True


def target(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """`(label)=`, `+++` and its like: names and breaks of MyST, and commands of TeX, alone on a line."""
    if not starts(state, start, "(+\\"):
        return False
    text = text_of(state, start)
    named = _TARGET.match(text)
    if not named and not _BLOCK_BREAK.match(text) and not _is_layout(text, in_paragraph=silent):
        return False
    if not silent:
        token = state.push("definition" if named else "template_tag", "", 0)
        token.content, token.map = text, [start, start + 1]
        state.line = start + 1
    return True


def _is_layout(text: str, *, in_paragraph: bool) -> bool:
    """Whether a line is one command of TeX that shows nothing; of unknown ones, one alone and without arguments."""
    command = _RAW_COMMAND.match(text)
    if command is None:
        return False
    return bool(_LAYOUT.fullmatch(command["name"])) or not (in_paragraph or command["arguments"])


def percent_comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines after `%`: comments of MyST and TeX, or the title block of Pandoc; lines between `%%`, as in Obsidian."""
    if silent or not starts(state, start, "%") or not _PERCENT.match(text_of(state, start)):
        return False
    closing = line_with(state, start + 1, end, "%%") if text_of(state, start).strip() == "%%" else None
    last = start + 1 if closing is None else closing + 1
    while closing is None and last < end and state.sCount[last] >= state.blkIndent:
        if not _PERCENT.match(text_of(state, last)):
            break
        last += 1
    token = state.push("html_block", "", 0)
    lines = " ".join(text_of(state, line).strip("% \t") for line in range(start, last))
    token.content, token.map = f"<!-- {lines.replace('-->', '->')} -->", [start, last]
    state.line = last
    return True


def imported(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A line that stands for a file: `<<< @/a.js`, `include::a.adoc[]`, `{* a.py *}`, `[!INCLUDE [a](a.md)]`."""
    if not starts(state, start, "<{i[") or not _IMPORTED.match(text_of(state, start)):
        return False
    if not silent:
        token = state.push("template_tag", "", 0)
        token.content, token.map = text_of(state, start), [start, start + 1]
        state.line = start + 1
    return True
