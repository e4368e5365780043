"""Shared helpers: a missing tool is a visible skip on a laptop and a failure in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def require_tool(*names: str) -> str:
    """The path of the first of these programs that is installed; without any: skip, or fail when CI=true."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    message = f"{' or '.join(names)} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}: .ci/run has to install it")
    pytest.skip(message)
