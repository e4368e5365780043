"""The faults, a function each: it makes a fault happen in a fresh project and returns what is wrong, or ""."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.project import Project, Undisturbed, complaint_about, complaint_after

TYPICAL = (0, 4, 5, 6)
"""Exit codes that tell a user what is wrong; 1 would be a fault of ours."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault. `happen(undisturbed, folder, chance)`; `times`: how often, where it is up to chance."""

    name: str
    happen: Callable[[Undisturbed, Path, random.Random], str]
    times: int
    root: bool = False


class NotHere(Exception):  # noqa: N818 - says what it is
    """This machine does not let it happen."""


# -- killed --------------------------------------------------------------------------------------------------


def killed(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """kill -9 at a random moment: of the build alone, or of all its processes."""
    project = undisturbed.copy_of_first(folder)
    process = project.start()
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0.1, 6.0))
    with suppress(ProcessLookupError):
        (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    return _as_before_then_right(undisturbed, project)


def engine_killed(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """kill -9 of the processes that speak, again and again, while a build runs."""
    project = undisturbed.copy_of_first(folder)
    process = project.start()
    while process.poll() is None:
        time.sleep(chance.uniform(0.02, 0.5))
        for pid in _hosts(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    if process.returncode not in TYPICAL:
        return f"it ended with {process.returncode}"
    return _as_before_then_right(undisturbed, project)


def _hosts(pid: int) -> list[int]:
    """The engine hosts among the descendants of a process."""
    found, hosts = [pid], []
    for parent in found:
        with suppress(OSError):
            for thread in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (thread / "children").read_text().split()]
        with suppress(OSError):
            if b"audiobook.speech.host" in Path(f"/proc/{parent}/cmdline").read_bytes():
                hosts.append(parent)
    return hosts


# -- no room, no right to write ------------------------------------------------------------------------------


def disk_full(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """Output, store or both on a disk that is too small; then there is room."""
    project = undisturbed.copy_of_first(folder / "project")
    moved = chance.choice([("output",), (".audiobook",), ("output", ".audiobook")])
    needed = sum(
        path.stat().st_size
        for name in moved
        for path in (undisturbed.second.root / name).rglob("*")
        if path.is_file()
    )
    held = sum(p.stat().st_size for name in moved for p in (project.root / name).rglob("*") if p.is_file())
    room = held + int(chance.uniform(0.02, 0.9) * needed) + 65_536
    with _disk(folder / "disk", f"size={room}") as disk:
        for name in moved:
            shutil.move(project.root / name, disk / name)
            (project.root / name).symlink_to(disk / name)
        done = project.build()
        if done.returncode not in TYPICAL or (done.returncode and "error: " not in done.stderr):
            return f"it ended with {done.returncode}: {done.stderr.strip()[-200:]}"
        wrong = complaint_about(project, undisturbed.first.files(), undisturbed.second.files())
        if wrong:
            return wrong
        subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
        return complaint_after(project, undisturbed.second.files(), undisturbed.second.clips())


def read_only(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """Output, or output and store, on a disk that cannot be written."""
    project = undisturbed.copy_of_first(folder / "project")
    moved = chance.choice([("output",), ("output", ".audiobook")])
    with _disk(folder / "disk", "size=1g") as disk:
        for name in moved:
            shutil.move(project.root / name, disk / name)
            (project.root / name).symlink_to(disk / name)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = project.build()
        if done.returncode != 6 or "Traceback" in done.stderr:
            return f"it ended with {done.returncode}: {done.stderr.strip()[-200:]}"
        if project.files() != undisturbed.first.files():
            return "the output is not what it was"
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        return complaint_after(project, undisturbed.second.files(), undisturbed.second.clips())


@contextmanager
def _disk(place: Path, options: str) -> Iterator[Path]:
    place.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        raise NotHere("no right to mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


# -- others at work ------------------------------------------------------------------------------------------


def two_on_one_output(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """Two builds of the same project at once."""
    project = undisturbed.copy_of_first(folder)
    return _race(undisturbed, [project, project], chance)


def two_on_one_store(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """Two projects with one store, built at once."""
    one = undisturbed.copy_of_first(folder / "one")
    two = undisturbed.copy_of_first(folder / "two")
    return _race(undisturbed, [one, Project(two.root, one.store)], chance)


def _race(undisturbed: Undisturbed, projects: list[Project], chance: random.Random) -> str:
    running = []
    for project in projects:
        running.append(project.start())
        time.sleep(chance.uniform(0, 1))
    codes = [process.wait() for process in running]
    if any(codes):
        return f"they ended with {codes}"
    wanted = undisturbed.second
    wrong = [complaint_after(project, wanted.files(), wanted.clips()) for project in projects]
    return "; ".join(filter(None, wrong))


# -- lied to -------------------------------------------------------------------------------------------------


_JUMPING = """\
import random, time
_true, _chance, _shift = time.time, random.Random({seed}), [0.0]
def _lying():
    if _chance.random() < 0.01:
        _shift[0] = _chance.uniform(-3e8, 3e8)
    return _true() + _shift[0]
time.time = _lying
"""


def clock_jumps(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """The clock jumps by years while a build runs, and files say that they are from 1980 or 2099."""
    project = undisturbed.copy_of_first(folder / "project")
    for path in project.root.rglob("*"):
        moment = chance.choice([315_532_801, 4_070_908_800])
        with suppress(OSError):
            os.utime(path, (moment, moment), follow_symlinks=False)
    lies = folder / "lies"
    lies.mkdir()
    (lies / "sitecustomize.py").write_text(_JUMPING.format(seed=chance.randrange(1 << 30)))
    paths = os.pathsep.join([str(lies), project.environment()["PYTHONPATH"]])
    done = project.build({"PYTHONPATH": paths})
    if done.returncode:
        return f"it ended with {done.returncode}: {done.stderr.strip()[-200:]}"
    return complaint_after(project, undisturbed.second.files(), undisturbed.second.clips())


def entry_corrupted(undisturbed: Undisturbed, folder: Path, chance: random.Random) -> str:
    """Entries of the store are damaged in every way, of every kind, and the output is gone: all of it is needed."""
    project = undisturbed.copy_of_second(folder)
    shutil.rmtree(project.output)
    kinds = sorted(path.name for path in project.store.iterdir() if path.is_dir())
    kind = chance.choice(kinds)
    if kind == "clip":  # read only where nothing is made of them yet
        for other in kinds:
            if other != "clip":
                shutil.rmtree(project.store / other)
    entries = sorted(path for path in (project.store / kind).glob("??/*") if path.is_file())
    for path in chance.sample(entries, min(3, len(entries))):
        chance.choice(DAMAGES)(path, chance)
    done = project.build()
    if done.returncode:
        return f"{kind}: it ended with {done.returncode}: {done.stderr.strip()[-200:]}"
    return complaint_after(project, undisturbed.alone.files(), undisturbed.alone.clips())


def _cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _flip_header(path: Path, chance: random.Random) -> None:
    """In the facts, which say what the payload means."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(content.index(b"\n") + 1)] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _garbage(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(chance.randrange(1, 5000)))


def _longer(path: Path, _: random.Random) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def _folder(path: Path, _: random.Random) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (
    _cut,
    _flip,
    _flip_header,
    _garbage,
    _longer,
    _folder,
    lambda path, _: path.write_bytes(b""),
    lambda path, _: path.unlink(),
)


# -- in common -----------------------------------------------------------------------------------------------


def _as_before_then_right(undisturbed: Undisturbed, project: Project) -> str:
    return complaint_about(project, undisturbed.first.files(), undisturbed.second.files()) or complaint_after(
        project, undisturbed.second.files(), undisturbed.second.clips()
    )


FAULTS = (
    Fault("kill -9 at a random moment", killed, 200),
    Fault("kill -9 of the engine's processes", engine_killed, 20),
    Fault("disk full (output, store, both)", disk_full, 30),
    Fault("read-only output (and store)", read_only, 6),
    Fault("two builds at once, one output", two_on_one_output, 10),
    Fault("two builds at once, one store", two_on_one_store, 10),
    Fault("clock jumps, files from 1980 and 2099", clock_jumps, 10),
    Fault("damaged store entries, output gone", entry_corrupted, 40),
)
