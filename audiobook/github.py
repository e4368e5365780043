"""GitHub Actions: workflow commands that put errors and warnings beside the lines of a pull request.

Escapes: https://github.com/actions/toolkit, packages/core/src/command.ts. The runner reads commands on both streams.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning"]
_LEVELS: tuple[Level, ...] = ("error", "warning")

_PLACE = re.compile(r"(?P<path>[^:\n]+):(?:(?P<line>\d+):)? (?P<message>.+)", re.DOTALL)


def running(environment: Mapping[str, str] | None = None) -> bool:
    """Whether this is a step of a workflow."""
    return (os.environ if environment is None else environment).get("GITHUB_ACTIONS") == "true"


def annotation(level: Level, message: str, path: str = "", line: int = 0, title: str = "") -> str:
    """The command that shows a message at a place. `path` counts from the working directory; `line` 0 is none."""
    facts = [("file", _in_workspace(path)), ("line", str(line) if line else ""), ("title", title)]
    told = ",".join(f"{name}={_property(value)}" for name, value in facts if value)
    return f"::{level}{' ' if told else ''}{told}::{_data(message)}"


def annotation_of(said: str) -> str | None:
    """The same for a line as this program says it: `error: content/demo/01-one.md:8: what is wrong`; else None."""
    for level in _LEVELS:
        if said.startswith(f"{level}: "):
            message = said.removeprefix(f"{level}: ")
            path, line = place_of(message) or ("", 0)
            if path:
                message = message.removeprefix(f"{path}:{line}: " if line else f"{path}: ")
            return annotation(level, message, path, line)
    return None


def place_of(message: str) -> tuple[str, int] | None:
    """The file and line (0: none) that a message begins with; None when it begins with no file."""
    match = _PLACE.fullmatch(message)
    if match is None or not (match["line"] or Path(match["path"]).is_file()):
        return None
    return match["path"], int(match["line"] or 0)


def _in_workspace(path: str) -> str:
    """The path as GitHub knows it: from the top of the repository."""
    top = os.environ.get("GITHUB_WORKSPACE", "")
    place = Path(path).absolute()
    if not (path and top and place.is_relative_to(top)):
        return path
    return place.relative_to(top).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
