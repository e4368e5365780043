"""The facts of the store's entries as typed values: a whole entry can still hold what entries of its kind do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def facts_as(kind: type[T], facts: Mapping[str, Any]) -> T:
    """The facts as a dataclass. Raises ValueError for those of another shape."""
    adapter: TypeAdapter[T] | None = _ADAPTERS.get(kind)
    if adapter is None:
        from pydantic import TypeAdapter  # heavy, and not needed where nothing is taken from the store

        adapter = _ADAPTERS[kind] = TypeAdapter(kind)
    return adapter.validate_python(facts)
