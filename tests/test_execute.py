"""Executors: whatever runs the tasks, the results are the same."""

from __future__ import annotations

import threading
from concurrent.futures import Executor

import pytest

from audiobook.errors import UsageError
from audiobook.execute import default_jobs, open_executor


@pytest.mark.parametrize(("spec", "jobs"), [("local", None), ("local", 3), ("serial", None)])
def test_runs_every_task(spec: str, jobs: int | None) -> None:
    with open_executor(spec, jobs) as executor:
        assert isinstance(executor, Executor)
        assert list(executor.map(abs, range(-50, 0))) == list(range(50, 0, -1))


@pytest.mark.parametrize("spec", ["local", "serial"])
def test_a_failure_stays_in_its_future(spec: str) -> None:
    with open_executor(spec) as executor:
        failed, fine = executor.submit(int, "ten"), executor.submit(int, "10")
    assert isinstance(failed.exception(), ValueError)
    assert fine.result() == 10


def test_local_runs_as_many_at_a_time_as_it_was_told() -> None:
    together = threading.Barrier(3)
    with open_executor("local", 3) as executor:
        list(executor.map(lambda _: together.wait(5), range(3)))  # fails unless three run at once


def test_an_interrupt_drops_what_has_not_begun() -> None:
    begun: list[int] = []
    first = threading.Event()
    go_on = threading.Event()

    def task(number: int) -> None:
        begun.append(number)
        first.set()
        go_on.wait(5)

    def interrupted() -> None:
        with open_executor("local", 1) as executor:
            for number in range(100):
                executor.submit(task, number)
            first.wait(5)
            threading.Timer(0.1, go_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert begun == [0]


def test_uses_the_cores_there_are() -> None:
    assert default_jobs() >= 1


@pytest.mark.parametrize(("spec", "jobs"), [("cluster", None), ("", None), ("local", 0)])
def test_refuses_what_it_does_not_know(spec: str, jobs: int | None) -> None:
    with pytest.raises(UsageError):
        open_executor(spec, jobs)
