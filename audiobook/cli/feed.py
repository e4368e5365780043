"""Commands about feeds: whether podcast apps will take them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobook.cli.common import explained, json_instead, output_folder, project_from


@click.group()
def feed() -> None:
    """Check podcast feeds, your own and others."""


@feed.command()
@click.argument("places", nargs=-1, metavar="[URL|FILE]...")
@output_folder
@click.option("--offline", is_flag=True, help="Look at no server: only at the feed and the files beside it.")
@click.option("--strict", is_flag=True, help="Exit 7 for warnings too.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=20.0,
    show_default=True,
    help="Seconds to wait for a server.",
)
@click.option("--format", "form", type=click.Choice(["text", "github"]), default="text", show_default=True)
@json_instead
@explained
def validate(
    places: tuple[str, ...],
    output: Path | None,
    offline: bool,
    strict: bool,
    timeout: float,
    form: str,
    as_json: bool,
) -> None:
    """Check feeds and all they link to; without arguments, those of the output folder.

    Files beside a feed on disk are looked at in place of the addresses they will be published at.
    """
    from audiobook.feed_check import formats
    from audiobook.feed_check.check import check_places
    from audiobook.feed_check.telling import Telling

    reports = check_places(places, project_from(output=output), Telling(), offline=offline, timeout_s=timeout)
    tell = formats.as_json if as_json else formats.as_github if form == "github" else formats.as_text
    if text := tell(reports):
        click.echo(text)
    for report in reports:
        click.echo(formats.summary(report), err=True)
    sys.exit(formats.exit_code(reports, strict=strict))


@feed.command()
@json_instead
@explained
def rules(as_json: bool) -> None:
    """List the rules, their reasons and where they are written."""
    from audiobook.feed_check import formats

    click.echo(formats.rules_as_json() if as_json else formats.rules_as_text())
