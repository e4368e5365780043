"""Which target is meant, and which courses: by the arguments of the command and the project's settings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.errors import UsageError
from audiobook.manifest import editions_in
from audiobook.publish.target import Target, open_target


def choose(places: Sequence[str], project: ProjectSettings) -> tuple[Target, Sequence[str]]:
    """The target, opened, and the names of courses. The first place is the target, unless it is a course's name.

    Raises UsageError where there is no target, or where it is a folder that holds something else.
    """
    configured = project.publish.target
    first = places[0] if places else None
    if first is not None and not first.strip():
        raise UsageError("the target is empty", "Is a variable not set? Name a folder or a URL")
    if first is not None and first in editions_in(project.output):
        if configured is None:
            hint = f"Write audiobook publish TARGET {first}, or ./{first} if it is a folder to publish to"
            raise UsageError(f"{first} is a course, and there is no target for it", hint)
        first = None
    if first is not None and re.fullmatch(r"[\w-]+", first) and not Path(first).exists():
        near = difflib.get_close_matches(first, editions_in(project.output), n=1, cutoff=0.75)
        if near:
            hint = f"Write {near[0]} after the target, or ./{first} for a new folder"
            raise UsageError(f"there is no folder {first}; did you mean the course {near[0]}?", hint)
    names = places[1:] if first is not None else places
    if first is None and configured is None:
        hint = "Write audiobook publish TARGET, or set target under [publish] in audiobook.toml"
        raise UsageError("there is no target to publish to", hint)
    target = (
        open_target(first, Path.cwd()) if first is not None else open_target(str(configured), project.root)
    )
    if target.local:
        _refuse(target, project)
    return target, names


def _refuse(target: Target, project: ProjectSettings) -> None:
    """A local folder that is not for this: what is published there is written over and removed."""
    place, output, content = (
        path.resolve() for path in (Path(target.place), project.output, project.content)
    )
    if place.is_relative_to(output):
        hint = "Name another folder: the output is what is published from"
        raise UsageError(f"{target.shown} is in the output folder", hint)
    if place.is_relative_to(content) or place == project.root.resolve():
        hint = "Name a folder for the editions alone"
        raise UsageError(f"{target.shown} holds the project's own files", hint)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{target.shown} is a file", "Name a folder, or a URL")
