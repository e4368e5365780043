"""The transcripts of a lesson: that they are in order, say the same, and say all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiobook.check.model import MAKE_ANEW, Fault, Lesson
from audiobook.check.webvtt import VttCue
from audiobook.editions import text
from audiobook.editions.transcript import TRANSCRIPT, VTT, WORD_VTT
from audiobook.model import Line

_SLACK_S = 0.0005
_MOST_TOLD = 3
"""Of faults of one kind in one file: what shifts one cue often shifts all."""


def in_order(lesson: Lesson) -> Iterator[Fault]:
    """Cues ascend without overlapping, words ascend within them, and all of it lies within the audio."""
    end = lesson.episode.duration_s
    files = ((VTT, lesson.cues), (WORD_VTT, lesson.word_cues), (TRANSCRIPT, lesson.lines))
    for suffix, cues in files:
        yield from _few(_disorder(cues or (), end, lesson.beside(suffix)))


def _disorder(cues: Sequence[VttCue | Line], end: float, path: str) -> Iterator[Fault]:
    last = 0.0
    for number, cue in enumerate(cues, 1):
        within = (
            cue.moments
            if isinstance(cue, VttCue)
            else [moment for word in cue.words for moment in (word.start_s, word.end_s)]
        )
        moments = [last, cue.start_s, *within, cue.end_s, end + 0.001]
        if any(later < earlier - _SLACK_S for earlier, later in pairwise(moments)):
            told = f"cue {number} ({cue.start_s:.3f} s to {cue.end_s:.3f} s) is out of order or outside the audio"
            yield Fault(told, MAKE_ANEW, path)
        last = cue.end_s


def agree(lesson: Lesson) -> Iterator[Fault]:
    """WebVTT, WebVTT with word times and JSON agree, and the plain text has the same sentences."""
    for suffix in (TRANSCRIPT, VTT, WORD_VTT):
        path = lesson.beside(suffix)
        if path in lesson.unreadable:
            yield Fault(lesson.unreadable[path], MAKE_ANEW, path)
    if lesson.lines is None:
        return
    for suffix, cues in ((VTT, lesson.cues), (WORD_VTT, lesson.word_cues)):
        if cues is not None:
            yield from _few(_unlike(lesson.lines, cues, lesson.beside(suffix)))
    plain = lesson.beside(text.SUFFIX)
    place = lesson.edition.whole(plain)
    if place and place.read_bytes() != text.plain(lesson.episode.title, lesson.lines):
        yield Fault("it is not the text of the transcript", MAKE_ANEW, plain)


def _unlike(lines: Sequence[Line], cues: Sequence[VttCue], path: str) -> Iterator[Fault]:
    """A sentence may be divided into several cues, each of which begins where the last one ends."""
    position = 0
    for number, line in enumerate(lines, 1):
        own: list[VttCue] = []
        while position < len(cues) and (not own or cues[position].end_s <= line.end_s + _SLACK_S):
            own.append(cues[position])
            position += 1
        shown = "".join(cue.text for cue in own)
        if not own or abs(own[0].start_s - line.start_s) > _SLACK_S:
            yield Fault(f"sentence {number} does not begin at {line.start_s:.3f} s", MAKE_ANEW, path)
        elif abs(own[-1].end_s - line.end_s) > _SLACK_S:
            yield Fault(f"sentence {number} does not end at {line.end_s:.3f} s", MAKE_ANEW, path)
        elif _letters(shown) != _letters(line.text):
            yield Fault(f"sentence {number} is not `{line.text[:60]}`", MAKE_ANEW, path)
    if position < len(cues):
        yield Fault(f"{len(cues) - position} cues are in no other transcript", MAKE_ANEW, path)


def complete(lesson: Lesson) -> Iterator[Fault]:
    """Every utterance of the narration, which stands in the tag of the MP3, has its cue, and its words their times."""
    if lesson.lines is None:
        return
    path = lesson.beside(TRANSCRIPT)
    for number, line in enumerate(lesson.lines, 1):
        if "".join(word.text for word in line.words) != line.text:
            yield Fault(f"the words of sentence {number} are not its text", MAKE_ANEW, path)
    if lesson.tags is None:
        return
    narration = lesson.tags.narration.split()
    told = " ".join(line.text for line in lesson.lines).split()
    if narration != told:
        pairs = zip(narration, told, strict=False)
        at = next(
            (index for index, pair in enumerate(pairs) if len(set(pair)) > 1),
            min(map(len, (narration, told))),
        )
        place = " ".join(narration[at : at + 6]) or "the end"
        yield Fault(f"it leaves the narration at `{place}`", MAKE_ANEW, path)


def _few(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The first, and how many there are besides."""
    found = list(faults)
    yield from found[:_MOST_TOLD]
    if len(found) > _MOST_TOLD:
        yield Fault(
            f"{len(found) - _MOST_TOLD} more cues are wrong in the same way", MAKE_ANEW, found[0].file
        )


def _letters(text: str) -> str:
    return "".join(text.split())
