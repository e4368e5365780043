"""Commands that make an edition."""

from __future__ import annotations

import json
from pathlib import Path

import click

from audiobook.cli.common import (
    content_folder,
    course_names,
    executor_spec,
    explained,
    job_count,
    json_instead,
    output_folder,
    project_from,
    store_url,
    voice_spec,
)


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
@output_folder
@content_folder
@click.option("--frozen", is_flag=True, help="Fail (exit 4) if anything would need synthesis.")
@json_instead
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


@click.command()
@course_names
@voice_spec
@store_url
@output_folder
@content_folder
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@json_instead
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
