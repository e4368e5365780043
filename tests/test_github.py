"""In a workflow, errors and warnings stand beside the lines they are about."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from contents import PINNED, write

from audiobook import github
from audiobook.cli import main

FAKE = "audiobook.testing:FakeEngine"


@pytest.fixture
def workflow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one lesson in a step of a workflow; its folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    files: dict[str, str | bytes] = {
        "course.toml": f'{PINNED}voice = "{FAKE}"\n',
        "01-one.md": "# One\n\nThis is one. See below.\n",
    }
    return write(tmp_path / "content" / "demo", files)


def commands(*arguments: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output + result.stderr
    assert "::" not in result.stdout.replace("::FakeEngine", "")
    return [line for line in result.stderr.splitlines() if line.startswith("::")]


def test_what_the_runner_would_read_otherwise_is_escaped() -> None:
    assert github.annotation("error", "100%\r\nsure: yes, it is", "a,b:c%.md", 3, "x\ny") == (
        "::error file=a%2Cb%3Ac%25.md,line=3,title=x%0Ay::100%25%0D%0Asure: yes, it is"
    )
    assert github.annotation("warning", "careful") == "::warning::careful"


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("error: content/a.md:8: wrong", "::error file=content/a.md,line=8::wrong"),
        ("warning: HEAD:content/a.md:8: wrong", "::warning::HEAD:content/a.md:8: wrong"),
        (
            "error: there is no course `x`. Did you mean: y",
            "::error::there is no course `x`. Did you mean: y",
        ),
        ("a warning: no", None),
    ],
)
def test_the_place_is_taken_from_what_is_said(said: str, command: str | None) -> None:
    assert github.annotation_of(said) == command


def test_errors_in_the_content_have_their_place(workflow: Path) -> None:
    write(workflow, {"course.toml": 'tilte = "Demo"\n'})

    for command in ("build", "plan", "lint"):
        found = commands(command, code=3)
        assert any(line.startswith("::error file=content/demo/course.toml,line=1::") for line in found)


def test_warnings_are_told_too(workflow: Path) -> None:
    write(workflow, {"course.toml": f'title = "Demo"\nvoice = "{FAKE}"\n'})

    (found,) = commands("plan", "--json")

    assert found.startswith("::warning::content/demo: defaults stand in for ")


def test_lint_tells_findings_twice_but_where_it_is_asked_for_them(workflow: Path) -> None:
    found = commands("lint")

    assert found
    assert all(line.startswith("::warning file=content/demo/01-one.md,line=") for line in found)
    assert commands("lint", "--format", "json") == found
    asked = CliRunner().invoke(main, ["lint", "--format", "github"])
    assert asked.stdout.splitlines() == found
    assert "::" not in asked.stderr


def test_a_path_counts_from_the_top_of_the_repository(
    workflow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))

    found = commands("build", "--frozen", code=4)

    assert found[0].startswith(
        f"::error file={tmp_path.name}/content/demo/01-one.md,line=1::not in the store"
    )


def test_elsewhere_there_are_none(workflow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS")

    assert commands("lint") == commands("build", "--frozen", code=4) == []
