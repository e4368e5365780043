"""What has to be done at a target, known before anything is: to publish an edition, or to go back to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from audiobook import manifest, outputs
from audiobook.errors import PublishError
from audiobook.model import OutputFile
from audiobook.publish.edition import HIDDEN, Published, named_by_content, parse, rank
from audiobook.publish.record import RECORD, TURN, Past, Record, Turn, read_record, read_turn
from audiobook.publish.target import PART, Stat, Target

KEPT = f"{HIDDEN}/kept"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """What is at the target of one course. `turn`: of a run that did not finish, or is at work."""

    files: Mapping[str, Stat]
    edition: Published | None
    record: Record
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Terms:
    """now: with its time zone; keep_days: how long a superseded file stays; listed: files that the catalogue names."""

    now: datetime
    keep_days: int
    listed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """A file to write. `source`: where it is on this machine; None for what the target has kept of it."""

    file: OutputFile
    source: Path | None
    rank: int


@dataclass(frozen=True, slots=True)
class Plan:
    """steps: in the order of writing; keep: files whose names are used again, to be kept for going back;
    before, after: the record while the edition changes, and then; remove: what nobody needs any more;
    tidy: whether the record or a turn at the target is out of date; restores: whether it goes back to an edition.
    """

    edition: Published
    steps: tuple[Step, ...]
    keep: tuple[OutputFile, ...]
    before: Record
    after: Record
    remove: tuple[str, ...]
    tidy: bool
    restores: bool = False

    @property
    def size(self) -> int:
        """Bytes to send."""
        return sum(step.file.size for step in self.steps)

    @property
    def removed(self) -> tuple[str, ...]:
        """The files of earlier editions among those to remove."""
        return tuple(path for path in self.remove if not path.startswith(f"{HIDDEN}/"))

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.steps or self.remove or self.tidy)


def kept(file: OutputFile) -> str:
    """Where the bytes of a file lie once its name is used again."""
    return f"{KEPT}/{file.sha256}"


def look(target: Target) -> State:
    """What is there. Raises PublishError when it cannot be read."""
    files = target.find()
    edition = (
        _read(target, manifest.NAME, parse, "Restore it, or remove it to publish anew") if files else None
    )
    ours = any(path.startswith(HIDDEN) for path in files)
    record = (
        _read(target, RECORD, read_record, "Remove it: earlier editions are then forgotten") if ours else None
    )
    turn = _read(target, TURN, read_turn, "Remove it") if TURN in files else None
    return State(files, edition, (record or Record()).agreeing(edition), turn)


def _read(target: Target, path: str, reading: Callable[[bytes], T], hint: str) -> T | None:
    content = target.read(path)
    try:
        return None if content is None else reading(content)
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{target.shown}/{path} cannot be read ({error})", hint) from error


def plan_publish(target: Target, state: State, edition: Published, folder: Path, terms: Terms) -> Plan:
    """To make `edition`, which lies in `folder`, the one that is published."""
    steps = [
        Step(file, folder / file.path, rank(file, state.edition))
        for file in edition.files.values()
        if not _in_place(target, state, file, folder / file.path)
    ]
    past = tuple(one for one in state.record.past if one.edition != edition.id)
    if state.edition and state.edition.id != edition.id:
        past = (*past, Past(state.edition.id, terms.now))
    return _plan(target, state, edition, steps, replace(state.record, past=past), terms)


def plan_rollback(target: Target, state: State, terms: Terms) -> Plan:
    """To make the edition before the present one current again. Raises PublishError when it is not all there."""
    if state.turn and state.edition and state.turn.restores == state.edition.id:
        # all but tidying up was done
        return replace(_plan(target, state, state.edition, [], state.record, terms), restores=True)
    if not state.record.past:
        raise PublishError(f"{target.shown} has no earlier edition", "Build the one you want and publish it")
    before = state.record.past[-1]
    edition = _earlier(target, before)
    steps, lost = [], []
    for file in [] if edition is None else edition.files.values():
        if _in_place(target, state, file, None):
            continue
        if kept(file) in state.files:
            steps.append(Step(file, None, rank(file, state.edition)))
        else:
            lost.append(file.path)
    if edition is None or lost:
        what = f"{lost[0]} and {len(lost) - 1} more" if len(lost) > 1 else (lost or [manifest.NAME])[0]
        raise PublishError(
            f"{target.shown}: the edition that was current until {before.superseded:%Y-%m-%d} is not all there: {what}",
            "Build it again from its content and publish that",
        )
    return replace(_plan(target, state, edition, steps, state.record, terms), restores=True)


def _in_place(target: Target, state: State, file: OutputFile, source: Path | None) -> bool:
    """Whether the target has the file, without reading it where that is known.

    It is known of what the published edition names, unless a run that did not finish may have written over it; and of
    a name that holds the file's own hash, where a file gets its name only when it is whole, or was published once. All
    else is verified.
    """
    stat = state.files.get(file.path)
    if stat is None or stat.size != file.size:
        return False
    told = state.edition.files.get(file.path) if state.edition else None
    if told and (state.turn is None or named_by_content(file)):
        return told.sha256 == file.sha256
    if named_by_content(file) and (source is None or not target.replaces):
        return True
    return target.holds(file.path, file, stat, source)


def _plan(
    target: Target,
    state: State,
    edition: Published,
    steps: Iterable[Step],
    record: Record,
    terms: Terms,
) -> Plan:
    now, limit = terms.now, terms.now - timedelta(days=terms.keep_days)
    ordered = tuple(sorted(steps, key=lambda step: (step.rank, step.file.path)))
    superseded = _superseded(state, edition, now)
    expired = {path for path, since in superseded.items() if since <= limit and path not in terms.listed}
    new = {
        step.file.path: now
        for step in ordered
        if not state.edition or step.file.path not in state.edition.files
    }
    before = replace(record, superseded={**superseded, **new})
    after = Record(
        tuple(past for past in before.agreeing(edition).past if past.superseded > limit),
        {path: since for path, since in superseded.items() if path not in expired},
    )
    tidy = state.turn is not None or after != state.record
    earlier = _editions(target, state, after.past) if ordered or tidy else []
    needed = {kept(file) for edition in earlier for file in edition.files.values()}
    spare = {path for path in state.files if path.startswith(f"{KEPT}/") or path.endswith(PART)}
    return Plan(
        edition=edition,
        steps=ordered,
        keep=_to_keep(state, ordered, earlier),
        before=before,
        after=after,
        remove=tuple(sorted(expired | (spare - needed if ordered or tidy else set()))),
        tidy=tidy,
    )


def _superseded(state: State, edition: Published, now: datetime) -> dict[str, datetime]:
    """The files at the target that the new edition does not name, and since when they are not of the current one.

    Those are what earlier editions named, or a run was about to send that was given up, and whatever lies among the
    media. Everything else at the target is not ours.
    """
    current = state.edition.files if state.edition else {}
    media = f"{outputs.MEDIA_FOLDER}/"
    known = {
        path
        for path in state.files
        if path in current or path in state.record.superseded or path.startswith(media)
    }
    return {path: state.record.superseded.get(path, now) for path in known - edition.files.keys()}


def _earlier(target: Target, past: Past) -> Published | None:
    return _read(target, f"{KEPT}/{past.edition}", parse, "Build the edition you want and publish it")


def _editions(target: Target, state: State, pasts: Iterable[Past]) -> list[Published]:
    """Earlier editions that one can go back to, the one among them that is still current."""
    current = state.edition
    found = [current if current and current.id == past.edition else _earlier(target, past) for past in pasts]
    return [edition for edition in found if edition is not None]


def _to_keep(state: State, steps: Iterable[Step], earlier: Iterable[Published]) -> tuple[OutputFile, ...]:
    """Files of earlier editions that are about to be written over, their manifests among them, and are not kept yet."""
    written = {step.file.path: step.file.sha256 for step in steps}
    wanted = {}
    for edition in earlier:
        for file in edition.files.values():
            there = state.files.get(file.path)
            is_new = written.get(file.path, file.sha256) != file.sha256 and kept(file) not in state.files
            if is_new and there and there.size == file.size:
                wanted[kept(file)] = file
    return tuple(wanted[path] for path in sorted(wanted))
