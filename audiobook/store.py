"""What was made once is kept: a content-addressed store of clips and encoded recordings.

An entry is one file, `<folder>/<kind>/<first two digits of the key>/<key>`: a line of JSON (facts about the payload,
its length, and the SHA-256 of both), then the payload. An entry appears whole or not at all (temporary file, then
rename), so that any number of builds can share a folder, and it is verified when it is read: a damaged entry is
reported, removed and counts as absent. Entries are not flushed to the disk one by one: a crash of the machine can cost
entries, never give wrong ones. An entry that is read is as young as one just written (its file's time, to `TOUCH_S`):
see prune.py.

A store that several machines share is such a folder too, with a shared place behind it: see shared_store.py.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from audiobook.errors import PublishError, reason_of

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings

Report = Callable[[str], None]
TOUCH_S = 1800  # half of what prune spares at the least, so that it takes nothing that is in use
_PART = 1 << 20  # bytes copied at a time: a payload may be an hour of audio
_LONGEST_HEADER = 1 << 26
_KIND = re.compile(r"[a-z0-9]{1,32}")
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified entry: the facts and the payload given to `put`."""

    facts: Mapping[str, Any]
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Header:
    """`sha256`: of the facts and the payload, so that a flipped bit in either is found."""

    facts: Mapping[str, Any]
    length: int
    sha256: str

    def line(self) -> bytes:
        fields = {"length": self.length, "sha256": self.sha256, "facts": dict(self.facts)}
        return _json(fields) + b"\n"

    def matches(self, payload: Iterable[bytes]) -> bool:
        return _digest(self.facts, payload) == self.sha256


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(content), separators=(",", ":")).encode()


def _digest(facts: Mapping[str, Any], payload: Iterable[bytes]) -> str:
    total = hashlib.sha256(_json(facts) + b"\n")
    for part in payload:
        total.update(part)
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a listing shows it, unread. `size`: bytes, header and all; `used`: seconds since the epoch."""

    kind: str
    key: str
    size: int
    used: float


def ignore(_message: str) -> None:
    """A report that nobody reads."""


def is_folder(url: str) -> bool:
    """Whether a store's address is a path on this machine."""
    return "://" not in url


def is_entry(kind: str, key: str) -> bool:
    """Whether these are what kinds and keys look like."""
    return bool(_KIND.fullmatch(kind) and _KEY.fullmatch(key))


def place_of(kind: str, key: str) -> str:
    """Where an entry lies in any store. Raises ValueError for what is not a kind and a key: no path ever gets in."""
    if not is_entry(kind, key):
        raise ValueError(f"not an entry of a store: {kind!r} {key!r}")
    return f"{kind}/{key[:2]}/{key}"


def open_store(url: str, report: Report = ignore) -> Store:
    """The store at `url`, a folder or any fsspec URL. `report` gets one line for every damaged entry.

    Raises UsageError for an address that nothing here can open.
    """
    if is_folder(url):
        return Store(Path(url), report)
    from audiobook.shared_store import open_elsewhere

    return open_elsewhere(url, report)


def near_folder(project: ProjectSettings) -> Path:
    """The folder of a project's store on this machine."""
    return Path(project.store) if is_folder(project.store) else project.state / "store"


def project_store(project: ProjectSettings, report: Report = ignore) -> Store:
    """The store of a project, as its settings say. Raises UsageError for an address that nothing here can open."""
    if is_folder(project.store) and not project.store_from:
        return Store(near_folder(project), report)
    from audiobook.shared_store import open_shared

    return open_shared(project, report)


