"""Every error this program raises on purpose, with the exit code it ends the program with.

A message says what happened; `hint` says what to do next. Content problems carry `file:line`. Errors are built
from positional arguments only, so that they survive pickling on their way back from a worker.

| exit | meaning |
|---|---|
| 1 | a fault of ours: an unknown exception keeps its traceback |
| 2 | usage: options, arguments, configuration of the command |
| 3 | content: lessons, course.toml, lexicon |
| 4 | engine: speech could not be made |
| 5 | audio: joining, measuring, encoding, tagging |
| 6 | publish: writing the output |
| 7 | a check failed |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MISSING_SHOWN = 20
"""Sentences that a message of `NotInStore` lists."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the content: where, what, and what to do. `line` is 1-based; 0 means the whole file."""

    path: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}" + (f". {self.hint}" if self.hint else "")


class AudiobookError(Exception):
    """The root of the tree. `str(error)` is one clear line that ends with the next action."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message


class UsageError(AudiobookError):
    """A command was asked for something it cannot do."""

    exit_code = 2


class ContentError(AudiobookError):
    """The content is wrong. Holds every problem found, so that one run reports them all."""

    exit_code = 3

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.args = (problems,)
        self.problems = problems


class EngineError(AudiobookError):
    """A speech engine is unusable, failed, hung, or returned less than it was given."""

    exit_code = 4


class Missing(NamedTuple):
    """A sentence that is not in the store: where it stands, as written, and the voice that would say it."""

    path: str
    line: int
    text: str
    voice: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: not in the store: {self.text[:80]}"


class NotInStore(EngineError):  # noqa: N818 - reads as the outcome it is
    """A build that must not synthesize lacks clips. Holds all that it lacks; the message tells the first of them."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        lines = [str(each) for each in missing[:MISSING_SHOWN]]
        if len(missing) > MISSING_SHOWN:
            lines.append(f"and {len(missing) - MISSING_SHOWN} more: --json lists them all")
        number = f"{len(missing)} utterance{'s' if len(missing) > 1 else ''}"
        lines.append(f"{number} would need synthesis, and this build is --frozen")
        super().__init__(
            "\n".join(lines), "Build without --frozen where the engine runs, and share the store"
        )
        self.args = (missing,)
        self.missing = missing


class EngineRefused(EngineError):  # noqa: N818 - reads as the outcome it is
    """The engine would answer the same if it were asked again, or has been asked often enough: no retry."""


class AudioError(AudiobookError):
    """Joining, measuring, encoding or tagging failed."""

    exit_code = 5


class PublishError(AudiobookError):
    """The output could not be written."""

    exit_code = 6


class Together(AudiobookError):  # noqa: N818 - reads as the outcome it is
    """Several errors at once, such as those of several courses; the exit code is that of the first."""

    def __init__(self, errors: tuple[AudiobookError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.args = (errors,)
        self.errors = errors
        self.exit_code = errors[0].exit_code


class CheckFailed(AudiobookError):  # noqa: N818 - reads as the outcome it is
    """An output folder does not keep a promise of the edition."""

    exit_code = 7


def reason_of(error: BaseException) -> str:
    """What the system said, in one line and without the number of the error."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(said.split()) or type(error).__name__


def together(errors: Sequence[AudiobookError]) -> AudiobookError:
    """One error that tells of all of them, with the exit code of the first."""
    return errors[0] if len(errors) == 1 else Together(tuple(errors))
