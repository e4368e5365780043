"""What a build would do for each lesson, and why; the build then carries out exactly this.

A lesson is known by two keys. The *recording* key covers what is heard: the clip of every utterance, the pauses, where
chapters begin, how it is encoded. The *media* key covers the finished file: the recording and everything in its tags.
A lesson whose media key is the one in the manifest, with its file intact, is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from audiobook import identity, outputs
from audiobook.cards.made import CardsPlan
from audiobook.cast import Cast, Words
from audiobook.course import CourseSource
from audiobook.editions import forms, transcript
from audiobook.editions.codec import MP3
from audiobook.editions.forms import Form, LessonForm
from audiobook.editions.mp3 import TrackFacts
from audiobook.keys import stable_hash
from audiobook.manifest import Manifest, PublishedAlternate, PublishedEpisode, PublishedForm
from audiobook.model import Lesson, Script, Utterance
from audiobook.recordings import kind_of
from audiobook.speech.checks import expected_seconds
from audiobook.speech.engine import VoiceSpec
from audiobook.store import Store

Work = Literal["none", "tag", "encode", "speak"]

_UNCHANGED: tuple[Work, str] = ("none", "unchanged")


class ToSpeak(NamedTuple):
    """An utterance that has to be synthesized. `place`: its lesson's file as messages show it."""

    place: str
    utterance: Utterance
    voice: VoiceSpec


@dataclass(frozen=True, slots=True)
class AlternatePlan:
    """One more form of a lesson. key: of the finished file; published: the file of this key, intact in the edition."""

    form: LessonForm
    key: str
    published: PublishedAlternate | None


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """The work one lesson needs.

    place: the lesson's file as messages show it; cast: its voices; words: the lexicon for them; clips: the clip key of
    every utterance, in order; missing: which of them, by index, have to be synthesized (the first of each distinct
    key); streams: by codec, the key of the encoded recording; encode: the codecs of those that are needed and not in
    the store; whole: the published MP3 and what is beside it are intact and stay; alternates: the other forms that are
    wanted; cards: its pictures; work: the earliest stage that has to run again; reason: for people.
    """

    lesson: Lesson
    place: str
    published: datetime
    script: Script
    cast: Cast
    words: Words
    clips: tuple[str, ...]
    missing: tuple[int, ...]
    streams: Mapping[str, str]
    encode: tuple[str, ...]
    media: str
    whole: bool
    alternates: tuple[AlternatePlan, ...]
    tags: TrackFacts
    cards: CardsPlan
    work: Work
    reason: str

    @property
    def recording(self) -> str:
        """The key of the MP3 recording, which every lesson has."""
        return self.streams[MP3.name]

    @property
    def to_speak(self) -> tuple[ToSpeak, ...]:
        """What has to be synthesized, in order."""
        return to_speak(self, self.missing)


@dataclass(frozen=True, slots=True)
class FormPlan:
    """One form of the whole course.

    key: of what it is made of; published: what the last edition has of it, with its file intact; current: that is it.
    """

    form: Form
    key: str
    published: PublishedForm | None

    @property
    def current(self) -> bool:
        return self.published is not None and self.published.key == self.key


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The work a course needs. `removed`: published lessons that the content no longer has."""

    lessons: tuple[LessonPlan, ...]
    forms: tuple[FormPlan, ...]
    removed: tuple[PublishedEpisode, ...]

    @property
    def utterances(self) -> int:
        return sum(len(lesson.clips) for lesson in self.lessons)

    @property
    def missing(self) -> int:
        return sum(len(lesson.missing) for lesson in self.lessons)

    @property
    def to_speak(self) -> Iterator[ToSpeak]:
        """What has to be synthesized, in order."""
        return (item for lesson in self.lessons for item in lesson.to_speak)


@dataclass(frozen=True, slots=True)
class Planned:
    """A lesson with what its keys are made of, before it is compared with what exists.

    shown: the key of what its transcripts show, which is more than is heard.
    """

    lesson: Lesson
    place: str
    published: datetime
    script: Script
    cast: Cast
    words: Words
    clips: tuple[str, ...]
    shown: str
    tags: TrackFacts
    cards: CardsPlan


def to_speak(lesson: LessonPlan | Planned, missing: Iterable[int]) -> tuple[ToSpeak, ...]:
    """The utterances of a lesson at these places, and who says them."""
    chosen = (lesson.script.utterances[index] for index in missing)
    return tuple(ToSpeak(lesson.place, each, lesson.cast.of(each.role)) for each in chosen)


def characters(items: Iterable[ToSpeak]) -> int:
    """Characters of spoken text."""
    return sum(len(item.utterance.spoken) for item in items)


def speech_s(items: Iterable[ToSpeak]) -> float:
    """Estimated seconds of speech, without pauses."""
    return sum(expected_seconds(item.utterance.spoken) for item in items)


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
    """The key of a finished lesson: its recording, all that its tag says, and what the files beside it show.

    (The recording covers all times.)
    """
    return _media_key(_heard_and_shown(recording, planned), planned)


def _media_key(finished: str, planned: Planned) -> str:
    return stable_hash([finished, planned.cards.key])


def alternate_key(stream: str, planned: Planned, form: LessonForm) -> str:
    """The key of a lesson's file in another form: its stream, and all that its tags say."""
    return stable_hash({"recording": stream, **_tags(planned), "form": [form.name, form.format]})


