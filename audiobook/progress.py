"""How long work is told to a person: bars with a measured ETA on a terminal, plain lines otherwise; all on stderr."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Progress(Protocol):
    """Told what happens, from any thread."""

    def begin(self, course: str, utterances: int, lessons: int) -> None: ...
    def spoke(self) -> None: ...
    def finished_lesson(self, title: str, duration_s: float) -> None: ...
    def say(self, line: str) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def reporter(quiet: bool = False) -> Progress:
    """The one that fits stderr."""
    return Bar() if sys.stderr.isatty() and not quiet else Lines(quiet)


def clock(seconds: float) -> str:
    """`4m 05s`, `1h 16m`: a length of time as people write it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60:02}s"
    minutes = round(seconds / 60)
    return f"{minutes // 60}h {minutes % 60:02}m"


def counted(number: int, noun: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


class Lines:
    """Plain lines, for logs."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._lock = threading.Lock()

    def begin(self, course: str, utterances: int, lessons: int) -> None:
        if utterances or lessons:
            self.say(
                f"{course}: {counted(utterances, 'utterance')} to speak, {counted(lessons, 'lesson')} to make"
            )

    def spoke(self) -> None:
        pass

    def finished_lesson(self, title: str, duration_s: float) -> None:
        self.say(f"  {clock(duration_s):>8}  {title}")

    def say(self, line: str) -> None:
        if not self._quiet:
            with self._lock:
                print(line, file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Bar:
    """A live display with one bar for speech and one for finished lessons; drawn only once there is work."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._speech: TaskID | None = None
        self._lessons: TaskID | None = None

    def begin(self, course: str, utterances: int, lessons: int) -> None:
        if not (utterances or lessons):
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as Bars

        self._close()
        self._bars = Bars(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bars.start()
        self._speech = self._bars.add_task(f"{course}: speech", total=utterances)
        self._lessons = self._bars.add_task(f"{course}: lessons", total=lessons)

    def spoke(self) -> None:
        if self._bars is not None and self._speech is not None:
            self._bars.advance(self._speech)

    def finished_lesson(self, title: str, duration_s: float) -> None:
        if self._bars is not None and self._lessons is not None:
            self._bars.advance(self._lessons)
            self.say(f"  {clock(duration_s):>8}  {title}")

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
