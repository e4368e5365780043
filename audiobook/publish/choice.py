"""Which target is meant, and which courses: by the arguments of the command and the project's settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.errors import UsageError
from audiobook.publish.courses import editions_in
from audiobook.publish.target import Target, open_target


def choose(places: Sequence[str], project: ProjectSettings) -> tuple[Target, Sequence[str]]:
    """The target, opened, and the names of courses. The first place is the target, unless it is a course's name.

    Raises UsageError where there is no target, or where it is the output folder.
    """
    configured = project.publish.target
    first = places[0] if places else None
    if first is not None and first in editions_in(project.output):
        if configured is None:
            hint = f"Write audiobook publish TARGET {first}, or ./{first} if it is a folder to publish to"
            raise UsageError(f"{first} is a course, and there is no target for it", hint)
        first = None
    names = places[1:] if first is not None else places
    if first is None and configured is None:
        hint = "Write audiobook publish TARGET, or set target under [publish] in audiobook.toml"
        raise UsageError("there is no target to publish to", hint)
    target = (
        open_target(first, Path.cwd()) if first is not None else open_target(str(configured), project.root)
    )
    if target.local:
        place, output = Path(target.place).resolve(), project.output.resolve()
        if place == output or place.is_relative_to(output):
            hint = "Name another folder: the output is what is published from"
            raise UsageError(f"{target.shown} is in the output folder", hint)
    return target, names
