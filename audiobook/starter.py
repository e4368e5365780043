"""A small course that builds at once, for `audiobook init`. Its lessons explain how lessons are heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from audiobook.cover import DEFAULT as COVER
from audiobook.documents import shown
from audiobook.errors import UsageError, reason_of

_SCAFFOLD = Path(__file__).parent / "scaffold"
_COURSE = Path("content", "first-steps")
_SETTINGS = Path("audiobook.toml")
_IGNORED = Path(".gitignore")

CI: dict[str, dict[str, Path]] = {
    "github": {
        "workflow.yml": Path(".github/workflows/audiobook.yml"),
        "action.yml": Path(".github/actions/audiobook/action.yml"),
    },
    "gitlab": {"audiobook.gitlab-ci.yml": Path("audiobook.gitlab-ci.yml")},
    "pre-commit": {"pre-commit-config.yaml": Path(".pre-commit-config.yaml")},
}
"""The files for continuous integration, by where they are used: name of the template, and its place in a project."""


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Lay down a project with one course in `folder`, and return the files written, in order.

    A .gitignore that is there keeps its lines and gets those it lacks. Raises UsageError, before anything is
    written, when another of the files exists, or when the folder cannot be written to.
    """
    files = _files()
    _refuse_taken(folder, (*files, _COURSE), "Name an empty folder, such as `audiobook init my-course`")
    with _explained(folder):
        _lay_down(folder, files)
        ignoring = _ignore(folder / _IGNORED)
    return tuple(folder / path for path in (*files, *([_IGNORED] if ignoring else [])))


def write_ci(folder: Path, where: Sequence[str]) -> tuple[Path, ...]:
    """Lay down what these services (keys of CI) run, into a project that may be there already; returns the files.

    Raises UsageError, before anything is written, when one of the files exists, or the folder cannot be written to.
    """
    files = {
        place: (_SCAFFOLD / "ci" / name / template).read_bytes()
        for name in where
        for template, place in CI[name].items()
    }
    _refuse_taken(folder, files, "Move it away, or take over from the new one what you need")
    with _explained(folder):
        _lay_down(folder, files)
    return tuple(folder / path for path in files)


def _refuse_taken(folder: Path, paths: Iterable[Path], hint: str) -> None:
    taken = next((path for path in paths if (folder / path).exists()), None)
    if taken:
        raise UsageError(f"{shown(folder / taken)} exists, and nothing is overwritten", hint)


def _lay_down(folder: Path, files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{shown(folder)} cannot be written to ({reason_of(error)})", "Name another folder"
        ) from error


def _files() -> dict[Path, bytes]:
    """The files of the starter by their place in the project."""
    files = {_SETTINGS: (_SCAFFOLD / _SETTINGS).read_bytes()}
    for path in sorted((_SCAFFOLD / _COURSE).iterdir()):
        files[_COURSE / path.name] = path.read_bytes()
    files[_COURSE / COVER.name] = COVER.read_bytes()
    return files


def _ignore(path: Path) -> bool:
    """Have git ignore what is generated; whether the file had to change."""
    wanted = (_SCAFFOLD / "gitignore").read_text("utf-8").splitlines()
    present = path.read_text("utf-8") if path.exists() else ""
    lacking = [line for line in wanted if line not in present.splitlines()]
    if lacking:
        separator = "" if not present or present.endswith("\n") else "\n"
        path.write_text(present + separator + "\n".join(lacking) + "\n", "utf-8")
    return bool(lacking)
