"""A store that machines share: what one made the others find, and no fault behind it gives a wrong clip."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from audiobook import remote
from audiobook.build import CourseReport, build_course, build_courses
from audiobook.config import load_project
from audiobook.errors import EngineError, PublishError, UsageError
from audiobook.planning import plan_courses
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.remote import Remote
from audiobook.shared_store import OUTBOX, SharedStore
from audiobook.store import Store, open_store, place_of
from tests import shared_places
from tests.test_build import Workshop

FACTS = {"rate": 22050}
DAY = 86400


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


KEY = key(0)


@pytest.fixture(scope="module")
def s3_port() -> Iterator[int]:
    with shared_places.server() as port, pytest.MonkeyPatch.context() as patch:
        for name, value in shared_places.environment(port).items():
            patch.setenv(name, value)
        yield port


@pytest.fixture(params=["memory", "s3", "file"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty shared place: in memory, in an S3 server, in a folder (where a put is written aside, then moved)."""
    if request.param == "file":
        return (tmp_path / "there").as_uri()
    if request.param == "s3":
        request.getfixturevalue("s3_port")
        return f"s3://{shared_places.BUCKET}/{uuid.uuid4().hex}"
    return f"memory://{uuid.uuid4().hex}/store"


class Machine:
    """A folder in front of the place, and what the store reports there."""

    def __init__(self, folder: Path, url: str | None, *sources: str) -> None:
        self.folder = folder
        self.reports: list[str] = []
        self._url = url
        self._sources = sources

    def store(self) -> SharedStore:
        """Opened anew, as each build does."""
        behind = Remote(self._url) if self._url else None
        return SharedStore(self.folder, self.reports.append, behind, [Remote(each) for each in self._sources])


@pytest.fixture
def machines(tmp_path: Path, url: str) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "one", url), Machine(tmp_path / "two", url)


def put(machine: Machine, numbers: range = range(1), payload: bytes = b"samples") -> None:
    with machine.store() as store:
        store.ready()
        for number in numbers:
            store.put("clip", key(number), FACTS, payload)


def raw(url: str) -> tuple[Any, str]:
    """The file system of a place, and the path of the clip in it."""
    from fsspec.core import url_to_fs

    files, root = url_to_fs(url, use_listings_cache=False)
    return files, f"{root}/{place_of('clip', KEY)}"


def notes(machine: Machine) -> list[Path]:
    return list((machine.folder / OUTBOX).glob("*/*/*"))


# -- what one machine makes, another finds -------------------------------------------------------------------


