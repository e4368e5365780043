"""How the narration of a lesson changes between a git revision and now: what a reviewer wants to read.

Both sides are narrated by the program as it is now, so that only changes of the content show. Sentences are compared
as they are spoken; one that only moved to another line has not changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobook.config import ProjectSettings
from audiobook.documents import shown
from audiobook.errors import UsageError
from audiobook.inspect import script_of
from audiobook.model import LedgerEntry, Script, ScriptSection, Utterance
from audiobook.pairing import pairs, stretches
from audiobook.revision import Revision, project_at

Step = Literal["same", "removed", "added", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one sentence. `before` is None for an added one, `after` for a removed one.

    `section` is where it stands now, or stood when it is removed; `former` where it stood before, if it did.
    """

    step: Step
    section: ScriptSection
    before: Utterance | None
    after: Utterance | None
    former: ScriptSection | None


@dataclass(frozen=True, slots=True)
class NarrationDiff:
    """The sentences of two scripts side by side, in order. A script is None where there was no such lesson.

    `before_path` and `after_path` count from the top of the repository; `revision` is the name and id of the commit.
    """

    revision: str
    before_path: str | None
    after_path: str | None
    before: Script | None
    after: Script | None
    changes: tuple[Change, ...]

    def count(self, step: Step) -> int:
        return sum(change.step == step for change in self.changes)

    @property
    def added_s(self) -> float:
        """Estimated seconds of speech that are new: those of added and of changed sentences."""
        return _speech_s(change.after for change in self.changes if change.step != "same")

    @property
    def removed_s(self) -> float:
        """Estimated seconds of speech that are gone."""
        return _speech_s(change.before for change in self.changes if change.step != "same")

    @property
    def pauses_s(self) -> float:
        """How much longer all pauses together are than before, in seconds."""
        return _pauses_s(self.after) - _pauses_s(self.before)

    @property
    def newly_left_out(self) -> tuple[LedgerEntry, ...]:
        """Content that a listener of the revision got, or that is new, and that a listener of now does not get."""
        known = Counter((entry.kind, entry.reason) for entry in _left_out(self.before))
        found = []
        for entry in _left_out(self.after):
            if known[entry.kind, entry.reason]:
                known[entry.kind, entry.reason] -= 1
            else:
                found.append(entry)
        return tuple(found)


# -- making ---------------------------------------------------------------------------------------------------


def diff_since(file: Path, revision: str, project: ProjectSettings) -> NarrationDiff:
    """How a lesson's narration changed since the revision; a lesson that is new, gone or renamed is one too.

    Raises UsageError (no git, repository, commit or lesson) or ContentError (of either side).
    """
    then = Revision.find(revision, file)
    before_path, after_path = _paths(file, then)
    before = after = None
    if before_path is not None:
        before = script_at(then, before_path, project)
    if after_path is not None:
        after = script_of(then.top / after_path if after_path != then.path_of(file) else file, project)
    return NarrationDiff(then.label, before_path, after_path, before, after, compare(before, after))


def script_at(revision: Revision, lesson: str, project: ProjectSettings) -> Script:
    """The narration of a lesson as it was at the revision. `lesson` is its path in the repository.

    Raises ContentError or UsageError, of the content and settings of then.
    """
    with project_at(revision, lesson, project) as (file, settings):
        return script_of(file, settings)


def _paths(file: Path, then: Revision) -> tuple[str | None, str | None]:
    """Where the lesson was and where it is, in the repository. Raises UsageError when it is on neither side."""
    path = then.path_of(file)
    before = path if then.has(path) else None
    after = path if file.is_file() else None
    if before is None and after is None:
        raise UsageError(
            f"there is no file {shown(file)}, now or at {then.label}",
            "Name a lesson, such as content/COURSE/01-intro.md",
        )
    if before is None:
        before = next((old for old, new in then.renames().items() if new == path), None)
    if after is None:
        after = then.renames().get(path)
    return before, after


def compare(before: Script | None, after: Script | None) -> tuple[Change, ...]:
    """Every sentence of both scripts, in the order they are heard; of a stretch that changed, removed ones first."""
    old, new = list(_placed(before)), list(_placed(after))
    said_then, said_now = ([utterance.spoken for _, utterance in side] for side in (old, new))
    changes: list[Change] = []
    for equal, gone, come in stretches(said_then, said_now):
        if equal:
            for i, j in zip(gone, come, strict=True):
                (former, then), (section, now) = old[i], new[j]
                changes.append(Change("same", section, then, now, former))
        else:
            changes += _replaced([old[i] for i in gone], [new[j] for j in come])
    return tuple(changes)


_Placed = tuple[ScriptSection, Utterance]


def _placed(script: Script | None) -> Iterator[_Placed]:
    for section in script.sections if script else ():
        for utterance in section.utterances:
            yield section, utterance


def _replaced(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[Change]:
    """A stretch of sentences that another took the place of: what is alike is paired, in order."""
    then, now = ([utterance.spoken for _, utterance in side] for side in (old, new))
    i = j = 0
    for i_pair, j_pair in [*pairs(then, now), (len(old), len(new))]:
        for section, utterance in old[i:i_pair]:
            yield Change("removed", section, utterance, None, section)
        for section, utterance in new[j:j_pair]:
            yield Change("added", section, None, utterance, None)
        if i_pair < len(old):
            (former, was), (section, utterance) = old[i_pair], new[j_pair]
            yield Change("changed", section, was, utterance, former)
        i, j = i_pair + 1, j_pair + 1


def _speech_s(utterances: Iterator[Utterance | None]) -> float:
    from audiobook.speech.checks import expected_seconds

    return sum(expected_seconds(utterance.spoken) for utterance in utterances if utterance)


def _pauses_s(script: Script | None) -> float:
    return sum(utterance.pause_ms for utterance in script.utterances) / 1000 if script else 0.0


def _left_out(script: Script | None) -> tuple[LedgerEntry, ...]:
    return script.left_out if script else ()
