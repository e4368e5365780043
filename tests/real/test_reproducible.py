"""The same content gives the same bytes: whatever the settings of the machine, the jobs, the place and the order."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audiobook.starter import write_starter

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Setting:
    """What is other than usual. `prepare` gets the project's folder before the build."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    umask: int = 0o022
    place: str = "project"
    prepare: Callable[[Path], None] = lambda _: None


def _old_files_in_another_order(root: Path) -> None:
    """Every file is written anew, in random order, and has a date long ago."""
    chance = random.Random(7)
    paths = [path for path in root.rglob("*") if path.is_file()]
    chance.shuffle(paths)
    for path in paths:
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        os.utime(path, (315_532_800 + chance.randrange(10**8),) * 2)


def _built_one_by_one(root: Path) -> None:
    """The second course alone, before both."""
    _build(root, Setting("second first", arguments=("second-steps",)))


def _without_the_output(root: Path) -> None:
    """An edition that was built, and lost but for the store."""
    _build(root, Setting("once before"))
    shutil.rmtree(root / "output")


SETTINGS = (
    Setting("one after the other", arguments=("--executor", "serial", "--jobs", "1")),
    Setting("five at once", arguments=("--jobs", "5")),
    Setting("Kiritimati", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}),
    Setting("Turkish", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "PYTHONHASHSEED": "12345"}, umask=0o077),
    Setting("another place", {"HOME": "/nonexistent"}, place="ein Ordner – с пробелом/tief/unten"),
    Setting("old files", umask=0o002, prepare=_old_files_in_another_order),
    Setting("one course first", prepare=_built_one_by_one),
    Setting("out of the store", prepare=_without_the_output),
)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return _tree(_made(tmp_path_factory.mktemp("usual"), Setting("usual")))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name.replace(" ", "-"))
def test_same_bytes(setting: Setting, usual: dict[str, str], tmp_path: Path) -> None:
    assert _tree(_made(tmp_path, setting)) == usual


def _made(folder: Path, setting: Setting) -> Path:
    root = folder / setting.place
    write_starter(root)
    content = root / "content"
    shutil.copytree(content / "first-steps", content / "second-steps")
    settings = content / "second-steps" / "course.toml"
    settings.write_text(settings.read_text("utf-8").replace("First Steps", "Second Steps"), "utf-8")
    for lesson in content.glob("*/*.md"):  # enough to have something of everything, and soon built
        text = lesson.read_text("utf-8")
        lesson.write_text(text[: text.rindex("\n## ")], "utf-8")
    setting.prepare(root)
    _build(root, setting)
    return root / "output"


def _build(root: Path, setting: Setting) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **setting.environment}
    subprocess.run(
        [sys.executable, "-m", "audiobook", "build", *setting.arguments],
        cwd=root,
        env=environment,
        umask=setting.umask,
        check=True,
        capture_output=True,
    )


def _tree(output: Path) -> dict[str, str]:
    """The hash of every file; locks are no part of an edition."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }
