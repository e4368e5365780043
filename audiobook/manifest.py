"""`edition.json`: what an output folder holds, and the facts the next build needs to leave unchanged things alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from audiobook.errors import PublishError
from audiobook.model import (
    AudioChange,
    Card,
    ChapterTime,
    Edition,
    Episode,
    Loudness,
    OutputFile,
    TimingSource,
)

NAME = "edition.json"
FORMAT = 1
_FACTS = ("guid", "title", "subtitle", "author", "language", "base_url", "cover")


@dataclass(frozen=True, slots=True)
class SectionMark:
    """A section as it was heard. `spoken`: a hash of what is said in it."""

    id: str
    title: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Sound:
    """How a lesson sounds: the key of its recording, its voices as asked for, its sections.

    authors_changes: tells the author's notes on changes from other ones; change: what the show notes tell of.
    """

    recording: str
    voice: str
    sections: tuple[SectionMark, ...]
    authors_changes: str = ""
    change: AudioChange | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an episode came from.

    source: lesson file name; recording: key of the joined and encoded audio; media: key of the finished, tagged file;
    voice: as asked for; utterances and omitted: counts from the script and its ledger; number and total: those in the
    tag; alternates: keys of the finished files in other forms than MP3, by form; sound: what is heard, and `published`
    what was when the edition was last published.
    """

    source: str
    recording: str
    media: str
    voice: str
    utterances: int
    omitted: int
    number: int = 0
    total: int = 0
    alternates: Mapping[str, str] = field(default_factory=dict)
    sound: Sound | None = None
    published: Sound | None = None


