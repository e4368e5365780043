"""The command that verifies editions."""

from __future__ import annotations

import json
from pathlib import Path

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


@click.command()
@course_names
@voice_spec
@job_count
@store_url
@output_folder
@content_folder
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page with all figures and findings, too.",
)
@json_instead
@explained
def check(
    courses: tuple[str, ...],
    voice: str | None,
    jobs: int | None,
    store: str | None,
    output: Path | None,
    content: Path | None,
    page: Path | None,
    as_json: bool,
) -> None:
    """Verify output/: every promise of the editions, measured on the finished files.

    Exits 7 when one is broken. Warnings do not count. Nothing is changed and nothing is spoken.
    """
    from audiobook.check import telling
    from audiobook.check.run import check_courses
    from audiobook.errors import CheckFailed
    from audiobook.prepare import Options
    from audiobook.progress import reporter

    project = project_from(store=store, output=output, content=content)
    with reporter() as progress:
        report = check_courses(courses, project, Options(voice, jobs), progress)
    if page is not None:
        from audiobook.check.report import write

        write(report, project.output, page)
    if as_json:
        click.echo(json.dumps(telling.as_json(report), ensure_ascii=False))
    else:
        click.echo("\n".join(telling.as_text(report, project.output)))
    for broken in telling.verdict(report):
        raise CheckFailed(
            broken, "Each line above ends with what to do; nothing should be published until then"
        )
