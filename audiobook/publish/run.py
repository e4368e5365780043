"""Carry out a plan, in an order in which no feed ever names a file that is not there, whole.

    turn        from here on a run that was interrupted, or is at work, is known
    record      what the new edition supersedes, and what is superseded if this run never ends
    media       files under names that nobody is told of yet, side by side
    kept        copies of what is about to be written over, so that one can go back
    replaced    the cover, the forms of the whole course, and other files that keep their names
    pages       page, feed and, last, the manifest: from here on the new edition is the published one
    removed     files that were superseded long enough ago; the record, and the turn is over

Every file is verified when it has been written, and all are looked at once more before the first page. A run that ends
anywhere in between is gone on with by the next: what is there already is not sent again.

The last who took the turn has it. Another run finds out when it next writes a file that keeps its name, and stops; it
leaves its turn behind, so that the next run verifies what the two may have mixed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol, TypeVar

from audiobook import manifest
from audiobook.errors import PublishError
from audiobook.model import OutputFile
from audiobook.outputs import described
from audiobook.publish.edition import FIRST, LAST, PAGES
from audiobook.publish.headers import headers
from audiobook.publish.plan import Plan, State, Step, kept, look
from audiobook.publish.record import RECORD, TURN, Record, Turn
from audiobook.publish.target import Target

_BATCH = 50  # files that are removed between two looks at whose turn it is

T = TypeVar("T")


class Told(Protocol):
    """Who is told how it goes, from any thread. `sent`: bytes that are there now."""

    def sent(self, size: int) -> None: ...
    def say(self, line: str) -> None: ...


def new_run() -> str:
    """A name for a run that no other has."""
    return uuid.uuid4().hex


def carry_out(plan: Plan, state: State, target: Target, now: datetime, run: str, told: Told) -> None:
    """Make the target what the plan says; `state` is what it was made from.

    Raises PublishError. What is published is then the edition of before or the new one, with every file it names.
    """
    if plan.is_done:
        return
    turn = Turn(run, now, plan.edition.id if plan.restores else None)
    publisher = _Publisher(plan, state, target, turn, told)
    publisher.begin()
    try:
        if plan.steps:
            publisher.note(plan.before)
            publisher.send_media()
            publisher.keep()
            publisher.replace()
        publisher.tidy()
    except PublishError:
        publisher.tell_if_overtaken()
        raise


class _Publisher:
    def __init__(self, plan: Plan, state: State, target: Target, turn: Turn, told: Told) -> None:
        self._plan, self._state, self._target, self._turn, self._told = plan, state, target, turn, told

    def begin(self) -> None:
        if self._state.turn:
            self._told.say(
                f"{self._target.shown}: the run that began {self._state.turn.began:%Y-%m-%d %H:%M} UTC did not finish, "
                "or is at work; this one goes on"
            )
        self._put(TURN, self._turn.render())
        now = look(self._target)
        if now.edition != self._state.edition or _others(now) != _others(self._state):
            raise self._overtaken()

    def send_media(self) -> None:
        steps = [step for step in self._plan.steps if step.rank == FIRST]
        self._side_by_side(self._send, steps)

    def keep(self) -> None:
        self._side_by_side(self._keep, self._plan.keep)
        self._check_turn()

    def note(self, record: Record) -> None:
        if (content := record.render()) != self._target.read(RECORD):
            self._put(RECORD, content)
            self._check_turn(wrote=True)

    def replace(self) -> None:
        """Write what keeps its name, in order; look at all of the edition before the first page tells of it."""
        later = [step for step in self._plan.steps if step.rank != FIRST]
        self._side_by_side(self._replace, [step for step in later if step.rank < PAGES])
        pages = [step for step in later if step.rank >= PAGES]
        if pages:
            self._look_at_all()
        for step in pages:
            if step.rank == LAST:
                self._check_edition()
            self._replace(step)

    def tidy(self) -> None:
        remove = self._plan.remove
        for start in range(0, len(remove), _BATCH):
            self._side_by_side(self._target.remove, remove[start : start + _BATCH])
            self._check_turn(wrote=True)
        self.note(self._plan.after)
        self._target.remove(TURN)

    def tell_if_overtaken(self) -> None:
        """Raise PublishError when that is why something else failed."""
        try:
            is_ours = self._target.read(TURN) == self._turn.render()
        except PublishError:
            return  # the target does not answer at all
        if not is_ours:
            raise self._overtaken()

    def _send(self, step: Step) -> None:
        file = step.file
        wanted = headers(file, self._plan.edition.private)
        if step.source is None:
            self._target.copy(kept(file), file.path, file, wanted)
            self._told.sent(file.size)
        else:
            self._target.put(file.path, file, step.source, wanted, self._told.sent)

    def _replace(self, step: Step) -> None:
        self._send(step)
        self._check_turn(wrote=True)

    def _keep(self, file: OutputFile) -> None:
        try:
            self._target.copy(file.path, kept(file), file, headers(file, self._plan.edition.private))
        except PublishError as error:
            there = self._target.stat(file.path)
            if there is None or self._target.holds(file.path, file, there):
                raise
            self._target.remove(kept(file))
            self._told.say(f"warning: {error.message}: it was changed there, and cannot be gone back to")

    def _side_by_side(self, act: Callable[[T], None], items: Sequence[T]) -> None:
        """Do it to all, some at a time. The first failure ends it: what has not begun by then does not begin."""
        if self._target.connections == 1:
            for item in items:
                act(item)
            return
        with ThreadPoolExecutor(self._target.connections) as pool:
            running = [pool.submit(act, item) for item in items]
            try:
                for one in running:
                    one.result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _put(self, path: str, content: bytes) -> None:
        file = described(path, content)
        self._target.put(path, file, content, headers(file, self._plan.edition.private))

    def _look_at_all(self) -> None:
        """Raises PublishError when a file that the pages will tell of is not there as it was written or found."""
        files = self._target.find()
        written = {step.file.path for step in self._plan.steps}
        pages = {step.file.path for step in self._plan.steps if step.rank >= PAGES}
        for path, file in self._plan.edition.files.items():
            there, before = files.get(path), self._state.files.get(path)
            is_as_before = path in written or there == before
            if path not in pages and (there is None or there.size != file.size or not is_as_before):
                raise PublishError(
                    f"{self._target.shown}/{path} was changed by someone else meanwhile",
                    "See who else writes there, and publish again; page and feed are those of before",
                )

    def _check_turn(self, wrote: bool = False) -> None:
        """Raises PublishError when it is not our turn any more.

        wrote: what nobody else may have seen change; then our turn is left, as one that was not finished.
        """
        if self._target.read(TURN) != self._turn.render():
            if wrote:
                self._put(TURN, self._turn.render())
            raise self._overtaken()

    def _check_edition(self) -> None:
        content = self._target.read(manifest.NAME)
        if content != (self._state.edition.content if self._state.edition else None):
            raise self._overtaken()

    def _overtaken(self) -> PublishError:
        return PublishError(
            f"{self._target.shown} is being published to by someone else; this run has stopped",
            "Wait for the other to end, then publish again if yours is the edition you want",
        )


def _others(state: State) -> dict[str, OutputFile | object]:
    """What is there but for the turn."""
    return {path: stat for path, stat in state.files.items() if path != TURN}
