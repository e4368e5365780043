"""Commands to hear something at once, and to choose a voice."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli.common import (
    content_folder,
    course_names,
    explained,
    job_count,
    json_instead,
    output_folder,
    project_from,
    store_url,
    voice_spec,
)

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings


@click.command()
@click.argument("places", nargs=-1, metavar="FILE[#SECTION]")
@click.option(
    "-o",
    "out",
    type=click.Path(path_type=Path),
    help="Write this .wav or .mp3 file instead of playing it; with --since, into this folder.",
)
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="The sections of all courses, or of the named ones, that changed since this git revision.",
)
@voice_spec
@explained
def preview(places: tuple[str, ...], out: Path | None, revision: str | None, voice: str | None) -> None:
    """Hear one lesson, or one section of it, without building the course; or what changed since a revision."""
    from audiobook.progress import clock, counted, reporter

    project = project_from()
    if revision is not None:
        from audiobook.previews import write_changed

        if out is None:
            raise click.UsageError("--since writes files: name a folder with -o")
        with reporter() as progress:
            made, left_out = write_changed(places, revision, voice, out, project, progress)
        for each in made:
            click.echo(f"{out / each.name}  {clock(each.seconds)}")
        if not made:
            click.echo(f"no sentence has changed since {revision}", err=True)
        if left_out:
            click.echo(
                f"{counted(left_out, 'more section')} changed: build the course to hear them", err=True
            )
        return
    if len(places) != 1:
        raise click.UsageError("name one FILE[#SECTION]")
    from audiobook.inspect import preview as make

    with reporter() as progress:
        seconds = make(places[0], out, voice, project, progress)
    click.echo(f"{out or places[0]}  {clock(seconds)}")


@click.command()
@course_names
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Serve on this port.  [8000, or the next free one]"
)
@click.option("--open", "browse", is_flag=True, help="Open the browser.")
@voice_spec
@job_count
@store_url
@output_folder
@content_folder
@explained
def watch(
    courses: tuple[str, ...],
    port: int | None,
    browse: bool,
    voice: str | None,
    jobs: int | None,
    store: str | None,
    output: Path | None,
    content: Path | None,
) -> None:
    """Hear what you write as you save it: a preview of the player, on this machine."""
    import webbrowser

    from audiobook.prepare import Options
    from audiobook.watch.session import watch as keep_watching

    def opened(url: str) -> None:
        click.echo(url)
        click.echo("save a lesson to hear it; Ctrl-C ends this", err=True)
        if browse:
            webbrowser.open(url)

    def load() -> ProjectSettings:
        return project_from(store=store, output=output, content=content)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        keep_watching(
            courses, load, Options(voice, jobs), port, opened, lambda line: click.echo(line, err=True)
        )
    except KeyboardInterrupt:
        click.echo("ended; `audiobook build` makes the edition", err=True)  # the way to end it: no failure


@click.command()
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
@json_instead
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


@click.command()
@click.argument("place", metavar="FILE#SECTION")
@voice_spec
@explained
def trace(place: str, voice: str | None) -> None:
    """Follow one section through every stage, a line each."""
    from audiobook.inspect import trace_lines
    from audiobook.progress import reporter

    with reporter() as progress:
        lines = trace_lines(place, voice, project_from(), progress)
    click.echo("\n".join(lines))
