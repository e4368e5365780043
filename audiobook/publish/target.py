"""A place to publish at, through fsspec: the few things publishing does there, each whole or not at all.

An object store replaces an object at once, so a file is sent and then verified. Elsewhere it is sent beside its place,
verified there and renamed: what has its final name on such a file system was whole when it got it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.errors import PublishError, reason_of
from audiobook.file_systems import (
    OBJECT_STORES,
    S3,
    is_foreign,
    open_file_system,
    without_password,
)
from audiobook.model import OutputFile
from audiobook.publish.edition import HIDDEN
from audiobook.publish.headers import Headers

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PART = ".part"
_CHUNK = 8 << 20  # bytes read or sent at a time, and of one part of a big S3 object
_CONNECTIONS = 4  # files at a time, and parts of one file: what is in memory is their product of chunks


@dataclass(frozen=True, slots=True)
class Stat:
    """A file at the target. `etag`: as S3 gives it, a hash of the bytes in most cases; empty elsewhere."""

    size: int
    etag: str = ""


class Target:
    """A folder on a file system of fsspec. Paths are relative to it. Every failure is a PublishError.

    replaces: whether writing a file replaces it at once, as object stores do; local: whether it is on this machine.
    """

    def __init__(self, system: AbstractFileSystem, root: str, shown: str) -> None:
        kinds = {system.protocol} if isinstance(system.protocol, str) else set(system.protocol)
        self.shown = shown.rstrip("/") or "/"
        self.replaces = bool(kinds & OBJECT_STORES)
        self.local = "file" in kinds
        self._s3 = bool(kinds & S3)
        self._system = system
        self._root = root.rstrip("/")
        self._folders: set[str] = set()

    @property
    def place(self) -> str:
        """Where it is, as its file system calls it."""
        return self._root

    @property
    def connections(self) -> int:
        """How many files are best sent side by side."""
        return _CONNECTIONS if self._s3 else 1

    def below(self, folder: str) -> Target:
        """The target that a folder of this one is."""
        return Target(self._system, f"{self._root}/{folder}", f"{self.shown}/{folder}")

    # -- looking ---------------------------------------------------------------------------------------------

    def find(self) -> dict[str, Stat]:
        """Every file, by path."""
        start = len(self._root) + 1
        with self._explained("list", ""), suppress(FileNotFoundError):
            self._system.invalidate_cache()
            found = self._system.find(self._root, detail=True)
            return {
                path[start:]: _stat(facts)
                for path, facts in found.items()
                if path.startswith(f"{self._root}/") and facts["type"] == "file"
            }
        return {}

    def folders(self) -> list[str]:
        """The names of the folders directly below."""
        with self._explained("list", ""), suppress(FileNotFoundError):
            found = self._system.ls(self._root, detail=True)
            return sorted(
                one["name"].rstrip("/").rpartition("/")[2] for one in found if one["type"] == "directory"
            )
        return []

    def read(self, path: str) -> bytes | None:
        """A small file; None when there is none."""
        with self._explained("read", path), suppress(FileNotFoundError):
            content: bytes = self._system.cat_file(self._place(path))
            return content
        return None

    def stat(self, path: str) -> Stat | None:
        """None when there is no such file."""
        with self._explained("look at", path), suppress(FileNotFoundError):
            self._system.invalidate_cache()
            return _stat(self._system.info(self._place(path)))
        return None

    def holds(self, path: str, file: OutputFile, stat: Stat, source: Path | bytes | None = None) -> bool:
        """Whether the file there has the bytes of `file`: by its ETag where `source` has them too, else read back."""
        if stat.size != file.size:
            return False
        if stat.etag and source is not None and stat.etag in _etags(source):
            return True
        total = hashlib.sha256()
        with self._explained("read", path), suppress(FileNotFoundError):
            with self._system.open(self._place(path), "rb", block_size=_CHUNK) as stream:
                while part := stream.read(_CHUNK):
                    total.update(part)
            return total.hexdigest() == file.sha256
        return False

    # -- changing --------------------------------------------------------------------------------------------

    def put(
        self,
        path: str,
        file: OutputFile,
        source: Path | bytes,
        headers: Headers,
        sent: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Write the file and prove that it arrived. `sent` is told of more bytes that are there, its size in all."""
        from fsspec import Callback

        told = 0

        def tell(size: int) -> None:
            nonlocal told
            told += size
            sent(size)

        class Parts(Callback):  # type: ignore[misc]
            def relative_update(self, inc: int = 1) -> None:
                tell(inc)

        def send(place: str) -> None:
            options = self._options(headers)
            if isinstance(source, bytes):
                self._system.pipe_file(place, source, **options)
            else:
                if self._s3:
                    options |= {"chunksize": _CHUNK, "max_concurrency": _CONNECTIONS, "callback": Parts()}
                self._system.put_file(str(source), place, **options)

        self._write(path, send, lambda at, stat: self.holds(at, file, stat, source))
        sent(file.size - told)

    def copy(self, origin: str, path: str, file: OutputFile, headers: Headers) -> None:
        """Write the file from one that is there already, and prove that it has the bytes of `file`."""
        of = self.stat(origin)

        def send(place: str) -> None:
            options = self._options(headers)
            if self._s3:
                options["MetadataDirective"] = "REPLACE"
            try:
                self._system.cp_file(self._place(origin), place, **options)
            except NotImplementedError:  # SFTP cannot copy on the server
                with tempfile.TemporaryDirectory() as folder:
                    here = str(Path(folder) / "copy")
                    self._system.get_file(self._place(origin), here)
                    self._system.put_file(here, place)

        def same(at: str, stat: Stat) -> bool:
            unchanged = of is not None and bool(stat.etag) and stat == of and stat.size == file.size
            return unchanged or self.holds(at, file, stat)

        self._write(path, send, same)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders it leaves empty; that it is gone already is fine."""
        with self._explained("remove", path), suppress(FileNotFoundError):
            self._system.rm_file(self._place(path))
        self.remove_empty(path.rpartition("/")[0])

    def remove_empty(self, folder: str) -> None:
        """Remove the folder if it is empty, and those above it that then are. Object stores have none."""
        while folder and not self.replaces:
            self._folders.discard(folder)
            try:
                self._system.rmdir(self._place(folder))
            except OSError:
                return
            folder = folder.rpartition("/")[0]

    def _write(self, path: str, send: Callable[[str], None], arrived: Callable[[str, Stat], bool]) -> None:
        first = path if self.replaces else f"{HIDDEN}/{secrets.token_hex(8)}{PART}"
        with self._explained("write", path):
            self._folder_of(first)
            send(self._place(first))
            if self.local:
                _flush(self._place(first))
        stat = self.stat(first)
        if stat is None or not arrived(first, stat):
            if first != path:
                self.remove(first)
            raise PublishError(
                f"{self.shown}/{path} did not arrive as it was sent",
                "Build if the files here have changed, wait if someone else is publishing, and publish again",
            )
        if first != path:
            with self._explained("write", path):
                self._folder_of(path)
                self._system.mv(self._place(first), self._place(path))
                if self.local:
                    _flush(self._place(path).rpartition("/")[0])

    def _options(self, headers: Headers) -> dict[str, Any]:
        """Only S3 is told the headers; elsewhere the web server says them."""
        if not self._s3:
            return {}
        return {"ContentType": headers.content_type, "CacheControl": headers.cache_control}

    def _folder_of(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if not self.replaces and folder not in self._folders:
            self._system.makedirs(self._place(folder) if folder else self._root, exist_ok=True)
            self._folders.add(folder)

    def _place(self, path: str) -> str:
        return f"{self._root}/{path}"

    @contextmanager
    def _explained(self, verb: str, path: str) -> Iterator[None]:
        """Turn what the file system raises into one line."""
        try:
            yield
        except Exception as error:
            if not is_foreign(error):
                raise
            raise _failure(f"cannot {verb} {self.shown}{'/' if path else ''}{path}", error) from error


def open_target(url: str, base: Path) -> Target:
    """The target at a URL of fsspec, or in a local folder, counted from `base`.

    Raises UsageError for a kind of target that is not known or not installed, PublishError when it does not answer.
    """
    if "://" not in url:
        url = str(base / Path(url).expanduser())
    system, root = open_file_system(url, _CONNECTIONS * _CONNECTIONS)
    return Target(system, root, without_password(url))


def _failure(what: str, error: Exception) -> PublishError:
    return PublishError(
        f"{what}: {reason_of(error)}",
        "Mend that and publish again: it goes on where it stopped, and what was published is still whole",
    )


def _stat(facts: dict[str, Any]) -> Stat:
    return Stat(int(facts["size"]), str(facts.get("ETag") or "").strip('"'))


def _etags(source: Path | bytes) -> tuple[str, str]:
    """The ETags that S3 gives these bytes: sent at once, and sent in parts as we do.

    Objects under a key of the customer have others; those are read back.
    """
    whole, parts = hashlib.md5(usedforsecurity=False), []
    for part in _parts(source):
        whole.update(part)
        parts.append(hashlib.md5(part, usedforsecurity=False).digest())
    together = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
    return whole.hexdigest(), f"{together}-{len(parts)}"


def _parts(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while part := stream.read(_CHUNK):
            yield part


def _flush(place: str) -> None:
    """Wait until a local file or folder is on the disk."""
    if os.name != "posix":
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
