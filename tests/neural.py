"""What the tests of the neural engines share."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from audiobook.model import Clip


def require_packages(*packages: str) -> None:
    """Skip without these packages; fail when CI=true."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        message = f"{', '.join(missing)} not installed: pip install -e '.[neural-test]'"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message, allow_module_level=True)


def longest_pause_ends(clip: Clip) -> int:
    """The frame at which sound begins again after the longest silence within the clip."""
    step = clip.rate // 100
    peak = max(_loudest(clip, 0, clip.frames), 1)
    silent = [_loudest(clip, at, at + step) < peak / 50 for at in range(0, clip.frames - step, step)]
    longest, run, end = 0, 0, 0
    for index, is_silent in enumerate(silent):
        if not is_silent and run > longest:
            longest, end = run, index
        run = run + 1 if is_silent else 0
    return end * step


def _loudest(clip: Clip, start: int, end: int) -> int:
    samples = memoryview(clip.pcm[2 * start : 2 * end]).cast("h")
    return max(*samples, -min(samples))
