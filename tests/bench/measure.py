"""Run a command and measure the whole tree of processes it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds (user + system, all descendants); peak of the tree's proportional set size, in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(command: list[str], cwd: Path, env: dict[str, str] | None = None, log: Path | None = None) -> Cost:
    """Run a command to its end. Raises RuntimeError with its last output when it fails."""
    with (log or Path(os.devnull)).open("ab") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode:
        tail = log.read_text("utf-8", "replace")[-2000:] if log else ""
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}\n{tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(sampler.peak_kb, usage.ru_maxrss) / 1024)


class _Sampler(threading.Thread):
    """Adds up the memory of a process and its descendants, four times a second: more would slow what it measures."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak_kb = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.25):
            self.peak_kb = max(self.peak_kb, sum(_pss_kb(pid) for pid in _settled(_tree(self.pid))))

    def stop(self) -> None:
        self._done.set()
        self.join()


def _settled(processes: list[int]) -> list[int]:
    """Those of them that run a program of their own, or have run the one they were forked from for a while.

    A process that is only about to start another program borrows all the memory of its parent (vfork): it would be
    counted twice.
    """
    programs = {pid: _program(pid) for pid in processes}
    fresh = {pid for pid, program in programs.items() if list(programs.values()).count(program) > 1}
    for _ in range(10):
        if not fresh:
            break
        time.sleep(0.02)
        fresh = {pid for pid in fresh if _program(pid) == programs[pid]}
    return [pid for pid in processes if pid in fresh or _program(pid) == programs[pid]]


def _program(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for thread in Path(f"/proc/{parent}/task").iterdir():
                children = (thread / "children").read_text()
                found += [int(child) for child in children.split()]
        except OSError:
            continue
    return found


def _pss_kb(pid: int) -> int:
    """Proportional set size: pages shared between forks are counted once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
