"""The store: an entry is whole and right, or it is not there."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import PublishError, UsageError
from audiobook.store import Store, open_store

KEY = hashlib.sha256(b"some facts").hexdigest()
FACTS = {"rate": 22050, "words": [[0, 0], [6, 700]]}


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, reports: list[str]) -> Store:
    return open_store(str(tmp_path / "store"), reports.append)


def test_gives_back_what_was_put(store: Store) -> None:
    store.put("clip", KEY, FACTS, b"samples\nand more\0")
    entry = store.get("clip", KEY)
    assert entry is not None
    assert (entry.facts, entry.payload) == (FACTS, b"samples\nand more\0")
    assert store.has("clip", KEY)
    assert store.facts("clip", KEY) == FACTS


def test_has_nothing_before_the_first_put(store: Store) -> None:
    assert store.get("clip", KEY) is None
    assert not store.has("clip", KEY)
    assert not store.folder.exists()


def test_a_kind_is_a_name_space(store: Store) -> None:
    store.put("clip", KEY, FACTS, b"samples")
    assert not store.has("recording", KEY)


def test_spreads_entries_over_folders_by_key(store: Store) -> None:
    store.put("clip", KEY, FACTS, b"samples")
    assert store.path("clip", KEY) == store.folder / "clip" / KEY[:2] / KEY
    assert store.path("clip", KEY).is_file()


@given(payload=st.binary(max_size=300), position=st.integers(0), change=st.integers(1, 255))
def test_notices_any_changed_byte(
    tmp_path_factory: pytest.TempPathFactory, payload: bytes, position: int, change: int
) -> None:
    reports: list[str] = []
    store = Store(tmp_path_factory.mktemp("store"), reports.append)
    store.put("clip", KEY, FACTS, payload)
    path = store.path("clip", KEY)
    data = bytearray(path.read_bytes())
    position %= len(data)
    data[position] ^= change
    path.write_bytes(data)
    entry = store.get("clip", KEY)
    if entry is None:
        assert len(reports) == 1
        assert str(path) in reports[0]
        assert not store.has("clip", KEY)
    else:  # the facts are JSON: another digit in them is another valid header, and the payload is still verified
        assert entry.payload == payload
        assert position < data.index(b"\n")


@pytest.mark.parametrize("length", [0, 5, -1])
def test_a_truncated_entry_is_none(store: Store, reports: list[str], length: int) -> None:
    store.put("clip", KEY, FACTS, b"samples")
    path = store.path("clip", KEY)
    path.write_bytes(path.read_bytes()[:length])
    assert not store.has("clip", KEY)
    assert len(reports) == 1


def test_a_damaged_entry_is_replaced_by_the_next_put(store: Store, reports: list[str]) -> None:
    store.put("clip", KEY, FACTS, b"samples")
    path = store.path("clip", KEY)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert store.has("clip", KEY)  # the length is right; only reading tells
    assert store.get("clip", KEY) is None
    assert not store.has("clip", KEY)
    store.put("clip", KEY, FACTS, b"samples")
    entry = store.get("clip", KEY)
    assert entry is not None
    assert entry.payload == b"samples"
    assert len(reports) == 1


def test_files_go_in_and_out_in_parts(store: Store, tmp_path: Path) -> None:
    source, target = tmp_path / "body.mp3", tmp_path / "out" / "body.mp3"
    source.write_bytes(os.urandom(3_000_000))
    store.put_file("recording", KEY, FACTS, source)
    assert store.extract("recording", KEY, target) == FACTS
    assert target.read_bytes() == source.read_bytes()


def test_a_damaged_entry_is_not_extracted(store: Store, reports: list[str], tmp_path: Path) -> None:
    store.put("recording", KEY, FACTS, b"frames")
    path = store.path("recording", KEY)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    target = tmp_path / "body.mp3"
    target.write_bytes(b"what was there before")
    assert store.extract("recording", KEY, target) is None
    assert target.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["body.mp3", "store"]
    assert len(reports) == 1


def test_many_writers_of_one_entry_leave_one_entry(store: Store) -> None:
    payloads = [bytes([number]) * 100_000 for number in range(20)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda payload: store.put("clip", KEY, FACTS, payload), payloads))
    entry = store.get("clip", KEY)
    assert entry is not None
    assert entry.payload in payloads
    assert [path.name for path in store.path("clip", KEY).parent.iterdir()] == [KEY]


def test_a_writer_that_is_killed_leaves_no_entry(store: Store) -> None:
    program = f"""
import os, signal
from pathlib import Path
from audiobook.store import Store
class Dying(bytes): pass
store = Store(Path({str(store.folder)!r}))
os_replace = Path.replace
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
store.put("clip", {KEY!r}, {{}}, b"samples")
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == -9
    assert store.get("clip", KEY) is None
    store.put("clip", KEY, FACTS, b"samples")
    assert store.has("clip", KEY)


def test_a_full_disk_is_one_clear_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        PublishError, match=r"cannot be written: No space left on device. Free some space"
    ) as caught:
        store.put("clip", KEY, FACTS, b"samples")
    assert str(store.path("clip", KEY)) in str(caught.value)
    assert list(store.path("clip", KEY).parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = open_store(str(tmp_path / "file" / "store"))
    with pytest.raises(PublishError, match="choose another folder with --store"):
        store.put("clip", KEY, FACTS, b"samples")


def test_an_address_that_nothing_can_open_is_refused() -> None:
    with pytest.raises(UsageError, match=r"tape://clips cannot be opened.*Give a folder, or a URL"):
        open_store("tape://clips")


def test_its_url_opens_it_again(store: Store) -> None:
    store.put("clip", KEY, FACTS, b"samples")
    assert open_store(store.url).has("clip", KEY)
