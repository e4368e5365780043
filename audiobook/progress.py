"""How long work is told: bars with a measured ETA on a terminal, plain lines or JSON events otherwise; all on stderr.

An event is a JSON object on a line of its own (`--log json`), told apart by `event`:

    {"event": "begin", "course": "demo", "utterances": 120, "lessons": 3}
    {"event": "speech", "done": 12, "total": 120}          once for each percent
    {"event": "lesson", "title": "Lists", "duration_s": 61.2}
    {"event": "warning" | "message", "message": "content/demo/course.toml:3: ..."}
    {"event": "error" | "stopped", "message": "...", "exit_code": 4}   last, where the command fails

Where a message tells a place, `file` and `line` hold it too.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

from audiobook import github

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import ProgressColumn, TaskID


class Progress(Protocol):
    """Told what happens, from any thread."""

    def begin(self, course: str, utterances: int, lessons: int) -> None: ...
    def begin_steps(self, what: str, steps: int, noun: str) -> None: ...
    def step(self) -> None: ...
    def spoke(self) -> None: ...
    def finished_lesson(self, title: str, duration_s: float) -> None: ...
    def say(self, line: str) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


Log = Literal["auto", "plain", "json"]


def reporter(log: Log = "auto") -> Progress:
    """The one that was asked for; without a wish, the one that fits stderr."""
    if log == "json":
        return Events()
    if log == "auto" and on_terminal():
        return Bar()
    return GitHubLines() if github.running() else Lines()


def on_terminal() -> bool:
    """Whether stderr is a terminal on which a bar can be drawn."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def event(name: str, **facts: object) -> str:
    """An event as its line. Of a `message` that begins with a place, it holds the place too."""
    said = facts.get("message")
    where = github.place_of(said) if isinstance(said, str) else None
    if where:
        facts |= {"file": where[0], "line": where[1]}
    return json.dumps({"event": name, **facts}, ensure_ascii=False)


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


def in_bytes(size: float) -> str:
    """`812 B`, `4.2 MB`: a size as people write it."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


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

    def begin_steps(self, what: str, steps: int, noun: str) -> None:
        """One bar for work of another kind than a build's: `what` has so many steps, each of which is a `noun`."""
        self.say(f"{what}: {counted(steps, noun)}")

    def step(self) -> None:
        pass

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


class GitHubLines(Lines):
    """Plain lines in a workflow, with warnings beside the lines they are about."""

    def say(self, line: str) -> None:
        super().say(line)
        if annotation := github.annotation_of(line):
            super().say(annotation)


class Events(Lines):
    """JSON objects, for programs."""

    def __init__(self) -> None:
        super().__init__()
        self._done = self._total = 0

    def begin(self, course: str, utterances: int, lessons: int) -> None:
        self._done, self._total = 0, utterances
        self._tell("begin", course=course, utterances=utterances, lessons=lessons)

    def spoke(self) -> None:
        with self._lock:
            self._done += 1
            done, total = self._done, self._total
        if total and done * 100 // total > (done - 1) * 100 // total:
            self._tell("speech", done=done, total=total)

    def finished_lesson(self, title: str, duration_s: float) -> None:
        self._tell("lesson", title=title, duration_s=round(duration_s, 3))

    def say(self, line: str) -> None:
        said = line.removeprefix("warning: ")
        self._tell("message" if said == line else "warning", message=said)

    def _tell(self, name: str, **facts: object) -> None:
        super().say(event(name, **facts))


class LiveBars:
    """What bars on a terminal have in common: what is said stands above them, and they are gone when work is done."""

    def __init__(self) -> None:
        self._bars: Bars | None = None

    def _open(self, *columns: ProgressColumn) -> Bars:
        """A new set of bars, in the place of those before. `columns`: what follows the bar itself."""
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._close()
        self._bars = Bars(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            *columns,
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bars.start()
        return self._bars

    def _advance(self, task: TaskID | None, by: float = 1) -> None:
        if self._bars is not None and task is not None:
            self._bars.advance(task, by)

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


class Bar(LiveBars):
    """A live display with one bar for speech and one for finished lessons; drawn only once there is work."""

    def __init__(self) -> None:
        super().__init__()
        self._speech: TaskID | None = None
        self._lessons: TaskID | None = None
        self._steps: TaskID | None = None

    def begin(self, course: str, utterances: int, lessons: int) -> None:
        if not (utterances or lessons):
            return
        bars = self._counting()
        self._speech = bars.add_task(f"{course}: speech", total=utterances)
        self._lessons = bars.add_task(f"{course}: lessons", total=lessons)

    def begin_steps(self, what: str, steps: int, noun: str) -> None:
        """As `Lines` says."""
        self._steps = self._counting().add_task(f"{what}: {noun}s", total=steps)

    def step(self) -> None:
        self._advance(self._steps)

    def _counting(self) -> Bars:
        from rich.progress import MofNCompleteColumn, TimeElapsedColumn

        return self._open(MofNCompleteColumn(), TimeElapsedColumn())

    def spoke(self) -> None:
        self._advance(self._speech)

    def finished_lesson(self, title: str, duration_s: float) -> None:
        if self._bars is not None and self._lessons is not None:
            self._advance(self._lessons)
            self.say(f"  {clock(duration_s):>8}  {title}")
