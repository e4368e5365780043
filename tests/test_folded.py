"""Sequences that are packed while nobody looks at them read like tuples, whether they are open or not."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from editions import COURSE, LESSONS, project
from hypothesis import given
from hypothesis import strategies as st
from lessons import lesson

from audiobook import folded
from audiobook.folded import Folded


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only two stay open."""
    monkeypatch.setattr(folded, "MOST_OPEN", 2)


def close_all() -> None:
    """Looks at so many others that what was looked at before is packed."""
    others = [Folded(["another"]) for _ in range(3)]
    assert len(others) == 3


def is_open(values: Folded[object]) -> bool:
    return values._pack._values is not None


@given(st.lists(st.text()), st.integers(-5, 5), st.integers(-5, 5))
def test_it_reads_like_a_tuple_open_or_packed(values: list[str], start: int, stop: int) -> None:
    found = Folded(values)
    for _ in range(2):
        assert tuple(found) == tuple(values)
        assert found == tuple(values)
        assert len(found) == len(values)
        assert found[start:stop] == tuple(values)[start:stop]
        if start in range(-len(values), len(values)):
            assert found[start] == values[start]
        close_all()


def test_what_nobody_looks_at_is_packed_and_what_is_looked_at_opens() -> None:
    found = Folded(range(1000))
    assert is_open(found)
    close_all()
    assert not is_open(found)
    assert found[999] == 999
    assert is_open(found)


def test_the_length_of_packed_values_is_known() -> None:
    found = Folded("abc")
    close_all()
    assert len(found) == 3
    assert not is_open(found)


def test_parts_are_packed_with_the_whole_and_keep_within_their_bounds() -> None:
    whole = Folded("abcdef")
    first, nothing, second = whole.split([2, 0, 4])
    close_all()
    assert (tuple(first), tuple(nothing), tuple(second)) == (tuple("ab"), (), tuple("cdef"))
    assert second[-1] == "f"
    with pytest.raises(IndexError):
        first[2]
    with pytest.raises(IndexError):
        nothing[0]
    assert list(second.split([1, 3])) == [("c",), ("d", "e", "f")]


def test_it_is_equal_to_equal_values_only() -> None:
    assert Folded("ab") == Folded("ab")
    assert Folded("ab") != Folded("ac")
    with pytest.raises(TypeError):
        hash(Folded("ab"))
    assert pickle.loads(pickle.dumps(Folded("ab"))) == ("a", "b")


def test_what_cannot_be_packed_stays_open() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    found = Folded([deep])
    close_all()
    assert is_open(found)


def test_nothing_is_kept_that_nobody_holds() -> None:
    found = Folded("abc")
    key = id(found._pack)
    assert key in folded._open
    del found
    assert key not in folded._open


def test_many_threads_read_the_same_values() -> None:
    many = [Folded(range(number, number + 50)) for number in range(20)]

    def read(number: int) -> bool:
        each = number % len(many)
        return tuple(many[each]) == tuple(range(each, each + 50))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(2000)))


def test_the_blocks_of_a_lesson_are_the_same_after_packing() -> None:
    text = "# One\n\nText[^a] and `code`.\n\n- a\n- b\n\n## Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^a]: Note.\n"
    one = lesson(text)

    def told(blocks: Sequence[object]) -> list[str]:
        return [block.node.pretty(indent=1, show_text=True) for block in blocks]  # type: ignore[attr-defined]

    before = [told(section.blocks) for section in one.sections]
    close_all()
    assert not is_open(one.sections[0].blocks)  # type: ignore[arg-type]
    assert [told(section.blocks) for section in one.sections] == before


def test_an_edition_has_the_same_bytes_however_little_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = project(tmp_path / "packed", COURSE, LESSONS)
    monkeypatch.setattr(folded, "MOST_OPEN", 1000)
    opened = project(tmp_path / "open", COURSE, LESSONS)

    for place in sorted(path for path in opened.folder.rglob("*") if path.is_file()):
        path = place.relative_to(opened.folder)
        assert (packed.folder / path).read_bytes() == place.read_bytes(), path
