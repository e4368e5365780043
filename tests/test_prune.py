"""Sweeping the store: what is needed stays, and a build never notices."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.build import CourseReport, build_course
from audiobook.cli import main
from audiobook.config import load_project
from audiobook.errors import ContentError, UsageError
from audiobook.prepare import Options, prepare
from audiobook.progress import Lines
from audiobook.prune import SPARED_S, Pruned, Wish, age, choose, prune, size
from audiobook.store import Item, Store
from tests.test_build import Workshop

DAY = 86400
NOW = 1_000_000_000.0
UNUSED = hashlib.sha256(b"nobody needs this").hexdigest()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has been built once, to be copied."""
    root = tmp_path_factory.mktemp("built") / "project"
    Workshop(root).build()
    return root


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Workshop:
    """A project with an up-to-date edition, and a store that was last used ten days ago."""
    shutil.copytree(built, tmp_path / "project")
    workshop = object.__new__(Workshop)
    workshop.root = tmp_path / "project"
    workshop.course = workshop.root / "content" / "small"
    for path in files(workshop):
        os.utime(path, (time.time() - 10 * DAY,) * 2)
    return workshop


def files(workshop: Workshop) -> list[Path]:
    return sorted(path for path in (workshop.root / ".audiobook" / "store").rglob("*") if path.is_file())


def sweep(workshop: Workshop, wish: Wish = Wish(), **options: bool) -> Pruned:  # noqa: B008 - frozen
    return prune(load_project(workshop.root, {}, {}), wish, Lines(quiet=True), **options)


def add_unused(workshop: Workshop, days: float, payload: bytes = b"x" * 1000) -> Path:
    store = Store(workshop.root / ".audiobook" / "store")
    store.put("clip", UNUSED, {}, payload)
    path = store.path("clip", UNUSED)
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


def removed(pruned: Pruned) -> dict[str, int]:
    return {kind: tally.entries for kind, tally in pruned.removed.items()}


# -- what to drop --------------------------------------------------------------------------------------------

ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(["clip", "recording"]),
        key=st.integers(0, 40).map(lambda number: f"{number:064x}"),
        size=st.integers(1, 1000),
        used=st.floats(NOW - 100 * DAY, NOW + DAY),
    ),
    unique_by=lambda item: (item.kind, item.key),
    max_size=40,
)
WISHES = st.builds(
    Wish,
    unused=st.booleans(),
    older_than_s=st.none() | st.integers(0, 100 * DAY),
    max_bytes=st.none() | st.integers(0, 20_000),
    now=st.booleans(),
)


@settings(max_examples=60)
@given(items=ITEMS, wish=WISHES, data=st.data())
def test_what_is_dropped_is_what_was_asked_for(items: list[Item], wish: Wish, data: st.DataObject) -> None:
    needed = {
        (item.kind, item.key)
        for item in data.draw(st.lists(st.sampled_from(items)) if items else st.just([]))
    }
    dropped = choose(items, needed, wish, NOW)
    assert len(set(dropped)) == len(dropped)
    kept = [item for item in items if item not in dropped]
    for item in dropped:
        assert wish.now or item.used <= NOW - SPARED_S
        if wish.max_bytes is None:
            assert (item.kind, item.key) not in needed
            assert wish.older_than_s is None or item.used <= NOW - wish.older_than_s
    if wish.max_bytes is not None:
        free = [item for item in kept if wish.now or item.used <= NOW - SPARED_S]
        assert sum(item.size for item in kept) <= wish.max_bytes or not free
        for_size = [item for item in dropped if (item.kind, item.key) in needed]
        if for_size:  # needed things go last, and the least recently used of them first
            assert all((item.kind, item.key) in needed for item in free)
            assert all(one.used <= other.used for one in for_size for other in free)
    if wish.unused and wish.older_than_s is None:
        assert all(
            (item.kind, item.key) in needed or not (wish.now or item.used <= NOW - SPARED_S) for item in kept
        )


@pytest.mark.parametrize(
    ("text", "seconds"), [("30d", 30 * DAY), ("12h", 43200), ("2W", 14 * DAY), (" 5 m ", 300)]
)
def test_ages(text: str, seconds: int) -> None:
    assert age(text) == seconds


