"""Publishing fails, or is killed, at every single step: no learner meets a missing or half file, and the next run ends
as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from publishing import NOW, Died, Fault, Faulty, FaultyStore, assert_whole, at, send, write_edition

from audiobook.errors import PublishError

DAY = timedelta(days=1)
SYSTEMS = {"folder": Faulty, "store": FaultyStore}
FAULTS = [
    pytest.param(when, dies, id=f"{'killed' if dies else 'error'}-{when}")
    for dies in (False, True)
    for when in ("before", "half", "after")
]
Files = dict[str, bytes]
Run = Callable[[Faulty], object]


def first(output: Path) -> tuple[Files, Run]:
    write_edition(output, "v1", "ants", "bees")
    return {}, lambda system: send(output, at(system))


def update(output: Path) -> tuple[Files, Run]:
    """A lesson changes, one goes, one is new; an older one has been superseded long enough to go."""
    system = Faulty()
    write_edition(output, "v0", "flies", "bees")
    send(output, at(system), now=NOW - 40 * DAY)
    write_edition(output, "v1", "ants", "bees")
    send(output, at(system), now=NOW - 35 * DAY)
    write_edition(output, "v2", "ants", "wasps", "bees")
    return system.tree, lambda system: send(output, at(system))


def rollback(output: Path) -> tuple[Files, Run]:
    system = Faulty()
    write_edition(output, "v1", "ants", "bees")
    send(output, at(system))
    write_edition(output, "v2", "wasps", "bees")
    send(output, at(system))
    return system.tree, lambda system: send(output, at(system), now=NOW + DAY, rollback=True)


@pytest.mark.parametrize("scenario", [first, update, rollback])
@pytest.mark.parametrize("kind", SYSTEMS)
@pytest.mark.parametrize(("when", "dies"), FAULTS)
def test_a_fault_at_every_step(tmp_path: Path, scenario: Callable, kind: str, when: str, dies: bool) -> None:
    before, run = scenario(tmp_path)
    calm = SYSTEMS[kind](before)
    run(calm)
    assert_whole(calm.tree)

    for number, name in enumerate(calm.steps, 1):
        system = SYSTEMS[kind](before, Fault(number, when, dies))
        with pytest.raises((PublishError, Died)):
            run(system)
        assert_whole(system.tree)
        again = SYSTEMS[kind](system.tree)
        if again.tree != calm.tree:  # else only the answer to the last step was lost
            run(again)
        assert again.tree == calm.tree, f"step {number}, {name}"


@pytest.mark.parametrize("kind", SYSTEMS)
def test_what_a_given_up_run_left_goes_after_the_grace_time(tmp_path: Path, kind: str) -> None:
    editions = tmp_path / "1", tmp_path / "2", tmp_path / "3"
    write_edition(editions[0], "v1", "ants", "bees")
    write_edition(editions[1], "v2", "wasps", "bees")
    write_edition(editions[2], "v3", "ants", "moths")
    first = SYSTEMS[kind]()
    send(editions[0], at(first))
    calm = SYSTEMS[kind](first.tree)
    send(editions[1], at(calm))

    def build_on(files: Files) -> Files:
        system = SYSTEMS[kind](files)
        send(editions[2], at(system), now=NOW + DAY)
        assert_whole(system.tree)
        send(editions[2], at(system), now=NOW + 40 * DAY)
        return system.tree

    wanted = build_on(first.tree)
    for number, name in enumerate(calm.steps[:-1], 1):
        system = SYSTEMS[kind](first.tree, Fault(number, "after", dies=True))
        with pytest.raises((Died, PublishError)):
            send(editions[1], at(system))
        assert build_on(system.tree) == wanted, f"step {number}, {name}"


@pytest.mark.parametrize("kind", SYSTEMS)
def test_a_damaged_upload_is_told_and_the_feed_stays(tmp_path: Path, kind: str) -> None:
    """Right size, wrong bytes."""
    system = SYSTEMS[kind]()
    write_edition(tmp_path, "v1", "ants")
    send(tmp_path, at(system))
    before = system.tree
    write_edition(tmp_path, "v2", "ants")

    class Damaging(SYSTEMS[kind]):
        def _write(self, name: str, path: str, content: bytes) -> None:
            super()._write(name, path, content[:-1] + b"!" if len(content) > 500 else content)

    damaging = Damaging(before)
    with pytest.raises(PublishError, match="did not arrive as it was sent"):
        send(tmp_path, at(damaging))

    for page in ("feed.xml", "index.html", "edition.json"):
        assert damaging.tree[f"demo/{page}"] == before[f"demo/{page}"]
    if kind == "folder":  # where a name is given to what was verified
        assert damaging.tree["demo/demo.m4b"] == before["demo/demo.m4b"]
