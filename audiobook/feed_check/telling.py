"""How a check tells what it waits for: a bar on a terminal, a line otherwise; on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from audiobook.progress import on_terminal


class Telling:
    """`quiet` tells nothing."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def counting(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        """Gives a function to call, from any thread, when one of `total` addresses has answered."""
        if self._quiet or not on_terminal():
            if not self._quiet:
                print(f"{name}: asking for {total} files", file=sys.stderr, flush=True)
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("files", total=total)
            yield lambda: bar.advance(task)
