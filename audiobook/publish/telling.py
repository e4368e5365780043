"""How sending is told to a person: a bar in bytes with an ETA on a terminal, plain lines otherwise; all on stderr."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from audiobook.progress import clock, counted

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_EVERY_S = 5.0  # between two lines about one course


class Telling(Protocol):
    """Told what happens, from any thread. `size` is in bytes."""

    def begin(self, course: str, files: int, size: int) -> None: ...
    def sent(self, size: int) -> None: ...
    def say(self, line: str) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def reporter() -> Telling:
    """The one that fits stderr."""
    return Bar() if sys.stderr.isatty() else Lines()


def in_bytes(size: float) -> str:
    """`812 B`, `4.2 MB`: a size as people write it."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


class Lines:
    """Plain lines, for logs: one when a course begins, and from time to time how far it is."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._size = self._sent = 0
        self._began = self._said = 0.0

    def begin(self, course: str, files: int, size: int) -> None:
        self._size, self._sent = size, 0
        self._began = self._said = self._now()
        if files:
            self.say(f"{course}: {counted(files, 'file')}, {in_bytes(size)}")

    def sent(self, size: int) -> None:
        with self._lock:
            self._sent += size
            moment = self._now()
            if moment - self._said < _EVERY_S or not 0 < self._sent < self._size:
                return
            self._said = moment
            left = (moment - self._began) / self._sent * (self._size - self._sent)
        self.say(f"  {in_bytes(self._sent)} of {in_bytes(self._size)}, about {clock(left)} left")

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Bar:
    """A live bar, drawn only once there is something to send."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def begin(self, course: str, files: int, size: int) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bars

        self._close()
        if not files:
            return
        self._bars = Bars(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bars.start()
        self._task = self._bars.add_task(course, total=size)

    def sent(self, size: int) -> None:
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, size)

    def say(self, line: str) -> None:
        if self._bars is not None:
            self._bars.console.print(line, markup=False, highlight=False)
        else:
            print(line, file=sys.stderr, flush=True)

    def _close(self) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