def _heard_and_shown(recording: str, planned: Planned) -> str:
    """The key of what forms of the whole course take of a finished lesson: its MP3 file and its transcripts."""
    facts = {"recording": recording, **_tags(planned), "beside": [transcript.FORMAT, planned.shown]}
    return stable_hash({**facts, "cards": planned.cards.pictures})


def _tags(planned: Planned) -> dict[str, object]:
    tags = {**asdict(planned.tags), "cover": hashlib.sha256(planned.tags.cover).hexdigest()}
    return {"tags": tags, "chapters": [section.title for section in planned.script.sections]}


def make_plan(
    source: CourseSource,
    lessons: Sequence[Planned],
    joining: Mapping[str, object],
    store: Store,
    output: Path,
    previous: Manifest | None,
) -> CoursePlan:
    """Compare what the content asks for with the store and with the previous edition.

    `joining`: what a recording depends on besides its clips, pauses and encoder.
    """
    wanted = forms.wanted(source.settings.editions)
    of_lessons = forms.wanted_of_lessons(source.settings.editions)
    used = [MP3, *(form.codec for form in wanted if form.codec), *(form.codec for form in of_lessons)]
    codecs = {codec.name: codec for codec in used}
    streams = [
        {
            name: recording_key(planned.script, planned.clips, {**joining, name: codec.identity()})
            for name, codec in codecs.items()
        }
        for planned in lessons
    ]
    lessons = [_numbered(each, keys[MP3.name], previous) for each, keys in zip(lessons, streams, strict=True)]
    finished = [_heard_and_shown(keys[MP3.name], each) for keys, each in zip(streams, lessons, strict=True)]
    media = [_media_key(each, planned) for each, planned in zip(finished, lessons, strict=True)]
    known = forms.Known(
        source,
        identity.guid_of(source.settings, previous),
        lessons,
        streams,
        finished,
    )
    planned_forms = tuple(_form_plan(form, form.key(known), output, previous) for form in wanted)
    for_forms = {plan.form.codec.name for plan in planned_forms if plan.form.codec and not plan.current}
    in_forms = {held.key for plan in planned_forms if plan.published for held in plan.published.streams}
    for name in codecs:
        store.expect(kind_of(name), [keys[name] for keys in streams])
    seen: set[str] = set()
    plans = [
        _lesson_plan(planned, keys, key, of_lessons, for_forms, in_forms, store, output, previous, seen)
        for planned, keys, key in zip(lessons, streams, media, strict=True)
    ]
    current = {planned.lesson.id for planned in lessons}
    gone = [episode for key, episode in previous.episodes.items() if key not in current] if previous else []
    return CoursePlan(tuple(plans), planned_forms, tuple(gone))


def _numbered(planned: Planned, recording: str, previous: Manifest | None) -> Planned:
    """The lesson as it is, or with the number (of so many) of its publication when nothing else in its tag has changed.

    Podcast apps take numbers from the feed. A file that changed with them would be news, and a new address, for every
    lesson after one that was added.
    """
    published = previous.episodes.get(planned.lesson.id) if previous else None
    if published is None:
        return planned
    origin = published.origin
    before = replace(planned, tags=replace(planned.tags, number=origin.number, total=origin.total))
    return before if media_key(recording, before) == origin.media else planned


