"""An edition as its `edition.json` describes it: what publishing has to know of one, here or at the target."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audiobook import manifest, outputs
from audiobook.errors import PublishError
from audiobook.model import OutputFile

HIDDEN = ".published"
"""Folder beside a published edition that holds what is not of the edition."""

#: How late a file is written, by its name; what is not here is rank 0 or 1.
_RANKS = {name: rank for rank, name in enumerate(outputs.PAGES, start=2)}
FIRST, REPLACED, PAGES = 0, 1, 2
LAST = max(_RANKS.values())


@dataclass(frozen=True, slots=True)
class Published:
    """An edition. `content`: the bytes of its manifest; `files`: all its files by path, the manifest among them."""

    title: str
    content: bytes
    files: Mapping[str, OutputFile]
    private: bool

    @property
    def id(self) -> str:
        """SHA-256 of the manifest, which names all other files by theirs."""
        return self.files[manifest.NAME].sha256


def parse(content: bytes) -> Published:
    """The edition that these bytes of an `edition.json` describe. Raises ValueError for what is none."""
    try:
        facts = json.loads(content)
        files = [OutputFile(entry["path"], int(entry["size"]), entry["sha256"]) for entry in facts["files"]]
        files.append(outputs.described(manifest.NAME, content))
        for file in files:
            _check(file)
        return Published(
            facts["title"], content, {file.path: file for file in files}, bool(facts.get("private", False))
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no edition: {error!r}") from error


def _check(file: OutputFile) -> None:
    """Refuse a path that leads out of the course's folder, or into what is ours: it will be written and removed."""
    path = PurePosixPath(file.path)
    parts = path.parts
    if not parts or path.is_absolute() or ".." in parts or "\\" in file.path or parts[0] == HIDDEN:
        raise ValueError(f"names a file outside of the edition: {file.path!r}")
    if str(path) != file.path or len(bytes.fromhex(file.sha256)) != hashlib.sha256().digest_size:
        raise ValueError(f"describes {file.path!r} in a way no build does")


def on_disk(folder: Path, dry: bool = False) -> Published:
    """The edition in an output folder, as it is published: from now on, its sound is what learners have.

    The manifest there says so too, unless it is `dry`: what is built next tells learners what changed since. Raises
    PublishError when a file of the edition is not there with its exact bytes.
    """
    try:
        edition = parse(manifest.as_published((folder / manifest.NAME).read_bytes()))
    except (OSError, ValueError, KeyError) as error:
        raise PublishError(
            f"{folder / manifest.NAME} cannot be read ({error})", "Build the course again"
        ) from error
    damaged = [
        path
        for path, file in edition.files.items()
        if path != manifest.NAME and not outputs.intact(folder, file)
    ]
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        raise PublishError(
            f"{folder / damaged[0]}{more} is not as the edition's manifest describes it",
            "Build the course again; nothing was published",
        )
    if not dry:
        outputs.replace_files(folder, {manifest.NAME: edition.content})
    return edition


def named_by_content(file: OutputFile) -> bool:
    """Whether the name holds the file's own hash, so that other bytes get another name."""
    return file.sha256[:8] in PurePosixPath(file.path).name


def rank(file: OutputFile, published: Published | None) -> int:
    """How late a file is written, from 0.

    First what nobody is told of yet; then what keeps its name: the cover and the forms of the whole course; then the
    page, the feed and, last, the manifest.
    """
    if file.path in _RANKS:
        return _RANKS[file.path]
    is_told_of = published is not None and file.path in published.files
    return REPLACED if is_told_of and not named_by_content(file) else FIRST
