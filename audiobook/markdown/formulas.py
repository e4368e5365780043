"""Formulas between dollar signs amid text, told from prices, variables of shells and other code.

The rules of Pandoc and GitHub come first: no space within the signs, no digit behind the closing one, and code spans
win (https://pandoc.org/MANUAL.html#math, https://docs.github.com/en/get-started/writing-on-github). They still take
`$HOME/bin:$PATH`, `df$x/df$y` and `$A, then B$` for formulas. Here a pair of signs that touches a word must therefore
hold what only a formula does, and no pair may hold plain sentences, unmatched braces or other markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

# What is to be looked at on the way to the closing sign: words within a formula (which may hold formulas), an escape,
# a run of backticks, one dollar sign or two.
_MET = re.compile(
    r"\\(?:text[a-z]*|mbox|hbox)\s*\{[^{}$`]{0,200}(?:\$[^${}`]{1,200}\$[^{}$`]{0,200}){1,10}\}|\\.|`+|\$\$?",
    re.DOTALL,
)
_IN_BACKTICKS = re.compile(r"\$(`+)(?!`)(?P<formula>[^`]*[^`\s][^`]*)\1\$(?![\d$])")
_ESCAPED = re.compile(r"\\.", re.DOTALL)

_COMMAND = re.compile(r"\\[A-Za-z]")
# Of TeX alone: a command, a power, an index to a single letter or to nothing. A variable's name has longer words.
_TEX = re.compile(
    r"\\[A-Za-z]|\^|(?<![A-Za-z0-9_])(?:[A-Za-z]_\w|[A-Za-z]?_[{\\]|_[A-Za-z0-9](?![A-Za-z0-9]))|[})]_"
)
_UNFINISHED = re.compile(r"(?:[&/.,:;=\\(\[^]|(?<!\^)[-+*%]|\s[^\w)}\]])\Z")
_LONE_LETTER = re.compile(r"[A-Za-z](?![A-Za-z])(?<![sdD])")  # not the plural, nor a dimension
_SHORT = re.compile(r"\(?(?:[A-Za-z]'{0,3}|\d+(?:[.,]\d+)*)\)?")
_OPERATOR = re.compile(r"[-+*/=<>|,!]|(?<![A-Za-z_])\d+[A-Za-z]|[A-Za-z][\[(]")
_LONG_WORD = re.compile(r"[A-Za-z]{3}|_")
_NAME_AFTER = re.compile(r"[A-Za-z]|_[A-Za-z0-9]|\.[A-Za-z]|\(|\{(?![.:#])|\$")

_LONE = re.compile(r"[()\[\]\s]+|'+|[^\"`]")
_FOREIGN = re.compile(  # what no formula but a lone sign begins with, holds or ends with
    r"""\A(?: ["“”'’)},;?@#] | \*\* | \.[A-Za-z] | !. | \(["'\#.] )
      | (?: ["“(] | \s\*\* )\Z
      | </[a-z] | \*\*[\s,.;:/] | ^[^\[]*\]\(""",
    re.VERBOSE,
)
_JOINING = re.compile(  # between words, not between a word and a sign as in `to = parent`
    r"(?:\A|(?<=[\w,;.)*])\s+)(?:and|are|at|but|by|can|for|from|has|if|in|into|is|it|not|of|on|or|per|so|than|that|the"
    r"|then|to|was|when|while|will|with|you|your)(?=\s+[A-Za-z]|\Z)"
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_PRICE = re.compile(r"\d[\d.,]*[kKMB]?(?:/[a-z]+)?[,;]?\s+[A-Za-z]{2,}")
_TWO_WORDS = re.compile(r"[A-Za-z]{2,},?\s+[A-Za-z]{2,}")
_NEXT_SENTENCE = re.compile(r"\w\)?[.!?]\s+[A-Z][a-z]+\s")


def dollar_math(state: StateInline, silent: bool) -> bool:
    """`$formula$`, ``$`formula`$`` and, within a paragraph, `$$formula$$`."""
    src, start = state.src, state.pos
    if src[start] != "$":
        return False
    if quoted := _IN_BACKTICKS.match(src, start, state.posMax):
        return _take(state, quoted["formula"], "$", quoted.end(), silent)
    signs = 2 if src.startswith("$$", start) else 1
    closing = _closing(state, start + signs, signs)
    if closing is None:
        return False
    formula, end = src[start + signs : closing], closing + signs
    if formula != formula.strip() if signs == 1 else not any(map(str.isalnum, formula)):
        return False
    if not _is_formula(formula.strip(), src[start - 1] if start else "", src[end : end + 2]):
        return False
    return _take(state, formula, "$" * signs, end, silent)


def _take(state: StateInline, formula: str, markup: str, end: int, silent: bool) -> bool:
    if not silent:
        token = state.push("math_inline_double" if markup == "$$" else "math_inline", "math", 0)
        token.content, token.markup = formula.strip(), markup
    state.pos = end
    return True


def _closing(state: StateInline, start: int, signs: int) -> int | None:
    """Where the signs stand that close what begins at `start`; None where none do, or a code span comes before."""
    for met in _MET.finditer(state.src, start, state.posMax):
        if met[0][0] == "`" and _opens_code(state, met.end(), len(met[0])):
            return None
        if met[0][0] == "$" and len(met[0]) >= signs:
            return met.start() if met.start() > start else None
    return None


def _opens_code(state: StateInline, end: int, length: int) -> bool:
    """Whether a run of that many backticks, which ends at `end`, is closed by another."""
    return bool(re.compile(rf"(?<!`)`{{{length}}}(?!`)").search(state.src, end, state.posMax))


def _is_formula(formula: str, before: str, after: str) -> bool:
    """`before` and `after` are the characters around the signs: one, and up to two."""
    if not formula or before.isdigit() or after[:1].isdigit():
        return False
    if _FOREIGN.search(formula) and not _LONE.fullmatch(formula):
        return False
    if formula.count('"') % 2 or not _is_balanced(formula) or _is_prose(formula):
        return False
    name_before = before == "$" or (before.isascii() and before.isalpha())
    name_after = bool(_NAME_AFTER.match(after))
    return not (name_before or name_after) or _is_evident(formula, name_before and name_after, after)


def _is_evident(formula: str, amid_names: bool, after: str) -> bool:
    """Whether it must be a formula, though it touches a name as in `$a:$b`: `$n$th`, `$n+1$st`, `CO$_2$`."""
    if _NAME_AFTER.match(after) and _UNFINISHED.search(formula):
        return False
    if _TEX.search(formula):
        return True
    if amid_names or (formula[0] in "({" and after.startswith(("(", "{"))):
        return False
    if _SHORT.fullmatch(formula):
        return not (formula.isalpha() and _LONE_LETTER.match(after))
    return bool(_OPERATOR.search(formula)) and not _LONG_WORD.search(formula)


def _is_balanced(formula: str) -> bool:
    depth = 0
    for character in _ESCAPED.sub("", formula):
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _is_prose(formula: str) -> bool:
    """Whether words stand in it as they do in a sentence, and not in a command such as `\\text`."""
    if _NEXT_SENTENCE.search(formula):
        return True
    if _COMMAND.search(formula):
        return False
    priced = bool(_PRICE.match(formula))
    if priced and _TWO_WORDS.search(formula):
        return True
    joined = len(_JOINING.findall(formula))
    return joined > 1 or (joined == 1 and (priced or bool(_WORD.search(_JOINING.sub(" ", formula)))))
