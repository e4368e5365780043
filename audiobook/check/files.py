"""The files of an edition, and the names by which pages and catalogue call them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from audiobook import catalog, manifest, outputs
from audiobook.check.model import BUILD, Edition, Fault, Shelf
from audiobook.errors import PublishError
from audiobook.manifest import Manifest

_PAGE_SUFFIX = ".html"
_ADDRESSES = ("href", "src", "poster", "data-audio")


def damaged_files(folder: Path, edition: Manifest) -> dict[str, str]:
    """What is wrong with files of an edition, by path."""
    found = {}
    for file in edition.files.values():
        target = folder / file.path
        if not target.is_file():
            found[file.path] = "is missing"
        elif (size := target.stat().st_size) != file.size:
            found[file.path] = f"has {size} bytes, not {file.size}"
        elif outputs.digest(target) != file.sha256:
            found[file.path] = "has other bytes than were built (SHA-256)"
    return found


def intact(edition: Edition) -> Iterator[Fault]:
    for path, reason in edition.damaged.items():
        yield Fault(f"the file {reason}", BUILD, path)


def strays(edition: Edition) -> Iterator[Fault]:
    fix = "Remove it, or build: files that no edition names are removed"
    for path in outputs.leftovers(edition.folder, edition.manifest.files.keys()):
        whose = "no lesson has" if path.startswith(f"{outputs.MEDIA_FOLDER}/") else "an earlier edition had"
        yield Fault(f"{whose} this file", fix, path, "warning")
    if (edition.folder / outputs.STAGING).exists():
        told = "a build is running, or was killed and left this folder"
        yield Fault(told, "Build: it is removed", outputs.STAGING, "warning")


def content_hashed(edition: Edition) -> Iterator[Fault]:
    """Apps keep what they fetched under an address: other bytes need another one."""
    for episode in edition.manifest.episodes.values():
        for file in (episode.audio, *(alternate.file for alternate in episode.alternates.values())):
            if PurePosixPath(file.path).stem != file.sha256[:8]:
                yield Fault(f"it is not called after its content, {file.sha256[:8]}", BUILD, file.path)


def page_links(edition: Edition) -> Iterator[Fault]:
    """Every address in a page that leads nowhere else than into the edition."""
    known = {*edition.manifest.files, manifest.NAME}
    for page in sorted(path for path in known if path.endswith(_PAGE_SUFFIX)):
        place = edition.whole(page)
        for address in sorted(_addresses(place)) if place else ():
            if address not in known and (edition.folder / address).resolve() != edition.folder.resolve():
                yield Fault(f"it names {address}, which is not in the edition", BUILD, page)


def _addresses(page: Path) -> set[str]:
    """The relative addresses in a page, as paths."""
    from lxml import html

    found = set()
    for element in html.fromstring(page.read_bytes()).iter("*"):
        named = [element.get(name, "") for name in _ADDRESSES]
        named += [entry.split()[0] for entry in element.get("srcset", "").split(",") if entry.strip()]
        for address in named:
            parts = urlsplit(address)
            if parts.path and not parts.scheme and not parts.netloc:
                found.add(unquote(parts.path))
    return found


# -- the catalogue -------------------------------------------------------------------------------------------


def catalogue(shelf: Shelf) -> Iterator[Fault]:
    """Every file of it is whole, and every course in it is there and is what the catalogue says."""
    place = shelf.folder / catalog.MANIFEST_NAME
    if not place.is_file():
        if any(not edition.private for edition in shelf.editions.values()):
            yield Fault("there is no catalogue", BUILD, catalog.MANIFEST_NAME)
        return
    content = place.read_bytes()
    try:
        files, courses = catalog.files_of(content), json.loads(content)["courses"]
    except (ValueError, KeyError) as error:
        yield Fault(f"it cannot be read ({error})", BUILD, catalog.MANIFEST_NAME)
        return
    for file in files:
        if not outputs.intact(shelf.folder, file):
            yield Fault("the file is missing or damaged", BUILD, file.path)
    listed = {entry["course"]: entry for entry in courses}
    for slug, entry in listed.items():
        yield from _listed(shelf, slug, entry)
    for slug in sorted(shelf.editions.keys() - listed.keys()):
        if not shelf.editions[slug].private:
            fault = f"{slug} is not in the catalogue"
            yield Fault(
                fault, BUILD, catalog.MANIFEST_NAME, "warning"
            )  # its content may have been taken away


def _listed(shelf: Shelf, slug: str, entry: dict[str, object]) -> Iterator[Fault]:
    try:
        edition = shelf.editions.get(slug) or manifest.load(shelf.folder / slug)
    except PublishError:
        return  # told of with the course
    if edition is None:
        yield Fault(f"it lists {slug}, which is not there", BUILD, catalog.MANIFEST_NAME)
        return
    facts = {
        "title": edition.title,
        "lessons": len(edition.episodes),
        "duration_s": round(edition.duration_s, 3),
    }
    for name, value in facts.items():
        if entry.get(name) != value:
            was = f"it gives {entry.get(name)} as the {name} of {slug}, not {value}"
            yield Fault(was, BUILD, catalog.MANIFEST_NAME)
    for name in ("cover", "page"):
        if not (shelf.folder / str(entry.get(name))).is_file():
            yield Fault(f"it names {entry.get(name)}, which is not there", BUILD, catalog.MANIFEST_NAME)
