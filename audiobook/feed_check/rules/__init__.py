"""The rules: a table a module, each about one subject. To add a rule, add a row and, in the tests, a seeded fault."""

from __future__ import annotations

from audiobook.feed_check.model import Rule
from audiobook.feed_check.rules import (
    addresses,
    artwork,
    channel,
    document,
    enclosures,
    items,
    order,
    podcasting,
    private,
    reach,
    texts,
)

RULES: tuple[Rule, ...] = (
    *document.RULES,
    *channel.RULES,
    *texts.RULES,
    *addresses.RULES,
    *items.RULES,
    *order.RULES,
    *enclosures.RULES,
    *podcasting.RULES,
    *private.RULES,
    *artwork.RULES,
    *reach.RULES,
)
