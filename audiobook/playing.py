"""Playing a WAV file with whatever program this machine has for it."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from audiobook.errors import AudioError

PLAYERS: dict[str, tuple[str, ...]] = {
    "afplay": (),
    "mpv": ("--no-video", "--really-quiet"),
    "ffplay": ("-nodisp", "-autoexit", "-loglevel", "error"),
    "pw-play": (),
    "paplay": (),
    "aplay": ("-q",),
}
"""The programs that can play, the ones to try first at the top, and how they are told to play a file and then end."""

_INSTEAD = "Write a file instead: -o OUT.mp3"


def players() -> list[list[str]]:
    """The commands that play a file, which is to follow. Raises AudioError when no such program is installed."""
    found = [[path, *options] for name, options in PLAYERS.items() if (path := shutil.which(name))]
    if not found:
        *names, last = PLAYERS
        raise AudioError(f"there is no program to play with: {', '.join(names)} or {last}", _INSTEAD)
    return found


def play(wav: Path, seconds: float) -> None:
    """Plays a file of this length to its end, with the first program that can. Raises AudioError when none can."""
    for command in players():
        trouble = _played([*command, str(wav)], seconds)
        if not trouble:
            return
    raise AudioError(f"{Path(command[0]).name} cannot play here: {trouble}", _INSTEAD)


def _played(command: list[str], seconds: float) -> str:
    """What kept the program from playing; nothing when it played, or when the user had it end early.

    Complaints alone are no failure (sound systems complain of much), nor is success a success: without a sound card
    ffplay says so and ends at once, with exit status 0.
    """
    begin = time.monotonic()
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    ended_early = time.monotonic() - begin < seconds / 2
    complaint = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
    if done.returncode or (complaint and ended_early):
        return complaint or f"it ended with exit status {done.returncode}"
    return ""
