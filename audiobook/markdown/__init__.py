"""Markdown, as lessons are written in many places, to one syntax tree.

CommonMark with tables, strike-through, footnotes, definition lists, dollar math and amsmath environments;
GitHub's alerts and task lists; `:::` containers, admonitions, attribute lists and leftovers of other dialects
(rules.py); HTML blocks become what Markdown would have given (nesting.py).

Node types beyond markdown-it's and its plugins':

| type | what it is |
|---|---|
| container | `meta`: `names` (kind and classes, lower case), `title`; attributes in `attrs` |
| blockquote with `meta["names"]` | a GitHub alert; `meta["title"]` |
| list_item with `meta["done"]` | an item of a task list |
| details, summary | HTML's |
| html_block | one comment, an element without words, or tags alone; `meta["shows"]`: what the page has there |
| fence with `meta["hidden"]` | code that the page hides |
| template | amid text, the words that a template's tag stands for, as far as it tells them |
| container_mark, attribute_list, template_tag | a line of markup without words |
| definition | a link reference definition, or with `meta["abbreviation"]` that of an abbreviation |
| footnote_reference | a footnote's text, at the place it is written; `meta["label"]` |
| footnote_ref | where a footnote is called: `meta["label"]`, or `meta["content"]` for an inline one |
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audiobook.errors import ContentError, Problem
from audiobook.markdown.limits import INLINE_NESTING, LONGEST, NESTING, TooDeep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.tree import SyntaxTreeNode


def parse(text: str, path: str = "") -> SyntaxTreeNode:
    """The syntax tree of a lesson. `node.map` is 0-based and half-open, in the lines of `text`.

    Raises ContentError, with `path` for its file, for a text that passes a limit of limits.py.
    """
    from audiobook.markdown.tree import tree

    if len(text) > LONGEST:
        message = f"the lesson has {len(text):,} characters, and {LONGEST:,} is the most"
        raise ContentError((Problem(path, 0, message, "Split it into lessons"),))
    try:
        return tree(_parser().parse(text), path)
    except TooDeep as deep:
        message = f"blocks, emphasis or links are nested more than {NESTING} deep"
        raise ContentError((Problem(path, deep.line + 1, message, "Nest less"),)) from None


def parse_inline(text: str, notes: Iterable[str] = ()) -> SyntaxTreeNode:
    """The `inline` node of a line of inline Markdown. Raises ContentError as `parse` does.

    `notes` are the labels of the footnotes that it may call.
    """
    from audiobook.markdown.tree import tree

    environment = {"footnotes": {"refs": {f":{label}": -1 for label in notes}}}
    try:
        return tree(_parser().parseInline(text, environment)).children[0]
    except TooDeep:
        message = f"emphasis or links are nested more than {INLINE_NESTING} deep"
        raise ContentError((Problem("", 0, message, "Nest less"),)) from None


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    from audiobook.markdown import rules

    parser = MarkdownIt("commonmark", {"maxNesting": 2 * NESTING, "inline_definitions": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, move_to_end=False)
    parser.use(deflist_plugin)
    # Prices outnumber formulas with spaces at their edges: "$5 and $10" stays text.
    parser.use(
        dollarmath_plugin, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=True
    )
    parser.block.ruler.before("table", "nesting_limit", _nesting_limit)
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    for rule in rules.BLOCK_RULES:
        parser.block.ruler.before("fence", rule.__name__, rule, ends)
    for inline_rule in rules.INLINE_RULES:
        parser.inline.ruler.before("link", inline_rule.__name__, inline_rule)
    parser.core.ruler.after("block", "arrange", _arrange)
    parser.core.ruler.after("inline", "inline_footnotes", _give_inline_footnotes_their_text)
    return parser


def _nesting_limit(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
    """Refuse what markdown-it would leave out without a word: blocks nested beyond `maxNesting`."""
    if state.level >= NESTING:
        raise TooDeep(line)
    return False


def _arrange(state: StateCore) -> None:
    """What must happen between finding the blocks and reading the text in them."""
    from audiobook.markdown.attributes import apply_attribute_lists, take_heading_attributes
    from audiobook.markdown.cells import take_cells
    from audiobook.markdown.fences import expand_fences
    from audiobook.markdown.marked import (
        take_alerts,
        take_captions,
        take_loose_alerts,
        take_tabs,
        take_tasks,
    )
    from audiobook.markdown.nesting import nest

    tokens = expand_fences(state.md, state.env, state.tokens)
    tokens = take_loose_alerts(take_captions(tokens))
    apply_attribute_lists(tokens)
    take_heading_attributes(tokens)
    take_alerts(tokens)
    take_tasks(tokens)
    take_cells(state.md, tokens)
    state.tokens = nest(take_tabs(tokens))


def _give_inline_footnotes_their_text(state: StateCore) -> None:
    notes = state.env.get("footnotes", {}).get("list", {})
    if any("content" in note for note in notes.values()):
        for token in state.tokens:
            for child in token.children or ():
                if child.type == "footnote_ref" and "content" in notes[child.meta["id"]]:
                    child.meta["content"] = notes[child.meta["id"]]["content"]
