"""Write an edition into its output folder so that a reader never sees half of it.

The order is: audio and the files beside it under new names; then what keeps its name, one rename after the other:
forms of the whole course, pages, feed, and the manifest last; and only then are files removed that the new manifest
no longer names. Every file is written beside its place, flushed to disk and
renamed over it. A process killed at any moment leaves the previous edition readable; what it staged, and what it did
not come to remove, is swept by the next build, also by one that has nothing else to do.

Which files outside of `lessons/` are ours is known from manifests alone, and a killed commit can leave files that no
manifest names any more, or not yet. So a commit first writes down, in the output folder, what it is about to put there
and to supersede. The next sweep removes of these files those that the edition does not name, as long as they have the
bytes that are written down: a producer's own files are never touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from audiobook.errors import AudioError, PublishError, reason_of
from audiobook.model import OutputFile

STAGING = ".staging"
MEDIA_FOLDER = "lessons"
#: What a commit that has not ended puts into the folder and supersedes there: a JSON list of paths and SHA-256.
JOURNAL = ".commit.json"
#: Renamed last, in this order: when the manifest is in place, everything it names is.
PAGES = ("index.html", "feed.xml", "edition.json")


UNTOUCHED = "Free space or fix the permissions and build again; the previous edition is untouched"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit did, in files."""

    written: int
    unchanged: int
    removed: int


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def described(path: str, content: bytes) -> OutputFile:
    return hashed(path, [content])


def intact(folder: Path, file: OutputFile) -> bool:
    """Whether the file is on disk with exactly the bytes it should have."""
    target = folder / file.path
    try:
        return target.stat().st_size == file.size and digest(target) == file.sha256
    except OSError:
        return False