class Store:
    """A store in a local folder, which is made with its first entry. Safe for threads and for processes.

    It can be sent to another process, where it opens by its `url`.
    """

    def __init__(self, folder: Path, report: Report = ignore) -> None:
        self.folder = folder.absolute()
        self._report = report

    def __reduce__(self) -> tuple[Callable[[str], Store], tuple[str]]:
        return open_store, (self.url,)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    @property
    def url(self) -> str:
        """What `open_store` makes a store with the same entries of, in any process that can reach it."""
        return str(self.folder)

    @property
    def near(self) -> Store:
        """The part of it that lies on this machine."""
        return self

    def ready(self) -> None:
        """Asked before anything is made. Raises PublishError when what is made could not be shared."""

    def expect(self, kind: str, keys: Iterable[str]) -> None:
        """A hint that `has` will be asked for these: what is far away is then asked once for all of them."""

    def fetch(self, kind: str, keys: Iterable[str]) -> None:
        """A hint that these will be read: what is far away is brought here, many at a time."""

    def flush(self) -> None:
        """Wait until what was put is where others find it. What could not be sent is reported."""

    def path(self, kind: str, key: str) -> Path:
        """The file of an entry."""
        return self.folder / place_of(kind, key)

    def items(self) -> Iterator[Item]:
        """All entries, unread. Raises PublishError when the folder cannot be read."""
        for path, status in _files(self.folder):
            kind, key = path.parts[-3], path.name
            if is_entry(kind, key) and path.parent.name == key[:2]:
                yield Item(kind, key, status.st_size, status.st_mtime)

    def remove(self, kind: str, key: str) -> None:
        """Drops an entry, if it is there. Raises PublishError when it cannot be removed."""
        path = self.path(kind, key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _refused(path, "removed", error) from error

    def leftovers(self, before: float) -> Iterator[tuple[Path, int]]:
        """Half-written files last written before this time, with their bytes: what killed processes left."""
        for path, status in _files(self.folder):
            if path.name.startswith(".") and path.suffix == PART_SUFFIX and status.st_mtime < before:
                yield path, status.st_size

    def has(self, kind: str, key: str) -> bool:
        """Whether `facts` knows the entry."""
        return self.facts(kind, key) is not None

    def facts(self, kind: str, key: str) -> Mapping[str, Any] | None:
        """The facts of an entry of the right length, unverified; None when there is none.

        The payload is not read, and the SHA-256 is of both: a later `get` can find either damaged. Where something is
        made of the facts, take those that `get` and `extract` return.
        """
        with self._open(kind, key) as found:
            return found[0].facts if found else None

    def get(self, kind: str, key: str) -> Entry | None:
        """The verified entry; None when there is none, or a damaged one."""
        with self._open(kind, key) as found:
            if not found:
                return None
            header, file = found
            payload = file.read()
        if header.matches((payload,)):
            return Entry(header.facts, payload)
        self._discard(kind, key)
        return None

    def extract(self, kind: str, key: str, target: Path) -> Mapping[str, Any] | None:
        """Copies the payload to the file `target`, verified, and returns the facts.

        None, and no file, when there is no such entry, or a damaged one. Raises PublishError.
        """
        with self._open(kind, key) as found:
            if not found:
                return None
            header, file = found
            with writing(target) as copy:
                whole = header.matches(_copied(file, copy))
                if not whole:
                    copy.abandon()
        if whole:
            return header.facts
        self._discard(kind, key)
        return None

    def reject(self, kind: str, key: str) -> None:
        """Takes a whole entry for a damaged one: what it holds is not what entries of its kind hold."""
        self._discard(kind, key)

    def put(self, kind: str, key: str, facts: Mapping[str, Any], payload: bytes) -> None:
        """Keeps an entry, in the place of any other of that key. Raises PublishError when it cannot be written."""
        header = _Header(facts, len(payload), _digest(facts, (payload,)))
        self._write(kind, key, header, (payload,))

    def put_file(self, kind: str, key: str, facts: Mapping[str, Any], source: Path) -> None:
        """Keeps an entry whose payload is the contents of a file. Raises PublishError when it cannot be written."""
        with source.open("rb") as file:
            digest = _digest(facts, _parts(file))
            header = _Header(facts, file.tell(), digest)
            file.seek(0)
            self._write(kind, key, header, _parts(file))

    def _write(self, kind: str, key: str, header: _Header, payload: Iterable[bytes]) -> None:
        with writing(self.path(kind, key)) as file:
            file.write(header.line())
            for part in payload:
                file.write(part)

    @contextmanager
    def _open(self, kind: str, key: str) -> Iterator[tuple[_Header, IO[bytes]] | None]:
        """The header, and the file at its payload; None when the file is absent or not as long as it says."""
        path = self.path(kind, key)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            yield None
            return
        except IsADirectoryError:
            self._discard(kind, key)
            yield None
            return
        except OSError as error:
            raise _refused(path, "read", error) from error
        try:
            with file:
                status = os.fstat(file.fileno())
                header = _read_header(file)
                if header and status.st_size == file.tell() + header.length:
                    if status.st_mtime < time.time() - TOUCH_S:
                        with suppress(OSError):  # a store that can only be read
                            os.utime(path)
                    yield header, file
                    return
        except OSError as error:
            raise _refused(path, "read", error) from error
        self._discard(kind, key)
        yield None

    def _discard(self, kind: str, key: str) -> None:
        """Removes a damaged entry, so that it is made anew, and reports it."""
        path = self.path(kind, key)
        with suppress(OSError):  # where the store cannot be written, `put` will say so
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        self._report(f"damaged in the store, to be made anew: {path}")


def verified(path: Path) -> bool:
    """Whether the file is a whole and undamaged entry. Raises OSError."""
    with path.open("rb") as file:
        header = _read_header(file)
        if header is None or os.fstat(file.fileno()).st_size != file.tell() + header.length:
            return False
        return header.matches(_parts(file))


def _read_header(file: IO[bytes]) -> _Header | None:
    """None for what no `put` has written, be it as long and as deep as it may."""
    try:
        fields = json.loads(file.readline(_LONGEST_HEADER))
        header = _Header(fields["facts"], fields["length"], fields["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    sound = isinstance(header.facts, dict) and type(header.length) is int and header.length >= 0
    return header if sound and isinstance(header.sha256, str) else None


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The files of entries, finished or not, in the order of their names. Raises PublishError."""
    try:
        for shelf in sorted(folder.glob("*/??")):
            for name in sorted(os.listdir(shelf)):  # noqa: PTH208 - names are all that is needed
                with suppress(FileNotFoundError, NotADirectoryError):  # another process removed it
                    status = (shelf / name).lstat()
                    if stat.S_ISREG(status.st_mode):
                        yield shelf / name, status
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _refused(folder, "read", error) from error


def _copied(file: IO[bytes], copy: _Part) -> Iterator[bytes]:
    """The rest of a file, in parts that are also written to the copy."""
    for part in _parts(file):
        copy.write(part)
        yield part


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(_PART):
        yield part


PART_SUFFIX = ".part"


def part_name(name: str) -> str:
    """A name of its own for a file that is not finished."""
    return f".{name[:16]}.{os.urandom(6).hex()}{PART_SUFFIX}"


class _Part:
    """A temporary file beside its target."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(part_name(target.name))
        self.abandoned = False
        try:
            self._file = self.path.open("xb", buffering=0)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("xb", buffering=0)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def abandon(self) -> None:
        self.abandoned = True

    def close(self) -> None:
        self._file.close()


@contextmanager
def writing(target: Path) -> Iterator[_Part]:
    """A file that takes the place of `target` when all went well, and is gone otherwise."""
    try:
        part = _Part(target)
        try:
            yield part
            part.close()
            if not part.abandoned:
                part.path.replace(target)
        finally:
            part.close()
            with suppress(OSError):
                part.path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(target, "written", error) from error


def _refused(path: Path, verb: str, error: OSError) -> PublishError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    hint = (
        "Free some space and run it again"
        if full
        else "Mend its permissions, or choose another folder with --store"
    )
    return PublishError(f"{path} cannot be {verb}: {reason_of(error)}", hint)