@dataclass(frozen=True, slots=True)
class PublishedAlternate:
    """A lesson's sound in another form than MP3, as the previous manifest recorded it. `key`: of the finished file."""

    file: OutputFile
    loudness: Loudness
    key: str


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """An episode as the previous manifest recorded it. `alternates` are by form."""

    id: str
    guid: str
    title: str
    audio: OutputFile
    beside: tuple[OutputFile, ...]
    published: datetime
    loudness: Loudness
    duration_s: float
    chapters: tuple[ChapterTime, ...]
    timing: TimingSource
    origin: Origin
    alternates: Mapping[str, PublishedAlternate] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldStream:
    """The stream of a lesson in a form of the whole course: its key, and how long it is, in units of the form."""

    key: str
    length: int


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """A form of the whole course, such as its M4B file.

    key: of what it was made of; streams: those in it, one for each lesson in order: lessons that sound alike have
    streams of one key.
    """

    key: str
    file: OutputFile
    streams: tuple[HeldStream, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The previous edition. `files` are all files of the edition but the manifest itself, by path."""

    guid: str
    title: str
    subtitle: str
    author: str
    language: str
    base_url: str
    cover: str
    episodes: dict[str, PublishedEpisode]
    forms: dict[str, PublishedForm]
    files: dict[str, OutputFile]
    private: bool = False

    @property
    def duration_s(self) -> float:
        return sum(episode.duration_s for episode in self.episodes.values())

    @property
    def utterances(self) -> int:
        return sum(episode.origin.utterances for episode in self.episodes.values())


def editions_in(output: Path) -> list[str]:
    """The names of the courses that have an edition in the output folder."""
    return sorted(place.parent.name for place in output.glob(f"*/{NAME}"))


def render(
    edition: Edition,
    origins: Mapping[str, Origin],
    forms: Mapping[str, PublishedForm],
    files: Sequence[OutputFile],
) -> bytes:
    """The manifest as stable JSON."""
    content = {
        "format": FORMAT,
        "course": edition.slug,
        "guid": edition.guid,
        "title": edition.title,
        "subtitle": edition.subtitle,
        "author": edition.author,
        "description": edition.description,
        "language": edition.language,
        "base_url": edition.base_url,
        "cover": edition.cover.path,
        "complete": edition.complete,
        "private": edition.private,
        "duration_s": round(sum(episode.duration_s for episode in edition.episodes), 3),
        "episodes": [_episode(episode, origins[episode.id]) for episode in edition.episodes],
        "forms": {
            name: {
                "key": form.key,
                "path": form.file.path,
                "streams": [asdict(stream) for stream in form.streams],
            }
            for name, form in sorted(forms.items())
        },
        "files": [_file(file) for file in sorted(files, key=lambda file: file.path)],
    }
    return _bytes(content)


def load(folder: Path) -> Manifest | None:
    """The manifest of the edition in `folder`; None when there is none. Raises PublishError when it cannot be read."""
    path = folder / NAME
    try:
        content = json.loads(path.read_bytes())
        _check_format(content["format"])
        files = {entry["path"]: OutputFile(**entry) for entry in content["files"]}
        episodes = {entry["id"]: _published(entry, files) for entry in content["episodes"]}
        facts = {name: content[name] for name in _FACTS}
        forms = {name: _form(form, files, len(episodes)) for name, form in content.get("forms", {}).items()}
        private = content.get("private", False)
        return Manifest(**facts, episodes=episodes, forms=forms, files=files, private=private)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(
            f"{path} cannot be read ({error})",
            "Restore it, or delete it to start anew: it holds the ids that podcast apps know the lessons by",
        ) from error


def as_published(content: bytes) -> bytes:
    """The manifest `content` of an edition that is being published: from then on, its sound is what learners have.

    Of a manifest that is it already, the same bytes. Raises ValueError or KeyError for what is no manifest.
    """
    manifest = json.loads(content)
    for episode in manifest["episodes"]:
        episode["origin"]["published"] = episode["origin"].get("sound")
    return _bytes(manifest)


def _bytes(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _check_format(found: object) -> None:
    if found != FORMAT:
        raise ValueError(f"its format is {found}, not {FORMAT}")


def _file(file: OutputFile) -> dict[str, Any]:
    return {"path": file.path, "size": file.size, "sha256": file.sha256}


def _episode(episode: Episode, origin: Origin) -> dict[str, Any]:
    return {
        "id": episode.id,
        "guid": episode.guid,
        "number": episode.number,
        "title": episode.title,
        "module": episode.module.title if episode.module else None,
        "published": _moment(episode.published),
        "duration_s": round(episode.duration_s, 3),
        "chapters": [
            {"title": chapter.title, "start_s": round(chapter.start_s, 3), "end_s": round(chapter.end_s, 3)}
            for chapter in episode.chapters
        ],
        "loudness": _loudness(episode.loudness),
        "timing": episode.timing,
        "audio": episode.audio.path,
        "alternates": {
            form.name: {"path": form.file.path, "loudness": _loudness(form.loudness)}
            for form in episode.alternates
        },
        "transcript": {
            "vtt": episode.vtt.path,
            "word_vtt": episode.word_vtt.path,
            "json": episode.transcript.path,
            "text": episode.text.path,
        },
        "chapters_file": episode.chapters_file.path,
        "cards": [
            {
                "label": card.label,
                "start_s": round(card.start_s, 3),
                "end_s": round(card.end_s, 3),
                "dark": card.dark.path,
                "light": card.light.path,
            }
            for card in episode.cards
        ],
        "origin": {
            "source": origin.source,
            "recording": origin.recording,
            "media": origin.media,
            "voice": origin.voice,
            "utterances": origin.utterances,
            "omitted": origin.omitted,
            "number": origin.number,
            "total": origin.total,
            "alternates": dict(origin.alternates),
            "sound": asdict(origin.sound) if origin.sound else None,
            "published": asdict(origin.published) if origin.published else None,
        },
    }


def _moment(published: datetime) -> str:
    """A plain date where it is midnight, as for most lessons."""
    return published.date().isoformat() if published.time() == time() else published.isoformat()


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _loudness(loudness: Loudness) -> dict[str, float]:
    return {
        "integrated_lufs": round(loudness.integrated_lufs, 2),
        "true_peak_dbtp": round(loudness.true_peak_dbtp, 2),
    }


def _published(entry: dict[str, Any], files: dict[str, OutputFile]) -> PublishedEpisode:
    sounds = {name: _sound(entry["origin"].get(name)) for name in ("sound", "published")}
    origin = Origin(**{**entry["origin"], **sounds})
    beside = (*entry["transcript"].values(), entry["chapters_file"])
    return PublishedEpisode(
        id=entry["id"],
        guid=entry["guid"],
        title=entry["title"],
        audio=files[entry["audio"]],
        beside=tuple(files[path] for path in beside),
        published=_read_moment(entry["published"]),
        loudness=Loudness(**entry["loudness"]),
        duration_s=entry["duration_s"],
        chapters=tuple(ChapterTime(**chapter) for chapter in entry["chapters"]),
        timing=entry.get("timing", "estimated"),
        origin=origin,
        alternates={
            name: PublishedAlternate(
                files[form["path"]], Loudness(**form["loudness"]), origin.alternates[name]
            )
            for name, form in entry.get("alternates", {}).items()
        },
        cards=tuple(
            Card(card["label"], card["start_s"], card["end_s"], files[card["dark"]], files[card["light"]])
            for card in entry.get("cards", ())
        ),
    )


def _form(entry: dict[str, Any], files: dict[str, OutputFile], lessons: int) -> PublishedForm:
    file, streams = files[entry["path"]], entry["streams"]
    if not isinstance(streams, dict):
        return PublishedForm(entry["key"], file, tuple(HeldStream(**stream) for stream in streams))
    # As editions had it once: lengths by key. Where lessons sound alike that is one for two, so the form is made anew.
    if len(streams) not in (0, lessons):
        return PublishedForm("", file)
    return PublishedForm(entry["key"], file, tuple(HeldStream(*item) for item in streams.items()))


def _sound(entry: dict[str, Any] | None) -> Sound | None:
    if entry is None:
        return None
    change = entry["change"]
    sections = tuple(SectionMark(**mark) for mark in entry["sections"])
    return Sound(**{**entry, "sections": sections, "change": _audio_change(change) if change else None})


def _audio_change(entry: dict[str, Any]) -> AudioChange:
    titles = {name: tuple(entry[name]) for name in ("changed", "added", "removed")}
    return AudioChange(**titles, otherwise=entry["otherwise"])
