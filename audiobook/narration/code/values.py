"""Small readers of documents whose values may be of any kind."""

from __future__ import annotations

from collections.abc import Mapping

from audiobook.narration.code.scalars import Value

Doc = Mapping[str, Value]


def as_map(value: Value) -> Doc:
    """`value` when it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def as_items(value: Value) -> list[Value]:
    """The items of a list; a value that is none counts as one."""
    return list(value) if isinstance(value, list | tuple) else ([] if value is None else [value])


def as_texts(value: Value) -> list[str]:
    """The texts and numbers among the items."""
    return [str(item) for item in as_items(value) if isinstance(item, str | int)]
