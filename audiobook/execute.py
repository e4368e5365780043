"""Where tasks run: a `concurrent.futures.Executor`, so that any pool with that interface can take its place.

Tasks are module-level functions of picklable values. Speech runs in engine processes that a task only waits for
(speech/client.py), so the local executor is made of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from audiobook.errors import UsageError

P = ParamSpec("P")
T = TypeVar("T")


def default_jobs() -> int:
    """The number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def open_executor(spec: str = "local", jobs: int | None = None) -> Executor:
    """`local`: `jobs` tasks at a time (default: one a core); `serial`: each task runs as it is submitted.

    Raises UsageError for any other spec, and for less than one job.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"--jobs {jobs} runs nothing", "Give a number from 1 on")
    if spec == "local":
        return LocalExecutor(jobs or default_jobs(), thread_name_prefix="audiobook")
    if spec == "serial":
        return SerialExecutor()
    raise UsageError(f"there is no executor '{spec}'", "Use --executor local or --executor serial")


class LocalExecutor(ThreadPoolExecutor):
    """Threads of this process. An error or interrupt in its `with` block drops what has not begun."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.shutdown(wait=True, cancel_futures=kind is not None)


class SerialExecutor(Executor):
    """Runs each task where it is submitted: for debugging and for tests that count."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - kept in the future, as every executor does
            future.set_exception(error)
        return future
