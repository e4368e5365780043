"""The command line: one click command per verb, no logic.

Results go to stdout, everything else to stderr. A mistake of the user's ends in one clear line and the exit code of
its kind (errors.py); a fault of ours keeps its traceback and exits 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from audiobook import __version__
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
                click.echo(f"error: {line}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(
                "stopped; what was synthesized is kept, and the next build goes on from there", err=True
            )
            sys.exit(130)  # what the shell reports for SIGINT
        except BrokenPipeError:
            sys.exit(141)  # the reader of our output has gone; what the shell reports for SIGPIPE

    return run


def project_from(**overrides: object) -> ProjectSettings:
    from audiobook.config import load_project

    return load_project(Path.cwd(), {key: value for key, value in overrides.items() if value is not None})


_courses = click.argument("courses", nargs=-1, metavar="[COURSE]...")
_content = click.option(
    "--content", type=click.Path(path_type=Path), help="Folder of the courses.  [content]"
)
_output = click.option("--output", type=click.Path(path_type=Path), help="Folder of the editions.  [output]")
_store = click.option("--store", metavar="URL", help="Where clips are kept.  [.audiobook/store]")
_voice = click.option(
    "--voice", metavar="ENGINE[:VOICE]", help="Speak with this voice instead of the course's own."
)
_jobs = click.option(
    "--jobs", type=click.IntRange(min=1), help="Work on this many things at once.  [all cores]"
)
_executor = click.option(
    "--executor", default="local", show_default=True, metavar="SPEC", help="local or serial."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="audiobook")
def main() -> None:
    """Turn a course's Markdown lessons into an audio edition with chapters, transcripts and a podcast feed."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@explained
def init(folder: Path) -> None:
    """Lay down a small course that builds at once."""
    from audiobook.starter import write_starter

    for path in write_starter(folder):
        click.echo(path)
    click.echo("Now run: audiobook build" + ("" if folder == Path() else f"   (in {folder})"), err=True)


@main.command()
@_courses
@_voice
@_jobs
@_executor
@_store
@_output
@_content
@click.option("--frozen", is_flag=True, help="Fail (exit 4) if anything would need synthesis.")
@_json
@explained
def build(
    courses: tuple[str, ...],
    voice: str | None,
    jobs: int | None,
    executor: str,
    store: str | None,
    output: Path | None,
    content: Path | None,
    frozen: bool,
    as_json: bool,
) -> None:
    """Bring the editions in output/ up to date with content/."""
    from audiobook.build import build_courses
    from audiobook.prepare import Options
    from audiobook.progress import reporter
    from audiobook.summary import as_contract, summary

    project = project_from(store=store, output=output, content=content)
    options = Options(voice, jobs, executor, frozen)
    with reporter() as progress:
        reports = build_courses(courses, project, options, progress)
    if as_json:
        click.echo(json.dumps(as_contract(reports), ensure_ascii=False))
    else:
        click.echo("\n".join(summary(reports, project.output)))


@main.command()
@_courses
@_voice
@_store
@_output
@_content
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@_json
@explained
def plan(
    courses: tuple[str, ...],
    voice: str | None,
    store: str | None,
    output: Path | None,
    content: Path | None,
    markdown: bool,
    as_json: bool,
) -> None:
    """Tell what a build would do, why, and how long it would take."""
    from audiobook.build import plan_courses
    from audiobook.prepare import Options
    from audiobook.progress import reporter
    from audiobook.summary import plan_as_json, plan_as_markdown, plan_as_text

    project = project_from(store=store, output=output, content=content)
    with reporter() as progress:
        plans = plan_courses(courses, project, Options(voice), progress)
    if as_json:
        click.echo(json.dumps(plan_as_json(plans), ensure_ascii=False))
    else:
        click.echo("\n".join((plan_as_markdown if markdown else plan_as_text)(plans)))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "ssml", "json"]), default="text", show_default=True
)
@click.option("--diff", "revision", metavar="REV", help="Show what changed since this git revision instead.")
@explained
def narrate(file: Path, form: str, revision: str | None) -> None:
    """Print the narration script of one lesson, or how it changes."""
    if revision is not None:
        from audiobook.diff_text import render as render_diff
        from audiobook.narration_diff import diff_since

        click.echo(render_diff(diff_since(file, revision, project_from()), form))
        return
    from audiobook.inspect import script_of
    from audiobook.scripts import render

    click.echo(render(script_of(file, project_from()), form))


