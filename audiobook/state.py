"""What this machine remembers between builds: that an edition is up to date, and how fast each engine speaks here.

All of it can be deleted; the next build then only takes longer. Nothing of it reaches the output.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from audiobook.outputs import digest


def fingerprint(course: Path, beside: Iterable[Path], options: object) -> str:
    """SHA-256 over everything a build of this course depends on.

    The course folder's files, the files `beside` it (shared lexicon, project settings), the options, this program's
    own source and the versions of everything installed: when none of it changed, neither does the edition.
    """
    total = hashlib.sha256(json.dumps([program(), options], sort_keys=True, default=str).encode())
    _add_files(total, course, files_below(course))
    _add_files(total, course.parent, [path for path in beside if path.is_file()])
    return total.hexdigest()


@cache
def program() -> str:
    """SHA-256 over this program's source, the versions of all that is installed, and of Python."""
    total = hashlib.sha256(json.dumps([sys.version, sorted(_installed())]).encode())
    here = Path(__file__).parent
    _add_files(total, here, files_below(here))
    return total.hexdigest()


def _add_files(total: hashlib._Hash, root: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        content = path.read_bytes()
        total.update(f"{os.path.relpath(path, root)}\0{len(content)}\0".encode())
        total.update(content)


def files_below(folder: Path) -> list[Path]:
    """All files below a folder in a fixed order, without what Python and editors leave behind."""
    found: list[Path] = []
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):  # lessons may lie in linked folders
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        paths = [Path(place, name) for name in sorted(names) if not name.startswith(".")]
        found += [path for path in paths if path.is_file()]
    return found


def _installed() -> set[str]:
    """Names of installed distributions with their versions, read off the folder names: no metadata is parsed."""
    found: set[str] = set()
    for entry in sys.path:
        with contextlib.suppress(OSError):
            names = (path.name for path in Path(entry).iterdir())
            found.update(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return found


class LocalState:
    """Small JSON files under one folder; a file that cannot be read counts as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_current(self, manifest: Path, inputs: str) -> bool:
        """Whether what `manifest` tells of was last built from these inputs, and it is still that manifest."""
        remembered = self._load(self._file_of(manifest))
        return (
            remembered.get("inputs") == inputs
            and manifest.is_file()
            and remembered.get("manifest") == digest(manifest)
        )

    def machine(self, manifest: Path) -> dict[str, str]:
        """What `remember` was told of the machine."""
        remembered = self._load(self._file_of(manifest)).get("machine")
        return remembered if isinstance(remembered, dict) else {}

    def warnings(self, manifest: Path) -> list[str]:
        """What `remember` was told to warn of."""
        remembered = self._load(self._file_of(manifest)).get("warnings")
        return [str(line) for line in remembered] if isinstance(remembered, list) else []

    def remember(
        self, manifest: Path, inputs: str, machine: Mapping[str, str], warnings: Iterable[object] = ()
    ) -> None:
        """What `manifest` tells of was built from these inputs, with this of the machine mattering.

        `warnings`: of the content, worth repeating by a build with nothing to do.
        """
        facts = {
            "inputs": inputs,
            "manifest": digest(manifest),
            "machine": dict(machine),
            "warnings": [str(line) for line in warnings],
        }
        self._save(self._file_of(manifest), facts)

    def speed(self, voice: str) -> float | None:
        """Characters of spoken text per second of wall time, measured at the last build; None when never measured."""
        value = self._load(self.folder / "speed.json").get(voice)
        return float(value) if isinstance(value, int | float) and value > 0 else None

    def learn_speed(self, voice: str, characters: int, seconds: float) -> None:
        if seconds > 0 and characters > 0:
            path = self.folder / "speed.json"
            self._save(path, {**self._load(path), voice: round(characters / seconds, 1)})

    def _file_of(self, manifest: Path) -> Path:
        place = hashlib.sha256(str(manifest.resolve()).encode()).hexdigest()[:16]
        return self.folder / f"{manifest.parent.name}-{place}.json"

    @staticmethod
    def _load(path: Path) -> dict[str, Any]:
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _save(self, path: Path, content: dict[str, Any]) -> None:
        # A memory that cannot be written only costs time at the next build.
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
            temporary.write_text(json.dumps(content, sort_keys=True), "utf-8")
            temporary.replace(path)
