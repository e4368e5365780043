"""`audiobook watch`: from saving a lesson to having the sound of its new sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, Any

SAVES = 10
PAUSE_S = 1.0  # between two saves: as fast as people are
_ENOUGH = 1 << 16  # bytes, a second and a half

# Loopback never goes through a proxy.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Saved:
    """Wall seconds until the page is told, and until it has the sound; CPU seconds of the program, without engines."""

    told_s: float
    heard_s: float
    cpu_s: float


def measure(project: Path, course: str, lesson: Path) -> Saved:
    """The medians of some saves of a lesson, each with another new sentence at its end."""
    text = lesson.read_text("utf-8")
    found = []
    with (
        _watching(project, course) as (address, pid),
        _direct.open(f"{address}events", timeout=600) as events,
    ):
        version = _news(events, 0)["version"]
        for number in range(SAVES):
            time.sleep(PAUSE_S)
            cpu, begin = _cpu_s(pid), time.perf_counter()
            lesson.write_text(f"{text}\n\nThis is sentence number {number}, which is new.\n", "utf-8")
            state = _news(events, version)
            told = time.perf_counter() - begin
            _fetch_sound(address, state["changes"][0])
            found.append(Saved(told, time.perf_counter() - begin, _cpu_s(pid) - cpu))
            version = state["version"]
    return Saved(
        median(each.told_s for each in found),
        median(each.heard_s for each in found),
        median(each.cpu_s for each in found),
    )


@contextmanager
def _watching(project: Path, course: str) -> Iterator[tuple[str, int]]:
    """The program at work: the address of the course, and its process."""
    command = [sys.executable, "-m", "audiobook", "watch", course]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield f"{process.stdout.readline().strip()}{course}/", process.pid
        finally:
            process.terminate()


def _news(events: IO[bytes], version: int) -> dict[str, Any]:
    """The next state with a later version."""
    for line in events:
        if line.startswith(b"data: "):
            state: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            if state["version"] > version:
                return state
    raise RuntimeError("audiobook watch has ended")


def _fetch_sound(address: str, change: dict[str, Any]) -> None:
    """What a browser fetches before it plays: the page, and the sound from where the change begins."""
    page = _direct.open(f"{address}page.html", timeout=60).read().decode()
    sound = re.search(rf'data-audio="(lessons/{re.escape(change["lesson"])}/[^"]+)"', page)
    assert sound is not None
    header = _direct.open(
        urllib.request.Request(address + sound[1], headers={"Range": "bytes=0-43"}), timeout=60
    ).read()
    start = 44 + 2 * round(change["start_s"] * int.from_bytes(header[24:28], "little"))
    asked = urllib.request.Request(address + sound[1], headers={"Range": f"bytes={start}-{start + _ENOUGH}"})
    assert len(_direct.open(asked, timeout=60).read()) > _ENOUGH // 2


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
