"""Put the edition together: every file that is not a lesson's, from the finished tracks and the course."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook import manifest
from audiobook.course import CourseSource
from audiobook.editions import transcript
from audiobook.feed import FEED_NAME, episode_guid, feed_guid, feed_xml
from audiobook.manifest import Manifest, Origin
from audiobook.model import Edition, Episode, Line, Module, OutputFile
from audiobook.notes import notes_html
from audiobook.plan import LessonPlan
from audiobook.player import page
from audiobook.publish import described
from audiobook.recordings import Heard


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished file of the edition. `path`: where it is now; `staged`: it waits there to be moved into place."""

    file: OutputFile
    path: Path
    staged: bool


@dataclass(frozen=True, slots=True)
class Track:
    """The finished audio of one lesson, and the files beside it by suffix."""

    plan: LessonPlan
    heard: Heard
    audio: Piece
    beside: Mapping[str, Piece]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (self.audio, *self.beside.values())

    def lines(self) -> tuple[Line, ...]:
        """The sentences of the transcript, read anew: a course of many hours is not kept in memory."""
        return transcript.lines_of(self.beside[transcript.TRANSCRIPT].path.read_bytes())


def assemble(source: CourseSource, previous: Manifest | None, tracks: Sequence[Track]) -> dict[str, bytes]:
    """The contents of every file that is not a lesson's, by output path."""
    contents: dict[str, bytes] = {}
    cover = _add_cover(contents, source.cover)
    modules = {module.title: module for module in source.modules}
    episodes = []
    for number, track in enumerate(tracks, 1):
        lesson, heard = track.plan.lesson, track.heard
        before = previous.episodes.get(lesson.id) if previous else None
        episodes.append(
            Episode(
                id=lesson.id,
                guid=before.guid if before else episode_guid(source.slug, lesson.id),
                number=number,
                title=lesson.title,
                summary=lesson.summary,
                module=_module(lesson.module, modules),
                published=track.plan.published,
                duration_s=heard.duration_s,
                audio=track.audio.file,
                vtt=track.beside[transcript.VTT].file,
                transcript=track.beside[transcript.TRANSCRIPT].file,
                chapters_file=track.beside[transcript.CHAPTERS].file,
                chapters=heard.chapters,
                loudness=heard.loudness,
                timing=heard.timing,
                notes_html=notes_html(lesson, heard.chapters),
            )
        )
    edition = _edition(source, previous, cover, tuple(episodes))
    _add(contents, FEED_NAME, feed_xml(edition))
    lines = {track.plan.lesson.id: track.lines() for track in tracks}
    _add(contents, "index.html", page(edition, lines).encode())
    files = [described(path, content) for path, content in contents.items()]
    files += [piece.file for track in tracks for piece in track.pieces]
    origins = {track.plan.lesson.id: _origin(track) for track in tracks}
    contents[manifest.NAME] = manifest.render(edition, origins, files)
    return contents


def _add(contents: dict[str, bytes], path: str, content: bytes) -> OutputFile:
    contents[path] = content
    return described(path, content)


def _add_cover(contents: dict[str, bytes], picture: Path) -> OutputFile:
    """The cover, plainly named, and under a name that changes with it for the feed: apps fetch a picture once."""
    content, suffix = picture.read_bytes(), picture.suffix.lower()
    _add(contents, f"cover{suffix}", content)
    return _add(contents, f"cover-{hashlib.sha256(content).hexdigest()[:8]}{suffix}", content)


def _module(title: str | None, modules: dict[str, Module]) -> Module | None:
    return modules[title] if title else None


def _edition(
    source: CourseSource, previous: Manifest | None, cover: OutputFile, episodes: tuple[Episode, ...]
) -> Edition:
    settings = source.settings
    guid = settings.guid or (previous.guid if previous else feed_guid(settings.base_url + FEED_NAME))
    return Edition(
        slug=source.slug,
        guid=guid,
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        description=settings.description or settings.subtitle or settings.title,
        language=settings.language,
        base_url=settings.base_url,
        category=settings.category,
        explicit=settings.explicit,
        complete=settings.complete,
        copyright=settings.copyright,
        license=settings.license,
        cover=cover,
        synthetic_voice=True,
        episodes=episodes,
    )


def _origin(track: Track) -> Origin:
    plan = track.plan
    return Origin(
        source=plan.lesson.path,
        recording=plan.recording,
        media=plan.media,
        voice=str(plan.cast),
        utterances=len(plan.clips),
        omitted=len(plan.script.left_out),
    )
