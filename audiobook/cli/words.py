"""Commands that work on the words: how a lesson is narrated, and how words are said."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobook import github
from audiobook.cli.common import content_folder, course_names, explained, json_instead, project_from


@click.command()
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


@click.group()
def lexicon() -> None:
    """Work on how words are said."""


@lexicon.command()
@course_names
@content_folder
@click.option(
    "--min", "minimum", type=click.IntRange(min=1), default=1, show_default=True, help="Least uses."
)
@click.option("--toml", "as_toml", is_flag=True, help="Print entries to paste into a lexicon.toml and edit.")
@json_instead
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


@click.command()
@course_names
@content_folder
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
    if form != "github" and report.findings and github.running():
        click.echo(render(report, "github"), err=True)
    click.echo(summary(report), err=True)
    sys.exit(report.exit_code(strict=strict))


@click.command()
@click.argument("text", nargs=-1)
@explained
def spoken(text: tuple[str, ...]) -> None:
    """Say in words how written text (inline Markdown) will be spoken: one line in, one line out."""
    from audiobook.inspect import spoken_line

    for line in text or sys.stdin:
        click.echo(spoken_line(line.rstrip("\n")))
