"""What `audiobook init --ci` lays down, run as it is written: every script, in a repository with a change."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.parse
import venv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from conftest import require_package, require_tool

from audiobook.starter import CI, write_ci, write_starter

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")


# -- a machine of the service: python, git, and a program that is installed by the steps ------------------------


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This program as pip would get it; building leaves files behind."""
    folder = tmp_path_factory.mktemp("source") / "audiobook"
    shutil.copytree(ROOT / "audiobook", folder / "audiobook", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, source: Path) -> dict[str, str]:
    """The environment of a fresh Python: what this program needs is there, the program itself is not."""
    home = tmp_path_factory.mktemp("machine")
    venv.create(home / "python", symlinks=True)
    (site,) = (home / "python").glob("lib/*/site-packages")
    needed = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "needed.pth").write_text(needed)
    offline = dict.fromkeys(("PIP_NO_INDEX", "PIP_NO_DEPS", "PIP_IGNORE_INSTALLED"), "1")
    kept = {name: os.environ[name] for name in ("LANG", "NODE_PATH") if name in os.environ}
    environment = {
        **kept,
        **offline,
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say yes
        "PATH": f"{home / 'bin'}:{home / 'python' / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "user.name",
        "GIT_CONFIG_VALUE_0": "Author",
        "GIT_CONFIG_KEY_1": "user.email",
        "GIT_CONFIG_VALUE_1": "author@example.org",
    }
    (home / "bin").mkdir()
    gh = home / "bin" / "gh"
    gh.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$*" >> "$HOME/gh.log"\ncp "$7" "$HOME/comment.md"\n'
    )
    gh.chmod(0o755)
    return environment


@pytest.fixture
def repository(tmp_path: Path, machine: Mapping[str, str]) -> Path:
    """A project with its CI, in which one sentence of one lesson has changed since `main`."""
    folder = tmp_path / "repository"
    write_starter(folder)
    write_ci(folder, list(CI))
    git(folder, machine, "init", "--quiet", "--initial-branch=main")
    git(folder, machine, "add", ".")
    git(folder, machine, "commit", "--quiet", "--message=Lessons")
    lesson = next((folder / "content").glob("*/01-*.md"))
    text = lesson.read_text("utf-8")
    sentence = re.search(r"^[A-Z][^.\n]{20,}\.", text[text.index("\n# ") :], re.MULTILINE)
    lesson.write_text(text.replace(sentence[0], "This sentence is another one now.", 1), "utf-8")
    git(folder, machine, "commit", "--quiet", "--all", "--message=Better words")
    return folder


