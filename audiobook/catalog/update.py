"""Bring the catalogue in the output folder up to date with the editions that lie there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from audiobook import manifest, outputs
from audiobook.catalog import MANIFEST_NAME, SITEMAP_NAME, Catalog, Entry, contents, files_of, listed
from audiobook.config import PROJECT_FILE, ProjectSettings
from audiobook.course import course_slug, courses_in
from audiobook.errors import UsageError
from audiobook.outputs import Changes
from audiobook.progress import Progress
from audiobook.state import LocalState, program

_UNTITLED = "Audio courses"


def update(project: ProjectSettings, progress: Progress) -> Changes:
    """List every course of the content folder that has an edition; the others follow once they are built.

    Private courses are left out, unless the settings of the catalogue ask for them.

    Raises PublishError when an edition cannot be read or the catalogue not be written.
    """
    state = LocalState(project.state)
    place = project.output / MANIFEST_NAME
    folders = [course_slug(folder) for folder in courses_in(project.content)]
    if not any((project.output / folder / manifest.NAME).is_file() for folder in folders):
        return Changes(0, 0, 0)  # nothing could be built yet
    with outputs.locked(project.output / "catalog", lambda: progress.say("waiting for another build")):
        inputs = _inputs(project, folders)
        if state.is_current(place, inputs) and _intact(place):
            return Changes(0, len(files_of(place.read_bytes())) + 1, 0)
        catalog = _catalog(project, folders)
        sitemap_listed = _names(place, SITEMAP_NAME)  # one that someone else put there stays
        if not catalog.courses and not place.exists():
            return Changes(0, 0, 0)  # every course is private
        _tell_of_the_gone(place, catalog, progress)
        changes = outputs.replace_files(project.output, contents(catalog))
        if catalog.sitemap is None and sitemap_listed:
            (project.output / SITEMAP_NAME).unlink(missing_ok=True)
        state.remember(place, inputs, {})
    return changes


def _inputs(project: ProjectSettings, folders: list[str]) -> str:
    places = [project.output / folder / manifest.NAME for folder in folders]
    editions = [(str(place), outputs.digest(place)) for place in places if place.is_file()]
    facts = [
        program(),
        project.publisher,
        project.language,
        project.base_url,
        project.catalog.model_dump(),
        editions,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _intact(place: Path) -> bool:
    try:
        return all(outputs.intact(place.parent, file) for file in files_of(place.read_bytes()))
    except ValueError:
        return False


def _names(place: Path, name: str) -> bool:
    try:
        return any(file.path == name for file in files_of(place.read_bytes()))
    except (OSError, ValueError):
        return False


def _catalog(project: ProjectSettings, folders: list[str]) -> Catalog:
    editions = [(folder, manifest.load(project.output / folder)) for folder in folders]
    return Catalog(
        title=project.catalog.title or project.publisher or _UNTITLED,
        description=project.catalog.description,
        publisher=project.publisher,
        language=project.language,
        sitemap=_folder(project) if project.catalog.sitemap else None,
        courses=tuple(
            Entry(folder, edition)
            for folder, edition in editions
            if edition and (project.catalog.private or not edition.private)
        ),
    )


def _folder(project: ProjectSettings) -> str:
    if project.base_url is None:
        raise UsageError(
            f"the sitemap of {PROJECT_FILE} needs `base_url`", "Add it: addresses in a sitemap are whole"
        )
    return project.base_url


def _tell_of_the_gone(place: Path, catalog: Catalog, progress: Progress) -> None:
    """A course that leaves the catalogue keeps its edition: learners may be subscribed to it."""
    try:
        before = listed(place.read_bytes())
    except (OSError, ValueError):
        return
    for folder in sorted(before.keys() - {course.folder for course in catalog.courses}):
        kept = f"; its edition stays in {place.parent / folder}" if (place.parent / folder).is_dir() else ""
        progress.say(f"warning: {before[folder]} is no longer in the catalogue{kept}")
