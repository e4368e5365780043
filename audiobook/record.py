"""One lesson's clips into its finished MP3: joined, levelled and encoded once (kept in the store), then tagged."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, wait
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from audiobook import earcons, outputs, recordings, stitch
from audiobook.cards.moments import Moment, moments_of
from audiobook.course import CourseSource
from audiobook.editions import mp3, text, transcript
from audiobook.editions.codec import CODECS, MP3
from audiobook.errors import AudioError
from audiobook.manifest import Manifest, PublishedEpisode
from audiobook.model import Card, Clip, Lesson, OutputFile, Recording, Script
from audiobook.plan import AlternatePlan, LessonPlan, Planned
from audiobook.recordings import Heard, Sound
from audiobook.resample import resampled
from audiobook.speech.synthesize import read_clip
from audiobook.store import Store
from audiobook.tracks import AlternateTrack, CardTrack, Piece, Track

_AGAIN = "Build again: it will be made anew"
STAGE = 1  # raise it when the same clips join to other samples: fades, lead-in, order


def joining_facts() -> dict[str, object]:
    """What a recording depends on besides its clips, pauses and encoder."""
    return {
        "stage": STAGE,
        "lead_in_ms": stitch.LEAD_IN_MS,
        "fade_ms": stitch.FADE_MS,
        "earcons": [earcons.STAGE, earcons.GAP_MS],
    }


def record(lesson: LessonPlan, store: Store, staged: Path, encoders: Executor) -> float:
    """Join a lesson from clips that are all in the store, encode it as planned, and keep the streams there.

    Each codec is a task of `encoders`. Returns the seconds it lasts. Raises AudioError when a clip has vanished or the
    audio cannot be made.
    """
    wav = staged / f"{lesson.lesson.id}.wav"
    try:
        recording = stitch.join(lesson.script, clips_of(lesson, store), wav)
        running = [encoders.submit(_encode, recording, name, lesson, store) for name in lesson.encode]
        wait(running)
        for encoded in running:
            encoded.result()
    finally:
        wav.unlink(missing_ok=True)
    return recording.frames / recording.rate


def _encode(recording: Recording, codec: str, lesson: LessonPlan, store: Store) -> None:
    """One stream, kept in the store."""
    body = recording.path.with_suffix(f".{codec}.body")
    try:
        loudness = CODECS[codec].encode(recording, body)
        facts = recordings.header(recordings.sound_of(recording, loudness))
        store.put_file(recordings.kind_of(codec), lesson.streams[codec], facts, body)
    finally:
        body.unlink(missing_ok=True)


class Gone(AudioError):  # noqa: N818 - says what it is
    """What the plan counted on is no longer in the store, or is damaged there: another plan will make it anew."""


def clips_of(lesson: LessonPlan | Planned, store: Store) -> Iterable[Clip]:
    """The clips in order, at one rate: the highest of theirs. Raises Gone, while they are read, where one is lacking.

    Those of one voice are read as they are needed; where voices differ, a lesson's clips are in memory at once.
    """
    clips = _stored(lesson, store)
    if len(list(lesson.cast)) == 1:
        return clips
    held = list(clips)
    return resampled(held, max(clip.rate for clip in held))


def _stored(lesson: LessonPlan | Planned, store: Store) -> Iterator[Clip]:
    for index, key in enumerate(lesson.clips):
        clip = read_clip(store, key)
        if clip is None:
            for later in lesson.clips[
                index + 1 :
            ]:  # reading finds all the damaged ones, and the store drops them
                read_clip(store, later)
            line = lesson.script.utterances[index].line
            raise Gone(f"{lesson.place}:{line}: the clip of this sentence has gone from the store", _AGAIN)
        yield clip


def finish(lesson: LessonPlan, previous: Manifest | None, store: Store, output: Path, staged: Path) -> Track:
    """The finished files of one lesson: those published where nothing in them would change, else newly tagged ones.

    Raises Gone when a recording is not in the store after all.
    """
    if lesson.whole and previous is not None:
        track = _as_published(lesson, previous.episodes[lesson.lesson.id], output)
    else:
        track = _tagged(lesson, store, output, staged)
    facts = replace(lesson.tags, chapters=track.heard.chapters)
    alternates = [_alternate(plan, lesson, facts, store, output, staged) for plan in lesson.alternates]
    return replace(track, alternates=tuple(alternates))


def _tagged(lesson: LessonPlan, store: Store, output: Path, staged: Path) -> Track:
    """A new MP3, and what is beside it."""
    body = staged / f"{lesson.lesson.id}.body"
    tagged = staged / f"{lesson.lesson.id}.mp3"
    sound = _extracted(lesson, MP3.name, store, body)
    heard = sound.heard()
    moments = moments_of(lesson.cards.spoken, lesson.cards.cards(store), sound)
    pictures = {
        moment.when.start_s: moment.card.files[lesson.cards.theme] for moment in moments if moment.first
    }
    facts = replace(
        lesson.tags,
        chapters=heard.chapters,
        pictures=tuple(pictures.get(chapter.start_s, b"") for chapter in heard.chapters),
    )
    mp3.write(body, facts, tagged)
    body.unlink()
    sha256 = outputs.digest(tagged)
    stem = _stem(lesson, sha256)
    audio = Piece(OutputFile(f"{stem}.mp3", tagged.stat().st_size, sha256), tagged, staged=True)
    cards = tuple(_card(moment, lesson, staged, output) for moment in moments)
    named = [
        (moment.when, lesson.cards.base_url + quote(getattr(track.card, lesson.cards.theme).path))
        for moment, track in zip(moments, cards, strict=True)
    ]
    spoken = transcript.transcript_json(sound.cues, sound.rate)
    contents = {
        transcript.VTT: transcript.vtt(sound.cues, sound.rate),
        transcript.WORD_VTT: transcript.vtt(sound.cues, sound.rate, word_times=True),
        transcript.TRANSCRIPT: spoken,
        text.SUFFIX: text.plain(lesson.lesson.title, transcript.lines_of(spoken)),
        transcript.CHAPTERS: transcript.chapters_json(heard.chapters, named),
    }
    beside = {}
    for suffix, content in contents.items():
        place = staged / (lesson.lesson.id + suffix)
        with outputs.explained(output):
            place.write_bytes(content)
        beside[suffix] = Piece(outputs.described(stem + suffix, content), place, staged=True)
    return Track(lesson, heard, audio, beside, cards)


def _card(moment: Moment, lesson: LessonPlan, staged: Path, output: Path) -> CardTrack:
    """A card in files that are called after what is in them; those that are there already stay."""
    pieces = {}
    for theme, content in moment.card.files.items():
        file = outputs.described(_stem(lesson, hashlib.sha256(content).hexdigest()) + ".png", content)
        published = output / file.path
        if outputs.same(published, content):
            pieces[theme] = Piece(file, published, staged=False)
            continue
        place = staged / f"{lesson.lesson.id}.{file.sha256}.png"
        with outputs.explained(output):
            place.write_bytes(content)
        pieces[theme] = Piece(file, place, staged=True)
    when = moment.when
    card = Card(moment.label, when.start_s, when.end_s, pieces["dark"].file, pieces["light"].file)
    return CardTrack(card, tuple(pieces.values()))


def _stem(lesson: LessonPlan, sha256: str) -> str:
    """Where a finished file goes, without its suffix: its address changes with its bytes, and only with them."""
    return f"{outputs.MEDIA_FOLDER}/{lesson.lesson.id}/{sha256[:8]}"


def _alternate(
    plan: AlternatePlan, lesson: LessonPlan, facts: mp3.TrackFacts, store: Store, output: Path, staged: Path
) -> AlternateTrack:
    """The lesson in another form: as published when nothing in it would change, else newly tagged."""
    form = plan.form
    if plan.published is not None:
        file = plan.published.file
        return AlternateTrack(form, Piece(file, output / file.path, staged=False), plan.published.loudness)
    body, tagged = (staged / f"{lesson.lesson.id}{suffix}" for suffix in (f".{form.name}.body", form.suffix))
    sound = _extracted(lesson, form.codec.name, store, body)
    form.write(body, facts, tagged)
    body.unlink()
    sha256 = outputs.digest(tagged)
    file = OutputFile(_stem(lesson, sha256) + form.suffix, tagged.stat().st_size, sha256)
    return AlternateTrack(form, Piece(file, tagged, staged=True), sound.loudness)


def _extracted(lesson: LessonPlan, codec: str, store: Store, body: Path) -> Sound:
    """A stream of the lesson in the file `body`, and what is known of it. Raises Gone."""
    kind, key = recordings.kind_of(codec), lesson.streams[codec]
    stored = store.extract(kind, key, body)
    if stored is None:
        raise _gone(lesson)
    try:
        return recordings.restore(lesson.script, stored)
    except ValueError as error:
        store.reject(kind, key)
        raise _gone(lesson) from error


def _as_published(lesson: LessonPlan, published: PublishedEpisode, output: Path) -> Track:
    """An unchanged lesson: the edition holds all of it."""
    stem = published.audio.path.removesuffix(".mp3")
    beside = {
        file.path.removeprefix(stem): Piece(file, output / file.path, staged=False)
        for file in published.beside
    }
    heard = Heard(published.duration_s, published.chapters, published.loudness, published.timing)
    cards = tuple(
        CardTrack(
            card, tuple(Piece(file, output / file.path, staged=False) for file in (card.dark, card.light))
        )
        for card in published.cards
    )
    audio = Piece(published.audio, output / published.audio.path, staged=False)
    return Track(lesson, heard, audio, beside, cards)


def _gone(lesson: LessonPlan) -> Gone:
    return Gone(f"{lesson.place}: its recording has gone from the store or is damaged there", _AGAIN)


def tags_of(
    lesson: Lesson, script: Script, place: tuple[int, int], year: int, source: CourseSource, cover: bytes
) -> mp3.TrackFacts:
    """What the tag of a lesson says, but for the times of its chapters. `place`: its number, and of how many."""
    settings = source.settings
    return mp3.TrackFacts(
        title=lesson.title,
        album=settings.title,
        artist=settings.author,
        number=place[0],
        total=place[1],
        year=year,
        language=settings.language,
        summary=lesson.summary,
        text=narration_text(script),
        chapters=(),
        cover=cover,
        cover_type=mimetypes.types_map[source.cover.suffix.lower()],
    )


def narration_text(script: Script) -> str:
    """The narration as written: a paragraph a section."""
    return "\n\n".join(
        " ".join(utterance.written for utterance in section.utterances) for section in script.sections
    )
