"""Put the edition together: every file that is not a lesson's, from the finished tracks and the course."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from audiobook import ingredients, manifest, subscribe
from audiobook.audio_changes import sound_of
from audiobook.course import CourseSource
from audiobook.editions import text, transcript
from audiobook.feed import FEED_NAME, PAGE_NAME, episode_guid, feed_xml
from audiobook.identity import guid_of
from audiobook.manifest import Manifest, Origin, PublishedForm, Sound
from audiobook.model import Alternate, Edition, Episode, Module, OutputFile, Related
from audiobook.notes import description_html, notes_html
from audiobook.outputs import described
from audiobook.player import page
from audiobook.subscribe import SUBSCRIBE_NAME, Show
from audiobook.tracks import AlternateTrack, Track

_BLOCK = 1 << 16


def edition_of(
    source: CourseSource, previous: Manifest | None, tracks: Sequence[Track], related: tuple[Related, ...]
) -> Edition:
    """The edition that the finished lessons make."""
    modules = {module.title: module for module in source.modules}
    episodes = []
    for number, track in enumerate(tracks, 1):
        lesson, heard = track.plan.lesson, track.heard
        before = previous.episodes.get(lesson.id) if previous else None
        change = _sound(track, previous).change
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
                notes_html=notes_html(lesson, heard.chapters, change),
                description_html=description_html(lesson, heard.chapters, change),
                alternates=tuple(map(_alternate, track.alternates)),
                cards=tuple(each.card for each in track.cards),
            )
        )
    return edition_with(source, previous, _covers(source.cover)[1][0], tuple(episodes), related)


def _alternate(track: AlternateTrack) -> Alternate:
    form = track.form
    return Alternate(form.name, track.audio.file, form.media_type, form.codecs, track.loudness)


def assemble(
    source: CourseSource,
    edition: Edition,
    previous: Manifest | None,
    tracks: Sequence[Track],
    forms: Mapping[str, PublishedForm],
    keep: Callable[[str, Iterable[bytes]], OutputFile],
) -> list[OutputFile]:
    """Every file that is neither a lesson's nor a form of the whole course, made piece by piece.

    `keep` is given the output path and the pieces of each, and returns what the file is. Raises PublishError when the
    output cannot be read.
    """
    lines = {track.plan.lesson.id: track.lines for track in tracks}
    plans = [track.plan for track in tracks]
    contents: dict[str, Iterable[bytes]] = {
        **{file.path: [content] for file, content in _covers(source.cover)},
        FEED_NAME: [feed_xml(edition)],
        PAGE_NAME: _encoded(
            page(edition, lambda lesson: lines[lesson](), [form.file for form in forms.values()])
        ),
        ingredients.NAME: _encoded(ingredients.written(source, plans)),
        SUBSCRIBE_NAME: [_subscribe_page(edition).encode()],
    }
    pages = [keep(path, _blocks(content)) for path, content in contents.items()]
    files = [*pages, *(piece.file for track in tracks for piece in track.pieces)]
    files += [form.file for form in forms.values()]
    origins = {track.plan.lesson.id: _origin(track, previous) for track in tracks}
    return [*pages, keep(manifest.NAME, [manifest.render(edition, origins, forms, files)])]


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same, in larger pieces: a template gives a few letters at a time."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _BLOCK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)


def _subscribe_page(edition: Edition) -> str:
    show = Show(
        title=edition.title,
        subtitle=edition.subtitle,
        author=edition.author,
        language=edition.language,
        cover=edition.cover.path,
        page=PAGE_NAME,
        feed=edition.base_url + FEED_NAME,
        beside=True,
    )
    return subscribe.page([show], personal=edition.private)


def _covers(picture: Path) -> tuple[tuple[OutputFile, bytes], tuple[OutputFile, bytes]]:
    """The cover, plainly named, and under a name that changes with it for the feed: apps fetch a picture once."""
    content, suffix = picture.read_bytes(), picture.suffix.lower()
    named = f"cover-{hashlib.sha256(content).hexdigest()[:8]}{suffix}"
    return (described(f"cover{suffix}", content), content), (described(named, content), content)


def _module(title: str | None, modules: dict[str, Module]) -> Module | None:
    return modules[title] if title else None


def edition_with(
    source: CourseSource,
    previous: Manifest | None,
    cover: OutputFile,
    episodes: tuple[Episode, ...],
    related: tuple[Related, ...],
) -> Edition:
    """The edition of these episodes: what it says of the course."""
    settings = source.settings
    return Edition(
        slug=source.slug,
        guid=guid_of(settings, previous),
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        description=settings.about,
        language=settings.language,
        base_url=settings.base_url,
        category=settings.category,
        explicit=settings.explicit,
        complete=settings.complete,
        copyright=settings.copyright,
        license=settings.license,
        license_url=settings.license_url or "",
        private=settings.private,
        owner_email=settings.owner_email or "",
        cover=cover,
        synthetic_voice=True,
        episodes=episodes,
        related=related,
    )


def _published(track: Track, previous: Manifest | None) -> Sound | None:
    before = previous.episodes.get(track.plan.lesson.id) if previous else None
    return before.origin.published if before else None


def _sound(track: Track, previous: Manifest | None) -> Sound:
    plan = track.plan
    return sound_of(plan.lesson, plan.script, plan.recording, str(plan.cast), _published(track, previous))


def _origin(track: Track, previous: Manifest | None) -> Origin:
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
        sound=_sound(track, previous),
        published=_published(track, previous),
    )
