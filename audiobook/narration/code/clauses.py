"""The bodies of branches, loops and callbacks inside a clause: as much of them as an ear can hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tree_sitter import Node

from audiobook.narration.code.act import Act, act, shortened
from audiobook.narration.code.words import spoken_length

Run = Callable[[Sequence[Node], int], list[Act]]
"""Reads a run of statements at a depth."""

Steps = Callable[[Node, int], list[Act]]
"""Reads the body of a function at a depth."""

BODY = 26
LONGEST = 66
_DEEP = 3


def body_words(acts: Sequence[Act], most: int) -> list[str]:
    """The phrases of a body in at most `most` words where they can be told so: in full, in brief, or summed up."""
    forms = shortened([Act(one.plain, one.plain, one.brief) for one in acts])
    return next((form for form in forms if sum(map(spoken_length, form)) <= most), forms[-1] if forms else [])


def inner_words(nodes: Sequence[Node], depth: int, steps: Run, most: int = BODY) -> list[str]:
    """The phrases of statements inside a clause; none below three levels."""
    return body_words(steps(nodes, depth + 1), most) if depth < _DEEP else []


def kept(full: str, plain: str, brief: str) -> Act:
    """A clause in full while it can be followed, else without what is in it."""
    return act(full if spoken_length(full) <= LONGEST else plain, "", brief)