def git(folder: Path, machine: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=dict(machine), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def script(text: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Run as both services do: bash, and the first failure ends it."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
    return done.stdout


# -- GitHub --------------------------------------------------------------------------------------------------


class GitHub:
    """As much of GitHub's runner as the templates use; what it does not know is an error."""

    KNOWN_ACTIONS = ("actions/checkout", "actions/setup-python", "actions/cache", "actions/upload-artifact")

    def __init__(self, repository: Path, machine: Mapping[str, str], facts: Mapping[str, str]) -> None:
        self.repository = repository
        self.facts = dict(facts)
        temporary = repository.parent / "runner"
        temporary.mkdir()
        self.summary = temporary / "summary.md"
        self.environment = {
            **machine,
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "RUNNER_TEMP": str(temporary),
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }
        self.used: list[str] = []
        self.printed = ""

    def run(self, job: str) -> None:
        workflow = yaml.safe_load((self.repository / CI["github"]["workflow.yml"]).read_text("utf-8"))
        wanted = workflow["jobs"][job]
        assert self.holds(wanted["if"])
        for step in wanted["steps"]:
            self.step(step, self.facts)

    def step(self, step: Mapping, facts: Mapping[str, str]) -> None:
        if not self.holds(step.get("if", "true"), facts):
            return
        environment = {name: self.filled(value, facts) for name, value in step.get("env", {}).items()}
        if action := step.get("uses"):
            self.used.append(action)
            given = {name: self.filled(str(value), facts) for name, value in step.get("with", {}).items()}
            if action.startswith("./"):
                self.composite(self.repository / action / "action.yml", given)
            else:
                assert action.partition("@")[0] in self.KNOWN_ACTIONS
            return
        assert step["shell"] == "bash"
        self.printed += script(step["run"], self.repository, {**self.environment, **environment})

    def composite(self, path: Path, given: Mapping[str, str]) -> None:
        action = yaml.safe_load(path.read_text("utf-8"))
        assert given.keys() <= action["inputs"].keys()
        inputs = {name: given.get(name, about.get("default")) for name, about in action["inputs"].items()}
        assert None not in inputs.values(), "a required input is missing"
        facts = {**self.facts, **{f"inputs.{name}": value for name, value in inputs.items()}}
        for step in action["runs"]["steps"]:
            assert "${{" not in step.get("run", ""), "a script takes values from the environment alone"
            self.step(step, facts)

    def filled(self, text: str, facts: Mapping[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: facts[found[1].strip()], text)

    def holds(self, condition: str, facts: Mapping[str, str] | None = None) -> bool:
        """Comparisons that are joined by `&&`."""
        known = {**(facts or self.facts), "true": "true", "!cancelled()": "true"}
        condition = condition.removeprefix("${{").removesuffix("}}").strip()

        def value(text: str) -> str:
            text = text.strip()
            return text[1:-1] if text.startswith("'") else known[text]

        for part in condition.split("&&"):
            if "!=" in part:
                left, right = part.split("!=")
                if value(left) == value(right):
                    return False
            elif "==" in part:
                left, right = part.split("==")
                if value(left) != value(right):
                    return False
            elif value(part) != "true":
                return False
        return True


@pytest.fixture
def github(repository: Path, machine: dict[str, str], source: Path) -> Callable[..., GitHub]:
    """GitHub for an event; the package is taken from the source at hand."""
    action = repository / CI["github"]["action.yml"]
    action.write_text(
        action.read_text("utf-8").replace("default: audiobook[s3]", f"default: {source}"), "utf-8"
    )

    def for_event(event: str, **facts: str) -> GitHub:
        common = {
            "github.event_name": event,
            "github.token": "token",
            "github.ref_name": "main",
            "github.run_id": "1",
            "github.run_attempt": "1",
            "github.event.repository.default_branch": "main",
            "secrets.AWS_ACCESS_KEY_ID": "",
            "secrets.AWS_SECRET_ACCESS_KEY": "",
            "vars.AWS_DEFAULT_REGION": "",
        }
        return GitHub(repository, machine, {**common, **facts})

    return for_event


def test_github_reviews_a_pull_request(
    github: Callable[..., GitHub], repository: Path, machine: dict[str, str]
) -> None:
    base = git(repository, machine, "rev-parse", "HEAD~1")
    runner = github(
        "pull_request",
        **{"github.event.pull_request.base.sha": base, "github.event.pull_request.number": "7"},
    )

    runner.run("review")

    comment = (Path(machine["HOME"]) / "comment.md").read_text("utf-8")
    assert "This sentence is another one now" in comment
    assert runner.summary.read_text("utf-8") == comment
    called = (Path(machine["HOME"]) / "gh.log").read_text("utf-8")
    assert called.startswith("pr comment 7 --edit-last --create-if-none --body-file ")
    heard = sorted(path.name for path in (repository / "preview").iterdir())
    assert len([name for name in heard if name.endswith(".mp3")]) == 1
    assert "index.html" in heard
    assert any(action.startswith("actions/upload-artifact") for action in runner.used)
    assert not (repository / "output").exists()


def test_github_publishes_what_is_on_main(
    github: Callable[..., GitHub], repository: Path, tmp_path: Path
) -> None:
    target = tmp_path / "site"
    runner = github("push", **{"vars.AUDIOBOOK_TARGET": str(target)})

    runner.run("publish")

    published = json.loads((target / "first-steps" / "edition.json").read_text("utf-8"))
    for file in published["files"]:
        assert (target / "first-steps" / file["path"]).stat().st_size == file["size"]


# -- GitLab --------------------------------------------------------------------------------------------------


class Notes(http.server.BaseHTTPRequestHandler):
    """GitLab's address for comments."""

    received: list[tuple[str, str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.received.append((self.path, self.headers["PRIVATE-TOKEN"], body))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def notes() -> Iterator[str]:
    Notes.received.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/v4"
        server.shutdown()


def test_gitlab_reviews_and_publishes(
    repository: Path, machine: dict[str, str], source: Path, notes: str, tmp_path: Path
) -> None:
    require_tool("curl")
    jobs = yaml.safe_load((repository / CI["gitlab"]["audiobook.gitlab-ci.yml"]).read_text("utf-8"))
    common = jobs[".audiobook"]
    variables = {**common["variables"], "AUDIOBOOK_PACKAGE": str(source)}
    review = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(repository, machine, "rev-parse", "HEAD~1"),
        "CI_MERGE_REQUEST_IID": "9",
        "CI_PROJECT_ID": "4",
        "CI_API_V4_URL": notes,
        "AUDIOBOOK_TOKEN": "secret",
        "no_proxy": "127.0.0.1",
    }
    publish = {"AUDIOBOOK_TARGET": str(tmp_path / "site")}

    for job, given in (("audiobook-review", review), ("audiobook-publish", publish)):
        assert jobs[job]["extends"] == ".audiobook"
        for line in [*common["before_script"], *jobs[job]["script"]]:
            script(line, repository, {**machine, **variables, "CI": "true", "GITLAB_CI": "true", **given})

    ((path, token, body),) = Notes.received
    assert (path, token) == ("/api/v4/projects/4/merge_requests/9/notes", "secret")
    assert "This sentence is another one now" in urllib.parse.unquote_plus(body)
    assert (repository / "plan.md").is_file()
    assert list((repository / "preview").glob("*.mp3"))
    assert (tmp_path / "site" / "first-steps" / "feed.xml").is_file()


# -- pre-commit ----------------------------------------------------------------------------------------------


def test_pre_commit_stops_what_cannot_be_heard(
    repository: Path, machine: dict[str, str], source: Path
) -> None:
    require_package("pre_commit")
    script(f"python -m pip install --quiet '{source}'", repository, machine)
    environment = {**machine, "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")}
    script("python -m pre_commit run --all-files", repository, environment)
    lesson = next((repository / "content").glob("*/01-*.md"))
    lesson.write_text(lesson.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")

    done = subprocess.run(
        [shutil.which("python", path=machine["PATH"]), "-m", "pre_commit", "run", "--all-files"],
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert "01-" in done.stdout
    assert "titel" in done.stdout
