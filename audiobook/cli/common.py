"""What all commands share: how an error is said, and the options that mean the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from audiobook import github
from audiobook.errors import AudiobookError

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings

P = ParamSpec("P")
R = TypeVar("R")


def explained(command: Callable[P, R]) -> Callable[P, R]:
    """Say our own errors in one line and exit with their code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AudiobookError as error:
            for line in str(error).splitlines():
                _tell("error", f"error: {line}", error.exit_code)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            _tell(
                "stopped", "stopped; what was synthesized is kept, and the next build goes on from there", 130
            )
            sys.exit(130)  # what the shell reports for SIGINT
        except BrokenPipeError:
            sys.exit(141)  # the reader of our output has gone; what the shell reports for SIGPIPE

    return run


def _tell(event: str, line: str, exit_code: int) -> None:
    """As a line; in a workflow also beside the line it is about; or as an event, where these are asked for."""
    context = click.get_current_context(silent=True)
    if context and context.params.get("log") == "json":
        from audiobook import progress

        message = line.removeprefix("error: ")
        click.echo(progress.event(event, message=message, exit_code=exit_code), err=True)
        return
    click.echo(line, err=True)
    if github.running() and (annotation := github.annotation_of(line)):
        click.echo(annotation, err=True)


def project_from(**overrides: object) -> ProjectSettings:
    from audiobook.config import load_project

    return load_project(Path.cwd(), {key: value for key, value in overrides.items() if value is not None})


course_names = click.argument("courses", nargs=-1, metavar="[COURSE]...")
content_folder = click.option(
    "--content", type=click.Path(path_type=Path), help="Folder of the courses.  [content]"
)
output_folder = click.option(
    "--output", type=click.Path(path_type=Path), help="Folder of the editions.  [output]"
)
store_url = click.option("--store", metavar="URL", help="Where clips are kept.  [.audiobook/store]")
store_from_url = click.option(
    "--store-from", metavar="URL", help="Take from here what the store lacks; never written."
)
voice_spec = click.option(
    "--voice", metavar="ENGINE[:VOICE]", help="Speak with this voice instead of the course's own."
)
job_count = click.option(
    "--jobs", type=click.IntRange(min=1), help="Work on this many things at once.  [all cores]"
)
executor_spec = click.option(
    "--executor", default="local", show_default=True, metavar="SPEC", help="local or serial."
)
log_form = click.option(
    "--log",
    type=click.Choice(["auto", "plain", "json"]),
    default="auto",
    show_default=True,
    help="How progress is told on stderr; json: one object a line.",
)
json_instead = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
