"""A rule for each Markdown construct. To add one: a function, a row in RULES, and a golden case.

A rule says what a listener should hear of its node and accounts for the node in the ledger.
"""

from __future__ import annotations

from audiobook.narration.blocks.boxes import container, details
from audiobook.narration.blocks.code import code, math
from audiobook.narration.blocks.definitions import definition_list
from audiobook.narration.blocks.footnotes import footnote_reference
from audiobook.narration.blocks.lists import list_item, list_of
from audiobook.narration.blocks.quotes import blockquote
from audiobook.narration.blocks.silent import (
    attribute_list,
    definition,
    html_block,
    stray_mark,
    template_tag,
    thematic_break,
)
from audiobook.narration.blocks.tables import table
from audiobook.narration.blocks.text import heading, loose_text, paragraph, transparent
from audiobook.narration.narrator import Rule

RULES: dict[str, Rule] = {
    "heading": heading,
    "paragraph": paragraph,
    "inline": loose_text,
    "summary": paragraph,
    "bullet_list": list_of,
    "ordered_list": list_of,
    "list_item": list_item,
    "dl": definition_list,
    "table": table,
    "blockquote": blockquote,
    "container": container,
    "details": details,
    "footnote_reference": footnote_reference,
    "fence": code,
    "code_block": code,
    "math_block": math,
    "math_block_label": math,
    "hr": thematic_break,
    "html_block": html_block,
    "definition": definition,
    "attribute_list": attribute_list,
    "template_tag": template_tag,
    "container_mark": stray_mark,
    "": transparent,  # anything else: what is within it
}