@pytest.mark.parametrize(
    ("text", "count"),
    [("2GB", 2 * 10**9), ("1.5GiB", 3 * 2**29), ("500mb", 5 * 10**8), ("7k", 7000), ("12", 12)],
)
def test_sizes(text: str, count: int) -> None:
    assert size(text) == count


@pytest.mark.parametrize("text", ["", "d", "30", "-3d", "3y", "1e3d"])
def test_what_is_not_an_age_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="Write it as"):
        age(text)


@pytest.mark.parametrize("text", ["", "GB", "-1", "2 PB", "nan"])
def test_what_is_not_a_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="Write it as"):
        size(text)


# -- a project -----------------------------------------------------------------------------------------------


def test_all_of_an_up_to_date_edition_is_needed(edition: Workshop) -> None:
    before = files(edition)
    assert {path.parts[-3] for path in before} == {"clip", "recording", "aac", "script"}
    pruned = sweep(edition)
    assert removed(pruned) == {}
    assert files(edition) == before
    assert sum(tally.entries for tally in pruned.kept.values()) == len(before)


def test_the_unused_goes(edition: Workshop) -> None:
    before = files(edition)
    path = add_unused(edition, days=1)
    length = path.stat().st_size
    pruned = sweep(edition)
    assert removed(pruned) == {"clip": 1}
    assert pruned.removed["clip"].size == length
    assert files(edition) == before


def test_what_an_edit_left_behind_goes_and_a_build_finds_the_rest(edition: Workshop) -> None:
    edition.edit("03-third.md", "Six is here.", "Sixteen is here.")
    assert edition.build().synthesized == 1
    pruned = sweep(edition, Wish(now=True))
    assert removed(pruned) == {"aac": 1, "clip": 1, "recording": 1, "script": 1}
    shutil.rmtree(edition.output)
    assert edition.build().synthesized == 0


def test_what_the_edition_has_is_needed_until_it_is_built_anew(edition: Workshop) -> None:
    """Content that has changed and is not built: the recordings that the manifest names stay."""
    edition.edit("03-third.md", "Six is here.", "Sixteen is here.")
    assert set(removed(sweep(edition))) == {"clip", "script"}


def test_a_voice_asked_for_on_the_command_line_counts(edition: Workshop) -> None:
    edition.build(voice="audiobook.testing:FakeEngine:high")
    before = len(files(edition))
    assert removed(sweep(edition, Wish(now=True))) == {}
    assert len(files(edition)) == before


def test_nothing_that_was_used_within_the_hour_goes(edition: Workshop) -> None:
    path = add_unused(edition, days=0)
    assert removed(sweep(edition)) == {}
    assert removed(sweep(edition, Wish(now=True))) == {"clip": 1}
    assert not path.exists()


def test_reading_makes_an_entry_young(edition: Workshop) -> None:
    add_unused(edition, days=40)
    store = Store(edition.root / ".audiobook" / "store")
    assert store.get("clip", UNUSED) is not None
    assert removed(sweep(edition, Wish(older_than_s=30 * DAY))) == {}
    assert removed(sweep(edition)) == {}


def test_older_than_takes_only_what_is_unused_and_old(edition: Workshop) -> None:
    add_unused(edition, days=20)
    assert removed(sweep(edition, Wish(older_than_s=30 * DAY))) == {}
    assert removed(sweep(edition, Wish(older_than_s=15 * DAY))) == {"clip": 1}


def test_max_size_takes_what_editions_use_last_of_all(edition: Workshop) -> None:
    total = sum(path.stat().st_size for path in files(edition))
    add_unused(edition, days=1)  # younger than what the edition uses
    assert removed(sweep(edition, Wish(unused=False, max_bytes=total))) == {"clip": 1}
    pruned = sweep(edition, Wish(unused=False, max_bytes=total // 2))
    assert 0 < sum(path.stat().st_size for path in files(edition)) <= total // 2
    assert pruned.over == 0
    shutil.rmtree(edition.output)
    edition.build()  # makes anew what it lacks


def test_a_dry_run_changes_nothing(edition: Workshop) -> None:
    add_unused(edition, days=1)
    before = files(edition)
    assert removed(sweep(edition, dry_run=True)) == {"clip": 1}
    assert files(edition) == before


def test_half_written_files_of_killed_builds_go_after_a_day(edition: Workshop) -> None:
    folder = add_unused(edition, days=0).parent
    old, new = folder / ".abc.123.part", folder / ".abc.456.part"
    for path, days in ((old, 2), (new, 0.5)):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - days * DAY,) * 2)
    assert removed(sweep(edition)) == {"half-written": 1}
    assert (old.exists(), new.exists()) == (False, True)


