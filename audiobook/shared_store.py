"""A store that machines share: a local folder in front, a shared place behind it, and places that are only read.

Reading looks into the folder, then the shared place, then the read-only one, and keeps a verified copy of what it
finds in the folder (and, from a read-only place, in the shared one). What is put is in the folder at once; it is sent
on in the background. A note in the folder's outbox says what is still to be sent, so that what a killed or cut-off
build could not send the next one does. A shared place is slow for each question: it is listed shelf by shelf (entries
whose keys begin alike), many at a time, once for each store that is opened.

What a place holds damaged counts as absent. It is not removed: this machine's network could be at fault. In the shared
place it is replaced when the entry has been made anew.

Narration scripts stay on the machine: they hold for one installation of this program (see `Store.near`).
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from audiobook.errors import PublishError
from audiobook.remote import AT_ONCE, Remote
from audiobook.store import Entry, Item, Report, Store, ignore, is_folder, near_folder, verified, writing

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings

OUTBOX = ".unsent"
_MANY = 100  # entries: a wait that people want to be told of
SENDING = 8  # at once: file systems hold in memory what they send
_BEGUN = ".begun"  # in the outbox once all that the folder held has been noted
FRESHEN_S = (
    7 * 86400
)  # what is used from the shared place is written again this long after, so that its age tells


def open_shared(project: ProjectSettings, report: Report = ignore) -> Store:
    """The store of a project that shares it, or takes from another. Raises UsageError or PublishError."""
    sources = [_remote(_as_url(project.store_from))] if project.store_from else []
    behind = None if is_folder(project.store) else _remote(project.store)
    return SharedStore(near_folder(project), report, behind, sources)


@cache
def _remote(url: str) -> Remote:
    """One connection for all courses of a build."""
    return Remote(url)


def send_unsent(project: ProjectSettings, report: Report = ignore) -> None:
    """Send what earlier builds could not. Raises PublishError when the shared place cannot be written now either."""
    if any(_outbox(near_folder(project), project.store).glob("*/*")):
        with open_shared(project, report) as store:
            store.ready()


def _outbox(folder: Path, url: str) -> Path:
    """The notes of what is to be sent from a folder to a place: one folder of notes for each place."""
    return folder / OUTBOX / hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]


def open_elsewhere(url: str, report: Report = ignore) -> Store:
    """The shared place alone, for a process without a folder of the project: `put` returns when it is sent."""
    return SharedStore(_scratch(), report, _remote(url), at_once=True)


def _as_url(place: str) -> str:
    return Path(place).absolute().as_uri() if is_folder(place) else place


@cache
def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="audiobook-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class SharedStore(Store):
    """A store with places behind its folder. Safe for threads; the folder and the places are safe for processes.

    `behind`: where what is put is sent; `sources`: where it is only looked for.
    """

    def __init__(
        self,
        folder: Path,
        report: Report,
        behind: Remote | None,
        sources: Sequence[Remote] = (),
        *,
        at_once: bool = False,
    ) -> None:
        super().__init__(folder, report)
        self._behind = behind
        self._places = [_Listing(place) for place in ([behind] if behind else [])] + [
            _Listing(place) for place in sources
        ]
        self._outbox = _Outbox(self, behind, report) if behind and not at_once else None
        self._is_ready = False

    @property
    def url(self) -> str:
        return self._behind.url if self._behind else super().url

    @property
    def near(self) -> Store:
        return Store(self.folder, self._report)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._outbox and kind is not None and not issubclass(kind, Exception):
            self._outbox.abandon()  # the user stops us: what is not sent is in the outbox
        else:
            self.flush()

    def ready(self) -> None:
        if self._behind and self._outbox and not self._is_ready:
            self._behind.probe()
            self._outbox.open(self._places[0])
            self._is_ready = True

    def flush(self) -> None:
        if self._outbox:
            self._outbox.flush()

    def expect(self, kind: str, keys: Iterable[str]) -> None:
        unknown = [key for key in keys if not self.path(kind, key).exists()]
        for place in self._places:
            place.look_at(kind, unknown)
            unknown = [key for key in unknown if not place.item(kind, key)]

    def fetch(self, kind: str, keys: Iterable[str]) -> None:
        lacking = [key for key in dict.fromkeys(keys) if not self.path(kind, key).exists()]
        self.expect(kind, lacking)
        wanted = [key for key in lacking if any(place.item(kind, key) for place in self._places)]
        if wanted:
            if len(wanted) >= _MANY:
                self._report(f"fetching {len(wanted)} entries of the store: {kind}")
            with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch") as pool:
                list(pool.map(lambda key: self._bring(kind, key), wanted))

    def has(self, kind: str, key: str) -> bool:
        """Whether `facts` knows the entry, as far as can be told without reading it."""
        return super().facts(kind, key) is not None or any(place.item(kind, key) for place in self._places)

    def facts(self, kind: str, key: str) -> Mapping[str, Any] | None:
        found = super().facts(kind, key)
        if found is None and self.has(kind, key) and self._bring(kind, key):
            return super().facts(kind, key)
        return found

    def get(self, kind: str, key: str) -> Entry | None:
        found = super().get(kind, key)
        return super().get(kind, key) if found is None and self._bring(kind, key) else found

    def extract(self, kind: str, key: str, target: Path) -> Mapping[str, Any] | None:
        found = super().extract(kind, key, target)
        return super().extract(kind, key, target) if found is None and self._bring(kind, key) else found

    def reject(self, kind: str, key: str) -> None:
        super().reject(kind, key)
        for place in self._places:
            place.refuse(kind, key)

    def put(self, kind: str, key: str, facts: Mapping[str, Any], payload: bytes) -> None:
        super().put(kind, key, facts, payload)
        self._send(kind, key)

    def put_file(self, kind: str, key: str, facts: Mapping[str, Any], source: Path) -> None:
        super().put_file(kind, key, facts, source)
        self._send(kind, key)

    def _send(self, kind: str, key: str) -> None:
        if self._outbox:
            self._outbox.add(kind, key)
        elif self._behind:
            path = self.path(kind, key)
            self._behind.send(kind, key, path)
            path.unlink(missing_ok=True)

    def _bring(self, kind: str, key: str) -> bool:
        """Copies an entry into the folder from the first place that has it whole; False when none has.

        The shared place is asked also for what was not there when it was listed: another process may have put it since.
        """
        for place in self._places:
            item = place.item(kind, key)
            ours = place.remote is self._behind
            if not (item or ours) or not self._copied(place, kind, key):
                continue
            if self._outbox and (not ours or (item and item.used < time.time() - FRESHEN_S)):
                self._outbox.add(kind, key)
            return True
        return False

    def _copied(self, place: _Listing, kind: str, key: str) -> bool:
        for _ in range(2):  # a transfer that was cut off looks like damage
            with writing(self.path(kind, key)) as part:
                found = place.remote.fetch(kind, key, part.path)
                whole = found and verified(part.path)
                if not whole:
                    part.abandon()
            if whole:
                return True
            if not found:
                break
        if place.refuse(kind, key) and found:
            self._report(f"damaged in the store {place.remote.shown}, taken as absent: {kind} {key}")
        return False


class _Listing:
    """What a place held when its shelves were listed, and what was found not to be there, or not whole."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self._lock = threading.Lock()
        self._shelves: dict[str, frozenset[str]] = {}
        self._items: dict[tuple[str, str], Mapping[str, Item]] = {}
        self._refused: set[tuple[str, str]] = set()

    def item(self, kind: str, key: str) -> Item | None:
        """What the listing has of an entry; None also for one that turned out to be absent or damaged."""
        if (kind, key) in self._refused:
            return None
        self.look_at(kind, [key])
        return self._items[kind, key[:2]].get(key)

    def refuse(self, kind: str, key: str) -> bool:
        """From now on the entry counts as absent; False when it did so already."""
        with self._lock:
            known = (kind, key) in self._refused
            self._refused.add((kind, key))
        return not known

    def look_at(self, kind: str, keys: Iterable[str]) -> None:
        """List the shelves that these keys stand on, if that has not been done."""
        wanted = {key[:2] for key in keys if (kind, key[:2]) not in self._items}
        if not wanted:
            return
        with self._lock:
            if kind not in self._shelves:
                self._shelves[kind] = self.remote.shelves(kind)
            self._items.update({(kind, digits): {} for digits in wanted - self._shelves[kind]})
            digits = sorted(each for each in wanted if (kind, each) not in self._items)
            if len(digits) == 1:
                self._items[kind, digits[0]] = self.remote.shelf(kind, digits[0])
            elif digits:
                with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="list") as pool:
                    found = pool.map(lambda each: self.remote.shelf(kind, each), digits)
                    self._items.update(
                        {(kind, each): items for each, items in zip(digits, found, strict=True)}
                    )


