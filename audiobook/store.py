"""What was made once is kept: a content-addressed store of clips and encoded recordings.

An entry is one file, `<folder>/<kind>/<first two digits of the key>/<key>`: a line of JSON (facts about the payload,
its length and SHA-256), then the payload. An entry appears whole or not at all (temporary file, then rename), so that
any number of builds can share a folder, and it is verified when it is read: a damaged entry is reported, removed and
counts as absent. Entries are not flushed to the disk one by one: a crash of the machine can cost entries, never give
wrong ones.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from audiobook.errors import PublishError, UsageError

Report = Callable[[str], None]
_PART = 1 << 20  # bytes copied at a time: a payload may be an hour of audio
_LONGEST_HEADER = 1 << 26


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified entry: the facts and the payload given to `put`."""

    facts: Mapping[str, Any]
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Header:
    facts: Mapping[str, Any]
    length: int
    sha256: str

    def line(self) -> bytes:
        fields = {"length": self.length, "sha256": self.sha256, "facts": dict(self.facts)}
        return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


def ignore(_message: str) -> None:
    """A report that nobody reads."""


def open_store(url: str, report: Report = ignore) -> Store:
    """The store in the folder at `url`. `report` gets one line for every damaged entry. Raises UsageError."""
    if "://" in url:
        raise UsageError(f"the store '{url}' is not a folder", "Give --store the path of a folder")
    return Store(Path(url), report)


class Store:
    """A store in a local folder, which is made with its first entry. Safe for threads and for processes."""

    def __init__(self, folder: Path, report: Report = ignore) -> None:
        self.folder = folder.absolute()
        self._report = report

    @property
    def url(self) -> str:
        """What `open_store` makes an equal store of, in any process that sees the folder."""
        return str(self.folder)

    def path(self, kind: str, key: str) -> Path:
        """The file of an entry."""
        return self.folder / kind / key[:2] / key

    def has(self, kind: str, key: str) -> bool:
        """Whether `facts` knows the entry."""
        return self.facts(kind, key) is not None

    def facts(self, kind: str, key: str) -> Mapping[str, Any] | None:
        """The facts of an entry of the right length; None when there is none.

        The payload is not read: a later `get` can still find it damaged.
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
        if hashlib.sha256(payload).hexdigest() == header.sha256:
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
            digest = hashlib.sha256()
            with _writing(target) as copy:
                for part in _parts(file):
                    digest.update(part)
                    copy.write(part)
                if digest.hexdigest() != header.sha256:
                    copy.abandon()
        if digest.hexdigest() == header.sha256:
            return header.facts
        self._discard(kind, key)
        return None

    def put(self, kind: str, key: str, facts: Mapping[str, Any], payload: bytes) -> None:
        """Keeps an entry, in the place of any other of that key. Raises PublishError when it cannot be written."""
        header = _Header(facts, len(payload), hashlib.sha256(payload).hexdigest())
        self._write(kind, key, header, (payload,))

    def put_file(self, kind: str, key: str, facts: Mapping[str, Any], source: Path) -> None:
        """Keeps an entry whose payload is the contents of a file. Raises PublishError when it cannot be written."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            header = _Header(facts, file.tell(), digest)
            file.seek(0)
            self._write(kind, key, header, _parts(file))

    def _write(self, kind: str, key: str, header: _Header, payload: Iterable[bytes]) -> None:
        with _writing(self.path(kind, key)) as file:
            file.write(header.line())
            for part in payload:
                file.write(part)

    @contextmanager
    def _open(self, kind: str, key: str) -> Iterator[tuple[_Header, IO[bytes]] | None]:
        """The header, and the file at its payload; None when the file is absent or not as long as it says."""
        try:
            file = self.path(kind, key).open("rb")
        except FileNotFoundError:
            yield None
            return
        except OSError as error:
            raise _refused(self.folder, "read", error) from error
        try:
            with file:
                header = _read_header(file)
                if header and os.fstat(file.fileno()).st_size == file.tell() + header.length:
                    yield header, file
                    return
        except OSError as error:
            raise _refused(self.folder, "read", error) from error
        self._discard(kind, key)
        yield None

    def _discard(self, kind: str, key: str) -> None:
        """Removes a damaged entry, so that it is made anew, and reports it."""
        path = self.path(kind, key)
        with suppress(OSError):  # where the store cannot be written, `put` will say so
            path.unlink(missing_ok=True)
        self._report(f"damaged in the store, to be made anew: {path}")


def _read_header(file: IO[bytes]) -> _Header | None:
    try:
        fields = json.loads(file.readline(_LONGEST_HEADER))
        return _Header(fields["facts"], fields["length"], fields["sha256"])
    except (ValueError, KeyError, TypeError):
        return None


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(_PART):
        yield part


class _Part:
    """A temporary file beside its target."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f".{target.name[:16]}.{os.urandom(6).hex()}.part")
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
def _writing(target: Path) -> Iterator[_Part]:
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
    return PublishError(f"{path} cannot be {verb}: {error.strerror or error}", hint)
