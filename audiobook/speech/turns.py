"""Turns at a service, for all processes of this user on this machine: no more requests a minute than it allows.

A build asks a service from several processes, and two builds may run. What they share are two times in a small file in
the folder for temporary files: of the next turn that is free, and until when the service wants to be left alone. Losing
them costs a request that comes too early.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import tempfile
import time
from pathlib import Path

from filelock import FileLock

from audiobook.errors import EngineError

_FURTHEST_S = 7200.0  # a time further ahead than this was written by a clock that was wrong


class Turns:
    """The turns at one service."""

    def __init__(self, service: str, a_minute: float = 0.0) -> None:
        """`a_minute`: how many requests, evenly spaced; 0 for as many as there are. Raises EngineError."""
        self._apart = 60.0 / a_minute if a_minute else 0.0
        name = hashlib.sha256(service.encode()).hexdigest()[:16]
        try:
            folder = Path(tempfile.gettempdir()) / f"audiobook-{_user()}"
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EngineError(
                f"no folder for temporary files: {error}", "Set TMPDIR to a folder that can be written"
            ) from error
        self._file = folder / f"{name}.turn"
        self._lock = FileLock(folder / f"{name}.lock")

    def take(self, patience_s: float) -> bool:
        """Waits for a turn; False, at once, when none comes within `patience_s`. First come, first served."""
        end = time.time() + patience_s
        while True:
            with self._lock:
                free, held = self._times()
                turn = max(time.time(), free, held)
                if turn > end:
                    return False
                if self._apart:
                    self._write(turn + self._apart, held)
            time.sleep(max(0.0, turn - time.time()))
            with self._lock:
                if self._times()[1] <= time.time():  # else the service has said so while we slept
                    return True

    def hold(self, seconds: float) -> None:
        """Nobody takes a turn for so long: the service has said so."""
        with self._lock:
            free, held = self._times()
            self._write(free, max(held, time.time() + seconds))

    def _times(self) -> tuple[float, float]:
        """When the next turn is free, and until when all are held back."""
        furthest = time.time() + _FURTHEST_S
        try:
            free, held = map(float, self._file.read_text().split())
        except (OSError, ValueError):
            return 0.0, 0.0
        return (free, held) if max(free, held) < furthest else (0.0, 0.0)

    def _write(self, free: float, held: float) -> None:
        self._file.write_text(f"{free!r} {held!r}")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()
