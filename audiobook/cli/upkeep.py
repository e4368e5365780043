"""Commands that look after what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import click

from audiobook.cli.common import (
    content_folder,
    explained,
    json_instead,
    output_folder,
    project_from,
    store_url,
)


@click.command()
@click.option("--unused", is_flag=True, help="Drop what nothing needs; the default without other choices.")
@click.option(
    "--older-than", metavar="AGE", help="Drop what nothing needs and was not used for so long: 30d."
)
@click.option("--max-size", metavar="SIZE", help="Drop what was used longest ago until the rest fits: 2GB.")
@click.option("--shared", is_flag=True, help="Sweep the shared store, not the folder in front of it.")
@click.option("--now", is_flag=True, help="Also drop what was used within the last hour. No build may run.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be dropped.")
@store_url
@output_folder
@content_folder
@json_instead
@explained
def prune(
    unused: bool,
    older_than: str | None,
    max_size: str | None,
    shared: bool,
    now: bool,
    dry_run: bool,
    store: str | None,
    output: Path | None,
    content: Path | None,
    as_json: bool,
) -> None:
    """Sweep the store: drop what neither the lessons as they are now nor the editions need."""
    from audiobook import prune as sweeping
    from audiobook.progress import reporter

    wish = sweeping.Wish(
        unused=unused or not (older_than or max_size),
        older_than_s=sweeping.age(older_than) if older_than else None,
        max_bytes=sweeping.size(max_size) if max_size else None,
        now=now,
    )
    project = project_from(store=store, output=output, content=content)
    with reporter() as progress:
        pruned = sweeping.prune(project, wish, progress, shared=shared, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(sweeping.as_json(pruned), ensure_ascii=False))
    else:
        click.echo("\n".join(sweeping.as_text(pruned)))
