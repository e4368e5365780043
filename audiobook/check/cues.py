"""Whether what is heard stands where the transcript says: sound in every cue, silence around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audiobook.check.model import MAKE_ANEW, Fault, Lesson
from audiobook.check.sound import overlapping
from audiobook.editions.transcript import TRANSCRIPT

LONGEST_REST_S = 1.5
"""The longest silence within a sentence: engines pause for 0.6 s at most between its parts."""

EDGE_S = 0.04
"""How far an encoder spreads the sound of a sentence."""

LOOK_S = 0.15
"""How far beside a sentence must be silence; an earcon may sound beyond (180 ms)."""


def have_sound(lesson: Lesson) -> Iterator[Fault]:
    sound = lesson.sound
    if sound is None or lesson.lines is None:
        return
    silences = list(sound.silences())
    for line in lesson.lines:
        longest = max(
            (end - start for start, end in overlapping(silences, line.start_s, line.end_s)), default=0
        )
        if longest > min(LONGEST_REST_S, (line.end_s - line.start_s) * 0.9):
            told = f"{longest:.1f} s of silence in `{line.text[:60]}`, from {line.start_s:.1f} s on"
            yield Fault(told, MAKE_ANEW, lesson.audio)


def stand_apart(lesson: Lesson) -> Iterator[Fault]:
    """Where a pause is too short for a look beside the sound, it is not looked at."""
    sound, lines = lesson.sound, lesson.lines
    if sound is None or lines is None:
        return
    for line, following in pairwise(lines):
        gap = following.start_s - line.end_s
        beside = min(LOOK_S, gap - EDGE_S)
        if beside <= EDGE_S:
            continue
        after = sound.is_silent(line.end_s + EDGE_S, line.end_s + beside)
        before = sound.is_silent(following.start_s - beside, following.start_s - EDGE_S)
        if not (after and before):
            told = f"there is sound in the pause after `{line.text[:60]}`, at {line.end_s:.1f} s"
            yield Fault(told, "Listen there. " + MAKE_ANEW, lesson.beside(TRANSCRIPT))
