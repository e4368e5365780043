"""Entries of a store in a shared place: an object store, a server, any file system that fsspec has a URL for.

Whole files go out and come in; what is in them is looked at only on this side (store.py). A transfer that fails is
tried again, and then the place counts as out of reach: PublishError, for what cannot be asked is not the same as what
is not there. Where putting an object is not atomic, it is written under another name and moved.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from audiobook.errors import PublishError, reason_of
from audiobook.file_systems import (
    OBJECT_STORES,
    is_foreign,
    open_file_system,
    scheme_of,
    without_password,
)
from audiobook.store import Item, is_entry, part_name, place_of

T = TypeVar("T")

AT_ONCE = 32  # transfers and questions under way: a shared place answers slowly, but many at a time
_PAUSES_S = (0.5, 2.0)  # before the second and the third try
_PATIENT = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az"}  # their libraries try again by themselves
_PROBE = "audiobook-store"
_WRITTEN = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")


class Remote:
    """A shared place, by its fsspec URL. Safe for threads.

    Raises UsageError for a URL that nothing here can open, PublishError for one that does not answer.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") if not url.endswith("://") else url
        self.shown = without_password(self.url)
        self._files, root = open_file_system(self.url, AT_ONCE)
        self._root = root.rstrip("/")
        self._atomic = scheme_of(url) in OBJECT_STORES
        self._patient = scheme_of(url) in _PATIENT
        # A connection of SFTP or FTP answers one question at a time: a second thread would take the first one's answer.
        many = self._atomic or scheme_of(url) == "file"
        self._turn: AbstractContextManager[object] = nullcontext() if many else threading.Lock()

    def probe(self) -> None:
        """Writes a small file. Raises PublishError when that cannot be done."""

        def write() -> None:
            if not self._atomic:
                self._files.makedirs(self._root, exist_ok=True)
            self._files.pipe_file(f"{self._root}/{_PROBE}", b"1\n")

        self._try("written", write, missing=False)

    def shelves(self, kind: str) -> frozenset[str]:
        """The first two digits that keys of a kind begin with here."""
        return frozenset(name for name, _ in self._listed(f"{self._root}/{kind}"))

    def shelf(self, kind: str, digits: str) -> Mapping[str, Item]:
        """The entries of a kind whose keys begin with these two digits, by key."""
        found = self._listed(f"{self._root}/{kind}/{digits}")
        return {
            name: Item(kind, name, int(info.get("size") or 0), _written(info))
            for name, info in found
            if is_entry(kind, name) and name.startswith(digits)
        }

    def fetch(self, kind: str, key: str, target: Path) -> bool:
        """Copies the entry, as it is, to a local file; False when there is none."""
        place = self._place(kind, key)
        return self._try("read", lambda: self._files.get_file(place, str(target)) or True) or False

    def send(self, kind: str, key: str, source: Path) -> None:
        """Puts a local file in the place of the entry."""
        place = self._place(kind, key)
        self._try("written", lambda: self._put(source, place), missing=False)

    def items(self) -> Iterator[Item]:
        """All entries."""
        kinds = sorted(name for name, info in self._listed(self._root) if info["type"] == "directory")
        shelves = [(kind, digits) for kind in kinds for digits in sorted(self.shelves(kind))]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for found in pool.map(lambda shelf: self.shelf(*shelf), shelves):
                yield from found.values()

    def remove(self, kind: str, key: str) -> None:
        """Drops an entry, if it is there."""
        place = self._place(kind, key)
        self._try("changed", lambda: self._files.rm_file(place))

    def _place(self, kind: str, key: str) -> str:
        return f"{self._root}/{place_of(kind, key)}"

    def _put(self, source: Path, place: str) -> None:
        if self._atomic:
            self._files.put_file(str(source), place)
            return
        folder, _, name = place.rpartition("/")
        self._files.makedirs(folder, exist_ok=True)
        part = f"{folder}/{part_name(name)}"
        try:
            self._files.put_file(str(source), part)
            self._files.mv(part, place)
        except BaseException:
            self._sweep(part)
            raise

    def _sweep(self, part: str) -> None:
        try:
            self._files.rm_file(part)
        except Exception:  # noqa: BLE001 - told is why it was not finished; prune removes what is left
            return

    def _listed(self, folder: str) -> list[tuple[str, Mapping[str, Any]]]:
        """What lies in a folder, by name; nothing where there is no such folder."""
        found = self._try("read", lambda: self._files.ls(folder, detail=True)) or []
        return [(info["name"].rstrip("/").rpartition("/")[2], info) for info in found]

    def _try(self, verb: str, action: Callable[[], T], *, missing: bool = True) -> T | None:
        """What `action` gives; None when it finds nothing there and that is an answer (`missing`)."""
        pauses = iter(() if self._patient else _PAUSES_S)
        while True:
            try:
                with self._turn:
                    return action()
            except FileNotFoundError as error:
                if missing:
                    return None
                raise self._lost(verb, error) from error
            except Exception as error:
                if not is_foreign(error):
                    raise
                pause = None if _is_final(error) else next(pauses, None)
                if pause is None:
                    raise self._lost(verb, error) from error
                time.sleep(pause)

    def _lost(self, verb: str, error: Exception) -> PublishError:
        hint = (
            "Mend the address, the network or the credentials and run it again, "
            "or go on without it: --store .audiobook/store"
        )
        return PublishError(f"the store {self.shown} cannot be {verb}: {reason_of(error)}", hint)


def _is_final(error: Exception) -> bool:
    """Whether asking again would be answered the same."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return isinstance(error, PermissionError) or bool(
        names
        & {"NoCredentialsError", "PartialCredentialsError", "AuthenticationException", "ParamValidationError"}
    )


def _written(info: Mapping[str, Any]) -> float:
    """When an object was last written, in seconds since the epoch; now, where the file system does not tell."""
    for name in _WRITTEN:
        value = info.get(name)
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, int | float):
            return float(value)
    return time.time()
