"""Which sentences of two narrations belong together: what is alike is one sentence, changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
"""Two sentences that share this part of their words (Dice) are one sentence, changed."""

_PAIRS_AT_MOST = 100_000  # comparisons in one stretch of changes; beyond that it is another text altogether

Stretch = tuple[bool, range, range]
"""Whether the sentences of both sides are equal here, and their places: before and after."""


def stretches(before: Sequence[str], after: Sequence[str]) -> list[Stretch]:
    """Two texts, a sentence each item, as stretches of equal sentences and of those in the place of others."""
    if before == after:
        return [(True, range(len(before)), range(len(after)))] if before else []
    codes = SequenceMatcher(None, before, after).get_opcodes()
    return [(tag == "equal", range(i, i_end), range(j, j_end)) for tag, i, i_end, j, j_end in codes]


def _never(_before: int, _after: int) -> bool:
    return False


def pairs(
    before: Sequence[str], after: Sequence[str], same: Callable[[int, int], bool] = _never
) -> list[tuple[int, int]]:
    """Which sentences belong together: the pairs, none crossing another, that are most alike in sum.

    `same` tells of two places whether they are one sentence whatever their words.
    """
    if not before or not after or len(before) * len(after) > _PAIRS_AT_MOST:
        return []
    bags = [[Counter(_bare(sentence)) for sentence in side] for side in (before, after)]
    alike = [
        [1.0 if same(i, j) else _likeness(then, now) for j, now in enumerate(bags[1])]
        for i, then in enumerate(bags[0])
    ]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]  # of what comes from i and j on
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if alike[i][j] >= ALIKE:
                best[i][j] = max(best[i][j], alike[i][j] + best[i + 1][j + 1])
    found = []
    i = j = 0
    while i < len(before) and j < len(after):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _bare(sentence: str) -> list[str]:
    return [word.rstrip(",.?!").lower() for word in sentence.split()]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags of words: 0 nothing in common, 1 the same words."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
