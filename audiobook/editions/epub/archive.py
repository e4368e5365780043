"""The zip file that an EPUB is, written front to back: a file of many hours takes no more memory than a short one."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from types import TracebackType

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can tell, and the same in every build
_COPIED = 1 << 20


class Archive:
    """Files go in as they are made. Nothing is compressed: sound and pictures are already, and the text is little."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        self._zip.writestr(_entry(name), content)

    def copy(self, name: str, path: Path) -> None:
        """A file from disk, piece by piece."""
        entry = _entry(name)
        entry.file_size = path.stat().st_size
        with path.open("rb") as source, self._zip.open(entry, "w") as target:
            shutil.copyfileobj(source, target, _COPIED)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = 3  # Unix, wherever it is made
    entry.external_attr = 0o644 << 16
    return entry
