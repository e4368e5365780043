"""ZIP files whose bytes depend on nothing but what is in them: no clock, no system, no version of a compressor.

Members are stored: sound and pictures are compressed already, and the same text deflates to other bytes with another
zlib.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from audiobook.outputs import whole

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what the format can say; every member has it
_UNIX = 3
_READABLE = 0o100644 << 16


def write(members: Iterable[tuple[str, bytes | Path]], out: Path) -> None:
    """Writes the members, by their path in the archive, in this order. Raises AudioError, and leaves no file."""
    with whole(out), zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            _add(archive, name, content)


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    member = zipfile.ZipInfo(name, _EARLIEST)
    member.create_system = _UNIX
    member.external_attr = _READABLE
    if isinstance(content, bytes):
        archive.writestr(member, content)
        return
    member.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(member, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)