def test_what_one_machine_put_another_has(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    put(one)
    store = two.store()
    assert store.has("clip", KEY)
    assert not store.has("clip", key(1))
    entry = store.get("clip", KEY)
    assert entry is not None
    assert (entry.facts, entry.payload) == (FACTS, b"samples")
    assert Store(two.folder).has("clip", KEY)  # a copy is kept
    assert (one.reports, two.reports, notes(one)) == ([], [], [])


def test_facts_and_files_come_from_there_too(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, two = machines
    source = tmp_path / "body.mp3"
    source.write_bytes(os.urandom(300_000))
    with one.store() as store:
        store.put_file("recording", KEY, FACTS, source)
    assert two.store().facts("recording", KEY) == FACTS
    assert two.store().extract("recording", KEY, tmp_path / "out.mp3") == FACTS
    assert (tmp_path / "out.mp3").read_bytes() == source.read_bytes()


def test_what_is_rejected_is_made_anew_for_all(machines: tuple[Machine, Machine]) -> None:
    """It is whole, but not what its kind holds: made by another program, say."""
    one, two = machines
    third = Machine(two.folder.parent / "three", two.store().url)
    put(one, payload=b"of no use")
    with two.store() as store:
        store.ready()
        assert store.get("clip", KEY) is not None
        store.reject("clip", KEY)
        assert not store.has("clip", KEY)
        store.put("clip", KEY, FACTS, b"samples")
    entry = third.store().get("clip", KEY)
    assert entry is not None
    assert entry.payload == b"samples"
    assert [line.partition(":")[0] for line in two.reports] == ["damaged in the store, to be made anew"]


def test_many_are_listed_and_fetched_at_once(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    put(one, range(40))
    store = two.store()
    store.expect("clip", [key(number) for number in range(50)])
    store.fetch("clip", [key(number) for number in range(50)])
    near = Store(two.folder)
    assert [near.has("clip", key(number)) for number in range(50)] == [True] * 40 + [False] * 10


def test_a_place_is_asked_once_for_many(machines: tuple[Machine, Machine], monkeypatch: Any) -> None:
    one, two = machines
    put(one, range(3))
    asked: list[tuple[str, ...]] = []
    listed = Remote.shelf
    monkeypatch.setattr(Remote, "shelf", lambda self, *shelf: asked.append(shelf) or listed(self, *shelf))
    store = two.store()
    keys = [key(number) for number in range(200)]
    store.expect("clip", keys)
    found = [each for each in keys if store.has("clip", each)]
    assert len(found) == 3
    assert sorted(asked) == sorted(
        {("clip", each[:2]) for each in found}
    )  # only shelves that are there, each once


def test_what_another_put_after_the_listing_is_found_when_it_is_read(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    store = two.store()
    assert not store.has("clip", KEY)
    put(one)
    assert store.get("clip", KEY) is not None


def test_a_folder_that_is_put_before_a_place_sends_all_it_holds(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    for number in range(3):
        Store(one.folder).put("clip", key(number), FACTS, b"made before it was shared")
    Store(one.folder).put("script", KEY, FACTS, b"")
    with one.store() as store:
        store.ready()
    assert [two.store().has("clip", key(number)) for number in range(3)] == [True] * 3
    assert not two.store().has("script", KEY)
    assert len(one.reports) == 1
    assert one.reports[0].startswith("sending 3 entries of ")
    with one.store() as store:
        store.ready()
    assert len(one.reports) == 1  # once


def test_a_second_go_sends_nothing_twice(
    machines: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = machines
    sent: list[str] = []
    send = Remote.send
    monkeypatch.setattr(
        Remote, "send", lambda self, kind, *rest: sent.append(kind) or send(self, kind, *rest)
    )
    with one.store() as store:
        store.ready()
        store.put("clip", KEY, FACTS, b"samples")
        store.ready()
    assert sent == ["clip"]


def test_what_is_used_is_written_again_when_it_is_old(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a sweep by age spares it."""
    put(Machine(tmp_path / "one", url))
    (before,) = Remote(url).items()
    monkeypatch.setattr("audiobook.shared_store.FRESHEN_S", -DAY)
    time.sleep(1.1)  # an S3 server tells whole seconds
    with Machine(tmp_path / "two", url).store() as store:
        assert store.get("clip", KEY) is not None
    (after,) = Remote(url).items()
    assert after.used > before.used


def test_also_after_a_preview_has_sent_its_own(machines: tuple[Machine, Machine]) -> None:
    """What is put before a build has looked at the folder does not stand for all that the folder holds."""
    one, two = machines
    Store(one.folder).put("clip", key(1), FACTS, b"made before it was shared")
    with one.store() as store:
        store.put("clip", KEY, FACTS, b"samples")
    with one.store() as store:
        store.ready()
    assert [two.store().has("clip", key(number)) for number in range(2)] == [True, True]


def test_a_worker_elsewhere_opens_it_by_its_url(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    worker = pickle.loads(pickle.dumps(one.store()))
    worker.put("clip", KEY, FACTS, b"samples")
    assert not one.folder.exists()
    assert two.store().get("clip", KEY) is not None
    assert not worker.path("clip", KEY).exists()  # what a worker has sent it does not keep


def test_a_sibling_thread_uses_the_open_store() -> None:
    """`Task` carries the store itself: only another process opens it anew."""
    store = Store(Path("somewhere"))
    assert pickle.loads(pickle.dumps(store)).folder == store.folder


# -- damage --------------------------------------------------------------------------------------------------


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").write_text("in it")


HEADER = b'{"length":7,"sha256":"%s","facts":{}}\n'
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "truncated header": lambda data: data[:20],
    "truncated payload": lambda data: data[:-1],
    "only a header": lambda data: data[: data.index(b"\n") + 1],
    "more than it says": lambda data: data + b"!",
    "flipped bit in the payload": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "flipped bit in the sum": lambda data: data.replace(b'"sha256":"', b'"sha256":"f', 1),
    "garbage header": lambda data: b"\xff\xfe\x00 not JSON\n" + data,
    "huge header": lambda data: b"[" * 200_000 + data,
    "endless header": lambda data: b" " * 1_000_000,
    "header of another kind": lambda data: b"[1, 2, 3]\nsamples",
    "a null": lambda data: b"null\nsamples",
    "length in words": lambda data: data.replace(b'"length":7', b'"length":"7"'),
    "length below zero": lambda data: data.replace(b'"length":7', b'"length":-7'),
    "length that is no number": lambda data: data.replace(b'"length":7', b'"length":true'),
    "facts that are none": lambda data: data.replace(b'"facts":{"rate":22050}', b'"facts":[]'),
    "flipped bit in the facts": lambda data: data.replace(b'"rate":22050', b'"rate":22051'),
    "another entry's payload": lambda data: data[:-7] + b"another",
}


@pytest.fixture(params=DAMAGE)
def damage(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    return DAMAGE[request.param]


def test_damage_in_the_folder_is_a_reported_miss(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    reports: list[str] = []
    store = Store(tmp_path, reports.append)
    store.put("clip", KEY, FACTS, b"samples")
    path = store.path("clip", KEY)
    changed = damage(path.read_bytes())
    assert changed != path.read_bytes()
    path.write_bytes(changed)
    assert store.get("clip", KEY) is None
    assert store.extract("clip", KEY, tmp_path / "out") is None
    assert not store.has("clip", KEY)
    assert len(reports) == 1
    assert str(path) in reports[0]
    store.put("clip", KEY, FACTS, b"samples")
    assert store.get("clip", KEY) is not None


def test_a_folder_in_the_place_of_an_entry_is_a_reported_miss(tmp_path: Path) -> None:
    reports: list[str] = []
    store = Store(tmp_path, reports.append)
    store.put("clip", KEY, FACTS, b"samples")
    _directory(store.path("clip", KEY))
    assert store.get("clip", KEY) is None
    assert len(reports) == 1
    store.put("clip", KEY, FACTS, b"samples")
    assert store.get("clip", KEY) is not None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_entry_that_may_not_be_read_is_one_clear_line(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("clip", KEY, FACTS, b"samples")
    store.path("clip", KEY).chmod(0)
    with pytest.raises(PublishError, match=r"cannot be read: Permission denied\. Mend its permissions"):
        store.get("clip", KEY)


def test_damage_behind_is_a_reported_miss_and_is_replaced(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    place = f"memory://{uuid.uuid4().hex}"
    check_damage(Machine(tmp_path / "one", place), Machine(tmp_path / "two", place), damage)


@pytest.mark.parametrize("name", ["empty", "truncated payload", "flipped bit in the payload"])
def test_so_it_is_behind_any_url(machines: tuple[Machine, Machine], name: str) -> None:
    check_damage(*machines, DAMAGE[name])


def check_damage(one: Machine, two: Machine, damage: Callable[[bytes], bytes]) -> None:
    put(one)
    files, path = raw(one._url or "")
    data = damage(files.cat_file(path))
    files.pipe_file(path, data)

    store = two.store()
    assert store.get("clip", KEY) is None
    assert not store.has("clip", KEY)  # the next plan has it made anew
    assert len(two.reports) == 1
    assert "damaged in the store" in two.reports[0]
    assert files.cat_file(path) == data  # not removed: this machine's network could be at fault
    assert not any(file.is_file() for file in two.folder.rglob("*"))

    with store:
        store.put("clip", KEY, FACTS, b"samples")
    third = Machine(two.folder.parent / "three", two._url)
    assert third.store().get("clip", KEY) is not None
    assert third.reports == []


def test_damage_in_the_folder_is_mended_from_behind(machines: tuple[Machine, Machine]) -> None:
    one, _ = machines
    put(one)
    Store(one.folder).path("clip", KEY).write_bytes(b"broken")
    assert one.store().get("clip", KEY) is not None
    assert len(one.reports) == 1


def test_a_damaged_entry_is_not_sent(machines: tuple[Machine, Machine]) -> None:
    """Neither over a good one nor where there is none."""
    one, two = machines
    put(two)
    store = Store(one.folder)
    for number in range(2):
        store.put("clip", key(number), FACTS, b"samples")
        store.path("clip", key(number)).write_bytes(b"broken")
        note = (
            one.folder
            / OUTBOX
            / hashlib.sha256((one._url or "").encode()).hexdigest()[:16]
            / "clip"
            / key(number)
        )
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
    with one.store() as shared:
        shared.ready()
    third = Machine(two.folder.parent / "three", two._url).store()
    assert third.get("clip", KEY) is not None
    assert not third.has("clip", key(1))


# -- a place that is only read -------------------------------------------------------------------------------


def test_a_read_only_place_is_used_and_never_written(tmp_path: Path, url: str) -> None:
    put(Machine(tmp_path / "owner", url))
    files, _ = raw(url)
    root = url.partition("://")[2].lstrip("/") if "file" not in url else url
    before = {path: files.cat_file(path) for path in files.find(root)}
    reader = Machine(tmp_path / "reader", None, url)
    with reader.store() as store:
        assert store.has("clip", KEY)
        assert store.get("clip", KEY) is not None
        store.put("clip", key(1), FACTS, b"new")
        store.ready()
    assert Store(reader.folder).has("clip", KEY)
    assert {path: files.cat_file(path) for path in files.find(root)} == before


def test_what_is_taken_from_a_read_only_place_goes_to_the_shared_one(tmp_path: Path, url: str) -> None:
    there = f"memory://{uuid.uuid4().hex}"
    put(Machine(tmp_path / "owner", there))
    with Machine(tmp_path / "one", url, there).store() as store:
        assert store.get("clip", KEY) is not None
    assert Machine(tmp_path / "two", url).store().get("clip", KEY) is not None


def test_damage_in_a_read_only_place_is_a_reported_miss(tmp_path: Path, url: str) -> None:
    put(Machine(tmp_path / "owner", url))
    files, path = raw(url)
    files.pipe_file(path, b"broken")
    reader = Machine(tmp_path / "reader", None, url)
    assert reader.store().get("clip", KEY) is None
    assert "damaged" in " ".join(reader.reports)
    assert files.cat_file(path) == b"broken"


# -- faults of the network -----------------------------------------------------------------------------------


class Flaky(MemoryFileSystem):
    """A file system whose next transfers fail, or end early."""

    protocol = "flaky"
    store: dict[str, Any] = {}  # noqa: RUF012 - as its parent has it
    pseudo_dirs = [""]  # noqa: RUF012
    faults: list[str] = []  # noqa: RUF012
    down = False

    def get_file(self, rpath: str, lpath: str, **options: Any) -> None:
        super().get_file(rpath, lpath, **options)
        self._fail(Path(lpath))

    def put_file(self, lpath: str, rpath: str, **options: Any) -> None:
        self._fail(None)
        super().put_file(lpath, rpath, **options)

    def ls(self, path: str, detail: bool = True, **options: Any) -> Any:
        self._fail(None)
        return super().ls(path, detail=detail, **options)

    def pipe_file(self, path: str, value: bytes, **options: Any) -> None:
        self._fail(None)
        super().pipe_file(path, value, **options)

    def _fail(self, half: Path | None) -> None:
        fault = "down" if Flaky.down else Flaky.faults.pop(0) if Flaky.faults else ""
        if fault == "cut" and half:
            half.write_bytes(half.read_bytes()[:-3])
        elif fault:
            raise ConnectionResetError("the line is cut")


@pytest.fixture
def flaky(monkeypatch: pytest.MonkeyPatch) -> type[Flaky]:
    fsspec.register_implementation("flaky", Flaky, clobber=True)
    monkeypatch.setattr(remote, "_PAUSES_S", (0.0, 0.0))
    for name, value in {"store": {}, "faults": [], "down": False}.items():
        monkeypatch.setattr(Flaky, name, value)
    return Flaky


def test_a_transfer_that_is_cut_off_is_made_again(flaky: type[Flaky], tmp_path: Path) -> None:
    put(Machine(tmp_path / "one", "flaky://store"))
    two = Machine(tmp_path / "two", "flaky://store")
    store = two.store()
    assert store.has("clip", KEY)
    flaky.faults[:] = ["reset", "cut"]
    assert store.get("clip", KEY) is not None
    assert (two.reports, flaky.faults) == ([], [])


def test_a_place_out_of_reach_is_an_error_and_not_a_miss(flaky: type[Flaky], tmp_path: Path) -> None:
    put(Machine(tmp_path / "one", "flaky://store"))
    flaky.down = True
    for ask in ("has", "facts", "get"):
        with pytest.raises(
            PublishError, match=r"flaky://store cannot be read: the line is cut\. Mend .* --store"
        ):
            getattr(Machine(tmp_path / "two", "flaky://store").store(), ask)("clip", KEY)
    assert not any(path.is_file() for path in (tmp_path / "two").rglob("*"))


def test_what_could_not_be_sent_is_kept_and_sent_by_the_next(flaky: type[Flaky], tmp_path: Path) -> None:
    one = Machine(tmp_path / "one", "flaky://store")
    with one.store() as store:
        store.ready()
        flaky.down = True
        for number in range(3):
            store.put("clip", key(number), FACTS, b"samples")
    assert len(notes(one)) == 3
    assert len(one.reports) == 1
    assert "3 of 3 entries could not be sent; they are kept in" in one.reports[0]
    flaky.down = False
    with one.store() as store:
        store.ready()
    assert notes(one) == []
    assert all(
        Machine(tmp_path / "two", "flaky://store").store().has("clip", key(number)) for number in range(3)
    )


def test_a_wire_that_is_cut_gives_no_wrong_clip(
    s3_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real S3 client over a wire that ends in the middle of the answer: an error, and a clip when it is mended."""
    wire = shared_places.Wire(s3_port)
    place = f"s3://{shared_places.BUCKET}/{uuid.uuid4().hex}"
    put(Machine(tmp_path / "one", place), payload=os.urandom(200_000))
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{wire.port}")
    monkeypatch.setattr("s3fs.core.S3FileSystem.retries", 2)
    two = Machine(tmp_path / "two", place)
    store = two.store()
    assert store.has("clip", KEY)
    wire.cut = 100_000
    with pytest.raises(PublishError, match="cannot be read"):
        store.get("clip", KEY)
    assert not Store(two.folder).has("clip", KEY)
    wire.cut = None
    assert store.get("clip", KEY) is not None
    wire.close()


def test_a_bucket_that_is_not_there_is_one_clear_line(s3_port: int, tmp_path: Path) -> None:
    with pytest.raises(
        PublishError, match=r"s3://absent/x cannot be written: The specified bucket does not exist"
    ):
        Machine(tmp_path, "s3://absent/x").store().ready()


def test_a_password_in_the_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Remote("memory://me:secret@host/x").shown == "memory://me:***@host/x"


def test_a_library_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match=r"pip install 'audiobook\[s3\]'"):
        Remote("s3://bucket/x")


# -- whole builds --------------------------------------------------------------------------------------------


def build(root: Path, url: str, reports: list[str] | None = None, **options: object) -> CourseReport:
    class Heard(Lines):
        def say(self, line: str) -> None:
            if reports is not None:
                reports.append(line)

    project = load_project(root, {"store": url}, {})
    return build_course(root / "content" / "small", project, Options(**options), Heard(quiet=True))


def test_a_second_machine_synthesizes_nothing(tmp_path: Path, url: str) -> None:
    one, two = Workshop(tmp_path / "one"), Workshop(tmp_path / "two")
    first, second = build(one.root, url), build(two.root, url, frozen=True)
    assert (first.synthesized, second.synthesized) == (11, 0)
    assert two.files() == one.files()
    two.edit("03-third.md", "Six is here.", "Sixteen is here.")
    assert build(two.root, url).synthesized == 1
    one.edit("03-third.md", "Six is here.", "Sixteen is here.")
    assert build(one.root, url).synthesized == 0
    assert two.files() == one.files()


def test_a_plan_writes_nothing_there(tmp_path: Path, url: str) -> None:
    workshop = Workshop(tmp_path)
    plan = plan_courses([], load_project(workshop.root, {"store": url}, {}), Options(), Lines(quiet=True))
    assert len(plan[0].to_speak) == 11
    assert list(Remote(url).items()) == []


def test_a_build_makes_anew_what_is_damaged_there(tmp_path: Path) -> None:
    url = f"memory://{uuid.uuid4().hex}"
    one, two = Workshop(tmp_path / "one"), Workshop(tmp_path / "two")
    build(one.root, url)
    files, path = raw(url)
    root = path[: -len("/" + place_of("clip", KEY))]
    for item in Remote(url).items():
        files.pipe_file(f"{root}/{place_of(item.kind, item.key)}", b"broken")
    reports: list[str] = []
    build(two.root, url, reports)
    assert two.files() == one.files()
    assert any("damaged in the store" in line for line in reports)
    assert build(Workshop(tmp_path / "three").root, url, frozen=True).synthesized == 0


def test_a_frozen_build_does_not_count_on_what_is_damaged(tmp_path: Path) -> None:
    place = f"memory://{uuid.uuid4().hex}"
    build(Workshop(tmp_path / "one").root, place)
    files, path = raw(place)
    root = path[: -len("/" + place_of("clip", KEY))]
    for item in Remote(place).items():
        files.pipe_file(f"{root}/{place_of(item.kind, item.key)}", b"broken")
    with pytest.raises(EngineError, match="this build is --frozen"):
        build(Workshop(tmp_path / "two").root, place, frozen=True)


def test_nothing_is_spoken_in_vain_where_it_cannot_be_shared(
    flaky: type[Flaky], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("Forbidden")

    monkeypatch.setattr(Flaky, "pipe_file", refuse)
    with pytest.raises(PublishError, match=r"flaky://store cannot be written: Forbidden"):
        build(workshop.root, "flaky://store")
    assert not (workshop.root / ".audiobook" / "store" / "clip").exists()


def test_an_edition_whose_clips_cannot_be_sent_is_finished_and_the_build_says_so(
    flaky: type[Flaky], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(tmp_path)
    project = load_project(workshop.root, {"store": "flaky://store"}, {})
    fine = SharedStore.ready

    def ready(store: SharedStore) -> None:
        fine(store)
        flaky.down = True

    monkeypatch.setattr(SharedStore, "ready", ready)
    # What is asked after that is not there is asked of a place that is down: only sending is to fail here.
    monkeypatch.setattr(Flaky, "get_file", MemoryFileSystem.get_file)
    monkeypatch.setattr(Flaky, "ls", MemoryFileSystem.ls)
    with pytest.raises(PublishError, match="flaky://store cannot be written"):
        build_courses([], project, Options(), Lines(quiet=True))
    assert (workshop.output / "edition.json").is_file()
    monkeypatch.undo()
    fsspec.register_implementation("flaky", Flaky, clobber=True)
    flaky.down = False
    again = build_courses([], project, Options(), Lines(quiet=True))  # nothing to do but to send
    assert (again[0].synthesized, again[0].changes.written) == (0, 0)
    assert build(Workshop(tmp_path / "two").root, "flaky://store").synthesized == 0


# -- many at once --------------------------------------------------------------------------------------------

WORKER = """
import hashlib, os, random, sys
from pathlib import Path
from audiobook.remote import Remote
from audiobook.shared_store import SharedStore
from audiobook.store import Store
from audiobook.prune import Wish, choose

folder, url, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
chance = random.Random(seed)
wrong = []

def key(number): return hashlib.sha256(str(number).encode()).hexdigest()
def payload(number): return hashlib.sha512(str(number).encode()).digest() * 200

def opened():
    return Store(folder, wrong.append) if url == "-" else SharedStore(folder / str(seed % 2), wrong.append, Remote(url))

store = opened()
for step in range(40):
    number = chance.randrange(20)
    act = chance.random()
    if act < 0.4:
        store.put("clip", key(number), {"number": number}, payload(number))
    elif act < 0.8:
        entry = store.get("clip", key(number))
        assert entry is None or (entry.facts["number"], entry.payload) == (number, payload(number)), number
    elif act < 0.9:
        target = folder / f"out-{seed}"
        if store.extract("clip", key(number), target) is not None:
            assert target.read_bytes() == payload(number)
            target.unlink()
    else:
        for item in choose(list(store.near.items()), set(), Wish(now=True), 9e9)[:5]:
            store.near.remove(item.kind, item.key)
        if url != "-":
            Remote(url).remove("clip", key(number))
store.flush()
assert not wrong, wrong
"""


@pytest.mark.parametrize("place", ["local", "file", "s3"])
def test_processes_that_write_read_and_prune_at_once_never_meet_a_wrong_entry(
    request: pytest.FixtureRequest, tmp_path: Path, place: str
) -> None:
    where = {
        "local": "-",
        "file": (tmp_path / "there").as_uri(),
        "s3": f"s3://{shared_places.BUCKET}/{uuid.uuid4().hex}",
    }
    if place == "s3":
        request.getfixturevalue("s3_port")
    # The server of these tests answers a put with 500 when the object is removed at that moment: the library is to try
    # again as it does for users.
    environment = {name: value for name, value in os.environ.items() if name != "AWS_MAX_ATTEMPTS"}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), where[place], str(seed)],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(4)
    ]
    failed = [errors for worker in workers if (errors := worker.communicate()[1]) or worker.returncode]
    assert not failed, failed[0]
    left = [path.name for path in tmp_path.rglob("*.part")]
    assert left == []


def test_a_killed_build_sends_the_rest_next_time(s3_port: int, tmp_path: Path) -> None:
    place = f"s3://{shared_places.BUCKET}/{uuid.uuid4().hex}"
    program = f"""
import os, signal
from pathlib import Path
from audiobook.remote import Remote
from audiobook.shared_store import SharedStore
sent = Remote.send
Remote.send = lambda self, kind, key, path: os.kill(os.getpid(), signal.SIGKILL)
store = SharedStore(Path({str(tmp_path / "one")!r}), print, Remote({place!r}))
store.ready()
store.put("clip", {KEY!r}, {{"rate": 22050}}, b"samples")
store.flush()
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == -9
    one, two = Machine(tmp_path / "one", place), Machine(tmp_path / "two", place)
    assert len(notes(one)) == 1
    assert not two.store().has("clip", KEY)
    with one.store() as store:
        store.ready()
    assert two.store().get("clip", KEY) is not None
    shutil.rmtree(tmp_path / "one")


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, KEY + "\n", KEY[:-1] + "/"])
def test_no_path_gets_in_as_a_key(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not an entry"):
        Store(tmp_path).get("clip", name)
    with pytest.raises(ValueError, match="not an entry"):
        Store(tmp_path).put("../clip", KEY, {}, b"")


def test_open_store_takes_any_url(url: str) -> None:
    open_store(url).put("clip", KEY, FACTS, b"samples")
    assert open_store(url).get("clip", KEY) is not None
