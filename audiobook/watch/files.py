"""Noticing that files were saved, by looking.

A course is a few dozen files, and looking at them all takes a millisecond or two. So they are looked at several times
a second: that needs no library, and it works on network drives and in containers, where notices of the system do not
arrive.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from audiobook.state import files_below

Stamps = Mapping[Path, tuple[int, int, int]]
"""What tells of a file that it was written: when (ns), its size, and which file it is, as editors write a new one."""

T = TypeVar("T")

LOOK_EVERY_S = 0.1
_MOST_LOOKS = 20  # at files that go on changing
_SHARE = 10  # looking takes at most one part in so many of the time


def stamps(folder: Path, beside: Iterable[Path] = ()) -> Stamps:
    """The files below a folder, and those beside it that exist. What goes while we look is left out."""
    found = {}
    with contextlib.suppress(OSError):
        for path in [*files_below(folder), *beside]:
            with contextlib.suppress(OSError):
                facts = path.stat()
                found[path] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    return found


def next_look(look: Callable[[], T], last: T) -> T:
    """What `look` finds once that is no longer `last`, and two looks agree.

    An editor that writes several files, or empties one before it fills it, is so waited for; but something that writes
    all the time is not.
    """
    before, differing = last, 0
    while True:
        begin = time.monotonic()
        found = look()
        differing = differing + 1 if found != last else 0
        if differing and (found == before or differing == _MOST_LOOKS):
            return found
        before = found
        took = time.monotonic() - begin
        time.sleep(max(LOOK_EVERY_S / 2 if differing else LOOK_EVERY_S, _SHARE * took))
