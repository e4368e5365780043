"""The command that puts editions where learners fetch them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from audiobook.cli.common import explained, json_instead, output_folder, project_from


@click.command()
@click.argument("places", nargs=-1, metavar="[TARGET] [COURSE]...")
@output_folder
@click.option("--dry-run", "dry", is_flag=True, help="Only tell what would be sent and removed.")
@click.option(
    "--delete-after",
    "keep_days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Keep superseded files this long, for apps with an older feed.  [keep_days, else 30]",
)
@click.option("--rollback", is_flag=True, help="Make the edition that was published before current again.")
@json_instead
@explained
def publish(
    places: tuple[str, ...],
    output: Path | None,
    dry: bool,
    keep_days: int | None,
    rollback: bool,
    as_json: bool,
) -> None:
    """Put editions on a web server's folder or an object store: TARGET is a folder or any URL of fsspec.

    Only what changed is sent, and a feed never names a file that is not there. Without TARGET, that of [publish] in
    audiobook.toml.
    """
    from datetime import UTC, datetime

    from audiobook.publish import courses
    from audiobook.publish.choice import choose
    from audiobook.publish.telling import reporter

    project = project_from(output=output)
    target, names = choose(places, project)
    kept = project.publish.keep_days if keep_days is None else keep_days
    options = courses.Options(kept, dry, rollback)
    try:
        with reporter() as telling:
            report = courses.publish(project.output, names, target, options, datetime.now(UTC), telling)
    except KeyboardInterrupt:
        click.echo("stopped; what is published is whole, and the next run goes on from here", err=True)
        sys.exit(130)  # what the shell reports for SIGINT
    if as_json:
        click.echo(json.dumps(courses.as_json(report), ensure_ascii=False))
    else:
        click.echo("\n".join(courses.as_text(report)))