class _Outbox:
    """Sends entries of a folder to a shared place in the background.

    A note, an empty file, stands for each until it is there.
    """

    def __init__(self, store: Store, remote: Remote, report: Report) -> None:
        self._store = store.near
        self._remote = remote
        self._report = report
        self._folder = _outbox(store.folder, remote.url)
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._sent: dict[tuple[str, str], Future[None]] = {}
        self._lost: PublishError | None = None

    def open(self, there: _Listing) -> None:
        """Send what an earlier build could not; to a place that this folder never stood before, all that it lacks."""
        begun = self._folder / _BEGUN
        if not begun.exists():
            from audiobook.narrated import KIND as SCRIPT

            held = [item for item in self._store.items() if item.kind != SCRIPT]
            for kind in sorted({item.kind for item in held}):
                there.look_at(kind, [item.key for item in held if item.kind == kind])
            for item in held:
                if there.item(item.kind, item.key) is None:
                    self._note(item.kind, item.key)
            self._folder.mkdir(parents=True, exist_ok=True)
            begun.touch()
        waiting = [(path.parent.name, path.name) for path in self._folder.glob("*/*")]
        if waiting:
            self._report(f"sending {len(waiting)} entries of {self._store.folder} to {self._remote.shown}")
        for kind, key in waiting:
            self._submit(kind, key)

    def add(self, kind: str, key: str) -> None:
        self._note(kind, key)
        self._submit(kind, key)

    def flush(self) -> None:
        """Wait until all is sent. What could not be is reported in one line."""
        with self._lock:
            pool, self._pool = self._pool, None
            sent, self._sent = self._sent, {}
        waiting = sum(not future.done() for future in sent.values())
        if waiting >= _MANY:
            self._report(f"waiting until {waiting} entries are sent to {self._remote.shown}")
        if pool:
            pool.shutdown(wait=True)
        errors = [error for error in (future.exception() for future in sent.values()) if error]
        if errors:
            first = errors[0]
            if not isinstance(first, PublishError):
                raise first
            self._report(
                f"warning: {first.message}. {len(errors)} of {len(sent)} entries could not be sent; they are kept in "
                f"{self._store.folder}, and the next build sends them"
            )

    def abandon(self) -> None:
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool, self._sent = None, {}

    def _submit(self, kind: str, key: str) -> None:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(SENDING, thread_name_prefix="send")
            self._sent[kind, key] = self._pool.submit(self._send, kind, key)

    def _send(self, kind: str, key: str) -> None:
        if self._lost:
            raise self._lost  # the place was given up: every other entry would wait for it just as long
        path = self._store.path(kind, key)
        try:
            if verified(path):
                self._remote.send(kind, key, path)
        except FileNotFoundError:
            pass  # pruned since
        except PublishError as error:
            cause = error.__cause__
            if not (
                isinstance(cause, FileNotFoundError) and str(path) in str(cause)
            ):  # not pruned while it was sent
                self._lost = error
                raise
        with suppress(FileNotFoundError):
            (self._folder / kind / key).unlink()

    def _note(self, kind: str, key: str) -> None:
        path = self._folder / kind / key
        try:
            path.touch()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
