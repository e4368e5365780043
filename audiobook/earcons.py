"""Earcons: short sounds that tell without words where code begins and ends, and where a lesson does.

They are made here, of decaying tones, and are quiet beside speech. A course turns them on with `earcons = true`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from audiobook.model import Script, Utterance


@dataclass(frozen=True, slots=True)
class Tone:
    """A decaying tone: when it begins and how long it is heard (seconds), and its pitch (Hz)."""

    at: float
    seconds: float
    pitch: float


EARCONS: dict[str, tuple[Tone, ...]] = {
    "code-begins": (Tone(0.0, 0.12, 659.26), Tone(0.09, 0.2, 987.77)),  # E5, B5: rising, something opens
    "code-ends": (Tone(0.0, 0.12, 987.77), Tone(0.09, 0.2, 659.26)),
    "lesson-begins": (Tone(0.0, 0.5, 392.0), Tone(0.14, 0.5, 493.88), Tone(0.28, 0.8, 587.33)),  # G4, B4, D5
    "lesson-ends": (Tone(0.0, 0.5, 587.33), Tone(0.14, 0.5, 493.88), Tone(0.28, 0.9, 392.0)),
}
GAP_MS = 180
"""Silence between an earcon and the words beside it."""

STAGE = 1  # raise it when an earcon sounds otherwise
_PEAK = 2_300  # of 32,767: about 20 dB below the peaks of speech
_ATTACK_S = 0.008  # a tone that begins at once clicks
_DECAY = 5.0  # of the loudness over the length of a tone, as a power of e
_OVERTONE = 0.25


def with_earcons(script: Script) -> Script:
    """The script with sounds at both ends, and around each run of code."""
    marked = [list(_around_code(section.utterances)) for section in script.sections]
    heard = [utterances for utterances in marked if utterances]
    if not heard:
        return script
    heard[0][0] = replace(heard[0][0], before="lesson-begins")
    heard[-1][-1] = replace(heard[-1][-1], after="lesson-ends")
    sections = (
        replace(section, utterances=tuple(utterances))
        for section, utterances in zip(script.sections, marked, strict=True)
    )
    return replace(script, sections=tuple(sections))


def _around_code(utterances: Sequence[Utterance]) -> Iterator[Utterance]:
    for is_code, run in groupby(utterances, lambda utterance: utterance.role == "code"):
        same = list(run)
        if is_code:
            same[0] = replace(same[0], before="code-begins")
            same[-1] = replace(same[-1], after="code-ends")
        yield from same


@cache
def samples(name: str, rate: int) -> bytes:
    """The earcon as mono s16 at `rate`; it begins and ends at zero. Raises KeyError for an unknown name."""
    tones = EARCONS[name]
    length = round(rate * max(tone.at + tone.seconds for tone in tones))
    mixed = [0.0] * length
    for tone in tones:
        start = round(rate * tone.at)
        for index in range(round(rate * tone.seconds)):
            mixed[start + index] += _sample(tone, index / rate)
    loudest = max(map(abs, mixed))
    return struct.pack(f"<{length}h", *(round(_PEAK * value / loudest) for value in mixed))


def _sample(tone: Tone, time: float) -> float:
    swing = 2 * math.pi * tone.pitch * time
    shape = min(1.0, time / _ATTACK_S) * (math.exp(-_DECAY * time / tone.seconds) - math.exp(-_DECAY))
    return shape * (math.sin(swing) + _OVERTONE * math.sin(2 * swing))
