"""Sweep the store: what neither the content nor an edition needs, what was not used for long, what is too much.

What is needed is what a build of every course would read now: clips, streams and narrations of the lessons as they are,
and the recordings that editions in the output name. Any build may run meanwhile. What was written or used within the
last hour stays, and a build that loses an entry all the same makes it anew.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from audiobook.errors import AudiobookError, PublishError, UsageError, reason_of
from audiobook.progress import counted, in_bytes
from audiobook.store import Item, Store, is_folder, near_folder

if TYPE_CHECKING:
    from audiobook.config import ProjectSettings
    from audiobook.prepare import Prepared
    from audiobook.progress import Progress

SPARED_S = 3600
LEFTOVER_S = 86400  # no build writes one file for a day
_LEFTOVERS = "half-written"

_AGES = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_SIZES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "g": 10**9,
    "t": 10**12,
    "ki": 2**10,
    "mi": 2**20,
    "gi": 2**30,
    "ti": 2**40,
}

Named = tuple[str, str]
"""The kind and the key of an entry."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to drop. `unused`: what is not needed; `older_than_s`: of that, what was not used for so many seconds;
    `max_bytes`: what was used least recently, needed things last, until the rest is no larger; `now`: also what was
    used within the last hour."""

    unused: bool = True
    older_than_s: float | None = None
    max_bytes: int | None = None
    now: bool = False


@dataclass(slots=True)
class Tally:
    """Entries, and their bytes."""

    entries: int = 0
    size: int = 0

    def add(self, size: int) -> None:
        self.entries += 1
        self.size += size


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was dropped (or would be) and what stays, by kind. `store`: as messages show it; `over`: bytes too many."""

    store: str
    dry_run: bool
    removed: Mapping[str, Tally]
    kept: Mapping[str, Tally]
    over: int = field(default=0)


class Place(Protocol):
    """Where entries lie: a store's folder, or a shared place."""

    def items(self) -> Iterable[Item]: ...
    def remove(self, kind: str, key: str) -> None: ...


def age(text: str) -> float:
    """`30d`, `12h`, `2w`, `45m` in seconds. Raises UsageError."""
    found = re.fullmatch(r"(\d+)\s*([mhdw])", text.strip().lower())
    if not found:
        raise UsageError(f"'{text}' is not an age", "Write it as 12h, 30d or 8w")
    return int(found[1]) * _AGES[found[2]]


