"""Shared helpers: a missing tool or package is a visible skip on a laptop and a failure in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import hypothesis
import pytest

if TYPE_CHECKING:
    from history import PublishedCourse

# No test is about time: a busy machine takes as long as it takes.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedCourse]:
    """A course through its life and a server for clients: see real/history.py."""
    from history import published_course

    with published_course(tmp_path_factory.mktemp("history")) as published:
        yield published


def require_tool(*names: str) -> str:
    """The path of the first of these programs that is installed; without any: skip, or fail when CI=true."""
    paths = filter(None, map(shutil.which, names))
    return next(paths, None) or _missing(" or ".join(names))


def require_node_package(name: str) -> tuple[str, dict[str, str]]:
    """Node, and the environment in which it finds this package (NODE_PATH, else installed globally); skips or fails."""
    node, npm = require_tool("node", "nodejs"), require_tool("npm")
    globally = subprocess.run([npm, "root", "--global"], capture_output=True, check=True, text=True)
    places = [*filter(None, [os.environ.get("NODE_PATH")]), globally.stdout.strip()]
    environment = {**os.environ, "NODE_PATH": os.pathsep.join(places)}
    found = subprocess.run(
        [node, "-e", f"require.resolve('{name}/package.json')"], env=environment, capture_output=True
    )
    if found.returncode:
        _missing(f"the npm package {name}")
    return node, environment


def require_package(name: str) -> Path:
    """The folder of an installed Python package that tests alone need; skips or fails."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else _missing(f"the Python package {name}")


def _missing(what: str) -> NoReturn:
    message = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}: .ci/run has to install it")
    pytest.skip(message)
