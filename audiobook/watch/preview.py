"""A course as it would sound: its page and all that the page asks for, and where to listen for what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from io import BytesIO
from typing import IO

from audiobook import stitch
from audiobook.assemble import edition_with
from audiobook.editions import transcript
from audiobook.feed import episode_guid
from audiobook.model import Episode, Line, Module, OutputFile
from audiobook.notes import notes_html
from audiobook.outputs import described
from audiobook.plan import Planned
from audiobook.player import page
from audiobook.prepare import Narrated
from audiobook.recordings import Sound
from audiobook.store import Store
from audiobook.watch.sounds import Sounds, key_of, speak

PAGE = "page.html"
_WAV_HEADER = 44  # bytes, as stitch.join writes it
_BEFORE_S = stitch.LEAD_IN_MS / 1000


@dataclass(frozen=True, slots=True)
class Change:
    """What is new in a lesson: `start_s` is shortly before the first sentence that is, in seconds."""

    lesson: str
    title: str
    start_s: float
    sentences: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A lesson on show. `lines`: its transcript, as the page shows it."""

    planned: Planned
    key: str
    sound: Sound
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A course on show: its page and cover, and what opens the files that the page leads to, all by address."""

    title: str
    lessons: Mapping[str, Shown]
    contents: Mapping[str, bytes]
    files: Mapping[str, Callable[[], IO[bytes] | None]]


def make(
    course: Narrated,
    before: Preview | None,
    sounds: Sounds,
    jobs: int | None,
    saved: Callable[[], bool],
    told: Callable[[int, int], None],
) -> Iterator[Preview]:
    """The preview of a narrated course. Only lessons whose sound is not known are spoken and joined.

    Where there are several of these (a word of the lexicon), one comes first, in a preview of its own in which the
    others are as before: that which is being listened to, if it is one of them.

    `before`: the one on show; `saved` and `told`: see `sounds.speak`. Raises SavedMeanwhile, EngineError or AudioError.
    """
    keys = {lesson.lesson.id: key_of(lesson) for lesson in course.lessons}
    due = [lesson for lesson in course.lessons if not sounds.knows(keys[lesson.lesson.id])]
    if before and len(due) > 1:
        listened_to = {
            shown.planned.lesson.id for shown in before.lessons.values() if shown.key == sounds.asked_last
        }
        first = next((lesson for lesson in due if lesson.lesson.id in listened_to), due[0])
        speak([first], course.store, jobs, saved, told)
        waiting = {lesson.lesson.id for lesson in due} - {first.lesson.id}
        yield _preview(course, keys, before, waiting, sounds)
    speak(due, course.store, jobs, saved, told)
    yield _preview(course, keys, before, frozenset(), sounds)


def _preview(
    course: Narrated,
    keys: Mapping[str, str],
    before: Preview | None,
    waiting: Collection[str],
    sounds: Sounds,
) -> Preview:
    """`waiting`: lessons that cannot be heard yet; they are as before, or not there."""
    known = before.lessons if before else {}
    lessons = {
        name: known[name]
        if name in waiting
        else _shown(lesson, keys[name], known.get(name), sounds, course.store)
        for lesson in course.lessons
        for name in [lesson.lesson.id]
        if name not in waiting or name in known
    }
    files: dict[str, Callable[[], IO[bytes] | None]] = {}
    modules = {module.title: module for module in course.source.modules}
    transcripts, episodes = {}, []
    for number, shown in enumerate(lessons.values(), 1):
        stem = _stem(shown)
        files[stem + ".wav"] = partial(sounds.wav, shown.key)
        files[stem + transcript.VTT] = partial(_vtt, shown.sound)
        files[stem + transcript.TRANSCRIPT] = partial(_transcript, shown.sound)
        transcripts[shown.planned.lesson.id] = shown.lines
        episodes.append(_episode(shown, number, course.source.slug, modules))
    picture = course.source.cover.read_bytes()
    cover = described("cover" + course.source.cover.suffix.lower(), picture)
    edition = edition_with(course.source, course.previous, cover, tuple(episodes), related=())
    contents = {PAGE: "".join(page(edition, transcripts.__getitem__)).encode(), cover.path: picture}
    return Preview(edition.title, lessons, contents, files)


def _shown(lesson: Planned, key: str, known: Shown | None, sounds: Sounds, store: Store) -> Shown:
    """The lesson as it is known, if it is told in the same words; else made anew."""
    if known and known.key == key and known.planned.script == lesson.script:
        return replace(known, planned=lesson)
    sound = sounds.sound(key, lesson, store)
    return Shown(lesson, key, sound, transcript.lines_of(_transcript(sound).getvalue()))


def _vtt(sound: Sound) -> BytesIO:
    return BytesIO(transcript.vtt(sound.cues, sound.rate))


def _transcript(sound: Sound) -> BytesIO:
    return BytesIO(transcript.transcript_json(sound.cues, sound.rate))


def _stem(shown: Shown) -> str:
    return f"lessons/{shown.planned.lesson.id}/{shown.key[:8]}"


def _episode(shown: Shown, number: int, slug: str, modules: Mapping[str, Module]) -> Episode:
    """The lesson as the page wants it; the page names no more files than its sound and its transcript."""
    planned, sound, stem = shown.planned, shown.sound, _stem(shown)
    lesson, heard = planned.lesson, sound.heard()

    def file(suffix: str, size: int = 0) -> OutputFile:
        return OutputFile(stem + suffix, size, "")

    return Episode(
        id=lesson.id,
        guid=episode_guid(slug, lesson.id),
        number=number,
        title=lesson.title,
        summary=lesson.summary,
        module=modules.get(lesson.module or ""),
        published=planned.published,
        duration_s=heard.duration_s,
        audio=file(".wav", _WAV_HEADER + 2 * sound.frames),
        vtt=file(transcript.VTT),
        word_vtt=file(transcript.WORD_VTT),
        transcript=file(transcript.TRANSCRIPT),
        text=file(".txt"),
        chapters_file=file(transcript.CHAPTERS),
        chapters=heard.chapters,
        loudness=sound.loudness,
        timing=heard.timing,
        notes_html=notes_html(lesson, heard.chapters),
        description_html="",
    )


# -- what is new -----------------------------------------------------------------------------------------------


def changes(before: Preview | None, now: Preview) -> tuple[Change, ...]:
    """The lessons that sound different, in the order of the course; none where there was no preview before."""
    if before is None:
        return ()
    found = []
    for name, shown in now.lessons.items():
        known = before.lessons.get(name)
        if known is None or known.key != shown.key:
            found.append(_change(known, shown))
    return tuple(found)


def _change(before: Shown | None, now: Shown) -> Change:
    """Where the first new sentence is; where something was only taken away, what now comes in its place."""
    title = now.planned.lesson.title
    said = now.planned.clips
    edits = [
        edit
        for edit in SequenceMatcher(None, before.planned.clips if before else (), said, False).get_opcodes()
        if edit[0] != "equal"
    ]
    new = sum(end - start for *_, start, end in edits)
    first = edits[0][3] if edits else _first_of_other_rhythm(before, now)
    index = min(first, len(said) - 1)
    cues = now.sound.cues
    ended = cues[index - 1].end if index else 0
    start = max(now.sound.seconds(ended), now.sound.seconds(cues[index].start) - _BEFORE_S)
    return Change(now.planned.lesson.id, title, round(start, 3), new)


def _first_of_other_rhythm(before: Shown | None, now: Shown) -> int:
    """The same sentences, but for their pauses, the sounds around them or where chapters begin."""
    if before is None:
        return 0
    pairs = zip(before.planned.script.utterances, now.planned.script.utterances, strict=True)
    for index, (old, new) in enumerate(pairs):
        if (old.pause_ms, old.before, old.after) != (new.pause_ms, new.before, new.after):
            return index
    return 0
