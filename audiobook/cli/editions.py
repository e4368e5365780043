"""Commands that make an edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobook.cli.common import (
    content_folder,
    course_names,
    executor_spec,
    explained,
    job_count,
    json_instead,
    log_form,
    output_folder,
    project_from,
    store_from_url,
    store_url,
    voice_spec,
)
from audiobook.errors import AudiobookError

if TYPE_CHECKING:
    from audiobook.progress import Log


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option(
    "--ci",
    "services",
    multiple=True,
    type=click.Choice(["github", "gitlab", "pre-commit"]),
    help="Lay down what this service runs instead, for a project that is there; more than once for several.",
)
@explained
def init(folder: Path, services: tuple[str, ...]) -> None:
    """Lay down a small course that builds at once."""
    from audiobook.starter import write_ci, write_starter

    for path in write_ci(folder, services) if services else write_starter(folder):
        click.echo(path)
    if not services:
        click.echo("Now run: audiobook build" + ("" if folder == Path() else f"   (in {folder})"), err=True)


@click.command()
@course_names
@voice_spec
@job_count
@executor_spec
@store_url
@store_from_url
@output_folder
@content_folder
@click.option("--frozen", is_flag=True, help="Fail (exit 4) if anything would need synthesis.")
@json_instead
@log_form
@explained
def build(
    courses: tuple[str, ...],
    voice: str | None,
    jobs: int | None,
    executor: str,
    store: str | None,
    store_from: str | None,
    output: Path | None,
    content: Path | None,
    frozen: bool,
    as_json: bool,
    log: Log,
) -> None:
    """Bring the editions in output/ up to date with content/."""
    from audiobook.build import build_courses
    from audiobook.prepare import Options
    from audiobook.progress import reporter
    from audiobook.summary import as_contract, missing_of, summary

    project = project_from(store=store, store_from=store_from, output=output, content=content)
    options = Options(voice, jobs, executor, frozen)
    with reporter(log) as progress:
        try:
            reports = build_courses(courses, project, options, progress)
        except AudiobookError as error:
            if as_json and (missing := missing_of(error)):
                click.echo(json.dumps({"missing": missing}, ensure_ascii=False))
            raise
    if as_json:
        click.echo(json.dumps(as_contract(reports), ensure_ascii=False))
    else:
        click.echo("\n".join(summary(reports, project.output)))


@click.command()
@course_names
@voice_spec
@store_url
@store_from_url
@output_folder
@content_folder
@click.option(
    "--base", metavar="REV", help="Compare with this git revision instead of the edition in output/."
)
@click.option(
    "--all", "everything", is_flag=True, help="Tell every sentence, not only the first that changed."
)
@click.option("--markdown", is_flag=True, help="Print Markdown, for a comment on a pull request.")
@json_instead
@log_form
@explained
def plan(
    courses: tuple[str, ...],
    voice: str | None,
    store: str | None,
    store_from: str | None,
    output: Path | None,
    content: Path | None,
    base: str | None,
    everything: bool,
    markdown: bool,
    as_json: bool,
    log: Log,
) -> None:
    """Tell what a build would do, why, and how long it would take."""
    from audiobook import plan_markdown, plan_text
    from audiobook.planning import plan_courses
    from audiobook.prepare import Options
    from audiobook.progress import reporter

    if as_json and markdown:
        raise click.UsageError("choose one of --json and --markdown")
    project = project_from(store=store, store_from=store_from, output=output, content=content)
    with reporter(log) as progress:
        found = plan_courses(
            courses, project, Options(voice), progress, base=base, with_findings=markdown or as_json
        )
    if as_json:
        click.echo(json.dumps(plan_text.as_json(found), ensure_ascii=False))
    else:
        click.echo(
            plan_markdown.as_markdown(found) if markdown else plan_text.as_text(found, everything=everything)
        )
