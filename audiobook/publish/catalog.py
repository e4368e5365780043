"""The catalogue of all courses at the target: published last, and only when all it links to is there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from audiobook import outputs
from audiobook.catalog import MANIFEST_NAME, files_of
from audiobook.errors import PublishError
from audiobook.outputs import described
from audiobook.publish.edition import HIDDEN
from audiobook.publish.headers import headers
from audiobook.publish.target import Target


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """What was done about the catalogue. `sent`: names of its files; `lacking`: why it was left as it was."""

    sent: tuple[str, ...]
    lacking: str = ""


def publish_catalog(output: Path, target: Target, dry: bool) -> CatalogReport | None:
    """Bring the catalogue up to date; None when there is none. Raises PublishError."""
    place = output / MANIFEST_NAME
    if not place.is_file():
        return None
    content = place.read_bytes()
    try:
        files = files_of(content)
        linked = _linked(content)
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{place} cannot be read ({error})", "Build again") from error
    if not all(outputs.intact(output, file) for file in files):
        raise PublishError(f"the catalogue in {output} is not whole", "Build again")
    lacking = [] if dry else [path for path in linked if target.stat(path) is None]
    if lacking:
        return CatalogReport((), lacking[0])
    contents = {file.path: (output / file.path).read_bytes() for file in files} | {MANIFEST_NAME: content}
    changed = {path: content for path, content in contents.items() if target.read(path) != content}
    if not dry:
        for path, content in changed.items():
            file = described(path, content)
            target.put(path, file, content, headers(file, private=False))
        target.remove_empty(HIDDEN)  # where they were written first
    return CatalogReport(tuple(changed))


def listed_covers(target: Target) -> dict[str, frozenset[str]]:
    """The files of courses that the catalogue at the target shows, by course: they stay as long as it does."""
    content = target.read(MANIFEST_NAME)
    if content is None:
        return {}
    try:
        covers = [PurePosixPath(entry["cover"]) for entry in json.loads(content)["courses"]]
    except (ValueError, KeyError, TypeError):
        return {}  # it will be written anew
    return {
        cover.parts[0]: frozenset(["/".join(cover.parts[1:])]) for cover in covers if len(cover.parts) > 1
    }


def _linked(content: bytes) -> list[str]:
    return [entry[name] for entry in json.loads(content)["courses"] for name in ("page", "cover")]