@contextlib.contextmanager
def locked(folder: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the output folder of one course: two builds at once take turns. `waiting` is told when it is not our turn.

    The lock file stands beside the folder, so that the folder holds nothing but the edition.

    Raises PublishError when the folder cannot be written, or, without `waiting`, when it is not free.
    """
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.parent / f".{folder.name}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is None:
                raise PublishError(
                    f"{folder} is being written by another build", "Wait for it to end"
                ) from None
            waiting()
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A fresh private folder on the same file system as the output; swept before and after."""
    place = folder / STAGING
    with explained(folder):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.rmdir()  # a first build that failed leaves no empty folder behind


def commit(
    folder: Path,
    staged: Path,
    pages: Iterable[OutputFile],
    media: Mapping[OutputFile, Path | None],
    previous: Iterable[OutputFile],
) -> Changes:
    """Make `folder` hold exactly this edition.

    pages: what keeps its name when it changes, written to the folder `staged`; media: files of lessons and of the whole
    course, each with the staged file to be moved into place, or None when the file in the output is already the right
    one; previous: what the previous manifest named.

    Raises PublishError, with the previous edition still in place, when something cannot be written.
    """
    # The plain cover keeps its name when the picture changes, so it changes together with the pages.
    files = {file.path: file for file in pages}
    edition, before = {*files.values(), *media}, set(previous)
    covers = sorted(name for name in files if PurePosixPath(name).stem == "cover")
    last = [*covers, *(name for name in PAGES if name in files)]
    beside = sorted(set(files) - set(last))
    written = 0
    with explained(folder):
        waiting: list[tuple[Path, Path]] = []
        forms: list[tuple[Path, Path]] = []
        for path in (*beside, *last):
            if not intact(folder, files[path]):
                _flush(staged / path)
                waiting.append((staged / path, folder / path))
        for file, source in sorted(media.items(), key=lambda item: item[0].path):
            if source is None or intact(folder, file):
                continue
            _flush(source)
            if _is_media(file.path):
                _move(source, folder / file.path)
                written += 1
            else:
                forms.append((source, folder / file.path))
        _note(folder, staged, edition ^ before)
    with explained(folder, "Free space or fix the permissions and build again: pages and feed may not agree"):
        for temporary, target in [*forms, *waiting]:
            _move(temporary, target)
            written += 1
    removed = sweep(folder, (file.path for file in edition), (file.path for file in before))
    return Changes(written, len({file.path for file in edition}) - written, removed)


def leftovers(folder: Path, wanted: Collection[str]) -> list[str]:
    """What killed builds left among the files of an edition, by path; the edition itself has the files `wanted`.

    Only what is certainly ours: all that lies among the lessons, and files that a commit has noted with these bytes.
    """
    media = folder / MEDIA_FOLDER
    found = {path.relative_to(folder).as_posix() for path in media.rglob("*") if path.is_file()}
    found |= {file.path for file in _noted(folder) if file.path not in wanted and _is_ours(folder, file)}
    return sorted(found.difference(wanted))


def sweep(folder: Path, wanted: Iterable[str], superseded: Iterable[str] = ()) -> int:
    """Remove what is left of earlier editions and of killed builds; returns how many files of editions that were.

    wanted: the files of the edition; superseded: those of the one before. Anything else in the folder is not ours and
    stays. Raises PublishError when something cannot be removed; the next sweep tries again.
    """
    kept = set(wanted)
    removed = 0
    with explained(folder, "The edition is in place; mend the permissions there and build again"):
        for path in sorted({*leftovers(folder, kept), *superseded} - kept):
            if not _is_inside(folder, path):
                continue  # a manifest that was tampered with, or a link that leads out: not ours
            with contextlib.suppress(FileNotFoundError):
                (folder / path).unlink()
                removed += 1
        for place in sorted(
            (path for path in (folder / MEDIA_FOLDER).rglob("*") if path.is_dir()), reverse=True
        ):
            with contextlib.suppress(OSError):
                place.rmdir()
        (folder / JOURNAL).unlink(missing_ok=True)
    return removed


def sweep_unfinished(folder: Path, wanted: Iterable[str]) -> int:
    """Remove what a killed build left beside an edition that has the files `wanted`. Raises PublishError."""
    shutil.rmtree(folder / STAGING, ignore_errors=True)
    return sweep(folder, wanted)


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> Changes:
    """Bring these files of a folder up to date, in their order, each whole or not at all; nothing else is touched.

    Raises PublishError when one cannot be written; those before it are then in place.
    """
    written = 0
    with explained(folder):
        for path, content in contents.items():
            if not same(folder / path, content):
                temporary = folder / f".{path}.part"
                try:
                    temporary.write_bytes(content)
                    _flush(temporary)
                    _move(temporary, folder / path)
                finally:
                    temporary.unlink(missing_ok=True)
                written += 1
    return Changes(written, len(contents) - written, 0)


def same(target: Path, content: bytes) -> bool:
    """Whether the file is there with exactly this content."""
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def hashed(path: str, pieces: Iterable[bytes]) -> OutputFile:
    """What an output file of these pieces is."""
    total, size = hashlib.sha256(), 0
    for piece in pieces:
        total.update(piece)
        size += len(piece)
    return OutputFile(path, size, total.hexdigest())


def write(folder: Path, path: str, pieces: Iterable[bytes]) -> OutputFile:
    """Writes an output file into a folder. Raises PublishError, and what making the pieces raises."""
    target = folder / path
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = target.open("wb")

    def written() -> Iterator[bytes]:
        for piece in pieces:
            with explained(target):
                stream.write(piece)
            yield piece

    try:
        return hashed(path, written())
    finally:
        with explained(target):
            stream.close()


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    if os.name == "posix":  # the rename itself has to survive a power cut
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_media(path: str) -> bool:
    return PurePosixPath(path).parts[0] == MEDIA_FOLDER


def _note(folder: Path, staged: Path, files: Iterable[OutputFile]) -> None:
    """Write down, beside what earlier commits did not come to remove, what this one puts into place and supersedes."""
    noted = {(file.path, file.size, file.sha256) for file in (*_noted(folder), *files)}
    unsure = sorted(entry for entry in noted if entry[0] not in PAGES and not _is_media(entry[0]))
    if unsure:
        (staged / JOURNAL).write_text(json.dumps(unsure), "utf-8")
        _flush(staged / JOURNAL)
        _move(staged / JOURNAL, folder / JOURNAL)


def _noted(folder: Path) -> list[OutputFile]:
    """What commits that did not end have noted; nothing where the journal is not one that `_note` has written."""
    try:
        noted = [OutputFile(*entry) for entry in json.loads((folder / JOURNAL).read_bytes())]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
    return [
        file
        for file in noted
        if isinstance(file.path, str) and isinstance(file.size, int) and isinstance(file.sha256, str)
    ]


def _is_ours(folder: Path, file: OutputFile) -> bool:
    return file.path not in PAGES and _is_inside(folder, file.path) and intact(folder, file)


def _is_inside(folder: Path, path: str) -> bool:
    try:
        return (folder / path).resolve().is_relative_to(folder.resolve())
    except ValueError:  # no path at all
        return False


@contextlib.contextmanager
def explained(folder: Path, hint: str = UNTOUCHED) -> Iterator[None]:
    """Turn an operating-system error into one line that says what to do."""
    try:
        yield
    except OSError as error:
        raise PublishError(f"cannot write {error.filename or folder}: {reason_of(error)}", hint) from error


@contextlib.contextmanager
def whole(out: Path, *refusals: type[Exception]) -> Iterator[None]:
    """A file of an edition is being written: on any error nothing stays of it.

    Raises AudioError for an error of the operating system and for `refusals`.
    """
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(OSError):  # the error that is told is the first
            out.unlink(missing_ok=True)
        if isinstance(error, (OSError, *refusals)):
            message = f"{out}: cannot be written ({reason_of(error)})"
            raise AudioError(message, "Check the disk and build again") from error
        raise
