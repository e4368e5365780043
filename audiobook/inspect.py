"""Looking at single things: one lesson's script, one line's spoken form, one section's sound."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from audiobook.cast import Cast, Words, cast_of, words_for, words_of
from audiobook.config import ProjectSettings
from audiobook.course import read_lesson
from audiobook.earcons import with_earcons
from audiobook.errors import AudioError, UsageError
from audiobook.model import Clip, Lesson, Recording, Script, ScriptSection, Utterance
from audiobook.names import did_you_mean
from audiobook.narration import narrate
from audiobook.progress import Progress, counted
from audiobook.speech.checks import shortened
from audiobook.speech.engine import Phonemes, VoiceSpec, parse_voice
from audiobook.store import Store, project_store

OTHER_PLACE = "Choose another place with -o"


@dataclass(frozen=True, slots=True)
class Passage:
    """A lesson, or one section of it, with the voices it would be spoken with, and the lexicon for them."""

    lesson: Lesson
    script: Script
    cast: Cast
    words: Words


def script_of(file: Path, project: ProjectSettings) -> Script:
    """The narration of one lesson file; its voice need not be usable here. Raises UsageError or ContentError."""
    lesson, settings, lexicon = read_lesson(file, project)
    words = words_for(lesson, settings, lexicon)
    return narrate(lesson, settings.narration, words.narrator, words.others)


def spoken_line(text: str) -> str:
    """One line of inline Markdown as it is said."""
    from audiobook.narration.inline import written
    from audiobook.narration.spoken import speak

    return " ".join(word.text for word in speak(written(text)))


def passage(place: str, voice: str | None, project: ProjectSettings) -> Passage:
    """What `FILE` or `FILE#section-id` names. Raises UsageError that lists the sections when there is no such one."""
    name, _, wanted = (place, "", "") if Path(place).is_file() or "#" not in place else place.rpartition("#")
    lesson, settings, lexicon = read_lesson(Path(name), project)
    cast = cast_of(lesson, settings, voice, parse_voice)
    words = words_of(cast, lexicon, settings.language)
    script = narrate(lesson, settings.narration, words.narrator, words.others)
    if settings.earcons:
        script = with_earcons(script)  # before it is cut: those of the lesson stand at its own two ends
    if not wanted:
        return Passage(lesson, script, cast, words)
    for section in script.sections:
        if section.id == wanted:
            return Passage(lesson, _only(script, section), cast, words)
    known = [section.id for section in script.sections]
    raise UsageError(f"{name} has no section `{wanted}`", did_you_mean(wanted, known))


def _only(script: Script, section: ScriptSection) -> Script:
    lines = [line for utterance in section.utterances for line in (utterance.line, utterance.end_line)]
    first, last = (min(lines), max(lines)) if lines else (0, 0)
    ledger = tuple(entry for entry in script.ledger if first <= entry.line <= last)
    return Script(script.lesson, script.title, (section,), ledger)


def preview(
    place: str, out: Path | None, voice: str | None, project: ProjectSettings, progress: Progress
) -> float:
    """Play a lesson or one section of it, or write it to a .wav or .mp3 file; returns its seconds.

    It sounds as in the edition, but for what is said around a lesson: that takes all lessons of the course. Clips come
    from and go to the project's store, so that a build finds them. Raises AudioError when nothing here can play.
    """
    if out is None:
        from audiobook.playing import play, players

        players()  # before anything is spoken in vain
    elif out.suffix.lower() not in (".wav", ".mp3"):
        raise UsageError(
            f"{out} is neither a .wav nor an .mp3 file", "Give -o a name that ends in one of these"
        )
    elif not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent} for {out.name}", OTHER_PLACE)
    chosen = passage(place, voice, project)
    with tempfile.TemporaryDirectory() as folder:
        recording = _record(chosen, project, Path(folder) / "preview.wav", progress)
        seconds = recording.frames / recording.rate
        if out is None:
            play(recording.path, seconds)
        else:
            _write(recording, out)
    return seconds


def _write(recording: Recording, out: Path) -> None:
    from audiobook.editions.codec import MP3
    from audiobook.outputs import explained

    made = recording.path
    if out.suffix.lower() == ".mp3":
        made = made.with_suffix(".mp3")
        MP3.encode(recording, made)
    with explained(out, OTHER_PLACE):
        shutil.copyfile(made, out)


def _record(chosen: Passage, project: ProjectSettings, wav: Path, progress: Progress) -> Recording:
    from audiobook import stitch
    from audiobook.resample import resampled

    with project_store(project, progress.say) as store:
        clips: Iterable[Clip] = _clips(chosen, store, project.jobs, progress)
        if len(list(chosen.cast)) > 1:
            held = list(clips)
            clips = resampled(held, max((clip.rate for clip in held), default=0))
        return stitch.join(chosen.script, clips, wav)


def _clips(chosen: Passage, store: Store, jobs: int | None, progress: Progress) -> Iterator[Clip]:
    """The clips in order, each as soon as it is there, while the next ones are being made."""
    from audiobook.execute import open_executor
    from audiobook.speech.synthesize import KIND, Speaker, clip_key, read_clip

    with open_executor("local", jobs) as pool:
        speaker = Speaker(store, pool)
        texts = [_said(chosen, utterance) for utterance in chosen.script.utterances]
        keys = [clip_key(*text) for text in texts]
        store.fetch(KIND, keys)
        new = {key for key in keys if not store.has(KIND, key)}
        progress.say(f"{chosen.lesson.title}: {counted(len(keys), 'utterance')}, {len(new)} to speak")
        futures: list[Future[int]] = [speaker.submit(*text) for text in texts]
        for text, key, future in zip(texts, keys, futures, strict=True):
            future.result()
            if key in new:
                new.discard(key)
                progress.say(f"  {shortened(text[0])}")
            clip = read_clip(store, key)
            if clip is None:
                raise AudioError("a clip has gone from the store or is damaged there", "Run it again")
            yield clip


def _said(chosen: Passage, utterance: Utterance) -> tuple[str, VoiceSpec, Phonemes]:
    """What the engine is asked for."""
    return utterance.spoken, chosen.cast.of(utterance.role), chosen.words.phonemes_in(utterance)


def trace_lines(place: str, voice: str | None, project: ProjectSettings, progress: Progress) -> list[str]:
    """One section through every stage: a line each, nothing made anew but what is not in the store."""
    from audiobook import stitch
    from audiobook.editions.codec import MP3
    from audiobook.speech.synthesize import clip_key

    chosen = passage(place, voice, project)
    lesson, script = chosen.lesson, chosen.script
    utterances = script.utterances
    lines = [f"course     {lesson.path}, id {lesson.id}, {len(script.sections)} section(s)"]
    for entry in script.ledger:
        why = f" ({entry.reason})" if entry.reason else ""
        lines.append(f"block      lines {entry.line}-{entry.end_line}  {entry.kind}: {entry.treatment}{why}")
    store = project_store(project, progress.say)
    for utterance in utterances:
        key = clip_key(*_said(chosen, utterance))
        cached = "in the store" if store.has("clip", key) else "new"
        lines.append(f"narration  line {utterance.line}  {utterance.kind}: {utterance.written}")
        lines.append(f"spoken     {utterance.spoken}")
        lines.append(
            f"clip       {key[:16]} {chosen.cast.of(utterance.role)}, {cached}, then {utterance.pause_ms} ms of silence"
        )
    with tempfile.TemporaryDirectory() as folder:
        recording = _record(chosen, project, Path(folder) / "trace.wav", progress)
        body = Path(folder) / "trace.mp3"
        loudness = MP3.encode(recording, body)
        size = body.stat().st_size
    seconds = recording.frames / recording.rate
    lines.append(
        f"recording  {recording.frames} frames at {recording.rate} Hz, {seconds:.3f} s, "
        f"lead-in {stitch.LEAD_IN_MS} ms, word times: {recording.timing}"
    )
    lines.append(
        f"mp3        {size} bytes, {loudness.integrated_lufs:.1f} LUFS, peak {loudness.true_peak_dbtp:.1f} dBTP"
    )
    return lines
