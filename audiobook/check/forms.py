"""The books of the whole course: that they open, and that all lessons are in them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from audiobook.check.model import MAKE_ANEW, Edition, Fault
from audiobook.editions.epub import MEDIA_TYPE
from audiobook.editions.epub.package import FOLDER, PACKAGE
from audiobook.editions.w3c import PUBLICATION
from audiobook.model import OutputFile

_OPF = "{http://www.idpf.org/2007/opf}"
_PIECE = 1 << 20


def archives_open(edition: Edition) -> Iterator[Fault]:
    """Every member of EPUB and .audiobook can be read, and has the bytes its checksum tells of."""
    for path, place in _archives(edition):
        try:
            with zipfile.ZipFile(place) as archive:
                damaged = archive.testzip()
                first = archive.infolist()[0]
                kind = archive.read(first) if first.file_size < 100 else b""
        except (zipfile.BadZipFile, OSError, IndexError, EOFError, NotImplementedError) as error:
            yield Fault(f"it does not open ({error})", MAKE_ANEW, path)
            continue
        if damaged:
            yield Fault(f"{damaged} in it is damaged", MAKE_ANEW, path)
        elif path.endswith(".epub") and (first.filename, kind) != ("mimetype", MEDIA_TYPE.encode()):
            yield Fault("it does not begin with its media type, so readers do not know it", MAKE_ANEW, path)


def parts(edition: Edition) -> Iterator[Fault]:
    """Every lesson is in them with the sound it is published with, and all that their contents list is there."""
    for path, place in _archives(edition):
        try:
            with zipfile.ZipFile(place) as archive:
                found = _epub if path.endswith(".epub") else _audiobook
                for told in found(archive, edition):
                    yield Fault(told, MAKE_ANEW, path)
        except (zipfile.BadZipFile, OSError):
            continue  # told of by `archives_open`
        except (KeyError, ValueError) as error:
            yield Fault(f"its contents cannot be read ({error})", MAKE_ANEW, path)


def _archives(edition: Edition) -> Iterator[tuple[str, Path]]:
    for form in edition.manifest.forms.values():
        place = edition.whole(form.file.path)
        if place and place.suffix in (".epub", ".audiobook"):
            yield form.file.path, place


def _epub(archive: zipfile.ZipFile, edition: Edition) -> Iterator[str]:
    from lxml import etree

    names = set(archive.namelist())
    package = etree.fromstring(archive.read(f"{FOLDER}/{PACKAGE}"))
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    for item in items.values():
        if f"{FOLDER}/{unquote(item.get('href') or '')}" not in names:
            yield f"it lists {item.get('href')}, which is not in it"
    spine = [items.get(reference.get("idref")) for reference in package.iter(f"{_OPF}itemref")]
    read_aloud = sum(item is not None and item.get("media-overlay") is not None for item in spine)
    if read_aloud != len(edition.manifest.episodes):
        yield f"{read_aloud} of its pages are read aloud, and the course has {len(edition.manifest.episodes)} lessons"
    for episode in edition.manifest.episodes.values():
        yield from _same(archive, f"{FOLDER}/lesson-{episode.id}.mp3", episode.audio)


def _audiobook(archive: zipfile.ZipFile, edition: Edition) -> Iterator[str]:
    publication = json.loads(archive.read(PUBLICATION))
    names, episodes = set(archive.namelist()), list(edition.manifest.episodes.values())
    listed = [
        unquote(entry["url"])
        for entry in (*publication["readingOrder"], *publication["resources"])
        if "://" not in entry["url"]
    ]
    for name in listed:
        if name not in names:
            yield f"it lists {name}, which is not in it"
    order = listed[: len(publication["readingOrder"])]
    if len(order) != len(episodes):
        yield f"it has {len(order)} lessons, the course {len(episodes)}"
        return
    for name, episode in zip(order, episodes, strict=True):
        yield from _same(archive, name, episode.audio)


def _same(archive: zipfile.ZipFile, name: str, file: OutputFile) -> Iterator[str]:
    """Whether a member is the published file."""
    if name not in archive.namelist():
        yield f"{name} is not in it"
        return
    total = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            total.update(piece)
    if total.hexdigest() != file.sha256:
        yield f"{name} in it is not the published {file.path}"