def size(text: str) -> int:
    """`2GB`, `500MB`, `1.5GiB` in bytes. Raises UsageError."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?", text.strip().lower())
    if not found:
        raise UsageError(f"'{text}' is not a size", "Write it as 500MB or 2GB")
    return int(float(found[1]) * _SIZES[found[2] or ""])


def prune(
    project: ProjectSettings, wish: Wish, progress: Progress, *, shared: bool = False, dry_run: bool = False
) -> Pruned:
    """Sweep the project's store: the folder, or with `shared` the place behind it.

    Raises what reading and planning the courses raises, and then has removed nothing; PublishError where the store
    cannot be changed.
    """
    if shared and is_folder(project.store):
        raise UsageError("no store is shared here", "Leave --shared out, or name a URL with --store")
    near = Store(near_folder(project), progress.say)
    needed = needed_now(project, near, progress)
    place: Place = near
    name, at_once = str(near.folder), 1
    if shared:
        from audiobook.remote import AT_ONCE, Remote

        place = remote = Remote(project.store)
        name, at_once = remote.shown, AT_ONCE
    clock = time.time()
    items = list(place.items())
    dropped = choose(items, needed, wish, clock)
    removed: dict[str, Tally] = {}
    kept: dict[str, Tally] = {}
    gone = {(item.kind, item.key) for item in dropped}
    for item in items:
        tallies = removed if (item.kind, item.key) in gone else kept
        tallies.setdefault(item.kind, Tally()).add(item.size)
    if not dry_run:
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(lambda item: place.remove(item.kind, item.key), dropped))
    if not shared:
        _sweep_leftovers(near, clock, removed, dry_run)
    left = sum(tally.size for tally in kept.values())
    over = max(0, left - wish.max_bytes) if wish.max_bytes is not None else 0
    return Pruned(name, dry_run, removed, kept, over)


def choose(items: Sequence[Item], needed: set[Named], wish: Wish, clock: float) -> list[Item]:
    """What to drop of these, at this time (seconds since the epoch)."""
    free = sorted(
        (item for item in items if wish.now or item.used <= clock - SPARED_S),
        key=lambda item: ((item.kind, item.key) in needed, item.used, item.kind, item.key),
    )
    sweep = wish.unused or wish.older_than_s is not None
    limit = float("inf") if wish.older_than_s is None else clock - wish.older_than_s
    unneeded = [item for item in free if (item.kind, item.key) not in needed]
    dropped = [item for item in unneeded if sweep and item.used <= limit]
    if wish.max_bytes is None:
        return dropped
    done = set(dropped)
    left = sum(item.size for item in items) - sum(item.size for item in dropped)
    for item in free:
        if left <= wish.max_bytes:
            break
        if item not in done:
            dropped.append(item)
            left -= item.size
    return dropped


def needed_now(project: ProjectSettings, store: Store, progress: Progress) -> set[Named]:
    """Every entry that a build of any course would read as the content is now, and what the editions are made of.

    Raises ContentError or EngineError where that cannot be told.
    """
    from audiobook import manifest
    from audiobook.course import find_courses
    from audiobook.prepare import Options, prepare
    from audiobook.recordings import KIND, kind_of

    needed: set[Named] = set()
    for folder in find_courses(project.content, ()):
        prepared = prepare(folder, project, Options(), progress, store)
        needed |= _needed_by(prepared)
        for voice in _other_voices(prepared):
            try:
                needed |= _needed_by(prepare(folder, project, Options(voice), progress, store))
            except AudiobookError:
                progress.say(
                    f"warning: {prepared.source.slug} was built with the voice {voice}, which is not usable here: "
                    "its clips count as unused"
                )
    for name in manifest.editions_in(project.output):
        edition = manifest.load(project.output / name)
        if edition:
            needed |= {(KIND, episode.origin.recording) for episode in edition.episodes.values()}
            for kind, form in edition.forms.items():
                needed |= {(kind_of(codec), held.key) for codec in _codecs(kind) for held in form.streams}
    return needed


def _codecs(form: str) -> list[str]:
    from audiobook.editions.forms import FORMS

    return [each.codec.name for each in FORMS if each.name == form and each.codec]


def _needed_by(prepared: Prepared) -> set[Named]:
    from audiobook.narrated import KIND as SCRIPT
    from audiobook.narrated import script_key
    from audiobook.recordings import kind_of
    from audiobook.speech.synthesize import KIND as CLIP
    from audiobook.state import program

    found: set[Named] = set()
    narration = prepared.source.settings.narration
    for lesson in prepared.plan.lessons:
        found.add((SCRIPT, script_key(lesson.lesson, narration, lesson.words, program())))
        found |= {(CLIP, key) for key in lesson.clips}
        found |= {(kind_of(codec), key) for codec, key in lesson.streams.items()}
    return found


def _other_voices(prepared: Prepared) -> set[str]:
    """Voices that the edition was built with, and that are not those the content asks for."""
    published = prepared.previous.episodes.values() if prepared.previous else ()
    return {episode.origin.voice for episode in published} - {
        str(lesson.cast) for lesson in prepared.plan.lessons
    }


def _sweep_leftovers(store: Store, clock: float, removed: dict[str, Tally], dry_run: bool) -> None:
    for path, length in store.leftovers(clock - LEFTOVER_S):
        removed.setdefault(_LEFTOVERS, Tally()).add(length)
        if not dry_run:
            try:
                with suppress(FileNotFoundError):
                    path.unlink()
            except OSError as error:
                raise PublishError(
                    f"{path} cannot be removed: {reason_of(error)}", "Mend its permissions"
                ) from error


def as_text(pruned: Pruned) -> list[str]:
    """What was freed, by kind, a line each, and what stays."""
    lines = [
        f"{kind:<12} {counted(tally.entries, 'file'):>12} {in_bytes(tally.size):>10}"
        for kind, tally in sorted(pruned.removed.items())
    ]
    freed = sum(tally.size for tally in pruned.removed.values())
    entries = sum(tally.entries for tally in pruned.kept.values())
    stays = in_bytes(sum(tally.size for tally in pruned.kept.values()))
    verb = "would free" if pruned.dry_run else "freed"
    lines.append(f"{verb} {in_bytes(freed)}; {counted(entries, 'file')} ({stays}) stay in {pruned.store}")
    if pruned.over:
        lines.append(
            f"still {in_bytes(pruned.over)} too many: used within the last hour (--now takes that too)"
        )
    return lines


def as_json(pruned: Pruned) -> dict[str, Any]:
    """The same for programs."""

    def told(tallies: Mapping[str, Tally]) -> dict[str, Any]:
        return {
            kind: {"entries": tally.entries, "bytes": tally.size} for kind, tally in sorted(tallies.items())
        }

    return {
        "store": pruned.store,
        "dry_run": pruned.dry_run,
        "removed": told(pruned.removed),
        "kept": told(pruned.kept),
        "over_bytes": pruned.over,
    }
