"""Small courses on disk, for the tests of what reads them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.course import CourseSource, read_course
from audiobook.errors import ContentError

PINNED = """\
title = "Demo"
author = "Ana"
published = 2024-05-01
base_url = "https://example.com/demo/"
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """The files by their path in `folder`, which is returned."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def project(tmp_path: Path) -> ProjectSettings:
    return ProjectSettings(content=tmp_path / "content")


def course(tmp_path: Path, files: dict[str, str | bytes], *, drafts: bool = False) -> CourseSource:
    """The course `demo` with these files, pinned unless they hold a course.toml."""
    folder = write(tmp_path / "content" / "demo", {"course.toml": PINNED, **files})
    return read_course(folder, project(tmp_path), drafts=drafts)


def problems(tmp_path: Path, files: dict[str, str | bytes]) -> list[str]:
    """What is wrong with that course, a line each, with paths from the course folder."""
    try:
        course(tmp_path, files)
    except ContentError as error:
        folder = (tmp_path / "content" / "demo").as_posix()
        return [str(problem).replace(folder + "/", "") for problem in error.problems]
    return []


def warnings(source: CourseSource) -> list[str]:
    return [str(warning).replace(source.folder.as_posix() + "/", "") for warning in source.warnings]


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
