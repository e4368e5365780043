"""The facts of the store's entries as typed values: a whole entry can still hold what entries of its kind do not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def facts_as(kind: type[T], facts: Mapping[str, Any]) -> T:
    """The facts as a dataclass. Raises ValueError for those of another shape."""
    adapter: TypeAdapter[T] = _adapter(cast("type[Any]", kind))  # mypy takes type[T] for unhashable
    return adapter.validate_python(facts)


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # heavy, and not needed where nothing is taken from the store

    return TypeAdapter(kind)