def _form_plan(form: Form, key: str, output: Path, previous: Manifest | None) -> FormPlan:
    published = previous.forms.get(form.name) if previous else None
    whole = published is not None and outputs.intact(output, published.file)
    return FormPlan(form, key, published if whole else None)


def _lesson_plan(
    planned: Planned,
    streams: Mapping[str, str],
    media: str,
    of_lessons: Sequence[LessonForm],
    for_forms: Collection[str],
    in_forms: Collection[str],
    store: Store,
    output: Path,
    previous: Manifest | None,
    seen: set[str],
) -> LessonPlan:
    """`for_forms`: codecs that a form needs every lesson in; `in_forms`: the streams that published forms hold;
    `seen`: clips that are in the plan already."""
    recording = streams[MP3.name]
    published = previous.episodes.get(planned.lesson.id) if previous else None
    whole = published is not None and published.origin.media == media and _is_whole(published, output)
    alternates = tuple(_alternate_plan(form, streams, planned, output, published) for form in of_lessons)
    # What the edition holds whole needs nothing, not even the store, unless a form asks for its sound.
    wanted = {*for_forms, *(plan.form.codec.name for plan in alternates if plan.published is None)}
    needed = [name for name in streams if name in wanted or (name == MP3.name and not whole)]
    encode = tuple(
        name
        for name in needed
        if streams[name] not in in_forms and not store.has(kind_of(name), streams[name])
    )
    missing = _missing(planned, store, seen) if encode else ()
    lacking = [plan.form.name for plan in alternates if plan.published is None]
    work, reason = _work(planned, recording, media, encode, lacking, missing, published, whole)
    return LessonPlan(
        planned.lesson,
        planned.place,
        planned.published,
        planned.script,
        planned.cast,
        planned.words,
        planned.clips,
        missing,
        streams,
        encode,
        media,
        whole,
        alternates,
        planned.tags,
        planned.cards,
        work,
        reason,
    )


def _alternate_plan(
    form: LessonForm,
    streams: Mapping[str, str],
    planned: Planned,
    output: Path,
    published: PublishedEpisode | None,
) -> AlternatePlan:
    key = alternate_key(streams[form.codec.name], planned, form)
    before = published.alternates.get(form.name) if published else None
    whole = before is not None and before.key == key and outputs.intact(output, before.file)
    return AlternatePlan(form, key, before if whole else None)


def _is_whole(published: PublishedEpisode, output: Path) -> bool:
    cards = (file for card in published.cards for file in (card.dark, card.light))
    return all(outputs.intact(output, file) for file in (published.audio, *published.beside, *cards))


def _missing(planned: Planned, store: Store, seen: set[str]) -> tuple[int, ...]:
    """Indices of utterances whose clip is in neither the store nor the plan so far."""
    found = []
    store.expect("clip", planned.clips)
    for index, key in enumerate(planned.clips):
        if key not in seen and not store.has("clip", key):
            found.append(index)
        seen.add(key)
    return tuple(found)


def _work(
    planned: Planned,
    recording: str,
    media: str,
    encode: Sequence[str],
    lacking: Sequence[str],
    missing: Sequence[int],
    published: PublishedEpisode | None,
    whole: bool,
) -> tuple[Work, str]:
    """`lacking`: the other forms of the lesson that are not there, or not of these streams and tags."""
    stage: Work = "speak" if missing else "encode" if encode else "tag"
    if whole:
        needed = dict.fromkeys((*encode, *lacking))
        return (stage, f"needed as {' and '.join(needed).upper()}") if needed else _UNCHANGED
    if published is None:
        return stage, "new lesson"
    if published.origin.media == media:
        return stage, "a published file is missing or damaged"
    if published.origin.recording == recording:
        return stage, "title, numbering, tags or what is shown changed"
    if published.origin.voice != str(planned.cast):
        return stage, f"voice changed from {published.origin.voice} to {planned.cast}"
    if missing:
        count = len(missing)
        return stage, f"{count} sentence{'s' if count > 1 else ''} changed or new"
    return stage, "sentences removed or moved, or pauses or encoder changed"