@main.group()
def lexicon() -> None:
    """Work on how words are said."""


@lexicon.command()
@_courses
@_content
@click.option(
    "--min", "minimum", type=click.IntRange(min=1), default=1, show_default=True, help="Least uses."
)
@click.option("--toml", "as_toml", is_flag=True, help="Print entries to paste into a lexicon.toml and edit.")
@_json
@explained
def suggest(
    courses: tuple[str, ...], content: Path | None, minimum: int, as_toml: bool, as_json: bool
) -> None:
    """List the words that are said by guess, frequent ones first, and how they are said."""
    from audiobook import lexicon_suggest

    words = lexicon_suggest.suggest(courses, project_from(content=content), minimum=minimum)
    tell = lexicon_suggest.as_text
    if as_json or as_toml:
        tell = lexicon_suggest.as_json if as_json else lexicon_suggest.as_toml
    click.echo(tell(words))


@main.command()
@_courses
@_content
@click.option("--strict", is_flag=True, help="Exit 3 for warnings too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
)
@explained
def lint(courses: tuple[str, ...], content: Path | None, strict: bool, form: str) -> None:
    """Find what a listener without a screen would stumble over."""
    from audiobook.lint import lint_courses
    from audiobook.lint.formats import render, summary

    report = lint_courses(courses, project_from(content=content))
    if text := render(report, form):
        click.echo(text)
    click.echo(summary(report), err=True)
    sys.exit(report.exit_code(strict=strict))


@main.command()
@click.argument("text", nargs=-1)
@explained
def spoken(text: tuple[str, ...]) -> None:
    """Say in words how written text (inline Markdown) will be spoken: one line in, one line out."""
    from audiobook.inspect import spoken_line

    for line in text or sys.stdin:
        click.echo(spoken_line(line.rstrip("\n")))


@main.command()
@click.argument("place", metavar="FILE[#SECTION]")
@click.option(
    "-o", "out", type=click.Path(path_type=Path), help="Write this .wav or .mp3 file instead of playing it."
)
@_voice
@explained
def preview(place: str, out: Path | None, voice: str | None) -> None:
    """Hear one lesson, or one section of it, without building the course."""
    from audiobook.inspect import preview as make
    from audiobook.progress import clock, reporter

    with reporter() as progress:
        seconds = make(place, out, voice, project_from(), progress)
    click.echo(f"{out or place}  {clock(seconds)}")


@main.command()
@click.argument("names", nargs=-1, metavar="[ENGINE[:VOICE]]...")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="Voices of this language.  [your courses']"
)
@click.option("--all", "everything", is_flag=True, help="Voices of all languages.")
@click.option("--measure", is_flag=True, help="Speak with each engine or voice first, and remember how fast.")
@click.option(
    "--sample",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Say a sentence in each voice of the list, into WAV files.",
)
@click.option("--text", default="", help="The sentence to say with --sample.")
@_json
@explained
def voices(
    names: tuple[str, ...],
    languages: tuple[str, ...],
    everything: bool,
    measure: bool,
    folder: Path | None,
    text: str,
    as_json: bool,
) -> None:
    """List the engines and voices usable now, and why the others are not."""
    from audiobook import voices as listing

    if as_json and folder:
        raise click.UsageError("--json is for the list: leave it out, or --sample")
    if text and not folder:
        raise click.UsageError("--text is for --sample DIR")
    wish, project = listing.Wish(names, languages, everything), project_from()
    trials = None
    if measure or folder:
        from audiobook.voice_trials import Trials

        trials = Trials(wish, project, lambda line: click.echo(line, err=True))
    if trials and measure:
        trials.measure()
    if trials and folder:
        for line in trials.sample(folder, text):
            click.echo(line)
    elif as_json:
        click.echo(json.dumps(listing.as_json(listing.find_voices(wish, project)), ensure_ascii=False))
    else:
        click.echo("\n".join(listing.as_text(listing.find_voices(wish, project))))
    if trials:
        trials.raise_failures()


@main.command()
@click.argument("place", metavar="FILE#SECTION")
@_voice
@explained
def trace(place: str, voice: str | None) -> None:
    """Follow one section through every stage, a line each."""
    from audiobook.inspect import trace_lines
    from audiobook.progress import reporter

    with reporter() as progress:
        lines = trace_lines(place, voice, project_from(), progress)
    click.echo("\n".join(lines))


if __name__ == "__main__":
    main()
