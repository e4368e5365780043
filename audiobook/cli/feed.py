"""Commands about feeds: whether podcast apps will take them, and how people get them there."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobook.cli.common import (
    content_folder,
    course_names,
    explained,
    json_instead,
    output_folder,
    project_from,
)


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


@click.command("subscribe-page")
@course_names
@click.option("--url", metavar="FEEDURL", help="A subscriber's own address of the feed of one course.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Write this HTML file instead of stdout.")
@output_folder
@content_folder
@explained
def subscribe_page(
    courses: tuple[str, ...], url: str | None, out: Path | None, output: Path | None, content: Path | None
) -> None:
    """Make a page that brings courses into podcast apps: links, QR codes, how else.

    A build makes one for each course, subscribe.html. This one may be of several courses, or of one subscriber.
    """
    from audiobook.feed_check.resources import on_web
    from audiobook.outputs import explained as telling
    from audiobook.subscribe.published import page_of

    if url is not None and not on_web(url):
        raise click.UsageError("--url is the whole address of a feed, with https://")
    html = page_of(courses, project_from(output=output, content=content), url)
    if out is None:
        click.echo(html)
        return
    with telling(out, "Choose another place with -o"):
        out.write_text(html, encoding="utf-8")
    click.echo(out)
