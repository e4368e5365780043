"""The ffmpeg binary: where it is, which one it is, and the one way to run it.

The binary comes from the imageio-ffmpeg wheel, so that pip alone is enough. The environment variable
IMAGEIO_FFMPEG_EXE names another one; without either, the system's is used (imageio-ffmpeg's own order).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.errors import AudioError, reason_of

if TYPE_CHECKING:
    from pydub import AudioSegment

_INSTALL = "Install one with: pip install --force-reinstall imageio-ffmpeg, or name one in IMAGEIO_FFMPEG_EXE"
_PIECE = 1 << 18  # bytes read at a time
# "[mp3 @ 0x55d1] [error] Invalid data": who says it (its address differs each run), how bad, what.
_COMPLAINT = re.compile(
    r"^(?:\[[^\]]* @ 0x[0-9a-f]+\] )*\[(?:error|fatal|panic)\] (?P<text>.*\S)", re.MULTILINE
)


@cache
def binary() -> str:
    """The path or name of a working ffmpeg. Raises AudioError when there is none."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AudioError("no ffmpeg binary was found", _INSTALL) from error


def whereabouts() -> str:
    """Which file the binary is, by path, size and time: to notice another one without running it."""
    path = Path(shutil.which(binary()) or binary())
    try:
        facts = path.stat()
    except OSError:
        return str(path)
    return f"{path} {facts.st_size} {facts.st_mtime_ns}"


@cache
def identity() -> str:
    """The version of the binary: what its output depends on besides the input. Takes about 10 ms, once."""
    try:
        done = subprocess.run([binary(), "-version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise AudioError(f"ffmpeg ({binary()}) does not run", _INSTALL) from error
    first_line = done.stdout.decode("utf-8", "replace").partition("\n")[0]
    return first_line.partition(" Copyright")[0].strip()


@cache
def pydub_segment() -> type[AudioSegment]:
    """pydub's AudioSegment, told which ffmpeg to use (it looks on the PATH only, and warns when it finds none)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    segment.converter = binary()
    return segment


def url(path: Path) -> str:
    """`path` as ffmpeg takes it: a bare name with a colon or a leading hyphen would mean something else."""
    return f"file:{path}"


def run(arguments: Sequence[str], task: str, feed: bytes = b"") -> str:
    """Runs ffmpeg and returns its log (level `info`).

    `feed` is its standard input. `task` says in a few words what is being done, for the error.
    Raises AudioError when ffmpeg cannot be started, is killed, or fails.
    """
    with _started(arguments, task, subprocess.PIPE, subprocess.DEVNULL) as process:
        log = process.communicate(feed)[1].decode("utf-8", "replace")
    if process.returncode:
        raise _failure(task, process.returncode, log)
    return log


def stream(arguments: Sequence[str], task: str, take: Callable[[bytes], None]) -> str:
    """Runs ffmpeg, hands what it writes to `pipe:1` to `take` piece by piece, and returns its log; errors as `run`."""
    lines: list[bytes] = []
    with _started(arguments, task, subprocess.DEVNULL, subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        listener = threading.Thread(target=lines.extend, args=(process.stderr,))
        listener.start()
        try:
            while piece := process.stdout.read(_PIECE):
                take(piece)
        except BaseException:
            process.kill()
            raise
        finally:
            listener.join()
    log = b"".join(lines).decode("utf-8", "replace")
    if process.returncode:
        raise _failure(task, process.returncode, log)
    return log


def _started(arguments: Sequence[str], task: str, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    command = [binary(), "-hide_banner", "-nostats", "-nostdin", "-y", "-loglevel", "level+info", *arguments]
    try:
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)
    except OSError as error:
        raise AudioError(
            f"{task}: ffmpeg ({binary()}) could not be started: {reason_of(error)}", _INSTALL
        ) from error
    in_batches(process.pid)
    return process


def complaints(log: str) -> tuple[str, ...]:
    """The errors in a log, in order: ffmpeg goes on after many of them."""
    return tuple(found["text"] for found in _COMPLAINT.finditer(log))


def in_batches(process: int) -> None:
    """Ask the system, where it can, not to let the threads of a process interrupt one another.

    ffmpeg hands each frame from thread to thread; woken for every one, they spend a sixth of their time on switching.
    """
    if hasattr(os, "sched_setscheduler") and hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(process, os.SCHED_BATCH, os.sched_param(0))


def _failure(task: str, code: int, log: str) -> AudioError:
    if code < 0:
        hint = "Build again; if it happens again, check that the machine has memory left"
        return AudioError(f"{task}: ffmpeg was ended by {_signal_name(-code)}", hint)
    if "No space left on device" in log:
        return AudioError(f"{task}: the disk is full", "Free some space and build again")
    # The first complaint is the cause; what follows reports that the rest could not go on either.
    first = next(iter(complaints(log)), "")
    reason = first or log.strip().rpartition("\n")[2].strip() or f"exit status {code}"
    return AudioError(f"{task}: ffmpeg failed: {reason.rstrip('.')}", f"It is {identity()}")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
