"""A small course that builds at once, for `audiobook init`. Its lessons explain how lessons are heard."""

from __future__ import annotations

from pathlib import Path

from audiobook.cover import DEFAULT as COVER
from audiobook.documents import shown
from audiobook.errors import UsageError

_SCAFFOLD = Path(__file__).parent / "scaffold"
_COURSE = Path("content", "first-steps")
_SETTINGS = Path("audiobook.toml")
_IGNORED = Path(".gitignore")


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Lay down a project with one course in `folder`, and return the files written, in order.

    A .gitignore that is there keeps its lines and gets those it lacks. Raises UsageError, before anything is
    written, when another of the files exists, or when the folder cannot be written to.
    """
    files = _files()
    taken = next((path for path in (*files, _COURSE) if (folder / path).exists()), None)
    if taken:
        hint = "Name an empty folder, such as `audiobook init my-course`"
        raise UsageError(f"{shown(folder / taken)} exists, and nothing is overwritten", hint)
    try:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        ignoring = _ignore(folder / _IGNORED)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{shown(folder)} cannot be written to ({reason})", "Name another folder") from error
    return tuple(folder / path for path in (*files, *([_IGNORED] if ignoring else [])))


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
