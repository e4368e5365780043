"""The cover of a course: which file it is, and what its header says about the picture."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from audiobook.documents import Document, Findings, shown
from audiobook.errors import Problem, reason_of
from audiobook.names import did_you_mean

# Apple's artwork rules for shows: square, 1400 to 3000 pixels, JPEG or PNG with the true extension.
SMALLEST, LARGEST = 1400, 3000
FILE_NAMES = ("cover.jpg", "cover.jpeg", "cover.png")
EXTENSIONS = (".jpg", ".jpeg", ".png")
DEFAULT = Path(__file__).parent / "scaffold" / "cover.jpg"

_PNG = b"\x89PNG\r\n\x1a\n"
_EXTENSIONS_OF = {"jpeg": (".jpg", ".jpeg"), "png": (".png",)}
# ITU T.81 table B.1: the start-of-frame markers; DHT (C4), JPG (C8) and DAC (CC) share their range.
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image header says. `format` is `jpeg` or `png`; sizes are in pixels; `rgb`: red, green and blue."""

    format: str
    width: int
    height: int
    rgb: bool = True

    @property
    def extensions(self) -> tuple[str, ...]:
        return _EXTENSIONS_OF[self.format]

    @property
    def fits_directories(self) -> bool:
        return self.width == self.height and SMALLEST <= self.width <= LARGEST


def choose(folder: Path, named: str | None, document: Document, findings: Findings) -> Path:
    """The cover file of a course: the one course.toml names, else one under a usual name, else ours."""
    if named is None:
        usual = next((folder / name for name in FILE_NAMES if (folder / name).is_file()), None)
        if usual:
            _check(usual, Problem(shown(usual), 0, ""), findings)
        return usual or DEFAULT
    path = folder / named
    if not _inside(path, folder):
        message = f"the cover `{named}` is not in the course folder"
        findings.problems.append(document.problem(("cover",), message, "Copy it there"))
    elif not path.is_file():
        pictures = sorted(entry.name for entry in folder.iterdir() if entry.suffix.lower() in EXTENSIONS)
        hint = did_you_mean(named, pictures) if pictures else "Add it, or remove the key for a plain one"
        findings.problems.append(document.problem(("cover",), f"the cover `{named}` does not exist", hint))
    else:
        _check(path, document.problem(("cover",), ""), findings)
    return path


def _inside(path: Path, folder: Path) -> bool:
    return Path(os.path.normpath(path.absolute())).is_relative_to(os.path.normpath(folder.absolute()))


def _check(path: Path, place: Problem, findings: Findings) -> None:
    """Report at `place` what is wrong with the picture."""

    def finding(message: str, hint: str) -> Problem:
        return replace(place, message=f"the cover `{path.name}` {message}", hint=hint)

    try:
        picture = read_picture(path)
    except OSError as error:
        findings.problems.append(finding(f"cannot be read ({reason_of(error)})", "Check who may read it"))
        return
    if picture is None:
        findings.problems.append(finding("is neither a JPEG nor a PNG picture", "Save it as one of the two"))
    elif path.suffix.lower() not in picture.extensions:
        rename = f"Rename it to end in {picture.extensions[0]}"
        findings.problems.append(finding(f"is a {picture.format.upper()} picture by another name", rename))
    elif not picture.fits_directories:
        size = f"measures {picture.width} x {picture.height} pixels"
        wanted = f"Podcast directories want a square of {SMALLEST} to {LARGEST}"
        findings.warnings.append(finding(size, wanted))


def read_picture(path: Path) -> Picture | None:
    """Format and size of a JPEG or PNG file, from its header; None when it is neither. Raises OSError."""
    with path.open("rb") as file:
        return picture_in(file)


def picture_in(file: BinaryIO) -> Picture | None:
    """Format and size of the picture that begins at the position of `file`; None when it is neither JPEG nor PNG."""
    start = file.read(26)
    if start.startswith(_PNG):
        return _png(start)
    if start.startswith(b"\xff\xd8\xff"):
        file.seek(2)
        return _jpeg(file)
    return None


def _png(start: bytes) -> Picture | None:
    if len(start) < 24 or start[12:16] != b"IHDR":
        return None
    gray = start[25:26] in (b"\x00", b"\x04")  # W3C PNG, section 11.2.1: colour type
    return _sized("png", int.from_bytes(start[16:20], "big"), int.from_bytes(start[20:24], "big"), not gray)


def _jpeg(file: BinaryIO) -> Picture | None:
    """Walk the marker segments up to the frame header, which holds the size."""
    while True:
        byte = file.read(1)
        if byte != b"\xff":
            return None
        while byte == b"\xff":  # any number of fill bytes may stand before a marker
            byte = file.read(1)
        if not byte:
            return None
        marker = byte[0]
        if marker in _WITHOUT_LENGTH:
            continue
        length = int.from_bytes(file.read(2), "big")
        if length < 2:
            return None
        if marker in _START_OF_FRAME:
            frame = file.read(6)  # precision, height, width, number of components: ITU T.81, section B.2.2
            width, height = int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")
            return _sized("jpeg", width, height, frame[5:6] == b"\x03")
        file.seek(length - 2, 1)


def _sized(format: str, width: int, height: int, rgb: bool) -> Picture | None:
    return Picture(format, width, height, rgb) if width and height else None
