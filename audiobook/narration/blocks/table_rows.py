"""A table's row in words."""

from __future__ import annotations

import re

from audiobook.model import Mark, Written
from audiobook.narration.writing import EMPTY, join, with_marks

_SIGNS = {
    **dict.fromkeys(("✅", "✔", "✓", "☑", "✔️", "☑️", "👍"), "yes"),
    **dict.fromkeys(("❌", "✗", "✘", "✖", "✖️", "🚫", "👎"), "no"),
    **dict.fromkeys(("-", "–", "—", "--", "---", ""), "none"),
}
_VALUE = re.compile(r":[a-z]\w*|nil|null|none|None|true|false|True|False|NULL")
_ONE_NAME = re.compile(r"[A-Za-z]+(?<!s)")


def row_words(names: tuple[Written, ...], cells: tuple[Written, ...]) -> Written:
    """`X: Y`, or from three columns on `X. Name: Y. Name: Z`: the ear keeps no count of columns.

    Trailing empty cells are not worth a word.
    """
    filled = [said_cell(cell) for cell in cells]
    while len(filled) > 1 and not cells[len(filled) - 1].text:
        filled.pop()
    head, rest = _head(names, filled[0]), filled[1:]
    if not rest:
        return head
    if len(cells) > 2 and any(name.text for name in names[1:]):
        named = [
            _named(names[index] if index < len(names) else EMPTY, cell) for index, cell in enumerate(rest, 1)
        ]
        return join((unstopped(head), *map(unstopped, named[:-1]), named[-1]), ". ")
    between = ". " if any("," in cell.text for cell in rest[:-1]) else ", "
    return join(
        (
            join((unstopped(head), Written(":")), ""),
            join([unstopped(c) for c in rest[:-1]] + rest[-1:], between),
        )
    )


def _named(name: Written, cell: Written) -> Written:
    """`Name: value`, as a sentence begins."""
    if not name.text:
        return cell
    bare = unstopped(name)
    first = bare.text.split(" ", 1)[0]
    if first.isalpha() and first.islower() and not any(mark.start == 0 for mark in bare.marks):
        bare = Written(bare.text[0].upper() + bare.text[1:], bare.marks)
    if bare.text.endswith("?"):
        return join((bare, cell))
    return join((join((bare, Written(":")), ""), cell))


def _head(names: tuple[Written, ...], cell: Written) -> Written:
    """A row's header; a value such as `:nothing` is called one, or it would be taken for words of the sentence."""
    name = names[0].text if names else ""
    in_code = any(
        mark.kind == "code" and (mark.start, mark.end) == (0, len(cell.text)) for mark in cell.marks
    )
    if not (in_code and _VALUE.fullmatch(cell.text) and _ONE_NAME.fullmatch(name)):
        return cell
    return join((Written(f"The {name.lower()}"), cell))


def unstopped(cell: Written) -> Written:
    """A cell that ends a sentence amid a row would cut the row in two."""
    text = cell.text.rstrip(".:;, ")
    return Written(text, tuple(mark for mark in cell.marks if mark.end <= len(text))) if text else cell


def said_cell(cell: Written) -> Written:
    """A cell with signs such as a check mark or a dash in words."""
    said = _SIGNS.get(cell.text.strip("\ufe0f"))
    if said is None or any(mark.kind == "code" for mark in cell.marks):
        return cell
    return (
        with_marks(Written(cell.text), (Mark(0, len(cell.text), "say", said),))
        if cell.text
        else Written(said)
    )
