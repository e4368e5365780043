"""What a build would do for each lesson, and why; the build then carries out exactly this.

A lesson is known by two keys. The *recording* key covers what is heard: the clip of every utterance, the pauses, where
chapters begin, how it is encoded. The *media* key covers the finished file: the recording and everything in its tags.
A lesson whose media key is the one in the manifest, with its file intact, is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from audiobook import publish
from audiobook.cast import Cast, Words
from audiobook.editions import transcript
from audiobook.editions.mp3 import TrackFacts
from audiobook.keys import stable_hash
from audiobook.manifest import Manifest, PublishedEpisode
from audiobook.model import Lesson, Script
from audiobook.speech.checks import expected_seconds
from audiobook.store import Store

Work = Literal["none", "tag", "encode", "speak"]

_UNCHANGED: tuple[Work, str] = ("none", "unchanged")


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """The work one lesson needs.

    place: the lesson's file as messages show it; cast: its voices; words: the lexicon for them; clips: the clip key of
    every utterance, in order; missing: which of them, by index, have to be synthesized (the first of each distinct
    key); work: the earliest stage that has to run again; reason: for people.
    """

    lesson: Lesson
    place: str
    published: date
    script: Script
    cast: Cast
    words: Words
    clips: tuple[str, ...]
    missing: tuple[int, ...]
    recording: str
    media: str
    tags: TrackFacts
    work: Work
    reason: str

    @property
    def characters(self) -> int:
        """Characters of spoken text to synthesize."""
        return sum(len(self.script.utterances[index].spoken) for index in self.missing)

    @property
    def speech_s(self) -> float:
        """Estimated seconds of new speech, without pauses."""
        return sum(expected_seconds(self.script.utterances[index].spoken) for index in self.missing)


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The work a course needs. `removed`: published lessons that the content no longer has."""

    lessons: tuple[LessonPlan, ...]
    removed: tuple[PublishedEpisode, ...]

    @property
    def utterances(self) -> int:
        return sum(len(lesson.clips) for lesson in self.lessons)

    @property
    def missing(self) -> int:
        return sum(len(lesson.missing) for lesson in self.lessons)

    @property
    def characters(self) -> int:
        """Characters of spoken text to synthesize."""
        return sum(lesson.characters for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson with what its keys are made of, before it is compared with what exists."""

    lesson: Lesson
    place: str
    published: date
    script: Script
    cast: Cast
    words: Words
    clips: tuple[str, ...]
    tags: TrackFacts


def recording_key(script: Script, clips: tuple[str, ...], encoding: Mapping[str, object]) -> str:
    """The key of a lesson's audio: clips, pauses, earcons, chapter starts and encoder settings."""
    return stable_hash(
        {
            "clips": clips,
            "pauses": [utterance.pause_ms for utterance in script.utterances],
            "earcons": [(utterance.before, utterance.after) for utterance in script.utterances],
            "chapters": [len(section.utterances) for section in script.sections],
            "encoding": encoding,
        }
    )


def media_key(recording: str, planned: Planned) -> str:
    """The key of a finished lesson: its recording, all that its tag says, and the form of the files beside it.

    (The recording covers chapter times; the text in the tag, what the transcript shows.)
    """
    tags = {**asdict(planned.tags), "cover": hashlib.sha256(planned.tags.cover).hexdigest()}
    chapters = [section.title for section in planned.script.sections]
    return stable_hash(
        {"recording": recording, "tags": tags, "chapters": chapters, "beside": transcript.FORMAT}
    )


def make_plan(
    lessons: list[Planned],
    encoding: Mapping[str, object],
    store: Store,
    output: Path,
    previous: Manifest | None,
) -> CoursePlan:
    """Compare what the content asks for with the store and with the previous edition."""
    planned_keys: set[str] = set()
    plans = []
    for planned in lessons:
        recording = recording_key(planned.script, planned.clips, encoding)
        media = media_key(recording, planned)
        published = previous.episodes.get(planned.lesson.id) if previous else None
        have_recording = store.has("recording", recording)
        whole = published is not None and published.origin.media == media and _is_whole(published, output)
        # A lesson that the edition holds whole needs nothing, not even the store.
        missing = () if whole or have_recording else _missing(planned, store, planned_keys)
        work, reason = (
            _UNCHANGED if whole else _work(planned, recording, media, have_recording, missing, published)
        )
        plans.append(
            LessonPlan(
                planned.lesson,
                planned.place,
                planned.published,
                planned.script,
                planned.cast,
                planned.words,
                planned.clips,
                missing,
                recording,
                media,
                planned.tags,
                work,
                reason,
            )
        )
    current = {planned.lesson.id for planned in lessons}
    gone = [episode for key, episode in previous.episodes.items() if key not in current] if previous else []
    return CoursePlan(tuple(plans), tuple(gone))


def _is_whole(published: PublishedEpisode, output: Path) -> bool:
    return all(publish.intact(output, file) for file in (published.audio, *published.beside))


def _missing(planned: Planned, store: Store, seen: set[str]) -> tuple[int, ...]:
    """Indices of utterances whose clip is in neither the store nor the plan so far."""
    found = []
    for index, key in enumerate(planned.clips):
        if key not in seen and not store.has("clip", key):
            found.append(index)
        seen.add(key)
    return tuple(found)


def _work(
    planned: Planned,
    recording: str,
    media: str,
    have_recording: bool,
    missing: tuple[int, ...],
    published: PublishedEpisode | None,
) -> tuple[Work, str]:
    stage: Work = "tag" if have_recording else "speak" if missing else "encode"
    if published is None:
        return stage, "new lesson"
    if published.origin.media == media:
        return stage, "a published file is missing or damaged"
    if published.origin.recording == recording:
        return stage, "title, numbering or tags changed"
    if published.origin.voice != str(planned.cast):
        return stage, f"voice changed from {published.origin.voice} to {planned.cast}"
    if missing:
        count = len(missing)
        return stage, f"{count} sentence{'s' if count > 1 else ''} changed or new"
    return stage, "sentences removed or moved, or pauses or encoder changed"
