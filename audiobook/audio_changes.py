"""What changed in a lesson since it was last published, to be told in its show notes.

No podcast app fetches a lesson again when its sound changes, so a learner has to be told whether that is worth doing.
The manifest holds of every lesson how it sounds, and how it sounded when the edition was last published: between two
publications an author may build many times, and none but the published one was heard. `as_published` is where the one
becomes the other. An author who says in front matter what changed is believed instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from audiobook.keys import stable_hash
from audiobook.manifest import SectionMark, Sound
from audiobook.model import AudioChange, Lesson, Script


def sound_of(lesson: Lesson, script: Script, recording: str, voice: str, published: Sound | None) -> Sound:
    """How a lesson sounds, and what its notes have to tell to those who have the published one."""
    sections = tuple(
        SectionMark(
            section.id,
            section.title,
            _hash("\n".join(utterance.spoken for utterance in section.utterances)),
        )
        for section in script.sections
    )
    now = Sound(recording, voice, sections, _authors_changes(lesson))
    return replace(now, change=_change(now, published)) if published else now


def _change(now: Sound, published: Sound) -> AudioChange | None:
    """None when there is nothing to tell. What was told at the last publication is told until the next change."""
    if now.authors_changes and now.authors_changes != published.authors_changes:
        return None
    return published.change if now.recording == published.recording else compared(published, now)


def compared(before: Sound, now: Sound) -> AudioChange:
    """The difference between two recordings of a lesson."""
    old = {mark.id: mark for mark in before.sections}
    new = {mark.id: mark for mark in now.sections}
    difference = AudioChange(
        changed=_titles(
            mark for mark in now.sections if mark.id in old and old[mark.id].spoken != mark.spoken
        ),
        added=_titles(mark for mark in now.sections if mark.id not in old),
        removed=_titles(mark for mark in before.sections if mark.id not in new),
    )
    if before.voice != now.voice:
        return replace(difference, otherwise="voice")
    if difference != AudioChange():
        return difference
    return AudioChange(otherwise="sound" if list(old) == list(new) else "order")


def _titles(marks: Iterable[SectionMark]) -> tuple[str, ...]:
    return tuple(mark.title for mark in marks)


def _authors_changes(lesson: Lesson) -> str:
    """What tells the author's notes on changes from other ones; empty when there are none."""
    return (
        stable_hash([[str(change.day), change.what] for change in lesson.changes]) if lesson.changes else ""
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
