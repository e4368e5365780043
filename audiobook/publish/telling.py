"""How sending is told to a person: a bar in bytes with an ETA on a terminal, plain lines otherwise; all on stderr."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from audiobook.progress import LiveBars, clock, counted, in_bytes, on_terminal

if TYPE_CHECKING:
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
    return Bar() if on_terminal() else Lines()


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


class Bar(LiveBars):
    """A live bar, drawn only once there is something to send."""

    def __init__(self) -> None:
        super().__init__()
        self._task: TaskID | None = None

    def begin(self, course: str, files: int, size: int) -> None:
        from rich.progress import DownloadColumn, TransferSpeedColumn

        self._close()
        if files:
            self._task = self._open(DownloadColumn(), TransferSpeedColumn()).add_task(course, total=size)

    def sent(self, size: int) -> None:
        self._advance(self._task, size)
