"""How the narration of a lesson changes between a git revision and now: what a reviewer wants to read.

Both sides are narrated by the program as it is now, so that only changes of the content show. Sentences are compared
as they are spoken; one that only moved to another line has not changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from audiobook.config import ProjectSettings
from audiobook.documents import shown
from audiobook.errors import UsageError
from audiobook.inspect import script_of
from audiobook.model import LedgerEntry, Script, ScriptSection, Utterance
from audiobook.revision import Revision, project_at

ALIKE = 0.5
"""Two sentences that share this part of their words (Dice) are one sentence, changed."""

_PAIRS_AT_MOST = 100_000  # comparisons in one stretch of changes; beyond that it is another text altogether

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
    for tag, i, i_end, j, j_end in SequenceMatcher(None, said_then, said_now).get_opcodes():
        if tag == "equal":
            for (former, then), (section, now) in zip(old[i:i_end], new[j:j_end], strict=True):
                changes.append(Change("same", section, then, now, former))
        else:
            changes += _replaced(old[i:i_end], new[j:j_end])
    return tuple(changes)


_Placed = tuple[ScriptSection, Utterance]


def _placed(script: Script | None) -> Iterator[_Placed]:
    for section in script.sections if script else ():
        for utterance in section.utterances:
            yield section, utterance


def _replaced(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[Change]:
    """A stretch of sentences that another took the place of: what is alike is paired, in order."""
    i = j = 0
    for i_pair, j_pair in [*_pairs(old, new), (len(old), len(new))]:
        for section, utterance in old[i:i_pair]:
            yield Change("removed", section, utterance, None, section)
        for section, utterance in new[j:j_pair]:
            yield Change("added", section, None, utterance, None)
        if i_pair < len(old):
            (former, then), (section, now) = old[i_pair], new[j_pair]
            yield Change("changed", section, then, now, former)
        i, j = i_pair + 1, j_pair + 1


def _pairs(old: Sequence[_Placed], new: Sequence[_Placed]) -> list[tuple[int, int]]:
    """Which sentences belong together: the pairs, none crossing another, that are most alike in sum."""
    if not old or not new or len(old) * len(new) > _PAIRS_AT_MOST:
        return []
    bags = [[Counter(_bare(utterance)) for _, utterance in side] for side in (old, new)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of what comes from i and j on
    alike = [[_likeness(then, now) for now in bags[1]] for then in bags[0]]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if alike[i][j] >= ALIKE:
                best[i][j] = max(best[i][j], alike[i][j] + best[i + 1][j + 1])
    pairs = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _bare(utterance: Utterance) -> list[str]:
    return [word.text.rstrip(",.?!").lower() for word in utterance.words]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags of words: 0 nothing in common, 1 the same words."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _speech_s(utterances: Iterator[Utterance | None]) -> float:
    from audiobook.speech.checks import expected_seconds

    return sum(expected_seconds(utterance.spoken) for utterance in utterances if utterance)


def _pauses_s(script: Script | None) -> float:
    return sum(utterance.pause_ms for utterance in script.utterances) / 1000 if script else 0.0


def _left_out(script: Script | None) -> tuple[LedgerEntry, ...]:
    return script.left_out if script else ()