def test_a_build_that_runs_meanwhile_loses_nothing(edition: Workshop) -> None:
    """Though all of the store is too much, and was used long ago: what the build has read or written stays."""
    shutil.rmtree(edition.output)
    edition.edit("03-third.md", "Six is here.", "Sixteen is here.")
    said: list[str] = []
    done = threading.Event()

    class Heard(Lines):
        def say(self, line: str) -> None:
            said.append(line)

    def sweep_on() -> None:
        while not done.is_set():
            sweep(edition, Wish(max_bytes=0))

    project = load_project(edition.root, {}, {})
    prepare(edition.course, project, Options(), Lines(quiet=True))  # a build's first look at the store
    sweeper = threading.Thread(target=sweep_on)
    sweeper.start()
    try:
        report = build_course(edition.course, project, Options(), Heard())
    finally:
        done.set()
        sweeper.join()
    assert report.synthesized == 1
    assert not any("anew" in line for line in said)


def test_content_that_cannot_be_read_removes_nothing(edition: Workshop) -> None:
    add_unused(edition, days=1)
    before = files(edition)
    (edition.course / "course.toml").write_text("titel = 'wrong'\n")
    with pytest.raises(ContentError):
        sweep(edition)
    assert files(edition) == before


def test_a_shared_store_is_swept_only_when_asked(tmp_path: Path) -> None:
    place = f"memory://{uuid.uuid4().hex}"
    workshop = Workshop(tmp_path)
    project = load_project(workshop.root, {"store": place}, {})
    assert build(workshop, place).synthesized == 11
    workshop.edit("03-third.md", "Six is here.", "Sixteen is here.")
    build(workshop, place)
    near = prune(project, Wish(now=True), Lines(quiet=True))
    assert removed(near) == {"aac": 1, "clip": 1, "recording": 1, "script": 1}
    shared = prune(project, Wish(now=True), Lines(quiet=True), shared=True)
    assert shared.store == place
    assert removed(shared) == {"aac": 1, "clip": 1, "recording": 1}
    assert {kind: tally.entries for kind, tally in shared.kept.items()} == {
        "aac": 3,
        "clip": 11,
        "recording": 3,
    }
    assert removed(prune(project, Wish(now=True), Lines(quiet=True), shared=True)) == {}


def build(workshop: Workshop, place: str) -> CourseReport:
    project = load_project(workshop.root, {"store": place}, {})
    return build_course(workshop.course, project, Options(), Lines(quiet=True))


# -- the command ---------------------------------------------------------------------------------------------


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["prune", *arguments])
    assert result.exit_code == code, result.output + result.stderr
    return result.stdout if code == 0 else result.stderr


def test_the_command_tells_what_it_freed(edition: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(edition.root)
    length = add_unused(edition, days=1, payload=b"x" * 250_000).stat().st_size
    told = run("--dry-run").splitlines()
    assert told[0].split() == ["clip", "1", "file", "250.1", "kB"]
    assert told[-1].startswith("would free 250.1 kB; ")
    answer = json.loads(run("--json"))
    assert answer["removed"] == {"clip": {"entries": 1, "bytes": length}}
    assert answer["dry_run"] is False
    assert answer["kept"]["recording"]["entries"] == 3
    assert run().startswith("freed 0 B; ")


def test_the_command_refuses_what_it_cannot_read(edition: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(edition.root)
    assert "'soon' is not an age" in run("--older-than", "soon", code=2)
    assert "'huge' is not a size" in run("--max-size", "huge", code=2)
    assert "no store is shared here" in run("--shared", code=2)
