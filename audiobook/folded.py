"""Sequences that are kept packed while nobody looks at them: a course of many hours is more than memory has to hold."""

from __future__ import annotations

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from threading import Lock
from typing import Any, Generic, TypeVar, overload
from weakref import ref

MOST_OPEN = 96
"""How many stay open, of two a lesson: all of an ordinary course, which then pays nothing, and a part of a long one."""

T = TypeVar("T")


class Folded(Sequence[T]):
    """A sequence that reads like a tuple; its parts are packed and opened with the whole. Safe for threads.

    What is looked at again may be a copy: values that compare by identity, as nodes of a syntax tree do, differ then.
    """

    __slots__ = ("_pack", "_start", "_stop")

    def __init__(self, values: Iterable[T]) -> None:
        held = tuple(values)
        self._pack = _Pack(held)
        self._start, self._stop = 0, len(held)

    def split(self, lengths: Sequence[int]) -> Iterator[Folded[T]]:
        """The parts of these lengths, one after the other. No value is held twice."""
        for start, stop in pairwise(accumulate(lengths, initial=self._start)):
            part: Folded[T] = Folded.__new__(Folded)
            part._pack, part._start, part._stop = self._pack, start, stop
            yield part

    def __len__(self) -> int:
        return self._stop - self._start

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return self._values[index]
        return self._pack.opened()[range(self._start, self._stop)[index]]

    def __iter__(self) -> Iterator[T]:
        return iter(self._values)

    def __eq__(self, other: object) -> bool:
        return self is other or self._values == (other._values if isinstance(other, Folded) else other)

    __hash__ = None  # type: ignore[assignment] # as equal values need not be the same objects

    def __repr__(self) -> str:
        return repr(self._values)

    def __reduce__(self) -> tuple[type[Folded[T]], tuple[tuple[T, ...]]]:
        return Folded, (self._values,)

    @property
    def _values(self) -> tuple[T, ...]:
        return self._pack.opened()[self._start : self._stop]


class _Pack(Generic[T]):
    """Values, or what they are packed into."""

    __slots__ = ("__weakref__", "_packed", "_values")

    def __init__(self, values: tuple[T, ...]) -> None:
        self._values: tuple[T, ...] | None = values
        self._packed = b""
        _look_at(self)

    def opened(self) -> tuple[T, ...]:
        values = self._values
        if values is None:
            values = self._values = pickle.loads(zlib.decompress(self._packed))
        _look_at(self)
        return values

    def fold(self) -> None:
        values = self._values
        if values is None:
            return
        try:
            self._packed = self._packed or zlib.compress(pickle.dumps(values, 5), 1)
        except RecursionError:
            return  # hundreds of quotes within one another stay open
        self._values = None


_open: OrderedDict[int, ref[_Pack[Any]]] = OrderedDict()
_lock = Lock()


def _look_at(pack: _Pack[Any]) -> None:
    """Makes it the last that was looked at, and folds what nobody has looked at for long."""
    key = id(pack)
    with _lock:
        _open[key] = _open.get(key) or ref(pack, lambda _: _open.pop(key, None))
        _open.move_to_end(key)
        oldest = []
        while len(_open) > MOST_OPEN:
            oldest.append(_open.popitem(last=False)[1]())
    for each in oldest:
        if each is not None:
            each.fold()
