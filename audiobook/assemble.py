"""Put the edition together: every file that is not a lesson's, from the finished tracks and the course."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiobook import manifest
from audiobook.course import CourseSource
from audiobook.editions import text, transcript
from audiobook.feed import FEED_NAME, PAGE_NAME, episode_guid, feed_guid, feed_xml
from audiobook.manifest import Manifest, Origin, PublishedForm
from audiobook.model import Alternate, Edition, Episode, Module, OutputFile
from audiobook.notes import notes_html
from audiobook.outputs import described
from audiobook.player import page
from audiobook.tracks import AlternateTrack, Track


def edition_of(source: CourseSource, previous: Manifest | None, tracks: Sequence[Track]) -> Edition:
    """The edition that the finished lessons make."""
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
                word_vtt=track.beside[transcript.WORD_VTT].file,
                transcript=track.beside[transcript.TRANSCRIPT].file,
                text=track.beside[text.SUFFIX].file,
                chapters_file=track.beside[transcript.CHAPTERS].file,
                chapters=heard.chapters,
                loudness=heard.loudness,
                timing=heard.timing,
                notes_html=notes_html(lesson, heard.chapters),
                alternates=tuple(map(_alternate, track.alternates)),
            )
        )
    return edition_with(source, previous, _covers(source.cover)[1][0], tuple(episodes))


def _alternate(track: AlternateTrack) -> Alternate:
    form = track.form
    return Alternate(form.name, track.audio.file, form.media_type, form.codecs, track.loudness)


def assemble(
    source: CourseSource,
    edition: Edition,
    tracks: Sequence[Track],
    forms: Mapping[str, PublishedForm],
) -> dict[str, bytes]:
    """The contents of every file that is neither a lesson's nor a form of the whole course, by output path."""
    contents: dict[str, bytes] = {}
    for file, content in _covers(source.cover):
        contents[file.path] = content
    contents[FEED_NAME] = feed_xml(edition)
    lines = {track.plan.lesson.id: track.lines() for track in tracks}
    contents[PAGE_NAME] = page(edition, lines).encode()
    files = [described(path, content) for path, content in contents.items()]
    files += [piece.file for track in tracks for piece in track.pieces]
    files += [form.file for form in forms.values()]
    origins = {track.plan.lesson.id: _origin(track) for track in tracks}
    contents[manifest.NAME] = manifest.render(edition, origins, forms, files)
    return contents


def _covers(picture: Path) -> tuple[tuple[OutputFile, bytes], tuple[OutputFile, bytes]]:
    """The cover, plainly named, and under a name that changes with it for the feed: apps fetch a picture once."""
    content, suffix = picture.read_bytes(), picture.suffix.lower()
    named = f"cover-{hashlib.sha256(content).hexdigest()[:8]}{suffix}"
    return (described(f"cover{suffix}", content), content), (described(named, content), content)


def _module(title: str | None, modules: dict[str, Module]) -> Module | None:
    return modules[title] if title else None


def edition_with(
    source: CourseSource, previous: Manifest | None, cover: OutputFile, episodes: tuple[Episode, ...]
) -> Edition:
    """The edition of these episodes: what it says of the course."""
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
        number=plan.tags.number,
        total=plan.tags.total,
        alternates={alternate.form.name: alternate.key for alternate in plan.alternates},
    )
