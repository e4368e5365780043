"""What lint reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Hit(NamedTuple):
    """What a rule found: a 1-based line of the lesson, why a listener stumbles there, and what to do."""

    line: int
    reason: str
    fix: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A hit of a rule in a file. `path` is the file as messages name it, with forward slashes."""

    path: str
    line: int
    rule: str
    level: Level
    reason: str
    fix: str
